"""Edits of an announcement in the docx format."""

from collections.abc import Awaitable, Callable, Iterator, Sequence
from typing import Final, TypeVar

import attrs

from ..docx.blocks import BaseTextBlock, Block
from ..docx.results import CreatedBlocks, DeletedBlocks, UpdatedBlocks
from ..docx.text import TextElement, TextRun
from ..docx.updates import UpdateTextElements
from ..endpoints.docx_announcement import (
    CREATE_CHILDREN,
    MAX_UPDATES,
    NEWEST,
    DocxAnnouncementEndpoints,
)
from ..errors import ConflictError, FeishuError, InvalidRequestError, PermissionDeniedError
from ..richtext.document import Document
from ..richtext.docx_format import Node, batches, from_docx, to_docx
from .edits import Again, EditProgress, unreadable

R = TypeVar("R", CreatedBlocks, DeletedBlocks, UpdatedBlocks)

_CONFLICTS: Final = (1770001, 1770002, 1770003, 1770014, 1770021, 1770024, 1770025)
"""What is answered if a block is no longer there, or no longer what or where it was."""


class DocxEdits:
    """Edits of one announcement, each made for the version that the one before it left."""

    def __init__(
        self, calls: DocxAnnouncementEndpoints, chat_id: str, progress: EditProgress
    ) -> None:
        self._calls = calls
        self._chat_id = chat_id
        self._revision = NEWEST
        self._progress = progress

    async def read(self) -> Document:
        """Return what it says."""
        try:
            return from_docx(await self._blocks())
        except PermissionDeniedError:
            # Who may not edit may read no version but the newest, and that was a moment ago.
            newest = self._calls.iter_blocks(self._chat_id)
            return from_docx([block async for block in newest])

    async def write(self, document: Document) -> None:
        """Put a document into the place of all that is there.

        What is there goes first, so that whatever happens nothing is there twice.
        """
        page = to_docx(document)
        self._progress.written, self._progress.total = 0, sum(1 for _ in _all(page.children))
        self._revision = (await self._calls.get(self._chat_id)).revision_id
        root = await self._calls.get_block(self._chat_id, self._chat_id, revision_id=self._revision)
        await self._clear(root)
        await self._set_title(root, page)
        await self._create(self._chat_id, page.children)

    async def append(self, document: Document) -> None:
        """Add a document below all that is there; what others do meanwhile is no matter."""
        page = to_docx(document)
        self._progress.total = sum(1 for _ in _all(page.children))
        await self._create(self._chat_id, page.children)

    async def replace_text(self, old: str, new: str) -> int:
        """Replace a text wherever it stands, and return how often it did."""
        blocks = await self._blocks()
        found = [
            (block.block_id, *_replaced(block.elements, old, new))
            for block in blocks
            if isinstance(block, BaseTextBlock) and block.block_id is not None
        ]
        updates = [
            UpdateTextElements(block_id=block_id, elements=elements)
            for block_id, elements, count in found
            if count
        ]
        self._progress.total = len(updates)
        for start in range(0, len(updates), MAX_UPDATES):
            some = updates[start : start + MAX_UPDATES]
            try:
                await self._made(self._update_of(some))
            except Again as again:
                if not start:
                    raise
                # To begin again would replace what has been replaced.
                raise ConflictError("the announcement was changed meanwhile") from again
            self._progress.written += len(some)
        return sum(count for _, _, count in found)

    async def _blocks(self) -> list[Block]:
        """Read all blocks, all of one version."""
        self._revision = (await self._calls.get(self._chat_id)).revision_id
        pages = self._calls.iter_blocks(self._chat_id, revision_id=self._revision)
        return [block async for block in pages]

    def _update_of(
        self, updates: Sequence[UpdateTextElements]
    ) -> Callable[[int], Awaitable[UpdatedBlocks]]:
        return lambda revision: self._calls.batch_update(
            self._chat_id, updates, revision_id=revision
        )

    async def _clear(self, root: Block) -> None:
        if root.children:
            await self._step(
                lambda revision: self._calls.delete_children(
                    self._chat_id,
                    self._chat_id,
                    start_index=0,
                    end_index=len(root.children),
                    revision_id=revision,
                )
            )

    async def _set_title(self, root: Block, page: Node) -> None:
        new = page.block.elements if isinstance(page.block, BaseTextBlock) else ()
        title = new or (TextRun(content=""),)
        if isinstance(root, BaseTextBlock) and _plain(root.elements) != _plain(title):
            title_update = UpdateTextElements(block_id=self._chat_id, elements=title)
            await self._step(self._update_of([title_update]))

    async def _create(self, parent_id: str, nodes: Sequence[Node]) -> None:
        for batch in batches(nodes):
            blocks = [node.block for node in batch]
            made = await self._step(
                lambda revision, blocks=blocks: self._calls.create_children(  # type: ignore[misc]
                    self._chat_id, parent_id, blocks, revision_id=revision
                )
            )
            if len(made.children) != len(batch):
                told = f"{len(made.children)} blocks are there of {len(batch)}"
                raise unreadable(told, "data.children", CREATE_CHILDREN, self._chat_id, parent_id)
            self._progress.written += len(batch)
            for node, block in zip(batch, made.children, strict=True):
                if node.children:
                    await self._create(self._id_of(block, parent_id), node.children)

    def _id_of(self, made: Block, parent_id: str) -> str:
        if made.block_id is None:
            told = "a block is there without its block_id"
            raise unreadable(told, "data.children", CREATE_CHILDREN, self._chat_id, parent_id)
        return made.block_id

    async def _step(self, edit: Callable[[int], Awaitable[R]]) -> R:
        """Make one edit of the version that is known, and begin again if it was not the newest."""
        known = self._revision
        made = await self._made(edit)
        if known != NEWEST and made.newest_revision not in (NEWEST, known + 1):
            raise Again
        return made

    async def _made(self, edit: Callable[[int], Awaitable[R]]) -> R:
        """Make one edit of the version that is known, and know the one that it made."""
        known = self._revision
        try:
            made = await edit(known)
        except InvalidRequestError as error:
            if await self._is_conflict(error):
                raise Again from error
            raise
        self._progress.changed = True
        if known != NEWEST:
            newest = made.newest_revision
            self._revision = known + 1 if newest == NEWEST else newest
        return made

    async def _is_conflict(self, error: InvalidRequestError) -> bool:
        """Say whether an edit was surely refused because of what others did meanwhile."""
        if error.code not in _CONFLICTS or error.outcome_unknown or self._revision == NEWEST:
            return False
        try:
            newest = (await self._calls.get(self._chat_id)).revision_id
        except FeishuError:
            return False  # nobody knows, then
        return newest > self._revision


