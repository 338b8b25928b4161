"""Positions in a legacy document of a `FakeFeishu`, and their rebasing on later edits.

Blocks are stored without locations, because a location follows from everything before it.
"""

from collections.abc import Iterator
from enum import Enum
from typing import Any, NamedTuple

import attrs

from ...legacy.positions import NOT_TEXT_LENGTH, PLACEHOLDER_LENGTH, utf16_length

Json = dict[str, Any]
"""A block, an element or another part of a document as decoded JSON."""


class EditError(Exception):
    """An operation that cannot be applied."""


class Change(Enum):
    """What an edit changed."""

    LINES = 1
    """Whole lines were inserted or deleted."""
    TEXT = 2
    """Elements were inserted into a line, deleted from it, or replaced."""
    STYLE = 3
    """The placeholder at the beginning of a line was added or removed."""


class Splice(NamedTuple):
    """A replacement of `removed` positions by `added` ones at a position in a zone."""

    zone_id: str
    at: int
    removed: int
    added: int
    change: Change


def element_length(element: Json) -> int:
    """Return the length of an element of a paragraph."""
    is_text = element["type"] == "textRun"
    return utf16_length(element["textRun"]["text"]) if is_text else NOT_TEXT_LENGTH


def placeholder_length(block: Json) -> int:
    """Return the length of the placeholder that styled paragraphs begin with."""
    return PLACEHOLDER_LENGTH if any((block["paragraph"].get("style") or {}).values()) else 0


def block_length(block: Json) -> int:
    """Return the length of a block without the line feed after it."""
    if block["type"] != "paragraph":
        return NOT_TEXT_LENGTH
    return placeholder_length(block) + sum(map(element_length, block["paragraph"]["elements"]))


@attrs.define
class Zone:
    """A separate range of positions: the body, a table cell, a code block or a callout."""

    zone_id: str
    blocks: list[Json]
    start: int = 0
    """The position of the first block."""
    parent_type: str = ""
    """The type of the block that contains the zone; empty for the body."""

    def spans(self) -> list[tuple[int, int]]:
        """Return the start and end of each block."""
        spans = []
        at = self.start
        for block in self.blocks:
            spans.append((at, at + block_length(block)))
            at = spans[-1][1] + 1
        return spans

    @property
    def end(self) -> int:
        """The position after the last line feed."""
        return self.start + sum(block_length(block) + 1 for block in self.blocks)

    def located_blocks(self) -> list[Json]:
        """Return the blocks with their locations."""
        return [
            self._located(block, start, end)
            for block, (start, end) in zip(self.blocks, self.spans(), strict=True)
        ]

    def _located(self, block: Json, start: int, end: int) -> Json:
        kind = block["type"]
        content = {**block[kind], "location": location(self.zone_id, start, end)}
        if kind == "paragraph":
            first = start + placeholder_length(block)
            content["elements"] = located_elements(content["elements"], self.zone_id, first)
        elif kind == "table":
            content["tableRows"] = [_located_row(row) for row in content["tableRows"]]
        elif "body" in content:
            content["body"] = _located_body(content)
        return {"type": kind, kind: content}


def location(zone_id: str, start: int, end: int) -> Json:
    """Return a location as JSON."""
    return {"zoneId": zone_id, "startIndex": start, "endIndex": end}


def located_elements(elements: list[Json], zone_id: str, at: int) -> list[Json]:
    """Return elements with their locations."""
    located = []
    for element in elements:
        kind, end = element["type"], at + element_length(element)
        content = {**element[kind], "location": location(zone_id, at, end)}
        located.append({"type": kind, kind: content})
        at = end
    return located


def _located_row(row: Json) -> Json:
    cells = [{**cell, "body": _located_body(cell)} for cell in row["tableCells"]]
    return {**row, "tableCells": cells}


def _located_body(holder: Json) -> Json:
    return {"blocks": Zone(holder["zoneId"], holder["body"]["blocks"]).located_blocks()}


def zone_holders(block: Json) -> list[Json]:
    """Return the parts of a block that contain a zone: the cells of a table, or its content."""
    content: Json = block[block["type"]]
    if block["type"] == "table":
        return [cell for row in content["tableRows"] for cell in row["tableCells"]]
    return [content] if "body" in content else []


def zones_in(blocks: list[Json]) -> Iterator[Zone]:
    """Iterate over all zones inside blocks, at any depth."""
    for block in blocks:
        for holder in zone_holders(block):
            inner = holder["body"]["blocks"]
            yield Zone(holder["zoneId"], inner, parent_type=block["type"])
            yield from zones_in(inner)


def tables_in(blocks: list[Json]) -> Iterator[Json]:
    """Iterate over all tables among blocks; tables are never nested."""
    return (block["table"] for block in blocks if block["type"] == "table")


# --- rebasing: positions of an older revision -----------------------------------------------


def rebase_index(index: int, zone_id: str, splices: list[Splice], *, for_blocks: bool) -> int:
    """Return the current position of an index in an older revision.

    Content that later edits inserted at the index precedes it. If blocks are to be inserted before
    a line, content that was inserted inside that line follows them.
    """
    for splice in splices:
        is_inside_line = for_blocks and splice.change != Change.LINES
        stays = index == splice.at and (splice.removed or is_inside_line)
        if splice.zone_id == zone_id and index >= splice.at and not stays:
            offset = max(index - splice.at - splice.removed, 0)
            index = splice.at + splice.added + offset
    return index


def rebase_range(
    start: int, end: int, zone_id: str, splices: list[Splice]
) -> list[tuple[int, int]]:
    """Return the current positions of an older range, without later deletions and insertions."""
    ranges = [(start, end)]
    for splice in splices:
        if splice.zone_id == zone_id:
            ranges = [part for old in ranges for part in _rebase_on_splice(*old, splice)]
    return ranges


def _rebase_on_splice(start: int, end: int, splice: Splice) -> Iterator[tuple[int, int]]:
    removed_end, shift = splice.at + splice.removed, splice.added - splice.removed
    if splice.change == Change.STYLE and start == splice.at:
        yield start, end + shift
        return
    before = (start, min(end, splice.at))
    after = (max(start, removed_end) + shift, end + shift)
    if not splice.added and before[0] < before[1] and after[0] < after[1]:
        yield before[0], after[1]
        return
    for part in (before, after):
        if part[0] < part[1]:
            yield part
