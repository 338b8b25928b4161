"""Blocks of the legacy format are decoded as documented, sent unchanged, and located.

https://open.feishu.cn/document/ukTMukTMukTM/ukDM2YjL5AjN24SOwYjN
"""

import json
from copy import deepcopy
from typing import Any

import attrs
import pytest

from feishu_chat_async import legacy
from feishu_chat_async._protocol.converter import StructureError, to_wire
from feishu_chat_async.legacy.blocks import iter_zones

from .samples import (
    BLOCKS,
    ELEMENTS,
    LINE,
    NEW_BLOCK,
    NEW_ELEMENT,
    block,
    line,
    official,
    read,
    span,
    whole,
)


@pytest.mark.parametrize("kind", BLOCKS)
def test_a_documented_block_is_decoded_and_sent_unchanged(kind: str) -> None:
    document = whole(block(kind))
    decoded = read(document)
    (found,) = decoded.blocks
    assert legacy.LegacyBlock.variants.names[type(found)] == kind
    assert found.location == legacy.LegacyLocation(zone_id="0", start_index=13, end_index=14)
    again = json.loads(json.dumps(to_wire(decoded), default=to_wire))
    assert again == expected(document)


def expected(document: dict[str, Any]) -> dict[str, Any]:
    """Return the document as models are sent: without empty lists."""
    return json.loads(json.dumps(document).replace('"elements": [], ', ""))  # type: ignore[no-any-return]


def test_every_documented_block_has_a_class() -> None:
    assert set(BLOCKS) == set(legacy.LegacyBlock.variants.classes)


def test_fields_have_the_documented_values() -> None:
    document = read(whole(*map(block, BLOCKS)))
    paragraph, _, page, chat, table, *_ = document.blocks
    assert isinstance(paragraph, legacy.LegacyParagraph)
    assert [type(item).__name__ for item in paragraph.elements] == [
        "LegacyTextRun",
        "DocsLink",
        "Person",
        "LegacyEquation",
        "LegacyReminder",
        "LegacyInlineFile",
        "InlineJira",
        "LegacyUndefinedElement",
    ]
    run = paragraph.elements[0]
    assert isinstance(run, legacy.LegacyTextRun) and run.style.link is not None
    assert run.style.link.url == "https://www.baidu.com/maps?key=1"
    assert run.style.bold and run.style.code_inline is False
    assert run.style.text_color is not None
    assert run.style.text_color.rgb == legacy.TEXT_COLORS[0].rgb
    assert paragraph.style.list is not None
    assert paragraph.style.list.type is legacy.ListType.CHECKED_BOX
    assert isinstance(page, legacy.EmbeddedPage) and page.url.startswith("https://www.baidu")
    assert isinstance(chat, legacy.ChatGroup) and chat.open_chat_id.startswith("oc_")
    assert isinstance(table, legacy.Table)
    assert table.table_rows[0].table_cells[0].zone_id == "xr1"
    assert table.merged_cells[0].merged_cell_id == "iskfju5o"


def test_unknown_blocks_and_elements_are_kept_and_located() -> None:
    paragraph = {"type": "paragraph", "paragraph": {"elements": [NEW_ELEMENT], "style": {}}}
    document = whole(NEW_BLOCK, paragraph, {"type": "odd"}, {"type": "odd", "odd": {"location": 5}})
    document["body"]["blocks"].append({"type": "odd", "odd": {"location": {"zoneId": 5}}})
    decoded = read(document)
    hologram, line, *odd = decoded.blocks
    assert isinstance(hologram, legacy.LegacyUnknownBlock) and hologram.content == NEW_BLOCK
    assert hologram.location == legacy.LegacyLocation(zone_id="0", start_index=13, end_index=14)
    assert isinstance(line, legacy.LegacyParagraph)
    (smell,) = line.elements
    assert isinstance(smell, legacy.LegacyUnknownElement) and smell.content == NEW_ELEMENT
    assert smell.delete().delete_range == legacy.Range(start_index=14, end_index=15)
    assert [block.location for block in odd] == [None] * 3
    assert json.loads(json.dumps(to_wire(decoded), default=to_wire)) == document


