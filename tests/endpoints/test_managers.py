"""Managers are added to a chat and removed."""

from typing import Any

import pytest

from feishu_chat_async import FeishuChat
from feishu_chat_async.endpoints import managers
from feishu_chat_async.testing import FakeChat, FakeFeishu


async def test_managers_are_added_and_removed(
    fake: FakeFeishu, feishu: FeishuChat, chat: FakeChat
) -> None:
    users, bot = [fake.add_user() for _ in range(2)], fake.add_app().app_id
    chat.members |= {bot, *(user.open_id for user in users)}
    ids = [user.user_id for user in users]
    added = await feishu.managers.add(chat.chat_id, ids, member_id_type="user_id")
    request = fake.requests[-1]
    assert request.endpoint == managers.ADD.name
    assert (request.query, request.body) == ({"member_id_type": "user_id"}, {"manager_ids": ids})
    assert (added.chat_managers, added.chat_bot_managers) == (tuple(ids), ())
    added = await feishu.managers.add(chat.chat_id, [bot], member_id_type="app_id")
    assert added.chat_bot_managers == (bot,)
    remaining = await feishu.managers.remove(chat.chat_id, iter([users[0].open_id]))
    request = fake.requests[-1]
    assert request.endpoint == managers.REMOVE.name
    assert request.query == {"member_id_type": "open_id"}
    assert request.body == {"manager_ids": [users[0].open_id]}
    assert remaining.chat_managers == (users[1].open_id,)
    assert users[0].open_id in chat.members


@pytest.mark.parametrize("name", ["add", "remove"])
@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (("oc_1", ["ou"] * 51, "open_id"), "manager_ids must hold .* at most 50"),
        (("oc_1", ["cli"] * 6, "app_id"), "manager_ids must hold .* at most 5"),
        (("oc_1", [], "open_id"), "manager_ids must hold at least 1"),
        (("oc_1", "ou_1", "open_id"), "manager_ids must be a list of strings"),
        (("oc_1", ["ou_1"], "email"), "member_id_type must be one of"),
        (("", ["ou_1"], "open_id"), "chat_id must be an id"),
    ],
)
async def test_invalid_arguments_are_refused_before_any_request(
    fake: FakeFeishu, feishu: FeishuChat, name: str, arguments: tuple[Any, ...], problem: str
) -> None:
    chat_id, ids, id_type = arguments
    call = getattr(feishu.managers, name)
    with pytest.raises((ValueError, TypeError), match=problem):
        await call(chat_id, ids, member_id_type=id_type)
    assert not fake.requests
