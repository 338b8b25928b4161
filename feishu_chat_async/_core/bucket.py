"""The bucket of permits, without a clock: it computes when the next call can be sent.

Feishu documents limits such as "50 per second and 1000 per minute", but not how it counts them. The
textbook bucket, 50 permits refilled at 50 a second, breaks such a limit: 50 saved permits and 50
refilled ones allow 99 calls in one second. In general, it admits C - 1 + ceil(r W) calls in any
period W.

This bucket is refilled differently. **A permit comes back one period after the call that used it
was answered.** Of any 51 calls, two used the same permit. The later one was sent at least a second
after the earlier one was answered, so it reached Feishu more than a second after the earlier one,
however long each of them was in transit. That satisfies a sliding window, a fixed window of any
phase and a token bucket on the server. Each limit of an endpoint is such a bucket, and a call needs
a permit from each.

Three refinements:

* A slow response must not starve the caller. A call that is unanswered half a second after it was
  sent counts as answered then, and so does a call that was given up. This is safe while transit
  times differ by less than half a second. A call that is still connecting has not been sent.
* Calls to one endpoint are sent at least 20 ms apart, so that a full bucket does not cause a burst.
* A server that counts with a *weighted* sliding window (the previous window's count, fading out)
  rejects even this. After an unexpected rejection the bucket is therefore **paced** for some
  minutes: a textbook bucket with two thirds of the permits applies as well, refilled so slowly that
  C - 1 + ceil(r W) stays within the limit for every window. For 50/s and 1000/min that is 33
  permits and 16.1 a second.

Instead of moving permits around, the bucket records the times at which calls were answered. With n
calls in flight, a permit of "50 per second" is free if the (50 - n)-th last response is more than a
second old. So every operation is O(1), independent of the limits.
"""

import math
from functools import lru_cache
from typing import Final, NamedTuple, Protocol

from ..config import Limit

SLOW_S: Final = 0.5
"""Seconds after which a call that was sent counts as answered."""

_COMPACT_AT: Final = 64


class SentPermit(Protocol):
    """A permit whose call was sent."""

    sent_at: float
    answered: bool


