"""Settings: frozen, and validated when they are created, so that a mistake fails at start-up."""

from collections.abc import Mapping
from typing import Final

import attrs

from ._validators import at_least_one, is_number, not_negative, positive

FEISHU: Final = "https://open.feishu.cn"
"""Base URL of Feishu (mainland China)."""

LARK: Final = "https://open.larksuite.com"
"""Base URL of Lark (outside mainland China)."""


@attrs.frozen
class Limit:
    """A rate limit: at most `calls` calls in any period of `per_s` seconds."""

    calls: int = attrs.field(validator=at_least_one)
    """The number of calls, at least 1."""
    per_s: float = attrs.field(validator=positive)
    """The length of the period, in seconds."""


@attrs.frozen(kw_only=True)
class RateLimits:
    """How much of the documented rate limits a client uses.

    Feishu counts calls per endpoint, app and tenant. Processes that share an app share its limits,
    so each of four processes should use `RateLimits(quota_fraction=0.25)`.
    """

    quota_fraction: float = attrs.field(default=1.0)
    """The fraction of each limit that this client may use, above 0 and up to 1."""
    overrides: Mapping[str, tuple[Limit, ...]] = attrs.field(factory=dict)
    """Limits that replace the documented ones; an empty tuple lifts the limit.

    A key is an endpoint's method and documented path, such as
    `"GET /open-apis/im/v1/chats/:chat_id/announcement"`, or one of the narrower limits, which
    several endpoints share: `"announcement"` (edits of one announcement in the docx format),
    `"recipient"` (messages to one chat or user), `"pin"` (pins of one message) and `"card"` (edits
    of one card)."""
    spacing_s: float = attrs.field(default=0.02, validator=not_negative)
    """Minimum seconds between two calls to the same endpoint; less if an override allows more calls
    than that."""
    paced_s: float = attrs.field(default=300.0, validator=not_negative)
    """Seconds for which an endpoint is called at a reduced rate after Feishu unexpectedly rejected
    a call because of a rate limit."""

    @quota_fraction.validator
    def _check_quota_fraction(self, _: object, value: float) -> None:
        if not is_number(value) or not 0 < value <= 1:
            raise ValueError(f"quota_fraction must be above 0 and at most 1, got {value!r}")

    @overrides.validator
    def _check_overrides(self, _: object, value: Mapping[str, tuple[Limit, ...]]) -> None:
        for name, limits in value.items():
            if not isinstance(limits, tuple) or not all(isinstance(x, Limit) for x in limits):
                raise ValueError(f"overrides[{name!r}] must be a tuple of Limit, got {limits!r}")


DEFAULT_LIMITS: Final = RateLimits()
"""All documented limits in full, for one process per app."""


@attrs.frozen(kw_only=True)
class RetryPolicy:
    """When a failed call is retried.

    A call is retried only if the failed attempt certainly had no effect, or repeating it is
    harmless. Other calls fail with `FeishuError.outcome_unknown`.
    """

    attempts: int = attrs.field(default=4, validator=at_least_one)
    """Attempts per call, including the first one."""
    base_delay_s: float = attrs.field(default=0.5, validator=positive)
    """Upper bound, in seconds, of the random delay before the second attempt. It doubles with each
    further attempt."""
    max_delay_s: float = attrs.field(default=8.0, validator=positive)
    """Upper bound, in seconds, of the delay before any attempt."""
    budget_ratio: float = attrs.field(default=0.2, validator=not_negative)
    """Retries allowed per call, averaged over all calls. With 0.2, an outage causes at most 1.2
    times the normal load, plus the retries saved during the last 1000 calls."""
    budget_initial: int = attrs.field(default=10)
    """Retries available before any calls were made. They are an advance, which the first calls
    repay before further calls add to the budget."""

    @budget_initial.validator
    def _check_budget_initial(self, _: object, value: int) -> None:
        if isinstance(value, bool) or not isinstance(value, int) or value < 0:
            raise ValueError(f"budget_initial must be an integer of at least 0, got {value!r}")
