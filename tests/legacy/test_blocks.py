"""The content of legacy announcements: decoded as documented, kept whole, and located.

https://open.feishu.cn/document/ukTMukTMukTM/ukDM2YjL5AjN24SOwYjN
"""

import json
from copy import deepcopy
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from feishu_chat_async import Announcement, legacy
from feishu_chat_async._protocol.converter import StructureError, structure, to_wire

# As on https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/im-v1/chat/chat-announcement/intro
OFFICIAL = r"""{"title":{"elements":[{"type":"textRun","textRun":{"text":"announcement","style":{},"location":{"zoneId":"0","startIndex":0,"endIndex":12}}}],"location":{"zoneId":"0","startIndex":0,"endIndex":12},"lineId":"4m10Rp"},"body":{"blocks":[{"type":"paragraph","paragraph":{"elements":[{"type":"textRun","textRun":{"text":"Announcement.","style":{},"location":{"zoneId":"0","startIndex":13,"endIndex":26}}}],"location":{"zoneId":"0","startIndex":13,"endIndex":26},"lineId":"5VYRPT"}},{"type":"paragraph","paragraph":{"elements":[],"location":{"zoneId":"0","startIndex":27,"endIndex":27}}}]}}"""  # noqa: E501


def place(start: int, end: int, zone_id: str = "0") -> dict[str, Any]:
    return {"zoneId": zone_id, "startIndex": start, "endIndex": end}


RED = {"red": 216, "green": 57, "blue": 49, "alpha": 1.0}
URL = "https%3A%2F%2Fwww.baidu.com%2Fmaps%3Fkey%3D1"

ELEMENTS: dict[str, dict[str, Any]] = {
    "textRun": {
        "text": "red \U0001f600",
        "style": {
            "bold": True,
            "italic": True,
            "strikeThrough": True,
            "underLine": True,
            "codeInline": False,
            "backColor": RED,
            "textColor": RED,
            "link": {"url": URL},
        },
        "lineId": "4m10Rp",
    },
    "docsLink": {"url": "https://sample.feishu.cn/docs/doccnByZP6puODElAYySJkPIfUb"},
    "person": {"openId": "ou_3bbe8a09c20e89cce9bff989ed840674"},
    "equation": {"equation": "E=mc^2"},
    "reminder": {
        "isWholeDay": True,
        "timestamp": 1609296809,
        "shouldNotify": True,
        "notifyType": 50,
    },
    "file": {"fileToken": "boxcn1", "viewType": "inline", "fileName": "plan.txt"},
    "jira": {"token": "jftcn1", "jiraType": "issue"},
    "undefinedElement": {},
}


def element(kind: str) -> dict[str, Any]:
    return {"type": kind, kind: {**ELEMENTS[kind], "location": place(14, 15)}}


PARAGRAPH = {
    "elements": [element(kind) for kind in ELEMENTS],
    "style": {
        "headingLevel": 2,
        "collapse": True,
        "list": {"type": "checkedBox", "indentLevel": 1, "number": 3},
        "quote": True,
        "align": "center",
    },
    "lineId": "5VYRPT",
}
LINE = {
    "type": "paragraph",
    "paragraph": {"elements": [], "style": {}, "location": place(0, 0, "xr1")},
}

