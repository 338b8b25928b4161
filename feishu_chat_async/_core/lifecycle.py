"""Opened once, on one event loop, in one process; closed once."""

import asyncio
import os
from collections.abc import Awaitable, Callable
from typing import Protocol

from ..errors import SessionStateError


class Interruptible(Protocol):
    """A call under way."""

    @property
    def on_wire(self) -> bool:
        """Whether it was sent and its answer is awaited."""

    def interrupt(self) -> None:
        """Make it end, soon, with an error."""


class Lifecycle:
    """Whether the client can be used here and now, and which calls are under way."""

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

    def check(self) -> None:
        """Open the client if it is new; raise `SessionStateError` if it cannot be used here."""
        if self.closing:
            raise SessionStateError("this client is closed; make a new FeishuChat")
        if self._loop is None:
            self._open()
            self._loop, self._pid = asyncio.get_running_loop(), os.getpid()
        else:
            self._check_place()

    def enter(self, call: Interruptible) -> None:
        """Note that a call begins."""
        self._calls.add(call)

    def leave(self, call: Interruptible) -> None:
        """Note that a call has ended, well or not."""
        self._calls.discard(call)
        if self.closing and not self._calls:
            self._drained.set()

    async def close(self) -> None:
        """Let nothing new begin, give answers that are awaited a moment, end the rest."""
        if self._loop is None:
            self.closing = True
            return
        self._check_place()
        if self.closing:
            await self._closed.wait()
            return
        self.closing = True
        try:
            self._interrupt([call for call in self._calls if not call.on_wire])
            await self._drain(self._close_timeout_s)
        finally:
            self._interrupt(list(self._calls))
            await self._finish()

    async def _finish(self) -> None:
        # Whoever cancels it, and however often: it gets closed, and others do not wait for ever.
        try:
            await self._drain(self._close_timeout_s)
        finally:
            try:
                await self._close()
            finally:
                self._closed.set()

    def _check_place(self) -> None:
        if os.getpid() != self._pid:  # first: a forked process has lost sight of its loop
            raise SessionStateError(
                "this client was opened before the process forked; make a FeishuChat per process"
            )
        if asyncio.get_running_loop() is not self._loop:
            raise SessionStateError(
                "this client was opened on another event loop; make a FeishuChat per event loop"
            )

    def _interrupt(self, calls: list[Interruptible]) -> None:
        for call in calls:
            call.interrupt()

    async def _drain(self, within_s: float) -> None:
        if self._calls:
            try:
                async with asyncio.timeout(within_s):
                    await self._drained.wait()
            except TimeoutError:
                pass
