"""Positions in documents of the legacy format, which are counted in UTF-16 code units."""

import json
from typing import Any

import pytest
from hypothesis import given, strategies as st

from feishu_chat_async import legacy
from feishu_chat_async._protocol.converter import to_wire
from feishu_chat_async.legacy.positions import known_location


@given(st.text(max_size=20))
def test_positions_count_utf_16_code_units(text: str) -> None:
    assert legacy.utf16_length(text) == len(text.encode("utf-16-le")) // 2


def test_emojis_count_two_and_combining_characters_count_too() -> None:
    family = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
    assert legacy.utf16_length("\U0001f600") == 2
    assert legacy.utf16_length(family) == 8
    assert legacy.utf16_length("e\u0301") == 2
    assert legacy.utf16_length("\u05e9\u05dc\u05d5\u05dd") == 4


WRONG: list[tuple[Any, str]] = [
    (lambda: legacy.Range(start_index=-1, end_index=2), "start_index must be at least 0"),
    (
        lambda: legacy.Range(start_index=3, end_index=3),
        "end_index must be greater than start_index",
    ),
    (
        lambda: legacy.Range(start_index=3, end_index=2),
        "end_index must be greater than start_index",
    ),
    (lambda: legacy.Range(zone_id="", start_index=0, end_index=2), "zone_id"),
    (lambda: legacy.InsertLocation(index=-1), "index must be at least 0"),
    (
        lambda: legacy.InsertLocation(start_of_zone=True, end_of_zone=True),
        "start_of_zone and end_of_zone must not both",
    ),
]


@pytest.mark.parametrize(("build", "problem"), WRONG)
def test_a_wrong_position_is_refused(build: Any, problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        build()


@pytest.mark.parametrize(
    ("location", "sent"),
    [
        (legacy.InsertLocation.at(5), {"zoneId": "0", "index": 5}),
        (legacy.InsertLocation.at(5, "z"), {"zoneId": "z", "index": 5}),
        (legacy.InsertLocation.start(), {"zoneId": "0", "index": 0, "startOfZone": True}),
        (legacy.InsertLocation.end("z"), {"zoneId": "z", "index": 0, "endOfZone": True}),
    ],
)
def test_a_location_to_insert_at_is_sent(
    location: legacy.InsertLocation, sent: dict[str, object]
) -> None:
    assert json.loads(json.dumps(to_wire(location))) == sent


def test_only_a_part_that_was_read_has_a_location() -> None:
    location = legacy.LegacyLocation(zone_id="0", start_index=1, end_index=1)
    assert known_location(location) is location
    with pytest.raises(ValueError, match="only a part that was read from an announcement"):
        known_location(None)
