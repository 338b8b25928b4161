"""Members and managers of chats in a FakeFeishu, through the client."""

import asyncio
from typing import Any

import pytest

from feishu_chat_async import (
    FeishuChat,
    InvalidRequestError,
    MemberIdType,
    NotInChatError,
    PermissionDeniedError,
    RateLimitError,
    SucceedType,
)
from feishu_chat_async.testing import FakeChat, FakeFeishu, FakeUser
from feishu_chat_async.testing.faults import Fail
from tests.conftest import client
from tests.support.refusals import refused
from tests.support.virtual import run_virtual

APP = MemberIdType.APP_ID


def people(fake: FakeFeishu, number: int) -> list[FakeUser]:
    return [fake.add_user(name=f"Person {n}") for n in range(number)]


def ids(users: list[FakeUser]) -> list[str]:
    return [user.open_id for user in users]


async def listed(feishu: FeishuChat, chat: FakeChat, **options: Any) -> list[str]:
    return [one.member_id async for one in feishu.members.iter(chat.chat_id, **options)]


async def test_members_are_added_listed_and_removed(
    fake: FakeFeishu, feishu: FeishuChat, chat: FakeChat
) -> None:
    users, bots = people(fake, 3), [fake.add_app().app_id for _ in range(2)]
    for kind, named in (
        (MemberIdType.OPEN_ID, [users[0].open_id, users[0].open_id]),
        (MemberIdType.UNION_ID, [users[1].union_id, users[0].union_id]),
        (MemberIdType.USER_ID, [users[2].user_id]),
        (APP, bots),
    ):
        added = await feishu.members.add(chat.chat_id, named, member_id_type=kind)
        assert not added.invalid_id_list and not added.not_existed_id_list
    assert list(chat.members) == [fake.app_id, *ids(users), *bots]
    for kind, attribute in (
        (MemberIdType.OPEN_ID, "open_id"),
        (MemberIdType.UNION_ID, "union_id"),
        (MemberIdType.USER_ID, "user_id"),
    ):
        page = await feishu.members.list(chat.chat_id, member_id_type=kind)
        assert [member.member_id for member in page.items] == [getattr(u, attribute) for u in users]
        assert page.member_total == 3
    assert (page.items[0].name, page.items[0].tenant_key) == ("Person 0", "tenant_1")
    chat.managers.add(users[1].open_id)
    chat.moderators.add(users[1].open_id)
    removed = await feishu.members.remove(chat.chat_id, [users[1].open_id, "ou_nobody"])
    assert removed.invalid_id_list == ("ou_nobody",)
    assert not chat.managers and not chat.moderators
    await feishu.members.remove(chat.chat_id, bots, member_id_type=APP)
    assert list(chat.members) == [fake.app_id, users[0].open_id, users[2].open_id]


async def test_pages_are_short_if_bots_were_removed_from_them(
    fake: FakeFeishu, feishu: FeishuChat, chat: FakeChat
) -> None:
    users = people(fake, 5)
    for user_id in ids(users):
        chat.members |= {user_id, fake.add_app().app_id}
    page = await feishu.members.list(chat.chat_id, page_size=1)
    assert (page.items, page.has_more, page.member_total) == ((), True, 5)
    assert await listed(feishu, chat, page_size=2) == ids(users)
    page = await feishu.members.list(chat.chat_id, page_size=5)
    chat.members -= set(ids(users[:2]))  # a page begins after a member, not at a position
    rest = await listed(feishu, chat, page_size=2, page_token=page.page_token)
    assert rest == [
        user_id for user_id in ids(users) if user_id not in {m.member_id for m in page.items}
    ]
    largest = await feishu.members.list(chat.chat_id, page_size=100)
    assert (largest.has_more, largest.page_token) == (False, None)


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        (MemberIdType.OPEN_ID, 99992351),
        (MemberIdType.USER_ID, 99992360),
        (MemberIdType.UNION_ID, 99992364),
        (APP, 232043),
    ],
)
async def test_unknown_ids_are_refused_or_skipped(
    fake: FakeFeishu, feishu: FeishuChat, chat: FakeChat, kind: MemberIdType, code: int
) -> None:
    nobody = "unknown"
    user, app = fake.add_user(), fake.add_app()
    known = {"user_id": user.user_id, "union_id": user.union_id, "app_id": app.app_id}
    both = [known.get(kind, user.open_id), nobody]
    add = feishu.members.add
    error = await refused(add(chat.chat_id, both, member_id_type=kind), InvalidRequestError, code)
    if kind == MemberIdType.OPEN_ID:
        assert nobody in error.msg
    await refused(
        add(chat.chat_id, both, member_id_type=kind, succeed_type=SucceedType.ALL_OR_NOTHING),
        InvalidRequestError,
        232043,
    )
    assert list(chat.members) == [fake.app_id]
    added = await add(
        chat.chat_id, both, member_id_type=kind, succeed_type=SucceedType.SKIP_UNAVAILABLE
    )
    assert (added.not_existed_id_list, added.invalid_id_list) == ((nobody,), ())
    assert len(chat.members) == 2


