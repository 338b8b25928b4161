"""What `FakeFeishu` does below messages: who has read them, bubbles that can be clicked."""

from typing import Final

from ...enums import ChatMode
from ..paging import page_of
from ..requests import FakeRequest, RefusedError, id_of, user_id_type_of
from ..state import FakeChat, wall_ms
from .messages import DAY_MS, Json
from .recipients import NO_PERMISSION, Refusals, known_message, message_of, messenger_of
from .text import wrong

_MAX_BUBBLES: Final = 3
_MAX_LANGUAGES: Final = 50
_MAX_BUBBLE: Final = 200
_BUBBLES_MS: Final = 600_000
_LANGUAGES: Final = (
    "en_us zh_cn zh_hk zh_tw ja_jp id_id vi_vn th_th pt_br es_es ko_kr de_de fr_fr it_it ru_ru "
    "ms_my"
)


_READERS: Final = Refusals(recalled=None, invisible=NO_PERMISSION)


def list_readers(incoming: FakeRequest) -> Json:
    """List who has read a message of the calling bot, for 7 days."""
    grant = messenger_of(incoming)
    if "user_id_type" not in incoming.query:
        raise wrong("user_id_type is required")
    kind = user_id_type_of(incoming, wrong)
    message = message_of(incoming, refusals=_READERS)
    if message.sender_id != grant.actor_id:
        raise RefusedError(230012, "Bot is NOT the sender of the message.")
    if wall_ms(incoming.now) - message.create_time > 7 * DAY_MS:
        raise RefusedError(
            230033, "Get the reading status must be done within 7 days after the message is sent."
        )
    numbered = list(enumerate(message.readers.items(), 1))
    of = f"readers {message.message_id}"
    page, more = page_of(incoming, of, numbered, refused=wrong)
    users = [(incoming.world.users[open_id], time) for open_id, time in page]
    items = [
        {
            "user_id_type": kind,
            "user_id": id_of(user, kind),
            "timestamp": str(time),
            "tenant_key": user.tenant_key,
        }
        for user, time in users
    ]
    return {"items": items, **more}


def push_follow_up(incoming: FakeRequest) -> Json:
    """Put bubbles below the newest message of a chat with one user. The codes are its own."""
    invisible = (230004, "invisible message.")
    grant = messenger_of(incoming, invisible)
    message = known_message(incoming, incoming.params["message_id"])
    if message is None or message.upper_message_id:
        raise wrong("message_id")
    chat = incoming.world.chats[message.chat_id]
    hidden = message.deleted or message.removed or grant.actor_id in message.invisible_to
    if hidden or grant.actor_id not in chat.members:
        raise RefusedError(*invisible)
    if chat.chat_mode != ChatMode.P2P:
        raise RefusedError(230003, "only support p2p chat.")
    _check_people(incoming, chat)
    if message.sender_id != grant.actor_id:
        raise wrong("the message is not the bot's")
    if message is not list(chat.messages.values())[-1]:
        raise RefusedError(230006, "only support latest message.")
    if wall_ms(incoming.now) - message.create_time > _BUBBLES_MS:
        raise RefusedError(230002, "expired message.")
    if message.follow_ups:
        raise RefusedError(230008, "follow up already exist.")
    message.follow_ups = _bubbles(incoming.field("follow_ups"))
    return {}


def _check_people(incoming: FakeRequest, chat: FakeChat) -> None:
    users = incoming.world.users
    if any(one in users and not users[one].visible for one in chat.members):
        raise RefusedError(230005, "user is not visible to bot.")


def _bubbles(asked: object) -> list[Json]:
    if not isinstance(asked, list) or not 1 <= len(asked) <= _MAX_BUBBLES:
        raise wrong("follow_ups must hold 1 to 3 objects")
    for bubble in asked:
        others = bubble.get("i18n_contents") or [] if _is_bubble(bubble) else None
        if not isinstance(others, list) or len(others) > _MAX_LANGUAGES:
            raise _invalid_bubble()
        if not all(_is_bubble(one) and one.get("language") in _LANGUAGES.split() for one in others):
            raise _invalid_bubble()
    return list(asked)


def _is_bubble(asked: object) -> bool:
    content = asked.get("content") if isinstance(asked, dict) else None
    return isinstance(content, str) and 1 <= len(content) <= _MAX_BUBBLE


def _invalid_bubble() -> RefusedError:
    return RefusedError(230007, "invalid follow up.")
