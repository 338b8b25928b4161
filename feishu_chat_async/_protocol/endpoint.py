"""What an endpoint is, and what a group of endpoints is handed to call one."""

import math
import re
from collections.abc import Awaitable, Mapping
from typing import Final, Generic, Literal, NamedTuple, Never, Protocol, TypeVar

import attrs

from ..config import Limit

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

# https://open.feishu.cn/document/ukTMukTMukTM/uUzN04SN3QjL1cDN, level 4: both hold at once.
LEVEL_4: Final = (Limit(50, 1.0), Limit(1000, 60.0))

NO_PARAMS: Final[Mapping[str, Never]] = {}
"""No parameters, query or body fields."""


class NarrowLimit(NamedTuple):
    """A narrower bucket inside an endpoint's own: one chat, one announcement, one receiver."""

    name: str
    param: str
    """The parameter whose value identifies the bucket: one of the path, or of `bucket_params`."""
    limits: tuple[Limit, ...] = ()
    """Empty if no rate is documented: then there is only a gate, for when Feishu says stop."""
    one_at_a_time: bool = False
    """Calls are made one after the other, also if the rate limits are lifted."""
    codes: tuple[int, ...] = ()
    """The error codes that say that it was this limit."""
    status: int | None = None
    """The HTTP status that says that it was this limit, where it is not said by a code."""


CHAT: Final = NarrowLimit("chat", "chat_id", codes=(232019, 232073))
"""This chat is called too much, by whichever of the endpoints that share the scope."""


class BucketKey(NamedTuple):
    """One of the buckets that a call is limited by."""

    name: tuple[str, ...]
    limits: tuple[Limit, ...]
    one_at_a_time: bool = False


class IdempotencyKey(NamedTuple):
    """Where an endpoint takes the key by which Feishu recognises a repeated call."""

    place: Literal["query", "body"]
    name: str
    valid_for_s: float = math.inf
    """Seconds for which Feishu remembers it, from the first call on."""


TokenKind = Literal["tenant", "user", "none"]
"""Whose access token it is; "none" for the endpoints that hand out tokens."""


@attrs.frozen(kw_only=True, eq=False)
class Endpoint(Generic[T_co]):
    """One endpoint, as its official page describes it. Whatever is special about it stands here."""

    method: Literal["GET", "POST", "PUT", "PATCH", "DELETE"]
    path: str
    """As documented: `/open-apis/im/v1/chats/:chat_id/announcement`."""
    returns: type[T_co]
    """What `data` of the answer is structured into; `NoneType` if there is nothing in it."""
    idempotent: bool
    """Doing it twice is the same as once, so it may be repeated after an unknown outcome."""
    tokens: tuple[TokenKind, ...] = ("tenant", "user")
    """The kinds of access token that are accepted."""
    key: IdempotencyKey | None = None
    limits: tuple[Limit, ...] = LEVEL_4
    narrow_limits: tuple[NarrowLimit, ...] = ()
    streamed: bool = False
    """The answer is a file and no JSON; `returns` is `Download`."""
    enveloped: bool = True
    """False if the fields of the answer stand beside `code` instead of inside `data`."""
    writes: bool = attrs.field()
    """Whether it changes anything; by default, whatever is not a GET does."""
    name: str = attrs.field(init=False)
    """Method and path: how limits, logs and errors call it."""
    template: str = attrs.field(init=False, repr=False)
    """The path with `{chat_id}` for `:chat_id`, for `str.format` and for routers."""

    @writes.default
    def _writes(self) -> bool:
        return self.method != "GET"

    @name.default
    def _name(self) -> str:
        return f"{self.method} {self.path}"

    @template.default
    def _template(self) -> str:
        return re.sub(r":(\w+)", r"{\1}", self.path)


class Caller(Protocol):
    """Carries out one call of an endpoint: all that an endpoint group needs to know."""

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
        """Call the endpoint; `bucket_params` identify buckets that no path parameter identifies."""
