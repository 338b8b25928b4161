"""The session: carries out one call, from its arguments to its decoded result.

::

    build_request                                    pure; creates the idempotency key
      └ retry( admit → send → open_envelope )        one permit and one access token per attempt
          └ decode                                   outside the retry: a DecodeError is final

Two signals flow back: a rate-limit response closes the gate of its bucket, and a rejected access
token is invalidated. The retrier decides whether a call is retried. The limiter decides when for
rate limits, and the retrier for everything else.
"""

import asyncio
import logging
import math
from collections.abc import Mapping
from functools import partial
from typing import Final, TypeVar

import attrs

from ._core import log
from ._core.auth import AccessToken, TokenStrategy
from ._core.deadline import Timeout, TimeoutGroup
from ._core.lifecycle import Lifecycle
from ._core.limiter import Permit, RateLimiter
from ._core.retry import Retrier
from ._core.transport import Transport
from ._protocol.codes import rule_of
from ._protocol.download import Download
from ._protocol.endpoint import NO_PARAMS, BucketKey, Endpoint, TokenKind
from ._protocol.wire import Reply, Request, build_request, decode, open_envelope
from .errors import (
    APIError,
    AuthenticationError,
    FeishuError,
    RateLimitError,
    RequestTimeoutError,
    SessionStateError,
    TransportError,
)

T = TypeVar("T")

_KEY_MARGIN_S: Final = 60.0
"""Seconds before an idempotency key expires when it is used for the last time, so that the request
arrives while Feishu still remembers the key."""
_MAX_DEFAULT_WAIT_S: Final = 8.0
"""The maximum number of seconds that a gate is closed if Feishu does not say for how long."""


@attrs.define(eq=False, repr=False)
class _Call:
    """The state of one call in progress."""

    request: Request
    timeout: Timeout
    attempts: int = 0
    stage: str = "starting"
    """What the call is doing, for error messages."""
    on_wire: bool = False
    """Whether a request was sent and its response is pending."""
    outcome_unknown: bool = False
    """Whether a failed attempt may have taken effect."""
    key_expires_at: float = math.inf
    """When Feishu may forget the idempotency key of the attempt that may have taken effect."""
    can_reauthorize: bool = False
    """Whether another access token is available in place of the rejected one."""
    reauthorized: bool = False
    """Whether the call was sent again with another access token; this happens at most once."""
    reply: Reply | None = None
    """The successful response."""
    status: int | None = None
    """The HTTP status of the last attempt, None without a response."""
    code: int | None = None
    """Feishu's error code of the last attempt, None if there was none."""
    log_id: str | None = None
    """Feishu's id of the last attempt, if it failed."""

    def interrupt(self) -> None:
        """Interrupt the call; it ends with an error."""
        self.timeout.expire()

    def start_attempt(self) -> None:
        """Record that an attempt starts."""
        self.attempts += 1
        self.stage = "connecting"
        self.status = self.code = self.log_id = None

    def mark_sent(self, permit: Permit) -> None:
        """Record that the request is sent now."""
        permit.send()
        self.on_wire, self.stage = True, "waiting for the response"

    def succeed(self, reply: Reply) -> None:
        """Record the successful response."""
        self.reply, self.status, self.code = reply, reply.status, 0

    def fail(self, error: APIError | TransportError, sent_at: float) -> None:
        """Record a failed attempt, and until when its idempotency key makes a retry safe."""
        self.stage = "waiting to retry"
        self.status, self.log_id = error.http_status, error.log_id
        if isinstance(error, APIError):
            self.code = error.code
        if error.outcome_unknown and not self.outcome_unknown:
            self.outcome_unknown = True
            key = self.request.endpoint.key
            if key is not None:
                self.key_expires_at = sent_at + key.valid_for_s - _KEY_MARGIN_S


