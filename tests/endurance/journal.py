"""Records in a file, so that they do not add to the memory that is measured."""

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_CHECK_S = 0.02
_LATE_S = 0.01


class Journal:
    """Rows, each with its kind, in the order in which they were written."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("a", encoding="utf-8")

    def write(self, kind: str, *values: object) -> None:
        """Write a row."""
        self._file.write(json.dumps([kind, *values]) + "\n")

    def close(self) -> None:
        """Close the file."""
        self._file.close()


def rows(path: Path, kind: str) -> Iterator[list[Any]]:
    """Read the rows of one kind."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            if row[0] == kind:
                yield row[1:]


async def record_stalls(journal: Journal) -> None:
    """Record the periods in which this process's event loop was late, until cancelled.

    The clock of the event loop is the machine's monotonic clock, so the records of two processes
    are comparable.
    """
    loop = asyncio.get_running_loop()
    due = loop.time() + _CHECK_S
    while True:
        await asyncio.sleep(due - loop.time())
        now = loop.time()
        if now > due + _LATE_S:
            journal.write("stall", due, now)
        due = now + _CHECK_S
