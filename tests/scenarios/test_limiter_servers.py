"""The limiter in virtual time, against servers with every known way of counting."""

import asyncio
import math
import random
from collections.abc import Callable

import pytest

from feishu_chat_async import Limit
from feishu_chat_async._core.bucket import Bucket
from feishu_chat_async._protocol.endpoint import LEVEL_4
from feishu_chat_async.testing.limits import (
    Counter,
    FixedWindow,
    SlidingWindow,
    TokenBucket,
    WeightedCounter,
)
from tests._core.test_limiter import PINS, new_limiter
from tests.support.alone import run_alone
from tests.support.virtual import run_virtual


class Server:
    """Counts by one algorithm, and records the calls it admitted and rejected."""

    def __init__(self, make: Callable[[Limit], Counter]) -> None:
        self.counters = [make(limit) for limit in LEVEL_4]
        self.admitted: list[float] = []
        self.rejected: list[float] = []

    def receive(self, now: float) -> float:
        wait_s = max(counter.wait_s(now) for counter in self.counters)
        if wait_s > 1e-9:
            self.rejected.append(now)
            return wait_s
        for counter in self.counters:
            counter.add(now)
        self.admitted.append(now)
        return 0.0


def every_exact_server() -> dict[str, Server]:
    def fixed(phase: float) -> Server:
        return Server(lambda limit: FixedWindow(limit, phase * limit.per_s))

    phases = {f"fixed window, phase {phase}/20": fixed(phase / 20) for phase in range(20)}
    return {"sliding": Server(SlidingWindow), "token bucket": Server(TokenBucket), **phases}


async def backlog(
    receive: Callable[[float], float], jitter_s: float, lasts_s: float = 600.0
) -> float:
    """Call as fast as the limiter allows, and return the start time."""
    loop = asyncio.get_running_loop()
    limiter, began, rng = new_limiter(), loop.time(), random.Random(2)

    async def caller() -> None:
        while True:
            permit = await limiter.acquire([PINS])
            if loop.time() - began > lasts_s:
                permit.release()
                return
            permit.send()
            await asyncio.sleep(rng.uniform(0, jitter_s))
            wait_s = receive(loop.time())
            await asyncio.sleep(rng.uniform(0, jitter_s))
            if wait_s:
                limiter.close_gate(PINS, math.ceil(wait_s))
            permit.release()

    await asyncio.gather(*[caller() for _ in range(100)])
    limiter.shut_down()
    return began


@pytest.mark.parametrize("jitter_s", [0.0, 0.05, 0.3])
def test_ten_minutes_of_backlog_cause_no_rejection(jitter_s: float) -> None:
    run_alone(ten_minutes_of_backlog, jitter_s)


def ten_minutes_of_backlog(jitter_s: float) -> None:
    # Nothing is rejected, so all servers see the same calls and can count them side by side.
    servers = every_exact_server()

    def receive(now: float) -> float:
        return max(server.receive(now) for server in servers.values())

    began = run_virtual(backlog(receive, jitter_s))
    for name, server in servers.items():
        assert not server.rejected, name
        in_time = [at for at in server.admitted if at - began <= 600]
        assert len(in_time) >= 0.97 * 10_000, name
        assert server.admitted[999] - began <= 30, name


@pytest.mark.parametrize("jitter_s", [0.0, 0.05, 0.3])
def test_the_paced_mode_satisfies_a_weighted_counter(jitter_s: float) -> None:
    run_alone(ten_minutes_with_a_weighted_counter, jitter_s)


def ten_minutes_with_a_weighted_counter(jitter_s: float) -> None:
    server = Server(WeightedCounter)
    began = run_virtual(backlog(server.receive, jitter_s))
    # Each paced period starts with a rejection, and calls in flight at that time are rejected
    # too.
    assert 1 <= len(server.rejected) <= 20
    first = server.rejected[0]
    assert all(at - first < 61 or at - first > 290 for at in server.rejected)
    assert len([at for at in server.admitted if at - began <= 600]) >= 8000


def test_a_textbook_token_bucket_is_rejected() -> None:
    """A steady refill would allow 99 calls in a second: 50 saved permits and 49 refilled ones."""
    server = Server(SlidingWindow)
    saved, now = 50.0, 0.0
    while now < 1.0:
        while saved >= 1:
            saved -= 1
            server.receive(now)
        now += 0.02
        saved += 1
    assert len(server.rejected) >= 48


@pytest.mark.parametrize(
    "limits",
    [
        (Limit(1, 1.0),),
        (Limit(5, 1.0), Limit(3, 1.0)),
        (Limit(20, 1.0),),
        (Limit(50, 1.0),),
        (Limit(100, 60.0),),
        LEVEL_4,
    ],
    ids=str,
)
def test_the_paced_mode_satisfies_a_weighted_counter_with_any_limits(
    limits: tuple[Limit, ...],
) -> None:
    """Bursts after pauses, with the bucket full and at any phase of the server's windows."""
    bucket = Bucket(limits, 0.0)
    counters = [WeightedCounter(limit) for limit in limits]
    max_s = max(limit.per_s for limit in limits)
    bucket.close(0.0, 0.0, math.inf)
    rng, now = random.Random(4), 0.0
    for _ in range(2000):
        now = max(bucket.ready_at(now), now)
        bucket.grant(now)
        bucket.refund()  # only the paced mode is tested here,
        bucket._paced_level -= 1  # so its permit is used up
        assert max(counter.wait_s(now) for counter in counters) <= 1e-9
        for counter in counters:
            counter.add(now)
        if rng.random() < 0.02:
            now += rng.uniform(0, 3) * max_s
