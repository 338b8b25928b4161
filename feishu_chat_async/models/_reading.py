"""How a model reads what travels inside a string of it, when somebody asks for that.

The converter knows the models, and they do not know it: it says here how it reads them.
"""

from collections.abc import Callable
from typing import Any, Final, TypeVar, cast

T = TypeVar("T")

Reader = Callable[[str, type[Any], str], object]

_readers: Final[list[Reader]] = []


def read_with(reader: Reader) -> None:
    """Say how to make a model of JSON in a string; the string's path is for errors."""
    _readers[:] = [reader]


def read_json(text: str, cls: type[T], path: str) -> T:
    """Make a model of JSON in a string, or raise a `ValueError` that says where it does not fit."""
    (reader,) = _readers
    return cast("T", reader(text, cls, path))
