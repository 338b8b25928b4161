"""The exceptions of this package.

::

    FeishuError                      every error has `outcome_unknown`
     ├ SessionStateError             closed, another event loop, or a forked process
     ├ TransportError                no usable response was received
     │  ├ ConnectionFailedError      refused, reset, truncated, TLS or DNS failure
     │  ├ RequestTimeoutError        the deadline of the call, or of one attempt, passed
     │  └ InvalidResponseError       a response that is not Feishu's: HTML, empty, too large
     ├ APIError                      Feishu returned an error
     │  ├ InvalidRequestError        the request itself is wrong
     │  ├ AuthenticationError        the app's credentials or the access token were rejected
     │  ├ PermissionDeniedError      the caller lacks a permission (`missing_scopes`)
     │  ├ NotInChatError             the bot or user is not a member of the chat
     │  ├ ChatDissolvedError         the chat was dissolved
     │  ├ RateLimitError             too many calls (`retry_after_s`)
     │  └ ServerError                Feishu failed, HTTP 5xx among others
     ├ DecodeError                   a successful response without the documented shape
     ├ PartialWriteError             only some of several requests succeeded (`written`)
     └ ConflictError                 others kept editing the announcement

Invalid arguments raise plain `ValueError` and `TypeError` instead, before anything is sent. Errors
can be pickled and copied. They contain neither access tokens nor the app secret, nor the bodies of
requests and responses.
"""

from typing import ClassVar


class FeishuError(Exception):
    """The base class: `except FeishuError` catches every failure of a call that was started.

    Args:
        message: The text of the error; line breaks become spaces.
    """

    outcome_unknown: bool
    """True if the call may have taken effect although it failed. Check before repeating it."""

    def __init__(self, message: str, *, outcome_unknown: bool = False) -> None:
        super().__init__(" ".join(message.split()))
        self.outcome_unknown = outcome_unknown

    def __reduce__(self) -> tuple[object, ...]:
        # BaseException would pass its args to the constructor, which takes keyword arguments.
        return _rebuild, (type(self), self.args, self.__dict__.copy())


def _rebuild(cls: type[FeishuError], args: tuple[object, ...], state: dict[str, object]) -> object:
    error = cls.__new__(cls)
    error.args = args
    error.__dict__.update(state)
    return error


class SessionStateError(FeishuError):
    """The client cannot be used here: it is closed, or belongs to another loop or process.

    Also raised if a call was interrupted by `close`, or the caller's HTTP session is unusable.
    """


class TransportError(FeishuError):
    """No usable response: the network failed, or the response was not Feishu's.

    Args:
        message: The problem; the text of the error contains the request too.
    """

    def __init__(
        self,
        message: str,
        *,
        method: str,
        path: str,
        http_status: int | None = None,
        log_id: str | None = None,
        outcome_unknown: bool = False,
    ) -> None:
        log = f" (HTTP {http_status}, log_id {log_id})" if http_status is not None else ""
        super().__init__(f"{method} {path}: {message}{log}", outcome_unknown=outcome_unknown)
        self.method = method
        """The HTTP method of the request."""
        self.path = path
        """The path of the request, without its query."""
        self.http_status = http_status
        """The HTTP status; None if no response head arrived."""
        self.log_id = log_id
        """Feishu's id of the request; None if the response had none."""


class ConnectionFailedError(TransportError):
    """The connection could not be opened, or broke before the response was complete."""


class RequestTimeoutError(TransportError):
    """A timeout expired; the message says what the call was doing."""


class InvalidResponseError(TransportError):
    """A complete response that is not Feishu's, often from a proxy or a login page."""


