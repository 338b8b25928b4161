"""Rate limits of a FakeFeishu per recipient, per card and per pinned message."""

import asyncio

import aiohttp

from feishu_chat_async.testing import FakeFeishu
from tests.support.virtual import run_virtual
from tests.support.wire import Wire, text_body


def test_a_recipient_gets_5_messages_a_second() -> None:
    async def scenario() -> None:
        async with FakeFeishu() as fake, aiohttp.ClientSession() as http:
            wire, user, other = Wire(fake, http), fake.add_user(), fake.add_chat()
            into, by_id = {"receive_id": fake.chat_id}, {"receive_id_type": "chat_id"}
            forward = f"/messages/{fake.message_id}/forward"
            merge = {**into, "message_id_list": [fake.message_id]}
            answer = await wire.ok(
                "POST",
                f"/messages/{fake.message_id}/reply",
                {**text_body(), "reply_in_thread": True},
            )
            thread_id = answer["thread_id"]
            await wire.send({"text": "x"})
            await wire.ok("POST", forward, into, **by_id)
            await wire.ok("POST", forward, {"receive_id": thread_id}, receive_id_type="thread_id")
            await wire.ok("POST", "/messages/merge_forward", merge, **by_id)
            too_many = 230020
            await wire.refused(too_many, "POST", "/messages", {**into, **text_body()}, **by_id)
            await wire.refused(too_many, "POST", f"/messages/{fake.message_id}/reply", text_body())
            await wire.refused(too_many, "POST", forward, into, **by_id)
            await wire.refused(too_many, "POST", f"/threads/{thread_id}/forward", into, **by_id)
            await wire.refused(too_many, "POST", "/messages/merge_forward", merge, **by_id)
            body = {"receive_id": other.chat_id, **text_body()}
            await wire.ok("POST", "/messages", body, **by_id)
            ids = {"open_id": user.open_id, "user_id": user.user_id, "union_id": user.union_id}
            kinds = [*ids, *ids]
            for kind in kinds[:5]:
                body = {"receive_id": ids[kind], **text_body()}
                await wire.ok("POST", "/messages", body, receive_id_type=kind)
            body = {"receive_id": user.union_id, **text_body()}
            await wire.refused(too_many, "POST", "/messages", body, receive_id_type="union_id")
            (private,) = (chat for chat in fake.chats.values() if chat.chat_mode == "p2p")
            again = {**body, "receive_id": private.chat_id}
            await wire.refused(too_many, "POST", "/messages", again, **by_id)
            await asyncio.sleep(1)
            await wire.ok("POST", "/messages", body, receive_id_type="union_id")
            wire.app = fake.add_app()
            fake.chats[fake.chat_id].members.add(wire.app.app_id)
            for _ in range(5):
                await wire.send({"text": "x"})
            wire.app = None  # all bots of a chat share what it takes
            await wire.refused(too_many, "POST", "/messages", {**into, **text_body()}, **by_id)
            await asyncio.sleep(1)
            await wire.send({"text": "x"})
            card = (await wire.send({"elements": []}, "interactive"))["message_id"]
            new = {"content": '{"elements":[]}'}
            for _ in range(5):
                await wire.ok("PATCH", f"/messages/{card}", new)
            await wire.refused(too_many, "PATCH", f"/messages/{card}", new)

    run_virtual(scenario())


def test_one_message_is_pinned_or_unpinned_5_times_a_second() -> None:
    async def scenario() -> None:
        async with FakeFeishu() as fake, aiohttp.ClientSession() as http:
            wire, body = Wire(fake, http), {"message_id": fake.message_id}
            for _ in range(5):
                await wire.ok("POST", "/pins", body)
            await wire.refused(230047, "DELETE", f"/pins/{fake.message_id}")
            await wire.ok(
                "POST", "/pins", {"message_id": fake.add_message(fake.chat_id).message_id}
            )
            await asyncio.sleep(1)
            await wire.ok("DELETE", f"/pins/{fake.message_id}")

    run_virtual(scenario())


def test_a_request_about_something_unknown_is_not_counted() -> None:
    async def scenario() -> None:
        async with FakeFeishu() as fake, aiohttp.ClientSession() as http:
            wire, by_id = Wire(fake, http), {"receive_id_type": "chat_id"}
            for _ in range(6):
                await wire.refused(230001, "POST", "/pins", {"message_id": "om_none"})
                await wire.refused(230001, "PATCH", "/messages/om_none", {"content": "{}"})
                await wire.refused(230001, "POST", "/messages/om_none/reply", text_body())
                body = {"receive_id": "oc_none", **text_body()}
                await wire.refused(230034, "POST", "/messages", body, **by_id)

    run_virtual(scenario())
