"""The figures and their circumstances, and their output as a table and a JSON file."""

import json
import os
import platform
import statistics
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Final, NamedTuple

from .clients import BARE, BOT_SDK, LARK, OURS

COLUMNS: Final = (OURS, BARE, LARK, BOT_SDK)
PACKAGES: Final = (
    "feishu-chat-async",
    "aiohttp",
    "attrs",
    "cattrs",
    "backoff",
    "lark-oapi",
    "feishu-bot-sdk",
    "httpx",
    "uvloop",
)


class Figure(NamedTuple):
    """A measure of a client, from one or more runs."""

    measure: str
    unit: str
    client: str
    values: tuple[float, ...]
    ratio: float | None = None
    """The median of the ratios to the first client's value in the same round."""

    @property
    def median(self) -> float:
        return statistics.median(self.values)

    def as_json(self) -> dict[str, Any]:
        spread = {"median": self.median, "min": min(self.values), "max": max(self.values)}
        return {**self._asdict(), **spread}


class Trace(NamedTuple):
    """When a server accepted and rejected a client's calls, in seconds since the first of them."""

    client: str
    accepted: tuple[float, ...]
    rejected: tuple[float, ...]

    def as_json(self) -> dict[str, Any]:
        times = {name: [round(at, 3) for at in getattr(self, name)] for name in self._fields[1:]}
        return {"client": self.client, **times}


class Results(NamedTuple):
    """The results of one run of the benchmarks."""

    figures: list[Figure]
    traces: list[Trace]
    about: dict[str, Any]

    def of(self, measure: str) -> dict[str, Figure]:
        """Return the figures of one measure, by client."""
        return {figure.client: figure for figure in self.figures if figure.measure == measure}


def compared(
    measure: str, unit: str, rounds: Mapping[str, Mapping[int, float]], base: str = BARE
) -> list[Figure]:
    """Build figures from values by client and round, with the ratios to one client."""
    of_base = rounds.get(base, {})
    figures = []
    for client, values in rounds.items():
        ratios = [value / of_base[at] for at, value in values.items() if of_base.get(at)]
        ratio = statistics.median(ratios) if ratios else None
        figures.append(Figure(measure, unit, client, tuple(values.values()), ratio))
    return figures


def circumstances() -> dict[str, Any]:
    """Return the date, the versions and the machine of a run."""
    packages = {}
    for name in PACKAGES:
        try:
            packages[name] = version(name)
        except PackageNotFoundError:
            packages[name] = "not installed"
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "python": platform.python_version(),
        "packages": packages,
        "machine": f"{platform.system()} {platform.machine()}, {_processor()}, "
        f"{os.cpu_count()} cores, {_memory_gib():.0f} GiB",
        "load": round(os.getloadavg()[0], 1),  # before the measurements
    }


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return "unknown processor"


def _memory_gib() -> float:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30


def to_json(results: Results) -> str:
    """Return the results as JSON, with a line for each figure."""
    lists = {
        "figures": [figure.as_json() for figure in results.figures],
        "traces": [trace.as_json() for trace in results.traces],
    }
    members = [f"{json.dumps(name)}: {json.dumps(value)}" for name, value in results.about.items()]
    for name, items in lists.items():
        lines = ",\n  ".join(json.dumps(item) for item in items)
        members.append(f"{json.dumps(name)}: [\n  {lines}\n ]")
    return "{\n " + ",\n ".join(members) + "\n}\n"


def to_markdown(results: Results) -> str:
    """Return the table: a row for each measure, a column for each client."""
    about = results.about
    packages = ", ".join(f"{name} {found}" for name, found in about["packages"].items())
    lines = [
        f"Measured on {about['date']} with Python {about['python']} and {packages}",
        f"on {about['machine']}; the load average before the run was {about['load']}.",
        "Each cell has the median, in parentheses the minimum and maximum, and the ratio to",
        f"{BARE} (the median of the ratios in each round). A dash: the client does not offer it,",
        "or did not get that far.",
        "",
        f"| | {' | '.join(COLUMNS)} |",
        f"|---|{'---|' * len(COLUMNS)}",
    ]
    for measure, unit in dict.fromkeys((figure.measure, figure.unit) for figure in results.figures):
        found = results.of(measure)
        cells = [_cell(found.get(column)) for column in COLUMNS]
        lines.append(f"| {measure}{', ' if unit else ''}{unit} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def _cell(figure: Figure | None) -> str:
    if figure is None:
        return "-"
    text = _number(figure.median)
    if len(set(figure.values)) > 1:
        text += f" ({_number(min(figure.values))} to {_number(max(figure.values))})"
    if figure.ratio is not None and figure.client != BARE:
        text += f", {figure.ratio:.2f} x"
    return text


def _number(value: float) -> str:
    digits = 0 if abs(value) >= 100 or value == int(value) else 1
    return f"{value:,.{digits}f}"


def rounds_of(
    measured: Mapping[str, Mapping[int, Mapping[str, Any]]], keys: Sequence[str]
) -> dict[str, dict[int, float]]:
    """Return one number of each measurement, by client and round."""
    picked: dict[str, dict[int, float]] = {}
    for client, rounds in measured.items():
        for at, found in rounds.items():
            value: Any = found
            for key in keys:
                value = value[key]
            picked.setdefault(client, {})[at] = float(value)
    return picked
