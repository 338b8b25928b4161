"""Run it: `python -m tests.endurance --minutes 5`. It fails if the books do not balance."""

import argparse
import logging
import secrets
import sys
from itertools import islice

from .run import Plan, run

_SHOWN = 40


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
    for line in report.lines:
        print(line)
    for line in islice(report.violations, _SHOWN):
        print(f"  VIOLATION: {line}")
    verdict = f"do not balance: {len(report.violations)} violations"
    print(f"The books {verdict if report.violations else 'balance'}.", flush=True)
    return 1 if report.violations else 0


if __name__ == "__main__":
    sys.exit(main())
