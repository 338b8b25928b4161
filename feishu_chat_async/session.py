"""The session: one call, from its arguments to its decoded result, in a straight line.

::

    build_request                            pure; an idempotency key is made once
      └ repeat( admit → send → open )        a permit and an access token per attempt
          └ decode                           outside: what cannot be decoded stays so

Two signals flow back: a rate-limit answer closes the gate of its bucket for everybody, and a
rejected access token is dropped. Retries decide whether, the limiter decides when.
"""

import asyncio
import logging
import math
from collections.abc import Mapping
from functools import partial
from typing import Final, NamedTuple, TypeVar

from ._core import log
from ._core.auth import AccessToken, TokenStrategy
from ._core.deadline import Deadlines, Timeout
from ._core.lifecycle import Lifecycle
from ._core.limiter import Permit, RateLimiter
from ._core.retry import Retrier
from ._core.transport import Transport
from ._protocol.codes import rule_of
from ._protocol.download import Download
from ._protocol.endpoint import NO_PARAMS, Endpoint, TokenKind
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
"""An idempotency key is good for so much less than documented: what is sent must arrive."""
_PAUSING: Final = "waiting to try again"
_MAX_GUESS_S: Final = 8.0
"""How long a gate is closed at the most if Feishu does not say for how long."""


class _Call:
    """One call under way: how far it is, and what is known of its effect."""

    __slots__ = (
        "attempts",
        "can_replay",
        "good_until",
        "on_wire",
        "outcome_unknown",
        "replayed",
        "reply",
        "request",
        "stage",
        "timeout",
    )

    def __init__(self, request: Request, timeout: Timeout) -> None:
        self.request = request
        self.timeout = timeout
        self.attempts = 0
        self.stage = "starting"
        self.on_wire = False
        self.outcome_unknown = False
        self.good_until = math.inf
        self.can_replay = False
        self.replayed = False
        self.reply: Reply | None = None

    def interrupt(self) -> None:
        """Let the time for it be over now."""
        self.timeout.end()

    def note(self, error: FeishuError, sent_at: float) -> None:
        """Take note of what an attempt that failed may have done, and until when it is known."""
        if error.outcome_unknown and not self.outcome_unknown:
            key = self.request.endpoint.key
            self.outcome_unknown = True
            self.good_until = math.inf if key is None else sent_at + key.valid_for_s - _KEY_MARGIN_S


class Shared(NamedTuple):
    """What the sessions of one client have in common."""

    deadlines: Deadlines
    lifecycle: Lifecycle
    limiter: RateLimiter
    transport: Transport


