"""The settings of chats in a FakeFeishu: how they are checked, changed and returned."""

from typing import Any

import aiohttp
import pytest

from feishu_chat_async import (
    ChatPermission,
    ChatType,
    ChatUpdate,
    FeishuChat,
    InvalidRequestError,
    MembershipApproval,
    PermissionDeniedError,
    ShareCardPermission,
    UserIdType,
)
from feishu_chat_async.testing import FakeFeishu, RefusedError
from feishu_chat_async.testing.chats.settings import (
    CREATE_CHECKS,
    UPDATE_CHECKS,
    public_profile,
    read_settings,
    settings_json,
)
from feishu_chat_async.testing.requests import FakeRequest
from feishu_chat_async.testing.state import State, new_chat
from tests.support.refusals import refused


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"chat_type": "secret"}, 232001),
        ({"name": 5}, 232001),
        ({"chat_mode": "topic"}, 232001),
        ({"i18n_names": "x"}, 232001),
        ({"i18n_names": {"en_us": 5}}, 232001),
        ({"labels": "x"}, 232001),
        ({"toolkit_ids": ["7"]}, 232001),
        ({"user_id_list": "ou_1"}, 232001),
        ({"user_id_list": ["ou_1"] * 51}, 232001),
        ({"bot_id_list": ["cli_1"] * 6}, 232001),
        ({"restricted_mode_setting": 1}, 232001),
        ({"restricted_mode_setting": {"status": 1}}, 232001),
        ({"restricted_mode_setting": {"status": True}}, 232001),
        ({"chat_type": "public"}, 232042),
        ({"chat_type": "public", "name": "x"}, 232020),
    ],
)
async def test_invalid_settings_are_refused(fake: FakeFeishu, body: Any, code: int) -> None:
    token = fake.issue_tenant_token()
    headers = {"Authorization": f"Bearer {token}"}
    async with aiohttp.ClientSession(fake.url, headers=headers) as http:
        async with http.post("/open-apis/im/v1/chats", json=body) as response:
            assert (response.status, (await response.json())["code"]) == (400, code)
        async with http.post("/open-apis/im/v1/chats?uuid=" + "u" * 51) as response:
            assert (await response.json())["code"] == 232001


async def test_settings_and_owner_are_updated(fake: FakeFeishu, feishu: FeishuChat) -> None:
    user = fake.add_user()
    fake.chats[fake.chat_id].members.add(user.open_id)
    fake.chats[fake.chat_id].managers.add(user.open_id)
    update = ChatUpdate(
        name="New",
        add_member_permission=ChatPermission.ONLY_OWNER,
        share_card_permission=ShareCardPermission.NOT_ALLOWED,
        membership_approval=MembershipApproval.APPROVAL_REQUIRED,
        pin_manage_setting=ChatPermission.ONLY_OWNER,
    )
    before = await feishu.chats.get(fake.chat_id)
    await feishu.chats.update(fake.chat_id, update)
    after = await feishu.chats.get(fake.chat_id)
    assert (before.name, after.name, after.description) == ("Release room", "New", "")
    assert after.add_member_permission == after.pin_manage_setting == ChatPermission.ONLY_OWNER
    assert after.membership_approval == MembershipApproval.APPROVAL_REQUIRED
    handover = ChatUpdate(owner_id=user.user_id)
    await feishu.chats.update(fake.chat_id, handover, user_id_type=UserIdType.USER_ID)
    assert (await feishu.chats.get(fake.chat_id)).owner_id == user.open_id
    assert not fake.chats[fake.chat_id].managers