BLOCKS: dict[str, dict[str, Any]] = {
    "paragraph": PARAGRAPH,
    "horizontalLine": {},
    "embeddedPage": {"type": "baidumap", "url": URL, "width": 637.0, "height": 364.0},
    "chatGroup": {"openChatId": "oc_4149593da6ef5fe4de16b10cb4769c94"},
    "table": {
        "tableId": "rslqdc",
        "rowSize": 1,
        "columnSize": 1,
        "tableRows": [
            {
                "rowIndex": 0,
                "tableCells": [{"columnIndex": 0, "zoneId": "xr1", "body": {"blocks": [LINE]}}],
            }
        ],
        "tableStyle": {"tableColumnProperties": [{"width": 100}]},
        "mergedCells": [
            {
                "mergedCellId": "iskfju5o",
                "rowStartIndex": 0,
                "rowEndIndex": 1,
                "columnStartIndex": 0,
                "columnEndIndex": 1,
            }
        ],
    },
    "sheet": {"token": "shtcn_m7", "rowSize": 3, "columnSize": 3},
    "bitable": {"token": "shtcn_m7", "viewType": "grid"},
    "gallery": {
        "galleryStyle": {"align": "left"},
        "imageList": [{"fileToken": "boxcn1", "width": 10.5, "height": 7.0}],
    },
    "file": {"fileToken": "boxcn1", "viewType": "card", "fileName": "plan.txt"},
    "diagram": {"token": "diacn1", "diagramType": "uml"},
    "jira": {"token": "jftcn1", "jiraType": "filter"},
    "poll": {"token": "jsncn1"},
    "code": {
        "language": "Python",
        "wrapContent": True,
        "body": {"blocks": [LINE]},
        "zoneId": "z1",
    },
    "docsApp": {"typeId": "blk_5f992038c64240015d280958", "instanceId": "i1"},
    "callout": {
        "calloutEmojiId": "smile",
        "calloutBackgroundColor": RED,
        "calloutBorderColor": RED,
        "calloutTextColor": RED,
        "body": {"blocks": [LINE]},
        "zoneId": "z2",
    },
    "undefinedBlock": {},
}


def block(kind: str) -> dict[str, Any]:
    return {"type": kind, kind: {**BLOCKS[kind], "location": place(13, 14)}}


NEW_BLOCK = {"type": "hologram", "hologram": {"depth": 3, "location": place(13, 14)}}
NEW_ELEMENT = {"type": "smell", "smell": {"of": "roses", "location": place(14, 15)}}


def whole(*blocks: dict[str, Any]) -> dict[str, Any]:
    title = {"elements": [element("textRun")], "style": {"align": "center"}}
    return {"title": {**title, "location": place(0, 12)}, "body": {"blocks": list(blocks)}}


def read(document: dict[str, Any]) -> legacy.LegacyDocument:
    return Announcement(content=json.dumps(document), revision="1").document()


def test_the_official_example_is_read() -> None:
    announcement = Announcement(content=OFFICIAL, revision="12")
    document = announcement.document()
    assert document.title.plain_text == "announcement"
    assert document.title.line_id == "4m10Rp"
    first, last = document.blocks
    assert isinstance(first, legacy.LegacyParagraph) and isinstance(last, legacy.LegacyParagraph)
    (run,) = first.elements
    assert isinstance(run, legacy.LegacyTextRun) and run.text == "Announcement."
    assert run.location == first.location
    assert first.location == legacy.LegacyLocation(zone_id="0", start_index=13, end_index=26)
    assert last.location == legacy.LegacyLocation(zone_id="0", start_index=27, end_index=27)
    assert announcement.plain_text == "announcement\nAnnouncement.\n"
    assert announcement.content == OFFICIAL


@pytest.mark.parametrize("kind", BLOCKS)
def test_every_documented_block_loses_nothing(kind: str) -> None:
    document = whole(block(kind))
    decoded = read(document)
    (found,) = decoded.blocks
    assert legacy.LegacyBlock.variants.names[type(found)] == kind
    assert found.location == legacy.LegacyLocation(zone_id="0", start_index=13, end_index=14)
    again = json.loads(json.dumps(to_wire(decoded), default=to_wire))
    assert again == expected(document)


def expected(document: dict[str, Any]) -> dict[str, Any]:
    """Write lists as the models do, which leave out those that are empty but say all styles."""
    return json.loads(json.dumps(document).replace('"elements": [], ', ""))  # type: ignore[no-any-return]


def test_every_documented_kind_has_a_class() -> None:
    assert set(BLOCKS) == set(legacy.LegacyBlock.variants.classes)
    assert set(ELEMENTS) == set(legacy.Element.variants.classes)


def test_values_are_those_of_the_page() -> None:
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


def test_unknown_kinds_are_kept_and_located() -> None:
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


