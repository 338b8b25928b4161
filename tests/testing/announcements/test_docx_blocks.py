"""The tree of blocks of a fake announcement: any change is made or refused, never half-made."""

import contextlib
from typing import Any

import attrs
import pytest
from hypothesis import given, strategies as st

from feishu_chat_async import docx
from feishu_chat_async._protocol.converter import structure
from feishu_chat_async.testing.announcements.docx_blocks import BlockError, BlockTree, Wire

FIELDS = [
    field.name
    for cls in [*docx.Block.variants.classes.values(), *docx.BlockUpdate.variants.classes.values()]
    for field in attrs.fields(cls)
]


BODIES = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 12) | st.sampled_from(["1", "2", "x", "", "b"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [*docx.Block.variants.classes, *docx.BlockUpdate.variants.classes, *FIELDS]
            ),
            inner,
        )
    ),
    max_leaves=8,
)


@given(st.lists(BODIES, min_size=1, max_size=3), st.data())
def test_any_change_is_made_or_refused_and_leaves_readable_blocks(
    items: list[Any], data: Any
) -> None:
    tree = BlockTree("oc_1")
    made = tree.create(
        "oc_1",
        [
            {"block_type": 2, "text": {"elements": []}},
            {"block_type": 31, "table": {"property": {"row_size": 2, "column_size": 2}}},
            {"block_type": 24, "grid": {"column_size": 2}},
        ],
        None,
    )
    for item in items:
        number = data.draw(st.sampled_from(list(docx.Block.variants.name_of_number)))
        block = {"block_type": number, docx.Block.variants.name_of_number[number]: item}
        name = data.draw(st.sampled_from(list(docx.BlockUpdate.variants.classes)))
        update = {"block_id": data.draw(st.sampled_from(made))["block_id"], name: item}
        for change in (
            lambda block=block: tree.create("oc_1", [block], None),
            lambda update=update: tree.update(update),
            lambda item=item: tree.create("oc_1", [item], item),
            lambda item=item: tree.delete("oc_1", item, item),
        ):
            with contextlib.suppress(BlockError):
                change()
        for left in tree.walk("oc_1"):
            structure(left, docx.Block)  # it can be decoded


ROOT = "oc_1"


def text(content: str = "") -> Wire:
    return {"block_type": 2, "text": {"elements": [{"text_run": {"content": content}}]}}


TABLE: Wire = {"block_type": 31, "table": {"property": {"row_size": 2, "column_size": 2}}}
GRID: Wire = {"block_type": 24, "grid": {"column_size": 2}}


@pytest.fixture
def tree() -> BlockTree:
    return BlockTree(ROOT)


def children_of(tree: BlockTree, block: Wire) -> list[str]:
    return list(tree.get(block["block_id"])["children"])


def test_a_new_tree_is_an_empty_page(tree: BlockTree) -> None:
    (page,) = tree.walk(ROOT)
    assert page["block_type"] == 1 and page["block_id"] == ROOT


def test_blocks_are_created_at_an_index_or_at_the_end(tree: BlockTree) -> None:
    (last,) = tree.create(ROOT, [text("b")], None)
    (first,) = tree.create(ROOT, [text("a")], 0)
    (inner,) = tree.create(last["block_id"], [text("c")], -1)
    assert [block["block_id"] for block in tree.walk(ROOT)] == [
        ROOT,
        first["block_id"],
        last["block_id"],
        inner["block_id"],
    ]


def test_an_index_can_refer_to_an_older_tree(tree: BlockTree) -> None:
    a, b, c = tree.create(ROOT, [text("a"), text("b"), text("c")], None)
    base = tree.copy()
    tree.delete(ROOT, 1, 2)
    (new,) = tree.create(ROOT, [text("new")], 1, base)  # before b, and so before c
    tree.delete(ROOT, 0, 2, base)  # a and b
    assert children_of(tree, tree.get(ROOT)) == [new["block_id"], c["block_id"]]
    assert children_of(base, base.get(ROOT)) == [block["block_id"] for block in (a, b, c)]


def test_deleting_a_block_deletes_the_blocks_inside_it(tree: BlockTree) -> None:
    (outer,) = tree.create(ROOT, [text("a")], None)
    (inner,) = tree.create(outer["block_id"], [text("b")], None)
    tree.delete(ROOT, 0, 1)
    with pytest.raises(BlockError) as caught:
        tree.get(inner["block_id"])
    assert (caught.value.code, caught.value.status) == (1770002, 404)


def test_tables_and_grids_are_created_with_an_empty_paragraph_in_each_cell(tree: BlockTree) -> None:
    table, grid = tree.create(ROOT, [TABLE, GRID], None)
    assert table["table"]["cells"] == table["children"] and len(table["children"]) == 4
    assert len(grid["children"]) == 2
    for cell in [*table["children"], *grid["children"]]:
        (paragraph,) = tree.get(cell)["children"]
        assert tree.get(paragraph)["text"] == {"elements": []}


