"""Faults of a FakeFeishu: whether the request was carried out, and what the client receives."""

import asyncio

import aiohttp
import pytest

from feishu_chat_async import (
    ConnectionFailedError,
    FeishuChat,
    FeishuError,
    InvalidRequestError,
    RequestTimeoutError,
    ServerError,
    Tab,
)
from feishu_chat_async.testing import FakeFeishu
from feishu_chat_async.testing.faults import (
    Cut,
    Fail,
    Fault,
    Garbage,
    Hang,
    Reject,
    ResetAfter,
    ResetBefore,
    SlowBody,
    Truncate,
)
from tests.conftest import client
from tests.support.virtual import run_virtual
from tests.support.wire import Wire

TAB = Tab.url("A tab", "https://open.feishu.cn/")


@pytest.mark.parametrize(
    ("fault", "error", "carried_out"),
    [
        (ResetBefore(), ConnectionFailedError, False),
        (ResetAfter(), ConnectionFailedError, True),
        (Truncate(), ConnectionFailedError, True),
        (Garbage(), ServerError, False),
        (Garbage(carried_out=True), ServerError, True),
        (Fail(1500, status=500), ServerError, False),
        (Fail(1500, status=500, carried_out=True), ServerError, True),
        (Hang(60), RequestTimeoutError, True),
        (SlowBody(60), RequestTimeoutError, True),
    ],
)
def test_a_failed_request_is_recorded_as_carried_out_or_not(
    fault: Fault, error: type[FeishuError], *, carried_out: bool
) -> None:
    async def scenario() -> None:
        async with FakeFeishu(counter=None) as fake, client(fake, retry=None) as feishu:
            fake.inject(fault, where="chat_tabs")
            with pytest.raises(error) as caught:
                await feishu.tabs.create(fake.chat_id, TAB)
            assert caught.value.outcome_unknown
            assert fake.requests[-1].carried_out == carried_out
            assert len(fake.chats[fake.chat_id].tabs) == 1 + carried_out

    run_virtual(scenario())


@pytest.mark.parametrize("fault", [Reject(), Fail(232001)])
async def test_a_refused_request_is_not_carried_out(fake: FakeFeishu, fault: Fault) -> None:
    fake.inject(fault, where="chat_tabs")
    async with client(fake, retry=None) as feishu:
        with pytest.raises(FeishuError) as caught:
            await feishu.tabs.create(fake.chat_id, TAB)
        with pytest.raises(InvalidRequestError):
            await feishu.tabs.delete(fake.chat_id, ["1"])
    assert not caught.value.outcome_unknown
    assert [request.carried_out for request in fake.requests] == [True, False, False]


@pytest.mark.parametrize(
    ("fault", "error"), [(Truncate(), ConnectionFailedError), (SlowBody(0.01), InvalidRequestError)]
)
async def test_a_truncated_or_slow_refusal_keeps_its_status(
    fake: FakeFeishu, feishu: FeishuChat, fault: Fault, error: type[FeishuError]
) -> None:
    fake.inject(fault, where="chat_tabs")
    with pytest.raises(error, match="HTTP 400"):
        await feishu.tabs.delete(fake.chat_id, ["1"])
    assert not fake.requests[-1].carried_out


async def test_a_restart_keeps_address_data_and_tokens(
    fake: FakeFeishu, feishu: FeishuChat
) -> None:
    await feishu.tabs.create(fake.chat_id, TAB)
    url = fake.url
    await fake.restart()
    assert fake.url == url
    tabs = await feishu.tabs.list(fake.chat_id)
    assert [tab.tab_name for tab in tabs] == [None, "A tab"]
    paths = [request.endpoint for request in fake.requests]
    assert len(paths) == 3  # the token is still valid


async def test_every_answer_can_be_cut_off(fake: FakeFeishu, wire: Wire) -> None:
    fake.inject(Cut(5))
    with pytest.raises((aiohttp.ClientError, asyncio.IncompleteReadError)):
        await wire.send({"text": "x"})
    assert len(fake.messages) == 2
