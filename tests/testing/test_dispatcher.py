"""The way of a request through a FakeFeishu: delay, faults, checks, handler and record."""

import asyncio
import logging

import aiohttp
import pytest

from feishu_chat_async import APIError, FeishuChat
from feishu_chat_async.testing import FakeFeishu
from feishu_chat_async.testing.faults import Fail, Reject, SlowBody
from tests.conftest import client
from tests.support.virtual import run_virtual


async def test_latency_delays_every_request() -> None:
    async def scenario() -> None:
        async with FakeFeishu(latency_s=0.5, jitter_s=0.2) as fake, client(fake) as feishu:
            began = asyncio.get_running_loop().time()
            await feishu.top_notice.delete(fake.chat_id)
            assert 1 <= asyncio.get_running_loop().time() - began <= 1.5

    await asyncio.to_thread(run_virtual, scenario())


async def test_a_client_can_disconnect_before_its_body_is_complete(
    fake: FakeFeishu, caplog: pytest.LogCaptureFixture
) -> None:
    host, _, port = fake.url.removeprefix("http://").rpartition(":")
    _, writer = await asyncio.open_connection(host, int(port))
    writer.write(b"POST /open-apis/x HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{")
    await writer.drain()
    async with asyncio.timeout(10):
        while not fake.requests:  # noqa: ASYNC110 - nothing signals that
            await asyncio.sleep(0.001)
    writer.transport.abort()
    await fake.close()
    (request,) = fake.requests
    assert (request.status, request.body) == (None, None)
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]


async def test_the_code_of_a_slow_answer_is_recorded(fake: FakeFeishu, feishu: FeishuChat) -> None:
    fake.inject(SlowBody(0.01), where="delete")
    await feishu.top_notice.delete(fake.chat_id)
    assert (fake.requests[-1].status, fake.requests[-1].code) == (200, 0)


async def test_an_unknown_path_is_refused(fake: FakeFeishu) -> None:
    url = f"{fake.url}/open-apis/im/v1/chatz"
    async with aiohttp.ClientSession() as http, http.get(url) as response:
        answer = await response.json()
        assert (response.status, answer["code"]) == (404, 99991201)
        assert answer["error"]["log_id"] == response.headers["X-Tt-Logid"]
    (request,) = fake.requests
    assert not request.carried_out


async def test_faults_apply_in_order_to_matching_requests(
    fake: FakeFeishu, feishu: FeishuChat
) -> None:
    fake.inject(Fail(1), Fail(2), times=2, where="top_notice")
    await feishu.tabs.list(fake.chat_id)
    for _ in range(4):
        with pytest.raises(APIError):
            await feishu.top_notice.delete(fake.chat_id)
    await feishu.top_notice.delete(fake.chat_id)
    codes = [request.code for request in fake.requests if "top_notice" in str(request.endpoint)]
    assert codes == [1, 1, 2, 2, 0]


async def test_cleared_faults_do_not_occur(fake: FakeFeishu, feishu: FeishuChat) -> None:
    fake.inject(Reject(), Fail(1), times=3)
    fake.clear_faults()
    await feishu.tabs.list(fake.chat_id)