def _all(nodes: Sequence[Node]) -> Iterator[Node]:
    for node in nodes:
        yield node
        yield from _all(node.children)


def _plain(elements: Sequence[TextElement]) -> str:
    return "".join(one.content for one in elements if isinstance(one, TextRun))


def _replaced(
    elements: Sequence[TextElement], old: str, new: str
) -> tuple[tuple[TextElement, ...], int]:
    """Replace a text also where it runs on from one piece to the next; it looks as it begins."""
    result: list[TextElement] = []
    count = 0
    at = 0
    while at < len(elements):
        end = at
        while end < len(elements) and isinstance(elements[end], TextRun):
            end += 1
        runs = [one for one in elements[at:end] if isinstance(one, TextRun)]
        if not runs:
            result.append(elements[at])
            at += 1
            continue
        some, found = _replaced_in_runs(runs, old, new)
        result += some
        count += found
        at = end
    return tuple(result) or (TextRun(content=""),), count


def _replaced_in_runs(runs: Sequence[TextRun], old: str, new: str) -> tuple[list[TextRun], int]:
    text = "".join(run.content for run in runs)
    count = text.count(old)
    if not count:
        return list(runs), 0
    looks = [run for run in runs for _ in run.content]
    pieces: list[tuple[str, TextRun]] = []
    at = 0
    while at < len(text):
        is_old = text.startswith(old, at)
        pieces.append((new if is_old else text[at], looks[at]))
        at += len(old) if is_old else 1
    joined: list[TextRun] = []
    previous: TextRun | None = None
    for piece, look in pieces:
        if previous is look:
            joined[-1] = attrs.evolve(joined[-1], content=joined[-1].content + piece)
        else:
            joined.append(attrs.evolve(look, content=piece))
        previous = look
    return [run for run in joined if run.content], count
