"""A server that says yes to everything, as cheaply as Python can: it must not be the bottleneck."""

import asyncio
import json
from typing import Any

CHATS: dict[str, Any] = {
    "items": [
        {
            "avatar": "https://p3-lark-file.byteimg.com/img/lark-avatar-staging/default.jpg",
            "chat_id": f"oc_a0553eda9014c201e6969b478895{number:04}",
            "chat_status": "normal",
            "description": "A chat that is one of many",
            "external": False,
            "name": f"Project {number}",
            "owner_id": "ou_7d8a6e6df7621556ce0d21922b676706ccs",
            "owner_id_type": "open_id",
            "tenant_key": "736588c9260f175e",
        }
        for number in range(100)
    ],
    "page_token": "dmJCRHhpd3JRbGV1VEVNRFFyTitRWDY5ZFkybmYrMEUwMUFYT0VMMWdENEtuYUhsNUxGMD",
    "has_more": True,
}
MEMBERS: dict[str, Any] = {
    "items": [
        {
            "member_id_type": "open_id",
            "member_id": f"ou_9204a37300b3700d61effaa439f3{number:04}",
            "name": f"Person {number}",
            "tenant_key": "736588c9260f175e",
        }
        for number in range(100)
    ],
    "page_token": "WWxHTStrOEs5WHZpNktGbU94bUcvMWlxdDUzTWt1OXNrRmlLaGRNVG0yaz0",
    "has_more": True,
    "member_total": 1000,
}


def answer(data: dict[str, Any]) -> bytes:
    """Make a whole answer."""
    envelope = {"code": 0, "msg": "success", "data": data}
    body = json.dumps(envelope, separators=(",", ":")).encode()
    head = [
        "HTTP/1.1 200 OK",
        "Content-Type: application/json; charset=utf-8",
        "X-Tt-Logid: 20261121000000AAAAAAAAAAAAAAAAAAAA",
        f"Content-Length: {len(body)}",
    ]
    return "\r\n".join([*head, "", ""]).encode() + body


ANSWERS = {b"/chats?": answer(CHATS), b"/members?": answer(MEMBERS), b"": answer({})}


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
            path = head.split(b"\r\n", 1)[0]
            self.transport.write(next(ANSWERS[part] for part in ANSWERS if part in path))


async def main() -> None:
    """Print the port, and serve until killed."""
    server = await asyncio.get_running_loop().create_server(Stub, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
