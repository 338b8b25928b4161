"""Run it: `python -m tests.fuzz --seconds 20`. It fails if anything comes out that must not."""

import argparse
import secrets
import sys
import time
import traceback
import warnings
from collections.abc import Sequence
from itertools import count

from hypothesis import HealthCheck, Phase, Verbosity, given, seed, settings
from hypothesis.errors import HypothesisWarning

from .inputs import corpus
from .targets import TARGETS, Target, check

_ROUND = 50
_FRAMES = 8
_WIDTH = 500
_LINES = 30


def hunt(target: Target, start: int, examples: int = _ROUND) -> int:
    """Check that many inputs, of those that follow from a seed; return how many there were."""
    done = 0

    @seed(start)
    @settings(
        database=None,
        deadline=None,
        max_examples=examples,
        phases=[Phase.generate, Phase.shrink],
        print_blob=False,
        suppress_health_check=list(HealthCheck),
        verbosity=Verbosity.quiet,
    )
    @given(target.inputs)
    def examine(one: object) -> None:
        nonlocal done
        done += 1
        check(target, one)

    with warnings.catch_warnings():
        # It warns when it shows a large input again, which would hide what was found.
        warnings.simplefilter("ignore", HypothesisWarning)
        examine()
    return done


def main(arguments: list[str] | None = None, targets: Sequence[Target] = TARGETS) -> int:
    """Read the command line, look for what must not be, and say whether it was found."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.fuzz",
        description="All that a server could answer is read. First comes the corpus, then what "
        "follows from the seed, round by round.",
    )
    parser.add_argument("--seconds", type=float, default=20.0, help="begin no round after these")
    parser.add_argument("--seed", type=int, help="of the first round; printed")
    given = parser.parse_args(arguments)
    start = secrets.randbelow(10**6) if given.seed is None else given.seed
    until = time.monotonic() + given.seconds
    totals = dict.fromkeys((target.name for target in targets), 0)
    number, where = start, "the corpus"
    try:
        for one in corpus():
            check(TARGETS[0], one)
        for number in count(start):
            for target in targets:
                where = target.name
                totals[where] += hunt(target, number)
            if time.monotonic() >= until:
                break
    except Exception:  # noqa: BLE001 - whatever it is, it has been found
        _tell(traceback.format_exc(limit=-_FRAMES))
        print(f"Found in {where}: --seconds 0 --seed {number} shows it.")
        return 1
    found = ", ".join(f"{total:,} {name}" for name, total in totals.items())
    print(f"--seed {start} to {number}: {found}; nothing found.")
    return 0


def _tell(text: str) -> None:
    """Write the beginning and the end: what was read, and is quoted, may be megabytes."""
    lines = [line[:_WIDTH] for line in text.splitlines()]
    left_out = [f"({len(lines) - 2 * _LINES:,} lines)"] if len(lines) > 2 * _LINES else []
    shown = [*lines[:_LINES], *left_out, *lines[-_LINES:]] if left_out else lines
    print("\n".join(shown), file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
