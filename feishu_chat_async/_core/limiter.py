"""Who may send next: the waiting room in front of the buckets of `_bucket`.

Callers are served first come, first served, per bucket. One timer per bucket wakes the first of
them; nobody polls and nobody sleeps on his own. A call that several buckets limit takes a permit
from each, the narrowest first, so that a busy chat holds up nobody but itself. A permit held while
waiting for the next one does no harm: it comes back only after its call was answered. But a gate
that has closed meanwhile holds for those who had passed it too: they give back what they have, and
queue again in front of those who came after them. So does a call that has been sent in vain.

Last comes a connection. There are `max_connections`, so that a server that hangs cannot use up the
machine's sockets, and a call that waits for one is not yet on the clock.
"""

import asyncio
import math
import random
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from typing import Final

from .._protocol.endpoint import BucketKey
from ..config import Limit, RateLimits
from . import log
from .bucket import Bucket

_GATE_JITTER_S: Final = 0.2
_SWEEP_S: Final = 10.0
_SWEEP_BATCH: Final = 1000
_SWEEP_PAUSE_S: Final = 0.1


_Turn = asyncio.Future[bool]
"""What somebody waits for. False if a gate has closed that he had passed."""


class _Line:
    """Who waits, in order; those who had to come back stand in front."""

    __slots__ = ("_back", "_new")

    def __init__(self) -> None:
        self._back: OrderedDict[_Turn, Sequence[BucketKey]] = OrderedDict()
        self._new: OrderedDict[_Turn, Sequence[BucketKey]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._back) + len(self._new)

    def join(self, turn: _Turn, keys: Sequence[BucketKey], *, requeued: bool) -> None:
        """Stand at the end, to make a call that these limit."""
        (self._back if requeued else self._new)[turn] = keys

    def leave(self, turn: _Turn) -> None:
        """Wait no longer."""
        self._back.pop(turn, None)
        self._new.pop(turn, None)

    def next(self) -> tuple[_Turn, Sequence[BucketKey]]:
        """Take out who is first."""
        return (self._back or self._new).popitem(last=False)


class _Queue:
    """A bucket, and who waits in front of it."""

    __slots__ = ("bucket", "line", "timer")

    def __init__(self, bucket: Bucket) -> None:
        self.bucket: Bucket = bucket
        self.line: _Line | None = None
        self.timer: asyncio.TimerHandle | None = None

    def grant(self) -> bool:
        """Hand out a permit if nobody waits and there is one."""
        now = asyncio.get_running_loop().time()
        is_free = self.line is None and self.bucket.ready_at(now) <= now
        if is_free:
            self.bucket.grant(now)
        return is_free


class Permit:
    """Leave to send one request: say when it goes out, and `release` the permit in any case."""

    __slots__ = ("_limiter", "answered", "queues", "sent_at")

    def __init__(self, limiter: "RateLimiter") -> None:
        self._limiter = limiter
        self.queues: list[_Queue] = []
        self.sent_at: float = math.inf
        self.answered: bool = False

    def send(self) -> None:
        """Note that the request goes out now."""
        self.sent_at = asyncio.get_running_loop().time()
        for queue in self.queues:
            queue.bucket.send(self)
            if queue.line is not None:  # who waits can now be told until when
                self._limiter.serve(queue)

    def release(self, *, answered: bool = True) -> None:
        """Note that the request was answered or given up; if never sent, it costs nothing."""
        self._limiter.take_back(self, answered=answered)


