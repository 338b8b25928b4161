"""Who may do something with a message of a `FakeFeishu`, and to whom messages can be sent."""

from collections.abc import Collection
from typing import Final

import attrs

from ...enums import ChatMode, ModerationSetting
from ..requests import FakeRequest, RefusedError, actor_of, chosen, manages, text_of, users_by
from ..state import FakeChat, FakeUser, Grant, World, new_chat
from .state import FakeMessage
from .text import wrong

OUTSIDE: Final = (230002, "The bot can not be outside the group.")
INVISIBLE: Final = (230050, "The message is invisible to the operator.")
REMOVED: Final = (230110, "Action unavailable as the message has been deleted.")
NO_PERMISSION: Final = (230027, "Lack of necessary permissions.")
UNAVAILABLE: Final = (230013, "Bot has NO availability to this user.")
RESIGNED: Final = (230029, "User has resigned.")
SILENCED: Final = (230018, "These operations are NOT allowed at current group settings.")
_DISSOLVED: Final = (232009, "Your request specifies a chat which has already been dissolved.")
_WRONG_RECEIVER: Final = (230034, "The receive_id is invalid.")
_WRONG_GROUP: Final = (230063, "The chat_id of group to forward is invalid.")
_NO_THREAD: Final = (230019, "The thread does NOT exist.")

Refusal = tuple[int, str]


@attrs.frozen
class Refusals:
    """How an endpoint says why nothing can be done with a message."""

    recalled: Refusal | None = (230011, "The message is recalled.")
    """None if it can be, also when it was recalled."""
    outside: Refusal = OUTSIDE
    invisible: Refusal = INVISIBLE
    unavailable: Refusal = UNAVAILABLE


REFUSALS: Final = Refusals()
IF_RECALLED: Final = Refusals(recalled=None)


def messenger_of(
    incoming: FakeRequest, refusal: Refusal = (230006, "Bot ability is not activated.")
) -> Grant:
    """Say who calls, and check that the app has a bot."""
    grant = actor_of(incoming)
    if not grant.app.has_bot:
        raise RefusedError(*refusal)
    return grant


def known_message(incoming: FakeRequest, message_id: object) -> FakeMessage | None:
    """Find a message of the caller's tenant."""
    message = incoming.world.messages.get(message_id) if isinstance(message_id, str) else None
    if message is None:
        return None
    ours = chat_with(incoming.world, message).tenant_key == actor_of(incoming).app.tenant_key
    return message if ours else None


def chat_with(world: World, message: FakeMessage) -> FakeChat:
    """Find the chat that a message is in: for one inside a merged one, where that is."""
    while message.upper_message_id in world.messages:
        message = world.messages[message.upper_message_id]
    return world.chats[message.chat_id]


def message_of(
    incoming: FakeRequest,
    message_id: str | None = None,
    refusals: Refusals = REFUSALS,
    *,
    inner: bool = False,
) -> FakeMessage:
    """Find the message of a request, and check that the caller can see it.

    `inner` says whether it may be inside a merged one.
    """
    asked = incoming.params["message_id"] if message_id is None else message_id
    message = known_message(incoming, asked)
    if message is None or (message.upper_message_id and not inner):
        raise wrong("message_id")
    if message.removed:
        raise RefusedError(*REMOVED)
    check_chat(incoming, chat_with(incoming.world, message), refusals)
    if actor_of(incoming).actor_id in message.invisible_to:
        raise RefusedError(*refusals.invisible)
    if message.deleted and refusals.recalled is not None:
        raise RefusedError(*refusals.recalled)
    return message


def check_chat(incoming: FakeRequest, chat: FakeChat, refusals: Refusals = REFUSALS) -> None:
    """Check that the caller is in a chat that is there, and whose people it can reach."""
    grant, users = actor_of(incoming), incoming.world.users
    if chat.dissolved:
        raise RefusedError(*_DISSOLVED)
    if grant.actor_id not in chat.members:
        raise RefusedError(*refusals.outside)
    if chat.chat_mode == ChatMode.P2P and grant.user is None:
        people = [users[one] for one in chat.members if one in users]
        if any(user.resigned or not user.visible for user in people):
            raise RefusedError(*refusals.unavailable)


