"""Endpoint records, and the interface through which endpoint groups call them."""

import math
import re
from collections.abc import Awaitable, Mapping
from typing import Final, Generic, Literal, NamedTuple, Never, Protocol, TypeVar

import attrs

from ..config import Limit

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

LEVEL_4: Final = (Limit(50, 1.0), Limit(1000, 60.0))
"""The rate limits of most endpoints: 50 calls per second and 1000 per minute, both at once.

https://open.feishu.cn/document/ukTMukTMukTM/uUzN04SN3QjL1cDN
"""

NO_PARAMS: Final[Mapping[str, Never]] = {}
"""The empty mapping: no path parameters, query parameters or body fields."""


class NarrowLimit(NamedTuple):
    """A limit inside an endpoint's own: per chat, per announcement or per recipient.

    Endpoints with a narrow limit of the same name share its buckets.
    """

    name: str
    """The name of the limit, such as `chat`."""
    param: str
    """The parameter whose value selects the bucket, such as `chat_id`: a path parameter, or one
    that the call adds in `bucket_params`."""
    limits: tuple[Limit, ...] = ()
    """The rate limits of each bucket. If none is documented, this is empty, and a bucket only
    waits after Feishu rejected a call with one of `codes` or with `status`."""
    one_at_a_time: bool = False
    """Whether calls with the same value run one after another, even if rate limits are lifted."""
    codes: tuple[int, ...] = ()
    """The error codes with which Feishu reports that this limit was exceeded."""
    status: int | None = None
    """The HTTP status with which Feishu reports that this limit was exceeded; None if only
    `codes` do."""


CHAT: Final = NarrowLimit("chat", "chat_id", codes=(232019, 232073))
"""Too many calls for one chat, counted over all endpoints that share this limit."""


class BucketKey(NamedTuple):
    """The identity and the limits of one bucket that a call draws from."""

    name: tuple[str, ...]
    """The parts that identify the bucket."""
    limits: tuple[Limit, ...]
    """The bucket's rate limits, which all hold at once."""
    one_at_a_time: bool = False
    """Whether calls that draw from the bucket run one after another."""


class IdempotencyKey(NamedTuple):
    """The parameter by which Feishu recognizes a retried call, and carries it out only once."""

    place: Literal["query", "body"]
    """The part of the request that holds the key."""
    name: str
    """The key's name there, such as `uuid`. It is generated per call unless the caller sets it."""
    valid_for_s: float = math.inf
    """Seconds for which Feishu remembers a key, counted from the first attempt. After an unknown
    outcome, a call is retried only within this time."""


TokenKind = Literal["tenant", "user", "none"]
"""The type of an access token; `"none"` is for endpoints that are called without one."""


def _changes_data(endpoint: "Endpoint[object]") -> bool:
    return endpoint.method != "GET"


@attrs.frozen(kw_only=True, eq=False)
class Endpoint(Generic[T_co]):
    """An endpoint as its official page describes it, with everything that is special about it.

    ::

        GET_USER = Endpoint(
            method="GET",
            path="/open-apis/contact/v3/users/:user_id",
            returns=FoundUser,
            idempotent=True,
        )
    """

    method: Literal["GET", "POST", "PUT", "PATCH", "DELETE"]
    """The HTTP method."""
    path: str
    """The documented path, with `:name` for each parameter:
    `/open-apis/im/v1/chats/:chat_id/announcement`."""
    returns: type[T_co]
    """The class that the response's `data` is decoded into: an attrs class, or `NoneType` to
    ignore the data."""
    idempotent: bool
    """Whether a second call changes nothing more, so that a call can be retried after an unknown
    outcome."""
    tokens: tuple[TokenKind, ...] = ("tenant", "user")
    """The types of access token that the endpoint accepts."""
    key: IdempotencyKey | None = None
    """The parameter that makes a retry harmless; None if the endpoint has none."""
    limits: tuple[Limit, ...] = LEVEL_4
    """The rate limits per app and tenant, which all hold at once; empty for no limit."""
    narrow_limits: tuple[NarrowLimit, ...] = ()
    """Further limits per chat, announcement or recipient, the narrowest first."""
    streamed: bool = False
    """Whether the response is a file instead of JSON; `returns` is `Download` then."""
    enveloped: bool = True
    """Whether the fields of the response are inside `data`; False if they are next to `code`."""
    writes: bool = attrs.field(default=attrs.Factory(_changes_data, takes_self=True))
    """Whether a call changes anything, so that a lost response leaves its outcome unknown. By
    default, True for every method but GET."""
    name: str = attrs.field(init=False)
    """Method and path, as in `RateLimits.overrides`, logs and errors."""
    template: str = attrs.field(init=False, repr=False)
    """The path with `{chat_id}` for `:chat_id`, as `str.format` and routers expect it."""

    @name.default
    def _name(self) -> str:
        return f"{self.method} {self.path}"

    @template.default
    def _template(self) -> str:
        return re.sub(r":(\w+)", r"{\1}", self.path)


class Caller(Protocol):
    """The function that carries out one call, which is all that an endpoint group needs."""

    def __call__(
        self,
        endpoint: Endpoint[T],
        /,
        *,
        path: Mapping[str, str] = ...,
        query: Mapping[str, object] = ...,
        body: Mapping[str, object] | None = None,
        bucket_params: Mapping[str, str] = ...,
    ) -> Awaitable[T]:
        """Call the endpoint and return its decoded response.

        Args:
            endpoint: The endpoint to call.
            path: The path parameters by name.
            query: The query parameters; None is not sent.
            body: The body's fields; None is not sent.
            bucket_params: Parameters that select narrow buckets and are not in the path.
        """
