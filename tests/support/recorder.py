"""A server that records requests to all documented routes, and answers with the pages' examples.

An answer that is a file is `FILE`.
"""

import json
import re
from functools import partial
from types import TracebackType
from typing import Any, NamedTuple, Self

from aiohttp import web

from feishu_chat_async import FeishuChat

from .specs import SPECS

TOKEN = "auth.tenant_token"
APP = ("cli_recorded", "secret")
FILE = b"\x89PNG\r\n\x1a\n"


class Recorded(NamedTuple):
    """A request as it was received."""

    method: str
    path: str
    query: dict[str, str]
    body: Any


class Recorder:
    """A recording server: open it with `async with`; it listens at `url`."""

    def __init__(self) -> None:
        self.url = ""
        self.requests: list[Recorded] = []
        """All requests except those for tokens."""
        self.answers: dict[str, Any] = {
            name: spec.get("response_example", FILE) for name, spec in SPECS.items()
        }

    async def _answer(self, name: str, request: web.Request) -> web.Response:
        raw = await request.read()
        body = json.loads(raw) if raw else None
        path = request.rel_url.raw_path
        assert len(set(request.query)) == len(request.query)
        if name != TOKEN:
            query = dict(request.query)
            self.requests.append(Recorded(request.method, path, query, body))
        answer = self.answers[name]
        if isinstance(answer, bytes):
            return web.Response(body=answer, content_type="image/png")
        return web.json_response(answer)

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=10_000_000)
        for name, spec in SPECS.items():
            template = re.sub(r":(\w+)", r"{\1}", spec["path"])
            app.router.add_route(spec["method"], template, partial(self._answer, name))
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        host, port = self._runner.addresses[0]
        self.url = f"http://{host}:{port}"
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self._runner.cleanup()

    def client(self) -> FeishuChat:
        """Return a client of this server, without rate limits."""
        return FeishuChat(*APP, base_url=self.url, limits=None)
