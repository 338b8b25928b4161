"""FakeFeishu: a Feishu server for tests."""

import asyncio
import json
import math
import random
import time
from collections.abc import Mapping
from functools import partial
from types import TracebackType
from typing import TYPE_CHECKING, Final, Self

from aiohttp import web

from .dispatcher import Dispatcher, InjectedFault
from .faults import Fault
from .limits import CounterFactory, SlidingWindow
from .messages.messages import Placement, add_message
from .messages.resources import resource_keys
from .messages.state import FakeMessage, FakeResource
from .rate_counters import RateCounters
from .recorded import RecordedRequest, add_log_id, assign_log_id
from .requests import RefusedError
from .routes import HANDLERS
from .state import (
    MAX_DOWNLOAD,
    FakeApp,
    FakeChat,
    FakeUser,
    Grant,
    State,
    new_chat,
    new_id,
    wall_ms,
)

if TYPE_CHECKING:
    from collections import deque

_MAX_BODY: Final = 20_000_000


class FakeFeishu:
    """A local server that behaves like Feishu, for testing bots.

    ::

        async with FakeFeishu() as fake:
            async with FeishuChat(fake.app_id, fake.app_secret, base_url=fake.url) as feishu:
                await feishu.top_notice.put(fake.chat_id, TopNotice.message(fake.message_id))
            assert fake.chats[fake.chat_id].top_notice

    It begins with an app, whose bot owns a chat with one message. `add_app`, `add_user`,
    `add_chat` and `add_message` create more. Read and change the objects that they return, and
    those in `apps`, `users`, `chats` and `messages`: the next call sees the changes.

    The fake measures time by the clock of its event loop, and shares that loop with the test.
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
        """Create a FakeFeishu that does not listen yet; use `async with` or `start`.

        Args:
            host: Address to listen on.
            port: Port to listen on; 0 for any free port.
            counter: How calls are counted against the documented rate limits, see
                `testing.limits`; None to accept any number of calls.
            token_lifetime_s: Seconds for which a tenant access token is valid, at least 1.
            max_download_bytes: Largest file in a message that can be downloaded, in bytes; None
                for no limit.
            latency_s: Seconds by which every request is delayed.
            jitter_s: Upper bound of a random delay that is added to `latency_s`, in seconds.
        """
        if token_lifetime_s < 1:
            raise ValueError(f"token_lifetime_s must be at least 1, got {token_lifetime_s!r}")
        self._host = host
        self._port = port
        self._runner: web.AppRunner | None = None
        self._state = State(token_lifetime_s, max_download_bytes)
        self._dispatcher = Dispatcher(self._state, RateCounters(counter), self._delay_s)
        self._faults = self._dispatcher.faults
        self.latency_s = latency_s
        """Seconds by which every request is delayed; can be changed at any time."""
        self.jitter_s = jitter_s
        """Upper bound of a random additional delay, in seconds; can be changed at any time."""
        self.requests: deque[RecordedRequest] = self._dispatcher.requests
        """The requests received, oldest first; the latest 100,000 are kept."""
        app = self.add_app()
        self.app_id: str = app.app_id
        """The id of the first app."""
        self.app_secret: str = app.app_secret
        """The secret of the first app."""
        chat = self.add_chat("Release room")
        self.chat_id: str = chat.chat_id
        """The id of the first chat."""
        self.message_id: str = self.add_message(chat.chat_id).message_id
        """The id of the first message in the first chat."""
        self.url: str = ""
        """The `base_url` for clients; empty before `start`."""

    @property
    def apps(self) -> dict[str, FakeApp]:
        """The apps by app id."""
        return self._state.apps

    @property
    def users(self) -> dict[str, FakeUser]:
        """The users by open id."""
        return self._state.users

    @property
    def chats(self) -> dict[str, FakeChat]:
        """The chats by chat id."""
        return self._state.chats

    @property
    def messages(self) -> dict[str, FakeMessage]:
        """The messages by message id, including those inside merged ones."""
        return self._state.messages

    def add_app(self, *, tenant_key: str = "tenant_1") -> FakeApp:
        """Create an app with a bot.

        Args:
            tenant_key: The tenant in which the app is installed; apps with the same key share it.
        """
        app = FakeApp(app_id=new_id("cli"), app_secret=new_id("secret"), tenant_key=tenant_key)
        self._state.apps[app.app_id] = app
        return app

    def add_user(
        self, app_id: str | None = None, *, name: str = "Somebody", email: str = ""
    ) -> FakeUser:
        """Create a user of an app's tenant, who has authorized the app.

        Args:
            app_id: The app that the user's access token is for; the first one by default.
            name: The user's name.
            email: An address that messages can be sent to; empty for none.
        """
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
        self._state.users[user.open_id] = user
        self._state.grants[user.access_token] = Grant(app, user, math.inf)
        return user

    def add_chat(
        self, name: str = "A chat", *, app_id: str | None = None, docx: bool = False
    ) -> FakeChat:
        """Create a chat whose owner and only member is the bot of an app.

        Args:
            name: The chat's name.
            app_id: The app whose bot owns the chat; the first one by default.
            docx: Whether the announcement is in the docx format instead of the legacy one.
        """
        app = self.apps[app_id or self.app_id]
        chat = new_chat(self._state, name, app.tenant_key, owner_id=app.app_id)
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
    ) -> FakeMessage:
        """Create a message in a chat, even if the sender could not send one there.

        Args:
            chat_id: The chat that the message is added to.
            text: The text as a client would send it; `<at user_id="...">` mentions a user.
            sender: The user who sends it. The default is the bot that joined the chat first, or the
                bot of the first app if the chat has none.
            content: The message type and the content as a client would send it, instead of `text`.
            reply_to: Id of the message that this one replies to.
            in_thread: Whether the reply begins a thread, unless there is one already.

        Raises:
            ValueError: Feishu would refuse the content.
        """
        chat, msg_type = self.chats[chat_id], "text"
        bots = [self.apps[member_id] for member_id in chat.members if member_id in self.apps]
        app = bots[0] if bots else self.apps[self.app_id]
        sent: Mapping[str, object] = {"text": text}
        if content is not None:
            msg_type, sent = content
        parent = None if reply_to is None else self.messages[reply_to]
        try:
            return add_message(
                self._state,
                chat,
                Grant(app, sender, math.inf),
                (msg_type, json.dumps(sent)),
                Placement(parent, in_thread),
                now=_now(),
            )
        except RefusedError as error:
            raise ValueError(f"content cannot be sent: {error.code} {error.msg}") from error

    def read(self, message_id: str, user: FakeUser) -> None:
        """Record that a user reads a message now; repeating it changes nothing.

        Args:
            message_id: The message.
            user: The user who reads it.
        """
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
        """Add a file to a message and return its key.

        It gets the first key of its `kind` in the message's content that has no file yet, or a new
        key if there is none.

        Args:
            message_id: The message that the file is added to.
            data: The content of the file. If it is None, the file has `size` generated bytes,
                which take no memory.
            size: Number of bytes if `data` is None.
            name: The file name that a download reports.
            content_type: The header `Content-Type` of a download.
            kind: `image` or `file`, as in the `type` of a download request.
        """
        message = self.messages[message_id]
        keys = [key for key, of_kind in resource_keys(message) if of_kind == kind]
        unused = [key for key in keys if key not in message.resources]
        key = unused[0] if unused else new_id("img" if kind == "image" else "file")
        message.resources[key] = FakeResource(name, content_type, kind, data, size)
        return key

    def issue_tenant_token(self, app_id: str | None = None) -> str:
        """Return a valid tenant access token, as if the app had just requested one.

        It is the same token that a client of the app would get. Call it while the event loop of
        the fake is running, since its clock decides when the token expires.

        Args:
            app_id: The app that the token is for; the first one by default.
        """
        token, _ = self._state.tenant_token(self.apps[app_id or self.app_id], _now())
        return token

    def revoke_tenant_tokens(self) -> None:
        """Remove every tenant access token, of all apps, so that each call needs a new one."""
        self._state.revoke_tenant_tokens()

    def revoke_user_token(self, user: FakeUser) -> None:
        """Remove the access token of a user; calls with it are refused with code 99991668.

        Args:
            user: The user whose token is revoked.
        """
        self._state.grants.pop(user.access_token, None)

    def inject(self, *faults: Fault, times: int = 1, where: str = "") -> None:
        """Add faults for the next requests; each request meets at most one.

        Args:
            *faults: The faults, which apply in this order; see `testing.faults`.
            times: How many requests each fault applies to, at least 1.
            where: Which requests they apply to: those whose method and documented path contain
                this text, such as "put_top_notice", "GET" or "tenant_access_token".
        """
        if times < 1:
            raise ValueError(f"times must be at least 1, got {times!r}")
        self._faults += [InjectedFault(fault, times, where) for fault in faults]

    def clear_faults(self) -> None:
        """Remove all faults that were injected and have not occurred yet."""
        self._faults.clear()

    async def start(self) -> None:
        """Start listening, and set `url`."""
        app = web.Application(client_max_size=_MAX_BODY, middlewares=[assign_log_id])
        app.on_response_prepare.append(add_log_id)
        for endpoint in HANDLERS:
            handler = partial(self._dispatcher.receive, endpoint)
            app.router.add_route(endpoint.method, endpoint.template, handler)
        app.router.add_route("*", "/{path:.*}", partial(self._dispatcher.receive, None))
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, self._host, self._port)
        await site.start()
        host, self._port = self._runner.addresses[0][:2]
        self.url = f"http://[{host}]:{self._port}" if ":" in host else f"http://{host}:{self._port}"

    async def close(self) -> None:
        """Stop listening, and cancel running requests. Calling it again does nothing."""
        if self._runner is not None:
            await self._runner.cleanup()

    async def restart(self, down_s: float = 0.0) -> None:
        """Stop listening, and start again at the same address with the same data.

        Connections are closed and running requests are cancelled.

        Args:
            down_s: Seconds between stop and start.
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

    def _delay_s(self) -> float:
        return self.latency_s + random.uniform(0, self.jitter_s)  # noqa: S311


def _now() -> float:
    """Return the time of the running event loop, or of the clock that loops use by default."""
    try:
        return asyncio.get_running_loop().time()
    except RuntimeError:
        return time.monotonic()
