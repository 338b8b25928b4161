"""FakeFeishu: starting, stopping, and adding apps, users, chats and messages."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Callable

import aiohttp
import pytest

from feishu_chat_async import APIError, AuthenticationError, FeishuChat
from feishu_chat_async.testing import FakeFeishu
from feishu_chat_async.testing.faults import Hang
from tests.conftest import client
from tests.support.virtual import run_virtual


async def test_apps_users_and_chats_can_be_added(fake: FakeFeishu) -> None:
    other = fake.add_app()
    theirs = fake.add_chat("Theirs", app_id=other.app_id)
    user = fake.add_user(other.app_id)
    theirs.members.add(user.open_id)
    message = fake.add_message(theirs.chat_id)
    assert message.message_id in theirs.messages
    assert message.sender_id == other.app_id
    assert fake.users == {user.open_id: user}
    async with FeishuChat(other.app_id, other.app_secret, base_url=fake.url) as feishu:
        await feishu.as_user(user.access_token).top_notice.delete(theirs.chat_id)
        with pytest.raises(APIError, match="232011"):
            await feishu.top_notice.delete(fake.chat_id)


async def test_add_message_returns_the_message(fake: FakeFeishu) -> None:
    user = fake.add_user(name="Tom")
    message = fake.add_message(fake.chat_id, "hi", sender=user)
    assert fake.messages[message.message_id] is message
    assert (message.chat_id, message.sender_id) == (fake.chat_id, user.open_id)
    assert (message.msg_type, message.content) == ("text", '{"text":"hi"}')
    reply = fake.add_message(fake.chat_id, reply_to=message.message_id, in_thread=True)
    assert reply.root_id == message.message_id and reply.thread_id == message.thread_id != ""
    with pytest.raises(ValueError, match="content cannot be sent: 230001"):
        fake.add_message(fake.chat_id, content=("image", {}))


async def test_the_first_app_sends_to_a_chat_without_bots(fake: FakeFeishu) -> None:
    chat = fake.add_chat()
    chat.members.clear()
    assert fake.add_message(chat.chat_id).sender_id == fake.app_id


async def status_of_delete(fake: FakeFeishu, token: str) -> int:
    url = f"{fake.url}/open-apis/im/v1/chats/{fake.chat_id}/top_notice/delete_top_notice"
    headers = {"Authorization": f"Bearer {token}"}
    async with aiohttp.ClientSession() as http, http.post(url, headers=headers) as response:
        return response.status


async def test_an_issued_token_is_the_token_that_a_client_gets(
    fake: FakeFeishu, feishu: FeishuChat
) -> None:
    token = fake.issue_tenant_token()
    await feishu.top_notice.delete(fake.chat_id)
    assert fake.requests[-1].headers["Authorization"] == f"Bearer {token}"
    assert fake.issue_tenant_token(fake.app_id) == token
    other = fake.add_app()
    theirs = fake.issue_tenant_token(other.app_id)
    assert await status_of_delete(fake, theirs) == 400
    fake.chats[fake.chat_id].members.add(other.app_id)
    assert await status_of_delete(fake, theirs) == 200
    fake.revoke_tenant_tokens()
    assert await status_of_delete(fake, token) == 400
    assert fake.issue_tenant_token() != token


def test_an_issued_token_expires() -> None:
    async def scenario() -> None:
        async with FakeFeishu(token_lifetime_s=3600) as fake:
            token = fake.issue_tenant_token()
            assert await status_of_delete(fake, token) == 200
            await asyncio.sleep(3601)
            assert await status_of_delete(fake, token) == 400

    run_virtual(scenario())


async def test_a_token_of_an_unknown_app_is_not_issued(fake: FakeFeishu) -> None:
    with pytest.raises(KeyError):
        fake.issue_tenant_token("cli_nowhere")


async def test_a_user_token_can_be_revoked(fake: FakeFeishu, feishu: FeishuChat) -> None:
    user = fake.add_user()
    fake.chats[fake.chat_id].members.add(user.open_id)
    as_user = feishu.as_user(user.access_token)
    await as_user.tabs.list(fake.chat_id)
    fake.revoke_user_token(user)
    fake.revoke_user_token(user)
    with pytest.raises(AuthenticationError, match="99991668"):
        await as_user.tabs.list(fake.chat_id)
    await feishu.tabs.list(fake.chat_id)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot send SIGINT to one process")
def test_the_fake_runs_as_a_separate_process() -> None:
    command = [sys.executable, "-W", "error", "-m", "feishu_chat_async.testing", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        printed = [process.stdout.readline().strip().split("=", 1) for _ in range(5)]
        names = ["FEISHU_BASE_URL", "FEISHU_APP_ID", "FEISHU_APP_SECRET", "CHAT_ID", "MESSAGE_ID"]
        assert [name for name, _ in printed] == names
        base_url, app_id, app_secret, chat_id, message_id = (value for _, value in printed)

        async def use() -> None:
            async with FeishuChat(app_id, app_secret, base_url=base_url) as feishu:
                await feishu.top_notice.delete(chat_id)

        try:
            asyncio.run(use())
            os.kill(process.pid, signal.SIGINT)
            assert process.wait(timeout=10) == 0
        finally:
            process.kill()  # otherwise a failure would wait for the process for ever
    assert message_id.startswith("om_")


def test_a_fake_that_was_not_started_can_be_closed() -> None:
    asyncio.run(FakeFeishu().close())


async def test_the_fake_can_listen_at_an_ipv6_address(fake: FakeFeishu) -> None:
    async with FakeFeishu(host="::1", counter=None) as six, client(six) as feishu:
        assert six.url.startswith("http://[::1]:")
        await feishu.top_notice.delete(six.chat_id)


@pytest.mark.parametrize(
    "build",
    [
        lambda: FakeFeishu(token_lifetime_s=0.5),
        lambda: FakeFeishu().inject(Hang(1), times=0),
    ],
)
def test_arguments_below_1_are_refused(build: Callable[[], object]) -> None:
    with pytest.raises(ValueError, match="must be at least 1, got"):
        build()
