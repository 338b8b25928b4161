"""Law 4: one request for a token, even if calls that wait for it are cancelled."""

import asyncio
import json
import logging
from itertools import pairwise
from typing import Any

import attrs
import pytest
from aiohttp import web

from feishu_chat_async import (
    APIError,
    AuthenticationError,
    ConnectionFailedError,
    DecodeError,
    FeishuChat,
    FeishuError,
    RateLimitError,
    RequestTimeoutError,
    RetryPolicy,
    ServerError,
)
from feishu_chat_async._core.auth import TenantTokens
from feishu_chat_async._protocol.codes import RULES
from feishu_chat_async.models.auth import IssuedToken
from feishu_chat_async.testing import FakeFeishu, RecordedRequest
from feishu_chat_async.testing.faults import Fail, Garbage, Hang, Reject, ResetAfter, ResetBefore
from tests.conftest import AT_ONCE, client
from tests.support.virtual import run_virtual


def token_requests(fake: FakeFeishu) -> list[RecordedRequest]:
    return [request for request in fake.requests if "tenant_access_token" in request.path]


def calls(fake: FakeFeishu) -> list[RecordedRequest]:
    return [request for request in fake.requests if "tenant_access_token" not in request.path]


async def unpin(feishu: FeishuChat, fake: FakeFeishu) -> None:
    await feishu.top_notice.delete(fake.chat_id)


def test_a_thousand_cold_callers_make_one_token_request() -> None:
    async def scenario() -> None:
        async with FakeFeishu(counter=None, latency_s=0.05) as fake, client(fake) as feishu:
            await asyncio.gather(*[unpin(feishu, fake) for _ in range(1000)])
            assert len(token_requests(fake)) == 1
            assert len(calls(fake)) == 1000

    run_virtual(scenario())


async def test_cancelling_the_first_caller_makes_no_second_request(fake: FakeFeishu) -> None:
    fake.latency_s = 0.05
    async with client(fake) as feishu:
        first = asyncio.create_task(unpin(feishu, fake))
        await asyncio.sleep(0)
        others = [asyncio.create_task(unpin(feishu, fake)) for _ in range(20)]
        await asyncio.sleep(0.02)
        first.cancel()
        for task in others[::2]:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        assert first.cancelled()
        assert [task.exception() for task in others[1::2]] == [None] * 10
    assert len(token_requests(fake)) == 1


async def test_cancelling_all_callers_still_leaves_a_token_for_the_next(fake: FakeFeishu) -> None:
    fake.latency_s = 0.05
    async with client(fake) as feishu:
        caller = asyncio.create_task(unpin(feishu, fake))
        await asyncio.sleep(0.02)
        caller.cancel()
        await asyncio.sleep(0.1)
        await unpin(feishu, fake)
    assert len(token_requests(fake)) == 1


@pytest.mark.parametrize(
    ("fault", "error", "requests"),
    [
        (Garbage(), ServerError, 3),
        (ResetBefore(), ConnectionFailedError, 3),
        (ResetAfter(), ConnectionFailedError, 3),
        (Fail(10015, "wrong app secret", 200), AuthenticationError, 1),
        (Garbage(b'{"code": 0, "msg": "ok"}', 200, "application/json"), DecodeError, 1),
        (
            Garbage(
                b'{"code": 0, "tenant_access_token": "t-1", "expire": 0}', 200, "application/json"
            ),
            DecodeError,
            1,
        ),
        (
            Garbage(
                b'{"code": 0, "tenant_access_token": "", "expire": 7200}', 200, "application/json"
            ),
            DecodeError,
            1,
        ),
    ],
)
def test_a_failing_token_endpoint_is_called_three_times_in_total(
    fault: Any, error: type[FeishuError], requests: int
) -> None:
    async def scenario() -> None:
        async with FakeFeishu(counter=None) as fake, client(fake, timeout_s=5) as feishu:
            fake.inject(fault, times=100, where="tenant_access_token")
            results = await asyncio.gather(
                *[unpin(feishu, fake) for _ in range(1000)], return_exceptions=True
            )
            assert {type(result) for result in results} == {error}
            assert (
                len({id(result) for result in results}) == 1000
            )  # one error per caller, not a shared one
            errors = [result for result in results if isinstance(result, FeishuError)]
            assert not any(result.outcome_unknown for result in errors)  # no call was ever sent
            with pytest.raises(error):
                await unpin(feishu, fake)  # a moment later, the same error without a request
            assert len(token_requests(fake)) == requests
            assert not calls(fake)

    run_virtual(scenario())


