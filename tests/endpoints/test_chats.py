"""Chats are created, read, updated, deleted, listed, searched and shared."""

from typing import Any

import pytest

from feishu_chat_async import ChatSortType, ChatUpdate, FeishuChat, NewChat, ValidityPeriod
from feishu_chat_async.endpoints import chats
from feishu_chat_async.testing import FakeChat, FakeFeishu

OPEN_ID = {"user_id_type": "open_id"}


async def test_a_chat_is_created_read_updated_and_deleted(
    fake: FakeFeishu, feishu: FeishuChat
) -> None:
    user = fake.add_user()
    new = NewChat(name="Plans", owner_id=user.user_id, user_id_list=[user.user_id])
    created = await feishu.chats.create(
        new, set_bot_manager=True, uuid="once", user_id_type="user_id"
    )
    request = fake.requests[-1]
    assert request.endpoint == chats.CREATE.name
    assert request.query == {"user_id_type": "user_id", "set_bot_manager": "true", "uuid": "once"}
    assert request.body == {
        "name": "Plans",
        "owner_id": user.user_id,
        "user_id_list": [user.user_id],
    }
    assert (created.name, created.owner_id) == ("Plans", user.user_id)
    found = await feishu.chats.get(created.chat_id, user_id_type="union_id")
    assert fake.requests[-1].query == {"user_id_type": "union_id"}
    assert (found.name, found.owner_id) == ("Plans", user.union_id)
    assert found.bot_manager_id_list == (fake.app_id,)
    await feishu.chats.update(created.chat_id, ChatUpdate(description="All of them"))
    request = fake.requests[-1]
    assert (request.endpoint, request.query) == (chats.UPDATE.name, OPEN_ID)
    assert request.body == {"description": "All of them"}
    assert fake.chats[created.chat_id].description == "All of them"
    await feishu.chats.delete(created.chat_id)
    assert (fake.requests[-1].endpoint, fake.requests[-1].body) == (chats.DELETE.name, None)
    assert fake.chats[created.chat_id].dissolved


async def test_chats_are_listed_page_by_page(fake: FakeFeishu, feishu: FeishuChat) -> None:
    ids = [fake.chat_id, *(fake.add_chat(f"Chat {n}").chat_id for n in range(2))]
    page = await feishu.chats.list(page_size=2)
    assert [chat.chat_id for chat in page.items] == ids[:2] and page.has_more
    request = fake.requests[-1]
    assert request.endpoint == chats.LIST.name
    assert request.query == {**OPEN_ID, "sort_type": "ByCreateTimeAsc", "page_size": "2"}
    rest = await feishu.chats.list(page_token=page.page_token)
    assert [chat.chat_id for chat in rest.items] == ids[2:]
    every = feishu.chats.iter(page_size=1, types="group", sort_type=ChatSortType.BY_CREATE_TIME_ASC)
    assert [chat.chat_id async for chat in every] == ids
    assert fake.requests[-1].query["types"] == "group"


async def test_chats_are_searched_page_by_page(fake: FakeFeishu, feishu: FeishuChat) -> None:
    ids = {fake.add_chat(f"Plan {n}").chat_id for n in range(2)}
    page = await feishu.chats.search("Plan", page_size=1)
    assert fake.requests[-1].endpoint == chats.SEARCH.name
    assert fake.requests[-1].query == {**OPEN_ID, "query": "Plan", "page_size": "1"}
    assert len(page.items) == 1 and page.has_more
    found = feishu.chats.iter_search("Plan", page_size=1)
    assert {chat.chat_id async for chat in found} == ids


@pytest.mark.parametrize("period", ["week", "year", ValidityPeriod.PERMANENTLY])
async def test_a_link_is_created(
    fake: FakeFeishu, feishu: FeishuChat, chat: FakeChat, period: Any
) -> None:
    link = await feishu.chats.link(chat.chat_id, validity_period=period)
    assert fake.requests[-1].endpoint == chats.LINK.name
    assert fake.requests[-1].body == {"validity_period": str(period)}
    assert link.share_link.startswith("https://")
    assert link.is_permanent == (period == ValidityPeriod.PERMANENTLY)


@pytest.mark.parametrize(
    ("call", "error", "problem"),
    [
        (lambda c: c.create({"name": "x"}), TypeError, "chat must be a NewChat, got dict"),
        (lambda c: c.create(NewChat(), uuid=""), ValueError, "uuid must have at least 1"),
        (lambda c: c.create(NewChat(), set_bot_manager=1), TypeError, "set_bot_manager must be"),
        (lambda c: c.create(NewChat(), user_id_type="x"), ValueError, "user_id_type must be one"),
        (lambda c: c.get(""), ValueError, "chat_id must be an id"),
        (lambda c: c.update("oc_1", NewChat()), TypeError, "update must be a ChatUpdate"),
        (lambda c: c.delete(".."), ValueError, "chat_id must be an id"),
        (lambda c: c.list(page_size=101), ValueError, "page_size must be .* at most 100"),
        (lambda c: c.list(sort_type="ByName"), ValueError, "sort_type must be one of"),
        (lambda c: c.list(types=""), ValueError, "types must have at least 1"),
        (lambda c: c.search(""), ValueError, "query must have at least 1"),
        (lambda c: c.link("oc_1", validity_period="day"), ValueError, "validity_period must be"),
    ],
)
async def test_invalid_arguments_are_refused_before_any_request(
    fake: FakeFeishu, feishu: FeishuChat, call: Any, error: type[Exception], problem: str
) -> None:
    with pytest.raises(error, match=problem):
        await call(feishu.chats)
    assert not fake.requests


def test_invalid_arguments_are_refused_when_an_iterator_is_created(feishu: FeishuChat) -> None:
    with pytest.raises(ValueError, match="page_size must be"):
        feishu.chats.iter(page_size=0)
    with pytest.raises(ValueError, match="query must have"):
        feishu.chats.iter_search("x" * 65)
