"""The processes that a benchmark is made of: one server, and one client after the other."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.request import urlopen

MAX_S = 600.0
"""No measurement takes longer; one that does is broken."""


class WorkerError(Exception):
    """A measurement did not come to its end."""


def run_worker(measurement: str, *flags: str, **options: object) -> dict[str, Any]:
    """Make one measurement in a fresh process."""
    told = [f"--{name.replace('_', '-')}={value}" for name, value in options.items()]
    command = [sys.executable, "-m", "tests.benchmarks.worker", measurement, *flags, *told]
    # Bytecode is cached, as it is after an installation.
    environ = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, env=environ, timeout=MAX_S
    )
    if done.returncode != 0:
        raise WorkerError(f"{' '.join(command[2:])}\n{done.stderr}")
    measured: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return measured


class Stub:
    """A server process, by its address."""

    def __init__(self, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}"

    def report(self) -> dict[str, Any]:
        """Ask what it has seen so far."""
        with urlopen(f"{self.url}/report") as reply:
            told: dict[str, Any] = json.load(reply)
        return told


@contextmanager
def running_stub(*flags: str, **options: object) -> Iterator[Stub]:
    """Run a server until the block ends."""
    told = [f"--{name.replace('_', '-')}={value}" for name, value in options.items()]
    command = [sys.executable, "-m", "tests.benchmarks.stub", *flags, *told]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield Stub(int(process.stdout.readline()))
        finally:
            process.kill()
