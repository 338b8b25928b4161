"""Runs scripts in this process, each in a thread, where it can run its own event loop.

A process for each script would spend most of its time on imports.
"""

import asyncio
import os
import runpy
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

Run = Callable[..., Awaitable[tuple[int, str, str]]]


def runner(patch: pytest.MonkeyPatch, capture: pytest.CaptureFixture[str]) -> Run:
    """Return a coroutine function that runs a script with arguments and environment variables.

    It returns the exit status and what the script wrote to stdout and stderr. Warnings are errors,
    as in every test.
    """

    async def run(script: Path, *arguments: str, **environ: str) -> tuple[int, str, str]:
        with patch.context() as here:
            for name in [name for name in os.environ if name.startswith("FEISHU_")]:
                here.delenv(name)
            for name, value in environ.items():
                here.setenv(name, value)
            here.setattr(sys, "argv", [str(script), *arguments])
            capture.readouterr()
            status = await asyncio.to_thread(_run, script)
        return status, *capture.readouterr()

    return run


def _run(script: Path) -> int:
    try:
        runpy.run_path(str(script), run_name="__main__")
    except SystemExit as end:
        assert end.code is None or isinstance(end.code, int), end.code
        return end.code or 0
    return 0
