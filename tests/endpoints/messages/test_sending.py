"""Messages are sent, replied to, edited and recalled, and follow-ups are added."""

import pytest

from feishu_chat_async import (
    FeishuChat,
    FollowUp,
    FollowUpText,
    InvalidRequestError,
    PermissionDeniedError,
    contents,
)
from feishu_chat_async.endpoints.messages import records
from feishu_chat_async.testing import FakeFeishu

CARD = contents.Card({"config": {"update_multi": True}, "elements": []})


async def test_a_message_is_sent_to_a_chat_and_to_a_user(
    fake: FakeFeishu, feishu: FeishuChat
) -> None:
    message = await feishu.messages.create(fake.chat_id, "<b>", uuid="one")
    request = fake.requests[-1]
    assert request.endpoint == records.CREATE.name
    assert request.query == {"receive_id_type": "chat_id"}
    content = contents.Text.of("<b>").encoded()
    assert request.body == {
        "receive_id": fake.chat_id,
        "msg_type": "text",
        "content": content,
        "uuid": "one",
    }
    assert (message.chat_id, message.content) == (fake.chat_id, contents.Text.of("<b>"))
    assert await feishu.messages.create(fake.chat_id, "<b>", uuid="one") == message
    user = fake.add_user()
    private = await feishu.messages.create(user.user_id, CARD, receive_id_type="user_id")
    assert fake.chats[str(private.chat_id)].chat_mode == "p2p"
    assert private.msg_type == "interactive"


async def test_a_reply_opens_a_thread_if_requested(fake: FakeFeishu, feishu: FeishuChat) -> None:
    plain = await feishu.messages.reply(fake.message_id, "yes")
    request = fake.requests[-1]
    assert request.endpoint == records.REPLY.name
    assert isinstance(request.body, dict) and "reply_in_thread" not in request.body
    assert (plain.root_id, plain.thread_id) == (fake.message_id, None)
    threaded = await feishu.messages.reply(
        fake.message_id, "no", reply_in_thread=True, chat_id=fake.chat_id
    )
    assert threaded.parent_id == fake.message_id and threaded.thread_id is not None


async def test_a_text_is_edited(fake: FakeFeishu, feishu: FeishuChat) -> None:
    sent = await feishu.messages.create(fake.chat_id, "old")
    edited = await feishu.messages.update(sent.message_id, contents.Post.of("", "new"))
    assert fake.requests[-1].endpoint == records.UPDATE.name
    assert edited.updated and edited.msg_type == "post"
    of_user = fake.add_message(fake.chat_id, sender=fake.add_user()).message_id
    with pytest.raises(PermissionDeniedError) as caught:
        await feishu.messages.update(of_user, "not the bot's")
    assert caught.value.code == 230071


async def test_a_card_is_replaced(fake: FakeFeishu, feishu: FeishuChat) -> None:
    sent = await feishu.messages.create(fake.chat_id, CARD)
    new = contents.Card({**CARD.card, "header": {"title": {"content": "new"}}})
    await feishu.messages.patch(sent.message_id, new)
    request = fake.requests[-1]
    assert (request.endpoint, request.body) == (records.PATCH.name, {"content": new.encoded()})
    assert (await feishu.messages.get(sent.message_id)).updated


async def test_a_message_is_recalled_once(fake: FakeFeishu, feishu: FeishuChat) -> None:
    sent = await feishu.messages.create(fake.chat_id, "wrong")
    await feishu.messages.delete(sent.message_id)
    assert fake.requests[-1].endpoint == records.DELETE.name
    assert fake.messages[sent.message_id].deleted
    with pytest.raises(InvalidRequestError):
        await feishu.messages.delete(sent.message_id)


async def test_follow_ups_are_added_in_a_private_chat_only(
    fake: FakeFeishu, feishu: FeishuChat
) -> None:
    sent = await feishu.messages.create(fake.add_user().open_id, "Anything else?")
    translated = FollowUp(
        content="No", i18n_contents=[FollowUpText(content="否", language="zh_cn")]
    )
    await feishu.messages.push_follow_up(sent.message_id, "Yes", translated)
    request = fake.requests[-1]
    assert request.endpoint == records.PUSH_FOLLOW_UP.name
    assert isinstance(request.body, dict)
    first, second = request.body["follow_ups"]
    assert first["content"] == "Yes" and not first.get("i18n_contents")
    assert second["i18n_contents"] == [{"content": "否", "language": "zh_cn"}]
    in_group = await feishu.messages.create(fake.chat_id, "Anything else?")
    with pytest.raises(InvalidRequestError) as caught:
        await feishu.messages.push_follow_up(in_group.message_id, "No")
    assert caught.value.code == 230003
