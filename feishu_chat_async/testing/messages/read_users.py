"""The handlers of `FakeFeishu` for readers of a message and for follow-up bubbles."""

from typing import Final

from ...enums import ChatMode
from ..paging import page_of
from ..requests import FakeRequest, RefusedError, id_of, user_id_type_of
from ..state import FakeChat, wall_ms
from .messages import DAY_MS, Json
from .recipients import NO_PERMISSION, Refusals, find_message, message_of, messaging_bot_of
from .text import invalid_message_call

_MAX_BUBBLES: Final = 3
_MAX_LANGUAGES: Final = 50
_MAX_BUBBLE_LENGTH: Final = 200
_BUBBLES_ALLOWED_MS: Final = 600_000
_LANGUAGES: Final = (
    "en_us zh_cn zh_hk zh_tw ja_jp id_id vi_vn th_th pt_br es_es ko_kr de_de fr_fr it_it ru_ru "
    "ms_my"
)


_READERS: Final = Refusals(recalled=None, invisible=NO_PERMISSION)


def list_readers(request: FakeRequest) -> Json:
    """List the readers of a message that the caller sent in the last 7 days."""
    grant = messaging_bot_of(request)
    if "user_id_type" not in request.query:
        raise invalid_message_call("user_id_type is required")
    id_type = user_id_type_of(request, invalid_message_call)
    message = message_of(request, refusals=_READERS)
    if message.sender_id != grant.actor_id:
        raise RefusedError(230012, "Bot is NOT the sender of the message.")
    if wall_ms(request.now) - message.create_time > 7 * DAY_MS:
        raise RefusedError(
            230033, "Get the reading status must be done within 7 days after the message is sent."
        )
    numbered = list(enumerate(message.readers.items(), 1))
    list_name = f"readers {message.message_id}"
    page, paging = page_of(request, list_name, numbered, error=invalid_message_call)
    users = [(request.state.users[open_id], time) for open_id, time in page]
    items = [
        {
            "user_id_type": id_type,
            "user_id": id_of(user, id_type),
            "timestamp": str(time),
            "tenant_key": user.tenant_key,
        }
        for user, time in users
    ]
    return {"items": items, **paging}


def push_follow_up(request: FakeRequest) -> Json:
    """Add follow-up bubbles to the newest message of a private chat.

    Some codes have other meanings on this endpoint's page than elsewhere.
    """
    invisible = (230004, "invisible message.")
    grant = messaging_bot_of(request, invisible)
    message = find_message(request, request.path["message_id"])
    if message is None or message.upper_message_id:
        raise invalid_message_call("message_id")
    chat = request.state.chats[message.chat_id]
    hidden = message.deleted or message.removed or grant.actor_id in message.invisible_to
    if hidden or grant.actor_id not in chat.members:
        raise RefusedError(*invisible)
    if chat.chat_mode != ChatMode.P2P:
        raise RefusedError(230003, "only support p2p chat.")
    _check_users_visible(request, chat)
    if message.sender_id != grant.actor_id:
        raise invalid_message_call("the message is not the bot's")
    if message is not list(chat.messages.values())[-1]:
        raise RefusedError(230006, "only support latest message.")
    if wall_ms(request.now) - message.create_time > _BUBBLES_ALLOWED_MS:
        raise RefusedError(230002, "expired message.")
    if message.follow_ups:
        raise RefusedError(230008, "follow up already exist.")
    message.follow_ups = _bubbles_of(request.field("follow_ups"))
    return {}


def _check_users_visible(request: FakeRequest, chat: FakeChat) -> None:
    users = request.state.users
    if any(member in users and not users[member].visible for member in chat.members):
        raise RefusedError(230005, "user is not visible to bot.")


def _bubbles_of(given: object) -> list[Json]:
    if not isinstance(given, list) or not 1 <= len(given) <= _MAX_BUBBLES:
        raise invalid_message_call("follow_ups must hold 1 to 3 objects")
    for bubble in given:
        translations = bubble.get("i18n_contents") or [] if _is_bubble(bubble) else None
        if not isinstance(translations, list) or len(translations) > _MAX_LANGUAGES:
            raise _invalid_bubble()
        for item in translations:
            if not _is_bubble(item) or item.get("language") not in _LANGUAGES.split():
                raise _invalid_bubble()
    return list(given)


def _is_bubble(given: object) -> bool:
    content = given.get("content") if isinstance(given, dict) else None
    return isinstance(content, str) and 1 <= len(content) <= _MAX_BUBBLE_LENGTH


def _invalid_bubble() -> RefusedError:
    return RefusedError(230007, "invalid follow up.")
