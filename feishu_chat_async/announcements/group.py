"""The calls that read and edit a chat's announcement, whichever format it has."""

from functools import cached_property
from typing import TYPE_CHECKING

from ..endpoints.announcement import AnnouncementEndpoints

if TYPE_CHECKING:
    from ..richtext.document import Document
    from .writer import Writer


class AnnouncementGroup(AnnouncementEndpoints):
    """Read and edit the announcement of a chat.

    `read`, `write`, `append` and `replace_text` work on both formats; `get` and `patch` are the
    endpoints of the legacy format.
    """

    @cached_property
    def _writer(self) -> "Writer":
        from ..endpoints.docx_announcement import DocxAnnouncementEndpoints
        from .writer import Writer

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