def test_callers_of_a_hanging_token_endpoint_end_at_their_own_deadlines() -> None:
    async def scenario() -> None:
        async with FakeFeishu() as fake:
            fake.inject(Hang(1000), times=10, where="tenant_access_token")
            async with client(fake, timeout_s=3, attempt_timeout_s=2) as feishu:
                began = asyncio.get_running_loop().time()
                results = await asyncio.gather(
                    *[unpin(feishu, fake) for _ in range(50)], return_exceptions=True
                )
                assert asyncio.get_running_loop().time() - began == pytest.approx(3, abs=0.1)
                assert {type(result) for result in results} == {RequestTimeoutError}
                assert "waiting for an access token" in str(results[0])
                assert not any(getattr(result, "outcome_unknown", True) for result in results)
                assert len(token_requests(fake)) <= 3

    run_virtual(scenario())


def test_a_token_that_takes_longer_than_a_calls_timeout_is_used_by_the_next_call() -> None:
    async def scenario() -> None:
        async with FakeFeishu() as fake, client(fake, timeout_s=1) as feishu:
            fake.inject(Hang(1.5), where="tenant_access_token")
            with pytest.raises(RequestTimeoutError, match="waiting for an access token"):
                await unpin(feishu, fake)
            await unpin(feishu, fake)
            assert len(token_requests(fake)) == 1

    run_virtual(scenario())


def test_a_token_request_has_a_deadline() -> None:
    async def scenario() -> None:
        async with FakeFeishu() as fake:
            async with client(fake, timeout_s=1, attempt_timeout_s=2) as feishu:
                fake.inject(Reject(5.5), times=2, where="tenant_access_token")
                with pytest.raises(RequestTimeoutError):
                    await unpin(feishu, fake)
                await asyncio.sleep(4.9)  # a second rejection would exceed the six seconds
                with pytest.raises(RateLimitError):
                    await unpin(feishu, fake)
                assert len(token_requests(fake)) == 2

    run_virtual(scenario())


def test_after_a_failure_the_token_is_requested_again() -> None:
    async def scenario() -> None:
        async with FakeFeishu() as fake:
            fake.inject(Fail(10014, "off", 200), where="tenant_access_token")
            async with client(fake) as feishu:
                with pytest.raises(AuthenticationError):
                    await unpin(feishu, fake)
                await asyncio.sleep(1.1)
                await unpin(feishu, fake)
                assert len(token_requests(fake)) == 2

    run_virtual(scenario())


async def test_a_revoked_token_with_a_hundred_calls_in_flight(fake: FakeFeishu) -> None:
    async with client(fake) as feishu:
        await unpin(feishu, fake)
        fake.latency_s, fake.jitter_s = 0.05, 0.02
        tasks = [asyncio.create_task(unpin(feishu, fake)) for _ in range(100)]
        await asyncio.sleep(0.01)
        fake.revoke_tenant_tokens()
        assert await asyncio.gather(*tasks) == [None] * 100
    assert len(token_requests(fake)) == 2  # the first one, and one refresh
    tried = calls(fake)[1:]
    assert len(tried) == 200  # each call failed once and succeeded once
    assert [request.code for request in tried].count(99991663) == 100


REJECTIONS = [code for code, rule in RULES.items() if rule.rejects_token]


def test_known_codes_reject_a_token() -> None:
    known = {99991661, 99991663, 99991664, 99991665, 99991668, 99991670, 99991671, 99991677}
    assert known | {20005, 20006, 20013} <= set(REJECTIONS)


