"""A request to a `FakeFeishu`, and the checks that many endpoints share."""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Final

import attrs

from ..enums import MemberIdType, UserIdType
from .state import FakeChat, FakeUser, Grant, State

NO_SUCH_CHAT: Final = (232006, "Your request specifies a chat_id which is invalid.")
_INVALID: Final = "Your request contains an invalid request parameter."


class RefusedError(Exception):
    """Raised by a handler of `FakeFeishu` to answer the request with an error code.

    Args:
        code: The code in the answer's envelope, not 0.
        msg: The message in the answer's envelope.
        status: The HTTP status.
        details: Further fields of the answer's `error` object, besides its `log_id`.
    """

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
    """A request as a handler of `FakeFeishu` receives it, after its access token was checked."""

    state: State
    """The data of the FakeFeishu that was called: its `apps`, `users`, `chats` and `messages`."""
    grant: Grant | None
    """The app and user of the access token; None if the endpoint takes none."""
    path: Mapping[str, str]
    """The path parameters by name, decoded."""
    query: Mapping[str, str]
    """The query parameters by name; of a repeated name, the first value."""
    json: object
    """The decoded JSON body; bytes if it is not JSON, None if there is none."""
    now: float
    """When the request is handled, by the clock of the event loop."""

    def field(self, name: str) -> object:
        """Return a field of the JSON body, None if it is absent.

        Args:
            name: Name of the field at the top level of the body.
        """
        return self.json.get(name) if isinstance(self.json, dict) else None


def actor_of(request: FakeRequest) -> Grant:
    """Return the app and user that make a request."""
    if request.grant is None:
        raise RefusedError(99991661, "Missing access token for authorization.")
    return request.grant


def bot_of(request: FakeRequest) -> Grant:
    """Return the app and user that make a request, if the app has a bot."""
    grant = actor_of(request)
    if not grant.app.has_bot:
        raise RefusedError(232025, "Bot ability is not activated.")
    return grant


def found_chat(request: FakeRequest, unknown: tuple[int, str] | None = NO_SUCH_CHAT) -> FakeChat:
    """Return the chat of a request, whether or not the caller is a member.

    `unknown` is the code and message for a chat that does not exist; None means code 232001, for
    endpoints whose page does not list the usual code.
    """
    grant = bot_of(request)
    chat = request.state.chats.get(request.path["chat_id"])
    if chat is None:
        raise invalid("chat_id") if unknown is None else RefusedError(*unknown)
    if chat.tenant_key != grant.app.tenant_key:
        raise RefusedError(232010, "Operator and chat can NOT be in different tenants.")
    return chat


def check_alive(chat: FakeChat) -> None:
    """Check that a chat is not dissolved."""
    if chat.dissolved:
        raise RefusedError(
            232009, "Your request specifies a chat which has already been dissolved."
        )


def chat_of(
    request: FakeRequest,
    unknown: tuple[int, str] | None = None,
    *,
    legacy_announcement: bool = False,
) -> FakeChat:
    """Return the chat of a request, if the caller is a member; see `found_chat`."""
    chat = found_chat(request, unknown)
    check_alive(chat)
    if actor_of(request).actor_id not in chat.members:
        raise RefusedError(232011, "Operator can NOT be out of the chat.")
    if legacy_announcement and chat.announcement.is_docx:
        raise RefusedError(232097, "Unable to operate docx type chat announcement.")
    return chat


def manages(grant: Grant, chat: FakeChat) -> bool:
    """Return whether the caller is the owner of a chat or one of its managers."""
    return grant.actor_id in {chat.owner_id, *chat.managers}


def acts_as_owner(grant: Grant, chat: FakeChat) -> bool:
    """Return whether the caller is the owner of a chat, or its creating bot with the scope."""
    is_creator = grant.user is None and grant.actor_id == chat.creator_id
    return grant.actor_id == chat.owner_id or (is_creator and grant.app.operates_as_owner)


def check_mode(chat: FakeChat, modes: Collection[str], code: int, msg: str) -> None:
    """Check that a chat has one of these modes."""
    if chat.chat_mode not in modes:
        raise RefusedError(code, msg)


def check_group(chat: FakeChat) -> None:
    """Check that a chat is a plain group, and neither a topic group nor a private chat."""
    msg = "Your request specifies a chat whose type is NOT supported currently."
    check_mode(chat, {"group"}, 232008, msg)


def invalid(detail: str) -> RefusedError:
    """Return the error for an invalid argument of a chat endpoint."""
    return RefusedError(232001, f"{_INVALID} ext={detail}")


def typed_id_of(state: State, member_id: str, id_type: str) -> tuple[str, str]:
    """Return a member's id: the app id of a bot, or a user's id of type `id_type`."""
    user = state.users.get(member_id)
    return ("app_id", member_id) if user is None else (id_type, id_of(user, id_type))


def id_of(user: FakeUser, id_type: str) -> str:
    """Return a user's id of type `id_type`."""
    return {"open_id": user.open_id, "union_id": user.union_id, "user_id": user.user_id}[id_type]


def users_by(state: State, id_type: str) -> dict[str, FakeUser]:
    """Return all users by their ids of type `id_type`."""
    return {id_of(user, id_type): user for user in state.users.values()}


def user_id_type_of(request: FakeRequest, error: Callable[[str], RefusedError] = invalid) -> str:
    """Return the query parameter `user_id_type`."""
    id_type = request.query.get("user_id_type", "open_id")
    return choice_of("user_id_type", id_type, UserIdType, error)


def member_id_type_of(request: FakeRequest) -> str:
    """Return the query parameter `member_id_type`."""
    return choice_of("member_id_type", request.query.get("member_id_type", "open_id"), MemberIdType)


def choice_of(
    name: str,
    value: object,
    choices: Iterable[str],
    error: Callable[[str], RefusedError] = invalid,
) -> str:
    """Return an argument, if it is one of the documented values."""
    if not isinstance(value, str) or value not in list(choices):
        raise error(f"{name} {value!r}")
    return value


def flag_of(
    request: FakeRequest, name: str, error: Callable[[str], RefusedError] = invalid
) -> bool:
    """Return a boolean query parameter; case is ignored because some SDKs send `True`."""
    value = request.query.get(name, "false").lower()
    return choice_of(name, value, ("true", "false"), error) == "true"


def text_of(name: str, value: object, error: Callable[[str], RefusedError] = invalid) -> str:
    """Return an argument, if it is a string."""
    if not isinstance(value, str):
        raise error(f"{name} must be a string")
    return value


def texts_of(request: FakeRequest, name: str, max_size: int | None = None) -> list[str]:
    """Return a list of strings in the body without duplicates; empty if it is absent."""
    values = request.field(name) or []
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise invalid(f"{name} must be a list of strings")
    if max_size is not None and len(values) > max_size:
        raise invalid(f"{name} must hold at most {max_size}")
    return list(dict.fromkeys(values))
