"""The token bucket, pure: when may the next call to one endpoint go out?

Feishu documents limits such as "50 per second and 1000 per minute" and not how it counts them. The
textbook bucket, 50 permits refilled at 50 a second, breaks such a limit: 50 saved permits and 50
refilled ones make 99 calls in one second. In general, in any period W it admits C - 1 + ceil(r W).

So the bucket is refilled differently. **A permit comes back one period after the call that spent
it was answered.** Of any 51 calls two have used the same permit; the later one was sent at least a
second after the earlier one was answered, hence reached Feishu more than a second after it, however
long either travelled. That holds for a sliding window, a fixed window of any phase and a token
bucket on the other side. Each limit of an endpoint is such a bucket, and a call needs a permit
from each.

Three refinements:

* A slow answer must not starve the caller: a call still unanswered half a second after it went out
  counts as answered then, and so does one that was given up. This is safe while travel times differ
  by less than that half second. While a call is still connecting it has not gone out.
* Sends to one endpoint keep 20 ms apart, so that a full bucket does not go out as one burst.
* A server that counts with a *weighted* sliding window (last minute's count, fading) rejects even
  this. After an unexpected rejection the bucket is therefore **paced** for some minutes: a textbook
  bucket of two thirds of the permits, refilled so slowly that C - 1 + ceil(r W) stays within the
  limit for every window, is put in front. For 50/s and 1000/min: 33 permits, 16.1 a second.

Instead of moving permits about, the bucket keeps the times at which calls were answered. With n
calls under way, a permit of "50 per second" is free if the (50 - n)-th last answer is more than a
second old. That makes every operation O(1), whatever the limits are.
"""

import math
from functools import lru_cache
from typing import Final, NamedTuple, Protocol

from ..config import Limit

SLOW_S: Final = 0.5
"""Seconds after which a call that was sent counts as answered."""

_TRIM: Final = 64


class Sent(Protocol):
    """A permit in use: when its call was sent, and whether it has been answered."""

    sent_at: float
    answered: bool


