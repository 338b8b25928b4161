"""The wire: one HTTP exchange through aiohttp, which nothing else on the client's side imports.

Whatever aiohttp raises becomes one of our errors here and is not chained to it: its exceptions
hold the request's headers, and with them the access token.
"""

import asyncio
import re
import urllib.request
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Final, TypeVar

import aiohttp
from aiohttp import hdrs
from aiohttp.client_middlewares import ClientHandlerType
from yarl import URL

from .._protocol.download import Download
from .._protocol.secret import Secret
from .._protocol.wire import JSON_TYPE, Reply, Request, printable
from .._version import __version__
from ..errors import (
    ConnectionFailedError,
    FeishuError,
    InvalidResponseError,
    RequestTimeoutError,
    SessionStateError,
    TransportError,
)
from .auth import AccessToken
from .deadline import Deadlines, Timeout
from .settings import Settings, is_http_url

T = TypeVar("T")

HttpSession = aiohttp.ClientSession

_USER_AGENT: Final = {"User-Agent": f"feishu-chat-async/{__version__}"}
_SEND: Final = "send"
_OK: Final = 200


class _BrokenError(Exception):
    """The connection could not be made, or broke."""


class _TooLargeError(Exception):
    """The answer is larger than it may be."""


class _UnmeasuredError(Exception):
    """The answer is a file of which nobody could tell whether it is whole."""


class _RepeatedError(Exception):
    """A middleware of the caller's wants to send the request a second time."""


_OURS: Final = (_BrokenError, _TooLargeError, _UnmeasuredError)


class _Exchange:
    """One request on its way: a middleware of aiohttp, which sees it before it has a connection.

    It is the innermost one, so that it sees whatever the caller's own middlewares send.
    """

    __slots__ = ("_began", "_on_sent", "request", "response", "sent", "token", "waits_for")

    def __init__(self, request: Request, token: AccessToken, on_sent: Callable[[], None]) -> None:
        self.request: Request = request
        self.token: AccessToken = token
        self._on_sent = on_sent
        self._began = False
        self.sent: bool = False
        self.response: aiohttp.ClientResponse | None = None
        self.waits_for: str = "whole answer"

    async def __call__(
        self, request: aiohttp.ClientRequest, handler: ClientHandlerType
    ) -> aiohttp.ClientResponse:
        """Note when the request goes out, and keep aiohttp from sending it twice.

        aiohttp repeats some methods by itself when a connection that it had kept open turns out to
        be closed, and only for these errors; that second request would have no permit.
        https://github.com/aio-libs/aiohttp/issues/10790
        """
        if self._began:
            raise _RepeatedError
        self._began = True
        original = request.send

        def send(connection: aiohttp.connector.Connection) -> Awaitable[aiohttp.ClientResponse]:
            # aiohttp calls this once it has a connection; there is no cheaper way to know when. The
            # attribute goes, and with it the reference cycle that it makes.
            delattr(request, _SEND)
            self.sent = True
            self._on_sent()
            return original(connection)

        setattr(request, _SEND, send)
        try:
            return await handler(request)
        except (aiohttp.ClientOSError, aiohttp.ServerDisconnectedError) as error:
            broken = _BrokenError(_describe(error))
        raise broken