class RateLimiter:
    """Grants permits so that no documented limit is exceeded."""

    def __init__(self, limits: RateLimits | None, max_connections: int) -> None:
        self._limits = limits
        self._connections = _Queue(Bucket((), at_once=max_connections))
        self._queues: OrderedDict[tuple[str, ...], _Queue] = OrderedDict()
        self._max_queues = 0
        self._sweeper: asyncio.TimerHandle | None = None

    async def acquire(self, keys: Sequence[BucketKey], *, requeued: bool = False) -> Permit:
        """Wait for a permit from each of these buckets, and then for a connection.

        A call that has had its turn once and `requeued` stands in front of those who have not.
        """
        permit = Permit(self)
        try:
            while True:
                for queue in self._queues_of(keys):
                    if not (queue.grant() or await self._wait(queue, keys, requeued=requeued)):
                        break
                    permit.queues.append(queue)
                else:
                    return permit
                permit.release()  # a gate has closed that it had passed
                requeued = True
        except BaseException:
            permit.release()
            raise

    def _are_open(self, keys: Sequence[BucketKey], now: float) -> bool:
        queues = [self._queues.get(key.name) for key in keys]
        return not any(queue is not None and queue.bucket.closed_for(now) for queue in queues)

    def take_back(self, permit: Permit, *, answered: bool) -> None:
        """See `Permit.release`."""
        now = asyncio.get_running_loop().time()
        for queue in permit.queues:
            if permit.sent_at == math.inf:
                queue.bucket.give_back()
            else:
                queue.bucket.end(permit, now, answered=answered)
        permit.answered = answered and permit.sent_at < math.inf
        queues, permit.queues = permit.queues, []
        for queue in queues:
            if queue.line is not None:
                self.serve(queue)

    def close_gate(self, key: BucketKey, wait_s: float) -> None:
        """Feishu rejected a call: let nobody into this bucket for a while."""
        now = asyncio.get_running_loop().time()
        queue = self._queues.get(key.name) or self._add(key)
        was_open = not queue.bucket.closed_for(now)
        paced_s = 0.0 if self._limits is None else self._limits.paced_s
        queue.bucket.close(now, wait_s + random.uniform(0, _GATE_JITTER_S), paced_s)  # noqa: S311
        self.serve(queue)
        if was_open:
            waiting = len(queue.line or ())
            log.gate_closed(bucket=" ".join(key.name), wait_s=wait_s, waiting=waiting)

    def shut_down(self) -> None:
        """Leave no timer behind. Waiters are not woken: whoever closes the client cancels them."""
        if self._sweeper is not None:
            self._sweeper.cancel()
            self._sweeper = None

    def _queues_of(self, keys: Sequence[BucketKey]) -> Iterator[_Queue]:
        # One at a time: while a call waits for one bucket, another one may be forgotten.
        for key in keys:
            queue = self._queues.get(key.name)
            if queue is None and (self._limits_of(key) or key.one_at_a_time):
                queue = self._add(key)
            if queue is not None:
                yield queue
        yield self._connections

    def _limits_of(self, key: BucketKey) -> tuple[Limit, ...]:
        if self._limits is None:
            return ()
        limits = self._limits.overrides.get(key.name[0], key.limits)
        return tuple(_share_of(limit, self._limits.quota_fraction) for limit in limits)

    def _add(self, key: BucketKey) -> _Queue:
        limits = self._limits_of(key)
        spacing_s = 0.0 if self._limits is None else self._limits.spacing_s
        if self._limits is not None and key.name[0] in self._limits.overrides:
            # Who asks for more calls than the spacing leaves room for is to have them.
            spacing_s = min([spacing_s, *(limit.per_s / limit.calls for limit in limits)])
        at_once = 1 if key.one_at_a_time else math.inf
        queue = _Queue(Bucket(limits, spacing_s, at_once))
        self._queues[key.name] = queue
        self._max_queues = max(self._max_queues, len(self._queues))
        if self._sweeper is None:
            self._sweeper = asyncio.get_running_loop().call_later(_SWEEP_S, self._sweep)
        return queue

    async def _wait(self, queue: _Queue, keys: Sequence[BucketKey], *, requeued: bool) -> bool:
        turn: _Turn = asyncio.get_running_loop().create_future()
        if queue.line is None:
            queue.line = _Line()
        queue.line.join(turn, keys, requeued=requeued)
        self.serve(queue)
        try:
            return await turn
        except BaseException:
            if queue.line is not None:
                queue.line.leave(turn)
            if turn.done() and not turn.cancelled() and turn.result():  # the permit came first
                queue.bucket.give_back()
            self.serve(queue)
            raise

    def serve(self, queue: _Queue) -> None:
        """Grant what can be granted, in order, and set the timer for the next one."""
        if queue.line is None:
            return
        loop = asyncio.get_running_loop()
        at = math.inf
        while queue.line and (at := queue.bucket.ready_at(now := loop.time())) <= now:
            turn, keys = queue.line.next()
            if turn.done():
                continue
            is_open = self._are_open(keys, now)
            if is_open:
                queue.bucket.grant(now)
            turn.set_result(is_open)
        if not queue.line:
            queue.line, at = None, math.inf
        if queue.timer is not None and queue.timer.when() != at:
            queue.timer.cancel()
            queue.timer = None
        if queue.timer is None and at < math.inf:
            queue.timer = loop.call_at(at, self._ring, queue)

    def _ring(self, queue: _Queue) -> None:
        queue.timer = None
        self.serve(queue)

    def _sweep(self) -> None:
        """Forget idle buckets: a hand that goes round, a batch at a time."""
        loop = asyncio.get_running_loop()
        now = loop.time()
        before = len(self._queues)
        for _ in range(min(_SWEEP_BATCH, before)):
            key, queue = next(iter(self._queues.items()))
            if queue.line is None and queue.bucket.idle(now):
                del self._queues[key]
            else:
                self._queues.move_to_end(key)
        left = len(self._queues)
        if 4 * left < self._max_queues:  # a dict does not shrink by itself
            self._queues, self._max_queues = OrderedDict(self._queues), left
        pause_s = _SWEEP_S if left == before else _SWEEP_PAUSE_S
        self._sweeper = loop.call_later(pause_s, self._sweep) if left else None


def _share_of(limit: Limit, share: float) -> Limit:
    calls = limit.calls * share
    return Limit(int(calls), limit.per_s) if calls >= 1 else Limit(1, limit.per_s / calls)
