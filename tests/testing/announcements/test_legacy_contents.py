"""New blocks and elements in the legacy format are checked and completed."""

import json

import pytest

from feishu_chat_async import legacy
from feishu_chat_async.testing.announcements.legacy_contents import (
    new_blocks,
    new_cell,
    new_elements,
    number_cells,
)
from feishu_chat_async.testing.announcements.positions import Json
from tests.support.legacy_editor import (
    LegacyEditor,
    add_table,
    cell_zone,
    insert_blocks,
    insert_elements,
    raw,
    raw_blocks,
    raw_element,
)


async def test_code_and_callouts_are_separate_zones(editor: LegacyEditor) -> None:
    callout = legacy.Callout(body=legacy.Body.of("mind"))
    current = await editor.edit(
        (await editor.read()).append(legacy.LegacyCode.of("a\nb", "Python"), callout)
    )
    _, code, box = current.blocks
    assert isinstance(code, legacy.LegacyCode) and isinstance(box, legacy.Callout)
    current = await editor.edit(
        code.body.blocks[1].delete(), current.insert_after(box.body.blocks[0], "well")
    )
    assert [block.plain_text for block in current.blocks] == ["Welcome.", "a\n", "mind\nwell"]
    await editor.refuses(
        raw(
            insert_blocks(0, "x", zone_id=code.zone_id or ""),
            payload=json.dumps({"blocks": [{"type": "horizontalLine", "horizontalLine": {}}]}),
        ),
        because="cannot be inserted here",
    )


async def test_other_blocks_are_returned_as_they_were_inserted(editor: LegacyEditor) -> None:
    blocks: list[legacy.LegacyBlock] = [
        legacy.HorizontalLine(),
        legacy.ChatGroup(open_chat_id="oc_1"),
        legacy.Sheet(row_size=2, column_size=2),
        legacy.Bitable(view_type=legacy.LegacyBitableView.GRID),
        legacy.Gallery(image_list=(legacy.ImageItem(file_token="boxcn1"),)),
        legacy.LegacyFile(file_token="boxcn1", view_type=legacy.LegacyFileView.CARD),
        legacy.EmbeddedPage(type=legacy.PageType.YOUKU, url="https://v.youku.com/?a=%2F"),
        legacy.LegacyParagraph.of(
            legacy.DocsLink(url="https://x/docs/1"),
            legacy.LegacyEquation(equation="E=mc^2"),
            legacy.LegacyReminder(timestamp=1609296809, is_whole_day=True),
            legacy.LegacyInlineFile(file_token="boxcn1"),
        ),
    ]
    current = await editor.edit((await editor.read()).append(*blocks))
    copies = legacy.InsertBlocks(blocks=current.blocks[1:], location=legacy.InsertLocation.end())
    assert copies.blocks == tuple(blocks)  # without their locations
    ends = [block.location.end_index for block in current.blocks[1:] if block.location]
    assert [end - ends[0] for end in ends] == [0, 2, 4, 6, 8, 10, 12, 17]


def paragraph(*elements: Json) -> Json:
    return {"type": "paragraph", "paragraph": {"elements": list(elements)}}


def new_table(**content: object) -> str:
    return raw_blocks({"type": "table", "table": content})


RUN = {"type": "textRun", "textRun": {"text": "x"}}
MENTION = {"type": "person", "person": {"openId": "ou_1"}}
CHAT = {"type": "chatGroup", "chatGroup": {"openChatId": "oc_1"}}
GALLERY = {"type": "gallery", "gallery": {"imageList": [{}] * 6}}

REFUSED: list[tuple[str, str]] = [
    (raw(insert_elements(4, "x"), payload='{"elements": []}'), "nothing to insert"),
    (raw_element("textRun", text="a\nb"), "line feed"),
    (raw_element("textRun", text=5), "needs the string 'text'"),
    (raw_element("jira", token="x"), "'jira' cannot be inserted"),
    (raw_element("undefinedElement"), "cannot be inserted"),
    (raw_blocks(), "1 to 50 blocks"),
    (raw_blocks(*[paragraph(RUN)] * 51), "1 to 50 blocks"),
    (raw_blocks(paragraph(*[MENTION] * 60), paragraph(*[MENTION] * 41)), "more than 100 parts"),
    (raw_blocks(*[CHAT] * 6), "more than 5 parts"),
    (raw_blocks({"type": "chatGroup", "chatGroup": {"openChatId": "none"}}), "cannot be shown"),
    (raw_blocks({"type": "gallery", "gallery": {"imageList": [{}] * 7}}), "1 to 6 images"),
    (raw_blocks(*[GALLERY] * 9), "more than 50"),
    (raw_blocks({"type": "poll", "poll": {"token": "x"}}), "'poll' cannot be inserted"),
    (raw_blocks({"type": "odd", "odd": {}}), "'odd' cannot be inserted"),
    (raw_blocks({"type": "sheet", "sheet": 5}), "needs an object"),
    (new_table(rowSize=1), "rowSize and columnSize"),
    (new_table(rowSize=10, columnSize=1), "up to 9"),
    (new_table(rowSize=2, columnSize=1, tableRows=[{"tableCells": [{}]}]), "must match"),
    (new_table(rowSize=1, columnSize=1, tableRows=[5]), "not a valid operation"),
    (raw_blocks({"type": "paragraph", "paragraph": {"elements": 5}}), "elements must be a list"),
]


@pytest.mark.parametrize(("request_", "because"), REFUSED)
async def test_invalid_content_is_refused(
    editor: LegacyEditor, request_: str, because: str
) -> None:
    await editor.start_sample()
    await editor.refuses(request_, because=because)


async def test_a_sheet_cannot_be_inserted_into_a_cell(editor: LegacyEditor) -> None:
    zone_id = cell_zone(await add_table(editor, 2, 2), 0, 0)
    sheet = json.dumps({"blocks": [{"type": "sheet", "sheet": {}}]})
    request = raw(insert_blocks(0, "x", zone_id=zone_id), payload=sheet)
    await editor.refuses(request, because="'sheet' cannot be inserted here")


def test_a_new_table_gets_ids_widths_and_empty_cells() -> None:
    (block,) = new_blocks(
        {"blocks": [{"type": "table", "table": {"rowSize": 1, "columnSize": 2}}]}, ""
    )
    table = block["table"]
    assert table["tableId"] and table["mergedCells"] == []
    assert table["tableStyle"] == {"tableColumnProperties": [{"width": 100}] * 2}
    (row,) = table["tableRows"]
    assert [cell["columnIndex"] for cell in row["tableCells"]] == [0, 1]
    assert len({cell["zoneId"] for cell in row["tableCells"]}) == 2


def test_fields_that_feishu_assigns_are_dropped() -> None:
    person = {"openId": "ou_1", "location": {"zoneId": "7"}}
    (element,) = new_elements({"elements": [{"type": "person", "person": person}]})
    assert element == MENTION


def test_cells_are_numbered_by_row_and_column() -> None:
    table: Json = {"tableRows": [{"tableCells": [new_cell(), new_cell()]} for _ in range(3)]}
    number_cells(table)
    assert (table["rowSize"], table["columnSize"]) == (3, 2)
    assert [row["rowIndex"] for row in table["tableRows"]] == [0, 1, 2]
    assert table["tableRows"][2]["tableCells"][1]["columnIndex"] == 1
