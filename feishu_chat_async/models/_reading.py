"""How a model reads and writes what travels inside a string, when somebody asks for that.

The converter knows the models, and they do not know it: it says here how it does both.
"""

from collections.abc import Callable
from typing import Any, Final, TypeVar, cast

T = TypeVar("T")

Reader = Callable[[str, type[Any], str], object]
Writer = Callable[[object], str]

_readers: Final[list[Reader]] = []
_writers: Final[list[Writer]] = []


def read_with(reader: Reader) -> None:
    """Say how to make a model of JSON in a string; the string's path is for errors."""
    _readers[:] = [reader]


def write_with(writer: Writer) -> None:
    """Say how to make JSON in a string of models."""
    _writers[:] = [writer]


def read_json(text: str, cls: type[T], path: str) -> T:
    """Make a model of JSON in a string, or raise a `ValueError` that says where it does not fit."""
    (reader,) = _readers
    return cast("T", reader(text, cls, path))


def write_json(value: object) -> str:
    """Make JSON in a string of models, and of lists and mappings that hold them."""
    (writer,) = _writers
    return writer(value)
