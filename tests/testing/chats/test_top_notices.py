"""Top notices of a FakeFeishu, as other clients can send them."""

from typing import Any

import aiohttp
import pytest

from feishu_chat_async import FeishuChat, TopNotice
from feishu_chat_async.testing import FakeFeishu


async def put(fake: FakeFeishu, body: Any) -> tuple[int, int]:
    """Put a top notice without the client, and return the status and the code."""
    url = f"{fake.url}/open-apis/im/v1/chats/{fake.chat_id}/top_notice/put_top_notice"
    headers = {"Authorization": f"Bearer {fake.issue_tenant_token()}"}
    async with aiohttp.ClientSession(headers=headers) as http:
        async with http.post(url, json=body) as response:
            return response.status, (await response.json())["code"]


@pytest.mark.parametrize(
    "body",
    [
        None,
        {},
        {"chat_top_notice": []},
        {"chat_top_notice": "x"},
        {"chat_top_notice": ["x"]},
        {"chat_top_notice": [{"action_type": "9"}]},
        {"chat_top_notice": [{"action_type": "1"}]},
        {"chat_top_notice": [{"action_type": "1", "message_id": []}]},
        {"chat_top_notice": [{"action_type": "1", "message_id": 5}]},
        {"chat_top_notice": [{"action_type": "1", "message_id": {}}]},
    ],
)
async def test_invalid_bodies_are_refused(fake: FakeFeishu, body: Any) -> None:
    assert await put(fake, body) == (400, 232001)
    assert fake.chats[fake.chat_id].top_notice == ()


async def test_the_documented_default_pins_the_announcement(fake: FakeFeishu) -> None:
    assert await put(fake, {"chat_top_notice": [{}]}) == (200, 0)
    (notice,) = fake.chats[fake.chat_id].top_notice
    assert notice.action_type == "2"


async def test_notices_are_replaced_and_deleted(fake: FakeFeishu, feishu: FeishuChat) -> None:
    chat = fake.chats[fake.chat_id]
    message = TopNotice.message(fake.message_id)
    await feishu.top_notice.put(fake.chat_id, message, TopNotice.announcement())
    assert list(chat.top_notice) == [message, TopNotice.announcement()]
    await feishu.top_notice.put(fake.chat_id, TopNotice.announcement())
    assert list(chat.top_notice) == [TopNotice.announcement()]
    await feishu.top_notice.delete(fake.chat_id)
    assert not chat.top_notice
