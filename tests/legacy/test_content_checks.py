"""Content to insert is checked against the documented limits, and loses its read-only fields."""

from typing import Any

import pytest

from feishu_chat_async import legacy
from feishu_chat_async.legacy.content_checks import (
    batches,
    to_blocks,
    to_elements,
    to_style,
    to_title,
)

from .samples import encoded, parsed

HERE = legacy.InsertLocation.at(5)
RUN = legacy.LegacyTextRun(text="x")
PERSON = legacy.Person(open_id="ou_1")
LINK = legacy.DocsLink(url="https://sample.feishu.cn/docs/doccn1")
CHAT = legacy.ChatGroup(open_chat_id="oc_1")
IMAGE = legacy.ImageItem(file_token="boxcn1")
FILE = legacy.LegacyFile(file_token="boxcn1")
JIRA = legacy.InlineJira(token="jft")
PURPLE = legacy.RGBColor(red=1, green=2, blue=3)


def blocks(*items: legacy.LegacyBlock | str) -> legacy.InsertBlocks:
    return legacy.InsertBlocks(blocks=items, location=legacy.InsertLocation.end())


def elements(*items: legacy.Element | str) -> legacy.InsertParagraphElements:
    return legacy.InsertParagraphElements(elements=items, location=HERE)


def list_item(**options: Any) -> legacy.InsertBlocks:
    kind = legacy.List(type=legacy.ListType.BULLET, **options)
    return blocks(legacy.LegacyParagraph.of("x", style=legacy.ParagraphStyle(list=kind)))


def heading(level: int) -> legacy.InsertBlocks:
    return blocks(legacy.LegacyParagraph.of("x", style=legacy.ParagraphStyle(heading_level=level)))


def colored(**style: legacy.RGBColor) -> legacy.InsertParagraphElements:
    return elements(legacy.LegacyTextRun(text="x", style=legacy.LegacyTextStyle(**style)))  # type: ignore[arg-type]


def cell(block: legacy.LegacyBlock) -> legacy.InsertBlocks:
    inner = legacy.TableCell(column_index=0, body=legacy.Body.of(block))
    row = legacy.TableRow(row_index=0, table_cells=(inner,))
    return blocks(legacy.Table(row_size=1, column_size=1, table_rows=(row,)))


def with_column(width: int) -> legacy.InsertBlocks:
    column = legacy.TableColumnProperties(width=width)
    style = legacy.TableStyle(table_column_properties=(column,))
    return blocks(legacy.Table(row_size=1, column_size=1, table_style=style))


WRONG: list[tuple[Any, str]] = [
    (blocks, "blocks must hold at least 1"),
    (lambda: blocks(*["x"] * 51), "at most 50"),
    (elements, "elements must hold at least 1"),
    (lambda: elements("two\nlines"), "text must not hold a line feed"),
    (lambda: elements(*[PERSON] * 101), "type Person .* at most 100"),
    (lambda: blocks(legacy.LegacyParagraph.of(*[LINK] * 101)), "type DocsLink .* at most 100"),
    (lambda: blocks(*[CHAT] * 6), "type ChatGroup .* at most 5"),
    (
        lambda: blocks(*[legacy.Gallery(image_list=(IMAGE,) * 6)] * 8, *[FILE] * 3),
        "type file or image .* at most 50",
    ),
    (lambda: blocks(legacy.Gallery(image_list=(IMAGE,) * 7)), "image_list .* at most 6"),
    (lambda: blocks(legacy.Gallery()), "image_list must hold at least 1"),
    (lambda: blocks(legacy.ChatGroup(open_chat_id="none")), "open_chat_id"),
    (lambda: blocks(legacy.Poll(token="x")), "blocks must not hold a Poll: it cannot be inserted"),
    (lambda: blocks(legacy.LegacyUndefinedBlock()), "must not hold a LegacyUndefinedBlock"),
    (lambda: blocks(legacy.LegacyParagraph.of(JIRA)), "must not hold a InlineJira"),
    (lambda: heading(0), "heading_level must be at least 1 and at most 9"),
    (lambda: heading(10), "heading_level"),
    (lambda: list_item(indent_level=17), "indent_level must be at least 1 and at most 16"),
    (lambda: list_item(indent_level=0), "indent_level"),
    (lambda: colored(text_color=PURPLE), "text_color must be one of TEXT_COLORS"),
    (
        lambda: colored(back_color=legacy.TEXT_COLORS[0]),
        "back_color must be one of BACKGROUND_COLORS",
    ),
    (lambda: blocks(legacy.Table(row_size=10, column_size=1)), "row_size .* at most 9"),
    (lambda: blocks(legacy.Sheet(row_size=1, column_size=10)), "column_size .* at most 9"),
    (
        lambda: blocks(
            legacy.Table(row_size=1, column_size=2, table_rows=(legacy.TableRow(row_index=0),))
        ),
        "table_rows must match row_size",
    ),
    (lambda: with_column(49), "width must be at least 50"),
    (lambda: with_column(1301), "at most 1300"),
    (lambda: cell(legacy.Table(row_size=1, column_size=1)), "a TableCell must not hold a Table"),
    (lambda: cell(legacy.Sheet(row_size=1, column_size=1)), "a TableCell must not hold a Sheet"),
    (lambda: cell(legacy.Bitable()), "a TableCell must not hold a Bitable"),
    (
        lambda: blocks(legacy.LegacyCode(body=legacy.Body.of(FILE))),
        "a LegacyCode must not hold a LegacyFile",
    ),
    (
        lambda: blocks(legacy.Callout(body=legacy.Body.of(FILE))),
        "a Callout must not hold a LegacyFile",
    ),
]


