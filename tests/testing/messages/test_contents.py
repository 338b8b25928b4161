"""Contents of messages in a FakeFeishu: how they are checked and returned."""

import json
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

import pytest

from feishu_chat_async.testing import FakeChat, FakeFeishu
from tests.scenarios.test_fake_bodies import ODD, paths_in, replaced
from tests.support.wire import Wire, content_body, content_of, text_body


@pytest.mark.parametrize(
    ("kind", "content", "more"),
    [
        ("image", {"image_key": "k"}, {}),
        ("file", {"file_key": "k"}, {"file_name"}),
        ("audio", {"file_key": "k"}, {"duration"}),
        ("media", {"file_key": "k", "image_key": "i"}, {"file_name", "duration"}),
        ("media", {"file_key": "k"}, {"file_name", "duration"}),
        ("sticker", {"file_key": "k"}, {}),
    ],
)
async def test_feishu_adds_fields_to_files(
    wire: Wire, kind: str, content: dict[str, object], more: set[str]
) -> None:
    message = await wire.send(content, kind)
    assert message["msg_type"] == kind
    read = content_of(message)
    assert {name: read[name] for name in content} == content
    assert read.keys() - content.keys() == set(more)


async def test_chats_and_users_are_shared_if_the_sender_can_see_them(
    fake: FakeFeishu, wire: Wire, chat: FakeChat
) -> None:
    user, other = fake.add_user(), fake.add_chat()
    assert content_of(await wire.send({"chat_id": other.chat_id}, "share_chat"))
    assert content_of(await wire.send({"user_id": user.open_id}, "share_user"))

    async def refused(code: int, content: Mapping[str, object], kind: str) -> None:
        body = {"receive_id": chat.chat_id, **content_body(content, kind)}
        await wire.refused(code, "POST", "/messages", body, receive_id_type="chat_id")

    await refused(230001, {"user_id": user.union_id}, "share_user")
    user.visible = False
    await refused(230013, {"user_id": user.open_id}, "share_user")
    other.members.discard(fake.app_id)
    await refused(230002, {"chat_id": other.chat_id}, "share_chat")
    other.chat_mode = "p2p"
    await refused(230015, {"chat_id": other.chat_id}, "share_chat")


AT_NOBODY = '<at user_id="ou_nobody"></at>'


@pytest.mark.parametrize(
    ("kind", "content", "code"),
    [
        ("text", {}, 230001),
        ("text", {"text": ""}, 230001),
        ("text", {"text": 5}, 230001),
        ("text", {"text": AT_NOBODY}, 230001),
        ("text", {"text": "é" * 80_000}, 230025),
        ("song", {"text": "x"}, 230001),
        ("post", {"title": "x", "content": []}, 230001),
        ("post", {"zh_cn": {"content": ["x"]}}, 230001),
        ("post", {"zh_cn": {"content": [[{"tag": "blink"}]]}}, 230001),
        ("post", {"zh_cn": {"content": [[{"tag": "text"}]]}}, 230001),
        ("post", {"zh_cn": {"content": [[{"tag": "a", "text": "x", "href": "x"}]]}}, 230001),
        ("post", {"zh_cn": {"content": [[{"tag": "md", "text": "x"}, {"tag": "hr"}]]}}, 230001),
        ("post", {"zh_cn": {"title": "x" * 31_000, "content": []}}, 230025),
        ("image", {"file_key": "x"}, 230001),
        ("interactive", {"elements": "x"}, 230099),
        ("interactive", {"elements": [{}]}, 230099),
        ("interactive", {"elements": [{"tag": "markdown", "content": AT_NOBODY}]}, 230099),
        ("interactive", {"type": "template", "data": {}}, 230099),
        ("system", {"type": "divider", "params": {"divider_text": {"text": "x"}}}, 230001),
    ],
)
async def test_invalid_contents_are_refused(wire: Wire, kind: str, content: Any, code: int) -> None:
    body = {"receive_id": wire.fake.chat_id, **content_body(content, kind)}
    await wire.refused(code, "POST", "/messages", body, receive_id_type="chat_id")
    assert len(wire.fake.messages) == 1


SAMPLES: dict[str, Any] = {
    "text": {"text": "x"},
    "post": {
        "zh_cn": {
            "title": "t",
            "content": [
                [{"tag": "text", "text": "x", "style": ["bold"]}],
                [{"tag": "a", "text": "x", "href": "http://x"}],
                [{"tag": "code_block", "text": "x", "language": "GO"}],
                [{"tag": "md", "text": "# x"}],
            ],
        }
    },
    "media": {"file_key": "k", "image_key": "i"},
    "interactive": {
        "header": {"title": {"content": "T"}},
        "elements": [
            {"tag": "markdown", "content": "x"},
            {"tag": "div", "fields": [{"text": {"tag": "lark_md", "content": "x"}}]},
            {"tag": "action", "actions": [{"tag": "button", "text": {"content": "x"}}]},
            {"tag": "select_static", "options": [{"text": {"content": "x"}}]},
        ],
    },
    "system": {
        "type": "divider",
        "params": {"divider_text": {"text": "x", "i18n_text": {"en_US": "x"}}},
    },
}


@pytest.mark.parametrize("kind", SAMPLES)
async def test_every_stored_content_is_json(fake: FakeFeishu, wire: Wire, kind: str) -> None:
    body = {"receive_id": fake.add_user().open_id, **text_body()}
    room = (await wire.ok("POST", "/messages", body, receive_id_type="open_id"))["chat_id"]
    whole, kept = SAMPLES[kind], 0
    for content in [
        whole,
        *(replaced(whole, path, odd) for path in paths_in(whole) for odd in ODD),
    ]:
        with suppress(ValueError):
            message = fake.messages[fake.add_message(room, content=(kind, content)).message_id]
            kept += 1
            assert isinstance(json.loads(message.content), dict)
    assert kept


async def test_add_message_refuses_invalid_content(fake: FakeFeishu) -> None:
    with pytest.raises(ValueError, match="content cannot be sent: 230001"):
        fake.add_message(fake.chat_id, content=("image", {}))


@pytest.mark.parametrize("content", ["{", "[]", 5, None, '{"text":' * 5000], ids=range(5))
async def test_contents_that_are_not_json_are_refused(wire: Wire, content: object) -> None:
    body = {"receive_id": wire.fake.chat_id, "msg_type": "text", "content": content}
    await wire.refused(230001, "POST", "/messages", body, receive_id_type="chat_id")
