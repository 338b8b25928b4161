"""Settings: frozen, and checked when they are made, so that a wrong one fails at start-up."""

import math
from collections.abc import Mapping
from typing import Final

import attrs

FEISHU: Final = "https://open.feishu.cn"
"""Base URL of Feishu (mainland China)."""

LARK: Final = "https://open.larksuite.com"
"""Base URL of Lark (everywhere else)."""


def positive(_: object, field: "attrs.Attribute[float]", value: float) -> None:
    """Validate a field that must be a positive, finite number."""
    if not _is_number(value) or not 0 < value < math.inf:
        raise ValueError(f"{field.name} must be a positive, finite number, got {value!r}")


def not_negative(_: object, field: "attrs.Attribute[float]", value: float) -> None:
    """Validate a field that must be a finite number of at least zero."""
    if not _is_number(value) or not 0 <= value < math.inf:
        raise ValueError(f"{field.name} must be zero or more, and finite, got {value!r}")


def at_least_one(_: object, field: "attrs.Attribute[int]", value: int) -> None:
    """Validate a field that must be a whole number of at least one."""
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise ValueError(f"{field.name} must be a whole number of at least 1, got {value!r}")


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


@attrs.frozen
class Limit:
    """At most `calls` in any period of `per_s` seconds."""

    calls: int = attrs.field(validator=at_least_one)
    per_s: float = attrs.field(validator=positive)


@attrs.frozen(kw_only=True)
class RateLimits:
    """How far the documented rate limits are used.

    Feishu counts per endpoint, app and tenant, whoever calls: processes that share an app share
    its limits, so give each of four of them `RateLimits(quota_fraction=0.25)`.
    """

    quota_fraction: float = attrs.field(default=1.0)
    """The part of each limit that this client may use, above 0 and up to 1."""
    overrides: Mapping[str, tuple[Limit, ...]] = attrs.field(factory=dict)
    """Other limits for single endpoints, by method and documented path, such as
    `"GET /open-apis/im/v1/chats/:chat_id/announcement"`; an empty tuple lifts the limit. And by
    `"announcement"`, for all edits of one announcement in the docx format together."""
    spacing_s: float = attrs.field(default=0.02, validator=not_negative)
    """Seconds between two sends to the same endpoint; fewer where an override asks for that."""
    paced_s: float = attrs.field(default=300.0, validator=not_negative)
    """Seconds for which an endpoint goes slowly after Feishu rejected a call as too many."""

    @quota_fraction.validator
    def _check_quota_fraction(self, _: object, value: float) -> None:
        if not _is_number(value) or not 0 < value <= 1:
            raise ValueError(f"quota_fraction must be above 0 and at most 1, got {value!r}")

    @overrides.validator
    def _check_overrides(self, _: object, value: Mapping[str, tuple[Limit, ...]]) -> None:
        for name, limits in value.items():
            if not isinstance(limits, tuple) or not all(isinstance(x, Limit) for x in limits):
                raise ValueError(f"overrides[{name!r}] must be a tuple of Limit, got {limits!r}")


DEFAULT_LIMITS: Final = RateLimits()
"""The documented limits, all of them, for one process per app."""


@attrs.frozen(kw_only=True)
class RetryPolicy:
    """When a failed attempt is made again.

    Only calls that surely had no effect, or may have it twice, are repeated; see
    `FeishuError.outcome_unknown` for the others.
    """

    attempts: int = attrs.field(default=4, validator=at_least_one)
    """Attempts for one call, the first included."""
    base_delay_s: float = attrs.field(default=0.5, validator=positive)
    """Upper bound of the random wait before the second attempt; it doubles with each one."""
    max_delay_s: float = attrs.field(default=8.0, validator=positive)
    """Upper bound of the wait before any attempt."""
    budget_ratio: float = attrs.field(default=0.2, validator=not_negative)
    """Retries of all calls together, as a part of the calls. An outage is then met with at most
    1.2 times the normal load, apart from what 1000 calls before it have saved."""
    budget_initial: int = attrs.field(default=10)
    """Retries that are allowed before there were calls enough for them. They are an advance: the
    calls that come first pay them back."""

    @budget_initial.validator
    def _check_budget_initial(self, _: object, value: int) -> None:
        if isinstance(value, bool) or not isinstance(value, int) or value < 0:
            raise ValueError(f"budget_initial must be a whole number of at least 0, got {value!r}")
