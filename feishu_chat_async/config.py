"""Settings: frozen, and checked when they are made, so that a wrong one fails at start-up."""

import math
from collections.abc import Mapping
from typing import Final
from urllib.parse import urlsplit

import attrs

from ._secret import Secret

FEISHU: Final = "https://open.feishu.cn"
"""Base URL of Feishu (mainland China)."""

LARK: Final = "https://open.larksuite.com"
"""Base URL of Lark (everywhere else)."""


def _positive(_: object, field: "attrs.Attribute[float]", value: float) -> None:
    if not _is_number(value) or not 0 < value < math.inf:
        raise ValueError(f"{field.name} must be a positive, finite number, got {value!r}")


def _not_negative(_: object, field: "attrs.Attribute[float]", value: float) -> None:
    if not _is_number(value) or not 0 <= value < math.inf:
        raise ValueError(f"{field.name} must be zero or more, and finite, got {value!r}")


def _at_least_one(_: object, field: "attrs.Attribute[int]", value: int) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise ValueError(f"{field.name} must be a whole number of at least 1, got {value!r}")


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


@attrs.frozen
class Limit:
    """At most `calls` in any period of `per_s` seconds."""

    calls: int = attrs.field(validator=_at_least_one)
    per_s: float = attrs.field(validator=_positive)


@attrs.frozen(kw_only=True)
class RateLimits:
    """How far the documented rate limits are used.

    Feishu counts per endpoint, app and tenant, whoever calls: processes that share an app share
    its limits, so give each of four of them `RateLimits(share=0.25)`.
    """

    share: float = attrs.field(default=1.0)
    """The part of each limit that this client may use, above 0 and up to 1."""
    overrides: Mapping[str, tuple[Limit, ...]] = attrs.field(factory=dict)
    """Other limits for single endpoints, by method and documented path, such as
    `"GET /open-apis/im/v1/chats/:chat_id/announcement"`; an empty tuple lifts the limit. And by
    `"announcement"`, for all edits of one announcement in the docx format together."""
    spacing_s: float = attrs.field(default=0.02, validator=_not_negative)
    """Seconds between two sends to the same endpoint; fewer where an override asks for that."""
    paced_s: float = attrs.field(default=300.0, validator=_not_negative)
    """Seconds for which an endpoint goes slowly after Feishu rejected a call as too many."""

    @share.validator
    def _check_share(self, _: object, value: float) -> None:
        if not _is_number(value) or not 0 < value <= 1:
            raise ValueError(f"share must be above 0 and at most 1, got {value!r}")

    @overrides.validator
    def _check_overrides(self, _: object, value: Mapping[str, tuple[Limit, ...]]) -> None:
        for name, limits in value.items():
            if not isinstance(limits, tuple) or not all(isinstance(x, Limit) for x in limits):
                raise ValueError(f"overrides[{name!r}] must be a tuple of Limit, got {limits!r}")


DEFAULT: Final = RateLimits()
"""The documented limits, all of them, for one process per app."""


@attrs.frozen(kw_only=True)
class RetryPolicy:
    """When a failed attempt is made again.

    Only calls that surely had no effect, or may have it twice, are repeated; see
    `FeishuError.outcome_unknown` for the others.
    """

    attempts: int = attrs.field(default=4, validator=_at_least_one)
    """Attempts for one call, the first included."""
    base_delay_s: float = attrs.field(default=0.5, validator=_positive)
    """Upper bound of the random wait before the second attempt; it doubles with each one."""
    max_delay_s: float = attrs.field(default=8.0, validator=_positive)
    """Upper bound of the wait before any attempt."""
    quota: float = attrs.field(default=0.2, validator=_not_negative)
    """Retries of all calls together, as a part of the calls. An outage is then met with at most
    1.2 times the normal load, apart from what 1000 calls before it have saved."""
    reserve: int = attrs.field(default=10)
    """Retries that are allowed before there were calls enough for them. They are an advance: the
    calls that come first pay them back."""

    @reserve.validator
    def _check_reserve(self, _: object, value: int) -> None:
        if isinstance(value, bool) or not isinstance(value, int) or value < 0:
            raise ValueError(f"reserve must be a whole number of at least 0, got {value!r}")


@attrs.frozen(kw_only=True)
class Settings:
    """All that a client is told when it is made, except who it is. See `FeishuChat`."""

    base_url: str = attrs.field(default=FEISHU)
    timeout_s: float | None = attrs.field(default=60.0)
    attempt_timeout_s: float = attrs.field(default=10.0, validator=_positive)
    connect_timeout_s: float = attrs.field(default=5.0, validator=_positive)
    close_timeout_s: float = attrs.field(default=5.0, validator=_not_negative)
    max_response_bytes: int = attrs.field(default=10_000_000, validator=_at_least_one)
    max_connections: int = attrs.field(default=100, validator=_at_least_one)
    retry: RetryPolicy | None = attrs.field(factory=RetryPolicy)
    limits: RateLimits | None = DEFAULT
    proxy: Secret | None = attrs.field(default=None)  # may hold a password
    trust_env: bool = False

    @timeout_s.validator
    def _check_timeout(self, field: "attrs.Attribute[float]", value: float | None) -> None:
        if value is not None:
            _positive(self, field, value)

    @base_url.validator
    def _check_base_url(self, _: object, value: str) -> None:
        if not isinstance(value, str):
            raise TypeError(f"base_url must be a string, got {type(value).__name__}")
        if not is_http_url(value) or any(urlsplit(value)[3:]) or "@" in urlsplit(value).netloc:
            raise ValueError(
                "base_url must be an http or https URL with a host and without credentials, "
                f"query or fragment, such as {FEISHU!r}"
            )

    @proxy.validator
    def _check_proxy(self, _: object, value: Secret | None) -> None:
        if value is not None and not isinstance(value.value, str):
            raise TypeError(f"proxy must be a string, got {type(value.value).__name__}")
        if value is not None and not is_http_url(value.value):
            raise ValueError("proxy must be an http or https URL with a host")


def is_http_url(value: str) -> bool:
    """Whether this is a URL that HTTP can be spoken to."""
    if not value.isprintable() or " " in value:
        return False
    try:
        parts = urlsplit(value)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:  # a port that is no number, a bracket that is not closed
        return False
