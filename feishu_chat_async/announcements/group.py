"""The methods of `feishu.announcement`."""

from functools import cached_property
from typing import TYPE_CHECKING

from ..endpoints.announcement import AnnouncementEndpoints

if TYPE_CHECKING:
    from ..richtext.document import Document
    from .writer import Writer


class AnnouncementGroup(AnnouncementEndpoints):
    """Read and edit the announcement of a chat.

    `read`, `write`, `append` and `replace_text` work on both formats of announcements. `get` and
    `patch` are the endpoints of the legacy format; those of the docx format are in
    `feishu.docx_announcement`.
    """

    @cached_property
    def _writer(self) -> "Writer":
        from ..endpoints.docx_announcement import DocxAnnouncementEndpoints
        from .writer import Writer

        return Writer(self, DocxAnnouncementEndpoints(self._call))

    async def read(self, chat_id: str) -> "Document":
        """Return the announcement as a document, which mentions users by their open ids.

        Raises:
            DecodeError: the announcement is in the legacy format and cannot be decoded.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/chat-announcement/intro
        """
        return await self._writer.read(chat_id)

    async def write(self, chat_id: str, document: "Document | str") -> None:
        """Replace the whole announcement.

        If someone else edits at the same time, the write restarts, so that one version ends up
        complete. If the outcome of a request is unknown in the legacy format, the announcement is
        read again, and the write continues if its text is there. Otherwise the write fails,
        because Feishu may still carry out the request. A cancelled write leaves a part of the
        document.

        Args:
            document: The new title and blocks, or Markdown in a string.

        Raises:
            PartialWriteError: a request failed after others had been carried out.
            ConflictError: others edited the announcement during each of 8 attempts.
            DecodeError: the announcement or a response cannot be decoded.
            ImportError: the document is Markdown, and the extra `markdown` is not installed.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/chat-announcement/intro
        """
        await self._writer.write(chat_id, document)

    async def append(self, chat_id: str, document: "Document | str") -> None:
        """Add blocks at the end of the announcement. Concurrent edits by others are kept.

        In the legacy format, a request is not retried after an unknown outcome; the append
        continues only if reading the announcement again shows the text.

        Args:
            document: The blocks to add, at least one, or Markdown in a string. The title of a
                document is ignored.

        Raises:
            PartialWriteError: a request failed after others had been carried out.
            ConflictError: others edited the announcement during each of 8 attempts.
            DecodeError: the announcement or a response cannot be decoded.
            ImportError: the document is Markdown, and the extra `markdown` is not installed.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/chat-announcement/intro
        """
        await self._writer.append(chat_id, document)

    async def replace_text(self, chat_id: str, old: str, new: str) -> int:
        """Replace every occurrence of a text and return their number.

        Text that runs across several styles is found too; the replacement has the style of the
        first character. Not retried after an unknown outcome in the legacy format.

        Args:
            old: The text to find, case-sensitive: 1 to 1000 characters on one line, without tabs.
            new: The replacement: up to 1000 characters on one line, without tabs.

        Raises:
            PartialWriteError: a request failed after some blocks had been changed.
            ConflictError: others edited the announcement during each of 8 attempts.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/chat-announcement/intro
        """
        return await self._writer.replace_text(chat_id, old, new)
