"""The handlers of a FakeFeishu: one per endpoint, and the tokens that it hands out."""

from typing import Any

import aiohttp
import pytest

from feishu_chat_async.endpoints.all import ALL
from feishu_chat_async.testing import FakeFeishu
from feishu_chat_async.testing.routes import HANDLERS, ONE_AT_A_TIME


def test_every_endpoint_has_its_own_handler() -> None:
    assert set(HANDLERS) == set(ALL)
    assert len(set(HANDLERS.values())) == len(HANDLERS)


def test_endpoints_that_run_one_at_a_time_are_about_a_chat() -> None:
    assert set(ONE_AT_A_TIME) <= set(HANDLERS)
    assert all(":chat_id" in endpoint.path for endpoint in ONE_AT_A_TIME)


async def log_in(fake: FakeFeishu, body: object) -> tuple[int, Any]:
    url = f"{fake.url}/open-apis/auth/v3/tenant_access_token/internal"
    async with aiohttp.ClientSession() as http, http.post(url, json=body) as response:
        return response.status, await response.json()


async def test_an_app_gets_a_token_with_its_secret(fake: FakeFeishu) -> None:
    body = {"app_id": fake.app_id, "app_secret": fake.app_secret}
    status, answer = await log_in(fake, body)
    assert (status, answer["code"], answer["expire"]) == (200, 0, 7200)
    assert answer["tenant_access_token"] == fake.issue_tenant_token()


@pytest.mark.parametrize(
    ("body", "code"),
    [({"app_secret": "wrong"}, 10015), ({"app_id": "cli_none"}, 10003), ({"app_id": 5}, 10003)],
)
async def test_a_wrong_login_is_answered_with_http_200(
    fake: FakeFeishu, body: dict[str, object], code: int
) -> None:
    right: dict[str, object] = {"app_id": fake.app_id, "app_secret": fake.app_secret}
    status, answer = await log_in(fake, right | body)
    assert (status, answer["code"]) == (200, code)
    assert "tenant_access_token" not in answer
    assert (await log_in(fake, []))[1]["code"] == 10003
