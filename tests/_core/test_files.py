"""A download is saved completely, or not at all."""

import asyncio
import os
import threading
from pathlib import Path
from typing import Any

import pytest

from feishu_chat_async import ConnectionFailedError, Download
from feishu_chat_async._core.files import _run_in_thread, check_target, save


class Pieces:
    """The source of a download: pieces, or an exception."""

    def __init__(self, *pieces: bytes | Exception) -> None:
        self.pieces = [*pieces, b""]
        self.is_closed = False

    async def read(self) -> bytes:
        piece = self.pieces.pop(0)
        if isinstance(piece, Exception):
            raise piece
        return piece

    def close(self) -> None:
        self.is_closed = True


def download(*pieces: bytes | Exception) -> Download:
    return Download(Pieces(*pieces), size=None, content_type=None, file_name=None)


def contents(folder: Path) -> list[tuple[str, bytes]]:
    return [(path.name, path.read_bytes()) for path in folder.iterdir()]


@pytest.mark.parametrize("before", [None, b"old"])
async def test_all_pieces_are_saved(tmp_path: Path, before: bytes | None) -> None:
    path = tmp_path / "file.bin"
    if before is not None:
        path.write_bytes(before)
    assert await save(download(b"one", b"two"), path) == path
    assert contents(tmp_path) == [("file.bin", b"onetwo")]


@pytest.mark.parametrize("before", [None, b"old"])
async def test_a_download_that_breaks_leaves_the_file_as_it_was(
    tmp_path: Path, before: bytes | None
) -> None:
    path = tmp_path / "file.bin"
    if before is not None:
        path.write_bytes(before)
    broken = ConnectionFailedError("cut off", method="GET", path="/x")
    with pytest.raises(ConnectionFailedError):
        await save(download(b"one", broken), path)
    assert contents(tmp_path) == ([("file.bin", before)] if before else [])


async def test_a_directory_that_does_not_exist_is_an_os_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        await save(download(b"one"), tmp_path / "missing" / "file.bin")
    assert contents(tmp_path) == []


async def test_the_target_must_be_a_file(tmp_path: Path) -> None:
    for wrong in (tmp_path, str(tmp_path), "", ".", f"{tmp_path}{os.sep}"):
        with pytest.raises(ValueError, match="to must be the path of a file"):
            await check_target(wrong)
    assert await check_target(tmp_path / "new") == tmp_path / "new"
    assert await check_target(str(tmp_path / "new")) == tmp_path / "new"
    wrong_type: Any = 5
    with pytest.raises(TypeError):
        await check_target(wrong_type)


@pytest.mark.parametrize("fails", [False, True])
async def test_a_caller_waits_for_its_job_in_a_thread_even_if_cancelled_repeatedly(
    *, fails: bool
) -> None:
    started, may_end = asyncio.Event(), threading.Event()
    loop = asyncio.get_running_loop()
    ended: list[bool] = []

    def job() -> None:
        loop.call_soon_threadsafe(started.set)
        assert may_end.wait(10)
        ended.append(True)
        if fails:
            raise OSError("disk full")

    task = asyncio.create_task(_run_in_thread(job))
    await started.wait()
    for _ in range(3):
        task.cancel()
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        assert not task.done()
    may_end.set()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert ended == [True]


async def test_the_result_or_the_error_of_a_job_is_passed_on() -> None:
    assert await _run_in_thread(int, "5") == 5
    with pytest.raises(ValueError, match="invalid literal"):
        await _run_in_thread(int, "five")
