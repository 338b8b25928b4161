"""The handlers of `FakeFeishu` for the members and managers of a chat."""

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
    choice_of,
    found_chat,
    id_of,
    manages,
    member_id_type_of,
    texts_of,
    typed_id_of,
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


class _Candidate(NamedTuple):
    """A user or bot that an id in a request can refer to."""

    member_id: str
    tenant_key: str
    resigned: bool = False
    visible: bool = True


@attrs.define
class _Classified:
    """The ids in a request to add members, grouped by whether they can be added."""

    usable: dict[str, str] = attrs.field(factory=dict)
    """Member ids by the ids in the request."""
    resigned: list[str] = attrs.field(factory=list)
    hidden: list[str] = attrs.field(factory=list)
    unknown: list[str] = attrs.field(factory=list)
    foreign: bool = False
    """Whether a usable id is of another tenant."""


def _candidates(request: FakeRequest, id_type: str) -> dict[str, _Candidate]:
    """Return all users or bots, by their ids of type `id_type`."""
    if id_type == MemberIdType.APP_ID:
        return {
            app_id: _Candidate(app_id, app.tenant_key, visible=app.has_bot)
            for app_id, app in request.state.apps.items()
        }
    return {
        user_id: _Candidate(user.open_id, user.tenant_key, user.resigned, user.visible)
        for user_id, user in users_by(request.state, id_type).items()
    }


def _ids_of(request: FakeRequest, name: str, id_type: str) -> list[str]:
    """Return the ids in a request's body: at least one, and not more than the limit."""
    ids = texts_of(request, name, _MAX_BOTS if id_type == MemberIdType.APP_ID else _MAX_USERS)
    if not ids:
        raise RefusedError(*_NO_MEMBERS)
    return ids


def add_members(request: FakeRequest) -> dict[str, object]:
    """Add members, and return the ids that were not added; `succeed_type` can refuse those."""
    chat, id_type = chat_of(request, NO_SUCH_CHAT), member_id_type_of(request)
    grant = actor_of(request)
    check_mode(chat, (ChatMode.GROUP, ChatMode.TOPIC), 232090, "Unsupported chat type.")
    in_charge = manages(grant, chat) or acts_as_owner(grant, chat)
    if chat.add_member_permission == ChatPermission.ONLY_OWNER and not in_charge:
        raise RefusedError(
            232017,
            "No Permission: If the operator is NOT owner or creator with the scope, the operator "
            "can NOT complete the request.",
        )
    succeed_type = request.query.get("succeed_type", "0")
    choice_of("succeed_type", succeed_type, ("0", "1", "2"))
    classified = _classify(request, chat, _ids_of(request, "id_list", id_type), id_type)
    if classified.foreign and not chat.external:
        msg = "External members can Not be added to an internal group chat."
        raise RefusedError(232028, msg)
    _check_unavailable(classified, succeed_type, id_type)
    new = {
        given: member_id
        for given, member_id in classified.usable.items()
        if member_id not in chat.members
    }
    needs_approval = (
        chat.membership_approval == MembershipApproval.APPROVAL_REQUIRED and not in_charge
    )
    if needs_approval:
        chat.pending |= Ids(new.values())
    else:
        _add_to_chat(request, chat, new.values())
    return {
        "invalid_id_list": [*classified.resigned, *classified.hidden],
        "not_existed_id_list": classified.unknown,
        "pending_approval_id_list": list(new) if needs_approval else [],
    }


def _classify(request: FakeRequest, chat: FakeChat, ids: list[str], id_type: str) -> _Classified:
    candidates, classified = _candidates(request, id_type), _Classified()
    for given in ids:
        candidate = candidates.get(given)
        if candidate is None:
            classified.unknown.append(given)
        elif candidate.resigned:
            classified.resigned.append(given)
        elif not candidate.visible:
            classified.hidden.append(given)
        else:
            classified.usable[given] = candidate.member_id
            classified.foreign |= candidate.tenant_key != chat.tenant_key
    return classified


def _check_unavailable(classified: _Classified, succeed_type: str, id_type: str) -> None:
    """Check that `succeed_type` allows ids that cannot be added."""
    unavailable = [*classified.resigned, *classified.hidden, *classified.unknown]
    if succeed_type == "2" and unavailable:
        code, msg = _UNAVAILABLE
        raise RefusedError(code, f"{msg} ext={unavailable}")
    if succeed_type == "0":
        if classified.unknown:
            code, msg = _NOT_EXISTING[id_type]
            raise RefusedError(code, msg.format(classified.unknown))
        if classified.hidden and id_type == MemberIdType.APP_ID:
            raise RefusedError(*_UNAVAILABLE)
        if classified.hidden:
            raise RefusedError(
                232024,
                "Users do not have the visibility of the app, or the operator does not have "
                "collaboration permissions with the target users.",
            )
        if not classified.usable:
            raise RefusedError(*_NO_MEMBERS)


