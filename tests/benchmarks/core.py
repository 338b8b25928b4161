"""What the pipeline costs: `python -m tests.benchmarks.core`.

One pin through the whole pipeline (with the rate limits lifted) against the same POST written by
hand on a bare aiohttp session; a page of 100 chats or members, read into models, against the same
read into dicts; and importing this package against importing what it is made of.
Each client runs in a process of its own, in turns, against one server process; CPU time is that of
the client's whole process, per call.
"""

import argparse
import asyncio
import json
import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from importlib.metadata import version

from . import stub

CHAT_ID = "oc_5ad11d72b830411d72b836c20"
MESSAGE_ID = "om_dc13264520392913993dd051dba21dcf"
TOKEN = "t-caecc734c2e3328a62489fe0648c4b98779515d3"
TASKS = 10
WARM_UP = 100

IMPORTS = {
    "aiohttp, attrs, cattrs, backoff": "import aiohttp, attrs, cattrs, backoff",
    "feishu_chat_async": "import feishu_chat_async",
}


async def measure(call: Callable[[], Awaitable[object]], calls: int) -> float:
    """Return the microseconds of CPU per call."""
    for _ in range(WARM_UP):
        await call()

    async def several() -> None:
        for _ in range(calls // TASKS):
            await call()

    began = time.process_time()
    await asyncio.gather(*[several() for _ in range(TASKS)])
    return (time.process_time() - began) / calls * 1e6


async def bare(url: str, calls: int) -> float:
    """Pin with nothing but aiohttp."""
    import aiohttp  # noqa: PLC0415 - each client imports only what it uses

    path = f"{url}/open-apis/im/v1/chats/{CHAT_ID}/top_notice/put_top_notice"
    headers = {"Authorization": f"Bearer {TOKEN}"}
    async with aiohttp.ClientSession() as session:

        async def pin() -> None:
            notice = {"action_type": "1", "message_id": MESSAGE_ID}
            body = {"chat_top_notice": [notice]}
            async with session.post(path, json=body, headers=headers) as response:
                envelope = await response.json()
            assert envelope["code"] == 0

        return await measure(pin, calls)


async def ours(url: str, calls: int) -> float:
    """Pin with this package."""
    from feishu_chat_async import FeishuChat, TopNotice  # noqa: PLC0415

    async with FeishuChat(tenant_access_token=TOKEN, base_url=url, limits=None) as feishu:

        async def pin() -> None:
            await feishu.top_notice.put(CHAT_ID, TopNotice.message(MESSAGE_ID))

        return await measure(pin, calls)


async def ours_limited(url: str, calls: int) -> float:
    """Pin with this package, and with the limiter at work though not in the way."""
    from feishu_chat_async import FeishuChat, Limit, RateLimits, TopNotice  # noqa: PLC0415
    from feishu_chat_async.endpoints import top_notice  # noqa: PLC0415

    wide = (Limit(1_000_000, 1.0), Limit(20_000_000, 60.0))
    limits = RateLimits(spacing_s=0, overrides={top_notice.PUT.name: wide})
    async with FeishuChat(tenant_access_token=TOKEN, base_url=url, limits=limits) as feishu:

        async def pin() -> None:
            await feishu.top_notice.put(CHAT_ID, TopNotice.message(MESSAGE_ID))

        return await measure(pin, calls)


async def bare_page(url: str, path: str, fields: tuple[str, ...], calls: int) -> float:
    """Read a page into dicts with nothing but aiohttp."""
    import aiohttp  # noqa: PLC0415

    headers = {"Authorization": f"Bearer {TOKEN}"}
    query = {"page_size": "100", "user_id_type": "open_id"}
    async with aiohttp.ClientSession() as session:

        async def read() -> None:
            async with session.get(url + path, params=query, headers=headers) as response:
                envelope = json.loads(await response.read())
            assert envelope["code"] == 0
            items = [
                {name: item.get(name) for name in fields} for item in envelope["data"]["items"]
            ]
            assert len(items) == 100

        return await measure(read, calls)


async def bare_chats(url: str, calls: int) -> float:
    """Read a page of chats into dicts."""
    fields = tuple(stub.CHATS["items"][0])
    return await bare_page(url, "/open-apis/im/v1/chats", fields, calls)


async def bare_members(url: str, calls: int) -> float:
    """Read a page of members into dicts."""
    fields = tuple(stub.MEMBERS["items"][0])
    return await bare_page(url, f"/open-apis/im/v1/chats/{CHAT_ID}/members", fields, calls)


async def our_chats(url: str, calls: int) -> float:
    """Read a page of chats into models."""
    from feishu_chat_async import FeishuChat  # noqa: PLC0415

    async with FeishuChat(tenant_access_token=TOKEN, base_url=url, limits=None) as feishu:

        async def read() -> None:
            assert len((await feishu.chats.list(page_size=100)).items) == 100

        return await measure(read, calls)


async def our_members(url: str, calls: int) -> float:
    """Read a page of members into models."""
    from feishu_chat_async import FeishuChat  # noqa: PLC0415

    async with FeishuChat(tenant_access_token=TOKEN, base_url=url, limits=None) as feishu:

        async def read() -> None:
            assert len((await feishu.members.list(CHAT_ID, page_size=100)).items) == 100

        return await measure(read, calls)


PINS = {"pin, bare aiohttp": bare, "pin, ours": ours, "pin, ours, limiter on": ours_limited}
CHATS = {"chats, bare aiohttp": bare_chats, "chats, ours": our_chats}
MEMBERS = {"members, bare aiohttp": bare_members, "members, ours": our_members}
CLIENTS = PINS | CHATS | MEMBERS


def run_client(name: str, url: str, calls: int) -> float:
    """Measure one client in a fresh process."""
    command = [sys.executable, "-m", __spec__.name, "--client", name, "--url", url]
    done = subprocess.run(
        [*command, "--calls", str(calls)], capture_output=True, text=True, check=True
    )
    return float(done.stdout)


def run_import(statement: str) -> tuple[float, float]:
    """Return the milliseconds and the MiB that an import takes in a fresh process."""
    script = (
        "import time, resource; began = time.process_time(); "
        f"{statement}; took = time.process_time() - began; "
        "print(took * 1000, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)"
    )
    # Bytecode is cached, as it is after an installation.
    environ = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, env=environ
    )
    took_ms, memory_mib = done.stdout.split()
    return float(took_ms), float(memory_mib)


