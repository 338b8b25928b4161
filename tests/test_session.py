"""One call, from its arguments to its decoded result."""

import asyncio
import logging
from types import NoneType
from typing import Any

import pytest

from feishu_chat_async import (
    APIError,
    AuthenticationError,
    ConnectionFailedError,
    DecodeError,
    FeishuChat,
    RateLimitError,
    RequestTimeoutError,
    SessionStateError,
)
from feishu_chat_async._core.auth import AccessToken, StaticToken
from feishu_chat_async._protocol.endpoint import Endpoint, IdempotencyKey, NarrowLimit
from feishu_chat_async.endpoints import auth, chats
from feishu_chat_async.endpoints.messages.records import RESOURCE
from feishu_chat_async.models.chats import Chat
from feishu_chat_async.testing import FakeFeishu
from feishu_chat_async.testing.faults import Fail, Garbage, Hang, Reject, ResetAfter
from tests.conftest import client
from tests.support.raw import answer, raw_server
from tests.support.virtual import run_virtual

DELETE: Endpoint[None] = Endpoint(
    method="POST",
    path="/open-apis/im/v1/chats/:chat_id/top_notice/delete_top_notice",
    returns=NoneType,
    idempotent=True,
)


def keyed(valid_for_s: float) -> Endpoint[None]:
    """Return an endpoint that is retried under an idempotency key."""
    return Endpoint(
        method="POST",
        path=DELETE.path,
        returns=NoneType,
        idempotent=False,
        key=IdempotencyKey("query", "uuid", valid_for_s=valid_for_s),
    )


async def delete(feishu: FeishuChat, fake: FakeFeishu, endpoint: Endpoint[None] = DELETE) -> None:
    await feishu._session.call(endpoint, path={"chat_id": fake.chat_id})


def now() -> float:
    return asyncio.get_running_loop().time()


async def test_a_call_returns_its_decoded_result(fake: FakeFeishu, feishu: FeishuChat) -> None:
    path = {"chat_id": fake.chat_id}
    chat = await feishu._session.call(chats.GET, path=path, query={"user_id_type": "open_id"})
    assert isinstance(chat, Chat)
    assert chat.name == fake.chats[fake.chat_id].name
    assert fake.requests[-1].query == {"user_id_type": "open_id"}


async def test_a_result_that_cannot_be_decoded_is_final(
    fake: FakeFeishu, feishu: FeishuChat
) -> None:
    wrong = Garbage(b'{"code": 0, "data": {"name": 5}}', 200, "application/json")
    fake.inject(wrong, where="GET")
    with pytest.raises(DecodeError, match=r"data\.name") as caught:
        await feishu._session.call(chats.GET, path={"chat_id": fake.chat_id})
    assert len(fake.requests) == 2
    assert not caught.value.outcome_unknown


async def test_an_identity_can_only_call_endpoints_that_accept_it(
    fake: FakeFeishu, feishu: FeishuChat
) -> None:
    with pytest.raises(ValueError, match="cannot be called as the app, only without an access"):
        await feishu._session.call(auth.TENANT_TOKEN, body={})
    user = feishu._session.acting_as(StaticToken(AccessToken("u-1"), "app", "user"))
    with pytest.raises(ValueError, match="cannot be called as a user, only as the app"):
        await user.call(Endpoint(**{**_fields(DELETE), "tokens": ("tenant",)}))
    assert user.limiter is feishu._session.limiter
    assert not fake.requests


def _fields(endpoint: Endpoint[Any]) -> dict[str, Any]:
    names = ("method", "path", "returns", "idempotent")
    return {name: getattr(endpoint, name) for name in names}


# --- access tokens --------------------------------------------------------------------------


async def test_a_call_is_sent_again_once_if_its_token_was_rejected(fake: FakeFeishu) -> None:
    async with client(fake, retry=None) as feishu:
        await delete(feishu, fake)
        fake.revoke_tenant_tokens()
        await delete(feishu, fake)
        fake.inject(Fail(99991663), times=2, where="im/v1")
        with pytest.raises(AuthenticationError):
            await delete(feishu, fake)
    codes = [request.code for request in fake.requests if "im/v1" in request.path]
    assert codes == [0, 99991663, 0, 99991663, 99991663]


async def test_a_user_token_that_was_rejected_is_final(fake: FakeFeishu) -> None:
    async with client(fake, retry=None) as feishu:
        with pytest.raises(AuthenticationError):
            await delete(feishu.as_user("u-unknown"), fake)
    assert len(fake.requests) == 1


def test_a_token_that_is_revoked_during_the_wait_is_replaced_before_the_call_is_sent() -> None:
    async def scenario() -> None:
        async with FakeFeishu(counter=None) as fake, client(fake, max_connections=1) as feishu:
            await delete(feishu, fake)
            fake.inject(Hang(3), where="im/v1")
            fake.requests.clear()
            first = asyncio.create_task(delete(feishu, fake))
            second = asyncio.create_task(delete(feishu, fake))
            await asyncio.sleep(1)
            token = feishu._session.tokens.current()
            assert token is not None
            assert feishu._session.tokens.invalidate(token)
            first.cancel()
            await second
        assert [request.code for request in fake.requests][-1] == 0
        assert sum("tenant_access_token" in request.path for request in fake.requests) == 1

    run_virtual(scenario())


# --- rate limits ----------------------------------------------------------------------------

NARROW: Endpoint[None] = Endpoint(
    method="POST",
    path=DELETE.path,
    returns=NoneType,
    idempotent=True,
    narrow_limits=(
        NarrowLimit("status", "chat_id", status=429),
        NarrowLimit("code", "chat_id", codes=(232019,)),
    ),
)


