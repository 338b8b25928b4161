"""One measurement of one client, in a process of its own; the command line says which.

The last line that it prints is what was measured, as JSON.
"""

import argparse
import asyncio
import gc
import itertools
import json
import resource
import sys
import time
from collections.abc import Awaitable, Callable, Coroutine
from pathlib import Path
from typing import Any

from . import clients
from .clients import BOT_SDK, RefusedError

WARM_UP = 20
BEAT_S = 0.001
SETTLE_S = 0.05
IDLE_S = 0.2
CONNECTIONS = 100
TASK = "asyncio's own task"

Measured = dict[str, Any]


async def calls(told: argparse.Namespace) -> Measured:
    """Measure what a call costs, and how many there are in a second, when so many run at once."""
    client = clients.make(told.client, told.url, limited=False)
    measured = {}
    for name, concurrency, count in (spec.split(":") for spec in told.runs.split(",")):
        call: Callable[[], Awaitable[object]] = {"pin": client.pin, "chats": client.chats}[name]
        cpu_s, wall_s, made = await _drive(call, int(concurrency), int(count))
        measured[f"{name}:{concurrency}"] = {
            "cpu_us": cpu_s / made * 1e6,
            "wall_us": wall_s / made * 1e6,
            "per_s": made / wall_s,
        }
    await client.close()
    return measured


