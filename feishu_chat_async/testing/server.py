"""FakeFeishu: a Feishu to test against."""

import asyncio
import json
import math
import random
import time
from collections import deque
from collections.abc import Mapping
from functools import partial
from types import TracebackType
from typing import Final, Self

import attrs
from aiohttp import web

from .._protocol.endpoint import Endpoint
from ..endpoints.auth import TENANT_TOKEN
from .faults import Fault, ResetBefore
from .limits import CounterFactory, SlidingWindow
from .messages.messages import Place, add_message
from .messages.resources import keys_in
from .messages.state import FakeMessage, FakeResource, ResourceBody
from .rate_counters import RateCounters
from .recorded import LOG_ID, RecordedRequest, add_log_id, from_json, name_request
from .requests import FakeRequest, RefusedError
from .routes import HANDLERS, ONE_AT_A_TIME
from .state import (
    MAX_DOWNLOAD,
    FakeApp,
    FakeChat,
    FakeUser,
    Grant,
    World,
    new_chat,
    new_id,
    wall_ms,
)
from .tokens import granted

_KEPT: Final = 100_000
_MAX_BODY: Final = 20_000_000


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
        max_download_bytes: int | None = MAX_DOWNLOAD,
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
            max_download_bytes: bytes that a file in a message may have to be handed out, None for
                any number.
            latency_s: seconds that every request takes on its way.
            jitter_s: up to so many seconds more.
        """
        if token_lifetime_s < 1:
            raise ValueError(f"token_lifetime_s must be at least 1, got {token_lifetime_s!r}")
        self._host = host
        self._port = port
        self._rate_counters = RateCounters(counter)
        self._faults: list[_Injected] = []
        self._runner: web.AppRunner | None = None
        self._under_way: dict[tuple[object, str], web.Request] = {}
        self._world = World(token_lifetime_s, max_download_bytes)
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

    @property
    def messages(self) -> dict[str, FakeMessage]:
        """The messages by message id, those inside merged ones too."""
        return self._world.messages

    def add_app(self, *, tenant_key: str = "tenant_1") -> FakeApp:
        """Create an app with a bot."""
        app = FakeApp(app_id=new_id("cli"), app_secret=new_id("secret"), tenant_key=tenant_key)
        self._world.apps[app.app_id] = app
        return app

    def add_user(
        self, app_id: str | None = None, *, name: str = "Somebody", email: str = ""
    ) -> FakeUser:
        """Create a user, of the app's tenant, who has authorised the app; by default the first."""
        app = self.apps[app_id or self.app_id]
        user = FakeUser(
            open_id=new_id("ou"),
            union_id=new_id("on"),
            user_id=new_id("user"),
            tenant_key=app.tenant_key,
            access_token=new_id("u-token"),
            name=name,
            email=email,
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

    def add_message(
        self,
        chat_id: str,
        text: str = "Hello.",
        *,
        sender: FakeUser | None = None,
        content: tuple[str, Mapping[str, object]] | None = None,
        reply_to: str | None = None,
        in_thread: bool = False,
    ) -> str:
        """Create a message in a chat, and return its id.

        Args:
            chat_id: the chat, whoever may speak there.
            text: as it would be sent, so that `<at user_id="...">` mentions somebody.
            sender: a user; by default the bot that has been in the chat for longest, or the first
                one of all if there is none.
            content: a type, and its content as it would be sent, in place of `text`.
            reply_to: the message that it replies to.
            in_thread: whether that makes a thread of it.
        """
        chat, kind = self.chats[chat_id], "text"
        bots = [self.apps[one] for one in chat.members if one in self.apps]
        app = bots[0] if bots else self.apps[self.app_id]
        sent: Mapping[str, object] = {"text": text}
        if content is not None:
            kind, sent = content
        place = Place(None if reply_to is None else self.messages[reply_to], in_thread)
        written = (kind, json.dumps(sent))
        try:
            return add_message(
                self._world, chat, Grant(app, sender, math.inf), written, place, now=_now()
            ).message_id
        except RefusedError as error:
            raise ValueError(f"content cannot be sent: {error.code} {error.msg}") from error

    def read(self, message_id: str, user: FakeUser) -> None:
        """Let somebody have read a message, now."""
        self.messages[message_id].readers.setdefault(user.open_id, wall_ms(_now()))

    def add_resource(
        self,
        message_id: str,
        data: bytes | None = None,
        *,
        size: int = 0,
        name: str = "file.bin",
        content_type: str = "application/octet-stream",
        kind: str = "file",
    ) -> str:
        """Put a file into a message, and return its key.

        It gets the first key in the content of the message that is of this kind, `image` or
        `file`, and has no file yet; else a new one. Without `data` it has `size` bytes, which are
        made up as they are read and take no memory.
        """
        message = self.messages[message_id]
        keys = [key for key, of in keys_in(message) if of == kind and key not in message.resources]
        key = keys[0] if keys else new_id("img" if kind == "image" else "file")
        message.resources[key] = FakeResource(name, content_type, kind, data, size)
        return key

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
        app = web.Application(client_max_size=_MAX_BODY, middlewares=[name_request])
        app.on_response_prepare.append(add_log_id)
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
            log_id=request[LOG_ID],
        )
        self.requests.append(recorded)
        if not isinstance(fault, ResetBefore):
            try:
                recorded.body = from_json(await request.read())
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
            envelope = None if told is None else from_json(told.body)
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
            error = {"log_id": request[LOG_ID], **refused.details}
            answer = {"code": refused.code, "msg": refused.msg, "error": error}
            return web.json_response(answer, status=refused.status)

    def _carry_out(
        self, endpoint: Endpoint[object], request: web.Request, recorded: RecordedRequest
    ) -> web.Response:
        now, body = asyncio.get_running_loop().time(), recorded.body
        grant = None
        app_id = str(body.get("app_id")) if isinstance(body, dict) else ""
        if endpoint is not TENANT_TOKEN:
            authorization = request.headers.get("Authorization", "")
            grant = granted(self._world, endpoint, authorization, now)
            app_id = grant.app.app_id
        incoming = FakeRequest(self._world, grant, request.match_info, request.query, body, now)
        rejected = self._rate_counters.reject(endpoint, incoming, app_id)
        if rejected is not None:
            return rejected
        if self._under_way.get(_place(endpoint, request)) is not request:
            raise RefusedError(*ONE_AT_A_TIME[endpoint])
        done = HANDLERS[endpoint](incoming)
        recorded.carried_out = True
        if isinstance(done, FakeResource):
            return web.Response(body=ResourceBody(done))
        if endpoint.enveloped:
            return web.json_response({"code": 0, "msg": "success", "data": done})
        return web.json_response({"code": 0, "msg": "ok", **done})


def _now() -> float:
    """Read the clock of the event loop, or the one that it goes by if there is none yet."""
    try:
        return asyncio.get_running_loop().time()
    except RuntimeError:
        return time.monotonic()


def _place(endpoint: Endpoint[object] | None, request: web.Request) -> tuple[object, str]:
    """Say what no other call may be doing at the same time: for most, nothing but this very one."""
    if endpoint is not None and endpoint in ONE_AT_A_TIME:
        return ONE_AT_A_TIME[endpoint], request.match_info["chat_id"]
    return id(request), ""
