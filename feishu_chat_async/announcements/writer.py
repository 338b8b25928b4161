"""Reading and editing announcements in either format.

The format of a chat's announcement is requested once and remembered until Feishu reports the other
one. Because others can edit at any time, each edit names the revision that it is based on, and
restarts if that is no longer the newest one.
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
from .edits import EditProgress, Edits, StaleRevisionError, partial_write_error
from .legacy_edits import LegacyCalls, LegacyEdits

T = TypeVar("T")

_WRONG_FORMAT: Final = (232097, 1772006)
_MISSING_SCOPE: Final = 99991672
_MAX_REMEMBERED_FORMATS: Final = 10_000
_MAX_ATTEMPTS: Final = 8
_MAX_PAUSE_S: Final = 30.0
_MAX_TEXT_LENGTH: Final = 1000


class Writer:
    """Reads and edits announcements in either format."""

    def __init__(self, legacy: LegacyCalls, docx: DocxAnnouncementEndpoints) -> None:
        self._legacy = legacy
        self._docx = docx
        self._formats: OrderedDict[str, AnnouncementType] = OrderedDict()
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def read(self, chat_id: str) -> Document:
        """Return an announcement as a document."""
        return await self._in_format(chat_id, lambda edits: edits.read(), EditProgress())

    async def write(self, chat_id: str, document: Document | str) -> None:
        """Replace the whole announcement with a document."""
        parsed = _to_document(document)
        await self._edit(chat_id, lambda edits: edits.write(parsed))

    async def append(self, chat_id: str, document: Document | str) -> None:
        """Add the blocks of a document at the end."""
        parsed = _to_document(document)
        if not parsed.blocks:
            raise ValueError("document must hold at least one block to append")
        await self._edit(chat_id, lambda edits: edits.append(parsed))

    async def replace_text(self, chat_id: str, old: str, new: str) -> int:
        """Replace every occurrence of a text and return their number."""
        for name, text in (("old", old), ("new", new)):
            check_text(name, text, min_length=int(name == "old"), max_length=_MAX_TEXT_LENGTH)
            if set(text) & set("\n\r\t"):
                raise ValueError(f"{name} must not hold a line feed or a tab")
        return await self._edit(chat_id, lambda edits: edits.replace_text(old, new))

    async def _edit(self, chat_id: str, edit: Callable[[Edits], Awaitable[T]]) -> T:
        """Carry out an edit; this client makes only one edit of each announcement at a time."""
        lock = self._locks.setdefault(chat_id, asyncio.Lock())
        progress = EditProgress()
        try:
            async with lock:
                return await self._restart_if_stale(chat_id, edit, progress)
        except FeishuError as error:
            # Changes made before the error, even in an earlier attempt, must be reported.
            if not progress.changed:
                raise
            raise partial_write_error(error, progress) from error

    async def _restart_if_stale(
        self, chat_id: str, edit: Callable[[Edits], Awaitable[T]], progress: EditProgress
    ) -> T:
        clock = asyncio.get_running_loop().time
        slowest_s = 0.05
        for attempt in range(_MAX_ATTEMPTS):
            if attempt:
                # Writers that collided once may collide again, and slow ones are more likely to.
                max_pause_s = min(slowest_s * 2**attempt, _MAX_PAUSE_S)
                await asyncio.sleep(random.uniform(0, max_pause_s))  # noqa: S311
            started_at = clock()
            try:
                return await self._in_format(chat_id, edit, progress)
            except StaleRevisionError:
                slowest_s = max(slowest_s, clock() - started_at)
        raise ConflictError(
            f"the announcement of {chat_id} was changed by others in all {_MAX_ATTEMPTS} attempts"
        )

    async def _in_format(
        self, chat_id: str, action: Callable[[Edits], Awaitable[T]], progress: EditProgress
    ) -> T:
        """Run an action in the announcement's format, or in the other if that was wrong."""
        kind = self._formats.get(chat_id) or await self._fetch_format(chat_id)
        self._formats.move_to_end(chat_id)
        try:
            return await action(self._edits(chat_id, kind, progress))
        except InvalidRequestError as error:
            if error.code not in _WRONG_FORMAT:
                raise
            is_docx = kind == AnnouncementType.DOCX
            other = AnnouncementType.DOC if is_docx else AnnouncementType.DOCX
            self._remember(chat_id, other)
            if progress.changed or error.outcome_unknown:
                raise  # what was written may have survived the conversion to the other format
        return await action(self._edits(chat_id, other, progress))

    async def _fetch_format(self, chat_id: str) -> AnnouncementType:
        try:
            kind = (await self._docx.get(chat_id)).announcement_type or AnnouncementType.DOCX
        except PermissionDeniedError as error:
            if error.code != _MISSING_SCOPE:
                raise
            kind = AnnouncementType.DOC  # an app without the docx scopes can still use this format
        self._remember(chat_id, kind)
        return kind

    def _edits(self, chat_id: str, kind: AnnouncementType, progress: EditProgress) -> Edits:
        if kind == AnnouncementType.DOCX:
            return DocxEdits(self._docx, chat_id, progress)
        return LegacyEdits(self._legacy, chat_id, progress)

    def _remember(self, chat_id: str, kind: AnnouncementType) -> None:
        self._formats[chat_id] = kind
        self._formats.move_to_end(chat_id)
        if len(self._formats) > _MAX_REMEMBERED_FORMATS:
            self._formats.popitem(last=False)


def _to_document(document: Document | str) -> Document:
    if isinstance(document, str):
        return markdown.parse(document)
    if not isinstance(document, Document):
        kind = type(document).__name__
        raise TypeError(f"document must be a richtext.Document or Markdown in a string, got {kind}")
    return document
