"""Any number of ids, in requests of as many as one may name."""

from collections.abc import Awaitable, Callable, Iterable
from typing import TypeVar

from .._checks import check_texts
from ..errors import FeishuError
from ..models.members import FailedMembers

R = TypeVar("R")

Progress = Callable[[int, int], None]
"""Called with how many ids are done, and how many there are."""


def distinct(name: str, ids: Iterable[str]) -> tuple[str, ...]:
    """Return ids, at least one, in their order and each of them once."""
    return tuple(dict.fromkeys(check_texts(name, ids)))


async def in_chunks(
    ids: tuple[str, ...],
    size: int,
    send: Callable[[tuple[str, ...]], Awaitable[R]],
    progress: Progress,
) -> tuple[tuple[R, ...], tuple[FailedMembers, ...]]:
    """Send ids in chunks, also after one has failed; return what came of them, and the failures."""
    results, failed = [], []
    for start in range(0, len(ids), size):
        chunk = ids[start : start + size]
        try:
            results.append(await send(chunk))
        except FeishuError as error:
            failed.append(FailedMembers(ids=chunk, error=error))
        progress(start + len(chunk), len(ids))
    return tuple(results), tuple(failed)


def no_progress(done: int, total: int) -> None:
    """Tell nobody."""
