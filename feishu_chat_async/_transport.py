"""The wire: one HTTP exchange through aiohttp, which nothing else on the client's side imports.

Whatever aiohttp raises becomes one of our errors here and is not chained to it: its exceptions
hold the request's headers, and with them the access token.
"""

from typing import Final

import aiohttp
from aiohttp import hdrs
from aiohttp.client_middlewares import ClientHandlerType
from yarl import URL

from ._auth import AccessToken
from ._deadline import Deadlines
from ._version import __version__
from ._wire import JSON_TYPE, Reply, Request
from .config import Settings
from .errors import (
    ConnectionFailedError,
    FeishuError,
    InvalidResponseError,
    RequestTimeoutError,
    SessionStateError,
    TransportError,
)

HttpSession = aiohttp.ClientSession

_HEADERS: Final = {"User-Agent": f"feishu-chat-async/{__version__}"}
_JSON_HEADERS: Final = {**_HEADERS, "Content-Type": JSON_TYPE}

_RESENT: Final = frozenset({"GET", "PUT", "DELETE"})

_NOT_SENT: Final = (  # aiohttp raises these before the first byte of a request
    aiohttp.ClientConnectorError,
    aiohttp.ConnectionTimeoutError,
    aiohttp.ClientHttpProxyError,
    aiohttp.ServerFingerprintMismatch,
)


class _BrokenError(Exception):
    """The connection broke when the request, or a part of it, may have arrived."""


class _TooLargeError(Exception):
    """The answer is larger than it may be."""


class Transport:
    """Sends a request once and reads the whole answer, up to a size."""

    def __init__(self, settings: Settings, http: HttpSession | None) -> None:
        self._settings = settings
        self._base = str(URL(settings.base_url)).rstrip("/")
        self._timeout = aiohttp.ClientTimeout(total=None, connect=settings.connect_timeout_s)
        self._deadlines = Deadlines(settings.attempt_timeout_s)
        self._is_borrowed = http is not None
        self._http = http
        # Middlewares given for a request replace those of the session, and aiohttp has no public
        # way to read the latter.
        self._once = (_send_once, *getattr(http, "_middlewares", ()))

    def open(self) -> None:
        """Make the HTTP session, on the running event loop."""
        if self._http is None:
            self._http = aiohttp.ClientSession(
                # How many connections there are is the limiter's business, not the pool's: who
                # waits in the pool has his permit already.
                connector=aiohttp.TCPConnector(limit=0),
                cookie_jar=aiohttp.DummyCookieJar(),
                trust_env=self._settings.trust_env,
            )

    async def close(self) -> None:
        """Close the HTTP session, unless it is the caller's own."""
        self._deadlines.shut_down()
        if self._http is not None and not self._is_borrowed:
            await self._http.close()

    async def send(self, request: Request, token: AccessToken) -> Reply:
        """Exchange one request for one answer, whatever its status is."""
        response: aiohttp.ClientResponse | None = None
        try:
            with self._deadlines.scope():
                response = await self._request(request, token)
                body = await self._read(response)
        except (aiohttp.ClientError, _BrokenError, _TooLargeError, TimeoutError) as error:
            failure = self._translate(error, request, response)
        except (RuntimeError, ValueError) as error:
            failure = SessionStateError(f"the HTTP session cannot be used: {error}")
        else:
            return Reply(response.status, response.headers, body)
        raise failure  # here and not above: it must not drag aiohttp's exception along

    async def _request(self, request: Request, token: AccessToken) -> aiohttp.ClientResponse:
        if self._http is None:
            raise RuntimeError("it was not opened")
        return await self._http.request(
            request.method,
            URL(self._base + request.target, encoded=True),
            data=request.body,
            headers={**(_HEADERS if request.body is None else _JSON_HEADERS), **token.headers()},
            allow_redirects=False,
            raise_for_status=False,
            auto_decompress=True,
            timeout=self._timeout,
            proxy=self._settings.proxy,
            middlewares=self._once if request.method in _RESENT else None,
        )

    async def _read(self, response: aiohttp.ClientResponse) -> bytes:
        most = self._settings.max_response_bytes
        length = response.content_length
        if length is not None and length <= most and hdrs.CONTENT_ENCODING not in response.headers:
            return await response.read()  # it cannot be longer than it says
        body = bytearray()
        try:
            async for chunk in response.content.iter_any():
                body += chunk
                if len(body) > most or (length or 0) > most:
                    raise _TooLargeError
        except BaseException:  # cut off, cancelled or too large: the connection is of no use
            response.close()
            raise
        return bytes(body)

    def _translate(
        self, error: Exception, request: Request, response: aiohttp.ClientResponse | None
    ) -> FeishuError:
        sent = not isinstance(error, _NOT_SENT)
        head = None if response is None else Reply(response.status, response.headers, b"")
        kind: type[TransportError] = ConnectionFailedError
        if isinstance(error, TimeoutError) and sent:
            kind = RequestTimeoutError
            what = f"no whole answer within {self._settings.attempt_timeout_s:g} s"
        elif isinstance(error, _TooLargeError):
            kind = InvalidResponseError
            what = f"the answer is larger than {self._settings.max_response_bytes} bytes"
        elif isinstance(error, aiohttp.ClientResponseError) and sent:
            kind = InvalidResponseError
            what = "the answer is not valid HTTP"
        elif isinstance(error, aiohttp.ClientPayloadError):
            what = "the answer was cut off, or cannot be unpacked"
        else:
            what = _describe(error)
        return kind(
            what if sent else f"not connected, {what}",
            method=request.method,
            path=request.path,
            http_status=None if head is None else head.status,
            log_id=None if head is None else head.log_id,
            outcome_unknown=sent and request.writes,
        )


async def _send_once(
    request: aiohttp.ClientRequest, handler: ClientHandlerType
) -> aiohttp.ClientResponse:
    """Keep aiohttp from sending a request again by itself.

    It does so for some methods when a connection that it had kept open turns out to be closed; that
    second request would have no permit. https://github.com/aio-libs/aiohttp/issues/10790
    """
    try:
        return await handler(request)
    except _NOT_SENT:
        raise
    except (aiohttp.ClientOSError, aiohttp.ServerDisconnectedError) as error:
        broken = _BrokenError(_describe(error))
    raise broken


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
