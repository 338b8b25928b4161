"""Law 5: a call that may have taken effect is not retried, unless repeating it is harmless."""

import asyncio
import logging
from itertools import pairwise
from types import NoneType
from typing import Any

import pytest
from hypothesis import given, strategies as st

from feishu_chat_async import (
    Announcement,
    ConnectionFailedError,
    DecodeError,
    FeishuChat,
    FeishuError,
    InvalidResponseError,
    Limit,
    RateLimitError,
    RateLimits,
    RequestTimeoutError,
    RetryPolicy,
    ServerError,
)
from feishu_chat_async._core.retry import _RetryBudget
from feishu_chat_async._protocol.endpoint import Endpoint, IdempotencyKey
from feishu_chat_async.endpoints import (
    announcement,
    auth,
    chats,
    docx_announcement,
    pins,
    reactions,
    top_notice,
)
from feishu_chat_async.endpoints.all import ALL
from feishu_chat_async.endpoints.messages import records as messages
from feishu_chat_async.testing import FakeFeishu
from feishu_chat_async.testing.faults import (
    Fail,
    Fault,
    Garbage,
    Hang,
    HugeBody,
    Reject,
    ResetAfter,
    ResetBefore,
    SlowBody,
    Truncate,
)
from feishu_chat_async.testing.limits import SlidingWindow
from tests.conftest import AT_ONCE, client
from tests.support.alone import run_alone
from tests.support.legacy_requests import insert
from tests.support.virtual import run_virtual


async def read(feishu: FeishuChat, fake: FakeFeishu) -> None:
    await feishu.announcement.get(fake.chat_id)


async def put(feishu: FeishuChat, fake: FakeFeishu) -> None:
    await feishu.top_notice.delete(fake.chat_id)


async def write(feishu: FeishuChat, fake: FakeFeishu) -> None:
    revision = str(fake.chats[fake.chat_id].announcement.revision)
    await feishu.announcement.patch(fake.chat_id, revision=revision, requests=[insert("once")])


def attempts(fake: FakeFeishu) -> int:
    return sum("tenant_access_token" not in request.path for request in fake.requests)


# Every fault after which the outcome of a write is unknown, and the error it causes.
UNKNOWN: list[tuple[Fault, type[FeishuError]]] = [
    (ResetBefore(), ConnectionFailedError),
    (ResetAfter(), ConnectionFailedError),
    (Truncate(), ConnectionFailedError),
    (Garbage(), ServerError),
    (Garbage(b'{"code": 5000, "msg": "m"}', 200, "application/json"), ServerError),
    (Fail(2200, "internal error", 500), ServerError),
    (Hang(30), RequestTimeoutError),
    (SlowBody(30), RequestTimeoutError),
]


def ids(value: object) -> str | None:
    return f"{type(value).__name__}" if not isinstance(value, type) else None


@pytest.mark.parametrize(("fault", "error"), UNKNOWN, ids=ids)
@pytest.mark.parametrize("call", [read, put])
def test_calls_that_are_harmless_to_repeat_are_retried(
    call: Any, fault: Fault, error: type[FeishuError]
) -> None:
    async def scenario() -> None:
        async with FakeFeishu(counter=None) as fake, client(fake, attempt_timeout_s=1) as feishu:
            await put(feishu, fake)
            before = attempts(fake)
            fake.inject(fault, times=3)
            await call(feishu, fake)
            assert attempts(fake) == before + 4
            fake.inject(fault, times=4)
            with pytest.raises(error) as caught:
                await call(feishu, fake)
            assert attempts(fake) == before + 8
            assert caught.value.outcome_unknown is (call is put)

    run_virtual(scenario())


@pytest.mark.parametrize(("fault", "error"), UNKNOWN, ids=ids)
def test_calls_that_are_harmful_to_repeat_are_not_retried(
    fault: Fault, error: type[FeishuError]
) -> None:
    async def scenario() -> None:
        async with FakeFeishu(counter=None) as fake, client(fake) as feishu:
            await put(feishu, fake)
            fake.inject(fault)
            before = attempts(fake)
            with pytest.raises(error) as caught:
                await write(feishu, fake)
            assert type(caught.value) is error
            assert caught.value.outcome_unknown
            assert attempts(fake) == before + 1
            done = fake.chats[fake.chat_id].announcement.document.to_json().count("once")
            assert done == fake.requests[-1].carried_out

    run_virtual(scenario())