class Transport:
    """Sends a request once and reads the whole answer, up to a size."""

    def __init__(self, settings: Settings, http: HttpSession | None) -> None:
        self._settings = settings
        self._base = str(URL(settings.base_url)).rstrip("/")
        self._timeout = aiohttp.ClientTimeout(total=None, connect=settings.connect_timeout_s)
        self._deadlines = Deadlines(settings.attempt_timeout_s)
        self._is_borrowed = http is not None
        self._http = http
        named = http is None or hdrs.USER_AGENT in http.headers
        self._headers: dict[str, str] = {} if named else _USER_AGENT
        self._ask: Callable[..., Awaitable[aiohttp.ClientResponse]] | None = None
        # Middlewares given for a request replace those of the session, and aiohttp has no public
        # way to read the latter.
        self._middlewares = getattr(http, "_middlewares", ())

    def open(self) -> None:
        """Make the HTTP session, on the running event loop."""
        secret = self._settings.proxy
        if secret is None and self._settings.trust_env:
            secret = _proxy_of_environment(self._base)
        proxy = None if secret is None else secret.value
        if self._http is None:
            self._http = aiohttp.ClientSession(
                # How many connections there are is the limiter's business, not the pool's: who
                # waits in the pool has his permit already.
                connector=aiohttp.TCPConnector(limit=0),
                cookie_jar=aiohttp.DummyCookieJar(),
                headers=_USER_AGENT,
                timeout=self._timeout,
                trust_env=False,  # it would send passwords from ~/.netrc too
                proxy=proxy,
            )
            self._ask = partial(self._http.request, allow_redirects=False)
        else:
            # What a session of the caller's has been told otherwise is said again for each request.
            self._ask = partial(
                self._http.request,
                allow_redirects=False,
                raise_for_status=False,
                auto_decompress=True,
                timeout=self._timeout,
                proxy=proxy,
            )

    async def close(self) -> None:
        """Close the HTTP session, unless it is the caller's own."""
        self._deadlines.shut_down()
        if self._http is not None and not self._is_borrowed:
            await self._http.close()

    def send(
        self, request: Request, token: AccessToken, on_sent: Callable[[], None]
    ) -> Awaitable[Reply]:
        """Exchange one request for one answer, whatever its status is.

        `on_sent` is called when there is a connection and the request goes out.
        """
        exchange = _Exchange(request, token, on_sent)
        return self.guard(self._fetch(exchange), exchange)

    async def guard(self, job: Awaitable[T], exchange: _Exchange) -> T:
        """Await a part of an exchange, for so long at the most, and make any error one of ours."""
        request, token = exchange.request, exchange.token
        failure: BaseException
        try:
            with Timeout(self._deadlines):
                return await job
        except (aiohttp.ClientError, TimeoutError, *_OURS) as error:
            failure = self._translate(error, exchange)
        except _RepeatedError:
            failure = SessionStateError(
                "a middleware of the HTTP session sent a request twice, past the rate limits; "
                "leave repeating to FeishuChat(retry=...)",
                outcome_unknown=exchange.sent and request.writes,
            )
        except (RuntimeError, ValueError) as error:
            failure = SessionStateError(
                f"the HTTP session cannot be used: {printable(str(error), token)}",
                outcome_unknown=exchange.sent and request.writes,
            )
        except asyncio.CancelledError as error:
            failure = asyncio.CancelledError(*error.args)
        except Exception as error:  # noqa: BLE001 - a borrowed session's middleware raises anything
            failure = TransportError(
                f"the HTTP session raised {type(error).__name__}",
                method=request.method,
                path=request.path,
                outcome_unknown=exchange.sent and request.writes,
            )
        # Here and not above: it must not drag aiohttp's exceptions and frames along.
        raise failure

    async def _fetch(self, exchange: _Exchange) -> Reply:
        request, token = exchange.request, exchange.token
        response = exchange.response = await self._request(request, token, exchange)
        if request.endpoint.streamed and response.status == _OK:
            download = self._download(response, exchange)
            return _reply(response, b"", token)._replace(download=download)
        return _reply(response, await self._read(response), token)

    def _request(
        self, request: Request, token: AccessToken, exchange: _Exchange
    ) -> Awaitable[aiohttp.ClientResponse]:
        if self._ask is None:
            raise RuntimeError("it was not opened")
        return self._ask(
            request.method,
            URL(self._base + request.target, encoded=True),
            data=request.body,
            headers=self._headers_of(request, token),
            middlewares=(*self._middlewares, exchange),
        )

    def _headers_of(self, request: Request, token: AccessToken) -> dict[str, str]:
        # Not a variable where a frame could be looked at while it waits: they hold the token.
        headers = {**self._headers, **token.headers()}
        if request.body is not None:
            headers["Content-Type"] = JSON_TYPE
        if request.endpoint.streamed:
            # Packed, a piece could be of any size, and a gzip that ends early goes unnoticed.
            headers[hdrs.ACCEPT_ENCODING] = "identity"
        return headers

    async def _read(self, response: aiohttp.ClientResponse) -> bytes:
        most = self._settings.max_response_bytes
        length = response.content_length
        is_packed = hdrs.CONTENT_ENCODING in response.headers
        try:
            if length is not None and length > most:
                raise _TooLargeError
            if length is not None and not is_packed:
                return await response.content.read()  # it cannot be longer than it says
            body = bytearray()
            async for chunk in response.content.iter_any():
                body += chunk
                if len(body) > most:
                    raise _TooLargeError
        except BaseException:  # cut off, cancelled or too large: the connection is of no use
            response.close()
            raise
        return bytes(body)

    def _download(self, response: aiohttp.ClientResponse, exchange: _Exchange) -> Download:
        """Hand on an answer that is a file, if it can be told whether all of it has come."""
        length = response.content_length
        is_chunked = "chunked" in response.headers.get(hdrs.TRANSFER_ENCODING, "").lower()
        if length is None and not is_chunked:
            response.close()
            raise _UnmeasuredError
        exchange.waits_for = "further piece of the file"
        is_packed = hdrs.CONTENT_ENCODING in response.headers
        named = response.content_disposition
        return Download(
            _File(self, response, exchange),
            size=None if is_packed else length,
            content_type=response.headers.get(hdrs.CONTENT_TYPE),
            file_name=None if named is None else _base_name(named.filename),
        )

    def _translate(self, error: Exception, exchange: _Exchange) -> FeishuError:
        request, sent = exchange.request, exchange.sent
        response = exchange.response
        head = None if response is None else _reply(response, b"", exchange.token)
        kind: type[TransportError] = ConnectionFailedError
        if isinstance(error, TimeoutError) and not isinstance(error, aiohttp.ClientError):
            kind = RequestTimeoutError
            waited_for = exchange.waits_for if sent else "connection"
            what = f"no {waited_for} within {self._settings.attempt_timeout_s:g} s"
        elif isinstance(error, aiohttp.ConnectionTimeoutError):
            what = f"no connection within {self._settings.connect_timeout_s:g} s"
        elif isinstance(error, _TooLargeError):
            kind = InvalidResponseError
            what = f"the answer is larger than {self._settings.max_response_bytes} bytes"
        elif isinstance(error, _UnmeasuredError):
            kind = InvalidResponseError
            what = "the file comes without its length, so that it could end early unnoticed"
        elif isinstance(error, aiohttp.ClientResponseError) and sent:
            kind = InvalidResponseError
            what = "the answer is not valid HTTP"
        elif isinstance(error, aiohttp.ClientPayloadError):
            what = "the answer was cut off, or cannot be unpacked"
        else:
            what = _describe(error)
        return kind(
            what if sent or isinstance(error, TimeoutError) else f"not connected, {what}",
            method=request.method,
            path=request.path,
            http_status=None if head is None else head.status,
            log_id=None if head is None else head.log_id,
            outcome_unknown=sent and request.writes,
        )


