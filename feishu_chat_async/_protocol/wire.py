"""Pure functions that build requests, open envelopes and turn error codes into errors.

Nothing here does I/O, waits, or reads a clock.
"""

import json
import re
import uuid
from collections.abc import Mapping
from typing import Final, NamedTuple, TypeVar
from urllib.parse import quote, urlencode

from ..errors import (
    APIError,
    DecodeError,
    InvalidResponseError,
    PermissionDeniedError,
    RateLimitError,
    ServerError,
)
from .codes import Rule, rule_of
from .converter import StructureError, structure, to_wire
from .download import Download
from .endpoint import NO_PARAMS, BucketKey, Endpoint
from .secret import Secret

T = TypeVar("T")

JSON_TYPE: Final = "application/json; charset=utf-8"

# Anything that could change the route ("/", "?", "#", "..", "%2e") or the request's headers (line
# breaks) is not an id: it is rejected, not repaired.
_ID: Final = re.compile(r"[A-Za-z0-9_.~@:=+*-]{1,256}")
_PLAIN_ID: Final = re.compile(r"[A-Za-z0-9_-]{1,256}")
_SCOPES: Final = re.compile(r"\[([a-z][\w:.\-]*(?:\s*,\s*[\w:.\-]+)*)\]")
_SECONDS: Final = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,9})?")
_MAX_RESET_S: Final = 300.0
_MAX_TEXT: Final = 500
_TOKEN: Final = re.compile(r"\b[tu]-[\w.~+/=-]{16,}|\beyJ[\w-]+\.[\w-]+\.[\w-]+")
_NO_SECRET: Final = Secret("")


class Request(NamedTuple):
    """One request, which can be sent any number of times."""

    endpoint: Endpoint[object]
    path: str
    """The encoded path, without the query."""
    target: str
    """The encoded path and query."""
    body: bytes | None
    params: Mapping[str, str]
    """The parameters that can select a narrow bucket: those of the path, and `bucket_params`."""
    retryable: bool
    """Whether it can be sent again after an unknown outcome."""

    def __repr__(self) -> str:
        return f"<Request {self.method} {self.path}>"  # bodies may hold secrets

    @property
    def method(self) -> str:
        return self.endpoint.method

    @property
    def writes(self) -> bool:
        return self.endpoint.writes

    def buckets(self, quota_owner: str) -> list[BucketKey]:
        """Return the keys of the buckets that this request draws from, the narrowest first.

        `quota_owner` identifies the app and the tenant whose quota it uses.
        """
        endpoint = self.endpoint
        keys = [
            BucketKey(
                (narrow.name, self.params[narrow.param], quota_owner),
                narrow.limits,
                narrow.one_at_a_time,
            )
            for narrow in endpoint.narrow_limits
        ]
        keys.append(BucketKey((endpoint.name, quota_owner), endpoint.limits))
        return keys


class Reply(NamedTuple):
    """One complete response."""

    status: int
    headers: Mapping[str, str]
    """Case-insensitive."""
    body: bytes
    secret: Secret = _NO_SECRET
    """The access token or app secret that was sent, in case the response repeats it."""
    download: Download | None = None
    """The file, if the response is one; `body` is empty then."""

    def __repr__(self) -> str:
        return f"<Reply {self.status}>"  # bodies may hold secrets

    @property
    def log_id(self) -> str | None:
        """Feishu's id of the request."""
        return self.text(self.headers.get("X-Tt-Logid")) or self.text(
            self.headers.get("X-Request-Id")
        )

    def text(self, value: object) -> str | None:
        """Return a string from the response in a form fit for logs; None for anything else."""
        return printable(value, self.secret) if isinstance(value, str) and value else None


