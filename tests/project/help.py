"""Access to what an editor shows on hover: docstrings of callables, parameters and fields."""

import ast
import inspect
import re
import sys
from collections.abc import Iterator, Mapping
from functools import cache, cached_property
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

import attrs

import feishu_chat_async
from feishu_chat_async import FeishuChat, contents, docx, legacy, richtext, testing
from feishu_chat_async.richtext import markdown
from feishu_chat_async.testing import faults, limits

PACKAGE = Path(feishu_chat_async.__file__).parent
PUBLIC_MODULES = (
    feishu_chat_async,
    contents,
    docx,
    legacy,
    richtext,
    markdown,
    testing,
    faults,
    limits,
)
_NAME = re.compile(r"^    (\*{0,2}\w+)(?: \([^)]*\))?:[ \n]+\S", re.MULTILINE)


class Callable(NamedTuple):
    """A public function or method, or the constructor of a public class."""

    name: str
    parameters: tuple[str, ...]
    """Their names, without `self` and `cls`."""
    docs: tuple[str, ...]
    """The docstrings that may explain them."""
    attributes: frozenset[str]
    """The attributes of the class that have docstrings."""

    def unexplained(self, everywhere: Mapping[str, str] | frozenset[str]) -> list[str]:
        """Return the parameters that nothing explains."""
        explained = {name.lstrip("*") for doc in self.docs for name in explained_in(doc)}
        known = explained | self.attributes | set(everywhere)
        return [name for name in self.parameters if name not in known]


def explained_in(doc: str) -> set[str]:
    """Return the names that a docstring's `Args:` section explains."""
    _, found, rest = inspect.cleandoc(doc).partition("Args:\n")
    section = re.split(r"^\S", rest, maxsplit=1, flags=re.MULTILINE)[0] if found else ""
    return set(_NAME.findall(section))


def names_of(module: ModuleType) -> list[str]:
    """Return the public names of a module."""
    names = vars(module).get("__all__")
    if names is not None:
        return list(names)
    return [
        name
        for name, value in vars(module).items()
        if not name.startswith("_") and getattr(value, "__module__", "") == module.__name__
    ]


def public_classes() -> list[type]:
    """Return every public class, and the classes of the endpoint groups."""
    client = FeishuChat("cli_1", "s")
    groups = [
        type(getattr(client, name))
        for name, value in vars(FeishuChat).items()
        if isinstance(value, cached_property)
    ]
    found = {
        value: None
        for module in PUBLIC_MODULES
        for value in (getattr(module, name) for name in names_of(module))
        if inspect.isclass(value) and value.__module__.startswith("feishu_chat_async")
    }
    return [*found, *groups]


def public_functions() -> list[tuple[str, object]]:
    """Return every public function that belongs to no class."""
    return [
        (f"{module.__name__}.{name}", getattr(module, name))
        for module in PUBLIC_MODULES
        for name in names_of(module)
        if inspect.isfunction(getattr(module, name))
    ]


def methods_of(cls: type) -> Iterator[tuple[str, object]]:
    """Yield the public methods of a class, inherited ones too, as plain functions."""
    for name in dir(cls):
        if name.startswith("_"):
            continue
        value = inspect.getattr_static(cls, name)
        function = getattr(value, "__func__", value)
        if inspect.isfunction(function) and function.__module__.startswith("feishu_chat_async"):
            yield name, function


def public_callables() -> list[Callable]:
    """Return every public callable with its parameters and the docstrings that explain them."""
    found = [
        Callable(name, _parameters(function), (_doc(function),), frozenset())
        for name, function in public_functions()
    ]
    for cls in public_classes():
        for name, function in methods_of(cls):
            docs = (_doc(function), _doc(cls))
            found.append(
                Callable(f"{cls.__name__}.{name}", _parameters(function), docs, frozenset())
            )
        init = vars(cls).get("__init__")
        is_protocol = bool(getattr(cls, "_is_protocol", False))  # it is never constructed
        if inspect.isfunction(init) and not attrs.has(cls) and not is_protocol:
            docs = (_doc(init), _doc(cls))
            attributes = frozenset(documented_fields(cls))
            found.append(Callable(cls.__name__, _parameters(init), docs, attributes))
    return found


def _doc(value: object) -> str:
    return inspect.getdoc(value) or ""


def _parameters(function: object) -> tuple[str, ...]:
    assert callable(function)
    names = inspect.signature(function).parameters
    return tuple(name for name in names if name not in {"self", "cls"} and name[0] != "_")


def documented_fields(cls: type) -> set[str]:
    """Return the attributes of a class, and of its bases, that have a docstring below them."""
    found: set[str] = set()
    for base in cls.__mro__:
        if base.__module__.startswith("feishu_chat_async"):
            found |= _documented(base.__module__, base.__qualname__)
    return found


@cache
def _documented(module: str, qualname: str) -> frozenset[str]:
    path = Path(str(sys.modules[module].__file__))
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef) and node.name == qualname:
            found |= set(_with_docstrings(node.body))
            for inner in node.body:
                if isinstance(inner, ast.FunctionDef):
                    found |= set(_with_docstrings(inner.body))
    return frozenset(found)


def _with_docstrings(body: list[ast.stmt]) -> Iterator[str]:
    for statement, doc in pairwise(body):
        text = getattr(doc.value, "value", None) if isinstance(doc, ast.Expr) else None
        if (
            isinstance(text, str)
            and text.strip()
            and isinstance(statement, ast.Assign | ast.AnnAssign)
        ):
            target = statement.target if isinstance(statement, ast.AnnAssign) else None
            for name in [target] if target is not None else getattr(statement, "targets", []):
                yield ast.unparse(name).removeprefix("self.")
