"""The one cattrs converter: documented JSON to models, strictly, and models to JSON.

Unknown fields are ignored, a null list is read as empty, and a wrong type is an error that names
the field. Collecting that name slows cattrs down, so there are two converters with the same rules:
a fast one, which only reports that something is wrong, and a detailed one, which runs after the
fast one has failed and reports what is wrong and where.
"""

import json
import operator
from collections.abc import Callable
from functools import cache, partial
from types import GenericAlias, NoneType
from typing import Any, Final, NamedTuple, TypeVar, get_args, get_origin

import attrs
from cattrs import (
    AttributeValidationNote,
    BaseValidationError,
    ClassValidationError,
    Converter,
    transform_error,
)
from cattrs.gen import make_dict_structure_fn, override

from .compiled import compile_decoder
from .secret import Secret
from .values import DECODERS, ENCODERS, SCALARS, UnexpectedError, or_none, to_int, to_str
from .variants import Variants
from .wire_types import CustomWire, JsonText, fields_of, wire_name, without_literals

T = TypeVar("T")
Hook = Callable[[object, object], T]

_MAX_PROBLEMS: Final = 3
_dumps: Final = partial(json.dumps, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
_FIELDS: Final[dict[type, tuple["_Field", ...]]] = {}


class StructureError(ValueError):
    """The data does not fit the model; `field` is the path of the first value that does not."""

    def __init__(self, field: str, problem: str) -> None:
        super().__init__(f"{field}: {problem}")
        self.field = field
        self.problem = problem


def structure(data: object, cls: type[T], path: str = "data") -> T:
    """Decode parsed JSON as a `cls`, or raise a `StructureError` with paths below `path`."""
    if cls is NoneType:  # most writes: their data is ignored
        return cls()
    try:
        return _structure(data, cls, path)
    except RecursionError:
        raise StructureError(path, "is nested too deeply") from None


def _structure(data: object, cls: type[T], path: str) -> T:
    try:
        return _fast().structure(data, cls)
    except (BaseValidationError, AttributeError, LookupError, TypeError, ValueError):
        pass  # the detailed converter finds out why
    try:
        return _detailed().structure(data, cls)
    except (BaseValidationError, AttributeError, LookupError, TypeError, ValueError) as error:
        problems = transform_error(error, path, _problem)
    field = problems[0].rpartition(" @ ")[2]
    shown = [problem.rpartition(" @ ")[0] for problem in problems[:1]] + problems[1:_MAX_PROBLEMS]
    if len(problems) > _MAX_PROBLEMS:
        shown.append(f"and {len(problems) - _MAX_PROBLEMS} more")
    raise StructureError(field, "; ".join(shown))


class _Field(NamedTuple):
    """How one field of a model is sent."""

    name: str
    wire: str
    encode: Callable[[object], object] | None
    omitted: object
    """A value that is not sent, besides None: the empty list if that is the default."""


def to_wire(value: object) -> object:
    """Convert a model to the JSON value that is sent; fields that are None are omitted."""
    if isinstance(value, Secret):
        return value.value
    if isinstance(value, CustomWire):
        return to_wire(value.wire_value())
    if isinstance(value, JsonText):
        return write_json(value.value)
    cls = type(value)
    fields = _FIELDS.get(cls) or _fields(cls)
    sent = {}
    for name, wire, encode, omitted in fields:
        item = getattr(value, name)
        if item is not None and item != omitted:
            sent[wire] = item if encode is None else encode(item)
    variants = getattr(cls, "variants", None)
    return _nested(sent, cls, variants) if isinstance(variants, Variants) else sent


def _nested(flat: dict[str, object], cls: type, variants: Variants) -> dict[str, object]:
    """Move the fields of a variant into the member that names it; see `variants`."""
    shared = {name: flat.pop(name) for name in variants.shared if name in flat}
    if cls is variants.fallback:
        content = flat["content"]
        return {**shared, **content} if isinstance(content, dict) else shared
    name = variants.names[cls]
    if variants.tag_field is not None:
        return {variants.tag_field: name, **flat}
    if variants.number_field is not None:
        shared[variants.number_field] = variants.number_of_name[name]
    if variants.name_field is not None:
        shared[variants.name_field] = name
    return {**shared, name: flat}


def _fields(cls: type) -> tuple[_Field, ...]:
    if not attrs.has(cls):
        raise TypeError(f"a {cls.__name__} cannot be sent")
    fields = _FIELDS[cls] = tuple(
        _Field(
            field.name,
            wire_name(cls, field.name),
            next((encode for kind, encode in ENCODERS if field.type in (kind, kind | None)), None),
            () if field.default == () else None,
        )
        for field in fields_of(cls)
    )
    return fields


def _problem(error: BaseException, _: type | None) -> str:
    if isinstance(error, UnexpectedError):
        return str(error)
    return "is missing" if isinstance(error, KeyError) else f"does not fit ({type(error).__name__})"


def _model_hook(cls: type[T], converter: Converter) -> Hook[T]:
    own = get_origin(cls) or cls
    names = {field.name: wire_name(own, field.name) for field in fields_of(own)}
    renamed: dict[str, Any] = {
        name: override(rename=wire) for name, wire in names.items() if wire != name
    }
    from_dict = make_dict_structure_fn(cls, converter, **renamed)

    def hook(value: object, _: object) -> T:
        if not isinstance(value, dict):
            raise UnexpectedError("an object", value)
        if not renamed:
            return from_dict(value, cls)
        try:
            return from_dict(value, cls)
        except ClassValidationError as error:
            raise _with_wire_names(error, names) from None

    return hook


def _with_wire_names(error: ClassValidationError, names: dict[str, str]) -> ClassValidationError:
    """Replace the names of fields in an error's notes with their names on the wire."""
    for inner in error.exceptions:
        inner.__notes__ = [
            AttributeValidationNote(str(note), names[note.name], note.type)
            if isinstance(note, AttributeValidationNote)
            else note
            for note in inner.__notes__
        ]
    return error


def _fast_model_hook(cls: type[T], converter: Converter) -> Hook[T]:
    return compile_decoder(cls, converter) or _model_hook(cls, converter)


def _variants_hook(cls: type[T], converter: Converter) -> Hook[T]:
    variants: Variants = vars(cls)["variants"]

    def hook(value: object, _: object) -> T:
        if not isinstance(value, dict):
            raise UnexpectedError("an object", value)
        flat = {name: value[name] for name in variants.shared if name in value}
        name = _variant_of(value, variants)
        if name is None:
            flat["content"] = {k: v for k, v in value.items() if k not in variants.shared}
            return converter.structure(flat, variants.fallback)
        if variants.tag_field is not None:
            return converter.structure(value, variants.classes[name])
        content = value.get(name)
        if not isinstance(content, dict | None):
            raise _inside(name, UnexpectedError("an object", content))
        try:
            return converter.structure({**(content or {}), **flat}, variants.classes[name])
        except ClassValidationError as error:
            raise _inside(name, error, variants.shared) from None

    return hook


def _variant_of(value: dict[str, object], variants: Variants) -> str | None:
    """Return the name of an object's variant, or None if it is not known."""
    field = variants.number_field or variants.name_field or variants.tag_field
    if field is None:
        return variants.name_in(value)
    try:
        if field != variants.number_field:
            name = to_str(value[field], str)
            return name if name in variants.classes else None
        return variants.name_of_number.get(to_int(value[field], int))
    except (KeyError, UnexpectedError) as error:
        raise _inside(field, error) from None


def _inside(member: str, error: Exception, shared: tuple[str, ...] = ()) -> ClassValidationError:
    """Move errors below `member`, except for those of the `shared` fields, which are next to it."""
    found = error.exceptions if isinstance(error, ClassValidationError) else (error,)
    outside = [inner for inner in found if _field_of(inner) in shared]
    inside = [inner for inner in found if inner not in outside]
    if inside:
        nested: Exception = error
        if isinstance(error, ClassValidationError):
            nested = ClassValidationError(error.message, inside, error.cl)
        nested.add_note(AttributeValidationNote(f"member {member}", member, object))
        outside.append(nested)
    return ClassValidationError("one of several variants", outside, object)


def _field_of(error: BaseException) -> str | None:
    notes = getattr(error, "__notes__", ())
    return next((note.name for note in notes if isinstance(note, AttributeValidationNote)), None)


def _without_literals_hook(kind: object, converter: Converter) -> Hook[object]:
    plain = without_literals(kind)
    structure_plain = converter.get_structure_hook(plain)
    return lambda value, _: structure_plain(value, plain)


def _tuple_hook(cls: type, converter: Converter) -> Hook[tuple[object, ...]]:
    items = GenericAlias(list, get_args(cls)[0])
    to_list = converter.get_structure_hook(items)

    def hook(value: object, _: object) -> tuple[object, ...]:
        if value is None:
            return ()
        if not isinstance(value, list):
            raise UnexpectedError("a list", value)
        return tuple(to_list(value, items))

    return hook


def _set_up(converter: Converter) -> Converter:
    for scalar, hook in SCALARS:
        converter.register_structure_hook(scalar, hook)
    for kind, decode in DECODERS:
        converter.register_structure_hook_func(partial(operator.eq, kind), decode)
        converter.register_structure_hook_func(
            partial(operator.eq, kind | None), partial(or_none, decode)
        )
    converter.register_structure_hook_func(lambda kind: kind is object, _unchanged)
    converter.register_structure_hook_factory(_has_literals, _without_literals_hook)
    models = _model_hook if converter.detailed_validation else _fast_model_hook
    converter.register_structure_hook_factory(attrs.has, models)
    converter.register_structure_hook_factory(_has_variants, _variants_hook)
    converter.register_structure_hook_factory(_is_tuple, _tuple_hook)
    return converter


@cache
def _fast() -> Converter:  # built on first use, not at import
    return _set_up(Converter(detailed_validation=False))


@cache
def _detailed() -> Converter:
    return _set_up(Converter())


def read_json(text: str, cls: type[T], path: str) -> T:
    """Decode a JSON string as a `cls`; errors name fields below `path`."""
    try:
        data = json.loads(text, parse_constant=_refuse)
    except (RecursionError, ValueError):
        raise StructureError(path, "is not JSON") from None
    return structure(data, cls, path)


def _refuse(name: str) -> object:
    """Raise for `NaN` and `Infinity`, which Python's parser accepts although they are not JSON."""
    raise ValueError(name)


def write_json(value: object) -> str:
    """Encode models, and lists and mappings that hold them, as compact JSON."""
    return _dumps(value, default=to_wire)


def _unchanged(value: object, _: object) -> object:
    return value


def _has_literals(kind: object) -> bool:
    return without_literals(kind) is not kind


def _has_variants(kind: object) -> bool:
    return isinstance(kind, type) and "variants" in vars(kind)


def _is_tuple(kind: object) -> bool:
    return get_origin(kind) is tuple and get_args(kind)[1:] == (...,)
