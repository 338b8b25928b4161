"""The one cattrs converter: documented JSON to models, strictly, and models to JSON.

cattrs by itself coerces: `None` becomes `"None"`, `"false"` becomes True, `"abc"` becomes a list
of letters. Here a wrong type is an error, and only what Feishu is known to do is forgiven:
numbers and booleans sent as strings, and null for an empty list. Unknown fields are ignored.
"""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from types import GenericAlias, NoneType
from typing import Final, TypeVar, get_args, get_origin

import attrs
from cattrs import BaseValidationError, Converter, transform_error
from cattrs.gen import make_dict_structure_fn

from ._secret import Secret
from .models._times import EpochSeconds

T = TypeVar("T")

_INTEGER: Final = re.compile(r"-?[0-9]{1,19}")
_MAX_PROBLEMS: Final = 3
_FIELD_NAMES: Final[dict[type, tuple[str, ...]]] = {}
_TYPE_NAMES: Final[dict[type, str]] = {
    type(None): "null",
    bool: "a boolean",
    int: "a number",
    float: "a number",
    str: "a string",
    list: "a list",
    dict: "an object",
}


class StructureError(ValueError):
    """The data does not fit the model; `field` is the path of the first place that does not."""

    def __init__(self, field: str, problem: str) -> None:
        super().__init__(f"{field}: {problem}")
        self.field = field
        self.problem = problem


class _UnexpectedError(ValueError):
    """A value of the wrong kind. Names the kinds, never the value: it may be confidential."""

    def __init__(self, expected: str, value: object) -> None:
        super().__init__(f"expected {expected}, got {_TYPE_NAMES.get(type(value), 'something')}")


def structure(data: object, cls: type[T], path: str = "data") -> T:
    """Make `cls` of decoded JSON, or raise a `StructureError` that starts its paths with `path`."""
    if cls is NoneType:  # most writes; whatever came, it is nothing
        return cls()
    try:
        return _converter().structure(data, cls)
    except (BaseValidationError, AttributeError, LookupError, TypeError, ValueError) as error:
        problems = transform_error(error, path, _problem)
    field = problems[0].rpartition(" @ ")[2]
    told = [problem.rpartition(" @ ")[0] for problem in problems[:1]] + problems[1:_MAX_PROBLEMS]
    if len(problems) > _MAX_PROBLEMS:
        told.append(f"and {len(problems) - _MAX_PROBLEMS} more")
    raise StructureError(field, "; ".join(told))


def to_wire(value: object) -> object:
    """Turn a model into a dict for JSON; a field that is None is not sent."""
    if isinstance(value, Secret):
        return value.value
    sent = {}
    for name in _FIELD_NAMES.get(type(value)) or _field_names(type(value)):
        item = getattr(value, name)
        if item is not None:
            sent[name] = item
    return sent


def _field_names(cls: type) -> tuple[str, ...]:
    if not attrs.has(cls):
        raise TypeError(f"a {cls.__name__} cannot be sent")
    names = _FIELD_NAMES[cls] = tuple(field.name for field in attrs.fields(cls))
    return names


def _problem(error: BaseException, _: type | None) -> str:
    if isinstance(error, _UnexpectedError):
        return str(error)
    return "is missing" if isinstance(error, KeyError) else f"does not fit ({type(error).__name__})"


def _str(value: object, cls: type[str]) -> str:
    # cattrs asks for subclasses of str here too: those are the enumerations.
    if not isinstance(value, str):
        raise _UnexpectedError("a string", value)
    return value if cls is str else cls(value)


def _bool(value: object, _: object) -> bool:
    if isinstance(value, bool):
        return value
    if value in ("true", "false"):
        return value == "true"
    raise _UnexpectedError("true or false", value)


def _int(value: object, _: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and _INTEGER.fullmatch(value):
        return int(value)
    raise _UnexpectedError("a whole number", value)


def _float(value: object, _: object) -> float:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    raise _UnexpectedError("a number", value)


def _epoch_seconds(value: object, _: object) -> datetime:
    try:
        return datetime.fromtimestamp(_int(value, int), UTC)
    except (OverflowError, OSError, ValueError):
        raise _UnexpectedError("a time in seconds", value) from None


def _epoch_seconds_or_none(value: object, cls: object) -> datetime | None:
    return None if value in (None, "") else _epoch_seconds(value, cls)


def _model_hook(cls: type[T]) -> Callable[[object, object], T]:
    from_dict = make_dict_structure_fn(cls, _converter())

    def hook(value: object, _: object) -> T:
        if not isinstance(value, dict):
            raise _UnexpectedError("an object", value)
        return from_dict(value, cls)

    return hook


def _tuple_hook(cls: type) -> Callable[[object, object], tuple[object, ...]]:
    items = GenericAlias(list, get_args(cls)[0])
    to_list = _converter().get_structure_hook(items)

    def hook(value: object, _: object) -> tuple[object, ...]:
        if value is None:
            return ()
        if not isinstance(value, list):
            raise _UnexpectedError("a list", value)
        return tuple(to_list(value, items))

    return hook


@cache
def _converter() -> Converter:  # made when it is first needed, not at import
    converter = Converter()
    for kind, hook in {str: _str, bool: _bool, int: _int, float: _float}.items():
        converter.register_structure_hook(kind, hook)
    converter.register_structure_hook_func(lambda kind: kind == EpochSeconds, _epoch_seconds)
    converter.register_structure_hook_func(
        lambda kind: kind == EpochSeconds | None, _epoch_seconds_or_none
    )
    converter.register_structure_hook_factory(attrs.has, _model_hook)
    converter.register_structure_hook_factory(_is_tuple, _tuple_hook)
    return converter


def _is_tuple(kind: object) -> bool:
    return get_origin(kind) is tuple and get_args(kind)[1:] == (...,)
