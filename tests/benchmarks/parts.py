"""The parts of the benchmarks; each runs its clients in turns and collects their figures."""

from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final, NamedTuple

from .clients import BARE, BOT_SDK, LARK, LIFTED, OURS, UNREACHED, UVLOOP, is_installed
from .figures import COLUMNS, Figure, Results, Trace, compared, rounds_of
from .processes import run_worker, running_stub
from .progress import Watch

FEWER_CALLS: Final = {LARK: 100, BOT_SDK: 8}
"""Slow clients make this many times fewer calls."""
DEPENDENCIES: Final = "aiohttp, attrs, cattrs and backoff"
IMPORTS: Final = {
    OURS: "feishu_chat_async",
    DEPENDENCIES: "aiohttp,attrs,cattrs,backoff",
    BARE: "aiohttp",
    LARK: "lark_oapi",
    BOT_SDK: "feishu_bot_sdk",
}
TASK: Final = "asyncio's own task"

Measured = dict[str, dict[int, dict[str, Any]]]


class Sizes(NamedTuple):
    """The amount of work in each part, which bounds its time."""

    clients: tuple[str, ...] = (
        OURS,
        DEPENDENCIES,
        BARE,
        UNREACHED,
        LIFTED,
        UVLOOP,
        BOT_SDK,
        LARK,
    )
    rounds: int = 9
    rounds_of_slow: int = 3
    calls: int = 2000
    at_once: tuple[int, ...] = (1, 20, 200)
    cold_calls: int = 200
    token_delay_s: float = 1.0
    clients_held: int = 50
    buckets: int = 10_000
    waiting: int = 100_000
    tenants: int = 10_000
    quota_calls: int = 2100
    quota_callers: int = 100
    quota_within_s: float = 180.0

    def present(self, *names: str) -> list[str]:
        """Return the clients among these that are selected and installed."""
        return [name for name in names if name in self.clients and is_installed(name)]


FULL: Final = Sizes()
QUICK: Final = Sizes(
    rounds=2,
    rounds_of_slow=1,
    calls=400,
    cold_calls=100,
    clients_held=10,
    buckets=2000,
    waiting=10_000,
    tenants=1000,
    quota_calls=200,
    quota_within_s=30.0,
)


class Turn(NamedTuple):
    """A client's turn in a round."""

    round: int
    client: str

    def __str__(self) -> str:
        return f"{self.client}, round {self.round + 1}"


class Load(NamedTuple):
    """The waiting calls or tenants that exist while a call is measured."""

    measurement: str
    what: str
    many: int

    def __str__(self) -> str:
        return f"{self.many:,} {self.what}"


def turns(clients: Iterable[str], rounds: int, rounds_of_slow: int) -> list[Turn]:
    """Return the clients' turns; the slowest client skips most rounds."""
    return [
        Turn(at, client)
        for at in range(rounds)
        for client in clients
        if client != LARK or at < rounds_of_slow
    ]


