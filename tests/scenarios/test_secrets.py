"""Law 7: neither the app secret nor an access token is ever shown, in any form."""

import asyncio
import copy
import io
import json
import logging
import pickle
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import aiohttp
import pytest

import feishu_chat_async
from feishu_chat_async import (
    Announcement,
    APIError,
    FeishuChat,
    FeishuError,
    InvalidResponseError,
    PermissionDeniedError,
    TransportError,
)
from feishu_chat_async._core.auth import AccessToken, StaticToken
from feishu_chat_async._protocol.secret import Secret
from feishu_chat_async._protocol.wire import Reply, build_request, decode, open_envelope
from feishu_chat_async.endpoints import announcement
from feishu_chat_async.endpoints.auth import TENANT_TOKEN
from feishu_chat_async.models.auth import IssuedToken
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
    Truncate,
)
from tests._core.test_retry import put, read, write
from tests.conftest import client
from tests.support.raw import answer, raw_server

PACKAGE = Path(feishu_chat_async.__file__).parent


class Texts:
    """Collects everything that could end up in a log file, and checks it for secrets."""

    def __init__(self, fake: FakeFeishu) -> None:
        self._fake = fake
        self._user = fake.add_user()
        self.user_token = self._user.access_token
        self.texts: list[str] = []

    def take(self, *values: object) -> None:
        for value in values:
            self.texts += [repr(value), str(value)]

    def take_error(self, error: BaseException) -> None:
        self.take(error, vars(error))
        self.texts.append(str(pickle.dumps(error)))
        for show_locals in (False, True):
            shown = traceback.TracebackException.from_exception(
                error, limit=100, capture_locals=show_locals, compact=False
            )
            self.texts.append("".join(shown.format()))
        chain: BaseException | None = error
        while chain is not None:
            for frame, _ in traceback.walk_tb(chain.__traceback__):
                if Path(frame.f_code.co_filename).is_relative_to(PACKAGE):
                    self.texts.append(repr(frame.f_locals))
            assert chain.__cause__ is None
            chain = chain.__context__

    def secrets(self) -> list[str]:
        return [self._fake.app_secret, self.user_token, *self._fake._state.grants]

    def check(self) -> None:
        assert len(self.secrets()) >= 3
        everything = "\n".join(self.texts)
        for secret in self.secrets():
            assert secret not in everything


