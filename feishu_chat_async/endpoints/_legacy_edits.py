"""Edits of an announcement in the legacy format."""

from collections.abc import Awaitable
from typing import Protocol

import attrs

from .._richtext_legacy import degrade_legacy, from_legacy, to_legacy
from ..errors import FeishuError
from ..models.announcements import Announcement
from ..models.legacy_blocks import Block, Body, Paragraph, Title
from ..models.legacy_document import LegacyDocument
from ..models.legacy_limits import batches
from ..models.legacy_operations import InsertBlocks, ReplaceAllText
from ..models.legacy_ranges import Operation
from ..richtext import Code, Divider, Document, ListItem, Text
from ._edits import Again, Progress, partial


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

    def __init__(self, calls: LegacyCalls, chat_id: str, progress: Progress) -> None:
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
        try:
            await self._replace(found, wanted, blocks)
        except FeishuError as error:
            if error.outcome_unknown:
                raise Again from error  # what is there then goes away whole
            if not self._progress.changed:
                raise
            raise partial(error, self._progress) from error
        await self._next(wanted.title, blocks)

    async def append(self, document: Document) -> None:
        """Add a document below all that is there."""
        more = to_legacy(document).blocks
        self._progress.total = len(more)
        found = await self._current()
        before = from_legacy(found)
        try:
            for some in batches(more):
                if self._progress.written:
                    found = await self._current()  # with whatever others have added
                await self._patch(_append(found, some))
                self._progress.written += len(some)
        except FeishuError as error:
            await self._look_after(error, before, document)

    async def replace_text(self, old: str, new: str) -> int:
        """Replace a text wherever it stands, and return how often it did."""
        found = await self._current()
        count = sum(run.count(old) for run in _runs(found))
        if count:
            await self._patch(ReplaceAllText(text=old, replace_text=new, match_case=True))
        return count

    async def _replace(
        self, found: LegacyDocument, wanted: Document, blocks: tuple[Block, ...]
    ) -> None:
        operations: list[Operation | str] = list(found.clear())
        if found.title.plain_text != wanted.title:
            operations.append(found.set_title(wanted.title))
        first, *others = batches(blocks) if blocks else [()]
        if first:
            operations.append(found.prepend(*first))
        if operations:
            await self._patch(*operations)
        self._progress.written = len(first)
        for some in others:
            found = await self._next(wanted.title, blocks[: self._progress.written])
            await self._patch(_append(found, some))
            self._progress.written += len(some)

    async def _look_after(self, error: FeishuError, before: Document, document: Document) -> None:
        """Find out what became of blocks that were to be added."""
        if error.outcome_unknown and not self._progress.written:
            known = self._revision
            try:
                now = from_legacy(await self._current())
            except FeishuError:
                raise error from None  # nobody knows, then
            both = attrs.evolve(before, blocks=[*before.blocks, *document.blocks])
            if now == degrade_legacy(both):
                return
            if self._revision == known:  # nothing has happened, then
                raise Again from error
        if self._progress.written:
            raise partial(error, self._progress) from error
        raise error

    async def _current(self) -> LegacyDocument:
        announcement = await self._calls.get(self._chat_id)
        self._revision = int(announcement.revision)
        return announcement.document()

    async def _next(self, title: str, written: tuple[Block, ...]) -> LegacyDocument:
        """Read what was written so far; if something else is there, begin again.

        It is the text that is compared: Feishu may have made other changes to how it looks.
        """
        expected = self._revision
        found = await self._current()
        mine = LegacyDocument(title=Title.of(title), body=Body(blocks=written))
        is_mine = from_legacy(found).plain_text == from_legacy(mine).plain_text
        if self._revision != expected and not is_mine:
            raise Again
        return found

    async def _patch(self, *operations: Operation | str) -> None:
        await self._calls.patch(
            self._chat_id, revision=str(self._revision), requests=list(operations)
        )
        self._revision += 1
        self._progress.changed = True


def _append(found: LegacyDocument, blocks: tuple[Block, ...]) -> InsertBlocks:
    """Insert before the empty line that an announcement ends with, if it does."""
    last = found.blocks[-1] if found.blocks else None
    if isinstance(last, Paragraph) and not last.plain_text and not last.elements:
        return found.insert_before(last, *blocks)
    return found.append(*blocks)


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
                if isinstance(item, Text):
                    pieces[-1] += item.text
                else:
                    pieces.append("")
    return pieces
