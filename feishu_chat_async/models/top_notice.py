"""Top notices: the messages and announcements that are pinned to the top of a chat."""

from typing import Self

import attrs

from ..enums import TopNoticeType, TopNoticeTypeLike


def _to_type(value: TopNoticeTypeLike) -> TopNoticeType:
    if isinstance(value, TopNoticeType):
        return value
    if not isinstance(value, str):
        raise TypeError(f"action_type must be a TopNoticeType, got {type(value).__name__}")
    return TopNoticeType(value)


@attrs.frozen(kw_only=True)
class TopNotice:
    """A message or the chat's announcement, to be pinned to the top of the chat.

    Build one with `TopNotice.message(message_id)` or `TopNotice.announcement()`.
    """

    action_type: TopNoticeType = attrs.field(default=TopNoticeType.ANNOUNCEMENT, converter=_to_type)
    """What is pinned: a message, or the announcement."""
    message_id: str | None = attrs.field(default=None)
    """The id of the message to pin; ignored for the announcement."""

    @message_id.validator
    def _check_message_id(self, _: object, value: str | None) -> None:
        if value is not None and not isinstance(value, str):
            raise TypeError(f"message_id must be a string, got {type(value).__name__}")
        if not value and self.action_type == TopNoticeType.MESSAGE:
            raise ValueError("message_id must not be empty if action_type is MESSAGE")

    @classmethod
    def message(cls, message_id: str) -> Self:
        """Build a notice that pins a message of the chat.

        Args:
            message_id: The id of the message, which must be in the chat.
        """
        return cls(action_type=TopNoticeType.MESSAGE, message_id=message_id)

    @classmethod
    def announcement(cls) -> Self:
        """Build a notice that pins the chat's announcement."""
        return cls(action_type=TopNoticeType.ANNOUNCEMENT)
