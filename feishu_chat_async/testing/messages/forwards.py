"""What `FakeFeishu` does to forward: a message, a thread, several messages as one."""

from collections.abc import Callable

import attrs

from ..requests import FakeRequest, RefusedError, actor_of
from ..state import FakeChat, World, new_id, wall_ms
from .messages import MERGED, Json, Place, deduplicated, message_json, put_message
from .recipients import (
    FORWARDED_TO,
    INVISIBLE,
    REMOVED,
    UNAVAILABLE,
    Refusals,
    known_message,
    message_of,
    messenger_of,
    receiver_kind,
    receiver_of,
)
from .state import FakeMessage
from .text import wrong

_NEVER = ("system", "audio", "hongbao", "vote", "general_calendar")
_MOST = 100
_MERGED_CONTENT = "Merged and Forwarded Message"


def forward_message(incoming: FakeRequest) -> Json:
    """Send a message on."""
    messenger_of(incoming)
    message_id = incoming.params["message_id"]

    def send() -> Json:
        message = known_message(incoming, message_id)
        if message is None or message.upper_message_id:
            raise RefusedError(230064, "The message to be forwarded is invalid.")
        recalled = (230065, "The message to be forwarded has been recalled.")
        message_of(incoming, message_id, Refusals(recalled, outside=INVISIBLE))
        if message.msg_type in _NEVER:
            raise RefusedError(230061, "The message type does not support forwarding.")
        _check_unrestricted(incoming.world.chats[message.chat_id])
        where = receiver_of(incoming, FORWARDED_TO)
        return message_json(incoming, _forwarded(incoming, message, message.children, where))

    return _once(incoming, "message", send)


def forward_thread(incoming: FakeRequest) -> Json:
    """Send a thread on, as one message with all of its messages inside."""
    messenger_of(incoming)
    world, thread_id = incoming.world, incoming.params["thread_id"]

    def send() -> Json:
        root = known_message(incoming, world.threads.get(thread_id))
        if root is None:
            raise RefusedError(230064, "The thread to be forwarded is invalid.")
        chat = world.chats[root.chat_id]
        if actor_of(incoming).actor_id not in chat.members:
            raise RefusedError(230073, "The thread is invisible to the operator.")
        _check_unrestricted(chat)
        messages = chat.messages.values()
        here = [one for one in messages if one.thread_id == thread_id and _is_there(one)]
        if not here:
            raise RefusedError(*REMOVED)
        silenced = (230035, "Send message permission deny.")
        where = receiver_of(incoming, FORWARDED_TO, silenced=silenced, resigned=UNAVAILABLE)
        return message_json(incoming, _merged(incoming, here, where))

    return _once(incoming, "thread", send)


def merge_forward(incoming: FakeRequest) -> Json:
    """Send several messages of one chat on as one, and say which could not be."""
    messenger_of(incoming)
    ids = incoming.field("message_id_list")
    if not isinstance(ids, list) or not 1 <= len(ids) <= _MOST:
        raise wrong("message_id_list must hold 1 to 100 ids")

    def send() -> Json:
        known = {str(one): known_message(incoming, one) for one in ids}
        valid = [one for one in known.values() if one is not None and _is_valid(incoming, one)]
        if not valid:
            if all(one is not None and one.deleted for one in known.values()):
                raise RefusedError(230065, "All messages to be forwarded have been recalled.")
            raise RefusedError(230064, "All messages to be forwarded are invalid.")
        _check_source(incoming.world, valid)
        _check_unrestricted(incoming.world.chats[valid[0].chat_id])
        good = {one.message_id for one in valid}
        return {
            "message": message_json(
                incoming, _merged(incoming, valid, receiver_of(incoming, FORWARDED_TO))
            ),
            "invalid_message_id_list": [one for one in known if one not in good],
        }

    return _once(incoming, MERGED, send)


def _once(incoming: FakeRequest, what: str, send: Callable[[], Json]) -> Json:
    receiver = (receiver_kind(incoming, FORWARDED_TO), str(incoming.field("receive_id")))
    return deduplicated(incoming, incoming.query.get("uuid"), ("forward", what, *receiver), send)


def _is_there(message: FakeMessage) -> bool:
    return not (message.deleted or message.removed)


def _is_valid(incoming: FakeRequest, message: FakeMessage) -> bool:
    """Whether a message can be merged: those inside merged ones cannot, nor those of systems."""
    grant = actor_of(incoming)
    is_seen = grant.actor_id not in message.invisible_to
    is_ours = grant.actor_id in incoming.world.chats[message.chat_id].members
    is_whole = not message.upper_message_id and message.msg_type != "system"
    return _is_there(message) and is_whole and is_seen and is_ours


def _check_source(world: World, messages: list[FakeMessage]) -> None:
    """Check that all are from one chat, and all or none are replies in one and the same thread."""
    if len({message.chat_id for message in messages}) > 1:
        msg = "Does not support forwarding messages from different groups."
        raise RefusedError(230069, msg)
    roots = set(world.threads.values())
    threads = {one.thread_id for one in messages if one.message_id not in roots} - {""}
    if (threads and any(one.thread_id not in threads for one in messages)) or len(threads) > 1:
        raise RefusedError(
            230067, "The source of the messages to be merged and forwarded are not in compliance."
        )


def _check_unrestricted(chat: FakeChat) -> None:
    if chat.restricted_mode_setting.get("status"):
        raise RefusedError(230070, "Forwarding of messages in restricted mode is not allowed.")


def _merged(
    incoming: FakeRequest, messages: list[FakeMessage], where: tuple[FakeChat, str]
) -> FakeMessage:
    merged = attrs.evolve(
        messages[0],
        msg_type=MERGED,
        content=_MERGED_CONTENT,
        sent=_MERGED_CONTENT,
        mentions=[],
        resources={},
    )
    return _forwarded(incoming, merged, [one.message_id for one in messages], where)


def _forwarded(
    incoming: FakeRequest, message: FakeMessage, children: list[str], where: tuple[FakeChat, str]
) -> FakeMessage:
    """Put a copy of a message, with copies of what is to be inside, where it is sent to."""
    world, grant = incoming.world, actor_of(incoming)
    chat, thread_id = where
    copy = _copy(world, message, incoming.now)
    copy.sender_id, copy.chat_id = grant.actor_id, chat.chat_id
    copy.tenant_key = (grant.user or grant.app).tenant_key
    copy.children = _copies(world, children, copy, incoming.now)
    root = world.messages[world.threads[thread_id]] if thread_id else None
    put_message(world, chat, copy, Place(root, in_thread=True))
    return copy


def _copies(world: World, ids: list[str], upper: FakeMessage, now: float) -> list[str]:
    copies = []
    for child in (world.messages[one] for one in ids):
        copy = _copy(world, child, now)
        copy.upper_message_id, copy.create_time = upper.message_id, child.create_time
        copy.update_time = child.update_time
        world.messages[copy.message_id] = copy
        copy.children = _copies(world, child.children, copy, now)
        copies.append(copy.message_id)
    return copies


def _copy(world: World, message: FakeMessage, now: float) -> FakeMessage:
    """Make a new message of an old one, which nobody has read or answered."""
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
        number=world.number(),
    )
