"""What `FakeFeishu` does with the members of a chat, and with its managers."""

import math
from collections.abc import Collection, Mapping
from typing import Final, NamedTuple

import attrs

from ...enums import (
    ChatMode,
    ChatPermission,
    ChatType,
    MemberIdType,
    MembershipApproval,
    UserIdType,
)
from ..paging import page_of
from ..requests import (
    NO_SUCH_CHAT,
    FakeRequest,
    RefusedError,
    actor_of,
    acts_as_owner,
    chat_of,
    check_alive,
    check_mode,
    chosen,
    found_chat,
    id_of,
    manages,
    member_id_type_of,
    named,
    texts_of,
    users_by,
)
from ..state import FakeChat, Ids

_MAX_USERS: Final = 50
_MAX_BOTS: Final = 5
_NO_MEMBERS: Final = (
    232027,
    "There are no valid members in the ID list specified in your request.",
)
_FULL: Final = (
    232013,
    "You have reached the limit of maximum number of members a chat can have.",
)
_UNAVAILABLE: Final = (232043, "Your request contains unavailable ids.")
_NOT_EXISTING: Final[Mapping[str, tuple[int, str]]] = {
    MemberIdType.OPEN_ID: (99992351, "these open ids not existed: {}"),
    MemberIdType.USER_ID: (99992360, "Your request contains not existed id."),
    MemberIdType.UNION_ID: (99992364, "Your request contains not existed id."),
    MemberIdType.APP_ID: _UNAVAILABLE,
}


class _Known(NamedTuple):
    """Somebody who can be named in a request."""

    member_id: str
    tenant_key: str
    resigned: bool = False
    visible: bool = True


@attrs.define
class _Asked:
    """Whom a request names, by the ids that it uses."""

    usable: dict[str, str] = attrs.field(factory=dict)
    """Their member ids."""
    resigned: list[str] = attrs.field(factory=list)
    hidden: list[str] = attrs.field(factory=list)
    unknown: list[str] = attrs.field(factory=list)
    foreign: bool = False
    """Whether somebody of another tenant is among them."""


def _known_by(incoming: FakeRequest, kind: str) -> dict[str, _Known]:
    """Return all who can be named by ids of this kind."""
    if kind == MemberIdType.APP_ID:
        apps = incoming.world.apps.items()
        return {one: _Known(one, app.tenant_key, visible=app.has_bot) for one, app in apps}
    return {
        one: _Known(user.open_id, user.tenant_key, user.resigned, user.visible)
        for one, user in users_by(incoming.world, kind).items()
    }


def _ids_of(incoming: FakeRequest, name: str, kind: str) -> list[str]:
    """Return the ids that a request names: some, and not too many."""
    ids = texts_of(incoming, name, _MAX_BOTS if kind == MemberIdType.APP_ID else _MAX_USERS)
    if not ids:
        raise RefusedError(*_NO_MEMBERS)
    return ids


def add_members(incoming: FakeRequest) -> dict[str, object]:
    """Add members, and say who was not added, as `succeed_type` wants it."""
    chat, kind = chat_of(incoming, NO_SUCH_CHAT), member_id_type_of(incoming)
    grant = actor_of(incoming)
    check_mode(chat, (ChatMode.GROUP, ChatMode.TOPIC), 232090, "Unsupported chat type.")
    in_charge = manages(grant, chat) or acts_as_owner(grant, chat)
    if chat.add_member_permission == ChatPermission.ONLY_OWNER and not in_charge:
        raise RefusedError(
            232017,
            "No Permission: If the operator is NOT owner or creator with the scope, the operator "
            "can NOT complete the request.",
        )
    how = chosen("succeed_type", incoming.query.get("succeed_type", "0"), ("0", "1", "2"))
    asked = _sorted(incoming, chat, _ids_of(incoming, "id_list", kind), kind)
    if asked.foreign and not chat.external:
        msg = "External members can Not be added to an internal group chat."
        raise RefusedError(232028, msg)
    _check_available(asked, how, kind)
    new = {one: member for one, member in asked.usable.items() if member not in chat.members}
    waits = chat.membership_approval == MembershipApproval.APPROVAL_REQUIRED and not in_charge
    if waits:
        chat.pending |= Ids(new.values())
    else:
        _join(incoming, chat, new.values())
    return {
        "invalid_id_list": [*asked.resigned, *asked.hidden],
        "not_existed_id_list": asked.unknown,
        "pending_approval_id_list": list(new) if waits else [],
    }


