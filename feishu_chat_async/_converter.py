"""The one cattrs converter: documented JSON to models, strictly, and models to JSON.

cattrs by itself coerces: `None` becomes `"None"`, `"false"` becomes True, `"abc"` becomes a list
of letters. Here a wrong type is an error, and only what Feishu is known to do is forgiven:
numbers and booleans sent as strings, and null for an empty list. Unknown fields are ignored.
"""

import operator
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from types import GenericAlias, NoneType
from typing import Final, NamedTuple, TypeVar, get_args, get_origin
from urllib.parse import quote, unquote

import attrs
from cattrs import (
    AttributeValidationNote,
    BaseValidationError,
    ClassValidationError,
    Converter,
    transform_error,
)
from cattrs.gen import make_dict_structure_fn

from ._secret import Secret
from .models._types import EncodedUrl, EpochMilliseconds, EpochSeconds
from .models._variants import Variants

T = TypeVar("T")

_INTEGER: Final = re.compile(r"-?[0-9]{1,19}")
_MAX_PROBLEMS: Final = 3
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_FIELDS: Final[dict[type, tuple["_Field", ...]]] = {}
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


class _Field(NamedTuple):
    """How one field of a model is sent."""

    name: str
    encode: Callable[[object], object] | None
    leave_out: object
    """Not sent if it is this: an empty list that need not be there."""


def to_wire(value: object) -> object:
    """Turn a model into a dict for JSON; a field that is None is not sent."""
    if isinstance(value, Secret):
        return value.value
    cls = type(value)
    fields = _FIELDS.get(cls) or _fields(cls)
    sent = {}
    for name, encode, leave_out in fields:
        item = getattr(value, name)
        if item is not None and item != leave_out:
            sent[name] = item if encode is None else encode(item)
    variants = getattr(cls, "variants", None)
    return _nested(sent, cls, variants) if isinstance(variants, Variants) else sent


def _nested(flat: dict[str, object], cls: type, variants: Variants) -> dict[str, object]:
    """Put what is particular to the kind of an object into the member that names the kind."""
    shared = {name: flat.pop(name) for name in variants.shared if name in flat}
    if cls is variants.unknown:
        content = flat["content"]
        return {**shared, **content} if isinstance(content, dict) else shared
    name = variants.names[cls]
    if variants.number_field is not None:
        shared[variants.number_field] = variants.number_of[name]
    return {**shared, name: flat}


def _fields(cls: type) -> tuple[_Field, ...]:
    if not attrs.has(cls):
        raise TypeError(f"a {cls.__name__} cannot be sent")
    fields = _FIELDS[cls] = tuple(
        _Field(
            field.name,
            next((encode for kind, encode in _ENCODERS if field.type in (kind, kind | None)), None),
            () if field.default == () else None,
        )
        for field in attrs.fields(cls)
    )
    return fields


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


def _int(value: object, cls: type[int]) -> int:
    if isinstance(value, str) and _INTEGER.fullmatch(value):
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool):
        raise _UnexpectedError("a whole number", value)
    return value if cls is int else cls(value)


def _float(value: object, _: object) -> float:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    raise _UnexpectedError("a number", value)


def _epoch_seconds(value: object, _: object) -> datetime:
    try:
        return _EPOCH + timedelta(seconds=_int(value, int))
    except (OverflowError, _UnexpectedError):
        raise _UnexpectedError("a time in seconds", value) from None


def _epoch_milliseconds(value: object, _: object) -> datetime:
    try:
        return _EPOCH + timedelta(milliseconds=_int(value, int))
    except (OverflowError, _UnexpectedError):
        raise _UnexpectedError("a time in milliseconds", value) from None


def _encoded_url(value: object, _: object) -> str:
    text = _str(value, str)
    return text if ":" in text or "/" in text else unquote(text)


