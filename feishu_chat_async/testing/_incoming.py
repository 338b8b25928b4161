"""One request to a `FakeFeishu`, and the checks that many endpoints make of it."""

from collections.abc import Mapping

import attrs

from ..enums import UserIdType
from ._world import FakeChat, Grant, World


class RefusedError(Exception):
    """The call is answered with an error code."""

    def __init__(
        self, code: int, msg: str, status: int = 400, details: Mapping[str, object] | None = None
    ) -> None:
        super().__init__(msg)
        self.code = code
        self.msg = msg
        self.status = status
        self.details = details or {}


@attrs.frozen
class Incoming:
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


def actor_of(incoming: Incoming) -> Grant:
    """Say who calls."""
    if incoming.grant is None:
        raise RefusedError(99991661, "Missing access token for authorization.")
    return incoming.grant


def chat_of(incoming: Incoming, *, legacy_announcement: bool = False) -> FakeChat:
    """Find the chat of a request, and check that the caller may act in it."""
    grant = actor_of(incoming)
    chat = incoming.world.chats.get(incoming.params["chat_id"])
    if chat is None:
        raise invalid("chat_id")
    if chat.dissolved:
        raise RefusedError(
            232009, "Your request specifies a chat which has already been dissolved."
        )
    if chat.tenant_key != grant.app.tenant_key:
        raise RefusedError(232010, "Operator and chat can NOT be in different tenants.")
    if not grant.app.has_bot:
        raise RefusedError(232025, "Bot ability is not activated.")
    if grant.actor_id not in chat.members:
        raise RefusedError(232011, "Operator can NOT be out of the chat.")
    if legacy_announcement and chat.announcement.is_docx:
        raise RefusedError(232097, "Unable to operate docx type chat announcement.")
    return chat


def invalid(detail: str) -> RefusedError:
    """Make the answer to an argument that is wrong."""
    msg = "Your request contains an invalid request parameter."
    return RefusedError(232001, f"{msg} ext={detail}")


def named(world: World, member_id: str, kind: str) -> tuple[str, str]:
    """Say by which id, of which kind, a member is called: users as asked, bots by their app."""
    user = world.users.get(member_id)
    if user is None:
        return "app_id", member_id
    return kind, {"open_id": user.open_id, "union_id": user.union_id, "user_id": user.user_id}[kind]


def user_id_type_of(incoming: Incoming) -> str:
    """Say by which ids users are to be named."""
    kind = incoming.query.get("user_id_type", "open_id")
    if kind not in list(UserIdType):
        raise invalid(f"user_id_type {kind!r}")
    return kind
