"""Cards: from JSON, templates and entities, and the text in them."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from feishu_chat_async.contents import Card, read_content

SENT: list[tuple[Card, str]] = [
    (
        Card.entity("7371713483664506900"),
        '{"type":"card","data":{"card_id":"7371713483664506900"}}',
    ),
    (
        Card.template("xxxxxxxxxxxx", "1.0.0", {"key1": "value1", "key2": "value2"}),
        (
            '{"type":"template","data":{"template_id":"xxxxxxxxxxxx","template_version_name":"1.0.0",'
            '"template_variable":{"key1":"value1","key2":"value2"}}}'
        ),
    ),
    (
        Card({"schema": "2.0", "config": {"update_multi": True}, "body": {"elements": []}}),
        '{"schema":"2.0","config":{"update_multi":true},"body":{"elements":[]}}',
    ),
]


@pytest.mark.parametrize(("card", "wire"), SENT)
def test_a_card_is_sent_as_on_the_official_page(card: Card, wire: str) -> None:
    assert json.loads(card.encoded()) == json.loads(wire)


def test_a_received_card_is_read_with_its_text() -> None:
    wire = """{"title":"卡片标题","elements":[[{"tag":"button","text":"主按钮","type":"primary"}],
[{"tag":"a","href":"https://www.feishu.cn","text":"飞书"},{"tag":"text","text":"整合"},
{"tag":"at","user_id":"@_user_1","user_name":""},{"tag":"text","text":"更高效"}],[{"tag":"hr"}],
[{"tag":"note","elements":[{"tag":"img","image_key":"i"},{"tag":"text","text":"备注信息"}]}]]}"""
    card = read_content("interactive", wire)
    assert card == Card(json.loads(wire)) == Card.parse(wire)
    assert card.plain_text == "卡片标题\n主按钮\n飞书整合更高效\n备注信息"


def test_the_text_of_a_card_that_was_built_is_in_reading_order() -> None:
    card = Card(
        {
            "body": {"elements": [{"tag": "markdown", "content": "*text*"}, {"tag": "hr"}]},
            "header": {
                "subtitle": {"tag": "plain_text", "content": "subtitle"},
                "title": {"tag": "plain_text", "content": "title"},
            },
        }
    )
    assert card.plain_text == "title\nsubtitle\n*text*"


def test_a_deep_card_is_read_and_shown() -> None:
    card = read_content("interactive", '{"elements":[' * 200 + '"x"' + "]}" * 200)
    assert isinstance(card, Card)
    assert card.plain_text == "x"


LOOP: dict[str, Any] = {}
LOOP["self"] = LOOP
INVALID: list[tuple[Callable[[], object], type[Exception], str]] = [
    (lambda: Card([]), TypeError, "card must be a mapping"),  # type: ignore[arg-type]
    (lambda: Card.parse("[]"), ValueError, "card must be a JSON object"),
    (lambda: Card.parse("{"), ValueError, "card: is not JSON"),
    (lambda: Card.parse('{"a": NaN}'), ValueError, "card: is not JSON"),
    (lambda: Card.template(""), ValueError, "template_id must not be empty"),
    (lambda: Card.template("t", variables=[]), TypeError, "variables"),  # type: ignore[arg-type]
    (lambda: Card.entity(""), ValueError, "card_id must not be empty"),
    (lambda: Card({}).encoded(), ValueError, "card must not be empty"),
    (lambda: Card({"a": float("nan")}).encoded(), ValueError, "a Card must be valid JSON"),
    (lambda: Card({"a": object()}).encoded(), TypeError, "a Card must contain only JSON types"),
    (lambda: Card(LOOP).encoded(), ValueError, "a Card must be valid JSON"),
]


@pytest.mark.parametrize(("build", "error", "message"), INVALID, ids=range(len(INVALID)))
def test_invalid_cards_are_refused(
    build: Callable[[], object], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        build()