@pytest.mark.parametrize("code", REJECTIONS)
async def test_a_call_is_sent_again_once_after_every_rejection_of_its_token(
    fake: FakeFeishu, code: int
) -> None:
    fake.inject(Fail(code), where="top_notice")
    async with client(fake) as feishu:
        await unpin(feishu, fake)
    assert [request.code for request in calls(fake)] == [code, 0]
    assert len(token_requests(fake)) == 2


async def test_a_write_is_sent_again_after_a_rejection_of_its_token(
    fake: FakeFeishu,
) -> None:
    operation = '{"requestType": "UpdateTitleRequestType", "updateTitleRequest": {"payload": "x"}}'
    async with client(fake) as feishu:
        await unpin(feishu, fake)
        fake.revoke_tenant_tokens()
        with pytest.raises(APIError, match="232018"):  # it arrived, with a wrong revision
            await feishu.announcement.patch(fake.chat_id, revision="0", requests=[operation])
    assert [request.code for request in calls(fake)] == [0, 99991663, 232018]


@pytest.mark.parametrize("retry", [None, AT_ONCE])
async def test_a_call_that_is_always_rejected_is_sent_twice(
    fake: FakeFeishu, retry: RetryPolicy | None
) -> None:
    fake.inject(Fail(99991663), times=100, where="top_notice")
    async with client(fake, retry=retry) as feishu:
        with pytest.raises(AuthenticationError) as caught:
            await unpin(feishu, fake)
        assert not caught.value.outcome_unknown
        assert len(calls(fake)) == 2
        # Feishu issues the same token that it rejects, so more token requests would not help.
        for _ in range(10):
            with pytest.raises(AuthenticationError):
                await unpin(feishu, fake)
    assert len(token_requests(fake)) == 2


def test_a_token_rejected_by_mistake_is_checked_again() -> None:
    async def scenario() -> None:
        async with FakeFeishu() as fake, client(fake) as feishu:
            fake.inject(Fail(99991663), times=4, where="top_notice")
            for _ in range(2):
                with pytest.raises(AuthenticationError):
                    await unpin(feishu, fake)
            fake.revoke_tenant_tokens()  # now it really is invalid
            await asyncio.sleep(5.1)
            with pytest.raises(AuthenticationError):
                await unpin(feishu, fake)  # requests a new one in the background
            await asyncio.sleep(0.1)
            await unpin(feishu, fake)

    run_virtual(scenario())


def test_a_mistaken_rejection_is_forgotten_after_a_minute() -> None:
    async def scenario() -> None:
        async with FakeFeishu() as fake, client(fake) as feishu:
            await unpin(feishu, fake)
            fake.inject(Fail(99991663), where="top_notice")
            await unpin(feishu, fake)  # with the same token, issued again
            await asyncio.sleep(61)
            fake.revoke_tenant_tokens()
            await unpin(feishu, fake)
            assert len(token_requests(fake)) == 3

    run_virtual(scenario())


def test_an_endpoint_that_rejects_the_token_does_not_cause_a_token_request_each_time() -> None:
    async def scenario() -> None:
        async with FakeFeishu() as fake, client(fake) as feishu:
            fake.inject(Fail(99991663), times=1000, where="top_notice")
            for _ in range(100):
                with pytest.raises(AuthenticationError):
                    await unpin(feishu, fake)
                await asyncio.sleep(0.5)
            assert len(token_requests(fake)) <= 12

    run_virtual(scenario())


def test_a_token_revoked_while_it_is_being_fetched_is_replaced_once() -> None:
    async def scenario() -> None:
        async with FakeFeishu() as fake, client(fake) as feishu:
            await unpin(feishu, fake)
            await asyncio.sleep(7200 - 250)
            fake.inject(Hang(1), where="tenant_access_token")  # issued now, received in a second
            await unpin(feishu, fake)
            await asyncio.sleep(0.2)
            fake.revoke_tenant_tokens()
            await asyncio.gather(*[unpin(feishu, fake) for _ in range(50)])
            assert len(token_requests(fake)) == 3

    run_virtual(scenario())