class _Shape(NamedTuple):
    """What follows from a set of limits; buckets with the same limits share one."""

    limits: tuple[Limit, ...]
    spacing_s: float
    max_s: float
    max_calls: int
    saved: int
    rate: float

    @classmethod
    def of(cls, limits: tuple[Limit, ...], spacing_s: float) -> "_Shape":
        saved = max(1, 2 * min(limit.calls for limit in limits) // 3) if limits else 1
        rates = [(limit.calls - saved or 0.5) / limit.per_s for limit in limits]
        return cls(
            limits=limits,
            spacing_s=spacing_s if limits else 0.0,
            max_s=max((limit.per_s for limit in limits), default=0.0),
            max_calls=max((limit.calls for limit in limits), default=0),
            saved=saved,
            rate=min(rates, default=math.inf),
        )


_shape = lru_cache(maxsize=256)(_Shape.of)


class Bucket:
    """The permits of one limited thing. Every method is told what time it is.

    Without limits it is only a gate, or a limit on how many calls are made at once. How slowly to
    go after a rejection is not known then, so calls are made one after the other for that time.
    """

    __slots__ = (
        "_answers",
        "_at_once",
        "_busy",
        "_closed_until",
        "_first",
        "_held",
        "_last_grant",
        "_level",
        "_level_at",
        "_paced_until",
        "_sent",
        "_shape",
        "_under_way",
    )

    def __init__(
        self, limits: tuple[Limit, ...], spacing_s: float = 0.0, at_once: float = math.inf
    ) -> None:
        self._shape = _shape(limits, spacing_s)
        self._at_once = at_once
        self._busy = 0  # granted and not ended, however slow
        self._held = 0  # granted, but not sent yet
        self._under_way = 0  # sent, and neither answered nor slow
        self._sent: list[Sent] = []  # in the order of sending, from `_first` on
        self._first = 0
        self._answers: list[float] = []  # in order
        self._last_grant = -math.inf
        self._closed_until = -math.inf
        self._paced_until = -math.inf
        self._level = 0.0  # permits of the paced mode
        self._level_at = -math.inf

    def ready_at(self, now: float) -> float:
        """Say when the next permit can be granted; not after `now` means at once.

        Infinity if that hangs on what others do with their permits: ask again when one is used,
        given back or ended.
        """
        if self._busy >= self._at_once:
            return math.inf
        if not self._shape.limits:
            is_next = not self._busy or now >= self._paced_until
            return self._closed_until if is_next else self._paced_until
        self._settle(now)
        at = max(self._closed_until, self._last_grant + self._shape.spacing_s)
        busy = self._held + self._under_way
        for limit in self._shape.limits:
            spare = limit.calls - busy
            if spare <= 0:
                return self._sent[self._first].sent_at + SLOW_S if self._under_way else math.inf
            if spare <= len(self._answers):
                at = max(at, self._answers[-spare] + limit.per_s)
        return max(at, self._paced_at(now)) if now < self._paced_until else at

    def grant(self, now: float) -> None:
        """Hand out a permit, when `ready_at` says so."""
        self._held += 1
        self._busy += 1
        # Timers ring a little late. Where that is all, the beat is kept, or it would add up.
        spacing_s = self._shape.spacing_s
        on_time = self._last_grant + spacing_s
        self._last_grant = on_time if now - on_time < spacing_s / 2 else now
        self._level -= 1

    def give_back(self) -> None:
        """Take back a permit with which nothing was sent."""
        self._held -= 1
        self._busy -= 1
        self._level += 1

    def send(self, permit: Sent) -> None:
        """Note that the call of a granted permit goes out."""
        self._held -= 1
        if self._shape.limits:
            self._under_way += 1
            self._sent.append(permit)

    def end(self, permit: Sent, now: float, *, answered: bool) -> None:
        """Note that the call has ended; `permit.answered` is set after this."""
        self._busy -= 1
        if not self._shape.limits:
            return
        self._settle(now)
        if answered and now < permit.sent_at + SLOW_S:
            self._under_way -= 1
            self._answers.append(now)

    def close(self, now: float, wait_s: float, paced_s: float) -> None:
        """Grant nothing for `wait_s` seconds, and go slowly for `paced_s` seconds after that."""
        self._closed_until = max(self._closed_until, now + wait_s)
        if now >= self._paced_until:
            self._level, self._level_at = 0.0, self._closed_until
        self._paced_until = max(self._paced_until, self._closed_until + paced_s)

    def closed_for(self, now: float) -> float:
        """Seconds for which the gate stays closed."""
        return max(0.0, self._closed_until - now)

    def idle(self, now: float) -> bool:
        """Whether forgetting this bucket would make no difference."""
        self._settle(now)
        return (
            not self._busy
            and not self._under_way
            and (not self._answers or self._answers[-1] + self._shape.max_s <= now)
            and max(self._closed_until, self._paced_until) <= now
            and self._last_grant + self._shape.spacing_s <= now
        )

    def _settle(self, now: float) -> None:
        """Count slow calls as answered, and drop what is too old to matter."""
        while self._first < len(self._sent):
            permit = self._sent[self._first]
            if not permit.answered:
                if permit.sent_at + SLOW_S > now:
                    break
                self._under_way -= 1
                self._answers.append(permit.sent_at + SLOW_S)
            self._first += 1
        if self._first == len(self._sent) or self._first > max(_TRIM, len(self._sent) // 2):
            del self._sent[: self._first]
            self._first = 0
        if len(self._answers) > 2 * self._shape.max_calls:
            del self._answers[: -self._shape.max_calls]

    def _paced_at(self, now: float) -> float:
        gained = max(0.0, now - self._level_at) * self._shape.rate
        self._level = min(self._shape.saved, self._level + gained)
        self._level_at = max(now, self._level_at)
        return now if self._level > 1 - 1e-9 else now + (1 - self._level) / self._shape.rate
