"""Announcements in the legacy format are parsed when their content is asked for."""

import json

import pytest

from feishu_chat_async import Announcement, legacy
from tests.legacy.samples import OFFICIAL


def test_the_official_example_is_parsed() -> None:
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


@pytest.mark.parametrize("content", ["xxx", "", "[]", "5", "null", "[" * 100_000])
def test_content_that_is_no_document_is_an_error(content: str) -> None:
    announcement = Announcement(content=content, revision="1")
    with pytest.raises(ValueError, match=r"^content: "):
        announcement.document()
    with pytest.raises(ValueError, match=r"^content: "):
        _ = announcement.plain_text


@pytest.mark.parametrize("innermost", ["[]", "7"])
def test_a_document_can_be_nested_too_deeply_to_be_read(innermost: str) -> None:
    head, tail = '{"blocks":[{"type":"callout","callout":{"body":', "}}]}"
    deep = f'{{"body":{head * 200}{{"blocks":{innermost}}}{tail * 200}}}'
    assert json.loads(deep)  # as JSON, it is not too deep
    with pytest.raises(ValueError, match="content: is nested too deeply"):
        Announcement(content=deep, revision="1").document()
