"""Counters: the number of calls that they accept, and the wait of rejected ones."""

import pytest

from feishu_chat_async import Limit
from feishu_chat_async.testing.limits import (
    Counter,
    CounterFactory,
    FixedWindow,
    SlidingWindow,
    TokenBucket,
    WeightedCounter,
)

COUNTERS: list[tuple[CounterFactory, list[float]]] = [
    (SlidingWindow, [0, 0.5, 0.9, 10, 10.5]),
    (FixedWindow, [0, 0.5, 0.9, 10, 10, 10]),
    (TokenBucket, [0, 0.5, 0.9, 3.4, 6.7]),
    (WeightedCounter, [0, 0.5, 0.9, 13.4]),
]


@pytest.mark.parametrize(("build", "accepted"), COUNTERS)
def test_each_counter_accepts_as_many_calls_as_it_should(
    build: CounterFactory, accepted: list[float]
) -> None:
    counter: Counter = build(Limit(3, 10))
    for at in accepted:
        assert counter.wait_s(at) <= 1e-9, at
        counter.add(at)
    assert 0 < counter.wait_s(accepted[-1]) <= 10


COUNTER_CLASSES = [SlidingWindow, FixedWindow, TokenBucket, WeightedCounter]


@pytest.mark.parametrize("build", COUNTER_CLASSES)
def test_a_burst_is_accepted_up_to_the_limit(build: CounterFactory) -> None:
    counter = build(Limit(5, 1.0))
    for _ in range(5):
        assert counter.wait_s(100.0) == 0
        counter.add(100.0)
    assert counter.wait_s(100.0) > 0


@pytest.mark.parametrize("build", [SlidingWindow, FixedWindow, TokenBucket])
def test_the_wait_is_as_long_as_reported(build: CounterFactory) -> None:
    counter = build(Limit(4, 2.0))
    for _ in range(4):
        assert counter.wait_s(50.0) == 0
        counter.add(50.0)
    wait_s = counter.wait_s(50.0)
    assert 0 < wait_s <= 2.0
    assert counter.wait_s(50.0 + wait_s / 2) > 0
    assert counter.wait_s(50.0 + wait_s) <= 1e-9


def test_a_rejected_call_does_not_count() -> None:
    counter = SlidingWindow(Limit(1, 1.0))
    counter.add(0.0)
    for _ in range(10):
        assert counter.wait_s(0.5) == 0.5
    assert counter.wait_s(1.0) == 0


@pytest.mark.parametrize("build", [FixedWindow, WeightedCounter])
def test_a_window_begins_at_its_phase(build: type[FixedWindow] | type[WeightedCounter]) -> None:
    counter = build(Limit(1, 10.0), phase_s=3.0)
    counter.add(counter.wait_s(12.0) + 12.0)
    assert counter.wait_s(12.0) == 1.0
    assert (counter.wait_s(13.0) == 0) == (build is FixedWindow)
