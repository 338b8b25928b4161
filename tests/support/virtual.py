"""An event loop with a virtual clock: hours pass in milliseconds, without any patching."""

import asyncio
import selectors
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")

_GRACE_S = 0.001


class _JumpingSelector(selectors.DefaultSelector):
    """Polls for network events; if there are none, the clock jumps to the next timer."""

    now = 1000.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        events = super().select(0)
        if not events and (timeout is None or timeout > 0):
            # Loopback delivers at once, but the kernel gets a moment before the clock jumps.
            events = super().select(_GRACE_S if len(self.get_map()) > 1 else 0)
            if not events and timeout is None:
                events = super().select(None)
            elif not events and timeout is not None:
                self.now += timeout
        return events


class VirtualLoop(asyncio.SelectorEventLoop):
    """An event loop with virtual time, and so with virtual sleeps, timers and timeouts."""

    def __init__(self) -> None:
        self._clock = _JumpingSelector()
        super().__init__(self._clock)

    def time(self) -> float:
        return self._clock.now


def run_virtual(main: Coroutine[Any, Any, T], *, debug: bool = False) -> T:
    """Run a coroutine like `asyncio.run`, in virtual time."""
    with asyncio.Runner(debug=debug, loop_factory=VirtualLoop) as runner:
        return runner.run(main)