@pytest.mark.parametrize("call", [read, put, write])
@pytest.mark.parametrize(
    "fault", [Reject(0.001), Reject(0.001, status=400), Fail(232019, "slow", 400)], ids=ids
)
def test_every_call_is_retried_after_a_rate_limit(call: Any, fault: Fault) -> None:
    async def scenario() -> None:
        async with FakeFeishu(counter=None) as fake, client(fake) as feishu:
            fake.inject(fault, times=2, where="im/v1")
            await call(feishu, fake)
            assert attempts(fake) == 3

    run_virtual(scenario())


FINAL: list[tuple[Fault, type[FeishuError], bool]] = [
    (Fail(232011), FeishuError, False),
    (Fail(4242), FeishuError, False),
    (Garbage(b"", 404), InvalidResponseError, False),
    (Garbage(b"<html>", 200), InvalidResponseError, True),
    (Garbage(b"[]", 200, "application/json"), InvalidResponseError, True),
    (HugeBody(11_000_000), InvalidResponseError, True),
]


@pytest.mark.parametrize(("fault", "error", "unknown"), FINAL, ids=ids)
async def test_errors_that_a_retry_cannot_fix_are_final(
    fake: FakeFeishu, fault: Fault, error: type[FeishuError], *, unknown: bool
) -> None:
    async with client(fake) as feishu:
        await put(feishu, fake)
        fake.inject(fault)
        before = attempts(fake)
        with pytest.raises(error) as caught:
            await put(feishu, fake)
    assert attempts(fake) == before + 1
    assert caught.value.outcome_unknown is unknown


async def test_without_a_policy_nothing_is_retried(fake: FakeFeishu) -> None:
    async with client(fake, retry=None) as feishu:
        fake.inject(Garbage(), Reject(0.001), where="im/v1")
        with pytest.raises(ServerError):
            await put(feishu, fake)
        with pytest.raises(RateLimitError):
            await put(feishu, fake)
    assert attempts(fake) == 2


async def test_the_policy_limits_the_number_of_attempts(fake: FakeFeishu) -> None:
    fake.inject(Garbage(), times=100, where="im/v1")
    async with client(fake, retry=RetryPolicy(attempts=2, base_delay_s=0.001)) as feishu:
        with pytest.raises(ServerError):
            await put(feishu, fake)
    assert attempts(fake) == 2


async def test_a_later_attempt_does_not_reveal_the_outcome_of_an_earlier_one(
    fake: FakeFeishu,
) -> None:
    fake.inject(ResetAfter(), Fail(232014), where="im/v1")
    async with client(fake) as feishu:
        with pytest.raises(FeishuError, match="232014") as caught:
            await put(feishu, fake)
    assert caught.value.outcome_unknown


KEYED: Endpoint[None] = Endpoint(
    method="POST",
    path="/open-apis/im/v1/chats/:chat_id/top_notice/delete_top_notice",
    returns=NoneType,
    idempotent=False,
    key=IdempotencyKey("query", "uuid"),
)


async def test_all_attempts_of_a_call_have_the_same_idempotency_key(
    fake: FakeFeishu, feishu: FeishuChat
) -> None:
    path = {"chat_id": fake.chat_id}
    fake.inject(ResetAfter(), Garbage(), Truncate(), where="im/v1")
    await feishu._session.call(KEYED, path=path)
    await feishu._session.call(KEYED, path=path)
    keys = [request.query["uuid"] for request in fake.requests if request.query]
    assert len(keys) == 5
    assert len(set(keys[:4])) == 1
    assert keys[4] != keys[0]


# --- how long, how often --------------------------------------------------------------------


