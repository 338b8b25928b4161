"""The plots, as PNG and SVG files; they need matplotlib."""

from collections import Counter
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

from .figures import COLUMNS, Results

if TYPE_CHECKING:
    from collections.abc import Callable

    from matplotlib.figure import Figure as Canvas

COLOURS: Final = dict(zip(COLUMNS, ("#1456f0", "#8a8f99", "#e07b39", "#3a9a5c"), strict=True))
REJECTED: Final = "#d03050"
PER_SECOND: Final = 50
TALLEST: Final = 2.5 * PER_SECOND


def save_plots(results: Results, directory: Path) -> list[Path]:
    """Draw a plot for each kind of figure there is, and return the files."""
    if find_spec("matplotlib") is None:
        return []
    throughput = _measures(results, "Pins per second")
    blocking = _measures(results, "Event loop blocked")
    saved = []
    if throughput:
        draw = _throughput(results, throughput)
        saved += _save(directory / "throughput", (7, 3.6), draw)
    if blocking:
        saved += _save(directory / "blocking", (7, 2.6), _blocking(results, blocking[0]))
    if results.traces:
        height = 0.8 + 1.3 * len(results.traces)
        saved += _save(directory / "requests", (7, height), _requests(results))
    return saved


def _save(path: Path, inches: tuple[float, float], draw: "Callable[[Canvas], None]") -> list[Path]:
    from matplotlib import rc_context
    from matplotlib.figure import Figure as Canvas

    saved = []
    with rc_context({"svg.fonttype": "none", "svg.hashsalt": path.name, "font.size": 9}):
        canvas = Canvas(figsize=inches, layout="constrained")
        draw(canvas)
        for kind in ("png", "svg"):
            saved.append(path.with_suffix(f".{kind}"))
            canvas.savefig(saved[-1], dpi=150)
    return saved


def _measures(results: Results, begins: str) -> list[str]:
    """Return the measures of all clients, without those of our client's variants."""
    named = dict.fromkeys(
        figure.measure for figure in results.figures if figure.client != COLUMNS[0]
    )
    return [name for name in named if name.startswith(begins)]


def _throughput(results: Results, measures: list[str]) -> "Callable[[Canvas], None]":
    def draw(canvas: "Canvas") -> None:
        axes = canvas.subplots()
        width = 0.8 / len(COLUMNS)
        for number, client in enumerate(COLUMNS):
            found = [results.of(measure).get(client) for measure in measures]
            heights = [0.0 if figure is None else figure.median for figure in found]
            places = [group + (number - 1.5) * width for group in range(len(measures))]
            bars = axes.bar(places, heights, width, color=COLOURS[client], label=client)
            axes.bar_label(bars, [f"{height:,.0f}" for height in heights], fontsize=7)
        axes.set_xticks(range(len(measures)), [name.partition(", ")[2] for name in measures])
        axes.set_ylabel("pins per second")
        axes.spines[["top", "right"]].set_visible(False)
        axes.legend(frameon=False)

    return draw


def _blocking(results: Results, measure: str) -> "Callable[[Canvas], None]":
    def draw(canvas: "Canvas") -> None:
        axes = canvas.subplots()
        found = results.of(measure)
        clients = [client for client in reversed(COLUMNS) if client in found]
        medians = [found[client].median for client in clients]
        bars = axes.barh(clients, medians, color=[COLOURS[client] for client in clients])
        axes.bar_label(bars, [f"{median:,.1f} ms" for median in medians], padding=3)
        axes.set_xscale("log")
        axes.set_xlim(min(1, *medians), 4 * max(medians))
        axes.set_xlabel("longest time that the event loop was blocked (ms, logarithmic)")
        axes.spines[["top", "right"]].set_visible(False)

    return draw


def _requests(results: Results) -> "Callable[[Canvas], None]":
    def draw(canvas: "Canvas") -> None:
        rows = canvas.subplots(len(results.traces), sharex=True, squeeze=False)[:, 0]
        for axes, trace in zip(rows, results.traces, strict=True):
            accepted = Counter(map(int, trace.accepted))
            rejected = Counter(map(int, trace.rejected))
            axes.bar(
                accepted.keys(), accepted.values(), 1.0, align="edge", color=COLOURS[trace.client]
            )
            bottoms = [accepted[second] for second in rejected]
            axes.bar(rejected.keys(), rejected.values(), 1.0, bottoms, align="edge", color=REJECTED)
            axes.axhline(PER_SECOND, color="black", linewidth=0.8, linestyle="--")
            axes.set_ylim(0, TALLEST)
            counts = f"{len(trace.accepted):,} accepted, {len(trace.rejected):,} rejected (red)"
            axes.set_title(f"{trace.client}: {counts}", loc="left", fontsize=9)
            axes.spines[["top", "right"]].set_visible(False)
        rows[-1].set_xlabel("seconds")
        canvas.supylabel(
            "requests in each second; the limits are 50 a second and 1000 a minute", fontsize=8
        )

    return draw
