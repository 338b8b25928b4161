"""Endpoints for announcements in the legacy format."""

from collections.abc import Sequence
from types import NoneType
from typing import Final

from .._protocol.arguments import user_id_query
from .._protocol.endpoint import CHAT, Caller, Endpoint
from ..enums import UserIdTypeLike
from ..legacy.base_operation import Operation
from ..legacy.request_checks import check_requests
from ..models.announcements import Announcement

GET: Final[Endpoint[Announcement]] = Endpoint(
    method="GET",
    path="/open-apis/im/v1/chats/:chat_id/announcement",
    returns=Announcement,
    idempotent=True,
    narrow_limits=(CHAT,),
)
PATCH: Final[Endpoint[None]] = Endpoint(
    method="PATCH",
    path="/open-apis/im/v1/chats/:chat_id/announcement",
    returns=NoneType,
    idempotent=False,
    narrow_limits=(CHAT,),
)


class AnnouncementEndpoints:
    """Calls that read and edit announcements in the legacy format; see `feishu_chat_async.legacy`.

    Args:
        call: Calls an endpoint.
    """

    def __init__(self, call: Caller) -> None:
        self._call = call

    async def get(self, chat_id: str, *, user_id_type: UserIdTypeLike = "open_id") -> Announcement:
        """Return the announcement of a chat, with its content and revision.

        Raises:
            InvalidRequestError: Code 232097: the announcement is in the docx format.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/chat-announcement/get
        """
        query = user_id_query(user_id_type)
        return await self._call(GET, path={"chat_id": chat_id}, query=query)

    async def patch(
        self, chat_id: str, *, revision: str, requests: Sequence[Operation | str]
    ) -> None:
        """Edit the announcement: either all operations are applied or none.

        Not retried after an unknown outcome: that could insert the text twice.

        Args:
            revision: The `revision` of the announcement that was read, at most 100 versions old.
                All positions in the operations refer to it.
            requests: 1 to 10 operations of `feishu_chat_async.legacy`, or strings of JSON.

        Raises:
            InvalidRequestError: Code 232018: an operation is invalid; 232097: the announcement is
                in the docx format.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/chat-announcement/patch
        """
        body = {"revision": _checked_revision(revision), "requests": check_requests(requests)}
        await self._call(PATCH, path={"chat_id": chat_id}, body=body)


def _checked_revision(revision: str) -> str:
    if not isinstance(revision, str):
        raise TypeError(f"revision must be a string, got {type(revision).__name__}")
    if not revision.isdecimal() or not revision.isascii():
        raise ValueError(
            f"revision must be a number returned by announcement.get(), got {revision[:64]!r}"
        )
    return revision
