"""Messages: what FakeFeishu does, on the wire."""

import asyncio
import json
from typing import Any

import aiohttp

from feishu_chat_async.testing import FakeChat, FakeFeishu
from tests.support.virtual import run_virtual
from tests.support.wire import Wire, content_of, said, sent

DAY_MS = 86_400_000


def history(wire: Wire) -> Any:
    return wire.ok("GET", "/messages", container_id_type="chat", container_id=wire.fake.chat_id)


async def test_a_user_is_written_to_by_any_id(fake: FakeFeishu, wire: Wire) -> None:
    user = fake.add_user(email="tom@example.org")
    ids = {
        "open_id": user.open_id,
        "union_id": user.union_id,
        "user_id": user.user_id,
        "email": "tom@example.org",
    }
    rooms = set()
    for kind, one in ids.items():
        body = {"receive_id": one, **said()}
        rooms.add((await wire.ok("POST", "/messages", body, receive_id_type=kind))["chat_id"])
    (room,) = rooms
    assert fake.chats[room].chat_mode == "p2p"
    assert set(fake.chats[room].members) == {user.open_id, fake.app_id}
    divider = {"text": "new", "i18n_text": {"zh_CN": "新会话"}}
    system = sent({"type": "divider", "params": {"divider_text": divider}}, "system")
    by_id = {"receive_id_type": "chat_id"}
    message = await wire.ok("POST", "/messages", {"receive_id": room, **system}, **by_id)
    assert content_of(message)["divider_text"] == {"text": "new", "i18n_text": {"zh_cn": "新会话"}}

    async def refused(code: int) -> None:
        body = {"receive_id": user.open_id, **said()}
        await wire.refused(code, "POST", "/messages", body, receive_id_type="open_id")

    user.takes_messages = False
    await refused(230053)
    user.visible = False
    await refused(230013)
    user.resigned = True
    await refused(230029)
    user.tenant_key = "another"
    await refused(230038)
    assert len(fake.chats[room].messages) == 5


async def test_who_cannot_send_where(fake: FakeFeishu, wire: Wire, chat: FakeChat) -> None:
    async def refused(code: int, receive_id: object = chat.chat_id, **query: str) -> None:
        query = {"receive_id_type": "chat_id", **query}
        await wire.refused(code, "POST", "/messages", {"receive_id": receive_id, **said()}, **query)

    await refused(230034, "oc_nowhere")
    await refused(230034, receive_id_type="open_id")
    await refused(230001, receive_id_type="thread_id")
    await refused(230001, None)
    chat.at_all_permission = chat.moderation_setting = "only_owner"
    everybody = {"text": '<at user_id="all"></at>'}
    await wire.send(everybody)
    user = wire.user = fake.add_user()
    await refused(230002)
    chat.members.add(user.open_id)
    await refused(230018)
    chat.moderation_setting = "moderator_list"
    await refused(230018)
    chat.moderators.add(user.open_id)
    message = await wire.send({"text": "x"})
    assert message["sender"]["id"] == user.open_id and message["sender"]["sender_type"] == "user"
    body = {"receive_id": chat.chat_id, **sent(everybody)}
    await wire.refused(230018, "POST", "/messages", body, receive_id_type="chat_id")
    chat.dissolved = True
    await refused(232009)
    fake.apps[fake.app_id].has_bot = False
    await refused(230006)


async def test_replies_and_threads(fake: FakeFeishu, wire: Wire, chat: FakeChat) -> None:
    first = fake.message_id

    async def reply(message_id: str, **more: object) -> dict[str, Any]:
        return await wire.ok("POST", f"/messages/{message_id}/reply", {**said(), **more})

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
        return [one["message_id"] for one in page["items"]]

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
    await wire.refused(230001, "POST", "/messages/om_none/reply", said())
    await wire.refused(230001, "POST", f"/messages/{first}/reply", {**said(), "uuid": "x" * 51})
    await wire.ok("DELETE", f"/messages/{first}")
    await wire.refused(230011, "POST", f"/messages/{first}/reply", said())


async def test_history(fake: FakeFeishu, wire: Wire, chat: FakeChat) -> None:
    ids = [fake.message_id, *(fake.add_message(chat.chat_id) for _ in range(4))]
    for second, message_id in enumerate(ids):
        fake.messages[message_id].create_time = 1_000_000 + second * 1000 + 500
    where = {"container_id_type": "chat", "container_id": chat.chat_id}

    async def found(**query: str) -> list[str]:
        listed: list[str] = []
        token: dict[str, str] = {}
        while True:
            page = await wire.ok("GET", "/messages", **where, **query, **token)
            listed += [one["message_id"] for one in page["items"]]
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


async def test_edits(fake: FakeFeishu, wire: Wire, chat: FakeChat) -> None:
    path = f"/messages/{fake.message_id}"
    changed = await wire.ok("PUT", path, said("new"))
    assert changed["updated"] and content_of(changed) == {"text": "new"}
    post = sent({"zh_cn": {"content": [[{"tag": "hr"}]]}}, "post")
    assert (await wire.ok("PUT", path, post))["msg_type"] == "post"
    await wire.refused(230001, "PUT", path, sent({"image_key": "x"}, "image"))
    assert fake.messages[fake.message_id].edits == 2
    fake.messages[fake.message_id].edits = 20
    await wire.refused(230072, "PUT", path, said())
    image = await wire.send({"image_key": "x"}, "image")
    await wire.refused(230054, "PUT", f"/messages/{image['message_id']}", said())
    theirs = fake.add_message(chat.chat_id, sender=fake.add_user())
    await wire.refused(230071, "PUT", f"/messages/{theirs}", said())
    await wire.ok("DELETE", path)
    await wire.refused(230011, "PUT", path, said())


