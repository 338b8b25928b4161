"""Chats in a FakeFeishu and who can send messages to them, through the client."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from feishu_chat_async import (
    ChatDissolvedError,
    ChatPermission,
    ChatSortType,
    ChatStatus,
    ChatType,
    ChatUpdate,
    FeishuChat,
    I18nNames,
    InvalidRequestError,
    MessageVisibility,
    ModerationSetting,
    NewChat,
    NotInChatError,
    PermissionDeniedError,
    RestrictedMode,
    RestrictedPermission,
    UserIdType,
    ValidityPeriod,
)
from feishu_chat_async.testing import FakeFeishu
from tests.conftest import client
from tests.support.refusals import refused
from tests.support.virtual import run_virtual


async def test_a_chat_is_created_with_all_its_settings(
    fake: FakeFeishu, feishu: FeishuChat
) -> None:
    owner, guest, other = fake.add_user(), fake.add_user(), fake.add_app()
    new = NewChat(
        name="Room",
        description="Where it happens",
        avatar="key",
        i18n_names=I18nNames(en_us="Room", ja_jp="部屋"),
        owner_id=owner.union_id,
        user_id_list=[guest.union_id],
        bot_id_list=[other.app_id],
        chat_type=ChatType.PUBLIC,
        leave_message_visibility=MessageVisibility.NOT_ANYONE,
        restricted_mode_setting=RestrictedMode(
            status=True, download_has_permission_setting=RestrictedPermission.NOT_ANYONE
        ),
        labels=["a"],
        toolkit_ids=[7],
    )
    created = await feishu.chats.create(new, set_bot_manager=True, user_id_type=UserIdType.UNION_ID)
    assert (created.name, created.owner_id, created.owner_id_type) == (
        "Room",
        owner.union_id,
        "union_id",
    )
    chat = await feishu.chats.get(created.chat_id, user_id_type=UserIdType.USER_ID)
    assert (chat.owner_id, chat.name, chat.description) == (
        owner.user_id,
        "Room",
        "Where it happens",
    )
    assert (chat.user_count, chat.bot_count, chat.chat_status) == (2, 2, ChatStatus.NORMAL)
    assert (chat.user_manager_id_list, chat.bot_manager_id_list) == ((), (fake.app_id,))
    assert chat.i18n_names == I18nNames(en_us="Room", ja_jp="部屋")
    assert chat.chat_type == ChatType.PUBLIC and chat.external is False
    assert chat.join_message_visibility == MessageVisibility.ALL_MEMBERS
    assert chat.leave_message_visibility == MessageVisibility.NOT_ANYONE
    assert chat.restricted_mode_setting is not None and chat.restricted_mode_setting.status
    assert (chat.labels, chat.toolkit_ids, chat.tenant_key) == (("a",), (7,), "tenant_1")
    kept = fake.chats[created.chat_id]
    assert list(kept.members) == [owner.open_id, fake.app_id, guest.open_id, other.app_id]
    assert kept.creator_id == fake.app_id


async def test_a_bot_owns_a_chat_without_another_owner(
    fake: FakeFeishu, feishu: FeishuChat
) -> None:
    created = await feishu.chats.create(NewChat(), set_bot_manager=True)
    assert (created.name, created.owner_id, created.owner_id_type) == (None, None, None)
    kept = fake.chats[created.chat_id]
    assert (kept.owner_id, list(kept.members), list(kept.managers)) == (
        fake.app_id,
        [fake.app_id],
        [],
    )


def test_a_uuid_creates_one_chat_in_ten_hours() -> None:
    async def scenario() -> None:
        async with FakeFeishu(counter=None) as fake, client(fake) as feishu:
            user = fake.add_user()
            new = NewChat(name="Room", owner_id=user.open_id)
            first = await feishu.chats.create(new, uuid="u")
            assert (await feishu.chats.create(new, uuid="u")).chat_id == first.chat_id
            ours = await feishu.chats.create(NewChat(name="Room"), uuid="u")
            assert ours.chat_id != first.chat_id
            other = await feishu.chats.create(new, uuid="v")
            assert other.chat_id not in {first.chat_id, ours.chat_id}
            await asyncio.sleep(36_000 - 60)
            assert (await feishu.chats.create(new, uuid="u")).chat_id == first.chat_id
            await asyncio.sleep(61)
            again = await feishu.chats.create(new, uuid="u")
            assert again.chat_id not in {first.chat_id, ours.chat_id, other.chat_id}

    run_virtual(scenario())


async def test_invalid_new_chats_are_refused(fake: FakeFeishu, feishu: FeishuChat) -> None:
    abroad = fake.add_app(tenant_key="tenant_2")
    foreigner, leaver = fake.add_user(abroad.app_id), fake.add_user()
    leaver.resigned = True
    create = feishu.chats.create
    before = len(fake.chats)
    for new, code in (
        (NewChat(owner_id="ou_nobody"), 232030),
        (NewChat(user_id_list=["ou_nobody"]), 232043),
        (NewChat(user_id_list=[leaver.open_id]), 232022),
        (NewChat(bot_id_list=["cli_nobody"]), 232021),
        (NewChat(owner_id=foreigner.open_id), 232032),
        (NewChat(chat_type=ChatType.PUBLIC, name="ok", external=True), 232069),
    ):
        await refused(create(new), InvalidRequestError, code)
    for new in (NewChat(user_id_list=[foreigner.open_id]), NewChat(bot_id_list=[abroad.app_id])):
        await refused(create(new), PermissionDeniedError, 232033)
    fake.apps[fake.app_id].has_bot = False
    await refused(create(NewChat()), PermissionDeniedError, 232025)
    assert len(fake.chats) == before


async def test_an_external_chat_accepts_users_of_other_tenants(
    fake: FakeFeishu, feishu: FeishuChat
) -> None:
    foreigner = fake.add_user(fake.add_app(tenant_key="tenant_2").app_id)
    new = NewChat(external=True, user_id_list=[foreigner.open_id])
    created = await feishu.chats.create(new)
    assert created.external is True
    assert foreigner.open_id in fake.chats[created.chat_id].members


async def test_non_members_see_only_the_public_profile(
    fake: FakeFeishu, feishu: FeishuChat
) -> None:
    chat = fake.chats[fake.chat_id]
    chat.members.add(fake.add_user().open_id)
    chat.description = "secret"
    outsider = feishu.as_user(fake.add_user().access_token)
    seen = await outsider.chats.get(fake.chat_id)
    assert (seen.name, seen.user_count, seen.bot_count, seen.chat_status) == (
        "Release room",
        1,
        1,
        "normal",
    )
    assert seen.avatar and seen.description is seen.tenant_key is seen.chat_type is None
    await refused(feishu.chats.get("oc_nowhere"), InvalidRequestError, 232006)
    abroad = fake.add_chat(app_id=fake.add_app(tenant_key="tenant_2").app_id)
    await refused(feishu.chats.get(abroad.chat_id), PermissionDeniedError, 232010)


async def test_only_the_owner_can_dissolve_a_chat(fake: FakeFeishu, feishu: FeishuChat) -> None:
    chat, member = fake.chats[fake.chat_id], fake.add_user()
    chat.members.add(member.open_id)
    delete = feishu.chats.delete
    as_member = feishu.as_user(member.access_token)
    await refused(as_member.chats.delete(fake.chat_id), PermissionDeniedError, 232017)
    chat.managers.add(member.open_id)
    await refused(as_member.chats.delete(fake.chat_id), PermissionDeniedError, 232017)
    chat.owner_id = member.open_id
    fake.apps[fake.app_id].operates_as_owner = False
    await refused(delete(fake.chat_id), PermissionDeniedError, 232017)
    fake.apps[fake.app_id].operates_as_owner = True
    await delete(fake.chat_id)
    await refused(delete(fake.chat_id), ChatDissolvedError, 232009)
    seen = await feishu.chats.get(fake.chat_id)
    assert (seen.chat_status, seen.description) == (ChatStatus.DISSOLVED, None)
    assert not await feishu.members.is_in_chat(fake.chat_id)
    assert [chat async for chat in feishu.chats.iter()] == []
    for call in (
        feishu.chats.update(fake.chat_id, ChatUpdate(name="x")),
        feishu.chats.link(fake.chat_id),
        feishu.moderation.get(fake.chat_id),
        feishu.members.list(fake.chat_id),
        feishu.members.join(fake.chat_id),
        feishu.tabs.list(fake.chat_id),
        feishu.menu.get(fake.chat_id),
        feishu.managers.add(fake.chat_id, [member.open_id]),
    ):
        await refused(call, ChatDissolvedError, 232009)


async def test_non_members_cannot_change_a_chat(fake: FakeFeishu, feishu: FeishuChat) -> None:
    fake.chats[fake.chat_id].members.clear()
    for call in (
        feishu.chats.update(fake.chat_id, ChatUpdate(name="x")),
        feishu.chats.delete(fake.chat_id),
        feishu.chats.link(fake.chat_id),
        feishu.moderation.get(fake.chat_id),
        feishu.moderation.update(fake.chat_id, moderation_setting=ModerationSetting.ONLY_OWNER),
    ):
        await refused(call, NotInChatError, 232011)


async def test_all_chats_of_a_bot_are_listed_page_by_page(
    fake: FakeFeishu, feishu: FeishuChat
) -> None:
    chats = [fake.chats[fake.chat_id], *(fake.add_chat(f"Chat {n}") for n in range(6))]
    fake.add_chat("p2p").chat_mode = "p2p"
    fake.add_chat("Not ours").members.clear()
    ids = [chat.chat_id for chat in chats]
    page = await feishu.chats.list(page_size=3)
    assert ([chat.chat_id for chat in page.items], page.has_more) == (ids[:3], True)
    rest = feishu.chats.iter(page_size=3, page_token=page.page_token)
    assert [chat.chat_id async for chat in rest] == ids[3:]
    fake.requests.clear()
    assert [chat.chat_id async for chat in feishu.chats.iter(page_size=3)] == ids
    assert len(fake.requests) == 3
    whole = await feishu.chats.list(page_size=7)
    assert (len(whole.items), whole.has_more, whole.page_token) == (7, False, None)
    item = whole.items[1]
    assert (item.name, item.owner_id, item.chat_status) == ("Chat 0", None, "normal")
    fake.add_message(ids[2])
    newest = await feishu.chats.list(sort_type=ChatSortType.BY_ACTIVE_TIME_DESC)
    assert [chat.chat_id for chat in newest.items[:2]] == [ids[2], ids[6]]


async def test_chats_are_searched(fake: FakeFeishu, feishu: FeishuChat) -> None:
    ann = fake.add_user(name="Ann Example")
    named, translated, hers = (fake.add_chat(name) for name in ("Café No-1", "b", "c"))
    translated.i18n_names = {"ja_jp": "CAFÉ 部屋"}
    hers.members.add(ann.open_id)
    public, private = fake.add_chat("café public"), fake.add_chat("café private")
    public.chat_type = ChatType.PUBLIC
    for chat in (public, private):
        chat.members.clear()
    fake.add_chat("café gone").dissolved = True

    async def found(query: str) -> list[str]:
        return [chat.chat_id async for chat in feishu.chats.iter_search(query, page_size=1)]

    assert await found("café") == [named.chat_id, translated.chat_id, public.chat_id]
    assert await found('"no-1"') == [named.chat_id]
    assert await found("example") == [hers.chat_id]
    assert await found("nothing of the kind") == []
    as_ann = feishu.as_user(ann.access_token)
    assert [chat.chat_id for chat in (await as_ann.chats.search("c")).items] == [
        hers.chat_id,
        public.chat_id,
    ]


async def test_share_links_expire_unless_they_are_permanent(
    fake: FakeFeishu, feishu: FeishuChat
) -> None:
    link = feishu.chats.link
    week = await link(fake.chat_id)
    assert week.expire_time is not None and week.is_permanent is False
    left = week.expire_time - datetime.now(UTC)
    assert timedelta(days=6, hours=23) < left <= timedelta(days=7)
    forever = await link(fake.chat_id, validity_period=ValidityPeriod.PERMANENTLY)
    assert (forever.expire_time, forever.is_permanent) == (None, True)
    assert forever.share_link != week.share_link
    chat, member = fake.chats[fake.chat_id], fake.add_user()
    chat.members.add(member.open_id)
    chat.share_card_permission = "not_allowed"
    as_member = feishu.as_user(member.access_token)
    await refused(as_member.chats.link(fake.chat_id), PermissionDeniedError, 232064)
    await link(fake.chat_id)
    chat.chat_mode = "p2p"
    await refused(link(fake.chat_id), InvalidRequestError, 232062)


async def test_moderators_are_added_listed_and_removed(
    fake: FakeFeishu, feishu: FeishuChat
) -> None:
    chat = fake.chats[fake.chat_id]
    users = [fake.add_user() for _ in range(5)]
    chat.members |= {user.open_id for user in users[:4]}
    ids = [user.union_id for user in users]
    union = UserIdType.UNION_ID
    update, get = feishu.moderation.update, feishu.moderation.get
    assert (await get(fake.chat_id)).moderation_setting == ModerationSetting.ALL_MEMBERS
    some = ModerationSetting.MODERATOR_LIST
    await update(
        fake.chat_id,
        moderation_setting=some,
        moderator_added_list=[*ids, "on_nobody"],
        user_id_type=union,
    )
    page = await get(fake.chat_id, page_size=3, user_id_type=union)
    assert (page.moderation_setting, page.has_more) == (some, True)
    assert page.items[0].user_id_type == union and page.items[0].tenant_key == "tenant_1"
    listed = feishu.moderation.iter(fake.chat_id, page_size=3, user_id_type=union)
    assert {user.user_id async for user in listed} == set(ids[:4])
    await update(fake.chat_id, moderator_removed_list=ids[:3], user_id_type=union)
    assert list(chat.moderators) == [users[3].open_id]
    await update(fake.chat_id, moderation_setting=ModerationSetting.ONLY_OWNER)
    assert (await get(fake.chat_id)).items == ()
    call = update(fake.chat_id, moderator_added_list=[users[0].open_id])
    await refused(call, InvalidRequestError, 232001)
    chat.managers.add(users[0].open_id)
    as_manager = feishu.as_user(users[0].access_token)
    call = as_manager.moderation.update(fake.chat_id, moderation_setting=some)
    await refused(call, PermissionDeniedError, 232017)
    assert chat.moderation_setting == ModerationSetting.ONLY_OWNER


async def test_invalid_arguments_are_refused_before_any_io(
    fake: FakeFeishu, feishu: FeishuChat
) -> None:
    user_ids = ["ou_1"]
    for call in (
        feishu.chats.create(NewChat(), uuid="u" * 51),
        feishu.chats.create(NewChat(), uuid=""),
        feishu.chats.list(page_size=101),
        feishu.chats.search(""),
        feishu.chats.search("x" * 65),
        feishu.chats.link(fake.chat_id, validity_period=ValidityPeriod("day")),
        feishu.moderation.get(fake.chat_id, page_size=0),
        feishu.moderation.update(fake.chat_id),
        feishu.moderation.update(
            fake.chat_id, moderator_added_list=user_ids, moderator_removed_list=user_ids
        ),
    ):
        with pytest.raises(ValueError, match=r"must|or one of"):
            await call
    for build in (
        ChatUpdate,
        lambda: ChatUpdate(add_member_permission=ChatPermission.ONLY_OWNER),
        lambda: NewChat(user_id_list=["ou"] * 51),
        lambda: NewChat(chat_type=ChatType.PUBLIC, name="x"),
    ):
        with pytest.raises(ValueError, match="must"):
            build()
    assert not fake.requests
