"""Requests are built, and envelopes opened, without any I/O."""

import json
from types import NoneType
from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import example, given, strategies as st

from feishu_chat_async import (
    APIError,
    AuthenticationError,
    ChatDissolvedError,
    DecodeError,
    FeishuError,
    InvalidRequestError,
    InvalidResponseError,
    NotInChatError,
    PermissionDeniedError,
    RateLimitError,
    ServerError,
    TopNotice,
)
from feishu_chat_async._protocol.codes import RULES
from feishu_chat_async._protocol.endpoint import NO_PARAMS, Endpoint, IdempotencyKey
from feishu_chat_async._protocol.wire import (
    Reply,
    Request,
    build_request,
    decode,
    open_envelope,
    parse_reset_s,
)
from feishu_chat_async.endpoints import announcement, auth, top_notice
from feishu_chat_async.models.auth import IssuedToken

JSON = {"Content-Type": "application/json; charset=utf-8", "X-Tt-Logid": "LOG1"}


def request_of(endpoint: Endpoint[Any] = top_notice.DELETE, chat_id: str = "oc_1") -> Request:
    return build_request(endpoint, {"chat_id": chat_id}, NO_PARAMS, None)


def reply(body: object, status: int = 200, **headers: str) -> Reply:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Reply(status, {**JSON, **headers}, raw)


def opened(body: object, status: int = 200, **headers: str) -> FeishuError:
    with pytest.raises(FeishuError) as caught:
        open_envelope(request_of(), reply(body, status, **headers))
    return caught.value


# --- requests -------------------------------------------------------------------------------


def test_a_request_is_bytes_and_an_encoded_target() -> None:
    request = build_request(
        announcement.GET, {"chat_id": "oc_1"}, {"user_id_type": "open_id", "left_out": None}, None
    )
    assert request.path == "/open-apis/im/v1/chats/oc_1/announcement"
    assert request.target == "/open-apis/im/v1/chats/oc_1/announcement?user_id_type=open_id"
    assert request.body is None


def test_query_values_are_written_as_feishu_reads_them() -> None:
    query = {"yes": True, "no": False, "many": 50, "text": "a b&c=d/é"}
    request = build_request(announcement.GET, {"chat_id": "oc_1"}, query, None)
    assert request.target.endswith("?yes=true&no=false&many=50&text=a%20b%26c%3Dd%2F%C3%A9")


def test_models_are_encoded_in_bodies() -> None:
    body = {"chat_top_notice": (TopNotice.message("om_1"), TopNotice.announcement())}
    request = build_request(top_notice.PUT, {"chat_id": "oc_1"}, NO_PARAMS, body)
    assert request.body == (
        b'{"chat_top_notice":[{"action_type":"1","message_id":"om_1"},{"action_type":"2"}]}'
    )


def test_values_that_are_none_are_not_sent() -> None:
    request = build_request(announcement.GET, {"chat_id": "oc_1"}, {"a": None, "b": 1}, {"c": None})
    assert request.target.endswith("?b=1")
    assert request.body == b"{}"
    request = build_request(announcement.GET, {"chat_id": "oc_1"}, {"a": None}, None)
    assert request.target.endswith("/announcement")


def test_values_that_json_cannot_hold_are_refused_by_name() -> None:
    path = {"chat_id": "oc_1"}
    with pytest.raises(TypeError, match="a set cannot be sent"):
        build_request(top_notice.PUT, path, NO_PARAMS, {"ids": {1}})
    with pytest.raises(ValueError, match="not JSON compliant"):
        build_request(top_notice.PUT, path, NO_PARAMS, {"x": float("nan")})
    with pytest.raises(ValueError, match="text must not contain a lone surrogate"):
        build_request(top_notice.PUT, path, NO_PARAMS, {"fine": "é", "text": ["\ud800"]})
    with pytest.raises(ValueError, match="text must not contain a lone surrogate"):
        build_request(top_notice.PUT, path, {"text": "\ud800"}, None)


