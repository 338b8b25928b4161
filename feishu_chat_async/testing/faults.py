"""Failures between a client and Feishu that `FakeFeishu.inject` produces on demand."""

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
"""Handles the request as if there were no fault, and returns the regular answer."""

_CHUNK: Final = 65536


class Fault(Protocol):
    """A failure of one request. Implement it for failures that this module does not provide."""

    async def apply(self, request: web.Request, answer: Answer) -> web.StreamResponse:
        """Return what the client receives instead of the regular answer.

        Args:
            request: The request as aiohttp received it.
            answer: Await it to carry out the request; it returns the regular answer.
        """


@attrs.frozen
class ResetBefore:
    """Resets the connection before the request is read; it is not carried out."""

    async def apply(self, request: web.Request, answer: Answer) -> web.StreamResponse:
        """Apply the fault; `FakeFeishu` calls this.

        Args:
            request: The request as aiohttp received it.
            answer: Carries out the request, and returns the regular answer.
        """
        return _reset(request)


@attrs.frozen
class ResetAfter:
    """Carries out the request, and resets the connection instead of answering."""

    async def apply(self, request: web.Request, answer: Answer) -> web.StreamResponse:
        """Apply the fault; `FakeFeishu` calls this.

        Args:
            request: The request as aiohttp received it.
            answer: Carries out the request, and returns the regular answer.
        """
        await answer()
        return _reset(request)


