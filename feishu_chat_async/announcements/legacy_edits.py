"""Edits of an announcement in the legacy format."""

from collections.abc import Awaitable
from typing import Final, Protocol

from ..endpoints.announcement import GET
from ..errors import APIError, FeishuError
from ..legacy.blocks import Body, LegacyBlock, LegacyParagraph, Title
from ..legacy.document import LegacyDocument
from ..legacy.limits import batches
from ..legacy.operations import ReplaceAllText
from ..legacy.ranges import Operation
from ..models.announcements import Announcement
from ..richtext.document import Code, Divider, Document, ListItem, Span
from ..richtext.legacy_format import degrade_legacy, from_legacy, to_legacy
from .edits import Again, EditProgress, unreadable

_REFUSED: Final = 232018


class LegacyCalls(Protocol):
    """What is called for an announcement in the legacy format."""

    def get(self, chat_id: str) -> Awaitable[Announcement]:
        """Read it."""

    def patch(
        self, chat_id: str, *, revision: str, requests: list[Operation | str]
    ) -> Awaitable[None]:
        """Edit it."""


class LegacyEdits:
    """Edits of one announcement; Feishu fits them into what others have done since it was read.

    So they are looked at afterwards, and begun again if they were mixed with others.
    """

    def __init__(self, calls: LegacyCalls, chat_id: str, progress: EditProgress) -> None:
        self._calls = calls
        self._chat_id = chat_id
        self._revision = 0
        self._progress = progress

    async def read(self) -> Document:
        """Return what it says."""
        return from_legacy(await self._current())

    async def write(self, document: Document) -> None:
        """Put a document into the place of all that is there."""
        wanted = degrade_legacy(document)
        blocks = to_legacy(document).blocks
        self._progress.written, self._progress.total = 0, len(blocks)
        found = await self._current()
        if from_legacy(found) == wanted:
            return
        await self._replace(found, wanted, blocks)
        await self._next(_document(wanted.title, blocks))

    async def append(self, document: Document) -> None:
        """Add a document below all that is there, and what others add meanwhile."""
        more = to_legacy(document).blocks
        self._progress.total = len(more)
        for some in batches(more[self._progress.written :]):
            await self._append(await self._current(), some)

    async def replace_text(self, old: str, new: str) -> int:
        """Replace a text wherever it stands, and return how often it did."""
        found = await self._current()
        count = sum(run.count(old) for run in _runs(found))
        if count:
            await self._patch(ReplaceAllText(text=old, replace_text=new, match_case=True))
        return count

    async def _replace(
        self, found: LegacyDocument, wanted: Document, blocks: tuple[LegacyBlock, ...]
    ) -> None:
        operations: list[Operation | str] = list(found.clear())
        if found.title.plain_text != wanted.title:
            operations.append(found.set_title(wanted.title))
        first, *others = batches(blocks) if blocks else [()]
        if first:
            operations.append(found.prepend(*first))
        if operations:
            await self._patch(*operations, makes=_document(wanted.title, first))
        self._progress.written = len(first)
        for some in others:
            mine = _document(wanted.title, blocks[: self._progress.written])
            await self._append(await self._next(mine), some)

    async def _append(self, found: LegacyDocument, some: tuple[LegacyBlock, ...]) -> None:
        """Insert before the empty line that an announcement ends with, if it does."""
        kept, last = found.blocks, found.blocks[-1] if found.blocks else None
        if isinstance(last, LegacyParagraph) and not last.plain_text and not last.elements:
            kept, operation = kept[:-1], found.insert_before(last, *some)
        else:
            operation = found.append(*some)
        await self._patch(operation, makes=_document(found.title.plain_text, (*kept, *some)))
        self._progress.written += len(some)

    async def _current(self) -> LegacyDocument:
        announcement = await self._calls.get(self._chat_id)
        try:
            if not announcement.revision.isdecimal():
                raise ValueError("revision: expected a number in a string")
            found = announcement.document()
        except ValueError as error:
            field, _, problem = str(error).partition(": ")
        else:
            self._revision = int(announcement.revision)
            return found
        raise unreadable(problem, f"data.{field}", GET, self._chat_id)

    async def _next(self, mine: LegacyDocument) -> LegacyDocument:
        """Read what was written so far; if something else is there, begin again.

        It is the text that is compared: Feishu may have made other changes to how it looks.
        """
        expected = self._revision
        found = await self._current()
        is_mine = from_legacy(found).plain_text == from_legacy(mine).plain_text
        if self._revision != expected and not is_mine:
            raise Again
        return found

    async def _patch(
        self, *operations: Operation | str, makes: LegacyDocument | None = None
    ) -> None:
        """Make an edit; of one whose outcome is unknown, see whether it made what it was to make.

        It is never sent again: Feishu may carry it out at any time, and would fit it into what is
        there then.
        """
        known = self._revision
        try:
            await self._calls.patch(self._chat_id, revision=str(known), requests=list(operations))
        except FeishuError as error:
            is_refused = isinstance(error, APIError) and error.code == _REFUSED
            if not is_refused and not error.outcome_unknown:
                raise
            newer = await self._newer_than(known)
            if newer is not None and not error.outcome_unknown:
                raise Again from error  # what it was made for has changed
            if newer is None or makes is None or from_legacy(newer) != from_legacy(makes):
                raise
        else:
            self._revision = known + 1
        self._progress.changed = True

    async def _newer_than(self, revision: int) -> LegacyDocument | None:
        try:
            found = await self._current()
        except FeishuError:
            return None  # nobody knows, then
        return found if self._revision > revision else None


def _document(title: str, blocks: tuple[LegacyBlock, ...]) -> LegacyDocument:
    return LegacyDocument(title=Title.of(title), body=Body(blocks=blocks))


def _runs(found: LegacyDocument) -> list[str]:
    """Return the text of a document, in pieces that nothing else interrupts."""
    document = from_legacy(found)
    pieces = [document.title]
    waiting = list(document.blocks)
    while waiting:
        block = waiting.pop()
        if isinstance(block, ListItem):
            waiting += block.children
        if isinstance(block, Code):
            pieces.append(block.text)
        elif not isinstance(block, Divider):
            pieces.append("")
            for item in block.content:
                if isinstance(item, Span):
                    pieces[-1] += item.text
                else:
                    pieces.append("")
    return pieces
