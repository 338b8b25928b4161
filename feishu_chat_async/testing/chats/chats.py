"""The handlers of `FakeFeishu` for chats, their share links and who can speak in them."""

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
    choice_of,
    flag_of,
    found_chat,
    id_of,
    invalid,
    manages,
    text_of,
    texts_of,
    typed_id_of,
    user_id_type_of,
    users_by,
)
from ..state import FakeChat, FakeUser, Ids, new_chat
from .settings import (
    CREATE_CHECKS,
    MEMBER_EDITABLE,
    UPDATE_CHECKS,
    apply_settings,
    check_new_public,
    check_public,
    public_profile,
    read_settings,
    settings_json,
)

_UUID_VALID_S: Final = 36_000.0
"""How long a repeated `uuid` returns the chat that it created."""
_MAX_UUID: Final = 50
_MAX_QUERY: Final = 64
_MAX_USERS: Final = 50
_MAX_BOTS: Final = 5
_LINK_VALID_S: Final[dict[str, int]] = {
    ValidityPeriod.WEEK: 604_800,
    ValidityPeriod.YEAR: 31_536_000,
}


def create_chat(request: FakeRequest) -> dict[str, object]:
    """Create a chat with the calling bot in it, or return the one that this `uuid` created."""
    app, request_uuid = bot_of(request).app, request.query.get("uuid", "")
    if len(request_uuid) > _MAX_UUID:
        raise invalid("uuid")
    key = (app.app_id, request_uuid, str(request.field("owner_id")))
    chat_id, until = request.state.chats_by_uuid.get(key, ("", request.now))
    if not request_uuid or until <= request.now:
        chat_id = _new_chat(request).chat_id
        request.state.chats_by_uuid[key] = (chat_id, request.now + _UUID_VALID_S)
    chat = request.state.chats[chat_id]
    return {"chat_id": chat_id, **settings_json(chat), **_owner(request, chat)}


def _new_chat(request: FakeRequest) -> FakeChat:
    grant, state = actor_of(request), request.state
    settings = read_settings(request, CREATE_CHECKS)
    choice_of("chat_mode", request.field("chat_mode") or "group", {"group"})
    users = users_by(state, user_id_type_of(request))
    owner_id = grant.actor_id
    if (requested := request.field("owner_id")) is not None:
        owner = users.get(text_of("owner_id", requested))
        if owner is None:
            raise RefusedError(232030, "Your request specifies a user_id which is invalid.")
        if owner.tenant_key != grant.app.tenant_key:
            raise RefusedError(
                232032,
                "The operator who will create the chat and the designated chat owner must be in "
                "the same tenant.",
            )
        owner_id = owner.open_id
    external = request.field("external") is True
    invited = [*_invited_users(request, users, external=external)]
    invited += _invited_bots(request, external=external)
    check_new_public(settings, external=external)
    chat = new_chat(state, str(settings.get("name", "")), grant.app.tenant_key, owner_id=owner_id)
    chat.creator_id, chat.external = grant.actor_id, external
    apply_settings(chat, settings)
    chat.members = Ids([owner_id, grant.actor_id, grant.app.app_id, *invited])
    if flag_of(request, "set_bot_manager") and owner_id != grant.app.app_id:
        chat.managers.add(grant.app.app_id)
    return chat


def _invited_users(
    request: FakeRequest, users: dict[str, FakeUser], *, external: bool
) -> Iterator[str]:
    for user_id in texts_of(request, "user_id_list", _MAX_USERS):
        user = users.get(user_id)
        if user is None or not user.visible:
            raise RefusedError(232043, "Your request contains unavailable ids.")
        if user.resigned:
            raise RefusedError(232022, "User has already resigned.")
        _check_tenant(request, user.tenant_key, external=external)
        yield user.open_id


def _invited_bots(request: FakeRequest, *, external: bool) -> Iterator[str]:
    for app_id in texts_of(request, "bot_id_list", _MAX_BOTS):
        app = request.state.apps.get(app_id)
        if app is None or not app.has_bot:
            raise RefusedError(232021, "Bot can NOT be found.")
        _check_tenant(request, app.tenant_key, external=external)
        yield app_id


def _check_tenant(request: FakeRequest, tenant_key: str, *, external: bool) -> None:
    if tenant_key != actor_of(request).app.tenant_key and not external:
        raise RefusedError(
            232033,
            "The operator or invited bots does NOT have the authority to manage external chats "
            "without the scope.",
        )


