"""Reading a model as fast as Python can: a function written for each class.

cattrs calls a function per field, and attrs another to set it; for a page of a hundred models that
is most of what a call costs. The functions made here do in place what those of `_values` do, and
accept and refuse the same.
"""

from collections.abc import Callable
from enum import IntEnum, StrEnum
from types import NoneType
from typing import Final, TypeVar, get_args

import attrs
from cattrs import Converter

from .wire_types import wire_name

T = TypeVar("T")

_MISSING: Final = object()


def compiled(cls: type[T], converter: Converter) -> Callable[[object, object], T] | None:
    """Write the function that reads a `cls`; None if making one takes more than its fields."""
    if not isinstance(cls, type) or hasattr(cls, "__attrs_post_init__") or not attrs.has(cls):
        return None
    fields = attrs.fields(cls)
    if not all(_is_plain(field) for field in fields):
        return None
    names: dict[str, object] = {"new": object.__new__, "cls": cls, "missing": _MISSING}
    lines = [
        "def read(data, _):",
        "    if data.__class__ is not dict: raise TypeError",
        "    get, model = data.get, new(cls)",
    ]
    for number, field in enumerate(fields):
        names[f"set{number}"] = getattr(cls, field.name).__set__
        lines += _reading(number, field, wire_name(cls, field.name), converter, names)
    source = "\n".join([*lines, "    return model"])
    exec(source, names)  # noqa: S102  (of names in this package, and none from outside)
    read: Callable[[object, object], T] = names["read"]  # type: ignore[assignment]
    return read


def _is_plain(field: "attrs.Attribute[object]") -> bool:
    is_generic = bool(getattr(field.type, "__parameters__", ()))  # cattrs knows of what
    is_made = hasattr(field.default, "takes_self")  # by a factory
    return not (is_generic or is_made or field.validator or field.converter or not field.init)


def _reading(
    number: int,
    field: "attrs.Attribute[object]",
    wire: str,
    converter: Converter,
    names: dict[str, object],
) -> list[str]:
    """Write the lines that read one field, and take note of the names in them."""
    kind = field.type
    is_optional = NoneType in get_args(kind)
    plain = next((one for one in get_args(kind) if one is not NoneType), kind)
    base = plain if is_optional else kind
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
        lines.append(f"    found = {known}")  # True is 1 to a dict, and no number here
        lines.append(f"    if found is None: {general}")
        lines.append("    else: value = found")
    else:
        lines.append(f"    {general}")
    return [f"    {line}" for line in [*lines, f"set{number}(model, value)"]]
