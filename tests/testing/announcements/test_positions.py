"""Positions in the legacy format are counted in UTF-16 units, and rebased on later edits."""

import pytest

from feishu_chat_async import legacy
from feishu_chat_async.testing.announcements.positions import (
    Change,
    Json,
    Splice,
    Zone,
    rebase_index,
    rebase_range,
    tables_in,
    zones_in,
)
from tests.support.legacy_editor import (
    EMOJI,
    PERSON,
    LegacyEditor,
    delete,
    insert_blocks,
    insert_elements,
    line,
    location,
    texts,
)


def paragraph(text: str, **style: object) -> Json:
    run = {"type": "textRun", "textRun": {"text": text}}
    return {"type": "paragraph", "paragraph": {"elements": [run], "style": style}}


def callout(*blocks: Json) -> Json:
    return {"type": "callout", "callout": {"zoneId": "c", "body": {"blocks": list(blocks)}}}


def test_a_line_feed_follows_every_block() -> None:
    divider = {"type": "horizontalLine", "horizontalLine": {}}
    zone = Zone("0", [paragraph(EMOJI), divider, paragraph("a", quote=True)], start=5)
    assert zone.spans() == [(5, 7), (8, 9), (10, 12)]
    assert zone.end == 13
    (styled,) = zone.located_blocks()[2]["paragraph"]["elements"]
    assert styled["textRun"]["location"] == {"zoneId": "0", "startIndex": 11, "endIndex": 12}


def test_zones_are_found_at_any_depth() -> None:
    cell = {"zoneId": "1", "body": {"blocks": [callout(paragraph("a"))]}}
    table = {"type": "table", "table": {"tableRows": [{"tableCells": [cell]}]}}
    zones = list(zones_in([paragraph("b"), table]))
    assert [(zone.zone_id, zone.parent_type) for zone in zones] == [
        ("1", "table"),
        ("c", "callout"),
    ]
    assert zones[0].start == 0
    assert list(tables_in([paragraph("b"), table])) == [table["table"]]


def splice(at: int, removed: int, added: int, change: Change = Change.TEXT) -> Splice:
    return Splice("0", at, removed, added, change)


@pytest.mark.parametrize(
    ("index", "edit", "expected"),
    [
        (5, splice(6, 0, 2), 5),  # after it
        (5, splice(5, 0, 2), 7),  # at it
        (5, splice(2, 0, 2), 7),  # before it
        (5, splice(2, 2, 0), 3),
        (5, splice(4, 3, 1), 5),  # around it
        (5, splice(5, 2, 0), 5),  # the content at it was removed
        (5, Splice("1", 0, 0, 9, Change.TEXT), 5),  # in another zone
    ],
)
def test_an_index_moves_with_the_content_at_it(index: int, edit: Splice, expected: int) -> None:
    assert rebase_index(index, "0", [edit], for_blocks=False) == expected


def test_blocks_are_inserted_before_their_line_but_after_other_new_lines() -> None:
    assert rebase_index(5, "0", [splice(5, 0, 2, Change.TEXT)], for_blocks=True) == 5
    assert rebase_index(5, "0", [splice(5, 0, 1, Change.STYLE)], for_blocks=True) == 5
    assert rebase_index(5, "0", [splice(5, 0, 3, Change.LINES)], for_blocks=True) == 8


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        (splice(9, 0, 2), [(2, 8)]),  # after it
        (splice(0, 0, 2), [(4, 10)]),  # before it
        (splice(4, 0, 2), [(2, 4), (6, 10)]),  # an insertion inside is left out
        (splice(4, 2, 0), [(2, 6)]),  # a deletion inside joins the parts
        (splice(2, 6, 3), []),  # a replacement of everything
        (splice(0, 4, 0), [(0, 4)]),  # the beginning was deleted
        (splice(2, 0, 1, Change.STYLE), [(2, 9)]),  # the placeholder of the line
        (Splice("1", 0, 9, 0, Change.TEXT), [(2, 8)]),  # in another zone
    ],
)
def test_a_range_keeps_neither_deleted_nor_inserted_content(
    edit: Splice, expected: list[tuple[int, int]]
) -> None:
    assert rebase_range(2, 8, "0", [edit]) == expected


def test_edits_are_rebased_one_after_the_other() -> None:
    edits = [splice(0, 0, 2), splice(5, 1, 0)]
    assert rebase_range(2, 8, "0", edits) == [(4, 9)]
    assert rebase_index(4, "0", edits, for_blocks=False) == 5