@attrs.define(kw_only=True, eq=False, repr=False)
class Session:
    """The pipeline that calls endpoints as one identity."""

    timeouts: TimeoutGroup
    lifecycle: Lifecycle
    limiter: RateLimiter
    transport: Transport
    retrier: Retrier | None
    tokens: TokenStrategy

    def acting_as(self, tokens: TokenStrategy) -> "Session":
        """Return a session of another identity that shares everything else."""
        return attrs.evolve(self, tokens=tokens)

    async def call(
        self,
        endpoint: Endpoint[T],
        /,
        *,
        path: Mapping[str, str] = NO_PARAMS,
        query: Mapping[str, object] = NO_PARAMS,
        body: Mapping[str, object] | None = None,
        bucket_params: Mapping[str, str] = NO_PARAMS,
    ) -> T:
        """Call an endpoint and return its decoded result, or raise a `FeishuError`.

        Args:
            endpoint: The endpoint.
            path: The parameters of its path.
            query: The query parameters; those that are None are not sent.
            body: The fields of the JSON body; those that are None are not sent.
            bucket_params: Values that select the buckets of narrow limits, where no path parameter
                does.

        Raises:
            ValueError: An argument cannot be sent, or this identity cannot call the endpoint.
        """
        if self.tokens.kind not in endpoint.tokens:
            raise ValueError(_wrong_identity(endpoint, self.tokens.kind))
        request = build_request(endpoint, path, query, body, bucket_params)
        self.lifecycle.ensure_open()
        call = _Call(request, Timeout(self.timeouts))
        is_in_time = True
        data: object = None
        try:
            with call.timeout:
                self.lifecycle.enter(call)
                data = await self._attempt_with_retries(call)
        except FeishuError as error:
            error.outcome_unknown = error.outcome_unknown or call.outcome_unknown
            raise
        except TimeoutError:
            is_in_time = False
        finally:
            self.lifecycle.leave(call)
        if not is_in_time:
            raise self._interruption(call)
        return decode(request, data, endpoint.returns, call.reply)

    async def _attempt_with_retries(self, call: _Call) -> object:
        if self.retrier is None:
            return await self._attempt(call)
        self.retrier.add_call()
        try:
            return await self._attempt(call)
        except FeishuError as error:
            first_error = error
        attempt = partial(self._attempt, call)
        remaining_s = partial(self._remaining_s, call)
        return await self.retrier.retry(first_error, attempt, call.request, remaining_s)

    def _remaining_s(self, call: _Call) -> float:
        until = min(call.timeout.deadline, call.key_expires_at)
        return 0.0 if self.lifecycle.closing else until - _now()

    async def _attempt(self, call: _Call) -> object:
        """Send the request, and resend it once per call if its access token was rejected."""
        try:
            return await self._exchange(call)
        except AuthenticationError:
            if call.reauthorized or not call.can_reauthorize or self.lifecycle.closing:
                raise
        call.reauthorized = True
        return await self._exchange(call)

    async def _exchange(self, call: _Call) -> object:
        """Send the request once, with one permit and one access token, and return the data."""
        began_at = _now()
        token, permit = await self._admit(call)
        if call.outcome_unknown and _now() > call.key_expires_at:
            permit.release()
            raise _key_expired(call)
        call.start_attempt()
        try:
            # Nothing is awaited between the permit and this line, or permits would pile up and be
            # used at once.
            reply = await self.transport.send(call.request, token, partial(call.mark_sent, permit))
            data = open_envelope(call.request, reply)
            call.succeed(reply)
        except (APIError, TransportError) as error:
            call.fail(error, permit.sent_at)
            if isinstance(error, APIError):
                self._apply_feedback(error, call, token)
            raise
        except asyncio.CancelledError:
            call.outcome_unknown |= call.on_wire and call.request.writes
            raise
        finally:
            call.on_wire = False
            self._release(permit, call)
            if log.logger.isEnabledFor(logging.DEBUG):
                _log_attempt(call, permit, began_at)
        return data

    async def _admit(self, call: _Call) -> tuple[AccessToken, Permit]:
        """Wait for a permit, and return it with an access token that is valid at that moment."""
        keys = call.request.buckets(self.tokens.quota_owner)
        requeued = call.attempts > 0  # a retry has already waited
        while True:
            call.stage = "waiting for an access token"
            await self.tokens.ensure()
            call.stage = "waiting for the rate limit"
            permit = await self.limiter.acquire(keys, requeued=requeued)
            token = self.tokens.current()
            if token is not None:
                return token, permit
            permit.release()  # the token has become invalid; an unused permit costs nothing
            requeued = True

    def _release(self, permit: Permit, call: _Call) -> None:
        download = None if call.reply is None else call.reply.download
        if download is None:
            permit.release(answered=call.status is not None)
        else:  # it keeps its connection
            self._hold_permit_for(permit, download)

    def _hold_permit_for(self, permit: Permit, download: Download) -> None:
        self.lifecycle.enter(download)
        download.add_close_callback(permit.release)
        download.add_close_callback(partial(self.lifecycle.leave, download))

    def _apply_feedback(self, error: APIError, call: _Call, token: AccessToken) -> None:
        """Close the gate of a bucket whose limit was exceeded, or discard a rejected token."""
        if isinstance(error, RateLimitError):
            wait_s = error.retry_after_s
            if wait_s is None:
                wait_s = min(_MAX_DEFAULT_WAIT_S, 2.0 ** min(call.attempts - 1, 3))
            self.limiter.close_gate(self._exceeded_bucket(error, call.request), wait_s)
            return
        rule = rule_of(call.request.endpoint.name, error.code)
        if rule is not None and rule.rejects_token:
            call.can_reauthorize = self.tokens.invalidate(token)

    def _exceeded_bucket(self, error: RateLimitError, request: Request) -> BucketKey:
        """Return the bucket that an error names: a narrow one, or else the endpoint's own."""
        *narrow_keys, endpoint_key = request.buckets(self.tokens.quota_owner)
        for narrow, key in zip(request.endpoint.narrow_limits, narrow_keys, strict=True):
            if error.code in narrow.codes or error.http_status == narrow.status:
                return key
        return endpoint_key

    def _interruption(self, call: _Call) -> FeishuError:
        """Return the error of a call that ended before there was a result."""
        request = call.request
        if self.lifecycle.closing:
            return SessionStateError(
                f"{request.method} {request.path}: the client was closed while {call.stage}",
                outcome_unknown=call.outcome_unknown,
            )
        return RequestTimeoutError(
            f"timed out while {call.stage} (attempt {call.attempts})",
            method=request.method,
            path=request.path,
            outcome_unknown=call.outcome_unknown,
        )


def _log_attempt(call: _Call, permit: Permit, began_at: float) -> None:
    now = _now()
    sent_at = min(permit.sent_at, now)
    log.attempt(
        endpoint=call.request.endpoint.name,
        number=call.attempts,
        status=call.status,
        code=call.code,
        log_id=call.log_id if call.reply is None else call.reply.log_id,
        duration_ms=(now - sent_at) * 1000,
        waited_ms=(sent_at - began_at) * 1000,
    )


def _key_expired(call: _Call) -> RequestTimeoutError:
    return RequestTimeoutError(
        "not retried: an earlier attempt may have taken effect, and Feishu may have forgotten its "
        "idempotency key by now",
        method=call.request.method,
        path=call.request.path,
        outcome_unknown=True,
    )


def _wrong_identity(endpoint: Endpoint[T], kind: TokenKind) -> str:
    callers = {"tenant": "as the app", "user": "as a user", "none": "without an access token"}
    accepted = " or ".join(callers[kind] for kind in endpoint.tokens)
    return f"{endpoint.name} cannot be called {callers[kind]}, only {accepted}"


def _now() -> float:
    return asyncio.get_running_loop().time()
