"""Operations on legacy announcements: as the official page writes them, and what it rules out.

https://open.feishu.cn/document/ukTMukTMukTM/uYDM2YjL2AjN24iNwYjN
"""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feishu_chat_async import FeishuChat, legacy
from feishu_chat_async._protocol.converter import to_wire
from feishu_chat_async.testing import FakeFeishu

TABLE = "rslqdc8170vgu2vsjj2544fwz54ybb3hz7-csc9cbethbmi129ukq31cko24r28wziaa6"
SAMPLE = "Docs API Sample Content"

# The strings below are those of the page.
TITLE = r"""{"requestType":"UpdateTitleRequestType","updateTitleRequest":{"payload":"{\"elements\":[{\"type\":\"textRun\",\"textRun\":{\"text\":\"Updated Document Title\",\"style\":{}}}],\"style\":{}}"}}"""  # noqa: E501
DELETE = r"""{"requestType":"DeleteContentRangeRequestType","deleteContentRangeRequest":{"deleteRange":{"zoneId":"0","startIndex":625,"endIndex":631}}}"""  # noqa: E501
BLOCKS = r"""{"requestType":"InsertBlocksRequestType","insertBlocksRequest":{"payload":"{\"blocks\":[{\"type\":\"paragraph\",\"paragraph\":{\"elements\":[{\"type\":\"textRun\",\"textRun\":{\"text\":\"Docs API Sample Content\",\"style\":{}}}],\"style\":{}}},{\"type\":\"table\",\"table\":{\"rowSize\":3, \"columnSize\":3}},{\"type\":\"sheet\",\"sheet\":{\"rowSize\":3, \"columnSize\":3}}]}","location":{"zoneId":"0","index":0, "endOfZone": true}}}"""  # noqa: E501
ELEMENTS = r"""{"requestType":"InsertParagraphElementsRequestType","insertParagraphElementsRequest":{"payload":"{\"elements\":[{\"type\":\"textRun\",\"textRun\":{\"text\":\"Docs API Sample Content\",\"style\":{\"codeInline\":true}}}],\"style\":{}}","location":{"zoneId":"0","index":653}}}"""  # noqa: E501
ROW = r"""{"requestType":"InsertTableRowRequestType","insertTableRowRequest":{"tableId":"rslqdc8170vgu2vsjj2544fwz54ybb3hz7-csc9cbethbmi129ukq31cko24r28wziaa6", "rowIndex": 0}}"""  # noqa: E501
COLUMN = r"""{"requestType":"InsertTableColumnRequestType","insertTableColumnRequest":{"tableId":"rslqdc8170vgu2vsjj2544fwz54ybb3hz7-csc9cbethbmi129ukq31cko24r28wziaa6", "columnIndex": 1}}"""  # noqa: E501
ROWS = r"""{"requestType":"DeleteTableRowsRequestType","deleteTableRowsRequest":{"tableId":"rslqdc8170vgu2vsjj2544fwz54ybb3hz7-csc9cbethbmi129ukq31cko24r28wziaa6", "rowStartIndex": 0, "rowEndIndex": 1}}"""  # noqa: E501
COLUMNS = r"""{"requestType":"DeleteTableColumnsRequestType","deleteTableColumnsRequest":{"tableId":"rslqdc8170vgu2vsjj2544fwz54ybb3hz7-csc9cbethbmi129ukq31cko24r28wziaa6", "columnStartIndex": 1, "columnEndIndex": 3}}"""  # noqa: E501
WIDTH = r"""{"requestType":"UpdateTableColumnPropertiesRequestType","updateTableColumnPropertiesRequest":{"tableId":"rslqdc8170vgu2vsjj2544fwz54ybb3hz7-csc9cbethbmi129ukq31cko24r28wziaa6", "columnIndex": 1, "columnWidth": 200}}"""  # noqa: E501
MERGE = r"""{"requestType":"MergeTableCellsRequestType","mergeTableCellsRequest":{"tableId":"rslqdc8170vgu2vsjj2544fwz54ybb3hz7-csc9cbethbmi129ukq31cko24r28wziaa6", "rowStartIndex": 0, "rowEndIndex": 2,"columnStartIndex": 0, "columnEndIndex": 2}}"""  # noqa: E501
UNMERGE = r"""{"requestType":"UnmergeTableCellsRequestType","unmergeTableCellsRequest":{"tableId":"rslqdc8170vgu2vsjj2544fwz54ybb3hz7-csc9cbethbmi129ukq31cko24r28wziaa6", "mergedCellId": "iskfju5o"}}"""  # noqa: E501
REPLACE = r"""{"requestType":"ReplaceAllTextRequestType","replaceAllTextRequest":{"containsText":{"text":"API","matchCase":false},"replaceText": "Test"}}"""  # noqa: E501
STYLE = r"""{"RequestType":"UpdateParagraphStyleRequestType","updateParagraphStyleRequest":{"payload":"{\"list\":{\"type\":\"checkedBox\",\"indentLevel\":1}}","range":{"zoneID":"0","startIndex":667,"endIndex":678},"fields":{"masks":["list"]}}}"""  # noqa: E501

