"""Contents of messages: those that name something, and how all kinds are told apart."""

from collections.abc import Callable
from functools import partial
from typing import ClassVar, Final

import attrs

from .._protocol.converter import read_json
from .._protocol.fields import needed
from .._protocol.fields import text as optional
from .._protocol.wire_types import DurationMilliseconds
from .base import Content, Sendable, not_empty
from .card import Card
from .post import read_post
from .received import (
    Calendar,
    Folder,
    GeneralCalendar,
    Hongbao,
    Location,
    MergeForward,
    ShareCalendarEvent,
    Todo,
    UnknownContent,
    VideoChat,
    Vote,
)
from .system import read_system
from .text import Text


@attrs.frozen
class _Keys(Sendable):
    """What is sent as its keys alone; all else is given by Feishu."""

    sent: ClassVar[tuple[str, ...]]
    """The fields that are sent: the first always, and others if they say something."""

    def _body(self) -> object:
        first, *others = self.sent
        body = {first: not_empty(first, getattr(self, first))}
        for name in others:
            value = getattr(self, name)
            if value:
                body[name] = value
        return body


@attrs.frozen
class Image(_Keys):
    """An uploaded picture."""

    msg_type: ClassVar[str] = "image"
    sent: ClassVar[tuple[str, ...]] = ("image_key",)

    image_key: str = needed()


@attrs.frozen
class File(_Keys):
    """An uploaded file."""

    msg_type: ClassVar[str] = "file"
    sent: ClassVar[tuple[str, ...]] = ("file_key",)

    file_key: str = needed()
    file_name: str | None = None
    """Given by Feishu."""

    @property
    def plain_text(self) -> str:
        """The name."""
        return self.file_name or ""


@attrs.frozen
class Audio(_Keys):
    """An uploaded voice message."""

    msg_type: ClassVar[str] = "audio"
    sent: ClassVar[tuple[str, ...]] = ("file_key",)

    file_key: str = needed()
    duration: DurationMilliseconds | None = None
    """Given by Feishu."""


@attrs.frozen
class Media(_Keys):
    """An uploaded video."""

    msg_type: ClassVar[str] = "media"
    sent: ClassVar[tuple[str, ...]] = ("file_key", "image_key")

    file_key: str = needed()
    image_key: str | None = optional()
    """Its cover."""
    file_name: str | None = None
    """Given by Feishu, like the duration."""
    duration: DurationMilliseconds | None = None

    @property
    def plain_text(self) -> str:
        """The name."""
        return self.file_name or ""


@attrs.frozen
class Sticker(_Keys):
    """A sticker: a bot can send those that it was sent."""

    msg_type: ClassVar[str] = "sticker"
    sent: ClassVar[tuple[str, ...]] = ("file_key",)

    file_key: str = needed()


@attrs.frozen
class ShareChat(_Keys):
    """The card of a chat; the bot must be in it."""

    msg_type: ClassVar[str] = "share_chat"
    sent: ClassVar[tuple[str, ...]] = ("chat_id",)

    chat_id: str = needed()


@attrs.frozen
class ShareUser(_Keys):
    """The card of a person, who must be one whom the app may see."""

    msg_type: ClassVar[str] = "share_user"
    sent: ClassVar[tuple[str, ...]] = ("user_id",)

    user_id: str = needed()
    """An open id, and no other one."""


def _read(cls: type[Content], text: str) -> Content:
    return read_json(text, cls, "content")


_PLAIN: Final[tuple[type[Content], ...]] = (
    *(Text, Image, File, Folder, Audio, Media, Sticker, ShareChat, ShareUser),
    *(Hongbao, ShareCalendarEvent, Calendar, GeneralCalendar, Location, VideoChat, Todo, Vote),
)
_READERS: Final[dict[str, Callable[[str], Content]]] = {
    **{str(vars(cls)["msg_type"]): partial(_read, cls) for cls in _PLAIN},
    "interactive": Card.parse,
    "merge_forward": MergeForward,
    "post": read_post,
    "system": read_system,
}


def read_content(msg_type: str, text: str) -> Content:
    """Read what a message holds, JSON of the kind that its type names.

    What is of another kind, or not as documented, is an `UnknownContent` with all that came.
    """
    reader = _READERS.get(msg_type)
    if reader is not None:
        try:
            return reader(text)
        except ValueError:
            pass  # whoever gets the message can still look at what came
    return UnknownContent(msg_type=msg_type, text=text)


def content_of(content: Content | str) -> Content:
    """Return a content that can be sent; a string is a text, which arrives as it was typed."""
    if isinstance(content, str):
        return Text.of(content)
    if not isinstance(content, Content):
        raise TypeError(f"content must be a Content or a string, got {type(content).__name__}")
    if not isinstance(content, Sendable):
        name = type(content).__name__
        raise TypeError(f"content must be one that can be sent, and a {name} is only received")
    return content
