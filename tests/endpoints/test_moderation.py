"""Who can send messages to a chat is read and updated."""

from typing import Any

import pytest

from feishu_chat_async import FeishuChat, ModerationSetting
from feishu_chat_async.endpoints import moderation
from feishu_chat_async.testing import FakeChat, FakeFeishu

OPEN_ID = {"user_id_type": "open_id"}


async def test_moderators_are_added_listed_and_removed(
    fake: FakeFeishu, feishu: FeishuChat, chat: FakeChat
) -> None:
    ids = [fake.add_user().open_id for _ in range(3)]
    for member in ids:
        chat.members.add(member)
    await feishu.moderation.update(
        chat.chat_id,
        moderation_setting="moderator_list",
        moderator_added_list=(member for member in ids),
    )
    request = fake.requests[-1]
    assert (request.endpoint, request.query) == (moderation.UPDATE.name, OPEN_ID)
    assert request.body == {"moderation_setting": "moderator_list", "moderator_added_list": ids}
    page = await feishu.moderation.get(chat.chat_id, page_size=2)
    request = fake.requests[-1]
    assert (request.endpoint, request.query) == (moderation.GET.name, {**OPEN_ID, "page_size": "2"})
    assert page.moderation_setting == ModerationSetting.MODERATOR_LIST
    assert len(page.items) == 2 and page.has_more
    every = feishu.moderation.iter(chat.chat_id, page_size=2)
    assert {moderator.user_id async for moderator in every} == set(ids)
    await feishu.moderation.update(chat.chat_id, moderator_removed_list=ids[:1])
    assert fake.requests[-1].body == {"moderator_removed_list": ids[:1]}
    rest = feishu.moderation.iter(chat.chat_id)
    assert {moderator.user_id async for moderator in rest} == set(ids[1:])


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        ({}, "moderation_setting or one of the lists"),
        ({"moderation_setting": "nobody"}, "moderation_setting must be one of"),
        ({"moderator_added_list": "ou_1"}, "moderator_added_list must be a list"),
        ({"moderator_removed_list": [""]}, "moderator_removed_list must not hold an empty string"),
        (
            {"moderation_setting": "only_owner", "moderator_added_list": ["ou_1"]},
            "moderation_setting must be moderator_list",
        ),
        (
            {"moderator_added_list": ["ou_1"], "moderator_removed_list": ["ou_2", "ou_1"]},
            "must not both hold 'ou_1'",
        ),
    ],
)
async def test_invalid_updates_are_refused_before_any_request(
    fake: FakeFeishu, feishu: FeishuChat, arguments: dict[str, Any], problem: str
) -> None:
    with pytest.raises((ValueError, TypeError), match=problem):
        await feishu.moderation.update("oc_1", **arguments)
    assert not fake.requests


async def test_an_invalid_page_size_is_refused_before_any_request(
    fake: FakeFeishu, feishu: FeishuChat
) -> None:
    with pytest.raises(ValueError, match="page_size must be at least 1 and at most 100"):
        await feishu.moderation.get("oc_1", page_size=101)
    with pytest.raises(ValueError, match="page_size must be at least 1 and at most 100"):
        feishu.moderation.iter("oc_1", page_size=0)
    assert not fake.requests
