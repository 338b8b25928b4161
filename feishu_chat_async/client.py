"""The client: what a bot makes, opens, calls and closes."""

import hashlib
import os
import re
from functools import cached_property, partial
from types import TracebackType
from typing import Final, NoReturn, Self, TypedDict, Unpack

import attrs

from . import announcements, endpoints
from ._core.auth import AccessToken, AppSecret, StaticToken, TenantTokens
from ._core.deadline import Deadlines
from ._core.lifecycle import Lifecycle
from ._core.limiter import RateLimiter
from ._core.recipients import Recipients
from ._core.retry import Retrier
from ._core.settings import Settings
from ._core.transport import HttpSession, Transport
from ._protocol.secret import Secret
from .config import DEFAULT_LIMITS, FEISHU, RateLimits, RetryPolicy
from .endpoints.auth import TENANT_TOKEN
from .session import Session, Shared

_TOKEN_ATTEMPTS: Final = 3
_CREDENTIAL: Final = re.compile(r"[!-~]+")


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
    """Calls Feishu's group chat API as an app or, with `as_user`, as one of its users.

    ::

        async with FeishuChat(app_id, app_secret) as feishu:
            await feishu.top_notice.put(chat_id, TopNotice.message(message_id))

    `async with` or the first call opens it, on the event loop and in the process it then belongs
    to; any number of tasks may use it there. Make one per app: two would not know of each other's
    use of the app's rate limits.
    """

    def __init__(
        self,
        app_id: str = "",
        app_secret: str = "",
        *,
        tenant_access_token: str | None = None,
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
        """Take note of the settings; nothing is opened or sent yet.

        Args:
            app_id: the app, `cli_...`.
            app_secret: its secret; the tenant access token is fetched and renewed with it.
            tenant_access_token: a ready-made token instead of the secret; nobody renews it.
            base_url: `FEISHU`, `LARK`, or where a `FakeFeishu` listens.
            http: an aiohttp session of your own, for its connector and settings; never closed. Its
                middlewares must not repeat a request, which is for `retry` to do.
            timeout_s: seconds for one call, waiting and repeating included; None for no deadline.
            attempt_timeout_s: seconds for one request and its answer.
            connect_timeout_s: seconds for a new connection, TLS included.
            close_timeout_s: seconds that `close` gives calls whose answers are awaited.
            max_response_bytes: how large an answer may be, unpacked.
            max_connections: requests under way at the same time.
            retry: when failed attempts are repeated; None for never.
            limits: how far the documented rate limits are used; None to send without limits, and
                wait only when Feishu says so.
            proxy: URL of an HTTP proxy.
            trust_env: take the proxy from the environment if `proxy` is not given; `.netrc` is
                never read.

        Raises:
            ValueError: an argument cannot be right; the message names it.
        """
        secret = Secret(app_secret)
        token = None if tenant_access_token is None else Secret(tenant_access_token)
        proxy_url = None if proxy is None else Secret(proxy)
        del app_secret, tenant_access_token, proxy  # tracebacks may show local variables
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
        _check_endpoints(limits)
        _check_http(http, trust_env=trust_env)
        _check_identity(app_id, secret, token)
        self._recipients = Recipients()
        self._act(_new_session(settings, http, app_id, secret, token), is_owner=True)

    @classmethod
    def from_env(cls, **options: Unpack[Options]) -> Self:
        """Make a client from `FEISHU_APP_ID`, `FEISHU_APP_SECRET` and, if set, `FEISHU_BASE_URL`.

        `options` are the other keyword arguments of `FeishuChat`.
        """
        missing = [name for name in ("FEISHU_APP_ID", "FEISHU_APP_SECRET") if not os.getenv(name)]
        if missing:
            raise ValueError(f"set the environment variable {' and '.join(missing)}")
        if "base_url" not in options and (base_url := os.getenv("FEISHU_BASE_URL")):
            options["base_url"] = base_url
        return cls(os.environ["FEISHU_APP_ID"], os.environ["FEISHU_APP_SECRET"], **options)

    def as_user(self, user_access_token: str) -> Self:
        """Return a client that acts as a user of this app, by a token which nobody renews.

        It shares the connections, rate limits and retries of this client, and ends with it:
        closing the returned one does nothing.
        """
        token = Secret(user_access_token)
        del user_access_token
        _check_token("user_access_token", token, not_this="t-")
        tokens = StaticToken(AccessToken(token.value), self._session.tokens.quota_owner, "user")
        user = object.__new__(type(self))
        user._recipients = self._recipients.seen_by(_user_of(token))
        user._act(self._session.acting_as(tokens), is_owner=False)
        return user

    def _act(self, session: Session, *, is_owner: bool) -> None:
        self._session = session
        self._is_owner = is_owner

    # Groups are imported when they are first used: most bots use a few, and all of them with their
    # models take several times as long to import as the rest of the package.

    @cached_property
    def announcement(self) -> "announcements.group.AnnouncementGroup":
        """Read and edit the announcement of a chat, in the legacy format."""
        return announcements.group.AnnouncementGroup(self._session.call)

    @cached_property
    def chats(self) -> "endpoints.chats.ChatEndpoints":
        """Create, read, change, dissolve, list, search and share chats."""
        return endpoints.chats.ChatEndpoints(self._session.call)

    @cached_property
    def docx_announcement(self) -> "endpoints.docx_announcement.DocxAnnouncementEndpoints":
        """Read and edit the announcement of a chat, in the docx format."""
        return endpoints.docx_announcement.DocxAnnouncementEndpoints(self._session.call)

    @cached_property
    def managers(self) -> "endpoints.managers.ManagerEndpoints":
        """Appoint and dismiss the managers of a chat."""
        return endpoints.managers.ManagerEndpoints(self._session.call)

    @cached_property
    def members(self) -> "endpoints.members.MemberEndpoints":
        """Add, remove and list the members of a chat."""
        return endpoints.members.MemberEndpoints(self._session.call)

    @cached_property
    def menu(self) -> "endpoints.menu.MenuEndpoints":
        """Create, read, change, sort and delete the menu of a chat."""
        return endpoints.menu.MenuEndpoints(self._session.call)

    @cached_property
    def messages(self) -> "endpoints.messages.MessageEndpoints":
        """Send messages, reply, read, list, edit, recall and forward them."""
        return endpoints.messages.MessageEndpoints(self._session.call, self._recipients)

    @cached_property
    def moderation(self) -> "endpoints.moderation.ModerationEndpoints":
        """Read and change who may send messages to a chat."""
        return endpoints.moderation.ModerationEndpoints(self._session.call)

    @cached_property
    def pins(self) -> "endpoints.pins.PinEndpoints":
        """Pin messages in their chat, take pins away, list them."""
        return endpoints.pins.PinEndpoints(self._session.call)

    @cached_property
    def reactions(self) -> "endpoints.reactions.ReactionEndpoints":
        """Put emoji below messages, take them away, list and count them."""
        return endpoints.reactions.ReactionEndpoints(self._session.call)

    @cached_property
    def tabs(self) -> "endpoints.tabs.TabEndpoints":
        """Create, change, sort, list and delete the tabs of a chat."""
        return endpoints.tabs.TabEndpoints(self._session.call)

    @cached_property
    def top_notice(self) -> "endpoints.top_notice.TopNoticeEndpoints":
        """Pin a message or the announcement to the top of a chat."""
        return endpoints.top_notice.TopNoticeEndpoints(self._session.call)

    async def close(self) -> None:
        """Close the client for good; closing it twice does no harm.

        New calls are refused, those that wait for their turn end with a `SessionStateError`, and
        those that were sent have `close_timeout_s` to be answered before they end so too.
        """
        if self._is_owner:
            await self._session.lifecycle.close()

    async def __aenter__(self) -> Self:
        self._session.lifecycle.check()
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


def _new_session(
    settings: Settings,
    http: HttpSession | None,
    app_id: str,
    app_secret: Secret,
    tenant_access_token: Secret | None,
) -> Session:
    """Put the parts together."""
    deadlines = Deadlines(settings.timeout_s)
    token_deadlines = Deadlines(_token_timeout_s(settings))
    limiter = RateLimiter(settings.limits, settings.max_connections)
    transport = Transport(settings, http)

    async def close() -> None:
        deadlines.shut_down()
        token_deadlines.shut_down()
        limiter.shut_down()
        await transport.close()

    lifecycle = Lifecycle(transport.open, close, settings.close_timeout_s)
    shared = Shared(deadlines, lifecycle, limiter, transport)
    policy = settings.retry
    retrier = None if policy is None else Retrier(policy)
    if tenant_access_token is not None:
        ready_made = StaticToken(AccessToken(tenant_access_token.value), app_id, "tenant")
        return Session(shared, retrier, ready_made)

    # Tokens are fetched through the same pipeline as everything else, though without a token.
    if policy is not None:
        policy = attrs.evolve(policy, attempts=min(policy.attempts, _TOKEN_ATTEMPTS))
    token_retrier = None if policy is None else Retrier(policy)
    anonymous = Session(
        shared._replace(deadlines=token_deadlines),
        token_retrier,
        StaticToken(AppSecret(app_secret.value), app_id, "none"),
    )
    body = {"app_id": app_id, "app_secret": app_secret}
    tokens = TenantTokens(app_id, partial(anonymous.call, TENANT_TOKEN, body=body))
    return Session(shared, retrier, tokens)


def _user_of(token: Secret) -> str:
    """Tell users apart by something that may be shown."""
    return f" as {hashlib.sha256(token.value.encode()).hexdigest()[:16]}"


def _token_timeout_s(settings: Settings) -> float | None:
    """Give a token all the time that it needs, however little the call has that asks for it.

    Else, where calls have less time than the token endpoint takes, none would ever get a token.
    """
    if settings.timeout_s is None:
        return None
    return max(settings.timeout_s, _TOKEN_ATTEMPTS * settings.attempt_timeout_s)


def _check_endpoints(limits: RateLimits | None) -> None:
    if limits is None or not limits.overrides:
        return
    scopes = {
        narrow.name
        for endpoint in endpoints.all.ALL
        for narrow in endpoint.narrow_limits
        if narrow.limits
    }
    known = {endpoint.name for endpoint in endpoints.all.ALL} | scopes
    for name in limits.overrides:
        if name not in known:
            raise ValueError(
                f"limits.overrides names {name!r}; known are {', '.join(sorted(known))}"
            )


def _check_http(http: HttpSession | None, *, trust_env: bool) -> None:
    if http is not None and not isinstance(http, HttpSession):
        raise TypeError(f"http must be an aiohttp.ClientSession, got {type(http).__name__}")
    if http is not None and trust_env:
        raise ValueError("trust_env must be set on the session that is given as http")


def _check_identity(app_id: str, app_secret: Secret, token: Secret | None) -> None:
    if token is None:
        _check_credential("app_id", Secret(app_id))
        _check_credential("app_secret", app_secret)
    elif app_secret.value:
        raise ValueError("app_secret must not be given together with tenant_access_token")
    else:
        _check_token("tenant_access_token", token, not_this="u-")


def _check_credential(name: str, secret: Secret) -> None:
    if not isinstance(secret.value, str):
        raise TypeError(f"{name} must be a string, got {type(secret.value).__name__}")
    if not _CREDENTIAL.fullmatch(secret.value):
        raise ValueError(f"{name} must be printable ASCII characters, at least one and no space")


def _check_token(name: str, token: Secret, *, not_this: str) -> None:
    _check_credential(name, token)
    if token.value.startswith(not_this):
        kind = {"t-": "tenant", "u-": "user"}[not_this]
        raise ValueError(f"{name} must not be a {kind} access token, which begins with {not_this}")
