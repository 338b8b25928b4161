"""What `FakeFeishu` does with chats: create, read, change, dissolve, list, search, share."""

import time
import uuid
from collections.abc import Iterator
from typing import Final

from ...enums import ChatMode, ChatSortType, ChatType, ModerationSetting, ValidityPeriod
from ..paging import page_of
from ..requests import (
    NO_SUCH_CHAT,
    FakeRequest,
    RefusedError,
    actor_of,
    acts_as_owner,
    bot_of,
    chat_of,
    check_group,
    chosen,
    flag_of,
    found_chat,
    id_of,
    invalid,
    manages,
    named,
    text_of,
    texts_of,
    user_id_type_of,
    users_by,
)
from ..state import FakeChat, FakeUser, Ids, new_chat
from .settings import (
    MEMBERS_MAY_CHANGE,
    SENT,
    UPDATED,
    apply_settings,
    check_new_public,
    check_public,
    described,
    face_of,
    settings_in,
)

_ONCE_S: Final = 36_000.0
"""For so long, one uuid makes one chat."""
_MAX_UUID: Final = 50
_MAX_QUERY: Final = 64
_MAX_USERS: Final = 50
_MAX_BOTS: Final = 5
_VALID_S: Final[dict[str, int]] = {ValidityPeriod.WEEK: 604_800, ValidityPeriod.YEAR: 31_536_000}


def create_chat(incoming: FakeRequest) -> dict[str, object]:
    """Create a chat with the calling bot in it, or find the one that this uuid has made."""
    app, once = bot_of(incoming).app, incoming.query.get("uuid", "")
    if len(once) > _MAX_UUID:
        raise invalid("uuid")
    key = (app.app_id, once, str(incoming.field("owner_id")))
    chat_id, until = incoming.world.created.get(key, ("", incoming.now))
    if not once or until <= incoming.now:
        chat_id = _created(incoming).chat_id
        incoming.world.created[key] = (chat_id, incoming.now + _ONCE_S)
    chat = incoming.world.chats[chat_id]
    return {"chat_id": chat_id, **described(chat), **_owner(incoming, chat)}


def _created(incoming: FakeRequest) -> FakeChat:
    grant, world = actor_of(incoming), incoming.world
    settings = settings_in(incoming, SENT)
    chosen("chat_mode", incoming.field("chat_mode") or "group", {"group"})
    users = users_by(world, user_id_type_of(incoming))
    owner_id = grant.actor_id
    if (asked := incoming.field("owner_id")) is not None:
        owner = users.get(text_of("owner_id", asked))
        if owner is None:
            raise RefusedError(232030, "Your request specifies a user_id which is invalid.")
        if owner.tenant_key != grant.app.tenant_key:
            raise RefusedError(
                232032,
                "The operator who will create the chat and the designated chat owner must be in "
                "the same tenant.",
            )
        owner_id = owner.open_id
    external = incoming.field("external") is True
    invited = [*_invited_users(incoming, users, external=external)]
    invited += _invited_bots(incoming, external=external)
    check_new_public(settings, external=external)
    chat = new_chat(world, str(settings.get("name", "")), grant.app.tenant_key, owner_id=owner_id)
    chat.creator_id, chat.external = grant.actor_id, external
    apply_settings(chat, settings)
    chat.members = Ids([owner_id, grant.actor_id, grant.app.app_id, *invited])
    if flag_of(incoming, "set_bot_manager") and owner_id != grant.app.app_id:
        chat.managers.add(grant.app.app_id)
    return chat


def _invited_users(
    incoming: FakeRequest, users: dict[str, FakeUser], *, external: bool
) -> Iterator[str]:
    for one in texts_of(incoming, "user_id_list", _MAX_USERS):
        user = users.get(one)
        if user is None or not user.visible:
            raise RefusedError(232043, "Your request contains unavailable ids.")
        if user.resigned:
            raise RefusedError(232022, "User has already resigned.")
        _check_tenant(incoming, user.tenant_key, external=external)
        yield user.open_id


def _invited_bots(incoming: FakeRequest, *, external: bool) -> Iterator[str]:
    for one in texts_of(incoming, "bot_id_list", _MAX_BOTS):
        app = incoming.world.apps.get(one)
        if app is None or not app.has_bot:
            raise RefusedError(232021, "Bot can NOT be found.")
        _check_tenant(incoming, app.tenant_key, external=external)
        yield one


