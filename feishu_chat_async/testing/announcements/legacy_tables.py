"""Changes of tables in a legacy document of a `FakeFeishu`.

Cells keep their content when they are merged; it is visible again when they are unmerged.
"""

import uuid
from typing import Final

from .legacy_contents import new_cell, number_cells
from .legacy_operations import Operation, index_range, number_field, string_field
from .positions import EditError, Json

_MIN_WIDTH: Final = 50
_MAX_WIDTH: Final = 1300


def change_table(table: Json, operation: Operation) -> bool:
    """Apply an operation, and return whether the table still exists."""
    kind, content = operation
    if kind == "UpdateTableColumnProperties":
        _set_width(table, content)
    elif kind == "MergeTableCells":
        _merge(table, content)
    elif kind == "UnmergeTableCells":
        _unmerge(table, content)
    elif kind in {"InsertTableRow", "InsertTableColumn"}:
        _insert(table, content, "column" if kind == "InsertTableColumn" else "row")
    else:
        return _delete(table, content, "column" if kind == "DeleteTableColumns" else "row")
    return True


def locked_zones(table: Json, operation: Operation) -> set[str]:
    """Return the zones of the cells that no other operation of the same edit can change."""
    kind, content = operation
    if kind == "MergeTableCells":
        area = content
    elif kind == "UnmergeTableCells":
        area = _merged_cell(table, content)
    else:
        return set()
    rows, columns = index_range(area, "row"), index_range(area, "column")
    return {
        cell["zoneId"]
        for row in table["tableRows"][slice(*rows)]
        for cell in row["tableCells"][slice(*columns)]
    }


def _set_width(table: Json, content: Json) -> None:
    column, width = (
        number_field(content, "columnIndex"),
        number_field(content, "columnWidth", _MIN_WIDTH),
    )
    if column >= table["columnSize"] or width > _MAX_WIDTH:
        raise EditError(f"an existing column can be {_MIN_WIDTH} to {_MAX_WIDTH} pixels wide")
    table["tableStyle"]["tableColumnProperties"][column]["width"] = width


def _merge(table: Json, content: Json) -> None:
    new: Json = {}
    for axis in ("row", "column"):
        start, end = index_range(content, axis)
        if end > table[f"{axis}Size"]:
            raise EditError(f"the table has no {axis} {end - 1}")
        new |= {f"{axis}StartIndex": start, f"{axis}EndIndex": end}
    if _cell_count(new) == 1:
        raise EditError("one cell cannot be merged")
    inside = [old for old in table["mergedCells"] if _overlap(old, new)]
    if any(_cell_count(_intersection(old, new)) != _cell_count(old) for old in inside):
        raise EditError("a merged cell would be cut in two")
    table["mergedCells"] = [
        *(old for old in table["mergedCells"] if old not in inside),
        {"mergedCellId": uuid.uuid4().hex, **new},
    ]


def _unmerge(table: Json, content: Json) -> None:
    table["mergedCells"].remove(_merged_cell(table, content))


def _merged_cell(table: Json, content: Json) -> Json:
    merged_cell_id = string_field(content, "mergedCellId")
    for merged in table["mergedCells"]:
        if merged["mergedCellId"] == merged_cell_id:
            merged_cell: Json = merged
            return merged_cell
    raise EditError(f"there is no merged cell {merged_cell_id!r}")


def _insert(table: Json, content: Json, axis: str) -> None:
    at = number_field(content, f"{axis}Index")
    if at > table[f"{axis}Size"]:
        raise EditError(f"the table has no {axis} {at - 1}")
    rows = table["tableRows"]
    if axis == "row":
        cells = [new_cell() for _ in range(table["columnSize"])]
        rows.insert(at, {"tableCells": cells})
    else:
        for row in rows:
            row["tableCells"].insert(at, new_cell())
        table["tableStyle"]["tableColumnProperties"].insert(at, {"width": 100})
    for merged in table["mergedCells"]:
        merged[f"{axis}StartIndex"] += merged[f"{axis}StartIndex"] >= at
        merged[f"{axis}EndIndex"] += merged[f"{axis}EndIndex"] > at
    number_cells(table)


def _delete(table: Json, content: Json, axis: str) -> bool:
    start, end = index_range(content, axis)
    if end > table[f"{axis}Size"]:
        raise EditError(f"the table has no {axis} {end - 1}")
    if end - start == table[f"{axis}Size"]:
        return False
    if axis == "row":
        del table["tableRows"][start:end]
    else:
        for row in table["tableRows"]:
            del row["tableCells"][start:end]
        del table["tableStyle"]["tableColumnProperties"][start:end]
    for merged in table["mergedCells"]:
        for name in (f"{axis}StartIndex", f"{axis}EndIndex"):
            merged[name] -= max(0, min(merged[name], end) - start)
    table["mergedCells"] = [merged for merged in table["mergedCells"] if _cell_count(merged) > 1]
    number_cells(table)
    return True


def _cell_count(area: Json) -> int:
    height = area["rowEndIndex"] - area["rowStartIndex"]
    width = area["columnEndIndex"] - area["columnStartIndex"]
    return max(0, int(height)) * max(0, int(width))


def _intersection(first: Json, second: Json) -> Json:
    area: Json = {}
    for axis in ("row", "column"):
        start, end = f"{axis}StartIndex", f"{axis}EndIndex"
        area |= {start: max(first[start], second[start]), end: min(first[end], second[end])}
    return area


def _overlap(first: Json, second: Json) -> bool:
    return _cell_count(_intersection(first, second)) > 0
