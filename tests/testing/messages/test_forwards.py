"""Forwarded messages, threads and merged messages in a FakeFeishu."""

from typing import Any

from feishu_chat_async.testing import FakeChat, FakeFeishu
from tests.support.wire import Wire, content_of, text_body

DAY_MS = 86_400_000
BY_CHAT = {"receive_id_type": "chat_id"}


async def test_a_message_is_forwarded(fake: FakeFeishu, wire: Wire, chat: FakeChat) -> None:
    user, other = fake.add_user(name="Tom"), fake.add_chat()
    text = f'<at user_id="{user.open_id}">T</at> hi'
    theirs = fake.add_message(chat.chat_id, text, sender=user).message_id
    path, into = f"/messages/{theirs}/forward", {"receive_id": other.chat_id}
    copy = await wire.ok("POST", path, into, **BY_CHAT)
    assert copy["message_id"] != theirs and copy["chat_id"] == other.chat_id
    assert content_of(copy) == {"text": "@_user_1 hi"} and copy["mentions"][0]["name"] == "Tom"
    assert copy["sender"]["id"] == fake.app_id
    root = await wire.ok(
        "POST", f"/messages/{fake.message_id}/reply", {**text_body(), "reply_in_thread": True}
    )
    body = {"receive_id": root["thread_id"]}
    copy = await wire.ok("POST", path, body, receive_id_type="thread_id")
    assert (copy["root_id"], copy["thread_id"]) == (fake.message_id, root["thread_id"])

    async def refused(code: int, message_id: str = theirs, **body: str) -> None:
        path, kind = f"/messages/{message_id}/forward", body.pop("kind", "chat_id")
        await wire.refused(code, "POST", path, {**into, **body}, receive_id_type=kind)

    await refused(230064, "om_none")
    await refused(230063, receive_id="oc_none")
    await refused(230019, receive_id="omt_none", kind="thread_id")
    await refused(
        230061, fake.add_message(chat.chat_id, content=("audio", {"file_key": "k"})).message_id
    )
    chat.restricted_mode_setting["status"] = True
    await refused(230070)
    await wire.ok("DELETE", f"/messages/{theirs}")
    await refused(230065)
    chat.members.discard(fake.app_id)
    await refused(230050)


async def test_messages_are_merged_with_all_that_they_contain(
    fake: FakeFeishu, wire: Wire, chat: FakeChat
) -> None:
    other, first = fake.add_chat(), fake.message_id
    second, gone = (
        fake.add_message(chat.chat_id, "2").message_id,
        fake.add_message(chat.chat_id).message_id,
    )
    await wire.ok("DELETE", f"/messages/{gone}")

    async def merge(*ids: str) -> dict[str, Any]:
        body = {"receive_id": other.chat_id, "message_id_list": ids}
        return await wire.ok("POST", "/messages/merge_forward", body, **BY_CHAT)

    merged = await merge(first, second, gone, "om_none")
    assert merged["invalid_message_id_list"] == [gone, "om_none"]
    message = merged["message"]
    assert message["msg_type"] == "merge_forward"
    assert message["body"]["content"] == "Merged and Forwarded Message"
    outer = (await merge(message["message_id"]))["message"]
    found = (await wire.ok("GET", f"/messages/{outer['message_id']}"))["items"]
    kinds = [one["msg_type"] for one in found]
    assert kinds == ["merge_forward", "merge_forward", "text", "text"]
    uppers = [one.get("upper_message_id") for one in found]
    inner = found[1]["message_id"]
    assert uppers == [None, outer["message_id"], inner, inner]
    assert not {one["message_id"] for one in found} & {first, second, message["message_id"]}
    listed = await wire.ok("GET", "/messages", container_id_type="chat", container_id=other.chat_id)
    assert [one["message_id"] for one in listed["items"]] == [
        message["message_id"],
        outer["message_id"],
    ]

    async def refused(code: int, *ids: str) -> None:
        body = {"receive_id": other.chat_id, "message_id_list": ids}
        await wire.refused(code, "POST", "/messages/merge_forward", body, **BY_CHAT)

    await refused(230001)
    await refused(230001, *[first] * 101)
    await refused(230064, "om_none", gone)
    await refused(230064, inner)
    await refused(230065, gone)
    await refused(230069, first, message["message_id"])
    replies = [
        fake.add_message(chat.chat_id, reply_to=one, in_thread=True).message_id
        for one in (first, second)
    ]
    await refused(230067, *replies)
    await refused(230067, replies[0], second)
    assert len((await merge(first, replies[0]))["invalid_message_id_list"]) == 0
    path = f"/messages/{inner}/forward"
    await wire.refused(230064, "POST", path, {"receive_id": chat.chat_id}, **BY_CHAT)
    await wire.refused(230001, "DELETE", f"/messages/{inner}")


async def test_a_thread_is_forwarded(fake: FakeFeishu, wire: Wire, chat: FakeChat) -> None:
    user = fake.add_user()
    reply = fake.add_message(chat.chat_id, reply_to=fake.message_id, in_thread=True).message_id
    fake.add_message(chat.chat_id, reply_to=reply, sender=user)
    thread_id = fake.messages[reply].thread_id
    path, to_user = f"/threads/{thread_id}/forward", {"receive_id": user.open_id}
    message = await wire.ok("POST", path, to_user, receive_id_type="open_id", uuid="x")
    again = await wire.ok("POST", path, to_user, receive_id_type="open_id", uuid="x")
    assert message == again and message["msg_type"] == "merge_forward"
    into = {"receive_id": chat.chat_id}
    assert (await wire.ok("POST", path, into, **BY_CHAT, uuid="x")) != message
    assert len((await wire.ok("GET", f"/messages/{message['message_id']}"))["items"]) == 4
    user.resigned = True
    await wire.refused(230013, "POST", path, to_user, receive_id_type="open_id")
    chat.owner_id, chat.moderation_setting = user.open_id, "only_owner"
    await wire.refused(230035, "POST", path, into, **BY_CHAT)
    await wire.refused(230064, "POST", "/threads/omt_none/forward", into, **BY_CHAT)
    chat.moderation_setting = "all_members"
    for thread_message in [
        thread_message
        for thread_message in fake.messages.values()
        if thread_message.thread_id == thread_id
    ]:
        thread_message.deleted = True
    await wire.refused(230110, "POST", path, into, **BY_CHAT)
    chat.members.discard(fake.app_id)
    await wire.refused(230073, "POST", path, into, **BY_CHAT)
