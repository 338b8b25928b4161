"""Types that fix how a value is read and written, and helpers that look into types."""

from datetime import datetime, timedelta
from enum import Enum
from types import UnionType
from typing import Annotated, Literal, Union, get_args, get_origin

import attrs

EpochSeconds = Annotated[datetime, "seconds since 1970"]
"""An aware `datetime`; on the wire, seconds since 1970 as a number or, mostly, as a string."""

EpochMilliseconds = Annotated[datetime, "milliseconds since 1970"]
"""An aware `datetime`; on the wire, a string with the milliseconds since 1970."""

DurationMilliseconds = Annotated[timedelta, "milliseconds"]
"""A `timedelta`; on the wire, a number of milliseconds."""

EncodedUrl = Annotated[str, "percent-encoded"]
"""A URL; on the wire, percent-encoded as a whole: `https%3A%2F%2Fopen.feishu.cn%2F`."""


class CamelCase:
    """Base of models whose field names are camel case on the wire: `zoneId` for `zone_id`."""

    __slots__ = ()


def wire_name(cls: type, field: str) -> str:
    """Return the name that a field of a model has on the wire."""
    if not issubclass(cls, CamelCase):
        return field
    first, *rest = field.split("_")
    return first + "".join(map(str.capitalize, rest))


@attrs.frozen
class JsonText:
    """A value that is sent as JSON inside a string."""

    value: object


class CustomWire:
    """Base of models that are sent as something other than an object of their fields."""

    __slots__ = ()

    def wire_value(self) -> object:
        """Return what is sent in place of the model."""
        raise NotImplementedError


def fields_of(cls: type) -> "tuple[attrs.Attribute[object], ...]":
    """Return the fields of an attrs class, and an empty tuple for any other class."""
    fields: tuple[attrs.Attribute[object], ...] = getattr(cls, "__attrs_attrs__", ())
    return fields


def without_literals(kind: object) -> object:
    """Return `E` for `Literal[...] | E` with an enum `E`, optional or not; others unchanged.

    Such a type lets callers pass plain strings; decoded values are always members of the enum.
    """
    if get_origin(kind) not in (Union, UnionType):
        return kind
    members = get_args(kind)
    kept = tuple(member for member in members if get_origin(member) is not Literal)
    has_enum = any(isinstance(member, type) and issubclass(member, Enum) for member in kept)
    return Union[kept] if has_enum and len(kept) < len(members) else kind  # noqa: UP007
