"""Downloads arrive piece by piece, and are saved completely or not at all."""

import asyncio
import hashlib
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from feishu_chat_async import (
    DEFAULT_LIMITS,
    ConnectionFailedError,
    FeishuChat,
    FeishuError,
    InvalidRequestError,
    InvalidResponseError,
    RequestTimeoutError,
    SessionStateError,
    TransportError,
)
from feishu_chat_async.testing import FakeFeishu
from tests.conftest import AT_ONCE
from tests.support.raw import OK, Handler, answer, raw_server
from tests.support.virtual import run_virtual

FILE = bytes(range(256)) * 2000
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: video/mp4\r\n"
SIZED = HEAD + b"Content-Length: %d\r\n" % len(FILE)
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"


@asynccontextmanager
async def served(handler: Handler, **options: Any) -> AsyncIterator[FeishuChat]:
    async with raw_server(handler) as url:
        options = {"base_url": url, "retry": AT_ONCE, "limits": None, **options}
        async with FeishuChat.from_token("t-1", **options) as feishu:
            yield feishu


def resource(feishu: FeishuChat) -> Any:
    return feishu.messages.resource("om_1", "file_1", type="file")


async def whole(_: bytes, writer: asyncio.StreamWriter, __: int) -> None:
    name = b'Content-Disposition: attachment; filename="a film.mp4"\r\n\r\n'
    writer.write(SIZED + name + FILE)


def files_in(folder: Path) -> list[Path]:
    return list(folder.iterdir())


def chunk(data: bytes) -> bytes:
    return b"%x\r\n%s\r\n" % (len(data), data)


async def test_a_file_arrives_piece_by_piece() -> None:
    received = b""

    async def handler(request: bytes, writer: asyncio.StreamWriter, number: int) -> None:
        nonlocal received
        received = request
        await whole(request, writer, number)

    async with served(handler) as feishu:
        async with resource(feishu) as download:
            assert (download.size, download.content_type) == (len(FILE), "video/mp4")
            assert download.file_name == "a film.mp4"
            pieces = [piece async for piece in download]
            assert download.received == len(FILE)
        assert b"".join(pieces) == FILE
        assert len(pieces) > 1
        assert all(0 < len(piece) <= 2**18 for piece in pieces)
    line = received.splitlines()[0]
    assert line == b"GET /open-apis/im/v1/messages/om_1/resources/file_1?type=file HTTP/1.1"
    assert b"Accept-Encoding: identity" in received.splitlines()


async def test_a_chunked_file_has_no_size_and_is_complete() -> None:
    async def handler(_: bytes, writer: asyncio.StreamWriter, __: int) -> None:
        writer.write(CHUNKED + chunk(FILE[:1000]) + chunk(FILE[1000:]) + chunk(b""))

    async with served(handler) as feishu, resource(feishu) as download:
        assert (download.size, download.file_name) == (None, None)
        assert b"".join([piece async for piece in download]) == FILE


async def test_an_empty_file_is_downloaded(tmp_path: Path) -> None:
    async def handler(_: bytes, writer: asyncio.StreamWriter, __: int) -> None:
        writer.write(answer(b""))

    async with served(handler) as feishu:
        path = await feishu.messages.download("om_1", "f", tmp_path / "x", type="file")
    assert path.read_bytes() == b""


@pytest.mark.parametrize("name", [b"../../etc/passwd", b"..", b"C:\\\\windows\\\\x.ini", b"a\x01b"])
async def test_a_file_name_has_no_folders(name: bytes) -> None:
    async def handler(_: bytes, writer: asyncio.StreamWriter, __: int) -> None:
        writer.write(answer(b"x", b'Content-Disposition: attachment; filename="%s"' % name))

    async with served(handler) as feishu:
        try:
            async with resource(feishu) as download:
                assert download.file_name in {"passwd", None, "x.ini"}
        except InvalidResponseError:
            assert b"\x01" in name  # no HTTP then


# --- interrupted ----------------------------------------------------------------------------


