"""The top notice of a chat: a message or the announcement that is pinned to the top."""

from types import NoneType
from typing import Final

from .._protocol.checks import check_items
from .._protocol.endpoint import Caller, Endpoint
from ..models.top_notice import TopNotice

PUT: Final[Endpoint[None]] = Endpoint(
    method="POST",
    path="/open-apis/im/v1/chats/:chat_id/top_notice/put_top_notice",
    returns=NoneType,
    idempotent=True,
)
DELETE: Final[Endpoint[None]] = Endpoint(
    method="POST",
    path="/open-apis/im/v1/chats/:chat_id/top_notice/delete_top_notice",
    returns=NoneType,
    idempotent=True,
)


class TopNoticeEndpoints:
    """Calls that pin a message or the announcement to the top of a chat, and remove it again.

    The caller must be in the chat and belong to its tenant.

    Args:
        call: Calls an endpoint.
    """

    def __init__(self, call: Caller) -> None:
        self._call = call

    async def put(self, chat_id: str, *notices: TopNotice) -> None:
        """Pin a message or the announcement to the top of a chat, replacing what is pinned there.

        Retried after an unknown outcome, since pinning twice is the same as once.

        Args:
            *notices: What to pin, at least one. To unpin it, call `delete`.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/chat-top_notice/put_top_notice
        """
        body = {"chat_top_notice": check_items("notices", notices, TopNotice)}
        await self._call(PUT, path={"chat_id": chat_id}, body=body)

    async def delete(self, chat_id: str) -> None:
        """Remove the message or announcement that is pinned to the top of a chat.

        Retried after an unknown outcome, since unpinning twice is the same as once.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/chat-top_notice/delete_top_notice
        """
        await self._call(DELETE, path={"chat_id": chat_id})
