"""Ways in which a server can count calls against a rate limit.

Feishu does not document which of them it uses. Pass one to `FakeFeishu(counter=...)`.
"""

from collections import deque
from collections.abc import Callable
from typing import Protocol

from ..config import Limit


class Counter(Protocol):
    """Counts the calls of one rate limit."""

    def wait_s(self, now: float) -> float:
        """Return how many seconds a call would have to wait; 0 if it is within the limit.

        Args:
            now: Time of the call by the clock of the event loop; never less than before.
        """

    def add(self, now: float) -> None:
        """Count a call that was accepted.

        Args:
            now: Time of the call, as in the `wait_s` before it.
        """


CounterFactory = Callable[[Limit], Counter]
"""Builds the counter of a limit; each class in this module is one."""


class SlidingWindow:
    """Accepts at most `calls` in every period of `per_s` seconds: the strictest reading.

    Args:
        limit: The limit to count calls against.
    """

    def __init__(self, limit: Limit) -> None:
        self._limit = limit
        self._times: deque[float] = deque()

    def wait_s(self, now: float) -> float:
        """Return how many seconds a call would have to wait; 0 if it is within the limit.

        Args:
            now: Time of the call by the clock of the event loop; never less than before.
        """
        while self._times and self._times[0] <= now - self._limit.per_s:
            self._times.popleft()
        if len(self._times) < self._limit.calls:
            return 0.0
        return self._times[0] + self._limit.per_s - now

    def add(self, now: float) -> None:
        """Count a call that was accepted.

        Args:
            now: Time of the call, as in the `wait_s` before it.
        """
        self._times.append(now)


class FixedWindow:
    """Accepts at most `calls` in each window; windows of `per_s` seconds follow one another.

    Args:
        limit: The limit to count calls against.
        phase_s: When a window begins, by the clock of the event loop.
    """

    def __init__(self, limit: Limit, phase_s: float = 0.0) -> None:
        self._limit = limit
        self._phase_s = phase_s
        self._window = -1
        self._count = 0

    def wait_s(self, now: float) -> float:
        """Return how many seconds a call would have to wait; 0 if it is within the limit.

        Args:
            now: Time of the call by the clock of the event loop; never less than before.
        """
        window, since_s = divmod(now - self._phase_s, self._limit.per_s)
        if window != self._window:
            self._window, self._count = int(window), 0
        return 0.0 if self._count < self._limit.calls else self._limit.per_s - since_s

    def add(self, now: float) -> None:
        """Count a call that was accepted.

        Args:
            now: Time of the call, as in the `wait_s` before it.
        """
        self._count += 1


class TokenBucket:
    """A bucket of `calls` tokens, full at first and refilled evenly over `per_s` seconds.

    Args:
        limit: The limit to count calls against.
    """

    def __init__(self, limit: Limit) -> None:
        self._limit = limit
        self._rate = limit.calls / limit.per_s
        self._level = float(limit.calls)
        self._at = -1.0

    def wait_s(self, now: float) -> float:
        """Return how many seconds a call would have to wait; 0 if it is within the limit.

        Args:
            now: Time of the call by the clock of the event loop; never less than before.
        """
        if self._at >= 0:
            self._level = min(self._limit.calls, self._level + (now - self._at) * self._rate)
        self._at = now
        return max(0.0, (1 - self._level) / self._rate)

    def add(self, now: float) -> None:
        """Count a call that was accepted.

        Args:
            now: Time of the call, as in the `wait_s` before it.
        """
        self._level -= 1


class WeightedCounter:
    """A fixed window that also counts the previous one, with a weight that falls from 1 to 0.

    Gateways use it because it is cheap. It assumes that the calls of the previous window were
    spread evenly, so it rejects callers who kept to the limit but sent in bursts.

    Args:
        limit: The limit to count calls against.
        phase_s: When a window begins, by the clock of the event loop.
    """

    def __init__(self, limit: Limit, phase_s: float = 0.0) -> None:
        self._limit = limit
        self._phase_s = phase_s
        self._window = -1
        self._count = 0
        self._previous = 0

    def wait_s(self, now: float) -> float:
        """Return how many seconds a call would have to wait; 0 if it is within the limit.

        Args:
            now: Time of the call by the clock of the event loop; never less than before.
        """
        window, since_s = divmod(now - self._phase_s, self._limit.per_s)
        if window != self._window:
            self._previous = self._count if window == self._window + 1 else 0
            self._window, self._count = int(window), 0
        weighted = self._previous * (1 - since_s / self._limit.per_s)
        if weighted + self._count + 1 <= self._limit.calls:
            return 0.0
        return self._limit.per_s - since_s

    def add(self, now: float) -> None:
        """Count a call that was accepted.

        Args:
            now: Time of the call, as in the `wait_s` before it.
        """
        self._count += 1
