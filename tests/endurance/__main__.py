"""Run it: `python -m tests.endurance --minutes 5`. It fails if the books do not balance."""

import argparse
import logging
import re
import secrets
import sys

from .run import Plan, Report, run

_SHOWN = 3


def _alike(violations: list[str]) -> list[list[str]]:
    """Put together what differs in names and numbers alone."""
    groups: dict[str, list[str]] = {}
    for line in violations:
        groups.setdefault(re.sub(r"'[^']*'|[\d.]+", "", line), []).append(line)
    return list(groups.values())


def tell(report: Report) -> int:
    """Print what came of a run; return the exit status."""
    for line in report.lines:
        print(line)
    for like in _alike(report.violations):
        for line in like[:_SHOWN]:
            print(f"  VIOLATION: {line}")
        if like[_SHOWN:]:
            print(f"    and {len(like) - _SHOWN:,} like this")
    verdict = f"do not balance: {len(report.violations)} violations"
    print(f"The books {verdict if report.violations else 'balance'}.", flush=True)
    return 1 if report.violations else 0


def main(arguments: list[str] | None = None) -> int:
    """Read the command line, run, and say whether all is well."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.endurance",
        description="Workers call servers that are in all kinds of trouble; then the books of "
        "both sides are compared.",
    )
    parser.add_argument("--minutes", type=float, default=5.0, help="how long they work")
    parser.add_argument("--workers", type=int, default=200, help="all of them together")
    parser.add_argument("--servers", type=int, default=2, help="each with an app of its own")
    parser.add_argument("--seed", type=int, help="of what goes wrong and what is called; printed")
    given = parser.parse_args(arguments)
    if given.minutes <= 0 or given.servers < 1 or given.workers < given.servers:
        parser.error("minutes must be above 0, and each server needs a worker")
    seed = secrets.randbelow(10**6) if given.seed is None else given.seed
    plan = Plan(seconds=60 * given.minutes, workers=given.workers, servers=given.servers, seed=seed)
    logging.getLogger("feishu_chat_async").addHandler(logging.NullHandler())
    print(f"--seed {seed}", flush=True)
    report = run(plan, say=lambda line: print(line, file=sys.stderr, flush=True))
    return tell(report)


if __name__ == "__main__":
    sys.exit(main())
