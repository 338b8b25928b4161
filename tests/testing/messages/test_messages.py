"""Messages in a FakeFeishu: sending, listing, editing and recalling them."""

import asyncio
import json
from typing import Any

import aiohttp

from feishu_chat_async.testing import FakeChat, FakeFeishu
from tests.support.virtual import run_virtual
from tests.support.wire import Wire, content_body, content_of, text_body

DAY_MS = 86_400_000


def history(wire: Wire) -> Any:
    return wire.ok("GET", "/messages", container_id_type="chat", container_id=wire.fake.chat_id)


async def test_replies_are_linked_to_their_root_or_thread(
    fake: FakeFeishu, wire: Wire, chat: FakeChat
) -> None:
    first = fake.message_id

    async def reply(message_id: str, **more: object) -> dict[str, Any]:
        return await wire.ok("POST", f"/messages/{message_id}/reply", {**text_body(), **more})

    plain = await reply(first)
    below = await reply(plain["message_id"])
    assert (below["root_id"], below["parent_id"]) == (first, plain["message_id"])
    assert plain["root_id"] == plain["parent_id"] == first and "thread_id" not in plain
    opened = await reply(first, reply_in_thread=True)
    thread_id = opened["thread_id"]
    assert thread_id.startswith("omt_") and fake.messages[first].thread_id == thread_id
    inner = await reply(opened["message_id"])
    assert inner["root_id"] == inner["parent_id"] == first and inner["thread_id"] == thread_id

    def ids(page: dict[str, Any]) -> list[str]:
        return [item["message_id"] for item in page["items"]]

    plain_ids = [plain["message_id"], below["message_id"]]
    assert ids(await history(wire)) == [first, *plain_ids]
    thread = {"container_id_type": "thread", "container_id": thread_id}
    whole = [first, opened["message_id"], inner["message_id"]]
    assert ids(await wire.ok("GET", "/messages", **thread)) == whole
    await wire.refused(230001, "GET", "/messages", **thread, start_time="1")
    chat.group_message_type = "thread"
    root = await wire.send({"text": "root"})
    answer = await reply(root["message_id"])
    assert answer["thread_id"] == root["thread_id"] != thread_id
    assert ids(await history(wire))[-1] == root["message_id"]
    await wire.refused(230001, "POST", "/messages/om_none/reply", text_body())
    await wire.refused(
        230001, "POST", f"/messages/{first}/reply", {**text_body(), "uuid": "x" * 51}
    )
    await wire.ok("DELETE", f"/messages/{first}")
    await wire.refused(230011, "POST", f"/messages/{first}/reply", text_body())


async def test_the_history_is_listed_by_period_and_page(
    fake: FakeFeishu, wire: Wire, chat: FakeChat
) -> None:
    ids = [fake.message_id, *(fake.add_message(chat.chat_id).message_id for _ in range(4))]
    for second, message_id in enumerate(ids):
        fake.messages[message_id].create_time = 1_000_000 + second * 1000 + 500
    where = {"container_id_type": "chat", "container_id": chat.chat_id}

    async def found(**query: str) -> list[str]:
        listed: list[str] = []
        token: dict[str, str] = {}
        while True:
            page = await wire.ok("GET", "/messages", **where, **query, **token)
            listed += [item["message_id"] for item in page["items"]]
            if not page["has_more"]:
                return listed
            token = {"page_token": page["page_token"]}

    assert await found(page_size="2") == ids
    assert await found(page_size="2", sort_type="ByCreateTimeDesc") == ids[::-1]
    assert await found(start_time="1001", end_time="1003") == ids[1:4]
    fake.messages[ids[1]].removed = True
    fake.messages[ids[2]].invisible_to.add(fake.app_id)
    assert await found() == [ids[0], *ids[3:]]
    await wire.refused(230110, "GET", f"/messages/{ids[1]}")
    await wire.refused(230050, "GET", f"/messages/{ids[2]}")
    for wrong in (
        {"page_size": "51"},
        {"page_token": "x"},
        {"sort_type": "ByActiveTimeDesc"},
        {"start_time": "x"},
        {"start_time": "2", "end_time": "1"},
        {"container_id": "oc_none"},
        {"container_id_type": "group"},
    ):
        await wire.refused(230001, "GET", "/messages", **{**where, **wrong})
    chat.restricted_mode_setting["status"] = True
    await wire.refused(231203, "GET", "/messages", **where)
    chat.members.discard(fake.app_id)
    await wire.refused(230002, "GET", "/messages", **where)


async def test_only_the_sender_can_edit_a_text(
    fake: FakeFeishu, wire: Wire, chat: FakeChat
) -> None:
    path = f"/messages/{fake.message_id}"
    changed = await wire.ok("PUT", path, text_body("new"))
    assert changed["updated"] and content_of(changed) == {"text": "new"}
    post = content_body({"zh_cn": {"content": [[{"tag": "hr"}]]}}, "post")
    assert (await wire.ok("PUT", path, post))["msg_type"] == "post"
    await wire.refused(230001, "PUT", path, content_body({"image_key": "x"}, "image"))
    assert fake.messages[fake.message_id].edits == 2
    fake.messages[fake.message_id].edits = 20
    await wire.refused(230072, "PUT", path, text_body())
    image = await wire.send({"image_key": "x"}, "image")
    await wire.refused(230054, "PUT", f"/messages/{image['message_id']}", text_body())
    theirs = fake.add_message(chat.chat_id, sender=fake.add_user()).message_id
    await wire.refused(230071, "PUT", f"/messages/{theirs}", text_body())
    await wire.ok("DELETE", path)
    await wire.refused(230011, "PUT", path, text_body())


