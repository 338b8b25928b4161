"""Documents in the legacy format, and the operations that change their parts."""

import json
from typing import Any

import pytest
from hypothesis import given, strategies as st

from feishu_chat_async import Announcement, legacy
from feishu_chat_async._protocol.converter import structure, to_wire

from .samples import NEW_BLOCK, NEW_ELEMENT, block, location, official, read, span, whole

TEXT = st.text(max_size=6)
LOCATIONS = st.none() | st.builds(
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
ELEMENTS = st.one_of(
    st.builds(legacy.LegacyTextRun, text=TEXT, style=STYLES, location=LOCATIONS),
    st.builds(legacy.Person, open_id=TEXT, location=LOCATIONS),
    st.builds(legacy.LegacyUndefinedElement, location=LOCATIONS),
    st.just(structure(NEW_ELEMENT, legacy.Element)),
)
LINES = st.builds(
    legacy.LegacyParagraph,
    elements=st.lists(ELEMENTS, max_size=3).map(tuple),
    style=st.builds(legacy.ParagraphStyle, quote=FLAGS, heading_level=st.none() | st.just(3)),
    location=LOCATIONS,
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
def test_a_document_survives_a_round_trip(title: str, blocks: list[legacy.LegacyBlock]) -> None:
    document = legacy.LegacyDocument(
        title=legacy.Title.of(title), body=legacy.Body(blocks=tuple(blocks))
    )
    text = json.dumps(to_wire(document), default=to_wire)
    assert Announcement(content=text, revision="0").document() == document


def test_plain_text_begins_with_the_title_if_there_is_one() -> None:
    assert official().plain_text == "announcement\nAnnouncement.\n"
    assert legacy.LegacyDocument().plain_text == ""
    assert legacy.LegacyDocument(body=legacy.Body.of("a", "b")).plain_text == "a\nb"


def test_blocks_are_inserted_before_and_after_others() -> None:
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


def test_clear_leaves_an_empty_line() -> None:
    (operation,) = official().clear()
    assert span(operation) == (13, 27)
    assert legacy.LegacyDocument().clear() == ()
    assert (
        read(whole({"type": "paragraph", "paragraph": {"location": location(5, 5)}})).clear() == ()
    )


@pytest.mark.parametrize(
    "operate",
    [
        lambda document, new: document.insert_before(new, "y"),
        lambda document, new: document.insert_after(new, "y"),
        lambda document, new: document.replace(new.elements[0], "y"),
        lambda document, new: document.restyle(new, legacy.ParagraphStyle(quote=True), "quote"),
    ],
)
def test_a_part_that_was_not_read_has_no_location(operate: Any) -> None:
    with pytest.raises(ValueError, match="only a part that was read from an announcement"):
        operate(official(), legacy.LegacyParagraph.of("x"))
