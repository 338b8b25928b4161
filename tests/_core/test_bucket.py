"""The bucket on its own at given times: in single steps, and against an exact server."""

import heapq
import math

import pytest
from hypothesis import given, settings, strategies as st

from feishu_chat_async import Limit
from feishu_chat_async._core.bucket import SLOW_S, Bucket
from feishu_chat_async._protocol.endpoint import LEVEL_4
from feishu_chat_async.testing.limits import SlidingWindow


class Call:
    """A permit in use, like that of the limiter."""

    def __init__(self) -> None:
        self.sent_at = math.inf
        self.answered = False

    def send(self, bucket: Bucket, now: float) -> "Call":
        bucket.grant(now)
        self.sent_at = now
        bucket.send(self)
        return self

    def answer(self, bucket: Bucket, now: float) -> None:
        bucket.end(self, now, answered=True)
        self.answered = True


def test_a_permit_is_returned_one_period_after_the_response() -> None:
    bucket = Bucket((Limit(2, 10),), spacing_s=0)
    assert bucket.ready_at(0) <= 0
    first = Call().send(bucket, 0)
    second = Call().send(bucket, 0)
    assert bucket.ready_at(0) == SLOW_S  # both are in flight; ask again when the first is slow
    first.answer(bucket, 0.1)
    assert bucket.ready_at(0.1) == 10.1
    second.answer(bucket, 0.3)
    assert bucket.ready_at(10.0) == 10.1
    assert bucket.ready_at(10.1) <= 10.1
    third = Call().send(bucket, 10.1)
    assert bucket.ready_at(10.1) == 10.3
    third.answer(bucket, 10.2)
    assert bucket.ready_at(10.3) <= 10.3


def test_a_slow_call_counts_as_answered_after_half_a_second() -> None:
    bucket = Bucket((Limit(1, 1),), spacing_s=0)
    slow = Call().send(bucket, 0)
    assert bucket.ready_at(SLOW_S) == SLOW_S + 1
    slow.answer(bucket, 60)  # counted long ago
    assert bucket.ready_at(60) <= 60
    assert bucket.is_idle(60)


def test_every_limit_holds_and_calls_are_spaced() -> None:
    bucket = Bucket((Limit(5, 1), Limit(7, 60)), spacing_s=0.02)
    now, times = 0.0, []
    for _ in range(8):
        now = max(now, bucket.ready_at(now))
        times.append(now)
        Call().send(bucket, now).answer(bucket, now)
    assert times == pytest.approx([0, 0.02, 0.04, 0.06, 0.08, 1, 1.02, 60])


def test_an_unused_permit_costs_nothing() -> None:
    bucket = Bucket((Limit(1, 1),), spacing_s=0)
    bucket.grant(0)
    assert bucket.ready_at(0) == math.inf
    assert not bucket.is_idle(100)
    bucket.refund()
    assert bucket.ready_at(0) <= 0
    assert bucket.is_idle(0)


def test_a_closed_gate_grants_nothing_and_then_paces_calls() -> None:
    bucket = Bucket(LEVEL_4, spacing_s=0)
    bucket.close(0, wait_s=5, paced_s=300)
    bucket.close(1, wait_s=1, paced_s=0)  # later, but not longer
    assert bucket.ready_at(1) >= 5
    assert bucket.closed_for_s(1) == 4
    assert bucket.closed_for_s(9) == 0
    now, sent = 5.0, 0
    while now < 65:
        now = max(now, bucket.ready_at(now))
        Call().send(bucket, now).answer(bucket, now)
        sent += 1
    assert sent == pytest.approx(60 * 967 / 60, abs=2)  # 16.1 a second, and none saved
    assert not bucket.is_idle(200)
    assert bucket.is_idle(306)


def test_the_paced_mode_saves_permits_for_two_thirds_of_a_second() -> None:
    bucket = Bucket(LEVEL_4, spacing_s=0)
    bucket.close(0, wait_s=0, paced_s=300)
    burst = 0
    while bucket.ready_at(100.0) <= 100.0:
        Call().send(bucket, 100.0).answer(bucket, 100.0)
        burst += 1
    assert burst == 33
    assert bucket.ready_at(100.0) == pytest.approx(100 + 1 / (967 / 60))