def _sorted(incoming: FakeRequest, chat: FakeChat, ids: list[str], kind: str) -> _Asked:
    """Tell those who can be added from those who cannot."""
    known, asked = _known_by(incoming, kind), _Asked()
    for one in ids:
        person = known.get(one)
        if person is None:
            asked.unknown.append(one)
        elif person.resigned:
            asked.resigned.append(one)
        elif not person.visible:
            asked.hidden.append(one)
        else:
            asked.usable[one] = person.member_id
            asked.foreign |= person.tenant_key != chat.tenant_key
    return asked


def _check_available(asked: _Asked, how: str, kind: str) -> None:
    """Check that those who cannot be added do not fail the call: `how` is its `succeed_type`."""
    unavailable = [*asked.resigned, *asked.hidden, *asked.unknown]
    if how == "2" and unavailable:
        code, msg = _UNAVAILABLE
        raise RefusedError(code, f"{msg} ext={unavailable}")
    if how == "0":
        if asked.unknown:
            code, msg = _NOT_EXISTING[kind]
            raise RefusedError(code, msg.format(asked.unknown))
        if asked.hidden and kind == MemberIdType.APP_ID:
            raise RefusedError(*_UNAVAILABLE)
        if asked.hidden:
            raise RefusedError(
                232024,
                "Users do not have the visibility of the app, or the operator does not have "
                "collaboration permissions with the target users.",
            )
        if not asked.usable:
            raise RefusedError(*_NO_MEMBERS)


def _join(incoming: FakeRequest, chat: FakeChat, members: Collection[str]) -> None:
    """Let all of them into a chat, if there is room."""
    users, bots = incoming.world.count(chat)
    more_users = sum(one in incoming.world.users for one in members)
    more_bots = len(members) - more_users
    if (more_users and users + more_users > chat.max_users) or (
        more_bots and bots + more_bots > chat.max_bots
    ):
        raise RefusedError(*_FULL)
    by_admin = math.inf if chat.admin_max_users is None else chat.admin_max_users
    if more_users and users + more_users > by_admin:
        msg = "You have reached maximum number of chat members set by admin."
        raise RefusedError(232044, msg)
    for one in members:
        chat.members.add(one)
        chat.pending.discard(one)


def remove_members(incoming: FakeRequest) -> dict[str, object]:
    """Remove members, and say who is none.

    An owner who leaves is followed by another person, the managers first.
    """
    chat, kind = chat_of(incoming, NO_SUCH_CHAT), member_id_type_of(incoming)
    grant, known = actor_of(incoming), _known_by(incoming, kind)
    ids = _ids_of(incoming, "id_list", kind)
    members = {one: known[one].member_id for one in ids if one in known}
    leaving = {one: member for one, member in members.items() if member in chat.members}
    in_charge = manages(grant, chat) or acts_as_owner(grant, chat)
    if set(leaving.values()) != {grant.actor_id} and not in_charge:
        raise RefusedError(
            232014,
            "The token used in the request does NOT have the permissions necessary to complete "
            "the request.",
        )
    if not leaving:
        raise RefusedError(*_NO_MEMBERS)
    if chat.owner_id in leaving.values():
        if chat.owner_id != grant.actor_id:
            raise RefusedError(232076, "Can't kick chat owner.")
        chat.owner_id = _next_owner(incoming, chat, leaving.values())
        chat.managers.discard(chat.owner_id)
    for member in leaving.values():
        chat.remove(member)
    return {"invalid_id_list": [one for one in ids if one not in leaving]}


