"""The books, pure: what the callers were told, against what the server did."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

import attrs

from feishu_chat_async import Limit


class Outcome(StrEnum):
    """What a caller was told."""

    DONE = "done"
    FAILED = "failed"
    """For sure."""
    UNKNOWN = "unknown"
    """An error that says `outcome_unknown`."""
    CANCELLED = "cancelled"
    """By the caller himself, who is told nothing."""
    WRONG = "answered with something else"
    BROKEN = "ended by an exception that is none of ours"


TRAVEL_S = 0.5
"""So long a request may be on its way: the client allows for no more."""

OURS = (Outcome.DONE, Outcome.FAILED, Outcome.UNKNOWN, Outcome.CANCELLED)


class Call(NamedTuple):
    """A call that was made."""

    number: int
    endpoint: str
    mark: str
    """By which the server's effects are known to be of this call; empty if it changes nothing."""


class Told(NamedTuple):
    """How a call ended, for the one who made it."""

    number: int
    outcome: Outcome


class Effect(NamedTuple):
    """Something that the server did."""

    endpoint: str
    mark: str
    name: str
    """Two effects have two names."""


class Stall(NamedTuple):
    """A time in which one side was too busy to send what it had dated, or to date what came in."""

    since_s: float
    until_s: float


@attrs.frozen(kw_only=True)
class Books:
    """All that was written down, on both sides."""

    calls: Collection[Call]
    told: Collection[Told]
    effects: Collection[Effect]
    received: Mapping[str, Sequence[float]]
    """When requests came in, by what limits them."""
    limits: Mapping[str, tuple[Limit, ...]]
    repeatable: Collection[str] = ()
    """The endpoints of which twice is the same as once."""
    stalls: Sequence[Stall] = ()

    def violations(self) -> Iterator[str]:
        """Say what does not balance."""
        yield from self._of_outcomes()
        yield from self._of_effects()
        for bucket in self.received:
            yield from self._of_limits(bucket)

    def _of_outcomes(self) -> Iterator[str]:
        told = Counter(one.number for one in self.told)
        for call in self.calls:
            if told[call.number] != 1:
                yield f"{call} has {told[call.number]} outcomes"
        yield from (
            f"an outcome of call {number}, which nobody made"
            for number in told.keys() - {call.number for call in self.calls}
        )
        yield from (
            f"call {one.number} was {one.outcome}" for one in self.told if one.outcome not in OURS
        )

    def _of_effects(self) -> Iterator[str]:
        effects = defaultdict(set)
        for effect in self.effects:
            effects[effect.endpoint, effect.mark].add(effect.name)
        told = {one.number: one.outcome for one in self.told}
        marked = set()
        for call in self.calls:
            if not call.mark:
                continue
            key = (call.endpoint, call.mark)
            if key in marked:
                yield f"{call} has the mark of another"
            marked.add(key)
            times, outcome = len(effects[key]), told.get(call.number)
            if times > 1 and call.endpoint not in self.repeatable:
                yield f"{call} was applied {times} times"
            if times and outcome is Outcome.FAILED:
                yield f"{call} was reported to have failed for sure, and was applied"
            if not times and outcome is Outcome.DONE:
                yield f"{call} was reported done, and was not"
        for endpoint, mark in effects.keys() - marked:
            yield f"{endpoint} was applied with {mark}, and nobody asked for it"

    def _of_limits(self, bucket: str) -> Iterator[str]:
        times = sorted(self.received[bucket])
        for limit in self.limits[bucket]:
            for first, last in zip(times, times[limit.calls :], strict=False):
                if last - first >= limit.per_s:
                    continue
                # What was on its way while nobody looked is dated later than it should be.
                stalled_s = sum(
                    stall.until_s - stall.since_s
                    for stall in self.stalls
                    if stall.since_s <= last and stall.until_s >= first - TRAVEL_S
                )
                if last - first + stalled_s < limit.per_s:
                    span = f"{limit.calls + 1} requests in {last - first:.3f} s"
                    yield f"{bucket}: {span}, of {limit.calls} in {limit.per_s:g} s"
                    break


def busiest(times: Iterable[float], per_s: float) -> int:
    """Return the most of them that fall in any period of this length."""
    ordered = sorted(times)
    most = first = 0
    for number, at in enumerate(ordered):
        while at - ordered[first] >= per_s:
            first += 1
        most = max(most, number - first + 1)
    return most
