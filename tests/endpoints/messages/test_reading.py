"""Messages and their readers are read one by one, by page and by iterator."""

from datetime import timedelta

import pytest

from feishu_chat_async import FeishuChat, PermissionDeniedError, contents
from feishu_chat_async.endpoints.messages import records
from feishu_chat_async.testing import FakeFeishu

CARD = contents.Card({"schema": "2.0", "body": {"elements": [{"tag": "hr"}]}})


async def test_a_card_is_read_simplified_or_as_sent(fake: FakeFeishu, feishu: FeishuChat) -> None:
    sent = await feishu.messages.create(fake.chat_id, CARD)
    shown = await feishu.messages.get(sent.message_id)
    assert fake.requests[-1].query == {"user_id_type": "open_id"}
    assert shown.content != CARD and shown.merged == ()
    found = await feishu.messages.get(
        sent.message_id,
        card_msg_content_type="user_card_content",
        with_sender_name=True,
        user_id_type="union_id",
    )
    request = fake.requests[-1]
    assert request.endpoint == records.GET.name
    assert request.query == {
        "user_id_type": "union_id",
        "card_msg_content_type": "user_card_content",
        "with_sender_name": "true",
    }
    assert found.content == CARD
    assert found.sender is not None and found.sender.sender_name


async def test_a_chat_is_read_by_page_and_by_iterator(fake: FakeFeishu, feishu: FeishuChat) -> None:
    sent = [await feishu.messages.create(fake.chat_id, str(number)) for number in range(4)]
    ids = [fake.message_id, *(message.message_id for message in sent)]
    page = await feishu.messages.list(fake.chat_id, page_size=2)
    assert [message.message_id for message in page.items] == ids[:2] and page.has_more
    rest = feishu.messages.iter(fake.chat_id, page_size=2, page_token=page.page_token)
    assert [message.message_id async for message in rest] == ids[2:]
    newest_first = feishu.messages.iter(fake.chat_id, sort_type="ByCreateTimeDesc")
    assert [message.message_id async for message in newest_first] == ids[::-1]
    assert fake.requests[-1].endpoint == records.LIST.name


async def test_a_period_is_sent_in_seconds(fake: FakeFeishu, feishu: FeishuChat) -> None:
    sent = await feishu.messages.create(fake.chat_id, "now")
    assert sent.create_time is not None
    second = timedelta(seconds=1)
    page = await feishu.messages.list(
        fake.chat_id, start_time=sent.create_time - second, end_time=sent.create_time + second
    )
    assert sent.message_id in [message.message_id for message in page.items]
    query = fake.requests[-1].query
    assert int(query["end_time"]) - int(query["start_time"]) == 2
    assert int(query["start_time"]) == int(sent.create_time.timestamp()) - 1


async def test_a_thread_is_read_by_its_id(fake: FakeFeishu, feishu: FeishuChat) -> None:
    reply = await feishu.messages.reply(fake.message_id, "inside", reply_in_thread=True)
    assert reply.thread_id is not None
    page = await feishu.messages.list(reply.thread_id)
    assert fake.requests[-1].query["container_id_type"] == "thread"
    assert [message.message_id for message in page.items] == [fake.message_id, reply.message_id]
    page = await feishu.messages.list(fake.chat_id, container_id_type="chat")
    assert [message.message_id for message in page.items] == [fake.message_id]


async def test_readers_of_a_message_are_listed(fake: FakeFeishu, feishu: FeishuChat) -> None:
    sent = await feishu.messages.create(fake.chat_id, "important")
    users = [fake.add_user() for _ in range(3)]
    for user in users:
        fake.chats[fake.chat_id].members.add(user.open_id)
        fake.read(sent.message_id, user)
    page = await feishu.messages.read_users(sent.message_id, page_size=1)
    assert fake.requests[-1].endpoint == records.READ_USERS.name
    assert len(page.items) == 1 and page.items[0].timestamp is not None and page.has_more
    readers = feishu.messages.iter_read_users(sent.message_id, page_size=2, user_id_type="union_id")
    assert {reader.user_id async for reader in readers} == {user.union_id for user in users}
    of_user = fake.add_message(fake.chat_id, sender=users[0]).message_id
    with pytest.raises(PermissionDeniedError) as caught:
        await feishu.messages.read_users(of_user)
    assert caught.value.code == 230012