def test_delays_grow_and_are_jittered() -> None:
    async def waits() -> list[float]:
        async with FakeFeishu(counter=None) as fake:
            policy = RetryPolicy(attempts=6, base_delay_s=1, max_delay_s=4)
            async with client(fake, retry=policy) as feishu:
                fake.inject(Garbage(), times=5, where="im/v1")
                await put(feishu, fake)
                times = [request.at_s for request in fake.requests][1:]
        return [later - sooner for sooner, later in pairwise(times)]

    runs = [run_virtual(waits()) for _ in range(30)]
    for index, bound in enumerate([1, 2, 4, 4, 4]):
        column = [run[index] for run in runs]
        assert 0.6 * bound < max(column) <= bound + 0.01
        assert min(column) < 0.4 * bound
        assert len(set(column)) > 20


@pytest.mark.parametrize("fault", [Garbage(), ResetBefore()], ids=ids)
def test_retries_add_at_most_a_fifth_to_the_load_in_an_outage(fault: Fault) -> None:
    async def scenario() -> None:
        async with FakeFeishu(counter=None) as fake, client(fake) as feishu:
            await put(feishu, fake)
            fake.inject(fault, times=100_000, where="im/v1")
            results = await asyncio.gather(
                *[put(feishu, fake) for _ in range(1000)], return_exceptions=True
            )
            assert all(isinstance(result, FeishuError) for result in results)
            assert 1150 <= attempts(fake) - 1 <= 1200
            for _ in range(500):  # as long as the outage lasts
                with pytest.raises(FeishuError):
                    await put(feishu, fake)
            assert attempts(fake) - 1 <= 1.2 * 1500

    run_virtual(scenario())


def test_the_budget_starts_with_an_advance_that_calls_repay() -> None:
    budget = _RetryBudget(ratio=0.2, initial=10)
    budget.add_call()
    assert [budget.spend() for _ in range(12)] == [True] * 10 + [False] * 2
    for _ in range(49):
        budget.add_call()
    assert not budget.spend()  # fifty calls have repaid the advance
    for _ in range(5):
        budget.add_call()
    assert [budget.spend() for _ in range(2)] == [True, False]
    none = _RetryBudget(ratio=0, initial=0)
    none.add_call()
    assert not none.spend()


@pytest.mark.parametrize(("initial", "saved"), [(10, 200), (500, 500)])
def test_the_budget_is_capped_however_many_calls_succeed(initial: int, saved: int) -> None:
    budget = _RetryBudget(ratio=0.2, initial=initial)
    for _ in range(1_000_000):
        budget.add_call()
    assert [budget.spend() for _ in range(saved + 1)] == [True] * saved + [False]


@given(
    ratio=st.sampled_from([0.0, 0.1, 0.2, 0.3, 1.0, 2.5]),
    initial=st.integers(0, 20),
    events=st.lists(st.tuples(st.integers(1, 40), st.integers(0, 20)), max_size=20),
)
def test_there_are_never_more_retries_than_the_ratio_or_the_advance_allows(
    ratio: float, initial: int, events: list[tuple[int, int]]
) -> None:
    budget, calls, retries = _RetryBudget(ratio, initial), 0, 0
    for new, requested in events:
        for _ in range(new):
            budget.add_call()
        calls += new
        granted = sum(budget.spend() for _ in range(requested))
        retries += granted
        allowed = max(initial, ratio * calls) + 1e-6
        assert retries <= allowed
        assert granted == requested or retries + 1 > allowed - ratio  # and not many fewer


@pytest.mark.parametrize("pause_s", [1, 60])
def test_a_long_outage_is_not_made_worse_when_calls_are_rare(pause_s: float) -> None:
    async def scenario() -> None:
        async with FakeFeishu(counter=None) as fake, client(fake) as feishu:
            await put(feishu, fake)
            fake.inject(Garbage(), times=100_000, where="delete")
            for _ in range(200):
                with pytest.raises(ServerError):
                    await put(feishu, fake)
                await asyncio.sleep(pause_s)
            assert attempts(fake) <= 1.2 * 201

    run_virtual(scenario())


