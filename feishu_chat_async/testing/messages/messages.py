"""What `FakeFeishu` does with messages: send, reply, read, edit, recall."""

import re
from collections.abc import Callable
from typing import Final, NamedTuple

from ...enums import ChatMode
from ..paging import page_of
from ..requests import (
    FakeRequest,
    RefusedError,
    actor_of,
    chosen,
    flag_of,
    manages,
    named,
    text_of,
    user_id_type_of,
)
from ..state import FakeChat, Grant, World, new_id, wall_ms
from .contents import read_content
from .recipients import (
    IF_RECALLED,
    NO_PERMISSION,
    REMOVED,
    SENT_TO,
    Refusals,
    check_chat,
    check_speaker,
    message_of,
    messenger_of,
    receiver_of,
)
from .state import FakeMessage
from .text import Mentions, wrong

MERGED: Final = "merge_forward"
DAY_MS: Final = 86_400_000
_ONCE_S: Final = 3600.0
"""For so long, one uuid sends one message."""
_MAX_UUID: Final = 50
_MAX_EDITS: Final = 20
_TIME: Final = re.compile("[0-9]{1,12}")
_UNSUPPORTED: Final = (230054, "This operation is not supported for this message type.")

Json = dict[str, object]


class Place(NamedTuple):
    """Where in a chat a message is put: below another one, perhaps in its thread."""

    replied: FakeMessage | None = None
    in_thread: bool = False


NOWHERE: Final = Place()
"""Below no other message."""


def add_message(
    world: World,
    chat: FakeChat,
    sender: Grant,
    sent: tuple[str, object],
    place: Place = NOWHERE,
    *,
    now: float,
) -> FakeMessage:
    """Put a message, of a type and with a content, into a chat, if that content is right."""
    kind, text = sent
    mentions = Mentions(world, chat, sender)
    content = read_content(kind, text, mentions)
    message = FakeMessage(
        message_id=new_id("om"),
        chat_id=chat.chat_id,
        sender_id=sender.actor_id,
        tenant_key=(sender.user or sender.app).tenant_key,
        msg_type=kind,
        content=content,
        sent=str(text),
        mentions=mentions.open_ids,
        create_time=wall_ms(now),
        update_time=wall_ms(now),
        number=world.number(),
    )
    put_message(world, chat, message, place)
    return message


def put_message(world: World, chat: FakeChat, message: FakeMessage, place: Place = NOWHERE) -> None:
    """Put a message at the end of a chat, as a reply if `place` says so."""
    world.messages[message.message_id] = chat.messages[message.message_id] = message
    world.use(chat)
    replied = place.replied
    if replied is None:
        if chat.chat_mode == ChatMode.TOPIC or chat.group_message_type == "thread":
            begin_thread(world, message)
    elif place.in_thread or replied.thread_id:
        message.thread_id = begin_thread(world, replied)
        message.root_id = message.parent_id = world.threads[message.thread_id]
    else:
        message.root_id = replied.root_id or replied.message_id
        message.parent_id = replied.message_id


def begin_thread(world: World, root: FakeMessage) -> str:
    """Make a message the root of a thread, unless it is in one; return the thread's id."""
    if not root.thread_id:
        root.thread_id = new_id("omt")
        world.threads[root.thread_id] = root.message_id
    return root.thread_id


class Shape(NamedTuple):
    """How a message is to be told."""

    id_type: str = "open_id"
    as_sent: bool = False
    """Cards as they were sent."""
    names: bool = False
    """With the name of the sender."""
    recalled: str | None = None
    """What a message says that was recalled; None: nothing."""


_PLAIN: Final = Shape()


def message_json(incoming: FakeRequest, message: FakeMessage, shape: Shape = _PLAIN) -> Json:
    """Say what a message is."""
    world = incoming.world
    id_type, sender_id = named(world, message.sender_id, shape.id_type)
    sender: Json = {
        "id": sender_id,
        "id_type": id_type,
        "sender_type": "app" if id_type == "app_id" else "user",
        "tenant_key": message.tenant_key,
    }
    if shape.names:
        user = world.users.get(message.sender_id)
        sender["sender_name"] = "Bot" if user is None else user.name
    as_sent = shape.as_sent and message.msg_type == "interactive"
    content = message.sent if as_sent else message.content
    shown = shape.recalled if message.deleted else content
    links = {
        "root_id": message.root_id,
        "parent_id": message.parent_id,
        "thread_id": message.thread_id,
        "upper_message_id": message.upper_message_id,
    }
    found: Json = {
        "message_id": message.message_id,
        **{name: value for name, value in links.items() if value},
        "msg_type": message.msg_type,
        "create_time": str(message.create_time),
        "update_time": str(message.update_time),
        "deleted": message.deleted,
        "updated": message.updated,
        "chat_id": message.chat_id,
        "sender": sender,
        "body": {} if shown is None else {"content": shown},
    }
    if message.mentions and not message.deleted:
        found["mentions"] = [
            _mention(world, f"@_user_{number}", open_id, shape.id_type)
            for number, open_id in enumerate(message.mentions, 1)
        ]
    return found


