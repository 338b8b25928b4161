"""The limiter in virtual time: order, fairness, limits and memory."""

import asyncio
import gc
import random
import sys
from collections.abc import Sequence
from types import FrameType, ModuleType

import pytest

from feishu_chat_async import DEFAULT_LIMITS, Limit, RateLimits
from feishu_chat_async._core.limiter import RateLimiter
from feishu_chat_async._protocol.endpoint import LEVEL_4, BucketKey
from feishu_chat_async.testing.limits import SlidingWindow
from tests.support.alone import run_alone
from tests.support.virtual import run_virtual

PINS = BucketKey(("POST /pins", "app"), LEVEL_4)
MANY = 1_000_000


def new_limiter(limits: RateLimits | None = DEFAULT_LIMITS, connections: int = MANY) -> RateLimiter:
    return RateLimiter(limits, connections)


def timers_of(loop: asyncio.AbstractEventLoop) -> list[asyncio.TimerHandle]:
    timers: list[asyncio.TimerHandle] = vars(loop)["_scheduled"]
    return timers


async def send(limiter: RateLimiter, keys: Sequence[BucketKey], takes_s: float = 0.0) -> float:
    """Make one call, and return when it was sent."""
    permit = await limiter.acquire(keys)
    permit.send()
    sent_at = permit.sent_at
    if takes_s:
        await asyncio.sleep(takes_s)
    permit.release()
    return sent_at


# --- order and cancellation -----------------------------------------------------------------


def test_a_hundred_thousand_waiters_are_served_after_half_are_cancelled() -> None:
    run_alone(a_hundred_thousand_waiters)