def _next_owner(incoming: FakeRequest, chat: FakeChat, leaving: Collection[str]) -> str:
    staying = [one for one in chat.members if one in incoming.world.users and one not in leaving]
    if not staying:
        raise RefusedError(232029, "There are no available candidates for chat owner.")
    return next((one for one in staying if one in chat.managers), staying[0])


def list_members(incoming: FakeRequest) -> dict[str, object]:
    """List the people in a chat. Bots are cut out of pages, which are then short."""
    chat = chat_of(incoming, NO_SUCH_CHAT)
    kind = incoming.query.get("member_id_type", "open_id")
    chosen("member_id_type", kind, UserIdType)
    page, more = page_of(incoming, f"members {chat.chat_id}", chat.members.numbered())
    people = [incoming.world.users[one] for one in page if one in incoming.world.users]
    items = [
        {
            "member_id_type": kind,
            "member_id": id_of(user, kind),
            "name": user.name,
            "tenant_key": user.tenant_key,
        }
        for user in people
    ]
    return {"items": items, "member_total": incoming.world.count(chat)[0], **more}


def is_in_chat(incoming: FakeRequest) -> dict[str, object]:
    """Say whether the caller is in a chat."""
    chat = found_chat(incoming)
    return {"is_in_chat": actor_of(incoming).actor_id in chat.members and not chat.dissolved}


def join_chat(incoming: FakeRequest) -> dict[str, object]:
    """Let the caller join a public chat."""
    chat = found_chat(incoming)
    check_alive(chat)
    if chat.chat_type != ChatType.PUBLIC:
        msg = "Your request specifies a chat whose type is NOT supported currently."
        raise RefusedError(232008, msg)
    if chat.membership_approval == MembershipApproval.APPROVAL_REQUIRED:
        raise RefusedError(
            232075,
            "The public group needs to apply to join, and users or bots are not allowed to "
            "actively join the group.",
        )
    actor_id = actor_of(incoming).actor_id
    if actor_id not in chat.members:
        _join(incoming, chat, [actor_id])
    return {}


def add_managers(incoming: FakeRequest) -> dict[str, object]:
    """Make members managers; who is not in the chat is left out."""
    chat, appointed = _managers_chat(incoming)
    if len(chat.managers | Ids(appointed)) > chat.max_managers:
        msg = "The chat managers has reached the limit of maximum number."
        raise RefusedError(232040, msg)
    chat.managers |= Ids(appointed)
    return _managers(incoming, chat)


def remove_managers(incoming: FakeRequest) -> dict[str, object]:
    """Let managers be plain members again."""
    chat, dismissed = _managers_chat(incoming)
    chat.managers -= set(dismissed)
    return _managers(incoming, chat)


def _managers_chat(incoming: FakeRequest) -> tuple[FakeChat, list[str]]:
    """Find the chat, and who of it, but for the owner, is named; only the owner may ask."""
    chat, kind = chat_of(incoming), member_id_type_of(incoming)
    if actor_of(incoming).actor_id != chat.owner_id:
        msg = "The operator is not chat owner, no permission to complete the request."
        raise RefusedError(232038, msg)
    known = _known_by(incoming, kind)
    asked = [known[one].member_id for one in _ids_of(incoming, "manager_ids", kind) if one in known]
    named_here = [one for one in asked if one in chat.members and one != chat.owner_id]
    if not named_here:
        raise RefusedError(*_NO_MEMBERS)
    return chat, named_here


def _managers(incoming: FakeRequest, chat: FakeChat) -> dict[str, object]:
    kind = member_id_type_of(incoming)
    user_kind = "open_id" if kind == MemberIdType.APP_ID else kind
    managers = [named(incoming.world, one, user_kind) for one in chat.managers]
    return {
        "chat_managers": [one for what, one in managers if what != "app_id"],
        "chat_bot_managers": [one for what, one in managers if what == "app_id"],
    }
