"""The announcement of a chat, in the legacy format."""

from collections.abc import Sequence
from functools import cached_property
from types import NoneType
from typing import TYPE_CHECKING, Final

from .._checks import check_member
from .._endpoint import CHAT, Caller, Endpoint
from ..enums import UserIdType
from ..models.announcements import Announcement
from ..models.legacy_ranges import Operation
from ..models.legacy_requests import check_requests

if TYPE_CHECKING:
    from ..richtext import Document
    from ._writer import Writer

GET: Final[Endpoint[Announcement]] = Endpoint(
    method="GET",
    path="/open-apis/im/v1/chats/:chat_id/announcement",
    returns=Announcement,
    idempotent=True,
    scopes=(CHAT,),
)
PATCH: Final[Endpoint[None]] = Endpoint(
    method="PATCH",
    path="/open-apis/im/v1/chats/:chat_id/announcement",
    returns=NoneType,
    idempotent=False,
    scopes=(CHAT,),
)


class AnnouncementEndpoints:
    """Read and write the announcement of a chat.

    `read`, `write`, `append` and `replace_text` are for people, and for both formats of
    announcements; `get` and `patch` are the endpoints of the legacy one, which it is made of.
    """

    def __init__(self, call: Caller) -> None:
        self._call = call

    @cached_property
    def _writer(self) -> "Writer":
        from ._writer import Writer
        from .docx_announcement import DocxAnnouncementEndpoints

        return Writer(self, DocxAnnouncementEndpoints(self._call))

    async def read(self, chat_id: str) -> "Document":
        """Return what the announcement says, as one document; mentions by open ids.

        Raises:
            DecodeError: it is of the legacy format, and cannot be read.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/chat-announcement/intro
        """
        return await self._writer.read(chat_id)

    async def write(self, chat_id: str, document: "Document | str") -> None:
        """Put a document, or Markdown in a string, into the place of all that is there.

        Writing what is being written by somebody else begins again until one of both stands there
        whole. After an unknown outcome it looks, in the legacy format, and goes on if its text is
        there; otherwise that is an error, since Feishu may carry out the edit later. Cancelled in
        the middle, it leaves a part.

        Raises:
            PartialWriteError: a request failed after others were carried out.
            ConflictError: others never ceased to edit.
            DecodeError: what is there, or what was answered, cannot be read.
            ImportError: Markdown needs the extra `markdown`.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/chat-announcement/intro
        """
        await self._writer.write(chat_id, document)

    async def append(self, chat_id: str, document: "Document | str") -> None:
        """Add a document, or Markdown in a string, below all that is there; its title is left out.

        Not repeated after an unknown outcome in the legacy format: see `write`.

        Raises:
            PartialWriteError: a request failed after others were carried out.
            ConflictError: others never ceased to edit.
            DecodeError: what is there, or what was answered, cannot be read.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/chat-announcement/intro
        """
        await self._writer.append(chat_id, document)

    async def replace_text(self, chat_id: str, old: str, new: str) -> int:
        """Replace a text wherever it stands, and return how often it did; up to 1000 characters.

        Upper and lower case count. Not retried after an unknown outcome in the legacy format.

        Raises:
            PartialWriteError: some blocks were changed, and then a request failed.
            ConflictError: others never ceased to edit.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/chat-announcement/intro
        """
        return await self._writer.replace_text(chat_id, old, new)

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
