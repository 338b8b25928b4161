"""The laws of imports hold for this package, and fail for made-up packages that break them."""

import subprocess
import sys
from pathlib import Path

import pytest

import feishu_chat_async

from .laws import (
    Module,
    cycles,
    dynamic_imports,
    read_package,
    side_effects,
    wrong_directions,
)

PACKAGE = Path(feishu_chat_async.__file__).parent
MODULES = read_package(PACKAGE)

LAYERS: list[set[str]] = [
    {"_version", "_lazy", "_validators", "errors", "enums"},
    {"config"},
    {"_protocol"},
    {"contents", "docx", "legacy"},
    {"models", "richtext"},
    {"_core"},
    {"session", "endpoints"},
    {"announcements"},
    {"client"},
    {"__init__"},
    {"testing"},
]
"""The rooms, lowest first: each may import those on the lines above its own, and nothing else."""

PURE = {
    "errors",
    "enums",
    "config",
    "_protocol",
    "contents",
    "docx",
    "legacy",
    "models",
    "richtext",
}
"""The rooms that do no I/O and know no event loop and no clock."""

EXTERNAL = {
    "aiohttp": {"_core.transport"},
    "backoff": {"_core.retry"},
    "cattrs": {"_protocol.converter", "_protocol.compiled"},
    "markdown_it": {"richtext.markdown_reader"},
    "yarl": {"_core.transport"},
}
"""Packages outside the standard library, and the modules that may import them."""


def test_every_room_has_its_layer() -> None:
    assert {name.partition(".")[0] for name in MODULES} == set().union(*LAYERS)


def test_no_import_is_part_of_a_cycle() -> None:
    assert cycles(MODULES) == []


def test_imports_point_down_only() -> None:
    assert wrong_directions(MODULES, LAYERS) == []


def test_no_import_is_for_its_side_effect() -> None:
    found = {name: side_effects(module) for name, module in MODULES.items()}
    assert {name: imports for name, imports in found.items() if imports} == {}


def test_imports_are_named_in_the_source() -> None:
    dynamic = [name for name, module in MODULES.items() if dynamic_imports(module)]
    assert dynamic == ["_lazy"]  # whose names stand in the tables of the packages that use it


def test_protocol_code_is_pure() -> None:
    for name, module in MODULES.items():
        if name.partition(".")[0] in PURE:
            assert not module.outside & {"asyncio", "aiohttp", "socket", "time", "logging"}, name


def test_endpoints_neither_wait_nor_do_io() -> None:
    for name, module in MODULES.items():
        if name.startswith("endpoints."):
            assert not module.outside & {"asyncio", "aiohttp", "socket", "time", "logging"}, name


def test_each_external_package_is_imported_in_one_place() -> None:
    for name, module in MODULES.items():
        if name.partition(".")[0] != "testing":
            foreign = module.outside - set(sys.stdlib_module_names) - {"attrs"}
            assert {package for package in foreign if name not in EXTERNAL[package]} == set(), name


def test_the_root_has_few_modules() -> None:
    assert len(list(PACKAGE.glob("*.py"))) <= 15


PUBLIC_MODULES = [
    "feishu_chat_async",
    "feishu_chat_async.config",
    "feishu_chat_async.contents",
    "feishu_chat_async.docx",
    "feishu_chat_async.enums",
    "feishu_chat_async.errors",
    "feishu_chat_async.legacy",
    "feishu_chat_async.richtext",
    "feishu_chat_async.richtext.markdown",
    "feishu_chat_async.testing",
    "feishu_chat_async.testing.faults",
    "feishu_chat_async.testing.limits",
]


@pytest.mark.parametrize("name", PUBLIC_MODULES)
def test_a_public_module_can_be_the_first_that_a_process_imports(name: str) -> None:
    script = f"""
import {name} as module
for name in module.__all__ if hasattr(module, "__all__") else ():
    getattr(module, name)
"""
    assert run_alone(script) == ""


def test_every_module_imports_without_a_warning() -> None:
    """One process is enough for all of them: without cycles, the order does not matter."""
    names = [name for name in MODULES if name not in {"__init__", "testing.__main__"}]
    script = "\n".join(f"import feishu_chat_async.{name}" for name in names)
    assert run_alone(script) == ""


VARIANTS = {
    "docx.Block": ('{"block_type": 2, "text": {"elements": []}}', "TextBlock"),
    "docx.TextElement": ('{"text_run": {"content": "a"}}', "TextRun"),
    "docx.BlockUpdate": ('{"block_id": "b", "update_task": {"folded": True}}', "UpdateTask"),
    "legacy.LegacyBlock": ('{"type": "horizontalLine", "horizontalLine": {}}', "HorizontalLine"),
    "legacy.Element": ('{"type": "textRun", "textRun": {"text": "a"}}', "LegacyTextRun"),
    "contents.PostElement": ('{"tag": "hr"}', "PostDivider"),
}


