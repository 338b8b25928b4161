"""The announcement of a chat, in the docx format: a tree of blocks."""

from collections.abc import Iterable
from typing import Final

import attrs

from .._protocol.arguments import by_user, page_of
from .._protocol.checks import check_count, check_items, check_number, check_text
from .._protocol.endpoint import Caller, Endpoint, IdempotencyKey, NarrowLimit
from .._protocol.paging import Page, PageIterator, pages
from .._protocol.variants import Variants
from ..config import Limit
from ..docx.blocks import BaseTextBlock, Block
from ..docx.content_blocks import (
    BitableBlock,
    GridBlock,
    ImageBlock,
    IsvBlock,
    SheetBlock,
    TableBlock,
)
from ..docx.results import (
    BlockAnswer,
    CreatedBlocks,
    DeletedBlocks,
    DocxAnnouncement,
    UpdatedBlocks,
)
from ..docx.text import TextElement
from ..docx.updates import BlockUpdate
from ..enums import UserIdType

# Per app, whichever announcement it is.
_READS: Final = (Limit(10, 1.0),)
_WRITES: Final = (Limit(5, 1.0),)

EDITS: Final = NarrowLimit("announcement", "chat_id", (Limit(3, 1.0),), status=429)
"""All edits of one announcement together."""

_CLIENT_TOKEN: Final = IdempotencyKey("query", "client_token")

GET: Final[Endpoint[DocxAnnouncement]] = Endpoint(
    method="GET",
    path="/open-apis/docx/v1/chats/:chat_id/announcement",
    returns=DocxAnnouncement,
    idempotent=True,
    limits=(Limit(20, 1.0),),
)
LIST_BLOCKS: Final[Endpoint[Page[Block]]] = Endpoint(
    method="GET",
    path="/open-apis/docx/v1/chats/:chat_id/announcement/blocks",
    returns=Page[Block],
    idempotent=True,
    limits=_READS,
)
GET_BLOCK: Final[Endpoint[BlockAnswer]] = Endpoint(
    method="GET",
    path="/open-apis/docx/v1/chats/:chat_id/announcement/blocks/:block_id",
    returns=BlockAnswer,
    idempotent=True,
    limits=_READS,
)
LIST_CHILDREN: Final[Endpoint[Page[Block]]] = Endpoint(
    method="GET",
    path="/open-apis/docx/v1/chats/:chat_id/announcement/blocks/:block_id/children",
    returns=Page[Block],
    idempotent=True,
    limits=_READS,
)
CREATE_CHILDREN: Final[Endpoint[CreatedBlocks]] = Endpoint(
    method="POST",
    path="/open-apis/docx/v1/chats/:chat_id/announcement/blocks/:block_id/children",
    returns=CreatedBlocks,
    idempotent=False,
    key=_CLIENT_TOKEN,
    limits=_WRITES,
    narrow_limits=(EDITS,),
)
BATCH_UPDATE: Final[Endpoint[UpdatedBlocks]] = Endpoint(
    method="PATCH",
    path="/open-apis/docx/v1/chats/:chat_id/announcement/blocks/batch_update",
    returns=UpdatedBlocks,
    idempotent=False,
    key=_CLIENT_TOKEN,
    limits=_WRITES,
    narrow_limits=(EDITS,),
)
DELETE_CHILDREN: Final[Endpoint[DeletedBlocks]] = Endpoint(
    method="DELETE",
    path="/open-apis/docx/v1/chats/:chat_id/announcement/blocks/:block_id/children/batch_delete",
    returns=DeletedBlocks,
    idempotent=False,
    key=_CLIENT_TOKEN,
    limits=_WRITES,
    narrow_limits=(EDITS,),
)

MAX_PAGE: Final = 500
NEWEST: Final = -1
MAX_CHILDREN: Final = 50
MAX_OF_A_KIND: Final = ((SheetBlock, 5), (BitableBlock, 5), (ImageBlock, 20), (IsvBlock, 20))
MAX_UPDATES: Final = 200


