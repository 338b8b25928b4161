"""What may stand beside each other in one edit of a document in the legacy format."""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final

from .._protocol.checks import check_count
from .operations import InsertBlocks, InsertParagraphElements, UpdateTitle
from .ranges import DeleteContentRange, Operation, Range

_MOST: Final = 10


def check_requests(requests: Sequence[Operation | str]) -> tuple[Operation | str, ...]:
    """Return the operations of one edit; of those that are strings, nothing is known."""
    is_list = isinstance(requests, Iterable) and not isinstance(requests, str)
    items = tuple(requests) if is_list else ()
    if not is_list or not all(isinstance(item, Operation | str) for item in items):
        raise TypeError("requests must be a list of operations, objects or JSON in strings")
    if not all(items):
        raise ValueError("requests must hold no empty string")
    check_count("requests", items, max_items=_MOST)
    operations = [item for item in items if isinstance(item, Operation)]
    if sum(isinstance(item, UpdateTitle) for item in operations) > 1:
        raise ValueError("requests must hold at most one UpdateTitle")
    kinds = {type(item) for item in operations}
    alone = next((item for item in operations if item.exclusive), None)
    if alone is not None and len(kinds) > 1:
        raise ValueError(f"requests must hold nothing else beside {type(alone).__name__}")
    _check_tables(operations)
    _check_overlaps(operations)
    return items


def _check_tables(operations: list[Operation]) -> None:
    tables = Counter(getattr(item, "table_id", None) for item in operations)
    if any(count > 1 for table_id, count in tables.items() if table_id is not None):
        raise ValueError("requests must change the structure of a table once at most")


def _check_overlaps(operations: list[Operation]) -> None:
    deleted = [item.delete_range for item in operations if isinstance(item, DeleteContentRange)]
    deleted.sort(key=_place)
    for one, other in pairwise(deleted):
        if one.zone_id == other.zone_id and other.start_index < one.end_index:
            raise ValueError("requests must not delete ranges that overlap")
    for item in operations:
        if isinstance(item, InsertBlocks | InsertParagraphElements):
            place = item.location
            if place.start_of_zone or place.end_of_zone:
                continue
            for one in deleted:
                inside = one.start_index < place.index < one.end_index
                if place.zone_id == one.zone_id and inside:
                    raise ValueError("requests must not insert inside a range that they delete")


def _place(deleted: Range) -> tuple[str, int]:
    return deleted.zone_id, deleted.start_index
