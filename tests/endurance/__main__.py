"""The command line, `python -m tests.endurance`: it fails if the ledger does not balance."""

import argparse
import logging
import re
import secrets
import sys

from .run import Plan, Report, run

_MAX_SHOWN = 3


def _grouped(violations: list[str]) -> list[list[str]]:
    """Group the lines that differ in names and numbers only."""
    groups: dict[str, list[str]] = {}
    for line in violations:
        groups.setdefault(re.sub(r"'[^']*'|[\d.]+", "", line), []).append(line)
    return list(groups.values())


def print_report(report: Report) -> int:
    """Print the results of a run, and return the exit status."""
    for line in report.lines:
        print(line)
    for group in _grouped(report.violations):
        for line in group[:_MAX_SHOWN]:
            print(f"  VIOLATION: {line}")
        if group[_MAX_SHOWN:]:
            print(f"    and {len(group) - _MAX_SHOWN:,} like this")
    verdict = f"does not balance: {len(report.violations)} violations"
    print(f"The ledger {verdict if report.violations else 'balances'}.", flush=True)
    return 1 if report.violations else 0


def main(arguments: list[str] | None = None) -> int:
    """Run as the command line says, and return the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.endurance",
        description="Workers call servers that fail in every way the fake offers. Then the records "
        "of both sides are compared.",
    )
    parser.add_argument("--minutes", type=float, default=5.0, help="how long the workers run")
    parser.add_argument("--workers", type=int, default=200, help="number of workers in total")
    parser.add_argument("--servers", type=int, default=2, help="each with an app of its own")
    parser.add_argument(
        "--seed", type=int, help="of the faults and calls; random and printed if not given"
    )
    given = parser.parse_args(arguments)
    if given.minutes <= 0 or given.servers < 1 or given.workers < given.servers:
        parser.error("minutes must be above 0, and each server needs a worker")
    seed = secrets.randbelow(10**6) if given.seed is None else given.seed
    plan = Plan(seconds=60 * given.minutes, workers=given.workers, servers=given.servers, seed=seed)
    logging.getLogger("feishu_chat_async").addHandler(logging.NullHandler())
    print(f"--seed {seed}", flush=True)
    report = run(plan, show=lambda line: print(line, file=sys.stderr, flush=True))
    return print_report(report)


if __name__ == "__main__":
    sys.exit(main())
