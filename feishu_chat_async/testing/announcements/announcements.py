"""What `FakeFeishu` does with announcements in the legacy format, and with top notices."""

import re
import time
from typing import Final

from ...enums import TopNoticeType
from ...models.top_notice import TopNotice
from ..requests import (
    FakeRequest,
    RefusedError,
    actor_of,
    acts_as_owner,
    chat_of,
    invalid,
    manages,
    named,
    user_id_type_of,
)
from ..state import FakeChat
from .legacy_document import MAX_REVISION_GAP, EditError

_REVISION: Final = re.compile("[0-9]{1,18}")


def put_top_notice(incoming: FakeRequest) -> dict[str, object]:
    """Pin a message or the announcement."""
    chat = chat_of(incoming)
    asked = incoming.field("chat_top_notice")
    if not isinstance(asked, list) or not asked:
        raise invalid("chat_top_notice is required")
    chat.top_notice = tuple(_top_notice(chat, item) for item in asked)
    return {}


def _top_notice(chat: FakeChat, item: object) -> TopNotice:
    if not isinstance(item, dict):
        raise invalid("chat_top_notice must hold objects")
    kind, message_id = item.get("action_type", "2"), item.get("message_id")
    if kind not in list(TopNoticeType):
        raise invalid(f"action_type {kind!r}")
    if not isinstance(message_id, str | None):
        raise invalid("message_id must be a string")
    if kind == TopNoticeType.MESSAGE and message_id not in chat.messages:
        raise invalid("message_id is not a message of this chat")
    return TopNotice(action_type=kind, message_id=message_id)


def delete_top_notice(incoming: FakeRequest) -> dict[str, object]:
    """Unpin whatever is pinned."""
    chat_of(incoming).top_notice = ()
    return {}


def get_announcement(incoming: FakeRequest) -> dict[str, object]:
    """Read the announcement."""
    found = chat_of(incoming, legacy_announcement=True).announcement
    kind = user_id_type_of(incoming)
    owner_id_type, owner_id = named(incoming.world, found.owner_id, kind)
    modifier_id_type, modifier_id = named(incoming.world, found.modifier_id, kind)
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


def patch_announcement(incoming: FakeRequest) -> dict[str, object]:
    """Edit the announcement: all operations or none."""
    chat = chat_of(incoming, legacy_announcement=True)
    grant = actor_of(incoming)
    may_edit = manages(grant, chat) or acts_as_owner(grant, chat)
    if chat.only_managers_edit and not may_edit:
        raise RefusedError(
            232002,
            "No Permission: Only chat owner or admin can edit chat information in the current "
            "situation.",
        )
    revision, operations = incoming.field("revision"), incoming.field("requests")
    if not isinstance(revision, str) or not _REVISION.fullmatch(revision):
        raise invalid("revision is required")
    if not isinstance(operations, list) or not operations:
        raise invalid("requests is required")
    found = chat.announcement
    behind = found.revision - int(revision)
    if not 0 <= behind <= MAX_REVISION_GAP:
        raise RefusedError(232018, f"Updating announcement failed. revision {revision} is refused")
    try:
        found.document.apply(*operations, behind=behind)
    except EditError as error:
        raise RefusedError(232018, f"Updating announcement failed. {error}") from error
    found.revision += 1
    found.modifier_id, found.update_time = grant.actor_id, int(time.time())
    return {}