class DocxAnnouncementEndpoints:
    """Read and edit the announcement of a chat as a tree of blocks; see `feishu_chat_async.docx`.

    `revision_id` is the version that is read or edited: -1 is the newest. The root of the tree is
    the block whose id is the `chat_id`. All edits of one announcement, by whichever method, share a
    limit of 3 a second.
    """

    def __init__(self, call: Caller) -> None:
        self._call = call

    async def get(
        self, chat_id: str, *, user_id_type: UserIdType = UserIdType.OPEN_ID
    ) -> DocxAnnouncement:
        """Return what the announcement is, without its content; also for one of the legacy kind.

        https://open.feishu.cn/document/ukTMukTMukTM/uUDN04SN0QjL1QDN/document-docx/docx-v1/chat-announcement/get
        """
        return await self._call(GET, path={"chat_id": chat_id}, query=by_user(user_id_type))

    async def list_blocks(
        self,
        chat_id: str,
        *,
        page_size: int = MAX_PAGE,
        page_token: str | None = None,
        revision_id: int = NEWEST,
        user_id_type: UserIdType = UserIdType.OPEN_ID,
    ) -> Page[Block]:
        """Return a page of all blocks of the announcement, 1 to 500, parents before children.

        Raises:
            InvalidRequestError: code 1772006, the announcement is of the legacy kind.

        https://open.feishu.cn/document/ukTMukTMukTM/uUDN04SN0QjL1QDN/document-docx/docx-v1/chat-announcement-block/list
        """
        query = _listing(page_size, page_token, revision_id, user_id_type)
        return await self._call(LIST_BLOCKS, path={"chat_id": chat_id}, query=query)

    def iter_blocks(
        self,
        chat_id: str,
        *,
        page_size: int = MAX_PAGE,
        page_token: str | None = None,
        revision_id: int = NEWEST,
        user_id_type: UserIdType = UserIdType.OPEN_ID,
    ) -> PageIterator[Block]:
        """Iterate over all blocks of the announcement, from `page_token` on; see `list_blocks`.

        https://open.feishu.cn/document/ukTMukTMukTM/uUDN04SN0QjL1QDN/document-docx/docx-v1/chat-announcement-block/list
        """
        query = _listing(page_size, page_token, revision_id, user_id_type)
        return pages(self._call, LIST_BLOCKS, path={"chat_id": chat_id}, query=query)

    async def get_block(
        self,
        chat_id: str,
        block_id: str,
        *,
        revision_id: int = NEWEST,
        user_id_type: UserIdType = UserIdType.OPEN_ID,
    ) -> Block:
        """Return one block.

        Raises:
            InvalidRequestError: code 1770002, there is no such block; 1772006, see `list_blocks`.

        https://open.feishu.cn/document/ukTMukTMukTM/uUDN04SN0QjL1QDN/document-docx/docx-v1/chat-announcement-block/get
        """
        path = {"chat_id": chat_id, "block_id": block_id}
        query = {**_revision(revision_id), **by_user(user_id_type)}
        return (await self._call(GET_BLOCK, path=path, query=query)).found

    async def list_children(
        self,
        chat_id: str,
        block_id: str,
        *,
        page_size: int = MAX_PAGE,
        page_token: str | None = None,
        revision_id: int = NEWEST,
        user_id_type: UserIdType = UserIdType.OPEN_ID,
    ) -> Page[Block]:
        """Return a page of the children of a block, 1 to 500, without what is below them.

        Raises:
            InvalidRequestError: code 1770002 or 1772006, as for `get_block`.

        https://open.feishu.cn/document/ukTMukTMukTM/uUDN04SN0QjL1QDN/document-docx/docx-v1/chat-announcement-block-children/get
        """
        path = {"chat_id": chat_id, "block_id": block_id}
        query = _listing(page_size, page_token, revision_id, user_id_type)
        return await self._call(LIST_CHILDREN, path=path, query=query)

    def iter_children(
        self,
        chat_id: str,
        block_id: str,
        *,
        page_size: int = MAX_PAGE,
        page_token: str | None = None,
        revision_id: int = NEWEST,
        user_id_type: UserIdType = UserIdType.OPEN_ID,
    ) -> PageIterator[Block]:
        """Iterate over all children of a block, from `page_token` on; see `list_children`.

        https://open.feishu.cn/document/ukTMukTMukTM/uUDN04SN0QjL1QDN/document-docx/docx-v1/chat-announcement-block-children/get
        """
        path = {"chat_id": chat_id, "block_id": block_id}
        query = _listing(page_size, page_token, revision_id, user_id_type)
        return pages(self._call, LIST_CHILDREN, path=path, query=query)

    async def create_children(
        self,
        chat_id: str,
        block_id: str,
        children: Iterable[Block],
        *,
        index: int | None = None,
        client_token: str | None = None,
        revision_id: int = NEWEST,
        user_id_type: UserIdType = UserIdType.OPEN_ID,
    ) -> CreatedBlocks:
        """Create 1 to 50 blocks below another, before its child number `index` or at the end.

        Up to 5 of them may be sheets, 5 bitables, 20 pictures and 20 widgets of third parties.
        Blocks that were read can be given too, if nobody has commented on them: their ids are not
        sent. Retried after an unknown outcome, under the same `client_token`, which is made if none
        is given.

        Raises:
            InvalidRequestError: codes 1770001 to 1770041, what does not fit into the tree.
            PermissionDeniedError: code 1772005, the caller may not edit this announcement.

        https://open.feishu.cn/document/ukTMukTMukTM/uUDN04SN0QjL1QDN/document-docx/docx-v1/chat-announcement-block-children/create
        """
        path = {"chat_id": chat_id, "block_id": block_id}
        query = _editing(client_token, revision_id) | by_user(user_id_type)
        body = {"children": _new_blocks(children), "index": _index(index)}
        return await self._call(CREATE_CHILDREN, path=path, query=query, body=body)

    async def batch_update(
        self,
        chat_id: str,
        requests: Iterable[BlockUpdate],
        *,
        client_token: str | None = None,
        revision_id: int = NEWEST,
        user_id_type: UserIdType = UserIdType.OPEN_ID,
    ) -> UpdatedBlocks:
        """Change 1 to 200 blocks, each at most once: all changes are made, or none.

        Retried after an unknown outcome, under the same `client_token`, which is made if none is
        given.

        Raises:
            InvalidRequestError: code 1770025, a change is of the wrong kind for its block.
            PermissionDeniedError: code 1772005, the caller may not edit this announcement.

        https://open.feishu.cn/document/ukTMukTMukTM/uUDN04SN0QjL1QDN/document-docx/docx-v1/chat-announcement-block/batch_update
        """
        query = _editing(client_token, revision_id) | by_user(user_id_type)
        body = {"requests": _updates(requests)}
        return await self._call(BATCH_UPDATE, path={"chat_id": chat_id}, query=query, body=body)

    async def delete_children(
        self,
        chat_id: str,
        block_id: str,
        *,
        start_index: int,
        end_index: int,
        client_token: str | None = None,
        revision_id: int = NEWEST,
    ) -> DeletedBlocks:
        """Delete the children of a block from number `start_index` up to before `end_index`.

        Retried after an unknown outcome, under the same `client_token`, which is made if none is
        given.

        Raises:
            InvalidRequestError: code 1770031, this block must keep its children.
            PermissionDeniedError: code 1772005, the caller may not edit this announcement.

        https://open.feishu.cn/document/ukTMukTMukTM/uUDN04SN0QjL1QDN/document-docx/docx-v1/chat-announcement-block-children/batch_delete
        """
        path = {"chat_id": chat_id, "block_id": block_id}
        query = _editing(client_token, revision_id)
        body = _range(start_index, end_index)
        return await self._call(DELETE_CHILDREN, path=path, query=query, body=body)