@pytest.mark.parametrize("name", VARIANTS)
def test_a_fresh_process_knows_every_variant(name: str) -> None:
    room, _, cls = name.partition(".")
    data, variant = VARIANTS[name]
    script = f"""
from feishu_chat_async._protocol.converter import structure
from feishu_chat_async.{room} import {cls}
print(type(structure({data}, {cls})).__name__)
"""
    assert run_alone(script).strip() == variant


def run_alone(script: str) -> str:
    """Run a script in a process of its own, in which a warning is an error."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", script],
        check=True,
        timeout=60,
        capture_output=True,
        text=True,
    )
    return done.stdout


# --- the laws, seen to fail -------------------------------------------------------------------


def package(root: Path, **sources: str) -> dict[str, Module]:
    """Write a package with these modules, `room__module` being `room/module.py`, and read it."""
    (root / "pkg").mkdir()
    for name, source in {"__init__": "", **sources}.items():
        path = root / "pkg" / f"{name}.py"
        if "__" in name.strip("_"):
            room, _, module = name.partition("__")
            path = root / "pkg" / room / f"{module}.py"
            path.parent.mkdir(exist_ok=True)
        path.write_text(source, encoding="utf-8")
    return read_package(root / "pkg")


def test_a_cycle_through_a_late_import_is_found(tmp_path: Path) -> None:
    modules = package(
        tmp_path,
        room__a="from .b import x\n",
        room__b="def f():\n    from . import a\n    return a\n",
    )
    assert cycles(modules) == [["room.a", "room.b"]]


def test_a_cycle_for_type_checkers_is_found(tmp_path: Path) -> None:
    modules = package(
        tmp_path,
        a="from .b import x\n",
        b="from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from .a import y\n",
    )
    assert cycles(modules) == [["a", "b"]]


def test_a_cycle_of_three_is_one_component(tmp_path: Path) -> None:
    modules = package(tmp_path, a="from . import b", b="from . import c", c="from . import a")
    assert cycles(modules) == [["a", "b", "c"]]


@pytest.mark.parametrize(
    ("low", "high", "wrong"),
    [
        ("from ..high import b\n", "", [("low.a", "high.b")]),
        ("def f():\n    from ..high.b import x\n", "", [("low.a", "high.b")]),
        ("", "from ..low import a\n", []),
    ],
)
def test_an_upward_import_is_found(
    tmp_path: Path, low: str, high: str, wrong: list[tuple[str, str]]
) -> None:
    modules = package(tmp_path, low__a=low, high__b=high)
    assert wrong_directions(modules, [{"low"}, {"high"}, {"__init__"}]) == wrong


def test_a_sideways_import_is_found(tmp_path: Path) -> None:
    modules = package(tmp_path, left__a="from ..right import b\n", right__b="")
    layers = [{"left", "right"}, {"__init__"}]
    assert wrong_directions(modules, layers) == [("left.a", "right.b")]


def test_testing_imported_by_the_package_is_found(tmp_path: Path) -> None:
    modules = package(tmp_path, client="from .testing import server\n", testing__server="")
    assert wrong_directions(modules, LAYERS) == [("client", "testing.server")]


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("from . import kinds\n", ["kinds"]),
        ("from . import kinds as _kinds  # noqa: F401\n", ["kinds"]),
        ("from importlib import import_module\nimport_module('.kinds', 'pkg')\n", 1),
        ("from importlib import import_module\n_ = import_module('.kinds', 'pkg')\n", 1),
        ("from . import kinds\nkinds\n", ["kinds"]),
        ("from . import kinds\nkinds.A\n", ["kinds"]),
        ("from . import kinds\ntext = 'kinds'\n", ["kinds"]),
        ("from . import kinds as kinds\n", ["kinds"]),
        ("import pkg.kinds\nprint(pkg)\n", ["pkg.kinds"]),
        ("from . import kinds\nx: 'list[kinds.A]' = []\n", []),
        ("from . import kinds\nprint(kinds)\n", []),
        ("from .kinds import A\n__all__ = ['A']\n", []),
    ],
)
def test_an_import_for_its_side_effect_is_found(
    tmp_path: Path, source: str, found: list[str] | int
) -> None:
    modules = package(tmp_path, a=source, kinds="A = 1\n")
    imports = side_effects(modules["a"])
    assert imports == found if isinstance(found, list) else len(imports) == found
