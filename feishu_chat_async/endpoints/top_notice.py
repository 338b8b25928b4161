"""Top notices: what is pinned to the top of a chat."""

from types import NoneType
from typing import Final

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
    """Pin a message or the announcement to the top of a chat, and take it away again."""

    def __init__(self, call: Caller) -> None:
        self._call = call

    async def put(self, chat_id: str, *notices: TopNotice) -> None:
        """Pin these, at least one, to the top of the chat in place of what is pinned there.

        The caller must be in the chat and of its tenant. Retried after an unknown outcome, since
        doing it twice is the same as once.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/chat-top_notice/put_top_notice
        """
        body = {"chat_top_notice": _checked(notices)}
        await self._call(PUT, path={"chat_id": chat_id}, body=body)

    async def delete(self, chat_id: str) -> None:
        """Take away what is pinned to the top of the chat, a message or the announcement.

        The caller must be in the chat and of its tenant. Retried after an unknown outcome, since
        doing it twice is the same as once.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/chat-top_notice/delete_top_notice
        """
        await self._call(DELETE, path={"chat_id": chat_id})


def _checked(notices: tuple[TopNotice, ...]) -> tuple[TopNotice, ...]:
    if not notices:
        raise ValueError("notices must hold at least one TopNotice; to unpin, call delete()")
    for notice in notices:
        if not isinstance(notice, TopNotice):
            kind = type(notice).__name__
            raise TypeError(f"notices must be TopNotice, such as TopNotice.message(id), got {kind}")
    return notices
