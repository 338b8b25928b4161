"""Tables in the legacy format are changed, and their cells merged."""

from collections.abc import Callable

import pytest

from feishu_chat_async import legacy
from tests.support.legacy_editor import (
    PERSON,
    LegacyEditor,
    add_table,
    cell_texts,
    cell_zone,
    delete,
    insert_blocks,
    insert_elements,
    location,
    merge,
    merged_area,
    table,
    texts,
)


async def test_rows_and_columns_are_inserted_and_deleted(editor: LegacyEditor) -> None:
    current = await add_table(editor, 2, 2)
    table_id = table(current).table_id or ""
    current = await editor.edit(legacy.LegacyInsertTableRow(table_id=table_id, row_index=1))
    current = await editor.edit(legacy.LegacyInsertTableColumn(table_id=table_id, column_index=2))
    assert cell_texts(current) == [["00", "01", ""], ["", "", ""], ["10", "11", ""]]
    assert (table(current).row_size, table(current).column_size) == (3, 3)
    numbers = [cell.column_index for row in table(current).table_rows for cell in row.table_cells]
    assert numbers == [0, 1, 2] * 3
    assert [row.row_index for row in table(current).table_rows] == [0, 1, 2]
    width = legacy.UpdateTableColumnProperties(table_id=table_id, column_index=2, column_width=200)
    current = await editor.edit(width)
    current = await editor.edit(
        legacy.LegacyDeleteTableColumns(table_id=table_id, column_start_index=0, column_end_index=1)
    )
    style = table(current).table_style
    assert style and [column.width for column in style.table_column_properties] == [100, 200]
    current = await editor.edit(
        legacy.LegacyDeleteTableRows(table_id=table_id, row_start_index=1, row_end_index=3)
    )
    assert cell_texts(current) == [["01", ""]]
    current = await editor.edit(
        legacy.LegacyDeleteTableRows(table_id=table_id, row_start_index=0, row_end_index=1)
    )
    assert texts(current) == ["Welcome.", "after it"]  # a table without rows is deleted


async def test_cells_are_merged_and_unmerged(editor: LegacyEditor) -> None:
    current = await add_table(editor, 3, 3)
    table_id = table(current).table_id or ""
    current = await editor.edit(merge(table_id, (0, 2), (0, 2)))
    (merged,) = table(current).merged_cells
    assert merged.merged_cell_id
    await editor.refuses(merge(table_id, (1, 3), (1, 3)), because="cut in two")
    current = await editor.edit(legacy.LegacyInsertTableRow(table_id=table_id, row_index=1))
    assert merged_area(current) == (0, 3, 0, 2)
    current = await editor.edit(legacy.LegacyInsertTableColumn(table_id=table_id, column_index=0))
    assert merged_area(current) == (0, 3, 1, 3)
    current = await editor.edit(legacy.LegacyInsertTableRow(table_id=table_id, row_index=3))
    assert merged_area(current) == (0, 3, 1, 3)  # after it
    current = await editor.edit(
        legacy.LegacyDeleteTableColumns(table_id=table_id, column_start_index=0, column_end_index=2)
    )
    assert merged_area(current) == (0, 3, 0, 1)
    current = await editor.edit(merge(table_id, (0, 3), (0, 2)))
    assert merged_area(current) == (0, 3, 0, 2)
    merged_id = table(current).merged_cells[0].merged_cell_id or ""
    current = await editor.edit(
        legacy.LegacyUnmergeTableCells(table_id=table_id, merged_cell_id=merged_id)
    )
    assert table(current).merged_cells == ()
    await editor.refuses(
        legacy.LegacyUnmergeTableCells(table_id=table_id, merged_cell_id=merged_id),
        because="no merged cell",
    )
    current = await editor.edit(merge(table_id, (0, 2), (0, 1)))
    current = await editor.edit(
        legacy.LegacyDeleteTableRows(table_id=table_id, row_start_index=0, row_end_index=1)
    )
    assert table(current).merged_cells == ()  # one cell is not merged


async def test_cells_are_separate_zones_of_a_table(editor: LegacyEditor) -> None:
    current = await add_table(editor, 1, 2)
    first, second = cell_zone(current, 0, 0), cell_zone(current, 0, 1)
    current = await editor.edit(
        insert_blocks(0, "a", zone_id=first),
        insert_elements(2, PERSON, zone_id=first),
        delete(0, 2, zone_id=second),
        insert_elements(0, "x", zone_id=second),
    )
    assert cell_texts(current) == [["a\n00@ou_1", "x"]]
    inner = table(current).table_rows[0].table_cells[0].body.blocks
    assert [block.location for block in inner] == [location(0, 1, first), location(2, 5, first)]
    current = await editor.edit(current.insert_after(inner[1], "end"), inner[0].delete())
    assert cell_texts(current)[0][0] == "00@ou_1\nend"


async def test_an_edit_that_merges_cells_can_change_other_cells(
    editor: LegacyEditor,
) -> None:
    current = await add_table(editor, 2, 2)
    current = await editor.edit(
        merge(table(current).table_id or "", (0, 1), (0, 2)),
        insert_blocks(0, "x", zone_id=cell_zone(current, 1, 0)),
    )
    assert cell_texts(current)[1] == ["x\n10", "11"] and merged_area(current) == (0, 1, 0, 2)
    merged = table(current).merged_cells[0].merged_cell_id or ""
    unmerge = legacy.LegacyUnmergeTableCells(
        table_id=table(current).table_id or "", merged_cell_id=merged
    )
    await editor.refuses(
        unmerge,
        insert_blocks(0, "x", zone_id=cell_zone(current, 0, 1)),
        because="merged or unmerged",
    )


REFUSED: list[tuple[Callable[[str], legacy.Operation], str]] = [
    (lambda t: legacy.LegacyInsertTableRow(table_id=t, row_index=3), "no row 2"),
    (lambda t: legacy.LegacyInsertTableColumn(table_id=t, column_index=3), "no column 2"),
    (
        lambda t: legacy.LegacyDeleteTableRows(table_id=t, row_start_index=1, row_end_index=3),
        "no row 2",
    ),
    (lambda t: merge(t, (0, 3), (0, 1)), "no row 2"),
    (lambda t: merge(t, (0, 1), (0, 1)), "one cell"),
    (
        lambda t: legacy.UpdateTableColumnProperties(table_id=t, column_index=2, column_width=99),
        "an existing column",
    ),
]


@pytest.mark.parametrize(("build", "because"), REFUSED)
async def test_changes_outside_the_table_are_refused(
    editor: LegacyEditor, build: Callable[[str], legacy.Operation], because: str
) -> None:
    table_id = table(await add_table(editor, 2, 2)).table_id or ""
    await editor.refuses(build(table_id), because=because)
