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
from feishu_chat_async import FeishuChat, contents, docx, legacy, markdown, richtext, testing
from feishu_chat_async.endpoints import all as all_endpoints
from feishu_chat_async.endpoints.all import ALL

PACKAGE = Path(feishu_chat_async.__file__).parent

GROUPS = {
    module.__name__.rpartition(".")[2]: value
    for module in all_endpoints._MODULES
    for name, value in vars(module).items()
    if name.endswith("Endpoints") and value.__module__ == module.__name__
}

PUBLIC = [
    "APIError",
    "AddedManyMembers",
    "AddedMembers",
    "Announcement",
    "AnnouncementType",
    "AuthenticationError",
    "CardContentType",
    "Chat",
    "ChatDissolvedError",
    "ChatMode",
    "ChatPermission",
    "ChatSortType",
    "ChatStatus",
    "ChatTag",
    "ChatType",
    "ChatUpdate",
    "ConflictError",
    "ConnectionFailedError",
    "ContainerIdType",
    "CreatedChat",
    "DEFAULT",
    "DecodeError",
    "DocxAnnouncement",
    "Download",
    "EditorIdType",
    "Emoji",
    "FEISHU",
    "FailedMembers",
    "FailedReactionQuery",
    "FeishuChat",
    "FeishuError",
    "FollowUp",
    "FollowUpText",
    "FoundMessage",
    "GroupMessageType",
    "I18nNames",
    "InvalidRequestError",
    "InvalidResponseError",
    "LARK",
    "Limit",
    "ListedChat",
    "Managers",
    "Member",
    "MemberIdType",
    "MemberPage",
    "MembershipApproval",
    "MenuActionType",
    "MenuItem",
    "MenuItemField",
    "MenuSecondLevel",
    "MenuTopLevel",
    "MenuTree",
    "MergedForward",
    "Message",
    "MessageBody",
    "MessageLanguage",
    "MessageMention",
    "MessageReactionCounts",
    "MessageReactions",
    "MessageSortType",
    "MessageType",
    "MessageVisibility",
    "ModerationPage",
    "ModerationSetting",
    "Moderator",
    "NewChat",
    "NotInChatError",
    "OpenIntEnum",
    "OpenStrEnum",
    "Page",
    "PageIterator",
    "PartialWriteError",
    "PermissionDeniedError",
    "Pin",
    "RateLimitError",
    "RateLimits",
    "Reaction",
    "ReactionBatch",
    "ReactionCount",
    "ReactionDetail",
    "ReactionFailReason",
    "ReactionOperator",
    "ReactionQuery",
    "ReadUser",
    "ReceiveIdType",
    "RedirectLink",
    "RemovedManyMembers",
    "RemovedMembers",
    "RequestTimeoutError",
    "ResourceType",
    "RestrictedMode",
    "RestrictedPermission",
    "RetryPolicy",
    "Sender",
    "SenderIdType",
    "SenderType",
    "ServerError",
    "SessionStateError",
    "ShareCardPermission",
    "ShareLink",
    "SucceedType",
    "SyncedMembers",
    "Tab",
    "TabConfig",
    "TabContent",
    "TabType",
    "TopNotice",
    "TopNoticeType",
    "TransportError",
    "UserIdType",
    "ValidityPeriod",
    "__version__",
    "contents",
    "docx",
    "legacy",
    "markdown",
    "richtext",
]


def test_the_public_names_are_pinned() -> None:
    assert sorted(feishu_chat_async.__all__) == sorted(PUBLIC)
    for name in PUBLIC:
        assert hasattr(feishu_chat_async, name)


@pytest.mark.parametrize("module", [feishu_chat_async, contents, docx, legacy, testing])
def test_all_is_sorted_and_whole(module: object) -> None:
    names = vars(module)["__all__"]
    constants = [name for name in names if name.isupper()]
    classes = [name for name in names if name[0].isupper() and not name.isupper()]
    rest = [name for name in names if not name[0].isupper()]
    assert names == sorted(constants) + sorted(classes) + sorted(rest)
    public = {name for name, value in vars(module).items() if inspect.isclass(value)}
    assert public <= set(names)


@pytest.mark.parametrize("module", [markdown, richtext])
def test_names_of_later_modules_are_sorted(module: object) -> None:
    names = vars(module)["__all__"]
    own = [
        name
        for name, value in vars(module).items()
        if not name.startswith("_") and getattr(value, "__module__", "") == vars(module)["__name__"]
    ]
    assert set(own) <= set(names)
    assert names == sorted(names, key=lambda name: (not name.isupper(), name[0].islower(), name))


