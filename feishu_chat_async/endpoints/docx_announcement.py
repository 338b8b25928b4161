"""Endpoints for announcements in the docx format, which are trees of blocks."""

from collections.abc import Iterable
from typing import Final

from .._protocol.arguments import page_query, user_id_query
from .._protocol.checks import check_number, check_text
from .._protocol.endpoint import Caller, Endpoint, IdempotencyKey, NarrowLimit
from .._protocol.paging import Page, PageIterator, pages
from ..config import Limit
from ..docx.blocks import Block
from ..docx.request_checks import check_children, check_updates
from ..docx.responses import (
    BlockResponse,
    CreatedBlocks,
    DeletedBlocks,
    DocxAnnouncement,
    UpdatedBlocks,
)
from ..docx.updates import BlockUpdate
from ..enums import UserIdTypeLike

# Per app, over all announcements.
_READS: Final = (Limit(10, 1.0),)
_WRITES: Final = (Limit(5, 1.0),)

EDITS: Final = NarrowLimit("announcement", "chat_id", (Limit(3, 1.0),), status=429)
"""All edits of one announcement share this limit."""

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
GET_BLOCK: Final[Endpoint[BlockResponse]] = Endpoint(
    method="GET",
    path="/open-apis/docx/v1/chats/:chat_id/announcement/blocks/:block_id",
    returns=BlockResponse,
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
"""The `revision_id` of the latest version."""


class DocxAnnouncementEndpoints:
    """Calls that read and edit an announcement as a tree of blocks; see `feishu_chat_async.docx`.

    The root of the tree is the block whose id is the `chat_id`. All edits of one announcement share
    a limit of 3 per second.

    Args:
        call: Calls an endpoint.
    """

    def __init__(self, call: Caller) -> None:
        self._call = call

    async def get(
        self, chat_id: str, *, user_id_type: UserIdTypeLike = "open_id"
    ) -> DocxAnnouncement:
        """Return the properties of an announcement in either format, without its content.

        https://open.feishu.cn/document/ukTMukTMukTM/uUDN04SN0QjL1QDN/document-docx/docx-v1/chat-announcement/get
        """
        return await self._call(GET, path={"chat_id": chat_id}, query=user_id_query(user_id_type))

    async def list_blocks(
        self,
        chat_id: str,
        *,
        page_size: int = MAX_PAGE,
        page_token: str | None = None,
        revision_id: int = NEWEST,
        user_id_type: UserIdTypeLike = "open_id",
    ) -> Page[Block]:
        """Return one page of all blocks of the announcement, parents before children.

        Args:
            page_size: Blocks per page, 1 to 500.
            revision_id: The version to read, -1 for the latest. Older versions require permission
                to edit the announcement.

        Raises:
            InvalidRequestError: Code 1772006: the announcement is in the legacy format.

        https://open.feishu.cn/document/ukTMukTMukTM/uUDN04SN0QjL1QDN/document-docx/docx-v1/chat-announcement-block/list
        """
        query = _list_query(page_size, page_token, revision_id, user_id_type)
        return await self._call(LIST_BLOCKS, path={"chat_id": chat_id}, query=query)

    def iter_blocks(
        self,
        chat_id: str,
        *,
        page_size: int = MAX_PAGE,
        page_token: str | None = None,
        revision_id: int = NEWEST,
        user_id_type: UserIdTypeLike = "open_id",
    ) -> PageIterator[Block]:
        """Iterate over all blocks of the announcement, parents before children.

        Args:
            page_size: Blocks per request, 1 to 500.
            revision_id: The version to read, -1 for the latest. Older versions require permission
                to edit the announcement.

        Raises:
            InvalidRequestError: Code 1772006: the announcement is in the legacy format.

        https://open.feishu.cn/document/ukTMukTMukTM/uUDN04SN0QjL1QDN/document-docx/docx-v1/chat-announcement-block/list
        """
        query = _list_query(page_size, page_token, revision_id, user_id_type)
        return pages(self._call, LIST_BLOCKS, path={"chat_id": chat_id}, query=query)

    async def get_block(
        self,
        chat_id: str,
        block_id: str,
        *,
        revision_id: int = NEWEST,
        user_id_type: UserIdTypeLike = "open_id",
    ) -> Block:
        """Return one block, with the ids of its children.

        Args:
            block_id: The id of the block; the `chat_id` is the id of the root.
            revision_id: The version to read, -1 for the latest. Older versions require permission
                to edit the announcement.

        Raises:
            InvalidRequestError: Code 1770002: the block does not exist; 1772006: the announcement
                is in the legacy format.

        https://open.feishu.cn/document/ukTMukTMukTM/uUDN04SN0QjL1QDN/document-docx/docx-v1/chat-announcement-block/get
        """
        path = {"chat_id": chat_id, "block_id": block_id}
        query = {**_revision_query(revision_id), **user_id_query(user_id_type)}
        return (await self._call(GET_BLOCK, path=path, query=query)).requested_block

    async def list_children(
        self,
        chat_id: str,
        block_id: str,
        *,
        page_size: int = MAX_PAGE,
        page_token: str | None = None,
        revision_id: int = NEWEST,
        user_id_type: UserIdTypeLike = "open_id",
    ) -> Page[Block]:
        """Return one page of the direct children of a block.

        Args:
            block_id: The id of the parent; the `chat_id` is the id of the root.
            page_size: Blocks per page, 1 to 500.
            revision_id: The version to read, -1 for the latest. Older versions require permission
                to edit the announcement.

        Raises:
            InvalidRequestError: Code 1770002: the block does not exist; 1772006: the announcement
                is in the legacy format.

        https://open.feishu.cn/document/ukTMukTMukTM/uUDN04SN0QjL1QDN/document-docx/docx-v1/chat-announcement-block-children/get
        """
        path = {"chat_id": chat_id, "block_id": block_id}
        query = _list_query(page_size, page_token, revision_id, user_id_type)
        return await self._call(LIST_CHILDREN, path=path, query=query)

    def iter_children(
        self,
        chat_id: str,
        block_id: str,
        *,
        page_size: int = MAX_PAGE,
        page_token: str | None = None,
        revision_id: int = NEWEST,
        user_id_type: UserIdTypeLike = "open_id",
    ) -> PageIterator[Block]:
        """Iterate over the direct children of a block.

        Args:
            block_id: The id of the parent; the `chat_id` is the id of the root.
            page_size: Blocks per request, 1 to 500.
            revision_id: The version to read, -1 for the latest. Older versions require permission
                to edit the announcement.

        Raises:
            InvalidRequestError: Code 1770002: the block does not exist; 1772006: the announcement
                is in the legacy format.

        https://open.feishu.cn/document/ukTMukTMukTM/uUDN04SN0QjL1QDN/document-docx/docx-v1/chat-announcement-block-children/get
        """
        path = {"chat_id": chat_id, "block_id": block_id}
        query = _list_query(page_size, page_token, revision_id, user_id_type)
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
        user_id_type: UserIdTypeLike = "open_id",
    ) -> CreatedBlocks:
        """Create blocks as children of another block.

        Retried after an unknown outcome, with the same `client_token`, which is generated if None.

        Args:
            block_id: The id of the parent; the `chat_id` is the id of the root.
            children: 1 to 50 blocks, of which at most 5 `SheetBlock`, 5 `BitableBlock`, 20
                `ImageBlock` and 20 `IsvBlock`. Blocks that were read can be passed unless they have
                comments: their ids are not sent.
            index: The position among the existing children, counted from 0; None or -1 appends.
            revision_id: The version to edit, -1 for the latest.

        Raises:
            InvalidRequestError: Codes 1770001 to 1770041: a block is invalid or not allowed there.
            PermissionDeniedError: Code 1772005: the caller cannot edit this announcement.

        https://open.feishu.cn/document/ukTMukTMukTM/uUDN04SN0QjL1QDN/document-docx/docx-v1/chat-announcement-block-children/create
        """
        path = {"chat_id": chat_id, "block_id": block_id}
        query = _edit_query(client_token, revision_id) | user_id_query(user_id_type)
        body = {"children": check_children(children), "index": _checked_index(index)}
        return await self._call(CREATE_CHILDREN, path=path, query=query, body=body)

    async def batch_update(
        self,
        chat_id: str,
        requests: Iterable[BlockUpdate],
        *,
        client_token: str | None = None,
        revision_id: int = NEWEST,
        user_id_type: UserIdTypeLike = "open_id",
    ) -> UpdatedBlocks:
        """Update blocks: either all updates are applied or none.

        Retried after an unknown outcome, with the same `client_token`, which is generated if None.

        Args:
            requests: 1 to 200 updates, at most one for each block.
            revision_id: The version to edit, -1 for the latest.

        Raises:
            InvalidRequestError: Code 1770025: an update does not fit the type of its block.
            PermissionDeniedError: Code 1772005: the caller cannot edit this announcement.

        https://open.feishu.cn/document/ukTMukTMukTM/uUDN04SN0QjL1QDN/document-docx/docx-v1/chat-announcement-block/batch_update
        """
        query = _edit_query(client_token, revision_id) | user_id_query(user_id_type)
        body = {"requests": check_updates(requests)}
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
        """Delete a range of a block's children, with everything inside them.

        Rows and columns of tables and columns of grids can only be deleted with `batch_update`.
        Retried after an unknown outcome, with the same `client_token`, which is generated if None.

        Args:
            block_id: The id of the parent; the `chat_id` is the id of the root.
            start_index: The index of the first child to delete, counted from 0.
            end_index: The index after the last child to delete.
            revision_id: The version to edit, -1 for the latest.

        Raises:
            InvalidRequestError: Code 1770031: the children of this block cannot be deleted.
            PermissionDeniedError: Code 1772005: the caller cannot edit this announcement.

        https://open.feishu.cn/document/ukTMukTMukTM/uUDN04SN0QjL1QDN/document-docx/docx-v1/chat-announcement-block-children/batch_delete
        """
        path = {"chat_id": chat_id, "block_id": block_id}
        query = _edit_query(client_token, revision_id)
        body = _range_body(start_index, end_index)
        return await self._call(DELETE_CHILDREN, path=path, query=query, body=body)


def _revision_query(revision_id: int) -> dict[str, object]:
    return {"revision_id": check_number("revision_id", revision_id, min_value=NEWEST)}


def _list_query(
    page_size: int, page_token: str | None, revision_id: int, user_id_type: UserIdTypeLike
) -> dict[str, object]:
    page = page_query(page_size, page_token, MAX_PAGE)
    return {**page, **_revision_query(revision_id), **user_id_query(user_id_type)}


def _edit_query(client_token: str | None, revision_id: int) -> dict[str, object]:
    if client_token is not None:
        check_text("client_token", client_token, min_length=1)
    return {**_revision_query(revision_id), "client_token": client_token}


def _checked_index(index: int | None) -> int | None:
    return None if index is None else check_number("index", index, min_value=-1)


def _range_body(start_index: int, end_index: int) -> dict[str, object]:
    check_number("start_index", start_index, min_value=0)
    check_number("end_index", end_index, min_value=start_index + 1)
    return {"start_index": start_index, "end_index": end_index}
