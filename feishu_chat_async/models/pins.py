"""Pinned messages."""

import attrs

from .._protocol.wire_types import EpochMilliseconds
from ..enums import SenderIdType


@attrs.frozen(kw_only=True)
class Pin:
    """A message that is pinned in its chat, and who pinned it."""

    message_id: str
    chat_id: str | None = None
    operator_id: str | None = None
    operator_id_type: SenderIdType | None = None
    create_time: EpochMilliseconds | None = None
    """When it was pinned."""


@attrs.frozen(kw_only=True)
class CreatedPin:
    """A pin, as it travels."""

    pin: Pin