def _mention(world: World, key: str, open_id: str, kind: str) -> Json:
    id_type, user_id = named(world, open_id, kind)
    user = world.users[open_id]
    who = {"id": user_id, "id_type": id_type, "name": user.name, "tenant_key": user.tenant_key}
    return {"key": key, **who}


def deduplicated(
    incoming: FakeRequest, uuid: object, place: tuple[str, ...], do: Callable[[], Json]
) -> Json:
    """Send something, or answer as before if the same was sent under this uuid not long ago."""
    if not isinstance(uuid, str | None) or len(uuid or "") > _MAX_UUID:
        raise wrong("uuid")
    if not uuid:
        return do()
    key = (messenger_of(incoming).actor_id, *place, uuid)
    answer, until = incoming.world.answered.get(key, ({}, incoming.now))
    if until <= incoming.now:
        answer = do()
        incoming.world.answered[key] = (answer, incoming.now + _ONCE_S)
    return answer


def create_message(incoming: FakeRequest) -> Json:
    """Send a message to a chat or a user."""

    def send() -> Json:
        chat, _ = receiver_of(incoming, SENT_TO)
        return message_json(incoming, _sent(incoming, chat))

    return deduplicated(incoming, incoming.field("uuid"), ("create",), send)


def _sent(incoming: FakeRequest, chat: FakeChat, place: Place = NOWHERE) -> FakeMessage:
    kind = text_of("msg_type", incoming.field("msg_type"), wrong)
    sent, sender = (kind, incoming.field("content")), actor_of(incoming)
    return add_message(incoming.world, chat, sender, sent, place, now=incoming.now)


def reply_message(incoming: FakeRequest) -> Json:
    """Reply to a message, in a thread if that is asked for or there is one already."""

    def send() -> Json:
        messenger_of(incoming)
        replied = message_of(incoming)
        in_thread = incoming.field("reply_in_thread")
        if not isinstance(in_thread, bool | None):
            raise wrong("reply_in_thread must be true or false")
        if replied.msg_type == "system":
            raise RefusedError(*_UNSUPPORTED)
        if incoming.field("msg_type") == "system":
            raise wrong("msg_type")
        chat = incoming.world.chats[replied.chat_id]
        check_speaker(actor_of(incoming), chat)
        return message_json(incoming, _sent(incoming, chat, Place(replied, bool(in_thread))))

    return deduplicated(incoming, incoming.field("uuid"), ("reply",), send)


def get_message(incoming: FakeRequest) -> Json:
    """Read a message, with all that is inside if it is a merged one."""
    messenger_of(incoming)
    shape = _wanted(incoming, user_id_type_of(incoming, wrong))
    message = message_of(incoming, refusals=IF_RECALLED, inner=True)
    found = [message] if message.deleted else [message, *inside(incoming.world, message)]
    return {"items": [message_json(incoming, one, shape) for one in found]}


def inside(world: World, message: FakeMessage) -> list[FakeMessage]:
    """Return all messages inside a merged one, at any depth."""
    found = []
    for child in (world.messages[one] for one in message.children):
        found += [child, *inside(world, child)]
    return found


def _wanted(incoming: FakeRequest, id_type: str = "open_id") -> Shape:
    shape = incoming.query.get("card_msg_content_type")
    if shape is not None:
        chosen("card_msg_content_type", shape, ("user_card_content",), wrong)
    names = flag_of(incoming, "with_sender_name", wrong)
    return Shape(id_type, as_sent=shape is not None, names=names)


