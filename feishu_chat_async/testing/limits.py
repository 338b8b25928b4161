"""How a server may count calls. Nobody outside knows which of these Feishu uses."""

from collections import deque
from collections.abc import Callable
from typing import Protocol

from ..config import Limit


class Counter(Protocol):
    """Counts the calls of one limit."""

    def wait_s(self, now: float) -> float:
        """Say how long a call must wait; 0 if it is within the limit."""

    def add(self, now: float) -> None:
        """Count a call that was let in."""


CounterFactory = Callable[[Limit], Counter]


class SlidingWindow:
    """At most `calls` in any period at all: the strictest reading, and exact."""

    def __init__(self, limit: Limit) -> None:
        self._limit = limit
        self._times: deque[float] = deque()

    def wait_s(self, now: float) -> float:
        """See `Counter`."""
        while self._times and self._times[0] <= now - self._limit.per_s:
            self._times.popleft()
        if len(self._times) < self._limit.calls:
            return 0.0
        return self._times[0] + self._limit.per_s - now

    def add(self, now: float) -> None:
        """See `Counter`."""
        self._times.append(now)


class FixedWindow:
    """At most `calls` between two strokes of a clock that strikes every `per_s` seconds."""

    def __init__(self, limit: Limit, phase_s: float = 0.0) -> None:
        self._limit = limit
        self._phase_s = phase_s
        self._window = -1
        self._count = 0

    def wait_s(self, now: float) -> float:
        """See `Counter`."""
        window, since_s = divmod(now - self._phase_s, self._limit.per_s)
        if window != self._window:
            self._window, self._count = int(window), 0
        return 0.0 if self._count < self._limit.calls else self._limit.per_s - since_s

    def add(self, now: float) -> None:
        """See `Counter`."""
        self._count += 1


class TokenBucket:
    """A textbook bucket: `calls` saved at most, refilled evenly over the period."""

    def __init__(self, limit: Limit) -> None:
        self._limit = limit
        self._rate = limit.calls / limit.per_s
        self._level = float(limit.calls)
        self._at = -1.0

    def wait_s(self, now: float) -> float:
        """See `Counter`."""
        if self._at >= 0:
            self._level = min(self._limit.calls, self._level + (now - self._at) * self._rate)
        self._at = now
        return max(0.0, (1 - self._level) / self._rate)

    def add(self, now: float) -> None:
        """See `Counter`."""
        self._level -= 1


class WeightedCounter:
    """A fixed window that remembers the one before, less and less: cheap, and common in gateways.

    It takes the calls of the last window to have been spread evenly, so that it rejects callers
    who kept to the limit but not evenly.
    """

    def __init__(self, limit: Limit, phase_s: float = 0.0) -> None:
        self._limit = limit
        self._phase_s = phase_s
        self._window = -1
        self._count = 0
        self._before = 0

    def wait_s(self, now: float) -> float:
        """See `Counter`."""
        window, since_s = divmod(now - self._phase_s, self._limit.per_s)
        if window != self._window:
            self._before = self._count if window == self._window + 1 else 0
            self._window, self._count = int(window), 0
        remembered = self._before * (1 - since_s / self._limit.per_s)
        if remembered + self._count + 1 <= self._limit.calls:
            return 0.0
        return self._limit.per_s - since_s

    def add(self, now: float) -> None:
        """See `Counter`."""
        self._count += 1