def _check_tenant(incoming: FakeRequest, tenant_key: str, *, external: bool) -> None:
    if tenant_key != actor_of(incoming).app.tenant_key and not external:
        raise RefusedError(
            232033,
            "The operator or invited bots does NOT have the authority to manage external chats "
            "without the scope.",
        )


def get_chat(incoming: FakeRequest) -> dict[str, object]:
    """Say what a chat is: little to those who are not in it."""
    chat, world, kind = found_chat(incoming), incoming.world, user_id_type_of(incoming)
    users, bots = world.count(chat)
    seen = {
        **face_of(chat),
        "user_count": str(users),
        "bot_count": str(bots),
        "chat_status": "dissolved" if chat.dissolved else "normal",
    }
    if chat.dissolved or actor_of(incoming).actor_id not in chat.members:
        return seen
    managers = [named(world, one, kind) for one in chat.managers]
    return {
        **described(chat),
        **_owner(incoming, chat),
        "user_manager_id_list": [one for what, one in managers if what != "app_id"],
        "bot_manager_id_list": [one for what, one in managers if what == "app_id"],
        **seen,
    }


def _owner(incoming: FakeRequest, chat: FakeChat) -> dict[str, object]:
    """Name the owner; a bot that owns a chat is not told."""
    owner = incoming.world.users.get(chat.owner_id)
    kind = user_id_type_of(incoming)
    return {} if owner is None else {"owner_id_type": kind, "owner_id": id_of(owner, kind)}


def update_chat(incoming: FakeRequest) -> dict[str, object]:
    """Change a chat: its settings, its owner."""
    chat, grant = chat_of(incoming, NO_SUCH_CHAT), actor_of(incoming)
    check_group(chat)
    settings = settings_in(incoming, UPDATED)
    owner_id = incoming.field("owner_id")
    if not manages(grant, chat) and not acts_as_owner(grant, chat):
        if chat.only_managers_edit:
            raise RefusedError(
                232002,
                "No Permission: Only chat owner or admin can edit chat information in the current "
                "situation.",
            )
        if owner_id is not None or not settings.keys() <= set(MEMBERS_MAY_CHANGE):
            msg = "Non-chat-owner or Non-chat-admin can only edit certain parts."
            raise RefusedError(232016, msg)
    check_public(chat, settings, incoming.world.chats.values())
    if owner_id is not None:
        chat.owner_id = _new_owner(incoming, chat, text_of("owner_id", owner_id))
        chat.managers.discard(chat.owner_id)
    apply_settings(chat, settings)
    return {}


def _new_owner(incoming: FakeRequest, chat: FakeChat, owner_id: str) -> str:
    owner = users_by(incoming.world, user_id_type_of(incoming)).get(owner_id)
    if owner is None:
        raise RefusedError(232035, "Your request specifies an owner_id which is invalid.")
    if owner.tenant_key != chat.tenant_key:
        msg = "The chat and the new designated chat owner must be in the same tenant."
        raise RefusedError(232031, msg)
    if owner.open_id not in chat.members:
        raise RefusedError(232012, "New chat owner can NOT be out of the chat.")
    return owner.open_id


def delete_chat(incoming: FakeRequest) -> dict[str, object]:
    """Dissolve a chat."""
    chat = chat_of(incoming, NO_SUCH_CHAT)
    check_group(chat)
    check_owner(incoming, chat)
    chat.dissolved = True
    return {}


def check_owner(incoming: FakeRequest, chat: FakeChat) -> None:
    """Check that the caller is the owner of a chat, or the bot that created it."""
    if not acts_as_owner(actor_of(incoming), chat):
        raise RefusedError(
            232017,
            "No Permission: If the operator is NOT owner or creator with the scope, the operator "
            "can NOT complete the request.",
        )


def list_chats(incoming: FakeRequest) -> dict[str, object]:
    """List the chats that the caller is in."""
    actor_id = bot_of(incoming).actor_id
    order = incoming.query.get("sort_type", ChatSortType.BY_CREATE_TIME_ASC)
    by_activity = chosen("sort_type", order, ChatSortType) == ChatSortType.BY_ACTIVE_TIME_DESC
    mine = [
        (-chat.activity if by_activity else number, chat)
        for number, chat in enumerate(incoming.world.chats.values())
        if actor_id in chat.members and not chat.dissolved and chat.chat_mode != ChatMode.P2P
    ]
    mine.sort(key=lambda numbered: numbered[0])
    return _page(incoming, f"chats {actor_id} {order}", mine)


