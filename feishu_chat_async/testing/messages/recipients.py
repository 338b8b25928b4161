"""Checks of a `FakeFeishu` that the caller can act on a message or send to a recipient."""

from collections.abc import Collection
from typing import Final

import attrs

from ...enums import ChatMode, ModerationSetting
from ..requests import FakeRequest, RefusedError, actor_of, choice_of, manages, text_of, users_by
from ..state import FakeChat, FakeUser, Grant, State, new_chat
from .state import FakeMessage
from .text import invalid_message_call

OUTSIDE: Final = (230002, "The bot can not be outside the group.")
INVISIBLE: Final = (230050, "The message is invisible to the operator.")
REMOVED: Final = (230110, "Action unavailable as the message has been deleted.")
NO_PERMISSION: Final = (230027, "Lack of necessary permissions.")
UNAVAILABLE: Final = (230013, "Bot has NO availability to this user.")
RESIGNED: Final = (230029, "User has resigned.")
SILENCED: Final = (230018, "These operations are NOT allowed at current group settings.")
_DISSOLVED: Final = (232009, "Your request specifies a chat which has already been dissolved.")
_UNKNOWN_RECIPIENT: Final = (230034, "The receive_id is invalid.")
_UNKNOWN_GROUP: Final = (230063, "The chat_id of group to forward is invalid.")
_NO_THREAD: Final = (230019, "The thread does NOT exist.")

Refusal = tuple[int, str]


@attrs.frozen
class Refusals:
    """The errors with which an endpoint refuses to act on a message: code and message text."""

    recalled: Refusal | None = (230011, "The message is recalled.")
    """None if the endpoint accepts recalled messages."""
    outside: Refusal = OUTSIDE
    invisible: Refusal = INVISIBLE
    unavailable: Refusal = UNAVAILABLE


REFUSALS: Final = Refusals()
IF_RECALLED: Final = Refusals(recalled=None)


def messaging_bot_of(
    request: FakeRequest, refusal: Refusal = (230006, "Bot ability is not activated.")
) -> Grant:
    """Return the app and user that make a request, if the app has a bot."""
    grant = actor_of(request)
    if not grant.app.has_bot:
        raise RefusedError(*refusal)
    return grant


def find_message(request: FakeRequest, message_id: object) -> FakeMessage | None:
    """Return a message of the caller's tenant; None if there is no such message."""
    message = request.state.messages.get(message_id) if isinstance(message_id, str) else None
    if message is None:
        return None
    chat = chat_of_message(request.state, message)
    return message if chat.tenant_key == actor_of(request).app.tenant_key else None


def chat_of_message(state: State, message: FakeMessage) -> FakeChat:
    """Return the chat of a message; for one inside a merged message, the chat of the latter."""
    while message.upper_message_id in state.messages:
        message = state.messages[message.upper_message_id]
    return state.chats[message.chat_id]


def message_of(
    request: FakeRequest,
    message_id: str | None = None,
    refusals: Refusals = REFUSALS,
    *,
    inner: bool = False,
) -> FakeMessage:
    """Return the message of a request, if the caller can see it.

    `inner` allows messages inside merged ones.
    """
    given = request.path["message_id"] if message_id is None else message_id
    message = find_message(request, given)
    if message is None or (message.upper_message_id and not inner):
        raise invalid_message_call("message_id")
    if message.removed:
        raise RefusedError(*REMOVED)
    check_chat(request, chat_of_message(request.state, message), refusals)
    if actor_of(request).actor_id in message.invisible_to:
        raise RefusedError(*refusals.invisible)
    if message.deleted and refusals.recalled is not None:
        raise RefusedError(*refusals.recalled)
    return message


def check_chat(request: FakeRequest, chat: FakeChat, refusals: Refusals = REFUSALS) -> None:
    """Check that the caller is in an existing chat, and can reach the user of a private one."""
    grant, users = actor_of(request), request.state.users
    if chat.dissolved:
        raise RefusedError(*_DISSOLVED)
    if grant.actor_id not in chat.members:
        raise RefusedError(*refusals.outside)
    if chat.chat_mode == ChatMode.P2P and grant.user is None:
        members = [users[member_id] for member_id in chat.members if member_id in users]
        if any(user.resigned or not user.visible for user in members):
            raise RefusedError(*refusals.unavailable)


