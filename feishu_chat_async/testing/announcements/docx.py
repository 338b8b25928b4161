"""Handlers of `FakeFeishu` for announcements in the docx format."""

import time
import uuid
from collections.abc import Callable
from typing import Final

from ..paging import page_of
from ..requests import (
    FakeRequest,
    RefusedError,
    actor_of,
    acts_as_owner,
    manages,
    typed_id_of,
    user_id_type_of,
)
from ..state import FakeChat
from .docx_blocks import BlockError, BlockTree, Wire

_MAX_PAGE: Final = 500
_MAX_UPDATES: Final = 200
_MAX_REVISION_GAP: Final = 1000


def get_docx_announcement(request: FakeRequest) -> dict[str, object]:
    """Return the properties of an announcement in either format."""
    announcement = _chat(request, docx=False).announcement
    id_type = user_id_type_of(request)
    owner_id_type, owner_id = typed_id_of(request.state, announcement.owner_id, id_type)
    modifier_id_type, modifier_id = typed_id_of(request.state, announcement.modifier_id, id_type)
    return {
        "revision_id": announcement.revision,
        "create_time": announcement.create_time,
        "update_time": announcement.update_time,
        "owner_id": owner_id,
        "owner_id_type": owner_id_type,
        "modifier_id": modifier_id,
        "modifier_id_type": modifier_id_type,
        "announcement_type": "docx" if announcement.is_docx else "doc",
        "create_time_v2": str(announcement.create_time),
        "update_time_v2": str(announcement.update_time),
    }


def list_blocks(request: FakeRequest) -> dict[str, object]:
    """Return a page of all blocks."""
    tree = _requested_tree(request)
    return _page(request, f"blocks {tree.root_id}", list(tree.walk(tree.root_id)))


def get_block(request: FakeRequest) -> dict[str, object]:
    """Return one block."""
    return {"block": _requested_block(_requested_tree(request), request)}


def list_children(request: FakeRequest) -> dict[str, object]:
    """Return a page of the children of a block."""
    tree = _requested_tree(request)
    block = _requested_block(tree, request)
    children = [tree.get(child) for child in block.get("children", [])]
    return _page(request, f"children {block['block_id']}", children)


def create_children(request: FakeRequest) -> dict[str, object]:
    """Create blocks."""

    def create(tree: BlockTree, base: BlockTree) -> dict[str, object]:
        parent_id = request.path["block_id"]
        children, index = request.field("children"), request.field("index")
        return {"children": tree.create(parent_id, children, index, base)}

    return _edit(request, create)


def batch_update(request: FakeRequest) -> dict[str, object]:
    """Change blocks: make all changes or none."""

    def update(tree: BlockTree, _: BlockTree) -> dict[str, object]:
        updates = request.field("requests")
        if not isinstance(updates, list) or not 1 <= len(updates) <= _MAX_UPDATES:
            raise BlockError(1770001, "invalid param, requests must be 1 to 200")
        ids = [str(update.get("block_id")) for update in updates if isinstance(update, dict)]
        if len(set(ids)) < len(ids):
            raise BlockError(1770001, "invalid param, a block can be changed once")
        return {"blocks": [tree.update(update) for update in updates]}

    return _edit(request, update)


def delete_children(request: FakeRequest) -> dict[str, object]:
    """Delete blocks."""

    def delete(tree: BlockTree, base: BlockTree) -> dict[str, object]:
        start, end = request.field("start_index"), request.field("end_index")
        tree.delete(request.path["block_id"], start, end, base)
        return {}

    return _edit(request, delete)


def _edit(
    request: FakeRequest, change: Callable[[BlockTree, BlockTree], dict[str, object]]
) -> dict[str, object]:
    """Apply an edit and create a revision, only once for each `client_token`.

    `change` is called with the newest tree, which it modifies, and the tree that the edit was made
    for. The two are equal unless edits are rebased.
    """
    chat = _chat(request)
    announcement = chat.announcement
    grant = actor_of(request)
    may_edit = manages(grant, chat) or acts_as_owner(grant, chat)
    if chat.only_managers_edit and not may_edit:
        raise RefusedError(
            1772005,
            "No Permission: Only chat owner or admin can edit chat information in the current "
            "situation.",
        )
    client_token = request.query.get("client_token") or str(uuid.uuid4())
    if client_token in announcement.answers:
        return announcement.answers[client_token]
    is_newest = request.query.get("revision_id", "-1") in ("-1", str(announcement.revision))
    if not is_newest and not announcement.rebases:
        raise RefusedError(1770021, "too old document")
    tree = announcement.tree.copy()
    try:
        result = change(tree, _tree_at_revision(request, chat))
    except BlockError as error:
        raise RefusedError(error.code, error.msg, error.status) from error
    if announcement.rebases:
        announcement.versions[announcement.revision] = announcement.tree
        announcement.versions.pop(announcement.revision - _MAX_REVISION_GAP, None)
    announcement.tree, announcement.revision = tree, announcement.revision + 1
    announcement.modifier_id, announcement.update_time = grant.actor_id, int(time.time())
    answer = {**result, "revision_id": announcement.revision, "client_token": client_token}
    announcement.answers[client_token] = answer
    return answer


def _page(request: FakeRequest, list_name: str, blocks: list[Wire]) -> dict[str, object]:
    items, more = page_of(
        request,
        list_name,
        list(enumerate(blocks)),
        max_size=_MAX_PAGE,
        default=_MAX_PAGE,
        error=_invalid,
    )
    return {"items": items, **more}


def _requested_tree(request: FakeRequest) -> BlockTree:
    user_id_type_of(request)
    return _tree_at_revision(request, _chat(request))


def _tree_at_revision(request: FakeRequest, chat: FakeChat) -> BlockTree:
    """Return the blocks of a revision; the newest ones if those of the revision are not kept."""
    revision_id = request.query.get("revision_id", "-1")
    newest = chat.announcement.revision
    if not revision_id.removeprefix("-").isdecimal() or not -1 <= int(revision_id) <= newest:
        raise _invalid("revision_id")
    if revision_id != "-1" and newest - int(revision_id) > _MAX_REVISION_GAP:
        raise RefusedError(1770021, "too old document")
    return chat.announcement.versions.get(int(revision_id), chat.announcement.tree)


def _requested_block(tree: BlockTree, request: FakeRequest) -> Wire:
    try:
        return tree.get(request.path["block_id"])
    except BlockError as error:
        raise RefusedError(error.code, error.msg, error.status) from error


def _chat(request: FakeRequest, *, docx: bool = True) -> FakeChat:
    """Return the chat of a request, if the caller is a member and the format is right."""
    grant = actor_of(request)
    chat = request.state.chats.get(request.path["chat_id"])
    if chat is None or chat.dissolved:
        raise RefusedError(1770002, "not found", 404)
    if chat.tenant_key != grant.app.tenant_key:
        raise RefusedError(1772002, "Operator and chat can NOT be in different tenants.")
    if not grant.app.has_bot:
        raise RefusedError(1772025, "Bot ability is not activated.")
    if grant.actor_id not in chat.members:
        raise RefusedError(1772003, "Operator can NOT be out of the chat.")
    if docx and not chat.announcement.is_docx:
        raise RefusedError(1772006, "announcement type is not supported")
    return chat


def _invalid(detail: str) -> RefusedError:
    return RefusedError(1770001, f"invalid param, {detail}")