def measure_calls(sizes: Sizes, results: Results, watch: Watch) -> None:
    """Measure CPU and wall time of pins and of lists of 100 chats, and pins per second.

    Clients with rate limits have them lifted here, except for a row of ours with limits that are
    counted but never reached.
    """
    measured: Measured = {}
    at_once = {"pin": sizes.at_once, "chats": sizes.at_once[:2]}
    clients = sizes.present(OURS, BARE, UNREACHED, UVLOOP, BOT_SDK, LARK)
    with running_stub() as stub:
        for at, client in watch("calls", turns(clients, sizes.rounds, sizes.rounds_of_slow)):
            calls = sizes.calls // FEWER_CALLS.get(client, 1)
            runs = [f"pin:{many}:{max(calls, many)}" for many in at_once["pin"]]
            runs += [f"chats:{many}:{max(calls // 3, many)}" for many in at_once["chats"]]
            name, flags = (OURS, ["--uvloop"]) if client == UVLOOP else (client, [])
            found = run_worker("calls", *flags, client=name, url=stub.url, runs=",".join(runs))
            measured.setdefault(client, {})[at] = found
        report = stub.report()
    for what, name in (("pin", "pin"), ("chats", "list of 100 chats")):
        for many in at_once[what]:
            cpu = rounds_of(measured, (f"{what}:{many}", "cpu_us"))
            title = f"CPU per {name}, {_at_once(many)}"
            variants = (UNREACHED, UVLOOP) if what == "pin" else ()
            results.figures.extend(_rows(title, "µs", cpu, variants))
        many = at_once[what][0]
        wall = rounds_of(measured, (f"{what}:{many}", "wall_us"))
        results.figures.extend(_rows(f"Time per {name}, {_at_once(many)}", "µs", wall))
    for many in at_once["pin"]:
        per_s = rounds_of(measured, (f"pin:{many}", "per_s"))
        title = f"Pins per second, {_at_once(many)}"
        results.figures.extend(_rows(title, "", per_s, (UVLOOP,)))
    results.about["server_us_per_call"] = report["cpu_s"] / report["calls"] * 1e6


def _at_once(many: int) -> str:
    return "one at a time" if many == 1 else f"{many} at once"


def _rows(
    measure: str,
    unit: str,
    rounds: Mapping[str, Mapping[int, float]],
    variants: tuple[str, ...] = (),
) -> list[Figure]:
    """Return the figures of the clients; variants of our client have rows of their own."""
    figures = []
    for figure in compared(measure, unit, rounds):
        if figure.client in COLUMNS:
            figures.append(figure)
        elif figure.client in variants:
            variant = figure.client.removeprefix(f"{OURS}, ")
            figures.append(_ours(figure, f"{measure}, {variant}"))
    return figures


def _ours(figure: Figure, measure: str) -> Figure:
    return figure._replace(measure=measure, client=OURS)


def measure_blocking(sizes: Sizes, results: Results, watch: Watch) -> None:
    """Measure how long the event loop is blocked while many calls start without a token."""
    measured: Measured = {}
    clients = sizes.present(OURS, LIFTED, BARE, BOT_SDK, LARK)
    with running_stub(token_delay_s=sizes.token_delay_s) as stub:
        rounds = min(sizes.rounds, 2 * sizes.rounds_of_slow)
        for at, client in watch("blocking", turns(clients, rounds, sizes.rounds_of_slow)):
            found = run_worker("blocking", client=client, url=stub.url, calls=sizes.cold_calls)
            measured.setdefault(client, {})[at] = found
    blocked = rounds_of(measured, ("blocked_ms",))
    name = f"Event loop blocked, {sizes.cold_calls} calls and a cold token"
    results.figures.extend(_rows(name, "ms", blocked, (LIFTED,)))


def measure_startup(sizes: Sizes, results: Results, watch: Watch) -> None:
    """Measure the time and memory of the import."""
    figures = results.figures
    measured: Measured = {}
    clients = sizes.present(*IMPORTS)
    for client in clients:
        run_worker("imports", modules=IMPORTS[client])  # writes the bytecode
    for at, client in watch("imports", turns(clients, sizes.rounds, sizes.rounds_of_slow)):
        found = run_worker("imports", modules=IMPORTS[client])
        measured.setdefault(client, {})[at] = found
    for name, unit, key in (("Import", "ms", "wall_ms"), ("Memory of the import", "MiB", "mib")):
        for figure in compared(name, unit, rounds_of(measured, (key,))):
            is_parts = figure.client == DEPENDENCIES
            figures.append(_ours(figure, f"{name} of {DEPENDENCIES}") if is_parts else figure)


