"""Text in messages of a FakeFeishu: mentions, style tags and Markdown."""

import pytest

from feishu_chat_async.testing import FakeFeishu, RefusedError
from feishu_chat_async.testing.messages.text import (
    Mentions,
    UnknownUserError,
    read_inline,
    read_markdown,
    read_text,
)
from feishu_chat_async.testing.state import Grant
from tests.support.wire import Wire, content_of


async def test_a_text_is_returned_without_styles_and_with_placeholders_for_mentions(
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
    assert [mention["id"] for mention in item["mentions"]] == [tom.union_id, ann.union_id]
    assert item["sender"]["sender_name"] == "Bot"
    asked["with_sender_name"] = "True"  # as the official SDK writes it
    (item,) = (await wire.ok("GET", f"/messages/{message['message_id']}", **asked))["items"]
    assert item["sender"]["sender_name"] == "Bot"
    path = f"/messages/{message['message_id']}"
    await wire.refused(230001, "GET", path, with_sender_name="yes")


async def test_rich_text_is_returned_flat_and_without_markdown(
    fake: FakeFeishu, wire: Wire
) -> None:
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
    assert [mention["id"] for mention in message["mentions"]] == [tom.open_id]
    two = {"en_us": {"content": []}, "zh_cn": {"title": "z", "content": [[]]}}
    assert content_of(await wire.send(two, "post")) == {"title": "z", "content": [[]]}


@pytest.fixture
def mentions() -> Mentions:
    fake = FakeFeishu()
    grant = Grant(fake.apps[fake.app_id], None, 1e9)
    return Mentions(fake._state, fake.chats[fake.chat_id], grant)


@pytest.mark.parametrize(
    ("sent", "returned"),
    [
        ("<b>x</b>", "x"),
        ("<b><i>x</i></b> <u>y</u><s>z</s>", "x yz"),
        ("<b>x", "<b>x"),
        ("x</b>", "x</b>"),
        ("<b><i>x</b></i>", "<b><i>x</b></i>"),
        ("<p>x</p>", "<p>x</p>"),
        ("1 < 2 > 1", "1 < 2 > 1"),
    ],
)
def test_style_tags_are_removed_if_all_are_closed(
    mentions: Mentions, sent: str, returned: str
) -> None:
    assert read_text(sent, mentions) == returned


def test_a_repeated_mention_keeps_its_number(mentions: Mentions) -> None:
    fake = FakeFeishu()
    tom, ann = fake.add_user(), fake.add_user()
    mentions.state.users.update({user.open_id: user for user in (tom, ann)})
    text = "".join(f'<at user_id="{user.open_id}">x</at>' for user in (ann, tom, ann))
    assert read_text(text, mentions) == "@_user_1@_user_2@_user_1"
    assert mentions.open_ids == [ann.open_id, tom.open_id]


def test_an_unknown_user_cannot_be_mentioned(mentions: Mentions) -> None:
    with pytest.raises(UnknownUserError, match="ou_1") as caught:
        read_text('<at user_id="ou_1"></at>', mentions)
    assert (caught.value.code, caught.value.user_id) == (230001, "ou_1")


def test_members_cannot_mention_all_if_only_managers_can(mentions: Mentions) -> None:
    mentions.chat.at_all_permission = "only_owner"
    assert read_text('<at user_id="all"></at>', mentions) == "@_all"
    mentions.chat.owner_id = "ou_1"
    with pytest.raises(RefusedError) as caught:
        read_text('<at user_id="all"></at>', mentions)
    assert caught.value.code == 230018


@pytest.mark.parametrize(
    ("line", "elements"),
    [
        ("", []),
        ("x", [("text", "x", [])]),
        ("**a** b", [("text", "a", ["bold"]), ("text", " b", [])]),
        ("***a***", [("text", "a", ["bold", "italic"])]),
        ("~~a~~~b~", [("text", "a", ["lineThrough"]), ("text", "b", ["underline"])]),
        ("* a *", [("text", "* a *", [])]),
        ("[a](http://b)c", [("a", "a", []), ("text", "c", [])]),
        ("[a] (b)", [("text", "[a] (b)", [])]),
    ],
)
def test_inline_markdown_becomes_elements(
    mentions: Mentions, line: str, elements: list[tuple[str, str, list[str]]]
) -> None:
    found = [
        (element["tag"], element["text"], element["style"])
        for element in read_inline(line, mentions)
    ]
    assert found == elements


def test_blocks_of_markdown_become_paragraphs(mentions: Mentions) -> None:
    text = "a\n\n---\n```\nx\n```\n> q\n"
    tags = [[element["tag"] for element in line] for line in read_markdown(text, mentions)]
    assert tags == [["text"], ["hr"], ["code_block"], ["text"]]
    (code,) = next(line for line in read_markdown("```py\nx = 1\n```", mentions))
    assert code == {"tag": "code_block", "language": "PY", "text": "x = 1"}
