"""A download yields pieces in order, ends once, and reports why it failed."""

import pytest

from feishu_chat_async import ConnectionFailedError, Download, FeishuError, SessionStateError
from feishu_chat_async._protocol.download import Source


class Pieces:
    """A source of given pieces that can break off."""

    def __init__(self, *pieces: bytes, error: FeishuError | None = None) -> None:
        self.pieces = list(pieces)
        self.error = error
        self.closed = 0
        self.interrupted: Download | None = None

    async def read(self) -> bytes:
        if self.interrupted is not None:
            self.interrupted.interrupt()
        if self.pieces:
            return self.pieces.pop(0)
        if self.error is not None:
            raise self.error
        return b""

    def close(self) -> None:
        self.closed += 1


def download_of(source: Source, size: int | None = None) -> Download:
    return Download(source, size=size, content_type="image/png", file_name="a.png")


async def test_pieces_arrive_in_order_and_are_counted() -> None:
    download = download_of(Pieces(b"ab", b"c"), size=3)
    assert (download.size, download.content_type, download.file_name) == (3, "image/png", "a.png")
    assert download.received == 0 and download.on_wire
    assert [piece async for piece in download] == [b"ab", b"c"]
    assert download.received == 3


async def test_closing_twice_closes_once() -> None:
    source = Pieces(b"ab")
    download = download_of(source)
    ended: list[str] = []
    download.add_close_callback(lambda: ended.append("first"))
    download.add_close_callback(lambda: ended.append("second"))
    download.close()
    download.close()
    assert (source.closed, ended, download.on_wire) == (1, ["first", "second"], False)
    with pytest.raises(ValueError, match="the download is closed"):
        await anext(download)


def broken() -> FeishuError:
    return ConnectionFailedError("it broke", method="GET", path="/x", outcome_unknown=False)


async def test_a_broken_download_is_closed_and_raises_the_cause() -> None:
    error = broken()
    source = Pieces(b"ab", error=error)
    download = download_of(source)
    assert await anext(download) == b"ab"
    with pytest.raises(ConnectionFailedError) as caught:
        await anext(download)
    assert caught.value is error
    assert source.closed == 1 and not download.on_wire


async def test_an_interrupted_download_reports_that_the_client_was_closed() -> None:
    source = Pieces(b"ab", b"c")
    download = download_of(source)
    assert await anext(download) == b"ab"
    download.interrupt()
    download.interrupt()
    with pytest.raises(SessionStateError, match="the client was closed during the download"):
        await anext(download)
    assert source.closed == 1


async def test_a_read_that_fails_because_of_an_interruption_reports_it() -> None:
    source = Pieces(error=broken())
    download = download_of(source)
    source.interrupted = download
    with pytest.raises(SessionStateError, match="the client was closed"):
        await anext(download)
