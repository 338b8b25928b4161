"""Runs a long scenario in a process of its own, where nothing traces its lines.

Measuring coverage makes a hundred thousand of anything slow, and teaches nothing that the first
hundred did not.
"""

import gc
import importlib
import json
import subprocess
import sys
from collections.abc import Callable


def run_alone(scenario: Callable[..., None], *arguments: float) -> None:
    """Run a function of a test module, which asserts what it has to; fail if it does."""
    name = f"{scenario.__module__}:{scenario.__qualname__}"
    command = [sys.executable, "-W", "error", "-m", __name__, name, json.dumps(arguments)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr


def main() -> None:
    """Run what the command line names."""
    gc.disable()  # to look through a hundred thousand of anything again and again takes long
    module, _, function = sys.argv[1].partition(":")
    getattr(importlib.import_module(module), function)(*json.loads(sys.argv[2]))


if __name__ == "__main__":
    main()
