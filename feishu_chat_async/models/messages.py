"""Messages, their senders and mentions, and follow-ups."""

from collections.abc import Sequence
from functools import cached_property
from typing import Final

import attrs

from .._protocol.checks import check_enum, check_items, check_text
from .._protocol.wire_types import EpochMilliseconds
from ..contents.base import Content
from ..contents.reading import read_content
from ..enums import (
    MessageLanguage,
    MessageLanguageLike,
    MessageType,
    SenderIdType,
    SenderType,
    UserIdType,
)

_MAX_FOLLOW_UP_LENGTH: Final = 200
_MAX_TRANSLATIONS: Final = 50


@attrs.frozen(kw_only=True)
class Sender:
    """The sender of a message: a user or an app."""

    id: str
    """The id of the sender, of the type `id_type`."""
    id_type: SenderIdType | None = None
    """`app_id` for an app; for a user, the call's `user_id_type`, by default `open_id`."""
    sender_type: SenderType | None = None
    """Whether a user or an app sent the message; it can also be anonymous or unknown."""
    tenant_key: str | None = None
    """Feishu's identifier of the sender's tenant."""
    sender_name: str | None = None
    """The sender's name; None unless requested with `with_sender_name`."""
    open_bot_id: str | None = None
    """A field of the official SDK that Feishu's documentation does not explain."""


@attrs.frozen(kw_only=True)
class MessageMention:
    """A mentioned user or bot."""

    key: str
    """The placeholder in the content: `@_user_1`, `@_user_2`, ..."""
    id: str | None = None
    """The id of the user or bot, of the type `id_type`."""
    id_type: SenderIdType | None = None
    """`open_id` if the call had no `user_id_type`; otherwise that type for users, and `app_id` for
    bots."""
    name: str | None = None
    tenant_key: str | None = None
    """Feishu's identifier of the tenant of the user or bot."""


@attrs.frozen(kw_only=True)
class MessageBody:
    """The content of a message as it was received; `Message.content` parses it."""

    content: str | None = None
    """A string that holds JSON for most message types; None for a recalled message."""


@attrs.frozen(kw_only=True)
class Message:
    """A message in a chat."""

    message_id: str
    """The id of the message, `om_...`."""
    msg_type: MessageType | None = None
    """The type of the content."""
    chat_id: str | None = None
    root_id: str | None = None
    """For a reply: the id of the message that began the conversation."""
    parent_id: str | None = None
    """For a reply: the id of the message that it replies to; in a thread, always the root
    message."""
    thread_id: str | None = None
    """The id of the thread, `omt_...`; None if the message is not in one."""
    create_time: EpochMilliseconds | None = None
    """When the message was sent."""
    update_time: EpochMilliseconds | None = None
    """When the message was last edited."""
    deleted: bool | None = None
    """Whether the message was recalled or deleted."""
    updated: bool | None = None
    """Whether the message was edited."""
    sender: Sender | None = None
    """The user or app that sent the message."""
    body: MessageBody | None = None
    """The content as it was received; see `content`."""
    mentions: tuple[MessageMention, ...] = ()
    """The users and bots that the message mentions."""
    upper_message_id: str | None = None
    """For a message inside a merged one: the id of the merged message that contains it."""
    message_app_link: str | None = None
    """A link to the message in the Feishu app. In the official SDK, but not documented."""
    message_position: int | None = None
    """The position in the chat. In the official SDK, but not documented."""
    thread_message_position: int | None = None
    """The position in the thread. In the official SDK, but not documented."""

    @cached_property
    def content(self) -> Content:
        """The parsed content; an `UnknownContent` if it cannot be parsed."""
        text = None if self.body is None else self.body.content
        return read_content(self.msg_type or "", text or "")


@attrs.frozen(kw_only=True)
class FoundMessage(Message):
    """A message that `messages.get` returned."""

    merged: tuple[Message, ...] = ()
    """The messages that were forwarded in this one, including those inside merged messages among
    them. The `upper_message_id` of each names the message that contains it."""


@attrs.frozen(kw_only=True)
class FoundMessages:
    """The requested message, followed by the messages merged in it."""

    items: tuple[Message, ...] = attrs.field(validator=attrs.validators.min_len(1))

    @property
    def message(self) -> FoundMessage:
        """The requested message, with the merged ones as its `merged`."""
        first, *merged = self.items
        fields = {field.name: getattr(first, field.name) for field in attrs.fields(Message)}
        return FoundMessage(**fields, merged=tuple(merged))


@attrs.frozen(kw_only=True)
class MergedForward:
    """The result of forwarding several messages as one."""

    message: Message
    """The merged message."""
    invalid_message_id_list: tuple[str, ...] = ()
    """Ids of messages that were left out: they do not exist, were recalled, are not visible to the
    caller, or are of a type that cannot be forwarded."""


@attrs.frozen(kw_only=True)
class ReadUser:
    """A user who has read a message."""

    user_id: str
    """The user's id, of the type `user_id_type`."""
    user_id_type: UserIdType | None = None
    """The type of `user_id`."""
    timestamp: EpochMilliseconds | None = None
    """When the user read the message."""
    tenant_key: str | None = None
    """Feishu's identifier of the user's tenant."""


def _check_follow_up(_: object, field: "attrs.Attribute[str]", value: str) -> None:
    check_text(field.name, value, min_length=1, max_length=_MAX_FOLLOW_UP_LENGTH)


def _to_language(value: MessageLanguageLike) -> MessageLanguage:
    return check_enum("language", value, MessageLanguage)


def _to_translations(value: "Sequence[FollowUpText]") -> "tuple[FollowUpText, ...]":
    return check_items(
        "i18n_contents", value, FollowUpText, min_items=0, max_items=_MAX_TRANSLATIONS
    )


@attrs.frozen(kw_only=True)
class FollowUpText:
    """The text of a follow-up in one language."""

    content: str = attrs.field(validator=_check_follow_up)
    """The text, 1 to 200 characters."""
    language: MessageLanguage = attrs.field(converter=_to_language)
    """The language of the text, such as `en_us`."""


@attrs.frozen(kw_only=True)
class FollowUp:
    """A follow-up: a bubble below a message. Clicking it sends its text as the user's message."""

    content: str = attrs.field(validator=_check_follow_up)
    """The text, 1 to 200 characters."""
    i18n_contents: Sequence[FollowUpText] = attrs.field(default=(), converter=_to_translations)
    """The text in up to 50 other languages."""
