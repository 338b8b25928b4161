"""Messages that go on, who has read them, and what is in them: what FakeFeishu does."""

import asyncio
from typing import Any

import aiohttp
import pytest

from feishu_chat_async.testing import FakeChat, FakeFeishu, faults
from tests.support.wire import Wire, content_of, said

DAY_MS = 86_400_000
BY_CHAT = {"receive_id_type": "chat_id"}


async def test_a_message_is_forwarded(fake: FakeFeishu, wire: Wire, chat: FakeChat) -> None:
    user, other = fake.add_user(name="Tom"), fake.add_chat()
    text = f'<at user_id="{user.open_id}">T</at> hi'
    theirs = fake.add_message(chat.chat_id, text, sender=user)
    path, into = f"/messages/{theirs}/forward", {"receive_id": other.chat_id}
    copy = await wire.ok("POST", path, into, **BY_CHAT)
    assert copy["message_id"] != theirs and copy["chat_id"] == other.chat_id
    assert content_of(copy) == {"text": "@_user_1 hi"} and copy["mentions"][0]["name"] == "Tom"
    assert copy["sender"]["id"] == fake.app_id
    root = await wire.ok(
        "POST", f"/messages/{fake.message_id}/reply", {**said(), "reply_in_thread": True}
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
    await refused(230061, fake.add_message(chat.chat_id, content=("audio", {"file_key": "k"})))
    chat.restricted_mode_setting["status"] = True
    await refused(230070)
    await wire.ok("DELETE", f"/messages/{theirs}")
    await refused(230065)
    chat.members.discard(fake.app_id)
    await refused(230050)


async def test_merged_messages_and_what_is_inside(
    fake: FakeFeishu, wire: Wire, chat: FakeChat
) -> None:
    other, first = fake.add_chat(), fake.message_id
    second, gone = fake.add_message(chat.chat_id, "2"), fake.add_message(chat.chat_id)
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
        fake.add_message(chat.chat_id, reply_to=one, in_thread=True) for one in (first, second)
    ]
    await refused(230067, *replies)
    await refused(230067, replies[0], second)
    assert len((await merge(first, replies[0]))["invalid_message_id_list"]) == 0
    path = f"/messages/{inner}/forward"
    await wire.refused(230064, "POST", path, {"receive_id": chat.chat_id}, **BY_CHAT)
    await wire.refused(230001, "DELETE", f"/messages/{inner}")


async def test_a_thread_is_forwarded(fake: FakeFeishu, wire: Wire, chat: FakeChat) -> None:
    user = fake.add_user()
    reply = fake.add_message(chat.chat_id, reply_to=fake.message_id, in_thread=True)
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
    for one in [one for one in fake.messages.values() if one.thread_id == thread_id]:
        one.deleted = True
    await wire.refused(230110, "POST", path, into, **BY_CHAT)
    chat.members.discard(fake.app_id)
    await wire.refused(230073, "POST", path, into, **BY_CHAT)


async def test_readers(fake: FakeFeishu, wire: Wire, chat: FakeChat) -> None:
    users = [fake.add_user() for _ in range(3)]
    for user in [*users, users[0]]:
        fake.read(fake.message_id, user)
    path, by_union = f"/messages/{fake.message_id}/read_users", {"user_id_type": "union_id"}
    page = await wire.ok("GET", path, **by_union, page_size="2")
    rest = await wire.ok("GET", path, **by_union, page_token=page["page_token"])
    items = page["items"] + rest["items"]
    assert [one["user_id"] for one in items] == [user.union_id for user in users]
    assert items[0].keys() == {"user_id", "user_id_type", "timestamp", "tenant_key"}
    await wire.refused(230001, "GET", path)
    await wire.refused(230001, "GET", path, **by_union, page_size="101")
    theirs = fake.add_message(chat.chat_id, sender=users[0])
    await wire.refused(230012, "GET", f"/messages/{theirs}/read_users", **by_union)
    fake.messages[fake.message_id].create_time -= 7 * DAY_MS + 1000
    await wire.refused(230033, "GET", path, **by_union)


