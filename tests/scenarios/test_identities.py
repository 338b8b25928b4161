"""Calls as an app, as a user and with a ready-made token, and calls with wrong credentials."""

from typing import Any

import attrs
import pytest

from feishu_chat_async import (
    AuthenticationError,
    FeishuChat,
    InvalidRequestError,
    MenuItem,
    MenuTopLevel,
    NotInChatError,
)
from feishu_chat_async.endpoints import announcement, auth
from feishu_chat_async.testing import FakeFeishu
from tests.conftest import client


async def test_as_user_shares_everything_but_the_identity(
    fake: FakeFeishu, feishu: FeishuChat
) -> None:
    user = fake.add_user()
    as_user = feishu.as_user(user.access_token)
    assert as_user._session.limiter is feishu._session.limiter
    assert as_user._session.transport is feishu._session.transport
    with pytest.raises(NotInChatError):
        await as_user.top_notice.delete(fake.chat_id)
    fake.chats[fake.chat_id].members.add(user.open_id)
    async with as_user:
        await as_user.top_notice.delete(fake.chat_id)
    await as_user.top_notice.delete(fake.chat_id)  # leaving `async with` closed nothing
    assert [request.endpoint for request in fake.requests if "tenant" in request.path] == []


def test_a_user_has_endpoint_groups_of_its_own(feishu: FeishuChat) -> None:
    as_user = feishu.as_user("u-1")
    assert as_user.chats is as_user.chats is not feishu.chats


async def test_a_ready_made_tenant_token_is_used_without_a_retry(fake: FakeFeishu) -> None:
    token = fake.issue_tenant_token()
    async with FeishuChat.from_token(token, base_url=fake.url) as feishu:
        await feishu.top_notice.delete(fake.chat_id)
        fake.revoke_tenant_tokens()
        with pytest.raises(AuthenticationError) as caught:
            await feishu.top_notice.delete(fake.chat_id)
    assert caught.value.code == 99991663
    assert len(fake.requests) == 2  # without a secret there is no new token to retry with


async def test_a_wrong_secret_and_a_wrong_app_id_are_different_errors(fake: FakeFeishu) -> None:
    async with FeishuChat(fake.app_id, "wrong", base_url=fake.url) as feishu:
        with pytest.raises(AuthenticationError, match="app secret is wrong") as caught:
            await feishu.top_notice.delete(fake.chat_id)
    assert caught.value.code == 10015
    async with FeishuChat("cli_nobody", "wrong", base_url=fake.url) as feishu:
        with pytest.raises(InvalidRequestError, match="Check app_id"):
            await feishu.top_notice.delete(fake.chat_id)
    assert len(fake.requests) == 2


async def test_a_base_url_with_a_path_is_kept_and_a_wrong_one_is_reported(
    fake: FakeFeishu,
) -> None:
    async with client(fake, base_url=fake.url + "/elsewhere/") as feishu:
        with pytest.raises(InvalidRequestError, match="check base_url") as caught:
            await feishu.top_notice.delete(fake.chat_id)
    assert caught.value.http_status == 404
    assert fake.requests[0].path.startswith("/elsewhere/open-apis/auth")


async def test_the_wrong_kind_of_token_is_refused_before_any_request(fake: FakeFeishu) -> None:
    for_apps = attrs.evolve(announcement.GET, tokens=("tenant",))
    async with client(fake) as feishu:
        as_user = feishu.as_user(fake.add_user().access_token)._session
        with pytest.raises(ValueError, match="cannot be called as a user, only as the app"):
            await as_user.call(for_apps, path={"chat_id": fake.chat_id})
        with pytest.raises(ValueError, match="as the app, only without an access token"):
            await feishu._session.call(auth.TENANT_TOKEN)
    assert not fake.requests


@pytest.mark.parametrize(
    "call",
    [
        lambda user: user.menu.create("oc_1", MenuTopLevel.of(MenuItem.plain("a"))),
        lambda user: user.menu.get("oc_1"),
        lambda user: user.menu.delete("oc_1", ["1"]),
        lambda user: user.menu.sort("oc_1", ["1"]),
        lambda user: user.menu.update_item("oc_1", "1", MenuItem(name="b")),
        lambda user: user.messages.update("om_1", "x"),
        lambda user: user.messages.merge_forward(["om_1"], "oc_1"),
        lambda user: user.messages.push_follow_up("om_1", "x"),
    ],
)
async def test_calls_that_only_apps_can_make_are_refused_to_users_before_any_request(
    fake: FakeFeishu, feishu: FeishuChat, call: Any
) -> None:
    as_user = feishu.as_user(fake.add_user().access_token)
    with pytest.raises(ValueError, match="cannot be called as a user, only as the app"):
        await call(as_user)
    assert not fake.requests
