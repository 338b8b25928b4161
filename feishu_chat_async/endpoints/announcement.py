"""The announcement of a chat, in the legacy format."""

from collections.abc import Sequence
from types import NoneType
from typing import Final

from .._protocol.checks import check_member
from .._protocol.endpoint import CHAT, Caller, Endpoint
from ..enums import UserIdType
from ..legacy.ranges import Operation
from ..legacy.requests import check_requests
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
    """Read and edit announcements in the legacy format."""

    def __init__(self, call: Caller) -> None:
        self._call = call

    async def get(
        self, chat_id: str, *, user_id_type: UserIdType = UserIdType.OPEN_ID
    ) -> Announcement:
        """Return the announcement of a group chat; `user_id_type` says by which id to name users.

        Raises:
            InvalidRequestError: code 232097, the announcement is of the newer docx kind.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/chat-announcement/get
        """
        query = {"user_id_type": check_member("user_id_type", user_id_type, UserIdType)}
        return await self._call(GET, path={"chat_id": chat_id}, query=query)

    async def patch(
        self, chat_id: str, *, revision: str, requests: Sequence[Operation | str]
    ) -> None:
        """Edit the announcement by 1 to 10 operations on a `revision` read first, all or none.

        An operation is one of `feishu_chat_async.legacy`, or JSON in a string. All of them refer
        to the document of that revision.

        Not retried after an unknown outcome: that might insert the text twice.

        Raises:
            InvalidRequestError: code 232018, an operation is wrong; 232097, see `get`.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/chat-announcement/patch
        """
        body = {"revision": _revision(revision), "requests": check_requests(requests)}
        await self._call(PATCH, path={"chat_id": chat_id}, body=body)


def _revision(revision: str) -> str:
    if not isinstance(revision, str):
        raise TypeError(f"revision must be a string, got {type(revision).__name__}")
    if not revision.isdecimal() or not revision.isascii():
        raise ValueError(
            f"revision must be the number that announcement.get() gave, got {revision[:64]!r}"
        )
    return revision
