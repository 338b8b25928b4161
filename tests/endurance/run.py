"""One run: servers in a process of their own, clients and workers in this one, then the books."""

import asyncio
import json
import random
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import attrs

from feishu_chat_async import FeishuChat, RateLimits, RetryPolicy
from feishu_chat_async.endpoints.all import ALL

from .books import Books, Call, Effect, Outcome, Stall, Told, busiest
from .journal import Journal, rows, watch_time
from .mix import BUSY, MIX, REPEATABLE, Room
from .remains import Memory, left_closed, left_open, settled, sockets
from .workers import Office, Worker

_TIMEOUTS_S = ((8.0, 2.0), (3.0, 4.0))
"""For a call and for one attempt, by turns: once the one, once the other ends first."""
_LATE_S = 5.0
"""So much later than the deadline of a call it is taken for lost."""
_END_S = 120.0
_SAY_S = 5.0
_FIRST_S = 60.0
_FIRST_PART = 0.2
_MORE_BYTES = 10_000_000
_MORE_OBJECTS = 10_000
_FULLEST = 8
_BUSY = 4
"""One of so many workers is a busy one."""

Say = Callable[[str], None]


@attrs.frozen(kw_only=True)
class Plan:
    """What is run."""

    seconds: float
    workers: int = 200
    servers: int = 2
    seed: int = 0

    def shares(self) -> list[int]:
        """Say how many workers call each server."""
        return [len(range(number, self.workers, self.servers)) for number in range(self.servers)]


@attrs.frozen
class Report:
    """What came of it."""

    lines: list[str]
    violations: list[str]


def run(plan: Plan, say: Say) -> Report:
    """Run it all; takes some seconds more than planned."""
    with tempfile.TemporaryDirectory() as name:
        ours, theirs = Path(name, "ours"), Path(name, "theirs")
        with _servers(plan, theirs) as process:
            assert process.stdout is not None
            sites = json.loads(process.stdout.readline())
            lines, violations = asyncio.run(_work(plan, sites, ours, say))
            troubles, _ = process.communicate("\n", timeout=_END_S)
        books, endpoints = _books(ours, theirs)
    lines = [*lines, f"Trouble: {_listed(json.loads(troubles))}.", *_of_limits(books, endpoints)]
    return Report(lines, [*violations, *books.violations()])


@contextmanager
def _servers(plan: Plan, journal: Path) -> Iterator["subprocess.Popen[str]"]:
    command = [sys.executable, "-m", f"{__package__}.server", "--seed", str(plan.seed)]
    command += ["--journal", str(journal), "--workers", *map(str, plan.shares())]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


async def _work(
    plan: Plan, sites: list[dict[str, Any]], path: Path, say: Say
) -> tuple[list[str], list[str]]:
    """Let the workers work; return what is to be told, and what is wrong."""
    violations: list[str] = []
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda _, context: violations.append(f"the loop says {context}"))
    sockets_before = sockets()
    journal = Journal(path)
    office = Office(journal)
    clients = [_client(site) for site in sites]
    workers = [
        asyncio.create_task(_worker(plan, office, client, site, number).work())
        for client, site in zip(clients, sites, strict=True)
        for number in range(len(site["rooms"]))
    ]
    watch = asyncio.create_task(watch_time(journal))
    first_s = min(_FIRST_S, plan.seconds * _FIRST_PART)
    await _wait(office, workers, first_s, say)
    first = Memory()
    calls_before = office.told.total()
    await _wait(office, workers, plan.seconds - first_s, say)
    last = Memory()  # while they work, as the first time
    calls = office.told.total() - calls_before
    office.closing = True
    done, lost = await asyncio.wait(workers, timeout=max(_TIMEOUTS_S)[0] + _LATE_S)
    for task in lost:
        task.cancel()  # what it was told is not written down: the books will show it
    violations += [f"a worker ended with {error!r}" for task in done if (error := task.exception())]
    del workers, done, lost
    watch.cancel()
    for client in clients:
        await settled(client)
    violations += [f"left before closing: {one}" for client in clients for one in left_open(client)]
    for client in clients:
        try:
            async with asyncio.timeout(_LATE_S):
                await client.close()
        except TimeoutError:
            violations.append("a client cannot be closed")
    del clients
    journal.close()
    violations += [f"left after closing: {one}" for one in await left_closed(sockets_before)]
    more_bytes, more_objects = last.bytes - first.bytes, last.objects - first.objects
    if more_bytes > _MORE_BYTES or more_objects > _MORE_OBJECTS:
        violations.append(f"memory grew by {more_bytes:,} bytes and {more_objects:,} objects")
    violations += [f"{times} times {what}" for what, times in office.surprises.items()]
    return [
        f"{office.told.total():,} calls by {plan.workers} workers: {_listed(office.told)}.",
        f"Errors: {_listed(office.errors)}.",
        (
            f"Memory after {first_s:.0f} s: {first.bytes / 1e6:.1f} MB, {first.objects:,} objects; "
            f"{calls:,} calls later: {more_bytes / 1e6:+.1f} MB, "
            f"{more_objects:+,} objects."
        ),
    ], violations


