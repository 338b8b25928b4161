"""Inline elements of the legacy format, and their styles."""

import json

import pytest

from feishu_chat_async import legacy
from feishu_chat_async._protocol.converter import structure, to_wire
from feishu_chat_async.legacy.text import find_location

from .samples import ELEMENTS, NEW_ELEMENT, element, official, span

LOCATION = legacy.LegacyLocation(zone_id="0", start_index=14, end_index=15)


def test_every_documented_element_has_a_class() -> None:
    assert set(ELEMENTS) == set(legacy.Element.variants.classes)


@pytest.mark.parametrize("kind", ELEMENTS)
def test_an_element_is_decoded_and_sent_unchanged(kind: str) -> None:
    decoded = structure(element(kind), legacy.Element)
    assert legacy.Element.variants.names[type(decoded)] == kind
    assert decoded.location == LOCATION
    assert json.loads(json.dumps(to_wire(decoded), default=to_wire)) == element(kind)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("textRun", "red \U0001f600"),
        ("docsLink", "https://sample.feishu.cn/docs/doccnByZP6puODElAYySJkPIfUb"),
        ("person", "@ou_3bbe8a09c20e89cce9bff989ed840674"),
        ("equation", "E=mc^2"),
        ("file", "plan.txt"),
        ("reminder", ""),
        ("jira", ""),
    ],
)
def test_an_element_has_its_plain_text(kind: str, text: str) -> None:
    assert structure(element(kind), legacy.Element).plain_text == text


def test_an_element_is_deleted_without_the_line_feed_after_it() -> None:
    paragraph = official().blocks[0]
    assert isinstance(paragraph, legacy.LegacyParagraph)
    assert span(paragraph.elements[0].delete()) == (13, 26)
    with pytest.raises(ValueError, match="only a part that was read from an announcement"):
        legacy.LegacyTextRun(text="x").delete()


def test_an_unknown_element_is_kept_located_and_deleted() -> None:
    smell = structure(NEW_ELEMENT, legacy.Element)
    assert isinstance(smell, legacy.LegacyUnknownElement) and smell.content == NEW_ELEMENT
    assert smell.location == LOCATION
    assert smell.delete().delete_range == legacy.Range(start_index=14, end_index=15)


@pytest.mark.parametrize(
    "content",
    [
        {},
        {"type": "odd"},
        {"type": "odd", "odd": 5},
        {"type": "odd", "odd": {"location": 5}},
        {"type": "odd", "odd": {"location": {"zoneId": 5, "startIndex": 1, "endIndex": 2}}},
        {"type": "odd", "odd": {"location": {"zoneId": "0", "startIndex": 1}}},
    ],
)
def test_an_unknown_element_can_have_no_location(content: dict[str, object]) -> None:
    assert find_location(content) is None


def test_colors_are_compared_without_their_opacity() -> None:
    red = legacy.RGBColor(red=216, green=57, blue=49, alpha=0.5)
    assert red != legacy.TEXT_COLORS[0]
    assert red.rgb == legacy.TEXT_COLORS[0].rgb == (216, 57, 49)
    assert len({color.rgb for color in legacy.BACKGROUND_COLORS}) == 14


def test_plain_strings_are_accepted_in_place_of_enumerations() -> None:
    style = legacy.ParagraphStyle(list=legacy.List(type="checkBox"), align="center")
    sent = json.loads(json.dumps(to_wire(style), default=to_wire))
    assert sent == {"list": {"type": "checkBox"}, "align": "center"}
    read_again = structure(sent, legacy.ParagraphStyle)
    assert read_again == style
    assert read_again.align is legacy.LegacyAlign.CENTER
    assert read_again.list is not None and read_again.list.type is legacy.ListType.CHECK_BOX