async def test_unavailable_users_are_refused_or_skipped(
    fake: FakeFeishu, feishu: FeishuChat, chat: FakeChat
) -> None:
    user, resigned, hidden = people(fake, 3)
    resigned.resigned, hidden.visible = True, False
    botless = fake.add_app()
    botless.has_bot = False

    async def add(*users: FakeUser, how: SucceedType = SucceedType.SKIP_RESIGNED) -> Any:
        return await feishu.members.add(chat.chat_id, ids([*users]), succeed_type=how)

    await refused(add(user, resigned, hidden), PermissionDeniedError, 232024)
    await refused(add(resigned), InvalidRequestError, 232027)
    all_or_nothing = SucceedType.ALL_OR_NOTHING
    await refused(add(user, resigned, how=all_or_nothing), InvalidRequestError, 232043)
    await refused(add(user, hidden, how=all_or_nothing), InvalidRequestError, 232043)
    add_botless = feishu.members.add(chat.chat_id, [botless.app_id], member_id_type=APP)
    await refused(add_botless, InvalidRequestError, 232043)
    assert list(chat.members) == [fake.app_id]
    skip_unavailable = SucceedType.SKIP_UNAVAILABLE
    assert (await add(hidden, how=skip_unavailable)).invalid_id_list == (hidden.open_id,)
    assert (await add(user, resigned)).invalid_id_list == (resigned.open_id,)
    assert list(chat.members) == [fake.app_id, user.open_id]
    foreigner = fake.add_user(fake.add_app(tenant_key="tenant_2").app_id)
    await refused(add(foreigner), InvalidRequestError, 232028)
    chat.external = True
    await add(foreigner)
    assert foreigner.open_id in chat.members


async def test_a_full_chat_refuses_members(
    fake: FakeFeishu, feishu: FeishuChat, chat: FakeChat
) -> None:
    users = people(fake, 3)
    add = feishu.members.add
    chat.max_users = 2
    await refused(add(chat.chat_id, ids(users)), InvalidRequestError, 232013)
    assert list(chat.members) == [fake.app_id]
    await add(chat.chat_id, ids(users[:2]))
    await add(chat.chat_id, ids(users[:2]))  # they are in it
    chat.max_users, chat.admin_max_users = 3, 2
    await refused(add(chat.chat_id, ids(users[2:])), InvalidRequestError, 232044)
    bots = [fake.add_app().app_id for _ in range(15)]
    await feishu.members.add_many(chat.chat_id, bots[:14], member_id_type=APP)
    one_more = add(chat.chat_id, bots[14:], member_id_type=APP)
    await refused(one_more, InvalidRequestError, 232013)
    chat.chat_type = "public"
    as_user = feishu.as_user(users[2].access_token)
    chat.max_users = 2
    await refused(as_user.members.join(chat.chat_id), InvalidRequestError, 232013)


async def test_adding_and_removing_members_needs_permission(
    fake: FakeFeishu, feishu: FeishuChat, chat: FakeChat
) -> None:
    member, manager, guest = people(fake, 3)
    chat.members |= {member.open_id, manager.open_id}
    chat.managers.add(manager.open_id)
    as_member, as_manager = (feishu.as_user(user.access_token) for user in (member, manager))
    guests = [guest.open_id]
    await as_member.members.add(chat.chat_id, guests)
    remove = as_member.members.remove(chat.chat_id, guests)
    await refused(remove, PermissionDeniedError, 232014)
    await as_manager.members.remove(chat.chat_id, guests)
    chat.add_member_permission = "only_owner"
    await refused(as_member.members.add(chat.chat_id, guests), PermissionDeniedError, 232017)
    await as_manager.members.add(chat.chat_id, guests)
    chat.owner_id = manager.open_id
    await feishu.members.remove(chat.chat_id, guests)  # the bot that created it, with the scope
    fake.apps[fake.app_id].operates_as_owner = False
    await refused(feishu.members.add(chat.chat_id, guests), PermissionDeniedError, 232017)
    await as_member.members.remove(chat.chat_id, [member.open_id])  # every member can leave
    assert not await as_member.members.is_in_chat(chat.chat_id)
    for call in (
        as_member.members.list(chat.chat_id),
        as_member.members.add(chat.chat_id, guests),
        as_member.members.remove(chat.chat_id, [member.open_id]),
        as_member.managers.add(chat.chat_id, guests),
    ):
        await refused(call, NotInChatError, 232011)
    assert await feishu.members.is_in_chat(chat.chat_id)


