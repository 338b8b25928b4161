"""Files of rows: what is written down must not use up the memory that is being watched."""

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_LOOK_S = 0.02
_LATE_S = 0.01


class Journal:
    """Rows of one kind each, in the order in which they were written."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("a", encoding="utf-8")

    def write(self, kind: str, *values: object) -> None:
        """Write a row."""
        self._file.write(json.dumps([kind, *values]) + "\n")

    def close(self) -> None:
        """Write no more."""
        self._file.close()


def rows(path: Path, kind: str) -> Iterator[list[Any]]:
    """Read the rows of one kind."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            if row[0] == kind:
                yield row[1:]


async def watch_time(journal: Journal) -> None:
    """Write down when this process did not get round to look, until cancelled.

    The clock of event loops is the machine's: what two processes write down can be compared.
    """
    loop = asyncio.get_running_loop()
    due = loop.time() + _LOOK_S
    while True:
        await asyncio.sleep(due - loop.time())
        now = loop.time()
        if now > due + _LATE_S:
            journal.write("stall", due, now)
        due = now + _LOOK_S
