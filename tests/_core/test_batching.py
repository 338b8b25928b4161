"""Ids are sent in chunks, in order, and a chunk that fails does not stop the others."""

from typing import Any

import pytest

from feishu_chat_async import FeishuError
from feishu_chat_async._core.batching import (
    check_progress,
    offset_progress,
    send_in_chunks,
    unique_ids,
)

IDS = tuple(f"ou_{number}" for number in range(7))


async def count(ids: tuple[str, ...]) -> int:
    return len(ids)


async def test_ids_are_sent_in_order_and_in_chunks() -> None:
    reported: list[tuple[int, int]] = []
    results, failed = await send_in_chunks(
        IDS, 3, count, lambda done, total: reported.append((done, total))
    )
    assert results == (3, 3, 1)
    assert failed == ()
    assert reported == [(3, 7), (6, 7), (7, 7)]


async def test_a_chunk_that_fails_is_returned_and_the_others_are_sent() -> None:
    error = FeishuError("no")

    async def send(ids: tuple[str, ...]) -> tuple[str, ...]:
        if "ou_3" in ids:
            raise error
        return ids

    results, (failure,) = await send_in_chunks(IDS, 3, send, None)
    assert results == (IDS[:3], IDS[6:])
    assert failure.ids == IDS[3:6]
    assert failure.error is error


async def test_other_exceptions_end_the_call() -> None:
    async def send(ids: tuple[str, ...]) -> None:
        raise LookupError(ids[0])

    with pytest.raises(LookupError, match="ou_0"):
        await send_in_chunks(IDS, 3, send, None)


def test_duplicate_ids_are_sent_once() -> None:
    assert unique_ids("id_list", ["b", "a", "b", "c", "a"]) == ("b", "a", "c")


@pytest.mark.parametrize(("ids", "error"), [([], ValueError), ("abc", TypeError), ([1], TypeError)])
def test_ids_are_checked(ids: Any, error: type[Exception]) -> None:
    with pytest.raises(error, match="id_list"):
        unique_ids("id_list", ids)


def test_progress_of_a_part_is_reported_within_the_whole() -> None:
    reported: list[tuple[int, int]] = []
    part = offset_progress(lambda done, total: reported.append((done, total)), 10, 15)
    assert part is not None
    part(2, 5)
    part(5, 5)
    assert reported == [(12, 15), (15, 15)]
    assert offset_progress(None, 10, 15) is None


def test_progress_must_be_a_plain_function() -> None:
    async def later(done: int, total: int) -> None:
        """Do nothing."""

    wrong: list[Any] = [later, 5, "print"]
    for progress in wrong:
        with pytest.raises(TypeError, match="progress must be a plain function"):
            check_progress(progress)
    check_progress(None)
    check_progress(print)
