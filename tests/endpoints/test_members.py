"""Members are added to a chat, removed, listed and synchronized."""

from typing import Any

import pytest

from feishu_chat_async import FeishuChat, PermissionDeniedError, SucceedType
from feishu_chat_async.endpoints import members
from feishu_chat_async.testing import FakeChat, FakeFeishu
from feishu_chat_async.testing.faults import Fail


def add_users(fake: FakeFeishu, number: int) -> list[str]:
    return [fake.add_user().open_id for _ in range(number)]


async def test_members_are_added_listed_and_removed(
    fake: FakeFeishu, feishu: FeishuChat, chat: FakeChat
) -> None:
    ids = add_users(fake, 3)
    how = SucceedType.SKIP_UNAVAILABLE
    added = await feishu.members.add(chat.chat_id, [*ids, "ou_none"], succeed_type=how)
    request = fake.requests[-1]
    assert request.endpoint == members.ADD.name
    assert request.query == {"member_id_type": "open_id", "succeed_type": "1"}
    assert request.body == {"id_list": [*ids, "ou_none"]}
    assert added.not_existed_id_list == ("ou_none",)
    page = await feishu.members.list(chat.chat_id)
    request = fake.requests[-1]
    assert request.endpoint == members.LIST.name
    assert request.query == {"member_id_type": "open_id", "page_size": "20"}
    assert [member.member_id for member in page.items] == ids and page.member_total == 3
    every = feishu.members.iter(chat.chat_id, page_size=1, page_token=None)
    assert [member.member_id async for member in every] == ids
    removed = await feishu.members.remove(chat.chat_id, [ids[0], "ou_none"])
    request = fake.requests[-1]
    assert request.endpoint == members.REMOVE.name
    assert request.query == {"member_id_type": "open_id"}
    assert request.body == {"id_list": [ids[0], "ou_none"]}
    assert removed.invalid_id_list == ("ou_none",)


async def test_a_public_chat_is_joined(
    fake: FakeFeishu, feishu: FeishuChat, chat: FakeChat
) -> None:
    chat.chat_type = "public"
    as_user = feishu.as_user(fake.add_user().access_token)
    assert not await as_user.members.is_in_chat(chat.chat_id)
    assert fake.requests[-1].endpoint == members.IS_IN_CHAT.name
    await as_user.members.join(chat.chat_id)
    assert (fake.requests[-1].endpoint, fake.requests[-1].body) == (members.JOIN.name, None)
    assert await as_user.members.is_in_chat(chat.chat_id)


async def test_any_number_is_added_and_removed_in_requests_of_50(
    fake: FakeFeishu, feishu: FeishuChat, chat: FakeChat
) -> None:
    ids, reports = add_users(fake, 60), []
    fake.inject(Fail(232024, "hidden"), where=members.ADD.name)
    added = await feishu.members.add_many(
        chat.chat_id, [*ids, *ids], progress=lambda *report: reports.append(report)
    )
    (failure,) = added.failed
    assert (failure.ids, type(failure.error)) == (tuple(ids[:50]), PermissionDeniedError)
    assert reports == [(50, 60), (60, 60)]
    assert set(chat.members) == {fake.app_id, *ids[50:]}
    unknown = [f"ou_{n}" for n in range(45)]
    removed = await feishu.members.remove_many(chat.chat_id, [*ids[50:55], *unknown, *ids[55:]])
    assert removed.invalid_id_list == tuple(unknown) and not removed.failed
    assert set(chat.members) == {fake.app_id}


async def test_bots_are_added_5_at_a_time(
    fake: FakeFeishu, feishu: FeishuChat, chat: FakeChat
) -> None:
    bots, reports = [fake.add_app().app_id for _ in range(6)], []
    await feishu.members.add_many(
        chat.chat_id, bots, member_id_type="app_id", progress=lambda *r: reports.append(r)
    )
    assert reports == [(5, 6), (6, 6)] and set(bots) < set(chat.members)


async def test_members_are_synchronized(
    fake: FakeFeishu, feishu: FeishuChat, chat: FakeChat
) -> None:
    owner, old, stays, new = add_users(fake, 4)
    for member in (owner, old, stays):
        chat.members.add(member)
    chat.owner_id = owner
    reports: list[tuple[int, int]] = []
    synced = await feishu.members.sync(
        chat.chat_id, [new, stays], progress=lambda *report: reports.append(report)
    )
    assert (synced.to_add, synced.to_remove, synced.kept) == ((new,), (old,), (owner,))
    assert set(chat.members) == {fake.app_id, owner, stays, new}
    assert reports == [(1, 2), (2, 2)]
    assert not synced.added.failed and not synced.removed.failed


async def test_no_member_is_removed_if_adding_failed(
    fake: FakeFeishu, feishu: FeishuChat, chat: FakeChat
) -> None:
    old, new = add_users(fake, 2)
    chat.members.add(old)
    fake.inject(Fail(232044, "full"), where=members.ADD.name)
    synced = await feishu.members.sync(chat.chat_id, [new])
    assert (synced.to_remove, synced.kept) == ((), (old,))
    assert [failure.ids for failure in synced.added.failed] == [(new,)]
    assert old in chat.members


async def coroutine(_: int, __: int) -> None: ...


APP: Any = "app_id"


@pytest.mark.parametrize(
    ("call", "error", "problem"),
    [
        (lambda m: m.add("oc_1", []), ValueError, "id_list must hold at least 1"),
        (lambda m: m.add("oc_1", ["ou"] * 51), ValueError, "id_list must hold .* at most 50"),
        (lambda m: m.add("oc_1", ["ou"], succeed_type=3), ValueError, "succeed_type must be one"),
        (lambda m: m.add_many("oc_1", []), ValueError, "id_list must hold at least 1"),
        (lambda m: m.add_many("oc_1", ["ou"], progress=5), TypeError, "progress must be a plain"),
        (
            lambda m: m.remove("oc_1", ["cli"] * 6, member_id_type=APP),
            ValueError,
            "id_list must hold .* at most 5",
        ),
        (lambda m: m.remove("", ["ou"]), ValueError, "chat_id must be an id"),
        (lambda m: m.remove_many("oc_1", "ou_1"), TypeError, "id_list must be a list of strings"),
        (
            lambda m: m.remove_many("oc_1", ["ou"], progress=coroutine),
            TypeError,
            "progress must be a plain function",
        ),
        (lambda m: m.sync("oc_1", []), ValueError, "id_list must hold at least 1"),
        (lambda m: m.sync("oc_1", ["cli"], member_id_type=APP), ValueError, "must not be app_id"),
        (lambda m: m.list("oc_1", member_id_type=APP), ValueError, "must not be app_id"),
        (lambda m: m.list("oc_1", page_size=101), ValueError, "page_size must be .* at most 100"),
        (lambda m: m.is_in_chat(""), ValueError, "chat_id must be an id"),
        (lambda m: m.join("a/b"), ValueError, "chat_id must be an id"),
    ],
)
async def test_invalid_arguments_are_refused_before_any_request(
    fake: FakeFeishu, feishu: FeishuChat, call: Any, error: type[Exception], problem: str
) -> None:
    with pytest.raises(error, match=problem):
        await call(feishu.members)
    assert not fake.requests
