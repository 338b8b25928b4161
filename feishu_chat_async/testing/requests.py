"""One request to a `FakeFeishu`, and the checks that many endpoints make of it."""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Final

import attrs

from ..enums import MemberIdType, UserIdType
from .state import FakeChat, FakeUser, Grant, World

NO_SUCH_CHAT: Final = (232006, "Your request specifies a chat_id which is invalid.")
_INVALID: Final = "Your request contains an invalid request parameter."


class RefusedError(Exception):
    """The call is answered with an error code."""

    def __init__(
        self, code: int, msg: str, status: int = 400, details: Mapping[str, object] | None = None
    ) -> None:
        super().__init__(msg)
        self.code = code
        self.msg = msg
        self.status = status
        self.details: Mapping[str, object] = details or {}


@attrs.frozen
class FakeRequest:
    """One request, as the handlers below see it."""

    world: World
    grant: Grant | None
    params: Mapping[str, str]
    query: Mapping[str, str]
    body: object
    now: float

    def field(self, name: str) -> object:
        """Return a field of the JSON body, None if it is not there."""
        return self.body.get(name) if isinstance(self.body, dict) else None


def actor_of(incoming: FakeRequest) -> Grant:
    """Say who calls."""
    if incoming.grant is None:
        raise RefusedError(99991661, "Missing access token for authorization.")
    return incoming.grant


def bot_of(incoming: FakeRequest) -> Grant:
    """Say who calls, and check that the app has a bot."""
    grant = actor_of(incoming)
    if not grant.app.has_bot:
        raise RefusedError(232025, "Bot ability is not activated.")
    return grant


def found_chat(incoming: FakeRequest, unknown: tuple[int, str] | None = NO_SUCH_CHAT) -> FakeChat:
    """Find the chat of a request, which the caller need not be in.

    `unknown` is what is answered if there is none: None, for code 232001, where the page of the
    endpoint does not know the code for it.
    """
    grant = bot_of(incoming)
    chat = incoming.world.chats.get(incoming.params["chat_id"])
    if chat is None:
        raise invalid("chat_id") if unknown is None else RefusedError(*unknown)
    if chat.tenant_key != grant.app.tenant_key:
        raise RefusedError(232010, "Operator and chat can NOT be in different tenants.")
    return chat


def check_alive(chat: FakeChat) -> None:
    """Check that a chat was not dissolved."""
    if chat.dissolved:
        raise RefusedError(
            232009, "Your request specifies a chat which has already been dissolved."
        )


def chat_of(
    incoming: FakeRequest,
    unknown: tuple[int, str] | None = None,
    *,
    legacy_announcement: bool = False,
) -> FakeChat:
    """Find the chat of a request, and check that the caller may act in it; see `found_chat`."""
    chat = found_chat(incoming, unknown)
    check_alive(chat)
    if actor_of(incoming).actor_id not in chat.members:
        raise RefusedError(232011, "Operator can NOT be out of the chat.")
    if legacy_announcement and chat.announcement.is_docx:
        raise RefusedError(232097, "Unable to operate docx type chat announcement.")
    return chat


def manages(grant: Grant, chat: FakeChat) -> bool:
    """Whether somebody is the owner of a chat, or one of its managers."""
    return grant.actor_id in {chat.owner_id, *chat.managers}


def acts_as_owner(grant: Grant, chat: FakeChat) -> bool:
    """Whether somebody is the owner of a chat, or the bot that created it and has the scope."""
    is_creator = grant.user is None and grant.actor_id == chat.creator_id
    return grant.actor_id == chat.owner_id or (is_creator and grant.app.operates_as_owner)


def check_mode(chat: FakeChat, modes: Collection[str], code: int, msg: str) -> None:
    """Check that a chat is of one of these modes."""
    if chat.chat_mode not in modes:
        raise RefusedError(code, msg)


def check_group(chat: FakeChat) -> None:
    """Check that a chat is a plain group, and neither a topic group nor between two."""
    msg = "Your request specifies a chat whose type is NOT supported currently."
    check_mode(chat, {"group"}, 232008, msg)


def invalid(detail: str) -> RefusedError:
    """Make the answer to an argument that is wrong."""
    return RefusedError(232001, f"{_INVALID} ext={detail}")


def named(world: World, member_id: str, kind: str) -> tuple[str, str]:
    """Say by which id, of which kind, a member is called: users as asked, bots by their app."""
    user = world.users.get(member_id)
    return ("app_id", member_id) if user is None else (kind, id_of(user, kind))


def id_of(user: FakeUser, kind: str) -> str:
    """Return an id of a user."""
    return {"open_id": user.open_id, "union_id": user.union_id, "user_id": user.user_id}[kind]


def users_by(world: World, kind: str) -> dict[str, FakeUser]:
    """Return all users by an id of this kind."""
    return {id_of(user, kind): user for user in world.users.values()}


def user_id_type_of(incoming: FakeRequest, refused: Callable[[str], RefusedError] = invalid) -> str:
    """Say by which ids users are to be named."""
    kind = incoming.query.get("user_id_type", "open_id")
    return chosen("user_id_type", kind, UserIdType, refused)


def member_id_type_of(incoming: FakeRequest) -> str:
    """Say by which ids members, users or bots, are named."""
    return chosen("member_id_type", incoming.query.get("member_id_type", "open_id"), MemberIdType)


def chosen(
    name: str,
    value: object,
    choices: Iterable[str],
    refused: Callable[[str], RefusedError] = invalid,
) -> str:
    """Check that a value is one of those that are documented."""
    if not isinstance(value, str) or value not in list(choices):
        raise refused(f"{name} {value!r}")
    return value


def flag_of(
    incoming: FakeRequest, name: str, refused: Callable[[str], RefusedError] = invalid
) -> bool:
    """Return true or false in the query, however it is written: some SDKs write `True`."""
    value = incoming.query.get(name, "false").lower()
    return chosen(name, value, ("true", "false"), refused) == "true"


def text_of(name: str, value: object, refused: Callable[[str], RefusedError] = invalid) -> str:
    """Check that a value is a string."""
    if not isinstance(value, str):
        raise refused(f"{name} must be a string")
    return value


def texts_of(incoming: FakeRequest, name: str, max_size: int | None = None) -> list[str]:
    """Return a list of strings in the body, each once; empty if it is not there."""
    values = incoming.field(name) or []
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise invalid(f"{name} must be a list of strings")
    if max_size is not None and len(values) > max_size:
        raise invalid(f"{name} must hold at most {max_size}")
    return list(dict.fromkeys(values))
