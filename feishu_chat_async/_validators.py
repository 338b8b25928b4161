"""Validators of attrs fields that hold settings."""

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import attrs


def positive(_: object, field: "attrs.Attribute[float]", value: float) -> None:
    """Validate a field that must be a positive, finite number."""
    if not is_number(value) or not 0 < value < math.inf:
        raise ValueError(f"{field.name} must be a positive, finite number, got {value!r}")


def not_negative(_: object, field: "attrs.Attribute[float]", value: float) -> None:
    """Validate a field that must be a finite number of at least zero."""
    if not is_number(value) or not 0 <= value < math.inf:
        raise ValueError(f"{field.name} must be zero or more, and finite, got {value!r}")


def at_least_one(_: object, field: "attrs.Attribute[int]", value: int) -> None:
    """Validate a field that must be an integer of at least one."""
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise ValueError(f"{field.name} must be an integer of at least 1, got {value!r}")


def is_number(value: object) -> bool:
    """Return whether a value is an integer or a float, and not a bool."""
    return isinstance(value, int | float) and not isinstance(value, bool)