@attrs.frozen
class Truncate:
    """Carries out the request, and closes the connection in the middle of the answer."""

    async def apply(self, request: web.Request, answer: Answer) -> web.StreamResponse:
        """Apply the fault; `FakeFeishu` calls this.

        Args:
            request: The request as aiohttp received it.
            answer: Carries out the request, and returns the regular answer.
        """
        whole = await answer()
        body = _bytes(whole)
        part = web.StreamResponse(status=whole.status, headers=whole.headers)
        part.content_length = len(body)
        with suppress(ConnectionError):  # the client closed the connection
            await part.prepare(request)
            await part.write(body[: len(body) // 2])
        if request.transport is not None:
            request.transport.close()
        return part


@attrs.frozen
class Cut:
    """Carries out the request, and ends the answer after some bytes of its body.

    The answer's Content-Length is that of the whole body. With a reset, the client may also lose
    bytes that it has not read yet.
    """

    after: int
    """How many bytes of the body are sent."""
    reset: bool = True
    """Whether the connection is reset; if False, it is closed in an orderly way."""

    async def apply(self, request: web.Request, answer: Answer) -> web.StreamResponse:
        """Apply the fault; `FakeFeishu` calls this.

        Args:
            request: The request as aiohttp received it.
            answer: Carries out the request, and returns the regular answer.
        """
        whole = await answer()
        size = whole.body.size if isinstance(whole.body, ResourceBody) else len(_bytes(whole))
        part = web.StreamResponse(status=whole.status, headers=whole.headers)
        part.content_length = size
        left = self.after
        with suppress(ConnectionError):  # the client closed the connection
            await part.prepare(request)
            async for piece in _pieces(whole):
                await part.write(piece[:left])
                left -= len(piece)
                if left <= 0:
                    break
        transport = request.transport
        # A reset would discard bytes that are not sent yet. Transports have no event to wait for.
        while transport is not None and self.reset and transport.get_write_buffer_size():  # noqa: ASYNC110
            await asyncio.sleep(0)
        if self.reset:
            _reset(request)
        elif transport is not None:
            transport.close()
        return part


@attrs.frozen
class Garbage:
    """Answers with something that is not from Feishu, by default a gateway's error page."""

    body: bytes = b"<html><head><title>502 Bad Gateway</title></head></html>"
    """The body of the answer."""
    status: int = 502
    """The HTTP status of the answer."""
    content_type: str = "text/html"
    """The header `Content-Type` of the answer."""
    carried_out: bool = False
    """Whether the request is carried out before the answer is sent."""

    async def apply(self, request: web.Request, answer: Answer) -> web.StreamResponse:
        """Apply the fault; `FakeFeishu` calls this.

        Args:
            request: The request as aiohttp received it.
            answer: Carries out the request, and returns the regular answer.
        """
        if self.carried_out:
            await answer()
        headers = {"Content-Type": self.content_type}
        return web.Response(status=self.status, body=self.body, headers=headers)


@attrs.frozen
class Fail:
    """Answers with an error code."""

    code: int
    """The code in the answer's envelope."""
    msg: str = "fault"
    """The message in the answer's envelope."""
    status: int = 400
    """The HTTP status of the answer."""
    carried_out: bool = False
    """Whether the request is carried out first, as can happen with HTTP 5xx."""

    async def apply(self, request: web.Request, answer: Answer) -> web.StreamResponse:
        """Apply the fault; `FakeFeishu` calls this.

        Args:
            request: The request as aiohttp received it.
            answer: Carries out the request, and returns the regular answer.
        """
        if self.carried_out:
            await answer()
        return web.json_response({"code": self.code, "msg": self.msg}, status=self.status)


@attrs.frozen
class Reject:
    """Rejects the request because of a rate limit; it is not carried out."""

    reset_s: float | None = 1
    """Seconds until the limit is reset, in the header `x-ogw-ratelimit-reset`; None omits it."""
    status: int = 429
    """The HTTP status of the answer; 400 on older endpoints."""

    async def apply(self, request: web.Request, answer: Answer) -> web.StreamResponse:
        """Apply the fault; `FakeFeishu` calls this.

        Args:
            request: The request as aiohttp received it.
            answer: Carries out the request, and returns the regular answer.
        """
        return rejection(self.reset_s, self.status)


@attrs.frozen
class Hang:
    """Carries out the request, and delays the answer."""

    seconds: float
    """Length of the delay."""

    async def apply(self, request: web.Request, answer: Answer) -> web.StreamResponse:
        """Apply the fault; `FakeFeishu` calls this.

        Args:
            request: The request as aiohttp received it.
            answer: Carries out the request, and returns the regular answer.
        """
        whole = await answer()
        await asyncio.sleep(self.seconds)
        return whole


@attrs.frozen
class SlowBody:
    """Carries out the request, and sends the answer byte by byte."""

    seconds: float
    """How long it takes to send the whole body."""

    async def apply(self, request: web.Request, answer: Answer) -> web.StreamResponse:
        """Apply the fault; `FakeFeishu` calls this.

        Args:
            request: The request as aiohttp received it.
            answer: Carries out the request, and returns the regular answer.
        """
        whole = await answer()
        body = _bytes(whole)
        slow = web.StreamResponse(status=whole.status, headers=whole.headers)
        with suppress(ConnectionError):  # the client closed the connection
            await slow.prepare(request)
            for byte in body:
                await slow.write(bytes([byte]))
                await asyncio.sleep(self.seconds / len(body))
        return slow


@attrs.frozen
class HugeBody:
    """Answers with a body of spaces; the request is not carried out."""

    size: int
    """Bytes of the decompressed body."""
    gzipped: bool = False
    """Whether the body is sent with gzip, which makes it about a thousand times smaller."""

    async def apply(self, request: web.Request, answer: Answer) -> web.StreamResponse:
        """Apply the fault; `FakeFeishu` calls this.

        Args:
            request: The request as aiohttp received it.
            answer: Carries out the request, and returns the regular answer.
        """
        huge = web.StreamResponse(headers={"Content-Type": "application/json"})
        compressor = zlib.compressobj(wbits=31)
        if self.gzipped:
            huge.headers["Content-Encoding"] = "gzip"
        with suppress(ConnectionError):  # the client closed the connection
            await huge.prepare(request)
            for start in range(0, self.size, _CHUNK):
                spaces = b" " * min(_CHUNK, self.size - start)
                await huge.write(compressor.compress(spaces) if self.gzipped else spaces)
                await asyncio.sleep(0)
            if self.gzipped:
                await huge.write(compressor.flush())
        return huge


def rejection(reset_s: float | None, status: int = 429, limit: Limit | None = None) -> web.Response:
    """Return the answer to a call that exceeds a rate limit.

    Args:
        reset_s: Seconds in the header `x-ogw-ratelimit-reset`; None omits it.
        status: The HTTP status; 400 on older endpoints.
        limit: The limit named by the header `x-ogw-ratelimit-limit`; None omits it.
    """
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
        # With a linger time of 0, closing the socket sends a reset instead of a FIN.
        linger = struct.pack("ii", 1, 0)
        transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        transport.abort()
    return web.Response()
