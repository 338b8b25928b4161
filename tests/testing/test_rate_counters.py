"""Rate limits of a FakeFeishu: per endpoint and app, per chat, and how calls are rejected."""

import asyncio

import aiohttp

from feishu_chat_async import FeishuChat
from feishu_chat_async.endpoints import docx_announcement, pins
from feishu_chat_async.testing import FakeFeishu
from feishu_chat_async.testing.limits import SlidingWindow
from feishu_chat_async.testing.rate_counters import RateCounters
from feishu_chat_async.testing.requests import FakeRequest
from feishu_chat_async.testing.state import State


def unpin(fake: FakeFeishu) -> str:
    return f"{fake.url}/open-apis/im/v1/chats/{fake.chat_id}/top_notice/delete_top_notice"


async def test_limits_hold_per_endpoint_and_app() -> None:
    async with FakeFeishu() as fake:
        headers = {"Authorization": f"Bearer {fake.issue_tenant_token()}"}
        async with aiohttp.ClientSession(headers=headers) as http:

            async def status() -> int:
                async with http.post(unpin(fake)) as response:
                    if response.status == 429:
                        answer = await response.json()
                        assert answer["code"] == 99991400
                        assert answer["msg"] == "request trigger frequency limit"
                        assert response.headers["x-ogw-ratelimit-reset"] == "1"
                    return response.status

            codes = await asyncio.gather(*[status() for _ in range(60)])
            assert sorted(codes) == [200] * 50 + [429] * 10
            url = f"{fake.url}/open-apis/im/v1/chats/{fake.chat_id}/announcement"
            async with http.get(url) as response:
                assert response.status == 200
    assert [request.status for request in fake.requests].count(429) == 10


async def test_each_app_has_its_own_count() -> None:
    async with FakeFeishu() as fake, aiohttp.ClientSession() as http:
        other = fake.add_app()
        fake.chats[fake.chat_id].members.add(other.app_id)

        async def status(app_id: str) -> int:
            headers = {"Authorization": f"Bearer {fake.issue_tenant_token(app_id)}"}
            async with http.post(unpin(fake), headers=headers) as response:
                return response.status

        first = await asyncio.gather(*[status(fake.app_id) for _ in range(51)])
        assert sorted(first) == [200] * 50 + [429]
        assert await status(other.app_id) == 200


def docx_request(chat_id: str, now: float) -> FakeRequest:
    path = {"chat_id": chat_id, "block_id": "b"}
    return FakeRequest(State(7200), None, path, {}, None, now)


def test_a_limit_per_chat_is_counted_per_chat() -> None:
    counters, endpoint = RateCounters(SlidingWindow), docx_announcement.CREATE_CHILDREN
    (narrow,) = endpoint.narrow_limits
    for _ in range(min(limit.calls for limit in narrow.limits)):
        assert counters.reject(endpoint, docx_request("oc_1", 0.0), "cli_1") is None
    rejected = counters.reject(endpoint, docx_request("oc_1", 0.0), "cli_1")
    assert rejected is not None and rejected.headers["x-ogw-ratelimit-reset"] == "1"
    assert counters.reject(endpoint, docx_request("oc_2", 0.0), "cli_1") is None
    assert counters.reject(endpoint, docx_request("oc_1", 0.0), "cli_2") is None
    assert counters.reject(endpoint, docx_request("oc_1", 1.0), "cli_1") is None


def test_older_endpoints_reject_with_http_400() -> None:
    counters, endpoint = RateCounters(SlidingWindow), docx_announcement.GET
    calls = max(limit.calls for limit in endpoint.limits)
    answers = [
        counters.reject(endpoint, docx_request("oc_1", 0.0), "cli_1") for _ in range(calls + 1)
    ]
    rejected = answers[-1]
    assert rejected is not None and rejected.status == 400


async def test_without_a_counter_every_call_is_accepted(
    fake: FakeFeishu, feishu: FeishuChat
) -> None:
    assert RateCounters(None).reject(pins.LIST, docx_request("oc_1", 0.0), "cli_1") is None
    await asyncio.gather(*[feishu.top_notice.delete(fake.chat_id) for _ in range(60)])
    assert {request.status for request in fake.requests} == {200}
