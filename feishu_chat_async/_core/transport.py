"""One HTTP exchange through aiohttp. The only module of the client that imports aiohttp.

Every exception of aiohttp is translated here to a `FeishuError`, and not chained to it: aiohttp's
exceptions contain the request's headers, and with them the access token.
"""

import asyncio
import re
import urllib.request
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Final, TypeVar

import aiohttp
from aiohttp import hdrs
from aiohttp.client_middlewares import ClientHandlerType, ClientMiddlewareType
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
from .deadline import Timeout, TimeoutGroup
from .settings import Settings, is_http_url

T = TypeVar("T")

HttpSession = aiohttp.ClientSession

_USER_AGENT: Final = {"User-Agent": f"feishu-chat-async/{__version__}"}
_SEND: Final = "send"
_OK: Final = 200


class _BrokenConnectionError(Exception):
    """The connection could not be opened, or broke."""


class _TooLargeError(Exception):
    """The response is larger than allowed."""


class _UnknownLengthError(Exception):
    """The response is a file without a length, so a truncated one could not be detected."""


class _SentTwiceError(Exception):
    """A middleware of the caller's session tried to send the request a second time."""


_INTERNAL_ERRORS: Final = (_BrokenConnectionError, _TooLargeError, _UnknownLengthError)


class _Exchange:
    """One request in progress. It is also the aiohttp middleware that observes the sending.

    It is the innermost middleware, so that it sees what the caller's own middlewares send.
    """

    __slots__ = ("_is_started", "_on_sent", "awaited", "request", "response", "sent", "token")

    def __init__(self, request: Request, token: AccessToken, on_sent: Callable[[], None]) -> None:
        self.request: Request = request
        self.token: AccessToken = token
        self._on_sent = on_sent
        self._is_started = False
        self.sent: bool = False
        self.response: aiohttp.ClientResponse | None = None
        self.awaited: str = "complete response"

    async def __call__(
        self, request: aiohttp.ClientRequest, handler: ClientHandlerType
    ) -> aiohttp.ClientResponse:
        """Report when the request is sent, and prevent aiohttp from sending it twice.

        If a kept-alive connection turns out to be closed, aiohttp catches these two errors and
        resends requests of some methods by itself. That second request would have no permit.
        https://github.com/aio-libs/aiohttp/issues/10790
        """
        if self._is_started:
            raise _SentTwiceError
        self._is_started = True
        original = request.send

        def send(connection: aiohttp.connector.Connection) -> Awaitable[aiohttp.ClientResponse]:
            # aiohttp calls this once it has a connection; there is no cheaper way to know when.
            # Deleting the attribute breaks the reference cycle that it creates.
            delattr(request, _SEND)
            self.sent = True
            self._on_sent()
            return original(connection)

        setattr(request, _SEND, send)
        try:
            return await handler(request)
        except (aiohttp.ClientOSError, aiohttp.ServerDisconnectedError) as error:
            broken = _BrokenConnectionError(_describe(error))
        raise broken


