"""The client: the object that a bot creates, opens, calls and closes."""

import os
from contextlib import suppress
from functools import cached_property, partial
from inspect import getattr_static
from types import MemberDescriptorType, TracebackType
from typing import Final, NoReturn, Self, TypedDict, Unpack

import attrs

from . import announcements, endpoints
from ._core.auth import AccessToken, AppSecret, StaticToken, TenantTokens
from ._core.credentials import ReadyToken, check_credential, check_token, fingerprint
from ._core.deadline import TimeoutGroup
from ._core.lifecycle import Lifecycle
from ._core.limiter import RateLimiter
from ._core.recipients import Recipients
from ._core.retry import Retrier
from ._core.settings import Settings
from ._core.transport import HttpSession, Transport
from ._protocol.secret import Secret
from .config import DEFAULT_LIMITS, FEISHU, RateLimits, RetryPolicy
from .endpoints.auth import TENANT_TOKEN
from .session import Session

_TOKEN_ATTEMPTS: Final = 3


class Options(TypedDict, total=False):
    """The keyword arguments of `FeishuChat`, for functions that pass them on."""

    base_url: str
    http: HttpSession | None
    timeout_s: float | None
    attempt_timeout_s: float
    connect_timeout_s: float
    close_timeout_s: float
    max_response_bytes: int
    max_connections: int
    retry: RetryPolicy | None
    limits: RateLimits | None
    proxy: str | None
    trust_env: bool


