"""The endurance run itself: its ledger finds every kind of violation that it is kept for."""

import asyncio
import sys
from typing import Any

import attrs
import pytest

from feishu_chat_async import Limit
from feishu_chat_async.testing import FakeFeishu
from feishu_chat_async.testing.faults import Hang
from tests.conftest import client
from tests.endurance.__main__ import main, print_report
from tests.endurance.leaks import left_closed, left_open, sockets
from tests.endurance.ledger import Call, CallOutcome, Effect, Ledger, Outcome, Stall, busiest
from tests.endurance.marks import mark_in
from tests.endurance.run import Report

SECOND, MINUTE = Limit(3, 1.0), Limit(5, 60.0)
OUTCOMES = [
    CallOutcome(2, Outcome.FAILED),
    CallOutcome(1, Outcome.DONE),
    CallOutcome(3, Outcome.UNKNOWN),
    CallOutcome(4, Outcome.CANCELLED),
    CallOutcome(5, Outcome.DONE),
    CallOutcome(6, Outcome.DONE),
]
EFFECTS = [
    Effect("create", "a", "1"),
    Effect("create", "d", "2"),
    Effect("put", "a", "3"),
    Effect("put", "a", "4"),
]
BALANCED = Ledger(
    calls=[
        Call(1, "create", "a"),
        Call(2, "create", "b"),
        Call(3, "create", "c"),
        Call(4, "create", "d"),
        Call(5, "put", "a"),
        Call(6, "read", ""),
    ],
    outcomes=OUTCOMES,
    effects=EFFECTS,
    received={"create": [7.0, 0.0, 0.1, 0.2, 1.0], "read": []},
    limits={"create": (SECOND, MINUTE), "read": (SECOND,)},
    repeatable=["put"],
)


def test_a_correct_ledger_balances() -> None:
    assert list(BALANCED.violations()) == []


@pytest.mark.parametrize(
    ("changed", "violation"),
    [
        ({"outcomes": OUTCOMES[1:]}, "Call(number=2, endpoint='create', mark='b') has 0 outcomes"),
        ({"outcomes": [*OUTCOMES, CallOutcome(6, Outcome.DONE)]}, "mark='') has 2 outcomes"),
        (
            {"outcomes": [*OUTCOMES, CallOutcome(9, Outcome.DONE)]},
            "outcome of call 9, which was not made",
        ),
        (
            {"outcomes": [*OUTCOMES[:-1], CallOutcome(6, Outcome.WRONG)]},
            "call 6 was answered with something",
        ),
        (
            {"outcomes": [*OUTCOMES[:-1], CallOutcome(6, Outcome.BROKEN)]},
            "call 6 was ended by an exception",
        ),
        ({"effects": [*EFFECTS, Effect("create", "d", "5")]}, "'d') was applied 2 times"),
        ({"effects": [*EFFECTS, Effect("create", "b", "5")]}, "had no effect, but was applied"),
        ({"effects": EFFECTS[1:]}, "'a') was reported done, but was not"),
        ({"effects": [*EFFECTS, Effect("put", "e", "5")]}, "put was applied with e, but was not"),
        ({"repeatable": []}, "endpoint='put', mark='a') was applied 2 times"),
        ({"calls": [*BALANCED.calls, Call(6, "create", "a")]}, "has the mark of another"),
        ({"received": {"create": [0.0, 0.3, 0.6, 0.999]}}, "4 requests in 0.999 s, of 3 in 1 s"),
        ({"received": {"create": [0, 9, 19, 29, 39, 59.9]}}, "6 requests in 59.900 s, of 5 in 60"),
    ],
)
def test_each_violation_is_found(changed: dict[str, Any], violation: str) -> None:
    [found] = attrs.evolve(BALANCED, **changed).violations()
    assert violation in found


def test_a_request_received_during_a_stall_may_have_arrived_earlier() -> None:
    late = attrs.evolve(BALANCED, received={"create": [1.0, 1.0, 1.0, 1.6]})
    assert len(list(late.violations())) == 1
    for stall in (Stall(0.1, 0.6), Stall(0.4, 1.0), Stall(1.1, 1.6)):
        assert not list(attrs.evolve(late, stalls=[stall]).violations())
    for stall in (Stall(0.7, 1.0), Stall(-0.2, 0.4), Stall(1.7, 3.0)):
        assert list(attrs.evolve(late, stalls=[stall]).violations())


def test_the_busiest_period_is_counted() -> None:
    assert busiest([], 1) == 0
    assert busiest([3, 1, 2, 2.5, 9], 1) == 2
    assert busiest([3, 1, 2, 2.5, 9], 2.0) == 3


@pytest.mark.skipif(sys.platform != "linux", reason="sockets are counted in /proc")
async def test_what_calls_leave_behind_is_found(fake: FakeFeishu) -> None:
    before = sockets()
    feishu = client(fake, max_connections=1, close_timeout_s=0)
    await feishu.chats.get(fake.chat_id)
    assert list(left_open(feishu)) == []
    fake.inject(Hang(60), where="GET")
    calls = [asyncio.create_task(feishu.chats.get(fake.chat_id)) for _ in range(2)]
    async with asyncio.timeout(10):
        while len(fake.requests) < 3:  # noqa: ASYNC110 - a fake has no event for it
            await asyncio.sleep(0.001)
    left = list(left_open(feishu))
    assert left == [
        "1 waiting for connections",
        "1 permits for connections, 0 of them not sent",
        "2 running calls",
        "2 timeouts",
        "1 timeouts",
        "1 connections in use",
    ]
    found = " ".join(await left_closed(before))
    assert all(f"the task {task.get_name()} " in found for task in calls)
    assert "2 sockets" in found  # both ends of one connection
    await feishu.close()
    await asyncio.gather(*calls, return_exceptions=True)
    assert list(left_open(feishu)) == []


def test_marks_are_found_in_texts_and_lists() -> None:
    path = "/open-apis/im/v1/chats/oc_1/members"
    assert mark_in(path, {"id_list": ["ou_1"]}) == "oc_1 ou_1"
    assert mark_in(path, None) == "oc_1 "
    assert mark_in(path, {"chat_tabs": [{"tab_name": "mark_12"}]}) == "mark_12"


def test_violations_are_printed_in_groups(capsys: pytest.CaptureFixture[str]) -> None:
    lost = [f"Call(number={n}, endpoint='create', mark='m_{n}') has 0 outcomes" for n in range(9)]
    assert print_report(Report(["9 calls"], [*lost, "2 sockets"])) == 1
    printed = capsys.readouterr().out
    assert printed.count("VIOLATION") == 3 + 1 and "and 6 like this" in printed
    assert "does not balance: 10 violations" in printed


@pytest.mark.skipif(sys.platform == "win32", reason="the servers watch a pipe for its end")
def test_a_short_run_balances(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--minutes", "0.03", "--workers", "6", "--servers", "2", "--seed", "3"]) == 0
    printed = capsys.readouterr()
    assert "The ledger balances." in printed.out
    assert "calls" in printed.err
