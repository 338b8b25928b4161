"""What goes wrong with FakeFeishu to order: how much of it was done, and what is left of it."""

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
def test_it_is_recorded_whether_it_was_done_though_nobody_was_told(
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
async def test_what_is_refused_is_not_done(fake: FakeFeishu, fault: Fault) -> None:
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
async def test_a_refusal_keeps_its_status_however_it_comes(
    fake: FakeFeishu, feishu: FeishuChat, fault: Fault, error: type[FeishuError]
) -> None:
    fake.inject(fault, where="chat_tabs")
    with pytest.raises(error, match="HTTP 400"):
        await feishu.tabs.delete(fake.chat_id, ["1"])
    assert not fake.requests[-1].carried_out


async def test_after_a_restart_all_is_as_it_was(fake: FakeFeishu, feishu: FeishuChat) -> None:
    await feishu.tabs.create(fake.chat_id, TAB)
    url = fake.url
    await fake.restart()
    assert fake.url == url
    tabs = await feishu.tabs.list(fake.chat_id)
    assert [tab.tab_name for tab in tabs] == [None, "A tab"]
    paths = [request.endpoint for request in fake.requests]
    assert len(paths) == 3  # the token is still good
