"""Legacy announcements in a FakeFeishu, through the client: edited, and read again.

The rules are those at the end of
https://open.feishu.cn/document/ukTMukTMukTM/uYDM2YjL2AjN24iNwYjN
"""

import json
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feishu_chat_async import Announcement, FeishuChat, InvalidRequestError, legacy
from feishu_chat_async._protocol.converter import to_wire
from feishu_chat_async.richtext.document import Document as RichDocument
from feishu_chat_async.richtext.legacy_format import degrade_legacy, from_legacy, to_legacy
from feishu_chat_async.testing import FakeFeishu
from feishu_chat_async.testing.announcements.legacy_document import Document, EditError
from tests.richtext.test_legacy_format import DOCUMENTS

EMOJI = "\U0001f600"
HEBREW = "\u05e9\u05dc\u05d5\u05dd"
ODD = [EMOJI, "e\u0301", HEBREW, "\u202e x \u202c", "\U0001f468\u200d\U0001f469", "\u4f60\u597d"]

Request = legacy.Operation | str


class Editor:
    """A chat's announcement, edited and read through the client."""

    def __init__(self, fake: FakeFeishu, feishu: FeishuChat) -> None:
        self._fake, self._feishu = fake, feishu
        self.revision = "0"

    def start(self, title: str, *lines: str) -> None:
        """Begin with these lines; "Welcome." is there otherwise."""
        chat = self._fake.chats[self._fake.chat_id]
        chat.announcement.document = Document.of_text(title, *lines)

    async def read(self) -> legacy.LegacyDocument:
        announcement = await self._feishu.announcement.get(self._fake.chat_id)
        self.revision = announcement.revision
        return announcement.document()

    async def edit(self, *requests: Request, revision: str | None = None) -> legacy.LegacyDocument:
        await self._feishu.announcement.patch(
            self._fake.chat_id, revision=revision or self.revision, requests=requests
        )
        return await self.read()

    async def refuses(self, *requests: Request, because: str, revision: str | None = None) -> None:
        """Check that an edit is refused, and that nothing is changed by it."""
        before = await self.read()
        with pytest.raises(InvalidRequestError, match=because) as caught:
            await self._feishu.announcement.patch(
                self._fake.chat_id, revision=revision or self.revision, requests=requests
            )
        assert caught.value.code == 232018
        kept = self.revision
        assert await self.read() == before and self.revision == kept


@pytest.fixture
def editor(fake: FakeFeishu, feishu: FeishuChat) -> Editor:
    return Editor(fake, feishu)


def text(document: legacy.LegacyDocument) -> list[str]:
    return [block.plain_text for block in document.blocks]


def line(document: legacy.LegacyDocument, at: int) -> legacy.LegacyParagraph:
    block = document.blocks[at]
    assert isinstance(block, legacy.LegacyParagraph)
    return block


def table(document: legacy.LegacyDocument) -> legacy.Table:
    (found,) = [block for block in document.blocks if isinstance(block, legacy.Table)]
    return found


def cells(document: legacy.LegacyDocument) -> list[list[str]]:
    rows = table(document).table_rows
    return [[cell.body.plain_text for cell in row.table_cells] for row in rows]


def zone(document: legacy.LegacyDocument, row: int, column: int) -> str:
    return table(document).table_rows[row].table_cells[column].zone_id or ""


def delete(start: int, end: int, zone_id: str = "0") -> legacy.DeleteContentRange:
    span = legacy.Range(zone_id=zone_id, start_index=start, end_index=end)
    return legacy.DeleteContentRange(delete_range=span)


def insert(
    index: int, *blocks: legacy.LegacyBlock | str, zone_id: str = "0"
) -> legacy.InsertBlocks:
    return legacy.InsertBlocks(blocks=blocks, location=legacy.InsertLocation.at(index, zone_id))


def put(index: int, *elements: Any, zone_id: str = "0") -> legacy.InsertParagraphElements:
    location = legacy.InsertLocation.at(index, zone_id)
    return legacy.InsertParagraphElements(elements=elements, location=location)


def raw(operation: legacy.Operation, **changes: Any) -> str:
    """Write an operation down with changes that the models would refuse."""
    request = json.loads(str(to_wire(operation)))
    (member,) = set(request) - {"requestType"}
    return json.dumps({**request, member: {**request[member], **changes}})


def heading(words: str, level: int = 1) -> legacy.LegacyParagraph:
    return legacy.LegacyParagraph.of(words, style=legacy.ParagraphStyle(heading_level=level))


PERSON = legacy.Person(open_id="ou_1")


# --- each operation -------------------------------------------------------------------------