ABUSE = [
    "",
    ".",
    "..",
    "../x",
    "a/b",
    "%2e%2e",
    "%2E%2E%2F",
    "a?b",
    "a#b",
    "a\\b",
    "a b",
    "oc_1\r\nX-Evil: 1",
    "oc_1\n",
    "\x00",
    "oc_\x7f",
    "\ud800",
    "oc_\u00e9",
    "x" * 257,
]


@pytest.mark.parametrize("chat_id", ABUSE)
def test_an_invalid_id_is_refused(chat_id: str) -> None:
    with pytest.raises(ValueError, match="chat_id must be an id"):
        request_of(chat_id=chat_id)


@pytest.mark.parametrize("chat_id", [None, 5, b"oc_1", ["oc_1"]])
def test_an_id_must_be_a_string(chat_id: Any) -> None:
    with pytest.raises(TypeError, match="chat_id must be a string"):
        request_of(chat_id=chat_id)


@given(st.text() | st.text(alphabet="ab.%/?#\\~@:=+*_- 0\r\n"))
def test_no_id_can_change_the_route(chat_id: str) -> None:
    try:
        path = request_of(chat_id=chat_id).path
    except ValueError:
        return
    before, segment, after = path.rpartition("/top_notice")[0].rpartition("/")
    del segment
    assert before == "/open-apis/im/v1/chats"
    assert path.startswith(before + "/") and path.endswith("/top_notice/delete_top_notice")
    assert path.count("/") == "/open-apis/im/v1/chats/x/top_notice/delete_top_notice".count("/")
    assert unquote(after) == chat_id
    assert after not in {"", ".", ".."}
    assert path.isascii() and path.isprintable() and "?" not in path and "#" not in path


KEYED: Endpoint[None] = Endpoint(
    method="POST",
    path="/open-apis/im/v1/chats",
    returns=NoneType,
    idempotent=False,
    key=IdempotencyKey("query", "uuid"),
)
KEYED_IN_BODY: Endpoint[None] = Endpoint(
    method="POST",
    path="/open-apis/docx/v1/x",
    returns=NoneType,
    idempotent=False,
    key=IdempotencyKey("body", "client_token"),
)


def test_each_request_gets_an_idempotency_key_unless_the_caller_passes_one() -> None:
    first = build_request(KEYED, NO_PARAMS, NO_PARAMS, {"name": "a"})
    second = build_request(KEYED, NO_PARAMS, NO_PARAMS, {"name": "a"})
    assert first.retryable
    assert first.target != second.target
    assert len(first.target.partition("?uuid=")[2]) == 36  # Feishu takes up to 50 characters
    given = build_request(KEYED, NO_PARAMS, {"uuid": "mine"}, None)
    assert given.target.endswith("?uuid=mine")
    in_body = build_request(KEYED_IN_BODY, NO_PARAMS, NO_PARAMS, None)
    assert in_body.body is not None
    assert len(json.loads(in_body.body)["client_token"]) == 36


def test_only_repeatable_requests_are_retryable() -> None:
    assert request_of(announcement.GET).retryable
    assert request_of(top_notice.DELETE).retryable
    assert not request_of(announcement.PATCH).retryable


# --- envelopes ------------------------------------------------------------------------------


def test_a_successful_answer_yields_its_data() -> None:
    assert open_envelope(request_of(), reply({"code": 0, "msg": "ok", "data": {"a": 1}})) == {
        "a": 1
    }
    assert open_envelope(request_of(), reply({"code": 0})) is None


def test_the_access_token_is_next_to_the_code() -> None:
    request = build_request(auth.TENANT_TOKEN, NO_PARAMS, NO_PARAMS, {})
    answer = {"code": 0, "msg": "ok", "tenant_access_token": "t-1", "expire": 7200}
    answered = reply(answer)._replace(headers={"X-Tt-Logid": "L"})
    issued = decode(request, open_envelope(request, answered), IssuedToken, answered)
    assert issued.expire == 7200
    with pytest.raises(DecodeError, match=r"response\.expire") as caught:
        decode(request, {**answer, "expire": "soon"}, IssuedToken, answered)
    assert (caught.value.field, caught.value.log_id) == ("response.expire", "L")