class _Parameters(NamedTuple):
    """The values derived from a set of limits; buckets with the same limits share them."""

    limits: tuple[Limit, ...]
    spacing_s: float
    max_period_s: float
    max_calls: int
    paced_capacity: int
    paced_rate: float

    @classmethod
    def of(cls, limits: tuple[Limit, ...], spacing_s: float) -> "_Parameters":
        capacity = max(1, 2 * min(limit.calls for limit in limits) // 3) if limits else 1
        rates = [(limit.calls - capacity or 0.5) / limit.per_s for limit in limits]
        return cls(
            limits=limits,
            spacing_s=spacing_s if limits else 0.0,
            max_period_s=max((limit.per_s for limit in limits), default=0.0),
            max_calls=max((limit.calls for limit in limits), default=0),
            paced_capacity=capacity,
            paced_rate=min(rates, default=math.inf),
        )


_parameters = lru_cache(maxsize=256)(_Parameters.of)


class Bucket:
    """The permits of one rate-limited resource. Every method takes the current time.

    Without limits it is only a gate, and a cap on concurrent calls. Since no pace is known then,
    calls are made one at a time while the bucket is paced after a rejection.

    Args:
        limits: The limits, all of which apply; may be empty.
        spacing_s: Seconds between two calls.
        max_concurrent: Calls in progress at the same time.
    """

    __slots__ = (
        "_answer_times",
        "_closed_until",
        "_first",
        "_in_flight",
        "_in_use",
        "_last_grant",
        "_max_concurrent",
        "_paced_level",
        "_paced_level_at",
        "_paced_until",
        "_parameters",
        "_sent",
        "_unsent",
    )

    def __init__(
        self, limits: tuple[Limit, ...], spacing_s: float = 0.0, max_concurrent: float = math.inf
    ) -> None:
        self._parameters = _parameters(limits, spacing_s)
        self._max_concurrent = max_concurrent
        self._in_use = 0  # granted, and not ended
        self._unsent = 0  # granted, but not sent yet
        self._in_flight = 0  # sent, and neither answered nor slow
        self._sent: list[SentPermit] = []  # in the order of sending, from `_first` on
        self._first = 0
        self._answer_times: list[float] = []  # in order
        self._last_grant = -math.inf
        self._closed_until = -math.inf
        self._paced_until = -math.inf
        self._paced_level = 0.0  # permits of the paced mode
        self._paced_level_at = -math.inf

    def ready_at(self, now: float) -> float:
        """Return when the next permit can be granted; a time not after `now` means at once.

        Infinity if that depends on the permits in use: call this again after `send`, `refund` or
        `end`.
        """
        if self._in_use >= self._max_concurrent:
            return math.inf
        if not self._parameters.limits:
            is_next = not self._in_use or now >= self._paced_until
            return self._closed_until if is_next else self._paced_until
        self._settle(now)
        at = max(self._closed_until, self._last_grant + self._parameters.spacing_s)
        busy = self._unsent + self._in_flight
        for limit in self._parameters.limits:
            spare = limit.calls - busy
            if spare <= 0:
                return self._sent[self._first].sent_at + SLOW_S if self._in_flight else math.inf
            if spare <= len(self._answer_times):
                at = max(at, self._answer_times[-spare] + limit.per_s)
        return max(at, self._paced_at(now)) if now < self._paced_until else at

    def grant(self, now: float) -> None:
        """Grant a permit that is ready according to `ready_at`."""
        self._unsent += 1
        self._in_use += 1
        # Timers fire slightly late. Small delays do not shift the schedule, or they would add up.
        spacing_s = self._parameters.spacing_s
        on_time = self._last_grant + spacing_s
        self._last_grant = on_time if now - on_time < spacing_s / 2 else now
        self._paced_level -= 1

    def refund(self) -> None:
        """Release a permit whose call was not sent."""
        self._unsent -= 1
        self._in_use -= 1
        self._paced_level += 1

    def send(self, permit: SentPermit) -> None:
        """Record that the call of a granted permit is sent."""
        self._unsent -= 1
        if self._parameters.limits:
            self._in_flight += 1
            self._sent.append(permit)

    def end(self, permit: SentPermit, now: float, *, answered: bool) -> None:
        """Record that the call has ended; the caller sets `permit.answered` after this."""
        self._in_use -= 1
        if not self._parameters.limits:
            return
        self._settle(now)
        if answered and now < permit.sent_at + SLOW_S:
            self._in_flight -= 1
            self._answer_times.append(now)

    def close(self, now: float, wait_s: float, paced_s: float) -> None:
        """Grant nothing for `wait_s` seconds, and pace the calls for `paced_s` seconds more."""
        self._closed_until = max(self._closed_until, now + wait_s)
        if now >= self._paced_until:
            self._paced_level, self._paced_level_at = 0.0, self._closed_until
        self._paced_until = max(self._paced_until, self._closed_until + paced_s)

    def closed_for_s(self, now: float) -> float:
        """Return the seconds for which the gate stays closed."""
        return max(0.0, self._closed_until - now)

    def is_idle(self, now: float) -> bool:
        """Return whether a new bucket would behave the same as this one."""
        self._settle(now)
        return (
            not self._in_use
            and not self._in_flight
            and (
                not self._answer_times
                or self._answer_times[-1] + self._parameters.max_period_s <= now
            )
            and max(self._closed_until, self._paced_until) <= now
            and self._last_grant + self._parameters.spacing_s <= now
        )

    def _settle(self, now: float) -> None:
        """Count slow calls as answered, and discard what is too old to matter."""
        while self._first < len(self._sent):
            permit = self._sent[self._first]
            if not permit.answered:
                if permit.sent_at + SLOW_S > now:
                    break
                self._in_flight -= 1
                self._answer_times.append(permit.sent_at + SLOW_S)
            self._first += 1
        if self._first == len(self._sent) or self._first > max(_COMPACT_AT, len(self._sent) // 2):
            del self._sent[: self._first]
            self._first = 0
        if len(self._answer_times) > 2 * self._parameters.max_calls:
            del self._answer_times[: -self._parameters.max_calls]

    def _paced_at(self, now: float) -> float:
        rate = self._parameters.paced_rate
        gained = max(0.0, now - self._paced_level_at) * rate
        self._paced_level = min(self._parameters.paced_capacity, self._paced_level + gained)
        self._paced_level_at = max(now, self._paced_level_at)
        return now if self._paced_level > 1 - 1e-9 else now + (1 - self._paced_level) / rate
