"""Where things stand in a legacy document, as `FakeFeishu` counts.

Blocks are kept as they travel, without locations: those follow from what stands before.
"""

from collections.abc import Iterator
from enum import Enum
from typing import Any, NamedTuple

import attrs

from ...legacy.ranges import NOT_TEXT_LENGTH, PLACEHOLDER_LENGTH, utf16_length

Json = dict[str, Any]


class EditError(Exception):
    """An operation that cannot be applied."""


class Change(Enum):
    """What an edit changed."""

    LINES = 1
    TEXT = 2
    STYLE = 3
    """Whether a line begins with a placeholder."""


class Splice(NamedTuple):
    """What an edit did to positions: at one of a zone, so many went and so many came."""

    zone_id: str
    at: int
    removed: int
    added: int
    change: Change


def element_length(element: Json) -> int:
    """Count an element of a paragraph."""
    is_text = element["type"] == "textRun"
    return utf16_length(element["textRun"]["text"]) if is_text else NOT_TEXT_LENGTH


def placeholder_length(block: Json) -> int:
    """Count what stands at the beginning of a styled paragraph."""
    return PLACEHOLDER_LENGTH if any((block["paragraph"].get("style") or {}).values()) else 0


def block_length(block: Json) -> int:
    """Count a block, without the line feed behind it."""
    if block["type"] != "paragraph":
        return NOT_TEXT_LENGTH
    return placeholder_length(block) + sum(map(element_length, block["paragraph"]["elements"]))


@attrs.define
class Zone:
    """The body, a cell of a table, code or a callout."""

    zone_id: str
    blocks: list[Json]
    begins: int = 0
    holder: str = ""
    """The type of the block that it is in."""

    def spans(self) -> list[tuple[int, int]]:
        """Say where each block begins and ends."""
        spans = []
        at = self.begins
        for block in self.blocks:
            spans.append((at, at + block_length(block)))
            at = spans[-1][1] + 1
        return spans

    @property
    def ends(self) -> int:
        """The position behind the last line feed."""
        return self.begins + sum(block_length(block) + 1 for block in self.blocks)

    def written(self) -> list[Json]:
        """Write the blocks down with their locations."""
        return [
            self._written(block, start, end)
            for block, (start, end) in zip(self.blocks, self.spans(), strict=True)
        ]

    def _written(self, block: Json, start: int, end: int) -> Json:
        kind = block["type"]
        content = {**block[kind], "location": place(self.zone_id, start, end)}
        if kind == "paragraph":
            first = start + placeholder_length(block)
            content["elements"] = written_elements(content["elements"], self.zone_id, first)
        elif kind == "table":
            content["tableRows"] = [_written_row(row) for row in content["tableRows"]]
        elif "body" in content:
            content["body"] = _written_body(content)
        return {"type": kind, kind: content}


def place(zone_id: str, start: int, end: int) -> Json:
    """Write a location."""
    return {"zoneId": zone_id, "startIndex": start, "endIndex": end}


def written_elements(elements: list[Json], zone_id: str, at: int) -> list[Json]:
    """Write elements down with their locations."""
    written = []
    for element in elements:
        kind, end = element["type"], at + element_length(element)
        written.append({"type": kind, kind: {**element[kind], "location": place(zone_id, at, end)}})
        at = end
    return written


def _written_row(row: Json) -> Json:
    return {**row, "tableCells": [{**c, "body": _written_body(c)} for c in row["tableCells"]]}


def _written_body(holder: Json) -> Json:
    return {"blocks": Zone(holder["zoneId"], holder["body"]["blocks"]).written()}


def inside(block: Json) -> list[Json]:
    """Return what of a block holds a zone of its own."""
    content: Json = block[block["type"]]
    if block["type"] == "table":
        return [cell for row in content["tableRows"] for cell in row["tableCells"]]
    return [content] if "body" in content else []


def zones_in(blocks: list[Json]) -> Iterator[Zone]:
    """Find all zones that are inside blocks, at any depth."""
    for block in blocks:
        for holder in inside(block):
            inner = holder["body"]["blocks"]
            yield Zone(holder["zoneId"], inner, holder=block["type"])
            yield from zones_in(inner)


def tables(blocks: list[Json]) -> Iterator[Json]:
    """Find all tables; they do not stand inside others."""
    return (block["table"] for block in blocks if block["type"] == "table")


# --- positions of an older revision ---------------------------------------------------------


def moved_index(index: int, zone_id: str, past: list[Splice], *, for_blocks: bool) -> int:
    """Say where a position is after edits.

    What they inserted there stands before it, but for what is in the line that blocks go before.
    """
    for splice in past:
        is_before = for_blocks and splice.change != Change.LINES
        stays = index == splice.at and (splice.removed or is_before)
        if splice.zone_id == zone_id and index >= splice.at and not stays:
            kept = max(index - splice.at - splice.removed, 0)
            index = splice.at + splice.added + kept
    return index


def moved_range(start: int, end: int, zone_id: str, past: list[Splice]) -> list[tuple[int, int]]:
    """Say where a range is after edits: without what they deleted, and what they inserted."""
    ranges = [(start, end)]
    for splice in past:
        if splice.zone_id == zone_id:
            ranges = [one for old in ranges for one in _pieces(*old, splice)]
    return ranges


def _pieces(start: int, end: int, splice: Splice) -> Iterator[tuple[int, int]]:
    gone, shift = splice.at + splice.removed, splice.added - splice.removed
    if splice.change == Change.STYLE and start == splice.at:
        yield start, end + shift
        return
    before = (start, min(end, splice.at))
    behind = (max(start, gone) + shift, end + shift)
    if not splice.added and before[0] < before[1] and behind[0] < behind[1]:
        yield before[0], behind[1]
        return
    for one in (before, behind):
        if one[0] < one[1]:
            yield one
