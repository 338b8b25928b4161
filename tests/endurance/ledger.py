"""The ledger, pure code: the outcomes that callers saw against the effects on the server."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

import attrs

from feishu_chat_async import Limit


class Outcome(StrEnum):
    """How a call ended for its caller."""

    DONE = "done"
    FAILED = "failed"
    """With an error that reports that the call had no effect."""
    UNKNOWN = "unknown"
    """With an error whose `outcome_unknown` is true."""
    CANCELLED = "cancelled"
    """By the caller; whether it had an effect is not known."""
    WRONG = "answered with something else"
    BROKEN = "ended by an exception of another package"


TRAVEL_S = 0.5
"""The longest time that the client's limiter allows a request to travel."""

EXPECTED = (Outcome.DONE, Outcome.FAILED, Outcome.UNKNOWN, Outcome.CANCELLED)


class Call(NamedTuple):
    """A call that was made."""

    number: int
    endpoint: str
    mark: str
    """Identifies the call's effects on the server; empty if the call changes nothing."""


class CallOutcome(NamedTuple):
    """How a call ended for its caller."""

    number: int
    outcome: Outcome


class Effect(NamedTuple):
    """A change that the server made."""

    endpoint: str
    mark: str
    name: str
    """Different for every effect."""


class Stall(NamedTuple):
    """A period in which a process was too busy to send or receive requests on time."""

    since_s: float
    until_s: float


@attrs.frozen(kw_only=True)
class Ledger:
    """The records of both sides."""

    calls: Collection[Call]
    outcomes: Collection[CallOutcome]
    effects: Collection[Effect]
    received: Mapping[str, Sequence[float]]
    """The times at which requests arrived, by bucket."""
    limits: Mapping[str, tuple[Limit, ...]]
    repeatable: Collection[str] = ()
    """The endpoints for which applying a call twice is the same as once."""
    stalls: Sequence[Stall] = ()

    def violations(self) -> Iterator[str]:
        """Yield a line for everything that does not balance."""
        yield from self._outcome_violations()
        yield from self._effect_violations()
        for bucket in self.received:
            yield from self._limit_violations(bucket)

    def _outcome_violations(self) -> Iterator[str]:
        counts = Counter(ended.number for ended in self.outcomes)
        for call in self.calls:
            if counts[call.number] != 1:
                yield f"{call} has {counts[call.number]} outcomes"
        yield from (
            f"an outcome of call {number}, which was not made"
            for number in counts.keys() - {call.number for call in self.calls}
        )
        yield from (
            f"call {ended.number} was {ended.outcome}"
            for ended in self.outcomes
            if ended.outcome not in EXPECTED
        )

    def _effect_violations(self) -> Iterator[str]:
        effects = defaultdict(set)
        for effect in self.effects:
            effects[effect.endpoint, effect.mark].add(effect.name)
        outcomes = {ended.number: ended.outcome for ended in self.outcomes}
        marked = set()
        for call in self.calls:
            if not call.mark:
                continue
            key = (call.endpoint, call.mark)
            if key in marked:
                yield f"{call} has the mark of another"
            marked.add(key)
            times, outcome = len(effects[key]), outcomes.get(call.number)
            if times > 1 and call.endpoint not in self.repeatable:
                yield f"{call} was applied {times} times"
            if times and outcome is Outcome.FAILED:
                yield f"{call} was reported to have had no effect, but was applied"
            if not times and outcome is Outcome.DONE:
                yield f"{call} was reported done, but was not applied"
        for endpoint, mark in effects.keys() - marked:
            yield f"{endpoint} was applied with {mark}, but was not called with it"

    def _limit_violations(self, bucket: str) -> Iterator[str]:
        times = sorted(self.received[bucket])
        for limit in self.limits[bucket]:
            for first, last in zip(times, times[limit.calls :], strict=False):
                if last - first >= limit.per_s:
                    continue
                # A request that arrived while its process was stalled is dated too late.
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
    """Return the largest number of times that fall into one period of this length."""
    ordered = sorted(times)
    largest = first = 0
    for number, at in enumerate(ordered):
        while at - ordered[first] >= per_s:
            first += 1
        largest = max(largest, number - first + 1)
    return largest
