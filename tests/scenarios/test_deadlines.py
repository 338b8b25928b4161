"""Laws 2 and 3: no wait between permit and wire, one deadline, and cancellation at any moment."""

import asyncio
import random
import socket
from collections import deque
from typing import Any

import aiohttp
import pytest
from aiohttp.abc import AbstractResolver, ResolveResult

from feishu_chat_async import (
    DEFAULT_LIMITS,
    FeishuChat,
    FeishuError,
    RateLimits,
    RequestTimeoutError,
    RetryPolicy,
)
from feishu_chat_async.testing import FakeFeishu
from feishu_chat_async.testing.faults import Fail, Garbage, Hang, Reject, ResetAfter, SlowBody
from tests._core.test_retry import attempts, put, read, write
from tests.conftest import client
from tests.support.virtual import run_virtual


def now() -> float:
    return asyncio.get_running_loop().time()


def is_at_rest(feishu: FeishuChat) -> bool:
    """Return whether no call holds a permit, a connection or a timer."""
    session = feishu._session
    connections = session.limiter._connections
    return (
        connections.bucket._in_use == 0
        and connections.waiters is None
        and all(
            queue.waiters is None
            and queue.bucket.is_idle(now() + 3600)  # a call that was given up counts for a while
            for queue in session.limiter._queues.values()
        )
        and not session.lifecycle._calls
        and not session.timeouts.active
        and not session.transport._timeouts.active
    )


# --- law 2: no await between permit and wire --------------------------------------------------


def peak_per_second(times: list[float]) -> int:
    peak, window = 0, deque[float]()
    for at in times:
        window.append(at)
        while window[0] <= at - 1:
            window.popleft()
        peak = max(peak, len(window))
    return peak


class SlowResolver(AbstractResolver):
    """Resolves every name to this machine, after a while."""

    def __init__(self, takes_s: float) -> None:
        self.takes_s = takes_s

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        await asyncio.sleep(self.takes_s)
        return [
            ResolveResult(
                hostname=host, host="127.0.0.1", port=port, family=socket.AF_INET, proto=0, flags=0
            )
        ]

    async def close(self) -> None:
        """Do nothing."""


def test_a_slow_connection_does_not_let_permits_pile_up() -> None:
    async def scenario() -> None:
        async with FakeFeishu() as fake:
            port = fake.url.rpartition(":")[2]
            connector = aiohttp.TCPConnector(limit=0, resolver=SlowResolver(4.0))
            async with aiohttp.ClientSession(connector=connector) as http:
                base_url = f"http://feishu.example:{port}"
                async with client(
                    fake, base_url=base_url, http=http, limits=DEFAULT_LIMITS
                ) as feishu:
                    await asyncio.gather(*[put(feishu, fake) for _ in range(200)])
            assert {request.code for request in fake.requests} == {0}
            calls = [request.at_s for request in fake.requests if "im/v1" in request.path]
            assert len(calls) == 200
            assert peak_per_second(calls) <= 50

    run_virtual(scenario())


def test_a_slow_token_refresh_does_not_let_permits_pile_up() -> None:
    async def scenario() -> None:
        async with FakeFeishu() as fake, client(fake, limits=RateLimits()) as feishu:
            fake.latency_s = 0.02
            tasks = [asyncio.create_task(put(feishu, fake)) for _ in range(200)]
            await asyncio.sleep(1.5)
            fake.inject(Hang(2), where="tenant_access_token")
            fake.revoke_tenant_tokens()
            tasks += [asyncio.create_task(put(feishu, fake)) for _ in range(200)]
            assert await asyncio.gather(*tasks) == [None] * 400
            calls = [request for request in fake.requests if "im/v1" in request.path]
            assert peak_per_second([request.at_s for request in calls]) <= 50
            codes = [request.code for request in calls]
            assert 99991400 not in codes
            assert codes.count(99991663) <= 5  # only the calls in flight when the token was revoked
            assert len(calls) == 400 + codes.count(99991663)
            assert is_at_rest(feishu)

    run_virtual(scenario())


# --- law 3: one deadline over all ---------------------------------------------------------------


async def ends_after(
    feishu: FeishuChat, fake: FakeFeishu, call: Any, seconds: float
) -> RequestTimeoutError:
    began = now()
    with pytest.raises(RequestTimeoutError) as caught:
        await call(feishu, fake)
    assert now() - began == pytest.approx(seconds, abs=0.05)
    assert caught.value.__context__ is None
    return caught.value


@pytest.mark.parametrize("call", [read, put, write])
def test_the_deadline_holds_at_every_stage_of_a_call(call: Any) -> None:
    async def scenario() -> None:
        async with FakeFeishu(counter=None) as fake:
            async with client(fake, timeout_s=4, attempt_timeout_s=3) as feishu:
                fake.inject(Hang(100), Hang(100), where="tenant_access_token")
                timed_out = await ends_after(feishu, fake, call, 4)
                assert "waiting for an access token" in str(timed_out)
                assert not timed_out.outcome_unknown
                await asyncio.sleep(10)
                assert is_at_rest(feishu)
                await put(feishu, fake)

                fake.inject(Hang(100), Hang(100), where="im/v1")
                timed_out = await ends_after(feishu, fake, call, 3 if call is write else 4)
                assert timed_out.outcome_unknown is (call is not read)
                if call is not write:
                    assert "waiting for the response (attempt 2)" in str(timed_out)

                fake.inject(SlowBody(100), SlowBody(100), where="im/v1")
                timed_out = await ends_after(feishu, fake, call, 3 if call is write else 4)
                assert timed_out.outcome_unknown is (call is not read)
                assert is_at_rest(feishu)

    run_virtual(scenario())


