"""One HTTP exchange: connections, sizes, redirects, proxies, and the caller's own sessions."""

import asyncio
import gzip
import socket
import sys
import tracemalloc
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from traceback import TracebackException
from typing import Any

import aiohttp
import pytest

from feishu_chat_async import (
    ConnectionFailedError,
    FeishuChat,
    FeishuError,
    InvalidResponseError,
    RequestTimeoutError,
    SessionStateError,
    TransportError,
)
from feishu_chat_async.testing import FakeFeishu
from feishu_chat_async.testing.faults import Fault, Garbage, HugeBody, ResetAfter, ResetBefore
from tests.conftest import client
from tests.support.raw import OK, answer, raw_server


def tokenless(url: str, **options: Any) -> FeishuChat:
    """Return a client that makes one attempt, and no token request."""
    options = {"retry": None, "limits": None, **options}
    return FeishuChat.from_token("t-1", base_url=url, **options)


# --- law 1: every attempt needs a permit, so aiohttp must not send anything by itself ---------


@pytest.mark.parametrize("fault", [ResetBefore(), ResetAfter()])
@pytest.mark.parametrize("borrowed", [False, True])
async def test_aiohttp_does_not_resend_a_request_by_itself(
    fake: FakeFeishu, fault: ResetBefore | ResetAfter, *, borrowed: bool
) -> None:
    async with (
        aiohttp.ClientSession() as http,
        client(fake, retry=None, http=http if borrowed else None) as feishu,
    ):
        await feishu.announcement.get(fake.chat_id)  # opens a connection that is kept
        before = len(fake.requests)
        fake.inject(fault)
        with pytest.raises(ConnectionFailedError, match=r"(?i)reset|closed") as caught:
            await feishu.announcement.get(fake.chat_id)
    assert len(fake.requests) == before + 1
    assert not caught.value.outcome_unknown  # it was only reading
    assert caught.value.__context__ is None
    assert caught.value.__cause__ is None


async def test_a_kept_connection_closed_by_the_server_fails_one_call() -> None:
    async def handle(_: bytes, writer: asyncio.StreamWriter, number: int) -> None:
        if number == 1:
            writer.transport.abort()
        else:
            writer.write(answer(b'{"code": 0, "data": {"content": "", "revision": "1"}}'))

    async with raw_server(handle) as url, tokenless(url) as feishu:
        await feishu.announcement.get("oc_1")
        with pytest.raises(ConnectionFailedError, match="closed the connection"):
            await feishu.announcement.get("oc_1")
        await feishu.announcement.get("oc_1")


async def test_connections_are_kept_and_shared(fake: FakeFeishu) -> None:
    ports = set()

    async def handle(_: bytes, writer: asyncio.StreamWriter, number: int) -> None:
        ports.add(writer.get_extra_info("peername"))
        writer.write(answer())

    async with raw_server(handle) as url, tokenless(url, max_connections=5) as feishu:
        for _ in range(20):
            await feishu.top_notice.delete("oc_1")
        assert len(ports) == 1
        await asyncio.gather(*[feishu.top_notice.delete("oc_1") for _ in range(50)])
        assert len(ports) <= 5


# --- law 6: no redirects --------------------------------------------------------------------


@pytest.mark.parametrize("status", [b"301 Moved", b"302 Found", b"307 Temporary", b"308 For Good"])
@pytest.mark.parametrize("body", [b"<a>moved</a>", OK])
async def test_redirects_are_not_followed(status: bytes, body: bytes) -> None:
    visitors = 0

    async def elsewhere(_: bytes, writer: asyncio.StreamWriter, number: int) -> None:
        nonlocal visitors
        visitors += 1
        writer.write(answer())

    async with raw_server(elsewhere) as target:
        location = b"Location: " + target.encode() + b"/open-apis/x"

        async def handle(_: bytes, writer: asyncio.StreamWriter, number: int) -> None:
            writer.write(answer(body, location, status=status))

        async with raw_server(handle) as url, tokenless(url) as feishu:
            with pytest.raises(InvalidResponseError, match="redirect") as caught:
                await feishu.top_notice.delete("oc_1")
    assert visitors == 0
    assert not caught.value.outcome_unknown