CHECKED = legacy.List(type=legacy.ListType.CHECKED_BOX, indent_level=1)
TODO_RANGE = legacy.Range(start_index=667, end_index=678)
CODE = legacy.LegacyTextRun(text=SAMPLE, style=legacy.LegacyTextStyle(code_inline=True))

OFFICIAL: list[tuple[str, legacy.Operation]] = [
    (TITLE, legacy.UpdateTitle(title="Updated Document Title")),
    (DELETE, legacy.DeleteContentRange(delete_range=legacy.Range(start_index=625, end_index=631))),
    (
        BLOCKS,
        legacy.InsertBlocks(
            blocks=[
                SAMPLE,
                legacy.Table(row_size=3, column_size=3),
                legacy.Sheet(row_size=3, column_size=3),
            ],
            location=legacy.InsertLocation.end(),
        ),
    ),
    (
        ELEMENTS,
        legacy.InsertParagraphElements(elements=[CODE], location=legacy.InsertLocation.at(653)),
    ),
    (ROW, legacy.LegacyInsertTableRow(table_id=TABLE, row_index=0)),
    (COLUMN, legacy.LegacyInsertTableColumn(table_id=TABLE, column_index=1)),
    (ROWS, legacy.LegacyDeleteTableRows(table_id=TABLE, row_start_index=0, row_end_index=1)),
    (
        COLUMNS,
        legacy.LegacyDeleteTableColumns(table_id=TABLE, column_start_index=1, column_end_index=3),
    ),
    (
        WIDTH,
        legacy.UpdateTableColumnProperties(table_id=TABLE, column_index=1, column_width=200),
    ),
    (
        MERGE,
        legacy.LegacyMergeTableCells(
            table_id=TABLE,
            row_start_index=0,
            row_end_index=2,
            column_start_index=0,
            column_end_index=2,
        ),
    ),
    (UNMERGE, legacy.LegacyUnmergeTableCells(table_id=TABLE, merged_cell_id="iskfju5o")),
    (REPLACE, legacy.ReplaceAllText(text="API", replace_text="Test")),
    (
        STYLE,
        legacy.UpdateParagraphStyle(
            style=legacy.ParagraphStyle(list=CHECKED),
            range=TODO_RANGE,
            fields=[legacy.StyleField.LIST],
        ),
    ),
]


def parsed(text: str) -> Any:
    """Parse an operation, and the JSON in a string inside it."""
    whole = json.loads(text)
    for content in whole.values():
        if isinstance(content, dict) and "payload" in content:
            content["payload"] = json.loads(content["payload"])
    return whole


def encoded(operation: legacy.Operation) -> str:
    text = to_wire(operation)
    assert isinstance(text, str)
    return text