async def half(_: bytes, writer: asyncio.StreamWriter, __: int) -> None:
    writer.write(SIZED + b"\r\n" + FILE[: len(FILE) // 2])
    writer.close()


async def half_in_chunks(_: bytes, writer: asyncio.StreamWriter, __: int) -> None:
    writer.write(CHUNKED + chunk(FILE[: len(FILE) // 2]))
    writer.close()


async def reset(_: bytes, writer: asyncio.StreamWriter, __: int) -> None:
    writer.write(SIZED + b"\r\n" + FILE[: len(FILE) // 2])
    await writer.drain()
    writer.transport.abort()


async def wrong_chunk(_: bytes, writer: asyncio.StreamWriter, __: int) -> None:
    writer.write(CHUNKED + chunk(FILE[:1000]) + b"nonsense\r\n")


BROKEN = [half, half_in_chunks, reset, wrong_chunk]


@pytest.mark.parametrize("handler", BROKEN)
async def test_an_interrupted_download_is_an_error_and_leaves_no_file(
    handler: Handler, tmp_path: Path
) -> None:
    async with served(handler) as feishu:
        with pytest.raises(TransportError) as caught:
            async with resource(feishu) as download:
                async for _ in download:
                    pass
        assert not caught.value.outcome_unknown
        old = tmp_path / "film.mp4"
        old.write_bytes(b"the old file")
        with pytest.raises(TransportError):
            await feishu.messages.download("om_1", "f", old, type="file")
        assert old.read_bytes() == b"the old file"
        assert files_in(tmp_path) == [old]


async def test_a_file_that_could_be_truncated_unnoticed_is_refused() -> None:
    async def handler(_: bytes, writer: asyncio.StreamWriter, __: int) -> None:
        writer.write(HEAD + b"Connection: close\r\n\r\n" + FILE[:1000])
        writer.close()

    async with served(handler) as feishu:
        with pytest.raises(InvalidResponseError, match="a truncated file could not be detected"):
            async with resource(feishu):
                pass


async def test_an_error_response_is_not_taken_for_a_file() -> None:
    refused = b'{"code": 234003, "msg": "File not in message."}'

    async def handler(_: bytes, writer: asyncio.StreamWriter, __: int) -> None:
        writer.write(answer(refused, status=b"400 Bad Request"))

    async with served(handler) as feishu:
        with pytest.raises(InvalidRequestError) as caught:
            async with resource(feishu):
                pass
        assert caught.value.code == 234003


@pytest.mark.parametrize("status", [b"201 Created", b"204 No Content", b"206 Partial Content"])
async def test_a_response_without_a_file_is_an_error(status: bytes) -> None:
    async def handler(_: bytes, writer: asyncio.StreamWriter, __: int) -> None:
        writer.write(answer(b"" if status.startswith(b"204") else OK, status=status))

    async with served(handler) as feishu:
        with pytest.raises(InvalidResponseError, match=r"is not a file|is empty"):
            async with resource(feishu):
                pass


async def test_a_download_is_retried_only_before_its_first_piece() -> None:
    async def handler(request: bytes, writer: asyncio.StreamWriter, number: int) -> None:
        if number == 0:
            writer.transport.abort()
        elif number == 1:
            writer.write(answer(b"", status=b"502 Bad Gateway"))
        else:
            await half(request, writer, number)

    async with served(handler) as feishu, resource(feishu) as download:
        with pytest.raises(ConnectionFailedError):
            async for _ in download:
                pass


# --- time -----------------------------------------------------------------------------------


def test_a_download_can_take_long_but_each_piece_has_a_timeout() -> None:
    async def handler(_: bytes, writer: asyncio.StreamWriter, __: int) -> None:
        writer.write(HEAD + b"Content-Length: 21\r\n\r\n")
        for _second in range(20):
            await writer.drain()
            await asyncio.sleep(9)
            writer.write(b"x")
        await asyncio.sleep(100)

    async def main() -> None:
        async with served(handler) as feishu, resource(feishu) as download:
            with pytest.raises(RequestTimeoutError, match="no further piece of the file within 10"):
                async for _ in download:
                    pass
            assert download.received == 20  # in three minutes, with a timeout_s of one

    run_virtual(main())


# --- closed or cancelled --------------------------------------------------------------------


async def test_leaving_early_closes_the_download_and_frees_its_connection() -> None:
    async with served(whole, max_connections=1) as feishu:
        for _ in range(3):
            async with resource(feishu) as download:
                async for _piece in download:
                    break
            with pytest.raises(ValueError, match="inside its `async with`"):
                async for _piece in download:
                    pass
        assert not feishu._session.lifecycle._calls


async def test_an_open_download_keeps_its_connection() -> None:
    async with served(whole, max_connections=1, timeout_s=0.2) as feishu:
        async with resource(feishu):
            with pytest.raises(RequestTimeoutError, match="waiting for the rate limit"):
                async with resource(feishu):
                    pass
        async with resource(feishu) as download:
            assert b"".join([piece async for piece in download]) == FILE


async def test_closing_the_client_interrupts_a_download() -> None:
    async def handler(_: bytes, writer: asyncio.StreamWriter, __: int) -> None:
        writer.write(SIZED + b"\r\n" + FILE[:1000])
        await asyncio.sleep(60)

    async with served(handler, close_timeout_s=0.05) as feishu:
        async with resource(feishu) as download:

            async def read() -> None:
                async for _ in download:
                    pass

            reading = asyncio.create_task(read())
            while not download.received:  # noqa: ASYNC110
                await asyncio.sleep(0)
            await feishu.close()
            with pytest.raises(SessionStateError, match="closed during the download"):
                await reading
            with pytest.raises(SessionStateError, match="closed during the download"):
                await read()


async def test_closing_the_client_waits_for_a_download() -> None:
    async with served(whole) as feishu, resource(feishu) as download:
        closing = asyncio.create_task(feishu.close())
        await asyncio.sleep(0)
        assert b"".join([piece async for piece in download]) == FILE
        download.close()
        await closing


async def test_a_cancelled_download_leaves_nothing_behind(tmp_path: Path) -> None:
    async def handler(_: bytes, writer: asyncio.StreamWriter, __: int) -> None:
        writer.write(SIZED + b"\r\n" + FILE[:100_000])
        await asyncio.sleep(60)

    async with served(handler) as feishu:
        job = feishu.messages.download("om_1", "f", tmp_path / "x", type="file")
        saving = asyncio.create_task(job)
        while not any(path.stat().st_size for path in files_in(tmp_path)):  # noqa: ASYNC110
            await asyncio.sleep(0.001)
        saving.cancel()
        with pytest.raises(asyncio.CancelledError):
            await saving
        assert not files_in(tmp_path)
        assert not feishu._session.lifecycle._calls


async def test_a_piece_can_be_awaited_again_after_a_timeout() -> None:
    late = asyncio.Event()

    async def handler(_: bytes, writer: asyncio.StreamWriter, __: int) -> None:
        writer.write(HEAD + b"Content-Length: 20\r\n\r\n" + b"x" * 10)
        await late.wait()
        writer.write(b"y" * 10)

    async with served(handler) as feishu, resource(feishu) as download:
        pieces = aiter(download)
        assert await anext(pieces) == b"x" * 10
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(anext(pieces), 0.01)
        late.set()
        assert b"".join([piece async for piece in pieces]) == b"y" * 10


class CancellingExecutor(ThreadPoolExecutor):
    """Cancels a task twice when a given number of jobs has been submitted."""

    def __init__(self, at: int) -> None:
        super().__init__(1)
        self.left = at
        self.task: asyncio.Task[Path] | None = None

    def submit(self, *args: Any, **kwargs: Any) -> Any:
        def cancel() -> None:
            assert self.task is not None
            self.task.cancel()

        self.left -= 1
        if self.left == 0:
            loop = asyncio.get_running_loop()
            loop.call_soon(cancel)
            loop.call_soon(loop.call_soon, cancel)
        return super().submit(_slowly, *args, **kwargs)


def _slowly(job: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    done = job(*args, **kwargs)
    time.sleep(0.01)  # long enough for a caller that does not wait for it
    return done


@pytest.mark.parametrize("at", range(1, 7))
async def test_a_cancellation_at_any_step_leaves_a_complete_file_or_none(
    tmp_path: Path, at: int
) -> None:
    async def handler(_: bytes, writer: asyncio.StreamWriter, __: int) -> None:
        writer.write(answer(b"the new file"))

    path = tmp_path / "film.mp4"
    path.write_bytes(b"the old file")
    executor = CancellingExecutor(at)
    asyncio.get_running_loop().set_default_executor(executor)
    async with served(handler) as feishu:
        job = feishu.messages.download("om_1", "f", path, type="file")
        executor.task = asyncio.create_task(job)
        result = (await asyncio.gather(executor.task, return_exceptions=True))[0]
        assert files_in(tmp_path) == [path]
        steps = ["check for a folder", "open", "write", "close", "rename"]
        if at > len(steps):
            assert result == path
        else:
            assert isinstance(result, asyncio.CancelledError)
        complete_at = steps.index("rename") + 1
        assert path.read_bytes() == (b"the new file" if at >= complete_at else b"the old file")
        assert not feishu._session.lifecycle._calls


async def test_an_impossible_path_is_refused_before_any_request(tmp_path: Path) -> None:
    requests = 0

    async def handler(request: bytes, writer: asyncio.StreamWriter, number: int) -> None:
        nonlocal requests
        requests += 1
        await whole(request, writer, number)

    async with served(handler) as feishu:
        for to in (tmp_path, "", "/"):
            with pytest.raises(ValueError, match="to must be the path of a file"):
                await feishu.messages.download("om_1", "f", to, type="file")
        assert not requests
        longest = tmp_path / ("x" * 255)  # the longest possible name
        await feishu.messages.download("om_1", "f", longest, type="file")
        assert longest.read_bytes() == FILE


async def test_a_saved_file_is_identical(tmp_path: Path) -> None:
    async with served(whole, limits=DEFAULT_LIMITS) as feishu:
        to = str(tmp_path / "film.mp4")
        path = await feishu.messages.download("om_1", "f", to, type="file")
        assert path == tmp_path / "film.mp4"
        digest = hashlib.sha256(path.read_bytes()).digest()
        assert digest == hashlib.sha256(FILE).digest()
        with pytest.raises(FileNotFoundError):
            missing = tmp_path / "no" / "folder"
            await feishu.messages.download("om_1", "f", missing, type="file")
        with pytest.raises(ValueError, match="type must be one of image, file"):
            await feishu.messages.download("om_1", "f", to, type="sticker")  # type: ignore[arg-type]
        assert issubclass(InvalidResponseError, FeishuError)


LARGE = 200_000_000
MEASURED = """
import asyncio, resource, sys
from feishu_chat_async import FeishuChat

def peak_memory():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024

async def main(url, app_id, secret, message_id, key, path):
    async with FeishuChat(app_id, secret, base_url=url) as feishu:
        await feishu.messages.get(message_id)
        async with feishu.messages.resource(message_id, "small", type="file") as download:
            assert [len(piece) async for piece in download]
        before = peak_memory()
        if path:
            await feishu.messages.download(message_id, key, path, type="file")
        else:
            async with feishu.messages.resource(message_id, key, type="file") as download:
                received = 0
                async for piece in download:
                    received += len(piece)
                assert received == download.size == 200_000_000
    print(peak_memory() - before)

asyncio.run(main(*sys.argv[1:]))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere ru_maxrss is in other units")
@pytest.mark.parametrize("to_file", [True, False], ids=["file", "pieces"])
async def test_200_mb_take_less_than_20_mb_of_memory(
    tmp_path: Path,
    to_file: bool,  # noqa: FBT001
) -> None:
    async with FakeFeishu(counter=None, max_download_bytes=None) as fake:  # Feishu's are 100 MB
        film = fake.add_message(fake.chat_id, content=("file", {"file_key": "small"})).message_id
        assert fake.add_resource(film, b"small") == "small"
        key = fake.add_resource(film, size=LARGE)
        path = tmp_path / "film"
        to = str(path) if to_file else ""
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-c",
            MEASURED,
            *(fake.url, fake.app_id, fake.app_secret, film, key, to),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        out, err = await process.communicate()
    assert (process.returncode, err.decode()) == (0, "")
    assert int(out) < 20_000_000
    if to_file:
        assert path.stat().st_size == LARGE
        path.unlink()
