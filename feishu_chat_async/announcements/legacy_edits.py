"""Edits of an announcement in the legacy format."""

from collections.abc import Awaitable
from typing import Final, Protocol

from ..endpoints.announcement import GET
from ..errors import APIError, FeishuError
from ..legacy.base_operation import Operation
from ..legacy.blocks import Body, LegacyBlock, LegacyParagraph, Title
from ..legacy.content_checks import batches
from ..legacy.document import LegacyDocument
from ..legacy.operations import ReplaceAllText
from ..models.announcements import Announcement
from ..richtext.document import Code, Divider, Document, ListItem, Span
from ..richtext.legacy_format import from_legacy, normalize_for_legacy, to_legacy
from .edits import EditProgress, StaleRevisionError, decode_error

_REJECTED: Final = 232018
"""The code of a rejected edit, for example one that no longer fits the content."""


class LegacyCalls(Protocol):
    """The endpoints of announcements in the legacy format."""

    def get(self, chat_id: str) -> Awaitable[Announcement]:
        """Return the announcement."""

    def patch(
        self, chat_id: str, *, revision: str, requests: list[Operation | str]
    ) -> Awaitable[None]:
        """Edit the announcement."""


class LegacyEdits:
    """Edits of one announcement in the legacy format.

    Feishu merges an edit with the changes that others made after its base revision. Therefore, the
    result is read afterwards, and the edit restarts if the changes of others are mixed into it.
    """

    def __init__(self, calls: LegacyCalls, chat_id: str, progress: EditProgress) -> None:
        self._calls = calls
        self._chat_id = chat_id
        self._revision = 0
        self._progress = progress

    async def read(self) -> Document:
        """Return the announcement as a document."""
        return from_legacy(await self._fetch())

    async def write(self, document: Document) -> None:
        """Replace the whole announcement with a document."""
        normalized = normalize_for_legacy(document)
        blocks = to_legacy(document).blocks
        self._progress.written, self._progress.total = 0, len(blocks)
        current = await self._fetch()
        if from_legacy(current) == normalized:
            return
        await self._replace(current, normalized.title, blocks)
        await self._fetch_expected(_to_legacy_document(normalized.title, blocks))

    async def append(self, document: Document) -> None:
        """Add the blocks of a document at the end, after anything that others add meanwhile."""
        blocks = to_legacy(document).blocks
        self._progress.total = len(blocks)
        for batch in batches(blocks[self._progress.written :]):
            await self._append(await self._fetch(), batch)

    async def replace_text(self, old: str, new: str) -> int:
        """Replace every occurrence of a text and return their number."""
        current = await self._fetch()
        count = sum(run.count(old) for run in _runs(current))
        if count:
            await self._patch(ReplaceAllText(text=old, replace_text=new, match_case=True))
        return count

    async def _replace(
        self, current: LegacyDocument, title: str, blocks: tuple[LegacyBlock, ...]
    ) -> None:
        operations: list[Operation | str] = list(current.clear())
        if current.title.plain_text != title:
            operations.append(current.set_title(title))
        first, *rest = batches(blocks) if blocks else [()]
        if first:
            operations.append(current.prepend(*first))
        if operations:
            await self._patch(*operations, result=_to_legacy_document(title, first))
        self._progress.written = len(first)
        for batch in rest:
            expected = _to_legacy_document(title, blocks[: self._progress.written])
            await self._append(await self._fetch_expected(expected), batch)

    async def _append(self, current: LegacyDocument, batch: tuple[LegacyBlock, ...]) -> None:
        """Insert blocks at the end, before the empty line that most announcements end with."""
        kept, last = current.blocks, current.blocks[-1] if current.blocks else None
        if isinstance(last, LegacyParagraph) and not last.plain_text and not last.elements:
            kept, operation = kept[:-1], current.insert_before(last, *batch)
        else:
            operation = current.append(*batch)
        result = _to_legacy_document(current.title.plain_text, (*kept, *batch))
        await self._patch(operation, result=result)
        self._progress.written += len(batch)

    async def _fetch(self) -> LegacyDocument:
        """Read the announcement and remember its revision."""
        announcement = await self._calls.get(self._chat_id)
        try:
            if not announcement.revision.isdecimal():
                raise ValueError("revision: expected a number in a string")
            current = announcement.document()
        except ValueError as error:
            field, _, problem = str(error).partition(": ")
        else:
            self._revision = int(announcement.revision)
            return current
        raise decode_error(problem, f"data.{field}", GET, self._chat_id)

    async def _fetch_expected(self, expected: LegacyDocument) -> LegacyDocument:
        """Read what was written so far, or raise if the changes of others are mixed into it.

        Only the text is compared: Feishu may have changed the formatting.
        """
        known = self._revision
        current = await self._fetch()
        is_expected = from_legacy(current).plain_text == from_legacy(expected).plain_text
        if self._revision != known and not is_expected:
            raise StaleRevisionError
        return current

    async def _patch(
        self, *operations: Operation | str, result: LegacyDocument | None = None
    ) -> None:
        """Send an edit; if its outcome is unknown, check whether the announcement is `result`.

        The edit is never sent again: Feishu may still carry out the first request at any time, and
        would merge it into what the announcement holds by then.
        """
        known = self._revision
        try:
            await self._calls.patch(self._chat_id, revision=str(known), requests=list(operations))
        except FeishuError as error:
            is_rejected = isinstance(error, APIError) and error.code == _REJECTED
            if not is_rejected and not error.outcome_unknown:
                raise
            newer = await self._fetch_newer_than(known)
            if newer is not None and not error.outcome_unknown:
                raise StaleRevisionError from error
            if newer is None or result is None or from_legacy(newer) != from_legacy(result):
                raise
        else:
            self._revision = known + 1
        self._progress.changed = True

    async def _fetch_newer_than(self, revision: int) -> LegacyDocument | None:
        """Return the announcement if its revision is newer, or None if not or if reading fails."""
        try:
            current = await self._fetch()
        except FeishuError:
            return None
        return current if self._revision > revision else None


def _to_legacy_document(title: str, blocks: tuple[LegacyBlock, ...]) -> LegacyDocument:
    return LegacyDocument(title=Title.of(title), body=Body(blocks=blocks))


def _runs(legacy_document: LegacyDocument) -> list[str]:
    """Return the runs of text, which end at mentions and at the ends of blocks."""
    document = from_legacy(legacy_document)
    runs = [document.title]
    blocks = list(document.blocks)
    while blocks:
        block = blocks.pop()
        if isinstance(block, ListItem):
            blocks += block.children
        if isinstance(block, Code):
            runs.append(block.text)
        elif not isinstance(block, Divider):
            runs.append("")
            for item in block.content:
                if isinstance(item, Span):
                    runs[-1] += item.text
                else:
                    runs.append("")
    return runs