def uniform(example: str) -> str:
    """Undo two spellings that one example has alone, against the page's own tables."""
    return example.replace('"RequestType"', '"requestType"').replace('"zoneID"', '"zoneId"')


@pytest.mark.parametrize(("example", "operation"), OFFICIAL, ids=lambda value: type(value).__name__)
def test_operations_are_written_as_on_the_official_page(
    example: str, operation: legacy.Operation
) -> None:
    assert parsed(encoded(operation)) == parsed(uniform(example))


def test_every_operation_has_an_example() -> None:
    names = [getattr(legacy, name) for name in legacy.__all__ if not name.isupper()]
    kinds = {
        one
        for one in names
        if isinstance(one, type) and issubclass(one, legacy.Operation) and one != legacy.Operation
    }
    assert kinds == {type(operation) for _, operation in OFFICIAL}
    assert len(kinds) == 13


async def test_operations_and_strings_are_sent_beside_each_other(
    fake: FakeFeishu, feishu: FeishuChat
) -> None:
    raw = encoded(legacy.LegacyDocument().append("second"))
    first = legacy.LegacyDocument().append("first \U0001f600")
    await feishu.announcement.patch(fake.chat_id, revision="0", requests=[first, raw])
    found = fake.requests[-1].body
    assert isinstance(found, dict)
    assert [type(item) for item in found["requests"]] == [str, str]
    assert found["requests"] == [encoded(first), raw]


# --- what is ruled out ----------------------------------------------------------------------

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


def listed(**options: Any) -> legacy.InsertBlocks:
    kind = legacy.List(type=legacy.ListType.BULLET, **options)
    return blocks(legacy.LegacyParagraph.of("x", style=legacy.ParagraphStyle(list=kind)))


def headed(level: int) -> legacy.InsertBlocks:
    return blocks(legacy.LegacyParagraph.of("x", style=legacy.ParagraphStyle(heading_level=level)))


def colored(**style: legacy.RGBColor) -> legacy.InsertParagraphElements:
    return elements(legacy.LegacyTextRun(text="x", style=legacy.LegacyTextStyle(**style)))  # type: ignore[arg-type]


def cell(block: legacy.LegacyBlock) -> legacy.InsertBlocks:
    inner = legacy.TableCell(column_index=0, body=legacy.Body.of(block))
    row = legacy.TableRow(row_index=0, table_cells=(inner,))
    return blocks(legacy.Table(row_size=1, column_size=1, table_rows=(row,)))


def wide(width: int) -> legacy.InsertBlocks:
    column = legacy.TableColumnProperties(width=width)
    style = legacy.TableStyle(table_column_properties=(column,))
    return blocks(legacy.Table(row_size=1, column_size=1, table_style=style))