@pytest.mark.parametrize(
    "limits",
    [(Limit(1, 1),), (Limit(2, 1),), (Limit(3, 1),), (Limit(5, 1),), (Limit(10, 60),), LEVEL_4],
)
def test_the_paced_mode_never_stops_and_never_exceeds_a_limit(limits: tuple[Limit, ...]) -> None:
    bucket = Bucket(limits, spacing_s=0)
    bucket.close(0, wait_s=0, paced_s=10_000)
    servers = [SlidingWindow(limit) for limit in limits]
    now = 0.0
    for _ in range(200):
        at = bucket.ready_at(now)
        assert at < now + 61
        now = max(now, at)
        assert all(server.wait_s(now) == 0 for server in servers)
        for server in servers:
            server.add(now)
        Call().send(bucket, now).answer(bucket, now)


def test_a_bucket_without_limits_is_only_a_gate() -> None:
    gate = Bucket((), spacing_s=0.02)
    for _ in range(5000):
        assert gate.ready_at(0) <= 0
        Call().send(gate, 0).answer(gate, 0)
    assert gate.is_idle(0)
    gate.close(0, wait_s=3, paced_s=300)
    assert gate.ready_at(1) == 3
    assert gate.ready_at(3) <= 3
    gate.grant(3)
    assert gate.ready_at(3) == 303  # or when the call in progress has ended
    gate.refund()
    assert gate.ready_at(3) <= 3
    assert not gate.is_idle(302)
    assert gate.is_idle(303)


def test_the_recorded_times_do_not_grow_without_limit() -> None:
    bucket = Bucket((Limit(3, 1),), spacing_s=0)
    now = 0.0
    for number in range(1000):
        now = max(now, bucket.ready_at(now))
        call = Call().send(bucket, now)
        if number % 3:  # some are answered late
            call.answer(bucket, now)
    assert len(bucket._answer_times) <= 6
    assert len(bucket._sent) <= 66


limits_strategy = st.lists(
    st.builds(Limit, st.integers(1, 8), st.sampled_from([0.5, 1.0, 3.0, 7.0])),
    min_size=1,
    max_size=3,
    unique_by=lambda limit: limit.per_s,
).map(tuple)


@settings(max_examples=150)
@given(
    limits_strategy,
    st.lists(st.floats(0, 2), max_size=60),
    st.lists(
        st.tuples(st.floats(0, SLOW_S), st.floats(0, 3), st.booleans()), min_size=1, max_size=20
    ),
    st.sampled_from([0.0, 0.02]),
)
def test_no_exact_server_ever_sees_too_many_calls(
    limits: tuple[Limit, ...],
    pauses: list[float],
    travels: list[tuple[float, float, bool]],
    spacing_s: float,
) -> None:
    """For any timing of the calls, and any travel times (spread up to 0.5 s) there and back."""
    bucket = Bucket(limits, spacing_s)
    now, tie = 0.0, 0
    arrivals: list[float] = []
    answers: list[tuple[float, int, Call]] = []

    def until(time: float) -> None:
        while answers and answers[0][0] <= time:
            at, _, call = heapq.heappop(answers)
            call.answer(bucket, at)

    for number, pause in enumerate(pauses):
        now += pause
        there, back, gives_up = travels[number % len(travels)]
        while True:
            until(now)
            at = bucket.ready_at(now)
            if at <= now:
                break
            assert at < math.inf
            now = min(at, answers[0][0]) if answers else at
        if gives_up:
            bucket.grant(now)
            bucket.refund()
            continue
        arrivals.append(now + there)
        tie += 1
        heapq.heappush(answers, (now + there + back, tie, Call().send(bucket, now)))

    for limit in limits:
        server = SlidingWindow(limit)
        for arrival in sorted(arrivals):
            assert server.wait_s(arrival) <= 1e-9
            server.add(arrival)


def test_a_timer_that_fires_late_does_not_shift_the_schedule() -> None:
    bucket = Bucket((Limit(1000, 1.0),), spacing_s=0.02)
    Call().send(bucket, 0.0)
    Call().send(bucket, 0.021)
    assert bucket.ready_at(0.03) == pytest.approx(0.04)
    Call().send(bucket, 0.055)  # much later starts a new schedule
    assert bucket.ready_at(0.06) == pytest.approx(0.075)


def test_an_unused_permit_costs_nothing_in_the_paced_mode() -> None:
    bucket = Bucket((Limit(3, 1.0),), spacing_s=0)
    bucket.close(0.0, 0.0, 1000.0)
    for _ in range(50):
        assert bucket.ready_at(100.0) <= 100.0
        bucket.grant(100.0)
        bucket.refund()
