"""Access tokens: whose they are, and how there is always a good one at hand."""

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

# Feishu hands out the same token while it is good for 30 more minutes, so there is no point in
# asking before that; afterwards both the old and the new one are accepted.
# https://open.feishu.cn/document/ukTMukTMukTM/ukDNz4SO0MjL5QzM/auth-v3/auth/tenant_access_token_internal
_RENEW_BEFORE_S: Final = (300.0, 600.0)
_SAFETY: Final = 0.02  # the part of its life that a token is not used for
_RENEW_AGAIN_S: Final = 10.0
_FAIL_AGAIN_S: Final = 1.0
_ASK_AGAIN_S: Final = 5.0
_REMEMBER_S: Final = 60.0


class AccessToken(Secret):
    """What a request is authorised with."""

    __slots__ = ()

    def headers(self) -> dict[str, str]:
        """Return the header that carries it."""
        return {"Authorization": f"Bearer {self.value}"}


class AppSecret(AccessToken):
    """What a request for an access token is authorised with: it goes into the body."""

    __slots__ = ()

    def headers(self) -> dict[str, str]:
        """There is no header for it."""
        return {}


class TokenStrategy(Protocol):
    """Where the access tokens of one identity come from."""

    @property
    def quota_owner(self) -> str:
        """Whose rate limits its calls count against: the app and the tenant."""

    @property
    def kind(self) -> TokenKind:
        """Whose tokens these are."""

    def current(self) -> AccessToken | None:
        """Return a token that is good as far as is known, or None."""

    async def ensure(self) -> None:
        """Wait until there is one; whoever waits may be cancelled without harm to the others."""

    def invalidate(self, token: AccessToken) -> bool:
        """Take note that Feishu rejected this token. True if another can be had."""


class StaticToken:
    """A ready-made token, of a tenant or of a user, which nobody renews."""

    def __init__(self, token: AccessToken, quota_owner: str, kind: TokenKind) -> None:
        self.quota_owner = quota_owner
        self.kind = kind
        self._token = token

    def current(self) -> AccessToken:
        """Return the token."""
        return self._token

    async def ensure(self) -> None:
        """There is nothing to wait for."""

    def invalidate(self, _: AccessToken) -> bool:
        """There is no other."""
        return False


class TenantTokens:
    """The tenant access token of an app, fetched when needed and renewed before it expires.

    There is one request at a time, in a task of its own: callers wait for it, and neither
    cancelling them nor a failure makes a second one.
    """

    def __init__(self, quota_owner: str, fetch: Callable[[], Awaitable[IssuedToken]]) -> None:
        self.quota_owner = quota_owner
        self.kind: TokenKind = "tenant"
        self._fetch = fetch
        self._token: AccessToken | None = None
        self._rejected: AccessToken | None = None
        self._rejected_at = -math.inf
        self._asked_at = -math.inf
        self._is_stale = False
        self._good_until = -math.inf
        self._renew_at = -math.inf
        self._not_before = -math.inf
        self._renewal: asyncio.Task[None] | None = None
        self._error: FeishuError | None = None

    def current(self) -> AccessToken | None:
        """Return the token unless it has expired or was rejected."""
        return self._token if _now() < self._good_until else None

    async def ensure(self) -> None:
        """Wait for a token if there is none; start renewing the one there is if it is time."""
        now = _now()
        if now < self._renew_at:
            return
        renewal = self._renewal
        if (renewal is None or renewal.done()) and now >= self._not_before:
            renewal = asyncio.create_task(self._renew(), name="feishu token renewal")
            self._renewal = renewal
        if now < self._good_until:
            return
        if renewal is not None:
            await asyncio.wait((renewal,))  # cancelling the one does not cancel the other
            if renewal.cancelled():
                return  # by somebody else: whoever still needs a token asks again
            renewal.result()
        if self._error is not None:
            raise copy.copy(self._error)  # one error each: a raised one collects tracebacks

    def invalidate(self, token: AccessToken) -> bool:
        """Drop this token, and no newer one."""
        if token is not self._token:
            return True
        now = _now()
        known = self._rejected is not None and token.value == self._rejected.value
        if known and now < self._rejected_at + _REMEMBER_S:
            # Feishu has just handed out again what it had rejected: then the token is not what is
            # wrong, or Feishu has not noticed yet.
            self._renew_at = min(self._renew_at, self._asked_at + _ASK_AGAIN_S)
            return False
        self._rejected, self._rejected_at, self._token = token, now, None
        self._good_until = self._renew_at = self._not_before = -math.inf
        self._is_stale = True  # if one is being fetched, it may have been issued before
        return True

    async def _renew(self) -> None:
        try:
            issued = await self._ask()
            if self._is_stale:
                issued = await self._ask()
        except FeishuError as error:
            self._error = error.with_traceback(None)
            left_s = self._good_until - _now()
            if left_s > 0:
                log.refresh_failed(error=str(error), seconds_left=left_s)
            wait_s = min(_RENEW_AGAIN_S, left_s) if left_s > 0 else _FAIL_AGAIN_S
            self._not_before = _now() + wait_s
        else:
            self._error = None
            self._token = AccessToken(issued.tenant_access_token)
            self._good_until = self._asked_at + issued.expire * (1 - _SAFETY)
            ahead_s = random.uniform(*_RENEW_BEFORE_S)  # noqa: S311
            # A short-lived token is renewed at half its life: never at once, never in a loop.
            self._renew_at = self._asked_at + max(issued.expire - ahead_s, issued.expire / 2)

    async def _ask(self) -> IssuedToken:
        self._asked_at, self._is_stale = _now(), False
        return await self._fetch()


def _now() -> float:
    return asyncio.get_running_loop().time()