def _add_to_chat(request: FakeRequest, chat: FakeChat, member_ids: Collection[str]) -> None:
    """Add all of these members to a chat, if it can hold them."""
    users, bots = request.state.count_members(chat)
    new_users = sum(member_id in request.state.users for member_id in member_ids)
    new_bots = len(member_ids) - new_users
    if (new_users and users + new_users > chat.max_users) or (
        new_bots and bots + new_bots > chat.max_bots
    ):
        raise RefusedError(*_FULL)
    admin_max = math.inf if chat.admin_max_users is None else chat.admin_max_users
    if new_users and users + new_users > admin_max:
        msg = "You have reached maximum number of chat members set by admin."
        raise RefusedError(232044, msg)
    for member_id in member_ids:
        chat.members.add(member_id)
        chat.pending.discard(member_id)


def remove_members(request: FakeRequest) -> dict[str, object]:
    """Remove members, and return the ids that belong to no member.

    If the owner leaves, a manager becomes the owner, or another user if there is none.
    """
    chat, id_type = chat_of(request, NO_SUCH_CHAT), member_id_type_of(request)
    grant, candidates = actor_of(request), _candidates(request, id_type)
    ids = _ids_of(request, "id_list", id_type)
    known = {given: candidates[given].member_id for given in ids if given in candidates}
    leaving = {given: member_id for given, member_id in known.items() if member_id in chat.members}
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
        chat.owner_id = _next_owner(request, chat, leaving.values())
        chat.managers.discard(chat.owner_id)
    for member_id in leaving.values():
        chat.remove(member_id)
    return {"invalid_id_list": [given for given in ids if given not in leaving]}


def _next_owner(request: FakeRequest, chat: FakeChat, leaving: Collection[str]) -> str:
    users = [member_id for member_id in chat.members if member_id in request.state.users]
    staying = [open_id for open_id in users if open_id not in leaving]
    if not staying:
        raise RefusedError(232029, "There are no available candidates for chat owner.")
    return next((open_id for open_id in staying if open_id in chat.managers), staying[0])


def list_members(request: FakeRequest) -> dict[str, object]:
    """List the users in a chat. Bots are removed after paging, so pages can be short."""
    chat = chat_of(request, NO_SUCH_CHAT)
    id_type = request.query.get("member_id_type", "open_id")
    choice_of("member_id_type", id_type, UserIdType)
    page, paging = page_of(request, f"members {chat.chat_id}", chat.members.numbered())
    users = [
        request.state.users[member_id] for member_id in page if member_id in request.state.users
    ]
    items = [
        {
            "member_id_type": id_type,
            "member_id": id_of(user, id_type),
            "name": user.name,
            "tenant_key": user.tenant_key,
        }
        for user in users
    ]
    return {"items": items, "member_total": request.state.count_members(chat)[0], **paging}


def is_in_chat(request: FakeRequest) -> dict[str, object]:
    """Return whether the caller is a member of a chat."""
    chat = found_chat(request)
    return {"is_in_chat": actor_of(request).actor_id in chat.members and not chat.dissolved}


def join_chat(request: FakeRequest) -> dict[str, object]:
    """Join a public chat as the caller."""
    chat = found_chat(request)
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
    actor_id = actor_of(request).actor_id
    if actor_id not in chat.members:
        _add_to_chat(request, chat, [actor_id])
    return {}


def add_managers(request: FakeRequest) -> dict[str, object]:
    """Add managers; ids of non-members are ignored, as by Feishu."""
    chat, named = _chat_and_members(request)
    if len(chat.managers | Ids(named)) > chat.max_managers:
        msg = "The chat managers has reached the limit of maximum number."
        raise RefusedError(232040, msg)
    chat.managers |= Ids(named)
    return _managers_json(request, chat)


def remove_managers(request: FakeRequest) -> dict[str, object]:
    """Remove managers, who remain members."""
    chat, named = _chat_and_members(request)
    chat.managers -= set(named)
    return _managers_json(request, chat)


def _chat_and_members(request: FakeRequest) -> tuple[FakeChat, list[str]]:
    """Return the chat and the members that a request names, apart from the owner.

    Only the owner can make such a request.
    """
    chat, id_type = chat_of(request), member_id_type_of(request)
    if actor_of(request).actor_id != chat.owner_id:
        msg = "The operator is not chat owner, no permission to complete the request."
        raise RefusedError(232038, msg)
    candidates, ids = _candidates(request, id_type), _ids_of(request, "manager_ids", id_type)
    known = [candidates[given].member_id for given in ids if given in candidates]
    named = [
        member_id for member_id in known if member_id in chat.members and member_id != chat.owner_id
    ]
    if not named:
        raise RefusedError(*_NO_MEMBERS)
    return chat, named


def _managers_json(request: FakeRequest, chat: FakeChat) -> dict[str, object]:
    id_type = member_id_type_of(request)
    user_id_type = "open_id" if id_type == MemberIdType.APP_ID else id_type
    managers = [typed_id_of(request.state, member_id, user_id_type) for member_id in chat.managers]
    return {
        "chat_managers": [member_id for kind, member_id in managers if kind != "app_id"],
        "chat_bot_managers": [member_id for kind, member_id in managers if kind == "app_id"],
    }
