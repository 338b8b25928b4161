"""The methods of `feishu.announcement`."""

from functools import cached_property
from typing import TYPE_CHECKING

from ..endpoints.announcement import AnnouncementEndpoints

if TYPE_CHECKING:
    from ..richtext.document import Document
    from .writer import Writer


class AnnouncementGroup(AnnouncementEndpoints):
    """Read and edit the announcement of a chat.

    `read`, `write`, `append` and `replace_text` work with both formats of announcements. `get` and
    `patch` are the endpoints of the legacy format; those of the docx format are in
    `feishu.docx_announcement`.
    """

    @cached_property
    def _writer(self) -> "Writer":
        from ..endpoints.docx_announcement import DocxAnnouncementEndpoints
        from .writer import Writer

        return Writer(self, DocxAnnouncementEndpoints(self._call))

    async def read(self, chat_id: str) -> "Document":
        """Return the announcement as a document, in which users are mentioned by open id.

        Raises:
            DecodeError: The announcement is in the legacy format and cannot be decoded.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/chat-announcement/intro
        """
        return await self._writer.read(chat_id)

    async def write(self, chat_id: str, document: "Document | str") -> None:
        """Replace the whole announcement.

        If someone else edits at the same time, the write restarts, so that one version ends up
        complete. If the outcome of a request is unknown in the legacy format, the announcement is
        read again, and the write continues if the text is there. Otherwise the write fails,
        because Feishu may still carry out the request. A cancelled write can leave the document
        incomplete.

        Args:
            document: The new title and blocks, or Markdown in a string.

        Raises:
            PartialWriteError: A request failed after others had been carried out.
            ConflictError: Others edited the announcement during each of 8 attempts.
            DecodeError: The announcement or a response cannot be decoded.
            ImportError: The document is Markdown, and the extra `markdown` is not installed.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/chat-announcement/intro
        """
        await self._writer.write(chat_id, document)

    async def append(self, chat_id: str, document: "Document | str") -> None:
        """Add blocks at the end of the announcement. Concurrent edits by others are kept.

        In the legacy format, a request is not retried after an unknown outcome; the append
        continues only if the text is there when the announcement is read again.

        Args:
            document: The blocks to add, at least one, or Markdown in a string. The title of a
                document is ignored.

        Raises:
            PartialWriteError: A request failed after others had been carried out.
            ConflictError: Others edited the announcement during each of 8 attempts.
            DecodeError: The announcement or a response cannot be decoded.
            ImportError: The document is Markdown, and the extra `markdown` is not installed.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/chat-announcement/intro
        """
        await self._writer.append(chat_id, document)

    async def replace_text(self, chat_id: str, old: str, new: str) -> int:
        """Replace every occurrence of a text and return their number.

        Text that spans several styles is found too; the replacement takes the style of the first
        character. Not retried after an unknown outcome in the legacy format.

        Args:
            old: The text to find, case-sensitive: 1 to 1000 characters on one line, without tabs.
            new: The replacement: up to 1000 characters on one line, without tabs.

        Raises:
            PartialWriteError: A request failed after some blocks had been changed.
            ConflictError: Others edited the announcement during each of 8 attempts.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/chat-announcement/intro
        """
        return await self._writer.replace_text(chat_id, old, new)