async def test_the_title_is_replaced(editor: Editor) -> None:
    editor.start("Old", "text")
    title = legacy.Title(
        elements=(
            legacy.LegacyTextRun(text=f"{EMOJI} new", style=legacy.LegacyTextStyle(bold=True)),
        ),
        style=legacy.ParagraphStyle(align=legacy.LegacyAlign.CENTER, heading_level=1),
    )
    found = await editor.edit(legacy.UpdateTitle(title=title))
    assert found.title.plain_text == f"{EMOJI} new"
    assert found.title.style == legacy.ParagraphStyle(align=legacy.LegacyAlign.CENTER)
    assert found.title.elements[0].location == place(0, 6)
    assert isinstance(found.title.elements[0], legacy.LegacyTextRun)
    assert found.title.elements[0].style == legacy.LegacyTextStyle()
    assert found.blocks[0].location == place(7, 11)
    assert (await editor.edit(found.set_title(""))).blocks[0].location == place(1, 5)


def place(start: int, end: int, zone_id: str = "0") -> legacy.LegacyLocation:
    return legacy.LegacyLocation(zone_id=zone_id, start_index=start, end_index=end)


async def test_blocks_are_inserted_and_deleted(editor: Editor) -> None:
    editor.start("T", "one", "two")
    found = await editor.read()
    one, two = found.blocks
    found = await editor.edit(
        found.insert_after(two, "end"),
        found.insert_after(one, "middle"),
        found.insert_before(one, "start"),
    )
    assert text(found) == ["start", "one", "middle", "two", "end"]
    found = await editor.edit(found.blocks[1].delete(), found.blocks[4].delete())
    assert text(found) == ["start", "middle", "two", ""]  # the last line feed stays
    found = await editor.edit(found.prepend("a", "b"), found.append("y"), found.append("z"))
    assert text(found) == ["a", "b", "start", "middle", "two", "", "y", "z"]


async def test_a_range_of_blocks_with_and_without_its_line_feed(editor: Editor) -> None:
    editor.start("T", "aa", "bb", "cc")  # from 2, 5 and 8
    assert text(await editor.edit(delete(2, 7))) == ["", "cc"]
    editor.start("T", "aa", "bb", "cc")
    assert text(await editor.edit(delete(2, 8))) == ["cc"]
    editor.start("T", "aa", "bb", "cc")
    assert text(await editor.edit(delete(5, 10))) == ["aa", ""]
    editor.start("T", "aa", "bb", "cc")
    assert text(await editor.edit(delete(5, 11))) == ["aa", ""]
    editor.start("T", "aa", "", "cc")  # 5 is the line feed of the empty line
    assert text(await editor.edit(delete(2, 5))) == ["", "cc"]


async def test_all_is_cleared_and_written_anew(editor: Editor) -> None:
    editor.start("T", "aa", "bb")
    found = await editor.read()
    found = await editor.edit(*found.clear(), found.prepend("new", "text"))
    assert text(found) == ["new", "text", ""]
    found = await editor.edit(*found.clear())
    assert text(found) == [""] and found.clear() == ()


async def test_elements_are_inserted_replaced_and_deleted(editor: Editor) -> None:
    editor.start("T", f"{EMOJI}{HEBREW}", "last")  # 2 and 4 units, from 2
    found = await editor.edit(put(2, PERSON, "a"), put(8, "b"))
    assert text(found)[0] == f"@ou_1a{EMOJI}{HEBREW}b"
    places = [element.location for element in line(found, 0).elements]
    assert places == [place(2, 3), place(3, 4), place(4, 10), place(10, 11)]
    found = await editor.edit(*found.replace(line(found, 0).elements[2], "x", PERSON))
    assert text(found)[0] == "@ou_1ax@ou_1b"
    found = await editor.edit(
        line(found, 0).elements[0].delete(), line(found, 0).elements[4].delete()
    )
    assert text(found) == ["ax@ou_1", "last"]
    found = await editor.edit(*found.replace(line(found, 1).elements[0], "end"))
    assert text(found) == ["ax@ou_1", "end"]


async def test_styled_lines_begin_with_a_placeholder(editor: Editor) -> None:
    editor.start("T")
    found = await editor.edit(legacy.LegacyDocument().append(heading("ab"), "cd"))
    assert found.blocks[0].location == place(2, 5)
    assert line(found, 0).elements[0].location == place(3, 5)
    await editor.refuses(put(2, "x"), because="before the style of the line")
    found = await editor.edit(put(3, "x"))
    assert text(found) == ["xab", "cd"]
    found = await editor.edit(*(element.delete() for element in line(found, 0).elements))
    assert text(found) == ["", "cd"] and line(found, 0).style.heading_level == 1
    found = await editor.edit(put(3, "only a style was there"))
    assert text(found)[0] == "only a style was there"


