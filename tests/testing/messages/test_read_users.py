"""Readers of messages and follow-up bubbles in a FakeFeishu."""

from feishu_chat_async.testing import FakeChat, FakeFeishu
from tests.support.wire import Wire, text_body

DAY_MS = 86_400_000


async def test_readers_are_listed_in_order_and_for_7_days(
    fake: FakeFeishu, wire: Wire, chat: FakeChat
) -> None:
    users = [fake.add_user() for _ in range(3)]
    for user in [*users, users[0]]:
        fake.read(fake.message_id, user)
    path, by_union = f"/messages/{fake.message_id}/read_users", {"user_id_type": "union_id"}
    page = await wire.ok("GET", path, **by_union, page_size="2")
    rest = await wire.ok("GET", path, **by_union, page_token=page["page_token"])
    items = page["items"] + rest["items"]
    assert [item["user_id"] for item in items] == [user.union_id for user in users]
    assert items[0].keys() == {"user_id", "user_id_type", "timestamp", "tenant_key"}
    await wire.refused(230001, "GET", path)
    await wire.refused(230001, "GET", path, **by_union, page_size="101")
    theirs = fake.add_message(chat.chat_id, sender=users[0]).message_id
    await wire.refused(230012, "GET", f"/messages/{theirs}/read_users", **by_union)
    fake.messages[fake.message_id].create_time -= 7 * DAY_MS + 1000
    await wire.refused(230033, "GET", path, **by_union)


async def test_bubbles_are_added_to_the_newest_message_of_a_private_chat(
    fake: FakeFeishu, wire: Wire
) -> None:
    user = fake.add_user()
    body = {"receive_id": user.open_id, **text_body()}

    async def send() -> str:
        message = await wire.ok("POST", "/messages", body, receive_id_type="open_id")
        return f"/messages/{message['message_id']}/push_follow_up"

    one_bubble = {
        "follow_ups": [{"content": "x", "i18n_contents": [{"language": "en_us", "content": "y"}]}]
    }
    path = await send()
    for wrong in ({"content": ""}, {"content": "x" * 201}, {"content": "x", "i18n_contents": [{}]}):
        await wire.refused(230007, "POST", path, {"follow_ups": [wrong]})
    await wire.refused(230001, "POST", path, {"follow_ups": one_bubble["follow_ups"] * 4})
    await wire.ok("POST", path, one_bubble)
    await wire.refused(230008, "POST", path, one_bubble)
    newer = await send()
    await wire.refused(230006, "POST", path, one_bubble)
    user.visible = False
    await wire.refused(230005, "POST", newer, one_bubble)
    user.visible = True
    message = fake.messages[newer.split("/")[2]]
    message.create_time -= 601_000
    await wire.refused(230002, "POST", newer, one_bubble)
    fake.add_message(message.chat_id, sender=user)
    group = f"/messages/{fake.message_id}/push_follow_up"
    await wire.refused(230003, "POST", group, one_bubble)
    fake.chats[fake.chat_id].members.discard(fake.app_id)
    await wire.refused(230004, "POST", group, one_bubble)