def _client(site: dict[str, Any]) -> FeishuChat:
    timeout_s, attempt_timeout_s = _TIMEOUTS_S[site["number"] % len(_TIMEOUTS_S)]
    return FeishuChat(
        site["app_id"],
        site["app_secret"],
        base_url=site["url"],
        timeout_s=timeout_s,
        attempt_timeout_s=attempt_timeout_s,
        connect_timeout_s=1.0,
        close_timeout_s=1.0,
        max_response_bytes=1_000_000,
        retry=RetryPolicy(base_delay_s=0.1, max_delay_s=1.0),
        limits=RateLimits(paced_s=2.0),  # or all of it would be paced after some seconds
    )


def _worker(
    plan: Plan, office: Office, client: FeishuChat, site: dict[str, Any], number: int
) -> Worker:
    people = tuple(site["people"])
    rooms = [
        Room(chat_id, chat_id, people, is_docx=is_docx, is_ready_made=True)
        for chat_id, is_docx in site["rooms"][number]
    ]
    chance = random.Random(f"{plan.seed} {site['number']} {number}")
    return Worker(office, client, rooms, chance, MIX if number % _BUSY else BUSY)


async def _wait(
    office: Office, workers: "list[asyncio.Task[None]]", seconds: float, say: Say
) -> None:
    """Let time pass, and say what happens; no longer if a worker fails."""
    until = time.monotonic() + seconds
    while (left_s := until - time.monotonic()) > 0 and not any(task.done() for task in workers):
        await asyncio.sleep(min(left_s, _SAY_S))
        say(f"{office.told.total():,} calls: {_listed(office.told)}")


def _books(ours: Path, theirs: Path) -> tuple[Books, dict[str, str]]:
    received, endpoints = defaultdict(list), {}
    for bucket, endpoint, at_s in rows(theirs, "received"):
        received[bucket].append(at_s)
        endpoints[bucket] = endpoint
    limits = {one.name: one.limits for one in ALL}
    limits |= {narrow.name: narrow.limits for one in ALL for narrow in one.narrow_limits}
    books = Books(
        calls=[Call(*row) for row in rows(ours, "call")],
        told=[Told(number, Outcome(outcome)) for number, outcome in rows(ours, "told")],
        effects=[Effect(*row) for row in rows(theirs, "effect")],
        received=received,
        limits={bucket: limits[endpoint] for bucket, endpoint in endpoints.items()},
        repeatable=REPEATABLE,
        stalls=[Stall(*row) for path in (ours, theirs) for row in rows(path, "stall")],
    )
    return books, endpoints


def _of_limits(books: Books, endpoints: dict[str, str]) -> list[str]:
    """Say how near to their limits the endpoints came."""
    most: dict[tuple[str, int, float], int] = defaultdict(int)
    for bucket, times in books.received.items():
        for limit in books.limits[bucket]:
            key = (endpoints[bucket], limit.calls, limit.per_s)
            most[key] = max(most[key], busiest(times, limit.per_s))
    stalled_s = sum(stall.until_s - stall.since_s for stall in books.stalls)
    return [
        f"{len(books.effects):,} effects of {sum(map(len, books.received.values())):,} requests.",
        f"Both sides were late {len(books.stalls):,} times, {stalled_s:.1f} s in all.",
        *[
            f"  {name}: at most {count} of {calls} in {per_s:g} s"
            for (name, calls, per_s), count in sorted(most.items(), key=_part, reverse=True)[
                :_FULLEST
            ]
        ],
    ]


def _part(one: tuple[tuple[str, int, float], int]) -> float:
    (_, calls, _), count = one
    return count / calls


def _listed(counts: "dict[str, int]") -> str:
    return ", ".join(f"{count:,} {name}" for name, count in sorted(counts.items()))
