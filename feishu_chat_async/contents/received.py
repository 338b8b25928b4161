"""Contents that bots can only receive."""

from typing import ClassVar

import attrs

from .._protocol.wire_types import EpochMilliseconds
from .base import Content
from .post import PostBody


@attrs.frozen
class Folder(Content):
    """A folder. The API cannot download it."""

    msg_type: ClassVar[str] = "folder"

    file_key: str
    """The key of the folder."""
    file_name: str | None = None
    """The name of the folder."""

    @property
    def plain_text(self) -> str:
        """The folder name."""
        return self.file_name or ""


@attrs.frozen
class Hongbao(Content):
    """A red envelope, a gift of money. Feishu returns only a fixed text."""

    msg_type: ClassVar[str] = "hongbao"

    text: str

    @property
    def plain_text(self) -> str:
        """The text."""
        return self.text


@attrs.frozen
class _CalendarEvent(Content):
    summary: str | None = None
    """The title of the event."""
    start_time: EpochMilliseconds | None = None
    """The start of the event."""
    end_time: EpochMilliseconds | None = None
    """The end of the event."""

    @property
    def plain_text(self) -> str:
        """The title of the event."""
        return self.summary or ""


@attrs.frozen
class ShareCalendarEvent(_CalendarEvent):
    """A shared calendar event."""

    msg_type: ClassVar[str] = "share_calendar_event"


@attrs.frozen
class Calendar(_CalendarEvent):
    """An invitation to a calendar event."""

    msg_type: ClassVar[str] = "calendar"


@attrs.frozen
class GeneralCalendar(_CalendarEvent):
    """A note on a calendar event, or the transfer of one to another organizer or calendar."""

    msg_type: ClassVar[str] = "general_calendar"


@attrs.frozen
class Location(Content):
    """A location."""

    msg_type: ClassVar[str] = "location"

    name: str | None = None
    longitude: str | None = None
    """Degrees, as the string that Feishu returned."""
    latitude: str | None = None
    """Degrees, as the string that Feishu returned."""

    @property
    def plain_text(self) -> str:
        """The name of the location."""
        return self.name or ""


@attrs.frozen
class VideoChat(Content):
    """A video call."""

    msg_type: ClassVar[str] = "video_chat"

    topic: str | None = None
    """The title of the call."""
    start_time: EpochMilliseconds | None = None
    """The start of the call."""

    @property
    def plain_text(self) -> str:
        """The title of the call."""
        return self.topic or ""


@attrs.frozen
class Todo(Content):
    """A task."""

    msg_type: ClassVar[str] = "todo"

    task_id: str
    """The id of the task in Feishu's task API."""
    summary: PostBody | None = None
    """The title of the task, as rich text."""
    due_time: EpochMilliseconds | None = None
    """The due time; None if the task has none."""

    @property
    def plain_text(self) -> str:
        """The title of the task."""
        return self.summary.plain_text if self.summary else ""


@attrs.frozen
class Vote(Content):
    """A poll."""

    msg_type: ClassVar[str] = "vote"

    topic: str | None = None
    """The question."""
    options: tuple[str, ...] = ()
    """The answers to choose from."""

    @property
    def plain_text(self) -> str:
        """The question, followed by one line per option."""
        return "\n".join([self.topic or "", *self.options])


@attrs.frozen
class MergeForward(Content):
    """Several messages forwarded as one; `messages.get` returns them in `FoundMessage.merged`."""

    msg_type: ClassVar[str] = "merge_forward"

    text: str = "Merged and Forwarded Message"
    """The fixed text that Feishu returns instead of the messages; it is not JSON."""


@attrs.frozen(kw_only=True)
class UnknownContent(Content):
    """Content of an unknown type or an undocumented form, kept as received."""

    msg_type: str
    """The type of the message."""
    text: str
    """The content as it was received."""