class APIError(FeishuError):
    """Feishu returned an error. Codes that this package does not know raise this class itself.

    https://open.feishu.cn/document/ukTMukTMukTM/ugjM14COyUjL4ITN
    """

    default_hint: ClassVar[str] = ""
    """The hint for codes that have none of their own."""

    def __init__(
        self,
        *,
        code: int | None,
        msg: str,
        http_status: int,
        log_id: str | None,
        method: str,
        path: str,
        hint: str = "",
        help_url: str | None = None,
        outcome_unknown: bool = False,
    ) -> None:
        self.code = code
        """Feishu's error code; None if the response had only an HTTP status."""
        self.msg = msg
        """Feishu's error message; empty if there was none."""
        self.http_status = http_status
        """The HTTP status."""
        self.log_id = log_id
        """Feishu's id of the request, to quote in support requests; None if there was none."""
        self.method = method
        """The HTTP method of the request."""
        self.path = path
        """The path of the request, without its query."""
        self.hint: str = hint or self.default_hint
        """How to fix the problem, in one sentence; may be empty for unknown codes."""
        self.help_url = help_url
        """The help page that the response links to; None if it has no link."""
        cause = f"HTTP {http_status}" if code is None else f"{code} {msg} (HTTP {http_status}"
        tail = f" (log_id {log_id})" if code is None else f", log_id {log_id})"
        super().__init__(
            f"{method} {path} failed: {cause}{tail}. {self.hint}".rstrip(),
            outcome_unknown=outcome_unknown,
        )


class InvalidRequestError(APIError):
    """An argument is wrong, or the state of the chat does not allow the call."""


class AuthenticationError(APIError):
    """Feishu rejected the app's credentials or the access token."""


class PermissionDeniedError(APIError):
    """The app, bot or user lacks a permission for this call."""

    missing_scopes: tuple[str, ...] = ()
    """The scopes of which the app needs at least one; empty if Feishu listed none."""


class NotInChatError(APIError):
    """The bot, or the user it acts as, is not a member of the chat."""


class ChatDissolvedError(APIError):
    """The chat was dissolved and no longer exists."""


class RateLimitError(APIError):
    """Feishu rejected the call because there were too many calls. It had no effect."""

    default_hint: ClassVar[str] = "Too many calls: wait, and spread them out."
    retry_after_s: float | None = None
    """Seconds until the limit is reset; None if the response does not say."""


class ServerError(APIError):
    """Feishu failed to process the call. A write may have taken effect or not."""

    default_hint: ClassVar[str] = "Feishu itself failed: try again later."


class DecodeError(FeishuError):
    """A successful response that does not have the documented shape.

    The message contains the path of the field and the expected type, but never the value.

    Args:
        problem: What was expected and found; the text of the error contains the field too.
    """

    def __init__(
        self,
        problem: str,
        *,
        field: str,
        method: str,
        path: str,
        log_id: str | None,
        outcome_unknown: bool = False,
    ) -> None:
        super().__init__(
            f"{method} {path}: cannot decode {field}: {problem} (log_id {log_id})",
            outcome_unknown=outcome_unknown,
        )
        self.field = field
        """The path of the first wrong field, such as `data.items[3].name`."""
        self.method = method
        """The HTTP method of the request."""
        self.path = path
        """The path of the request, without its query."""
        self.log_id = log_id
        """Feishu's id of the request; None if there was none."""


class PartialWriteError(FeishuError):
    """One of the requests that write an announcement failed after others had succeeded.

    Content that was to be replaced is already gone. `__cause__` is the error of the failed request.
    Calling `write` again is safe, but calling `append` again duplicates content. If
    `outcome_unknown` is True, wait and check first: the failed request may still take effect.

    Args:
        message: The text of the failed request's error.
    """

    def __init__(
        self, message: str, *, written: int, total: int, outcome_unknown: bool = False
    ) -> None:
        progress = f"{written} of {total} blocks were written before this error: {message}"
        super().__init__(progress, outcome_unknown=outcome_unknown)
        self.written = written
        """The number of blocks certainly written or changed; outer lists before nested ones."""
        self.total = total
        """The number of blocks to write."""


class ConflictError(FeishuError):
    """Others kept editing the announcement while this call tried to edit it."""