# --- sizes and shapes of answers ------------------------------------------------------------


@pytest.mark.parametrize("packed", [False, True])
async def test_the_size_of_a_response_is_limited(fake: FakeFeishu, *, packed: bool) -> None:
    async with client(fake, max_response_bytes=1_000_000, retry=None) as feishu:
        await feishu.top_notice.delete(fake.chat_id)
        fake.inject(HugeBody(60_000_000, gzipped=packed))
        tracemalloc.start()
        with pytest.raises(InvalidResponseError, match="larger than 1000000 bytes") as caught:
            await feishu.top_notice.delete(fake.chat_id)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert peak < 6_000_000
        assert caught.value.http_status == 200
        assert caught.value.log_id
        assert caught.value.outcome_unknown
        await feishu.top_notice.delete(fake.chat_id)


async def send_raw(*pieces: bytes, **options: Any) -> None:
    """Make one call, and respond with these bytes."""

    async def handle(_: bytes, writer: asyncio.StreamWriter, number: int) -> None:
        for piece in pieces:
            writer.write(piece)
            await writer.drain()
        writer.close()

    async with raw_server(handle) as url, tokenless(url, **options) as feishu:
        await feishu.top_notice.delete("oc_1")


async def test_a_declared_length_above_the_limit_is_refused_at_once() -> None:
    async def handle(_: bytes, writer: asyncio.StreamWriter, number: int) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 101\r\n\r\n")  # and nothing more
        await asyncio.sleep(5)

    async with raw_server(handle) as url, tokenless(url, max_response_bytes=100) as feishu:
        with pytest.raises(InvalidResponseError, match="larger than 100 bytes"):
            await feishu.top_notice.delete("oc_1")
    await send_raw(answer(OK.ljust(100)), max_response_bytes=100)


async def test_gzip_and_chunks_are_read() -> None:
    packed = gzip.compress(OK)
    await send_raw(answer(packed, b"Content-Encoding: gzip"))
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    chunks = b"".join(b"1\r\n%c\r\n" % byte for byte in OK)
    await send_raw(head, chunks, b"0\r\n\r\n")


CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
BROKEN: list[tuple[tuple[bytes, ...], type[TransportError], str, int | None]] = [
    ((answer()[:-5],), ConnectionFailedError, "cut off", 200),
    ((b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n",), ConnectionFailedError, "cut off", 200),
    ((CHUNKED + b"5\r\nab",), ConnectionFailedError, "cut off", 200),
    ((answer(b"no gzip", b"Content-Encoding: gzip"),), ConnectionFailedError, "cut off", 200),
    ((b"HTTP/1.1 2",), ConnectionFailedError, "closed", None),
    ((b"",), ConnectionFailedError, "closed", None),
    ((b"SSH-2.0-OpenSSH\r\n\r\n",), InvalidResponseError, "not valid HTTP", None),
    ((b"HTTP/1.1 200 OK\r\nBad Header\r\n\r\n",), InvalidResponseError, "not valid HTTP", None),
]  # fmt: skip


@pytest.mark.parametrize(("pieces", "error", "words", "status"), BROKEN)
async def test_a_broken_response_has_an_unknown_outcome(
    pieces: tuple[bytes, ...], error: type[TransportError], words: str, status: int | None
) -> None:
    with pytest.raises(error, match=words) as caught:
        await send_raw(*pieces)
    assert type(caught.value) is error
    assert caught.value.http_status == status
    assert caught.value.outcome_unknown
    assert caught.value.__context__ is None


# --- not connected --------------------------------------------------------------------------


def closed_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def test_a_call_whose_connection_was_refused_had_no_effect() -> None:
    async with tokenless(f"http://127.0.0.1:{closed_port()}") as feishu:
        with pytest.raises(ConnectionFailedError, match=r"not connected, .*[Cc]onnect") as caught:
            await feishu.announcement.patch("oc_1", revision="1", requests=["{}"])
    assert not caught.value.outcome_unknown


async def test_tls_to_a_server_without_tls_fails_to_connect(fake: FakeFeishu) -> None:
    async with tokenless(fake.url.replace("http:", "https:")) as feishu:
        with pytest.raises(ConnectionFailedError, match=r"not connected, .*SSL") as caught:
            await feishu.top_notice.delete("oc_1")
    assert not caught.value.outcome_unknown


@contextmanager
def unresponsive_listener() -> Iterator[str]:
    """Yield the URL of a socket that never accepts a connection."""
    if sys.platform != "linux":
        pytest.skip("elsewhere a full queue of connections refuses them")
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        clients = [socket.socket() for _ in range(4)]  # fill the backlog
        for connection in clients:
            connection.settimeout(0)
            connection.connect_ex(listener.getsockname())
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        for connection in clients:
            connection.close()


# --- proxies --------------------------------------------------------------------------------


@pytest.fixture
def no_proxies(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy", "netrc"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    return monkeypatch


@pytest.mark.parametrize("how", ["argument", "environment", "borrowed"])
async def test_a_proxy_can_be_set_in_three_ways(no_proxies: pytest.MonkeyPatch, how: str) -> None:
    seen: list[bytes] = []

    async def proxy(request: bytes, writer: asyncio.StreamWriter, number: int) -> None:
        seen.append(request.split(b"\r\n")[0])
        writer.write(answer())

    async with raw_server(proxy) as proxy_url:
        no_proxies.setenv("HTTP_PROXY", proxy_url)
        async with aiohttp.ClientSession(proxy=proxy_url) as http:
            ways: dict[str, dict[str, Any]] = {
                "argument": {"proxy": proxy_url},
                "environment": {"trust_env": True},
                "borrowed": {"http": http},
            }
            async with tokenless("http://open.example:8080", **ways[how]) as feishu:
                await feishu.top_notice.delete("oc_1")
    (line,) = seen
    assert line.startswith(b"POST http://open.example:8080/open-apis/im/v1/chats/oc_1/")


async def test_the_environment_is_not_trusted_by_default(
    no_proxies: pytest.MonkeyPatch, fake: FakeFeishu
) -> None:
    no_proxies.setenv("HTTP_PROXY", f"http://127.0.0.1:{closed_port()}")
    async with client(fake) as feishu:
        await feishu.top_notice.delete(fake.chat_id)


async def test_a_proxy_that_refuses_is_named_without_its_password() -> None:
    async def proxy(_: bytes, writer: asyncio.StreamWriter, number: int) -> None:
        writer.write(answer(b"", status=b"407 Proxy Authentication Required"))

    async with raw_server(proxy) as proxy_url:
        with_password = proxy_url.replace("http://", "http://user:s3cret@")
        async with tokenless("https://open.example", proxy=with_password) as feishu:
            with pytest.raises(
                ConnectionFailedError, match="proxy responded with HTTP 407"
            ) as caught:
                await feishu.top_notice.delete("oc_1")
            assert "s3cret" not in repr(feishu) + str(caught.value)
    assert not caught.value.outcome_unknown
    unreachable = f"http://user:s3cret@127.0.0.1:{closed_port()}"
    async with tokenless("http://open.example", proxy=unreachable) as feishu:
        with pytest.raises(ConnectionFailedError, match="not connected") as caught:
            await feishu.top_notice.delete("oc_1")
    assert "s3cret" not in str(caught.value)


async def test_credentials_from_netrc_are_never_sent(
    no_proxies: pytest.MonkeyPatch, fake: FakeFeishu, tmp_path: Path
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("default login user password s3cret\n")
    netrc.chmod(0o600)
    no_proxies.setenv("NETRC", str(netrc))
    async with client(fake, trust_env=True) as feishu:
        await feishu.top_notice.delete(fake.chat_id)
    sent = [request.headers.get("Authorization", "none")[:9] for request in fake.requests]
    assert sent == ["none", "Bearer t-"]


@pytest.mark.parametrize("exempt", ["127.0.0.1", "127.0.0.1:{port}", "*"])
async def test_the_environment_can_exempt_a_host_from_its_proxy(
    no_proxies: pytest.MonkeyPatch, fake: FakeFeishu, exempt: str
) -> None:
    no_proxies.setenv("HTTP_PROXY", f"http://127.0.0.1:{closed_port()}")
    no_proxies.setenv("NO_PROXY", exempt.format(port=fake.url.rpartition(":")[2]))
    async with client(fake, trust_env=True) as feishu:
        await feishu.top_notice.delete(fake.chat_id)


async def test_a_proxy_of_the_environment_gets_its_password(
    no_proxies: pytest.MonkeyPatch, fake: FakeFeishu
) -> None:
    heads: list[bytes] = []

    async def proxy(head: bytes, writer: asyncio.StreamWriter, number: int) -> None:
        heads.append(head)
        writer.write(answer())

    async with raw_server(proxy) as proxy_url:
        no_proxies.setenv("HTTP_PROXY", proxy_url.replace("http://", "user:s3cret@"))
        async with tokenless("http://open.example", trust_env=True) as feishu:
            await feishu.top_notice.delete("oc_1")
            assert "s3cret" not in repr(feishu) + repr(vars(feishu._session.transport))
    assert b"Proxy-Authorization: Basic " + b64encode(b"user:s3cret") in heads[0]


async def test_an_unsupported_proxy_of_the_environment_is_refused(
    no_proxies: pytest.MonkeyPatch,
) -> None:
    no_proxies.setenv("HTTP_PROXY", "socks5://user:s3cret@127.0.0.1:1080")
    feishu = tokenless("http://open.example", trust_env=True)
    for _ in range(2):
        with pytest.raises(SessionStateError, match="proxy for http must be an http") as caught:
            await feishu.top_notice.delete("oc_1")
        shown = TracebackException.from_exception(caught.value, capture_locals=True)
        assert "s3cret" not in "".join(shown.format())
    await feishu.close()


# --- the caller's own session ---------------------------------------------------------------------


async def test_a_borrowed_session_is_used_as_it_is_and_left_open(fake: FakeFeishu) -> None:
    passed: list[str] = []

    async def watch(
        request: aiohttp.ClientRequest, handler: aiohttp.ClientHandlerType
    ) -> aiohttp.ClientResponse:
        passed.append(request.method)
        return await handler(request)

    async with aiohttp.ClientSession(
        headers={"Authorization": "Basic theirs", "X-Theirs": "kept"},
        raise_for_status=True,
        auto_decompress=False,
        timeout=aiohttp.ClientTimeout(total=0.0001),
        middlewares=[watch],
        base_url="http://elsewhere.example/",
    ) as http:
        async with client(fake, http=http) as feishu:
            await feishu.top_notice.delete(fake.chat_id)
            await feishu.announcement.get(fake.chat_id)
            fake.apps[fake.app_id].has_bot = False
            with pytest.raises(Exception, match="232025"):
                await feishu.announcement.get(fake.chat_id)
        assert not http.closed
    assert passed == ["POST", "POST", "GET", "GET"]
    assert all(request.headers["X-Theirs"] == "kept" for request in fake.requests)
    assert fake.requests[1].headers["Authorization"].startswith("Bearer t-")


async def test_a_closed_borrowed_session_is_refused(fake: FakeFeishu) -> None:
    async with aiohttp.ClientSession() as http:
        pass
    async with client(fake, http=http) as feishu:
        with pytest.raises(SessionStateError, match="Session is closed"):
            await feishu.top_notice.delete(fake.chat_id)


def test_a_borrowed_session_of_another_loop_is_refused() -> None:
    async def create_session() -> aiohttp.ClientSession:
        return aiohttp.ClientSession()

    async def use(http: aiohttp.ClientSession) -> None:
        async with FakeFeishu() as fake, client(fake, http=http, timeout_s=5) as feishu:
            with pytest.raises(SessionStateError):
                await feishu.top_notice.delete(fake.chat_id)

    with asyncio.Runner() as first, asyncio.Runner() as second:
        http = first.run(create_session())
        second.run(use(http))
        first.run(http.close())


# --- time -----------------------------------------------------------------------------------


async def test_each_attempt_has_a_timeout() -> None:
    async def handle(_: bytes, writer: asyncio.StreamWriter, number: int) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nX-Tt-Logid: LOG9\r\nContent-Length: 9\r\n\r\n{")
        await writer.drain()
        await asyncio.sleep(5)

    async with raw_server(handle) as url, tokenless(url, attempt_timeout_s=0.1) as feishu:
        with pytest.raises(
            RequestTimeoutError, match=r"no complete response within 0\.1 s"
        ) as caught:
            await feishu.top_notice.delete("oc_1")
    assert caught.value.outcome_unknown
    assert (caught.value.http_status, caught.value.log_id) == (200, "LOG9")


BREAKS: list[tuple[Exception, type[FeishuError], str]] = [
    (ValueError("theirs"), SessionStateError, "the HTTP session cannot be used: theirs"),
    (ValueError("the token is t-1"), SessionStateError, r"the token is \*\*\*"),
    (LookupError("theirs"), TransportError, "the HTTP session raised LookupError$"),
    (FeishuError("of another client's"), TransportError, "the HTTP session raised FeishuError$"),
]


@pytest.mark.parametrize(("breakage", "error", "message"), BREAKS)
@pytest.mark.parametrize("is_sent", [False, True])
async def test_an_error_of_a_borrowed_session_is_converted(
    fake: FakeFeishu, breakage: Exception, error: type[FeishuError], message: str, *, is_sent: bool
) -> None:
    async def breaks(
        request: aiohttp.ClientRequest, handler: aiohttp.ClientHandlerType
    ) -> aiohttp.ClientResponse:
        if is_sent:
            await handler(request)
        raise breakage

    async with aiohttp.ClientSession(middlewares=[breaks]) as http:
        async with tokenless(fake.url, http=http) as feishu:
            with pytest.raises(error, match=message) as caught:
                await feishu.top_notice.delete(fake.chat_id)
    assert type(caught.value) is error
    assert caught.value.__context__ is None
    assert caught.value.outcome_unknown is is_sent
    assert len(fake.requests) == is_sent


@pytest.mark.parametrize("fault", [Garbage(), ResetAfter()], ids=["answered", "not answered"])
async def test_a_borrowed_session_cannot_repeat_an_attempt(fake: FakeFeishu, fault: Fault) -> None:
    """Each attempt needs a permit, so the second one is not sent."""

    async def repeats(
        request: aiohttp.ClientRequest, handler: aiohttp.ClientHandlerType
    ) -> aiohttp.ClientResponse:
        for _ in range(3):
            with suppress(Exception):
                response = await handler(request)
                if response.ok:
                    return response
        return await handler(request)

    async with aiohttp.ClientSession(middlewares=[repeats]) as http:
        async with tokenless(fake.url, http=http) as feishu:
            fake.inject(fault)
            patch = feishu.announcement.patch(fake.chat_id, revision="1", requests=["{}"])
            with pytest.raises(SessionStateError, match=r"FeishuChat\(retry=") as caught:
                await patch
    assert len(fake.requests) == 1
    assert caught.value.outcome_unknown
    assert caught.value.__context__ is None


# --- is it known whether it was sent? -------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"connect_timeout_s": 0.05}, ConnectionFailedError, ": no connection within 0.05 s$"),
        ({"attempt_timeout_s": 0.05}, RequestTimeoutError, ": no connection within 0.05 s$"),
        ({"timeout_s": 0.05}, RequestTimeoutError, r"timed out while connecting \(attempt 1\)"),
    ],
    ids=["connecting", "attempt", "call"],
)
async def test_a_call_that_never_got_a_connection_had_no_effect(
    options: dict[str, Any], error: type[FeishuError], message: str
) -> None:
    with unresponsive_listener() as url:
        async with tokenless(url, **options) as feishu:
            with pytest.raises(error, match=message) as caught:
                await feishu.announcement.patch("oc_1", revision="1", requests=["{}"])
    assert not caught.value.outcome_unknown


async def test_closing_interrupts_a_call_that_is_connecting() -> None:
    with unresponsive_listener() as url:
        feishu = tokenless(url)
        patching = feishu.announcement.patch("oc_1", revision="1", requests=["{}"])
        task = asyncio.create_task(patching)
        await asyncio.sleep(0.01)
        await feishu.close()
        with pytest.raises(SessionStateError, match="closed while connecting") as caught:
            await task
    assert not caught.value.outcome_unknown


async def test_a_call_that_waits_for_a_full_pool_had_no_effect() -> None:
    async def handle(_: bytes, writer: asyncio.StreamWriter, number: int) -> None:
        await asyncio.sleep(5)

    pool = aiohttp.TCPConnector(limit=1)
    async with raw_server(handle) as url, aiohttp.ClientSession(connector=pool) as http:
        async with tokenless(url, http=http, close_timeout_s=0) as patient:
            holder = asyncio.ensure_future(
                patient.announcement.patch("oc_1", revision="1", requests=["{}"])
            )
            async with tokenless(url, http=http, timeout_s=0.1, attempt_timeout_s=5) as feishu:
                patch = feishu.announcement.patch
                errors = await asyncio.gather(
                    *[patch("oc_1", revision="1", requests=["{}"]) for _ in range(2)],
                    return_exceptions=True,
                )
        with pytest.raises(SessionStateError) as caught:
            await holder
    assert caught.value.outcome_unknown
    assert [getattr(error, "outcome_unknown", None) for error in errors] == [False, False]


async def test_a_compressed_response_is_measured_decompressed() -> None:
    bomb = gzip.compress(b" " * 1_000_000)
    with pytest.raises(InvalidResponseError, match="larger than 100000 bytes"):
        await send_raw(answer(bomb, b"Content-Encoding: gzip"), max_response_bytes=100_000)


async def test_a_borrowed_session_need_not_decompress() -> None:
    compressed = answer(gzip.compress(OK), b"Content-Encoding: gzip")
    async with aiohttp.ClientSession(auto_decompress=False) as http:
        await send_raw(compressed, http=http)


async def test_a_borrowed_session_can_set_the_user_agent(fake: FakeFeishu) -> None:
    async with aiohttp.ClientSession(headers={"User-Agent": "theirs"}) as named:
        async with aiohttp.ClientSession() as plain:
            for http in (None, plain, named):
                async with client(fake, http=http) as feishu:
                    await feishu.top_notice.delete(fake.chat_id)
    names = [request.headers["User-Agent"].partition("/")[0] for request in fake.requests]
    assert names == ["feishu-chat-async"] * 4 + ["theirs"] * 2


async def test_no_cookies_are_kept() -> None:
    heads: list[bytes] = []

    async def handle(head: bytes, writer: asyncio.StreamWriter, number: int) -> None:
        heads.append(head)
        writer.write(answer(OK, b"Set-Cookie: session=1"))

    async with raw_server(handle) as url:
        async with tokenless(url.replace("127.0.0.1", "localhost")) as feishu:
            for _ in range(2):
                await feishu.top_notice.delete("oc_1")
    assert len(heads) == 2
    assert b"cookie" not in heads[1].lower()


async def test_a_session_whose_middlewares_cannot_be_read_is_refused(fake: FakeFeishu) -> None:
    """Otherwise they would be ignored silently if aiohttp renamed its attribute."""
    async with aiohttp.ClientSession() as http:
        del http._middlewares
        with pytest.raises(SessionStateError, match=r"middlewares .* aiohttp \d.*without http"):
            client(fake, http=http)
    async with client(fake) as feishu:  # a session of our own has none
        await feishu.top_notice.delete(fake.chat_id)