def check_speaker(grant: Grant, chat: FakeChat, silenced: Refusal = SILENCED) -> None:
    """Check that somebody may send messages to a chat."""
    may_speak = {
        ModerationSetting.ALL_MEMBERS: True,
        ModerationSetting.ONLY_OWNER: manages(grant, chat),
        ModerationSetting.MODERATOR_LIST: grant.actor_id in {chat.owner_id, *chat.moderators},
    }
    if not may_speak[ModerationSetting(chat.moderation_setting)]:
        raise RefusedError(*silenced)


def receiver_kind(incoming: FakeRequest, kinds: Collection[str]) -> str:
    """Say what kind of id the receiver is given by."""
    return chosen("receive_id_type", incoming.query.get("receive_id_type"), kinds, wrong)


def receiver_of(
    incoming: FakeRequest,
    kinds: Collection[str],
    *,
    silenced: Refusal = SILENCED,
    resigned: Refusal = RESIGNED,
) -> tuple[FakeChat, str]:
    """Find the chat that is sent to, and the thread if it is one; check that it can be sent to."""
    grant, world = messenger_of(incoming), incoming.world
    kind, is_forward = receiver_kind(incoming, kinds), "thread_id" in kinds
    receive_id = text_of("receive_id", incoming.field("receive_id"), wrong)
    thread_id = receive_id if kind == "thread_id" else ""
    if kind in ("chat_id", "thread_id"):
        root = world.messages.get(world.threads.get(thread_id, ""))
        found = world.chats.get(receive_id if root is None else root.chat_id)
        if found is None or found.tenant_key != grant.app.tenant_key:
            missing = _WRONG_GROUP if is_forward else _WRONG_RECEIVER
            raise RefusedError(*(_NO_THREAD if thread_id else missing))
        chat = found
    else:
        user = _user(world, kind, receive_id)
        if user is None:
            raise RefusedError(*_WRONG_RECEIVER)
        _check_reachable(grant, user, resigned)
        chat = private_chat(world, grant, user)
    check_chat(incoming, chat)
    check_speaker(grant, chat, silenced)
    return chat, thread_id


def _user(world: World, kind: str, receive_id: str) -> FakeUser | None:
    if kind == "email":
        known = {user.email: user for user in world.users.values() if user.email}
        return known.get(receive_id)
    return users_by(world, kind).get(receive_id)


def _check_reachable(grant: Grant, user: FakeUser, resigned: Refusal) -> None:
    if user.tenant_key != grant.app.tenant_key:
        raise RefusedError(230038, "Cross tenant p2p chat operate forbid.")
    if user.resigned:
        raise RefusedError(*resigned)
    if not user.visible:
        raise RefusedError(*UNAVAILABLE)
    if not user.takes_messages:
        raise RefusedError(230053, "The user has stopped the bot from sending messages.")


def private_chat(world: World, grant: Grant, user: FakeUser) -> FakeChat:
    """Find the chat of somebody with a user, or create it."""
    two = {grant.actor_id, user.open_id}
    for chat in world.chats.values():
        if chat.chat_mode == ChatMode.P2P and set(chat.members) == two:
            return chat
    chat = new_chat(world, "", grant.app.tenant_key, owner_id=user.open_id)
    chat.chat_mode = ChatMode.P2P
    chat.members |= two
    return chat


def receiver_key(incoming: FakeRequest) -> str | None:
    """Say what the limit of 5 messages in a second holds for, by whichever id it is named."""
    world, receive_id = incoming.world, incoming.field("receive_id")
    kind = incoming.query.get("receive_id_type")
    if not isinstance(receive_id, str):
        return None
    if kind == "thread_id":
        return chat_key(world, world.messages.get(world.threads.get(receive_id, "")))
    if kind == "chat_id":
        return _key_of(world.chats.get(receive_id))
    user = _user(world, kind, receive_id) if kind in _USER_KINDS else None
    return None if user is None else _two(actor_of(incoming).actor_id, user.open_id)


def chat_key(world: World, message: FakeMessage | None) -> str | None:
    """Say the same of those who read a reply to a message."""
    return None if message is None else _key_of(chat_with(world, message))


def _key_of(chat: FakeChat | None) -> str | None:
    if chat is None:
        return None
    return _two(*chat.members) if chat.chat_mode == ChatMode.P2P else chat.chat_id


def _two(*members: str) -> str:
    return " ".join(sorted(members))


_USER_KINDS: Final = ("open_id", "union_id", "user_id", "email")
SENT_TO: Final = (*_USER_KINDS, "chat_id")
FORWARDED_TO: Final = (*SENT_TO, "thread_id")
