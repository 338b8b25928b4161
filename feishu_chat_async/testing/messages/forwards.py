"""The handlers of `FakeFeishu` that forward a message, a thread or several messages as one."""

from collections.abc import Callable

import attrs

from ..requests import FakeRequest, RefusedError, actor_of
from ..state import FakeChat, State, new_id, wall_ms
from .messages import MERGED, Json, Placement, append_message, deduplicated, message_json
from .recipients import (
    FORWARDED_TO,
    INVISIBLE,
    REMOVED,
    UNAVAILABLE,
    Refusals,
    find_message,
    message_of,
    messaging_bot_of,
    recipient_id_type,
    recipient_of,
)
from .state import FakeMessage
from .text import invalid_message_call

_NOT_FORWARDABLE = ("system", "audio", "hongbao", "vote", "general_calendar")
_MAX_MERGED = 100
_MERGED_CONTENT = "Merged and Forwarded Message"


def forward_message(request: FakeRequest) -> Json:
    """Forward a message."""
    messaging_bot_of(request)
    message_id = request.path["message_id"]

    def send() -> Json:
        message = find_message(request, message_id)
        if message is None or message.upper_message_id:
            raise RefusedError(230064, "The message to be forwarded is invalid.")
        recalled = (230065, "The message to be forwarded has been recalled.")
        message_of(request, message_id, Refusals(recalled, outside=INVISIBLE))
        if message.msg_type in _NOT_FORWARDABLE:
            raise RefusedError(230061, "The message type does not support forwarding.")
        _check_unrestricted(request.state.chats[message.chat_id])
        target = recipient_of(request, FORWARDED_TO)
        return message_json(request, _forward(request, message, message.children, target))

    return _deduplicated(request, "message", send)


def forward_thread(request: FakeRequest) -> Json:
    """Forward a thread as one message that contains all of its messages."""
    messaging_bot_of(request)
    state, thread_id = request.state, request.path["thread_id"]

    def send() -> Json:
        root = find_message(request, state.threads.get(thread_id))
        if root is None:
            raise RefusedError(230064, "The thread to be forwarded is invalid.")
        chat = state.chats[root.chat_id]
        if actor_of(request).actor_id not in chat.members:
            raise RefusedError(230073, "The thread is invisible to the operator.")
        _check_unrestricted(chat)
        messages = chat.messages.values()
        in_thread = [
            message for message in messages if message.thread_id == thread_id and _exists(message)
        ]
        if not in_thread:
            raise RefusedError(*REMOVED)
        silenced = (230035, "Send message permission deny.")
        target = recipient_of(request, FORWARDED_TO, silenced=silenced, resigned=UNAVAILABLE)
        return message_json(request, _merge(request, in_thread, target))

    return _deduplicated(request, "thread", send)


def merge_forward(request: FakeRequest) -> Json:
    """Forward several messages of a chat as one, and return the ids of invalid ones."""
    messaging_bot_of(request)
    ids = request.field("message_id_list")
    if not isinstance(ids, list) or not 1 <= len(ids) <= _MAX_MERGED:
        raise invalid_message_call("message_id_list must hold 1 to 100 ids")

    def send() -> Json:
        known = {str(message_id): find_message(request, message_id) for message_id in ids}
        valid = [
            message
            for message in known.values()
            if message is not None and _is_valid(request, message)
        ]
        if not valid:
            if all(message is not None and message.deleted for message in known.values()):
                raise RefusedError(230065, "All messages to be forwarded have been recalled.")
            raise RefusedError(230064, "All messages to be forwarded are invalid.")
        _check_source(request.state, valid)
        _check_unrestricted(request.state.chats[valid[0].chat_id])
        merged = _merge(request, valid, recipient_of(request, FORWARDED_TO))
        valid_ids = {message.message_id for message in valid}
        return {
            "message": message_json(request, merged),
            "invalid_message_id_list": [given for given in known if given not in valid_ids],
        }

    return _deduplicated(request, MERGED, send)


def _deduplicated(request: FakeRequest, what: str, send: Callable[[], Json]) -> Json:
    recipient = (recipient_id_type(request, FORWARDED_TO), str(request.field("receive_id")))
    return deduplicated(request, request.query.get("uuid"), ("forward", what, *recipient), send)


def _exists(message: FakeMessage) -> bool:
    return not (message.deleted or message.removed)


def _is_valid(request: FakeRequest, message: FakeMessage) -> bool:
    """Return whether a message can be merged: system and inner messages cannot."""
    grant = actor_of(request)
    is_visible = grant.actor_id not in message.invisible_to
    is_member = grant.actor_id in request.state.chats[message.chat_id].members
    is_mergeable = not message.upper_message_id and message.msg_type != "system"
    return _exists(message) and is_mergeable and is_visible and is_member


def _check_source(state: State, messages: list[FakeMessage]) -> None:
    """Check that all messages are from one chat, and all or none are replies in one thread."""
    if len({message.chat_id for message in messages}) > 1:
        msg = "Does not support forwarding messages from different groups."
        raise RefusedError(230069, msg)
    roots = set(state.threads.values())
    threads = {message.thread_id for message in messages if message.message_id not in roots} - {""}
    if (threads and any(message.thread_id not in threads for message in messages)) or len(
        threads
    ) > 1:
        raise RefusedError(
            230067, "The source of the messages to be merged and forwarded are not in compliance."
        )


def _check_unrestricted(chat: FakeChat) -> None:
    if chat.restricted_mode_setting.get("status"):
        raise RefusedError(230070, "Forwarding of messages in restricted mode is not allowed.")


def _merge(
    request: FakeRequest, messages: list[FakeMessage], target: tuple[FakeChat, str]
) -> FakeMessage:
    merged = attrs.evolve(
        messages[0],
        msg_type=MERGED,
        content=_MERGED_CONTENT,
        sent=_MERGED_CONTENT,
        mentions=[],
        resources={},
    )
    return _forward(request, merged, [message.message_id for message in messages], target)


def _forward(
    request: FakeRequest, message: FakeMessage, children: list[str], target: tuple[FakeChat, str]
) -> FakeMessage:
    """Send a copy of a message, with copies of its children, to a chat or thread."""
    state, grant = request.state, actor_of(request)
    chat, thread_id = target
    copy = _copy(state, message, request.now)
    copy.sender_id, copy.chat_id = grant.actor_id, chat.chat_id
    copy.tenant_key = (grant.user or grant.app).tenant_key
    copy.children = _copies(state, children, copy, request.now)
    root = state.messages[state.threads[thread_id]] if thread_id else None
    append_message(state, chat, copy, Placement(root, in_thread=True))
    return copy


def _copies(state: State, ids: list[str], upper: FakeMessage, now: float) -> list[str]:
    copies = []
    for child in (state.messages[message_id] for message_id in ids):
        copy = _copy(state, child, now)
        copy.upper_message_id, copy.create_time = upper.message_id, child.create_time
        copy.update_time = child.update_time
        state.messages[copy.message_id] = copy
        copy.children = _copies(state, child.children, copy, now)
        copies.append(copy.message_id)
    return copies


def _copy(state: State, message: FakeMessage, now: float) -> FakeMessage:
    """Return a new message with the content of another, without its readers and replies."""
    return FakeMessage(
        message_id=new_id("om"),
        chat_id=message.chat_id,
        sender_id=message.sender_id,
        tenant_key=message.tenant_key,
        msg_type=message.msg_type,
        content=message.content,
        sent=message.sent,
        mentions=list(message.mentions),
        resources=dict(message.resources),
        create_time=wall_ms(now),
        update_time=wall_ms(now),
        number=state.next_number(),
    )
