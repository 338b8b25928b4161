"""The public API: names, signatures, types and docstrings."""

import ast
import inspect
import re
import subprocess
import sys
from functools import cached_property
from importlib.metadata import metadata, requires
from pathlib import Path
from types import ModuleType

import attrs
import pytest

import feishu_chat_async
from feishu_chat_async import (
    FeishuChat,
    announcements,
    contents,
    docx,
    endpoints,
    legacy,
    richtext,
    testing,
)
from feishu_chat_async.endpoints.all import ALL
from feishu_chat_async.richtext import markdown
from tests.mirror import modules_with_logic, test_file_of
from tests.support.specs import RECORDS

PACKAGE = Path(feishu_chat_async.__file__).parent

GROUPS = {
    name: type(getattr(FeishuChat("cli_1", "s"), name))
    for name, value in vars(FeishuChat).items()
    if isinstance(value, cached_property)
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
    "DEFAULT_LIMITS",
    "DecodeError",
    "DocxAnnouncement",
    "Download",
    "EditorIdType",
    "Endpoint",
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
    "IdempotencyKey",
    "InvalidRequestError",
    "InvalidResponseError",
    "LARK",
    "LEVEL_4",
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
    "NarrowLimit",
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
    "config",
    "contents",
    "docx",
    "enums",
    "errors",
    "legacy",
    "markdown",
    "richtext",
]


def test_the_public_names_are_fixed() -> None:
    assert vars(feishu_chat_async)["__all__"] == sorted(PUBLIC)
    for name in PUBLIC:
        assert hasattr(feishu_chat_async, name)


@pytest.mark.parametrize("module", [contents, docx, legacy, richtext])
def test_dunder_all_is_sorted_and_complete(module: object) -> None:
    names = vars(module)["__all__"]
    constants = [name for name in names if name.isupper()]
    classes = [name for name in names if name[0].isupper() and not name.isupper()]
    rest = [name for name in names if not name[0].isupper()]
    assert names == sorted(constants) + sorted(classes) + sorted(rest)
    public = {name for name, value in vars(module).items() if inspect.isclass(value)}
    assert public <= set(names)


@pytest.mark.parametrize("module", [markdown])
def test_dunder_all_of_functions_is_sorted_and_complete(module: object) -> None:
    names = vars(module)["__all__"]
    own = [
        name
        for name, value in vars(module).items()
        if not name.startswith("_") and getattr(value, "__module__", "") == vars(module)["__name__"]
    ]
    assert set(own) <= set(names)
    assert names == sorted(names, key=lambda name: (not name.isupper(), name[0].islower(), name))


@pytest.mark.parametrize("module", [feishu_chat_async, endpoints, announcements, testing])
def test_lazy_names_are_those_that_type_checkers_see(module: ModuleType) -> None:
    tree = ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))
    (block,) = [node for node in tree.body if isinstance(node, ast.If)]
    seen = [
        alias.asname
        for node in block.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    ]
    assert sorted(seen, key=str) == vars(module)["__all__"]
    assert set(dir(module)) >= set(seen)
    for name in vars(module)["__all__"]:
        assert getattr(module, name) is getattr(module, name)
    with pytest.raises(AttributeError, match="no attribute 'Chatt'"):
        getattr(module, "Chatt")  # noqa: B009


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
    allowed = {"endpoints.auth", "models.auth"}
    assert found <= {f"feishu_chat_async.{name}" for name in allowed}


def test_the_signature_of_the_client_is_fixed() -> None:
    parameters = inspect.signature(FeishuChat).parameters
    assert list(parameters)[:2] == ["app_id", "app_secret"]
    assert {"base_url", "http", "timeout_s", "retry", "limits"} <= set(parameters)
    assert parameters["base_url"].default == feishu_chat_async.FEISHU == "https://open.feishu.cn"
    assert feishu_chat_async.LARK == "https://open.larksuite.com"
    assert parameters["limits"].default is feishu_chat_async.DEFAULT_LIMITS
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
def test_the_calls_of_each_group_are_fixed(name: str) -> None:
    assert calls_of(GROUPS[name]) == CONTRACT[name].split()