async def test_new_members_can_require_approval(
    fake: FakeFeishu, feishu: FeishuChat, chat: FakeChat
) -> None:
    member, guest = people(fake, 2)
    chat.members.add(member.open_id)
    chat.membership_approval = "approval_required"
    as_member = feishu.as_user(member.access_token)
    added = await as_member.members.add(chat.chat_id, [guest.open_id, member.open_id])
    assert added.pending_approval_id_list == (guest.open_id,)
    assert list(chat.pending) == [guest.open_id] and guest.open_id not in chat.members
    await feishu.members.add(chat.chat_id, [guest.open_id])
    assert not chat.pending and guest.open_id in chat.members


async def test_the_owner_cannot_be_removed_but_can_leave(
    fake: FakeFeishu, feishu: FeishuChat, chat: FakeChat
) -> None:
    owner, first, manager = people(fake, 3)
    leave = feishu.members.remove
    call = leave(chat.chat_id, [fake.app_id], member_id_type=APP)
    await refused(call, InvalidRequestError, 232029)
    chat.members |= set(ids([owner]))
    chat.members |= set(ids([first]))
    chat.members |= set(ids([manager]))
    chat.owner_id = owner.open_id
    chat.managers |= {manager.open_id}
    both = ids([first, owner])
    await refused(feishu.members.remove(chat.chat_id, both), InvalidRequestError, 232076)
    assert first.open_id in chat.members
    await feishu.as_user(owner.access_token).members.remove(chat.chat_id, [owner.open_id])
    assert (chat.owner_id, list(chat.managers)) == (manager.open_id, [])
    await feishu.as_user(manager.access_token).members.remove(chat.chat_id, ids([manager]))
    assert chat.owner_id == first.open_id


async def test_unknown_and_unsuitable_chats_are_refused(
    fake: FakeFeishu, feishu: FeishuChat, chat: FakeChat
) -> None:
    (user,) = people(fake, 1)
    for call in (
        feishu.members.add("oc_nowhere", [user.open_id]),
        feishu.members.remove("oc_nowhere", [user.open_id]),
        feishu.members.list("oc_nowhere"),
        feishu.members.is_in_chat("oc_nowhere"),
        feishu.members.join("oc_nowhere"),
    ):
        await refused(call, InvalidRequestError, 232006)
    appoint = feishu.managers.add("oc_nowhere", [user.open_id])
    await refused(appoint, InvalidRequestError, 232001)
    await refused(feishu.members.join(chat.chat_id), InvalidRequestError, 232008)
    await refused(feishu.members.remove(chat.chat_id, ids([user])), InvalidRequestError, 232027)
    chat.chat_mode = "p2p"
    await refused(feishu.members.add(chat.chat_id, [user.open_id]), InvalidRequestError, 232090)


async def test_public_chats_can_be_joined(
    fake: FakeFeishu, feishu: FeishuChat, chat: FakeChat
) -> None:
    (user,) = people(fake, 1)
    as_user = feishu.as_user(user.access_token)
    chat.chat_type, chat.membership_approval = "public", "approval_required"
    await refused(as_user.members.join(chat.chat_id), InvalidRequestError, 232075)
    chat.membership_approval = "no_approval_required"
    await as_user.members.join(chat.chat_id)
    await as_user.members.join(chat.chat_id)
    assert list(chat.members) == [fake.app_id, user.open_id]


