"""Time limits, with one timer for all calls.

`asyncio.timeout` sets a timer for each use, which almost never rings; two of them cost a call more
than its JSON does. All timeouts of one kind have the same time, so they run out in the order in
which they began, and only the oldest one needs a timer.
"""

import asyncio
import math
from types import TracebackType
from typing import Self


class Deadlines:
    """What timeouts of the same length have in common: `timeout_s` seconds, None for no end."""

    def __init__(self, timeout_s: float | None) -> None:
        self.timeout_s = timeout_s
        self.running: dict[Timeout, None] = {}  # oldest first
        self.timer: asyncio.TimerHandle | None = None

    def shut_down(self) -> None:
        """Leave no timer behind."""
        if self.timer is not None:
            self.timer.cancel()
            self.timer = None

    def ring(self) -> None:
        """End the timeouts whose time is over, and wait for the next one."""
        self.timer = None
        loop = asyncio.get_running_loop()
        now = loop.time()
        for timeout in self.running:
            if timeout.due > now:
                self.timer = loop.call_at(timeout.due, self.ring)
                break
            timeout.end()


class Timeout:
    """What `asyncio.timeout` does, by the same rules, without a timer of its own.

    Use it as `with Timeout(deadlines):`; it raises `TimeoutError` when the time is over.
    """

    __slots__ = ("_cancelling", "_deadlines", "_ended", "_task", "due")

    _task: "asyncio.Task[object]"

    def __init__(self, deadlines: Deadlines) -> None:
        self._deadlines = deadlines
        self._ended = False
        self.due = math.inf

    def __enter__(self) -> Self:
        task = asyncio.current_task()
        if task is None:
            raise RuntimeError("this can only be awaited inside a task")
        self._task = task
        self._cancelling = task.cancelling()
        deadlines = self._deadlines
        if deadlines.timeout_s is not None:
            loop = asyncio.get_running_loop()
            self.due = loop.time() + deadlines.timeout_s
            deadlines.running[self] = None
            if deadlines.timer is None:
                deadlines.timer = loop.call_at(self.due, deadlines.ring)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._deadlines.running.pop(self, None)
        # If others have cancelled the task as well, their cancellation goes on.
        alone = self._ended and self._task.uncancel() <= self._cancelling
        if alone and kind is asyncio.CancelledError:
            raise TimeoutError

    def end(self) -> None:
        """Let the time be over now."""
        if not self._ended:
            self._ended = True
            self._task.cancel()
