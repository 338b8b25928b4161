"""Whether to try again, and after how long: the only file that knows `backoff`.

`backoff` counts attempts and sleeps; everything else it offers is left alone, since its deadline
is none (it looks at the wall clock, between attempts) and its own logging shows exceptions.
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
_SAVED_CALLS: Final = 1000  # as many as one endpoint takes in a minute
_EXACT: Final = 1e-6  # what adding a million fractions may be off by


class _Tries(Generic[T]):
    """The attempts of one call, of which the first has failed."""

    def __init__(
        self,
        attempt: Callable[[], Awaitable[T]],
        request: Request,
        left_s: Callable[[], float],
        error: FeishuError,
    ) -> None:
        self.attempt = attempt
        self.request = request
        self.left_s = left_s
        self.failed: FeishuError | None = error  # until `backoff` has been told
        self.number = 1


class _AgainError(Exception):
    """Tells `backoff` to try again after `wait_s` seconds."""

    def __init__(self, wait_s: float) -> None:
        super().__init__()
        self.wait_s = wait_s


class Retrier:
    """Repeats what failed in passing, never what may have happened and must not happen twice."""

    def __init__(self, policy: RetryPolicy) -> None:
        self._policy = policy
        self._quota = _RetryBudget(policy.budget_ratio, policy.budget_initial)
        self.add_call: Callable[[], None] = self._quota.add_call
        self._repeat = backoff.on_exception(
            backoff.runtime, _AgainError, value=_wait_s, jitter=None, logger=None
        )(self._try)

    async def run_again(
        self,
        error: FeishuError,
        attempt: Callable[[], Awaitable[T]],
        request: Request,
        left_s: Callable[[], float],
    ) -> T:
        """Make further attempts after the first has failed with `error`.

        Ends when one succeeds or another is no use, then with the last one's error. `left_s` says
        how many seconds the call may still take.
        """
        # The first attempt does without backoff, which would cost every call 5 % more.
        return await self._repeat(_Tries(attempt, request, left_s, error))

    async def _try(self, tries: _Tries[T]) -> T:
        error, tries.failed = tries.failed, None
        if error is None:
            tries.number += 1
            try:
                return await tries.attempt()
            except FeishuError as failure:
                error = failure
        wait_s = self._wait_before_next(error, tries)
        if wait_s is None:
            raise error
        raise _AgainError(wait_s)

    def _wait_before_next(self, error: FeishuError, tries: _Tries[T]) -> float | None:
        """Say how long to wait before the next attempt, or None if there is to be none."""
        request, number = tries.request, tries.number
        if not isinstance(error, _TRANSIENT) or not _is_of(error, request):
            return None
        if error.outcome_unknown and not request.repeatable:
            return None
        if isinstance(error, RateLimitError):
            # Surely not carried out. It goes back to the limiter, and waits there in its turn.
            wait_s, min_s = 0.0, error.retry_after_s or 0.0
        else:
            max_s = min(
                self._policy.max_delay_s, self._policy.base_delay_s * 2 ** min(number - 1, 30)
            )
            wait_s = min_s = backoff.full_jitter(max_s)
        again = number < self._policy.attempts and min_s < tries.left_s()
        if again and (isinstance(error, RateLimitError) or self._quota.take()):
            return wait_s
        if self._policy.attempts > 1:
            log.gave_up(endpoint=request.endpoint.name, attempts=number, error=str(error))
        return None


class _RetryBudget:
    """Retries as a part of calls, so that an outage is not made worse, however long it lasts.

    A reserve is advanced, and the first calls pay it back; every call after them pays in a part
    of a retry. Nothing fades with time, or calls that come seldom would get the reserve again and
    again; but only so much is saved, so that no outage is met with all that a good year has left.
    """

    def __init__(self, part: float, reserve: int) -> None:
        self._part = part
        self._most = max(float(reserve), part * _SAVED_CALLS)
        self._credit = float(reserve)
        self._owed = float(reserve)

    def add_call(self) -> None:
        """Count a call, which pays for a part of a retry."""
        if self._owed > _EXACT:
            self._owed -= self._part
        elif self._credit < self._most:
            self._credit += self._part

    def take(self) -> bool:
        """Count a retry, if there may be one more."""
        if self._credit < 1 - _EXACT:
            return False
        self._credit -= 1
        return True


def _wait_s(again: _AgainError) -> float:
    return again.wait_s


def _is_of(error: _Transient, request: Request) -> bool:
    # The request for an access token has been repeated already, under its own name.
    return (error.method, error.path) == (request.method, request.path)
