"""What a `FakeFeishu` writes down of each request."""

import json
import time
import uuid
from collections.abc import Awaitable, Callable
from typing import Final

import attrs
from aiohttp import web

LOG_ID: Final = web.RequestKey("log_id", str)


@attrs.define(eq=False)
class RecordedRequest:
    """A request that came in, and what was answered."""

    method: str
    path: str
    """As it was sent, still encoded, without the query."""
    query: dict[str, str]
    headers: dict[str, str] = attrs.field(repr=False)
    endpoint: str | None
    """Method and documented path, None if there is no such endpoint."""
    at_s: float
    """When it came in, by the clock of the event loop."""
    body: object = None
    """Decoded JSON; bytes if it is not JSON; None if there was none."""
    log_id: str = ""
    status: int | None = None
    """None if no answer was sent."""
    code: int | None = None
    carried_out: bool = False
    """Whether it was done, also if nobody was told."""


async def add_log_id(request: web.Request, response: web.StreamResponse) -> None:
    """Send the id of a request along with the answer."""
    response.headers.setdefault("X-Tt-Logid", request[LOG_ID])


@web.middleware
async def name_request(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    """Give a request an id."""
    request[LOG_ID] = f"{time.strftime('%Y%m%d%H%M%S')}{uuid.uuid4().hex[:20].upper()}"
    return await handler(request)


def from_json(raw: object) -> object:
    """Decode a body if it is JSON; bytes otherwise, None if there is none."""
    if not isinstance(raw, bytes | bytearray) or not raw:
        return None
    try:
        return json.loads(raw)
    except ValueError:
        return bytes(raw)
