"""Handlers of `FakeFeishu` for announcements in the legacy format."""

import re
import time
from typing import Final

from ..requests import (
    FakeRequest,
    RefusedError,
    actor_of,
    acts_as_owner,
    chat_of,
    invalid,
    manages,
    typed_id_of,
    user_id_type_of,
)
from .legacy_document import MAX_REVISION_GAP, EditError

_REVISION: Final = re.compile("[0-9]{1,18}")


def get_announcement(request: FakeRequest) -> dict[str, object]:
    """Return the announcement."""
    announcement = chat_of(request, legacy_announcement=True).announcement
    id_type = user_id_type_of(request)
    owner_id_type, owner_id = typed_id_of(request.state, announcement.owner_id, id_type)
    modifier_id_type, modifier_id = typed_id_of(request.state, announcement.modifier_id, id_type)
    return {
        "content": announcement.document.to_json(),
        "revision": str(announcement.revision),
        "create_time": str(announcement.create_time),
        "update_time": str(announcement.update_time),
        "owner_id_type": owner_id_type,
        "owner_id": owner_id,
        "modifier_id_type": modifier_id_type,
        "modifier_id": modifier_id,
    }


def patch_announcement(request: FakeRequest) -> dict[str, object]:
    """Edit the announcement: apply all operations or none."""
    chat = chat_of(request, legacy_announcement=True)
    grant = actor_of(request)
    may_edit = manages(grant, chat) or acts_as_owner(grant, chat)
    if chat.only_managers_edit and not may_edit:
        raise RefusedError(
            232002,
            "No Permission: Only chat owner or admin can edit chat information in the current "
            "situation.",
        )
    revision, operations = request.field("revision"), request.field("requests")
    if not isinstance(revision, str) or not _REVISION.fullmatch(revision):
        raise invalid("revision is required")
    if not isinstance(operations, list) or not operations:
        raise invalid("requests is required")
    announcement = chat.announcement
    revisions_behind = announcement.revision - int(revision)
    if not 0 <= revisions_behind <= MAX_REVISION_GAP:
        raise RefusedError(232018, f"Updating announcement failed. revision {revision} is refused")
    try:
        announcement.document.apply(*operations, revisions_behind=revisions_behind)
    except EditError as error:
        raise RefusedError(232018, f"Updating announcement failed. {error}") from error
    announcement.revision += 1
    announcement.modifier_id, announcement.update_time = grant.actor_id, int(time.time())
    return {}