async def test_no_attempt_is_started_that_would_miss_the_deadline(
    fake: FakeFeishu, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING, "feishu_chat_async")
    fake.inject(Reject(200), where="im/v1")
    async with client(fake, timeout_s=5) as feishu:
        with pytest.raises(RateLimitError) as caught:  # at once: Feishu said 200 seconds
            await put(feishu, fake)
        assert caught.value.retry_after_s == 200
    assert attempts(fake) == 1
    slow = RetryPolicy(base_delay_s=1e6, max_delay_s=1e6)
    async with client(fake, timeout_s=5, retry=slow) as feishu:
        fake.inject(Garbage(), where="im/v1")
        with pytest.raises(ServerError):
            await put(feishu, fake)
    assert attempts(fake) == 2
    warnings = [record for record in caplog.records if "gave up" in record.getMessage()]
    assert [vars(record)["attempts"] for record in warnings] == [1, 1]


# --- rate limits through the whole pipeline -------------------------------------------------


def test_one_rejection_by_a_stricter_server_stops_all_callers() -> None:
    async def scenario() -> None:
        strict = FakeFeishu(
            counter=lambda limit: SlidingWindow(Limit(limit.calls // 2, limit.per_s))
        )
        async with strict as fake, client(fake, limits=RateLimits(), timeout_s=None) as feishu:
            results = await asyncio.gather(
                *[put(feishu, fake) for _ in range(500)], return_exceptions=True
            )
            assert results == [None] * 500
            assert attempts(fake) <= 505  # one rejection closed the gate for all of them

    run_virtual(scenario())


def test_calls_to_a_rate_limited_chat_do_not_delay_others() -> None:
    async def scenario() -> None:
        async with FakeFeishu(counter=None) as fake, client(fake, limits=RateLimits()) as feishu:
            other = fake.add_chat().chat_id
            loop = asyncio.get_running_loop()
            fake.inject(Fail(232019, "limited", 400), where="announcement")
            began = loop.time()
            busy = asyncio.create_task(read(feishu, fake))
            await asyncio.sleep(0.1)
            await feishu.announcement.get(other)
            await feishu.top_notice.delete(fake.chat_id)  # not an endpoint with this limit
            assert loop.time() - began < 0.3
            await busy
            assert 1 <= loop.time() - began < 1.5

    run_virtual(scenario())


def test_without_a_header_the_gate_is_closed_longer_each_time() -> None:
    async def scenario() -> list[float]:
        async with FakeFeishu(counter=None) as fake, client(fake, retry=AT_ONCE) as feishu:
            fake.inject(Reject(None), times=3, where="im/v1")
            await put(feishu, fake)
            times = [request.at_s for request in fake.requests][1:]
            return [later - sooner for sooner, later in pairwise(times)]

    assert run_virtual(scenario()) == pytest.approx([1.1, 2.1, 4.1], abs=0.15)


def test_150_pins_at_once_are_paced_in_real_time() -> None:
    run_alone(a_hundred_and_fifty_pins)


def a_hundred_and_fifty_pins() -> None:
    async def scenario() -> None:
        async with FakeFeishu(counter=SlidingWindow) as strict:
            async with client(strict, limits=RateLimits()) as feishu:
                loop = asyncio.get_running_loop()
                began = loop.time()
                await asyncio.gather(*[put(feishu, strict) for _ in range(150)])
                took_s = loop.time() - began
            assert [request.code for request in strict.requests] == [0] * 151
            assert took_s < 6

    asyncio.run(scenario())


@pytest.mark.parametrize("fault", [Garbage()], ids=repr)
def test_a_thousand_attempts_can_fail_before_one_succeeds(fault: Fault) -> None:
    async def scenario() -> None:
        policy = RetryPolicy(attempts=1050, budget_initial=1050)
        async with FakeFeishu(counter=None) as fake:
            async with client(fake, retry=policy, timeout_s=None) as feishu:
                fake.inject(fault, times=1049, where="im/v1")
                await put(feishu, fake)
                assert attempts(fake) == 1050

    run_virtual(scenario())


def test_calls_as_a_user_count_against_the_limits_of_the_app() -> None:
    async def scenario() -> float:
        limits = RateLimits(overrides={top_notice.DELETE.name: (Limit(1, 10.0),)})
        async with FakeFeishu(counter=None) as fake, client(fake, limits=limits) as feishu:
            user = fake.add_user()
            fake.chats[fake.chat_id].members.add(user.open_id)
            await put(feishu, fake)
            began = asyncio.get_running_loop().time()
            await put(feishu.as_user(user.access_token), fake)
            return asyncio.get_running_loop().time() - began

    assert run_virtual(scenario()) == pytest.approx(10, abs=0.1)


async def test_rejections_do_not_use_up_the_retry_budget(fake: FakeFeishu) -> None:
    policy = RetryPolicy(budget_ratio=0, budget_initial=0)
    async with client(fake, retry=policy) as feishu:
        fake.inject(Reject(0.001), times=3, where="im/v1")
        await put(feishu, fake)


async def test_rejections_count_as_attempts(fake: FakeFeishu) -> None:
    async with client(fake, retry=RetryPolicy(attempts=3)) as feishu:
        fake.inject(Reject(0.001), times=100, where="im/v1")
        with pytest.raises(RateLimitError):
            await put(feishu, fake)
    assert attempts(fake) == 3


async def test_users_share_the_retry_budget(fake: FakeFeishu) -> None:
    user = fake.add_user()
    fake.chats[fake.chat_id].members.add(user.open_id)
    async with client(fake, retry=RetryPolicy(budget_ratio=0, budget_initial=1)) as feishu:
        fake.inject(Garbage(), where="im/v1")
        await put(feishu, fake)
        fake.inject(Garbage(), where="im/v1")
        with pytest.raises(ServerError):
            await put(feishu.as_user(user.access_token), fake)


def test_a_cancelled_call_counts_from_when_it_may_have_arrived() -> None:
    async def scenario() -> float:
        limits = RateLimits(overrides={top_notice.DELETE.name: (Limit(1, 10.0),)})
        async with FakeFeishu(counter=None) as fake, client(fake, limits=limits) as feishu:
            await feishu.announcement.get(fake.chat_id)
            fake.inject(Hang(100), where="delete")
            began = asyncio.get_running_loop().time()
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.1):
                    await put(feishu, fake)
            await put(feishu, fake)
            return asyncio.get_running_loop().time() - began

    assert run_virtual(scenario()) == pytest.approx(10.5, abs=0.05)


async def test_without_retries_giving_up_is_not_logged(
    fake: FakeFeishu, caplog: pytest.LogCaptureFixture
) -> None:
    async with client(fake, retry=RetryPolicy(attempts=1)) as feishu:
        fake.inject(Garbage(), where="im/v1")
        with pytest.raises(ServerError):
            await put(feishu, fake)
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]


