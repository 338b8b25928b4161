"""Law 9: one event loop and one process per client; opened once, closed once."""

import asyncio
import os
import subprocess
import sys
import textwrap

import pytest

from feishu_chat_async import (
    DEFAULT_LIMITS,
    APIError,
    ConnectionFailedError,
    FeishuChat,
    RetryPolicy,
    SessionStateError,
)
from feishu_chat_async.testing import FakeFeishu
from feishu_chat_async.testing.faults import Fail, Fault, Garbage, Hang, Reject
from tests.conftest import client
from tests.support.virtual import run_virtual

from .test_limiter import timers_of
from .test_retry import attempts, put, write


async def test_the_first_call_opens_the_client(fake: FakeFeishu) -> None:
    feishu = client(fake)
    assert feishu._session.transport._http is None
    await put(feishu, fake)
    await feishu.close()
    await feishu.close()
    http = feishu._session.transport._http
    assert http is not None
    assert http.closed


async def test_a_closed_client_leaves_no_timer(fake: FakeFeishu) -> None:
    async with client(fake, limits=DEFAULT_LIMITS) as feishu:
        await put(feishu, fake)
    ours = [
        timer
        for timer in timers_of(asyncio.get_running_loop())
        if not timer.cancelled() and "feishu_chat_async" in repr(timer)
    ]
    assert not ours


async def test_a_client_that_was_never_used_can_be_closed() -> None:
    feishu = FeishuChat("cli_1", "secret")
    await feishu.close()
    await feishu.close()
    with pytest.raises(SessionStateError, match="closed; create a new FeishuChat"):
        await feishu.top_notice.delete("oc_1")
    with pytest.raises(SessionStateError, match="closed"):
        async with feishu:
            pass


async def test_a_closed_client_refuses_calls(fake: FakeFeishu) -> None:
    async with client(fake) as feishu:
        await put(feishu, fake)
    before = attempts(fake)
    with pytest.raises(SessionStateError, match="closed") as caught:
        await put(feishu, fake)
    assert not caught.value.outcome_unknown
    with pytest.raises(SessionStateError):
        await feishu.as_user("u-1").top_notice.delete(fake.chat_id)
    assert attempts(fake) == before


def test_close_with_a_hundred_calls_in_flight_that_are_answered_in_time() -> None:
    async def scenario() -> None:
        async with FakeFeishu(counter=None, latency_s=1) as fake, client(fake) as feishu:
            await put(feishu, fake)
            tasks = [asyncio.create_task(put(feishu, fake)) for _ in range(100)]
            await asyncio.sleep(0.5)
            began = asyncio.get_running_loop().time()
            await feishu.close()
            assert asyncio.get_running_loop().time() - began == pytest.approx(0.5, abs=0.05)
            assert await asyncio.gather(*tasks) == [None] * 100

    run_virtual(scenario())


def test_close_interrupts_calls_that_do_not_end_by_themselves() -> None:
    async def scenario() -> None:
        async with FakeFeishu(counter=None) as fake:
            async with client(fake, max_connections=50, attempt_timeout_s=100) as feishu:
                await put(feishu, fake)
                fake.inject(Hang(100), times=60, where="im/v1")
                loop = asyncio.get_running_loop()
                tasks = [
                    asyncio.create_task((put if n % 2 else write)(feishu, fake)) for n in range(100)
                ]
                await asyncio.sleep(0.5)
                began = loop.time()
                closing = [asyncio.create_task(feishu.close()) for _ in range(3)]
                await asyncio.sleep(0.1)
                waiting = [task for task in tasks if task.done()]
                assert len(waiting) == 50  # those without a connection ended at once
                await asyncio.gather(*closing)
                assert loop.time() - began == pytest.approx(5, abs=0.1)
                results = await asyncio.gather(*tasks, return_exceptions=True)
                errors = [result for result in results if isinstance(result, SessionStateError)]
                assert len(errors) == 100
                assert sum(error.outcome_unknown for error in errors) == 50
                assert "the client was closed while waiting for the response" in str(errors[0])
                assert "waiting for the rate limit" in str(errors[-1])
                assert all(error.__context__ is None for error in errors)

    run_virtual(scenario())


