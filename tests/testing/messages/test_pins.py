"""Pinned messages in a FakeFeishu."""

from feishu_chat_async.testing import FakeChat, FakeFeishu
from tests.support.wire import Wire


async def test_messages_are_pinned_listed_and_unpinned(
    fake: FakeFeishu, wire: Wire, chat: FakeChat
) -> None:
    ids = [fake.message_id, *(fake.add_message(chat.chat_id).message_id for _ in range(2))]
    pins = [(await wire.ok("POST", "/pins", {"message_id": one}))["pin"] for one in ids]
    assert {name: pins[0][name] for name in ("message_id", "chat_id", "operator_id")} == {
        "message_id": ids[0],
        "chat_id": chat.chat_id,
        "operator_id": fake.app_id,
    }
    assert pins[0]["operator_id_type"] == "app_id"
    wire.user = fake.add_user()
    chat.members.add(wire.user.open_id)
    assert (await wire.ok("POST", "/pins", {"message_id": ids[0]}))["pin"] == pins[0]
    where = {"chat_id": chat.chat_id}
    page = await wire.ok("GET", "/pins", **where, page_size="2")
    assert page["items"] == pins[:0:-1] and page["has_more"]
    rest = await wire.ok("GET", "/pins", **where, page_token=page["page_token"])
    assert rest == {"items": [pins[0]], "has_more": False}
    for number, one in enumerate(ids):
        pin = fake.messages[one].pin
        assert pin is not None
        pin.create_time = 1000 + number
    between = await wire.ok("GET", "/pins", **where, start_time="1001", end_time="1002")
    assert [one["message_id"] for one in between["items"]] == [ids[2], ids[1]]
    for _ in range(2):
        assert await wire.ok("DELETE", f"/pins/{ids[0]}") == {}
    wire.user = None
    await wire.ok("DELETE", f"/messages/{ids[1]}")
    left = await wire.ok("GET", "/pins", **where)
    assert [one["message_id"] for one in left["items"]] == [ids[2]]
    assert await wire.ok("DELETE", f"/pins/{ids[1]}") == {}


async def test_invalid_pins_are_refused(fake: FakeFeishu, wire: Wire, chat: FakeChat) -> None:
    body = {"message_id": fake.message_id}
    await wire.refused(230001, "POST", "/pins", {"message_id": "om_none"})
    await wire.refused(230001, "POST", "/pins", {})
    where = {"chat_id": chat.chat_id}
    for wrong in ({"chat_id": "oc_none"}, {"start_time": "x"}, {"page_size": "51"}):
        await wire.refused(230001, "GET", "/pins", **{**where, **wrong})
    await wire.refused(230001, "GET", "/pins", **where, start_time="2", end_time="2")
    chat.pin_manage_setting, chat.owner_id = "only_owner", fake.add_user().open_id
    await wire.refused(230046, "POST", "/pins", body)
    await wire.refused(230046, "DELETE", f"/pins/{fake.message_id}")
    await wire.ok("DELETE", f"/messages/{fake.message_id}")
    await wire.refused(230011, "POST", "/pins", body)
    chat.members.discard(fake.app_id)
    await wire.refused(230002, "GET", "/pins", **where)
    await wire.refused(230002, "DELETE", f"/pins/{fake.message_id}")
    chat.dissolved = True
    await wire.refused(232009, "POST", "/pins", body)
