"""Top notices are pinned, replaced and removed."""

from typing import Any

import pytest

from feishu_chat_async import (
    ChatDissolvedError,
    FeishuChat,
    InvalidRequestError,
    NotInChatError,
    TopNotice,
    TopNoticeType,
)
from feishu_chat_async.endpoints import top_notice
from feishu_chat_async.testing import FakeChat, FakeFeishu
from tests.support.refusals import refused


async def test_a_message_is_pinned_replaced_and_unpinned(
    fake: FakeFeishu, feishu: FeishuChat, chat: FakeChat
) -> None:
    await feishu.top_notice.put(fake.chat_id, TopNotice.message(fake.message_id))
    assert chat.top_notice == (TopNotice.message(fake.message_id),)
    request = fake.requests[-1]
    assert request.endpoint == top_notice.PUT.name
    pinned = {"action_type": "1", "message_id": fake.message_id}
    assert request.body == {"chat_top_notice": [pinned]}
    await feishu.top_notice.put(fake.chat_id, TopNotice.announcement())
    assert chat.top_notice == (TopNotice(action_type=TopNoticeType.ANNOUNCEMENT),)
    await feishu.top_notice.delete(fake.chat_id)
    assert not chat.top_notice
    assert fake.requests[-1].endpoint == top_notice.DELETE.name


@pytest.mark.parametrize(
    ("call", "error", "problem"),
    [
        (lambda t: t.put("oc_1"), ValueError, "notices must hold at least 1"),
        (lambda t: t.put("oc_1", "om_1"), TypeError, "notices must hold TopNotice, got str"),
        (lambda t: t.put("", TopNotice.announcement()), ValueError, "chat_id"),
        (lambda t: t.delete(""), ValueError, "chat_id"),
        (lambda t: t.delete("../x"), ValueError, "chat_id"),
    ],
)
async def test_invalid_arguments_are_refused_before_any_request(
    fake: FakeFeishu, feishu: FeishuChat, call: Any, error: type[Exception], problem: str
) -> None:
    with pytest.raises(error, match=problem):
        await call(feishu.top_notice)
    assert not fake.requests


async def test_notices_that_cannot_be_pinned_are_refused(
    fake: FakeFeishu, feishu: FeishuChat, chat: FakeChat
) -> None:
    put, delete = feishu.top_notice.put, feishu.top_notice.delete
    await refused(delete("oc_unknown"), InvalidRequestError, 232001)
    unknown = TopNotice.message("om_unknown")
    await refused(put(fake.chat_id, unknown), InvalidRequestError, 232001)
    odd = TopNotice(action_type=TopNoticeType("3"))
    await refused(put(fake.chat_id, odd), InvalidRequestError, 232001)
    chat.members.clear()
    await refused(delete(fake.chat_id), NotInChatError, 232011)
    chat.members.add(fake.app_id)
    chat.dissolved = True
    await refused(put(fake.chat_id, unknown), ChatDissolvedError, 232009)


ODD: Any = TopNotice


@pytest.mark.parametrize(
    ("build", "error", "problem"),
    [
        (lambda: ODD.message(""), ValueError, "message_id must not be empty"),
        (lambda: ODD.message(None), ValueError, "message_id must not be empty"),
        (lambda: ODD(action_type="1"), ValueError, "message_id must not be empty"),
        (lambda: ODD.message(5), TypeError, "message_id must be a string"),
        (lambda: ODD(action_type=5), TypeError, "action_type must be"),
    ],
)
def test_a_top_notice_is_validated_when_it_is_built(
    build: Any, error: type[Exception], problem: str
) -> None:
    with pytest.raises(error, match=problem):
        build()