def test_names_that_come_later_are_those_that_type_checkers_see() -> None:
    tree = ast.parse((PACKAGE / "__init__.py").read_text(encoding="utf-8"))
    (block,) = [node for node in tree.body if isinstance(node, ast.If)]
    seen = {
        node.module: tuple(alias.name for alias in node.names)
        for node in block.body
        if isinstance(node, ast.ImportFrom) and node.module
    }
    assert seen == feishu_chat_async._LATER
    assert set(dir(feishu_chat_async)) >= set(PUBLIC)
    with pytest.raises(AttributeError, match="no attribute 'Chatt'"):
        feishu_chat_async.Chatt  # noqa: B018


FOUNDATIONS = ("_reading", "_types", "_variants")
"""What the converter knows of models."""


def test_models_and_groups_are_imported_when_they_are_used() -> None:
    script = """
import sys, feishu_chat_async
feishu = feishu_chat_async.FeishuChat("cli_1", "s")
loaded = [name for name in sys.modules if name.startswith("feishu_chat_async.")]
loaded += [name for name in sys.modules if name.startswith("markdown_it")]
later = ("contents", "docx", "enums", "legacy", "richtext", "markdown", "markdown_it")
print([n for n in loaded if ".endpoints." in n or ".models." in n or n.endswith(later)])
feishu.chats, feishu_chat_async.Tab
feishu_chat_async.docx.TextBlock, feishu_chat_async.legacy.Title
"""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", script],
        check=True,
        timeout=60,
        capture_output=True,
        text=True,
    )
    found = set(ast.literal_eval(done.stdout))
    allowed = {"endpoints.auth", "models.auth", *(f"models.{name}" for name in FOUNDATIONS)}
    assert found <= {f"feishu_chat_async.{name}" for name in allowed}


def test_the_contract_of_the_client() -> None:
    parameters = inspect.signature(FeishuChat).parameters
    assert list(parameters)[:2] == ["app_id", "app_secret"]
    assert {"base_url", "http", "timeout_s", "retry", "limits"} <= set(parameters)
    assert parameters["base_url"].default == feishu_chat_async.FEISHU == "https://open.feishu.cn"
    assert feishu_chat_async.LARK == "https://open.larksuite.com"
    assert parameters["limits"].default is feishu_chat_async.DEFAULT
    assert parameters["retry"].default == feishu_chat_async.RetryPolicy()
    feishu = FeishuChat("cli_1", "s")
    for name, group in GROUPS.items():
        assert type(getattr(feishu, name)) is group
        assert getattr(feishu, name) is getattr(feishu, name)


CONTRACT = {
    "announcement": "append get patch read replace_text write",
    "chats": "create delete get iter iter_search link list search update",
    "docx_announcement": "batch_update create_children delete_children get get_block iter_blocks "
    "iter_children list_blocks list_children",
    "managers": "add remove",
    "members": "add add_many is_in_chat iter join list remove remove_many sync",
    "menu": "create delete get sort update_item",
    "messages": "create delete download forward forward_thread get iter iter_read_users list "
    "merge_forward patch push_follow_up read_users reply resource update",
    "moderation": "get iter update",
    "pins": "create delete iter list",
    "reactions": "batch_query create delete iter list",
    "tabs": "create delete list sort update",
    "top_notice": "delete put",
}


def calls_of(group: type) -> list[str]:
    return sorted(name for name in dir(group) if not name.startswith("_"))


@pytest.mark.parametrize("name", CONTRACT)
def test_the_calls_of_the_contract(name: str) -> None:
    assert calls_of(GROUPS[name]) == CONTRACT[name].split()


# --- layers ---------------------------------------------------------------------------------

