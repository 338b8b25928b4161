"""After a rejection because of a rate limit, a gate makes all calls wait, in order."""

import asyncio
import logging

import pytest

from feishu_chat_async import FeishuChat, RateLimits
from feishu_chat_async.testing import FakeFeishu
from feishu_chat_async.testing.faults import Hang, Reject
from tests._core.test_limiter import PINS, chat, new_limiter, send
from tests.conftest import client
from tests.support.virtual import run_virtual


def test_one_gate_stops_all_callers(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING, "feishu_chat_async")

    async def scenario() -> list[float]:
        limiter = new_limiter(RateLimits(paced_s=0))
        loop = asyncio.get_running_loop()
        first = await limiter.acquire([PINS])
        first.send()
        tasks = [asyncio.create_task(send(limiter, [PINS])) for _ in range(500)]
        await asyncio.sleep(0.001)
        limiter.close_gate(PINS, 7)
        limiter.close_gate(PINS, 7)  # a second rejection of the same burst
        closed_at = loop.time()
        first.release()
        sent = await asyncio.gather(*tasks)
        limiter.shut_down()
        assert list(sent) == sorted(sent)
        return [at - closed_at for at in sent if at > closed_at]

    sent = run_virtual(scenario())
    assert len(sent) == 500
    assert 7 <= sent[0] <= 7.2 + 0.001
    (record,) = caplog.records
    assert vars(record)["bucket"] == "POST /pins app"
    assert vars(record)["wait_s"] == 7
    assert vars(record)["waiting"] == 500


def test_the_gate_of_a_chat_does_not_stop_other_chats() -> None:
    async def scenario() -> tuple[float, float]:
        limiter = new_limiter()
        limiter.close_gate(chat("a"), 5)
        began = asyncio.get_running_loop().time()
        other = await send(limiter, [chat("b"), PINS]) - began
        same = await send(limiter, [chat("a"), PINS]) - began
        limiter.shut_down()
        return other, same

    other, same = run_virtual(scenario())
    assert other == 0
    assert 5 <= same <= 5.2


def test_a_rate_limited_chat_gets_one_call_at_a_time_for_a_while() -> None:
    async def scenario() -> list[float]:
        limiter = new_limiter(RateLimits(paced_s=100))
        began = asyncio.get_running_loop().time()
        limiter.close_gate(chat("a"), 5)
        tasks = [asyncio.create_task(send(limiter, [chat("a"), PINS], 20.0)) for _ in range(9)]
        sent = await asyncio.gather(*tasks)
        await asyncio.sleep(200)
        assert not limiter._queues
        limiter.shut_down()
        return [at - began for at in sent]

    sent = run_virtual(scenario())
    one_by_one, then = sent[:5], sent[5:]
    assert one_by_one == pytest.approx([5, 25, 45, 65, 85], abs=0.3)
    assert then == pytest.approx(
        [105] * 4, abs=0.3
    )  # the paced period ended before any of them did


def test_gates_work_without_limits() -> None:
    async def scenario() -> list[float]:
        limiter = new_limiter(None)
        began = asyncio.get_running_loop().time()
        limiter.close_gate(PINS, 2)
        sent = await asyncio.gather(*[send(limiter, [PINS]) for _ in range(100)])
        limiter.shut_down()
        return [at - began for at in sent]

    sent = run_virtual(scenario())
    assert 2 <= min(sent) == max(sent) <= 2.2


def test_a_gate_stops_calls_that_had_already_passed_it() -> None:
    """They wait for the endpoint's bucket when the gate of their chat closes."""

    async def scenario() -> tuple[list[float], float]:
        limiter = new_limiter()
        tasks = [asyncio.create_task(send(limiter, [chat("a"), PINS])) for _ in range(300)]
        other = asyncio.create_task(send(limiter, [chat("b"), PINS]))
        await asyncio.sleep(0.1)
        closed_at = asyncio.get_running_loop().time()
        limiter.close_gate(chat("a"), 5)
        newcomer = asyncio.create_task(send(limiter, [chat("a"), PINS]))
        sent = await asyncio.gather(*tasks, newcomer)
        limiter.shut_down()
        assert sent == sorted(sent)
        return [at - closed_at for at in sent], await other - closed_at

    sent, other = run_virtual(scenario())
    assert not [at for at in sent if 0 < at < 5]
    assert min(at for at in sent if at > 0) <= 5.2 + 0.001
    assert other < 0.1


