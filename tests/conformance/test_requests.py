"""Requests arrive at a server with every documented field and value."""

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
from tests.support.intents import NEWER_BODY, NEWER_QUERY, Intent, intents, perform
from tests.support.recorder import FILE, TOKEN, Recorder
from tests.support.sent_contents import parse_nested
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
    # The pages allow only tabs that show links and documents to be created or updated.
    "tabs.create": {("chat_tabs.tab_type", kind) for kind in _TABS.split()},
    "tabs.update": {("chat_tabs.tab_type", kind) for kind in _TABS.split()},
    # The page numbers these types of block, but has no field for their content.
    "docx_announcement.create_children": {
        ("children.block_type", str(BLOCK_TYPES[kind])) for kind in _KINDS.split()
    },
}
"""Values that the pages list for a field of the body, but that cannot be sent."""

# The field of an answer that our method returns, where that is only one.
RESULT_FIELDS = {
    "tabs": "chat_tabs",
    "menu": "menu_tree",
    "menu.update_item": "chat_menu_item",
    "members.is_in_chat": "is_in_chat",
    "docx_announcement.get_block": "requested_block",
    "messages.get": "message",
    "pins.create": "pin",
}


def scalars(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Yield all scalars, each with its path as the spec writes it."""
    if isinstance(value, dict) and (value or not path):
        for name, item in value.items():
            yield from scalars(item, f"{path}.{name}" if path else name)
    elif isinstance(value, list):
        for item in value:
            yield from scalars(item, path)
    else:
        yield path, value


def enum_values(fields: Fields) -> set[tuple[str, str]]:
    """Return all values of all enumerations."""
    return {
        (path, value.strip()) for path, field in leaves(fields) for value in field.get("enum", ())
    }


@pytest.mark.parametrize("name", CALLS)
async def test_every_documented_field_and_value_arrives_under_its_name(name: str) -> None:
    spec = SPECS[name]
    calls = intents(name)
    async with Recorder() as server, server.client() as feishu:
        results = [await perform(feishu, intent) for intent in calls]
    query, body = spec.get("query", []), spec.get("body", [])
    known = {field["name"] for field in query} | NEWER_QUERY.get(name, {}).keys()
    for intent, request in zip(calls, server.requests, strict=True):
        assert request.method == spec["method"]
        assert request.path == path_of(intent)
        assert request.query == {key: written(value) for key, value in intent.query.items()}
        assert parse_nested(request.body) == parse_nested(intent.body)
    assert {key for request in server.requests for key in request.query} == known
    bodies = [pair for request in server.requests for pair in scalars(request.body or {})]
    queries = [pair for request in server.requests for pair in scalars(request.query)]
    newer = {path for path, _ in scalars(NEWER_BODY.get(name, {}))}
    if body:
        assert {path for path, _ in bodies} == {path for path, _ in leaves(body)} | newer
    assert enum_values(query) <= set(queries)
    assert enum_values(body) - {(path, str(value)) for path, value in bodies} == NOT_SENT.get(
        name, set()
    )
    for result in results:
        assert result == expected_result(name)


def path_of(intent: Intent) -> str:
    path: str = SPECS[intent.name]["path"]
    for name, value in intent.path.items():
        path = path.replace(f":{name}", value)
    return path


def written(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def expected_result(name: str) -> object:
    """Decode the server's answer: the page's example, or a file."""
    if RECORDS[name].streamed:
        return FILE
    whole = structure(SPECS[name]["response_example"].get("data"), RECORDS[name].returns)
    field = RESULT_FIELDS.get(name) or RESULT_FIELDS.get(name.partition(".")[0])
    return getattr(whole, field) if field else whole


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


async def read_first(pages: PageIterator[Any]) -> None:
    async for _ in pages:
        break


# Arguments that are not given are not sent, not even as null.
MINIMAL: list[tuple[Any, dict[str, str], Any]] = [
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
        lambda f: f.messages.create("oc_1", "a < b", uuid="key"),
        {"receive_id_type": "chat_id"},
        {"receive_id": "oc_1", "msg_type": "text", "content": '{"text":"a < b"}', "uuid": "key"},
    ),
    (
        lambda f: f.messages.reply("om_1", "é", uuid="key", chat_id="oc_1"),
        {},
        {"msg_type": "text", "content": '{"text":"é"}', "uuid": "key"},
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
    # An iterator asks for the largest pages.
    (lambda f: read_first(f.messages.iter("oc_1")), {**IN_CHAT, "page_size": "50"}, None),
    (
        lambda f: read_first(f.messages.iter("oc_1", with_sender_name=False, page_token="p")),
        {**IN_CHAT, "with_sender_name": "false", "page_size": "50", "page_token": "p"},
        None,
    ),
    (
        lambda f: read_first(f.messages.iter_read_users("om_1")),
        {**BY_USER, "page_size": "100"},
        None,
    ),
    (lambda f: read_first(f.pins.iter("oc_1")), {"chat_id": "oc_1", "page_size": "50"}, None),
    (lambda f: read_first(f.reactions.iter("om_1")), {**BY_USER, "page_size": "50"}, None),
]


@pytest.mark.parametrize(("call", "query", "body"), MINIMAL)
async def test_arguments_that_are_not_given_are_not_sent(
    call: Any, query: dict[str, str], body: Any
) -> None:
    async with Recorder() as server, server.client() as feishu:
        await call(feishu)
    assert server.requests[-1].query == query
    assert server.requests[-1].body == body


async def test_a_chat_is_created_with_only_a_name() -> None:
    async with Recorder() as server, server.client() as feishu:
        await feishu.chats.create(NewChat(name="x"), uuid="key")
    assert server.requests[-1].query == {**BY_USER, "uuid": "key"}
    assert server.requests[-1].body == {"name": "x"}


RECIPIENTS = [
    ("ou_1", None, "open_id"),
    ("on_1", None, "union_id"),
    ("oc_1", None, "chat_id"),
    ("tom@example.com", None, "email"),
    ("on_call@example.com", None, "email"),
    ("7be5fg9a", ReceiveIdType.USER_ID, "user_id"),
    ("oc_1", ReceiveIdType.USER_ID, "user_id"),
    ("ou_1", "email", "email"),
]
FORWARDS: list[Any] = [
    lambda f, to, **named: f.messages.forward("om_1", to, **named),
    lambda f, to, **named: f.messages.forward_thread("omt_1", to, **named),
    lambda f, to, **named: f.messages.merge_forward(["om_1"], to, **named),
]


async def test_the_type_of_a_recipient_is_recognized_unless_the_caller_names_it() -> None:
    to_threads = [*RECIPIENTS, ("omt_1", None, "thread_id"), ("omt_1", "open_id", "open_id")]
    async with Recorder() as server, server.client() as feishu:
        for to, named, _ in RECIPIENTS:
            await feishu.messages.create(to, "x", receive_id_type=named)  # type: ignore[arg-type]
        for forward in FORWARDS:
            for to, named, _ in to_threads:
                await forward(feishu, to, receive_id_type=named)
    expected = [(to, kind) for to, _, kind in [*RECIPIENTS, *to_threads * len(FORWARDS)]]
    sent = [
        (request.body["receive_id"], request.query["receive_id_type"])
        for request in server.requests
    ]
    assert sent == expected


async def test_every_send_has_a_unique_uuid() -> None:
    async with Recorder() as server, server.client() as feishu:
        for _ in range(2):
            await feishu.messages.create("oc_1", "x")
            await feishu.messages.reply("om_1", "x")
            for forward in FORWARDS:
                await forward(feishu, "oc_1")
    keys = [request.query.get("uuid") or request.body["uuid"] for request in server.requests]
    assert len(set(keys)) == 10
    assert all(UUID(key).version == 4 for key in keys)