WRONG: list[tuple[Any, str]] = [
    (lambda: legacy.Range(start_index=-1, end_index=2), "start_index must be at least 0"),
    (lambda: legacy.Range(start_index=3, end_index=3), "end_index must be above start_index"),
    (lambda: legacy.Range(start_index=3, end_index=2), "end_index must be above start_index"),
    (lambda: legacy.Range(zone_id="", start_index=0, end_index=2), "zone_id"),
    (lambda: legacy.InsertLocation(index=-1), "index must be at least 0"),
    (
        lambda: legacy.InsertLocation(start_of_zone=True, end_of_zone=True),
        "start_of_zone and end_of_zone",
    ),
    (
        lambda: legacy.InsertParagraphElements(
            elements=["x"], location=legacy.InsertLocation.end()
        ),
        "location must be an index",
    ),
    (
        lambda: legacy.InsertParagraphElements(
            elements=["x"], location=legacy.InsertLocation.start()
        ),
        "location must be an index",
    ),
    (blocks, "blocks must hold at least 1"),
    (lambda: blocks(*["x"] * 51), "at most 50"),
    (elements, "elements must hold at least 1"),
    (lambda: elements("two\nlines"), "text must not hold a line feed"),
    (lambda: elements(*[PERSON] * 101), "kind Person .* at most 100"),
    (lambda: blocks(legacy.LegacyParagraph.of(*[LINK] * 101)), "kind DocsLink .* at most 100"),
    (lambda: blocks(*[CHAT] * 6), "kind ChatGroup .* at most 5"),
    (lambda: blocks(*[legacy.Gallery(image_list=(IMAGE,) * 6)] * 8, *[FILE] * 3), "files and pict"),
    (lambda: blocks(legacy.Gallery(image_list=(IMAGE,) * 7)), "image_list .* at most 6"),
    (lambda: blocks(legacy.Gallery()), "image_list must hold at least 1"),
    (lambda: blocks(legacy.ChatGroup(open_chat_id="none")), "open_chat_id"),
    (lambda: blocks(legacy.Poll(token="x")), "blocks must not hold a Poll"),
    (lambda: blocks(legacy.LegacyUndefinedBlock()), "must not hold a LegacyUndefinedBlock"),
    (lambda: blocks(legacy.LegacyParagraph.of(JIRA)), "must not hold a InlineJira"),
    (lambda: headed(0), "heading_level must be at least 1 and at most 9"),
    (lambda: headed(10), "heading_level"),
    (lambda: listed(indent_level=17), "indent_level must be at least 1 and at most 16"),
    (lambda: listed(indent_level=0), "indent_level"),
    (lambda: colored(text_color=PURPLE), "text_color must be one of"),
    (lambda: colored(back_color=legacy.TEXT_COLORS[0]), "back_color must be one of"),
    (lambda: blocks(legacy.Table(row_size=10, column_size=1)), "row_size .* at most 9"),
    (lambda: blocks(legacy.Sheet(row_size=1, column_size=10)), "column_size .* at most 9"),
    (
        lambda: blocks(
            legacy.Table(row_size=1, column_size=2, table_rows=(legacy.TableRow(row_index=0),))
        ),
        "table_rows must be as many",
    ),
    (lambda: wide(49), "width must be at least 50"),
    (lambda: wide(1301), "at most 1300"),
    (lambda: cell(legacy.Table(row_size=1, column_size=1)), "a Table must not stand in a Table"),
    (lambda: cell(legacy.Sheet(row_size=1, column_size=1)), "a Sheet must not stand in a Table"),
    (lambda: cell(legacy.Bitable()), "a Bitable must not stand in a TableCell"),
    (
        lambda: blocks(legacy.LegacyCode(body=legacy.Body.of(FILE))),
        "a LegacyFile must not stand in a LegacyCode",
    ),
    (lambda: blocks(legacy.Callout(body=legacy.Body.of(FILE))), "must not stand in a Callout"),
    (lambda: legacy.UpdateTitle(title="two\nlines"), "text must not hold a line feed"),
    (lambda: legacy.LegacyInsertTableRow(table_id="", row_index=0), "table_id"),
    (lambda: legacy.LegacyInsertTableRow(table_id="t", row_index=-1), "row_index"),
    (lambda: legacy.LegacyInsertTableColumn(table_id="t", column_index=-1), "column_index"),
    (
        lambda: legacy.LegacyDeleteTableRows(table_id="t", row_start_index=1, row_end_index=1),
        "row_end_index must be above row_start_index",
    ),
    (
        lambda: legacy.LegacyDeleteTableColumns(
            table_id="t", column_start_index=2, column_end_index=1
        ),
        "column_end_index must be above column_start_index",
    ),
    (
        lambda: legacy.LegacyMergeTableCells(
            table_id="t",
            row_start_index=0,
            row_end_index=1,
            column_start_index=1,
            column_end_index=1,
        ),
        "column_end_index",
    ),
    (
        lambda: legacy.UpdateTableColumnProperties(table_id="t", column_index=0, column_width=49),
        "column_width must be at least 50 and at most 1300",
    ),
    (lambda: legacy.LegacyUnmergeTableCells(table_id="t", merged_cell_id=""), "merged_cell_id"),
    (lambda: legacy.ReplaceAllText(text="", replace_text="x"), "text must have at least 1"),
    (lambda: legacy.ReplaceAllText(text="a\nb", replace_text="x"), "text must not hold"),
    (lambda: legacy.ReplaceAllText(text="a", replace_text="\t"), "replace_text must not hold"),
    (lambda: legacy.ReplaceAllText(text="a" * 1001, replace_text=""), "at most 1000"),
    (lambda: legacy.ReplaceAllText(text="a", replace_text="a" * 1001), "at most 1000"),
    (
        lambda: legacy.UpdateParagraphStyle(
            style=legacy.ParagraphStyle(), range=TODO_RANGE, fields=[]
        ),
        "fields must hold at least 1",
    ),
    (
        lambda: legacy.UpdateParagraphStyle(
            style=legacy.ParagraphStyle(heading_level=10),
            range=TODO_RANGE,
            fields=["list"],  # type: ignore[list-item]
        ),
        "heading_level",
    ),
    (
        lambda: legacy.UpdateParagraphStyle(
            style=legacy.ParagraphStyle(),
            range=TODO_RANGE,
            fields=["bold"],  # type: ignore[list-item]
        ),
        "fields must be one of",
    ),
]


