"""Insertions and deletions of blocks and elements in the legacy format."""

from collections.abc import Sequence

import pytest

from feishu_chat_async import legacy
from feishu_chat_async._protocol.converter import to_wire
from tests.support.legacy_editor import (
    EMOJI,
    HEBREW,
    PERSON,
    LegacyEditor,
    Request,
    delete,
    heading,
    insert_blocks,
    insert_elements,
    line,
    location,
    raw,
    texts,
)


async def test_blocks_are_inserted_and_deleted(editor: LegacyEditor) -> None:
    editor.start("T", "one", "two")
    current = await editor.read()
    first, second = current.blocks
    current = await editor.edit(
        current.insert_after(second, "end"),
        current.insert_after(first, "middle"),
        current.insert_before(first, "start"),
    )
    assert texts(current) == ["start", "one", "middle", "two", "end"]
    current = await editor.edit(current.blocks[1].delete(), current.blocks[4].delete())
    assert texts(current) == ["start", "middle", "two", ""]  # the last line feed remains
    current = await editor.edit(current.prepend("a", "b"), current.append("y"), current.append("z"))
    assert texts(current) == ["a", "b", "start", "middle", "two", "", "y", "z"]


async def test_a_deleted_range_of_blocks_can_include_its_line_feed(editor: LegacyEditor) -> None:
    editor.start("T", "aa", "bb", "cc")  # from 2, 5 and 8
    assert texts(await editor.edit(delete(2, 7))) == ["", "cc"]
    editor.start("T", "aa", "bb", "cc")
    assert texts(await editor.edit(delete(2, 8))) == ["cc"]
    editor.start("T", "aa", "bb", "cc")
    assert texts(await editor.edit(delete(5, 10))) == ["aa", ""]
    editor.start("T", "aa", "bb", "cc")
    assert texts(await editor.edit(delete(5, 11))) == ["aa", ""]
    editor.start("T", "aa", "", "cc")  # 5 is the line feed of the empty line
    assert texts(await editor.edit(delete(2, 5))) == ["", "cc"]


async def test_elements_are_inserted_replaced_and_deleted(editor: LegacyEditor) -> None:
    editor.start("T", f"{EMOJI}{HEBREW}", "last")  # 2 and 4 units, from 2
    current = await editor.edit(insert_elements(2, PERSON, "a"), insert_elements(8, "b"))
    assert texts(current)[0] == f"@ou_1a{EMOJI}{HEBREW}b"
    locations = [element.location for element in line(current, 0).elements]
    assert locations == [location(2, 3), location(3, 4), location(4, 10), location(10, 11)]
    current = await editor.edit(*current.replace(line(current, 0).elements[2], "x", PERSON))
    assert texts(current)[0] == "@ou_1ax@ou_1b"
    current = await editor.edit(
        line(current, 0).elements[0].delete(), line(current, 0).elements[4].delete()
    )
    assert texts(current) == ["ax@ou_1", "last"]
    current = await editor.edit(*current.replace(line(current, 1).elements[0], "end"))
    assert texts(current) == ["ax@ou_1", "end"]


async def test_styled_lines_begin_with_a_placeholder(editor: LegacyEditor) -> None:
    editor.start("T")
    current = await editor.edit(legacy.LegacyDocument().append(heading("ab"), "cd"))
    assert current.blocks[0].location == location(2, 5)
    assert line(current, 0).elements[0].location == location(3, 5)
    await editor.refuses(insert_elements(2, "x"), because="before the style of the line")
    current = await editor.edit(insert_elements(3, "x"))
    assert texts(current) == ["xab", "cd"]
    current = await editor.edit(*(element.delete() for element in line(current, 0).elements))
    assert texts(current) == ["", "cd"] and line(current, 0).style.heading_level == 1
    current = await editor.edit(insert_elements(3, "only a style was there"))
    assert texts(current)[0] == "only a style was there"


BOTH_ENDS = {"zoneId": "0", "index": 0, "startOfZone": True, "endOfZone": True}

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
    ([insert_blocks(0, "x")], "no line begins at index 0"),
    ([insert_blocks(3, "x")], "no line begins at index 3"),
    ([insert_blocks(12, "x")], "no line begins at index 12"),
    ([raw(insert_blocks(2, "x"), location=BOTH_ENDS)], "contradict"),
    ([insert_elements(3, "x")], "inside an element"),
    ([insert_elements(5, "x")], "before the style"),
    ([insert_elements(11, "x")], "last line feed"),
    ([insert_elements(0, "x")], "no paragraph is at index 0"),
    ([insert_elements(40, "x")], "no paragraph is at index 40"),
    ([raw(insert_elements(4, "x"), location=BOTH_ENDS)], "contradict"),
    ([str(to_wire(delete(2, 4))), delete(2, 4)], "overlap"),
    ([str(to_wire(delete(2, 8))), delete(5, 9)], "overlap"),
    ([str(to_wire(delete(2, 8))), insert_blocks(5, "x")], "inside a range"),
    ([str(to_wire(delete(2, 8))), insert_elements(6, "x")], "inside a range"),
]


@pytest.mark.parametrize(("requests", "because"), REFUSED)
async def test_invalid_positions_are_refused(
    editor: LegacyEditor, requests: Sequence[Request], because: str
) -> None:
    await editor.start_sample()
    await editor.refuses(*requests, because=because)