def test_every_block_has_its_plain_text() -> None:
    cell = {"columnIndex": 0, "zoneId": "z", "body": {"blocks": [line("a"), LINE]}}
    table = {
        "type": "table",
        "table": {
            "rowSize": 1,
            "columnSize": 2,
            "tableRows": [{"rowIndex": 0, "tableCells": [cell, {**cell, "columnIndex": 1}]}],
        },
    }
    code = {"type": "code", "code": {"body": {"blocks": [line("x = 1"), LINE]}}}
    callout = {"type": "callout", "callout": {"body": {"blocks": [line("mind")]}}}
    document = read(
        whole(
            block("paragraph"),
            table,
            code,
            callout,
            block("embeddedPage"),
            block("file"),
            block("poll"),
        )
    )
    link = ELEMENTS["docsLink"]["url"]
    person = ELEMENTS["person"]["openId"]
    assert document.plain_text.split("\n") == [
        "red \U0001f600",
        f"red \U0001f600{link}@{person}E=mc^2plan.txt",
        "a \ta ",
        "x = 1",
        "",
        "mind",
        "https://www.baidu.com/maps?key=1",
        "plan.txt",
        "",
    ]


WRONG: list[tuple[tuple[str | int, ...], Any, str]] = [
    (("title",), 5, "content.title"),
    (("title", "location", "startIndex"), "x", "content.title.location.startIndex"),
    (("body", "blocks"), {}, "content.body.blocks"),
    (("body", "blocks", 0), [], "content.body.blocks[0]"),
    (("body", "blocks", 0, "type"), 5, "content.body.blocks[0].type"),
    (("body", "blocks", 0, "paragraph"), [], "content.body.blocks[0].paragraph"),
    (
        ("body", "blocks", 0, "paragraph", "style", "headingLevel"),
        "two",
        "content.body.blocks[0].paragraph.style.headingLevel",
    ),
    (
        ("body", "blocks", 0, "paragraph", "elements", 2, "person", "openId"),
        None,
        "content.body.blocks[0].paragraph.elements[2].person.openId",
    ),
    (
        ("body", "blocks", 0, "paragraph", "elements", 2, "type"),
        None,
        "content.body.blocks[0].paragraph.elements[2].type",
    ),
]


@pytest.mark.parametrize(("where", "value", "field"), WRONG)
def test_the_error_for_a_wrong_type_names_the_field(
    where: tuple[str | int, ...], value: Any, field: str
) -> None:
    document = deepcopy(whole(block("paragraph")))
    inner: Any = document
    for key in where[:-1]:
        inner = inner[key]
    inner[where[-1]] = value
    with pytest.raises(StructureError) as caught:
        read(document)
    assert caught.value.field == field
    assert isinstance(caught.value, ValueError)


def test_a_missing_type_and_a_missing_field_are_named() -> None:
    for broken, field in (
        ({"person": {}}, "content.body.blocks[0].type"),
        ({"type": "chatGroup", "chatGroup": {}}, "content.body.blocks[0].chatGroup.openChatId"),
    ):
        with pytest.raises(StructureError, match="is missing") as caught:
            read(whole(broken))
        assert caught.value.field == field


def test_a_block_is_deleted_with_its_line_feed() -> None:
    first, last = official().blocks
    assert span(first.delete()) == (13, 27)
    assert span(last.delete()) == (27, 28)
    with pytest.raises(ValueError, match="only a part that was read from an announcement"):
        legacy.LegacyParagraph.of("x").delete()


def test_code_is_built_from_lines() -> None:
    code = legacy.LegacyCode.of("a = 1\n\nb = 2", "Python")
    assert code.plain_text == "a = 1\n\nb = 2" and code.language == "Python"
    assert [len(attrs.asdict(line)["elements"]) for line in code.body.blocks] == [1, 0, 1]


def test_strings_become_paragraphs_of_plain_text() -> None:
    body = legacy.Body.of("x", legacy.HorizontalLine())
    assert body.plain_text == "x\n"
    assert body.blocks[0] == legacy.LegacyParagraph(elements=(legacy.LegacyTextRun(text="x"),))
    assert legacy.Title.of("") == legacy.Title()
    assert legacy.Title.of("t").plain_text == "t"


def test_zones_are_the_body_and_the_blocks_with_zones_inside_it() -> None:
    document = read(whole(block("paragraph"), block("table"), block("code"), block("callout")))
    zones = dict(iter_zones(document.blocks))
    assert list(zones) == ["0", "xr1", "z1", "z2"]
    assert zones["0"].blocks == document.blocks
    assert [len(zones[zone_id].blocks) for zone_id in ("xr1", "z1", "z2")] == [1, 1, 1]