async def test_a_card_can_be_updated_for_14_days(fake: FakeFeishu, wire: Wire) -> None:
    card: dict[str, object] = {"elements": []}
    message_id = (await wire.send(card, "interactive"))["message_id"]
    path, body = f"/messages/{message_id}", {"content": json.dumps({"elements": [{"tag": "hr"}]})}
    assert await wire.ok("PATCH", path, body) == {}
    (found,) = (await wire.ok("GET", path))["items"]
    assert content_of(found)["elements"] == [[{"tag": "hr"}]] and found["updated"]
    await wire.refused(230025, "PATCH", path, {"content": json.dumps({"x": "x" * 31_000})})
    await wire.refused(230099, "PATCH", path, {"content": "{}"})
    fake.messages[message_id].create_time -= 14 * DAY_MS + 1000
    await wire.refused(230031, "PATCH", path, body)
    fake.messages[message_id].sender_id = "cli_other"
    await wire.refused(230027, "PATCH", path, body)
    await wire.refused(230001, "PATCH", f"/messages/{fake.message_id}", body)


async def test_a_message_is_recalled(fake: FakeFeishu, wire: Wire, chat: FakeChat) -> None:
    user = fake.add_user()
    theirs = fake.add_message(chat.chat_id, "secret", sender=user).message_id
    old = fake.add_message(chat.chat_id, sender=user).message_id
    fake.messages[old].create_time -= 366 * DAY_MS
    await wire.refused(230009, "DELETE", f"/messages/{old}")
    assert await wire.ok("DELETE", f"/messages/{theirs}") == {}
    await wire.refused(230110, "DELETE", f"/messages/{theirs}")
    (found,) = (await wire.ok("GET", f"/messages/{theirs}"))["items"]
    assert (found["deleted"], found["body"]) == (True, {})
    listed = (await history(wire))["items"]
    assert [item["deleted"] for item in listed] == [False, True, False]
    assert listed[1]["body"] == {"content": "This message was recalled"}
    chat.owner_id = chat.creator_id = user.open_id
    await wire.refused(230026, "DELETE", f"/messages/{old}")
    assert await wire.ok("DELETE", f"/messages/{fake.message_id}") == {}
    chat.members.discard(fake.app_id)
    await wire.refused(230002, "DELETE", f"/messages/{fake.message_id}")


def test_one_uuid_sends_one_message_in_an_hour() -> None:
    async def scenario() -> None:
        async with FakeFeishu(counter=None, latency_s=1.0) as fake, aiohttp.ClientSession() as http:
            wire = Wire(fake, http)
            other, by_id = fake.add_chat(), {"receive_id_type": "chat_id"}
            threads = [
                fake.messages[
                    fake.add_message(fake.chat_id, reply_to=one, in_thread=True).message_id
                ].thread_id
                for one in (fake.message_id, fake.add_message(fake.chat_id).message_id)
            ]

            async def all_ways(uuid: str, to: str = other.chat_id, number: int = 0) -> list[str]:
                into = {"receive_id": to}
                message_id = (
                    fake.add_message(fake.chat_id).message_id if number else fake.message_id
                )
                reply, forward = (f"/messages/{message_id}/{x}" for x in ("reply", "forward"))
                thread = f"/threads/{threads[number]}/forward"
                merge = {**into, "message_id_list": [message_id]}
                calls = [
                    wire.ok("POST", "/messages", {**into, **text_body(), "uuid": uuid}, **by_id),
                    wire.ok("POST", reply, {**text_body(), "uuid": uuid}),
                    wire.ok("POST", forward, into, **by_id, uuid=uuid),
                    wire.ok("POST", "/messages/merge_forward", merge, **by_id, uuid=uuid),
                    wire.ok("POST", thread, into, **by_id, uuid=uuid),
                ]
                answers = await asyncio.gather(*calls)
                return [one.get("message", one)["message_id"] for one in answers]

            first, at_once = await asyncio.gather(all_ways("a"), all_ways("a"))
            assert first == at_once and len(set(first)) == 5
            assert await all_ways("a", number=1) == first  # even with another content
            elsewhere = await all_ways(
                "a", fake.chat_id
            )  # a forward's uuid is valid for one target
            assert [one in first for one in elsewhere] == [True, True, False, False, False]
            wire.app = fake.add_app()
            for chat_id in (fake.chat_id, other.chat_id):
                fake.chats[chat_id].members.add(wire.app.app_id)
            assert set(await all_ways("a")).isdisjoint(first)
            wire.app = None
            assert set(await all_ways("b")).isdisjoint(first)
            await asyncio.sleep(3590)
            assert await all_ways("a") == first
            await asyncio.sleep(10)
            assert set(await all_ways("a")).isdisjoint(first)

    run_virtual(scenario())
