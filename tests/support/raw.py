"""A server that does with a connection exactly what a test says, byte by byte."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

Handler = Callable[[bytes, asyncio.StreamWriter, int], Awaitable[None]]
"""Gets a request's head and body, where to answer, and how many requests came before it."""

OK = b'{"code": 0, "msg": "success", "data": {}}'


def answer(body: bytes = OK, *head: bytes, status: bytes = b"200 OK") -> bytes:
    """Write down an HTTP answer."""
    lines = [b"HTTP/1.1 " + status, b"Content-Length: %d" % len(body), *head]
    return b"\r\n".join([*lines, b"", body])


@asynccontextmanager
async def raw_server(handler: Handler) -> AsyncIterator[str]:
    """Serve on loopback, and say where."""
    count = 0
    open_now: set[asyncio.StreamWriter] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal count
        open_now.add(writer)
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                fields = [line.lower().split(b":") for line in head.split(b"\r\n")]
                length = next((int(f[1]) for f in fields if f[0] == b"content-length"), 0)
                body = await reader.readexactly(length)
                count += 1
                await handler(head + body, writer, count - 1)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()
            open_now.discard(writer)

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    host, port = server.sockets[0].getsockname()
    try:
        yield f"http://{host}:{port}"
    finally:
        server.close()
        for writer in list(open_now):
            writer.transport.abort()
        await server.wait_closed()
        await asyncio.sleep(0)
