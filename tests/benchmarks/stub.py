"""A server that says yes to everything, as cheaply as Python can: it must not be the bottleneck."""

import asyncio

BODY = b'{"code":0,"msg":"success","data":{}}'
ANSWER = b"\r\n".join(
    [
        b"HTTP/1.1 200 OK",
        b"Content-Type: application/json; charset=utf-8",
        b"X-Tt-Logid: 20261121000000AAAAAAAAAAAAAAAAAAAA",
        b"Content-Length: %d" % len(BODY),
        b"",
        BODY,
    ]
)


class Stub(asyncio.Protocol):
    """Answers each request once its body is there."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.WriteTransport)
        self.transport = transport
        self.seen = b""

    def data_received(self, data: bytes) -> None:
        self.seen += data
        while (end := self.seen.find(b"\r\n\r\n")) >= 0:
            head = self.seen[:end].lower()
            _, found, rest = head.partition(b"content-length:")
            size = end + 4 + (int(rest.split(b"\r\n")[0]) if found else 0)
            if len(self.seen) < size:
                return
            self.seen = self.seen[size:]
            self.transport.write(ANSWER)


async def main() -> None:
    """Print the port, and serve until killed."""
    server = await asyncio.get_running_loop().create_server(Stub, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
