"""An announcement in the legacy format: edits apply as a whole, at the intended positions."""

from collections.abc import Callable, Sequence

import pytest
from hypothesis import given, strategies as st

from feishu_chat_async import Announcement, legacy
from feishu_chat_async._protocol.converter import to_wire
from feishu_chat_async.richtext.document import Document
from feishu_chat_async.richtext.legacy_format import (
    from_legacy,
    normalize_for_legacy,
    to_legacy,
)
from feishu_chat_async.testing.announcements.legacy_document import EditError, FakeDocument
from tests.support.documents import documents
from tests.support.legacy_editor import (
    EMOJI,
    HEBREW,
    LegacyEditor,
    Request,
    add_table,
    cell_zone,
    delete,
    insert_blocks,
    line,
    location,
    merge,
    quote,
    table,
    texts,
)

UNUSUAL_TEXTS = [
    EMOJI,
    "e\u0301",
    HEBREW,
    "\u202e x \u202c",
    "\U0001f468\u200d\U0001f469",
    "\u4f60\u597d",
]


async def test_a_cleared_document_can_be_filled_in_the_same_edit(editor: LegacyEditor) -> None:
    editor.start("T", "aa", "bb")
    current = await editor.read()
    current = await editor.edit(*current.clear(), current.prepend("new", "text"))
    assert texts(current) == ["new", "text", ""]
    current = await editor.edit(*current.clear())
    assert texts(current) == [""] and current.clear() == ()


async def test_the_title_is_replaced(editor: LegacyEditor) -> None:
    editor.start("Old", "text")
    title = legacy.Title(
        elements=(
            legacy.LegacyTextRun(text=f"{EMOJI} new", style=legacy.LegacyTextStyle(bold=True)),
        ),
        style=legacy.ParagraphStyle(align=legacy.LegacyAlign.CENTER, heading_level=1),
    )
    current = await editor.edit(legacy.UpdateTitle(title=title))
    assert current.title.plain_text == f"{EMOJI} new"
    assert current.title.style == legacy.ParagraphStyle(align=legacy.LegacyAlign.CENTER)
    assert current.title.elements[0].location == location(0, 6)
    assert isinstance(current.title.elements[0], legacy.LegacyTextRun)
    assert current.title.elements[0].style == legacy.LegacyTextStyle()
    assert current.blocks[0].location == location(7, 11)
    assert (await editor.edit(current.set_title(""))).blocks[0].location == location(1, 5)


@pytest.mark.parametrize("text", UNUSUAL_TEXTS)
async def test_positions_after_unusual_text_are_right(editor: LegacyEditor, text: str) -> None:
    editor.start(text, text, "next")
    current = await editor.edit((await editor.read()).append(text))
    assert current.title.plain_text == text
    assert texts(current) == [text, "next", text]
    units = len(text.encode("utf-16-le")) // 2
    assert current.blocks[1].location == location(2 * units + 2, 2 * units + 6)
    current = await editor.edit(
        current.blocks[1].delete(), *current.replace(line(current, 0).elements[0], "x")
    )
    assert texts(current) == ["x", text]


async def test_100_kilobytes_are_inserted(editor: LegacyEditor) -> None:
    lines = [f"{n} " + "\u4f60" * 400 + EMOJI for n in range(100)]
    current = await editor.read()
    current = await editor.edit(current.append(*lines[:50]), current.append(*lines[50:]))
    assert texts(current) == ["Welcome.", *lines]
    assert len("".join(lines).encode()) > 100_000


async def test_one_invalid_operation_cancels_the_whole_edit(editor: LegacyEditor) -> None:
    editor.start("T", "aa")
    await editor.refuses(
        insert_blocks(2, "x"), legacy.UpdateTitle(title="x"), delete(2, 3), because="in two"
    )


@given(documents)
def test_any_document_can_be_written_and_read(document: Document) -> None:
    fake_document = FakeDocument.of_text("Old", "Welcome.")
    old = read(fake_document)
    written = to_legacy(document)
    title = legacy.UpdateTitle(title=written.title)
    insertions = [old.prepend(*written.blocks)] if written.blocks else []
    fake_document.apply(*map(to_wire, [title, *old.clear(), *insertions]))
    assert from_legacy(read(fake_document)) == normalize_for_legacy(document)


@given(st.lists(st.text(alphabet=f"a{EMOJI}", max_size=3), min_size=1, max_size=5), st.data())
def test_operations_of_one_edit_do_not_shift_each_other(
    lines: list[str], data: st.DataObject
) -> None:
    fake_document = FakeDocument.of_text("T", *lines)
    document = read(fake_document)
    expected = [[text] for text in lines]
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
        fake_document.apply(*map(to_wire, operations))
    assert texts(read(fake_document)) == [text for group in expected for text in group]


def read(document: FakeDocument) -> legacy.LegacyDocument:
    return Announcement(content=document.to_json(), revision="0").document()


TABLE_CONFLICTS: list[tuple[Callable[[legacy.LegacyDocument, str], Sequence[Request]], str]] = [
    (
        lambda d, t: [merge(t, (0, 1), (0, 2)), insert_blocks(0, "x", zone_id=cell_zone(d, 0, 1))],
        "merged or unmerged",
    ),
    (
        lambda d, _: [table(d).delete(), insert_blocks(0, "x", zone_id=cell_zone(d, 0, 1))],
        "content of a deleted table",
    ),
    (
        lambda d, t: [table(d).delete(), legacy.LegacyInsertTableRow(table_id=t, row_index=0)],
        "structure of a deleted table",
    ),
    (lambda d, _: [quote_of_table(d)], "only paragraphs"),
    (lambda *_: [legacy.LegacyInsertTableRow(table_id="t", row_index=0)], "no table 't'"),
]


def quote_of_table(document: legacy.LegacyDocument) -> str:
    where = table(document).location
    assert where is not None
    return quote(where.start_index, where.end_index)


@pytest.mark.parametrize(("requests", "because"), TABLE_CONFLICTS)
async def test_an_edit_cannot_change_what_it_deletes_or_merges(
    editor: LegacyEditor,
    requests: Callable[[legacy.LegacyDocument, str], Sequence[Request]],
    because: str,
) -> None:
    current = await add_table(editor, 2, 2)
    await editor.refuses(*requests(current, table(current).table_id or ""), because=because)


@pytest.mark.parametrize("operation", ["[]", "{}", '"x"', "5", "{"])
def test_invalid_operations_change_nothing(operation: str) -> None:
    document = FakeDocument.of_text("T", "a")
    before = document.to_json()
    with pytest.raises(EditError):
        document.apply(operation)
    assert document.to_json() == before and not document.history
