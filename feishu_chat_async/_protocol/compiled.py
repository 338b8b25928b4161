"""Decoders written as source code, one per model, so that a page of models is read quickly.

cattrs calls one function per field, and attrs another to set it; for a page of a hundred models
that is most of the cost of a call. A function generated here does the work of those in `values`
inline, and accepts and rejects the same values.
"""

import linecache
from collections.abc import Callable
from enum import IntEnum, StrEnum
from types import NoneType
from typing import Final, TypeVar, get_args

import attrs
from cattrs import Converter

from .wire_types import fields_of, wire_name, without_literals

T = TypeVar("T")

_MISSING: Final = object()


def compile_decoder(cls: type[T], converter: Converter) -> Callable[[object, object], T] | None:
    """Return a generated function that decodes a `cls`.

    Returns None if building a `cls` takes more than setting its fields, or if `converter` cannot
    decode a field by its type alone.
    """
    if not isinstance(cls, type) or hasattr(cls, "__attrs_post_init__") or not attrs.has(cls):
        return None
    fields = fields_of(cls)
    if not all(_is_plain(field) and _has_slot(cls, field.name) for field in fields):
        return None
    names: dict[str, object] = {"new": object.__new__, "cls": cls, "missing": _MISSING}
    lines = [
        "def decode(data, _):",
        "    if data.__class__ is not dict: raise TypeError",
        "    get, model = data.get, new(cls)",
    ]
    for number, field in enumerate(fields):
        names[f"set{number}"] = getattr(cls, field.name).__set__
        lines += _field_lines(number, field, wire_name(cls, field.name), converter, names)
    source = "\n".join([*lines, "    return model\n"])
    code = compile(source, _register_source(cls, source), "exec")
    exec(code, names)  # noqa: S102  (only names from this package are executed)
    decode: Callable[[object, object], T] = names["decode"]  # type: ignore[assignment]
    return decode


def _register_source(cls: type, source: str) -> str:
    """Add the source to `linecache`, so that tracebacks show it, and return its file name.

    Classes of the same name get numbered file names unless their decoders are the same.
    """
    lines = source.splitlines(keepends=True)
    number = 1
    while True:
        suffix = "" if number == 1 else f" {number}"
        file_name = f"<feishu_chat_async decoder {cls.__qualname__}{suffix}>"
        # `linecache.checkcache` keeps entries without a modification time.
        entry = (len(source), None, lines, file_name)
        if linecache.cache.setdefault(file_name, entry) == entry:
            return file_name
        number += 1


def _is_plain(field: "attrs.Attribute[object]") -> bool:
    is_generic = bool(getattr(field.type, "__parameters__", ()))  # only cattrs knows its arguments
    has_factory = hasattr(field.default, "takes_self")
    return not (is_generic or has_factory or field.validator or field.converter or not field.init)


def _has_slot(cls: type, name: str) -> bool:
    return hasattr(getattr(cls, name, None), "__set__")


def _field_lines(
    number: int,
    field: "attrs.Attribute[object]",
    wire: str,
    converter: Converter,
    names: dict[str, object],
) -> list[str]:
    """Return the lines that decode one field, and add the names in them to `names`."""
    kind = without_literals(field.type)
    is_optional = NoneType in get_args(kind)
    base = next(arg for arg in get_args(kind) if arg is not NoneType) if is_optional else kind
    names[f"default{number}"] = field.default
    names[f"read{number}"] = converter.get_structure_hook(kind)
    names[f"type{number}"] = kind
    if is_optional and field.default is None:
        lines = [f"value = get({wire!r})", "if value is not None:"]
    elif field.default is attrs.NOTHING:
        lines = [f"value = data[{wire!r}]", "if True:"]
    else:
        lines = [
            f"value = get({wire!r}, missing)",
            f"if value is missing: value = default{number}",
            "else:",
        ]
    general = f"value = read{number}(value, type{number})"
    if base in (str, int, bool):
        names[f"base{number}"] = base
        lines.append(f"    if value.__class__ is not base{number}: {general}")
    elif isinstance(base, type) and issubclass(base, StrEnum | IntEnum):
        names[f"base{number}"] = str if issubclass(base, str) else int
        names[f"member{number}"] = {member.value: member for member in base}.get
        known = f"member{number}(value) if value.__class__ is base{number} else None"
        # The class is compared as well, since True finds the key 1 in a dict.
        lines.append(f"    found = {known}")
        lines.append(f"    if found is None: {general}")
        lines.append("    else: value = found")
    else:
        lines.append(f"    {general}")
    return [f"    {line}" for line in [*lines, f"set{number}(model, value)"]]
