"""Insertions and deletions in a legacy document of a `FakeFeishu`.

All edits of one request refer to the document as it was before: they are carried out from the end
to the beginning, so that none moves what another refers to.
"""

from itertools import pairwise
from typing import Final

import attrs

from .legacy_contents import empty_line
from .legacy_operations import Operation, bounds, field, inner, inserted, number, string
from .positions import (
    Change,
    EditError,
    Json,
    Splice,
    Zone,
    block_length,
    element_length,
    moved_index,
    moved_range,
    placeholder_length,
)

BODY: Final = "0"
_RANKS: Final = {"DeleteContentRange": 0, "InsertParagraphElements": 1, "InsertBlocks": 2}
"""What is carried out first where several edits begin."""


@attrs.frozen(order=False)
class Edit:
    """An insertion or a deletion, and where."""

    zone: Zone
    start: int
    end: int
    rank: int
    number: int
    parts: list[Json] = attrs.field(factory=list)

    @property
    def turn(self) -> tuple[int, int, int]:
        """When it is carried out: what stands last, first."""
        return -self.start, self.rank, -self.number

    def apply(self) -> Splice:
        """Carry it out."""
        if self.rank == 0:
            return _delete(self.zone, self.start, self.end)
        insert = _insert_elements if self.rank == 1 else _insert_blocks
        return insert(self.zone, self.start, self.parts)


def edits_of(
    operation: Operation, turn: int, zones: dict[str, Zone], past: list[Splice]
) -> list[Edit]:
    """Say what an operation on an older document does to this one."""
    rank = _RANKS[operation.kind]
    name = "deleteRange" if rank == 0 else "location"
    where = inner(operation.content, name)
    zone_id = string(where, "zoneId")
    if zone_id not in zones:
        raise EditError(f"there is no zone {zone_id!r}")
    zone = zones[zone_id]
    if rank == 0:
        ranges = moved_range(*bounds(where), zone_id, past)
        return [Edit(zone, start, end, rank, turn) for start, end in ranges]
    index = _index(where, zone, past, for_blocks=rank == 2)
    return [Edit(zone, index, index, rank, turn, inserted(operation, zone.holder))]


def _index(where: Json, zone: Zone, past: list[Splice], *, for_blocks: bool) -> int:
    starts, ends = field(where, "startOfZone") is True, field(where, "endOfZone") is True
    if starts and ends:
        raise EditError("startOfZone and endOfZone contradict each other")
    if for_blocks and (starts or ends):
        return zone.begins if starts else zone.ends
    index = moved_index(number(where, "index"), zone.zone_id, past, for_blocks=for_blocks)
    if for_blocks and index not in [start for start, _ in zone.spans()]:
        raise EditError(f"no line begins at index {index}")
    if not for_blocks and zone.zone_id == BODY and index == zone.ends - 1:
        raise EditError("no elements can stand at the last line feed of the document")
    return index


def check_overlaps(edits: list[Edit]) -> None:
    """Refuse edits of the same places."""
    deleted = sorted((e for e in edits if e.rank == 0), key=lambda e: (e.zone.zone_id, e.start))
    for one, other in pairwise(deleted):
        if one.zone is other.zone and other.start < one.end:
            raise EditError("ranges to delete overlap")
    for edit in edits:
        for one in deleted:
            if edit.rank and edit.zone is one.zone and one.start < edit.start < one.end:
                raise EditError("an insertion inside a range to delete")


def deleted_blocks(edit: Edit) -> list[Json]:
    """Return the whole blocks that an edit deletes."""
    if edit.rank:
        return []
    found = zip(edit.zone.blocks, edit.zone.spans(), strict=True)
    return [block for block, (s, e) in found if edit.start <= s and e <= edit.end]


def _delete(zone: Zone, start: int, end: int) -> Splice:
    spans = zone.spans()
    first = next((at for at, span in enumerate(spans) if span[0] == start), None)
    last = next((at for at, span in enumerate(spans) if end in {span[1], span[1] + 1}), None)
    if first is not None and last is not None and first <= last:
        return delete_blocks(zone, first, last, with_line_feed=end > spans[last][1])
    return _delete_elements(zone, start, end)


def delete_blocks(zone: Zone, first: int, last: int, *, with_line_feed: bool) -> Splice:
    """Delete blocks; the last line feed of a zone stays, as an empty line."""
    spans = zone.spans()
    start, end = spans[first][0], spans[last][1]
    stays = last == len(spans) - 1 or not with_line_feed
    zone.blocks[first : last + 1] = [empty_line()] if stays else []
    return Splice(zone.zone_id, start, end - start + (not stays), 0, Change.LINES)


def _line(zone: Zone, index: int) -> tuple[Json, list[int]]:
    """Find the paragraph around an index, and where its elements begin and end."""
    for block, (start, end) in zip(zone.blocks, zone.spans(), strict=True):
        if start <= index <= end and block["type"] == "paragraph":
            places = [start + placeholder_length(block)]
            for element in block["paragraph"]["elements"]:
                places.append(places[-1] + element_length(element))
            return block["paragraph"], places
    raise EditError(f"no paragraph is at index {index}")


def _delete_elements(zone: Zone, start: int, end: int) -> Splice:
    paragraph, places = _line(zone, start)
    if start not in places or end not in places:
        raise EditError(f"{start} to {end} cuts a block or an element in two")
    del paragraph["elements"][places.index(start) : places.index(end)]
    return Splice(zone.zone_id, start, end - start, 0, Change.TEXT)


def _insert_elements(zone: Zone, index: int, elements: list[Json]) -> Splice:
    paragraph, places = _line(zone, index)
    if index not in places:
        raise EditError(f"index {index} is inside an element, or before the style of the line")
    at = places.index(index)
    paragraph["elements"][at:at] = elements
    added = sum(map(element_length, elements))
    return Splice(zone.zone_id, index, 0, added, Change.TEXT)


def _insert_blocks(zone: Zone, index: int, blocks: list[Json]) -> Splice:
    starts = [start for start, _ in zone.spans()]
    at = starts.index(index) if index in starts else len(starts)
    zone.blocks[at:at] = blocks
    added = sum(block_length(block) + 1 for block in blocks)
    return Splice(zone.zone_id, index, 0, added, Change.LINES)
