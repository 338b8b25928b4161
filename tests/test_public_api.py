"""What is promised: names, types, layers."""

import ast
import inspect
import re
import subprocess
import sys
from importlib.metadata import metadata, requires
from pathlib import Path

import attrs
import pytest

import feishu_chat_async
from feishu_chat_async import Announcement, FeishuChat, TopNotice, testing
from feishu_chat_async.endpoints import ALL
from feishu_chat_async.endpoints.announcement import AnnouncementEndpoints
from feishu_chat_async.endpoints.top_notice import TopNoticeEndpoints

PACKAGE = Path(feishu_chat_async.__file__).parent

PUBLIC = [
    "APIError",
    "Announcement",
    "AuthenticationError",
    "ChatDissolvedError",
    "ConnectionFailedError",
    "DEFAULT",
    "DecodeError",
    "EditorIdType",
    "FEISHU",
    "FeishuChat",
    "FeishuError",
    "InvalidRequestError",
    "InvalidResponseError",
    "LARK",
    "Limit",
    "NotInChatError",
    "OpenStrEnum",
    "PermissionDeniedError",
    "RateLimitError",
    "RateLimits",
    "RequestTimeoutError",
    "RetryPolicy",
    "ServerError",
    "SessionStateError",
    "TopNotice",
    "TopNoticeType",
    "TransportError",
    "UserIdType",
    "__version__",
]


def test_the_public_names_are_pinned() -> None:
    assert sorted(feishu_chat_async.__all__) == sorted(PUBLIC)
    for name in PUBLIC:
        assert hasattr(feishu_chat_async, name)


@pytest.mark.parametrize("module", [feishu_chat_async, testing])
def test_all_is_sorted_and_whole(module: object) -> None:
    names = vars(module)["__all__"]
    constants = [name for name in names if name.isupper()]
    classes = [name for name in names if not name.isupper() and name[0] != "_"]
    rest = [name for name in names if name[0] == "_"]
    assert names == sorted(constants) + sorted(classes) + rest
    public = {name for name, value in vars(module).items() if inspect.isclass(value)}
    assert public <= set(names)


def test_the_contract_of_the_client() -> None:
    parameters = inspect.signature(FeishuChat).parameters
    assert list(parameters)[:2] == ["app_id", "app_secret"]
    assert {"base_url", "http", "timeout_s", "retry", "limits"} <= set(parameters)
    assert parameters["base_url"].default == feishu_chat_async.FEISHU == "https://open.feishu.cn"
    assert feishu_chat_async.LARK == "https://open.larksuite.com"
    assert parameters["limits"].default is feishu_chat_async.DEFAULT
    assert parameters["retry"].default == feishu_chat_async.RetryPolicy()
    feishu = FeishuChat("cli_1", "s")
    assert isinstance(feishu.top_notice, TopNoticeEndpoints)
    assert isinstance(feishu.announcement, AnnouncementEndpoints)


# --- layers ---------------------------------------------------------------------------------

# Each may import what stands on the lines above its own, and nothing below.
LAYERS = [
    {"_version", "_secret", "errors", "enums", "config", "_log"},
    {"models"},
    {"_endpoint", "_converter", "_codes"},
    {"_wire"},
    {"_bucket", "_deadline", "_lifecycle", "endpoints"},
    {"_auth", "_limiter", "_retry"},
    {"_transport"},
    {"session"},
    {"client"},
    {"__init__"},
    {"testing"},
]
PURE = {
    "errors",
    "enums",
    "config",
    "models",
    "_endpoint",
    "_converter",
    "_codes",
    "_wire",
    "_bucket",
}


def modules() -> dict[str, list[Path]]:
    """Return the files of each part: a module, or a package below this one."""
    found: dict[str, list[Path]] = {}
    for path in PACKAGE.rglob("*.py"):
        part = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
        found.setdefault(part, []).append(path)
    return found


def imports_of(path: Path) -> tuple[set[str], set[str]]:
    """Return the parts of this package, and the other packages, that a file imports."""
    inside: set[str] = set()
    outside: set[str] = set()
    depth = len(path.relative_to(PACKAGE).parts) - 1
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            outside |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            outside.add((node.module or "").split(".")[0])
        elif isinstance(node, ast.ImportFrom) and node.level == depth + 1:
            names = [node.module] if node.module else [alias.name for alias in node.names]
            inside |= {name.split(".")[0] for name in names}
    return inside, outside


def test_imports_point_down_only() -> None:
    assert set(modules()) == set().union(*LAYERS)
    for level, layer in enumerate(LAYERS):
        below = set().union(*LAYERS[:level])
        for part in layer:
            for path in modules()[part]:
                inside, _ = imports_of(path)
                allowed = below | {part} | LAYERS[0]
                assert inside <= allowed, f"{path.name} imports {inside - allowed}"