def test_the_deadline_includes_waiting_for_a_permit() -> None:
    async def scenario() -> None:
        async with FakeFeishu() as fake:
            async with client(fake, timeout_s=4, limits=RateLimits()) as feishu:
                fake.inject(Reject(3), where="im/v1")
                first = asyncio.create_task(put(feishu, fake))
                await asyncio.sleep(0.1)
                fake.inject(Reject(3), where="im/v1")
                late = await ends_after(feishu, fake, put, 4)
                assert "waiting for the rate limit" in str(late)
                assert not late.outcome_unknown
                assert attempts(fake) == 2
                with pytest.raises(FeishuError):
                    await first

    run_virtual(scenario())


def test_two_hundred_calls_with_a_short_deadline_leave_nothing_behind() -> None:
    async def scenario() -> None:
        async with FakeFeishu() as fake:
            async with client(fake, timeout_s=1.5, limits=RateLimits()) as feishu:
                results = await asyncio.gather(
                    *[put(feishu, fake) for _ in range(200)], return_exceptions=True
                )
                done = [result for result in results if result is None]
                assert 70 <= len(done) <= 80
                late = [result for result in results if isinstance(result, RequestTimeoutError)]
                assert len(done) + len(late) == 200
                assert is_at_rest(feishu)
                assert attempts(fake) == len(done)

    run_virtual(scenario())


def test_a_call_without_a_deadline_waits_as_long_as_necessary() -> None:
    async def scenario() -> None:
        async with FakeFeishu(counter=None) as fake:
            async with client(fake, timeout_s=None, limits=RateLimits()) as feishu:
                fake.inject(Reject(250), Reject(250), where="im/v1")
                began = now()
                await put(feishu, fake)
                assert now() - began >= 500

    run_virtual(scenario())


def test_an_attempt_that_hangs_is_retried_within_the_deadline() -> None:
    async def scenario() -> None:
        async with FakeFeishu(counter=None) as fake:
            async with client(fake, timeout_s=30, attempt_timeout_s=2) as feishu:
                fake.inject(Hang(100), where="im/v1")
                began = now()
                await put(feishu, fake)
                assert now() - began == pytest.approx(2, abs=0.05)

    run_virtual(scenario())


# --- law 3: cancellation --------------------------------------------------------------------


async def cancelled_after(task: asyncio.Task[None], seconds: float) -> None:
    await asyncio.sleep(seconds)
    began = now()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert now() == began


def test_cancellation_takes_effect_at_once_at_every_stage() -> None:
    async def scenario() -> None:
        slow = RetryPolicy(base_delay_s=50, max_delay_s=50)
        async with FakeFeishu(counter=None) as fake:
            async with client(fake, limits=RateLimits(), retry=slow) as feishu:
                fake.latency_s = 1
                await cancelled_after(asyncio.create_task(put(feishu, fake)), 0.5)  # for a token
                await asyncio.sleep(2)
                await cancelled_after(asyncio.create_task(put(feishu, fake)), 0.5)  # on the wire
                fake.latency_s = 0
                fake.inject(SlowBody(10), where="im/v1")
                await cancelled_after(asyncio.create_task(put(feishu, fake)), 0.5)  # half read
                fake.inject(Garbage(), where="im/v1")
                await cancelled_after(asyncio.create_task(put(feishu, fake)), 0.01)  # backing off
                fake.inject(Reject(5), where="im/v1")
                first = asyncio.create_task(put(feishu, fake))
                await cancelled_after(asyncio.create_task(put(feishu, fake)), 0.5)  # at the gate
                await first
                assert is_at_rest(feishu)
                await asyncio.sleep(1)
                assert len(asyncio.all_tasks()) == len(tasks_of_the_server()) + 1

    run_virtual(scenario())


def tasks_of_the_server() -> list[asyncio.Task[Any]]:
    return [task for task in asyncio.all_tasks() if "RequestHandler" in repr(task)]


def test_three_hundred_calls_cancelled_at_random_leak_nothing() -> None:
    async def scenario() -> None:
        rng = random.Random(4)
        async with FakeFeishu(counter=None, latency_s=0.05, jitter_s=0.2) as fake:
            async with client(fake, limits=RateLimits()) as feishu:
                for fault in (Garbage(), ResetAfter(), Fail(99991663), Reject(0.5)):
                    fake.inject(fault, times=5, where="im/v1")
                tasks = [asyncio.create_task(put(feishu, fake)) for _ in range(300)]
                for task in rng.sample(tasks, 200):
                    await asyncio.sleep(rng.uniform(0, 0.03))
                    task.cancel()
                results = await asyncio.gather(*tasks, return_exceptions=True)
                assert all(
                    result is None or isinstance(result, asyncio.CancelledError | FeishuError)
                    for result in results
                )
                assert is_at_rest(feishu)
                began = now()
                await put(feishu, fake)
                assert now() - began < 2

    run_virtual(scenario())


def test_a_cancellation_wins_over_a_simultaneous_deadline() -> None:
    """The caller's cancellation wins, as with `asyncio.timeout`."""

    async def scenario() -> None:
        async with FakeFeishu(counter=None) as fake, client(fake, timeout_s=1) as feishu:
            fake.inject(Hang(10), where="im/v1")
            task = asyncio.create_task(put(feishu, fake))
            await asyncio.sleep(0)
            asyncio.get_running_loop().call_at(now() + 1, task.cancel)
            with pytest.raises(asyncio.CancelledError):
                await task

    run_virtual(scenario())


def test_a_timeout_around_a_call_works() -> None:
    async def scenario() -> None:
        async with FakeFeishu(counter=None) as fake, client(fake) as feishu:
            fake.inject(Hang(10), where="im/v1")
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(1):
                    await put(feishu, fake)
            await asyncio.wait_for(read(feishu, fake), 100)

    run_virtual(scenario())
