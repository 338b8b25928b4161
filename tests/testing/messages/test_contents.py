"""What messages hold: what FakeFeishu makes of it, on the wire."""

import json
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

import pytest

from feishu_chat_async.testing import FakeChat, FakeFeishu
from tests.scenarios.test_fake_bodies import ODD, bent, places
from tests.support.wire import Wire, content_of, said, sent


async def test_a_text_is_read_without_styles_and_with_numbers_for_mentions(
    fake: FakeFeishu, wire: Wire
) -> None:
    tom, ann = fake.add_user(name="Tom"), fake.add_user(name="Ann")
    at = '<at user_id="{}">T</at> '
    text = at.format(tom.open_id) + at.format(ann.user_id) + at.format(tom.union_id)
    message = await wire.send({"text": f"{text}{at.format('all')}<b>b<i>i</i></b> [x](http://x)"})
    read = "@_user_1 @_user_2 @_user_1 @_all bi [x](http://x)"
    assert content_of(message) == {"text": read}
    assert message["mentions"] == [
        {
            "key": f"@_user_{number}",
            "id": user.open_id,
            "id_type": "open_id",
            "name": user.name,
            "tenant_key": "tenant_1",
        }
        for number, user in enumerate((tom, ann), 1)
    ]
    assert {k: message[k] for k in ("msg_type", "deleted", "updated", "chat_id", "sender")} == {
        "msg_type": "text",
        "deleted": False,
        "updated": False,
        "chat_id": fake.chat_id,
        "sender": {
            "id": fake.app_id,
            "id_type": "app_id",
            "sender_type": "app",
            "tenant_key": "tenant_1",
        },
    }
    assert int(message["create_time"]) == int(message["update_time"]) > 10**12
    assert not {"root_id", "parent_id", "thread_id", "upper_message_id"} & message.keys()
    for unmatched in ({"text": "<b>x</i>"}, {"text": "x<u>"}):
        plain = await wire.send(unmatched)
        assert content_of(plain) == unmatched and "mentions" not in plain
    asked = {"user_id_type": "union_id", "with_sender_name": "true"}
    (item,) = (await wire.ok("GET", f"/messages/{message['message_id']}", **asked))["items"]
    assert [one["id"] for one in item["mentions"]] == [tom.union_id, ann.union_id]
    assert item["sender"]["sender_name"] == "Bot"
    asked["with_sender_name"] = "True"  # as the official SDK writes it
    (item,) = (await wire.ok("GET", f"/messages/{message['message_id']}", **asked))["items"]
    assert item["sender"]["sender_name"] == "Bot"
    path = f"/messages/{message['message_id']}"
    await wire.refused(230001, "GET", path, with_sender_name="yes")


async def test_rich_text_is_read_flat_and_without_markdown(fake: FakeFeishu, wire: Wire) -> None:
    tom = fake.add_user(name="Tom")
    markdown = f'**b** *i* ~u~ ~~s~~ ***bi*** [x](http://x)<at user_id="{tom.open_id}">T</at>'
    code = "```go\na\n\nb\n```"
    lines: list[list[dict[str, object]]] = [
        [
            {"tag": "text", "text": "x", "style": ["bold", "loud"]},
            {"tag": "a", "href": "http://x", "text": "y"},
            {"tag": "at", "user_id": tom.open_id},
        ],
        [{"tag": "img", "image_key": "img_1"}],
        [{"tag": "emotion", "emoji_type": "SMILE"}, {"tag": "hr"}],
        [{"tag": "md", "text": f"{markdown}\n> q\n - item\n\n --- \n{code}\nend"}],
    ]
    message = await wire.send({"zh_cn": {"title": "t", "content": lines}}, "post")

    def styled(text: str, *style: str) -> dict[str, object]:
        return {"tag": "text", "text": text, "style": list(style)}

    at = {"tag": "at", "user_id": "@_user_1", "user_name": "Tom", "style": []}
    link = {"tag": "a", "href": "http://x", "text": "x", "style": []}
    assert content_of(message) == {
        "title": "t",
        "content": [
            [styled("x", "bold"), {**link, "text": "y"}, at],
            lines[1],
            lines[2],
            [
                *(styled("b", "bold"), styled(" "), styled("i", "italic"), styled(" ")),
                *(styled("u", "underline"), styled(" "), styled("s", "lineThrough"), styled(" ")),
                *(styled("bi", "bold", "italic"), styled(" "), link, at),
            ],
            [styled("q")],
            [styled(" - item")],
            [{"tag": "hr"}],
            [{"tag": "code_block", "language": "GO", "text": "a\n\nb"}],
            [styled("end")],
        ],
    }
    assert [one["id"] for one in message["mentions"]] == [tom.open_id]
    two = {"en_us": {"content": []}, "zh_cn": {"title": "z", "content": [[]]}}
    assert content_of(await wire.send(two, "post")) == {"title": "z", "content": [[]]}


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
async def test_files_gain_what_feishu_knows_of_them(
    wire: Wire, kind: str, content: dict[str, object], more: set[str]
) -> None:
    message = await wire.send(content, kind)
    assert message["msg_type"] == kind
    read = content_of(message)
    assert {name: read[name] for name in content} == content
    assert read.keys() - content.keys() == set(more)