@pytest.mark.parametrize(
    ("fault", "where"),
    [(Garbage(), "im/v1"), (Reject(50), "im/v1"), (Hang(100), "tenant_access_token")],
    ids=["backing off", "at a gate", "without a token"],
)
def test_close_interrupts_calls_that_are_not_on_the_wire(fault: Fault, where: str) -> None:
    async def scenario() -> None:
        slow = RetryPolicy(base_delay_s=1000, max_delay_s=1000)
        async with FakeFeishu(counter=None) as fake:
            feishu = client(fake, timeout_s=None, retry=slow)
            fake.inject(fault, where=where)
            task = asyncio.create_task(put(feishu, fake))
            await asyncio.sleep(0.5)
            assert not task.done()
            began = asyncio.get_running_loop().time()
            await feishu.close()
            with pytest.raises(SessionStateError, match="the client was closed while"):
                await task
            assert asyncio.get_running_loop().time() - began < 5.1

    run_virtual(scenario())


@pytest.mark.parametrize("steps", [None, 0, 1, 2, 3])
def test_a_close_that_is_cancelled_still_closes_the_client(steps: int | None) -> None:
    """Even if it is cancelled a second time, some steps of the event loop later."""

    async def scenario() -> None:
        async with FakeFeishu(counter=None) as fake:
            feishu = client(fake, close_timeout_s=50, attempt_timeout_s=100)
            await put(feishu, fake)
            fake.inject(Hang(100), where="im/v1")
            task = asyncio.create_task(put(feishu, fake))
            await asyncio.sleep(0.5)
            closing = asyncio.create_task(feishu.close())
            await asyncio.sleep(0.5)
            closing.cancel()
            if steps is not None:
                for _ in range(steps):
                    await asyncio.sleep(0)
                closing.cancel()
            with pytest.raises(asyncio.CancelledError):
                await closing
            await asyncio.wait_for(feishu.close(), 1)
            with pytest.raises(SessionStateError):
                await task
            http = feishu._session.transport._http
            assert http is not None
            assert http.closed

    run_virtual(scenario())


def test_another_event_loop_is_refused() -> None:
    feishu = FeishuChat("cli_1", "secret", base_url="http://127.0.0.1:9", timeout_s=1, retry=None)

    async def use() -> None:
        with pytest.raises(ConnectionFailedError):
            await feishu.top_notice.delete("oc_1")

    async def use_elsewhere() -> None:
        with pytest.raises(SessionStateError, match="another event loop; create a FeishuChat per"):
            await feishu.top_notice.delete("oc_1")
        with pytest.raises(SessionStateError, match="another event loop"):
            await feishu.close()

    with asyncio.Runner() as first, asyncio.Runner() as second:
        first.run(use())
        second.run(use_elsewhere())
        first.run(feishu.close())


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork")
def test_a_forked_process_is_refused() -> None:
    script = """
        import asyncio, os
        from feishu_chat_async import FeishuChat, SessionStateError, FeishuError

        async def main():
            feishu = FeishuChat("cli_1", "secret", base_url="http://127.0.0.1:9", retry=None)
            try:
                await feishu.top_notice.delete("oc_1")
            except FeishuError:
                pass
            pid = os.fork()
            if pid == 0:
                try:
                    await feishu.top_notice.delete("oc_1")
                except SessionStateError as error:
                    os._exit(7 if "forked" in str(error) else 8)
                os._exit(9)
            _, status = os.waitpid(pid, 0)
            await feishu.close()
            print(os.waitstatus_to_exitcode(status))

        asyncio.run(main())
    """
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", textwrap.dedent(script)],
        capture_output=True,
        text=True,
        timeout=30,
        check=True,
    )
    assert done.stdout.strip() == "7"


@pytest.mark.parametrize("fault", [Garbage(), Fail(99991663), Reject(None)], ids=repr)
def test_nothing_is_retried_while_the_client_is_being_closed(fault: Fault) -> None:
    async def scenario() -> None:
        async with FakeFeishu(counter=None, latency_s=1.0) as fake:
            feishu = client(fake)
            await put(feishu, fake)
            fake.inject(fault, where="im/v1")
            task = asyncio.create_task(put(feishu, fake))
            await asyncio.sleep(0.5)
            sent = len(fake.requests) + 1
            await feishu.close()
            with pytest.raises(APIError):
                await task
            assert len(fake.requests) == sent

    run_virtual(scenario())


def test_a_second_close_waits_for_the_first() -> None:
    async def scenario() -> None:
        async with FakeFeishu(counter=None, latency_s=1.0) as fake:
            feishu = client(fake)
            await put(feishu, fake)
            call = asyncio.create_task(put(feishu, fake))
            await asyncio.sleep(0.5)
            first = asyncio.create_task(feishu.close())
            await asyncio.sleep(0)
            await feishu.close()
            assert call.done()
            http = feishu._session.transport._http
            assert http is not None
            assert http.closed
            await first

    run_virtual(scenario())
