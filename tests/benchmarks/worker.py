"""A process that runs one measurement of one client, as the command line says.

The last line of its output is the result, as JSON.
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


async def calls(options: argparse.Namespace) -> Measured:
    """Measure the cost of a call and the calls per second at several levels of concurrency."""
    client = clients.create(options.client, options.url, limited=False)
    measured = {}
    for name, concurrency, count in (spec.split(":") for spec in options.runs.split(",")):
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
    """A timer that fires every millisecond and records its largest delay."""

    def __init__(self) -> None:
        self.loop = asyncio.get_running_loop()
        self.due = self.loop.time() + BEAT_S
        self.max_delay_s = 0.0
        self.loop.call_at(self.due, self.beat)

    def beat(self) -> None:
        now = self.loop.time()
        self.max_delay_s = max(self.max_delay_s, now - self.due)
        self.due = now + BEAT_S
        self.loop.call_at(self.due, self.beat)


async def blocking(options: argparse.Namespace) -> Measured:
    """Measure how long the event loop is blocked while many calls start without a token."""
    client = clients.create(options.client, options.url, limited=True)
    gc.collect()
    heartbeat = Heartbeat()
    await asyncio.sleep(SETTLE_S)
    calls = [client.pin() for _ in range(options.calls)]
    results = await asyncio.gather(*calls, return_exceptions=True)
    await asyncio.sleep(SETTLE_S)
    await client.close()
    _check(results)
    failed = sum(result is not None for result in results)
    return {"blocked_ms": heartbeat.max_delay_s * 1000, "failed": failed}


def _check(results: list[Any]) -> None:
    """Raise an error that is not one of the client's own."""
    for result in results:
        if isinstance(result, BaseException) and not isinstance(result, RefusedError):
            raise result


async def quota(options: argparse.Namespace) -> Measured:
    """Make calls as fast as the client allows; the server counts them."""
    client = clients.create(options.client, options.url, limited=True)
    left = options.calls
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
        async with asyncio.timeout(options.within_s):
            await asyncio.gather(*[caller() for _ in range(options.callers)])
    except TimeoutError:
        pass
    took_s = time.monotonic() - began
    await client.close()
    return {"failed": failed, "took_s": took_s, "not_made": left}


async def imports(options: argparse.Namespace) -> Measured:
    """Measure the import of a client into a fresh Python."""
    before = _resident()
    cpu_began, wall_began = time.process_time(), time.perf_counter()
    for module in options.modules.split(","):
        __import__(module)
    cpu_s, wall_s = time.process_time() - cpu_began, time.perf_counter() - wall_began
    return {
        "cpu_ms": cpu_s * 1000,
        "wall_ms": wall_s * 1000,
        "mib": (_resident() - before) / 2**20,
    }


async def clients_held(options: argparse.Namespace) -> Measured:
    """Measure the memory of a client that has made a call."""
    first = clients.create(options.client, options.url, limited=True)
    await first.pin()
    before = _resident()
    held = []
    for _ in range(options.count):
        client = clients.create(options.client, options.url, limited=True)
        await client.pin()
        held.append(client)
    grown = _resident() - before
    for client in [first, *held]:
        await client.close()
    return {"kib": grown / options.count / 1024}


async def buckets_held(options: argparse.Namespace) -> Measured:
    """Measure the memory of an idle bucket, with one call for each of many tenants."""
    acquire = _limiter_of(options.client)
    await acquire(-1)
    before = _resident()
    for number in range(options.count):
        await acquire(number)
    return {"bytes": (_resident() - before) / options.count}