def measure_memory(sizes: Sizes, results: Results, watch: Watch) -> None:
    """Measure the memory of clients, idle buckets and waiting calls."""
    figures = results.figures
    with running_stub() as stub:
        for client in watch("memory of clients", sizes.present(OURS, BARE, BOT_SDK, LARK)):
            found = run_worker(
                "clients_held", client=client, url=stub.url, count=sizes.clients_held
            )
            figures.append(Figure("Memory per client", "KiB", client, (found["kib"],)))
    for client in watch("memory of buckets", sizes.present(OURS, BOT_SDK)):
        found = run_worker("buckets_held", client=client, count=sizes.buckets)
        figures.append(Figure("Memory per idle bucket", "bytes", client, (found["bytes"],)))
    plain = run_worker("waiting", client=TASK, count=sizes.waiting)["bytes"]
    name = f"Memory per waiting call beyond {TASK}, {sizes.waiting:,} waiting"
    for client in watch("memory of waiting calls", sizes.present(OURS, BARE, BOT_SDK)):
        with running_stub(answers=2) as stub:  # one for the token, one for the first call
            found = run_worker("waiting", client=client, url=stub.url, count=sizes.waiting)
        figures.append(Figure(name, "bytes", client, (found["bytes"] - plain,)))


def measure_flatness(sizes: Sizes, results: Results, watch: Watch) -> None:
    """Measure whether the cost of a call depends on the number of waiting calls or tenants."""
    jobs = [Load("crowd", "waiting calls", many) for many in (1, sizes.waiting)]
    jobs += [Load("tenants", "tenants", many) for many in (1, sizes.tenants)]
    values: dict[Load, list[float]] = {job: [] for job in jobs}
    with running_stub() as stub:
        for job in watch("flatness", jobs * sizes.rounds_of_slow):
            found = run_worker(job.measurement, url=stub.url, count=job.many, calls=sizes.calls)
            values[job].append(found["cpu_us"])
    for job in jobs:
        figure = Figure(f"CPU per pin, {job.what}: {job.many:,}", "µs", OURS, tuple(values[job]))
        results.figures.append(figure)


def measure_quota(sizes: Sizes, results: Results, watch: Watch) -> None:
    """Measure how much of 50/s and 1000/min is used, and how many calls are rejected."""
    # Clients that mostly wait run together; one that keeps a core busy runs alone.
    groups = [group for group in (sizes.present(OURS, BARE, BOT_SDK), sizes.present(LARK)) if group]
    found: list[tuple[list[Figure], Trace]] = []
    with ThreadPoolExecutor() as pool:
        for group in watch("quota", groups):
            found += pool.map(lambda client: _one_quota(sizes, client), group)
    for figures, trace in sorted(found, key=lambda pair: COLUMNS.index(pair[1].client)):
        results.figures.extend(figures)
        results.traces.append(trace)


def _one_quota(sizes: Sizes, client: str) -> tuple[list[Figure], Trace]:
    with running_stub("--strict", jitter_s=0.03) as stub:
        run_worker(
            "quota",
            client=client,
            url=stub.url,
            calls=sizes.quota_calls,
            callers=sizes.quota_callers,
            within_s=sizes.quota_within_s,
        )
        report = stub.report()
    began = min(report["accepted"] + report["rejected"], default=0.0)
    accepted = tuple(at - began for at in report["accepted"])
    rejected = tuple(at - began for at in report["rejected"])
    minutes = max(1, sizes.quota_calls // 1000)
    allowed = min(sizes.quota_calls, 1000 * minutes)
    used = sum(at < 60 * minutes for at in accepted) / allowed
    name = f"{sizes.quota_calls:,} calls to a strict server"
    figures = [
        Figure(f"{name}: rejected", "", client, (len(rejected),)),
        Figure(f"{name}: quota used", "%", client, (100 * min(1.0, used),)),
    ]
    for number in (1000, 2000):
        if len(accepted) >= number:
            at_s = accepted[number - 1]
            figures.append(Figure(f"{name}: {number}th accepted after", "s", client, (at_s,)))
    return figures, Trace(client, accepted, rejected)


PARTS: Final = {
    "calls": measure_calls,
    "blocking": measure_blocking,
    "startup": measure_startup,
    "memory": measure_memory,
    "flatness": measure_flatness,
    "quota": measure_quota,
}
