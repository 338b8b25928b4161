"""One run: servers in their own process, clients and workers in this one, then the ledger."""

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

from .journal import Journal, record_stalls, rows
from .leaks import Memory, left_closed, left_open, sockets, wait_for_refresh
from .ledger import Call, CallOutcome, Effect, Ledger, Outcome, Stall, busiest
from .mix import BUSY, MIX, REPEATABLE, Room
from .workers import Worker, Workforce

_TIMEOUTS_S = ((8.0, 2.0), (3.0, 4.0))
"""Of a call and of an attempt, alternating between clients: either can end first."""
_LATE_S = 5.0
"""A call that is this much later than its deadline counts as lost."""
_END_S = 120.0
_SHOW_S = 5.0
_FIRST_S = 60.0
_FIRST_PART = 0.2
_MAX_ADDED_BYTES = 10_000_000
_MAX_ADDED_OBJECTS = 10_000
_BUCKETS_SHOWN = 8
_BUSY = 4
"""One worker in this many is a busy one."""

Show = Callable[[str], None]


@attrs.frozen(kw_only=True)
class Plan:
    """The settings of a run."""

    seconds: float
    workers: int = 200
    servers: int = 2
    seed: int = 0

    def shares(self) -> list[int]:
        """Return how many workers call each server."""
        return [len(range(number, self.workers, self.servers)) for number in range(self.servers)]


@attrs.frozen
class Report:
    """The results of a run."""

    lines: list[str]
    violations: list[str]