def _limiter_of(name: str) -> Callable[[int], Awaitable[None]]:
    if name == BOT_SDK:
        from feishu_bot_sdk.rate_limit import AsyncAdaptiveRateLimiter

        adaptive = AsyncAdaptiveRateLimiter()

        async def acquire_adaptive(number: int) -> None:
            await adaptive.acquire(f"POST:/im/v1/chats/{number}/top_notice/put_top_notice")

        return acquire_adaptive

    from feishu_chat_async import DEFAULT_LIMITS
    from feishu_chat_async._core.limiter import RateLimiter
    from feishu_chat_async._protocol.endpoint import BucketKey
    from feishu_chat_async.endpoints import top_notice

    limiter = RateLimiter(DEFAULT_LIMITS, 100)

    async def acquire(number: int) -> None:
        key = BucketKey((top_notice.PUT.name, str(number)), top_notice.PUT.limits)
        permit = await limiter.acquire([key])
        permit.send()
        permit.release()

    return acquire


async def waiting(options: argparse.Namespace) -> Measured:
    """Measure the memory of a waiting call, or of a plain waiting task for comparison."""
    is_plain = options.client == TASK
    client = None if is_plain else clients.create(options.client, options.url, limited=True)
    never = asyncio.Event()
    if client is not None:
        await client.pin()
    call: Callable[[], Coroutine[Any, Any, object]] = never.wait if client is None else client.pin
    gc.collect()
    before = _resident()
    tasks = [asyncio.create_task(call()) for _ in range(options.count)]
    await asyncio.sleep(IDLE_S)
    grown = _resident() - before
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    if client is not None:
        await client.close()
    return {"bytes": grown / options.count}


async def crowd(options: argparse.Namespace) -> Measured:
    """Measure the CPU per call while many other calls wait for a connection."""
    client = clients.create(clients.UNREACHED, options.url, limited=True)
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
            elif made == CONNECTIONS + options.calls:
                over.set_result(time.process_time() - began)

    await client.pin()
    tasks = [asyncio.create_task(caller()) for _ in range(CONNECTIONS + options.count)]
    cpu_s: float = await over
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    await client.close()
    return {"cpu_us": cpu_s / options.calls * 1e6}


async def tenants(options: argparse.Namespace) -> Measured:
    """Measure the CPU per call with many tenants taking turns."""
    from feishu_chat_async import TopNotice
    from feishu_chat_async._core.auth import AccessToken, StaticToken
    from feishu_chat_async.endpoints.top_notice import TopNoticeEndpoints

    client = clients.create(clients.UNREACHED, options.url, limited=True)
    assert isinstance(client, clients.Ours)
    session = client.feishu._session
    groups = [
        TopNoticeEndpoints(session.acting_as(StaticToken(AccessToken("t-0"), name, "tenant")).call)
        for name in map(str, range(options.count))
    ]
    turns = itertools.cycle(groups)

    async def pin() -> None:
        await next(turns).put(clients.CHAT_ID, TopNotice.message(clients.MESSAGE_ID))

    for _ in groups:
        await pin()
    cpu_s, _, made = await _drive(pin, 20, options.calls)
    await client.close()
    return {"cpu_us": cpu_s / made * 1e6}


def _resident() -> int:
    """Return the resident memory of this process in bytes."""
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize()


MEASUREMENTS: dict[str, Callable[[argparse.Namespace], Coroutine[Any, Any, Measured]]] = {
    measurement.__name__: measurement
    for measurement in (
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
    """Run the measurement that the command line names, on the event loop that it names."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("measurement", choices=MEASUREMENTS)
    parser.add_argument("--client", default="")
    parser.add_argument("--url", default="")
    parser.add_argument("--runs", default="", help="call:concurrency:count,...")
    parser.add_argument("--modules", default="")
    parser.add_argument("--calls", type=int, default=1)
    parser.add_argument("--callers", type=int, default=1)
    parser.add_argument("--count", type=int, default=1)
    parser.add_argument("--within-s", type=float, default=60.0)
    parser.add_argument("--uvloop", action="store_true")
    options = parser.parse_args()
    measure = MEASUREMENTS[options.measurement](options)
    if options.uvloop:
        import uvloop

        measured = uvloop.run(measure)
    else:
        measured = asyncio.run(measure)
    json.dump(measured, sys.stdout)


if __name__ == "__main__":
    main()
