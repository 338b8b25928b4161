"""Checks return the right value, or raise an error that names the argument."""

from collections.abc import Callable
from typing import Any

import pytest

from feishu_chat_async import MemberIdType, SucceedType
from feishu_chat_async._protocol.checks import (
    check_count,
    check_enum,
    check_flag,
    check_int_enum,
    check_items,
    check_number,
    check_text,
    check_texts,
    check_url,
    check_user_id,
)


def test_valid_values_are_returned() -> None:
    assert check_enum("x", "app_id", MemberIdType) is MemberIdType.APP_ID
    assert check_int_enum("x", 2, SucceedType) is SucceedType.ALL_OR_NOTHING
    assert check_number("x", -5) == -5
    assert check_number("x", 5, min_value=5, max_value=5) == 5
    assert check_flag("x", value=False) is False
    assert check_text("x", "") == ""
    assert check_user_id("x", "ou_1.a@b-c") == "ou_1.a@b-c"
    assert check_url("x", "http://a") == "http://a"
    assert check_texts("x", iter(["a", "b"]), max_items=2) == ("a", "b")
    assert check_texts("x", [], min_items=0) == ()
    assert check_items("x", [1, 2], int) == (1, 2)
    assert check_count("x", (1,)) == (1,)


@pytest.mark.parametrize(
    ("check", "problem"),
    [
        (lambda: check_enum("x", "robot", MemberIdType), "x must be one of open_id, .*app_id, got"),
        (lambda: check_enum("x", "a" * 99, MemberIdType), "got 'a{64}'$"),
        (lambda: check_int_enum("x", 7, SucceedType), "x must be one of 0, 1, 2, got 7"),
        (lambda: check_number("x", 4, min_value=5), "x must be at least 5, got 4"),
        (lambda: check_number("x", 6, min_value=1, max_value=5), "at least 1 and at most 5, got 6"),
        (lambda: check_text("x", "", min_length=1), "x must have at least 1 characters, got 0"),
        (lambda: check_text("x", "abc", max_length=2), "at least 0 and at most 2 characters"),
        (lambda: check_user_id("x", "ou 1"), "x must be an id such as ou_..., got 'ou 1'"),
        (lambda: check_user_id("x", ""), "x must be an id"),
        (lambda: check_url("x", "ftp://a"), "x must begin with http:// or https://, got 'ftp://a'"),
        (lambda: check_texts("x", []), "x must hold at least 1 items, got 0"),
        (lambda: check_texts("x", ["a", "b"], max_items=1), "at least 1 and at most 1 items"),
        (lambda: check_texts("x", ["a", ""]), "x must not hold an empty string"),
        (lambda: check_items("x", [], int), "x must hold at least 1"),
        (lambda: check_count("x", (1, 2, 3), max_items=2), "at least 1 and at most 2 items, got 3"),
    ],
)
def test_an_invalid_value_is_a_value_error(check: Callable[[], object], problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        check()


ODD: Any = object()
YES: Any = "yes"
FIVE: Any = 5


@pytest.mark.parametrize(
    ("check", "problem"),
    [
        (lambda: check_enum("x", FIVE, MemberIdType), "x must be a MemberIdType, got int"),
        (lambda: check_int_enum("x", YES, SucceedType), "x must be a whole number, got str"),
        (lambda: check_number("x", value=True), "x must be a whole number, got bool"),
        (lambda: check_flag("x", FIVE), "x must be True or False, got int"),
        (lambda: check_text("x", FIVE), "x must be a string, got int"),
        (lambda: check_user_id("x", ODD), "x must be a string, got object"),
        (lambda: check_url("x", FIVE), "x must be a string, got int"),
        (lambda: check_texts("x", "abc"), "x must be a list of strings, got str"),
        (lambda: check_texts("x", FIVE), "x must be a list of strings, got int"),
        (lambda: check_texts("x", [FIVE]), "x must hold strings, got int"),
        (lambda: check_items("x", YES, int), "x must be a list of int, got str"),
        (lambda: check_items("x", [YES], int), "x must hold int, got str"),
        (lambda: check_items("x", [True], int), "x must hold int, got bool"),
    ],
)
def test_a_wrong_type_is_a_type_error(check: Callable[[], object], problem: str) -> None:
    with pytest.raises(TypeError, match=problem):
        check()
