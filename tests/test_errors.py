"""Errors: one readable line each, and safe to pickle and copy."""

import copy
import pickle
from typing import Any

import pytest

from feishu_chat_async import (
    APIError,
    AuthenticationError,
    ChatDissolvedError,
    ConnectionFailedError,
    DecodeError,
    FeishuError,
    InvalidRequestError,
    InvalidResponseError,
    NotInChatError,
    PermissionDeniedError,
    RateLimitError,
    RequestTimeoutError,
    ServerError,
    SessionStateError,
    TransportError,
    errors,
)
from feishu_chat_async._protocol.codes import RULES, rule_of
from feishu_chat_async._protocol.endpoint import Endpoint
from feishu_chat_async.endpoints.messages import records as messages


def samples() -> list[FeishuError]:
    where: dict[str, Any] = {"method": "POST", "path": "/open-apis/x"}
    denied = PermissionDeniedError(
        code=99991672, msg="denied", http_status=400, log_id="L", hint="Ask.", **where
    )
    denied.missing_scopes = ("im:chat",)
    limited = RateLimitError(code=99991400, msg="slow", http_status=429, log_id=None, **where)
    limited.retry_after_s = 3.0
    return [
        FeishuError("plain", outcome_unknown=True),
        SessionStateError("closed"),
        TransportError("broken", **where),
        ConnectionFailedError("refused", **where),
        RequestTimeoutError("late", http_status=200, log_id="L", outcome_unknown=True, **where),
        InvalidResponseError("html", http_status=200, log_id=None, **where),
        DecodeError("expected a string, got null", field="data.a", log_id="L", **where),
        denied,
        limited,
    ]


@pytest.mark.parametrize("error", samples(), ids=lambda error: type(error).__name__)
def test_errors_survive_pickling_and_copying(error: FeishuError) -> None:
    for twin in (pickle.loads(pickle.dumps(error)), copy.copy(error), copy.deepcopy(error)):
        assert type(twin) is type(error)
        assert str(twin) == str(error)
        assert vars(twin) == vars(error)
        assert twin.args == error.args
        assert twin.__traceback__ is None


@pytest.mark.parametrize("error", samples(), ids=lambda error: type(error).__name__)
def test_an_error_is_one_line(error: FeishuError) -> None:
    assert "\n" not in str(error)
    assert isinstance(error.outcome_unknown, bool)


def test_the_message_says_what_failed_and_how_to_fix_it() -> None:
    error = APIError(
        code=1,
        msg="no\n good",
        http_status=400,
        log_id="L",
        method="GET",
        path="/x",
        hint="Do this.",
    )
    assert str(error) == "GET /x failed: 1 no good (HTTP 400, log_id L). Do this."
    late = RequestTimeoutError("too late", method="GET", path="/x")
    assert str(late) == "GET /x: too late"


def test_the_tree_in_the_docstring_matches_the_classes() -> None:
    tree = errors.__doc__ or ""
    for cls in vars(errors).values():
        if isinstance(cls, type) and issubclass(cls, FeishuError):
            assert cls.__name__ in tree
            assert issubclass(cls, Exception)


@pytest.mark.parametrize(
    ("code", "cls"),
    [
        (99991400, RateLimitError),
        (232019, RateLimitError),
        (99991663, AuthenticationError),
        (10015, AuthenticationError),
        (99991672, PermissionDeniedError),
        (99991403, PermissionDeniedError),
        (232033, PermissionDeniedError),
        (232011, NotInChatError),
        (232009, ChatDissolvedError),
        (232001, InvalidRequestError),
        (232097, InvalidRequestError),
        (230111, InvalidRequestError),
        (230002, NotInChatError),
        (234004, NotInChatError),
        (230018, PermissionDeniedError),
        (230020, RateLimitError),
        (230047, RateLimitError),
        (231015, RateLimitError),
        (230025, InvalidRequestError),
        (230049, ServerError),
        (234002, AuthenticationError),
    ],
)
def test_codes_raise_their_error_class(code: int, cls: type[APIError]) -> None:
    assert RULES[code].error is cls


@pytest.mark.parametrize(
    ("endpoint", "code", "cls", "hint"),
    [
        (messages.PUSH_FOLLOW_UP, 230002, InvalidRequestError, "10 minutes"),
        (messages.PUSH_FOLLOW_UP, 230006, InvalidRequestError, "newest message"),
        (messages.UPDATE, 230071, PermissionDeniedError, "the sender"),
        (messages.UPDATE, 230072, InvalidRequestError, "20 times"),
        (messages.UPDATE, 230073, PermissionDeniedError, "secret chat"),
        (messages.UPDATE, 230074, PermissionDeniedError, "encryption"),
        (messages.UPDATE, 230075, InvalidRequestError, "late"),
    ],
)
def test_some_codes_have_another_meaning_for_one_endpoint(
    endpoint: Endpoint[object], code: int, cls: type[APIError], hint: str
) -> None:
    rule = rule_of(endpoint.name, code)
    assert rule and rule.error is cls
    assert hint in rule.hint
    assert rule != RULES[code]
    assert rule_of(messages.CREATE.name, code) is RULES[code]
