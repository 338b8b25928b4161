"""Downloads saved to files. A file appears only once it is complete."""

import asyncio
import os
import uuid
from collections.abc import Callable
from contextlib import ExitStack, suppress
from functools import partial
from pathlib import Path
from typing import ParamSpec, TypeVar

from .._protocol.download import Download

P = ParamSpec("P")
T = TypeVar("T")


async def check_target(to: str | os.PathLike[str]) -> Path:
    """Return the path of the file to write, or raise `ValueError` if it is a directory."""
    path = Path(to)
    if not path.name or await _run_in_thread(path.is_dir):
        raise ValueError(f"to must be the path of a file, not of a directory: {str(path)!r}")
    return path


async def save(download: Download, path: Path) -> Path:
    """Write a download to a temporary file, rename it to `path` when complete, and return `path`.

    Only then is an existing file replaced. If anything fails, it is left unchanged.
    """
    temporary = path.with_name(f".{uuid.uuid4().hex}.part")
    stack = ExitStack()
    try:
        file = await _run_in_thread(lambda: stack.enter_context(temporary.open("xb")))
        async for piece in download:
            await _run_in_thread(file.write, piece)
        await _run_in_thread(stack.close)
        await _run_in_thread(temporary.replace, path)
    except BaseException:
        await _run_in_thread(_discard, temporary, stack)
        raise
    return path


def _discard(temporary: Path, stack: ExitStack) -> None:
    with suppress(OSError):  # the disk may be full
        stack.close()
    temporary.unlink(missing_ok=True)


async def _run_in_thread(job: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Run a blocking function in a thread, and wait until it has finished, even if cancelled."""
    future = asyncio.get_running_loop().run_in_executor(None, partial(job, *args, **kwargs))
    cancelled: asyncio.CancelledError | None = None
    while not future.done():
        try:
            await asyncio.wait([future])
        except asyncio.CancelledError as error:
            cancelled = error
    if cancelled is not None:
        future.exception()  # marks it as retrieved, or asyncio would log it
        raise cancelled
    return future.result()
