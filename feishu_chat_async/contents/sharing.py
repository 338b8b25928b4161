"""Contents that share a chat or a user."""

from typing import ClassVar

import attrs

from .._protocol.fields import required_text
from .base import KeyContent


@attrs.frozen
class ShareChat(KeyContent):
    """A card that shares a group chat; it is valid for 7 days."""

    msg_type: ClassVar[str] = "share_chat"
    sent_fields: ClassVar[tuple[str, ...]] = ("chat_id",)

    chat_id: str = required_text()
    """`oc_...`: a group chat that the bot is in."""


@attrs.frozen
class ShareUser(KeyContent):
    """A card that shares a user in the app's availability range. It cannot share a bot."""

    msg_type: ClassVar[str] = "share_user"
    sent_fields: ClassVar[tuple[str, ...]] = ("user_id",)

    user_id: str = required_text()
    """`ou_...`: an open id; other types of id are not accepted."""