class FeishuChat:
    """A client of Feishu's group chat API, acting as an app or, with `as_user`, as a user.

    ::

        async with FeishuChat(app_id, app_secret) as feishu:
            await feishu.top_notice.put(chat_id, TopNotice.message(message_id))

    `async with` or the first call opens the client. From then on it belongs to that event loop and
    process, where any number of tasks can use it. Create one client per app: clients do not
    coordinate, so two of them can exceed the app's rate limits.

    The following arguments mean the same in every call of every group, such as `messages`.

    Args:
        chat_id: The chat, `oc_...`.
        message_id: The message, `om_...`.
        user_id_type: The type of the user ids that are passed and returned: `open_id` (the
            default), `union_id` or `user_id`, which needs the scope
            `contact:user.employee_id:readonly`.
        member_id_type: The type of the member ids that are passed and returned: one of the above
            for users or, where it is accepted, `app_id` for bots.
        page_token: The `page_token` of the previous page; None for the first page.
        uuid: An idempotency key of up to 50 characters; None to generate one for the call. Feishu
            carries out only one of the calls that have the same key: within an hour for messages,
            within 10 hours for new chats.
        client_token: The same as `uuid`, for edits of docx announcements.
    """

    def __init__(
        self,
        app_id: str,
        app_secret: str,
        *,
        base_url: str = FEISHU,
        http: HttpSession | None = None,
        timeout_s: float | None = 60.0,
        attempt_timeout_s: float = 10.0,
        connect_timeout_s: float = 5.0,
        close_timeout_s: float = 5.0,
        max_response_bytes: int = 10_000_000,
        max_connections: int = 100,
        retry: RetryPolicy | None = RetryPolicy(),
        limits: RateLimits | None = DEFAULT_LIMITS,
        proxy: str | None = None,
        trust_env: bool = False,
    ) -> None:
        """Create a client; nothing is opened or sent yet.

        Args:
            app_id: The app's id, `cli_...`.
            app_secret: The app's secret, used to get and refresh the tenant access token.
            base_url: `FEISHU`, `LARK`, or the `url` of a `FakeFeishu`.
            http: Your own aiohttp session, used with its connector and settings, and never closed.
                Its middlewares must not resend requests; use `retry` for that.
            timeout_s: Seconds for one call, including waits and retries; None for no deadline.
            attempt_timeout_s: Seconds for one request and its response.
            connect_timeout_s: Seconds for opening a connection, including TLS.
            close_timeout_s: Seconds that `close` waits for pending responses.
            max_response_bytes: Maximum size of a response, decompressed.
            max_connections: Maximum number of requests in progress at the same time.
            retry: How often and when failed calls are retried; None to never retry.
            limits: How much of the documented rate limits to use. None to send without limits, and
                to wait only after Feishu has rejected a call.
            proxy: The URL of an HTTP proxy, with its credentials if it needs any.
            trust_env: Whether to take the proxy from the environment if `proxy` is None. `.netrc`
                is never read.

        Raises:
            ValueError: An argument is invalid; the message names it.
            TypeError: An argument has the wrong type; the message names it.
        """
        secret = Secret(app_secret)
        is_token = isinstance(app_secret, ReadyToken)
        proxy_url = None if proxy is None else Secret(proxy)
        del app_secret, proxy  # tracebacks can show local variables
        settings = Settings(
            base_url=base_url,
            timeout_s=timeout_s,
            attempt_timeout_s=attempt_timeout_s,
            connect_timeout_s=connect_timeout_s,
            close_timeout_s=close_timeout_s,
            max_response_bytes=max_response_bytes,
            max_connections=max_connections,
            retry=retry,
            limits=limits,
            proxy=proxy_url,
            trust_env=trust_env,
        )
        _check_overrides(limits)
        _check_http(http, trust_env=trust_env)
        if not is_token:
            check_credential("app_id", Secret(app_id))
            check_credential("app_secret", secret)
        self._recipients = Recipients()
        self._session = _new_session(settings, http, app_id, secret, is_token=is_token)
        self._is_owner = True

    @classmethod
    def from_env(cls, **options: Unpack[Options]) -> Self:
        """Create a client from environment variables.

        They are `FEISHU_APP_ID`, `FEISHU_APP_SECRET` and, optionally, `FEISHU_BASE_URL`.

        Args:
            **options: The other keyword arguments of `FeishuChat`.

        Raises:
            ValueError: A variable is not set, or an argument is invalid.
        """
        missing = [name for name in ("FEISHU_APP_ID", "FEISHU_APP_SECRET") if not os.getenv(name)]
        if missing:
            raise ValueError(f"set {' and '.join(missing)} in the environment")
        if "base_url" not in options and (base_url := os.getenv("FEISHU_BASE_URL")):
            options["base_url"] = base_url
        return cls(os.environ["FEISHU_APP_ID"], os.environ["FEISHU_APP_SECRET"], **options)

    @classmethod
    def from_token(
        cls, tenant_access_token: str, *, app_id: str = "", **options: Unpack[Options]
    ) -> Self:
        """Create a client with a ready-made tenant access token, which is never refreshed.

        Args:
            tenant_access_token: The token, `t-...`.
            app_id: The app's id, used only in log records.
            **options: The other keyword arguments of `FeishuChat`.

        Raises:
            ValueError: An argument is invalid; the message names it.
        """
        token = Secret(tenant_access_token)
        del tenant_access_token
        check_token("tenant_access_token", token, wrong_prefix="u-")
        return cls(app_id, ReadyToken(token.value), **options)

    def as_user(self, user_access_token: str) -> Self:
        """Return a client that acts as a user of this app.

        It shares the connections, rate limits and retries of this client, and is closed with it;
        closing the returned client has no effect. Attributes that a subclass adds are copied,
        except for cached properties.

        Args:
            user_access_token: The user's token, `u-...`, which is never refreshed.

        Raises:
            ValueError: The token is invalid.
        """
        token = Secret(user_access_token)
        del user_access_token
        check_token("user_access_token", token, wrong_prefix="t-")
        tokens = StaticToken(AccessToken(token.value), self._session.tokens.quota_owner, "user")
        user = object.__new__(type(self))
        _copy_attributes(self, user)
        user._recipients = self._recipients.for_caller(f" as {fingerprint(token)}")
        user._session = self._session.acting_as(tokens)
        user._is_owner = False
        return user

    # Groups are imported on first use. Most bots use only a few of them, and importing all of them
    # with their models takes several times as long as importing the rest of the package.

    @cached_property
    def announcement(self) -> "announcements.group.AnnouncementGroup":
        """Calls that read, write and edit a chat's announcement, in either format."""
        return announcements.group.AnnouncementGroup(self._session.call)

    @cached_property
    def chats(self) -> "endpoints.chats.ChatEndpoints":
        """Calls that create, read, update, delete, list, search and share chats."""
        return endpoints.chats.ChatEndpoints(self._session.call)

    @cached_property
    def docx_announcement(self) -> "endpoints.docx_announcement.DocxAnnouncementEndpoints":
        """Calls that read and edit a chat's announcement in the docx format."""
        return endpoints.docx_announcement.DocxAnnouncementEndpoints(self._session.call)

    @cached_property
    def managers(self) -> "endpoints.managers.ManagerEndpoints":
        """Calls that add and remove the managers of a chat."""
        return endpoints.managers.ManagerEndpoints(self._session.call)

    @cached_property
    def members(self) -> "endpoints.members.MemberEndpoints":
        """Calls that add, remove and list the members of a chat."""
        return endpoints.members.MemberEndpoints(self._session.call)

    @cached_property
    def menu(self) -> "endpoints.menu.MenuEndpoints":
        """Calls that create, read, update, sort and delete the menu of a chat."""
        return endpoints.menu.MenuEndpoints(self._session.call)

    @cached_property
    def messages(self) -> "endpoints.messages.MessageEndpoints":
        """Calls that send, reply to, read, list, edit, recall, forward and download messages."""
        return endpoints.messages.MessageEndpoints(self._session.call, self._recipients)

    @cached_property
    def moderation(self) -> "endpoints.moderation.ModerationEndpoints":
        """Calls that read and update who can send messages in a chat."""
        return endpoints.moderation.ModerationEndpoints(self._session.call)

    @cached_property
    def pins(self) -> "endpoints.pins.PinEndpoints":
        """Calls that pin and unpin messages in their chat, and list the pins."""
        return endpoints.pins.PinEndpoints(self._session.call)

    @cached_property
    def reactions(self) -> "endpoints.reactions.ReactionEndpoints":
        """Calls that add, remove, list and count emoji reactions to messages."""
        return endpoints.reactions.ReactionEndpoints(self._session.call)

    @cached_property
    def tabs(self) -> "endpoints.tabs.TabEndpoints":
        """Calls that create, update, sort, list and delete the tabs of a chat."""
        return endpoints.tabs.TabEndpoints(self._session.call)

    @cached_property
    def top_notice(self) -> "endpoints.top_notice.TopNoticeEndpoints":
        """Calls that pin a message or the announcement to the top of a chat, and unpin it."""
        return endpoints.top_notice.TopNoticeEndpoints(self._session.call)

    async def close(self) -> None:
        """Close the client for good. Closing it again has no effect.

        New calls are refused. Calls that have not been sent end with a `SessionStateError`, and so
        do those that were sent and receive no response within `close_timeout_s`.
        """
        if self._is_owner:
            await self._session.lifecycle.close()

    async def __aenter__(self) -> Self:
        self._session.lifecycle.ensure_open()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.close()

    def __reduce__(self) -> NoReturn:
        raise TypeError("a FeishuChat cannot be pickled: it holds credentials and connections")