def search_chats(incoming: FakeRequest) -> dict[str, object]:
    """List the chats that the caller can see and that fit the query."""
    grant, query = bot_of(incoming), incoming.query.get("query", "")
    word = query.strip('"“”').casefold()
    found = []
    for number, chat in enumerate(incoming.world.chats.values()):
        public = chat.chat_type == ChatType.PUBLIC and chat.tenant_key == grant.app.tenant_key
        seen = (public or grant.actor_id in chat.members) and not chat.dissolved
        if seen and chat.chat_mode != ChatMode.P2P and _fits(incoming, chat, word):
            found.append((number, chat))
    if not word or len(query) > _MAX_QUERY:
        found = []
    return _page(incoming, f"search {grant.actor_id} {word}", found)


def _fits(incoming: FakeRequest, chat: FakeChat, word: str) -> bool:
    users = incoming.world.users
    people = [users[one].name for one in chat.members if one in users]
    return any(word in name.casefold() for name in (chat.name, *chat.i18n_names.values(), *people))


def _page(
    incoming: FakeRequest, of: str, numbered: list[tuple[int, FakeChat]]
) -> dict[str, object]:
    page, more = page_of(incoming, of, numbered)
    items = [
        {
            "chat_id": chat.chat_id,
            **face_of(chat),
            "description": chat.description,
            **_owner(incoming, chat),
            "external": chat.external,
            "tenant_key": chat.tenant_key,
            "chat_status": "normal",
            "chat_mode": chat.chat_mode,
            "labels": chat.labels,
        }
        for chat in page
    ]
    return {"items": items, **more}


def link_chat(incoming: FakeRequest) -> dict[str, object]:
    """Make a link by which others can join."""
    chat, grant = chat_of(incoming, NO_SUCH_CHAT), actor_of(incoming)
    if chat.chat_mode == ChatMode.P2P:
        raise RefusedError(232062, "P2P chat cannot be share link.")
    if chat.share_card_permission == "not_allowed" and not manages(grant, chat):
        raise RefusedError(
            232064,
            "The operator is not a group owner or administrator, no permission to share chat link.",
        )
    period = incoming.field("validity_period") or ValidityPeriod.WEEK
    valid_s = _VALID_S.get(chosen("validity_period", period, ValidityPeriod))
    token = f"https://applink.feishu.cn/client/chat/chatter/add_by_link?link_token={uuid.uuid4()}"
    link: dict[str, object] = {"share_link": token, "is_permanent": valid_s is None}
    if valid_s is not None:
        link["expire_time"] = str(int(time.time()) + valid_s)
    return link


def get_moderation(incoming: FakeRequest) -> dict[str, object]:
    """Say who may send messages, and list the moderators if it is they."""
    chat, kind = chat_of(incoming, NO_SUCH_CHAT), user_id_type_of(incoming)
    listed = chat.moderation_setting == ModerationSetting.MODERATOR_LIST
    numbered = chat.moderators.numbered() if listed else []
    page, more = page_of(incoming, f"moderators {chat.chat_id}", numbered)
    users = [incoming.world.users[one] for one in page]
    items = [
        {"user_id_type": kind, "user_id": id_of(user, kind), "tenant_key": user.tenant_key}
        for user in users
    ]
    return {"moderation_setting": chat.moderation_setting, "items": items, **more}


def update_moderation(incoming: FakeRequest) -> dict[str, object]:
    """Change who may send messages; who is not in the chat is left out silently."""
    chat, kind = chat_of(incoming, NO_SUCH_CHAT), user_id_type_of(incoming)
    check_owner(incoming, chat)
    asked = incoming.field("moderation_setting") or chat.moderation_setting
    setting = chosen("moderation_setting", asked, ModerationSetting)
    added = texts_of(incoming, "moderator_added_list")
    removed = texts_of(incoming, "moderator_removed_list")
    if set(added) & set(removed):
        raise invalid("moderator_added_list and moderator_removed_list overlap")
    if (added or removed) and setting != ModerationSetting.MODERATOR_LIST:
        raise invalid("moderation_setting must be moderator_list to change the list")
    users = users_by(incoming.world, kind)
    chat.moderation_setting = setting
    for one in removed:
        if one in users:
            chat.moderators.discard(users[one].open_id)
    for one in added:
        if one in users and users[one].open_id in chat.members:
            chat.moderators.add(users[one].open_id)
    return {}
