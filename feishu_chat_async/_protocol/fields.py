"""Fields for models that callers fill in: checked when the model is built, and named in errors."""

from collections.abc import Sequence
from typing import TypeVar

import attrs

from ..enums import OpenStrEnum
from .checks import check_enum, check_flag, check_items, check_text, check_texts

S = TypeVar("S", bound=OpenStrEnum)
M = TypeVar("M")


def optional_enum(cls: type[S]) -> S | None:
    """Return a field for a known member of `cls` or its value; None is not sent."""

    def convert(value: str | None, field: "attrs.Attribute[S | None]") -> S | None:
        return None if value is None else check_enum(field.name, value, cls)

    return attrs.field(default=None, converter=attrs.Converter(convert, takes_field=True))


def optional_text(*, min_length: int = 0, max_length: int | None = None) -> str | None:
    """Return a field for a string of limited length; None is not sent."""

    def check(_: object, field: "attrs.Attribute[str | None]", value: str | None) -> None:
        if value is not None:
            check_text(field.name, value, min_length=min_length, max_length=max_length)

    return attrs.field(default=None, validator=check)


def required_text() -> str:
    """Return a field for a string that must be given; the empty string is accepted."""

    def check(_: object, field: "attrs.Attribute[str]", value: str) -> None:
        check_text(field.name, value)

    return attrs.field(validator=check)


def optional_texts(*, max_items: int | None = None) -> Sequence[str] | None:
    """Return a field for a list of strings, kept as a tuple; None is not sent."""

    def convert(
        value: Sequence[str] | None, field: "attrs.Attribute[Sequence[str] | None]"
    ) -> tuple[str, ...] | None:
        return (
            None
            if value is None
            else check_texts(field.name, value, min_items=0, max_items=max_items)
        )

    return attrs.field(default=None, converter=attrs.Converter(convert, takes_field=True))


def optional_numbers() -> Sequence[int] | None:
    """Return a field for a list of whole numbers, kept as a tuple; None is not sent."""

    def convert(
        value: Sequence[int] | None, field: "attrs.Attribute[Sequence[int] | None]"
    ) -> tuple[int, ...] | None:
        return None if value is None else check_items(field.name, value, int, min_items=0)

    return attrs.field(default=None, converter=attrs.Converter(convert, takes_field=True))


def optional_flag() -> bool | None:
    """Return a field for True or False; None is not sent."""

    def check(_: object, field: "attrs.Attribute[bool | None]", value: bool | None) -> None:  # noqa: FBT001
        if value is not None:
            check_flag(field.name, value)

    return attrs.field(default=None, validator=check)


def optional_model(cls: type[M]) -> M | None:
    """Return a field for another model; None is not sent."""

    def check(_: object, field: "attrs.Attribute[M | None]", value: M | None) -> None:
        if value is not None and not isinstance(value, cls):
            raise TypeError(f"{field.name} must be a {cls.__name__}, got {type(value).__name__}")

    return attrs.field(default=None, validator=check)
