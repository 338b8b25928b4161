"""A top notice is a message, which needs an id, or the announcement, which needs none."""

from typing import Any

import pytest

from feishu_chat_async import TopNotice, TopNoticeType
from feishu_chat_async._protocol.converter import to_wire

BUILD: Any = TopNotice


def test_notices_are_built_by_name() -> None:
    assert to_wire(TopNotice.message("om_1")) == {
        "action_type": TopNoticeType.MESSAGE,
        "message_id": "om_1",
    }
    assert to_wire(TopNotice.announcement()) == {"action_type": TopNoticeType.ANNOUNCEMENT}
    assert TopNotice() == TopNotice.announcement()


@pytest.mark.parametrize("given", ["1", TopNoticeType.MESSAGE])
def test_a_plain_string_becomes_a_member(given: Any) -> None:
    notice = TopNotice(action_type=given, message_id="om_1")
    assert notice.action_type is TopNoticeType.MESSAGE


def test_an_unknown_type_is_kept() -> None:
    notice = BUILD(action_type="3")
    assert isinstance(notice.action_type, TopNoticeType) and notice.action_type == "3"


@pytest.mark.parametrize("message_id", [None, ""])
def test_a_message_needs_an_id(message_id: str | None) -> None:
    with pytest.raises(ValueError, match="message_id must not be empty"):
        TopNotice(action_type=TopNoticeType.MESSAGE, message_id=message_id)


def test_wrong_types_are_refused() -> None:
    with pytest.raises(TypeError, match="action_type must be a TopNoticeType, got int"):
        BUILD(action_type=1)
    with pytest.raises(TypeError, match="message_id must be a string, got int"):
        BUILD(message_id=5)