async def test_an_edit_of_an_older_revision_is_rebased(editor: LegacyEditor) -> None:
    editor.start("T", "aa", "bb", "cc")
    old = await editor.read()
    revision = editor.revision
    await editor.edit(old.insert_before(old.blocks[0], f"new {EMOJI}"), old.set_title("Title"))
    await editor.edit(insert_elements(13, "!"))  # before "aa"
    await editor.edit(legacy.ReplaceAllText(text="aa", replace_text="aaaa"))
    current = await editor.read()
    assert texts(current) == [f"new {EMOJI}", "!aaaa", "bb", "cc"]
    current = await editor.edit(
        old.blocks[1].delete(), old.insert_before(old.blocks[2], "x"), revision=revision
    )
    assert texts(current) == [f"new {EMOJI}", "!aaaa", "x", "cc"]


async def test_a_rebased_deletion_keeps_what_others_inserted(editor: LegacyEditor) -> None:
    editor.start("T", "aa", "bb", "cc", "dd")
    old = await editor.read()
    revision = editor.revision
    await editor.edit(old.blocks[1].delete())
    await editor.edit(insert_blocks(5, "theirs"))
    whole = delete(2, 11)  # "aa", "bb" and "cc"
    current = await editor.edit(whole, revision=revision)
    assert texts(current) == ["theirs", "dd"]
    current = await editor.edit(old.blocks[1].delete(), revision=revision)
    assert texts(current) == ["theirs", "dd"]
    await editor.edit(current.blocks[0].delete())
    current = await editor.edit(old.insert_before(old.blocks[2], "x"), revision=revision)
    assert texts(current) == ["x", "dd"]


async def test_insertions_of_two_editors_at_one_position_are_both_kept(
    editor: LegacyEditor,
) -> None:
    editor.start("T", "aa")
    old = await editor.read()
    revision = editor.revision
    await editor.edit(insert_blocks(2, "one"))
    current = await editor.edit(insert_blocks(2, "two"), revision=revision)
    assert texts(current) == ["one", "two", "aa"]
    style = old.restyle(line(old, 0), legacy.ParagraphStyle(quote=True), legacy.StyleField.QUOTE)
    current = await editor.edit(style, revision=revision)
    assert [line(current, at).style.quote for at in range(3)] == [None, None, True]


async def test_blocks_are_inserted_before_a_line_that_others_changed(editor: LegacyEditor) -> None:
    editor.start("T", "aa", "bb")
    old = await editor.read()
    revision = editor.revision
    quote = legacy.ParagraphStyle(quote=True)
    await editor.edit(insert_elements(5, "x"))  # before "bb"
    current = await editor.edit(old.restyle(line(old, 0), quote, legacy.StyleField.QUOTE))
    assert line(current, 0).style == quote
    current = await editor.edit(
        old.insert_before(old.blocks[0], "one"),
        old.insert_before(old.blocks[1], "two"),
        insert_elements(2, "three "),
        revision=revision,
    )
    assert texts(current) == ["one", "three aa", "two", "xbb"]
    # What remains of a deleted line into which others have written is not documented.
    await editor.refuses(old.blocks[0].delete(), revision=revision, because="in two")


async def test_positions_next_to_replaced_text_are_found(editor: LegacyEditor) -> None:
    editor.start("T", "aa", "bb")
    bold = legacy.LegacyTextRun(text="b", style=legacy.LegacyTextStyle(bold=True))
    old = await editor.edit(insert_blocks(2, legacy.LegacyParagraph.of(EMOJI, bold)))
    revision = editor.revision
    await editor.edit(legacy.ReplaceAllText(text="b", replace_text="ccc"))
    await editor.edit(legacy.ReplaceAllText(text="aa", replace_text="dddd"))
    current = await editor.edit(insert_elements(4, "x"), insert_elements(6, "y"), revision=revision)
    assert texts(current) == [f"{EMOJI}xccc", "ydddd", "cccccc"]
    assert old.blocks[2].location == location(9, 11)
    current = await editor.edit(old.insert_before(old.blocks[2], "z"), revision=revision)
    assert texts(current) == [f"{EMOJI}xccc", "ydddd", "z", "cccccc"]


async def test_a_line_that_others_restyled_or_shortened_can_be_deleted(
    editor: LegacyEditor,
) -> None:
    editor.start("T", "aa", "bb")
    old = await editor.edit(insert_elements(2, "x"), insert_elements(4, PERSON))
    revision = editor.revision
    first = line(old, 0)
    quote = legacy.ParagraphStyle(quote=True)
    await editor.edit(first.elements[1].delete())
    current = await editor.edit(
        old.restyle(line(old, 1), quote, legacy.StyleField.QUOTE), revision=revision
    )
    assert texts(current) == ["x@ou_1", "bb"] and line(current, 1).style == quote
    current = await editor.edit(first.delete(), revision=revision)
    assert texts(current) == ["bb"]
    current = await editor.edit(current.append("end"))
    current = await editor.edit(old.blocks[1].delete(), revision=revision)
    assert texts(current) == ["end"]
