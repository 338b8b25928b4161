"""Downloads saved to files: whole, or not there at all."""

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


async def checked_target(to: str | os.PathLike[str]) -> Path:
    """Return where a file is to be saved, if a file can be there."""
    path = Path(to)
    if not path.name or await _in_thread(path.is_dir):
        raise ValueError(f"to must be the path of a file, and this is a folder: {str(path)!r}")
    return path


async def save(download: Download, path: Path) -> Path:
    """Write a download to a file, in place of one that is there; it gets its name when whole."""
    part = path.with_name(f".{uuid.uuid4().hex}.part")
    opened = ExitStack()
    try:
        file = await _in_thread(lambda: opened.enter_context(part.open("xb")))
        async for piece in download:
            await _in_thread(file.write, piece)
        await _in_thread(opened.close)
        await _in_thread(part.replace, path)
    except BaseException:
        await _in_thread(_discard, part, opened)
        raise
    return path


def _discard(part: Path, opened: ExitStack) -> None:
    with suppress(OSError):  # the disk may be full
        opened.close()
    part.unlink(missing_ok=True)


async def _in_thread(job: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Do something that may block; it is over when this ends, however often it is cancelled."""
    done = asyncio.get_running_loop().run_in_executor(None, partial(job, *args, **kwargs))
    cancelled: asyncio.CancelledError | None = None
    while not done.done():
        try:
            await asyncio.wait([done])
        except asyncio.CancelledError as error:
            cancelled = error
    if cancelled is not None:
        done.exception()  # nobody else asks for it
        raise cancelled
    return done.result()