def _to_epoch(value: object, unit: timedelta) -> str:
    if not isinstance(value, datetime) or value.tzinfo is None:
        raise TypeError("a time must be a datetime with a time zone")
    return str((value - _EPOCH) // unit)


_DECODERS: Final = (
    (EpochSeconds, _epoch_seconds),
    (EpochMilliseconds, _epoch_milliseconds),
    (EncodedUrl, _encoded_url),
)
_ENCODERS: Final = (
    (EpochSeconds, partial(_to_epoch, unit=timedelta(seconds=1))),
    (EpochMilliseconds, partial(_to_epoch, unit=timedelta(milliseconds=1))),
    (EncodedUrl, lambda value: quote(str(value), safe="")),
)


def _or_none(
    decode: Callable[[object, object], object], value: object, cls: object
) -> object | None:
    return None if value in (None, "") else decode(value, cls)


def _model_hook(cls: type[T]) -> Callable[[object, object], T]:
    from_dict = make_dict_structure_fn(cls, _converter())

    def hook(value: object, _: object) -> T:
        if not isinstance(value, dict):
            raise _UnexpectedError("an object", value)
        return from_dict(value, cls)

    return hook


def _variants_hook(cls: type[T]) -> Callable[[object, object], T]:
    variants: Variants = vars(cls)["variants"]

    def hook(value: object, _: object) -> T:
        if not isinstance(value, dict):
            raise _UnexpectedError("an object", value)
        flat = {name: value[name] for name in variants.shared if name in value}
        kind = _kind_of(value, variants)
        if kind is None:
            flat["content"] = {k: v for k, v in value.items() if k not in variants.shared}
            return _converter().structure(flat, variants.unknown)
        content = value.get(kind)
        if not isinstance(content, dict | None):
            raise _inside(kind, _UnexpectedError("an object", content))
        try:
            return _converter().structure({**(content or {}), **flat}, variants.classes[kind])
        except ClassValidationError as error:
            raise _inside(kind, error, variants.shared) from None

    return hook


def _kind_of(value: dict[str, object], variants: Variants) -> str | None:
    """Say which member of an object tells its kind; None if the kind is not known."""
    field = variants.number_field
    if field is None:
        return variants.name_in(value)
    try:
        return variants.numbers.get(_int(value[field], int))
    except (KeyError, _UnexpectedError) as error:
        raise _inside(field, error) from None


def _inside(kind: str, error: Exception, shared: tuple[str, ...] = ()) -> ClassValidationError:
    """Let errors be found below the member `kind`, where their fields stand on the wire."""
    found = error.exceptions if isinstance(error, ClassValidationError) else (error,)
    outside = [one for one in found if _field_of(one) in shared]
    inside = [one for one in found if one not in outside]
    if inside:
        nested: Exception = error
        if isinstance(error, ClassValidationError):
            nested = ClassValidationError(error.message, inside, error.cl)
        nested.add_note(AttributeValidationNote(f"member {kind}", kind, object))
        outside.append(nested)
    return ClassValidationError("one of many kinds", outside, object)


def _field_of(error: BaseException) -> str | None:
    notes = getattr(error, "__notes__", ())
    return next((note.name for note in notes if isinstance(note, AttributeValidationNote)), None)


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
    for kind, decode in _DECODERS:
        converter.register_structure_hook_func(partial(operator.eq, kind), decode)
        converter.register_structure_hook_func(
            partial(operator.eq, kind | None), partial(_or_none, decode)
        )
    converter.register_structure_hook_func(lambda kind: kind is object, _as_it_came)
    converter.register_structure_hook_factory(attrs.has, _model_hook)
    converter.register_structure_hook_factory(_has_variants, _variants_hook)
    converter.register_structure_hook_factory(_is_tuple, _tuple_hook)
    return converter


def _as_it_came(value: object, _: object) -> object:
    return value


def _has_variants(kind: object) -> bool:
    return isinstance(kind, type) and "variants" in vars(kind)


def _is_tuple(kind: object) -> bool:
    return get_origin(kind) is tuple and get_args(kind)[1:] == (...,)
