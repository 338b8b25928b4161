"""Timeouts that share one timer, in virtual time."""

import asyncio

import pytest

from feishu_chat_async import ConnectionFailedError
from feishu_chat_async._core.deadline import Timeout, TimeoutGroup
from tests.support.virtual import run_virtual


def now() -> float:
    return asyncio.get_running_loop().time()


def test_timeouts_of_a_group_expire_in_order_and_share_one_timer() -> None:
    async def scenario() -> None:
        group = TimeoutGroup(10)
        began = now()

        async def sleep(seconds: float) -> float | None:
            try:
                with Timeout(group):
                    await asyncio.sleep(seconds)
            except TimeoutError:
                return now() - began
            return None

        tasks = []
        for number in range(100):
            tasks.append(asyncio.create_task(sleep(5 if number % 2 else 50)))
            await asyncio.sleep(0.1)
        results = await asyncio.gather(*tasks)
        for number, result in enumerate(results):
            if number % 2:
                assert result is None
            else:
                assert result == pytest.approx(10 + number * 0.1, abs=0.001)
        assert not group.active
        await asyncio.sleep(11)
        assert group.timer is None

    run_virtual(scenario())


def test_a_timeout_follows_the_rules_of_asyncio_timeout() -> None:
    async def scenario() -> None:
        endless = TimeoutGroup(None)

        # A timeout that expires raises TimeoutError, and the task is not cancelled any more.
        with pytest.raises(TimeoutError), Timeout(endless) as timeout:
            asyncio.get_running_loop().call_soon(timeout.expire)
            await asyncio.sleep(1)
        task = asyncio.current_task()
        assert task is not None
        assert task.cancelling() == 0

        # If two nested timeouts expire at once, the outer one raises.
        with pytest.raises(TimeoutError), Timeout(endless) as outer:
            with Timeout(endless) as inner:
                asyncio.get_running_loop().call_soon(inner.expire)
                asyncio.get_running_loop().call_soon(outer.expire)
                await asyncio.sleep(1)
        assert task.cancelling() == 0
        await asyncio.sleep(0.1)  # no cancellation is left over

        # Another error passes through a timeout that has expired.
        with pytest.raises(ConnectionFailedError), Timeout(endless) as timeout:
            asyncio.get_running_loop().call_soon(timeout.expire)
            try:
                await asyncio.sleep(1)
            except asyncio.CancelledError:
                raise ConnectionFailedError("x", method="GET", path="/") from None
        assert task.cancelling() == 0

    run_virtual(scenario())


def test_a_timeout_needs_a_task() -> None:
    loop = asyncio.new_event_loop()
    problem: list[BaseException] = []

    def enter() -> None:
        try:
            Timeout(TimeoutGroup(1)).__enter__()
        except RuntimeError as error:
            problem.append(error)
        loop.stop()

    loop.call_soon(enter)
    loop.run_forever()
    loop.close()
    assert "inside a task" in str(problem[0])


def test_a_group_without_a_length_never_expires_by_itself() -> None:
    async def scenario() -> None:
        group = TimeoutGroup(None)
        with Timeout(group):
            await asyncio.sleep(1_000_000)
            assert group.timer is None
            assert not group.active

    run_virtual(scenario())


def test_shutting_a_group_down_cancels_its_timer() -> None:
    async def scenario() -> None:
        group = TimeoutGroup(1.0)
        with Timeout(group):
            assert group.timer is not None
            group.shut_down()
            group.shut_down()
            assert group.timer is None
            await asyncio.sleep(10)  # not interrupted

    run_virtual(scenario())
