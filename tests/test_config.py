"""Policies and limits are validated when they are created, and errors name the field."""

from typing import Any

import attrs
import pytest

from feishu_chat_async import DEFAULT_LIMITS, Limit, RateLimits, RetryPolicy


@pytest.mark.parametrize(
    ("cls", "name", "value"),
    [
        (RetryPolicy, "attempts", 0),
        (RetryPolicy, "attempts", 2.0),
        (RetryPolicy, "base_delay_s", 0),
        (RetryPolicy, "max_delay_s", "1"),
        (RetryPolicy, "budget_ratio", -1),
        (RetryPolicy, "budget_initial", -1),
        (RetryPolicy, "budget_initial", 1.5),
        (RateLimits, "quota_fraction", 0),
        (RateLimits, "quota_fraction", 1.1),
        (RateLimits, "quota_fraction", "half"),
        (RateLimits, "spacing_s", -1),
        (RateLimits, "paced_s", float("inf")),
        (RateLimits, "overrides", {"GET /x": Limit(1, 1)}),
        (RateLimits, "overrides", {"GET /x": [Limit(1, 1)]}),
    ],
)
def test_a_wrong_policy_is_named(cls: Any, name: str, value: Any) -> None:
    with pytest.raises(ValueError, match=name):
        cls(**{name: value})


@pytest.mark.parametrize(("calls", "per_s"), [(0, 1), (-1, 1), (1.5, 1), (True, 1), (1, 0)])
def test_a_limit_is_a_number_of_calls_in_a_time(calls: Any, per_s: Any) -> None:
    with pytest.raises(ValueError, match=r"calls|per_s"):
        Limit(calls, per_s)


def test_limits_can_be_overridden_and_lifted() -> None:
    overrides = {"GET /x": (Limit(1, 1.0), Limit(10, 60.0)), "POST /x": ()}
    limits = RateLimits(quota_fraction=0.25, overrides=overrides)
    assert limits.overrides == overrides
    assert limits != DEFAULT_LIMITS == RateLimits()


@pytest.mark.parametrize("cls", [Limit, RateLimits, RetryPolicy])
def test_settings_are_frozen(cls: type) -> None:
    settings = cls(1, 1.0) if cls is Limit else cls()
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        setattr(settings, attrs.fields(cls)[0].name, 1)