def test_a_gate_stops_calls_that_wait_for_a_connection() -> None:
    async def scenario() -> list[float]:
        async with FakeFeishu(counter=None, latency_s=1.0) as fake:
            async with client(fake, limits=RateLimits(), max_connections=5) as feishu:
                await feishu.top_notice.delete(fake.chat_id)
                fake.requests.clear()
                fake.inject(Reject(20))
                calls = [feishu.top_notice.delete(fake.chat_id) for _ in range(60)]
                await asyncio.gather(*calls)
        assert len(fake.requests) == 61
        rejected = next(request for request in fake.requests if request.code == 99991400)
        return [request.at_s - rejected.at_s for request in fake.requests]

    # Four were in flight together with the rejected one.
    assert not [at for at in run_virtual(scenario()) if 0.2 < at < 20]


def test_gates_of_many_processes_do_not_open_at_the_same_moment() -> None:
    async def scenario() -> set[float]:
        sent = set()
        for _ in range(10):
            limiter = new_limiter(RateLimits(paced_s=0))
            began = asyncio.get_running_loop().time()
            limiter.close_gate(PINS, 1)
            sent.add(await send(limiter, [PINS]) - began)
            limiter.shut_down()
        return sent

    assert len(run_virtual(scenario())) > 5


def test_the_gate_stays_closed_as_long_as_feishu_says() -> None:
    async def scenario() -> float:
        async with FakeFeishu(counter=None) as fake, client(fake) as feishu:
            await feishu.top_notice.delete(fake.chat_id)
            fake.inject(Reject(7))
            began = asyncio.get_running_loop().time()
            await feishu.top_notice.delete(fake.chat_id)
            return asyncio.get_running_loop().time() - began

    assert 7 <= run_virtual(scenario()) <= 7.3


# --- a requeued call keeps its place --------------------------------------------------------


async def order_of(feishu: FeishuChat, fake: FakeFeishu, count: int) -> list[int]:
    """Make some calls at once, and return the order in which they end."""
    done: list[int] = []

    async def caller(number: int) -> None:
        await feishu.top_notice.delete(fake.chat_id)
        done.append(number)

    await asyncio.gather(*[caller(number) for number in range(count)])
    return done


def test_a_rejected_call_is_sent_again_before_calls_that_still_wait() -> None:
    async def scenario() -> list[int]:
        async with FakeFeishu(counter=None) as fake:
            async with client(fake, limits=RateLimits()) as feishu:
                await feishu.top_notice.delete(fake.chat_id)
                fake.inject(Reject(1), where="delete")
                return await order_of(feishu, fake, 300)

    assert run_virtual(scenario()).index(0) < 10  # a few were in flight already


def test_a_call_with_a_revoked_token_is_sent_again_before_calls_that_still_wait() -> None:
    async def scenario() -> list[int]:
        async with FakeFeishu(counter=None, latency_s=0.05) as fake:
            async with client(fake, limits=RateLimits()) as feishu:
                await feishu.top_notice.delete(fake.chat_id)
                calls = asyncio.create_task(order_of(feishu, fake, 300))
                await asyncio.sleep(0.02)  # the first ones are in flight
                fake.revoke_tenant_tokens()
                return await calls

    order = run_virtual(scenario())
    assert max(order.index(number) for number in range(3)) < 20


def test_calls_whose_token_was_revoked_while_they_waited_keep_their_order() -> None:
    async def scenario() -> list[int]:
        async with FakeFeishu(counter=None) as fake:
            async with client(fake, limits=RateLimits()) as feishu:
                await feishu.top_notice.delete(fake.chat_id)
                calls = asyncio.create_task(order_of(feishu, fake, 300))
                await asyncio.sleep(0.5)
                fake.revoke_tenant_tokens()
                fake.inject(Hang(2), where="tenant")
                return await calls

    order = run_virtual(scenario())
    late = [place - number for place, number in enumerate(order)]
    assert max(late) <= 1
