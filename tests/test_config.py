"""Settings are checked when they are made, and errors name the setting."""

from typing import Any, get_type_hints

import aiohttp
import attrs
import pytest

from feishu_chat_async import (
    DEFAULT_LIMITS,
    FEISHU,
    LARK,
    FeishuChat,
    Limit,
    RateLimits,
    RetryPolicy,
)
from feishu_chat_async._core.settings import Settings
from feishu_chat_async.client import Options
from feishu_chat_async.endpoints import announcement

BAD: list[tuple[str, Any]] = [
    ("timeout_s", 0),
    ("timeout_s", -1),
    ("timeout_s", float("inf")),
    ("timeout_s", "60"),
    ("attempt_timeout_s", None),
    ("attempt_timeout_s", 0),
    ("connect_timeout_s", float("nan")),
    ("close_timeout_s", -0.1),
    ("max_response_bytes", 0),
    ("max_response_bytes", 1.5),
    ("max_connections", True),
    ("base_url", "open.feishu.cn"),
    ("base_url", "ftp://open.feishu.cn"),
    ("base_url", "https://"),
    ("base_url", "https://user:pass@open.feishu.cn"),
    ("base_url", "https://open.feishu.cn?x=1"),
    ("base_url", "https://open.feishu.cn/#x"),
    ("base_url", "http://ex ample"),
    ("base_url", "http://[::1"),
    ("base_url", "http://host:x"),
    ("base_url", ""),
    ("proxy", "proxy.example:3128"),
    ("proxy", "socks5://me:pass@proxy.example"),
    ("proxy", "http://me:pass@proxy.example:99999"),
    ("proxy", ""),
]


@pytest.mark.parametrize(("name", "value"), BAD)
def test_a_wrong_setting_is_named(name: str, value: Any) -> None:
    with pytest.raises(ValueError, match=name) as caught:
        FeishuChat("cli_1", "secret", **{name: value})
    assert "pass" not in str(caught.value)


@pytest.mark.parametrize("value", [False, 5, b"https://open.feishu.cn"])
@pytest.mark.parametrize("name", ["base_url", "proxy"])
def test_an_address_is_a_string(name: str, value: Any) -> None:
    with pytest.raises(TypeError, match=name):
        FeishuChat("cli_1", "secret", **{name: value})


@pytest.mark.parametrize(
    ("cls", "name", "value"),
    [
        (RetryPolicy, "attempts", 0),
        (RetryPolicy, "attempts", 2.0),
        (RetryPolicy, "base_delay_s", 0),
        (RetryPolicy, "max_delay_s", "1"),
        (RetryPolicy, "budget_ratio", -1),
        (RetryPolicy, "budget_initial", -1),
        (RetryPolicy, "budget_initial", 1.5),
        (RateLimits, "quota_fraction", 0),
        (RateLimits, "quota_fraction", 1.1),
        (RateLimits, "quota_fraction", "half"),
        (RateLimits, "spacing_s", -1),
        (RateLimits, "paced_s", float("inf")),
        (RateLimits, "overrides", {"GET /x": Limit(1, 1)}),
        (RateLimits, "overrides", {"GET /x": [Limit(1, 1)]}),
    ],
)
def test_a_wrong_policy_is_named(cls: Any, name: str, value: Any) -> None:
    with pytest.raises(ValueError, match=name):
        cls(**{name: value})


@pytest.mark.parametrize(("calls", "per_s"), [(0, 1), (-1, 1), (1.5, 1), (True, 1), (1, 0)])
def test_a_limit_is_a_number_of_calls_in_a_time(calls: Any, per_s: Any) -> None:
    with pytest.raises(ValueError, match=r"calls|per_s"):
        Limit(calls, per_s)


def test_overrides_must_name_an_endpoint() -> None:
    FeishuChat("a", "b", limits=RateLimits(overrides={announcement.GET.name: ()}))
    with pytest.raises(ValueError, match=r"names 'GET /nowhere'; known are .*announcement"):
        FeishuChat("a", "b", limits=RateLimits(overrides={"GET /nowhere": ()}))


@pytest.mark.parametrize(
    ("app_id", "app_secret", "options", "error", "named"),
    [
        ("", "s", {}, ValueError, "app_id"),
        ("cli_1", "", {}, ValueError, "app_secret"),
        ("cli_1", "two words", {}, ValueError, "app_secret"),
        ("cli_1", "line\nbreak", {}, ValueError, "app_secret"),
        ("cli_é", "s", {}, ValueError, "app_id"),
        (None, "s", {}, TypeError, "app_id"),
        ("cli_1", 5, {}, TypeError, "app_secret"),
        ("", "", {"tenant_access_token": ""}, ValueError, "tenant_access_token"),
        ("", "", {"tenant_access_token": 5}, TypeError, "tenant_access_token"),
        ("", "", {"tenant_access_token": "u-1"}, ValueError, "tenant_access_token"),
        ("", "s", {"tenant_access_token": "t-1"}, ValueError, "app_secret"),
    ],
)
def test_credentials_are_checked(
    app_id: Any, app_secret: Any, options: Any, error: type[Exception], named: str
) -> None:
    with pytest.raises(error, match=named):
        FeishuChat(app_id, app_secret, **options)


def test_a_user_token_is_checked() -> None:
    feishu = FeishuChat("cli_1", "s")
    for wrong in ("", "t-1", "a b"):
        with pytest.raises(ValueError, match="user_access_token"):
            feishu.as_user(wrong)


async def test_trust_env_belongs_to_the_session_that_is_used() -> None:
    async with aiohttp.ClientSession() as http:
        with pytest.raises(ValueError, match="trust_env"):
            FeishuChat("cli_1", "s", http=http, trust_env=True)
    not_http: Any = "http"
    with pytest.raises(TypeError, match="http must be an aiohttp"):
        FeishuChat("cli_1", "s", http=not_http)


def test_from_env(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("FEISHU_APP_ID", "FEISHU_APP_SECRET", "FEISHU_BASE_URL"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(ValueError, match="FEISHU_APP_ID and FEISHU_APP_SECRET"):
        FeishuChat.from_env()
    monkeypatch.setenv("FEISHU_APP_ID", "cli_1")
    with pytest.raises(ValueError, match=r"variable FEISHU_APP_SECRET$"):
        FeishuChat.from_env()
    monkeypatch.setenv("FEISHU_APP_SECRET", "s")
    assert FeishuChat.from_env()._session.transport._base == FEISHU
    monkeypatch.setenv("FEISHU_BASE_URL", LARK + "/")
    assert FeishuChat.from_env(timeout_s=5)._session.transport._base == LARK
    assert FeishuChat.from_env(base_url=FEISHU)._session.transport._base == FEISHU


async def test_from_env_takes_a_session(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FEISHU_APP_ID", "cli_1")
    monkeypatch.setenv("FEISHU_APP_SECRET", "s")
    async with aiohttp.ClientSession() as http:
        assert FeishuChat.from_env(http=http)._session.transport._http is http


def test_the_options_are_the_settings() -> None:
    assert set(get_type_hints(Options)) == {*attrs.fields_dict(Settings), "http"}
    assert Settings().limits is DEFAULT_LIMITS
