"""What can go wrong between a client and Feishu, to order."""

import asyncio
import socket
import struct
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from typing import Final, Protocol

import attrs
from aiohttp import web

from ..config import Limit
from .messages.state import ResourceBody

Answer = Callable[[], Awaitable[web.Response]]
"""Carries out the request, and says what would be answered if nothing went wrong."""

_CHUNK: Final = 65536


class Fault(Protocol):
    """One thing that goes wrong with one request."""

    async def strike(self, request: web.Request, answer: Answer) -> web.StreamResponse:
        """Answer the request, or do not."""


@attrs.frozen
class ResetBefore:
    """The connection is reset before the request was read: nothing is done."""

    async def strike(self, request: web.Request, answer: Answer) -> web.StreamResponse:
        """See `Fault`."""
        return _reset(request)


@attrs.frozen
class ResetAfter:
    """The connection is reset after the request was carried out: nobody learns the result."""

    async def strike(self, request: web.Request, answer: Answer) -> web.StreamResponse:
        """See `Fault`."""
        await answer()
        return _reset(request)


@attrs.frozen
class Truncate:
    """The request is carried out, and the connection reset in the middle of the answer."""

    async def strike(self, request: web.Request, answer: Answer) -> web.StreamResponse:
        """See `Fault`."""
        whole = await answer()
        body = _bytes(whole)
        part = web.StreamResponse(status=whole.status, headers=whole.headers)
        part.content_length = len(body)
        with suppress(ConnectionError):  # the client had enough
            await part.prepare(request)
            await part.write(body[: len(body) // 2])
        if request.transport is not None:
            request.transport.close()
        return part


@attrs.frozen
class Cut:
    """The request is carried out, and the answer ends after so many bytes of its body.

    The head has promised all of them. A reset may also take what the client has not read yet.
    """

    after: int
    reset: bool = True
    """False: the connection is closed in good order, as if that were all."""

    async def strike(self, request: web.Request, answer: Answer) -> web.StreamResponse:
        """See `Fault`."""
        whole = await answer()
        size = whole.body.size if isinstance(whole.body, ResourceBody) else len(_bytes(whole))
        part = web.StreamResponse(status=whole.status, headers=whole.headers)
        part.content_length = size
        left = self.after
        with suppress(ConnectionError):  # the client had enough
            await part.prepare(request)
            async for piece in _pieces(whole):
                await part.write(piece[:left])
                left -= len(piece)
                if left <= 0:
                    break
        transport = request.transport
        # What is not sent yet would be lost with a reset, and a transport has no event for that.
        while transport is not None and self.reset and transport.get_write_buffer_size():  # noqa: ASYNC110
            await asyncio.sleep(0)
        if self.reset:
            _reset(request)
        elif transport is not None:
            transport.close()
        return part


@attrs.frozen
class Garbage:
    """Something else is answered, such as a gateway's error page."""

    body: bytes = b"<html><head><title>502 Bad Gateway</title></head></html>"
    status: int = 502
    content_type: str = "text/html"
    carried_out: bool = False
    """Whether the request is carried out before; nothing is done otherwise."""

    async def strike(self, request: web.Request, answer: Answer) -> web.StreamResponse:
        """See `Fault`."""
        if self.carried_out:
            await answer()
        headers = {"Content-Type": self.content_type}
        return web.Response(status=self.status, body=self.body, headers=headers)


@attrs.frozen
class Fail:
    """Feishu answers with this error code."""

    code: int
    msg: str = "fault"
    status: int = 400
    carried_out: bool = False
    """Whether the request is carried out before, as Feishu may have with HTTP 5xx."""

    async def strike(self, request: web.Request, answer: Answer) -> web.StreamResponse:
        """See `Fault`."""
        if self.carried_out:
            await answer()
        return web.json_response({"code": self.code, "msg": self.msg}, status=self.status)


@attrs.frozen
class Reject:
    """Feishu says that there were too many calls; nothing is done."""

    reset_s: float | None = 1
    """The header `x-ogw-ratelimit-reset`; None leaves it out."""
    status: int = 429
    """400 for older endpoints."""

    async def strike(self, request: web.Request, answer: Answer) -> web.StreamResponse:
        """See `Fault`."""
        return rejection(self.reset_s, self.status)


@attrs.frozen
class Hang:
    """The request is carried out, and nothing is answered for so many seconds."""

    seconds: float

    async def strike(self, request: web.Request, answer: Answer) -> web.StreamResponse:
        """See `Fault`."""
        whole = await answer()
        await asyncio.sleep(self.seconds)
        return whole


@attrs.frozen
class SlowBody:
    """The right answer, a byte at a time, over so many seconds."""

    seconds: float

    async def strike(self, request: web.Request, answer: Answer) -> web.StreamResponse:
        """See `Fault`."""
        whole = await answer()
        body = _bytes(whole)
        slow = web.StreamResponse(status=whole.status, headers=whole.headers)
        with suppress(ConnectionError):  # the client had enough
            await slow.prepare(request)
            for byte in body:
                await slow.write(bytes([byte]))
                await asyncio.sleep(self.seconds / len(body))
        return slow


@attrs.frozen
class HugeBody:
    """An answer of so many bytes, all blanks; packed, it is a thousandth of that."""

    size: int
    packed: bool = False

    async def strike(self, request: web.Request, answer: Answer) -> web.StreamResponse:
        """See `Fault`."""
        huge = web.StreamResponse(headers={"Content-Type": "application/json"})
        packer = zlib.compressobj(wbits=31)
        if self.packed:
            huge.headers["Content-Encoding"] = "gzip"
        with suppress(ConnectionError):  # the client had enough
            await huge.prepare(request)
            for start in range(0, self.size, _CHUNK):
                blanks = b" " * min(_CHUNK, self.size - start)
                await huge.write(packer.compress(blanks) if self.packed else blanks)
                await asyncio.sleep(0)
            if self.packed:
                await huge.write(packer.flush())
        return huge


def rejection(reset_s: float | None, status: int = 429, limit: Limit | None = None) -> web.Response:
    """Make the answer to one call too many."""
    headers = {"x-ogw-ratelimit-limit": str(limit.calls)} if limit is not None else {}
    if reset_s is not None:
        headers["x-ogw-ratelimit-reset"] = f"{reset_s:g}"
    body = {"code": 99991400, "msg": "request trigger frequency limit"}
    return web.json_response(body, status=status, headers=headers)


def _bytes(whole: web.Response) -> bytes:
    return bytes(whole.body) if isinstance(whole.body, bytes) else b""


async def _pieces(whole: web.Response) -> AsyncIterator[bytes]:
    if isinstance(whole.body, ResourceBody):
        async for piece in whole.body.resource.pieces():
            yield piece
    else:
        yield _bytes(whole)


def _reset(request: web.Request) -> web.Response:
    transport = request.transport
    if transport is not None:
        # Closed with nothing to linger for, a socket answers with a reset instead of a goodbye.
        linger = struct.pack("ii", 1, 0)
        transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        transport.abort()
    return web.Response()
