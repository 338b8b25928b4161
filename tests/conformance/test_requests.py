"""Every documented field and value of every request, as it arrives at a server."""

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from typing import Any
from uuid import UUID

import pytest

from feishu_chat_async import (
    ChatUpdate,
    MenuItem,
    NewChat,
    PageIterator,
    ReactionQuery,
    ReceiveIdType,
    Tab,
    docx,
)
from feishu_chat_async._protocol.converter import structure
from tests.support.intents import NEWER_BODY, NEWER_QUERY, Intent, ask, intents
from tests.support.recorder import FILE, TOKEN, Recorder
from tests.support.sent_contents import unfolded
from tests.support.specs import BLOCK_TYPES, RECORDS, SPECS, Fields, leaves

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
    "messages.get": "message",
    "pins.create": "pin",
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
        assert request.query == {key: written(value) for key, value in intent.query.items()}
        assert unfolded(request.body) == unfolded(intent.body)
    assert {key for request in server.requests for key in request.query} == known
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
    """Decode what the server answers: the page's example, or a file."""
    if RECORDS[name].streamed:
        return FILE
    whole = structure(SPECS[name]["response_example"].get("data"), RECORDS[name].returns)
    part = PARTS.get(name) or PARTS.get(name.partition(".")[0])
    return getattr(whole, part) if part else whole


BY_USER = {"user_id_type": "open_id"}
LINK_1 = "https://example.com"
IN_CHAT = {
    "container_id_type": "chat",
    "container_id": "oc_1",
    "sort_type": "ByCreateTimeAsc",
}
IN_THREAD = {**IN_CHAT, "container_id_type": "thread", "container_id": "omt_1"}
FIRST = {"page_size": "20"}
AFTER = datetime(2020, 12, 22, 7, 53, 29, 999999, tzinfo=timezone(timedelta(hours=8)))


async def first(pages: PageIterator[Any]) -> None:
    async for _ in pages:
        break


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
    (
        lambda f: f.messages.create("oc_1", "a < b", uuid="once"),
        {"receive_id_type": "chat_id"},
        {"receive_id": "oc_1", "msg_type": "text", "content": '{"text":"a < b"}', "uuid": "once"},
    ),
    (
        lambda f: f.messages.reply("om_1", "é", uuid="once", chat_id="oc_1"),
        {},
        {"msg_type": "text", "content": '{"text":"é"}', "uuid": "once"},
    ),
    (lambda f: f.messages.get("om_1"), BY_USER, None),
    (lambda f: f.messages.list("oc_1"), {**IN_CHAT, **FIRST}, None),
    (lambda f: f.messages.list("omt_1", page_token=""), {**IN_THREAD, **FIRST}, None),
    (
        lambda f: f.messages.list("oc_1", start_time=AFTER, end_time=AFTER),
        {**IN_CHAT, **FIRST, "start_time": "1608594809", "end_time": "1608594809"},
        None,
    ),
    (
        lambda f: f.messages.list("omt_1", container_id_type="chat"),
        {**IN_CHAT, **FIRST, "container_id": "omt_1"},
        None,
    ),
    (lambda f: f.messages.update("om_1", "x"), {}, {"msg_type": "text", "content": '{"text":"x"}'}),
    (lambda f: f.messages.read_users("om_1"), {**BY_USER, **FIRST}, None),
    (
        lambda f: f.messages.push_follow_up("om_1", "Yes", "No"),
        {},
        {"follow_ups": [{"content": "Yes"}, {"content": "No"}]},
    ),
    (lambda f: f.pins.list("oc_1"), {"chat_id": "oc_1", **FIRST}, None),
    (
        lambda f: f.pins.list("oc_1", start_time=AFTER),
        {"chat_id": "oc_1", "start_time": "1608594809999", **FIRST},
        None,
    ),
    (lambda f: f.reactions.list("om_1"), {**BY_USER, **FIRST}, None),
    (
        lambda f: f.reactions.batch_query(["om_1", ReactionQuery(message_id="om_2")]),
        BY_USER,
        {
            "queries": [{"message_id": "om_1"}, {"message_id": "om_2"}],
            "page_size_per_message": 10,
        },
    ),
    # All pages of a list: the first one, as large as it may be.
    (lambda f: first(f.messages.iter("oc_1")), {**IN_CHAT, "page_size": "50"}, None),
    (
        lambda f: first(f.messages.iter("oc_1", with_sender_name=False, page_token="p")),
        {**IN_CHAT, "with_sender_name": "false", "page_size": "50", "page_token": "p"},
        None,
    ),
    (
        lambda f: first(f.messages.iter_read_users("om_1")),
        {**BY_USER, "page_size": "100"},
        None,
    ),
    (lambda f: first(f.pins.iter("oc_1")), {"chat_id": "oc_1", "page_size": "50"}, None),
    (lambda f: first(f.reactions.iter("om_1")), {**BY_USER, "page_size": "50"}, None),
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


RECEIVERS = [
    ("ou_1", None, "open_id"),
    ("on_1", None, "union_id"),
    ("oc_1", None, "chat_id"),
    ("tom@example.com", None, "email"),
    ("on_call@example.com", None, "email"),
    ("7be5fg9a", ReceiveIdType.USER_ID, "user_id"),
    ("oc_1", ReceiveIdType.USER_ID, "user_id"),
    ("ou_1", "email", "email"),
]
FORWARDED: list[Any] = [
    lambda f, to, **named: f.messages.forward("om_1", to, **named),
    lambda f, to, **named: f.messages.forward_thread("omt_1", to, **named),
    lambda f, to, **named: f.messages.merge_forward(["om_1"], to, **named),
]


async def test_receivers_are_told_apart_and_what_the_caller_says_goes() -> None:
    to_threads = [*RECEIVERS, ("omt_1", None, "thread_id"), ("omt_1", "open_id", "open_id")]
    async with Recorder() as server, server.client() as feishu:
        for to, named, _ in RECEIVERS:
            await feishu.messages.create(to, "x", receive_id_type=named)  # type: ignore[arg-type]
        for forward in FORWARDED:
            for to, named, _ in to_threads:
                await forward(feishu, to, receive_id_type=named)
    expected = [(to, kind) for to, _, kind in [*RECEIVERS, *to_threads * len(FORWARDED)]]
    asked = [(one.body["receive_id"], one.query["receive_id_type"]) for one in server.requests]
    assert asked == expected


async def test_whatever_is_sent_has_a_uuid_of_its_own() -> None:
    async with Recorder() as server, server.client() as feishu:
        for _ in range(2):
            await feishu.messages.create("oc_1", "x")
            await feishu.messages.reply("om_1", "x")
            for forward in FORWARDED:
                await forward(feishu, "oc_1")
    made = [request.query.get("uuid") or request.body["uuid"] for request in server.requests]
    assert len(set(made)) == 10
    assert all(UUID(one).version == 4 for one in made)
