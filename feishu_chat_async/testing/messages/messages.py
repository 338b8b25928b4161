"""The handlers of `FakeFeishu` that send, read, edit and recall messages."""

import re
from collections.abc import Callable
from typing import Final, NamedTuple

from ...enums import ChatMode
from ..paging import page_of
from ..requests import (
    FakeRequest,
    RefusedError,
    actor_of,
    choice_of,
    flag_of,
    id_of,
    manages,
    text_of,
    typed_id_of,
    user_id_type_of,
)
from ..state import FakeChat, Grant, State, new_id, wall_ms
from .contents import read_content
from .recipients import (
    IF_RECALLED,
    NO_PERMISSION,
    REMOVED,
    SENT_TO,
    Refusals,
    check_chat,
    check_may_speak,
    message_of,
    messaging_bot_of,
    recipient_of,
)
from .state import FakeMessage
from .text import Mentions, invalid_message_call

MERGED: Final = "merge_forward"
DAY_MS: Final = 86_400_000
_UUID_VALID_S: Final = 3600.0
"""How long a repeated `uuid` returns the message that it sent."""
_MAX_UUID: Final = 50
_MAX_EDITS: Final = 20
_TIME: Final = re.compile("[0-9]{1,12}")
_UNSUPPORTED: Final = (230054, "This operation is not supported for this message type.")

Json = dict[str, object]


class Placement(NamedTuple):
    """How a message is added to a chat: at the top level, or as a reply."""

    parent: FakeMessage | None = None
    """The message that it replies to."""
    in_thread: bool = False
    """Whether the reply begins a thread."""


TOP_LEVEL: Final = Placement()


def add_message(
    state: State,
    chat: FakeChat,
    sender: Grant,
    sent: tuple[str, object],
    placement: Placement = TOP_LEVEL,
    *,
    now: float,
) -> FakeMessage:
    """Add a message to a chat, after checking its content; `sent` is its type and content."""
    msg_type, raw = sent
    mentions = Mentions(state, chat, sender)
    content = read_content(msg_type, raw, mentions)
    message = FakeMessage(
        message_id=new_id("om"),
        chat_id=chat.chat_id,
        sender_id=sender.actor_id,
        tenant_key=(sender.user or sender.app).tenant_key,
        msg_type=msg_type,
        content=content,
        sent=str(raw),
        mentions=mentions.open_ids,
        create_time=wall_ms(now),
        update_time=wall_ms(now),
        number=state.next_number(),
    )
    append_message(state, chat, message, placement)
    return message


def append_message(
    state: State, chat: FakeChat, message: FakeMessage, placement: Placement = TOP_LEVEL
) -> None:
    """Append a message to the history of a chat."""
    state.messages[message.message_id] = chat.messages[message.message_id] = message
    state.touch(chat)
    parent = placement.parent
    if parent is None:
        if chat.chat_mode == ChatMode.TOPIC or chat.group_message_type == "thread":
            begin_thread(state, message)
    elif placement.in_thread or parent.thread_id:
        message.thread_id = begin_thread(state, parent)
        message.root_id = message.parent_id = state.threads[message.thread_id]
    else:
        message.root_id = parent.root_id or parent.message_id
        message.parent_id = parent.message_id


def begin_thread(state: State, root: FakeMessage) -> str:
    """Start a thread at a message, unless it is in one already, and return the thread's id."""
    if not root.thread_id:
        root.thread_id = new_id("omt")
        state.threads[root.thread_id] = root.message_id
    return root.thread_id


class ReadOptions(NamedTuple):
    """The options of a request that reads messages."""

    id_type: str = "open_id"
    """The type of the user ids in the answer."""
    cards_as_sent: bool = False
    """Whether cards are returned as they were sent, instead of simplified."""
    with_names: bool = False
    """Whether the name of the sender is returned."""
    recalled_content: str | None = None
    """The content to return for a recalled message; None returns none."""


_DEFAULT: Final = ReadOptions()


def message_json(
    request: FakeRequest, message: FakeMessage, options: ReadOptions = _DEFAULT
) -> Json:
    """Return a message in wire format."""
    state = request.state
    id_type, sender_id = typed_id_of(state, message.sender_id, options.id_type)
    sender: Json = {
        "id": sender_id,
        "id_type": id_type,
        "sender_type": "app" if id_type == "app_id" else "user",
        "tenant_key": message.tenant_key,
    }
    if options.with_names:
        user = state.users.get(message.sender_id)
        sender["sender_name"] = "Bot" if user is None else user.name
    as_sent = options.cards_as_sent and message.msg_type == "interactive"
    content = message.sent if as_sent else message.content
    returned = options.recalled_content if message.deleted else content
    links = {
        "root_id": message.root_id,
        "parent_id": message.parent_id,
        "thread_id": message.thread_id,
        "upper_message_id": message.upper_message_id,
    }
    fields: Json = {
        "message_id": message.message_id,
        **{name: value for name, value in links.items() if value},
        "msg_type": message.msg_type,
        "create_time": str(message.create_time),
        "update_time": str(message.update_time),
        "deleted": message.deleted,
        "updated": message.updated,
        "chat_id": message.chat_id,
        "sender": sender,
        "body": {} if returned is None else {"content": returned},
    }
    if message.mentions and not message.deleted:
        fields["mentions"] = [
            _mention(state, f"@_user_{number}", open_id, options.id_type)
            for number, open_id in enumerate(message.mentions, 1)
        ]
    return fields