async def test_a_style_is_changed_by_its_parts(editor: Editor) -> None:
    editor.start("T", "one", "two", "three")
    found = await editor.read()
    item = legacy.List(type=legacy.ListType.CHECK_BOX, indent_level=2)
    style = legacy.ParagraphStyle(list=item, quote=True, align=legacy.LegacyAlign.CENTER)
    whole = legacy.Range(start_index=2, end_index=9)
    fields = [legacy.StyleField.LIST, legacy.StyleField.ALIGN]
    found = await editor.edit(legacy.UpdateParagraphStyle(style=style, range=whole, fields=fields))
    expected = legacy.ParagraphStyle(list=item, align=legacy.LegacyAlign.CENTER)
    assert [line(found, at).style for at in range(3)] == [
        expected,
        expected,
        legacy.ParagraphStyle(),
    ]
    assert found.blocks[2].location == place(12, 17)
    found = await editor.edit(found.restyle(line(found, 0), legacy.ParagraphStyle(), *fields))
    assert line(found, 0).style == legacy.ParagraphStyle()
    assert found.blocks[2].location == place(11, 16)


async def test_the_spelling_of_the_official_example_is_understood(editor: Editor) -> None:
    editor.start("T", "aa")
    odd = str(to_wire(STYLE)).replace("requestType", "RequestType").replace("zoneId", "zoneID")
    found = await editor.edit(odd)
    assert line(found, 0).style == legacy.ParagraphStyle(quote=True)


async def test_text_is_replaced_everywhere(editor: Editor) -> None:
    editor.start(f"{EMOJI}api", "an API, and apiapi", "none")
    bold = legacy.LegacyTextRun(text="A", style=legacy.LegacyTextStyle(bold=True))
    code = legacy.LegacyCode.of("call(api)")
    found = await editor.edit(
        legacy.LegacyDocument().append(
            legacy.LegacyParagraph.of("x", bold, "PI", PERSON, "api"), heading("api"), code
        )
    )
    found = await editor.edit(legacy.ReplaceAllText(text="api", replace_text=f"T{EMOJI}"))
    new = f"T{EMOJI}"
    assert found.title.plain_text == f"{EMOJI}{new}"
    assert text(found) == [
        f"an {new}, and {new}{new}",
        "none",
        f"x{new}@ou_1{new}",
        new,
        f"call({new})",
    ]
    styles = [e.style.bold for e in line(found, 2).elements if isinstance(e, legacy.LegacyTextRun)]
    assert styles == [None, True, None]
    found = await editor.edit(
        legacy.ReplaceAllText(text="t", replace_text="", match_case=True),
        legacy.ReplaceAllText(text="None", replace_text="", match_case=True),
    )
    assert text(found)[:2] == [f"an {new}, and {new}{new}", "none"]
    found = await editor.edit(legacy.ReplaceAllText(text="NONE", replace_text=""))
    assert text(found)[1] == "" and line(found, 1).elements == ()


async def test_what_is_sought_is_no_pattern(editor: Editor) -> None:
    editor.start("T", "a.c abc")
    found = await editor.edit(legacy.ReplaceAllText(text="a.c", replace_text=r"\1"))
    assert text(found) == [r"\1 abc"]


async def new_table(editor: Editor, height: int, width: int) -> legacy.LegacyDocument:
    """Insert a table whose cells say where they are."""
    rows = tuple(
        legacy.TableRow(
            row_index=row,
            table_cells=tuple(
                legacy.TableCell(column_index=column, body=legacy.Body.of(f"{row}{column}"))
                for column in range(width)
            ),
        )
        for row in range(height)
    )
    whole = legacy.Table(row_size=height, column_size=width, table_rows=rows)
    return await editor.edit((await editor.read()).append(whole, "below"))


async def test_rows_and_columns_come_and_go(editor: Editor) -> None:
    found = await new_table(editor, 2, 2)
    table_id = table(found).table_id or ""
    found = await editor.edit(legacy.LegacyInsertTableRow(table_id=table_id, row_index=1))
    found = await editor.edit(legacy.LegacyInsertTableColumn(table_id=table_id, column_index=2))
    assert cells(found) == [["00", "01", ""], ["", "", ""], ["10", "11", ""]]
    assert (table(found).row_size, table(found).column_size) == (3, 3)
    numbers = [cell.column_index for row in table(found).table_rows for cell in row.table_cells]
    assert numbers == [0, 1, 2] * 3
    assert [row.row_index for row in table(found).table_rows] == [0, 1, 2]
    width = legacy.UpdateTableColumnProperties(table_id=table_id, column_index=2, column_width=200)
    found = await editor.edit(width)
    found = await editor.edit(
        legacy.LegacyDeleteTableColumns(table_id=table_id, column_start_index=0, column_end_index=1)
    )
    style = table(found).table_style
    assert style and [column.width for column in style.table_column_properties] == [100, 200]
    found = await editor.edit(
        legacy.LegacyDeleteTableRows(table_id=table_id, row_start_index=1, row_end_index=3)
    )
    assert cells(found) == [["01", ""]]
    found = await editor.edit(
        legacy.LegacyDeleteTableRows(table_id=table_id, row_start_index=0, row_end_index=1)
    )
    assert text(found) == ["Welcome.", "below"]  # with its last row a table goes


