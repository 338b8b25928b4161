"""Workers that call as bots do, record each outcome, and cancel some of their calls."""

import asyncio
import random
from collections import Counter, deque
from collections.abc import Sequence
from itertools import count

from feishu_chat_async import FeishuChat, FeishuError

from .journal import Journal
from .ledger import Outcome
from .marks import id_mark, text_mark
from .mix import MIX, Room, Step

_CANCELLED = 0.04
"""The fraction of calls that are cancelled, unless they end first."""
_CANCELLED_AFTER_S = 0.5
_KEPT_ROOMS = 3
_PAUSE_S = 0.5
"""The longest pause of a worker after a call that failed."""


class Workforce:
    """The state that all workers share."""

    def __init__(self, journal: Journal) -> None:
        self.journal = journal
        self.numbers = count(1)
        self.outcomes: Counter[str] = Counter()
        self.errors: Counter[str] = Counter()
        self.surprises: Counter[str] = Counter()
        self.stopping = False


class Worker:
    """A worker, which makes one call after the other."""

    def __init__(
        self,
        workforce: Workforce,
        feishu: FeishuChat,
        rooms: list[Room],
        rng: random.Random,
        steps: Sequence[Step] = MIX,
    ) -> None:
        self._workforce = workforce
        self._feishu = feishu
        self._existing = rooms
        self._created: deque[Room] = deque(maxlen=_KEPT_ROOMS)
        self._rng = rng
        self._steps = steps
        self._weights = [step.weight for step in steps]

    async def work(self) -> None:
        """Make calls until the workforce stops."""
        while not self._workforce.stopping:
            room = self._rng.choice([*self._existing, *self._created])
            [step] = self._rng.choices(self._steps, self._weights)
            if step.fits(room):
                await self._call(step, room)
                self._created.extend(room.created)
                room.created.clear()
                if room.is_dissolved:
                    self._created.remove(room)

    async def _call(self, step: Step, room: Room) -> None:
        number = next(self._workforce.numbers)
        if step.pick is None:
            argument = mark = text_mark(number)
        else:
            picked = step.pick(room)
            if picked is None:
                return
            argument, mark = picked, id_mark(room.chat_id, picked)
        mark = mark if step.endpoint.writes else ""
        self._workforce.journal.write("call", number, step.endpoint.name, mark)
        outcome = await self._outcome(step, room, argument)
        self._workforce.outcomes[outcome] += 1
        self._workforce.journal.write("outcome", number, outcome)
        if outcome is not Outcome.DONE:
            await asyncio.sleep(self._rng.uniform(0, _PAUSE_S))

    async def _outcome(self, step: Step, room: Room, argument: str) -> Outcome:
        call = asyncio.ensure_future(step.call(self._feishu, room, argument))
        if self._rng.random() < _CANCELLED:
            loop = asyncio.get_running_loop()
            loop.call_later(self._rng.uniform(0, _CANCELLED_AFTER_S), call.cancel)
        await asyncio.wait([call])
        if call.cancelled():
            return Outcome.CANCELLED
        error = call.exception()
        if isinstance(error, FeishuError):
            self._workforce.errors[type(error).__name__] += 1
            return Outcome.UNKNOWN if error.outcome_unknown else Outcome.FAILED
        if error is not None:
            self._workforce.surprises[repr(error)] += 1
            return Outcome.BROKEN
        return Outcome.DONE if call.result() else Outcome.WRONG