def _mention(state: State, key: str, open_id: str, id_type: str) -> Json:
    user = state.users[open_id]
    return {
        "key": key,
        "id": id_of(user, id_type),
        "id_type": id_type,
        "name": user.name,
        "tenant_key": user.tenant_key,
    }


def deduplicated(
    request: FakeRequest, uuid: object, scope: tuple[str, ...], send: Callable[[], Json]
) -> Json:
    """Send something, or return the answer to an earlier request with this `uuid`.

    A `uuid` is valid for one caller and one `scope`, such as the endpoint, for an hour.
    """
    if not isinstance(uuid, str | None) or len(uuid or "") > _MAX_UUID:
        raise invalid_message_call("uuid")
    if not uuid:
        return send()
    key = (messaging_bot_of(request).actor_id, *scope, uuid)
    answer, until = request.state.answers_by_uuid.get(key, ({}, request.now))
    if until <= request.now:
        answer = send()
        request.state.answers_by_uuid[key] = (answer, request.now + _UUID_VALID_S)
    return answer


def create_message(request: FakeRequest) -> Json:
    """Send a message to a chat or a user."""

    def send() -> Json:
        chat, _ = recipient_of(request, SENT_TO)
        return message_json(request, _send(request, chat))

    return deduplicated(request, request.field("uuid"), ("create",), send)


def _send(request: FakeRequest, chat: FakeChat, placement: Placement = TOP_LEVEL) -> FakeMessage:
    msg_type = text_of("msg_type", request.field("msg_type"), invalid_message_call)
    sent, sender = (msg_type, request.field("content")), actor_of(request)
    return add_message(request.state, chat, sender, sent, placement, now=request.now)


def reply_message(request: FakeRequest) -> Json:
    """Reply to a message, in a thread if that is requested or the message is in one."""

    def send() -> Json:
        messaging_bot_of(request)
        parent = message_of(request)
        in_thread = request.field("reply_in_thread")
        if not isinstance(in_thread, bool | None):
            raise invalid_message_call("reply_in_thread must be true or false")
        if parent.msg_type == "system":
            raise RefusedError(*_UNSUPPORTED)
        if request.field("msg_type") == "system":
            raise invalid_message_call("msg_type")
        chat = request.state.chats[parent.chat_id]
        check_may_speak(actor_of(request), chat)
        placement = Placement(parent, bool(in_thread))
        return message_json(request, _send(request, chat, placement))

    return deduplicated(request, request.field("uuid"), ("reply",), send)


def get_message(request: FakeRequest) -> Json:
    """Return a message, and all messages inside if it is a merged one."""
    messaging_bot_of(request)
    options = _read_options(request, user_id_type_of(request, invalid_message_call))
    message = message_of(request, refusals=IF_RECALLED, inner=True)
    found = [message] if message.deleted else [message, *messages_inside(request.state, message)]
    return {"items": [message_json(request, item, options) for item in found]}


def messages_inside(state: State, message: FakeMessage) -> list[FakeMessage]:
    """Return all messages inside a merged one, at any depth."""
    found = []
    for child in (state.messages[message_id] for message_id in message.children):
        found += [child, *messages_inside(state, child)]
    return found


def _read_options(request: FakeRequest, id_type: str = "open_id") -> ReadOptions:
    form = request.query.get("card_msg_content_type")
    if form is not None:
        choice_of("card_msg_content_type", form, ("user_card_content",), invalid_message_call)
    with_names = flag_of(request, "with_sender_name", invalid_message_call)
    return ReadOptions(id_type, cards_as_sent=form is not None, with_names=with_names)


