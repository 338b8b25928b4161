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
    own = [] if name == "__init__" else name.split(".")
    here = own if path.name == "__init__.py" else own[:-1]
    inside: set[str] = set()
    outside: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                top, _, rest = alias.name.partition(".")
                (inside if top == package else outside).add(rest if top == package else top)
        elif isinstance(node, ast.ImportFrom):
            parts = (node.module or "").split(".") if node.module else []
            if node.level:
                base = here[: len(here) - node.level + 1] + parts
            elif parts[0] == package:
                base = parts[1:]
            else:
                outside.add(parts[0])
                continue
            for alias in node.names:
                named = ".".join([*base, alias.name])
                inside.add(named if named in known else ".".join(base) or "__init__")
    return frozenset(inside - {name}), frozenset(outside)


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
    """Return the imports of a module that bind a name which nothing uses."""
    exported = set(_exported(module.tree))
    used = {node.id for node in ast.walk(module.tree) if isinstance(node, ast.Name)}
    used |= set(_annotations(module.tree))
    unused = []
    for node in ast.walk(module.tree):
        if not isinstance(node, ast.Import | ast.ImportFrom):
            continue
        for alias in node.names:
            bound = alias.asname or alias.name.partition(".")[0]
            is_public = alias.asname == alias.name and module.path.name == "__init__.py"
            if bound not in used | exported and not is_public:
                unused.append(alias.name)
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
            function = ast.unparse(node.value.func)
            if function.rpartition(".")[2] in {"import_module", "__import__"}:
                unused.append(ast.unparse(node.value))
    return unused


def _exported(tree: ast.Module) -> Iterator[str]:
    for node in tree.body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            yield from ast.literal_eval(node.value)


def _annotations(tree: ast.Module) -> Iterator[str]:
    """Yield the names in annotations that are written as strings."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            try:
                inner = ast.parse(node.value, mode="eval")
            except (SyntaxError, ValueError):
                continue
            yield from (one.id for one in ast.walk(inner) if isinstance(one, ast.Name))
