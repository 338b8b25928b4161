"""The parser of received contents, which depends on the type of the message."""

from collections.abc import Callable
from functools import partial
from typing import Final

from .._protocol.converter import read_json
from .base import Content
from .card import Card
from .media import Audio, File, Image, Media, Sticker
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
from .sharing import ShareChat, ShareUser
from .system import read_system
from .text import Text


def _read(cls: type[Content], text: str) -> Content:
    return read_json(text, cls, "content")


_READ_BY_FIELDS: Final[tuple[type[Content], ...]] = (
    *(Text, Image, File, Folder, Audio, Media, Sticker, ShareChat, ShareUser),
    *(Hongbao, ShareCalendarEvent, Calendar, GeneralCalendar, Location, VideoChat, Todo, Vote),
)
"""The classes whose fields match the members of the JSON object."""
_READERS: Final[dict[str, Callable[[str], Content]]] = {
    **{str(vars(cls)["msg_type"]): partial(_read, cls) for cls in _READ_BY_FIELDS},
    "interactive": Card.parse,
    "merge_forward": MergeForward,
    "post": read_post,
    "system": read_system,
}
"""The function that parses the content, by message type."""


def read_content(msg_type: str, text: str) -> Content:
    """Read the content of a message. Content of any form is accepted.

    Content of a type unknown to this version of the package, or of an undocumented form, becomes an
    `UnknownContent`, which keeps the text.

    Args:
        msg_type: The type of the message, such as `text`; see `MessageType`.
        text: The content as Feishu returned it, a string that is usually JSON.
    """
    reader = _READERS.get(msg_type)
    if reader is not None:
        try:
            return reader(text)
        except ValueError:
            pass  # undocumented form: the text is kept below
    return UnknownContent(msg_type=msg_type, text=text)
