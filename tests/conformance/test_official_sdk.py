"""The official SDK works against FakeFeishu, and reads what our client reads."""

import json
from typing import Any

from attrs import evolve

from feishu_chat_async import FeishuChat, TopNotice, TopNoticeType, UserIdType
from feishu_chat_async.endpoints.all import ALL
from feishu_chat_async.testing import FakeFeishu, RecordedRequest
from feishu_chat_async.testing.routes import HANDLERS
from tests.support.legacy_requests import insert
from tests.support.official import METHODS, Step, official
from tests.support.wire import content_body, text_body


def on_the_wire(request: RecordedRequest) -> tuple[str, str, dict[str, str], object]:
    return request.method, request.path, request.query, request.body


def calls_of(fake: FakeFeishu) -> list[tuple[str, str, dict[str, str], object]]:
    return [on_the_wire(request) for request in fake.requests if "im/v1" in request.path]


async def test_the_official_sdk_works_against_the_fake(
    fake: FakeFeishu, feishu: FeishuChat
) -> None:
    user = fake.add_user()
    chat = fake.chats[fake.chat_id]
    chat.members.add(user.open_id)
    chat_id = {"chat_id": fake.chat_id}
    notices = [{"action_type": "1", "message_id": fake.message_id}]
    edit = {"revision": "0", "requests": [insert("by the official SDK")]}
    steps = [
        Step("top_notice.put", chat_id, body={"chat_top_notice": notices}),
        Step("announcement.patch", chat_id, body=edit, asynchronous=True),
        Step("announcement.get", chat_id, {"user_id_type": "open_id"}),
        Step("announcement.get", {"chat_id": "oc_no"}, asynchronous=True),
    ]
    app = (fake.app_id, fake.app_secret)
    results = await official(fake.url, app, steps, user.access_token)
    assert [result["code"] for result in results] == [0, 0, 0, 232001]
    assert [result["log_id"] for result in results] == [
        request.log_id for request in fake.requests if "im/v1" in request.path
    ]
    assert chat.top_notice == (
        TopNotice(action_type=TopNoticeType.MESSAGE, message_id=fake.message_id),
    )
    # The official SDK and ours read the same values.
    ours = await feishu.announcement.get(fake.chat_id)
    read = results[2]["data"]
    assert "by the official SDK" in read["content"]
    assert (read["content"], read["revision"]) == (ours.content, ours.revision)
    assert (read["modifier_id_type"], read["modifier_id"]) == ("open_id", user.open_id)
    assert ours.create_time is not None
    assert int(read["create_time"]) == ours.create_time.timestamp()