async def test_members_can_change_only_some_settings(fake: FakeFeishu, feishu: FeishuChat) -> None:
    chat, member, manager = fake.chats[fake.chat_id], fake.add_user(), fake.add_user()
    chat.members |= {member.open_id, manager.open_id}
    chat.managers.add(manager.open_id)
    as_member = feishu.as_user(member.access_token)
    as_manager = feishu.as_user(manager.access_token)
    name, setting = ChatUpdate(name="New"), ChatUpdate(urgent_setting=ChatPermission.ONLY_OWNER)
    await as_member.chats.update(fake.chat_id, name)
    for update in (setting, ChatUpdate(name="x", owner_id=member.open_id)):
        call = as_member.chats.update(fake.chat_id, update)
        await refused(call, PermissionDeniedError, 232016)
    assert chat.name == "New"
    await as_manager.chats.update(
        fake.chat_id, ChatUpdate(edit_permission=ChatPermission.ONLY_OWNER)
    )
    assert chat.only_managers_edit
    call = as_member.chats.update(fake.chat_id, name)
    await refused(call, PermissionDeniedError, 232002)
    chat.owner_id = manager.open_id
    await feishu.chats.update(fake.chat_id, setting)  # the bot that created it, with the scope
    fake.apps[fake.app_id].operates_as_owner = False
    await refused(feishu.chats.update(fake.chat_id, name), PermissionDeniedError, 232002)


async def test_invalid_changes_are_refused(fake: FakeFeishu, feishu: FeishuChat) -> None:
    outsider, other = fake.add_user(), fake.add_chat("Taken")
    other.chat_type = ChatType.PUBLIC
    foreigner = fake.add_user(fake.add_app(tenant_key="tenant_2").app_id)
    public = ChatUpdate(chat_type=ChatType.PUBLIC)

    async def update(code: int, change: ChatUpdate) -> None:
        await refused(feishu.chats.update(fake.chat_id, change), InvalidRequestError, code)

    await update(232012, ChatUpdate(owner_id=outsider.open_id))
    await update(232031, ChatUpdate(owner_id=foreigner.open_id))
    await update(232035, ChatUpdate(owner_id="ou_nobody"))
    await update(232026, ChatUpdate(name="Taken", chat_type=ChatType.PUBLIC))
    other.dissolved = True
    await feishu.chats.update(fake.chat_id, ChatUpdate(name="Taken", chat_type=ChatType.PUBLIC))
    await update(232001, ChatUpdate(name="x"))
    chat = fake.chats[fake.chat_id]
    chat.chat_type, chat.external = ChatType.PRIVATE, True
    await update(232069, public)
    chat.external, chat.name = False, ""
    await update(232001, public)
    chat.chat_mode = "topic"
    await update(232008, public)
    assert (chat.chat_type, chat.owner_id) == (ChatType.PRIVATE, fake.app_id)


def request(body: object) -> FakeRequest:
    return FakeRequest(State(7200), None, {}, {}, body, 0.0)


def test_only_the_sent_settings_are_read() -> None:
    body = {"name": "x", "avatar": None, "labels": ["a"], "unknown": 1, "at_all_permission": "?"}
    assert read_settings(request(body), CREATE_CHECKS) == {"name": "x", "labels": ["a"]}
    with pytest.raises(RefusedError, match="at_all_permission"):
        read_settings(request(body), UPDATE_CHECKS)
    assert read_settings(request(None), UPDATE_CHECKS) == {}


@pytest.mark.parametrize(
    ("add", "share"),
    [("only_owner", None), (None, "allowed"), ("only_owner", "allowed"), ("all_members", None)],
)
def test_two_permissions_must_be_sent_together(add: str | None, share: str | None) -> None:
    body = {"add_member_permission": add, "share_card_permission": share}
    with pytest.raises(RefusedError, match="do not fit"):
        read_settings(request(body), UPDATE_CHECKS)


def test_settings_are_returned_in_wire_format() -> None:
    chat = new_chat(State(7200), "Room", "tenant_1", owner_id="cli_1")
    chat.moderation_setting = "only_owner"
    returned = settings_json(chat)
    assert (returned["name"], returned["moderation_permission"]) == ("Room", "only_owner")
    assert "moderation_setting" not in returned
    assert returned.keys() >= {"chat_mode", "chat_tag", "external", "tenant_key", "labels"}
    assert public_profile(chat).keys() == {"avatar", "name"}
    chat.name = ""
    assert public_profile(chat).keys() == {"avatar"}
