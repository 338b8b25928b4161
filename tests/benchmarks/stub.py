"""A server that answers at the lowest cost, so that it is not the bottleneck.

It accepts every call, unless `--strict` makes it enforce the rate limits or `--answers` limits how
many calls it answers. `/report` returns what it has received.
"""

import argparse
import asyncio
import json
import random
import sys
import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from feishu_chat_async.testing.limits import Counter

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
TOKEN = {"tenant_access_token": "t-caecc734c2e3328a62489fe0648c4b98779515d3", "expire": 7200}


def answer(envelope: dict[str, Any], status: str = "200 OK", *headers: str) -> bytes:
    """Return a complete HTTP response."""
    body = json.dumps(envelope, separators=(",", ":")).encode()
    head = [
        f"HTTP/1.1 {status}",
        "Content-Type: application/json; charset=utf-8",
        "X-Tt-Logid: 20261121000000AAAAAAAAAAAAAAAAAAAA",
        f"Content-Length: {len(body)}",
        *headers,
    ]
    return "\r\n".join([*head, "", ""]).encode() + body


DONE = answer({"code": 0, "msg": "success", "data": {}})
LISTED = answer({"code": 0, "msg": "success", "data": CHATS})
ISSUED = answer({"code": 0, "msg": "ok", **TOKEN})


def strict_counters() -> "list[Counter]":
    """Count 50 calls a second and 1000 a minute, in any second and any minute."""
    from feishu_chat_async._protocol.endpoint import LEVEL_4
    from feishu_chat_async.testing.limits import SlidingWindow

    return [SlidingWindow(limit) for limit in LEVEL_4]


class Server:
    """Chooses the answers to calls, and when they are sent."""

    def __init__(
        self, *, token_delay_s: float, jitter_s: float, strict: bool, answers: int
    ) -> None:
        self.token_delay_s = token_delay_s
        self.jitter_s = jitter_s
        self.answers = answers
        self.counters = strict_counters() if strict else []
        self.calls = 0
        self.accepted: list[float] = []
        self.rejected: list[float] = []

    def receive(self, path: bytes, transport: asyncio.WriteTransport) -> None:
        """Answer a request, now or later."""
        self.calls += 1
        if b"/report" in path:
            transport.write(answer(self.report()))
        elif b"/tenant_access_token/" in path:
            asyncio.get_running_loop().call_later(self.token_delay_s, transport.write, ISSUED)
        elif self.calls > self.answers:
            pass
        elif self.counters:
            delay_s = random.uniform(0, self.jitter_s)
            asyncio.get_running_loop().call_later(delay_s, self._count, transport)
        else:
            transport.write(LISTED if b"/chats?" in path else DONE)

    def report(self) -> dict[str, Any]:
        """Return the number of calls, their cost, and when they were accepted or rejected."""
        return {
            "calls": self.calls,
            "cpu_s": time.process_time(),
            "accepted": self.accepted,
            "rejected": self.rejected,
        }

    def _count(self, transport: asyncio.WriteTransport) -> None:
        now = time.monotonic()
        wait_s = max(counter.wait_s(now) for counter in self.counters)
        if wait_s > 0:
            self.rejected.append(now)
            refusal = {"code": 99991400, "msg": "request trigger frequency limit"}
            reset = f"X-Ogw-Ratelimit-Reset: {int(wait_s) + 1}"
            reply = answer(refusal, "429 Too Many Requests", reset)
        else:
            self.accepted.append(now)
            for counter in self.counters:
                counter.add(now)
            reply = DONE
        delay_s = random.uniform(0, self.jitter_s)
        asyncio.get_running_loop().call_later(delay_s, transport.write, reply)


class Connection(asyncio.Protocol):
    """Parses requests, and passes on each of them when its body is complete."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.seen = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.WriteTransport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self.seen += data
        while (end := self.seen.find(b"\r\n\r\n")) >= 0:
            head = self.seen[:end].lower()
            _, found, rest = head.partition(b"content-length:")
            size = end + 4 + (int(rest.split(b"\r\n")[0]) if found else 0)
            if len(self.seen) < size:
                return
            self.seen = self.seen[size:]
            self.server.receive(head.split(b"\r\n", 1)[0], self.transport)


async def main() -> None:
    """Print the port, and serve until killed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--token-delay-s", type=float, default=0.0)
    parser.add_argument("--jitter-s", type=float, default=0.0)
    parser.add_argument("--strict", action="store_true")
    parser.add_argument("--answers", type=int, default=sys.maxsize)
    state = Server(**vars(parser.parse_args()))
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Connection(state), "127.0.0.1", 0, backlog=4096)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
