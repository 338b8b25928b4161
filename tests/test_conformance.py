"""The official SDK against ours, and against FakeFeishu."""

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from feishu_chat_async import APIError, FeishuChat, TopNotice, TopNoticeType, UserIdType
from feishu_chat_async.testing import FakeFeishu, RecordedRequest

from .test_endpoints import insert

PEER = Path(__file__).with_name("lark_peer.py")


async def official(
    fake: FakeFeishu, calls: list[dict[str, Any]], user_access_token: str | None = None
) -> list[dict[str, Any]]:
    """Let the official SDK make these calls, and say what it made of the answers."""
    told = {
        "url": fake.url,
        "app_id": fake.app_id,
        "app_secret": fake.app_secret,
        "user_access_token": user_access_token,
        "calls": calls,
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        PEER,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await process.communicate(json.dumps(told).encode())
    assert process.returncode == 0, err.decode()
    results: list[dict[str, Any]] = json.loads(out)
    return results


def on_the_wire(request: RecordedRequest) -> tuple[str, str, dict[str, str], object]:
    return request.method, request.path, request.query, request.body


def calls_of(fake: FakeFeishu) -> list[tuple[str, str, dict[str, str], object]]:
    return [on_the_wire(request) for request in fake.requests if "im/v1" in request.path]


async def test_both_put_the_same_on_the_wire(fake: FakeFeishu, feishu: FeishuChat) -> None:
    chat_id, message_id = fake.chat_id, fake.message_id
    operations = [insert("é 汉 😀"), insert("two")]
    notices = [{"action_type": "1", "message_id": message_id}, {"action_type": "2"}]
    theirs = await official(
        fake,
        [
            {"name": "put", "arguments": {"chat_id": chat_id, "notices": notices}},
            {"name": "put", "arguments": {"chat_id": chat_id, "notices": notices[:1]}},
            {"name": "delete", "arguments": {"chat_id": chat_id}},
            {"name": "delete", "arguments": {"chat_id": "oc_a~b.c-d@e:f=g+h*i"}},
            {"name": "get", "arguments": {"chat_id": chat_id, "user_id_type": "union_id"}},
            {"name": "get", "arguments": {"chat_id": chat_id, "user_id_type": "open_id"}},
            {
                "name": "patch",
                "arguments": {"chat_id": chat_id, "revision": "0", "requests": operations},
            },
        ],
    )
    by_them = calls_of(fake)
    tokens_by_them = [on_the_wire(request) for request in fake.requests if "auth" in request.path]
    fake.requests.clear()
    fake.chats[chat_id].announcement.revision = 0

    top, announcement = feishu.top_notice, feishu.announcement
    message = TopNotice.message(message_id)
    await top.put(chat_id, message, TopNotice.announcement())
    await top.put(chat_id, message)
    await top.delete(chat_id)
    with pytest.raises(APIError, match="232001"):
        await top.delete("oc_a~b.c-d@e:f=g+h*i")
    await announcement.get(chat_id, user_id_type=UserIdType.UNION_ID)
    await announcement.get(chat_id)
    await announcement.patch(chat_id, revision="0", requests=operations)

    assert calls_of(fake) == by_them
    assert [on_the_wire(fake.requests[0])] == tokens_by_them[:1]
    assert [result["code"] for result in theirs] == [0, 0, 0, 232001, 0, 0, 0]


async def test_the_official_sdk_works_against_the_fake(
    fake: FakeFeishu, feishu: FeishuChat
) -> None:
    user = fake.add_user()
    chat = fake.chats[fake.chat_id]
    chat.members.add(user.open_id)
    results = await official(
        fake,
        [
            {
                "name": "put",
                "arguments": {
                    "chat_id": fake.chat_id,
                    "notices": [{"action_type": "1", "message_id": fake.message_id}],
                },
            },
            {
                "name": "patch",
                "arguments": {
                    "chat_id": fake.chat_id,
                    "revision": "0",
                    "requests": [insert("by the official SDK")],
                },
            },
            {"name": "get", "arguments": {"chat_id": fake.chat_id, "user_id_type": "open_id"}},
            {"name": "get", "arguments": {"chat_id": "oc_no", "user_id_type": "open_id"}},
        ],
        user_access_token=user.access_token,
    )
    assert [result["code"] for result in results] == [0, 0, 0, 232001]
    assert [result["log_id"] for result in results] == [
        request.log_id for request in fake.requests if "im/v1" in request.path
    ]
    assert chat.top_notice == (
        TopNotice(action_type=TopNoticeType.MESSAGE, message_id=fake.message_id),
    )
    # And what the official SDK reads is what ours reads, before decoding.
    ours = await feishu.announcement.get(fake.chat_id)
    read = results[2]["data"]
    assert "by the official SDK" in read["content"]
    assert (read["content"], read["revision"]) == (ours.content, ours.revision)
    assert (read["modifier_id_type"], read["modifier_id"]) == ("open_id", user.open_id)
    assert ours.create_time is not None
    assert int(read["create_time"]) == ours.create_time.timestamp()