def test_plain_text_of_every_kind() -> None:
    cell = {"columnIndex": 0, "zoneId": "z", "body": {"blocks": [element_line("a"), LINE]}}
    table = {
        "type": "table",
        "table": {
            "rowSize": 1,
            "columnSize": 2,
            "tableRows": [{"rowIndex": 0, "tableCells": [cell, {**cell, "columnIndex": 1}]}],
        },
    }
    code = {"type": "code", "code": {"body": {"blocks": [element_line("x = 1"), LINE]}}}
    callout = {"type": "callout", "callout": {"body": {"blocks": [element_line("mind")]}}}
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
    assert legacy.LegacyDocument().plain_text == ""


def element_line(text: str) -> dict[str, Any]:
    run = {"type": "textRun", "textRun": {"text": text}}
    return {"type": "paragraph", "paragraph": {"elements": [run]}}


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
def test_a_wrong_type_is_an_error_that_names_the_field(
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


def test_a_missing_kind_and_a_missing_field_are_named() -> None:
    for broken, field in (
        ({"person": {}}, "content.body.blocks[0].type"),
        ({"type": "chatGroup", "chatGroup": {}}, "content.body.blocks[0].chatGroup.openChatId"),
    ):
        with pytest.raises(StructureError, match="is missing") as caught:
            read(whole(broken))
        assert caught.value.field == field


@pytest.mark.parametrize("content", ["xxx", "", "[]", "5", "null", "[" * 100_000])
def test_content_that_is_no_document(content: str) -> None:
    with pytest.raises(ValueError, match=r"^content: "):
        Announcement(content=content, revision="1").document()


TEXT = st.text(max_size=6)
PLACES = st.none() | st.builds(
    legacy.LegacyLocation,
    zone_id=TEXT,
    start_index=st.integers(0, 99),
    end_index=st.integers(0, 99),
)
FLAGS = st.none() | st.booleans()
STYLES = st.builds(
    legacy.LegacyTextStyle,
    bold=FLAGS,
    italic=FLAGS,
    strike_through=FLAGS,
    under_line=FLAGS,
    code_inline=FLAGS,
    link=st.none() | st.builds(legacy.LegacyLink, url=TEXT.map(lambda text: f"https://x/{text}")),
)
PIECES = st.one_of(
    st.builds(legacy.LegacyTextRun, text=TEXT, style=STYLES, location=PLACES),
    st.builds(legacy.Person, open_id=TEXT, location=PLACES),
    st.builds(legacy.LegacyUndefinedElement, location=PLACES),
    st.just(structure(NEW_ELEMENT, legacy.Element)),
)
LINES = st.builds(
    legacy.LegacyParagraph,
    elements=st.lists(PIECES, max_size=3).map(tuple),
    style=st.builds(legacy.ParagraphStyle, quote=FLAGS, heading_level=st.none() | st.just(3)),
    location=PLACES,
)
ANY_BLOCKS = st.recursive(
    LINES | st.builds(legacy.HorizontalLine) | st.just(structure(NEW_BLOCK, legacy.LegacyBlock)),
    lambda inner: st.builds(
        legacy.LegacyCode,
        body=st.builds(legacy.Body, blocks=st.lists(inner, max_size=2).map(tuple)),
    ),
    max_leaves=4,
)


@given(TEXT, st.lists(ANY_BLOCKS, max_size=4))
def test_what_is_written_is_read_again(title: str, blocks: list[legacy.LegacyBlock]) -> None:
    document = legacy.LegacyDocument(
        title=legacy.Title.of(title), body=legacy.Body(blocks=tuple(blocks))
    )
    text = json.dumps(to_wire(document), default=to_wire)
    assert Announcement(content=text, revision="0").document() == document


# --- operations made of what was read -------------------------------------------------------


def official() -> legacy.LegacyDocument:
    return Announcement(content=OFFICIAL, revision="12").document()


def span(operation: legacy.DeleteContentRange) -> tuple[int, int]:
    return operation.delete_range.start_index, operation.delete_range.end_index


def test_parts_are_deleted_where_they_stand() -> None:
    first, last = official().blocks
    assert isinstance(first, legacy.LegacyParagraph)
    assert span(first.delete()) == (13, 27)
    assert span(last.delete()) == (27, 28)
    assert span(first.elements[0].delete()) == (13, 26)


def test_blocks_are_inserted_beside_others() -> None:
    document = official()
    first, last = document.blocks
    assert document.insert_before(first, "x").location == legacy.InsertLocation.at(13)
    assert document.insert_after(first, "x").location == legacy.InsertLocation.at(27)
    assert document.insert_after(last, "x").location == legacy.InsertLocation.end()
    assert document.append("x").location == legacy.InsertLocation(end_of_zone=True)
    assert document.prepend("x").location == legacy.InsertLocation(start_of_zone=True)
    assert document.append("x").blocks == (legacy.LegacyParagraph.of("x"),)
    assert document.set_title("y") == legacy.UpdateTitle(title="y")


def test_blocks_are_inserted_into_cells() -> None:
    document = read(whole(block("table"), block("code"), block("callout")))
    table, code, _ = document.blocks
    assert isinstance(table, legacy.Table) and isinstance(code, legacy.LegacyCode)
    (inner,) = table.table_rows[0].table_cells[0].body.blocks
    assert document.insert_after(inner, "x").location == legacy.InsertLocation.end("xr1")
    assert document.insert_before(inner, "x").location == legacy.InsertLocation.at(0, "xr1")


def test_an_element_is_replaced_by_others() -> None:
    first = official().blocks[0]
    assert isinstance(first, legacy.LegacyParagraph)
    deleted, inserted = official().replace(first.elements[0], "New.", legacy.Person(open_id="ou_1"))
    assert isinstance(deleted, legacy.DeleteContentRange) and span(deleted) == (13, 26)
    assert isinstance(inserted, legacy.InsertParagraphElements)
    assert inserted.location == legacy.InsertLocation.at(13)
    assert inserted.elements == (legacy.LegacyTextRun(text="New."), legacy.Person(open_id="ou_1"))


def test_a_paragraph_is_restyled() -> None:
    first = official().blocks[0]
    assert isinstance(first, legacy.LegacyParagraph)
    style = legacy.ParagraphStyle(heading_level=1)
    operation = official().restyle(first, style, legacy.StyleField.HEADING_LEVEL)
    assert operation.range == legacy.Range(start_index=13, end_index=26)
    assert operation.style == style and operation.fields == ("headingLevel",)


def test_all_below_the_title_is_cleared() -> None:
    (operation,) = official().clear()
    assert span(operation) == (13, 27)
    assert legacy.LegacyDocument().clear() == ()
    assert read(whole({"type": "paragraph", "paragraph": {"location": place(5, 5)}})).clear() == ()


def test_what_was_not_read_has_no_place() -> None:
    paragraph = legacy.LegacyParagraph.of("x")
    for make in (
        paragraph.delete,
        paragraph.elements[0].delete,
        lambda: official().insert_after(paragraph, "y"),
        lambda: official().replace(paragraph.elements[0], "y"),
    ):
        with pytest.raises(ValueError, match="only what was read"):
            make()


def test_code_is_made_of_lines() -> None:
    code = legacy.LegacyCode.of("a = 1\n\nb = 2", "Python")
    assert code.plain_text == "a = 1\n\nb = 2" and code.language == "Python"
    assert [len(attrs.asdict(line)["elements"]) for line in code.body.blocks] == [1, 0, 1]
    assert legacy.Body.of("x", legacy.HorizontalLine()).plain_text == "x\n"


@pytest.mark.parametrize("innermost", ["[]", "7"])
def test_a_document_can_be_nested_too_deeply_to_be_read(innermost: str) -> None:
    head, tail = '{"blocks":[{"type":"callout","callout":{"body":', "}}]}"
    deep = f'{{"body":{head * 200}{{"blocks":{innermost}}}{tail * 200}}}'
    assert json.loads(deep)  # as JSON it is not
    with pytest.raises(ValueError, match="content: is nested too deeply"):
        Announcement(content=deep, revision="1").document()
