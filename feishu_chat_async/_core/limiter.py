"""The rate limiter: queues of calls that wait for permits from buckets.

Each bucket serves its callers first come, first served. One timer per bucket wakes the first of
them; calls neither poll nor sleep by themselves. A call limited by several buckets takes a permit
from each, the narrowest first, so that calls to a busy chat delay only each other. Holding a permit
while waiting for the next one does no harm: it comes back only after its call was answered. If a
gate closes that a waiting call has already passed, the call returns its permits and waits again,
ahead of new calls. A call that is retried waits ahead of new calls too.

The last permit is a connection. There are `max_connections` of them, so that a server that hangs
cannot use up the machine's sockets. The timeout of an attempt starts only once it has one.
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


_Waiter = asyncio.Future[bool]
"""Its result is True for a permit, False if a gate that the call had passed has closed."""


class _Waiters:
    """The calls that wait for one bucket, in order, requeued ones first."""

    __slots__ = ("_new", "_requeued")

    def __init__(self) -> None:
        self._requeued: OrderedDict[_Waiter, Sequence[BucketKey]] = OrderedDict()
        self._new: OrderedDict[_Waiter, Sequence[BucketKey]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._requeued) + len(self._new)

    def add(self, waiter: _Waiter, keys: Sequence[BucketKey], *, requeued: bool) -> None:
        """Append a call that is limited by the buckets `keys`."""
        (self._requeued if requeued else self._new)[waiter] = keys

    def discard(self, waiter: _Waiter) -> None:
        """Remove a call that was cancelled."""
        self._requeued.pop(waiter, None)
        self._new.pop(waiter, None)

    def pop(self) -> tuple[_Waiter, Sequence[BucketKey]]:
        """Remove and return the first call."""
        return (self._requeued or self._new).popitem(last=False)


class _Queue:
    """A bucket and the calls that wait for it."""

    __slots__ = ("bucket", "timer", "waiters")

    def __init__(self, bucket: Bucket) -> None:
        self.bucket: Bucket = bucket
        self.waiters: _Waiters | None = None
        self.timer: asyncio.TimerHandle | None = None

    def try_grant(self) -> bool:
        """Grant a permit and return True, if there is one and no call waits for it."""
        now = asyncio.get_running_loop().time()
        is_free = self.waiters is None and self.bucket.ready_at(now) <= now
        if is_free:
            self.bucket.grant(now)
        return is_free


class Permit:
    """The permission to send one request. It must be released, whether or not it was used."""

    __slots__ = ("_limiter", "answered", "queues", "sent_at")

    def __init__(self, limiter: "RateLimiter") -> None:
        self._limiter = limiter
        self.queues: list[_Queue] = []
        self.sent_at: float = math.inf
        self.answered: bool = False

    def send(self) -> None:
        """Record that the request is sent now."""
        self.sent_at = asyncio.get_running_loop().time()
        for queue in self.queues:
            queue.bucket.send(self)
            if queue.waiters is not None:  # only now is the time of their permits known
                self._limiter.serve(queue)

    def release(self, *, answered: bool = True) -> None:
        """Release the permit. If the request was never sent, it costs nothing.

        Args:
            answered: Whether there was a response; False if the request was given up.
        """
        self._limiter.take_back(self, answered=answered)


class RateLimiter:
    """Grants permits so that no documented limit is exceeded.

    Args:
        limits: How much of the documented limits to use; None for gates and connections only.
        max_connections: Requests in progress at the same time.
    """

    def __init__(self, limits: RateLimits | None, max_connections: int) -> None:
        self._limits = limits
        self._connections = _Queue(Bucket((), max_concurrent=max_connections))
        self._queues: OrderedDict[tuple[str, ...], _Queue] = OrderedDict()
        self._peak_queues = 0
        self._sweeper: asyncio.TimerHandle | None = None

    async def acquire(self, keys: Sequence[BucketKey], *, requeued: bool = False) -> Permit:
        """Wait for a permit from each bucket, and then for a connection.

        Args:
            keys: The buckets, the narrowest first.
            requeued: Whether the call has waited before; if so, it waits ahead of new calls.
        """
        permit = Permit(self)
        try:
            while True:
                for queue in self._queues_of(keys):
                    if not (queue.try_grant() or await self._wait(queue, keys, requeued=requeued)):
                        break
                    permit.queues.append(queue)
                else:
                    return permit
                permit.release()  # a gate that this call had passed has closed
                requeued = True
        except BaseException:
            permit.release()
            raise

    def _are_open(self, keys: Sequence[BucketKey], now: float) -> bool:
        queues = [self._queues.get(key.name) for key in keys]
        return not any(queue is not None and queue.bucket.closed_for_s(now) for queue in queues)

    def take_back(self, permit: Permit, *, answered: bool) -> None:
        """Return a permit to its buckets; see `Permit.release`."""
        now = asyncio.get_running_loop().time()
        for queue in permit.queues:
            if permit.sent_at == math.inf:
                queue.bucket.refund()
            else:
                queue.bucket.end(permit, now, answered=answered)
        permit.answered = answered and permit.sent_at < math.inf
        queues, permit.queues = permit.queues, []
        for queue in queues:
            if queue.waiters is not None:
                self.serve(queue)

    def close_gate(self, key: BucketKey, wait_s: float) -> None:
        """Grant no permits of a bucket for `wait_s` seconds, because Feishu rejected a call."""
        now = asyncio.get_running_loop().time()
        queue = self._queues.get(key.name) or self._add(key)
        was_open = not queue.bucket.closed_for_s(now)
        paced_s = 0.0 if self._limits is None else self._limits.paced_s
        queue.bucket.close(now, wait_s + random.uniform(0, _GATE_JITTER_S), paced_s)  # noqa: S311
        self.serve(queue)
        if was_open:
            waiting = len(queue.waiters or ())
            log.gate_closed(bucket=" ".join(key.name), wait_s=wait_s, waiting=waiting)

    def shut_down(self) -> None:
        """Stop the timer. Waiting calls are not woken; closing the client interrupts them."""
        if self._sweeper is not None:
            self._sweeper.cancel()
            self._sweeper = None

    def _queues_of(self, keys: Sequence[BucketKey]) -> Iterator[_Queue]:
        # A generator: while a call waits for one bucket, the next one may be swept and recreated.
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
        return tuple(_scale(limit, self._limits.quota_fraction) for limit in limits)

    def _add(self, key: BucketKey) -> _Queue:
        limits = self._limits_of(key)
        spacing_s = 0.0 if self._limits is None else self._limits.spacing_s
        if self._limits is not None and key.name[0] in self._limits.overrides:
            # An override that allows more calls than the spacing does must take effect.
            spacing_s = min([spacing_s, *(limit.per_s / limit.calls for limit in limits)])
        max_concurrent = 1 if key.one_at_a_time else math.inf
        queue = _Queue(Bucket(limits, spacing_s, max_concurrent))
        self._queues[key.name] = queue
        self._peak_queues = max(self._peak_queues, len(self._queues))
        if self._sweeper is None:
            self._sweeper = asyncio.get_running_loop().call_later(_SWEEP_S, self._sweep)
        return queue

    async def _wait(self, queue: _Queue, keys: Sequence[BucketKey], *, requeued: bool) -> bool:
        waiter: _Waiter = asyncio.get_running_loop().create_future()
        if queue.waiters is None:
            queue.waiters = _Waiters()
        queue.waiters.add(waiter, keys, requeued=requeued)
        self.serve(queue)
        try:
            return await waiter
        except BaseException:
            if queue.waiters is not None:
                queue.waiters.discard(waiter)
            if waiter.done() and not waiter.cancelled() and waiter.result():
                queue.bucket.refund()  # granted before the cancellation arrived
            self.serve(queue)
            raise

    def serve(self, queue: _Queue) -> None:
        """Grant the permits that are ready, in order, and set the timer for the next one."""
        if queue.waiters is None:
            return
        loop = asyncio.get_running_loop()
        at = math.inf
        while queue.waiters and (at := queue.bucket.ready_at(now := loop.time())) <= now:
            waiter, keys = queue.waiters.pop()
            if waiter.done():
                continue
            is_open = self._are_open(keys, now)
            if is_open:
                queue.bucket.grant(now)
            waiter.set_result(is_open)
        if not queue.waiters:
            queue.waiters, at = None, math.inf
        if queue.timer is not None and queue.timer.when() != at:
            queue.timer.cancel()
            queue.timer = None
        if queue.timer is None and at < math.inf:
            queue.timer = loop.call_at(at, self._on_timer, queue)

    def _on_timer(self, queue: _Queue) -> None:
        queue.timer = None
        self.serve(queue)

    def _sweep(self) -> None:
        """Remove idle buckets, one batch at a time, going through all of them in turn."""
        loop = asyncio.get_running_loop()
        now = loop.time()
        before = len(self._queues)
        for _ in range(min(_SWEEP_BATCH, before)):
            name, queue = next(iter(self._queues.items()))
            if queue.waiters is None and queue.bucket.is_idle(now):
                del self._queues[name]
            else:
                self._queues.move_to_end(name)
        left = len(self._queues)
        if 4 * left < self._peak_queues:  # a dict does not shrink by itself
            self._queues, self._peak_queues = OrderedDict(self._queues), left
        pause_s = _SWEEP_S if left == before else _SWEEP_PAUSE_S
        self._sweeper = loop.call_later(pause_s, self._sweep) if left else None


def _scale(limit: Limit, fraction: float) -> Limit:
    calls = limit.calls * fraction
    return Limit(int(calls), limit.per_s) if calls >= 1 else Limit(1, limit.per_s / calls)
