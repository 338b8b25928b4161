"""The arguments of calls about messages: each is checked and returned under its wire name."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Final

from ..._protocol.arguments import page_query, user_id_query
from ..._protocol.checks import check_enum, check_flag, check_text, check_texts
from ...contents.base import Content
from ...contents.card import Card
from ...contents.post import Post
from ...contents.system import System
from ...contents.text import Text, content_of
from ...enums import (
    CardContentType,
    CardContentTypeLike,
    ContainerIdType,
    ContainerIdTypeLike,
    MessageSortType,
    MessageSortTypeLike,
    ReceiveIdType,
    ReceiveIdTypeLike,
    UserIdTypeLike,
)
from ...models.messages import FollowUp

MAX_PAGE: Final = 50
MAX_UUID: Final = 50
MAX_FORWARDED: Final = 100
MAX_FOLLOW_UPS: Final = 3
MAX_READERS: Final = 100

_TYPE_OF_PREFIX: Final = {
    "ou_": ReceiveIdType.OPEN_ID,
    "on_": ReceiveIdType.UNION_ID,
    "oc_": ReceiveIdType.CHAT_ID,
    "omt_": ReceiveIdType.THREAD_ID,
}
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
SECOND: Final = timedelta(seconds=1)
MILLISECOND: Final = timedelta(milliseconds=1)


def find_receive_id_type(
    receive_id: str, given: ReceiveIdTypeLike | None, *, allow_thread: bool = False
) -> ReceiveIdType:
    """Return the type of a recipient's id: the given one, or the one that its format implies."""
    check_text("receive_id", receive_id, min_length=1)
    if given is not None:
        id_type = check_enum("receive_id_type", given, ReceiveIdType)
    elif "@" in receive_id[1:-1]:
        id_type = ReceiveIdType.EMAIL  # even if it looks like an id: on_call@example.com
    else:
        types = [
            _TYPE_OF_PREFIX[prefix] for prefix in _TYPE_OF_PREFIX if receive_id.startswith(prefix)
        ]
        if not types:
            raise ValueError(
                "receive_id_type must be given, since receive_id is neither an ou_, on_ or oc_ id "
                f"nor an email address: {receive_id[:64]!r}"
            )
        (id_type,) = types
    if id_type == ReceiveIdType.THREAD_ID and not allow_thread:
        raise ValueError(
            "receive_id must not be a thread; reply to a message in it with messages.reply"
        )
    return id_type


def content_body(content: Content | str) -> dict[str, object]:
    """Return the type and the content of a message; a string becomes a text message."""
    sendable = content_of(content)
    return {"msg_type": sendable.msg_type, "content": sendable.encoded()}


def reply_body(content: Content | str) -> dict[str, object]:
    """Return the type and the content of a reply, which cannot be a system message."""
    if isinstance(content, System):
        raise TypeError("content must not be a System; send it with messages.create")
    return content_body(content)


def edit_body(content: Content | str) -> dict[str, object]:
    """Return the type and the new content of a message; only text and rich text can be edited."""
    if not isinstance(content, str | Text | Post):
        name = type(content).__name__
        raise TypeError(f"content must be a string, a Text or a Post, got {name}")
    return content_body(content)


def card_body(card: Card) -> dict[str, object]:
    """Return the new content of a card."""
    if not isinstance(card, Card):
        raise TypeError(f"card must be a Card, got {type(card).__name__}")
    return {"content": card.encoded()}


def uuid_param(uuid: str | None) -> dict[str, object]:
    """Return the parameter for the idempotency key; None to generate one."""
    if uuid is not None:
        check_text("uuid", uuid, min_length=1, max_length=MAX_UUID)
    return {"uuid": uuid}


def thread_body(reply_in_thread: bool | None) -> dict[str, object]:  # noqa: FBT001
    """Return the body field that determines whether a reply opens a thread."""
    if reply_in_thread is not None:
        check_flag("reply_in_thread", reply_in_thread)
    return {"reply_in_thread": reply_in_thread}


def forward_query(
    receive_id: str, receive_id_type: ReceiveIdTypeLike | None, uuid: str | None
) -> dict[str, object]:
    """Return the type of a recipient's id, which can be a thread's, and the idempotency key."""
    id_type = find_receive_id_type(receive_id, receive_id_type, allow_thread=True)
    return {"receive_id_type": id_type, **uuid_param(uuid)}


