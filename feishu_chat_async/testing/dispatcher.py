"""The dispatcher of a `FakeFeishu`: each request passes faults, checks and its handler."""

import asyncio
from collections import deque
from collections.abc import Callable
from typing import Final

import attrs
from aiohttp import web

from .._protocol.endpoint import Endpoint
from ..endpoints.auth import TENANT_TOKEN
from .faults import Fault, ResetBefore
from .messages.state import FakeResource, ResourceBody
from .rate_counters import RateCounters
from .recorded import LOG_ID, RecordedRequest, decode_body
from .requests import FakeRequest, RefusedError
from .routes import HANDLERS, ONE_AT_A_TIME
from .state import State
from .tokens import authenticate

_MAX_RECORDED: Final = 100_000


@attrs.define(eq=False)
class InjectedFault:
    """An injected fault that applies to at least one more request."""

    fault: Fault
    left: int
    """How many more requests it applies to."""
    where: str
    """The method and documented path of a request must contain this text."""


class Dispatcher:
    """Records requests, and answers them.

    Args:
        state: The data that handlers read and change.
        rate_counters: The counters of the documented rate limits.
        delay_s: Returns the seconds by which a request is delayed.
    """

    def __init__(
        self, state: State, rate_counters: RateCounters, delay_s: Callable[[], float]
    ) -> None:
        self.faults: list[InjectedFault] = []
        self.requests: deque[RecordedRequest] = deque(maxlen=_MAX_RECORDED)
        self._state = state
        self._rate_counters = rate_counters
        self._delay_s = delay_s
        self._running: dict[tuple[object, str], web.Request] = {}

    async def receive(
        self, endpoint: Endpoint[object] | None, request: web.Request
    ) -> web.StreamResponse:
        """Return the answer to a request; `endpoint` is None if no endpoint has its path."""
        key = _exclusion_key(endpoint, request)
        self._running.setdefault(key, request)
        try:
            return await self._respond(endpoint, request)
        finally:
            if self._running.get(key) is request:
                del self._running[key]

    async def _respond(
        self, endpoint: Endpoint[object] | None, request: web.Request
    ) -> web.StreamResponse:
        name = "" if endpoint is None else endpoint.name
        fault = self._next_fault(name)
        if delay_s := self._delay_s():
            await asyncio.sleep(delay_s)
        recorded = RecordedRequest(
            method=request.method,
            path=request.raw_path.partition("?")[0],
            query=dict(request.query),
            headers=dict(request.headers),
            endpoint=name or None,
            at_s=asyncio.get_running_loop().time(),
            log_id=request[LOG_ID],
        )
        self.requests.append(recorded)
        if not isinstance(fault, ResetBefore):
            try:
                recorded.body = decode_body(await request.read())
            except ConnectionError:  # the client disconnected before the body was complete
                return web.Response()
        regular: web.Response | None = None

        async def answer() -> web.Response:
            nonlocal regular
            regular = self._answer(endpoint, request, recorded)
            return regular

        response = await (answer() if fault is None else fault.apply(request, answer))
        if request.transport is not None and not request.transport.is_closing():
            recorded.status = response.status
            sent = response if isinstance(response, web.Response) else regular
            envelope = None if sent is None else decode_body(sent.body)
            recorded.code = envelope.get("code") if isinstance(envelope, dict) else None
        return response

    def _next_fault(self, name: str) -> Fault | None:
        for injected in self.faults:
            if injected.where in name:
                injected.left -= 1
                if not injected.left:
                    self.faults.remove(injected)
                return injected.fault
        return None

    def _answer(
        self, endpoint: Endpoint[object] | None, request: web.Request, recorded: RecordedRequest
    ) -> web.Response:
        try:
            if endpoint is None:
                raise RefusedError(99991201, "resource not find", status=404)
            return self._handle(endpoint, request, recorded)
        except RefusedError as refused:
            error = {"log_id": request[LOG_ID], **refused.details}
            answer = {"code": refused.code, "msg": refused.msg, "error": error}
            return web.json_response(answer, status=refused.status)

    def _handle(
        self, endpoint: Endpoint[object], request: web.Request, recorded: RecordedRequest
    ) -> web.Response:
        now, body = asyncio.get_running_loop().time(), recorded.body
        grant = None
        app_id = str(body.get("app_id")) if isinstance(body, dict) else ""
        if endpoint is not TENANT_TOKEN:
            authorization = request.headers.get("Authorization", "")
            grant = authenticate(self._state, endpoint, authorization, now)
            app_id = grant.app.app_id
        call = FakeRequest(self._state, grant, request.match_info, request.query, body, now)
        rejected = self._rate_counters.reject(endpoint, call, app_id)
        if rejected is not None:
            return rejected
        if self._running.get(_exclusion_key(endpoint, request)) is not request:
            raise RefusedError(*ONE_AT_A_TIME[endpoint])
        result = HANDLERS[endpoint](call)
        recorded.carried_out = True
        if isinstance(result, FakeResource):
            return web.Response(body=ResourceBody(result))
        if endpoint.enveloped:
            return web.json_response({"code": 0, "msg": "success", "data": result})
        return web.json_response({"code": 0, "msg": "ok", **result})


def _exclusion_key(endpoint: Endpoint[object] | None, request: web.Request) -> tuple[object, str]:
    """Return a key that is equal for requests that must run one at a time."""
    if endpoint is not None and endpoint in ONE_AT_A_TIME:
        return ONE_AT_A_TIME[endpoint], request.match_info["chat_id"]
    return id(request), ""
