"""The laws of imports, as functions over the source of any package.

Modules are named by their full path below the package: `_core.limiter`, and `docx` for the
package's `docx/__init__.py`. An import is an edge to the module that is named, wherever the
statement stands: at the top, inside a function, or for type checkers only.
"""

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

Graph = Mapping[str, frozenset[str]]


class Module(NamedTuple):
    """One source file, and what it imports."""

    name: str
    path: Path
    tree: ast.Module
    inside: frozenset[str]
    """Modules of the package."""
    outside: frozenset[str]
    """Other packages, by their top-level names."""


def read_package(root: Path) -> dict[str, Module]:
    """Read every module below a package's folder."""
    paths = {_name(root, path): path for path in sorted(root.rglob("*.py"))}
    modules = {}
    for name, path in paths.items():
        tree = ast.parse(path.read_text(encoding="utf-8"))
        inside, outside = _imports(tree, name, path, root.name, set(paths))
        modules[name] = Module(name, path, tree, inside, outside)
    return modules


def _name(root: Path, path: Path) -> str:
    parts = path.relative_to(root).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts) or "__init__"


def _imports(
    tree: ast.Module, name: str, path: Path, package: str, known: set[str]
) -> tuple[frozenset[str], frozenset[str]]:
    parts = [] if name == "__init__" else name.split(".")
    here = [package, *(parts if path.name == "__init__.py" else parts[:-1])]
    inside, outside = set(), set()
    for imported in _imported(tree, here):
        top, _, rest = imported.partition(".")
        if top != package:
            outside.add(top)
        elif rest in known or not rest:
            inside.add(rest or "__init__")
        else:  # a name in a module
            inside.add(rest.rpartition(".")[0] or "__init__")
    return frozenset(inside - {name}), frozenset(outside)


def _imported(tree: ast.Module, here: list[str]) -> Iterator[str]:
    """Yield the full path of everything that a module of the package `here` imports."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = here[: len(here) - node.level + 1] if node.level else []
            base = [*base, *(node.module.split(".") if node.module else [])]
            yield from (".".join([*base, alias.name]) for alias in node.names)
        elif is_import_call(node) and (literal := _literal_name(node)) is not None:
            level = len(literal) - len(literal.lstrip("."))
            base = here[: len(here) - level + 1] if level else []
            yield ".".join([*base, literal.lstrip(".")])


def cycles(modules: Mapping[str, Module]) -> list[list[str]]:
    """Return the strongly connected components of more than one module (Tarjan's algorithm)."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    found: list[list[str]] = []

    def visit(name: str) -> None:
        index[name] = low[name] = len(index)
        stack.append(name)
        for other in sorted(modules[name].inside & modules.keys()):
            if other not in index:
                visit(other)
                low[name] = min(low[name], low[other])
            elif other in stack:
                low[name] = min(low[name], index[other])
        if low[name] == index[name]:
            component = stack[stack.index(name) :]
            del stack[stack.index(name) :]
            if len(component) > 1:
                found.append(sorted(component))

    for name in modules:
        if name not in index:
            visit(name)
    return found


def room_of(name: str) -> str:
    """Return the folder or file below the package's root that a module belongs to."""
    return name.partition(".")[0]


def wrong_directions(
    modules: Mapping[str, Module], layers: list[set[str]]
) -> list[tuple[str, str]]:
    """Return the imports that point upward, or sideways to another room of the same layer."""
    level = {room: number for number, layer in enumerate(layers) for room in layer}
    return [
        (name, other)
        for name, module in modules.items()
        for other in sorted(module.inside)
        if room_of(name) != room_of(other) and level[room_of(name)] <= level[room_of(other)]
    ]


def side_effects(module: Module) -> list[str]:
    """Return the imports of a module that bind a name which nothing uses.

    What is imported for type checkers only is not executed, so it has no effect.
    """
    used = set(_used_names(module.tree)) | set(_exported(module.tree))
    unused = []
    for node in _executed(module.tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            unused += [
                alias.name for alias in node.names if (alias.asname or alias.name) not in used
            ]
        elif isinstance(node, ast.Expr | ast.Assign):
            is_discarded = isinstance(node, ast.Expr) or ast.unparse(node.targets[0]) == "_"
            if is_discarded and is_import_call(node.value):
                unused.append(ast.unparse(node.value))
    return unused


def is_import_call(node: ast.AST) -> bool:
    """Return whether an expression calls `import_module` or `__import__`."""
    if not isinstance(node, ast.Call):
        return False
    return ast.unparse(node.func).rpartition(".")[2] in {"import_module", "__import__"}


def dynamic_imports(module: Module) -> list[str]:
    """Return the calls of `import_module` that do not name the module in a string."""
    return [
        ast.unparse(node)
        for node in ast.walk(module.tree)
        if is_import_call(node) and _literal_name(node) is None
    ]


def _literal_name(node: ast.AST) -> str | None:
    argument = node.args[0] if isinstance(node, ast.Call) and node.args else None
    value = argument.value if isinstance(argument, ast.Constant) else None
    return value if isinstance(value, str) else None


def _executed(tree: ast.AST) -> Iterator[ast.AST]:
    """Yield the nodes of a tree, apart from those inside `if TYPE_CHECKING:`."""
    yield tree
    for child in ast.iter_child_nodes(tree):
        if isinstance(child, ast.If) and ast.unparse(child.test) == "TYPE_CHECKING":
            for statement in child.orelse:
                yield from _executed(statement)
        else:
            yield from _executed(child)


def _used_names(tree: ast.AST) -> Iterator[str]:
    """Yield the names that a module reads, in annotations too; naming one is not a use."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Name | ast.Attribute):
            continue
        if isinstance(node, ast.Name):
            yield node.id
        if isinstance(node, ast.Attribute):
            yield ast.unparse(node)  # `a.b`, for `import a.b`, which binds only `a`
        annotation = getattr(node, "annotation", None) or getattr(node, "returns", None)
        if annotation is not None:
            yield from _quoted_names(annotation)
        yield from _used_names(node)


def _quoted_names(annotation: ast.AST) -> Iterator[str]:
    for node in ast.walk(annotation):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            inner = ast.parse(node.value, mode="eval")
            yield from (name.id for name in ast.walk(inner) if isinstance(name, ast.Name))


def _exported(tree: ast.Module) -> Iterator[str]:
    for node in tree.body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            yield from ast.literal_eval(node.value)
