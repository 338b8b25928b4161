"""The benchmarks: `python -m tests.benchmarks`, with the dependency group `bench` installed.

This package, aiohttp used by hand and two other SDKs are measured in turns, each in processes of
its own, against a server process on loopback. It takes about a quarter of an hour, and writes a
table, a JSON file and plots. It runs on Linux.
"""

import argparse
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from .clients import MODULES, is_installed
from .figures import Results, circumstances, to_json, to_markdown
from .parts import FULL, PARTS, QUICK, Sizes
from .plots import save_plots
from .progress import progress, show

DIRECTORY = Path("benchmark-results")


def measure(sizes: Sizes, only: Sequence[str], directory: Path) -> Results:
    """Measure these parts, and save the results after each of them."""
    results = Results([], [], {**circumstances(), "sizes": sizes._asdict()})
    with progress() as watch:
        for part in only:
            PARTS[part](sizes, results, watch)
            save(results, directory)
    return results


def save(results: Results, directory: Path) -> None:
    """Write the JSON file, the table and the plots."""
    directory.mkdir(parents=True, exist_ok=True)
    (directory / "results.json").write_text(to_json(results), encoding="utf-8")
    (directory / "results.md").write_text(to_markdown(results), encoding="utf-8")
    save_plots(results, directory)


def missing() -> list[str]:
    """Return what cannot be measured or drawn because it is not installed."""
    plots = [] if find_spec("matplotlib") else ["plots"]
    return [name for name in MODULES if not is_installed(name)] + plots


def parts(text: str) -> list[str]:
    """Parse a list of parts."""
    chosen = text.split(",")
    unknown = [name for name in chosen if name not in PARTS]
    if unknown:
        raise argparse.ArgumentTypeError(f"{unknown[0]!r} is not one of {', '.join(PARTS)}")
    return chosen


def main() -> None:
    """Run the measurements that the command line names."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument(
        "--quick", action="store_true", help="fewer and shorter runs, about two minutes"
    )
    parser.add_argument(
        "--only",
        type=parts,
        default=list(PARTS),
        metavar="PART[,PART]",
        help=f"any of {', '.join(PARTS)}",
    )
    parser.add_argument(
        "--output", type=Path, default=DIRECTORY, metavar="DIR", help="default: %(default)s"
    )
    options = parser.parse_args()
    if missing():
        print(f"not installed: {', '.join(missing())}; see the group `bench`", file=sys.stderr)
    results = measure(QUICK if options.quick else FULL, options.only, options.output)
    show(to_markdown(results))
    print(f"results are in {options.output}", file=sys.stderr)


if __name__ == "__main__":
    main()
