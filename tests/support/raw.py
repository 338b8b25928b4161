"""A server on raw sockets: a test chooses every byte that it sends."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

Handler = Callable[[bytes, asyncio.StreamWriter, int], Awaitable[None]]
"""Takes a request's head and body, the writer for the answer, and the number of requests before."""

OK = b'{"code": 0, "msg": "success", "data": {}}'


def answer(body: bytes = OK, *head: bytes, status: bytes = b"200 OK") -> bytes:
    """Return the bytes of an HTTP answer."""
    lines = [b"HTTP/1.1 " + status, b"Content-Length: %d" % len(body), *head]
    return b"\r\n".join([*lines, b"", body])


@asynccontextmanager
async def raw_server(handler: Handler) -> AsyncIterator[str]:
    """Run a server on loopback, and yield its URL."""
    count = 0
    writers: set[asyncio.StreamWriter] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal count
        writers.add(writer)
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
            writers.discard(writer)

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    host, port = server.sockets[0].getsockname()
    try:
        yield f"http://{host}:{port}"
    finally:
        server.close()
        for writer in list(writers):
            writer.transport.abort()
        await server.wait_closed()
        await asyncio.sleep(0)
