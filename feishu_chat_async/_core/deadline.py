"""Timeouts that share one timer.

`asyncio.timeout` sets a timer each time it is used, and that timer almost never fires. Two of them
per call cost more than decoding the JSON. All timeouts of a group have the same length, so they
expire in the order in which they were started, and one timer, for the oldest one, is enough.
"""

import asyncio
import math
from types import TracebackType
from typing import Self


class TimeoutGroup:
    """Timeouts of one length, which share one timer.

    Args:
        timeout_s: The length in seconds; None if these timeouts never expire by themselves.
    """

    def __init__(self, timeout_s: float | None) -> None:
        self.timeout_s = timeout_s
        self.active: dict[Timeout, None] = {}  # oldest first
        self.timer: asyncio.TimerHandle | None = None

    def shut_down(self) -> None:
        """Stop the timer."""
        if self.timer is not None:
            self.timer.cancel()
            self.timer = None

    def on_timer(self) -> None:
        """Interrupt the tasks whose timeouts are due, and set the timer for the next one."""
        self.timer = None
        loop = asyncio.get_running_loop()
        now = loop.time()
        for timeout in self.active:
            if timeout.deadline > now:
                self.timer = loop.call_at(timeout.deadline, self.on_timer)
                break
            timeout.expire()


class Timeout:
    """A replacement for `asyncio.timeout` that has no timer of its own.

    Used as `with Timeout(group):`, inside a task. It raises `TimeoutError` when it expires, and
    treats cancellation by others exactly as `asyncio.timeout` does.
    """

    __slots__ = ("_cancelling", "_group", "_is_expired", "_task", "deadline")

    _task: "asyncio.Task[object]"

    def __init__(self, group: TimeoutGroup) -> None:
        self._group = group
        self._is_expired = False
        self.deadline: float = math.inf
        """The event loop's time at which it expires."""

    def __enter__(self) -> Self:
        task = asyncio.current_task()
        if task is None:
            raise RuntimeError("this can only be awaited inside a task")
        self._task = task
        self._cancelling = task.cancelling()
        group = self._group
        if group.timeout_s is not None:
            loop = asyncio.get_running_loop()
            self.deadline = loop.time() + group.timeout_s
            group.active[self] = None
            if group.timer is None:
                group.timer = loop.call_at(self.deadline, group.on_timer)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._group.active.pop(self, None)
        # If the task was cancelled from elsewhere too, that cancellation continues.
        is_only_cause = self._is_expired and self._task.uncancel() <= self._cancelling
        if is_only_cause and kind is asyncio.CancelledError:
            raise TimeoutError

    def expire(self) -> None:
        """Interrupt the task now, before the timeout is due."""
        if not self._is_expired:
            self._is_expired = True
            self._task.cancel()