class Session:
    """Calls endpoints as one identity."""

    deadlines: Deadlines
    lifecycle: Lifecycle
    limiter: RateLimiter
    transport: Transport

    def __init__(self, shared: Shared, retrier: Retrier | None, tokens: TokenStrategy) -> None:
        self.shared = shared
        self.deadlines, self.lifecycle, self.limiter, self.transport = shared
        self.retrier = retrier
        self.tokens = tokens

    def acting_as(self, tokens: TokenStrategy) -> "Session":
        """Return a session of another identity that shares everything else."""
        return Session(self.shared, self.retrier, tokens)

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
        """Carry out one call: its result, or one of our errors, before the deadline."""
        if self.tokens.kind not in endpoint.tokens:
            raise ValueError(_wrong_kind(endpoint, self.tokens.kind))
        request = build_request(endpoint, path, query, body, bucket_params)
        self.lifecycle.check()
        call = _Call(request, Timeout(self.deadlines))
        in_time = True
        data: object = None
        try:
            with call.timeout:
                self.lifecycle.enter(call)
                data = await self._attempts(call)
        except FeishuError as error:
            error.outcome_unknown = error.outcome_unknown or call.outcome_unknown
            raise
        except TimeoutError:
            in_time = False
        finally:
            self.lifecycle.leave(call)
        if not in_time:
            raise self._interrupted(call)
        return decode(request, data, endpoint.returns, call.reply)

    async def _attempts(self, call: _Call) -> object:
        if self.retrier is None:
            return await self._attempt(call)
        self.retrier.add_call()
        try:
            return await self._attempt(call)
        except FeishuError as error:
            first = error
        attempt = partial(self._attempt, call)
        left_s = partial(self._left_s, call)
        return await self.retrier.run_again(first, attempt, call.request, left_s)

    def _left_s(self, call: _Call) -> float:
        until = min(call.timeout.due, call.good_until)
        return 0.0 if self.lifecycle.closing else until - _now()

    async def _attempt(self, call: _Call) -> object:
        """Make one exchange, and once per call another one if only the access token was wrong."""
        try:
            return await self._exchange(call)
        except AuthenticationError:
            if call.replayed or not call.can_replay or self.lifecycle.closing:
                raise
        call.replayed = True
        return await self._exchange(call)

    async def _exchange(self, call: _Call) -> object:
        """Spend one permit and one access token on one request."""
        began_at = _now()
        token, permit = await self._admit(call)
        if call.outcome_unknown and _now() > call.good_until:
            permit.release()
            raise _too_late(call)
        status, code, log_id, download = None, None, None, None
        call.attempts += 1
        call.stage = "connecting"

        def on_sent() -> None:
            permit.send()
            call.on_wire, call.stage = True, "waiting for the answer"

        try:
            # No await from the permit to here, or permits would gather and go out together.
            reply = await self.transport.send(call.request, token, on_sent)
            status = reply.status
            data = open_envelope(call.request, reply)
            code, call.reply, download = 0, reply, reply.download
        except APIError as error:
            code, log_id = error.code, error.log_id
            call.stage = _PAUSING
            call.note(error, permit.sent_at)
            self._apply_feedback(error, call, token)
            raise
        except TransportError as error:
            status, log_id = error.http_status, error.log_id
            call.stage = _PAUSING
            call.note(error, permit.sent_at)
            raise
        except asyncio.CancelledError:
            call.outcome_unknown |= call.on_wire and call.request.writes
            raise
        finally:
            call.on_wire = False
            if download is None:
                permit.release(answered=status is not None)
            else:  # it keeps its connection
                self._hold_permit_for(permit, download)
            if log.logger.isEnabledFor(logging.DEBUG):
                now = _now()
                sent_at = min(permit.sent_at, now)
                if call.reply is not None:
                    log_id = call.reply.log_id
                log.attempt(
                    endpoint=call.request.endpoint.name,
                    number=call.attempts,
                    status=status,
                    code=code,
                    log_id=log_id,
                    duration_ms=(now - sent_at) * 1000,
                    waited_ms=(sent_at - began_at) * 1000,
                )
        return data

    def _hold_permit_for(self, permit: Permit, download: Download) -> None:
        self.lifecycle.enter(download)
        download.when_closed(permit.release)
        download.when_closed(partial(self.lifecycle.leave, download))

    async def _admit(self, call: _Call) -> tuple[AccessToken, Permit]:
        """Wait until the request may be sent, with a token that is good at that moment."""
        parts = call.request.buckets(self.tokens.quota_owner)
        requeued = call.attempts > 0  # it has waited for its turn already
        while True:
            call.stage = "waiting for an access token"
            await self.tokens.ensure()
            call.stage = "waiting for its turn under the rate limit"
            permit = await self.limiter.acquire(parts, requeued=requeued)
            token = self.tokens.current()
            if token is not None:
                return token, permit
            permit.release()  # the token went while we waited; an unused permit costs nothing
            requeued = True

    def _apply_feedback(self, error: APIError, call: _Call, token: AccessToken) -> None:
        """Pass on what the answer says to everybody else: slow down, or this token is no good."""
        if isinstance(error, RateLimitError):
            *narrow, part = call.request.buckets(self.tokens.quota_owner)
            for narrow_limit, bucket in zip(
                call.request.endpoint.narrow_limits, narrow, strict=True
            ):
                if error.code in narrow_limit.codes or error.http_status == narrow_limit.status:
                    part = bucket
                    break
            guess_s = min(_MAX_GUESS_S, 2.0 ** min(call.attempts - 1, 3))
            wait_s = guess_s if error.retry_after_s is None else error.retry_after_s
            self.limiter.close_gate(part, wait_s)
            return
        rule = rule_of(call.request.endpoint.name, error.code)
        if rule is not None and rule.rejects_token:
            call.can_replay = self.tokens.invalidate(token)

    def _interrupted(self, call: _Call) -> FeishuError:
        """Say why the call ended before there was a result."""
        request = call.request
        if self.lifecycle.closing:
            return SessionStateError(
                f"{request.method} {request.path}: the client was closed while {call.stage}",
                outcome_unknown=call.outcome_unknown,
            )
        return RequestTimeoutError(
            f"no result in time: {call.stage} (attempt {call.attempts})",
            method=request.method,
            path=request.path,
            outcome_unknown=call.outcome_unknown,
        )


def _too_late(call: _Call) -> RequestTimeoutError:
    return RequestTimeoutError(
        "not tried again: Feishu would not know any more that it may have done this already",
        method=call.request.method,
        path=call.request.path,
        outcome_unknown=True,
    )


def _wrong_kind(endpoint: Endpoint[T], kind: TokenKind) -> str:
    callers = {"tenant": "as the app", "user": "as a user", "none": "without an access token"}
    accepted = " or ".join(callers[kind] for kind in endpoint.tokens)
    return f"{endpoint.name} cannot be called {callers[kind]}, only {accepted}"


def _now() -> float:
    return asyncio.get_running_loop().time()
