"""The arguments of calls about messages, checked and under their wire names."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Final

from ..._protocol.arguments import by_user, page_of
from ..._protocol.checks import check_flag, check_member, check_text, check_texts
from ...contents.base import Content
from ...contents.card import Card
from ...contents.keys import content_of
from ...contents.post import Post
from ...contents.system import System
from ...contents.text import Text
from ...enums import CardContentType, ContainerIdType, MessageSortType, ReceiveIdType, UserIdType
from ...models.messages import FollowUp

MAX_PAGE: Final = 50
MAX_UUID: Final = 50
MAX_FORWARDED: Final = 100
MAX_FOLLOW_UPS: Final = 3
MAX_READERS: Final = 100

_PREFIXES: Final = {
    "ou_": ReceiveIdType.OPEN_ID,
    "on_": ReceiveIdType.UNION_ID,
    "oc_": ReceiveIdType.CHAT_ID,
    "omt_": ReceiveIdType.THREAD_ID,
}
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
SECOND: Final = timedelta(seconds=1)
MILLISECOND: Final = timedelta(milliseconds=1)


def receive_id_type_of(
    receive_id: str, named: ReceiveIdType | None, *, threads: bool = False
) -> ReceiveIdType:
    """Say of what kind an id is: as `named`, or else as it looks."""
    check_text("receive_id", receive_id, min_length=1)
    if named is not None:
        kind = check_member("receive_id_type", named, ReceiveIdType)
    else:
        looks = [kind for prefix, kind in _PREFIXES.items() if receive_id.startswith(prefix)]
        if "@" in receive_id[1:-1]:
            looks = [ReceiveIdType.EMAIL]  # also on_call@example.com
        if not looks:
            raise ValueError(
                "receive_id_type must be given, since receive_id is no ou_, on_ or oc_ id and no "
                f"e-mail address: {receive_id[:64]!r}"
            )
        (kind,) = looks
    if kind == ReceiveIdType.THREAD_ID and not threads:
        raise ValueError(
            "receive_id must not be a thread's: reply to a message in it, with messages.reply"
        )
    return kind


def content_body(content: Content | str) -> dict[str, object]:
    """Say what a message says; a string as it was typed."""
    typed = content_of(content)
    return {"msg_type": typed.msg_type, "content": typed.encoded()}


def replied(content: Content | str) -> dict[str, object]:
    """Say what a reply says; what the system says is no reply to anything."""
    if isinstance(content, System):
        raise TypeError("content must be no System: send it with messages.create")
    return content_body(content)


def edited(content: Content | str) -> dict[str, object]:
    """Say what a message is to say instead; only text and rich text can be edited."""
    if not isinstance(content, str | Text | Post):
        kind = type(content).__name__
        raise TypeError(f"content must be text, a Text or a Post, got {kind}")
    return content_body(content)


def card_body(card: Card) -> dict[str, object]:
    """Say what a card is to show instead."""
    if not isinstance(card, Card):
        raise TypeError(f"card must be a Card, got {type(card).__name__}")
    return {"content": card.encoded()}


def uuid_of(uuid: str | None) -> dict[str, object]:
    """Hand on the caller's idempotency key, if there is one."""
    if uuid is not None:
        check_text("uuid", uuid, min_length=1, max_length=MAX_UUID)
    return {"uuid": uuid}


def thread_body(reply_in_thread: bool | None) -> dict[str, object]:  # noqa: FBT001
    """Say whether a reply opens a thread."""
    if reply_in_thread is not None:
        check_flag("reply_in_thread", reply_in_thread)
    return {"reply_in_thread": reply_in_thread}


def forwarding(
    receive_id: str, receive_id_type: ReceiveIdType | None, uuid: str | None
) -> dict[str, object]:
    """Say how a receiver is named, and by which key the call is known."""
    kind = receive_id_type_of(receive_id, receive_id_type, threads=True)
    return {"receive_id_type": kind, **uuid_of(uuid)}


def messages_of(message_ids: Iterable[str]) -> tuple[str, ...]:
    """Return the messages that are to be forwarded as one."""
    return check_texts("message_ids", message_ids, max_items=MAX_FORWARDED)


def follow_ups_of(follow_ups: tuple[FollowUp | str, ...]) -> dict[str, object]:
    """Say what follow-ups there are; a string is one without translations."""
    if not 1 <= len(follow_ups) <= MAX_FOLLOW_UPS:
        raise ValueError(f"follow_ups must be 1 to {MAX_FOLLOW_UPS}, got {len(follow_ups)}")
    made = [FollowUp(content=one) if isinstance(one, str) else one for one in follow_ups]
    for one in made:
        if not isinstance(one, FollowUp):
            raise TypeError(f"follow_ups must be FollowUp or strings, got {type(one).__name__}")
    return {"follow_ups": made}


def read_options(
    card_msg_content_type: CardContentType | None,
    with_sender_name: bool | None,  # noqa: FBT001
) -> dict[str, object]:
    """Say how messages are to be told."""
    if card_msg_content_type is not None:
        check_member("card_msg_content_type", card_msg_content_type, CardContentType)
    if with_sender_name is not None:
        check_flag("with_sender_name", with_sender_name)
    return {
        "card_msg_content_type": card_msg_content_type,
        "with_sender_name": with_sender_name,
    }


def history(
    container_id: str,
    container_id_type: ContainerIdType | None,
    sort_type: MessageSortType,
    times: dict[str, object],
) -> dict[str, object]:
    """Say which messages are listed, and in which order."""
    kind = _container_of(container_id, container_id_type)
    if kind == ContainerIdType.THREAD and any(time is not None for time in times.values()):
        raise ValueError("start_time and end_time must not be given for a thread")
    return {
        "container_id_type": kind,
        "container_id": container_id,
        "sort_type": check_member("sort_type", sort_type, MessageSortType),
        **times,
    }


def between(
    start_time: datetime | None, end_time: datetime | None, unit: timedelta
) -> dict[str, object]:
    """Say what time is meant, in units since 1970."""
    for name, time in (("start_time", start_time), ("end_time", end_time)):
        if time is not None and (not isinstance(time, datetime) or time.utcoffset() is None):
            raise TypeError(f"{name} must be a datetime with a time zone")
    # Not compared as they are: in one time zone Python goes by what the clocks say, and those are
    # put back once a year.
    start, end = (None if time is None else time - _EPOCH for time in (start_time, end_time))
    if start is not None and end is not None and start > end:
        raise ValueError("start_time must not be after end_time")
    return {
        "start_time": None if start is None else str(start // unit),
        "end_time": None if end is None else str(end // unit),
    }


def readers(user_id_type: UserIdType, page_size: int, page_token: str | None) -> dict[str, object]:
    """Say which of those who have read a message are listed."""
    return {**by_user(user_id_type), **page_of(page_size, page_token, MAX_READERS)}


def _container_of(container_id: str, named: ContainerIdType | None) -> ContainerIdType:
    check_text("container_id", container_id, min_length=1)
    if named is not None:
        return check_member("container_id_type", named, ContainerIdType)
    if container_id.startswith("oc_"):
        return ContainerIdType.CHAT
    if container_id.startswith("omt_"):
        return ContainerIdType.THREAD
    raise ValueError(
        "container_id_type must be given, since container_id is neither a chat's (oc_) nor a "
        f"thread's (omt_): {container_id[:64]!r}"
    )
