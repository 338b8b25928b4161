"""Checks of arguments, made before any I/O; errors name the argument and what it must be.

In each of them, `name` is the argument's name in error messages.
"""

import re
from collections.abc import Iterable
from typing import Final, TypeVar

from ..enums import OpenIntEnum, OpenStrEnum

S = TypeVar("S", bound=OpenStrEnum)
N = TypeVar("N", bound=OpenIntEnum)
T = TypeVar("T")

_USER_ID: Final = re.compile(r"[A-Za-z0-9_.@-]+")


def check_enum(name: str, value: str, cls: type[S]) -> S:
    """Return `value` as a known member of an enumeration of strings."""
    if not isinstance(value, str):
        raise TypeError(f"{name} must be a {cls.__name__}, got {type(value).__name__}")
    member = cls(value)
    if not member.known:
        raise ValueError(f"{name} must be one of {', '.join(cls)}, got {str(value)[:64]!r}")
    return member


def check_int_enum(name: str, value: int, cls: type[N]) -> N:
    """Return `value` as a known member of an enumeration of numbers."""
    member = cls(check_number(name, value))
    if not member.known:
        known = ", ".join(str(int(member)) for member in cls)
        raise ValueError(f"{name} must be one of {known}, got {int(value)!r}")
    return member


def check_number(
    name: str, value: int, *, min_value: int | None = None, max_value: int | None = None
) -> int:
    """Return a whole number between `min_value` and `max_value`, both included."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(f"{name} must be a whole number, got {type(value).__name__}")
    if (min_value is not None and value < min_value) or (
        max_value is not None and value > max_value
    ):
        upper = "" if max_value is None else f" and at most {max_value}"
        raise ValueError(f"{name} must be at least {min_value}{upper}, got {value!r}")
    return value


def check_flag(name: str, value: bool) -> bool:  # noqa: FBT001  (the value to check)
    """Return a boolean; numbers are rejected."""
    if not isinstance(value, bool):
        raise TypeError(f"{name} must be True or False, got {type(value).__name__}")
    return value


def check_text(name: str, value: str, *, min_length: int = 0, max_length: int | None = None) -> str:
    """Return a string of `min_length` to `max_length` characters."""
    if not isinstance(value, str):
        raise TypeError(f"{name} must be a string, got {type(value).__name__}")
    if len(value) < min_length or (max_length is not None and len(value) > max_length):
        upper = "" if max_length is None else f" and at most {max_length}"
        raise ValueError(
            f"{name} must have at least {min_length}{upper} characters, got {len(value)}"
        )
    return value


def check_user_id(name: str, value: str) -> str:
    """Return a string that can be a user's id."""
    if not _USER_ID.fullmatch(check_text(name, value)):
        raise ValueError(f"{name} must be an id such as ou_..., got {value[:64]!r}")
    return value


def check_url(name: str, value: str) -> str:
    """Return a string that begins with `http://` or `https://`."""
    if not check_text(name, value).startswith(("http://", "https://")):
        raise ValueError(f"{name} must begin with http:// or https://, got {value[:64]!r}")
    return value


def check_texts(
    name: str, values: Iterable[str], *, min_items: int = 1, max_items: int | None = None
) -> tuple[str, ...]:
    """Return a list of `min_items` to `max_items` non-empty strings as a tuple."""
    if isinstance(values, str | bytes) or not isinstance(values, Iterable):
        raise TypeError(f"{name} must be a list of strings, got {type(values).__name__}")
    texts = check_count(name, tuple(values), min_items=min_items, max_items=max_items)
    for text in texts:
        if not isinstance(text, str):
            raise TypeError(f"{name} must hold strings, got {type(text).__name__}")
        if not text:
            raise ValueError(f"{name} must not hold an empty string")
    return texts


def check_items(
    name: str,
    values: Iterable[T],
    cls: type[T],
    *,
    min_items: int = 1,
    max_items: int | None = None,
) -> tuple[T, ...]:
    """Return a list of `min_items` to `max_items` instances of `cls` as a tuple."""
    if isinstance(values, str | bytes) or not isinstance(values, Iterable):
        raise TypeError(f"{name} must be a list of {cls.__name__}, got {type(values).__name__}")
    items = check_count(name, tuple(values), min_items=min_items, max_items=max_items)
    for item in items:
        if not isinstance(item, cls) or isinstance(item, bool):
            raise TypeError(f"{name} must hold {cls.__name__}, got {type(item).__name__}")
    return items


def check_count(
    name: str, items: tuple[T, ...], *, min_items: int = 1, max_items: int | None = None
) -> tuple[T, ...]:
    """Return a tuple of `min_items` to `max_items` items."""
    if len(items) < min_items or (max_items is not None and len(items) > max_items):
        upper = "" if max_items is None else f" and at most {max_items}"
        raise ValueError(f"{name} must hold at least {min_items}{upper} items, got {len(items)}")
    return items
