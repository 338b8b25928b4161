"""Every documented field and value of every request, as it arrives at a server."""

from collections.abc import Iterator
from typing import Any

import pytest

from feishu_chat_async import ChatUpdate, MenuItem, NewChat, Tab, docx
from feishu_chat_async._converter import structure

from .intents import NEWER_BODY, NEWER_QUERY, Intent, ask, intents
from .recorder import TOKEN, Recorder
from .specs import BLOCK_TYPES, RECORDS, SPECS, Fields, leaves

CALLS = [name for name in SPECS if name != TOKEN]

_TABS = """
    message doc_list pin meeting_minute chat_announcement file files_resources images_videos task
"""
_KINDS = """
    page diagram grid_column mindnote table_cell view okr_objective okr_key_result okr_progress
    jira_issue agenda agenda_item agenda_item_title agenda_item_content undefined
"""

NOT_SENT = {
    # The pages: only tabs that show links and documents can be made or changed.
    "tabs.create": {("chat_tabs.tab_type", kind) for kind in _TABS.split()},
    "tabs.update": {("chat_tabs.tab_type", kind) for kind in _TABS.split()},
    # The page numbers these kinds, and has no field for what would be in them.
    "docx_announcement.create_children": {
        ("children.block_type", str(BLOCK_TYPES[kind])) for kind in _KINDS.split()
    },
}
"""Values that the pages list for a field of the body, and which cannot be sent."""

# What our methods return of an answer: the one thing in it.
PARTS = {
    "tabs": "chat_tabs",
    "menu": "menu_tree",
    "menu.update_item": "chat_menu_item",
    "members.is_in_chat": "is_in_chat",
    "docx_announcement.get_block": "found",
}


def arrived(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Walk all that holds nothing else, with its path as the spec has it."""
    if isinstance(value, dict) and (value or not path):
        for name, item in value.items():
            yield from arrived(item, f"{path}.{name}" if path else name)
    elif isinstance(value, list):
        for item in value:
            yield from arrived(item, path)
    else:
        yield path, value


def documented(fields: Fields) -> set[tuple[str, str]]:
    """List all values of all enumerations."""
    return {
        (path, value.strip()) for path, field in leaves(fields) for value in field.get("enum", ())
    }


@pytest.mark.parametrize("name", CALLS)
async def test_every_documented_field_and_value_arrives_under_its_name(name: str) -> None:
    spec = SPECS[name]
    asked = intents(name)
    async with Recorder() as server, server.client() as feishu:
        results = [await ask(feishu, intent) for intent in asked]
    query, body = spec.get("query", []), spec.get("body", [])
    known = {field["name"] for field in query} | NEWER_QUERY.get(name, {}).keys()
    for intent, request in zip(asked, server.requests, strict=True):
        assert request.method == spec["method"]
        assert request.path == path_of(intent)
        assert request.query.keys() == known
        assert request.query == {key: written(value) for key, value in intent.query.items()}
        assert request.body == intent.body
    bodies = [pair for request in server.requests for pair in arrived(request.body or {})]
    queries = [pair for request in server.requests for pair in arrived(request.query)]
    newer = {path for path, _ in arrived(NEWER_BODY.get(name, {}))}
    if body:
        assert {path for path, _ in bodies} == {path for path, _ in leaves(body)} | newer
    assert documented(query) <= set(queries)
    assert documented(body) - {(path, str(value)) for path, value in bodies} == NOT_SENT.get(
        name, set()
    )
    for result in results:
        assert result == answered(name)


def path_of(intent: Intent) -> str:
    path: str = SPECS[intent.name]["path"]
    for name, value in intent.path.items():
        path = path.replace(f":{name}", value)
    return path


def written(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def answered(name: str) -> object:
    """Decode what the server answers: the page's example."""
    whole = structure(SPECS[name]["response_example"].get("data"), RECORDS[name].returns)
    part = PARTS.get(name) or PARTS.get(name.partition(".")[0])
    return getattr(whole, part) if part else whole


BY_USER = {"user_id_type": "open_id"}
LINK_1 = "https://example.com"

# What is not given is not sent, and not as null either.
LEAST: list[tuple[Any, dict[str, str], Any]] = [
    (lambda f: f.chats.update("oc_1", ChatUpdate(description="x")), BY_USER, {"description": "x"}),
    (lambda f: f.chats.link("oc_1"), {}, {"validity_period": "week"}),
    (
        lambda f: f.moderation.update("oc_1", moderator_added_list=["ou_1"]),
        BY_USER,
        {"moderator_added_list": ["ou_1"]},
    ),
    (
        lambda f: f.tabs.create("oc_1", Tab.url("a", LINK_1)),
        {},
        {"chat_tabs": [{"tab_name": "a", "tab_type": "url", "tab_content": {"url": LINK_1}}]},
    ),
    (
        lambda f: f.menu.update_item("oc_1", "7", MenuItem(name="a")),
        {},
        {"update_fields": ["NAME"], "chat_menu_item": {"name": "a"}},
    ),
    (
        lambda f: f.docx_announcement.create_children(
            "oc_1", "oc_1", [docx.DividerBlock()], client_token="c"
        ),
        {**BY_USER, "revision_id": "-1", "client_token": "c"},
        {"children": [{"block_type": 22, "divider": {}}]},
    ),
    (
        lambda f: f.chats.list(),
        {**BY_USER, "sort_type": "ByCreateTimeAsc", "page_size": "20"},
        None,
    ),
]


@pytest.mark.parametrize(("call", "query", "body"), LEAST)
async def test_what_is_not_given_is_not_sent(call: Any, query: dict[str, str], body: Any) -> None:
    async with Recorder() as server, server.client() as feishu:
        await call(feishu)
    assert server.requests[-1].query == query
    assert server.requests[-1].body == body


async def test_a_chat_with_nothing_but_a_name() -> None:
    async with Recorder() as server, server.client() as feishu:
        await feishu.chats.create(NewChat(name="x"), uuid="once")
    assert server.requests[-1].query == {**BY_USER, "uuid": "once"}
    assert server.requests[-1].body == {"name": "x"}