def check_message_ids(message_ids: Iterable[str]) -> tuple[str, ...]:
    """Return the ids of 1 to 100 messages, to be forwarded as one, as a tuple."""
    return check_texts("message_ids", message_ids, max_items=MAX_FORWARDED)


def follow_ups_body(follow_ups: tuple[FollowUp | str, ...]) -> dict[str, object]:
    """Return 1 to 3 follow-ups; a string becomes one without translations."""
    if not 1 <= len(follow_ups) <= MAX_FOLLOW_UPS:
        raise ValueError(f"follow_ups must hold 1 to {MAX_FOLLOW_UPS} items, got {len(follow_ups)}")
    models = [FollowUp(content=item) if isinstance(item, str) else item for item in follow_ups]
    for model in models:
        if not isinstance(model, FollowUp):
            raise TypeError(f"follow_ups must hold FollowUp or strings, got {type(model).__name__}")
    return {"follow_ups": models}


def read_options(
    card_msg_content_type: CardContentTypeLike | None,
    with_sender_name: bool | None,  # noqa: FBT001
) -> dict[str, object]:
    """Return the query parameters that determine how messages are returned."""
    if card_msg_content_type is not None:
        check_enum("card_msg_content_type", card_msg_content_type, CardContentType)
    if with_sender_name is not None:
        check_flag("with_sender_name", with_sender_name)
    return {
        "card_msg_content_type": card_msg_content_type,
        "with_sender_name": with_sender_name,
    }


def history_query(
    container_id: str,
    container_id_type: ContainerIdTypeLike | None,
    sort_type: MessageSortTypeLike,
    times: dict[str, object],
) -> dict[str, object]:
    """Return the query parameters that select and order the messages to list."""
    id_type = _find_container_type(container_id, container_id_type)
    if id_type == ContainerIdType.THREAD and any(time is not None for time in times.values()):
        raise ValueError("start_time and end_time must not be given for a thread")
    return {
        "container_id_type": id_type,
        "container_id": container_id,
        "sort_type": check_enum("sort_type", sort_type, MessageSortType),
        **times,
    }


def time_range(
    start_time: datetime | None, end_time: datetime | None, unit: timedelta
) -> dict[str, object]:
    """Return the query parameters for a period, in units since 1970."""
    for name, time in (("start_time", start_time), ("end_time", end_time)):
        if time is not None and (not isinstance(time, datetime) or time.utcoffset() is None):
            raise TypeError(f"{name} must be a datetime with a time zone")
    # The datetimes themselves are not compared: within one time zone Python compares wall clocks,
    # which are set back once a year.
    start, end = (None if time is None else time - _EPOCH for time in (start_time, end_time))
    if start is not None and end is not None and start > end:
        raise ValueError("start_time must not be after end_time")
    return {
        "start_time": None if start is None else str(start // unit),
        "end_time": None if end is None else str(end // unit),
    }


def pin_list_query(
    chat_id: str,
    start_time: datetime | None,
    end_time: datetime | None,
    page_size: int,
    page_token: str | None,
) -> dict[str, object]:
    """Return the query parameters for a page of the pins in a chat."""
    times = time_range(start_time, end_time, MILLISECOND)
    if start_time is not None and times["start_time"] == times["end_time"]:
        raise ValueError("start_time must be at least a millisecond before end_time")
    chat = {"chat_id": check_text("chat_id", chat_id, min_length=1)}
    return {**chat, **times, **page_query(page_size, page_token, MAX_PAGE)}


def read_users_query(
    user_id_type: UserIdTypeLike, page_size: int, page_token: str | None
) -> dict[str, object]:
    """Return the query parameters for a page of the users who have read a message."""
    return {**user_id_query(user_id_type), **page_query(page_size, page_token, MAX_READERS)}


def _find_container_type(container_id: str, given: ContainerIdTypeLike | None) -> ContainerIdType:
    check_text("container_id", container_id, min_length=1)
    if given is not None:
        return check_enum("container_id_type", given, ContainerIdType)
    if container_id.startswith("oc_"):
        return ContainerIdType.CHAT
    if container_id.startswith("omt_"):
        return ContainerIdType.THREAD
    raise ValueError(
        "container_id_type must be given, since container_id is neither a chat id (oc_) nor a "
        f"thread id (omt_): {container_id[:64]!r}"
    )