@pytest.mark.parametrize(
    ("fault", "bucket"),
    [
        (Reject(0.01), "status"),
        (Fail(232019, "slow", 400), "code"),
        (Reject(0.01, status=400), NARROW.name),
    ],
    ids=["HTTP status", "code", "neither"],
)
async def test_the_gate_of_the_exceeded_limit_is_closed(
    fake: FakeFeishu, fault: Any, bucket: str
) -> None:
    async with client(fake, retry=None) as feishu:
        await delete(feishu, fake)
        fake.inject(fault, where="im/v1")
        with pytest.raises(RateLimitError):
            await delete(feishu, fake, NARROW)
        queues = feishu._session.limiter._queues
        closed = [name[0] for name, queue in queues.items() if queue.bucket.closed_for_s(now())]
    assert closed == [bucket]


# --- how a call ends ------------------------------------------------------------------------


def test_a_timeout_error_names_what_the_call_waited_for() -> None:
    async def scenario() -> None:
        async with FakeFeishu(counter=None) as fake, client(fake, timeout_s=5) as feishu:
            await delete(feishu, fake)
            fake.inject(Hang(100), where="im/v1")
            began = now()
            with pytest.raises(RequestTimeoutError, match=r"waiting for the response \(") as caught:
                await delete(feishu, fake)
            assert now() - began == pytest.approx(5, abs=0.1)
            assert caught.value.outcome_unknown

    run_virtual(scenario())


def test_a_call_interrupted_by_closing_the_client_reports_it() -> None:
    async def scenario() -> None:
        async with FakeFeishu(counter=None) as fake:
            feishu = client(fake, close_timeout_s=1)
            await delete(feishu, fake)
            fake.inject(Hang(100), where="im/v1")
            task = asyncio.create_task(delete(feishu, fake))
            await asyncio.sleep(0.1)
            await feishu.close()
            with pytest.raises(SessionStateError, match="closed while waiting for the") as caught:
                await task
            assert caught.value.outcome_unknown
            assert not feishu._session.lifecycle._calls

    run_virtual(scenario())


def test_a_cancelled_call_returns_its_permit() -> None:
    async def scenario() -> None:
        async with FakeFeishu(counter=None) as fake, client(fake, max_connections=1) as feishu:
            await delete(feishu, fake)
            fake.inject(Hang(100), where="im/v1")
            task = asyncio.create_task(delete(feishu, fake))
            await asyncio.sleep(0.1)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            await delete(feishu, fake)

    run_virtual(scenario())


def test_nothing_is_sent_once_feishu_may_have_forgotten_the_idempotency_key() -> None:
    endpoint = keyed(valid_for_s=90)  # used for 30 seconds

    async def scenario() -> None:
        async with FakeFeishu(counter=None) as fake:
            async with client(fake, timeout_s=None, attempt_timeout_s=10) as feishu:
                await delete(feishu, fake)
                fake.requests.clear()
                fake.inject(Hang(100), Reject(50), where="im/v1")
                lost = asyncio.create_task(delete(feishu, fake, endpoint))
                await asyncio.sleep(0.1)
                await delete(feishu, fake, endpoint)  # rejected, which closes the gate meanwhile
                with pytest.raises(RequestTimeoutError, match="not retried: an earlier") as caught:
                    await lost
                assert caught.value.outcome_unknown
        first, *rest = [request.query["uuid"] for request in fake.requests]
        assert len(rest) == 2
        assert first not in rest

    run_virtual(scenario())


async def test_an_earlier_attempt_that_may_have_taken_effect_is_reported(
    fake: FakeFeishu,
) -> None:
    async with client(fake) as feishu:
        fake.inject(ResetAfter(), Fail(232014), where="im/v1")
        with pytest.raises(APIError) as caught:
            await delete(feishu, fake)
    assert caught.value.code == 232014
    assert caught.value.outcome_unknown


async def test_without_retries_the_first_error_is_raised(fake: FakeFeishu) -> None:
    async with client(fake, retry=None) as feishu:
        fake.inject(ResetAfter(), where="im/v1")
        with pytest.raises(ConnectionFailedError):
            await delete(feishu, fake)
    assert len(fake.requests) == 2


# --- downloads and logs ---------------------------------------------------------------------


async def test_a_download_holds_its_permit_until_it_is_closed() -> None:
    async def handle(_: bytes, writer: asyncio.StreamWriter, number: int) -> None:
        writer.write(answer(b"content"))

    async with raw_server(handle) as url:
        async with FeishuChat.from_token("t-1", base_url=url) as feishu:
            session = feishu._session
            path = {"message_id": "om_1", "file_key": "file_1"}
            download = await session.call(RESOURCE, path=path, query={"type": "file"})
            assert session.limiter._connections.bucket._in_use == 1
            assert session.lifecycle._calls == {download}
            assert [piece async for piece in download] == [b"content"]
            download.close()
            assert session.limiter._connections.bucket._in_use == 0
            assert not session.lifecycle._calls


async def test_each_attempt_is_logged_with_its_own_values(
    fake: FakeFeishu, caplog: pytest.LogCaptureFixture
) -> None:
    async with client(fake) as feishu:
        await delete(feishu, fake)
        caplog.set_level(logging.DEBUG, "feishu_chat_async")
        fake.inject(Fail(2200, "busy", 500), ResetAfter(), where="im/v1")
        await delete(feishu, fake)
    values = [
        [vars(record)[name] for name in ("attempt", "status", "code")] for record in caplog.records
    ]
    assert values == [[1, 500, 2200], [2, None, None], [3, 200, 0]]
    log_ids = [vars(record)["log_id"] for record in caplog.records]
    assert log_ids[1] is None
    assert log_ids[0] != log_ids[2] == fake.requests[-1].log_id