def _copy_attributes(source: object, target: object) -> None:
    """Copy an object's attributes and slots to another object of its class.

    Values of cached properties are not copied, since they refer to the source.
    """
    cls = type(source)
    slots = [member for base in cls.__mro__ for member in vars(base).values()]
    for slot in slots:
        if isinstance(slot, MemberDescriptorType):
            with suppress(AttributeError):  # it was never assigned
                slot.__set__(target, slot.__get__(source, cls))
    for name, value in vars(source).items():
        if not isinstance(getattr_static(cls, name, None), cached_property):
            vars(target)[name] = value


def _new_session(
    settings: Settings,
    http: HttpSession | None,
    app_id: str,
    secret: Secret,
    *,
    is_token: bool,
) -> Session:
    """Build a session that acts as the app.

    Args:
        settings: The client's settings.
        http: The caller's own HTTP session, or None to open one.
        app_id: The app's id.
        secret: The app's secret, or a tenant access token.
        is_token: Whether `secret` is a token.
    """
    timeouts = TimeoutGroup(settings.timeout_s)
    token_timeouts = TimeoutGroup(_token_timeout_s(settings))
    limiter = RateLimiter(settings.limits, settings.max_connections)
    transport = Transport(settings, http)

    async def close() -> None:
        timeouts.shut_down()
        token_timeouts.shut_down()
        limiter.shut_down()
        await transport.close()

    policy = settings.retry
    session = Session(
        timeouts=timeouts,
        lifecycle=Lifecycle(transport.open, close, settings.close_timeout_s),
        limiter=limiter,
        transport=transport,
        retrier=None if policy is None else Retrier(policy),
        tokens=StaticToken(AccessToken(secret.value), app_id, "tenant"),
    )
    if is_token:
        return session

    # Tokens are requested through the same pipeline as everything else, but without a token.
    if policy is not None:
        policy = attrs.evolve(policy, attempts=min(policy.attempts, _TOKEN_ATTEMPTS))
    anonymous = attrs.evolve(
        session,
        timeouts=token_timeouts,
        retrier=None if policy is None else Retrier(policy),
        tokens=StaticToken(AppSecret(secret.value), app_id, "none"),
    )
    body = {"app_id": app_id, "app_secret": secret}
    fetch = partial(anonymous.call, TENANT_TOKEN, body=body)
    return session.acting_as(TenantTokens(app_id, fetch))


def _token_timeout_s(settings: Settings) -> float | None:
    """Return the timeout of a token request, which can be longer than that of a call.

    Otherwise, if a token request took longer than a call may take, none would ever get a token.
    """
    if settings.timeout_s is None:
        return None
    return max(settings.timeout_s, _TOKEN_ATTEMPTS * settings.attempt_timeout_s)


def _check_overrides(limits: RateLimits | None) -> None:
    if limits is None or not limits.overrides:
        return
    narrow_names = {
        narrow.name
        for endpoint in endpoints.all.ALL
        for narrow in endpoint.narrow_limits
        if narrow.limits
    }
    known = {endpoint.name for endpoint in endpoints.all.ALL} | narrow_names
    for name in limits.overrides:
        if name not in known:
            raise ValueError(
                f"limits.overrides contains {name!r}; known names are {', '.join(sorted(known))}"
            )


def _check_http(http: HttpSession | None, *, trust_env: bool) -> None:
    if http is not None and not isinstance(http, HttpSession):
        raise TypeError(f"http must be an aiohttp.ClientSession, got {type(http).__name__}")
    if http is not None and trust_env:
        raise ValueError("trust_env must be set on the session that is passed as http")
