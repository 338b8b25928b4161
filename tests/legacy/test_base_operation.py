"""The common behaviour of all operations on documents in the legacy format."""

import json
from typing import ClassVar

import attrs
import pytest

from feishu_chat_async import legacy
from feishu_chat_async.legacy.base_operation import deletion_of

from .samples import encoded, span

LOCATION = legacy.LegacyLocation(zone_id="z", start_index=3, end_index=7)


@attrs.frozen(kw_only=True)
class Underline(legacy.Operation):
    request_name: ClassVar[str] = "underlineRequest"

    start_index: int
    line_color: str | None = None


def test_an_operation_is_json_in_a_string_that_names_its_type() -> None:
    assert json.loads(encoded(Underline(start_index=3, line_color="red"))) == {
        "requestType": "UnderlineRequestType",
        "underlineRequest": {"startIndex": 3, "lineColor": "red"},
    }
    assert not Underline(start_index=3).exclusive


def test_a_range_is_deleted() -> None:
    operation = legacy.DeleteContentRange(delete_range=legacy.Range(start_index=3, end_index=7))
    assert json.loads(encoded(operation)) == {
        "requestType": "DeleteContentRangeRequestType",
        "deleteContentRangeRequest": {
            "deleteRange": {"zoneId": "0", "startIndex": 3, "endIndex": 7}
        },
    }
    with pytest.raises(TypeError, match="delete_range"):
        legacy.DeleteContentRange(delete_range=(3, 7))  # type: ignore[arg-type]


@pytest.mark.parametrize(("with_line_feed", "end_index"), [(True, 8), (False, 7)])
def test_a_part_that_was_read_is_deleted_in_its_zone(
    with_line_feed: bool,  # noqa: FBT001
    end_index: int,
) -> None:
    operation = deletion_of(LOCATION, with_line_feed=with_line_feed)
    assert operation.delete_range.zone_id == "z" and span(operation) == (3, end_index)


def test_a_part_that_was_not_read_cannot_be_deleted() -> None:
    with pytest.raises(ValueError, match="only a part that was read from an announcement"):
        deletion_of(None, with_line_feed=True)
