"""What goes wrong at the server, and when: everything that it can be told to do, seeded."""

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
_BURSTS = ("/chats", "/messages")
_FAILURES = 9
"""So many of them, from the first, are about the answer."""
_BURST = 30
_LATENCIES_S = (0.0, 0.02, 0.05)
_JITTERS_S = (0.0, 0.05, 0.15)


class Trouble:
    """Troubles one server."""

    def __init__(self, fake: FakeFeishu, chance: random.Random) -> None:
        self.fake = fake
        self.made: Counter[str] = Counter()
        self._chance = chance

    async def make(self) -> None:
        """Go on until cancelled."""
        async with asyncio.TaskGroup() as group:
            for pause_s, trouble in (
                (0.15, self._fault),
                (3.0, self._burst),
                (1.5, self._revoke),
                (2.0, self._slow_down),
                (5.0, self._restart),
            ):
                group.create_task(self._again_and_again(pause_s, trouble))

    async def _again_and_again(self, pause_s: float, trouble: Callable[[], Awaitable[str]]) -> None:
        while True:
            await asyncio.sleep(self._chance.uniform(0, 2 * pause_s))
            self.made[await trouble()] += 1

    async def _fault(self) -> str:
        fault = self._chance.choice(FAULTS)
        where = self._chance.choice([_TOKEN, *[step.endpoint.name for step in MIX]])
        self.fake.inject(fault, where=where)
        return type(fault).__name__

    async def _burst(self) -> str:
        # Not of what hands out tokens: nobody asks that so often, and nothing else would happen.
        fault, where = self._chance.choice(FAULTS[:_FAILURES]), self._chance.choice(_BURSTS)
        self.fake.inject(fault, times=_BURST, where=where)
        return "burst"

    async def _revoke(self) -> str:
        self.fake.revoke_tenant_tokens()
        return "revocation"

    async def _slow_down(self) -> str:
        self.fake.latency_s = self._chance.choice(_LATENCIES_S)
        self.fake.jitter_s = self._chance.choice(_JITTERS_S)
        return "latency"

    async def _restart(self) -> str:
        await self.fake.restart(self._chance.choice([0.0, 0.2]))
        return "restart"
