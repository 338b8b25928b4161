"""What `FakeFeishu` does for each endpoint: documented checks, documented codes and texts."""

import re
import time
from collections.abc import Callable, Mapping
from typing import Final

import attrs

from .._endpoint import Endpoint
from ..endpoints import announcement, auth, top_notice
from ..enums import TopNoticeType, UserIdType
from ..models.top_notice import TopNotice
from ._document import EditError
from ._world import FakeChat, Grant, World

_MAX_REVISION_GAP: Final = 100
_REVISION: Final = re.compile("[0-9]{1,18}")


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


def tenant_token(incoming: Incoming) -> dict[str, object]:
    """Hand out a tenant access token."""
    app = incoming.world.apps.get(str(incoming.field("app_id")))
    if app is None:
        raise RefusedError(10003, "invalid param", status=200)
    if incoming.field("app_secret") != app.app_secret:
        raise RefusedError(10015, "wrong app secret", status=200)
    token, expire = incoming.world.tenant_token(app, incoming.now)
    return {"tenant_access_token": token, "expire": expire}


def put_top_notice(incoming: Incoming) -> dict[str, object]:
    """Pin a message or the announcement."""
    chat = _chat(incoming)
    asked = incoming.field("chat_top_notice")
    if not isinstance(asked, list) or not asked:
        raise _invalid("chat_top_notice is required")
    chat.top_notice = tuple(_top_notice(chat, item) for item in asked)
    return {}


def _top_notice(chat: FakeChat, item: object) -> TopNotice:
    if not isinstance(item, dict):
        raise _invalid("chat_top_notice must hold objects")
    kind, message_id = item.get("action_type", "2"), item.get("message_id")
    if kind not in list(TopNoticeType):
        raise _invalid(f"action_type {kind!r}")
    if not isinstance(message_id, str | None):
        raise _invalid("message_id must be a string")
    if kind == TopNoticeType.MESSAGE and message_id not in chat.messages:
        raise _invalid("message_id is not a message of this chat")
    return TopNotice(action_type=kind, message_id=message_id)


def delete_top_notice(incoming: Incoming) -> dict[str, object]:
    """Unpin whatever is pinned."""
    _chat(incoming).top_notice = ()
    return {}


def get_announcement(incoming: Incoming) -> dict[str, object]:
    """Read the announcement."""
    found = _chat(incoming, legacy_announcement=True).announcement
    kind = incoming.query.get("user_id_type", "open_id")
    if kind not in list(UserIdType):
        raise _invalid(f"user_id_type {kind!r}")
    owner_id_type, owner_id = _named(incoming.world, found.owner_id, kind)
    modifier_id_type, modifier_id = _named(incoming.world, found.modifier_id, kind)
    return {
        "content": found.document.to_json(),
        "revision": str(found.revision),
        "create_time": str(found.create_time),
        "update_time": str(found.update_time),
        "owner_id_type": owner_id_type,
        "owner_id": owner_id,
        "modifier_id_type": modifier_id_type,
        "modifier_id": modifier_id,
    }


def patch_announcement(incoming: Incoming) -> dict[str, object]:
    """Edit the announcement: all operations or none."""
    chat = _chat(incoming, legacy_announcement=True)
    actor_id = _actor(incoming).actor_id
    if chat.only_managers_edit and actor_id not in {chat.owner_id, *chat.managers}:
        raise RefusedError(
            232002,
            "No Permission: Only chat owner or admin can edit chat information in the current "
            "situation.",
        )
    revision, operations = incoming.field("revision"), incoming.field("requests")
    if not isinstance(revision, str) or not _REVISION.fullmatch(revision):
        raise _invalid("revision is required")
    if not isinstance(operations, list) or not operations:
        raise _invalid("requests is required")
    old = chat.announcement
    if not 0 <= old.revision - int(revision) <= _MAX_REVISION_GAP:
        raise RefusedError(232018, f"Updating announcement failed. revision {revision} is refused")
    document = attrs.evolve(old.document, blocks=list(old.document.blocks))
    try:
        for operation in operations:
            document.apply(operation)
    except EditError as error:
        raise RefusedError(232018, f"Updating announcement failed. {error}") from error
    old.document, old.revision = document, old.revision + 1
    old.modifier_id, old.update_time = actor_id, int(time.time())
    return {}


HANDLERS: Final[Mapping[Endpoint[object], Callable[[Incoming], dict[str, object]]]] = {
    auth.TENANT_TOKEN: tenant_token,
    top_notice.PUT: put_top_notice,
    top_notice.DELETE: delete_top_notice,
    announcement.GET: get_announcement,
    announcement.PATCH: patch_announcement,
}


def _actor(incoming: Incoming) -> Grant:
    if incoming.grant is None:
        raise RefusedError(99991661, "Missing access token for authorization.")
    return incoming.grant


def _chat(incoming: Incoming, *, legacy_announcement: bool = False) -> FakeChat:
    """Find the chat of a request, and check that the caller may act in it."""
    grant = _actor(incoming)
    chat = incoming.world.chats.get(incoming.params["chat_id"])
    if chat is None:
        raise _invalid("chat_id")
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


def _invalid(detail: str) -> RefusedError:
    msg = "Your request contains an invalid request parameter."
    return RefusedError(232001, f"{msg} ext={detail}")


def _named(world: World, member_id: str, kind: str) -> tuple[str, str]:
    user = world.users.get(member_id)
    if user is None:
        return "app_id", member_id
    return kind, {"open_id": user.open_id, "union_id": user.union_id, "user_id": user.user_id}[kind]
