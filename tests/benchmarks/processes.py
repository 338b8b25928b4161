"""The processes of a benchmark: a server, and one client after the other."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.request import urlopen

MAX_S = 600.0
"""The time limit of a measurement."""


class WorkerError(Exception):
    """A measurement failed."""


def run_worker(measurement: str, *flags: str, **options: object) -> dict[str, Any]:
    """Run a measurement in a new process, and return its results."""
    arguments = [f"--{name.replace('_', '-')}={value}" for name, value in options.items()]
    command = [sys.executable, "-m", "tests.benchmarks.worker", measurement, *flags, *arguments]
    # Bytecode is cached, as it is for an installed package.
    environ = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, env=environ, timeout=MAX_S
    )
    if done.returncode != 0:
        raise WorkerError(f"{' '.join(command[2:])}\n{done.stderr}")
    measured: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return measured


class Stub:
    """A running server process."""

    def __init__(self, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}"

    def report(self) -> dict[str, Any]:
        """Fetch the server's report of the calls so far."""
        with urlopen(f"{self.url}/report") as reply:
            report: dict[str, Any] = json.load(reply)
        return report


@contextmanager
def running_stub(*flags: str, **options: object) -> Iterator[Stub]:
    """Run a server until the block ends."""
    arguments = [f"--{name.replace('_', '-')}={value}" for name, value in options.items()]
    command = [sys.executable, "-m", "tests.benchmarks.stub", *flags, *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield Stub(int(process.stdout.readline()))
        finally:
            process.kill()