def test_rows_and_columns_are_inserted_and_deleted(tree: BlockTree) -> None:
    (table,) = tree.create(ROOT, [TABLE], None)
    a, b, c, d = table["children"]

    def update(name: str, **change: int) -> list[str]:
        return children_of(tree, tree.update({"block_id": table["block_id"], name: change}))

    cells = update("insert_table_row", row_index=-1)
    assert cells[:4] == [a, b, c, d] and len(cells) == 6
    cells = update("insert_table_column", column_index=1)
    assert [cells.index(cell) for cell in (a, b, c, d)] == [0, 2, 3, 5]
    update("delete_table_columns", column_start_index=1, column_end_index=2)
    assert update("delete_table_rows", row_start_index=0, row_end_index=2) == cells[6::2]


def test_cells_are_merged_and_unmerged(tree: BlockTree) -> None:
    (table,) = tree.create(ROOT, [TABLE], None)
    area = {
        "row_start_index": 0,
        "row_end_index": 2,
        "column_start_index": 1,
        "column_end_index": 2,
    }
    tree.update({"block_id": table["block_id"], "merge_table_cells": area})
    assert table["table"]["property"]["merge_info"][1] == {"row_span": 2, "col_span": 1}
    cell = {"row_index": 0, "column_index": 1}
    tree.update({"block_id": table["block_id"], "unmerge_table_cells": cell})
    assert table["table"]["property"]["merge_info"] == [{"row_span": 1, "col_span": 1}] * 4


def test_columns_of_a_grid_are_inserted_resized_and_deleted(tree: BlockTree) -> None:
    (grid,) = tree.create(ROOT, [GRID], None)
    block_id = grid["block_id"]
    tree.update({"block_id": block_id, "insert_grid_column": {"column_index": 1}})
    ratios = {"width_ratios": [20, 30, 50]}
    tree.update({"block_id": block_id, "update_grid_column_width_ratio": ratios})
    tree.update({"block_id": block_id, "delete_grid_column": {"column_index": -1}})
    columns = [tree.get(column)["grid_column"] for column in grid["children"]]
    assert columns == [{"width_ratio": 20}, {"width_ratio": 30}]
    assert grid["grid"]["column_size"] == 2


def test_only_the_given_fields_of_a_style_are_changed(tree: BlockTree) -> None:
    (block,) = tree.create(ROOT, [text("a")], None)
    style = {"style": {"align": 2, "done": True}, "fields": [2]}
    tree.update({"block_id": block["block_id"], "update_text_style": style})
    assert block["text"]["style"] == {"done": True}


@pytest.mark.parametrize(
    ("update", "code"),
    [
        ({"insert_table_row": {"row_index": 3}}, 1770026),
        ({"insert_table_column": {"column_index": 3}}, 1770027),
        ({"delete_table_rows": {"row_start_index": 0, "row_end_index": 2}}, 1770026),
        ({"unmerge_table_cells": {"row_index": 2, "column_index": 0}}, 1770026),
        ({"unmerge_table_cells": {"row_index": 0, "column_index": 2}}, 1770027),
        ({"update_table_property": {"column_width": 60, "column_index": 2}}, 1770027),
        ({"insert_grid_column": {"column_index": 1}}, 1770025),
        ({"replace_image": {"token": "t"}}, 1770025),
        ({"paint": {}}, 1770001),
    ],
)
def test_updates_that_do_not_fit_a_table_are_refused(
    tree: BlockTree, update: Wire, code: int
) -> None:
    (table,) = tree.create(ROOT, [TABLE], None)
    with pytest.raises(BlockError) as caught:
        tree.update({"block_id": table["block_id"], **update})
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("children", "index", "code"),
    [
        ([], None, 1770001),
        ([text()] * 51, None, 1770001),
        ([text()], 1, 1770001),
        ([text()], True, 1770001),
        ([{"block_type": 1, "page": {"elements": []}}], None, 1770029),
        (
            [{"block_type": 31, "table": {"property": {"row_size": 0, "column_size": 1}}}],
            None,
            1770010,
        ),
        ([{"block_type": 24, "grid": {"column_size": 6}}], None, 1770012),
    ],
)
def test_blocks_that_cannot_be_created_are_refused(
    tree: BlockTree, children: list[Wire], index: object, code: int
) -> None:
    with pytest.raises(BlockError) as caught:
        tree.create(ROOT, children, index)
    assert caught.value.code == code


def test_cells_cannot_be_created_or_deleted_as_children(tree: BlockTree) -> None:
    (table,) = tree.create(ROOT, [TABLE], None)
    with pytest.raises(BlockError, match="not support create"):
        tree.create(table["block_id"], [text()], None)
    with pytest.raises(BlockError, match="not support to delete"):
        tree.delete(table["block_id"], 0, 1)