def _revision(revision_id: int) -> dict[str, object]:
    return {"revision_id": check_number("revision_id", revision_id, min_value=NEWEST)}


def _listing(
    page_size: int, page_token: str | None, revision_id: int, user_id_type: UserIdType
) -> dict[str, object]:
    page = page_of(page_size, page_token, MAX_PAGE)
    return {**page, **_revision(revision_id), **by_user(user_id_type)}


def _editing(client_token: str | None, revision_id: int) -> dict[str, object]:
    if client_token is not None:
        check_text("client_token", client_token, min_length=1)
    return {**_revision(revision_id), "client_token": client_token}


def _index(index: int | None) -> int | None:
    return None if index is None else check_number("index", index, min_value=-1)


def _range(start_index: int, end_index: int) -> dict[str, object]:
    check_number("start_index", start_index, min_value=0)
    check_number("end_index", end_index, min_value=start_index + 1)
    return {"start_index": start_index, "end_index": end_index}


def _new_blocks(children: Iterable[Block]) -> tuple[Block, ...]:
    blocks = check_items("children", children, Block, max_items=MAX_CHILDREN)
    for kind, most in MAX_OF_A_KIND:
        found = tuple(block for block in blocks if type(block) is kind)
        check_count(f"children of the kind {kind.__name__}", found, min_items=0, max_items=most)
    _check_kinds("children", blocks, Block.variants)
    return tuple(map(_new_block, blocks))


def _new_block(block: Block) -> Block:
    """Check a block that is to be created, and take off what only Feishu gives."""
    new = attrs.evolve(block, block_id=None, parent_id=None, children=())
    if isinstance(new, BaseTextBlock):
        elements = check_items("elements", new.elements, TextElement, min_items=0)
        _check_kinds("elements", elements, TextElement.variants)
    if isinstance(new, GridBlock):
        check_number("column_size", new.column_size, min_value=2, max_value=5)
    if isinstance(new, SheetBlock):
        for name in ("row_size", "column_size"):
            if (size := getattr(new, name)) is not None:
                check_number(name, size, min_value=1, max_value=9)
    if isinstance(new, TableBlock):
        check_number("row_size", new.property.row_size, min_value=1)
        check_number("column_size", new.property.column_size, min_value=1)
        return attrs.evolve(new, cells=())
    return new


def _check_kinds(name: str, items: Iterable[object], variants: Variants) -> None:
    for item in items:
        if type(item) not in variants.names and type(item) is not variants.fallback:
            raise TypeError(f"{name} must be of a kind that there is, got {type(item).__name__}")


def _updates(requests: Iterable[BlockUpdate]) -> tuple[BlockUpdate, ...]:
    updates = check_items("requests", requests, BlockUpdate, max_items=MAX_UPDATES)
    _check_kinds("requests", updates, BlockUpdate.variants)
    seen: set[str] = set()
    for update in updates:
        if update.block_id in seen:
            raise ValueError(f"requests must change each block once, got two for {update.block_id}")
        seen.add(update.block_id)
    return updates