def build_request(
    endpoint: Endpoint[T],
    path: Mapping[str, str],
    query: Mapping[str, object],
    body: Mapping[str, object] | None,
    bucket_params: Mapping[str, str] = NO_PARAMS,
) -> Request:
    """Encode a call as a request; query and body values that are None are left out.

    Raises:
        ValueError: A value cannot be sent; the message names the argument.
        TypeError: A value has a type that cannot be sent.
    """
    segments = {name: _segment(name, value) for name, value in path.items()}
    encoded = endpoint.template.format_map(segments)
    key = endpoint.key
    if key is not None and key.place == "query":
        query = _with_key(query, key.name)
    if key is not None and key.place == "body":
        body = _with_key(body or {}, key.name)
    query = _without_none(query)
    target = f"{encoded}?{_query_string(query)}" if query else encoded
    return Request(
        endpoint=endpoint,
        path=encoded,
        target=target,
        body=None if body is None else _json_bytes(_without_none(body)),
        params={**path, **bucket_params} if bucket_params else path,
        retryable=endpoint.idempotent or key is not None,
    )


def _segment(name: str, value: object) -> str:
    """Encode an id as one segment of a path; `name` is its name in errors."""
    if not isinstance(value, str):
        raise TypeError(f"{name} must be a string, got {type(value).__name__}")
    if _PLAIN_ID.fullmatch(value):
        return value
    if not _ID.fullmatch(value) or value in (".", ".."):
        raise ValueError(
            f"{name} must be an id of 1 to 256 letters, digits and _.~@:=+*- characters, "
            f"got {value[:64]!r}"
        )
    return quote(value, safe="")


def open_envelope(request: Request, reply: Reply) -> object:
    """Return the data of a successful response, or raise the error that it reports."""
    if reply.download is not None:
        return reply.download
    envelope = _envelope(reply.body)
    if envelope is None or 300 <= reply.status < 400:
        raise _not_an_envelope(request, reply)
    if envelope["code"] != 0 or reply.status >= 400:
        raise _api_error(request, reply, envelope)
    if request.endpoint.streamed:
        raise _not_an_envelope(request, reply)
    return envelope.get("data") if request.endpoint.enveloped else envelope


def decode(request: Request, data: object, cls: type[T], reply: Reply | None) -> T:
    """Decode the data of a successful response; `reply` is the response, if there was one."""
    if request.endpoint.streamed and isinstance(data, cls):
        return data
    try:
        return structure(data, cls, "data" if request.endpoint.enveloped else "response")
    except StructureError as error:
        field, problem = error.field, error.problem
    raise DecodeError(
        problem,
        field=field,
        method=request.method,
        path=request.path,
        log_id=None if reply is None else reply.log_id,
        outcome_unknown=request.writes,
    )


def parse_reset_s(header: str | None) -> float | None:
    """Parse `x-ogw-ratelimit-reset` as seconds, at most 300; return None if it is not a number."""
    text = "" if header is None else header.strip()
    return min(float(text), _MAX_RESET_S) if _SECONDS.fullmatch(text) else None


def _envelope(body: bytes) -> dict[str, object] | None:
    try:
        envelope = _decode_json(body.decode("utf-8"))
    except (ValueError, RecursionError):
        return None
    if not isinstance(envelope, dict) or type(envelope.get("code")) is not int:
        return None
    return envelope


def _not_an_envelope(request: Request, reply: Reply) -> APIError | InvalidResponseError:
    status = reply.status
    if status == 429 or status >= 500:
        return _api_error(request, reply, {})
    if not reply.body:
        problem = "the response is empty"
    elif 300 <= status < 400:
        problem = "the response is a redirect, and redirects are not followed; check base_url"
    elif "html" in reply.headers.get("Content-Type", "") or reply.body.lstrip()[:1] == b"<":
        problem = "the response is a web page; is there a proxy or a login page in between?"
    elif request.endpoint.streamed:
        problem = "the response is not a file"
    else:
        problem = f"the response, of {len(reply.body)} bytes, is not UTF-8 JSON with a code"
    return InvalidResponseError(
        problem,
        method=request.method,
        path=request.path,
        http_status=status,
        log_id=reply.log_id,
        outcome_unknown=request.writes and status < 300,
    )


