"""The command line, `python -m tests.fuzz`: it fails if an input breaks a rule."""

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
    """Check inputs that follow from a seed, and return how many were checked."""
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
    def examine(value: object) -> None:
        nonlocal done
        done += 1
        check(target, value)

    with warnings.catch_warnings():
        # Hypothesis warns about printing a large input, which would hide the failure itself.
        warnings.simplefilter("ignore", HypothesisWarning)
        examine()
    return done


def main(arguments: list[str] | None = None, targets: Sequence[Target] = TARGETS) -> int:
    """Run as the command line says, and return the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.fuzz",
        description="Read anything that a server could answer: first the corpus, then inputs that "
        "follow from the seed, round by round.",
    )
    parser.add_argument(
        "--seconds", type=float, default=20.0, help="start no round after this time"
    )
    parser.add_argument(
        "--seed", type=int, help="of the first round; random and printed if not given"
    )
    given = parser.parse_args(arguments)
    start = secrets.randbelow(10**6) if given.seed is None else given.seed
    until = time.monotonic() + given.seconds
    totals = dict.fromkeys((target.name for target in targets), 0)
    number, where = start, "the corpus"
    try:
        for answer in corpus():
            check(TARGETS[0], answer)
        for number in count(start):
            for target in targets:
                where = target.name
                totals[where] += hunt(target, number)
            if time.monotonic() >= until:
                break
    except Exception:  # noqa: BLE001 - any exception is a finding
        _print_ends(traceback.format_exc(limit=-_FRAMES))
        print(f"Found in {where}: --seconds 0 --seed {number} shows it.")
        return 1
    found = ", ".join(f"{total:,} {name}" for name, total in totals.items())
    print(f"--seed {start} to {number}: {found}; nothing found.")
    return 0


def _print_ends(text: str) -> None:
    """Print the start and the end of a text: inputs that it quotes can be megabytes."""
    lines = [line[:_WIDTH] for line in text.splitlines()]
    left_out = [f"({len(lines) - 2 * _LINES:,} lines)"] if len(lines) > 2 * _LINES else []
    shown = [*lines[:_LINES], *left_out, *lines[-_LINES:]] if left_out else lines
    print("\n".join(shown), file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
