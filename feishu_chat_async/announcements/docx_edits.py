"""Edits of an announcement in the docx format."""

from collections.abc import Awaitable, Callable, Iterator, Sequence
from itertools import groupby
from typing import Final, TypeVar

import attrs

from ..docx.blocks import BaseTextBlock, Block
from ..docx.request_checks import MAX_UPDATES
from ..docx.responses import CreatedBlocks, DeletedBlocks, UpdatedBlocks
from ..docx.text import TextElement, TextRun
from ..docx.updates import UpdateTextElements
from ..endpoints.docx_announcement import (
    CREATE_CHILDREN,
    NEWEST,
    DocxAnnouncementEndpoints,
)
from ..errors import ConflictError, FeishuError, InvalidRequestError, PermissionDeniedError
from ..richtext.document import Document
from ..richtext.docx_format import NewBlock, batches, from_docx, to_docx
from .edits import EditProgress, StaleRevisionError, decode_error

R = TypeVar("R", CreatedBlocks, DeletedBlocks, UpdatedBlocks)

_CONFLICTS: Final = (1770001, 1770002, 1770003, 1770014, 1770021, 1770024, 1770025)
"""Codes of errors that can occur if others have deleted, moved or changed the blocks."""


class DocxEdits:
    """Edits of one announcement, each based on the revision that the previous one created."""

    def __init__(
        self, calls: DocxAnnouncementEndpoints, chat_id: str, progress: EditProgress
    ) -> None:
        self._calls = calls
        self._chat_id = chat_id
        self._revision = NEWEST
        self._progress = progress

    async def read(self) -> Document:
        """Return the announcement as a document."""
        try:
            return from_docx(await self._fetch_blocks())
        except PermissionDeniedError:
            # Callers without edit permission can read only the newest revision, and the requested
            # one may be outdated by now.
            newest = self._calls.iter_blocks(self._chat_id)
            return from_docx([block async for block in newest])

    async def write(self, document: Document) -> None:
        """Replace the whole announcement with a document.

        The old blocks are deleted first, so that a failed write never leaves duplicates.
        """
        page = to_docx(document)
        self._progress.written, self._progress.total = 0, sum(1 for _ in _walk(page.children))
        self._revision = (await self._calls.get(self._chat_id)).revision_id
        root = await self._calls.get_block(self._chat_id, self._chat_id, revision_id=self._revision)
        await self._clear(root)
        await self._set_title(root, page)
        await self._create(self._chat_id, page.children)

    async def append(self, document: Document) -> None:
        """Add the blocks of a document at the end, even if others edit at the same time."""
        page = to_docx(document)
        self._progress.total = sum(1 for _ in _walk(page.children))
        await self._create(self._chat_id, page.children)

    async def replace_text(self, old: str, new: str) -> int:
        """Replace every occurrence of a text and return their number."""
        blocks = await self._fetch_blocks()
        replaced = [
            (block.block_id, *replace_in_elements(block.elements, old, new))
            for block in blocks
            if isinstance(block, BaseTextBlock) and block.block_id is not None
        ]
        updates = [
            UpdateTextElements(block_id=block_id, elements=elements)
            for block_id, elements, count in replaced
            if count
        ]
        self._progress.total = len(updates)
        for start in range(0, len(updates), MAX_UPDATES):
            batch = updates[start : start + MAX_UPDATES]
            try:
                await self._send(self._batch_update(batch))
            except StaleRevisionError as error:
                if not start:
                    raise
                # A restart could match inside text that was already replaced.
                raise ConflictError("others changed the announcement at the same time") from error
            self._progress.written += len(batch)
        return sum(count for _, _, count in replaced)

    async def _fetch_blocks(self) -> list[Block]:
        """Return all blocks as of the newest revision, which is remembered."""
        self._revision = (await self._calls.get(self._chat_id)).revision_id
        pages = self._calls.iter_blocks(self._chat_id, revision_id=self._revision)
        return [block async for block in pages]

    def _batch_update(
        self, updates: Sequence[UpdateTextElements]
    ) -> Callable[[int], Awaitable[UpdatedBlocks]]:
        return lambda revision: self._calls.batch_update(
            self._chat_id, updates, revision_id=revision
        )

    async def _clear(self, root: Block) -> None:
        if root.children:
            await self._send_to_newest(
                lambda revision: self._calls.delete_children(
                    self._chat_id,
                    self._chat_id,
                    start_index=0,
                    end_index=len(root.children),
                    revision_id=revision,
                )
            )

    async def _set_title(self, root: Block, page: NewBlock) -> None:
        elements = page.block.elements if isinstance(page.block, BaseTextBlock) else ()
        title = elements or (TextRun(content=""),)
        if isinstance(root, BaseTextBlock) and _plain_text(root.elements) != _plain_text(title):
            update = UpdateTextElements(block_id=self._chat_id, elements=title)
            await self._send_to_newest(self._batch_update([update]))

    async def _create(self, parent_id: str, new_blocks: Sequence[NewBlock]) -> None:
        for batch in batches(new_blocks):
            blocks = [new.block for new in batch]
            created = await self._send_to_newest(
                lambda revision, blocks=blocks: self._calls.create_children(  # type: ignore[misc]
                    self._chat_id, parent_id, blocks, revision_id=revision
                )
            )
            if len(created.children) != len(batch):
                problem = f"expected {len(batch)} blocks, got {len(created.children)}"
                raise self._decode_error(problem, parent_id)
            self._progress.written += len(batch)
            for new, block in zip(batch, created.children, strict=True):
                if new.children:
                    if block.block_id is None:
                        raise self._decode_error("expected a block with a block_id", parent_id)
                    await self._create(block.block_id, new.children)

    def _decode_error(self, problem: str, parent_id: str) -> FeishuError:
        return decode_error(problem, "data.children", CREATE_CHILDREN, self._chat_id, parent_id)

    async def _send_to_newest(self, edit: Callable[[int], Awaitable[R]]) -> R:
        """Send an edit, and raise if its base revision was no longer the newest one."""
        known = self._revision
        result = await self._send(edit)
        if known != NEWEST and result.newest_revision not in (NEWEST, known + 1):
            raise StaleRevisionError
        return result

    async def _send(self, edit: Callable[[int], Awaitable[R]]) -> R:
        """Send an edit based on the known revision, and remember the revision that it created."""
        known = self._revision
        try:
            result = await edit(known)
        except InvalidRequestError as error:
            if await self._is_conflict(error):
                raise StaleRevisionError from error
            raise
        self._progress.changed = True
        if known != NEWEST:
            newest = result.newest_revision
            self._revision = known + 1 if newest == NEWEST else newest
        return result

    async def _is_conflict(self, error: InvalidRequestError) -> bool:
        """Return whether an edit was certainly rejected because of changes by others."""
        if error.code not in _CONFLICTS or error.outcome_unknown or self._revision == NEWEST:
            return False
        try:
            newest = (await self._calls.get(self._chat_id)).revision_id
        except FeishuError:
            return False
        return newest > self._revision


