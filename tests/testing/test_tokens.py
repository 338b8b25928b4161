"""Access tokens that a FakeFeishu accepts, and the app or user that they belong to."""

from typing import Any

import aiohttp
import pytest

from feishu_chat_async.endpoints import chats, menu
from feishu_chat_async.testing import FakeFeishu, RefusedError
from feishu_chat_async.testing.state import FakeApp, FakeUser, Grant, State
from feishu_chat_async.testing.tokens import authenticate


async def ask(fake: FakeFeishu, headers: dict[str, str]) -> tuple[int, Any, Any]:
    """Call an endpoint without the client, and return status, body and headers."""
    url = f"{fake.url}/open-apis/im/v1/chats/{fake.chat_id}/top_notice/delete_top_notice"
    async with aiohttp.ClientSession() as http, http.post(url, headers=headers) as response:
        return response.status, await response.json(), response.headers


@pytest.mark.parametrize(
    ("authorization", "code"),
    [("", 99991661), ("Bearer x-1", 99991671), ("Bearer t-1", 99991663), ("Bearer u-1", 99991668)],
)
async def test_invalid_tokens_are_refused(fake: FakeFeishu, authorization: str, code: int) -> None:
    headers = {"Authorization": authorization} if authorization else {}
    status, answer, head = await ask(fake, headers)
    assert (status, answer["code"]) == (400, code)
    assert answer["error"]["log_id"] == head["X-Tt-Logid"] == fake.requests[0].log_id


@pytest.mark.parametrize(
    ("authorization", "code"),
    [
        ("t-1", 99991661),
        ("Basic t-1", 99991661),
        ("Bearer", 99991661),
        ("Bearer x-1", 99991671),
        ("Bearer t-1", 99991663),
        ("Bearer u-1", 99991668),
    ],
)
async def test_the_header_must_hold_a_bearer_token(
    fake: FakeFeishu, authorization: str, code: int
) -> None:
    _, answer, _ = await ask(fake, {"Authorization": authorization})
    assert answer["code"] == code


APP = FakeApp("cli_1", "secret", "tenant_1")
USER = FakeUser("ou_1", "on_1", "1", "tenant_1", "u-1")


@pytest.fixture
def state() -> State:
    state = State(7200)
    state.grants = {"t-1": Grant(APP, None, 100.0), "u-1": Grant(APP, USER, 100.0)}
    return state


def test_a_token_identifies_its_app_or_user(state: State) -> None:
    assert authenticate(state, chats.GET, "Bearer t-1", 99.0).actor_id == "cli_1"
    assert authenticate(state, chats.GET, "Bearer u-1", 99.0).actor_id == "ou_1"


@pytest.mark.parametrize(("token", "code"), [("t-1", 99991663), ("u-1", 99991668)])
def test_an_expired_token_is_refused(state: State, token: str, code: int) -> None:
    with pytest.raises(RefusedError) as caught:
        authenticate(state, chats.GET, f"Bearer {token}", 100.0)
    assert caught.value.code == code


def test_an_endpoint_for_apps_refuses_users(state: State) -> None:
    authenticate(state, menu.GET, "Bearer t-1", 0.0)
    with pytest.raises(RefusedError) as caught:
        authenticate(state, menu.GET, "Bearer u-1", 0.0)
    assert caught.value.code == 99991668


async def test_missing_scopes_are_named(fake: FakeFeishu) -> None:
    fake.apps[fake.app_id].missing_scopes = ("im:chat", "im:chat:readonly")
    headers = {"Authorization": f"Bearer {fake.issue_tenant_token()}"}
    status, answer, _ = await ask(fake, headers)
    assert (status, answer["code"]) == (400, 99991672)
    subjects = [violation["subject"] for violation in answer["error"]["permission_violations"]]
    assert subjects == ["im:chat", "im:chat:readonly"]
