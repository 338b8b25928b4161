"""Changes of tables in a legacy document of a `FakeFeishu`.

What stands in cells stays there when they are merged, and is seen again when they no longer are.
"""

import uuid
from typing import Final

from .legacy_contents import new_cell, number_cells
from .legacy_operations import Operation, bounds, number, string
from .positions import EditError, Json

_NARROWEST: Final = 50
_WIDEST: Final = 1300


def change_table(table: Json, operation: Operation) -> bool:
    """Carry out an operation; say whether anything of the table is left."""
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


def changed_zones(table: Json, operation: Operation) -> set[str]:
    """Say of which cells nothing else can be changed in the same edit."""
    kind, content = operation
    if kind == "MergeTableCells":
        area = content
    elif kind == "UnmergeTableCells":
        area = _merged_cell(table, content)
    else:
        return set()
    rows, columns = bounds(area, "row"), bounds(area, "column")
    return {
        cell["zoneId"]
        for row in table["tableRows"][slice(*rows)]
        for cell in row["tableCells"][slice(*columns)]
    }


def _set_width(table: Json, content: Json) -> None:
    column, width = number(content, "columnIndex"), number(content, "columnWidth", _NARROWEST)
    if column >= table["columnSize"] or width > _WIDEST:
        raise EditError(f"a column that is there can be {_NARROWEST} to {_WIDEST} pixels wide")
    table["tableStyle"]["tableColumnProperties"][column]["width"] = width


def _merge(table: Json, content: Json) -> None:
    new: Json = {}
    for axis in ("row", "column"):
        start, end = bounds(content, axis)
        if end > table[f"{axis}Size"]:
            raise EditError(f"the table has no {axis} {end - 1}")
        new |= {f"{axis}StartIndex": start, f"{axis}EndIndex": end}
    if _cells(new) == 1:
        raise EditError("one cell cannot be merged")
    others = [old for old in table["mergedCells"] if _meet(old, new)]
    if any(_cells(_common(old, new)) != _cells(old) for old in others):
        raise EditError("a merged cell would be cut in two")
    table["mergedCells"] = [
        *(old for old in table["mergedCells"] if old not in others),
        {"mergedCellId": uuid.uuid4().hex, **new},
    ]


def _unmerge(table: Json, content: Json) -> None:
    table["mergedCells"].remove(_merged_cell(table, content))


def _merged_cell(table: Json, content: Json) -> Json:
    sought = string(content, "mergedCellId")
    for merged in table["mergedCells"]:
        if merged["mergedCellId"] == sought:
            found: Json = merged
            return found
    raise EditError(f"there is no merged cell {sought!r}")


def _insert(table: Json, content: Json, axis: str) -> None:
    at = number(content, f"{axis}Index")
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
    start, end = bounds(content, axis)
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
    table["mergedCells"] = [merged for merged in table["mergedCells"] if _cells(merged) > 1]
    number_cells(table)
    return True


def _cells(area: Json) -> int:
    height = area["rowEndIndex"] - area["rowStartIndex"]
    width = area["columnEndIndex"] - area["columnStartIndex"]
    return max(0, int(height)) * max(0, int(width))


def _common(one: Json, other: Json) -> Json:
    area: Json = {}
    for axis in ("row", "column"):
        start, end = f"{axis}StartIndex", f"{axis}EndIndex"
        area |= {start: max(one[start], other[start]), end: min(one[end], other[end])}
    return area


def _meet(one: Json, other: Json) -> bool:
    return _cells(_common(one, other)) > 0
