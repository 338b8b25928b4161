"""Runs a long scenario in a process of its own, without coverage measurement.

Measuring coverage makes 100,000 repetitions slow, and shows nothing that the first 100 did not.
"""

import gc
import importlib
import json
import subprocess
import sys
from collections.abc import Callable


def run_alone(scenario: Callable[..., None], *arguments: float) -> None:
    """Run a function of a test module in a new process, and fail if it raises."""
    name = f"{scenario.__module__}:{scenario.__qualname__}"
    command = [sys.executable, "-W", "error", "-m", __name__, name, json.dumps(arguments)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr


def main() -> None:
    """Run the function that the command line names."""
    gc.disable()  # repeated collections of 100,000 objects are slow
    module, _, function = sys.argv[1].partition(":")
    getattr(importlib.import_module(module), function)(*json.loads(sys.argv[2]))


if __name__ == "__main__":
    main()