async def test_cells_are_merged_and_split(editor: Editor) -> None:
    found = await new_table(editor, 3, 3)
    table_id = table(found).table_id or ""
    found = await editor.edit(merge(table_id, (0, 2), (0, 2)))
    (merged,) = table(found).merged_cells
    assert merged.merged_cell_id
    await editor.refuses(merge(table_id, (1, 3), (1, 3)), because="cut in two")
    found = await editor.edit(legacy.LegacyInsertTableRow(table_id=table_id, row_index=1))
    assert area(found) == (0, 3, 0, 2)
    found = await editor.edit(legacy.LegacyInsertTableColumn(table_id=table_id, column_index=0))
    assert area(found) == (0, 3, 1, 3)
    found = await editor.edit(legacy.LegacyInsertTableRow(table_id=table_id, row_index=3))
    assert area(found) == (0, 3, 1, 3)  # behind it
    found = await editor.edit(
        legacy.LegacyDeleteTableColumns(table_id=table_id, column_start_index=0, column_end_index=2)
    )
    assert area(found) == (0, 3, 0, 1)
    found = await editor.edit(merge(table_id, (0, 3), (0, 2)))
    assert area(found) == (0, 3, 0, 2)
    merged_id = table(found).merged_cells[0].merged_cell_id or ""
    found = await editor.edit(
        legacy.LegacyUnmergeTableCells(table_id=table_id, merged_cell_id=merged_id)
    )
    assert table(found).merged_cells == ()
    await editor.refuses(
        legacy.LegacyUnmergeTableCells(table_id=table_id, merged_cell_id=merged_id),
        because="no merged cell",
    )
    found = await editor.edit(merge(table_id, (0, 2), (0, 1)))
    found = await editor.edit(
        legacy.LegacyDeleteTableRows(table_id=table_id, row_start_index=0, row_end_index=1)
    )
    assert table(found).merged_cells == ()  # one cell is not merged


def merge(table_id: str, rows: tuple[int, int], columns: tuple[int, int]) -> Any:
    return legacy.LegacyMergeTableCells(
        table_id=table_id,
        row_start_index=rows[0],
        row_end_index=rows[1],
        column_start_index=columns[0],
        column_end_index=columns[1],
    )


def area(document: legacy.LegacyDocument) -> tuple[int, int, int, int]:
    (merged,) = table(document).merged_cells
    rows = merged.row_start_index, merged.row_end_index
    return *rows, merged.column_start_index, merged.column_end_index


async def test_cells_are_zones_of_their_own(editor: Editor) -> None:
    found = await new_table(editor, 1, 2)
    first, second = zone(found, 0, 0), zone(found, 0, 1)
    found = await editor.edit(
        insert(0, "a", zone_id=first),
        put(2, PERSON, zone_id=first),
        delete(0, 2, zone_id=second),
        put(0, "x", zone_id=second),
    )
    assert cells(found) == [["a\n00@ou_1", "x"]]
    inner = table(found).table_rows[0].table_cells[0].body.blocks
    assert [block.location for block in inner] == [place(0, 1, first), place(2, 5, first)]
    found = await editor.edit(found.insert_after(inner[1], "end"), inner[0].delete())
    assert cells(found)[0][0] == "00@ou_1\nend"


async def test_code_and_callouts_are_zones_of_their_own(editor: Editor) -> None:
    callout = legacy.Callout(body=legacy.Body.of("mind"))
    found = await editor.edit(
        (await editor.read()).append(legacy.LegacyCode.of("a\nb", "Python"), callout)
    )
    _, code, box = found.blocks
    assert isinstance(code, legacy.LegacyCode) and isinstance(box, legacy.Callout)
    found = await editor.edit(
        code.body.blocks[1].delete(), found.insert_after(box.body.blocks[0], "well")
    )
    assert [block.plain_text for block in found.blocks] == ["Welcome.", "a\n", "mind\nwell"]
    await editor.refuses(
        raw(
            insert(0, "x", zone_id=code.zone_id or ""),
            payload=json.dumps({"blocks": [{"type": "horizontalLine", "horizontalLine": {}}]}),
        ),
        because="cannot be inserted here",
    )


async def test_other_blocks_come_back_as_they_were_inserted(editor: Editor) -> None:
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
    found = await editor.edit((await editor.read()).append(*blocks))
    again = legacy.InsertBlocks(blocks=found.blocks[1:], location=legacy.InsertLocation.end())
    assert again.blocks == tuple(blocks)  # but for their locations
    ends = [block.location.end_index for block in found.blocks[1:] if block.location]
    assert [end - ends[0] for end in ends] == [0, 2, 4, 6, 8, 10, 12, 17]