def run(plan: Plan, show: Show) -> Report:
    """Run the plan; it takes some seconds longer than planned."""
    with tempfile.TemporaryDirectory() as name:
        ours, theirs = Path(name, "ours"), Path(name, "theirs")
        with _servers(plan, theirs) as process:
            assert process.stdout is not None
            sites = json.loads(process.stdout.readline())
            lines, violations = asyncio.run(_work(plan, sites, ours, show))
            faults, _ = process.communicate("\n", timeout=_END_S)
        ledger, endpoints = _read_ledger(ours, theirs)
    lines += [f"Faults: {_joined(json.loads(faults))}.", *_limit_lines(ledger, endpoints)]
    return Report(lines, [*violations, *ledger.violations()])


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
    plan: Plan, sites: list[dict[str, Any]], path: Path, show: Show
) -> tuple[list[str], list[str]]:
    """Run the workers; return the lines of the report, and the violations."""
    violations: list[str] = []
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(
        lambda _, context: violations.append(f"the event loop reported {context}")
    )
    sockets_before = sockets()
    journal = Journal(path)
    workforce = Workforce(journal)
    clients = [_client(site) for site in sites]
    workers = [
        asyncio.create_task(_worker(plan, workforce, client, site, number).work())
        for client, site in zip(clients, sites, strict=True)
        for number in range(len(site["rooms"]))
    ]
    stalls = asyncio.create_task(record_stalls(journal))
    first_s = min(_FIRST_S, plan.seconds * _FIRST_PART)
    await _wait(workforce, workers, first_s, show)
    first = Memory()
    calls_before = workforce.outcomes.total()
    await _wait(workforce, workers, plan.seconds - first_s, show)
    last = Memory()  # while the workers run, as for the first
    calls = workforce.outcomes.total() - calls_before
    workforce.stopping = True
    done, lost = await asyncio.wait(workers, timeout=max(_TIMEOUTS_S)[0] + _LATE_S)
    for task in lost:
        task.cancel()  # its outcome is not recorded, so the ledger does not balance
    violations += [f"a worker ended with {error!r}" for task in done if (error := task.exception())]
    del workers, done, lost
    stalls.cancel()
    for client in clients:
        await wait_for_refresh(client)
    violations += [
        f"left before closing: {line}" for client in clients for line in left_open(client)
    ]
    for client in clients:
        try:
            async with asyncio.timeout(_LATE_S):
                await client.close()
        except TimeoutError:
            violations.append("a client cannot be closed")
    del clients
    journal.close()
    violations += [f"left after closing: {line}" for line in await left_closed(sockets_before)]
    added_bytes, added_objects = last.bytes - first.bytes, last.objects - first.objects
    if added_bytes > _MAX_ADDED_BYTES or added_objects > _MAX_ADDED_OBJECTS:
        violations.append(f"memory grew by {added_bytes:,} bytes and {added_objects:,} objects")
    violations += [f"{times} times {error}" for error, times in workforce.surprises.items()]
    return [
        (
            f"{workforce.outcomes.total():,} calls by {plan.workers} workers: "
            f"{_joined(workforce.outcomes)}."
        ),
        f"Errors: {_joined(workforce.errors)}.",
        (
            f"Memory after {first_s:.0f} s: {first.bytes / 1e6:.1f} MB, {first.objects:,} objects; "
            f"{calls:,} calls later: {added_bytes / 1e6:+.1f} MB, "
            f"{added_objects:+,} objects."
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
        limits=RateLimits(paced_s=2.0),  # or every bucket would be paced after some seconds
    )


def _worker(
    plan: Plan, workforce: Workforce, client: FeishuChat, site: dict[str, Any], number: int
) -> Worker:
    people = tuple(site["people"])
    rooms = [
        Room(chat_id, chat_id, people, is_docx=is_docx, is_existing=True)
        for chat_id, is_docx in site["rooms"][number]
    ]
    rng = random.Random(f"{plan.seed} {site['number']} {number}")
    return Worker(workforce, client, rooms, rng, MIX if number % _BUSY else BUSY)


async def _wait(
    workforce: Workforce, workers: "list[asyncio.Task[None]]", seconds: float, show: Show
) -> None:
    """Wait and show the progress; stop early if a worker fails."""
    until = time.monotonic() + seconds
    while (left_s := until - time.monotonic()) > 0 and not any(task.done() for task in workers):
        await asyncio.sleep(min(left_s, _SHOW_S))
        show(f"{workforce.outcomes.total():,} calls: {_joined(workforce.outcomes)}")


def _read_ledger(ours: Path, theirs: Path) -> tuple[Ledger, dict[str, str]]:
    """Return the ledger, and the endpoint or narrow limit of each bucket."""
    received, endpoints = defaultdict(list), {}
    for bucket, endpoint, at_s in rows(theirs, "received"):
        received[bucket].append(at_s)
        endpoints[bucket] = endpoint
    limits = {endpoint.name: endpoint.limits for endpoint in ALL}
    limits |= {narrow.name: narrow.limits for endpoint in ALL for narrow in endpoint.narrow_limits}
    ledger = Ledger(
        calls=[Call(*row) for row in rows(ours, "call")],
        outcomes=[CallOutcome(number, Outcome(name)) for number, name in rows(ours, "outcome")],
        effects=[Effect(*row) for row in rows(theirs, "effect")],
        received=received,
        limits={bucket: limits[endpoint] for bucket, endpoint in endpoints.items()},
        repeatable=REPEATABLE,
        stalls=[Stall(*row) for path in (ours, theirs) for row in rows(path, "stall")],
    )
    return ledger, endpoints


def _limit_lines(ledger: Ledger, endpoints: dict[str, str]) -> list[str]:
    """Return how near to their limits the fullest buckets came."""
    largest: dict[tuple[str, int, float], int] = defaultdict(int)
    for bucket, times in ledger.received.items():
        for limit in ledger.limits[bucket]:
            key = (endpoints[bucket], limit.calls, limit.per_s)
            largest[key] = max(largest[key], busiest(times, limit.per_s))
    fullest = sorted(largest.items(), key=_fullness, reverse=True)[:_BUCKETS_SHOWN]
    requests = sum(map(len, ledger.received.values()))
    stalled_s = sum(stall.until_s - stall.since_s for stall in ledger.stalls)
    return [
        f"{len(ledger.effects):,} effects of {requests:,} requests.",
        f"The event loops were late {len(ledger.stalls):,} times, {stalled_s:.1f} s in all.",
        *[
            f"  {name}: at most {count} of {calls} in {per_s:g} s"
            for (name, calls, per_s), count in fullest
        ],
    ]


def _fullness(item: tuple[tuple[str, int, float], int]) -> float:
    (_, calls, _), count = item
    return count / calls


def _joined(counts: "dict[str, int]") -> str:
    return ", ".join(f"{count:,} {name}" for name, count in sorted(counts.items()))