def list_messages(incoming: FakeRequest) -> Json:
    """List the history of a chat, where only the roots of threads are, or of a thread."""
    messenger_of(incoming)
    query, world = incoming.query, incoming.world
    is_thread = chosen("container_id_type", query.get("container_id_type"), _HOLDERS, wrong)
    container_id = query.get("container_id", "")
    order = chosen("sort_type", query.get("sort_type", "ByCreateTimeAsc"), _ORDERS, wrong)
    (start_ms, end_ms) = _period(incoming)
    shape = _wanted(incoming)._replace(recalled="This message was recalled")
    if is_thread == "thread":
        root = world.messages.get(world.threads.get(container_id, ""))
        chat = None if root is None else world.chats[root.chat_id]
        if start_ms or end_ms is not None:
            raise wrong("start_time and end_time are not for threads")
    else:
        chat = world.chats.get(container_id)
    if chat is None or chat.tenant_key != actor_of(incoming).app.tenant_key:
        raise wrong("container_id")
    check_chat(incoming, chat)
    if chat.restricted_mode_setting.get("status"):
        raise RefusedError(231203, "The chat type is not supported.")
    sign = -1 if order == "ByCreateTimeDesc" else 1
    numbered = [
        (sign * message.number, message)
        for message in chat.messages.values()
        if _is_listed(incoming, message, container_id if is_thread == "thread" else "")
        and start_ms <= message.create_time
        and (end_ms is None or message.create_time <= end_ms)
    ]
    numbered.sort(key=lambda one: one[0])
    of = f"messages {container_id} {order}"
    page, more = page_of(incoming, of, numbered, max_size=50, refused=wrong)
    return {"items": [message_json(incoming, one, shape) for one in page], **more}


_HOLDERS: Final = ("chat", "thread")
_ORDERS: Final = ("ByCreateTimeAsc", "ByCreateTimeDesc")


def _is_listed(incoming: FakeRequest, message: FakeMessage, thread_id: str) -> bool:
    if message.removed or actor_of(incoming).actor_id in message.invisible_to:
        return False
    if thread_id:
        return message.thread_id == thread_id
    threads = incoming.world.threads
    return not message.thread_id or threads.get(message.thread_id) == message.message_id


def _period(incoming: FakeRequest) -> tuple[int, int | None]:
    """Return the first and the last millisecond that is asked for; times are full seconds."""
    start, end = (incoming.query.get(name) for name in ("start_time", "end_time"))
    for time in (start, end):
        if time and not _TIME.fullmatch(time):
            raise wrong("start_time and end_time are seconds")
    if start and end and int(start) > int(end):
        raise wrong("start_time must not be later than end_time")
    return int(start or 0) * 1000, int(end) * 1000 + 999 if end else None


def update_message(incoming: FakeRequest) -> Json:
    """Edit a text or rich text of one's own."""
    grant = messenger_of(incoming)
    message, world = message_of(incoming), incoming.world
    if message.sender_id != grant.actor_id:
        raise RefusedError(230071, "The operator is not the sender of the message.")
    editable = ("text", "post")
    if message.msg_type not in editable:
        raise RefusedError(*_UNSUPPORTED)
    kind = chosen("msg_type", incoming.field("msg_type"), editable, wrong)
    if message.edits >= _MAX_EDITS:
        msg = "The message has reached the number of times it can be edited."
        raise RefusedError(230072, msg)
    chat = world.chats[message.chat_id]
    check_speaker(grant, chat)
    _change(incoming, message, kind, chat)
    message.edits += 1
    return message_json(incoming, message)


def _change(incoming: FakeRequest, message: FakeMessage, kind: str, chat: FakeChat) -> None:
    mentions = Mentions(incoming.world, chat, actor_of(incoming))
    message.content = read_content(kind, incoming.field("content"), mentions)
    message.msg_type, message.sent = kind, str(incoming.field("content"))
    message.mentions, message.updated = mentions.open_ids, True
    message.update_time = wall_ms(incoming.now)


_PATCH: Final = Refusals(outside=NO_PERMISSION, invisible=NO_PERMISSION)


def patch_message(incoming: FakeRequest) -> Json:
    """Change a card of one's own, for 14 days."""
    grant = messenger_of(incoming)
    message = message_of(incoming, refusals=_PATCH)
    if message.sender_id != grant.actor_id:
        raise RefusedError(*NO_PERMISSION)
    if message.msg_type != "interactive":
        raise wrong("this message is not a card")
    if wall_ms(incoming.now) - message.create_time > 14 * DAY_MS:
        msg = "Message can only be modified within 14 days after sending."
        raise RefusedError(230031, msg)
    _change(incoming, message, "interactive", incoming.world.chats[message.chat_id])
    return {}


_RECALL: Final = Refusals(recalled=REMOVED)


def delete_message(incoming: FakeRequest) -> Json:
    """Recall a message: one's own, or in a group that one is in charge of, for a year."""
    grant, world = messenger_of(incoming), incoming.world
    message = message_of(incoming, refusals=_RECALL)
    chat = world.chats[message.chat_id]
    if message.sender_id != grant.actor_id:
        in_charge = manages(grant, chat) or grant.actor_id == chat.creator_id
        if chat.chat_mode == ChatMode.P2P or not in_charge:
            raise RefusedError(230026, "No permission to recall this message.")
        if wall_ms(incoming.now) - message.create_time > 365 * DAY_MS:
            raise RefusedError(230009, "Message has expired when recall message.")
    message.deleted, message.pin = True, None
    return {}