class _File:
    """A file that is the answer to a request."""

    __slots__ = ("_exchange", "_response", "_transport")

    def __init__(
        self, transport: Transport, response: aiohttp.ClientResponse, exchange: _Exchange
    ) -> None:
        self._transport = transport
        self._response = response
        self._exchange = exchange

    async def read(self) -> bytes:
        """See `Source`."""
        return await self._transport.guard(self._response.content.readany(), self._exchange)

    def close(self) -> None:
        """See `Source`."""
        self._response.close()


def _proxy_of_environment(base: str) -> Secret | None:
    """Return the URL of the proxy that the environment names for this host, if it names one."""
    url = URL(base)
    if urllib.request.proxy_bypass(url.authority):
        return None
    proxy = Secret(urllib.request.getproxies().get(url.scheme, ""))
    if not proxy.value:
        return None
    if "://" not in proxy.value:
        proxy = Secret(f"http://{proxy.value}")  # as curl has it
    if not is_http_url(proxy.value):
        raise SessionStateError(
            f"the environment's proxy for {url.scheme} must be an http or https URL with a host"
        )
    return proxy


def _reply(response: aiohttp.ClientResponse, body: bytes, token: AccessToken) -> Reply:
    return Reply(response.status, response.headers, body, token)


def _base_name(name: str | None) -> str | None:
    """Return a file's name as it can be used here: no folders, whatever the system."""
    last = re.split(r"[/\\]", name or "")[-1]
    return last if last.strip(".") and last.isprintable() else None


def _describe(error: Exception) -> str:
    # Only what is known to hold neither headers nor URLs.
    if isinstance(error, aiohttp.ClientConnectorError):
        return str(error.os_error)
    if isinstance(error, aiohttp.ServerDisconnectedError):
        return "the server closed the connection without an answer"
    if isinstance(error, aiohttp.ClientOSError | _BrokenError):
        return str(error)
    if isinstance(error, aiohttp.ClientHttpProxyError):
        return f"the proxy answered HTTP {error.status}"
    return type(error).__name__
