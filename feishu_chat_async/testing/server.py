"""FakeFeishu: a Feishu to test against."""

import asyncio
import json
import math
import random
import time
import uuid
from collections import deque
from collections.abc import Awaitable, Callable
from functools import partial
from types import TracebackType
from typing import Final, Self

import attrs
from aiohttp import web

from .._endpoint import Endpoint
from ..endpoints.auth import TENANT_TOKEN
from ._answers import HANDLERS, ONE_AT_A_TIME
from ._incoming import Incoming, RefusedError
from ._quotas import Quotas
from ._world import FakeApp, FakeChat, FakeUser, Grant, World, new_chat, new_id
from .faults import Fault, ResetBefore
from .limits import CounterFactory, SlidingWindow

_KEPT: Final = 100_000
_LOG_ID: Final = web.RequestKey("log_id", str)
_MAX_BODY: Final = 20_000_000


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


@attrs.define(eq=False)
class _Injected:
    fault: Fault
    left: int
    where: str


class FakeFeishu:
    """A server on this machine that behaves as Feishu does, for tests of bots.

    ::

        async with FakeFeishu() as fake:
            async with FeishuChat(fake.app_id, fake.app_secret, base_url=fake.url) as feishu:
                await feishu.top_notice.put(fake.chat_id, TopNotice.message(fake.message_id))
            assert fake.chats[fake.chat_id].top_notice

    There is an app whose bot is in one chat with one message; make more with `add_app`,
    `add_user`, `add_chat` and `add_message`. All times are those of the event loop.
    """

    def __init__(
        self,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        counter: CounterFactory | None = SlidingWindow,
        token_lifetime_s: float = 7200.0,
        latency_s: float = 0.0,
        jitter_s: float = 0.0,
    ) -> None:
        """Set it up; it listens from `async with` on.

        Args:
            host: address to listen on.
            port: port to listen on, 0 for any that is free.
            counter: how calls are counted against the documented limits, see `testing.limits`;
                None to let everything in.
            token_lifetime_s: seconds for which a tenant access token is good, at least 1.
            latency_s: seconds that every request takes on its way.
            jitter_s: up to so many seconds more.
        """
        if token_lifetime_s < 1:
            raise ValueError(f"token_lifetime_s must be at least 1, got {token_lifetime_s!r}")
        self._host = host
        self._port = port
        self._quotas = Quotas(counter)
        self._faults: list[_Injected] = []
        self._runner: web.AppRunner | None = None
        self._under_way: dict[tuple[object, str], web.Request] = {}
        self._world = World(token_lifetime_s)
        self.latency_s = latency_s
        self.jitter_s = jitter_s
        self.requests: deque[RecordedRequest] = deque(maxlen=_KEPT)
        """What came in, oldest first."""
        app = self.add_app()
        self.app_id: str = app.app_id
        self.app_secret: str = app.app_secret
        chat = self.add_chat("Release room")
        self.chat_id: str = chat.chat_id
        self.message_id: str = self.add_message(chat.chat_id)
        self.url: str = ""

    @property
    def apps(self) -> dict[str, FakeApp]:
        """The apps by app id."""
        return self._world.apps

    @property
    def chats(self) -> dict[str, FakeChat]:
        """The chats by chat id."""
        return self._world.chats

    def add_app(self, *, tenant_key: str = "tenant_1") -> FakeApp:
        """Create an app with a bot."""
        app = FakeApp(app_id=new_id("cli"), app_secret=new_id("secret"), tenant_key=tenant_key)
        self._world.apps[app.app_id] = app
        return app

    def add_user(self, app_id: str | None = None, *, name: str = "Somebody") -> FakeUser:
        """Create a user, of the app's tenant, who has authorised the app; by default the first."""
        app = self.apps[app_id or self.app_id]
        user = FakeUser(
            open_id=new_id("ou"),
            union_id=new_id("on"),
            user_id=new_id("user"),
            tenant_key=app.tenant_key,
            access_token=new_id("u-token"),
            name=name,
        )
        self._world.users[user.open_id] = user
        self._world.grants[user.access_token] = Grant(app, user, math.inf)
        return user

    def add_chat(
        self, name: str = "A chat", *, app_id: str | None = None, docx: bool = False
    ) -> FakeChat:
        """Create a chat that the bot of an app owns and is in; by default, the first app.

        `docx` says whether its announcement is of the newer kind.
        """
        app = self.apps[app_id or self.app_id]
        chat = new_chat(self._world, name, app.tenant_key, owner_id=app.app_id)
        chat.announcement.is_docx = docx
        chat.members.add(app.app_id)
        return chat

    def add_message(self, chat_id: str) -> str:
        """Create a message in a chat, and return its id."""
        message_id = new_id("om")
        self.chats[chat_id].messages.add(message_id)
        self._world.use(self.chats[chat_id])
        return message_id

    def revoke_tenant_tokens(self) -> None:
        """Make every tenant access token invalid; new ones are handed out on request."""
        self._world.revoke_tenant_tokens()

    def inject(self, *faults: Fault, times: int = 1, where: str = "") -> None:
        """Let these go wrong, in this order, each `times` times.

        `where` picks the requests: a part of method and documented path, such as
        "put_top_notice", "GET" or "tenant_access_token".
        """
        if times < 1:
            raise ValueError(f"times must be at least 1, got {times!r}")
        self._faults += [_Injected(fault, times, where) for fault in faults]

    async def start(self) -> None:
        """Begin to listen; `url` says where."""
        app = web.Application(client_max_size=_MAX_BODY, middlewares=[_name_request])
        app.on_response_prepare.append(_add_log_id)
        for endpoint in HANDLERS:
            handler = partial(self._receive, endpoint)
            app.router.add_route(endpoint.method, endpoint.template, handler)
        app.router.add_route("*", "/{path:.*}", partial(self._receive, None))
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, self._host, self._port)
        await site.start()
        host, self._port = self._runner.addresses[0][:2]
        self.url = f"http://[{host}]:{self._port}" if ":" in host else f"http://{host}:{self._port}"

    async def close(self) -> None:
        """Stop listening, and end what is under way."""
        if self._runner is not None:
            await self._runner.cleanup()

    async def restart(self, down_s: float = 0.0) -> None:
        """Stop, and listen again after so many seconds, at the same address.

        Connections are closed and what is under way ends; whatever there was is still there.
        """
        await self.close()
        await asyncio.sleep(down_s)
        await self.start()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.close()

    async def _receive(
        self, endpoint: Endpoint[object] | None, request: web.Request
    ) -> web.StreamResponse:
        place = _place(endpoint, request)
        self._under_way.setdefault(place, request)
        try:
            return await self._respond(endpoint, request)
        finally:
            if self._under_way.get(place) is request:
                del self._under_way[place]

    async def _respond(
        self, endpoint: Endpoint[object] | None, request: web.Request
    ) -> web.StreamResponse:
        name = "" if endpoint is None else endpoint.name
        fault = self._next_fault(name)
        delay_s = self.latency_s + random.uniform(0, self.jitter_s)  # noqa: S311
        if delay_s:
            await asyncio.sleep(delay_s)
        recorded = RecordedRequest(
            method=request.method,
            path=request.raw_path.partition("?")[0],
            query=dict(request.query),
            headers=dict(request.headers),
            endpoint=name or None,
            at_s=asyncio.get_running_loop().time(),
            log_id=request[_LOG_ID],
        )
        self.requests.append(recorded)
        if not isinstance(fault, ResetBefore):
            try:
                recorded.body = _from_json(await request.read())
            except ConnectionError:  # the client left before it had sent everything
                return web.Response()
        whole: web.Response | None = None

        async def answer() -> web.Response:
            nonlocal whole
            whole = await self._answer(endpoint, request, recorded)
            return whole

        response = await (answer() if fault is None else fault.strike(request, answer))
        if request.transport is not None and not request.transport.is_closing():
            recorded.status = response.status
            told = response if isinstance(response, web.Response) else whole
            envelope = None if told is None else _from_json(told.body)
            recorded.code = envelope.get("code") if isinstance(envelope, dict) else None
        return response

    def _next_fault(self, name: str) -> Fault | None:
        for injected in self._faults:
            if injected.where in name:
                injected.left -= 1
                if not injected.left:
                    self._faults.remove(injected)
                return injected.fault
        return None

    async def _answer(
        self, endpoint: Endpoint[object] | None, request: web.Request, recorded: RecordedRequest
    ) -> web.Response:
        try:
            if endpoint is None:
                raise RefusedError(99991201, "resource not find", status=404)
            return self._carry_out(endpoint, request, recorded)
        except RefusedError as refused:
            error = {"log_id": request[_LOG_ID], **refused.details}
            answer = {"code": refused.code, "msg": refused.msg, "error": error}
            return web.json_response(answer, status=refused.status)

    def _carry_out(
        self, endpoint: Endpoint[object], request: web.Request, recorded: RecordedRequest
    ) -> web.Response:
        now, body = asyncio.get_running_loop().time(), recorded.body
        grant = None
        app_id = str(body.get("app_id")) if isinstance(body, dict) else ""
        if endpoint is not TENANT_TOKEN:
            grant = self._authenticate(endpoint, request.headers.get("Authorization", ""), now)
            app_id = grant.app.app_id
        rejected = self._quotas.reject(endpoint, request.match_info, app_id, now)
        if rejected is not None:
            return rejected
        if self._under_way.get(_place(endpoint, request)) is not request:
            raise RefusedError(*ONE_AT_A_TIME[endpoint])
        done = HANDLERS[endpoint](
            Incoming(self._world, grant, request.match_info, request.query, body, now)
        )
        recorded.carried_out = True
        if endpoint.enveloped:
            return web.json_response({"code": 0, "msg": "success", "data": done})
        return web.json_response({"code": 0, "msg": "ok", **done})

    def _authenticate(self, endpoint: Endpoint[object], authorization: str, now: float) -> Grant:
        scheme, _, token = authorization.partition(" ")
        if scheme != "Bearer" or not token:
            raise RefusedError(99991661, "Missing access token for authorization.")
        if not token.startswith(("t-", "u-")):
            raise RefusedError(99991671, "Invalid token: must start with t-/u-")
        grant = self._world.grants.get(token)
        kind = "user" if token.startswith("u-") else "tenant"
        if grant is None or grant.expires_at <= now or kind not in endpoint.tokens:
            raise RefusedError(
                99991668 if kind == "user" else 99991663,
                "Invalid access token for authorization. "
                "Please make a request with token attached.",
            )
        if scopes := grant.app.missing_scopes:
            raise RefusedError(
                99991672,
                f"Access denied. One of the following scopes is required: [{', '.join(scopes)}].",
                details={
                    "permission_violations": [
                        {"type": "action_scope_required", "subject": scope} for scope in scopes
                    ]
                },
            )
        return grant


def _place(endpoint: Endpoint[object] | None, request: web.Request) -> tuple[object, str]:
    """Say what no other call may be doing at the same time: for most, nothing but this very one."""
    if endpoint is not None and endpoint in ONE_AT_A_TIME:
        return ONE_AT_A_TIME[endpoint], request.match_info["chat_id"]
    return id(request), ""


async def _add_log_id(request: web.Request, response: web.StreamResponse) -> None:
    response.headers.setdefault("X-Tt-Logid", request[_LOG_ID])


@web.middleware
async def _name_request(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    request[_LOG_ID] = f"{time.strftime('%Y%m%d%H%M%S')}{uuid.uuid4().hex[:20].upper()}"
    return await handler(request)


def _from_json(raw: object) -> object:
    """Decode a body if it is JSON; bytes otherwise, None if there is none."""
    if not isinstance(raw, bytes | bytearray) or not raw:
        return None
    try:
        return json.loads(raw)
    except ValueError:
        return bytes(raw)