def scenario(fake: FakeFeishu) -> list[Step]:
    """Return steps that use a group chat in every way."""
    user = fake.add_user().open_id
    bot = fake.add_app().app_id
    room = {"chat_id": {"$": ["chats.create", "chat_id"]}}
    old = {"chat_id": fake.chat_id}
    docx = fake.add_chat("Notes", docx=True)
    new = {"chat_id": docx.chat_id}
    root = {**new, "block_id": docx.chat_id}
    child = {
        **new,
        "block_id": {"$": ["docx_announcement.create_children", "children", 0, "block_id"]},
    }
    tabs = [{"$": ["tabs.list", "chat_tabs", number, "tab_id"]} for number in (0, 1)]
    link = {"name": "Plan", "action_type": "REDIRECT_LINK", "redirect_link": {"common_url": LINK}}
    tops = ["menu.get", "menu_tree", "chat_menu_top_levels"]
    items = [{"$": [*tops, number, "chat_menu_top_level_id"]} for number in (0, 1)]
    below = {"$": [*tops, 0, "children", 0, "chat_menu_second_level_id"]}
    notices = [{"action_type": "1", "message_id": fake.message_id}, {"action_type": "2"}]
    return [
        Step("chats.create", {}, {"uuid": "key"}, {"name": "A room", "user_id_list": [user]}),
        Step("chats.get", room, {"user_id_type": "union_id"}),
        Step("chats.update", room, body={"name": "Another name", "labels": ["plan"]}),
        Step("chats.list", {}, {"sort_type": "ByActiveTimeDesc", "page_size": 2}),
        Step("chats.search", {}, {"query": "Another"}),
        Step("chats.link", room, body={"validity_period": "year"}),
        Step("members.add", room, {"succeed_type": 1}, {"id_list": [user]}),
        Step("members.add", room, {"member_id_type": "app_id"}, {"id_list": [bot]}),
        Step("members.list", room, {"page_size": 1}),
        Step("managers.add", room, {"member_id_type": "open_id"}, {"manager_ids": [user]}),
        Step("managers.remove", room, body={"manager_ids": [user]}),
        Step(
            "moderation.update",
            room,
            body={"moderation_setting": "moderator_list", "moderator_added_list": [user]},
        ),
        Step("moderation.get", room),
        Step("tabs.create", room, body={"chat_tabs": [tab("Plan")]}),
        Step("tabs.list", room),
        Step("tabs.update", room, body={"chat_tabs": [tab("Plans") | {"tab_id": tabs[1]}]}),
        Step("tabs.sort", room, body={"tab_ids": tabs}),
        Step("tabs.delete", room, body={"tab_ids": tabs[1:]}),
        Step(
            "menu.create",
            room,
            body={
                "menu_tree": {
                    "chat_menu_top_levels": [
                        {
                            "chat_menu_item": {"name": "More", "action_type": "NONE"},
                            "children": [{"chat_menu_item": link}],
                        },
                        {"chat_menu_item": link},
                    ]
                }
            },
        ),
        Step("menu.get", room),
        Step(
            "menu.update_item",
            {**room, "menu_item_id": below},
            body={"update_fields": ["NAME"], "chat_menu_item": {"name": "Plans"}},
        ),
        Step("menu.sort", room, body={"chat_menu_top_level_ids": items[::-1]}),
        Step("menu.delete", room, body={"chat_menu_top_level_ids": items[:1]}),
        Step("top_notice.put", old, body={"chat_top_notice": notices}),
        Step("top_notice.delete", old),
        Step("announcement.get", old),
        Step("announcement.patch", old, body={"revision": "0", "requests": [insert("news")]}),
        Step("docx_announcement.get", new),
        Step(
            "docx_announcement.create_children",
            root,
            {"client_token": "key"},
            {"children": [{"block_type": 2, "text": piece("news")}], "index": 0},
        ),
        Step("docx_announcement.list_blocks", new, {"page_size": 1}),
        Step("docx_announcement.get_block", child, {"revision_id": -1}),
        Step("docx_announcement.list_children", root, {"page_size": 500}),
        Step(
            "docx_announcement.batch_update",
            new,
            body={
                "requests": [
                    {"block_id": child["block_id"], "update_text_elements": piece("old news")}
                ]
            },
        ),
        Step("docx_announcement.delete_children", root, body={"start_index": 0, "end_index": 1}),
        Step("members.remove", room, body={"id_list": [user]}),
        Step("chats.delete", room),
        # A public chat with another owner.
        Step(
            "chats.create",
            {},
            {"set_bot_manager": True},
            {"name": "For all", "owner_id": user, "chat_type": "public"},
        ),
        Step("chats.get", room),
        Step("members.remove", room, {"member_id_type": "app_id"}, {"id_list": [fake.app_id]}),
        Step("members.join", room),
        Step("members.is_in_chat", room),
    ]


def message_scenario(fake: FakeFeishu) -> list[Step]:
    """Return steps that use messages in every way."""
    user, chat_id = fake.add_user(), fake.chat_id
    file_id = fake.add_message(chat_id, content=("file", {"file_key": "file_1"})).message_id
    fake.add_resource(file_id, b"0123456789" * 1000, name="plan.bin")
    of_file = {"message_id": file_id, "file_key": "file_1"}
    into, by_chat = {"receive_id": chat_id}, {"receive_id_type": "chat_id"}

    def of(name: str, *path: str | int) -> dict[str, object]:
        return {"message_id": {"$": [name, *(path or ("message_id",))]}}

    sent, replied = of("messages.create"), of("messages.reply")
    thread_id = {"$": ["messages.reply", "thread_id"]}
    thread = {"container_id_type": "thread", "container_id": thread_id}
    history = {"container_id_type": "chat", "container_id": chat_id, "with_sender_name": True}
    both = [sent["message_id"], "om_none"]
    card = {"elements": [{"tag": "hr"}]}
    named = {"card_msg_content_type": "user_card_content", "user_id_type": "union_id"}
    queried = {"queries": [sent], "page_size_per_message": 1, "reaction_type": "SMILE"}
    return [
        Step("messages.create", {}, by_chat, {**into, **text_body("news"), "uuid": "key"}),
        Step(
            "messages.reply",
            sent,
            body={**text_body("yes"), "reply_in_thread": True, "uuid": "key"},
        ),
        Step("messages.get", replied, named),
        Step("messages.list", {}, {**history, "sort_type": "ByCreateTimeDesc", "page_size": 2}),
        Step("messages.list", {}, thread),
        Step("messages.update", sent, body=text_body("old news")),
        Step("messages.forward", sent, {**by_chat, "uuid": "key"}, into),
        Step("messages.forward", sent, {"receive_id_type": "thread_id"}, {"receive_id": thread_id}),
        Step("messages.merge_forward", {}, by_chat, {**into, "message_id_list": both}),
        Step("messages.get", of("messages.merge_forward", "message", "message_id")),
        Step(
            "messages.forward_thread",
            {"thread_id": thread_id},
            {"receive_id_type": "union_id", "uuid": "key"},
            {"receive_id": user.union_id},
        ),
        Step("messages.read_users", sent, {"user_id_type": "open_id", "page_size": 1}),
        Step("pins.create", {}, body=sent),
        Step("pins.list", {}, {"chat_id": chat_id, "start_time": "1", "page_size": 1}),
        Step("pins.delete", sent),
        Step("reactions.create", sent, body={"reaction_type": {"emoji_type": "SMILE"}}),
        Step("reactions.list", sent, {"reaction_type": "SMILE", "user_id_type": "open_id"}),
        Step("reactions.batch_query", {}, {"user_id_type": "open_id"}, queried),
        Step(
            "reactions.delete",
            {**sent, "reaction_id": {"$": ["reactions.create", "reaction_id"]}},
        ),
        *[Step("messages.resource", of_file, {"type": "file"})] * 2,
        Step(
            "messages.create",
            {},
            {"receive_id_type": "open_id"},
            {"receive_id": user.open_id, **content_body(card, "interactive")},
        ),
        Step("messages.patch", sent, body={"content": '{"elements":[]}'}),
        Step("messages.push_follow_up", sent, body={"follow_ups": [{"content": "More"}]}),
        Step("messages.delete", sent),
    ]


