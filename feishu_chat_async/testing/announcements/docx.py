"""What `FakeFeishu` does with announcements in the docx format."""

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
    named,
    user_id_type_of,
)
from ..state import FakeChat
from .docx_blocks import BlockError, BlockTree, Wire

_MAX_PAGE: Final = 500
_OLDEST_REVISION: Final = 1000


def get_docx_announcement(incoming: FakeRequest) -> dict[str, object]:
    """Read what the announcement is, of either kind."""
    found = _chat(incoming, docx=False).announcement
    kind = user_id_type_of(incoming)
    owner_id_type, owner_id = named(incoming.world, found.owner_id, kind)
    modifier_id_type, modifier_id = named(incoming.world, found.modifier_id, kind)
    return {
        "revision_id": found.revision,
        "create_time": found.create_time,
        "update_time": found.update_time,
        "owner_id": owner_id,
        "owner_id_type": owner_id_type,
        "modifier_id": modifier_id,
        "modifier_id_type": modifier_id_type,
        "announcement_type": "docx" if found.is_docx else "doc",
        "create_time_v2": str(found.create_time),
        "update_time_v2": str(found.update_time),
    }


def list_blocks(incoming: FakeRequest) -> dict[str, object]:
    """Read all blocks."""
    tree = _read(incoming)
    return _page(incoming, f"blocks {tree.root_id}", list(tree.walk(tree.root_id)))


def get_block(incoming: FakeRequest) -> dict[str, object]:
    """Read one block."""
    return {"block": _found(_read(incoming), incoming)}


def list_children(incoming: FakeRequest) -> dict[str, object]:
    """Read the children of a block."""
    tree = _read(incoming)
    block = _found(tree, incoming)
    children = [tree.get(child) for child in block.get("children", [])]
    return _page(incoming, f"children {block['block_id']}", children)


def create_children(incoming: FakeRequest) -> dict[str, object]:
    """Create blocks."""

    def create(tree: BlockTree, older: BlockTree) -> dict[str, object]:
        parent_id = incoming.params["block_id"]
        children, index = incoming.field("children"), incoming.field("index")
        return {"children": tree.create(parent_id, children, index, older)}

    return _edit(incoming, create)


def batch_update(incoming: FakeRequest) -> dict[str, object]:
    """Change blocks, all or none."""

    def update(tree: BlockTree, _: BlockTree) -> dict[str, object]:
        requests = incoming.field("requests")
        if not isinstance(requests, list) or not 1 <= len(requests) <= 200:
            raise BlockError(1770001, "invalid param, requests must be 1 to 200")
        ids = [str(one.get("block_id")) for one in requests if isinstance(one, dict)]
        if len(set(ids)) < len(ids):
            raise BlockError(1770001, "invalid param, a block can be changed once")
        return {"blocks": [tree.update(request) for request in requests]}

    return _edit(incoming, update)


def delete_children(incoming: FakeRequest) -> dict[str, object]:
    """Delete blocks."""

    def delete(tree: BlockTree, older: BlockTree) -> dict[str, object]:
        start, end = incoming.field("start_index"), incoming.field("end_index")
        tree.delete(incoming.params["block_id"], start, end, older)
        return {}

    return _edit(incoming, delete)


def _edit(
    incoming: FakeRequest, change: Callable[[BlockTree, BlockTree], dict[str, object]]
) -> dict[str, object]:
    """Make one version of another; the same `client_token` makes it once.

    What changes it is given the newest version and, if edits are rebased, the one it was made for.
    """
    chat = _chat(incoming)
    found = chat.announcement
    grant = actor_of(incoming)
    may_edit = manages(grant, chat) or acts_as_owner(grant, chat)
    if chat.only_managers_edit and not may_edit:
        raise RefusedError(
            1772005,
            "No Permission: Only chat owner or admin can edit chat information in the current "
            "situation.",
        )
    client_token = incoming.query.get("client_token") or str(uuid.uuid4())
    if client_token in found.answers:
        return found.answers[client_token]
    is_newest = incoming.query.get("revision_id", "-1") in ("-1", str(found.revision))
    if not is_newest and not found.rebases:
        raise RefusedError(1770021, "too old document")
    tree = found.tree.copy()
    try:
        done = change(tree, _at_revision(incoming, chat))
    except BlockError as error:
        raise RefusedError(error.code, error.msg, error.status) from error
    if found.rebases:
        found.versions[found.revision] = found.tree
        found.versions.pop(found.revision - _OLDEST_REVISION, None)
    found.tree, found.revision = tree, found.revision + 1
    found.modifier_id, found.update_time = grant.actor_id, int(time.time())
    answer = {**done, "revision_id": found.revision, "client_token": client_token}
    found.answers[client_token] = answer
    return answer


def _page(incoming: FakeRequest, of: str, blocks: list[Wire]) -> dict[str, object]:
    items, more = page_of(
        incoming,
        of,
        list(enumerate(blocks)),
        max_size=_MAX_PAGE,
        default=_MAX_PAGE,
        refused=_refused,
    )
    return {"items": items, **more}


def _read(incoming: FakeRequest) -> BlockTree:
    user_id_type_of(incoming)
    return _at_revision(incoming, _chat(incoming))


def _at_revision(incoming: FakeRequest, chat: FakeChat) -> BlockTree:
    """Return the blocks; those of older versions only if they are kept, see `rebases`."""
    asked = incoming.query.get("revision_id", "-1")
    newest = chat.announcement.revision
    if not asked.removeprefix("-").isdecimal() or not -1 <= int(asked) <= newest:
        raise _refused("revision_id")
    if asked != "-1" and newest - int(asked) > _OLDEST_REVISION:
        raise RefusedError(1770021, "too old document")
    return chat.announcement.versions.get(int(asked), chat.announcement.tree)


def _found(tree: BlockTree, incoming: FakeRequest) -> Wire:
    try:
        return tree.get(incoming.params["block_id"])
    except BlockError as error:
        raise RefusedError(error.code, error.msg, error.status) from error


def _chat(incoming: FakeRequest, *, docx: bool = True) -> FakeChat:
    """Find the chat of a request, and check that the caller may act in it."""
    grant = actor_of(incoming)
    chat = incoming.world.chats.get(incoming.params["chat_id"])
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


def _refused(detail: str) -> RefusedError:
    return RefusedError(1770001, f"invalid param, {detail}")
