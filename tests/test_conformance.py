"""The official SDK against ours, and against FakeFeishu."""

import pytest

from feishu_chat_async import APIError, FeishuChat, TopNotice, TopNoticeType, UserIdType
from feishu_chat_async.testing import FakeFeishu, RecordedRequest

from .official import Step, official
from .test_endpoints import insert


def on_the_wire(request: RecordedRequest) -> tuple[str, str, dict[str, str], object]:
    return request.method, request.path, request.query, request.body


def calls_of(fake: FakeFeishu) -> list[tuple[str, str, dict[str, str], object]]:
    return [on_the_wire(request) for request in fake.requests if "im/v1" in request.path]


async def test_both_put_the_same_on_the_wire(fake: FakeFeishu, feishu: FeishuChat) -> None:
    chat_id, message_id = fake.chat_id, fake.message_id
    operations = [insert("é 汉 😀"), insert("two")]
    notices = [{"action_type": "1", "message_id": message_id}, {"action_type": "2"}]
    chat = {"chat_id": chat_id}
    odd = {"chat_id": "oc_a~b.c-d@e:f=g+h*i"}
    edit = {"revision": "0", "requests": operations}
    steps = [
        Step("top_notice.put", chat, body={"chat_top_notice": notices}),
        Step("top_notice.put", chat, body={"chat_top_notice": notices[:1]}, asynchronous=True),
        Step("top_notice.delete", chat),
        Step("top_notice.delete", odd, asynchronous=True),
        Step("announcement.get", chat, {"user_id_type": "union_id"}),
        Step("announcement.get", chat, {"user_id_type": "open_id"}, asynchronous=True),
        Step("announcement.patch", chat, body=edit),
    ]
    theirs = await official(fake.url, (fake.app_id, fake.app_secret), steps)
    by_them = calls_of(fake)
    tokens_by_them = [on_the_wire(request) for request in fake.requests if "auth" in request.path]
    fake.requests.clear()
    fake.chats[chat_id].announcement.revision = 0

    top, announcement = feishu.top_notice, feishu.announcement
    message = TopNotice.message(message_id)
    await top.put(chat_id, message, TopNotice.announcement())
    await top.put(chat_id, message)
    await top.delete(chat_id)
    with pytest.raises(APIError, match="232001"):
        await top.delete(odd["chat_id"])
    await announcement.get(chat_id, user_id_type=UserIdType.UNION_ID)
    await announcement.get(chat_id)
    await announcement.patch(chat_id, revision="0", requests=operations)

    assert calls_of(fake) == by_them
    assert [on_the_wire(fake.requests[0])] == tokens_by_them[:1]
    assert [result["code"] for result in theirs] == [0, 0, 0, 232001, 0, 0, 0]


async def test_the_official_sdk_works_against_the_fake(
    fake: FakeFeishu, feishu: FeishuChat
) -> None:
    user = fake.add_user()
    chat = fake.chats[fake.chat_id]
    chat.members.add(user.open_id)
    chat_id = {"chat_id": fake.chat_id}
    notices = [{"action_type": "1", "message_id": fake.message_id}]
    edit = {"revision": "0", "requests": [insert("by the official SDK")]}
    steps = [
        Step("top_notice.put", chat_id, body={"chat_top_notice": notices}),
        Step("announcement.patch", chat_id, body=edit, asynchronous=True),
        Step("announcement.get", chat_id, {"user_id_type": "open_id"}),
        Step("announcement.get", {"chat_id": "oc_no"}, asynchronous=True),
    ]
    app = (fake.app_id, fake.app_secret)
    results = await official(fake.url, app, steps, user.access_token)
    assert [result["code"] for result in results] == [0, 0, 0, 232001]
    assert [result["log_id"] for result in results] == [
        request.log_id for request in fake.requests if "im/v1" in request.path
    ]
    assert chat.top_notice == (
        TopNotice(action_type=TopNoticeType.MESSAGE, message_id=fake.message_id),
    )
    # And what the official SDK reads is what ours reads, before decoding.
    ours = await feishu.announcement.get(fake.chat_id)
    read = results[2]["data"]
    assert "by the official SDK" in read["content"]
    assert (read["content"], read["revision"]) == (ours.content, ours.revision)
    assert (read["modifier_id_type"], read["modifier_id"]) == ("open_id", user.open_id)
    assert ours.create_time is not None
    assert int(read["create_time"]) == ours.create_time.timestamp()
