"""Helpers for calls that take any number of ids and send them in requests of limited size."""

from collections.abc import Awaitable, Callable, Iterable
from inspect import iscoroutinefunction
from typing import TypeVar

from .._protocol.checks import check_texts
from ..errors import FeishuError
from ..models.members import FailedMembers

R = TypeVar("R")

ProgressCallback = Callable[[int, int], None]
"""Called with the number of ids processed so far and the total number of ids."""


def check_progress(progress: ProgressCallback | None) -> None:
    """Raise `TypeError` unless `progress` is None or a plain function."""
    if progress is not None and (not callable(progress) or iscoroutinefunction(progress)):
        raise TypeError("progress must be a plain function of (done, total)")


def offset_progress(
    progress: ProgressCallback | None, offset: int, total: int
) -> ProgressCallback | None:
    """Return a callback that reports the progress of one part of a larger job.

    Args:
        progress: The callback for the whole job.
        offset: The number of ids processed before this part.
        total: The number of ids in the whole job.
    """
    if progress is None:
        return None
    report = progress

    def report_part(done: int, _: int) -> None:
        report(offset + done, total)

    return report_part


def unique_ids(name: str, ids: Iterable[str]) -> tuple[str, ...]:
    """Validate ids, at least one, and return them in order without duplicates."""
    return tuple(dict.fromkeys(check_texts(name, ids)))


async def send_in_chunks(
    ids: tuple[str, ...],
    size: int,
    send: Callable[[tuple[str, ...]], Awaitable[R]],
    progress: ProgressCallback | None,
) -> tuple[tuple[R, ...], tuple[FailedMembers, ...]]:
    """Send ids in chunks, and return the results and the failed chunks.

    A chunk that fails does not stop the ones after it.
    """
    results, failed = [], []
    for start in range(0, len(ids), size):
        chunk = ids[start : start + size]
        try:
            results.append(await send(chunk))
        except FeishuError as error:
            failed.append(FailedMembers(ids=chunk, error=error))
        if progress is not None:
            progress(start + len(chunk), len(ids))
    return tuple(results), tuple(failed)
