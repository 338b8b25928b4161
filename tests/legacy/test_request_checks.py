"""Combinations of operations in one edit of a document in the legacy format."""

from typing import Any

import pytest

from feishu_chat_async import legacy
from feishu_chat_async.legacy.request_checks import check_requests


def delete(start: int, end: int, zone_id: str = "0") -> legacy.DeleteContentRange:
    span = legacy.Range(zone_id=zone_id, start_index=start, end_index=end)
    return legacy.DeleteContentRange(delete_range=span)


def at(index: int, zone_id: str = "0") -> legacy.InsertBlocks:
    return legacy.InsertBlocks(blocks=["x"], location=legacy.InsertLocation.at(index, zone_id))


TITLED = legacy.UpdateTitle(title="x")
REPLACED = legacy.ReplaceAllText(text="a", replace_text="b")
ONE_ROW = legacy.LegacyInsertTableRow(table_id="t", row_index=0)

ROWS = legacy.LegacyDeleteTableRows(table_id="t", row_start_index=0, row_end_index=1)
COLUMNS = legacy.LegacyDeleteTableColumns(table_id="t", column_start_index=1, column_end_index=3)
STYLED = legacy.UpdateParagraphStyle(
    style=legacy.ParagraphStyle(quote=True),
    range=legacy.Range(start_index=6, end_index=9),
    fields=["quote"],
)
AN_ELEMENT = legacy.InsertParagraphElements(elements=["x"], location=legacy.InsertLocation.at(5))
AT_END = legacy.InsertBlocks(blocks=["x"], location=legacy.InsertLocation.end())

WRONG_TOGETHER: list[tuple[list[Any], str]] = [
    ([], "requests must hold at least 1 and at most 10"),
    ([TITLED, ""], "must not hold empty strings"),
    ([at(5)] * 11, "at most 10"),
    (["{}"] * 11, "at most 10"),
    ([TITLED, TITLED], "at most one UpdateTitle"),
    ([REPLACED, TITLED], "must not combine ReplaceAllText with"),
    ([at(0), STYLED], "must not combine UpdateParagraphStyle with"),
    ([at(0), ROWS], "must not combine LegacyDeleteTableRows with"),
    ([at(0), COLUMNS], "must not combine LegacyDeleteTableColumns with"),
    ([ROWS, COLUMNS], "must not combine LegacyDeleteTableRows with"),
    (
        [ONE_ROW, legacy.LegacyUnmergeTableCells(table_id="t", merged_cell_id="m")],
        "each table at most once",
    ),
    ([delete(0, 5), delete(4, 6)], "overlapping ranges"),
    ([delete(4, 6), "{}", delete(0, 5)], "overlapping ranges"),
    ([delete(0, 5), delete(0, 5)], "overlapping ranges"),
    ([at(3), delete(1, 5)], "inside a range"),
    ([AN_ELEMENT, delete(4, 6)], "inside a range"),
]


@pytest.mark.parametrize(("requests", "problem"), WRONG_TOGETHER)
def test_operations_that_cannot_be_combined_are_refused(requests: list[Any], problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        check_requests(requests)


RIGHT_TOGETHER = [
    [delete(0, 5), delete(5, 6), delete(2, 3, "cell")],
    [at(1), delete(1, 5), at(5), at(3, "cell"), AT_END],
    [REPLACED, REPLACED],
    [ONE_ROW, legacy.LegacyInsertTableRow(table_id="u", row_index=0)],
    ["{}"] * 10,
]


@pytest.mark.parametrize("requests", RIGHT_TOGETHER)
def test_operations_that_can_be_combined_are_returned(requests: list[Any]) -> None:
    assert check_requests(requests) == tuple(requests)


@pytest.mark.parametrize("requests", ["{}", 5, [5], [b"{}"]])
def test_other_types_are_refused(requests: Any) -> None:
    with pytest.raises(TypeError, match="requests must be a list of operations"):
        check_requests(requests)