async def test_cards_are_changed_for_14_days(fake: FakeFeishu, wire: Wire) -> None:
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


async def test_recalls(fake: FakeFeishu, wire: Wire, chat: FakeChat) -> None:
    user = fake.add_user()
    theirs = fake.add_message(chat.chat_id, "secret", sender=user)
    old = fake.add_message(chat.chat_id, sender=user)
    fake.messages[old].create_time -= 366 * DAY_MS
    await wire.refused(230009, "DELETE", f"/messages/{old}")
    assert await wire.ok("DELETE", f"/messages/{theirs}") == {}
    await wire.refused(230110, "DELETE", f"/messages/{theirs}")
    (found,) = (await wire.ok("GET", f"/messages/{theirs}"))["items"]
    assert (found["deleted"], found["body"]) == (True, {})
    listed = (await history(wire))["items"]
    assert [one["deleted"] for one in listed] == [False, True, False]
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
                    fake.add_message(fake.chat_id, reply_to=one, in_thread=True)
                ].thread_id
                for one in (fake.message_id, fake.add_message(fake.chat_id))
            ]

            async def all_ways(uuid: str, to: str = other.chat_id, number: int = 0) -> list[str]:
                into = {"receive_id": to}
                message_id = fake.add_message(fake.chat_id) if number else fake.message_id
                reply, forward = (f"/messages/{message_id}/{x}" for x in ("reply", "forward"))
                thread = f"/threads/{threads[number]}/forward"
                merge = {**into, "message_id_list": [message_id]}
                calls = [
                    wire.ok("POST", "/messages", {**into, **said(), "uuid": uuid}, **by_id),
                    wire.ok("POST", reply, {**said(), "uuid": uuid}),
                    wire.ok("POST", forward, into, **by_id, uuid=uuid),
                    wire.ok("POST", "/messages/merge_forward", merge, **by_id, uuid=uuid),
                    wire.ok("POST", thread, into, **by_id, uuid=uuid),
                ]
                answers = await asyncio.gather(*calls)
                return [one.get("message", one)["message_id"] for one in answers]

            first, at_once = await asyncio.gather(all_ways("a"), all_ways("a"))
            assert first == at_once and len(set(first)) == 5
            assert await all_ways("a", number=1) == first  # whatever it is that is sent
            elsewhere = await all_ways("a", fake.chat_id)  # forwards have a uuid for each target
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


def test_5_messages_a_second_to_one_receiver() -> None:
    async def scenario() -> None:
        async with FakeFeishu() as fake, aiohttp.ClientSession() as http:
            wire, user, other = Wire(fake, http), fake.add_user(), fake.add_chat()
            into, by_id = {"receive_id": fake.chat_id}, {"receive_id_type": "chat_id"}
            forward = f"/messages/{fake.message_id}/forward"
            merge = {**into, "message_id_list": [fake.message_id]}
            answer = await wire.ok(
                "POST", f"/messages/{fake.message_id}/reply", {**said(), "reply_in_thread": True}
            )
            thread_id = answer["thread_id"]
            await wire.send({"text": "x"})
            await wire.ok("POST", forward, into, **by_id)
            await wire.ok("POST", forward, {"receive_id": thread_id}, receive_id_type="thread_id")
            await wire.ok("POST", "/messages/merge_forward", merge, **by_id)
            too_many = 230020
            await wire.refused(too_many, "POST", "/messages", {**into, **said()}, **by_id)
            await wire.refused(too_many, "POST", f"/messages/{fake.message_id}/reply", said())
            await wire.refused(too_many, "POST", forward, into, **by_id)
            await wire.refused(too_many, "POST", f"/threads/{thread_id}/forward", into, **by_id)
            await wire.refused(too_many, "POST", "/messages/merge_forward", merge, **by_id)
            body = {"receive_id": other.chat_id, **said()}
            await wire.ok("POST", "/messages", body, **by_id)
            ids = {"open_id": user.open_id, "user_id": user.user_id, "union_id": user.union_id}
            kinds = [*ids, *ids]
            for kind in kinds[:5]:
                body = {"receive_id": ids[kind], **said()}
                await wire.ok("POST", "/messages", body, receive_id_type=kind)
            body = {"receive_id": user.union_id, **said()}
            await wire.refused(too_many, "POST", "/messages", body, receive_id_type="union_id")
            (private,) = (one for one in fake.chats.values() if one.chat_mode == "p2p")
            again = {**body, "receive_id": private.chat_id}
            await wire.refused(too_many, "POST", "/messages", again, **by_id)
            await asyncio.sleep(1)
            await wire.ok("POST", "/messages", body, receive_id_type="union_id")
            wire.app = fake.add_app()
            fake.chats[fake.chat_id].members.add(wire.app.app_id)
            for _ in range(5):
                await wire.send({"text": "x"})
            wire.app = None  # all bots of a chat share what it takes
            await wire.refused(too_many, "POST", "/messages", {**into, **said()}, **by_id)
            await asyncio.sleep(1)
            await wire.send({"text": "x"})
            card = (await wire.send({"elements": []}, "interactive"))["message_id"]
            new = {"content": '{"elements":[]}'}
            for _ in range(5):
                await wire.ok("PATCH", f"/messages/{card}", new)
            await wire.refused(too_many, "PATCH", f"/messages/{card}", new)

    run_virtual(scenario())