# --- house style ----------------------------------------------------------------------------


TABLES = {"__init__.py", "codes.py", "enums.py"}
"""Files that hold tables, which can be of any length."""


def test_files_of_logic_have_at_most_400_lines() -> None:
    for path in PACKAGE.rglob("*.py"):
        if path.name not in TABLES:
            assert len(path.read_text(encoding="utf-8").splitlines()) <= 400, path.name


def test_every_module_with_logic_has_a_test_file_of_its_own() -> None:
    assert [
        str(module) for module in modules_with_logic() if not test_file_of(module).exists()
    ] == []


COMPOUND = {"add_many", "remove_many", "sync", "read", "write", "append", "replace_text"}
"""Calls that make several requests."""


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
def test_the_docstring_of_a_write_says_whether_it_is_retried(group: type, name: str) -> None:
    doc = " ".join((inspect.getdoc(getattr(group, name)) or "").split())
    call = next(key for key, value in GROUPS.items() if value is group)
    record = RECORDS[f"{call}.{name}"]
    retried = record.idempotent or record.key is not None
    assert ("Retried after an unknown outcome" in doc) == retried
    assert ("Not retried after an unknown outcome" in doc) == (not retried)


MODELS = sorted(
    {
        value
        for module in (feishu_chat_async, docx, legacy, richtext)
        for value in (getattr(module, name) for name in vars(module)["__all__"])
        if inspect.isclass(value) and attrs.has(value)
    },
    key=lambda cls: cls.__name__,
)


POSITIONAL = {feishu_chat_async.Limit, richtext.Span, richtext.UserMention}
"""The classes of several fields that take some by position."""


@pytest.mark.parametrize("cls", MODELS)
def test_models_are_frozen_slotted_and_named(cls: type) -> None:
    assert "__slots__" in vars(cls)
    assert "__dict__" not in dir(cls)
    assert cls.__setattr__.__name__ == "_frozen_setattrs"
    for field in attrs.fields(cls):
        assert field.kw_only or cls in POSITIONAL or len(attrs.fields(cls)) == 1
        assert not field.name.startswith("_")


def test_record_names_are_method_and_path() -> None:
    for endpoint in ALL:
        assert endpoint.name == f"{endpoint.method} {endpoint.path}"
        assert endpoint.path.startswith("/open-apis/")
        assert repr(endpoint)


def test_public_names_are_documented() -> None:
    for name in vars(feishu_chat_async)["__all__"]:
        value = getattr(feishu_chat_async, name)
        if inspect.isclass(value):
            assert value.__doc__ and "Method generated" not in value.__doc__
            for attribute, member in vars(value).items():
                if inspect.isfunction(member) and not attribute.startswith("_"):
                    assert member.__doc__, f"{name}.{attribute}"


def test_the_metadata_names_four_dependencies_and_the_tested_pythons() -> None:
    names = [
        re.split(r"[<>=!; ]", requirement)[0] for requirement in requires("feishu-chat-async") or []
    ]
    required = [
        name
        for name, requirement in zip(names, requires("feishu-chat-async") or [], strict=True)
        if "extra ==" not in requirement
    ]
    assert sorted(required) == ["aiohttp", "attrs", "backoff", "cattrs"]
    package_metadata = metadata("feishu-chat-async")
    assert package_metadata["Version"] == feishu_chat_async.__version__
    versions = {
        classifier.rpartition(" ")[2]
        for classifier in package_metadata.get_all("Classifier") or []
        if re.fullmatch(r"Programming Language :: Python :: 3\.\d+", classifier)
    }
    assert versions == {"3.11", "3.12", "3.13"}
    assert (PACKAGE / "py.typed").exists()
