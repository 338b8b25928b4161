"""System messages: received ones with their variables, and dividers, which can be sent."""

import json
from collections.abc import Callable

import pytest

from feishu_chat_async.contents import DividerText, System, UnknownContent, read_content


def test_a_divider_is_sent_as_on_the_official_page() -> None:
    translations = {"zh_CN": "新会话", "en_US": "New Session"}
    divider = System.divider("新会话", i18n_text=translations, need_rollup=True)
    assert json.loads(divider.encoded()) == {
        "type": "divider",
        "params": {"divider_text": {"text": "新会话", "i18n_text": translations}},
        "options": {"need_rollup": True},
    }
    assert read_content("system", divider.encoded()) == divider
    assert divider.plain_text == "新会话"


def test_omitted_options_are_not_sent() -> None:
    divider = System.divider("x")
    assert json.loads(divider.encoded()) == {
        "type": "divider",
        "params": {"divider_text": {"text": "x"}},
    }
    assert read_content("system", divider.encoded()) == divider


RECEIVED: list[tuple[System, str, str]] = [
    (
        System(
            template="{from_user} invited {to_chatters} to {this} chat {that}.",
            from_user=("botName",),
            to_chatters=("小明", "小王"),
            variables={"this": "the", "other": [1]},
        ),
        (
            '{"template": "{from_user} invited {to_chatters} to {this} chat {that}.",'
            '"this": "the", "from_user": ["botName"], "to_chatters": ["小明", "小王"],'
            '"other": [1]}'
        ),
        "botName invited 小明, 小王 to the chat {that}.",
    ),
    (
        System(
            divider_text=DividerText(
                text="新会话", i18n_text={"zh_cn": "新话题", "en_us": "New Session"}
            )
        ),
        (
            '{"template": "{divider_text}", "from_user": [], "to_chatters": null, "divider_text": '
            '{"text": "新会话", "i18n_text": {"zh_cn": "新话题", "en_us": "New Session"}}}'
        ),
        "新会话",
    ),
]


@pytest.mark.parametrize(("content", "wire", "text"), RECEIVED)
def test_a_received_system_message_is_read_as_documented(
    content: System, wire: str, text: str
) -> None:
    assert read_content("system", wire) == content
    assert content.plain_text == text


def test_a_divider_without_a_text_shows_its_template() -> None:
    assert System().plain_text == "{divider_text}"


@pytest.mark.parametrize(
    "wire",
    [
        '{"template": "{from_user}", "from_user": "Tom"}',
        '{"type": "banner", "params": {"divider_text": {"text": "x"}}}',
        '{"template": "{x}", "x": [-Infinity]}',
    ],
)
def test_other_json_is_kept_as_unknown(wire: str) -> None:
    assert read_content("system", wire) == UnknownContent(msg_type="system", text=wire)


@pytest.mark.parametrize("text", ["x" * 20, "汉" * 10, "汉" * 9 + "ab", "か" * 20])
def test_a_chinese_character_counts_as_two_of_twenty(text: str) -> None:
    assert System.divider(text, i18n_text={"ja_JP": text}).encoded()
    with pytest.raises(ValueError, match=r"^text must have at most 20 characters, with Chinese"):
        System.divider(text + "x").encoded()
    with pytest.raises(ValueError, match=r"^i18n_text.ja_JP must have at most 20 characters"):
        System.divider("x", i18n_text={"ja_JP": text + "x"}).encoded()


INVALID: list[tuple[Callable[[], object], type[Exception], str]] = [
    (lambda: System.divider("").encoded(), ValueError, "text must not be empty"),
    (lambda: System().encoded(), ValueError, "only a divider can be sent"),
    (
        lambda: System.divider("x", i18n_text={"en_us": "x"}).encoded(),
        ValueError,
        "i18n_text must use only the languages .*en_US",
    ),
    (
        lambda: System.divider("x", i18n_text={"en_US": ""}).encoded(),
        ValueError,
        "i18n_text.en_US must not be empty",
    ),
]


@pytest.mark.parametrize(("build", "error", "message"), INVALID, ids=range(len(INVALID)))
def test_invalid_system_messages_are_refused(
    build: Callable[[], object], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        build()