FAULTS: list[Fault] = [
    ResetBefore(),
    ResetAfter(),
    Truncate(),
    Garbage(),
    Garbage(b"<html>", 200),
    Garbage(b'{"code": 0, "data": {"content": 5}}', 200, "application/json"),
    Fail(232011),
    Fail(99991663),
    Fail(99991672, "scopes: [im:chat]"),
    Reject(0.001),
    HugeBody(11_000_000),
    Hang(1),
]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: type(fault).__name__)
@pytest.mark.parametrize("where", ["im/v1", "tenant_access_token"])
async def test_no_error_and_no_log_record_holds_a_secret(
    fake: FakeFeishu, fault: Fault, where: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    texts = Texts(fake)
    fake.inject(fault, times=100, where=where)
    for call in (read, put, write):
        async with client(fake, attempt_timeout_s=0.05, timeout_s=0.2) as feishu:
            for identity in (feishu, feishu.as_user(texts.user_token)):
                try:
                    await call(identity, fake)
                except FeishuError as error:
                    texts.take_error(error)
                texts.take(feishu, identity, feishu._session, feishu._session.tokens)
    for record in caplog.records:
        texts.take(record.getMessage(), vars(record))
    assert texts.texts
    texts.check()


async def test_no_debugging_output_of_asyncio_holds_a_secret(fake: FakeFeishu) -> None:
    texts = Texts(fake)
    fake.latency_s = 0.05
    async with client(fake) as feishu:
        tasks = [asyncio.create_task(put(feishu, fake)) for _ in range(3)]
        for _ in range(8):
            await asyncio.sleep(0.01)
            for task in asyncio.all_tasks():
                out = io.StringIO()
                task.print_stack(file=out)
                texts.take(task, out.getvalue())
                coroutine: object = task.get_coro()
                while coroutine is not None:
                    frame = getattr(coroutine, "cr_frame", None)
                    if frame is not None and is_of_the_client(frame.f_code.co_filename):
                        texts.texts.append(repr(frame.f_locals))
                    coroutine = getattr(coroutine, "cr_await", None)
        await asyncio.gather(*tasks)
    texts.check()


def is_of_the_client(path: str) -> bool:
    return Path(path).is_relative_to(PACKAGE) and not Path(path).is_relative_to(PACKAGE / "testing")


@pytest.mark.parametrize("where", ["im/v1", "tenant_access_token"])
@pytest.mark.parametrize("is_sent", [False, True])
async def test_a_middleware_that_raises_shows_no_secret(
    fake: FakeFeishu, where: str, *, is_sent: bool
) -> None:
    async def breaks(
        request: aiohttp.ClientRequest, handler: aiohttp.ClientHandlerType
    ) -> aiohttp.ClientResponse:
        response = await handler(request) if is_sent or where not in str(request.url) else None
        if response is None or where in str(request.url):
            raise LookupError(request.headers)
        return response

    texts = Texts(fake)
    async with aiohttp.ClientSession(middlewares=[breaks]) as http:
        async with client(fake, http=http) as feishu:
            with pytest.raises(TransportError, match="LookupError") as caught:
                await put(feishu, fake)
    texts.take_error(caught.value)
    texts.check()


SECRET = "s3cret-value"


@pytest.mark.parametrize(
    "make",
    [
        lambda: FeishuChat("cli_1", SECRET, base_url="nonsense"),
        lambda: FeishuChat("", SECRET),
        lambda: FeishuChat("cli_1", SECRET + " "),
        lambda: FeishuChat.from_token("u-" + SECRET),
        lambda: FeishuChat.from_token("t-" + SECRET, base_url="nonsense"),
        lambda: FeishuChat("cli_1", "x", proxy=SECRET),
        lambda: FeishuChat("cli_1", "x", proxy=f"http://me:{SECRET}@proxy", timeout_s=-1),
        lambda: FeishuChat("cli_1", "x").as_user("t-" + SECRET),
    ],
)
def test_the_error_for_an_argument_shows_no_other_argument(make: Callable[[], object]) -> None:
    with pytest.raises(ValueError) as caught:  # noqa: PT011
        make()
    assert SECRET not in str(caught.value) + repr(caught.value)
    for frame, _ in traceback.walk_tb(caught.value.__traceback__):
        if Path(frame.f_code.co_filename).is_relative_to(PACKAGE):
            assert SECRET not in repr(frame.f_locals)


def test_objects_that_hold_a_secret_do_not_show_it() -> None:
    token = AccessToken(SECRET)
    for holder in (
        Secret(SECRET),
        token,
        StaticToken(token, "app", "tenant"),
        IssuedToken(tenant_access_token=SECRET, expire=1),
        FeishuChat("cli_1", SECRET),
        FeishuChat("cli_1", SECRET)._session,
        FeishuChat.from_token("t-" + SECRET),
        FakeFeishu().apps,
        build_request(TENANT_TOKEN, {}, {}, {"app_secret": SECRET}),
        Reply(200, {}, SECRET.encode()),
    ):
        assert SECRET not in repr(holder) + str(holder)
    assert token.headers() == {"Authorization": f"Bearer {SECRET}"}


@pytest.mark.parametrize("dump", [pickle.dumps, copy.deepcopy])
@pytest.mark.parametrize("holder", [FeishuChat("cli_1", SECRET), AccessToken(SECRET)])
def test_objects_that_hold_a_secret_are_not_pickled_or_copied(
    dump: Callable[[object], object], holder: object
) -> None:
    with pytest.raises(TypeError, match="cannot be pickled"):
        dump(holder)


@pytest.mark.parametrize("where", ["im/v1", "tenant_access_token"])
async def test_a_callers_own_timeout_shows_no_secret(fake: FakeFeishu, where: str) -> None:
    texts = Texts(fake)
    async with client(fake, close_timeout_s=0) as feishu:
        if where == "im/v1":
            await put(feishu, fake)
        fake.inject(Hang(5), where=where)
        with pytest.raises(TimeoutError) as caught:
            async with asyncio.timeout(0.05):
                await put(feishu, fake)
    cancelled = caught.value.__cause__
    assert isinstance(cancelled, asyncio.CancelledError)
    assert cancelled.__context__ is None
    shown = traceback.TracebackException.from_exception(cancelled, limit=100, capture_locals=True)
    texts.texts.append("".join(shown.format()))
    texts.check()


JWT = "eyJhbGciOiJFUzI1NiJ9.eyJqdGkiOiI3NDAwMCJ9.AAAABBBBCCCC-_DDDD"


@pytest.mark.parametrize("secret", ["sEcReT+in/any=form", JWT])
@pytest.mark.parametrize("is_app", [True, False], ids=["app secret", "user token"])
async def test_a_secret_in_an_answer_is_never_quoted(
    caplog: pytest.LogCaptureFixture, secret: str, *, is_app: bool
) -> None:
    """This holds in any encoding, even if the message is truncated in the middle of the secret."""
    caplog.set_level(logging.DEBUG, "feishu_chat_async")
    details = {
        "log_id": secret,
        "troubleshooter": f"see https://open.feishu.cn/search?token={secret}",
        "permission_violations": [{"subject": f"im:chat {secret}"}],
    }
    body = {"code": 99991672, "msg": "x" * (500 - len(secret) // 2) + secret, "error": details}

    async def handle(_: bytes, writer: asyncio.StreamWriter, number: int) -> None:
        head = [b"X-Request-Id: id " + secret.encode()] if number else []
        writer.write(answer(json.dumps(body).encode(), *head, status=b"400 Bad"))

    async with raw_server(handle) as url:
        app = FeishuChat("cli_1", secret if is_app else "x", base_url=url, retry=None)
        async with app:
            feishu = app if is_app else app.as_user(secret)
            for _ in range(2):
                with pytest.raises(PermissionDeniedError) as caught:
                    await feishu.top_notice.delete("oc_1")
                shown = str([str(caught.value), vars(caught.value)])
                assert shown.count("***") >= 4
                assert secret not in shown
                assert secret[:8] not in shown
    assert secret not in str([vars(record) for record in caplog.records])


async def test_a_secret_in_the_head_of_an_unusable_response_is_not_quoted() -> None:
    async def handle(_: bytes, writer: asyncio.StreamWriter, number: int) -> None:
        writer.write(answer(b" " * 100, b"X-Request-Id: id " + SECRET.encode()))

    async with raw_server(handle) as url:
        options: dict[str, Any] = {"base_url": url, "max_response_bytes": 99}
        async with FeishuChat.from_token(SECRET, **options) as feishu:
            with pytest.raises(InvalidResponseError) as caught:
                await feishu.top_notice.delete("oc_1")
    assert caught.value.log_id == "id ***"


async def test_other_access_tokens_are_recognized_by_their_form(fake: FakeFeishu) -> None:
    async with client(fake) as feishu:
        fake.inject(Fail(232001, f"t-{'a1' * 10}, u-{'b2' * 10} or {JWT}."), where="im/v1")
        with pytest.raises(APIError) as caught:
            await put(feishu, fake)
    assert caught.value.msg == "***, *** or ***."


async def test_a_token_in_an_error_message_is_not_quoted(fake: FakeFeishu) -> None:
    async with client(fake) as feishu:
        await put(feishu, fake)
        token = feishu._session.tokens.current()
        assert token is not None
        fake.inject(Fail(232001, f"who is {token.value}?\x1b[31m\ud800 \n  no"), where="im/v1")
        with pytest.raises(APIError) as caught:
            await put(feishu, fake)
    assert caught.value.msg == "who is ***? [31m no"
    str(caught.value).encode()


@pytest.mark.parametrize(
    "body",
    [
        b"%s",
        b"<html>%s",
        b'{"code": 0, "data": "%s"}',
        b'{"code": 0, "data": {"content": ["%s"], "revision": "1"}}',
    ],
)
def test_an_unusable_response_is_not_quoted(body: bytes) -> None:
    request = build_request(announcement.GET, {"chat_id": "oc_1"}, {}, None)
    reply = Reply(200, {}, body % SECRET.encode())
    with pytest.raises(FeishuError) as caught:
        decode(request, open_envelope(request, reply), Announcement, reply)
    assert SECRET not in str(caught.value)
    assert caught.value.__context__ is None
