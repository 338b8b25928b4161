"""Messages, pins and reactions: the client and FakeFeishu agree on the wire format."""

from pathlib import Path

from feishu_chat_async import FeishuChat, contents
from feishu_chat_async.enums import ResourceType
from feishu_chat_async.testing import FakeChat, FakeFeishu


async def test_messages_are_sent_and_read(
    fake: FakeFeishu, feishu: FeishuChat, chat: FakeChat
) -> None:
    room, messages, tom = chat.chat_id, feishu.messages, fake.add_user(name="Tom", email="t@x.org")
    plain = await messages.create(room, '<b>*x*</b> [a](http://b) <at user_id="all"></at>')
    assert "<b" not in fake.messages[plain.message_id].content.replace("<\u2060b", "")
    assert not plain.mentions
    text = contents.Text.of(contents.Mention(tom.open_id), " ready?")
    mentioning = await messages.create(room, text)
    assert [one.name for one in mentioning.mentions] == ["Tom"]
    reply = await messages.reply(mentioning.message_id, "yes", reply_in_thread=True)
    assert reply.root_id == mentioning.message_id and reply.thread_id is not None
    thread = [one async for one in messages.iter(reply.thread_id)]
    assert [one.message_id for one in thread] == [mentioning.message_id, reply.message_id]
    history = [one async for one in messages.iter(room, page_size=1)]
    assert len(history) == 3
    changed = await messages.update(plain.message_id, "new")
    assert changed.updated
    private = await messages.create(tom.email, contents.Post.of("Title", "line"))
    assert fake.chats[str(private.chat_id)].chat_mode == "p2p"
    await messages.push_follow_up(private.message_id, "More")
    copy = await messages.forward(plain.message_id, tom.union_id)
    assert copy.chat_id == private.chat_id
    merged = await messages.merge_forward([plain.message_id, "om_none"], room)
    assert merged.invalid_message_id_list == ("om_none",)
    found = await messages.get(merged.message.message_id)
    (inside,) = found.merged
    assert inside.upper_message_id == found.message_id
    assert (await messages.forward_thread(reply.thread_id, room)).msg_type == "merge_forward"
    fake.read(plain.message_id, tom)
    assert [one.user_id async for one in messages.iter_read_users(plain.message_id)] == [
        tom.open_id
    ]
    await messages.delete(plain.message_id)
    recalled = await messages.get(plain.message_id)
    assert recalled.deleted


async def test_files_pins_and_reactions(
    fake: FakeFeishu, feishu: FeishuChat, chat: FakeChat, tmp_path: Path
) -> None:
    message = await feishu.messages.create(chat.chat_id, contents.File("file_1"))
    message_id = message.message_id
    key = fake.add_resource(message_id, size=300_000, name="ü.bin")
    assert key == "file_1"
    path = await feishu.messages.download(message_id, key, tmp_path / "x", type=ResourceType.FILE)
    assert path.stat().st_size == 300_000
    pin = await feishu.pins.create(message_id)
    assert [one async for one in feishu.pins.iter(chat.chat_id)] == [pin]
    await feishu.pins.delete(message_id)
    reaction = await feishu.reactions.create(message_id, "SMILE")
    assert [one async for one in feishu.reactions.iter(message_id)] == [reaction]
    batch = await feishu.reactions.batch_query([message_id, "om_none"])
    assert batch.success_msg_reaction_counts[0].reaction_count[0].count == 1
    assert len(batch.fail_msg_reaction_details) == 1
    assert await feishu.reactions.delete(message_id, reaction.reaction_id) == reaction
