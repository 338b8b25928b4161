"""Cards in a FakeFeishu: which ones are accepted, and how they are simplified."""

from typing import Any

import pytest

from feishu_chat_async.testing import FakeFeishu, RefusedError
from feishu_chat_async.testing.messages.cards import read_card
from feishu_chat_async.testing.messages.text import Mentions
from feishu_chat_async.testing.state import Grant
from tests.support.wire import Wire, content_of


async def test_a_card_is_returned_simplified_or_as_it_was_sent(
    fake: FakeFeishu, wire: Wire
) -> None:
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


@pytest.fixture
def mentions() -> Mentions:
    fake = FakeFeishu()
    grant = Grant(fake.apps[fake.app_id], None, 1e9)
    return Mentions(fake._state, fake.chats[fake.chat_id], grant)


def elements_of(card: dict[str, object], mentions: Mentions) -> Any:
    return read_card(card, mentions)["elements"]


def test_pickers_keep_their_options(mentions: Mentions) -> None:
    picker = {
        "tag": "select_static",
        "placeholder": {"content": "Pick"},
        "options": [{"text": {"content": "a"}}, {"text": {"content": "b"}}, "x"],
    }
    date = {"tag": "date_picker"}
    assert elements_of({"elements": [{"tag": "action", "actions": [picker, date]}]}, mentions) == [
        [
            {"tag": "select_static", "options": ["a", "b"], "placeholder": "Pick"},
            {"tag": "date_picker", "options": [], "placeholder": ""},
        ]
    ]


def test_fields_and_inner_markdown_are_flattened(mentions: Mentions) -> None:
    fields = [{"text": {"tag": "lark_md", "content": "**a**"}}, {"text": {"tag": "chart"}}]
    column = {"tag": "column", "elements": [{"tag": "markdown", "content": "b"}]}
    card: dict[str, object] = {
        "schema": "2.0",
        "body": {"elements": [{"tag": "div", "fields": fields, "columns": [column]}]},
    }
    texts = [[{"tag": "text", "text": "a"}, {"tag": "text", "text": "b"}]]
    assert elements_of(card, mentions) == texts


def test_a_card_can_have_only_elements_per_language(mentions: Mentions) -> None:
    card: dict[str, object] = {"i18n_elements": {"en_us": [{"tag": "hr"}], "zh_cn": []}}
    assert read_card(card, mentions) == {"title": "", "elements": [[{"tag": "hr"}]]}


def test_a_stored_card_is_simplified_to_its_id(mentions: Mentions) -> None:
    card: dict[str, object] = {"type": "card", "data": {"card_id": "7355"}}
    assert elements_of(card, mentions) == [[{"tag": "text", "text": "7355"}]]


@pytest.mark.parametrize(
    "card",
    [
        {},
        {"elements": None},
        {"schema": "2.0", "elements": []},
        {"elements": ["x"]},
        {"elements": [{"tag": 5}]},
        {"type": "card", "data": {"card_id": ""}},
        {"type": "template", "data": "x"},
        {"i18n_elements": {}},
    ],
)
def test_a_broken_card_is_refused(mentions: Mentions, card: dict[str, object]) -> None:
    with pytest.raises(RefusedError) as caught:
        read_card(card, mentions)
    assert caught.value.code == 230099


def test_a_card_that_mentions_an_unknown_user_is_refused(mentions: Mentions) -> None:
    card: dict[str, object] = {"elements": [{"tag": "markdown", "content": "<at id='ou_1'></at>"}]}
    with pytest.raises(RefusedError, match="ou_1") as caught:
        read_card(card, mentions)
    assert caught.value.code == 230099
