"""The operations of an edit in the legacy format are parsed and checked against each other."""

import json
from collections.abc import Sequence

import pytest

from feishu_chat_async import legacy
from feishu_chat_async._protocol.converter import to_wire
from feishu_chat_async.testing.announcements.legacy_operations import (
    field,
    index_range,
    number_field,
    parse,
)
from feishu_chat_async.testing.announcements.positions import EditError
from tests.support.legacy_editor import (
    LegacyEditor,
    Request,
    add_table,
    delete,
    insert_blocks,
    line,
    quote,
    raw,
    table,
)

INSERT = legacy.InsertBlocks(blocks=["x"], location=legacy.InsertLocation.end())
TITLE = legacy.UpdateTitle(title="x")
REPLACE = legacy.ReplaceAllText(text="a", replace_text="b")
MENTION = {"type": "person", "person": {"openId": "ou_1"}}


async def test_field_names_can_be_spelled_as_in_the_official_example(editor: LegacyEditor) -> None:
    editor.start("T", "aa")
    spelled = quote(2, 4).replace("requestType", "RequestType").replace("zoneId", "zoneID")
    current = await editor.edit(spelled)
    assert line(current, 0).style == legacy.ParagraphStyle(quote=True)


@pytest.mark.parametrize("count", [0, 11])
def test_an_edit_has_1_to_10_operations(count: int) -> None:
    with pytest.raises(EditError, match="1 to 10 operations"):
        parse([str(to_wire(INSERT))] * count)


REFUSED: list[tuple[Sequence[Request], str]] = [
    ([raw(delete(2, 4), deleteRange={"zoneId": "0", "startIndex": 4, "endIndex": 4})], "above"),
    ([raw(delete(2, 4), deleteRange={"zoneId": "0", "startIndex": -1, "endIndex": 4})], "at least"),
    ([raw(delete(2, 4), deleteRange={"zoneId": "0", "startIndex": "2"})], "must be a number"),
    ([raw(INSERT, payload="{")], "not valid JSON"),
    ([raw(INSERT, payload="[]")], "must be objects"),
    ([raw(INSERT, payload="")], "payload must be a string"),
    ([raw(TITLE, payload=json.dumps({"elements": [MENTION]}))], "plain text"),
    ([str(to_wire(TITLE))] * 2, "can contain UpdateTitle once"),
    ([str(to_wire(REPLACE)), TITLE], "ReplaceAllText cannot be combined"),
    ([quote(2, 4), TITLE], "UpdateParagraphStyle cannot be combined"),
    (['{"requestType": "UpdateTitle"}'], "no operation of the type"),
    (['{"requestType": "DanceRequestType"}'], "no operation of the type"),
    (["{}"], "requestType must be a string"),
    (["5"], "must be objects"),
]


@pytest.mark.parametrize(("requests", "because"), REFUSED)
async def test_invalid_operations_and_combinations_are_refused(
    editor: LegacyEditor, requests: Sequence[Request], because: str
) -> None:
    await editor.start_sample()
    await editor.refuses(*requests, because=because)


async def test_an_edit_can_change_a_table_once(editor: LegacyEditor) -> None:
    table_id = table(await add_table(editor, 2, 2)).table_id or ""
    row = str(to_wire(legacy.LegacyInsertTableRow(table_id=table_id, row_index=0)))
    column = legacy.LegacyInsertTableColumn(table_id=table_id, column_index=0)
    await editor.refuses(row, column, because="once in an edit")


def test_operations_are_parsed_in_order() -> None:
    operations = parse([str(to_wire(insert_blocks(2, "x"))), str(to_wire(TITLE))])
    assert [operation.kind for operation in operations] == ["InsertBlocks", "UpdateTitle"]


def test_fields_are_found_in_any_case() -> None:
    assert field({"ZoneID": "0"}, "zoneId") == "0"
    assert field({}, "zoneId") is None
    assert index_range({"rowStartIndex": 1, "rowEndindex": 3}, "row") == (1, 3)


@pytest.mark.parametrize("value", [None, True, 1.5, "1", 0])
def test_a_number_must_be_whole_and_large_enough(value: object) -> None:
    with pytest.raises(EditError, match="n must be a number of at least 1"):
        number_field({"n": value}, "n", 1)