def list_messages(request: FakeRequest) -> Json:
    """List the history of a thread, or of a chat with only the roots of its threads."""
    messaging_bot_of(request)
    query, state = request.query, request.state
    container = query.get("container_id_type")
    choice_of("container_id_type", container, _CONTAINERS, invalid_message_call)
    container_id = query.get("container_id", "")
    order = query.get("sort_type", "ByCreateTimeAsc")
    choice_of("sort_type", order, _ORDERS, invalid_message_call)
    start_ms, end_ms = _period(request)
    options = _read_options(request)._replace(recalled_content="This message was recalled")
    if container == "thread":
        root = state.messages.get(state.threads.get(container_id, ""))
        chat = None if root is None else state.chats[root.chat_id]
        if start_ms or end_ms is not None:
            raise invalid_message_call("start_time and end_time do not apply to threads")
    else:
        chat = state.chats.get(container_id)
    if chat is None or chat.tenant_key != actor_of(request).app.tenant_key:
        raise invalid_message_call("container_id")
    check_chat(request, chat)
    if chat.restricted_mode_setting.get("status"):
        raise RefusedError(231203, "The chat type is not supported.")
    sign = -1 if order == "ByCreateTimeDesc" else 1
    numbered = [
        (sign * message.number, message)
        for message in chat.messages.values()
        if _is_listed(request, message, container_id if container == "thread" else "")
        and start_ms <= message.create_time
        and (end_ms is None or message.create_time <= end_ms)
    ]
    numbered.sort(key=lambda item: item[0])
    list_name = f"messages {container_id} {order}"
    page, paging = page_of(request, list_name, numbered, max_size=50, error=invalid_message_call)
    return {"items": [message_json(request, message, options) for message in page], **paging}


_CONTAINERS: Final = ("chat", "thread")
_ORDERS: Final = ("ByCreateTimeAsc", "ByCreateTimeDesc")


def _is_listed(request: FakeRequest, message: FakeMessage, thread_id: str) -> bool:
    if message.removed or actor_of(request).actor_id in message.invisible_to:
        return False
    if thread_id:
        return message.thread_id == thread_id
    threads = request.state.threads
    return not message.thread_id or threads.get(message.thread_id) == message.message_id


def _period(request: FakeRequest) -> tuple[int, int | None]:
    """Return the first and the last millisecond of the requested period, which is in seconds."""
    start, end = (request.query.get(name) for name in ("start_time", "end_time"))
    for time in (start, end):
        if time and not _TIME.fullmatch(time):
            raise invalid_message_call("start_time and end_time must be in seconds")
    if start and end and int(start) > int(end):
        raise invalid_message_call("start_time must not be later than end_time")
    return int(start or 0) * 1000, int(end) * 1000 + 999 if end else None


def update_message(request: FakeRequest) -> Json:
    """Edit a text or post that the caller sent."""
    grant = messaging_bot_of(request)
    message, state = message_of(request), request.state
    if message.sender_id != grant.actor_id:
        raise RefusedError(230071, "The operator is not the sender of the message.")
    editable = ("text", "post")
    if message.msg_type not in editable:
        raise RefusedError(*_UNSUPPORTED)
    msg_type = choice_of("msg_type", request.field("msg_type"), editable, invalid_message_call)
    if message.edits >= _MAX_EDITS:
        msg = "The message has reached the number of times it can be edited."
        raise RefusedError(230072, msg)
    chat = state.chats[message.chat_id]
    check_may_speak(grant, chat)
    _replace_content(request, message, msg_type, chat)
    message.edits += 1
    return message_json(request, message)


def _replace_content(
    request: FakeRequest, message: FakeMessage, msg_type: str, chat: FakeChat
) -> None:
    mentions = Mentions(request.state, chat, actor_of(request))
    message.content = read_content(msg_type, request.field("content"), mentions)
    message.msg_type, message.sent = msg_type, str(request.field("content"))
    message.mentions, message.updated = mentions.open_ids, True
    message.update_time = wall_ms(request.now)


_PATCH: Final = Refusals(outside=NO_PERMISSION, invisible=NO_PERMISSION)


def patch_message(request: FakeRequest) -> Json:
    """Update a card that the caller sent in the last 14 days."""
    grant = messaging_bot_of(request)
    message = message_of(request, refusals=_PATCH)
    if message.sender_id != grant.actor_id:
        raise RefusedError(*NO_PERMISSION)
    if message.msg_type != "interactive":
        raise invalid_message_call("this message is not a card")
    if wall_ms(request.now) - message.create_time > 14 * DAY_MS:
        msg = "Message can only be modified within 14 days after sending."
        raise RefusedError(230031, msg)
    _replace_content(request, message, "interactive", request.state.chats[message.chat_id])
    return {}


_RECALL: Final = Refusals(recalled=REMOVED)


def delete_message(request: FakeRequest) -> Json:
    """Recall a message: the caller's own, or one of the last year in a group that it manages."""
    grant, state = messaging_bot_of(request), request.state
    message = message_of(request, refusals=_RECALL)
    chat = state.chats[message.chat_id]
    if message.sender_id != grant.actor_id:
        in_charge = manages(grant, chat) or grant.actor_id == chat.creator_id
        if chat.chat_mode == ChatMode.P2P or not in_charge:
            raise RefusedError(230026, "No permission to recall this message.")
        if wall_ms(request.now) - message.create_time > 365 * DAY_MS:
            raise RefusedError(230009, "Message has expired when recall message.")
    message.deleted, message.pin = True, None
    return {}
