"""Text in the docx format: its elements are decoded, sent, and checked."""

import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from feishu_chat_async import docx
from feishu_chat_async._protocol.converter import structure, to_wire

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


def wire(value: object) -> Any:
    return json.loads(json.dumps(value, default=to_wire))


@pytest.mark.parametrize("element", [{"emoji": {"id": "x"}}, {"text_run": None}, {}, {"a": 1}])
def test_an_element_of_an_unknown_type_is_kept(element: dict[str, Any]) -> None:
    decoded = structure(element, docx.TextElement)
    assert isinstance(decoded, docx.UnknownElement) and wire(decoded) == element


def test_unknown_fields_are_ignored() -> None:
    run = structure({"text_run": {"content": "hi"}, "brand_new": 1}, docx.TextElement)
    assert run == docx.TextRun(content="hi")


def test_urls_are_percent_encoded_only_on_the_wire() -> None:
    link = docx.Link(url="https://open.feishu.cn/a b?c=d%20e")
    sent = wire(link)
    assert sent == {"url": "https%3A%2F%2Fopen.feishu.cn%2Fa%20b%3Fc%3Dd%2520e"}
    assert structure(sent, docx.Link) == link
    plain = {"url": "https://open.feishu.cn/d%20e"}  # as some answers have it
    assert structure(plain, docx.Link).url == plain["url"]


def test_times_are_milliseconds_on_the_wire() -> None:
    beijing = timezone(timedelta(hours=8))
    reminder = docx.Reminder(
        create_user_id="ou_1",
        expire_time=NOON.astimezone(beijing),
        notify_time=NOON - timedelta(milliseconds=1),
    )
    sent = wire(reminder)
    assert sent["reminder"]["expire_time"] == "1767268800000"
    assert sent["reminder"]["notify_time"] == "1767268799999"
    assert structure(sent, docx.TextElement) == reminder


@pytest.mark.parametrize(
    ("time", "error", "problem"),
    [
        (
            NOON.replace(tzinfo=None),
            ValueError,
            "expire_time must be a datetime with a time zone",
        ),
        (1767268800000, TypeError, "expire_time must be a datetime, got int"),
    ],
)
def test_a_reminder_needs_times_with_a_time_zone(
    time: Any, error: type[Exception], problem: str
) -> None:
    with pytest.raises(error, match=problem):
        docx.Reminder(create_user_id="ou_1", expire_time=time, notify_time=NOON)


def test_plain_strings_are_accepted_in_place_of_enumerations() -> None:
    style = docx.TextStyle(background_color="DarkRedBackground", indentation_level="OneLevelIndent")
    sent = {"background_color": "DarkRedBackground", "indentation_level": "OneLevelIndent"}
    assert wire(style) == sent
    decoded = structure(sent, docx.TextStyle)
    assert decoded == style
    assert decoded.background_color is docx.BlockColor.DARK_RED
    assert decoded.indentation_level is docx.Indentation.ONE_LEVEL
