"""Retries: which calls are retried, and after how long. The only module that uses `backoff`.

`backoff` runs the attempts and sleeps between them. Its deadline and its logging are not used: it
checks the deadline only between attempts, and its log records contain exceptions.
"""

from collections.abc import Awaitable, Callable
from typing import Final, Generic, TypeVar

import backoff

from .._protocol.wire import Request
from ..config import RetryPolicy
from ..errors import (
    ConnectionFailedError,
    FeishuError,
    RateLimitError,
    RequestTimeoutError,
    ServerError,
)
from . import log

T = TypeVar("T")

_Transient = ConnectionFailedError | RequestTimeoutError | RateLimitError | ServerError
_TRANSIENT: Final = (ConnectionFailedError, RequestTimeoutError, RateLimitError, ServerError)
_MAX_SAVED_CALLS: Final = 1000  # as many as one endpoint accepts in a minute
_ROUNDING_ERROR: Final = 1e-6  # of the sum of a million fractions


class _RetryState(Generic[T]):
    """The progress of a call whose first attempt failed."""

    def __init__(
        self,
        attempt: Callable[[], Awaitable[T]],
        request: Request,
        remaining_s: Callable[[], float],
        first_error: FeishuError,
    ) -> None:
        self.attempt = attempt
        self.request = request
        self.remaining_s = remaining_s
        self.first_error: FeishuError | None = first_error  # None once it was handled
        self.attempts = 1


class _RetryLaterError(Exception):
    """Makes `backoff` retry after `wait_s` seconds."""

    def __init__(self, wait_s: float) -> None:
        super().__init__()
        self.wait_s = wait_s


class Retrier:
    """Retries calls that failed with a temporary error, unless that could apply them twice."""

    def __init__(self, policy: RetryPolicy) -> None:
        self._policy = policy
        self._budget = _RetryBudget(policy.budget_ratio, policy.budget_initial)
        self.add_call: Callable[[], None] = self._budget.add_call
        self._run = backoff.on_exception(
            backoff.runtime, _RetryLaterError, value=_wait_s, jitter=None, logger=None
        )(self._step)

    async def retry(
        self,
        error: FeishuError,
        attempt: Callable[[], Awaitable[T]],
        request: Request,
        remaining_s: Callable[[], float],
    ) -> T:
        """Run further attempts until one succeeds, or raise the error of the last one.

        Args:
            error: The error of the first attempt.
            attempt: Makes one more attempt.
            request: The request that is sent.
            remaining_s: Returns the seconds that the call has left.
        """
        # The first attempt is made without backoff, which would make every call 5 % more expensive.
        return await self._run(_RetryState(attempt, request, remaining_s, error))

    async def _step(self, state: _RetryState[T]) -> T:
        error, state.first_error = state.first_error, None
        if error is None:
            state.attempts += 1
            try:
                return await state.attempt()
            except FeishuError as failure:
                error = failure
        wait_s = self._wait_before_next(error, state)
        if wait_s is None:
            raise error
        raise _RetryLaterError(wait_s)

    def _wait_before_next(self, error: FeishuError, state: _RetryState[T]) -> float | None:
        """Return the seconds to wait before the next attempt, or None to give up."""
        request, attempts = state.request, state.attempts
        if not isinstance(error, _TRANSIENT) or not _belongs_to(error, request):
            return None
        if error.outcome_unknown and not request.retryable:
            return None
        if isinstance(error, RateLimitError):
            # The attempt certainly had no effect. The limiter queues the call with the others.
            wait_s, min_s = 0.0, error.retry_after_s or 0.0
        else:
            policy = self._policy
            max_s = min(policy.max_delay_s, policy.base_delay_s * 2 ** min(attempts - 1, 30))
            wait_s = min_s = backoff.full_jitter(max_s)
        may_retry = attempts < self._policy.attempts and min_s < state.remaining_s()
        if may_retry and (isinstance(error, RateLimitError) or self._budget.spend()):
            return wait_s
        if self._policy.attempts > 1:
            log.gave_up(endpoint=request.endpoint.name, attempts=attempts, error=str(error))
        return None


class _RetryBudget:
    """A budget of retries in proportion to calls, so that retries never make an outage worse.

    The budget starts with `initial` retries as an advance, which the first calls repay. After that
    each call adds `ratio` of a retry. The budget does not depend on time: otherwise rare calls
    would get the advance again and again. It is capped, so that a long time without failures does
    not save up retries without limit.
    """

    def __init__(self, ratio: float, initial: int) -> None:
        self._ratio = ratio
        self._max_credit = max(float(initial), ratio * _MAX_SAVED_CALLS)
        self._credit = float(initial)
        self._debt = float(initial)

    def add_call(self) -> None:
        """Count a call, which adds to the budget."""
        if self._debt > _ROUNDING_ERROR:
            self._debt -= self._ratio
        elif self._credit < self._max_credit:
            self._credit += self._ratio

    def spend(self) -> bool:
        """Count a retry, and return whether the budget allows it."""
        if self._credit < 1 - _ROUNDING_ERROR:
            return False
        self._credit -= 1
        return True


def _wait_s(error: _RetryLaterError) -> float:
    return error.wait_s


def _belongs_to(error: _Transient, request: Request) -> bool:
    # A failed request for an access token was already retried as a call of its own.
    return (error.method, error.path) == (request.method, request.path)