@pytest.mark.parametrize("words", ODD)
async def test_text_arrives_unharmed_and_what_follows_is_found(editor: Editor, words: str) -> None:
    editor.start(words, words, "next")
    found = await editor.edit((await editor.read()).append(words))
    assert found.title.plain_text == words
    assert text(found) == [words, "next", words]
    units = len(words.encode("utf-16-le")) // 2
    assert found.blocks[1].location == place(2 * units + 2, 2 * units + 6)
    found = await editor.edit(
        found.blocks[1].delete(), *found.replace(line(found, 0).elements[0], "x")
    )
    assert text(found) == ["x", words]


async def test_a_hundred_kilobytes_arrive(editor: Editor) -> None:
    lines = [f"{n} " + "\u4f60" * 400 + EMOJI for n in range(100)]
    found = await editor.read()
    found = await editor.edit(found.append(*lines[:50]), found.append(*lines[50:]))
    assert text(found) == ["Welcome.", *lines]
    assert len("".join(lines).encode()) > 100_000


# --- what is refused ------------------------------------------------------------------------

END = legacy.InsertLocation.end()
BOTH = {"zoneId": "0", "index": 0, "startOfZone": True, "endOfZone": True}
ONE = legacy.InsertBlocks(blocks=["x"], location=END)


def payload(*blocks: dict[str, Any]) -> str:
    return raw(ONE, payload=json.dumps({"blocks": blocks}))


def element_payload(kind: str, **content: Any) -> str:
    return raw(put(3, "x"), payload=json.dumps({"elements": [{"type": kind, kind: content}]}))


def paragraph(*elements: dict[str, Any]) -> dict[str, Any]:
    return {"type": "paragraph", "paragraph": {"elements": list(elements)}}


RUN = {"type": "textRun", "textRun": {"text": "x"}}
MENTION = {"type": "person", "person": {"openId": "ou_1"}}
CHAT = {"type": "chatGroup", "chatGroup": {"openChatId": "oc_1"}}
TITLE = legacy.UpdateTitle(title="x")
REPLACE = legacy.ReplaceAllText(text="a", replace_text="b")
STYLE = legacy.UpdateParagraphStyle(
    style=legacy.ParagraphStyle(quote=True),
    range=legacy.Range(start_index=2, end_index=4),
    fields=[legacy.StyleField.QUOTE],
)


def styled(start: int, end: int) -> str:
    return raw(STYLE, range={"zoneId": "0", "startIndex": start, "endIndex": end})