async def test_an_edit_whose_response_cannot_be_decoded_may_have_taken_effect(
    fake: FakeFeishu,
) -> None:
    endpoint = Endpoint(
        method="PATCH", path=announcement.PATCH.path, returns=Announcement, idempotent=False
    )
    garbage = Garbage(b'{"code": 0, "data": {}}', 200, "application/json")
    async with client(fake) as feishu:
        fake.inject(garbage, garbage, where="announcement")
        with pytest.raises(DecodeError) as read_error:
            await read(feishu, fake)
        with pytest.raises(DecodeError) as write_error:
            await feishu._session.call(endpoint, path={"chat_id": fake.chat_id})
    assert not read_error.value.outcome_unknown
    assert write_error.value.outcome_unknown


def test_exactly_these_endpoints_can_be_repeated() -> None:
    idempotent = {endpoint for endpoint in ALL if endpoint.idempotent}
    reads = {endpoint for endpoint in ALL if endpoint.method == "GET"}
    assert idempotent - reads == {
        auth.TENANT_TOKEN,
        messages.PATCH,
        messages.UPDATE,
        pins.CREATE,
        pins.DELETE,
        reactions.BATCH_QUERY,
        top_notice.DELETE,
        top_notice.PUT,
    }
    assert reads < idempotent
    keyed = {endpoint for endpoint in ALL if endpoint.key is not None}
    assert keyed == {
        messages.CREATE,
        messages.FORWARD,
        messages.FORWARD_THREAD,
        messages.MERGE_FORWARD,
        messages.REPLY,
        chats.CREATE,
        docx_announcement.BATCH_UPDATE,
        docx_announcement.CREATE_CHILDREN,
        docx_announcement.DELETE_CHILDREN,
    }
