"""Contents of messages that are only received: people send them, and bots cannot."""

from typing import ClassVar

import attrs

from .._protocol.wire_types import EpochMilliseconds
from .base import Content
from .post import PostBody


@attrs.frozen
class Folder(Content):
    """A folder; the API cannot download it."""

    msg_type: ClassVar[str] = "folder"

    file_key: str
    file_name: str | None = None

    @property
    def plain_text(self) -> str:
        """The name."""
        return self.file_name or ""


@attrs.frozen
class Hongbao(Content):
    """A red envelope: no more than a text that says so."""

    msg_type: ClassVar[str] = "hongbao"

    text: str

    @property
    def plain_text(self) -> str:
        """The text."""
        return self.text


@attrs.frozen
class _Event(Content):
    summary: str | None = None
    start_time: EpochMilliseconds | None = None
    end_time: EpochMilliseconds | None = None

    @property
    def plain_text(self) -> str:
        """The title."""
        return self.summary or ""


@attrs.frozen
class ShareCalendarEvent(_Event):
    """An event of a calendar that was shared."""

    msg_type: ClassVar[str] = "share_calendar_event"


@attrs.frozen
class Calendar(_Event):
    """An invitation to an event of a calendar."""

    msg_type: ClassVar[str] = "calendar"


@attrs.frozen
class GeneralCalendar(_Event):
    """That an event of a calendar was handed over, moved, or remarked on."""

    msg_type: ClassVar[str] = "general_calendar"


@attrs.frozen
class Location(Content):
    """A place."""

    msg_type: ClassVar[str] = "location"

    name: str | None = None
    longitude: str | None = None
    """In degrees, as it was written."""
    latitude: str | None = None

    @property
    def plain_text(self) -> str:
        """The name."""
        return self.name or ""


@attrs.frozen
class VideoChat(Content):
    """A video call."""

    msg_type: ClassVar[str] = "video_chat"

    topic: str | None = None
    start_time: EpochMilliseconds | None = None

    @property
    def plain_text(self) -> str:
        """The topic."""
        return self.topic or ""


@attrs.frozen
class Todo(Content):
    """A task."""

    msg_type: ClassVar[str] = "todo"

    task_id: str
    summary: PostBody | None = None
    """What is to be done."""
    due_time: EpochMilliseconds | None = None

    @property
    def plain_text(self) -> str:
        """What is to be done."""
        return self.summary.plain_text if self.summary else ""


@attrs.frozen
class Vote(Content):
    """A poll."""

    msg_type: ClassVar[str] = "vote"

    topic: str | None = None
    options: tuple[str, ...] = ()

    @property
    def plain_text(self) -> str:
        """The topic, and a line for each option."""
        return "\n".join([self.topic or "", *self.options])


@attrs.frozen
class MergeForward(Content):
    """Messages that were forwarded as one; getting the message by its id gives them."""

    msg_type: ClassVar[str] = "merge_forward"

    text: str = "Merged and Forwarded Message"
    """What stands in for them, which is no JSON."""


@attrs.frozen(kw_only=True)
class UnknownContent(Content):
    """A content that this version of the package does not know, or that is not as documented."""

    msg_type: str
    text: str
    """As it came."""