# Against a title "T" and the lines "aa" from 2, a heading "bb" from 5 and "cc" from 9.
REFUSED: list[tuple[Sequence[Request], str]] = [
    ([delete(2, 3)], "in two"),
    ([delete(3, 4)], "in two"),
    ([delete(2, 6)], "in two"),
    ([delete(4, 6)], "in two"),
    ([delete(5, 6)], "in two"),
    ([delete(0, 4)], "no paragraph is at index 0"),
    ([delete(2, 13)], "in two"),
    ([delete(40, 41)], "no paragraph"),
    ([delete(0, 4, "nowhere")], "no zone"),
    ([raw(delete(2, 4), deleteRange={"zoneId": "0", "startIndex": 4, "endIndex": 4})], "above"),
    ([raw(delete(2, 4), deleteRange={"zoneId": "0", "startIndex": -1, "endIndex": 4})], "at least"),
    ([raw(delete(2, 4), deleteRange={"zoneId": "0", "startIndex": "2"})], "must be a number"),
    ([insert(0, "x")], "no line begins at index 0"),
    ([insert(3, "x")], "no line begins at index 3"),
    ([insert(12, "x")], "no line begins at index 12"),
    ([raw(ONE, location=BOTH)], "contradict"),
    ([put(3, "x")], "inside an element"),
    ([put(5, "x")], "before the style"),
    ([put(11, "x")], "last line feed"),
    ([put(0, "x")], "no paragraph is at index 0"),
    ([put(40, "x")], "no paragraph is at index 40"),
    ([raw(put(4, "x"), location=BOTH)], "contradict"),
    ([raw(put(4, "x"), payload='{"elements": []}')], "nothing to insert"),
    ([element_payload("textRun", text="a\nb")], "line feed"),
    ([element_payload("textRun", text=5)], "needs the string 'text'"),
    ([element_payload("jira", token="x")], "'jira' cannot be inserted"),
    ([element_payload("undefinedElement")], "cannot be inserted"),
    ([payload()], "1 to 50 blocks"),
    ([payload(*[paragraph(RUN)] * 51)], "1 to 50 blocks"),
    ([payload(paragraph(*[MENTION] * 60), paragraph(*[MENTION] * 41))], "more than 100 parts"),
    ([payload(*[CHAT] * 6)], "more than 5 parts"),
    ([payload({"type": "chatGroup", "chatGroup": {"openChatId": "none"}})], "cannot be shown"),
    ([payload({"type": "gallery", "gallery": {"imageList": [{}] * 7}})], "1 to 6 pictures"),
    ([payload(*[{"type": "gallery", "gallery": {"imageList": [{}] * 6}}] * 9)], "more than 50"),
    ([payload({"type": "poll", "poll": {"token": "x"}})], "'poll' cannot be inserted"),
    ([payload({"type": "odd", "odd": {}})], "'odd' cannot be inserted"),
    ([payload({"type": "table", "table": {"rowSize": 1}})], "rowSize and columnSize"),
    ([payload({"type": "table", "table": {"rowSize": 10, "columnSize": 1}})], "up to 9"),
    (
        [
            payload(
                {
                    "type": "table",
                    "table": {
                        "rowSize": 2,
                        "columnSize": 1,
                        "tableRows": [{"tableCells": [{}]}],
                    },
                }
            )
        ],
        "as many as",
    ),
    (
        [
            payload(
                {
                    "type": "table",
                    "table": {"rowSize": 1, "columnSize": 1, "tableRows": [5]},
                }
            )
        ],
        "not a valid operation",
    ),
    ([payload({"type": "paragraph", "paragraph": {"elements": 5}})], "elements must be a list"),
    ([raw(ONE, payload="{")], "not valid JSON"),
    ([raw(ONE, payload="[]")], "must be objects"),
    ([raw(ONE, payload="")], "payload must be a string"),
    ([raw(TITLE, payload=json.dumps({"elements": [MENTION]}))], "plain text"),
    ([str(to_wire(TITLE))] * 2, "UpdateTitle can stand in an edit once"),
    ([str(to_wire(REPLACE)), TITLE], "nothing else can stand beside"),
    ([str(to_wire(STYLE)), TITLE], "nothing else can stand beside"),
    (['{"requestType": "UpdateTitle"}'], "no operation of the type"),
    (['{"requestType": "DanceRequestType"}'], "no operation of the type"),
    (["{}"], "requestType must be a string"),
    (["5"], "must be objects"),
    ([str(to_wire(delete(2, 4))), delete(2, 4)], "overlap"),
    ([str(to_wire(delete(2, 8))), delete(5, 9)], "overlap"),
    ([str(to_wire(delete(2, 8))), insert(5, "x")], "inside a range"),
    ([str(to_wire(delete(2, 8))), put(6, "x")], "inside a range"),
    ([raw(REPLACE, containsText={"text": ""})], "text must be a string"),
    ([raw(REPLACE, containsText={"text": "a\tb"})], "no line feed or tab"),
    ([raw(REPLACE, containsText={"text": "a" * 1001})], "up to 1000"),
    ([raw(REPLACE, replaceText="a\nb")], "no line feed or tab"),
    ([raw(REPLACE, replaceText=None)], "replaceText must be a string"),
    ([styled(2, 3)], "whole blocks"),
    ([styled(3, 4)], "whole blocks"),
    ([styled(2, 5)], "whole blocks"),
    ([raw(STYLE, fields={"masks": []})], "masks"),
    ([raw(STYLE, fields={"masks": ["bold"]})], "masks"),
    ([raw(STYLE, range={"zoneId": "x", "startIndex": 0, "endIndex": 1})], "no such zone"),
    ([legacy.LegacyInsertTableRow(table_id="t", row_index=0)], "no table 't'"),
]


@pytest.mark.parametrize(("requests", "because"), REFUSED)
async def test_what_the_page_rules_out_is_refused(
    editor: Editor, requests: Sequence[Request], because: str
) -> None:
    editor.start("T")
    await editor.edit(legacy.InsertBlocks(blocks=["aa", heading("bb"), "cc"], location=END))
    await editor.refuses(*requests, because=because)


IN_TABLES: list[tuple[Callable[[legacy.LegacyDocument, str], Sequence[Request]], str]] = [
    (lambda _, t: [legacy.LegacyInsertTableRow(table_id=t, row_index=3)], "no row 2"),
    (lambda _, t: [legacy.LegacyInsertTableColumn(table_id=t, column_index=3)], "no column 2"),
    (
        lambda _, t: [legacy.LegacyDeleteTableRows(table_id=t, row_start_index=1, row_end_index=3)],
        "no row 2",
    ),
    (lambda _, t: [merge(t, (0, 3), (0, 1))], "no row 2"),
    (lambda _, t: [merge(t, (0, 1), (0, 1))], "one cell"),
    (
        lambda _, t: [
            legacy.UpdateTableColumnProperties(table_id=t, column_index=2, column_width=99)
        ],
        "a column that is there",
    ),
    (
        lambda _, t: [
            str(to_wire(legacy.LegacyInsertTableRow(table_id=t, row_index=0))),
            legacy.LegacyInsertTableColumn(table_id=t, column_index=0),
        ],
        "once in an edit",
    ),
    (
        lambda d, t: [merge(t, (0, 1), (0, 2)), insert(0, "x", zone_id=zone(d, 0, 1))],
        "merged or split",
    ),
    (
        lambda d, _: [table(d).delete(), insert(0, "x", zone_id=zone(d, 0, 1))],
        "deleted table or code",
    ),
    (
        lambda d, t: [table(d).delete(), legacy.LegacyInsertTableRow(table_id=t, row_index=0)],
        "a deleted table cannot",
    ),
    (
        lambda d, _: [
            raw(
                insert(0, "x", zone_id=zone(d, 0, 0)),
                payload='{"blocks": [{"type": "sheet", "sheet": {}}]}',
            )
        ],
        "'sheet' cannot be inserted here",
    ),
    (lambda d, _: [delete_style(d)], "only paragraphs"),
]


