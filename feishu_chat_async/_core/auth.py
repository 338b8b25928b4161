"""Access tokens: where they come from, and how they are refreshed before they expire."""

import asyncio
import copy
import math
import random
from collections.abc import Awaitable, Callable
from typing import Final, Protocol

from .._protocol.endpoint import TokenKind
from .._protocol.secret import Secret
from ..errors import FeishuError
from ..models.auth import IssuedToken
from . import log

# Feishu returns the same token as long as it has 30 minutes or more left, so there is no point in
# refreshing earlier. After that, both the old and the new token are accepted.
# https://open.feishu.cn/document/ukTMukTMukTM/ukDNz4SO0MjL5QzM/auth-v3/auth/tenant_access_token_internal
_REFRESH_AHEAD_S: Final = (300.0, 600.0)
_SAFETY_MARGIN: Final = 0.02  # the last part of a token's lifetime, in which it is not used
_RETRY_AHEAD_S: Final = 10.0  # after a failure, while the current token is still valid
_RETRY_S: Final = 1.0  # after a failure, when there is no valid token
_REJECTED_AGAIN_S: Final = 5.0  # between requests while Feishu issues a rejected token again
_REJECTION_TTL_S: Final = 60.0  # how long a rejected token is remembered


class AccessToken(Secret):
    """The credential that authorizes a request."""

    __slots__ = ()

    def headers(self) -> dict[str, str]:
        """Return the header that carries the token."""
        return {"Authorization": f"Bearer {self.value}"}


class AppSecret(AccessToken):
    """The credential that authorizes a request for an access token; it is sent in the body."""

    __slots__ = ()

    def headers(self) -> dict[str, str]:
        """Return no headers."""
        return {}


class TokenStrategy(Protocol):
    """The source of the access tokens of one identity."""

    @property
    def quota_owner(self) -> str:
        """The app and tenant whose rate limits the calls count against."""

    @property
    def kind(self) -> TokenKind:
        """The type of the tokens."""

    def current(self) -> AccessToken | None:
        """Return the current token, or None if there is no valid one."""

    async def ensure(self) -> None:
        """Wait until there is a valid token. Cancelling one waiter does not affect the others."""

    def invalidate(self, token: AccessToken) -> bool:
        """Remove a token that Feishu rejected, and return whether a retry can get another one."""


class StaticToken:
    """A ready-made token, of a tenant or a user, that is never refreshed.

    Args:
        token: The token.
        quota_owner: The app and tenant whose rate limits the calls count against.
        kind: The type of the token.
    """

    def __init__(self, token: AccessToken, quota_owner: str, kind: TokenKind) -> None:
        self.quota_owner = quota_owner
        self.kind = kind
        self._token = token

    def current(self) -> AccessToken:
        """Return the token."""
        return self._token

    async def ensure(self) -> None:
        """Return at once."""

    def invalidate(self, _: AccessToken) -> bool:
        """Return False: there is no other token."""
        return False


class TenantTokens:
    """The tenant access token of an app, fetched when needed and refreshed before it expires.

    Token requests are made one at a time, each in its own task, and shared by all callers.
    Cancelling one caller does not affect the others, and a failure is reported to all of them.

    Args:
        quota_owner: The app and tenant whose rate limits the calls count against.
        fetch: Requests a token from Feishu.
    """

    def __init__(self, quota_owner: str, fetch: Callable[[], Awaitable[IssuedToken]]) -> None:
        self.quota_owner = quota_owner
        self.kind: TokenKind = "tenant"
        self._fetch = fetch
        self._token: AccessToken | None = None
        self._rejected: AccessToken | None = None
        self._rejected_at = -math.inf
        self._requested_at = -math.inf
        self._is_outdated = False  # a token was rejected after the last request was sent
        self._expires_at = -math.inf
        self._refresh_at = -math.inf
        self._retry_at = -math.inf
        self._refresh_task: asyncio.Task[None] | None = None
        self._error: FeishuError | None = None

    def current(self) -> AccessToken | None:
        """Return the token unless it expired or was rejected."""
        return self._token if _now() < self._expires_at else None

    async def ensure(self) -> None:
        """Wait for a token if there is none, and start a refresh if the current one is due."""
        now = _now()
        if now < self._refresh_at:
            return
        task = self._refresh_task
        if (task is None or task.done()) and now >= self._retry_at:
            task = asyncio.create_task(self._refresh(), name="feishu token refresh")
            self._refresh_task = task
        if now < self._expires_at:
            return
        if task is not None:
            await asyncio.wait((task,))  # cancelling this does not cancel the task
            if task.cancelled():
                return  # by others; a caller that still needs a token calls this again
            task.result()
        if self._error is not None:
            raise copy.copy(self._error)  # a copy per caller: raising adds to the traceback

    def invalidate(self, token: AccessToken) -> bool:
        """Remove this token, but not a newer one; return whether a retry can get another one."""
        if token is not self._token:
            return True
        now = _now()
        is_same = self._rejected is not None and token.value == self._rejected.value
        if is_same and now < self._rejected_at + _REJECTION_TTL_S:
            # Feishu issued the token that it had just rejected again. Either the token is not the
            # problem, or Feishu has not noticed yet that it is invalid.
            self._refresh_at = min(self._refresh_at, self._requested_at + _REJECTED_AGAIN_S)
            return False
        self._rejected, self._rejected_at, self._token = token, now, None
        self._expires_at = self._refresh_at = self._retry_at = -math.inf
        self._is_outdated = True  # a token that is being fetched may be the same one
        return True

    async def _refresh(self) -> None:
        try:
            issued = await self._request()
            if self._is_outdated:
                issued = await self._request()
        except FeishuError as error:
            self._error = error.with_traceback(None)
            left_s = self._expires_at - _now()
            if left_s > 0:
                log.refresh_failed(error=str(error), seconds_left=left_s)
            wait_s = min(_RETRY_AHEAD_S, left_s) if left_s > 0 else _RETRY_S
            self._retry_at = _now() + wait_s
        else:
            self._error = None
            self._token = AccessToken(issued.tenant_access_token)
            self._expires_at = self._requested_at + issued.expire * (1 - _SAFETY_MARGIN)
            ahead_s = random.uniform(*_REFRESH_AHEAD_S)  # noqa: S311
            # A short-lived token is refreshed at half its lifetime: not at once, and not in a loop.
            self._refresh_at = self._requested_at + max(issued.expire - ahead_s, issued.expire / 2)

    async def _request(self) -> IssuedToken:
        self._requested_at, self._is_outdated = _now(), False
        return await self._fetch()


def _now() -> float:
    return asyncio.get_running_loop().time()