async def test_many_members_are_added_and_removed_in_batches(
    fake: FakeFeishu, feishu: FeishuChat, chat: FakeChat
) -> None:
    users, reported = people(fake, 120), []
    user_ids = ids(users)
    added = await feishu.members.add_many(
        chat.chat_id, [*user_ids, "ou_nobody"], progress=lambda *at: reported.append(at)
    )
    assert (added.not_existed_id_list, added.failed) == (("ou_nobody",), ())
    assert reported == [(50, 121), (100, 121), (121, 121)]
    assert await listed(feishu, chat) == user_ids
    fake.inject(Fail(232024, "hidden"), where="DELETE")
    removed = await feishu.members.remove_many(chat.chat_id, user_ids[:70])
    (failure,) = removed.failed
    assert (failure.ids, type(failure.error)) == (tuple(user_ids[:50]), PermissionDeniedError)
    assert await listed(feishu, chat, page_size=7) == user_ids[:50] + user_ids[70:]


async def test_membership_is_synchronized(
    fake: FakeFeishu, feishu: FeishuChat, chat: FakeChat
) -> None:
    users, reported, bot = people(fake, 60), [], fake.add_app().app_id
    chat.members |= {bot, *ids(users[:55])}
    chat.owner_id = users[0].open_id
    user_ids = ids(users[54:])
    done = await feishu.members.sync(
        chat.chat_id, user_ids, progress=lambda *at: reported.append(at)
    )
    assert (done.to_add, done.kept) == (tuple(user_ids[1:]), (users[0].open_id,))
    assert set(done.to_remove) == set(ids(users[1:54]))
    assert reported == [(5, 58), (55, 58), (58, 58)]
    assert set(await listed(feishu, chat)) == {users[0].open_id, *user_ids}
    assert {bot, fake.app_id} < set(chat.members)
    again = await feishu.members.sync(chat.chat_id, user_ids)
    assert (again.to_add, again.to_remove, again.added.failed) == ((), (), ())


def test_members_of_a_chat_are_changed_one_call_at_a_time() -> None:
    async def scenario() -> None:
        async with FakeFeishu(counter=None, latency_s=1.0) as fake:
            users, other = people(fake, 3), fake.add_chat()
            async with client(fake, retry=None) as first, client(fake, retry=None) as second:
                await asyncio.gather(
                    first.members.list(fake.chat_id), second.members.list(fake.chat_id)
                )
                results = await asyncio.gather(
                    first.members.add(fake.chat_id, ids(users[:1])),
                    second.members.remove(fake.chat_id, ids(users[:1])),
                    second.members.add(other.chat_id, ids(users)),
                    second.members.list(fake.chat_id),
                    return_exceptions=True,
                )
                errors = [result for result in results if isinstance(result, Exception)]
                assert [type(error) for error in errors] == [RateLimitError]
                assert [request.code for request in fake.requests].count(232019) == 1
                # one client sends them one after the other
                await asyncio.gather(
                    *(first.members.add(fake.chat_id, [user]) for user in ids(users))
                )
                assert [request.code for request in fake.requests].count(232019) == 1
            assert set(fake.chats[fake.chat_id].members) == {fake.app_id, *ids(users)}

    run_virtual(scenario())


async def test_managers_are_added_and_removed(
    fake: FakeFeishu, feishu: FeishuChat, chat: FakeChat
) -> None:
    users, bot = people(fake, 12), fake.add_app().app_id
    chat.members |= {bot, *ids(users[:11])}
    add, remove = feishu.managers.add, feishu.managers.remove
    named = [users[0].user_id, users[1].user_id, users[11].user_id]
    managers = await add(chat.chat_id, named, member_id_type=MemberIdType.USER_ID)
    assert (managers.chat_managers, managers.chat_bot_managers) == (tuple(named[:2]), ())
    managers = await add(chat.chat_id, [bot, fake.app_id], member_id_type=APP)
    assert managers.chat_managers == tuple(ids(users[:2]))
    assert managers.chat_bot_managers == (bot,)  # the owner is no manager
    got = await feishu.chats.get(chat.chat_id)
    assert (got.user_manager_id_list, got.bot_manager_id_list) == (tuple(ids(users[:2])), (bot,))
    await refused(add(chat.chat_id, ids(users[2:10])), InvalidRequestError, 232040)
    assert len(chat.managers) == 3
    await add(chat.chat_id, ids(users[2:9]))
    left = await remove(chat.chat_id, ids(users[1:10]))
    assert (left.chat_managers, left.chat_bot_managers) == ((users[0].open_id,), (bot,))
    for call in (add, remove):
        await refused(call(chat.chat_id, ["ou_nobody"]), InvalidRequestError, 232027)
        await refused(call(chat.chat_id, ids(users[11:])), InvalidRequestError, 232027)
    as_manager = feishu.as_user(users[0].access_token)
    for denied in (as_manager.managers.add, as_manager.managers.remove):
        call_denied = denied(chat.chat_id, ids(users[:1]))
        await refused(call_denied, PermissionDeniedError, 232038)
    assert users[0].open_id in chat.members