def print_table(title: str, unit: str, results: dict[str, list[float]]) -> None:
    """Print medians, extremes, and the median of the ratios of neighbouring runs to the first."""
    print(f"\n{title} ({unit})")
    print(f"{'':34}{'median':>10}{'min':>10}{'max':>10}{'ratio':>9}")
    base = next(iter(results.values()))
    for name, values in results.items():
        ratio = statistics.median(v / b for v, b in zip(values, base, strict=True))
        cells = (statistics.median(values), min(values), max(values))
        print(f"{name:34}" + "".join(f"{cell:10.1f}" for cell in cells) + f"{ratio:9.3f}")


def main() -> None:
    """Run everything in turns, or one client if told so."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=21)
    parser.add_argument("--calls", type=int, default=3000)
    parser.add_argument("--client", choices=CLIENTS, help=argparse.SUPPRESS)
    parser.add_argument("--url", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.client:
        print(asyncio.run(CLIENTS[arguments.client](arguments.url, arguments.calls)))
        return

    packages = ", ".join(f"{name} {version(name)}" for name in ("aiohttp", "attrs", "cattrs"))
    print(f"Python {platform.python_version()}, {packages}, {arguments.rounds} rounds in turns")
    server = subprocess.Popen(
        [sys.executable, "-m", "tests.benchmarks.stub"], stdout=subprocess.PIPE, text=True
    )
    try:
        assert server.stdout is not None
        url = f"http://127.0.0.1:{int(server.stdout.readline())}"
        cpu: dict[str, list[float]] = {name: [] for name in CLIENTS}
        for _ in range(arguments.rounds):
            for name in CLIENTS:
                calls = arguments.calls if name in PINS else arguments.calls // 10
                cpu[name].append(run_client(name, url, calls))
    finally:
        server.kill()
        server.wait()
    for title, clients in (("One pin", PINS), ("100 chats", CHATS), ("100 members", MEMBERS)):
        print_table(title, "microseconds of CPU", {name: cpu[name] for name in clients})

    took: dict[str, list[float]] = {name: [] for name in IMPORTS}
    memory: dict[str, list[float]] = {name: [] for name in IMPORTS}
    for statement in IMPORTS.values():
        run_import(statement)
    for _ in range(arguments.rounds):
        for name, statement in IMPORTS.items():
            took_ms, memory_mib = run_import(statement)
            took[name].append(took_ms)
            memory[name].append(memory_mib)
    print_table("Import, time", "milliseconds of CPU", took)
    print_table("Import, memory", "MiB, peak resident", memory)


if __name__ == "__main__":
    main()
