"""Fields of models that callers fill in: checked when the model is made, and named in errors."""

from collections.abc import Sequence
from typing import TypeVar

import attrs

from ..enums import OpenStrEnum
from .checks import check_flag, check_items, check_member, check_text, check_texts

S = TypeVar("S", bound=OpenStrEnum)
M = TypeVar("M")


def choice(cls: type[S]) -> S | None:
    """Make a field for a documented value of an enumeration, or None for not sent."""

    def convert(value: str | None, field: "attrs.Attribute[S | None]") -> S | None:
        return None if value is None else check_member(field.name, value, cls)

    return attrs.field(default=None, converter=attrs.Converter(convert, takes_field=True))


def text(*, min_length: int = 0, max_length: int | None = None) -> str | None:
    """Make a field for a string of so many characters, or None for not sent."""

    def check(_: object, field: "attrs.Attribute[str | None]", value: str | None) -> None:
        if value is not None:
            check_text(field.name, value, min_length=min_length, max_length=max_length)

    return attrs.field(default=None, validator=check)


def needed() -> str:
    """Make a field for a string that must be given; whether it may be empty is not said here."""

    def check(_: object, field: "attrs.Attribute[str]", value: str) -> None:
        check_text(field.name, value)

    return attrs.field(validator=check)


def texts(*, max_items: int | None = None) -> Sequence[str] | None:
    """Make a field for a list of strings, kept as a tuple, or None for not sent."""

    def convert(
        value: Sequence[str] | None, field: "attrs.Attribute[Sequence[str] | None]"
    ) -> tuple[str, ...] | None:
        return (
            None
            if value is None
            else check_texts(field.name, value, min_items=0, max_items=max_items)
        )

    return attrs.field(default=None, converter=attrs.Converter(convert, takes_field=True))


def numbers() -> Sequence[int] | None:
    """Make a field for a list of whole numbers, kept as a tuple, or None for not sent."""

    def convert(
        value: Sequence[int] | None, field: "attrs.Attribute[Sequence[int] | None]"
    ) -> tuple[int, ...] | None:
        return None if value is None else check_items(field.name, value, int, min_items=0)

    return attrs.field(default=None, converter=attrs.Converter(convert, takes_field=True))


def flag() -> bool | None:
    """Make a field for True or False, or None for not sent."""

    def check(_: object, field: "attrs.Attribute[bool | None]", value: bool | None) -> None:  # noqa: FBT001
        if value is not None:
            check_flag(field.name, value)

    return attrs.field(default=None, validator=check)


def model(cls: type[M]) -> M | None:
    """Make a field for another model, or None for not sent."""

    def check(_: object, field: "attrs.Attribute[M | None]", value: M | None) -> None:
        if value is not None and not isinstance(value, cls):
            raise TypeError(f"{field.name} must be a {cls.__name__}, got {type(value).__name__}")

    return attrs.field(default=None, validator=check)