@pytest.mark.parametrize(("make", "words"), WRONG)
def test_what_the_pages_rule_out_is_refused_when_it_is_made(make: Any, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        make()


WRONG_TYPES: list[tuple[Any, str]] = [
    (lambda: legacy.InsertBlocks(blocks="x", location=HERE), "blocks must be a list"),
    (lambda: legacy.InsertBlocks(blocks=5, location=HERE), "blocks must be a list"),  # type: ignore[arg-type]
    (lambda: legacy.InsertBlocks(blocks=[RUN], location=HERE), "blocks must hold LegacyBlock"),  # type: ignore[list-item]
    (lambda: legacy.InsertBlocks(blocks=["x"], location=5), "location"),  # type: ignore[arg-type]
    (lambda: legacy.UpdateTitle(title=5), "title must be a Title or a string"),  # type: ignore[arg-type]
    (lambda: legacy.UpdateTitle(title=legacy.Title(elements=(PERSON,))), "title.elements"),
    (
        lambda: legacy.UpdateParagraphStyle(style={}, range=TODO_RANGE, fields=["list"]),  # type: ignore[arg-type, list-item]
        "style must be a ParagraphStyle",
    ),
    (
        lambda: legacy.UpdateParagraphStyle(
            style=legacy.ParagraphStyle(),
            range=TODO_RANGE,
            fields="list",  # type: ignore[arg-type]
        ),
        "fields must be a list",
    ),
    (
        lambda: legacy.ReplaceAllText(text="a", replace_text="b", match_case=1),  # type: ignore[arg-type]
        "match_case must be True or False",
    ),
]


@pytest.mark.parametrize(("make", "words"), WRONG_TYPES)
def test_a_wrong_type_is_named(make: Any, words: str) -> None:
    with pytest.raises(TypeError, match=words):
        make()


def delete(start: int, end: int, zone_id: str = "0") -> legacy.DeleteContentRange:
    span = legacy.Range(zone_id=zone_id, start_index=start, end_index=end)
    return legacy.DeleteContentRange(delete_range=span)


def at(index: int, zone_id: str = "0") -> legacy.InsertBlocks:
    return legacy.InsertBlocks(blocks=["x"], location=legacy.InsertLocation.at(index, zone_id))


TITLED = legacy.UpdateTitle(title="x")
REPLACED = legacy.ReplaceAllText(text="a", replace_text="b")
ONE_ROW = legacy.LegacyInsertTableRow(table_id="t", row_index=0)

WRONG_TOGETHER: list[tuple[list[Any], str]] = [
    ([], "requests must hold at least 1 and at most 10"),
    ([TITLED, ""], "no empty string"),
    ([at(5)] * 11, "at most 10"),
    (["{}"] * 11, "at most 10"),
    ([TITLED, TITLED], "at most one UpdateTitle"),
    ([REPLACED, TITLED], "nothing else beside ReplaceAllText"),
    ([at(0), OFFICIAL[-1][1]], "nothing else beside UpdateParagraphStyle"),
    ([at(0), OFFICIAL[6][1]], "nothing else beside LegacyDeleteTableRows"),
    ([at(0), OFFICIAL[7][1]], "nothing else beside LegacyDeleteTableColumns"),
    ([OFFICIAL[6][1], OFFICIAL[7][1]], "nothing else beside LegacyDeleteTable"),
    ([ONE_ROW, legacy.LegacyUnmergeTableCells(table_id="t", merged_cell_id="m")], "once at most"),
    ([delete(0, 5), delete(4, 6)], "ranges that overlap"),
    ([delete(4, 6), "{}", delete(0, 5)], "ranges that overlap"),
    ([delete(0, 5), delete(0, 5)], "ranges that overlap"),
    ([at(3), delete(1, 5)], "inside a range"),
    ([elements("x"), delete(4, 6)], "inside a range"),
]


@pytest.mark.parametrize(("requests", "words"), WRONG_TOGETHER)
async def test_what_cannot_stand_together_is_refused_before_any_request(
    fake: FakeFeishu, feishu: FeishuChat, requests: list[Any], words: str
) -> None:
    with pytest.raises(ValueError, match=words):
        await feishu.announcement.patch(fake.chat_id, revision="0", requests=requests)
    assert not fake.requests


RIGHT_TOGETHER = [
    [delete(0, 5), delete(5, 6), delete(2, 3, "cell")],
    [at(1), delete(1, 5), at(5), at(3, "cell"), blocks("x")],
    [REPLACED, REPLACED],
    [ONE_ROW, legacy.LegacyInsertTableRow(table_id="u", row_index=0)],
    ["{}"] * 10,
]


@pytest.mark.parametrize("requests", RIGHT_TOGETHER)
async def test_what_can_stand_together_is_sent(requests: list[Any]) -> None:
    async with FakeFeishu(counter=None) as fake:
        async with FeishuChat(fake.app_id, fake.app_secret, base_url=fake.url) as feishu:
            with pytest.raises(Exception, match="232018"):
                await feishu.announcement.patch(fake.chat_id, revision="999", requests=requests)


@pytest.mark.parametrize("requests", ["{}", 5, [5], [b"{}"]])
async def test_requests_that_are_no_operations(feishu: FeishuChat, requests: Any) -> None:
    with pytest.raises(TypeError, match="requests must be a list of operations"):
        await feishu.announcement.patch("oc_1", revision="0", requests=requests)


def test_what_is_only_read_is_not_sent() -> None:
    place = legacy.LegacyLocation(zone_id="0", start_index=3, end_index=4)
    run = legacy.LegacyTextRun(text="x", line_id="l", location=place)
    inner = legacy.LegacyParagraph(elements=(run,), location=place, line_id="l")
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
    code = legacy.LegacyCode(zone_id="z", body=legacy.Body(blocks=(inner,)), location=place)
    text = encoded(blocks(inner, table, code))
    for name in ("location", "lineId", "tableId", "mergedCellId", "zoneId"):
        assert name not in parsed(text)["insertBlocksRequest"]["payload"].__repr__(), name
    assert '\\"text\\":\\"x\\"' in text
    assert inner.location is place  # the model itself is as it was


@given(st.text(max_size=20))
def test_positions_count_utf_16_code_units(text: str) -> None:
    assert legacy.utf16_length(text) == len(text.encode("utf-16-le")) // 2


def test_an_emoji_counts_two_and_what_joins_it_counts_too() -> None:
    family = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
    assert legacy.utf16_length("\U0001f600") == 2
    assert legacy.utf16_length(family) == 8
    assert legacy.utf16_length("e\u0301") == 2
    assert legacy.utf16_length("\u05e9\u05dc\u05d5\u05dd") == 4