def delete_style(document: legacy.LegacyDocument) -> str:
    where = table(document).location
    assert where is not None
    return styled(where.start_index, where.end_index)


@pytest.mark.parametrize(("change", "because"), IN_TABLES)
async def test_what_the_page_rules_out_for_tables_is_refused(
    editor: Editor,
    change: Callable[[legacy.LegacyDocument, str], Sequence[Request]],
    because: str,
) -> None:
    found = await new_table(editor, 2, 2)
    await editor.refuses(*change(found, table(found).table_id or ""), because=because)


async def test_cells_that_are_not_merged_are_changed_beside_a_merge(editor: Editor) -> None:
    found = await new_table(editor, 2, 2)
    found = await editor.edit(
        merge(table(found).table_id or "", (0, 1), (0, 2)),
        insert(0, "x", zone_id=zone(found, 1, 0)),
    )
    assert cells(found)[1] == ["x\n10", "11"] and area(found) == (0, 1, 0, 2)
    merged = table(found).merged_cells[0].merged_cell_id or ""
    split = legacy.LegacyUnmergeTableCells(
        table_id=table(found).table_id or "", merged_cell_id=merged
    )
    await editor.refuses(
        split, insert(0, "x", zone_id=zone(found, 0, 1)), because="merged or split"
    )


async def test_more_than_ten_operations_are_refused(fake: FakeFeishu) -> None:
    document = fake.chats[fake.chat_id].announcement.document
    with pytest.raises(EditError, match="1 to 10 operations"):
        document.apply(*[str(to_wire(ONE))] * 11)
    with pytest.raises(EditError, match="1 to 10 operations"):
        document.apply()


async def test_one_wrong_operation_spoils_the_edit(editor: Editor) -> None:
    editor.start("T", "aa")
    await editor.refuses(insert(2, "x"), TITLE, delete(2, 3), because="in two")


# --- revisions ------------------------------------------------------------------------------


async def test_an_edit_for_an_older_revision_is_moved_along(editor: Editor) -> None:
    editor.start("T", "aa", "bb", "cc")
    old = await editor.read()
    revision = editor.revision
    await editor.edit(old.insert_before(old.blocks[0], f"new {EMOJI}"), old.set_title("Title"))
    await editor.edit(put(13, "!"))  # in front of "aa"
    await editor.edit(legacy.ReplaceAllText(text="aa", replace_text="aaaa"))
    found = await editor.read()
    assert text(found) == [f"new {EMOJI}", "!aaaa", "bb", "cc"]
    found = await editor.edit(
        old.blocks[1].delete(), old.insert_before(old.blocks[2], "x"), revision=revision
    )
    assert text(found) == [f"new {EMOJI}", "!aaaa", "x", "cc"]


async def test_what_others_deleted_or_inserted_is_left(editor: Editor) -> None:
    editor.start("T", "aa", "bb", "cc", "dd")
    old = await editor.read()
    revision = editor.revision
    await editor.edit(old.blocks[1].delete())
    await editor.edit(insert(5, "theirs"))
    whole = delete(2, 11)  # "aa", "bb" and "cc"
    found = await editor.edit(whole, revision=revision)
    assert text(found) == ["theirs", "dd"]
    found = await editor.edit(old.blocks[1].delete(), revision=revision)
    assert text(found) == ["theirs", "dd"]
    await editor.edit(found.blocks[0].delete())
    found = await editor.edit(old.insert_before(old.blocks[2], "x"), revision=revision)
    assert text(found) == ["x", "dd"]


async def test_two_who_insert_in_one_place_are_both_there(editor: Editor) -> None:
    editor.start("T", "aa")
    old = await editor.read()
    revision = editor.revision
    await editor.edit(insert(2, "one"))
    found = await editor.edit(insert(2, "two"), revision=revision)
    assert text(found) == ["one", "two", "aa"]
    style = old.restyle(line(old, 0), legacy.ParagraphStyle(quote=True), legacy.StyleField.QUOTE)
    found = await editor.edit(style, revision=revision)
    assert [line(found, at).style.quote for at in range(3)] == [None, None, True]


