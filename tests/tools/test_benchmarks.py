"""The benchmarks measure what they claim, shown with very small sizes."""

import argparse
import asyncio
import json
import sys
import time
from importlib.util import find_spec
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from tests.benchmarks.__main__ import parts, save
from tests.benchmarks.clients import BARE, BOT_SDK, LARK, OURS, is_installed
from tests.benchmarks.figures import Figure, Results, Trace, circumstances, compared, to_markdown
from tests.benchmarks.parts import PARTS, Sizes, Turn, turns
from tests.benchmarks.processes import WorkerError, run_worker, running_stub
from tests.benchmarks.progress import in_lines
from tests.benchmarks.worker import Heartbeat

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="memory is measured in /proc")

ROOT = Path(__file__).parent.parent.parent
TINY = Sizes(
    rounds=1,
    rounds_of_slow=1,
    calls=8,
    at_once=(1, 2),
    cold_calls=3,
    token_delay_s=0.01,
    clients_held=2,
    buckets=5,
    waiting=10,
    tenants=3,
    quota_calls=55,
    quota_callers=55,
    quota_within_s=0.5,
)
FIGURES = {
    "calls": ("CPU per pin, 2 at once", "Time per list of 100 chats, one at a time"),
    "blocking": ("Event loop blocked, 3 calls and a cold token",),
    "startup": ("Import", "Memory of the import"),
    "memory": ("Memory per client", "Memory per idle bucket"),
    "flatness": ("CPU per pin, waiting calls: 10", "CPU per pin, tenants: 3"),
    "quota": ("55 calls to a strict server: rejected",),
}


def empty_results() -> Results:
    return Results([], [], circumstances())


@pytest.mark.parametrize("client", [BOT_SDK, LARK])
def test_each_peer_makes_the_calls_that_are_measured(client: str) -> None:
    if not is_installed(BOT_SDK):  # and lark-oapi, which is there, takes seconds to import
        pytest.skip("the peers are in the dependency group `bench`")
    with running_stub() as stub:
        measured = run_worker("calls", client=client, url=stub.url, runs="pin:2:4,chats:1:1")
        assert stub.report()["calls"] >= 1 + (1 + 4) + (1 + 1)  # a token, and a warm-up for each
    assert measured.keys() == {"pin:2", "chats:1"}
    assert all(number > 0 for found in measured.values() for number in found.values())


def test_another_event_loop_can_be_measured() -> None:
    pytest.importorskip("uvloop", reason="it is in the dependency group `bench`")
    with running_stub() as stub:
        run_worker("calls", "--uvloop", client=OURS, url=stub.url, runs="pin:1:1")


@pytest.mark.parametrize("part", PARTS)
def test_each_part_returns_its_figures(part: str) -> None:
    results = empty_results()
    clients = (OURS, BARE) if part in {"calls", "quota"} else (OURS,)
    PARTS[part](TINY._replace(clients=clients), results, in_lines)
    for measure in FIGURES[part]:
        assert OURS in results.of(measure)
    if part == "quota":
        rejected = results.of("55 calls to a strict server: rejected")
        assert (rejected[OURS].median, rejected[BARE].median) == (0, 5)
        ours, bare = results.traces
        assert (len(bare.accepted), len(bare.rejected)) == (50, 5)
        assert 0 < len(ours.accepted) <= 50  # it ran for half a second


def test_a_rejection_by_the_strict_server_holds_the_time_to_wait() -> None:
    with running_stub("--strict") as stub:
        for _ in range(50):
            urlopen(f"{stub.url}/pin").close()
        with pytest.raises(HTTPError) as caught:
            urlopen(f"{stub.url}/pin")
        with caught.value as refusal:
            assert refusal.code == 429
            assert refusal.headers["x-ogw-ratelimit-reset"] == "1"
            assert json.load(refusal)["code"] == 99991400


async def test_a_blocked_event_loop_is_noticed() -> None:
    heartbeat = Heartbeat()
    await asyncio.sleep(0)
    time.sleep(0.05)  # noqa: ASYNC251 - blocks on purpose
    await asyncio.sleep(0.002)
    assert heartbeat.max_delay_s >= 0.048


def test_a_failed_measurement_reports_the_reason() -> None:
    with pytest.raises(WorkerError, match="Connection"):
        run_worker("calls", client=BARE, url="http://127.0.0.1:1", runs="pin:1:1")


def test_ratios_compare_values_of_the_same_round() -> None:
    rounds = {OURS: {0: 1.0, 1: 30.0, 2: 3.0}, BARE: {0: 2.0, 1: 20.0, 2: 2.0}, LARK: {0: 200.0}}
    ours, bare, lark = compared("CPU", "µs", rounds)
    assert (ours.median, ours.ratio) == (3.0, 1.5)
    assert (bare.ratio, lark.ratio) == (1.0, 100.0)
    table = to_markdown(empty_results()._replace(figures=[ours, bare, lark]))
    assert "| CPU, µs | 3 (1 to 30), 1.50 x | 2 (2 to 20) | 200, 100.00 x | - |" in table


def test_the_slowest_client_skips_most_rounds() -> None:
    assert turns([OURS, LARK], 2, 1) == [Turn(0, OURS), Turn(0, LARK), Turn(1, OURS)]


def test_results_are_written_to_files(tmp_path: Path) -> None:
    figures = [
        Figure("Pins per second, 20 at once", "", OURS, (4000.0,)),
        Figure("Pins per second, 20 at once", "", BARE, (4000.0,)),
        Figure("Event loop blocked", "ms", BARE, (2.0,)),
    ]
    traces = [Trace(OURS, (0.0, 0.5, 1.5), (0.6,))]
    save(empty_results()._replace(figures=figures, traces=traces), tmp_path)
    written = json.loads((tmp_path / "results.json").read_text(encoding="utf-8"))
    assert [figure["median"] for figure in written["figures"]] == [4000.0, 4000.0, 2.0]
    assert written["traces"][0]["rejected"] == [0.6]
    assert "4,000" in (tmp_path / "results.md").read_text(encoding="utf-8")
    if find_spec("matplotlib") is None:
        pytest.skip("matplotlib is in the dependency group `bench`")
    plots = {
        f"{name}.{kind}"
        for name in ("throughput", "blocking", "requests")
        for kind in ("png", "svg")
    }
    assert plots <= {path.name for path in tmp_path.iterdir()}


def test_the_readme_shows_the_latest_results() -> None:
    results = ROOT / "tests" / "benchmarks" / "results"
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert (results / "results.md").read_text(encoding="utf-8") in readme
    saved = json.loads((results / "results.json").read_text(encoding="utf-8"))
    figures = [Figure(*[row[name] for name in Figure._fields]) for row in saved["figures"]]
    assert to_markdown(Results(figures, [], saved)) in readme


def test_parts_are_chosen_by_name() -> None:
    assert parts("quota,memory") == ["quota", "memory"]
    with pytest.raises(argparse.ArgumentTypeError, match="'speed' is not one of calls"):
        parts("quota,speed")
