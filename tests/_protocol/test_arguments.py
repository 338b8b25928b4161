"""Common arguments are checked and end up under their wire names."""

from typing import Any

import pytest

from feishu_chat_async import MemberIdType, TopNotice, UserIdType
from feishu_chat_async._protocol.arguments import (
    check_members,
    max_members,
    member_id_query,
    model_body,
    page_query,
    user_id_query,
)


@pytest.mark.parametrize("given", ["union_id", UserIdType.UNION_ID])
def test_the_type_of_user_ids_can_be_a_member_or_its_value(given: Any) -> None:
    assert user_id_query(given) == {"user_id_type": UserIdType.UNION_ID}


def test_an_unknown_type_of_ids_is_refused() -> None:
    invalid: Any = "nope"
    with pytest.raises(ValueError, match="user_id_type must be one of open_id, union_id, user_id"):
        user_id_query(invalid)
    with pytest.raises(ValueError, match=r"member_id_type must be one of .*app_id, got 'nope'"):
        member_id_query(invalid)


def test_members_can_also_be_bots() -> None:
    assert member_id_query("app_id") == {"member_id_type": MemberIdType.APP_ID}
    assert (max_members("app_id"), max_members(MemberIdType.APP_ID)) == (5, 5)
    assert max_members("open_id") == 50


@pytest.mark.parametrize(("token", "sent"), [(None, None), ("", None), ("abc", "abc")])
def test_an_empty_page_token_is_not_sent(token: str | None, sent: str | None) -> None:
    assert page_query(20, token, 100) == {"page_size": 20, "page_token": sent}


@pytest.mark.parametrize("size", [0, 101, -1])
def test_a_page_has_a_smallest_and_a_largest_size(size: int) -> None:
    with pytest.raises(ValueError, match="page_size must be at least 1 and at most 100"):
        page_query(size, None, 100)
    assert page_query(100, None, 100)["page_size"] == 100


def test_a_body_consists_of_the_fields_of_a_model() -> None:
    notice = TopNotice.message("om_1")
    assert model_body("notice", notice, TopNotice) == {
        "action_type": notice.action_type,
        "message_id": "om_1",
    }
    with pytest.raises(TypeError, match="notice must be a TopNotice, got dict"):
        model_body("notice", {"message_id": "om_1"}, TopNotice)


def test_one_request_takes_fifty_users_or_five_bots() -> None:
    assert len(check_members("ids", ["ou_1"] * 50, "open_id")) == 50
    with pytest.raises(ValueError, match="ids must hold at least 1 and at most 5 items, got 6"):
        check_members("ids", ["cli_1"] * 6, "app_id")
    with pytest.raises(ValueError, match="ids must hold at least 1"):
        check_members("ids", [], "open_id")