class Transport:
    """Sends a request once, and reads the complete response, up to a maximum size.

    Args:
        settings: The client's settings.
        http: The caller's own HTTP session, or None to open one.
    """

    def __init__(self, settings: Settings, http: HttpSession | None) -> None:
        self._settings = settings
        self._base = str(URL(settings.base_url)).rstrip("/")
        self._timeout = aiohttp.ClientTimeout(total=None, connect=settings.connect_timeout_s)
        self._timeouts = TimeoutGroup(settings.attempt_timeout_s)
        self._is_borrowed = http is not None
        self._http = http
        has_user_agent = http is None or hdrs.USER_AGENT in http.headers
        self._headers: dict[str, str] = {} if has_user_agent else _USER_AGENT
        self._start_request: Callable[..., Awaitable[aiohttp.ClientResponse]] | None = None
        self._middlewares = () if http is None else _middlewares_of(http)

    def open(self) -> None:
        """Open the HTTP session, on the running event loop."""
        secret = self._settings.proxy
        if secret is None and self._settings.trust_env:
            secret = _proxy_of_environment(self._base)
        proxy = None if secret is None else secret.value
        if self._http is None:
            self._http = aiohttp.ClientSession(
                # The limiter limits the connections, not the pool: a call waiting in the pool
                # already holds a permit.
                connector=aiohttp.TCPConnector(limit=0),
                cookie_jar=aiohttp.DummyCookieJar(),
                headers=_USER_AGENT,
                timeout=self._timeout,
                trust_env=False,  # it would also send passwords from ~/.netrc
                proxy=proxy,
            )
            self._start_request = partial(self._http.request, allow_redirects=False)
        else:
            # The caller's session may have other defaults, so each request overrides them.
            self._start_request = partial(
                self._http.request,
                allow_redirects=False,
                raise_for_status=False,
                auto_decompress=True,
                timeout=self._timeout,
                proxy=proxy,
            )

    async def close(self) -> None:
        """Close the HTTP session, unless it belongs to the caller."""
        self._timeouts.shut_down()
        if self._http is not None and not self._is_borrowed:
            await self._http.close()

    def send(
        self, request: Request, token: AccessToken, on_sent: Callable[[], None]
    ) -> Awaitable[Reply]:
        """Send one request and return its response, of any status.

        Args:
            request: The request.
            token: The credential to send with it.
            on_sent: Called when there is a connection and the request is sent.
        """
        exchange = _Exchange(request, token, on_sent)
        return self.guard(self._fetch(exchange), exchange)

    async def guard(self, job: Awaitable[T], exchange: _Exchange) -> T:
        """Run one step of an exchange within the attempt's timeout, and translate its errors."""
        request, token = exchange.request, exchange.token
        failure: BaseException
        try:
            with Timeout(self._timeouts):
                return await job
        except (aiohttp.ClientError, TimeoutError, *_INTERNAL_ERRORS) as error:
            failure = self._translate(error, exchange)
        except _SentTwiceError:
            failure = SessionStateError(
                "a middleware of the HTTP session sent a request twice, bypassing the rate limits; "
                "configure retries with FeishuChat(retry=...) instead",
                outcome_unknown=exchange.sent and request.writes,
            )
        except (RuntimeError, ValueError) as error:
            failure = SessionStateError(
                f"the HTTP session cannot be used: {printable(str(error), token)}",
                outcome_unknown=exchange.sent and request.writes,
            )
        except asyncio.CancelledError as error:
            failure = asyncio.CancelledError(*error.args)
        except Exception as error:  # noqa: BLE001 - a caller's middleware can raise anything
            failure = TransportError(
                f"the HTTP session raised {type(error).__name__}",
                method=request.method,
                path=request.path,
                outcome_unknown=exchange.sent and request.writes,
            )
        # Raised here and not above, so that it does not refer to aiohttp's exceptions and frames.
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
        if self._start_request is None:
            raise RuntimeError("it was not opened")
        return self._start_request(
            request.method,
            URL(self._base + request.target, encoded=True),
            data=request.body,
            headers=self._headers_of(request, token),
            middlewares=(*self._middlewares, exchange),
        )

    def _headers_of(self, request: Request, token: AccessToken) -> dict[str, str]:
        # Not kept in a frame that awaits, where debuggers could show it: it contains the token.
        headers = {**self._headers, **token.headers()}
        if request.body is not None:
            headers["Content-Type"] = JSON_TYPE
        if request.endpoint.streamed:
            # A compressed piece could have any size, and a truncated gzip would not be noticed.
            headers[hdrs.ACCEPT_ENCODING] = "identity"
        return headers

    async def _read(self, response: aiohttp.ClientResponse) -> bytes:
        max_bytes = self._settings.max_response_bytes
        length = response.content_length
        is_compressed = hdrs.CONTENT_ENCODING in response.headers
        try:
            if length is not None and length > max_bytes:
                raise _TooLargeError
            if length is not None and not is_compressed:
                return await response.content.read()  # it cannot exceed its Content-Length
            body = bytearray()
            async for chunk in response.content.iter_any():
                body += chunk
                if len(body) > max_bytes:
                    raise _TooLargeError
        except BaseException:  # truncated, cancelled or too large: the connection is unusable
            response.close()
            raise
        return bytes(body)

    def _download(self, response: aiohttp.ClientResponse, exchange: _Exchange) -> Download:
        """Return a response as a download, if a truncated file can be detected."""
        length = response.content_length
        is_chunked = "chunked" in response.headers.get(hdrs.TRANSFER_ENCODING, "").lower()
        if length is None and not is_chunked:
            response.close()
            raise _UnknownLengthError
        exchange.awaited = "further piece of the file"
        is_compressed = hdrs.CONTENT_ENCODING in response.headers
        disposition = response.content_disposition
        return Download(
            _File(self, response, exchange),
            size=None if is_compressed else length,
            content_type=response.headers.get(hdrs.CONTENT_TYPE),
            file_name=None if disposition is None else _base_name(disposition.filename),
        )

    def _translate(self, error: Exception, exchange: _Exchange) -> FeishuError:
        request, sent = exchange.request, exchange.sent
        response = exchange.response
        head = None if response is None else _reply(response, b"", exchange.token)
        kind: type[TransportError] = ConnectionFailedError
        if isinstance(error, TimeoutError) and not isinstance(error, aiohttp.ClientError):
            kind = RequestTimeoutError
            awaited = exchange.awaited if sent else "connection"
            problem = f"no {awaited} within {self._settings.attempt_timeout_s:g} s"
        elif isinstance(error, aiohttp.ConnectionTimeoutError):
            problem = f"no connection within {self._settings.connect_timeout_s:g} s"
        elif isinstance(error, _TooLargeError):
            kind = InvalidResponseError
            problem = f"the response is larger than {self._settings.max_response_bytes} bytes"
        elif isinstance(error, _UnknownLengthError):
            kind = InvalidResponseError
            problem = "the file has no length, so a truncated file could not be detected"
        elif isinstance(error, aiohttp.ClientResponseError) and sent:
            kind = InvalidResponseError
            problem = "the response is not valid HTTP"
        elif isinstance(error, aiohttp.ClientPayloadError):
            problem = "the response was cut off, or cannot be decompressed"
        else:
            problem = _describe(error)
        return kind(
            problem if sent or isinstance(error, TimeoutError) else f"not connected, {problem}",
            method=request.method,
            path=request.path,
            http_status=None if head is None else head.status,
            log_id=None if head is None else head.log_id,
            outcome_unknown=sent and request.writes,
        )


