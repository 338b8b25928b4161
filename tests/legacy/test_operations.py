"""Operations on documents in the legacy format are sent as on the official page, and checked.

https://open.feishu.cn/document/ukTMukTMukTM/uYDM2YjL2AjN24iNwYjN
"""

from typing import Any

import pytest

from feishu_chat_async import legacy

from .samples import encoded, parsed

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


def uniform(example: str) -> str:
    """Correct two names in the last example, which the page's own tables spell differently."""
    return example.replace('"RequestType"', '"requestType"').replace('"zoneID"', '"zoneId"')


@pytest.mark.parametrize(("example", "operation"), OFFICIAL, ids=lambda value: type(value).__name__)
def test_an_operation_is_sent_as_on_the_official_page(
    example: str, operation: legacy.Operation
) -> None:
    assert parsed(encoded(operation)) == parsed(uniform(example))


def test_every_operation_has_an_example() -> None:
    names = [getattr(legacy, name) for name in legacy.__all__ if not name.isupper()]
    classes = {
        item
        for item in names
        if isinstance(item, type) and issubclass(item, legacy.Operation)
        if item is not legacy.Operation
    }
    assert classes == {type(operation) for _, operation in OFFICIAL}
    assert len(classes) == 13


def test_only_the_documented_operations_are_exclusive() -> None:
    assert {type(operation) for _, operation in OFFICIAL if operation.exclusive} == {
        legacy.LegacyDeleteTableRows,
        legacy.LegacyDeleteTableColumns,
        legacy.ReplaceAllText,
        legacy.UpdateParagraphStyle,
    }


def test_plain_strings_are_accepted_as_fields() -> None:
    style = legacy.ParagraphStyle(quote=True)
    operation = legacy.UpdateParagraphStyle(
        style=style, range=TODO_RANGE, fields=["quote", legacy.StyleField.ALIGN]
    )
    assert operation.fields == (legacy.StyleField.QUOTE, legacy.StyleField.ALIGN)
    assert isinstance(operation.fields[0], legacy.StyleField)


HERE = legacy.InsertLocation.at(5)
RUN = legacy.LegacyTextRun(text="x")
PERSON = legacy.Person(open_id="ou_1")

WRONG: list[tuple[Any, str]] = [
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
    (lambda: legacy.UpdateTitle(title="two\nlines"), "text must not hold a line feed"),
    (lambda: legacy.LegacyInsertTableRow(table_id="", row_index=0), "table_id"),
    (lambda: legacy.LegacyInsertTableRow(table_id="t", row_index=-1), "row_index"),
    (lambda: legacy.LegacyInsertTableColumn(table_id="t", column_index=-1), "column_index"),
    (
        lambda: legacy.LegacyDeleteTableRows(table_id="t", row_start_index=1, row_end_index=1),
        "row_end_index must be greater than row_start_index",
    ),
    (
        lambda: legacy.LegacyDeleteTableColumns(
            table_id="t", column_start_index=2, column_end_index=1
        ),
        "column_end_index must be greater than column_start_index",
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
            fields=["list"],
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


@pytest.mark.parametrize(("build", "problem"), WRONG)
def test_a_wrong_value_is_refused_when_the_operation_is_built(build: Any, problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        build()


WRONG_TYPES: list[tuple[Any, str]] = [
    (lambda: legacy.InsertBlocks(blocks="x", location=HERE), "blocks must be a list"),
    (lambda: legacy.InsertBlocks(blocks=5, location=HERE), "blocks must be a list"),  # type: ignore[arg-type]
    (lambda: legacy.InsertBlocks(blocks=[RUN], location=HERE), "blocks must hold LegacyBlock"),  # type: ignore[list-item]
    (lambda: legacy.InsertBlocks(blocks=["x"], location=5), "location"),  # type: ignore[arg-type]
    (lambda: legacy.UpdateTitle(title=5), "title must be a Title or a string"),  # type: ignore[arg-type]
    (lambda: legacy.UpdateTitle(title=legacy.Title(elements=(PERSON,))), "title.elements"),
    (
        lambda: legacy.UpdateParagraphStyle(style={}, range=TODO_RANGE, fields=["list"]),  # type: ignore[arg-type]
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


@pytest.mark.parametrize(("build", "problem"), WRONG_TYPES)
def test_the_error_for_a_wrong_type_names_the_argument(build: Any, problem: str) -> None:
    with pytest.raises(TypeError, match=problem):
        build()