LINK = "https://open.feishu.cn/"


def tab(name: str) -> dict[str, object]:
    return {"tab_name": name, "tab_type": "url", "tab_content": {"url": LINK}}


def piece(text: str) -> dict[str, object]:
    return {"elements": [{"text_run": {"content": text}}]}


async def test_the_official_sdk_works_against_all_endpoints_of_the_fake(
    fake: FakeFeishu, feishu: FeishuChat
) -> None:
    steps = [*scenario(fake), *message_scenario(fake)]
    assert {step.name for step in steps} == METHODS.keys()
    steps = [evolve(step, asynchronous=bool(number % 2)) for number, step in enumerate(steps)]
    results = await official(fake.url, (fake.app_id, fake.app_secret), steps)
    names = [step.name for step in steps]
    assert list(zip(names, (result["code"] for result in results), strict=True)) == [
        (name, 0) for name in names
    ]
    found: dict[str, list[Any]] = {name: [] for name in names}
    for name, result in zip(names, results, strict=True):
        found[name].append(result["data"])
    news, card = found["messages.create"]
    (reply,) = found["messages.reply"]
    assert reply["root_id"] == news["message_id"]
    managers = found["chats.get"][1]["bot_manager_id_list"]
    assert managers == [fake.app_id]  # the SDK writes `True`, the pages `true`
    # The official SDK and ours read the same values.
    ours = await feishu.messages.get(reply["message_id"], user_id_type=UserIdType.UNION_ID)
    theirs, merged = (one["items"] for one in found["messages.get"])
    assert ours.thread_id == theirs[0]["thread_id"] == reply["thread_id"]
    assert ours.body is not None and ours.body.content == theirs[0]["body"]["content"]
    assert [one["msg_type"] for one in merged] == ["merge_forward", "text"]
    assert merged[1]["upper_message_id"] == merged[0]["message_id"]
    history, thread = (one["items"] for one in found["messages.list"])
    assert [one["sender"]["id"] for one in history] == [fake.app_id] * 2
    assert [one["message_id"] for one in thread] == [news["message_id"], reply["message_id"]]
    assert found["messages.update"][0]["updated"] is True
    assert found["messages.forward"][1]["thread_id"] == reply["thread_id"]
    assert found["messages.merge_forward"][0]["invalid_message_id_list"] == ["om_none"]
    (pinned,), (listed,) = found["pins.create"], found["pins.list"]
    assert listed["items"] == [pinned["pin"]]
    (batch,) = found["reactions.batch_query"]
    assert batch["success_msg_reaction_counts"][0]["reaction_count"] == [
        {"reaction_type": "SMILE", "count": "1"}
    ]
    assert found["reactions.list"][0]["items"] == found["reactions.create"]
    files = found["messages.resource"]
    assert [one["size"] for one in files] == [10_000] * 2
    # The asynchronous method misses the name, since it looks the header up with other capitals.
    assert {one["file_name"] for one in files} == {"plan.bin", None}
    assert fake.messages[card["message_id"]].deleted
    assert json.loads(fake.messages[card["message_id"]].sent) == {"elements": []}


def test_the_fake_has_a_handler_for_every_endpoint() -> None:
    assert set(HANDLERS) == set(ALL)
