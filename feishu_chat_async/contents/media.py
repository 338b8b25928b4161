"""Images, files, audio, videos and stickers.

All but stickers are sent as the key of an image or file that the bot uploaded with Feishu's image
or file API. Tokens of cloud documents do not work here.
"""

from typing import ClassVar

import attrs

from .._protocol.fields import optional_text, required_text
from .._protocol.wire_types import DurationMilliseconds
from .base import KeyContent


@attrs.frozen
class Image(KeyContent):
    """An image."""

    msg_type: ClassVar[str] = "image"
    sent_fields: ClassVar[tuple[str, ...]] = ("image_key",)

    image_key: str = required_text()
    """`img_...`: the key that uploading the image returned."""


@attrs.frozen
class File(KeyContent):
    """A file."""

    msg_type: ClassVar[str] = "file"
    sent_fields: ClassVar[tuple[str, ...]] = ("file_key",)

    file_key: str = required_text()
    """`file_...`: the key that uploading the file returned; it must be the bot's own upload."""
    file_name: str | None = None
    """The name of the file. Read-only: set by Feishu."""

    @property
    def plain_text(self) -> str:
        """The file name."""
        return self.file_name or ""


@attrs.frozen
class Audio(KeyContent):
    """A voice message."""

    msg_type: ClassVar[str] = "audio"
    sent_fields: ClassVar[tuple[str, ...]] = ("file_key",)

    file_key: str = required_text()
    """`file_...`: the key of an uploaded audio file."""
    duration: DurationMilliseconds | None = None
    """The duration, with millisecond precision. Read-only: set by Feishu."""


@attrs.frozen
class Media(KeyContent):
    """A video."""

    msg_type: ClassVar[str] = "media"
    sent_fields: ClassVar[tuple[str, ...]] = ("file_key", "image_key")

    file_key: str = required_text()
    """`file_...`: the key of an uploaded video."""
    image_key: str | None = optional_text()
    """`img_...`: the key of the cover image; None for no cover."""
    file_name: str | None = None
    """The name of the file. Read-only: set by Feishu."""
    duration: DurationMilliseconds | None = None
    """The duration, with millisecond precision. Read-only: set by Feishu."""

    @property
    def plain_text(self) -> str:
        """The file name."""
        return self.file_name or ""


@attrs.frozen
class Sticker(KeyContent):
    """A sticker. A bot can send only stickers that it received, and cannot download them."""

    msg_type: ClassVar[str] = "sticker"
    sent_fields: ClassVar[tuple[str, ...]] = ("file_key",)

    file_key: str = required_text()
    """The key from a received sticker."""