async def test_cards_are_read_in_two_ways(fake: FakeFeishu, wire: Wire) -> None:
    button = {"tag": "button", "text": {"tag": "plain_text", "content": "Go"}, "type": "primary"}
    elements = [
        {"tag": "markdown", "content": "**b**\nx"},
        {"tag": "div", "text": {"tag": "plain_text", "content": "d"}, "extra": button},
        {"tag": "hr"},
        {"tag": "action", "actions": [button, {"tag": "overflow", "options": []}]},
        {"tag": "note", "elements": [{"tag": "img", "img_key": "k"}]},
        {"tag": "column_set", "columns": [{"tag": "column", "elements": [{"tag": "hr"}]}]},
        {"tag": "chart"},
    ]
    card = {"header": {"title": {"content": "T"}}, "elements": elements}
    message = await wire.send(card, "interactive")
    path = f"/messages/{message['message_id']}"
    go = {"tag": "button", "text": "Go", "type": "primary"}
    read = {
        "title": "T",
        "elements": [
            [{"tag": "text", "text": "b"}],
            [{"tag": "text", "text": "x"}],
            [{"tag": "text", "text": "d"}, go],
            [{"tag": "hr"}],
            [go, {"tag": "overflow", "options": [], "placeholder": ""}],
            [{"tag": "note", "elements": [{"tag": "img", "image_key": "k"}]}],
            [{"tag": "hr"}],
        ],
    }
    (found,) = (await wire.ok("GET", path))["items"]
    assert content_of(found) == content_of(message) == read
    as_sent = {"card_msg_content_type": "user_card_content"}
    (found,) = (await wire.ok("GET", path, **as_sent))["items"]
    assert content_of(found) == card
    new = {"schema": "2.0", "body": {"elements": []}}
    assert content_of(await wire.send(new, "interactive")) == {"title": "", "elements": []}
    made = {"type": "template", "data": {"template_id": "AAq"}}
    await wire.send(made, "interactive")


async def test_shared_chats_and_users(fake: FakeFeishu, wire: Wire, chat: FakeChat) -> None:
    user, other = fake.add_user(), fake.add_chat()
    assert content_of(await wire.send({"chat_id": other.chat_id}, "share_chat"))
    assert content_of(await wire.send({"user_id": user.open_id}, "share_user"))

    async def refused(code: int, content: Mapping[str, object], kind: str) -> None:
        body = {"receive_id": chat.chat_id, **sent(content, kind)}
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
async def test_contents_that_cannot_be(wire: Wire, kind: str, content: Any, code: int) -> None:
    body = {"receive_id": wire.fake.chat_id, **sent(content, kind)}
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
async def test_no_content_breaks_it(fake: FakeFeishu, wire: Wire, kind: str) -> None:
    body = {"receive_id": fake.add_user().open_id, **said()}
    room = (await wire.ok("POST", "/messages", body, receive_id_type="open_id"))["chat_id"]
    whole, kept = SAMPLES[kind], 0
    for content in [whole, *(bent(whole, path, odd) for path in places(whole) for odd in ODD)]:
        with suppress(ValueError):
            message = fake.messages[fake.add_message(room, content=(kind, content))]
            kept += 1
            assert isinstance(json.loads(message.content), dict)
    assert kept


async def test_messages_of_tests_must_be_right(fake: FakeFeishu) -> None:
    with pytest.raises(ValueError, match="content cannot be sent: 230001"):
        fake.add_message(fake.chat_id, content=("image", {}))


@pytest.mark.parametrize("content", ["{", "[]", 5, None, '{"text":' * 5000], ids=range(5))
async def test_contents_that_are_no_json(wire: Wire, content: object) -> None:
    body = {"receive_id": wire.fake.chat_id, "msg_type": "text", "content": content}
    await wire.refused(230001, "POST", "/messages", body, receive_id_type="chat_id")
