"""Messages are forwarded alone, as a thread, or several as one."""

import pytest

from feishu_chat_async import FeishuChat, InvalidRequestError, contents
from feishu_chat_async.endpoints.messages import records
from feishu_chat_async.testing import FakeFeishu


async def test_a_message_is_forwarded_to_a_chat_a_user_and_a_thread(
    fake: FakeFeishu, feishu: FeishuChat
) -> None:
    other, user = fake.add_chat().chat_id, fake.add_user()
    reply = await feishu.messages.reply(fake.message_id, "inside", reply_in_thread=True)
    assert reply.thread_id is not None
    copy = await feishu.messages.forward(fake.message_id, other, uuid="one")
    request = fake.requests[-1]
    assert request.endpoint == records.FORWARD.name
    assert request.query == {"receive_id_type": "chat_id", "uuid": "one"}
    assert request.body == {"receive_id": other}
    assert copy.chat_id == other
    assert await feishu.messages.forward(fake.message_id, other, uuid="one") == copy
    to_user = await feishu.messages.forward(
        fake.message_id, user.user_id, receive_id_type="user_id"
    )
    assert fake.chats[str(to_user.chat_id)].chat_mode == "p2p"
    in_thread = await feishu.messages.forward(fake.message_id, reply.thread_id)
    assert in_thread.thread_id == reply.thread_id


async def test_a_thread_is_forwarded_as_one_message(fake: FakeFeishu, feishu: FeishuChat) -> None:
    reply = await feishu.messages.reply(fake.message_id, "inside", reply_in_thread=True)
    assert reply.thread_id is not None
    forwarded = await feishu.messages.forward_thread(reply.thread_id, fake.add_chat().chat_id)
    assert fake.requests[-1].endpoint == records.FORWARD_THREAD.name
    assert forwarded.content == contents.MergeForward()
    assert len((await feishu.messages.get(forwarded.message_id)).merged) == 2


async def test_several_messages_are_forwarded_as_one(fake: FakeFeishu, feishu: FeishuChat) -> None:
    other = fake.add_chat().chat_id
    second = await feishu.messages.create(fake.chat_id, "second")
    ids = [fake.message_id, second.message_id, "om_none"]
    merged = await feishu.messages.merge_forward(ids, other)
    request = fake.requests[-1]
    assert request.endpoint == records.MERGE_FORWARD.name
    assert request.body == {"receive_id": other, "message_id_list": ids}
    assert request.query["receive_id_type"] == "chat_id" and request.query["uuid"]
    assert merged.invalid_message_id_list == ("om_none",)
    found = await feishu.messages.get(merged.message.message_id)
    assert [message.upper_message_id for message in found.merged] == [found.message_id] * 2
    elsewhere = await feishu.messages.create(other, "elsewhere")
    with pytest.raises(InvalidRequestError) as caught:
        await feishu.messages.merge_forward([fake.message_id, elsewhere.message_id], other)
    assert caught.value.code == 230069
