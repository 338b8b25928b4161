"""The lifecycle of a client: opened once, on one event loop, in one process, and closed once."""

import asyncio
import os
from collections.abc import Awaitable, Callable
from typing import Protocol

from ..errors import SessionStateError


class Interruptible(Protocol):
    """A call in progress."""

    @property
    def on_wire(self) -> bool:
        """Whether it was sent and is waiting for its response."""

    def interrupt(self) -> None:
        """Interrupt the call; it ends with an error."""


class Lifecycle:
    """The state of a client: whether it is open, its event loop, and the calls in progress.

    Args:
        open_: Opens the client; called by the first call, on its event loop.
        close: Releases the client's resources; called once.
        close_timeout_s: Seconds that `close` waits for pending responses.
    """

    def __init__(
        self,
        open_: Callable[[], None],
        close: Callable[[], Awaitable[None]],
        close_timeout_s: float,
    ) -> None:
        self._open = open_
        self._close = close
        self._close_timeout_s = close_timeout_s
        self._loop: asyncio.AbstractEventLoop | None = None
        self._pid = -1
        self._calls: set[Interruptible] = set()
        self._closed = asyncio.Event()
        self._drained = asyncio.Event()
        self.closing: bool = False

    def ensure_open(self) -> None:
        """Open the client if it is new, or raise `SessionStateError` if it cannot be used here."""
        if self.closing:
            raise SessionStateError("this client is closed; create a new FeishuChat")
        if self._loop is None:
            self._open()
            self._loop, self._pid = asyncio.get_running_loop(), os.getpid()
        else:
            self._check_loop_and_process()

    def enter(self, call: Interruptible) -> None:
        """Register a call that starts."""
        self._calls.add(call)

    def leave(self, call: Interruptible) -> None:
        """Remove a call that ended, with or without an error."""
        self._calls.discard(call)
        if self.closing and not self._calls:
            self._drained.set()

    async def close(self) -> None:
        """Close the client: refuse new calls, wait for pending responses, interrupt the rest."""
        if self._loop is None:
            self.closing = True
            return
        self._check_loop_and_process()
        if self.closing:
            await self._closed.wait()
            return
        self.closing = True
        try:
            self._interrupt([call for call in self._calls if not call.on_wire])
            await self._drain()
        finally:
            self._interrupt(list(self._calls))
            await self._finish()

    async def _finish(self) -> None:
        # The client must be closed no matter how often this is cancelled, or other calls to `close`
        # would wait forever.
        try:
            await self._drain()
        finally:
            try:
                await self._close()
            finally:
                self._closed.set()

    def _check_loop_and_process(self) -> None:
        if os.getpid() != self._pid:  # first: a forked process has no running event loop
            raise SessionStateError(
                "this client was opened before the process forked; create a FeishuChat per process"
            )
        if asyncio.get_running_loop() is not self._loop:
            raise SessionStateError(
                "this client was opened on another event loop; create a FeishuChat per event loop"
            )

    def _interrupt(self, calls: list[Interruptible]) -> None:
        for call in calls:
            call.interrupt()

    async def _drain(self) -> None:
        """Wait until no call is in progress, for at most `close_timeout_s`."""
        if self._calls:
            try:
                async with asyncio.timeout(self._close_timeout_s):
                    await self._drained.wait()
            except TimeoutError:
                pass