@pytest.mark.parametrize("code", sorted(RULES))
def test_every_known_code_has_its_class_and_hint(code: int) -> None:
    error = opened({"code": code, "msg": "m"}, 400)
    assert type(error) is RULES[code].error
    assert isinstance(error, APIError)
    assert error.code == code
    assert error.hint and error.hint in str(error)
    assert error.hint.isascii() and "\n" not in str(error)


@pytest.mark.parametrize(
    ("code", "cls"),
    [
        (232011, NotInChatError),
        (232009, ChatDissolvedError),
        (232001, InvalidRequestError),
        (232014, PermissionDeniedError),
        (99991663, AuthenticationError),
        (99991400, RateLimitError),
        (232019, RateLimitError),
        (99991401, PermissionDeniedError),
        (99991403, PermissionDeniedError),
        (2200, ServerError),
    ],
)
def test_important_codes_have_their_own_class(code: int, cls: type[APIError]) -> None:
    assert type(opened({"code": code, "msg": "m"}, 400)) is cls


def test_an_unknown_code_is_a_plain_api_error() -> None:
    error = opened({"code": 4242, "msg": "  strange\nthing "}, 400)
    assert type(error) is APIError
    assert str(error) == (
        "POST /open-apis/im/v1/chats/oc_1/top_notice/delete_top_notice failed: "
        "4242 strange thing (HTTP 400, log_id LOG1)."
    )


def test_without_a_known_code_the_status_decides() -> None:
    assert type(opened({"code": 4242, "msg": "m"}, 429)) is RateLimitError
    assert type(opened({"code": 4242, "msg": "m"}, 503)) is ServerError
    assert type(opened({"code": 0, "msg": "ok"}, 500)) is ServerError
    assert type(opened({"code": 0, "msg": "ok"}, 404)) is APIError


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html><body>Bad Gateway</body></html>",
        b'{"code": 0, "data": {"a": ',
        b"[]",
        b"null",
        b'"code"',
        b"{}",
        b'{"code": "0"}',
        b'{"code": true}',
        b'{"code": 0.0}',
        b'{"code": NaN}',
        '{"code": 0, "msg": "汉"}'.encode("gbk"),
        '{"code": 0}'.encode("utf-16"),
        b"[" * 100_000,
    ],
)
@pytest.mark.parametrize("status", [200, 302, 404, 429, 502])
def test_an_answer_without_an_envelope_is_a_typed_error(body: bytes, status: int) -> None:
    error = opened(body, status)
    expected = {429: RateLimitError, 502: ServerError}.get(status, InvalidResponseError)
    assert type(error) is expected
    assert isinstance(error, APIError | InvalidResponseError)
    assert (error.http_status, error.log_id) == (status, "LOG1")
    assert f"HTTP {status}" in str(error) and "LOG1" in str(error)
    assert error.outcome_unknown is (status in {200, 502})  # it is a write
    assert "Bad Gateway" not in str(error)


@pytest.mark.parametrize("code", sorted(RULES))
def test_a_failing_gateway_leaves_the_outcome_unknown_with_any_code(code: int) -> None:
    rule = RULES[code]
    is_refused = rule.error is RateLimitError or rule.rejects_token
    assert opened({"code": code, "msg": "m"}, 504).outcome_unknown is not is_refused
    assert opened({"code": code, "msg": "m"}, 400).outcome_unknown is (rule.error is ServerError)


def test_reading_never_leaves_the_outcome_unknown() -> None:
    with pytest.raises(ServerError) as caught:
        open_envelope(request_of(announcement.GET), reply(b"", 502))
    assert not caught.value.outcome_unknown