def get_chat(request: FakeRequest) -> dict[str, object]:
    """Return a chat's profile and settings; non-members get only the public profile."""
    chat, state, id_type = found_chat(request), request.state, user_id_type_of(request)
    users, bots = state.count_members(chat)
    public = {
        **public_profile(chat),
        "user_count": str(users),
        "bot_count": str(bots),
        "chat_status": "dissolved" if chat.dissolved else "normal",
    }
    if chat.dissolved or actor_of(request).actor_id not in chat.members:
        return public
    managers = [typed_id_of(state, member_id, id_type) for member_id in chat.managers]
    return {
        **settings_json(chat),
        **_owner(request, chat),
        "user_manager_id_list": [member_id for kind, member_id in managers if kind != "app_id"],
        "bot_manager_id_list": [member_id for kind, member_id in managers if kind == "app_id"],
        **public,
    }


def _owner(request: FakeRequest, chat: FakeChat) -> dict[str, object]:
    """Return the fields that name the owner; Feishu omits them if the owner is a bot."""
    owner = request.state.users.get(chat.owner_id)
    id_type = user_id_type_of(request)
    return {} if owner is None else {"owner_id_type": id_type, "owner_id": id_of(owner, id_type)}


def update_chat(request: FakeRequest) -> dict[str, object]:
    """Update a chat's settings or its owner."""
    chat, grant = chat_of(request, NO_SUCH_CHAT), actor_of(request)
    check_group(chat)
    settings = read_settings(request, UPDATE_CHECKS)
    owner_id = request.field("owner_id")
    if not manages(grant, chat) and not acts_as_owner(grant, chat):
        if chat.only_managers_edit:
            raise RefusedError(
                232002,
                "No Permission: Only chat owner or admin can edit chat information in the current "
                "situation.",
            )
        if owner_id is not None or not settings.keys() <= set(MEMBER_EDITABLE):
            msg = "Non-chat-owner or Non-chat-admin can only edit certain parts."
            raise RefusedError(232016, msg)
    check_public(chat, settings, request.state.chats.values())
    if owner_id is not None:
        chat.owner_id = _new_owner(request, chat, text_of("owner_id", owner_id))
        chat.managers.discard(chat.owner_id)
    apply_settings(chat, settings)
    return {}


def _new_owner(request: FakeRequest, chat: FakeChat, owner_id: str) -> str:
    owner = users_by(request.state, user_id_type_of(request)).get(owner_id)
    if owner is None:
        raise RefusedError(232035, "Your request specifies an owner_id which is invalid.")
    if owner.tenant_key != chat.tenant_key:
        msg = "The chat and the new designated chat owner must be in the same tenant."
        raise RefusedError(232031, msg)
    if owner.open_id not in chat.members:
        raise RefusedError(232012, "New chat owner can NOT be out of the chat.")
    return owner.open_id


def delete_chat(request: FakeRequest) -> dict[str, object]:
    """Delete a chat, which dissolves it."""
    chat = chat_of(request, NO_SUCH_CHAT)
    check_group(chat)
    check_owner(request, chat)
    chat.dissolved = True
    return {}


def check_owner(request: FakeRequest, chat: FakeChat) -> None:
    """Check that the caller is the owner of a chat, or its creating bot with the scope."""
    if not acts_as_owner(actor_of(request), chat):
        raise RefusedError(
            232017,
            "No Permission: If the operator is NOT owner or creator with the scope, the operator "
            "can NOT complete the request.",
        )


def list_chats(request: FakeRequest) -> dict[str, object]:
    """List the groups that the caller is a member of."""
    actor_id = bot_of(request).actor_id
    order = request.query.get("sort_type", ChatSortType.BY_CREATE_TIME_ASC)
    by_activity = choice_of("sort_type", order, ChatSortType) == ChatSortType.BY_ACTIVE_TIME_DESC
    numbered = [
        (-chat.activity if by_activity else number, chat)
        for number, chat in enumerate(request.state.chats.values())
        if actor_id in chat.members and not chat.dissolved and chat.chat_mode != ChatMode.P2P
    ]
    numbered.sort(key=lambda item: item[0])
    return _page(request, f"chats {actor_id} {order}", numbered)