@pytest.mark.parametrize(("build", "problem"), WRONG)
def test_content_beyond_the_documented_limits_is_refused(build: Any, problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        build()


def test_content_within_the_limits_is_accepted() -> None:
    assert len(blocks(*["x"] * 50).blocks) == 50
    assert len(elements(*[PERSON] * 100, *[LINK] * 100).elements) == 200
    assert len(blocks(*[legacy.Gallery(image_list=(IMAGE,) * 6)] * 8, *[FILE] * 2).blocks) == 10
    assert blocks(legacy.Table(row_size=9, column_size=9), legacy.Sheet(token="shtcn_1")).blocks
    assert cell(legacy.LegacyParagraph.of("x")).blocks
    assert with_column(50).blocks and with_column(1300).blocks
    assert heading(1).blocks and heading(9).blocks and list_item(indent_level=16).blocks
    assert colored(text_color=legacy.TEXT_COLORS[0], back_color=legacy.BACKGROUND_COLORS[0])


def test_strings_become_blocks_elements_and_a_title() -> None:
    assert to_blocks(["x"]) == (legacy.LegacyParagraph.of("x"),)
    assert to_elements(["x", PERSON]) == (RUN, PERSON)
    assert to_title("x") == legacy.Title.of("x")
    assert to_style(legacy.ParagraphStyle(quote=True)) == legacy.ParagraphStyle(quote=True)


@pytest.mark.parametrize(
    ("items", "sizes"),
    [
        ([], []),
        (["x"] * 120, [50, 50, 20]),
        ([CHAT] * 12, [5, 5, 2]),
        ([legacy.Gallery(image_list=(IMAGE,) * 6)] * 17, [8, 8, 1]),
        ([legacy.LegacyParagraph.of(*[PERSON] * 60)] * 3, [1, 1, 1]),
    ],
)
def test_blocks_are_split_into_batches_that_can_be_inserted(
    items: list[legacy.LegacyBlock | str], sizes: list[int]
) -> None:
    all_blocks = [legacy.LegacyParagraph.of(b) if isinstance(b, str) else b for b in items]
    found = list(batches(all_blocks))
    assert [len(batch) for batch in found] == sizes
    assert [block for batch in found for block in batch] == all_blocks
    assert all(to_blocks(batch) for batch in found)


def test_read_only_fields_are_not_sent() -> None:
    location = legacy.LegacyLocation(zone_id="0", start_index=3, end_index=4)
    run = legacy.LegacyTextRun(text="x", line_id="l", location=location)
    inner = legacy.LegacyParagraph(elements=(run,), location=location, line_id="l")
    row = legacy.TableRow(row_index=0, table_cells=(legacy.TableCell(column_index=0, zone_id="z"),))
    merged = legacy.MergedCell(
        merged_cell_id="m",
        row_start_index=0,
        row_end_index=1,
        column_start_index=0,
        column_end_index=1,
    )
    table = legacy.Table(
        table_id="t", row_size=1, column_size=1, table_rows=(row,), merged_cells=(merged,)
    )
    code = legacy.LegacyCode(zone_id="z", body=legacy.Body(blocks=(inner,)), location=location)
    text = encoded(blocks(inner, table, code))
    payload = repr(parsed(text)["insertBlocksRequest"]["payload"])
    for name in ("location", "lineId", "tableId", "mergedCellId", "zoneId"):
        assert name not in payload
    assert '\\"text\\":\\"x\\"' in text
    assert inner.location is location  # the model itself is unchanged
