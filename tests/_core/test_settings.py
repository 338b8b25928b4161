"""The settings of a client are validated when it is created, and errors name the setting."""

from typing import Any, get_type_hints

import attrs
import pytest

from feishu_chat_async import DEFAULT_LIMITS, FEISHU, LARK, FeishuChat
from feishu_chat_async._core.settings import Settings, is_http_url
from feishu_chat_async._protocol.secret import Secret
from feishu_chat_async.client import Options

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
def test_the_error_for_a_wrong_setting_names_it(name: str, value: Any) -> None:
    with pytest.raises(ValueError, match=name) as caught:
        FeishuChat("cli_1", "secret", **{name: value})
    assert "pass" not in str(caught.value)


@pytest.mark.parametrize("value", [False, 5, b"https://open.feishu.cn"])
@pytest.mark.parametrize("name", ["base_url", "proxy"])
def test_an_address_must_be_a_string(name: str, value: Any) -> None:
    with pytest.raises(TypeError, match=name):
        FeishuChat("cli_1", "secret", **{name: value})


def test_every_option_is_a_setting() -> None:
    assert set(get_type_hints(Options)) == {*attrs.fields_dict(Settings), "http"}
    assert Settings().limits is DEFAULT_LIMITS


def test_valid_settings_are_accepted() -> None:
    proxy = Secret("http://user:password@proxy.example:3128")
    settings = Settings(base_url=LARK, timeout_s=None, close_timeout_s=0, proxy=proxy)
    assert settings.base_url == LARK
    assert "password" not in repr(settings)
    assert Settings().base_url == FEISHU


@pytest.mark.parametrize(
    ("url", "is_one"),
    [
        ("https://open.feishu.cn", True),
        ("http://[::1]:8080/path?query#fragment", True),
        ("HTTP://HOST", True),
        ("http://host:0", False),
        ("http://host:65536", False),
        ("file:///etc/hosts", False),
        ("http://ho\nst", False),
        ("http://", False),
    ],
)
def test_urls_with_a_host(url: str, is_one: bool) -> None:  # noqa: FBT001
    assert is_http_url(url) is is_one