async def test_bubbles(fake: FakeFeishu, wire: Wire) -> None:
    user = fake.add_user()
    body = {"receive_id": user.open_id, **said()}

    async def send() -> str:
        message = await wire.ok("POST", "/messages", body, receive_id_type="open_id")
        return f"/messages/{message['message_id']}/push_follow_up"

    one = {
        "follow_ups": [{"content": "x", "i18n_contents": [{"language": "en_us", "content": "y"}]}]
    }
    path = await send()
    for wrong in ({"content": ""}, {"content": "x" * 201}, {"content": "x", "i18n_contents": [{}]}):
        await wire.refused(230007, "POST", path, {"follow_ups": [wrong]})
    await wire.refused(230001, "POST", path, {"follow_ups": one["follow_ups"] * 4})
    await wire.ok("POST", path, one)
    await wire.refused(230008, "POST", path, one)
    newer = await send()
    await wire.refused(230006, "POST", path, one)
    user.visible = False
    await wire.refused(230005, "POST", newer, one)
    user.visible = True
    message = fake.messages[newer.split("/")[2]]
    message.create_time -= 601_000
    await wire.refused(230002, "POST", newer, one)
    fake.add_message(message.chat_id, sender=user)
    group = f"/messages/{fake.message_id}/push_follow_up"
    await wire.refused(230003, "POST", group, one)
    fake.chats[fake.chat_id].members.discard(fake.app_id)
    await wire.refused(230004, "POST", group, one)


async def download(wire: Wire, message_id: str, key: str, kind: str = "file") -> tuple[bytes, str]:
    url = f"{wire.fake.url}/open-apis/im/v1/messages/{message_id}/resources/{key}?type={kind}"
    async with wire.http.get(url, headers=wire.headers()) as response:
        assert response.status == 200
        disposition = response.content_disposition
        assert disposition is not None and disposition.filename is not None
        assert int(response.headers["Content-Length"]) > 0
        return await response.read(), f"{response.content_type} {disposition.filename}"


async def test_files_in_messages(fake: FakeFeishu, wire: Wire, chat: FakeChat) -> None:
    image = fake.add_message(chat.chat_id, content=("image", {"image_key": "img"}))
    data, told = await download(wire, image, "img", "image")
    assert (len(data), told) == (1024, "image/png img")
    key = fake.add_resource(image, b"PNG", name="ü.png", content_type="image/x", kind="image")
    assert key == "img"
    assert await download(wire, image, key, "image") == (b"PNG", "image/x ü.png")
    plain = fake.add_resource(fake.message_id, size=200_000)
    data, _ = await download(wire, fake.message_id, plain)
    assert data == (bytes(range(256)) * 800)[:200_000]
    line = [{"tag": "media", "file_key": "f", "image_key": "i"}]
    post = fake.add_message(chat.chat_id, content=("post", {"zh_cn": {"content": [line]}}))
    await download(wire, post, "f")
    await download(wire, post, "i", "image")

    async def refused(code: int, message_id: str, key: str, kind: str = "file") -> None:
        await wire.refused(code, "GET", f"/messages/{message_id}/resources/{key}", type=kind)

    await refused(234001, fake.message_id, plain, "video")
    await refused(234001, "om_none", plain)
    await refused(234003, fake.message_id, "other")
    await refused(234003, image, "img")
    card = fake.add_message(chat.chat_id, content=("interactive", {"elements": []}))
    await refused(234043, card, "img")
    large = fake.add_resource(fake.message_id, size=100 * 1024 * 1024 + 1)
    await refused(234037, fake.message_id, large)
    chat.restricted_mode_setting["status"] = True
    await refused(234038, image, "img", "image")
    chat.members.discard(fake.app_id)
    await refused(234004, image, "img", "image")


async def test_any_size_is_handed_out_if_that_is_asked_for() -> None:
    async with FakeFeishu(max_download_bytes=None) as fake, aiohttp.ClientSession() as http:
        wire, key = Wire(fake, http), fake.add_resource(fake.message_id, size=200 * 1024 * 1024)
        url = f"{fake.url}/open-apis/im/v1/messages/{fake.message_id}/resources/{key}?type=file"
        async with http.get(url, headers=wire.headers()) as response:
            assert response.headers["Content-Length"] == str(200 * 1024 * 1024)
            assert await response.content.readexactly(512) == bytes(range(256)) * 2


@pytest.mark.parametrize("reset", [True, False])
async def test_a_file_that_breaks_off(fake: FakeFeishu, wire: Wire, *, reset: bool) -> None:
    key = fake.add_resource(fake.message_id, size=2_000_000)
    fake.inject(faults.Cut(100_000, reset), where="resources")
    with pytest.raises(aiohttp.ClientPayloadError) as caught:
        await download(wire, fake.message_id, key)
    assert ("ConnectionResetError" in str(caught.value)) == reset
    data, _ = await download(wire, fake.message_id, key)
    assert len(data) == 2_000_000


async def test_any_answer_can_be_cut(fake: FakeFeishu, wire: Wire) -> None:
    fake.inject(faults.Cut(5))
    with pytest.raises((aiohttp.ClientError, asyncio.IncompleteReadError)):
        await wire.send({"text": "x"})
    assert len(fake.messages) == 2
