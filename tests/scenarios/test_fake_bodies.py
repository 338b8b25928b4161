"""Every body gets a valid answer, and FakeFeishu stores nothing that cannot be read back."""

import copy
from collections.abc import Iterator
from typing import Any

import aiohttp
import pytest

from feishu_chat_async import ChatUpdate, FeishuChat, MenuItem, MenuTopLevel, Tab
from feishu_chat_async.testing import FakeFeishu
from feishu_chat_async.testing.routes import HANDLERS
from tests.support.specs import RECORDS, SPECS, sample

NAMES = [
    name
    for name, record in RECORDS.items()
    if record in HANDLERS and name.partition(".")[0] != "auth" and "announcement" not in name
]
ODD: list[Any] = [None, 0, 5, -1.5, True, "", "x", "x" * 200, [], {}, ["x"], [5], [None], {"x": 1}]

TAB = ("chat_tabs", 0)
TOP = ("menu_tree", "chat_menu_top_levels", 0)
LINK = "https://open.feishu.cn/"
FITTING: dict[str, dict[tuple[Any, ...], Any]] = {
    "chats.create": {
        ("owner_id",): None,
        ("user_id_list",): [],
        ("bot_id_list",): [],
        ("restricted_mode_setting", "download_has_permission_setting"): "not_anyone",
    },
    "chats.update": {
        ("owner_id",): None,
        ("add_member_permission",): "all_members",
        ("restricted_mode_setting", "download_has_permission_setting"): "not_anyone",
    },
    "tabs.create": {(*TAB, "tab_type"): "url", (*TAB, "tab_content", "url"): LINK},
    "tabs.update": {(*TAB, "tab_type"): "url", (*TAB, "tab_content", "url"): LINK},
    "menu.create": {
        (*TOP, "children"): [],
        (*TOP, "chat_menu_item", "redirect_link"): {"pc_url": LINK},
    },
    "menu.update_item": {("chat_menu_item", "redirect_link"): {"pc_url": LINK}},
    "messages.create": {("msg_type",): "text", ("content",): '{"text": "x"}', ("uuid",): None},
}
"""Values that make the samples valid, so that odd values next to them can be stored."""


def paths_in(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the path of every value inside a body."""
    yield path
    children: Any = enumerate(value) if isinstance(value, list) else ()
    for key, child in value.items() if isinstance(value, dict) else children:
        yield from paths_in(child, (*path, key))


def replaced(body: Any, path: tuple[Any, ...], value: Any) -> Any:
    """Return a copy of a body with another value at a path."""
    if not path:
        return value
    body = copy.deepcopy(body)
    inner = body
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = value
    return body


@pytest.mark.parametrize("name", NAMES)
async def test_every_request_gets_a_valid_answer(
    fake: FakeFeishu, feishu: FeishuChat, name: str
) -> None:
    spec, record = SPECS[name], RECORDS[name]
    room, link = fake.chat_id, Tab.url("x", "https://open.feishu.cn/")
    tree = await feishu.menu.create(room, MenuTopLevel.of(MenuItem.plain("x")))
    await feishu.tabs.create(room, link)
    await feishu.chats.update(room, ChatUpdate(name="A room"))
    item = str(tree.chat_menu_top_levels[0].chat_menu_top_level_id)
    token = fake.issue_tenant_token()
    headers = {"Authorization": f"Bearer {token}"}
    message = fake.messages[fake.message_id]
    fake.add_message(room, reply_to=message.message_id, in_thread=True)
    ids = {
        "chat_id": room,
        "menu_item_id": item,
        "message_id": message.message_id,
        "thread_id": message.thread_id,
        "reaction_id": "1",
        "file_key": fake.add_resource(message.message_id),
    }
    url = fake.url + record.template.format(**ids)
    known = {"receive_id": room, "message_id": message.message_id}
    whole = sample(spec.get("body", []))
    whole |= {name: given for name, given in known.items() if name in whole}
    required = {"receive_id_type": "chat_id"} if "receive_id" in whole else {}
    for path, value in FITTING.get(name, {}).items():
        whole = replaced(whole, path, value)
    if name == "tabs.update":
        whole = replaced(whole, (*TAB, "tab_id"), fake.chats[room].tabs[1]["tab_id"])
    bodies = [replaced(whole, path, odd) for path in paths_in(whole) for odd in ODD]
    queries = [
        {field["name"]: odd}
        for field in spec.get("query", [])
        for odd in ("", "x", "-1", "5", "٣", "x" * 200)
    ]
    chat, stored = fake.chats[room], 0
    tabs, menu = chat.tabs, chat.menu
    async with aiohttp.ClientSession(headers=headers) as http:
        for query, body in [*((query, whole) for query in queries), *(({}, b) for b in bodies)]:
            chat.tabs, chat.menu, chat.dissolved = list(tabs), copy.deepcopy(menu), False
            message.deleted = False
            asked = {**required, **query}
            async with http.request(record.method, url, params=asked, json=body) as response:
                is_file = record.streamed and response.status == 200
                answer: Any = {"code": 0} if is_file else await response.json()
            assert response.status in {200, 400} and isinstance(answer["code"], int), (query, body)
            if answer["code"] == 0 and name in FITTING:
                stored += 1
                await feishu.chats.get(answer["data"].get("chat_id", room))
                await feishu.tabs.list(room)
                await feishu.menu.get(room)
    assert stored or name not in FITTING
