"""Pinned messages."""

import attrs

from .._protocol.wire_types import EpochMilliseconds
from ..enums import SenderIdType


@attrs.frozen(kw_only=True)
class Pin:
    """A message that is pinned in its chat."""

    message_id: str
    chat_id: str | None = None
    operator_id: str | None = None
    """The open id of the user, or the app id of the app, that pinned the message."""
    operator_id_type: SenderIdType | None = None
    """The type of `operator_id`: `OPEN_ID` for a user, `APP_ID` for an app."""
    create_time: EpochMilliseconds | None = None
    """When the message was pinned."""


@attrs.frozen(kw_only=True)
class CreatedPin:
    """The response to a request that pins a message."""

    pin: Pin
    """The new pin, or the one that the message already had."""