# Each may import what stands on the lines above its own, and nothing below.
LAYERS = [
    {"_version", "_secret", "errors", "enums", "config", "_log"},
    {"_checks"},
    {"richtext"},
    {"models", "_outline", "_markdown_write"},
    {"_markdown_read", "markdown"},
    {"_compiled", "_values", "_endpoint", "_codes", "contents", "docx", "legacy", "_download"},
    {"_converter", "_languages", "_receivers"},
    {"_richtext_docx", "_richtext_legacy"},
    {"_wire", "_paging"},
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
    "richtext",
    "_outline",
    "_languages",
    "_richtext_docx",
    "_markdown_read",
    "_markdown_write",
    "markdown",
    "enums",
    "config",
    "_checks",
    "models",
    "contents",
    "docx",
    "legacy",
    "_richtext_legacy",
    "_endpoint",
    "_download",
    "_receivers",
    "_compiled",
    "_converter",
    "_values",
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


ALLOWED = {
    "attrs",
    "collections",
    "datetime",
    "functools",
    "inspect",
    "itertools",
    "types",
    "typing",
}


def test_endpoint_groups_see_models_enums_and_the_record_only() -> None:
    for path in modules()["endpoints"]:
        inside, outside = imports_of(path)
        writes = path.name in {"_writer.py", "_edits.py", "_docx_edits.py", "_legacy_edits.py"}
        writes = writes or path.name == "announcement.py"
        outside -= {"asyncio", "random", "weakref"} if writes else set()
        saves = path.name == "_downloading.py"
        outside -= {"asyncio", "contextlib", "os", "pathlib", "uuid"} if saves else set()
        assert inside <= {
            "_checks",
            "_download",
            "_endpoint",
            "_paging",
            "_receivers",
            "config",
            "endpoints",
            "enums",
            "errors",
            "models",
            *(("markdown", "richtext", "_richtext_docx", "_richtext_legacy") if writes else ()),
        }, path.name
        assert outside <= ALLOWED


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
            assert "markdown_it" not in outside or part == "_markdown_read", path.name
            assert "testing" not in inside or part == "testing", path.name
            assert outside <= {
                *sys.stdlib_module_names,
                "aiohttp",
                "attrs",
                "backoff",
                "cattrs",
                "markdown_it",  # an extra
                "yarl",  # comes with aiohttp
            }, path.name


LATE = {"__init__.py", "client.py", "endpoints/announcement.py"}


def test_only_what_is_imported_late_is_imported_inside_a_function() -> None:
    """Three files do it, for models and groups that few bots use; nobody hides a cycle so."""
    for paths in modules().values():
        for path in paths:
            late = str(path.relative_to(PACKAGE)) in LATE
            source = path.read_text(encoding="utf-8")
            assert late == ("TYPE_CHECKING" in source), path
            for node in ast.walk(ast.parse(source)):
                if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                    inner = [
                        x for x in ast.walk(node) if isinstance(x, ast.Import | ast.ImportFrom)
                    ]
                    assert not inner or late, path


# --- house style ----------------------------------------------------------------------------


def test_files_are_one_thing_each() -> None:
    for paths in modules().values():
        for path in paths:
            assert len(path.read_text(encoding="utf-8").splitlines()) <= 400, path.name


COMPOUND = {"add_many", "remove_many", "sync", "read", "write", "append", "replace_text"}
"""What makes several requests."""


@pytest.mark.parametrize("group", GROUPS.values())
def test_an_endpoint_is_one_record_and_one_coroutine(group: type) -> None:
    for name in calls_of(group):
        function = getattr(group, name)
        is_stream = name == "resource"
        assert inspect.iscoroutinefunction(function) or name.startswith("iter") or is_stream
        doc = inspect.getdoc(function) or ""
        assert doc.splitlines()[-1].startswith("https://open.feishu.cn/document/")
        assert "**" not in str(inspect.signature(function))
        body = inspect.getsource(function).split('"""')[2].strip().splitlines()
        assert len(body) <= 6 or name in COMPOUND, name


WRITES = [
    pytest.param(group, name, id=f"{group.__name__}.{name}")
    for group in GROUPS.values()
    for name in calls_of(group)
    if not name.startswith(("get", "iter", "list", "search", "is_", "read_"))
    and name not in COMPOUND | {"batch_query", "download", "resource"}
]


@pytest.mark.parametrize(("group", "name"), WRITES)
def test_a_write_says_whether_it_is_retried(group: type, name: str) -> None:
    doc = " ".join((inspect.getdoc(getattr(group, name)) or "").split())
    module = sys.modules[group.__module__]
    record = vars(module)[name.upper()]
    retried = record.idempotent or record.key is not None
    assert ("Retried after an unknown outcome" in doc) == retried
    assert ("Not retried after an unknown outcome" in doc) == (not retried)


MODELS = sorted(
    {
        value
        for module in (feishu_chat_async, docx, legacy, richtext)
        for value in (getattr(module, name) for name in module.__all__)
        if inspect.isclass(value) and attrs.has(value)
    },
    key=lambda cls: cls.__name__,
)


@pytest.mark.parametrize("cls", MODELS)
def test_models_are_frozen_slotted_and_named(cls: type) -> None:
    assert "__slots__" in vars(cls)
    assert "__dict__" not in dir(cls)
    assert cls.__setattr__.__name__ == "_frozen_setattrs"
    for field in attrs.fields(cls):
        assert field.kw_only or cls in {feishu_chat_async.Limit, richtext.Text, richtext.Mention}
        assert not field.name.startswith("_")


def test_records_name_the_documented_path() -> None:
    for endpoint in ALL:
        assert endpoint.name == f"{endpoint.method} {endpoint.path}"
        assert endpoint.path.startswith("/open-apis/")
        assert repr(endpoint)


def test_public_things_are_documented() -> None:
    for name in feishu_chat_async.__all__:
        value = getattr(feishu_chat_async, name)
        if inspect.isclass(value):
            assert value.__doc__ and "Method generated" not in value.__doc__
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