def test_endpoint_groups_see_models_enums_and_the_record_only() -> None:
    for path in modules()["endpoints"]:
        inside, outside = imports_of(path)
        assert inside <= {"models", "enums", "_endpoint", "endpoints"}, path.name
        assert outside <= {"collections", "types", "typing"}, path.name


def test_protocol_code_is_pure() -> None:
    for part in PURE:
        for path in modules()[part]:
            _, outside = imports_of(path)
            assert not outside & {"asyncio", "aiohttp", "socket", "time", "logging"}, path.name


def test_who_may_import_what() -> None:
    for part, paths in modules().items():
        for path in paths:
            inside, outside = imports_of(path)
            assert "aiohttp" not in outside or part in {"_transport", "testing"}, path.name
            assert "backoff" not in outside or part == "_retry", path.name
            assert "testing" not in inside or part == "testing", path.name
            assert outside <= {
                *sys.stdlib_module_names,
                "aiohttp",
                "attrs",
                "backoff",
                "cattrs",
                "yarl",  # comes with aiohttp
            }, path.name


def test_no_import_stands_inside_a_function_or_behind_type_checking() -> None:
    for paths in modules().values():
        for path in paths:
            source = path.read_text(encoding="utf-8")
            assert "TYPE_CHECKING" not in source
            for node in ast.walk(ast.parse(source)):
                if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                    inner = ast.walk(node)
                    assert not any(isinstance(x, ast.Import | ast.ImportFrom) for x in inner)


# --- house style ----------------------------------------------------------------------------


def test_files_are_one_thing_each() -> None:
    for paths in modules().values():
        for path in paths:
            assert len(path.read_text(encoding="utf-8").splitlines()) <= 400, path.name


@pytest.mark.parametrize("group", [TopNoticeEndpoints, AnnouncementEndpoints])
def test_an_endpoint_is_one_record_and_one_coroutine(group: type) -> None:
    for name, function in vars(group).items():
        if name.startswith("_"):
            continue
        assert inspect.iscoroutinefunction(function)
        doc = inspect.getdoc(function) or ""
        assert doc.splitlines()[-1].startswith("https://open.feishu.cn/document/")
        assert "**" not in str(inspect.signature(function))
        body = inspect.getsource(function).split('"""')
        assert len(body[0].splitlines()) + len(body[2].strip().splitlines()) <= 6


@pytest.mark.parametrize(
    "model", [TopNotice.announcement(), Announcement(content="", revision="1")]
)
def test_models_are_frozen_and_slotted(model: TopNotice | Announcement) -> None:
    assert "__slots__" in vars(type(model))
    assert not hasattr(model, "__dict__")
    for field in attrs.fields(type(model)):
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            setattr(model, field.name, "x")


def test_records_name_the_documented_path() -> None:
    for endpoint in ALL:
        assert endpoint.name == f"{endpoint.method} {endpoint.path}"
        assert endpoint.path.startswith("/open-apis/")
        assert repr(endpoint)


def test_public_things_are_documented() -> None:
    for name in feishu_chat_async.__all__:
        value = getattr(feishu_chat_async, name)
        if inspect.isclass(value):
            assert value.__doc__
            for attribute, member in vars(value).items():
                if inspect.isfunction(member) and not attribute.startswith("_"):
                    assert member.__doc__, f"{name}.{attribute}"


def test_the_package_needs_four_packages_and_says_what_it_is_tested_on() -> None:
    needed = [re.split(r"[<>=!; ]", one)[0] for one in requires("feishu-chat-async") or []]
    always = [
        name
        for name, one in zip(needed, requires("feishu-chat-async") or [], strict=True)
        if "extra ==" not in one
    ]
    assert sorted(always) == ["aiohttp", "attrs", "backoff", "cattrs"]
    told = metadata("feishu-chat-async")
    assert told["Version"] == feishu_chat_async.__version__
    versions = {
        classifier.rpartition(" ")[2]
        for classifier in told.get_all("Classifier") or []
        if re.fullmatch(r"Programming Language :: Python :: 3\.\d+", classifier)
    }
    assert versions == {"3.11", "3.12", "3.13"}
    assert (PACKAGE / "py.typed").exists()


def test_everything_imports_without_a_warning() -> None:
    names = [
        ".".join(("feishu_chat_async", *path.relative_to(PACKAGE).with_suffix("").parts))
        for paths in modules().values()
        for path in paths
        if path.name != "__main__.py"
    ]
    script = "\n".join(f"import {name.removesuffix('.__init__')}" for name in names)
    subprocess.run([sys.executable, "-W", "error", "-c", script], check=True, timeout=60)