class _File:
    """The source of a `Download`: a response that is a file."""

    __slots__ = ("_exchange", "_response", "_transport")

    def __init__(
        self, transport: Transport, response: aiohttp.ClientResponse, exchange: _Exchange
    ) -> None:
        self._transport = transport
        self._response = response
        self._exchange = exchange

    async def read(self) -> bytes:
        """Return the next piece; see `Source`."""
        return await self._transport.guard(self._response.content.readany(), self._exchange)

    def close(self) -> None:
        """Close the connection if the file was not read to its end; see `Source`."""
        self._response.close()


def _middlewares_of(http: HttpSession) -> Sequence[ClientMiddlewareType]:
    """Return the middlewares of the caller's session.

    Middlewares given for a request replace those of its session, and aiohttp has no public way to
    read the latter.
    """
    try:
        return http._middlewares  # noqa: SLF001
    except AttributeError:
        problem = (
            f"the middlewares of the HTTP session cannot be read with aiohttp {aiohttp.__version__}"
        )
    raise SessionStateError(f"{problem}; use another version, or create FeishuChat without http")


def _proxy_of_environment(base: str) -> Secret | None:
    """Return the URL of the proxy that the environment configures for this host, if any."""
    url = URL(base)
    if urllib.request.proxy_bypass(url.authority):
        return None
    proxy = Secret(urllib.request.getproxies().get(url.scheme, ""))
    if not proxy.value:
        return None
    if "://" not in proxy.value:
        proxy = Secret(f"http://{proxy.value}")  # as curl does
    if not is_http_url(proxy.value):
        raise SessionStateError(
            f"the environment's proxy for {url.scheme} must be an http or https URL with a host"
        )
    return proxy


def _reply(response: aiohttp.ClientResponse, body: bytes, token: AccessToken) -> Reply:
    return Reply(response.status, response.headers, body, token)


def _base_name(name: str | None) -> str | None:
    """Return the last component of a file name of any operating system; None if it is unusable."""
    last = re.split(r"[/\\]", name or "")[-1]
    return last if last.strip(".") and last.isprintable() else None


def _describe(error: Exception) -> str:
    # Only errors whose text is known to contain neither headers nor URLs.
    if isinstance(error, aiohttp.ClientConnectorError):
        return str(error.os_error)
    if isinstance(error, aiohttp.ServerDisconnectedError):
        return "the server closed the connection without a response"
    if isinstance(error, aiohttp.ClientOSError | _BrokenConnectionError):
        return str(error)
    if isinstance(error, aiohttp.ClientHttpProxyError):
        return f"the proxy responded with HTTP {error.status}"
    return type(error).__name__
