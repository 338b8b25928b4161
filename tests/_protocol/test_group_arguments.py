"""Arguments of calls about chats, members and reactions become parameters, or are refused."""

from typing import Any

import pytest

from feishu_chat_async import MemberIdType, ModerationSetting, SucceedType, UserIdType
from feishu_chat_async._protocol.group_arguments import (
    chat_create_query,
    chat_list_query,
    chat_search_query,
    member_add_query,
    member_list_query,
    moderation_body,
    person_id_type,
    reaction_filter,
    reaction_list_query,
)

OPEN_ID = {"user_id_type": "open_id"}
PAGE = {"page_size": 5, "page_token": None}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (
            chat_create_query(None, None, "open_id"),
            {**OPEN_ID, "set_bot_manager": None, "uuid": None},
        ),
        (
            chat_create_query(False, "x" * 50, UserIdType.OPEN_ID),  # noqa: FBT003
            {**OPEN_ID, "set_bot_manager": False, "uuid": "x" * 50},
        ),
        (
            chat_list_query("ByActiveTimeDesc", "group", 5, "", "open_id"),
            {**OPEN_ID, "sort_type": "ByActiveTimeDesc", "types": "group", **PAGE},
        ),
        (chat_search_query("x" * 64, 5, None, "open_id"), {**OPEN_ID, "query": "x" * 64, **PAGE}),
        (
            member_add_query("app_id", SucceedType.ALL_OR_NOTHING),
            {"member_id_type": "app_id", "succeed_type": 2},
        ),
        (member_list_query("union_id", 5, ""), {"member_id_type": "union_id", **PAGE}),
        (reaction_filter(None), {"reaction_type": None}),
        (
            reaction_list_query("SMILE", 5, None, "open_id"),
            {**OPEN_ID, "reaction_type": "SMILE", **PAGE},
        ),
        (
            moderation_body("moderator_list", ["a"], ["b"]),
            {
                "moderation_setting": "moderator_list",
                "moderator_added_list": ("a",),
                "moderator_removed_list": ("b",),
            },
        ),
        (
            moderation_body(ModerationSetting.ONLY_OWNER, (), ()),
            {
                "moderation_setting": "only_owner",
                "moderator_added_list": None,
                "moderator_removed_list": None,
            },
        ),
    ],
)
def test_arguments_are_returned_under_their_wire_names(query: Any, expected: Any) -> None:
    assert query == expected


@pytest.mark.parametrize("id_type", ["open_id", "union_id", "user_id"])
def test_user_id_types_are_accepted_for_people(id_type: Any) -> None:
    assert person_id_type(id_type) is UserIdType(id_type)


LIST: Any = chat_list_query
REMOVED_TWICE = "must not both hold 'b'"


@pytest.mark.parametrize(
    ("call", "error", "problem"),
    [
        (lambda: LIST("ByName", None, 5, None, "open_id"), ValueError, "sort_type must be one of"),
        (lambda: LIST("ByCreateTimeAsc", 5, 5, None, "open_id"), TypeError, "types must be a str"),
        (lambda: chat_create_query(None, "", "open_id"), ValueError, "uuid must have at least 1"),
        (lambda: chat_create_query(None, "x" * 51, "open_id"), ValueError, "uuid must .* most 50"),
        (lambda: chat_search_query("x" * 65, 5, None, "open_id"), ValueError, "query must have"),
        (lambda: chat_search_query("x", 101, None, "open_id"), ValueError, "page_size must be"),
        (lambda: person_id_type(MemberIdType.APP_ID), ValueError, "must not be app_id"),
        (lambda: member_list_query("app_id", 5, None), ValueError, "must not be app_id"),
        (lambda: reaction_filter(""), ValueError, "reaction_type must have at least 1"),
        (lambda: reaction_list_query(None, 51, None, "open_id"), ValueError, "at most 50"),
        (lambda: moderation_body(None, (), ()), ValueError, "moderation_setting or one of"),
        (lambda: moderation_body("all_members", ["a"], ()), ValueError, "must be moderator_list"),
        (lambda: moderation_body("only_owner", (), ["a"]), ValueError, "must be moderator_list"),
        (lambda: moderation_body(None, ["a", "b"], ["b"]), ValueError, REMOVED_TWICE),
    ],
)
def test_wrong_arguments_are_refused(call: Any, error: type[Exception], problem: str) -> None:
    with pytest.raises(error, match=problem):
        call()