async def test_invalid_arguments_are_refused_before_any_io(
    fake: FakeFeishu, feishu: FeishuChat
) -> None:
    room = fake.chat_id
    for call in (
        feishu.members.add(room, []),
        feishu.members.add(room, ["ou"] * 51),
        feishu.members.add(room, ["cli"] * 6, member_id_type=APP),
        feishu.members.add(room, ["ou"], succeed_type=SucceedType(3)),
        feishu.members.remove(room, ["ou"] * 51),
        feishu.members.add_many(room, []),
        feishu.members.remove_many(room, [""]),
        feishu.members.sync(room, []),
        feishu.members.sync(room, ["cli"], member_id_type=APP),
        feishu.members.list(room, page_size=101),
        feishu.members.list(room, member_id_type=APP),
        feishu.managers.add(room, ["cli"] * 6, member_id_type=APP),
        feishu.managers.remove(room, []),
    ):
        with pytest.raises(ValueError, match="must"):
            await call
    assert not fake.requests


async def test_no_member_is_removed_if_none_could_be_added(
    fake: FakeFeishu, feishu: FeishuChat, chat: FakeChat
) -> None:
    """Ids of the wrong kind must not empty a chat."""
    people = [fake.add_user() for _ in range(4)]
    await feishu.members.add(chat.chat_id, [person.open_id for person in people])
    before = list(chat.members)
    result = await feishu.members.sync(chat.chat_id, [person.union_id for person in people])
    assert list(chat.members) == before
    assert set(result.added.not_existed_id_list) == {person.union_id for person in people}
    assert result.to_remove == () and set(result.kept) >= {person.open_id for person in people}


async def test_no_member_is_removed_if_adding_failed(
    fake: FakeFeishu, feishu: FeishuChat, chat: FakeChat
) -> None:
    old, new = fake.add_user(), fake.add_user()
    await feishu.members.add(chat.chat_id, [old.open_id])
    full = Fail(232044, "You have reached maximum number of chat members set by admin.")
    fake.inject(full, where="POST /open-apis/im/v1/chats/:chat_id/members")
    result = await feishu.members.sync(chat.chat_id, [new.open_id])
    assert [failure.ids for failure in result.added.failed] == [(new.open_id,)]
    assert old.open_id in chat.members and old.open_id in result.kept


async def test_a_resigned_user_does_not_stop_the_removal_of_others(
    fake: FakeFeishu, feishu: FeishuChat, chat: FakeChat
) -> None:
    old, new, resigned = fake.add_user(), fake.add_user(), fake.add_user()
    resigned.resigned = True
    await feishu.members.add(chat.chat_id, [old.open_id])
    result = await feishu.members.sync(chat.chat_id, [new.open_id, resigned.open_id])
    assert result.added.invalid_id_list == (resigned.open_id,)
    assert result.to_remove == (old.open_id,) and old.open_id not in chat.members


async def async_progress(_: int, __: int) -> None: ...


@pytest.mark.parametrize("progress", [5, "print", async_progress])
async def test_progress_is_checked_before_any_request(
    fake: FakeFeishu, feishu: FeishuChat, progress: Any
) -> None:
    members = feishu.members
    with pytest.raises(TypeError, match="progress must be a plain function"):
        await members.add_many("oc_1", ["ou_1"], progress=progress)
    with pytest.raises(TypeError, match="progress must be a plain function"):
        await members.remove_many("oc_1", ["ou_1"], progress=progress)
    with pytest.raises(TypeError, match="progress must be a plain function"):
        await members.sync("oc_1", ["ou_1"], progress=progress)
    assert not fake.requests


async def test_an_error_in_progress_ends_the_call(
    fake: FakeFeishu, feishu: FeishuChat, chat: FakeChat
) -> None:
    def progress(done: int, total: int) -> None:
        raise LookupError(f"{done} of {total}")

    people = [fake.add_user().open_id for _ in range(60)]
    with pytest.raises(LookupError, match="50 of 60"):
        await feishu.members.add_many(chat.chat_id, people, progress=progress)
