"""Everything this package raises on purpose.

::

    FeishuError                      every error says `outcome_unknown`
     ├ SessionStateError             closed, another event loop, or a forked process
     ├ TransportError                no usable answer came back
     │  ├ ConnectionFailedError      refused, reset, cut off, TLS or DNS failure
     │  ├ RequestTimeoutError        the deadline of the call, or of one attempt, passed
     │  └ InvalidResponseError       an answer that is not Feishu's: HTML, empty, too large
     ├ APIError                      Feishu answered with an error
     │  ├ InvalidRequestError        the request itself is wrong
     │  ├ AuthenticationError        the app's credentials or the access token were refused
     │  ├ PermissionDeniedError      known, but not allowed (`missing_scopes`)
     │  ├ NotInChatError             the bot or user is not a member of the chat
     │  ├ ChatDissolvedError         the chat does not exist any more
     │  ├ RateLimitError             too many calls (`retry_after_s`)
     │  └ ServerError                Feishu failed, HTTP 5xx among others
     ├ DecodeError                   a successful answer without the documented shape
     ├ PartialWriteError             of several requests some were carried out (`written`)
     └ ConflictError                 others kept changing what was to be changed

Wrong arguments are not in this tree: they are plain `ValueError` and `TypeError`, raised before
anything is sent. Errors can be pickled and copied, and hold neither access tokens, nor the app
secret, nor bodies of requests and answers.
"""

from typing import ClassVar


class FeishuError(Exception):
    """The root: `except FeishuError` catches whatever a call can raise once it was started."""

    outcome_unknown: bool
    """True if the call may have taken effect although it failed: look before you repeat it."""

    def __init__(self, message: str, *, outcome_unknown: bool = False) -> None:
        super().__init__(" ".join(message.split()))
        self.outcome_unknown = outcome_unknown

    def __reduce__(self) -> tuple[object, ...]:
        # BaseException rebuilds itself from positional arguments, which ours do not have.
        return _rebuild, (type(self), self.args, self.__dict__.copy())


def _rebuild(cls: type[FeishuError], args: tuple[object, ...], state: dict[str, object]) -> object:
    error = cls.__new__(cls)
    error.args = args
    error.__dict__.update(state)
    return error


class SessionStateError(FeishuError):
    """The client cannot be used here: it is closed, or belongs to another loop or process."""


class TransportError(FeishuError):
    """No usable answer: the network failed, or what came back was not Feishu's."""

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
        self.path = path
        self.http_status = http_status
        """None if not even the head of an answer arrived."""
        self.log_id = log_id


class ConnectionFailedError(TransportError):
    """The connection could not be made, or broke before the whole answer was there."""


class RequestTimeoutError(TransportError):
    """Time ran out; the message says what the call was waiting for."""


class InvalidResponseError(TransportError):
    """A whole answer, but not one of Feishu's: often a proxy or a login page speaks instead."""


class APIError(FeishuError):
    """Feishu refused the call or failed at it. Codes this package does not know are plain this.

    https://open.feishu.cn/document/ukTMukTMukTM/ugjM14COyUjL4ITN
    """

    default_hint: ClassVar[str] = ""

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
        """Feishu's error number; None if the answer had only an HTTP status."""
        self.msg = msg
        self.http_status = http_status
        self.log_id = log_id
        """Feishu's name for this one request: quote it when asking their support."""
        self.method = method
        self.path = path
        self.hint: str = hint or self.default_hint
        """What to do about it, in a sentence; may be empty for codes that are not known here."""
        self.help_url = help_url
        """The page that Feishu itself points to, if it did."""
        what = f"HTTP {http_status}" if code is None else f"{code} {msg} (HTTP {http_status}"
        tail = f" (log_id {log_id})" if code is None else f", log_id {log_id})"
        super().__init__(
            f"{method} {path} failed: {what}{tail}. {self.hint}".rstrip(),
            outcome_unknown=outcome_unknown,
        )


class InvalidRequestError(APIError):
    """An argument is wrong, or does not go with the state of the chat."""


class AuthenticationError(APIError):
    """The app's credentials or the access token were refused."""


class PermissionDeniedError(APIError):
    """The caller is known but may not do this."""

    missing_scopes: tuple[str, ...] = ()
    """Scopes of which the app needs at least one, as Feishu listed them; empty if it did not."""


class NotInChatError(APIError):
    """The bot, or the user it acts as, is not a member of the chat."""


class ChatDissolvedError(APIError):
    """The chat was dissolved and does not exist any more."""


class RateLimitError(APIError):
    """Too many calls. The call was not carried out."""

    default_hint: ClassVar[str] = "Too many calls: wait, and spread them out."
    retry_after_s: float | None = None
    """Seconds until the limit is reset, as Feishu said; None if it did not."""


class ServerError(APIError):
    """Feishu failed to do it. For a write it is not known whether it was done."""

    default_hint: ClassVar[str] = "Feishu itself failed: try again later."


class DecodeError(FeishuError):
    """A successful answer that does not have the documented shape.

    Says where (`field`) and what was expected; never what was in it.
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
        """Path of the first wrong field, such as `data.items[3].name`."""
        self.method = method
        self.path = path
        self.log_id = log_id


class PartialWriteError(FeishuError):
    """Of the requests that write an announcement, one failed after others were carried out.

    What was there before is gone if it was to be replaced; `__cause__` is the error of the request
    that failed. To `write` all of it again leaves nothing twice; to `append` it again would. If
    `outcome_unknown`, wait and look first: the request may still be carried out.
    """

    def __init__(
        self, message: str, *, written: int, total: int, outcome_unknown: bool = False
    ) -> None:
        told = f"{written} of {total} blocks were written, and then: {message}"
        super().__init__(told, outcome_unknown=outcome_unknown)
        self.written = written
        """Blocks surely written, or changed; of nested lists the outer ones come first."""
        self.total = total


class ConflictError(FeishuError):
    """Others changed the announcement again and again while it was to be changed."""
