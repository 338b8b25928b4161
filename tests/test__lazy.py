"""Names that are imported when they are first used."""

import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from feishu_chat_async._lazy import lazy_names


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """Yield a package with the modules `near`, `room.far` and `other`, none of them imported."""
    name = f"lazy_{tmp_path.name}"
    for path in ("__init__", "near", "room/__init__", "room/far", "other"):
        file = tmp_path / name / f"{path}.py"
        file.parent.mkdir(exist_ok=True)
        file.write_text(f"value = {path!r}\n", encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    yield __import__(name)
    for loaded in [module for module in sys.modules if module.partition(".")[0] == name]:
        del sys.modules[loaded]


def test_a_name_is_imported_once_from_its_module(package: ModuleType) -> None:
    public, get, _ = lazy_names(package.__name__, {"near": ("value",)})
    assert public == ["value"]
    assert f"{package.__name__}.near" not in sys.modules
    assert get("value") == "near"
    assert vars(package)["value"] == "near"


def test_names_are_found_in_submodules(package: ModuleType) -> None:
    homes = {"": ("near", "other"), "room.": ("far",)}
    public, get, _ = lazy_names(package.__name__, homes)
    assert public == ["far", "near", "other"]
    assert get("near") is sys.modules[f"{package.__name__}.near"]
    assert get("far") is sys.modules[f"{package.__name__}.room.far"]
    assert f"{package.__name__}.other" not in sys.modules


def test_an_unknown_name_is_an_attribute_error_that_names_the_package(package: ModuleType) -> None:
    _, get, _ = lazy_names(package.__name__, {"near": ("value",)})
    with pytest.raises(AttributeError, match=f"'{package.__name__}' has no attribute 'valve'"):
        get("valve")


def test_dir_lists_imported_and_importable_names(package: ModuleType) -> None:
    _, get, names = lazy_names(package.__name__, {"near": ("value",), "": ("other",)})
    get("other")
    assert {"__name__", "other", "value"} <= set(names())
    assert names() == sorted(names())
