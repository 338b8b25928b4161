"""Strict decoders and encoders for single values.

By default cattrs coerces: `None` becomes `"None"`, `"false"` becomes True, `"abc"` becomes a list
of letters. Here a wrong type is an error, except for numbers and booleans that Feishu sends as
strings.
"""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Final
from urllib.parse import quote, unquote

from .wire_types import DurationMilliseconds, EncodedUrl, EpochMilliseconds, EpochSeconds

_INTEGER: Final = re.compile(r"-?[0-9]{1,19}")
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MAX_FLOAT: Final = 10**300  # a little below the largest float
_TYPE_NAMES: Final[dict[type, str]] = {
    type(None): "null",
    bool: "a boolean",
    int: "a number",
    float: "a number",
    str: "a string",
    list: "a list",
    dict: "an object",
}


class UnexpectedError(ValueError):
    """A value of the wrong type. It names the types, never the value, which may be secret."""

    def __init__(self, expected: str, value: object) -> None:
        super().__init__(f"expected {expected}, got {_TYPE_NAMES.get(type(value), 'something')}")


def to_str(value: object, cls: type[str]) -> str:
    """Decode a string, or a member of an enumeration of strings."""
    # cattrs also calls this for subclasses of str, which are the enumerations.
    if not isinstance(value, str):
        raise UnexpectedError("a string", value)
    return value if cls is str else cls(value)


def to_bool(value: object, _: object) -> bool:
    """Decode a boolean, or a string that holds one."""
    if isinstance(value, bool):
        return value
    if value in ("true", "false"):
        return value == "true"
    raise UnexpectedError("true or false", value)


def to_int(value: object, cls: type[int]) -> int:
    """Decode a whole number, a string that holds one, or a member of an enumeration of numbers."""
    if isinstance(value, str) and _INTEGER.fullmatch(value):
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool):
        raise UnexpectedError("a whole number", value)
    return value if cls is int else cls(value)


def to_float(value: object, _: object) -> float:
    """Decode a number."""
    if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < _MAX_FLOAT:
        return float(value)
    raise UnexpectedError("a number", value)


def _epoch_seconds(value: object, _: object) -> datetime:
    try:
        return _EPOCH + timedelta(seconds=to_int(value, int))
    except (OverflowError, UnexpectedError):
        raise UnexpectedError("a time in seconds", value) from None


def _epoch_milliseconds(value: object, _: object) -> datetime:
    try:
        return _EPOCH + timedelta(milliseconds=to_int(value, int))
    except (OverflowError, UnexpectedError):
        raise UnexpectedError("a time in milliseconds", value) from None


def _duration_milliseconds(value: object, _: object) -> timedelta:
    try:
        return timedelta(milliseconds=to_int(value, int))
    except (OverflowError, UnexpectedError):
        raise UnexpectedError("a number of milliseconds", value) from None


def _encoded_url(value: object, _: object) -> str:
    text = to_str(value, str)
    return text if ":" in text or "/" in text else unquote(text)


def _to_epoch(value: object, unit: timedelta) -> str:
    if not isinstance(value, datetime) or value.tzinfo is None:
        raise TypeError("a time must be a datetime with a time zone")
    return str((value - _EPOCH) // unit)


SCALARS: Final = ((str, to_str), (bool, to_bool), (int, to_int), (float, to_float))
DECODERS: Final = (
    (EpochSeconds, _epoch_seconds),
    (EpochMilliseconds, _epoch_milliseconds),
    (DurationMilliseconds, _duration_milliseconds),
    (EncodedUrl, _encoded_url),
)
ENCODERS: Final = (
    (EpochSeconds, partial(_to_epoch, unit=timedelta(seconds=1))),
    (EpochMilliseconds, partial(_to_epoch, unit=timedelta(milliseconds=1))),
    (EncodedUrl, lambda value: quote(str(value), safe="")),
)


def or_none(
    decode: Callable[[object, object], object], value: object, cls: object
) -> object | None:
    """Decode an optional value; null, and the empty string of an unset time, become None."""
    return None if value in (None, "") else decode(value, cls)