@pytest.mark.parametrize("steps", [1, 2, 5])
async def test_a_refresh_that_is_cancelled_is_repeated(fake: FakeFeishu, steps: int) -> None:
    async with client(fake) as feishu:
        task = asyncio.create_task(unpin(feishu, fake))
        for _ in range(steps):
            await asyncio.sleep(0)
        (renewal,) = [t for t in asyncio.all_tasks() if t.get_name() == "feishu token refresh"]
        renewal.cancel()
        await task
        await unpin(feishu, fake)
        assert task.cancelling() == 0


async def test_a_refresh_that_raises_is_repeated() -> None:
    broken = True

    async def fetch() -> IssuedToken:
        if broken:
            raise LookupError("a bug")
        return IssuedToken(tenant_access_token="t-1", expire=7200)

    tokens = TenantTokens("app", fetch)
    for _ in range(2):
        with pytest.raises(LookupError, match="a bug"):
            await tokens.ensure()
    broken = False
    await tokens.ensure()
    assert tokens.current() is not None


@pytest.mark.parametrize(
    "fields",
    [{"expire": 10**400}, {"expire": 0}, {"tenant_access_token": "t-\n"}],
    ids=["an endless lifetime", "no lifetime", "a line break"],
)
async def test_an_invalid_token_is_refused(fake: FakeFeishu, fields: dict[str, Any]) -> None:
    answer = {"code": 0, "msg": "ok", "tenant_access_token": "t-1", "expire": 7200, **fields}
    garbage = Garbage(json.dumps(answer).encode(), 200, "application/json")
    fake.inject(garbage, where="tenant_access_token")
    async with client(fake) as feishu:
        with pytest.raises(DecodeError):
            await unpin(feishu, fake)


def test_tokens_are_refreshed_ahead_of_time_and_in_the_background() -> None:
    async def scenario() -> None:
        async with FakeFeishu() as fake, client(fake) as feishu:
            await unpin(feishu, fake)
            for refreshes in range(1, 4):
                await asyncio.sleep(6500)
                while len(token_requests(fake)) == refreshes:
                    await unpin(feishu, fake)
                    await asyncio.sleep(1)
            assert {request.code for request in calls(fake)} == {0}
            asked = [request.at_s for request in token_requests(fake)]
            pauses = [later - sooner for sooner, later in pairwise(asked)]
            assert len(pauses) == 3
            assert all(6600 <= pause <= 6900 + 2 for pause in pauses)
            assert len({round(pause) for pause in pauses}) > 1  # jittered

    run_virtual(scenario())


def test_a_failing_refresh_affects_no_call_while_the_token_is_valid(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.WARNING, "feishu_chat_async")

    async def scenario() -> None:
        async with FakeFeishu() as fake, client(fake) as feishu:
            await unpin(feishu, fake)
            fake.inject(Fail(10014, "off", 200), times=5, where="tenant_access_token")
            await asyncio.sleep(6905)
            for _ in range(8):
                await unpin(feishu, fake)
                await asyncio.sleep(5)
            assert 3 <= len(token_requests(fake)) <= 6  # every ten seconds, not at every call
            await asyncio.sleep(60)
            await unpin(feishu, fake)

    run_virtual(scenario())
    warnings = [record for record in caplog.records if "not refreshed" in record.getMessage()]
    assert warnings
    assert vars(warnings[0])["seconds_left"] > 0


def test_an_unchanged_token_is_never_requested_in_a_loop() -> None:
    """Feishu issues the same token while it is valid, sometimes with little time left."""

    async def scenario() -> None:
        asked = 0

        async def fetch() -> IssuedToken:
            nonlocal asked
            asked += 1
            await asyncio.sleep(0.01)
            left = int(5000 - asyncio.get_running_loop().time())
            return IssuedToken(tenant_access_token="t-same", expire=left)

        tokens = TenantTokens("app", fetch)  # the clock starts at 1000: 4000 seconds left
        for _ in range(3990 * 2):
            await tokens.ensure()
            assert tokens.current() is not None
            await asyncio.sleep(0.5)
        assert asked <= 12  # each time after half of the remaining time

    run_virtual(scenario())