def a_hundred_thousand_waiters() -> None:
    count = 100_000
    limits: tuple[Limit, ...] = (Limit(500, 1.0),)
    key = BucketKey(("E", "app"), limits)

    async def scenario() -> tuple[list[int], float, float]:
        limiter = new_limiter(RateLimits(spacing_s=0))
        served: list[int] = []

        async def caller(number: int) -> None:
            await send(limiter, [key])
            served.append(number)

        began = asyncio.get_running_loop().time()
        tasks = [asyncio.create_task(caller(number)) for number in range(count)]
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        dice = random.Random(3)
        for number in dice.sample(range(500, count), count // 2):
            tasks[number].cancel()
        results = await asyncio.gather(*tasks, return_exceptions=True)
        assert sum(isinstance(result, asyncio.CancelledError) for result in results) == count // 2
        took = asyncio.get_running_loop().time() - began
        again = asyncio.get_running_loop().time()
        await asyncio.sleep(1)
        await asyncio.gather(*[caller(number) for number in range(count, count + 501)])
        limiter.shut_down()
        return served, took, asyncio.get_running_loop().time() - again

    served, took, afterwards = run_virtual(scenario())
    assert len(served) == count // 2 + 501
    assert served == sorted(served)
    assert took == pytest.approx(99, abs=0.1)  # 500 a second, the first at once
    assert afterwards == pytest.approx(2, abs=0.1)  # all 500 permits are back, and not 501


def test_a_waiter_can_be_cancelled_at_any_moment_without_losing_a_permit() -> None:
    key = BucketKey(("E", "app"), (Limit(1, 1.0),))

    async def scenario() -> None:
        limiter = new_limiter(RateLimits(spacing_s=0))
        loop = asyncio.get_running_loop()
        first = await limiter.acquire([key])
        waiting = asyncio.create_task(limiter.acquire([key]))
        behind = asyncio.create_task(limiter.acquire([key]))
        await asyncio.sleep(0)
        first.release()  # never sent: the next one gets it at once,
        waiting.cancel()  # and is cancelled before it resumes
        permit = await behind
        assert waiting.cancelled()
        permit.send()
        permit.release()
        late = asyncio.create_task(limiter.acquire([key]))
        await asyncio.sleep(0.5)
        late.cancel()
        await asyncio.sleep(0)
        began = loop.time()
        (await limiter.acquire([key])).release()
        assert loop.time() - began == pytest.approx(0.5)
        limiter.shut_down()

    run_virtual(scenario())


def test_new_calls_do_not_overtake_waiting_ones() -> None:
    async def scenario() -> list[str]:
        limiter, order = new_limiter(), list[str]()

        async def caller(name: str) -> None:
            await send(limiter, [PINS])
            order.append(name)

        early = [asyncio.create_task(caller(f"early {number}")) for number in range(120)]
        await asyncio.sleep(0.995)  # permits are about to come back
        late = [asyncio.create_task(caller(f"late {number}")) for number in range(10)]
        await asyncio.gather(*early, *late)
        limiter.shut_down()
        return order

    order = run_virtual(scenario())
    assert order == [f"early {n}" for n in range(120)] + [f"late {n}" for n in range(10)]


def count_steps(waiters: int) -> float:
    """Return how many functions of the limiter run per call that goes through it."""
    steps = 0

    def profile(frame: FrameType, event: str, _: object) -> None:
        nonlocal steps
        if event == "call" and frame.f_code.co_filename.endswith(("/limiter.py", "/bucket.py")):
            steps += 1

    async def scenario() -> None:
        limiter = new_limiter()
        await asyncio.gather(*[send(limiter, [PINS], 0.01) for _ in range(waiters)])
        limiter.shut_down()

    sys.setprofile(profile)
    try:
        run_virtual(scenario())
    finally:
        sys.setprofile(None)
    return steps / waiters


def test_the_cost_of_a_call_does_not_depend_on_the_number_of_waiters() -> None:
    steps = count_steps(400)
    assert steps > 10  # the profiler sees the limiter
    assert count_steps(4000) <= 1.2 * steps


# --- buckets --------------------------------------------------------------------------------


def chat(name: str, *limits: Limit) -> BucketKey:
    return BucketKey(("chat", name, "app"), limits)


def test_a_busy_chat_does_not_delay_another() -> None:
    async def scenario() -> tuple[list[float], float]:
        limiter = new_limiter()
        five = Limit(5, 1.0)
        busy = [
            asyncio.create_task(send(limiter, [chat(name, five), PINS], 0.05))
            for _ in range(100)
            for name in ("a", "b", "c")
        ]
        await asyncio.sleep(0.1)
        began = asyncio.get_running_loop().time()
        quiet = await send(limiter, [chat("d", five), PINS]) - began
        sent = await asyncio.gather(*busy)
        limiter.shut_down()
        return sent[::3], quiet

    sent, quiet = run_virtual(scenario())
    assert quiet < 0.5
    one_chat = SlidingWindow(Limit(5, 1.0))
    for at in sorted(sent):
        assert one_chat.wait_s(at) <= 1e-9
        one_chat.add(at)


def test_endpoints_and_quota_owners_have_buckets_of_their_own() -> None:
    async def scenario() -> None:
        limiter = new_limiter(RateLimits(spacing_s=0))
        limits = (Limit(1, 60.0),)
        began = asyncio.get_running_loop().time()
        for key in (("GET /x", "app 1"), ("GET /x", "app 2"), ("PUT /x", "app 1")):
            await send(limiter, [BucketKey(key, limits)])
        assert asyncio.get_running_loop().time() == began
        await send(limiter, [BucketKey(("GET /x", "app 1"), limits)])
        assert asyncio.get_running_loop().time() - began == pytest.approx(60)
        limiter.shut_down()

    run_virtual(scenario())


@pytest.mark.parametrize(
    ("limits", "calls", "took_s"),
    [
        (RateLimits(spacing_s=0), 101, 2.0),
        (RateLimits(spacing_s=0, quota_fraction=0.5), 51, 2.0),
        (RateLimits(spacing_s=0, quota_fraction=0.01), 2, 2.0),  # half a call a second
        (RateLimits(spacing_s=0, overrides={"POST /pins": (Limit(100, 1.0),)}), 101, 1.0),
        (RateLimits(spacing_s=0, overrides={"POST /pins": ()}), 5000, 0.0),
        (RateLimits(spacing_s=0.5), 5, 2.0),
        (RateLimits(overrides={"POST /pins": (Limit(200, 1.0),)}), 201, 1.0),
        (RateLimits(overrides={"POST /pins": (Limit(200, 1.0), Limit(1000, 60.0))}), 101, 0.5),
        (RateLimits(overrides={"POST /pins": (Limit(20, 1.0),)}), 20, 0.38),
        (None, 5000, 0.0),
    ],
)
def test_limits_are_adjustable(limits: RateLimits | None, calls: int, took_s: float) -> None:
    async def scenario() -> float:
        limiter = new_limiter(limits)
        sent = [await send(limiter, [PINS]) for _ in range(calls)]
        limiter.shut_down()
        return sent[-1] - sent[0]

    assert run_virtual(scenario()) == pytest.approx(took_s)


def test_connections_are_granted_in_order_and_never_exceeded() -> None:
    async def scenario() -> None:
        limiter = new_limiter(None, connections=3)
        busy, peak, order = 0, 0, list[int]()

        async def caller(number: int) -> None:
            nonlocal busy, peak
            permit = await limiter.acquire([PINS])
            busy += 1
            peak = max(peak, busy)
            order.append(number)
            permit.send()
            await asyncio.sleep(1)
            busy -= 1
            permit.release()

        tasks = [asyncio.create_task(caller(number)) for number in range(20)]
        await asyncio.sleep(0.5)
        for number in (5, 6):
            tasks[number].cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        assert peak == 3
        assert order == [number for number in range(20) if number not in {5, 6}]
        assert asyncio.get_running_loop().time() == pytest.approx(1006)
        limiter.shut_down()

    run_virtual(scenario())


# --- memory ---------------------------------------------------------------------------------


def test_a_hundred_thousand_tenants_leave_nothing_behind() -> None:
    run_alone(a_hundred_thousand_tenants)


def a_hundred_thousand_tenants() -> None:
    async def touch(limiter: RateLimiter, count: int) -> None:
        for number in range(count):
            await send(limiter, [BucketKey(("POST /pins", f"tenant {number}"), LEVEL_4)])

    async def scenario() -> int:
        limiter = new_limiter()
        await touch(limiter, 10)
        before = upper_memory_bound()
        await touch(limiter, 100_000)
        assert len(limiter._queues) == 100_000
        await asyncio.sleep(61 + 10 + 30)
        assert not limiter._queues
        assert limiter._sweeper is None
        return upper_memory_bound() - before

    assert run_virtual(scenario()) < 900_000  # 1 MB, minus what this process frees meanwhile


def upper_memory_bound() -> int:
    """Return an upper bound of the bytes in use, counting every small block at its maximum size.

    tracemalloc would be exact, and four times slower.
    """
    gc.collect()
    small = sys.getallocatedblocks() * 512  # before the search allocates more
    # Without modules: on 3.12, inspecting that of asyncio breaks it (python/cpython#122695).
    objects = [item for item in gc.get_objects() if not isinstance(item, ModuleType)]
    large = {id(item): sys.getsizeof(item) for item in (*objects, *gc.get_referents(*objects))}
    return small + sum(size for size in large.values() if size > 512)


def test_buckets_in_use_are_not_swept() -> None:
    async def scenario() -> None:
        limiter = new_limiter(RateLimits(paced_s=300))
        used = BucketKey(("used", "app"), (Limit(1, 100.0),))
        await send(limiter, [used])
        limiter.close_gate(BucketKey(("gate", "app"), ()), 200)
        waiting = asyncio.create_task(send(limiter, [BucketKey(("gate", "app"), ())]))
        paced = BucketKey(("paced", "app"), LEVEL_4)
        limiter.close_gate(paced, 0)
        held = await limiter.acquire([BucketKey(("held", "app"), LEVEL_4)])
        for number in range(1000):
            await send(limiter, [BucketKey(("idle", str(number)), LEVEL_4)])
        await asyncio.sleep(95)
        names = {key[0] for key in limiter._queues}
        assert names == {"used", "gate", "paced", "held"}
        await waiting
        held.release()
        await asyncio.sleep(400)
        assert not limiter._queues

    run_virtual(scenario())


def test_the_memory_of_many_buckets_is_freed_even_if_some_stay() -> None:
    async def scenario() -> int:
        limiter = new_limiter()
        held = await limiter.acquire([PINS])
        for number in range(20_000):
            await send(limiter, [BucketKey(("POST /pins", f"tenant {number}"), LEVEL_4)])
        await asyncio.sleep(100)
        held.release()
        limiter.shut_down()
        return sys.getsizeof(limiter._queues)

    assert run_virtual(scenario()) < 2000


@pytest.mark.parametrize("limit", [Limit(1, 1.0), Limit(2, 1.0)])
def test_a_server_that_hangs_does_not_starve_waiting_calls(limit: Limit) -> None:
    async def scenario() -> list[float]:
        limiter = new_limiter(RateLimits(spacing_s=0))
        began = asyncio.get_running_loop().time()
        key = BucketKey(("E", "app"), (limit,))
        sent = await asyncio.gather(*[send(limiter, [key], takes_s=60) for _ in range(6)])
        limiter.shut_down()
        return [at - began for at in sent]

    # A second after a slow call counts as answered, which is half a second after it was sent.
    rounds = [1.5 * (number // limit.calls) for number in range(6)]
    assert run_virtual(scenario()) == pytest.approx(rounds)


def test_a_call_that_is_given_up_counts_from_when_it_may_have_arrived() -> None:
    key = BucketKey(("E", "app"), (Limit(1, 1.0),))

    async def scenario() -> float:
        limiter = new_limiter()
        permit = await limiter.acquire([key])
        permit.send()
        permit.release(answered=False)
        sent_at = await send(limiter, [key])
        limiter.shut_down()
        return sent_at - permit.sent_at

    assert run_virtual(scenario()) == pytest.approx(1.5)


def test_a_call_that_arrives_when_a_permit_becomes_free_does_not_overtake() -> None:
    """The permit is free, but the timer that grants it to the waiting call has not fired yet."""
    key = BucketKey(("E", "app"), (Limit(1, 1.0),))

    async def scenario() -> None:
        limiter = new_limiter(RateLimits(spacing_s=0))
        loop = asyncio.get_running_loop()
        granted: list[bool] = []

        def arrive() -> None:
            newcomer = limiter.acquire([key])
            try:
                newcomer.send(None)
            except StopIteration:
                granted.append(True)
            else:
                newcomer.close()
                granted.append(False)

        await send(limiter, [key])
        loop.call_at(loop.time() + 1.0, arrive)  # set before the limiter sets its own
        began = loop.time()
        assert await send(limiter, [key]) - began == pytest.approx(1.0)
        assert granted == [False]
        limiter.shut_down()

    run_virtual(scenario())


def test_no_timer_is_left_on_the_event_loop() -> None:
    async def scenario() -> int:
        limiter = new_limiter()
        await asyncio.gather(*[send(limiter, [PINS]) for _ in range(60)])
        limiter.shut_down()
        await asyncio.sleep(0)
        return sum(not timer.cancelled() for timer in timers_of(asyncio.get_running_loop()))

    assert run_virtual(scenario()) == 0


@pytest.mark.parametrize("limits", [DEFAULT_LIMITS, None])
def test_one_at_a_time(limits: RateLimits | None) -> None:
    """Calls on other chats do not wait, and a cancelled call makes way."""

    def serial(name: str) -> BucketKey:
        return BucketKey(("members", name, "app"), (), one_at_a_time=True)

    async def scenario() -> None:
        limiter = new_limiter(limits)
        loop = asyncio.get_running_loop()
        began = loop.time()
        tasks = [
            asyncio.create_task(send(limiter, [serial("a"), PINS], takes_s=3.0)) for _ in range(5)
        ]
        other = asyncio.create_task(send(limiter, [serial("b"), PINS], takes_s=3.0))
        await asyncio.sleep(1)
        tasks[2].cancel()
        await asyncio.wait(tasks)
        sent = [task.result() - began for task in tasks if not task.cancelled()]
        assert sent == pytest.approx([0, 3, 6, 9])
        assert await other - began == pytest.approx(0, abs=0.1)
        await asyncio.sleep(200)
        assert not limiter._queues
        limiter.shut_down()

    run_virtual(scenario())


def test_a_call_cancelled_between_two_buckets_returns_its_permit() -> None:
    async def scenario() -> None:
        limiter = new_limiter()
        narrow = chat("a", Limit(1, 60.0))
        limiter.close_gate(PINS, 100)
        halfway = asyncio.create_task(send(limiter, [narrow, PINS]))
        await asyncio.sleep(1)
        halfway.cancel()
        await asyncio.wait([halfway])
        began = asyncio.get_running_loop().time()
        assert await send(limiter, [narrow]) == began
        limiter.shut_down()

    run_virtual(scenario())


def test_a_bucket_that_was_swept_during_the_wait_is_created_again() -> None:
    rare = BucketKey(("rare", "app"), (Limit(1, 100.0),))

    async def scenario() -> list[float]:
        limiter = new_limiter(RateLimits(spacing_s=0))
        began = asyncio.get_running_loop().time()
        limiter.close_gate(chat("a"), 200)
        first = asyncio.create_task(send(limiter, [chat("a"), rare]))
        await asyncio.sleep(190)  # long enough for an idle bucket to be swept
        second = asyncio.create_task(send(limiter, [rare]))
        sent = await asyncio.gather(second, first)
        limiter.shut_down()
        return [at - began for at in sent]

    assert run_virtual(scenario()) == pytest.approx([190, 290])