def _api_error(request: Request, reply: Reply, envelope: Mapping[str, object]) -> APIError:
    code = envelope.get("code")
    code = code if isinstance(code, int) else None
    msg = reply.text(envelope.get("msg")) or ""
    details = envelope.get("error")
    details = details if isinstance(details, dict) else {}
    rule = rule_of(request.endpoint.name, code)
    cls = _class_of(reply.status) if rule is None else rule.error
    error = cls(
        code=code,
        msg=msg,
        http_status=reply.status,
        log_id=reply.log_id or reply.text(details.get("log_id")),
        method=request.method,
        path=request.path,
        hint="" if rule is None else rule.hint,
        help_url=_help_url(reply, details),
        outcome_unknown=request.writes and not _is_rejection(cls, rule, reply.status),
    )
    if isinstance(error, RateLimitError):
        error.retry_after_s = parse_reset_s(reply.headers.get("x-ogw-ratelimit-reset"))
    if isinstance(error, PermissionDeniedError):
        error.missing_scopes = _missing_scopes(reply, msg, details)
    return error


def _is_rejection(cls: type[APIError], rule: Rule | None, status: int) -> bool:
    """Return whether an error proves that nothing was done; a code with HTTP 5xx does not."""
    if issubclass(cls, RateLimitError) or (rule is not None and rule.rejects_token):
        return True
    return status < 500 and not issubclass(cls, ServerError)


def _class_of(status: int) -> type[APIError]:
    if status == 429:
        return RateLimitError
    return ServerError if status >= 500 else APIError


def _missing_scopes(reply: Reply, msg: str, details: Mapping[str, object]) -> tuple[str, ...]:
    violations = details.get("permission_violations")
    if isinstance(violations, list):
        subjects = [
            reply.text(item.get("subject")) for item in violations if isinstance(item, dict)
        ]
        named = [subject for subject in subjects if subject is not None]
        if named:
            return tuple(dict.fromkeys(named))
    listed = _SCOPES.search(msg)
    return tuple(scope.strip() for scope in listed[1].split(",")) if listed else ()


def _help_url(reply: Reply, details: Mapping[str, object]) -> str | None:
    helps = details.get("helps")
    if isinstance(helps, list) and helps and isinstance(helps[0], dict):
        return reply.text(helps[0].get("url"))
    found = re.search(r"https://\S+", reply.text(details.get("troubleshooter")) or "")
    return found[0] if found else None


def printable(text: str, secret: Secret) -> str:
    """Return untrusted text as one line without `secret`, access tokens or control characters."""
    if not text.isprintable():
        text = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    if secret.value:
        text = text.replace(secret.value, "***")  # before the cut, which could leave half of it
    return _TOKEN.sub("***", text[:_MAX_TEXT])


def _with_key(values: Mapping[str, object], name: str) -> Mapping[str, object]:
    return values if values.get(name) is not None else {**values, name: str(uuid.uuid4())}


def _without_none(values: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in values.items() if value is not None}


def _query_string(query: Mapping[str, object]) -> str:
    pairs = [(name, _query_value(value)) for name, value in query.items()]
    for name, value in pairs:
        _check_text(name, value)
    return urlencode(pairs, quote_via=quote)


def _query_value(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _json_bytes(body: Mapping[str, object]) -> bytes:
    try:
        return _encode_json(body).encode("utf-8")
    except UnicodeEncodeError:
        for name, value in body.items():
            _check_text(name, _encode_json(value))
        raise


def _check_text(name: str, value: str) -> None:
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        raise ValueError(f"{name} must not contain a lone surrogate") from None


def _no_constant(name: str) -> object:
    raise ValueError(f"{name} is not JSON")


_decode_json: Final = json.JSONDecoder(parse_constant=_no_constant).decode
_encode_json: Final = json.JSONEncoder(
    check_circular=False,
    ensure_ascii=False,
    allow_nan=False,
    separators=(",", ":"),
    default=to_wire,
).encode
