"""Seeded faults on the server: every fault that a FakeFeishu offers."""

import asyncio
import random
from collections import Counter
from collections.abc import Awaitable, Callable

from feishu_chat_async.testing import FakeFeishu
from feishu_chat_async.testing.faults import (
    Fail,
    Fault,
    Garbage,
    Hang,
    HugeBody,
    Reject,
    ResetAfter,
    ResetBefore,
    SlowBody,
    Truncate,
)

from .mix import MIX

FAULTS: tuple[Fault, ...] = (
    ResetBefore(),
    ResetAfter(),
    Truncate(),
    Garbage(),
    Garbage(carried_out=True),
    Garbage(b"", 200),
    Garbage(b"", 504, carried_out=True),
    Fail(1500, "internal error", 500),
    Fail(1500, "internal error", 500, carried_out=True),
    Reject(0.3),
    Reject(0.3, 400),
    Reject(None),
    Hang(0.3),
    Hang(5),
    SlowBody(0.5),
    SlowBody(5),
    HugeBody(3_000_000),
)
_TOKEN = "tenant_access_token"
_BURST_TARGETS = ("/chats", "/messages")
_BURST_FAULTS = FAULTS[:9]
"""The resets, broken answers and failures; waits and rejections would only slow the run down."""
_BURST_SIZE = 30
_LATENCIES_S = (0.0, 0.02, 0.05)
_JITTERS_S = (0.0, 0.05, 0.15)


class FaultInjector:
    """Injects faults into one server at random times."""

    def __init__(self, fake: FakeFeishu, rng: random.Random) -> None:
        self.fake = fake
        self.injected: Counter[str] = Counter()
        self._rng = rng

    async def run(self) -> None:
        """Inject faults until cancelled."""
        async with asyncio.TaskGroup() as group:
            for pause_s, inject in (
                (0.15, self._fault),
                (3.0, self._burst),
                (1.5, self._revoke),
                (2.0, self._slow_down),
                (5.0, self._restart),
            ):
                group.create_task(self._repeat(pause_s, inject))

    async def _repeat(self, pause_s: float, inject: Callable[[], Awaitable[str]]) -> None:
        while True:
            await asyncio.sleep(self._rng.uniform(0, 2 * pause_s))
            self.injected[await inject()] += 1

    async def _fault(self) -> str:
        fault = self._rng.choice(FAULTS)
        where = self._rng.choice([_TOKEN, *[step.endpoint.name for step in MIX]])
        self.fake.inject(fault, where=where)
        return type(fault).__name__

    async def _burst(self) -> str:
        # The token endpoint is left out: a burst of failures there would stop every other call.
        fault, where = self._rng.choice(_BURST_FAULTS), self._rng.choice(_BURST_TARGETS)
        self.fake.inject(fault, times=_BURST_SIZE, where=where)
        return "burst"

    async def _revoke(self) -> str:
        self.fake.revoke_tenant_tokens()
        return "revocation"

    async def _slow_down(self) -> str:
        self.fake.latency_s = self._rng.choice(_LATENCIES_S)
        self.fake.jitter_s = self._rng.choice(_JITTERS_S)
        return "latency"

    async def _restart(self) -> str:
        await self.fake.restart(self._rng.choice([0.0, 0.2]))
        return "restart"
