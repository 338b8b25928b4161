"""Validators of settings accept and refuse values by number, not by type alone."""

import math
from collections.abc import Callable
from typing import Any

import attrs
import pytest

from feishu_chat_async._validators import at_least_one, is_number, not_negative, positive


def validate(validator: Callable[..., None], value: object) -> None:
    cls = attrs.make_class("Settings", {"delay_s": attrs.field(validator=validator)})
    cls(value)


@pytest.mark.parametrize(
    ("validator", "value"),
    [(positive, 1), (positive, 1e-9), (not_negative, 0), (not_negative, 0.5), (at_least_one, 1)],
)
def test_valid_values_are_accepted(validator: Callable[..., None], value: object) -> None:
    validate(validator, value)


@pytest.mark.parametrize(
    ("validator", "value"),
    [
        (positive, 0),
        (positive, True),
        (positive, "1"),
        (positive, math.inf),
        (positive, math.nan),
        (not_negative, -1e-9),
        (not_negative, None),
        (not_negative, math.inf),
        (at_least_one, 0),
        (at_least_one, 1.0),
        (at_least_one, True),
    ],
)
def test_invalid_values_are_refused(validator: Callable[..., None], value: object) -> None:
    with pytest.raises(ValueError, match=r"^delay_s must be "):
        validate(validator, value)


@pytest.mark.parametrize(
    ("value", "expected"), [(1, True), (1.5, True), (True, False), ("1", False)]
)
def test_a_bool_is_not_a_number(value: Any, expected: bool) -> None:  # noqa: FBT001
    assert is_number(value) is expected