def search_chats(request: FakeRequest) -> dict[str, object]:
    """List the groups that match a query and are visible to the caller."""
    grant, query = bot_of(request), request.query.get("query", "")
    term = query.strip('"“”').casefold()
    found = []
    for number, chat in enumerate(request.state.chats.values()):
        public = chat.chat_type == ChatType.PUBLIC and chat.tenant_key == grant.app.tenant_key
        visible = (public or grant.actor_id in chat.members) and not chat.dissolved
        if visible and chat.chat_mode != ChatMode.P2P and _matches(request, chat, term):
            found.append((number, chat))
    if not term or len(query) > _MAX_QUERY:
        found = []
    return _page(request, f"search {grant.actor_id} {term}", found)


def _matches(request: FakeRequest, chat: FakeChat, term: str) -> bool:
    users = request.state.users
    members = [users[member_id].name for member_id in chat.members if member_id in users]
    names = (chat.name, *chat.i18n_names.values(), *members)
    return any(term in name.casefold() for name in names)


def _page(
    request: FakeRequest, list_name: str, numbered: list[tuple[int, FakeChat]]
) -> dict[str, object]:
    page, paging = page_of(request, list_name, numbered)
    items = [
        {
            "chat_id": chat.chat_id,
            **public_profile(chat),
            "description": chat.description,
            **_owner(request, chat),
            "external": chat.external,
            "tenant_key": chat.tenant_key,
            "chat_status": "normal",
            "chat_mode": chat.chat_mode,
            "labels": chat.labels,
        }
        for chat in page
    ]
    return {"items": items, **paging}


def link_chat(request: FakeRequest) -> dict[str, object]:
    """Return a link for joining a chat."""
    chat, grant = chat_of(request, NO_SUCH_CHAT), actor_of(request)
    if chat.chat_mode == ChatMode.P2P:
        raise RefusedError(232062, "P2P chat cannot be share link.")
    if chat.share_card_permission == "not_allowed" and not manages(grant, chat):
        raise RefusedError(
            232064,
            "The operator is not a group owner or administrator, no permission to share chat link.",
        )
    period = request.field("validity_period") or ValidityPeriod.WEEK
    valid_s = _LINK_VALID_S.get(choice_of("validity_period", period, ValidityPeriod))
    token = f"https://applink.feishu.cn/client/chat/chatter/add_by_link?link_token={uuid.uuid4()}"
    link: dict[str, object] = {"share_link": token, "is_permanent": valid_s is None}
    if valid_s is not None:
        link["expire_time"] = str(int(time.time()) + valid_s)
    return link


def get_moderation(request: FakeRequest) -> dict[str, object]:
    """Return who can send messages, and list the moderators if only they can."""
    chat, id_type = chat_of(request, NO_SUCH_CHAT), user_id_type_of(request)
    has_list = chat.moderation_setting == ModerationSetting.MODERATOR_LIST
    numbered = chat.moderators.numbered() if has_list else []
    page, paging = page_of(request, f"moderators {chat.chat_id}", numbered)
    users = [request.state.users[open_id] for open_id in page]
    items = [
        {"user_id_type": id_type, "user_id": id_of(user, id_type), "tenant_key": user.tenant_key}
        for user in users
    ]
    return {"moderation_setting": chat.moderation_setting, "items": items, **paging}


def update_moderation(request: FakeRequest) -> dict[str, object]:
    """Update who can send messages; ids of non-members are ignored, as by Feishu."""
    chat, id_type = chat_of(request, NO_SUCH_CHAT), user_id_type_of(request)
    check_owner(request, chat)
    requested = request.field("moderation_setting") or chat.moderation_setting
    setting = choice_of("moderation_setting", requested, ModerationSetting)
    added = texts_of(request, "moderator_added_list")
    removed = texts_of(request, "moderator_removed_list")
    if set(added) & set(removed):
        raise invalid("moderator_added_list and moderator_removed_list overlap")
    if (added or removed) and setting != ModerationSetting.MODERATOR_LIST:
        raise invalid("moderation_setting must be moderator_list to change the list")
    users = users_by(request.state, id_type)
    chat.moderation_setting = setting
    for user_id in removed:
        if user_id in users:
            chat.moderators.discard(users[user_id].open_id)
    for user_id in added:
        if user_id in users and users[user_id].open_id in chat.members:
            chat.moderators.add(users[user_id].open_id)
    return {}