def test_log_id_and_help_come_from_the_body_too() -> None:
    details: dict[str, object] = {
        "log_id": "LOG2",
        "troubleshooter": "look here: https://open.feishu.cn/search?log_id=1&code=2",
    }
    answer = Reply(400, {}, json.dumps({"code": 1, "msg": "m", "error": details}).encode())
    with pytest.raises(APIError) as caught:
        open_envelope(request_of(), answer)
    assert caught.value.log_id == "LOG2"
    assert caught.value.help_url == "https://open.feishu.cn/search?log_id=1&code=2"
    details = {"helps": [{"url": "https://example.org/help", "description": "d"}]}
    error = opened({"code": 1, "msg": "m", "error": details}, 400)
    assert isinstance(error, APIError)
    assert error.help_url == "https://example.org/help"


@pytest.mark.parametrize("code", [99991672, 99991679])
def test_missing_scopes_are_parsed(code: int) -> None:
    violations = [
        {"type": "action_scope_required", "subject": "im:chat"},
        {"type": "action_scope_required", "subject": "im:chat.top_notice:write_only"},
        {"type": "action_scope_required", "subject": "im:chat"},
        "nonsense",
        {"subject": 5},
    ]
    body = {"code": code, "msg": "m", "error": {"permission_violations": violations}}
    error = opened(body, 400)
    assert isinstance(error, PermissionDeniedError)
    assert error.missing_scopes == ("im:chat", "im:chat.top_notice:write_only")

    msg = "One of the following scopes is required: [im:chat, im:chat:readonly].应用: [im:chat]"
    error = opened({"code": code, "msg": msg}, 400)
    assert isinstance(error, PermissionDeniedError)
    assert error.missing_scopes == ("im:chat", "im:chat:readonly")
    error = opened({"code": code, "msg": "none named"}, 400)
    assert isinstance(error, PermissionDeniedError)
    assert error.missing_scopes == ()


@pytest.mark.parametrize(
    "more", [None, [], "text", {"log_id": 5, "helps": [], "troubleshooter": 1}]
)
def test_odd_details_do_no_harm(more: object) -> None:
    assert opened({"code": 99991672, "msg": None, "error": more}, 400)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("52", 52),
        (" 1 ", 1),
        ("0", 0),
        ("1.5", 1.5),
        ("99999", 300),
        ("999999999", 300),
        (None, None),
        ("", None),
        ("-1", None),
        ("+1", None),
        ("1e3", None),
        ("nan", None),
        ("inf", None),
        ("1,5", None),
        ("٣", None),
        ("0x10", None),
        ("9" * 400, None),
    ],
)
def test_the_reset_header_is_read_strictly(header: str | None, seconds: float | None) -> None:
    assert parse_reset_s(header) == seconds


@given(st.text())
@example("0\x1f")  # str.strip knows more blanks than float does
def test_any_reset_header_is_none_or_sensible(header: str) -> None:
    seconds = parse_reset_s(header)
    assert seconds is None or 0 <= seconds <= 300


def test_a_rate_limit_error_holds_the_time_to_wait() -> None:
    headers = {"x-ogw-ratelimit-reset": "7"}
    error = opened({"code": 99991400, "msg": "m"}, 400, **headers)
    assert isinstance(error, RateLimitError)
    assert error.retry_after_s == 7


json_values: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["code", "msg", "data", "error", "log_id", "helps", "url"]), inner
        )
    ),
    max_leaves=12,
)


@given(json_values | st.binary(), st.sampled_from([200, 400, 429, 500]))
def test_any_answer_is_data_or_a_feishu_error(body: Any, status: int) -> None:
    try:
        open_envelope(request_of(), reply(body, status))
    except FeishuError as error:
        assert "\n" not in str(error)
        assert len(str(error)) < 1500
    else:
        assert status == 200
        assert json.loads(json.dumps(body))["code"] == 0


def test_buckets_belong_to_the_quota_owner_and_the_narrowest_is_first() -> None:
    request = build_request(announcement.GET, {"chat_id": "oc_1"}, {}, None)
    ours, theirs = request.buckets("app 1"), request.buckets("app 2")
    assert [part.name[:-1] for part in ours] == [("chat", "oc_1"), (announcement.GET.name,)]
    assert not {part.name for part in ours} & {part.name for part in theirs}