def _walk(new_blocks: Sequence[NewBlock]) -> Iterator[NewBlock]:
    for new in new_blocks:
        yield new
        yield from _walk(new.children)


def _plain_text(elements: Sequence[TextElement]) -> str:
    return "".join(element.content for element in elements if isinstance(element, TextRun))


def replace_in_elements(
    elements: Sequence[TextElement], old: str, new: str
) -> tuple[tuple[TextElement, ...], int]:
    """Replace a text in elements, and return the new elements and the number of occurrences.

    An occurrence can span adjacent text runs; the replacement takes the style of the first.
    """
    replaced: list[TextElement] = []
    count = 0
    for is_text, group in groupby(elements, lambda element: isinstance(element, TextRun)):
        if not is_text:
            replaced += group
            continue
        runs, found = _replace_in_runs([run for run in group if isinstance(run, TextRun)], old, new)
        replaced += runs
        count += found
    return tuple(replaced) or (TextRun(content=""),), count


def _replace_in_runs(runs: Sequence[TextRun], old: str, new: str) -> tuple[list[TextRun], int]:
    text = "".join(run.content for run in runs)
    count = text.count(old)
    if not count:
        return list(runs), 0
    sources = [run for run in runs for _ in run.content]
    pieces: list[tuple[str, TextRun]] = []
    at = 0
    while at < len(text):
        is_old = text.startswith(old, at)
        pieces.append((new if is_old else text[at], sources[at]))
        at += len(old) if is_old else 1
    joined: list[TextRun] = []
    previous: TextRun | None = None
    for piece, source in pieces:
        if previous is source:
            joined[-1] = attrs.evolve(joined[-1], content=joined[-1].content + piece)
        else:
            joined.append(attrs.evolve(source, content=piece))
        previous = source
    return [run for run in joined if run.content], count
