"""Validation of the operations that one edit in the legacy format combines."""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final

from .._protocol.checks import check_count
from .base_operation import DeleteContentRange, Operation
from .operations import InsertBlocks, InsertParagraphElements, UpdateTitle
from .positions import Range

_MAX_REQUESTS: Final = 10


def check_requests(requests: Sequence[Operation | str]) -> tuple[Operation | str, ...]:
    """Validate the operations of one edit, and return them; strings are sent unchecked."""
    is_list = isinstance(requests, Iterable) and not isinstance(requests, str)
    items = tuple(requests) if is_list else ()
    if not is_list or not all(isinstance(item, Operation | str) for item in items):
        raise TypeError("requests must be a list of operations or JSON strings")
    if not all(items):
        raise ValueError("requests must not hold empty strings")
    check_count("requests", items, max_items=_MAX_REQUESTS)
    operations = [item for item in items if isinstance(item, Operation)]
    if sum(isinstance(item, UpdateTitle) for item in operations) > 1:
        raise ValueError("requests must hold at most one UpdateTitle")
    types = {type(item) for item in operations}
    exclusive = next((item for item in operations if item.exclusive), None)
    if exclusive is not None and len(types) > 1:
        name = type(exclusive).__name__
        raise ValueError(f"requests must not combine {name} with operations of other types")
    _check_tables(operations)
    _check_overlaps(operations)
    return items


def _check_tables(operations: list[Operation]) -> None:
    tables = Counter(getattr(item, "table_id", None) for item in operations)
    if any(count > 1 for table_id, count in tables.items() if table_id is not None):
        raise ValueError("requests must change the structure of each table at most once")


def _check_overlaps(operations: list[Operation]) -> None:
    deleted = [item.delete_range for item in operations if isinstance(item, DeleteContentRange)]
    deleted.sort(key=_sort_key)
    for first, second in pairwise(deleted):
        if first.zone_id == second.zone_id and second.start_index < first.end_index:
            raise ValueError("requests must not delete overlapping ranges")
    for item in operations:
        if isinstance(item, InsertBlocks | InsertParagraphElements):
            location = item.location
            if location.start_of_zone or location.end_of_zone:
                continue
            for span in deleted:
                is_inside = span.start_index < location.index < span.end_index
                if location.zone_id == span.zone_id and is_inside:
                    raise ValueError("requests must not insert inside a range that they delete")


def _sort_key(deleted: Range) -> tuple[str, int]:
    return deleted.zone_id, deleted.start_index
