"""Modules and names that are imported when they are first used."""

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from sys import modules


def lazy_names(
    package: str, homes: Mapping[str, Sequence[str]]
) -> tuple[list[str], Callable[[str], object], Callable[[], list[str]]]:
    """Return `__all__`, `__getattr__` and `__dir__` for a package whose names are imported lazily.

    Args:
        package: The package's `__name__`.
        homes: The names by the module, relative to the package, that defines them. Submodules
            stand under `""`, and submodules of a subpackage under `"subpackage."`.
    """
    home_of = {name: home for home, names in homes.items() for name in names}
    public = sorted(home_of)

    def get(name: str) -> object:
        home = home_of.get(name)
        if home is None:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        if not home or home.endswith("."):
            return import_module(f".{home}{name}", package)
        value: object = getattr(import_module(f".{home}", package), name)
        setattr(modules[package], name, value)
        return value

    return public, get, lambda: sorted({*vars(modules[package]), *public})
