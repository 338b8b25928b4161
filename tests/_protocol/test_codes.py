"""Every error code has one class and a hint; a few mean something else at one endpoint."""

import re

import pytest

from feishu_chat_async import (
    APIError,
    AuthenticationError,
    InvalidRequestError,
    NotInChatError,
    RateLimitError,
)
from feishu_chat_async._protocol.codes import RULES, rule_of

CREATE = "POST /open-apis/im/v1/messages"
FOLLOW_UP = "POST /open-apis/im/v1/messages/:message_id/push_follow_up"


def test_a_code_means_the_same_at_most_endpoints() -> None:
    rule = rule_of(CREATE, 230002)
    assert rule is RULES[230002]
    assert rule.error is NotInChatError


def test_a_code_can_mean_something_else_at_one_endpoint() -> None:
    rule = rule_of(FOLLOW_UP, 230002)
    assert rule and rule.error is InvalidRequestError
    assert "10 minutes" in rule.hint


@pytest.mark.parametrize("code", [None, 0, 4242])
def test_an_unknown_code_has_no_rule(code: int | None) -> None:
    assert rule_of(CREATE, code) is None


@pytest.mark.parametrize("code", sorted(RULES))
def test_a_hint_is_a_sentence(code: int) -> None:
    rule = RULES[code]
    assert issubclass(rule.error, APIError)
    assert re.fullmatch(r"[A-Z].*[.]", rule.hint) and rule.hint.isprintable()
    assert len(rule.hint) <= 150


def test_only_access_tokens_are_rejected_as_such() -> None:
    rejecting = {code for code, rule in RULES.items() if rule.rejects_token}
    assert {RULES[code].error for code in rejecting} == {AuthenticationError}
    assert 99991663 in rejecting
    assert 10015 not in rejecting  # a wrong app secret: another token would not help
    assert RULES[99991400].error is RateLimitError
