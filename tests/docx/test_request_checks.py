"""The blocks that a call creates, and the updates that it makes, are checked."""

from typing import Any

import pytest

from feishu_chat_async import docx
from feishu_chat_async.docx.request_checks import check_children, check_updates

TEXT = docx.TextBlock.of("x")
STRING: Any = "x"


def table(row_size: int, column_size: int) -> docx.TableBlock:
    size = docx.TableProperty(row_size=row_size, column_size=column_size)
    return docx.TableBlock(cells=("c",), property=size)


def test_blocks_that_were_read_lose_the_fields_that_only_feishu_sets() -> None:
    read = docx.TextBlock(block_id="b", parent_id="p", children=("c",), elements=())
    assert check_children([read]) == (docx.TextBlock(elements=()),)
    (new,) = check_children([table(1, 1)])
    assert isinstance(new, docx.TableBlock) and new.cells == ()


@pytest.mark.parametrize(
    ("children", "problem"),
    [
        ([], "children must hold at least 1"),
        ([TEXT] * 51, "children .* at most 50"),
        ([docx.SheetBlock()] * 6, "children of type SheetBlock .* at most 5"),
        ([docx.BitableBlock()] * 6, "children of type BitableBlock .* at most 5"),
        ([docx.IsvBlock()] * 21, "children of type IsvBlock .* at most 20"),
        ([docx.GridBlock(column_size=1)], "column_size must be at least 2 and at most 5"),
        ([docx.SheetBlock(column_size=10)], "column_size must be at least 1 and at most 9"),
        ([table(0, 1)], "row_size must be at least 1"),
        ([table(1, 0)], "column_size must be at least 1"),
    ],
)
def test_blocks_beyond_the_limits_are_refused(children: list[docx.Block], problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        check_children(children)


@pytest.mark.parametrize(
    ("children", "problem"),
    [
        ([STRING], "children must hold Block"),
        ([docx.Block()], "children must not hold the base class Block"),
        ([docx.TextBlock(elements=STRING)], "elements must be a list of TextElement"),
        (
            [docx.TextBlock(elements=(docx.TextElement(),))],
            "elements must not hold the base class TextElement",
        ),
    ],
)
def test_blocks_of_a_wrong_type_are_refused(children: list[docx.Block], problem: str) -> None:
    with pytest.raises(TypeError, match=problem):
        check_children(children)


def test_blocks_at_the_limits_are_accepted() -> None:
    blocks = [*[docx.SheetBlock(row_size=9)] * 5, *[docx.ImageBlock()] * 20, *[TEXT] * 25]
    assert check_children(blocks) == tuple(blocks)
    unknown = docx.UnknownBlock(content={"block_type": 49})
    assert check_children([docx.GridBlock(column_size=5), unknown])[1] == unknown


def test_each_block_is_updated_at_most_once() -> None:
    updates = [docx.UpdateTask(block_id=str(number)) for number in range(200)]
    assert check_updates(updates) == tuple(updates)
    for requests, problem in (
        ([], "requests must hold at least 1"),
        ([*updates, docx.UpdateTask(block_id="x")], "at most 200"),
        ([updates[0], updates[0]], "requests must change each block once, got two for 0"),
    ):
        with pytest.raises(ValueError, match=problem):
            check_updates(requests)
    with pytest.raises(TypeError, match="requests must not hold the base class BlockUpdate"):
        check_updates([docx.BlockUpdate(block_id="b")])
