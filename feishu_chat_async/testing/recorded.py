"""The record that a `FakeFeishu` keeps of each request."""

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
    """A request that a `FakeFeishu` received, and how it was answered."""

    method: str
    """In upper case."""
    path: str
    """As it was sent, still percent-encoded, without the query."""
    query: dict[str, str]
    """The decoded query parameters; of a repeated name, the first value."""
    headers: dict[str, str] = attrs.field(repr=False)
    """With the names as they were sent."""
    endpoint: str | None
    """Method and documented path, such as "GET /open-apis/im/v1/chats/:chat_id"; None if there is
    no such endpoint."""
    at_s: float
    """When the request arrived, by the clock of the event loop."""
    body: object = None
    """The decoded JSON; bytes if it is not JSON; None if there was none."""
    log_id: str = ""
    """The id in the answer's header `X-Tt-Logid`, as in `APIError.log_id`."""
    status: int | None = None
    """The HTTP status of the answer; None if no answer was sent."""
    code: int | None = None
    """The code in the answer's envelope; None if there was none."""
    carried_out: bool = False
    """Whether the request took effect, even if a fault kept the answer from the client."""


async def add_log_id(request: web.Request, response: web.StreamResponse) -> None:
    """Add the log id of a request to the headers of its answer."""
    response.headers.setdefault("X-Tt-Logid", request[LOG_ID])


@web.middleware
async def assign_log_id(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    """Add a log id to a request before it is handled."""
    request[LOG_ID] = f"{time.strftime('%Y%m%d%H%M%S')}{uuid.uuid4().hex[:20].upper()}"
    return await handler(request)


def decode_body(raw: object) -> object:
    """Decode a body that is JSON; return other bytes unchanged, and None if there are none."""
    if not isinstance(raw, bytes | bytearray) or not raw:
        return None
    try:
        return json.loads(raw)
    except ValueError:
        return bytes(raw)
