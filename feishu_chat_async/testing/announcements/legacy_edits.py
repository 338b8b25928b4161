"""Insertions and deletions in a legacy document of a `FakeFeishu`.

All edits of one request refer to the document before the request. They are applied from the end to
the beginning, so that none moves the positions that another refers to.
"""

from itertools import pairwise
from typing import Final

import attrs

from .legacy_contents import empty_paragraph
from .legacy_operations import (
    Operation,
    field,
    index_range,
    inserted_parts,
    number_field,
    object_field,
    string_field,
)
from .positions import (
    Change,
    EditError,
    Json,
    Splice,
    Zone,
    block_length,
    element_length,
    placeholder_length,
    rebase_index,
    rebase_range,
)

BODY: Final = "0"
"""The zone id of the title and the body."""
_RANKS: Final = {"DeleteContentRange": 0, "InsertParagraphElements": 1, "InsertBlocks": 2}
"""The order in which edits at the same position are applied."""


@attrs.frozen(order=False)
class Edit:
    """An insertion or a deletion at a position."""

    zone: Zone
    start: int
    end: int
    rank: int
    number: int
    """The index of the operation in the request."""
    parts: list[Json] = attrs.field(factory=list)
    """The blocks or elements to insert."""

    @property
    def sort_key(self) -> tuple[int, int, int]:
        """The key by which edits are ordered: the last position comes first."""
        return -self.start, self.rank, -self.number

    def apply(self) -> Splice:
        """Apply the edit to its zone."""
        if self.rank == 0:
            return _delete(self.zone, self.start, self.end)
        insert = _insert_elements if self.rank == 1 else _insert_blocks
        return insert(self.zone, self.start, self.parts)


def rebased_edits(
    operation: Operation, number: int, zones: dict[str, Zone], splices: list[Splice]
) -> list[Edit]:
    """Convert an operation on an older revision into edits of the current document."""
    rank = _RANKS[operation.kind]
    where = object_field(operation.content, "deleteRange" if rank == 0 else "location")
    zone_id = string_field(where, "zoneId")
    if zone_id not in zones:
        raise EditError(f"there is no zone {zone_id!r}")
    zone = zones[zone_id]
    if rank == 0:
        ranges = rebase_range(*index_range(where), zone_id, splices)
        return [Edit(zone, start, end, rank, number) for start, end in ranges]
    index = _insertion_index(where, zone, splices, for_blocks=rank == 2)
    parts = inserted_parts(operation, zone.parent_type)
    return [Edit(zone, index, index, rank, number, parts)]


def _insertion_index(where: Json, zone: Zone, splices: list[Splice], *, for_blocks: bool) -> int:
    at_start, at_end = field(where, "startOfZone") is True, field(where, "endOfZone") is True
    if at_start and at_end:
        raise EditError("startOfZone and endOfZone contradict each other")
    if for_blocks and (at_start or at_end):
        return zone.start if at_start else zone.end
    index = rebase_index(number_field(where, "index"), zone.zone_id, splices, for_blocks=for_blocks)
    if for_blocks and index not in [start for start, _ in zone.spans()]:
        raise EditError(f"no line begins at index {index}")
    if not for_blocks and zone.zone_id == BODY and index == zone.end - 1:
        raise EditError("elements cannot be inserted at the last line feed of the document")
    return index


def check_overlaps(edits: list[Edit]) -> None:
    """Check that no two edits change the same positions."""
    deletions = sorted(
        (edit for edit in edits if edit.rank == 0), key=lambda edit: (edit.zone.zone_id, edit.start)
    )
    for first, second in pairwise(deletions):
        if first.zone is second.zone and second.start < first.end:
            raise EditError("ranges to delete overlap")
    for edit in edits:
        for deletion in deletions:
            is_inside = deletion.start < edit.start < deletion.end
            if edit.rank and edit.zone is deletion.zone and is_inside:
                raise EditError("an insertion is inside a range to delete")


def deleted_blocks(edit: Edit) -> list[Json]:
    """Return the blocks that an edit deletes as a whole."""
    if edit.rank:
        return []
    located = zip(edit.zone.blocks, edit.zone.spans(), strict=True)
    return [block for block, (start, end) in located if edit.start <= start and end <= edit.end]


def _delete(zone: Zone, start: int, end: int) -> Splice:
    spans = zone.spans()
    first = next((at for at, span in enumerate(spans) if span[0] == start), None)
    last = next((at for at, span in enumerate(spans) if end in {span[1], span[1] + 1}), None)
    if first is not None and last is not None and first <= last:
        return delete_blocks(zone, first, last, with_line_feed=end > spans[last][1])
    return _delete_elements(zone, start, end)


def delete_blocks(zone: Zone, first: int, last: int, *, with_line_feed: bool) -> Splice:
    """Delete blocks; the last line feed of a zone remains as an empty line."""
    spans = zone.spans()
    start, end = spans[first][0], spans[last][1]
    keeps_line_feed = last == len(spans) - 1 or not with_line_feed
    zone.blocks[first : last + 1] = [empty_paragraph()] if keeps_line_feed else []
    return Splice(zone.zone_id, start, end - start + (not keeps_line_feed), 0, Change.LINES)


def _paragraph_at(zone: Zone, index: int) -> tuple[Json, list[int]]:
    """Return the paragraph around an index, and the boundaries of its elements."""
    for block, (start, end) in zip(zone.blocks, zone.spans(), strict=True):
        if start <= index <= end and block["type"] == "paragraph":
            boundaries = [start + placeholder_length(block)]
            for element in block["paragraph"]["elements"]:
                boundaries.append(boundaries[-1] + element_length(element))
            return block["paragraph"], boundaries
    raise EditError(f"no paragraph is at index {index}")


def _delete_elements(zone: Zone, start: int, end: int) -> Splice:
    paragraph, boundaries = _paragraph_at(zone, start)
    if start not in boundaries or end not in boundaries:
        raise EditError(f"{start} to {end} cuts a block or an element in two")
    del paragraph["elements"][boundaries.index(start) : boundaries.index(end)]
    return Splice(zone.zone_id, start, end - start, 0, Change.TEXT)


def _insert_elements(zone: Zone, index: int, elements: list[Json]) -> Splice:
    paragraph, boundaries = _paragraph_at(zone, index)
    if index not in boundaries:
        raise EditError(f"index {index} is inside an element, or before the style of the line")
    at = boundaries.index(index)
    paragraph["elements"][at:at] = elements
    added = sum(map(element_length, elements))
    return Splice(zone.zone_id, index, 0, added, Change.TEXT)


def _insert_blocks(zone: Zone, index: int, blocks: list[Json]) -> Splice:
    starts = [start for start, _ in zone.spans()]
    at = starts.index(index) if index in starts else len(starts)
    zone.blocks[at:at] = blocks
    added = sum(block_length(block) + 1 for block in blocks)
    return Splice(zone.zone_id, index, 0, added, Change.LINES)
