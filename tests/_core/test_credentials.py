"""Credentials are validated without being shown."""

from typing import Any

import pytest

from feishu_chat_async._core.credentials import (
    ReadyToken,
    check_credential,
    check_token,
    fingerprint,
)
from feishu_chat_async._protocol.secret import Secret


@pytest.mark.parametrize("value", ["", "two words", "line\nbreak", "sécret", "\x7f"])
def test_a_credential_that_no_header_can_carry_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match=r"^app_secret must be printable ASCII") as caught:
        check_credential("app_secret", Secret(value))
    assert not value or value not in str(caught.value)


@pytest.mark.parametrize("value", [None, 5, b"bytes"])
def test_a_credential_must_be_a_string(value: Any) -> None:
    with pytest.raises(TypeError, match=r"^app_secret must be a string, got"):
        check_credential("app_secret", Secret(value))


def test_a_token_of_the_wrong_type_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^name must not be a user access token") as caught:
        check_token("name", Secret("u-123"), wrong_prefix="u-")
    assert "123" not in str(caught.value)
    with pytest.raises(ValueError, match="must not be a tenant access token"):
        check_token("name", Secret("t-123"), wrong_prefix="t-")
    for good in ("t-123", "eyJ.a.b"):
        check_token("name", Secret(good), wrong_prefix="u-")


def test_a_ready_made_token_must_be_a_string_and_is_not_shown() -> None:
    token = ReadyToken("t-123")
    assert token == "t-123"
    assert f"{token}" == "t-123"
    assert "123" not in repr([token])


def test_a_fingerprint_identifies_a_token_without_showing_it() -> None:
    first, second = fingerprint(Secret("u-1")), fingerprint(Secret("u-2"))
    assert first == fingerprint(Secret("u-1")) != second
    assert len(first) == 16
    assert "u-1" not in first