def test_a_short_lived_token_is_used_and_replaced() -> None:
    async def scenario() -> None:
        async with FakeFeishu(token_lifetime_s=20) as fake, client(fake) as feishu:
            for _ in range(100):
                await unpin(feishu, fake)
                await asyncio.sleep(1)
            assert {request.code for request in calls(fake)} == {0}
            assert 5 <= len(token_requests(fake)) <= 12

    run_virtual(scenario())


def test_a_newer_token_is_not_discarded_because_of_an_older_one() -> None:
    async def scenario() -> None:
        issued = iter(f"t-{number}" for number in range(10))

        async def fetch() -> IssuedToken:
            return IssuedToken(tenant_access_token=next(issued), expire=7200)

        tokens = TenantTokens("app", fetch)
        await tokens.ensure()
        old = tokens.current()
        assert old is not None
        assert tokens.invalidate(old)
        assert tokens.current() is None
        await tokens.ensure()
        new = tokens.current()
        assert tokens.invalidate(old)  # a late rejection of the old one
        assert tokens.current() is new
        assert new is not None
        assert new.value == "t-1"

    run_virtual(scenario())


def test_the_token_endpoint_has_a_gate() -> None:
    async def scenario() -> None:
        async with FakeFeishu() as fake, client(fake) as feishu:
            fake.inject(Reject(5), where="tenant_access_token")
            began = asyncio.get_running_loop().time()
            await unpin(feishu, fake)
            assert 5 <= asyncio.get_running_loop().time() - began < 6

    run_virtual(scenario())


async def test_ready_made_tokens_are_not_refreshed(fake: FakeFeishu, feishu: FeishuChat) -> None:
    user = fake.add_user()
    as_user = feishu.as_user(user.access_token)
    fake.revoke_user_token(user)
    with pytest.raises(AuthenticationError) as caught:
        await as_user.top_notice.delete(fake.chat_id)
    assert caught.value.code == 99991668
    assert len(fake.requests) == 1


def test_a_call_is_sent_at_most_twice_even_if_every_token_is_new() -> None:
    @attrs.frozen
    class Revoke:
        async def apply(self, request: web.Request, answer: Any) -> web.StreamResponse:
            fake.revoke_tenant_tokens()
            return await Fail(99991663).apply(request, answer)

    fake = FakeFeishu(counter=None)

    async def scenario() -> None:
        async with fake, client(fake) as feishu:
            fake.inject(Revoke(), times=100, where="top_notice")
            with pytest.raises(AuthenticationError):
                await unpin(feishu, fake)
            assert len(calls(fake)) == 2

    run_virtual(scenario())


def test_a_token_expires_a_little_early_counted_from_its_request() -> None:
    async def scenario() -> None:
        async def fetch() -> IssuedToken:
            await asyncio.sleep(10)
            return IssuedToken(tenant_access_token="t-1", expire=100)

        tokens = TenantTokens("app", fetch)
        await tokens.ensure()
        await asyncio.sleep(87.9)
        assert tokens.current() is not None
        await asyncio.sleep(0.2)
        assert tokens.current() is None

    run_virtual(scenario())


def test_after_a_failed_refresh_a_rejected_token_is_still_replaced_at_once() -> None:
    async def scenario() -> None:
        async with FakeFeishu(counter=None) as fake, client(fake, retry=None) as feishu:
            await unpin(feishu, fake)
            await asyncio.sleep(7200 - 250)
            fake.inject(Garbage(), where="tenant_access_token")
            await unpin(feishu, fake)  # the refresh fails in the background
            await asyncio.sleep(1)
            fake.revoke_tenant_tokens()
            await unpin(feishu, fake)

    run_virtual(scenario())


def test_a_failed_token_request_is_not_retried_by_the_call_that_needs_it() -> None:
    async def scenario() -> None:
        slow = RetryPolicy(base_delay_s=5, max_delay_s=5)
        async with FakeFeishu(counter=None) as fake, client(fake, retry=slow) as feishu:
            fake.inject(Garbage(), times=100, where="tenant_access_token")
            with pytest.raises(ServerError):
                await unpin(feishu, fake)
            assert len(token_requests(fake)) == 3

    run_virtual(scenario())
