"""Callers who do what bots do, write down what they are told, and now and then lose patience."""

import asyncio
import random
from collections import Counter, deque
from collections.abc import Sequence
from itertools import count

from feishu_chat_async import FeishuChat, FeishuError

from .books import Outcome
from .journal import Journal
from .marks import ids_of, text_of
from .mix import MIX, Room, Step

_CANCELLED = 0.04
"""The part of the calls that are cancelled, unless they end sooner."""
_PATIENCE_S = 0.5
_KEPT_ROOMS = 3
_PAUSE_S = 0.5
"""Up to so long a worker thinks, once a call has failed."""


class Office:
    """What the workers have in common."""

    def __init__(self, journal: Journal) -> None:
        self.journal = journal
        self.numbers = count(1)
        self.told: Counter[str] = Counter()
        self.errors: Counter[str] = Counter()
        self.surprises: Counter[str] = Counter()
        self.closing = False


class Worker:
    """Makes one call after the other."""

    def __init__(
        self,
        office: Office,
        feishu: FeishuChat,
        rooms: list[Room],
        chance: random.Random,
        steps: Sequence[Step] = MIX,
    ) -> None:
        self._office = office
        self._feishu = feishu
        self._ready_made = rooms
        self._created: deque[Room] = deque(maxlen=_KEPT_ROOMS)
        self._chance = chance
        self._steps = steps
        self._weights = [step.weight for step in steps]

    async def work(self) -> None:
        """Work until the office closes."""
        while not self._office.closing:
            room = self._chance.choice([*self._ready_made, *self._created])
            [step] = self._chance.choices(self._steps, self._weights)
            if step.fits(room):
                await self._call(step, room)
                self._created.extend(room.made)
                room.made.clear()
                if room.is_over:
                    self._created.remove(room)

    async def _call(self, step: Step, room: Room) -> None:
        number = next(self._office.numbers)
        if step.pick is None:
            one = mark = text_of(number)
        else:
            picked = step.pick(room)
            if picked is None:
                return
            one, mark = picked, ids_of(room.chat_id, picked)
        mark = mark if step.endpoint.writes else ""
        self._office.journal.write("call", number, step.endpoint.name, mark)
        outcome = await self._outcome(step, room, one)
        self._office.told[outcome] += 1
        self._office.journal.write("told", number, outcome)
        if outcome is not Outcome.DONE:
            await asyncio.sleep(self._chance.uniform(0, _PAUSE_S))

    async def _outcome(self, step: Step, room: Room, one: str) -> Outcome:
        call = asyncio.ensure_future(step.ask(self._feishu, room, one))
        if self._chance.random() < _CANCELLED:
            loop = asyncio.get_running_loop()
            loop.call_later(self._chance.uniform(0, _PATIENCE_S), call.cancel)
        await asyncio.wait([call])
        if call.cancelled():
            return Outcome.CANCELLED
        error = call.exception()
        if isinstance(error, FeishuError):
            self._office.errors[type(error).__name__] += 1
            return Outcome.UNKNOWN if error.outcome_unknown else Outcome.FAILED
        if error is not None:
            self._office.surprises[repr(error)] += 1
            return Outcome.BROKEN
        return Outcome.DONE if call.result() else Outcome.WRONG