def check_may_speak(grant: Grant, chat: FakeChat, silenced: Refusal = SILENCED) -> None:
    """Check that the caller can send messages to a chat."""
    can_speak = {
        ModerationSetting.ALL_MEMBERS: True,
        ModerationSetting.ONLY_OWNER: manages(grant, chat),
        ModerationSetting.MODERATOR_LIST: grant.actor_id in {chat.owner_id, *chat.moderators},
    }
    if not can_speak[ModerationSetting(chat.moderation_setting)]:
        raise RefusedError(*silenced)


def recipient_id_type(request: FakeRequest, id_types: Collection[str]) -> str:
    """Return the query parameter `receive_id_type`."""
    return choice_of(
        "receive_id_type", request.query.get("receive_id_type"), id_types, invalid_message_call
    )


def recipient_of(
    request: FakeRequest,
    id_types: Collection[str],
    *,
    silenced: Refusal = SILENCED,
    resigned: Refusal = RESIGNED,
) -> tuple[FakeChat, str]:
    """Return the chat that a request sends to, and the thread id, or "" if there is none."""
    grant, state = messaging_bot_of(request), request.state
    id_type, is_forward = recipient_id_type(request, id_types), "thread_id" in id_types
    receive_id = text_of("receive_id", request.field("receive_id"), invalid_message_call)
    thread_id = receive_id if id_type == "thread_id" else ""
    if id_type in ("chat_id", "thread_id"):
        root = state.messages.get(state.threads.get(thread_id, ""))
        found = state.chats.get(receive_id if root is None else root.chat_id)
        if found is None or found.tenant_key != grant.app.tenant_key:
            missing = _UNKNOWN_GROUP if is_forward else _UNKNOWN_RECIPIENT
            raise RefusedError(*(_NO_THREAD if thread_id else missing))
        chat = found
    else:
        user = _find_user(state, id_type, receive_id)
        if user is None:
            raise RefusedError(*_UNKNOWN_RECIPIENT)
        _check_reachable(grant, user, resigned)
        chat = private_chat(state, grant, user)
    check_chat(request, chat)
    check_may_speak(grant, chat, silenced)
    return chat, thread_id


def _find_user(state: State, id_type: str, receive_id: str) -> FakeUser | None:
    if id_type == "email":
        by_email = {user.email: user for user in state.users.values() if user.email}
        return by_email.get(receive_id)
    return users_by(state, id_type).get(receive_id)


def _check_reachable(grant: Grant, user: FakeUser, resigned: Refusal) -> None:
    if user.tenant_key != grant.app.tenant_key:
        raise RefusedError(230038, "Cross tenant p2p chat operate forbid.")
    if user.resigned:
        raise RefusedError(*resigned)
    if not user.visible:
        raise RefusedError(*UNAVAILABLE)
    if not user.takes_messages:
        raise RefusedError(230053, "The user has stopped the bot from sending messages.")


def private_chat(state: State, grant: Grant, user: FakeUser) -> FakeChat:
    """Return the private chat of the caller and a user, after creating it if necessary."""
    members = {grant.actor_id, user.open_id}
    for chat in state.chats.values():
        if chat.chat_mode == ChatMode.P2P and set(chat.members) == members:
            return chat
    chat = new_chat(state, "", grant.app.tenant_key, owner_id=user.open_id)
    chat.chat_mode = ChatMode.P2P
    chat.members |= members
    return chat


def recipient_key(request: FakeRequest) -> str | None:
    """Return the key of the limit of 5 messages per second; all ids of a user have the same."""
    state, receive_id = request.state, request.field("receive_id")
    id_type = request.query.get("receive_id_type")
    if not isinstance(receive_id, str):
        return None
    if id_type == "thread_id":
        return chat_key(state, state.messages.get(state.threads.get(receive_id, "")))
    if id_type == "chat_id":
        return _key_of(state.chats.get(receive_id))
    user = _find_user(state, id_type, receive_id) if id_type in _USER_ID_TYPES else None
    return None if user is None else _pair_key(actor_of(request).actor_id, user.open_id)


def chat_key(state: State, message: FakeMessage | None) -> str | None:
    """Return the key of that limit for a reply to a message."""
    return None if message is None else _key_of(chat_of_message(state, message))


def _key_of(chat: FakeChat | None) -> str | None:
    if chat is None:
        return None
    return _pair_key(*chat.members) if chat.chat_mode == ChatMode.P2P else chat.chat_id


def _pair_key(*members: str) -> str:
    return " ".join(sorted(members))


_USER_ID_TYPES: Final = ("open_id", "union_id", "user_id", "email")
SENT_TO: Final = (*_USER_ID_TYPES, "chat_id")
FORWARDED_TO: Final = (*SENT_TO, "thread_id")
