"""Messages, and what is told of them."""

from collections.abc import Sequence
from functools import cached_property
from typing import Final

import attrs

from .._protocol.checks import check_items, check_member, check_text
from .._protocol.wire_types import EpochMilliseconds
from ..contents.base import Content
from ..contents.keys import read_content
from ..enums import MessageLanguage, MessageType, SenderIdType, SenderType, UserIdType

_MAX_BUBBLE: Final = 200
_MAX_TRANSLATIONS: Final = 50


@attrs.frozen(kw_only=True)
class Sender:
    """Who sent a message: a person or an app."""

    id: str
    id_type: SenderIdType | None = None
    sender_type: SenderType | None = None
    tenant_key: str | None = None
    sender_name: str | None = None
    """Only if `with_sender_name` asks for it."""
    open_bot_id: str | None = None
    """The official SDK knows it, the official pages do not."""


@attrs.frozen(kw_only=True)
class MessageMention:
    """Somebody who is mentioned in a message."""

    key: str
    """What stands for the mention in the content: `@_user_1`, `@_user_2`, ..."""
    id: str | None = None
    id_type: SenderIdType | None = None
    name: str | None = None
    tenant_key: str | None = None


@attrs.frozen(kw_only=True)
class MessageBody:
    """What a message says, as it travels; `Message.content` is the same, typed."""

    content: str | None = None
    """JSON in a string, for most types of messages; a message that was recalled may have none."""


@attrs.frozen(kw_only=True)
class Message:
    """A message in a chat."""

    message_id: str
    """`om_...`: what `top_notice.put`, `pins.create` and the like want."""
    msg_type: MessageType | None = None
    chat_id: str | None = None
    root_id: str | None = None
    """Of a reply: the message at the root of the replies."""
    parent_id: str | None = None
    """Of a reply: the message that it replies to."""
    thread_id: str | None = None
    """`omt_...`, if it is in a thread."""
    create_time: EpochMilliseconds | None = None
    update_time: EpochMilliseconds | None = None
    deleted: bool | None = None
    """It was recalled."""
    updated: bool | None = None
    """It was edited."""
    sender: Sender | None = None
    body: MessageBody | None = None
    mentions: tuple[MessageMention, ...] = ()
    upper_message_id: str | None = None
    """Of a message inside a merged one: the message that it is in."""
    message_app_link: str | None = None
    message_position: int | None = None
    thread_message_position: int | None = None

    @cached_property
    def content(self) -> Content:
        """What it says, by its type: an `UnknownContent` if that cannot be told."""
        text = None if self.body is None else self.body.content
        return read_content(self.msg_type or "", text or "")


@attrs.frozen(kw_only=True)
class FoundMessage(Message):
    """A message that was asked for."""

    merged: tuple[Message, ...] = ()
    """If several were merged in it: those. `upper_message_id` says which stands in which."""


@attrs.frozen(kw_only=True)
class FoundMessages:
    """The message that was asked for, and then those that are merged in it."""

    items: tuple[Message, ...] = attrs.field(validator=attrs.validators.min_len(1))

    @property
    def message(self) -> FoundMessage:
        """The first one, with the others in it."""
        first, *merged = self.items
        told = {field.name: getattr(first, field.name) for field in attrs.fields(Message)}
        return FoundMessage(**told, merged=tuple(merged))


@attrs.frozen(kw_only=True)
class MergedForward:
    """What became of messages that were to be forwarded as one."""

    message: Message
    invalid_message_id_list: tuple[str, ...] = ()
    """Those that were left out."""


@attrs.frozen(kw_only=True)
class ReadUser:
    """Somebody who has read a message."""

    user_id: str
    user_id_type: UserIdType | None = None
    timestamp: EpochMilliseconds | None = None
    """When."""
    tenant_key: str | None = None


def _check_bubble(_: object, field: "attrs.Attribute[str]", value: str) -> None:
    check_text(field.name, value, min_length=1, max_length=_MAX_BUBBLE)


def _to_language(value: str) -> MessageLanguage:
    return check_member("language", value, MessageLanguage)


def _to_texts(value: "Sequence[FollowUpText]") -> "tuple[FollowUpText, ...]":
    return check_items(
        "i18n_contents", value, FollowUpText, min_items=0, max_items=_MAX_TRANSLATIONS
    )


@attrs.frozen(kw_only=True)
class FollowUpText:
    """What a follow-up says in a language."""

    content: str = attrs.field(validator=_check_bubble)
    """1 to 200 characters."""
    language: MessageLanguage = attrs.field(converter=_to_language)


@attrs.frozen(kw_only=True)
class FollowUp:
    """A bubble below a message: who clicks it, sends its text."""

    content: str = attrs.field(validator=_check_bubble)
    """1 to 200 characters."""
    i18n_contents: Sequence[FollowUpText] = attrs.field(default=(), converter=_to_texts)
    """Up to 50."""
