"""Any number of ids, in requests of as many as one may name."""

from collections.abc import Awaitable, Callable, Iterable
from inspect import iscoroutinefunction
from typing import TypeVar

from .._protocol.checks import check_texts
from ..errors import FeishuError
from ..models.members import FailedMembers

R = TypeVar("R")

ProgressCallback = Callable[[int, int], None]
"""Called with how many ids are done, and how many there are."""


def check_progress(progress: ProgressCallback | None) -> None:
    """Check that there is something to call."""
    if progress is not None and (not callable(progress) or iscoroutinefunction(progress)):
        raise TypeError("progress must be a plain function of (done, total)")


def shifted(progress: ProgressCallback | None, before: int, total: int) -> ProgressCallback | None:
    """Tell of a part as a part: `before` are done already, of `total` in all."""
    if progress is None:
        return None
    tell = progress

    def tell_all(done: int, _: int) -> None:
        tell(before + done, total)

    return tell_all


def distinct(name: str, ids: Iterable[str]) -> tuple[str, ...]:
    """Return ids, at least one, in their order and each of them once."""
    return tuple(dict.fromkeys(check_texts(name, ids)))


async def in_chunks(
    ids: tuple[str, ...],
    size: int,
    send: Callable[[tuple[str, ...]], Awaitable[R]],
    progress: ProgressCallback | None,
) -> tuple[tuple[R, ...], tuple[FailedMembers, ...]]:
    """Send ids in chunks, also after one has failed; return what came of them, and the failures."""
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