async def _drive(
    call: Callable[[], Awaitable[object]], concurrency: int, count: int
) -> tuple[float, float, int]:
    each = max(1, count // concurrency)

    async def several(calls: int) -> None:
        for _ in range(calls):
            await call()

    warm_up = max(1, min(WARM_UP, count // 4))
    await asyncio.gather(*[several(warm_up) for _ in range(min(concurrency, warm_up))])
    gc.collect()
    cpu_began, wall_began = time.process_time(), time.perf_counter()
    await asyncio.gather(*[several(each) for _ in range(concurrency)])
    cpu_s, wall_s = time.process_time() - cpu_began, time.perf_counter() - wall_began
    return cpu_s, wall_s, each * concurrency


class Heartbeat:
    """A timer that rings every millisecond, and remembers how late it was at the most."""

    def __init__(self) -> None:
        self.loop = asyncio.get_running_loop()
        self.due = self.loop.time() + BEAT_S
        self.latest_s = 0.0
        self.loop.call_at(self.due, self.beat)

    def beat(self) -> None:
        now = self.loop.time()
        self.latest_s = max(self.latest_s, now - self.due)
        self.due = now + BEAT_S
        self.loop.call_at(self.due, self.beat)


async def blocking(told: argparse.Namespace) -> Measured:
    """Measure for how long nothing else could run while many calls begin without a token."""
    client = clients.make(told.client, told.url, limited=True)
    gc.collect()
    heartbeat = Heartbeat()
    await asyncio.sleep(SETTLE_S)
    calls = [client.pin() for _ in range(told.calls)]
    results = await asyncio.gather(*calls, return_exceptions=True)
    await asyncio.sleep(SETTLE_S)
    await client.close()
    _check(results)
    failed = sum(result is not None for result in results)
    return {"blocked_ms": heartbeat.latest_s * 1000, "failed": failed}


def _check(results: list[Any]) -> None:
    """Let no other error pass than a client's own."""
    for result in results:
        if isinstance(result, BaseException) and not isinstance(result, RefusedError):
            raise result


async def quota(told: argparse.Namespace) -> Measured:
    """Make calls as fast as the client lets its callers; the server counts."""
    client = clients.make(told.client, told.url, limited=True)
    left = told.calls
    failed = 0

    async def caller() -> None:
        nonlocal left, failed
        while left > 0:
            left -= 1
            try:
                await client.pin()
            except RefusedError:
                failed += 1

    began = time.monotonic()
    try:
        async with asyncio.timeout(told.within_s):
            await asyncio.gather(*[caller() for _ in range(told.callers)])
    except TimeoutError:
        pass
    took_s = time.monotonic() - began
    await client.close()
    return {"failed": failed, "took_s": took_s, "not_made": left}


async def imports(told: argparse.Namespace) -> Measured:
    """Measure what it takes to import the client, on top of nothing but Python itself."""
    before = _resident()
    cpu_began, wall_began = time.process_time(), time.perf_counter()
    for module in told.modules.split(","):
        __import__(module)
    cpu_s, wall_s = time.process_time() - cpu_began, time.perf_counter() - wall_began
    return {
        "cpu_ms": cpu_s * 1000,
        "wall_ms": wall_s * 1000,
        "mib": (_resident() - before) / 2**20,
    }


async def clients_held(told: argparse.Namespace) -> Measured:
    """Measure the memory of a client that has made a call and is kept."""
    first = clients.make(told.client, told.url, limited=True)
    await first.pin()
    before = _resident()
    held = []
    for _ in range(told.count):
        client = clients.make(told.client, told.url, limited=True)
        await client.pin()
        held.append(client)
    grown = _resident() - before
    for client in [first, *held]:
        await client.close()
    return {"kib": grown / told.count / 1024}


async def buckets_held(told: argparse.Namespace) -> Measured:
    """Measure the memory of a bucket that was used and is idle: one call each for many tenants."""
    take = _limiter_of(told.client)
    await take(-1)
    before = _resident()
    for number in range(told.count):
        await take(number)
    return {"bytes": (_resident() - before) / told.count}


def _limiter_of(name: str) -> Callable[[int], Awaitable[None]]:
    if name == BOT_SDK:
        from feishu_bot_sdk.rate_limit import AsyncAdaptiveRateLimiter

        adaptive = AsyncAdaptiveRateLimiter()

        async def take_adaptive(number: int) -> None:
            await adaptive.acquire(f"POST:/im/v1/chats/{number}/top_notice/put_top_notice")

        return take_adaptive

    from feishu_chat_async import DEFAULT_LIMITS
    from feishu_chat_async._core.limiter import RateLimiter
    from feishu_chat_async._protocol.endpoint import BucketKey
    from feishu_chat_async.endpoints import top_notice

    limiter = RateLimiter(DEFAULT_LIMITS, 100)

    async def take(number: int) -> None:
        part = BucketKey((top_notice.PUT.name, str(number)), top_notice.PUT.limits)
        permit = await limiter.acquire([part])
        permit.send()
        permit.release()

    return take


async def waiting(told: argparse.Namespace) -> Measured:
    """Measure the memory of a call that waits: in tasks that call, and in tasks that only wait."""
    is_plain = told.client == TASK
    client = None if is_plain else clients.make(told.client, told.url, limited=True)
    never = asyncio.Event()
    if client is not None:
        await client.pin()
    call: Callable[[], Coroutine[Any, Any, object]] = never.wait if client is None else client.pin
    gc.collect()
    before = _resident()
    tasks = [asyncio.create_task(call()) for _ in range(told.count)]
    await asyncio.sleep(IDLE_S)
    grown = _resident() - before
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    if client is not None:
        await client.close()
    return {"bytes": grown / told.count}


async def crowd(told: argparse.Namespace) -> Measured:
    """Measure the CPU per call while so many others wait for a connection, all of the time."""
    client = clients.make(clients.WIDE, told.url, limited=True)
    loop = asyncio.get_running_loop()
    over = loop.create_future()
    made, began = 0, 0.0

    async def caller() -> None:
        nonlocal made, began
        while True:
            await client.pin()
            made += 1
            if made == CONNECTIONS:
                gc.collect()
                began = time.process_time()
            elif made == CONNECTIONS + told.calls:
                over.set_result(time.process_time() - began)

    await client.pin()
    tasks = [asyncio.create_task(caller()) for _ in range(CONNECTIONS + told.count)]
    cpu_s: float = await over
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    await client.close()
    return {"cpu_us": cpu_s / told.calls * 1e6}


async def tenants(told: argparse.Namespace) -> Measured:
    """Measure the CPU per call when calls go round among so many tenants."""
    from feishu_chat_async import TopNotice
    from feishu_chat_async._core.auth import AccessToken, StaticToken
    from feishu_chat_async.endpoints.top_notice import TopNoticeEndpoints

    client = clients.make(clients.WIDE, told.url, limited=True)
    assert isinstance(client, clients.Ours)
    session = client.feishu._session
    groups = [
        TopNoticeEndpoints(session.acting_as(StaticToken(AccessToken("t-0"), name, "tenant")).call)
        for name in map(str, range(told.count))
    ]
    turns = itertools.cycle(groups)

    async def pin() -> None:
        await next(turns).put(clients.CHAT_ID, TopNotice.message(clients.MESSAGE_ID))

    for _ in groups:
        await pin()
    cpu_s, _, made = await _drive(pin, 20, told.calls)
    await client.close()
    return {"cpu_us": cpu_s / made * 1e6}


def _resident() -> int:
    """Return the bytes of memory that this process occupies now."""
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize()


MEASUREMENTS: dict[str, Callable[[argparse.Namespace], Coroutine[Any, Any, Measured]]] = {
    one.__name__: one
    for one in (
        blocking,
        buckets_held,
        calls,
        clients_held,
        crowd,
        imports,
        quota,
        tenants,
        waiting,
    )
}


def main() -> None:
    """Measure what the command line says, on the event loop that it says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("measurement", choices=MEASUREMENTS)
    parser.add_argument("--client", default="")
    parser.add_argument("--url", default="")
    parser.add_argument("--runs", default="", help="what:at once:calls,...")
    parser.add_argument("--modules", default="")
    parser.add_argument("--calls", type=int, default=1)
    parser.add_argument("--callers", type=int, default=1)
    parser.add_argument("--count", type=int, default=1)
    parser.add_argument("--within-s", type=float, default=60.0)
    parser.add_argument("--uvloop", action="store_true")
    told = parser.parse_args()
    measure = MEASUREMENTS[told.measurement](told)
    if told.uvloop:
        import uvloop

        measured = uvloop.run(measure)
    else:
        measured = asyncio.run(measure)
    json.dump(measured, sys.stdout)


if __name__ == "__main__":
    main()
