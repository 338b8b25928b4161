"""Announcements that people can write: one way for both formats.

Which format a chat has is asked once and remembered, until Feishu says otherwise. Somebody else may
edit at any time, so that every edit says which version it was made for, and begins again if that is
not the newest one any more.
"""

import asyncio
import random
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import Final, TypeVar
from weakref import WeakValueDictionary

from .._protocol.checks import check_text
from ..endpoints.docx_announcement import DocxAnnouncementEndpoints
from ..enums import AnnouncementType
from ..errors import ConflictError, FeishuError, InvalidRequestError, PermissionDeniedError
from ..richtext import markdown
from ..richtext.document import Document
from .docx_edits import DocxEdits
from .edits import Again, EditProgress, Edits, partial_write_error
from .legacy_edits import LegacyCalls, LegacyEdits

T = TypeVar("T")

_WRONG_FORMAT: Final = (232097, 1772006)
_NO_SCOPE: Final = 99991672
_REMEMBERED: Final = 10_000
_TURNS: Final = 8
_MAX_PAUSE_S: Final = 30.0
_MAX_TEXT: Final = 1000


class Writer:
    """Reads and writes announcements, whichever format they have."""

    def __init__(self, legacy: LegacyCalls, docx: DocxAnnouncementEndpoints) -> None:
        self._legacy = legacy
        self._docx = docx
        self._formats: OrderedDict[str, AnnouncementType] = OrderedDict()
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def read(self, chat_id: str) -> Document:
        """Return what an announcement says."""
        return await self._in_format(chat_id, lambda edits: edits.read(), EditProgress())

    async def write(self, chat_id: str, document: Document | str) -> None:
        """Put a document into the place of all that is there."""
        wanted = _document(document)
        await self._edit(chat_id, lambda edits: edits.write(wanted))

    async def append(self, chat_id: str, document: Document | str) -> None:
        """Add a document below all that is there."""
        more = _document(document)
        if not more.blocks:
            raise ValueError("document must hold at least one block to append")
        await self._edit(chat_id, lambda edits: edits.append(more))

    async def replace_text(self, chat_id: str, old: str, new: str) -> int:
        """Replace a text wherever it stands, and return how often it did."""
        for name, text in (("old", old), ("new", new)):
            check_text(name, text, min_length=int(name == "old"), max_length=_MAX_TEXT)
            if set(text) & set("\n\r\t"):
                raise ValueError(f"{name} must not hold a line feed or a tab")
        return await self._edit(chat_id, lambda edits: edits.replace_text(old, new))

    async def _edit(self, chat_id: str, edit: Callable[[Edits], Awaitable[T]]) -> T:
        """Make an edit; by this client, one at a time for each announcement."""
        lock = self._locks.setdefault(chat_id, asyncio.Lock())
        progress = EditProgress()
        try:
            async with lock:
                return await self._turns(chat_id, edit, progress)
        except FeishuError as error:
            # What was changed before it, also in an earlier turn, is not to be forgotten.
            if not progress.changed:
                raise
            raise partial_write_error(error, progress) from error

    async def _turns(
        self, chat_id: str, edit: Callable[[Edits], Awaitable[T]], progress: EditProgress
    ) -> T:
        clock = asyncio.get_running_loop().time
        slowest_s = 0.05
        for turn in range(_TURNS):
            if turn:
                # Two that write at once meet again, the more surely the longer it takes them.
                max_pause_s = min(slowest_s * 2**turn, _MAX_PAUSE_S)
                await asyncio.sleep(random.uniform(0, max_pause_s))  # noqa: S311
            began_at = clock()
            try:
                return await self._in_format(chat_id, edit, progress)
            except Again:
                slowest_s = max(slowest_s, clock() - began_at)
        raise ConflictError(f"the announcement of {chat_id} was changed {_TURNS} times meanwhile")

    async def _in_format(
        self, chat_id: str, job: Callable[[Edits], Awaitable[T]], progress: EditProgress
    ) -> T:
        kind = self._formats.get(chat_id) or await self._format_of(chat_id)
        self._formats.move_to_end(chat_id)
        try:
            return await job(self._edits(chat_id, kind, progress))
        except InvalidRequestError as error:
            if error.code not in _WRONG_FORMAT:
                raise
            is_docx = kind == AnnouncementType.DOCX
            other = AnnouncementType.DOC if is_docx else AnnouncementType.DOCX
            self._remember(chat_id, other)
            if progress.changed or error.outcome_unknown:
                raise  # what was written may have been carried over to the other format
        return await job(self._edits(chat_id, other, progress))

    async def _format_of(self, chat_id: str) -> AnnouncementType:
        try:
            kind = (await self._docx.get(chat_id)).announcement_type or AnnouncementType.DOCX
        except PermissionDeniedError as error:
            if error.code != _NO_SCOPE:
                raise
            kind = AnnouncementType.DOC  # which an app without scopes for docx may still use
        self._remember(chat_id, kind)
        return kind

    def _edits(self, chat_id: str, kind: AnnouncementType, progress: EditProgress) -> Edits:
        if kind == AnnouncementType.DOCX:
            return DocxEdits(self._docx, chat_id, progress)
        return LegacyEdits(self._legacy, chat_id, progress)

    def _remember(self, chat_id: str, kind: AnnouncementType) -> None:
        self._formats[chat_id] = kind
        self._formats.move_to_end(chat_id)
        if len(self._formats) > _REMEMBERED:
            self._formats.popitem(last=False)


def _document(document: Document | str) -> Document:
    if isinstance(document, str):
        return markdown.parse(document)
    if not isinstance(document, Document):
        kind = type(document).__name__
        raise TypeError(f"document must be a richtext.Document or Markdown in a string, got {kind}")
    return document