async def test_blocks_stand_before_a_line_that_others_changed(editor: Editor) -> None:
    editor.start("T", "aa", "bb")
    old = await editor.read()
    revision = editor.revision
    quote = legacy.ParagraphStyle(quote=True)
    await editor.edit(put(5, "x"))  # in front of "bb"
    found = await editor.edit(old.restyle(line(old, 0), quote, legacy.StyleField.QUOTE))
    assert line(found, 0).style == quote
    found = await editor.edit(
        old.insert_before(old.blocks[0], "one"),
        old.insert_before(old.blocks[1], "two"),
        put(2, "three "),
        revision=revision,
    )
    assert text(found) == ["one", "three aa", "two", "xbb"]
    # Which lines are left of what others wrote into a deleted one is not documented.
    await editor.refuses(old.blocks[0].delete(), revision=revision, because="in two")


async def test_positions_beside_replaced_text_are_found(editor: Editor) -> None:
    editor.start("T", "aa", "bb")
    bold = legacy.LegacyTextRun(text="b", style=legacy.LegacyTextStyle(bold=True))
    old = await editor.edit(insert(2, legacy.LegacyParagraph.of(EMOJI, bold)))
    revision = editor.revision
    await editor.edit(legacy.ReplaceAllText(text="b", replace_text="ccc"))
    await editor.edit(legacy.ReplaceAllText(text="aa", replace_text="dddd"))
    found = await editor.edit(put(4, "x"), put(6, "y"), revision=revision)
    assert text(found) == [f"{EMOJI}xccc", "ydddd", "cccccc"]
    assert old.blocks[2].location == place(9, 11)
    found = await editor.edit(old.insert_before(old.blocks[2], "z"), revision=revision)
    assert text(found) == [f"{EMOJI}xccc", "ydddd", "z", "cccccc"]


async def test_a_line_is_deleted_that_others_restyled_or_shortened(editor: Editor) -> None:
    editor.start("T", "aa", "bb")
    old = await editor.edit(put(2, "x"), put(4, PERSON))
    revision = editor.revision
    first = line(old, 0)
    quote = legacy.ParagraphStyle(quote=True)
    await editor.edit(first.elements[1].delete())
    found = await editor.edit(
        old.restyle(line(old, 1), quote, legacy.StyleField.QUOTE), revision=revision
    )
    assert text(found) == ["x@ou_1", "bb"] and line(found, 1).style == quote
    found = await editor.edit(first.delete(), revision=revision)
    assert text(found) == ["bb"]
    found = await editor.edit(found.append("end"))
    found = await editor.edit(old.blocks[1].delete(), revision=revision)
    assert text(found) == ["end"]


async def test_a_revision_too_old_or_not_there_yet_is_refused(editor: Editor) -> None:
    editor.start("T", "aa", "bb")
    await editor.edit(legacy.ReplaceAllText(text="a", replace_text="a"))
    await editor.edit(insert(2, "new"))
    for _ in range(99):
        await editor.edit(legacy.ReplaceAllText(text="a", replace_text="a"))
    assert editor.revision == "101"
    await editor.refuses(ONE, revision="0", because="revision 0 is refused")
    await editor.refuses(ONE, revision="102", because="revision 102 is refused")
    assert text(await editor.edit(put(4, "!"), revision="1")) == ["new", "aa!", "bb"]


# --- any document ---------------------------------------------------------------------------


@given(DOCUMENTS)
def test_any_document_is_written_and_read(document: RichDocument) -> None:
    kept = Document.of_text("Old", "Welcome.")
    old = read(kept)
    written = to_legacy(document)
    title = legacy.UpdateTitle(title=written.title)
    insertions = [old.prepend(*written.blocks)] if written.blocks else []
    kept.apply(*map(to_wire, [title, *old.clear(), *insertions]))
    assert from_legacy(read(kept)) == degrade_legacy(document)


def read(document: Document) -> legacy.LegacyDocument:
    return Announcement(content=document.to_json(), revision="0").document()


@given(st.lists(st.text(alphabet=f"a{EMOJI}", max_size=3), min_size=1, max_size=5), st.data())
def test_operations_of_one_edit_do_not_move_each_other(
    lines: list[str], data: st.DataObject
) -> None:
    kept = Document.of_text("T", *lines)
    document = read(kept)
    expected = [[words] for words in lines]
    operations: list[legacy.Operation] = []
    for at, block in enumerate(document.blocks[:-1]):
        choice = data.draw(st.sampled_from(["delete", "insert", "both", "keep"]))
        if choice in {"delete", "both"}:
            operations.append(block.delete())
            expected[at] = []
        if choice in {"insert", "both"}:
            operations.append(document.insert_before(block, "new"))
            expected[at].insert(0, "new")
    operations = data.draw(st.permutations(operations))
    if operations:
        kept.apply(*map(to_wire, operations))
    assert text(read(kept)) == [words for group in expected for words in group]
