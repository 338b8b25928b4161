"""The elements of rich text: mentions, styles, typed text and unknown elements.

https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/im-v1/message/create_json
"""

import json
from collections.abc import Callable

import pytest

from feishu_chat_async.contents import (
    Post,
    PostCodeBlock,
    PostDivider,
    PostEmotion,
    PostImage,
    PostLink,
    PostMarkdown,
    PostMedia,
    PostMention,
    PostStyle,
    PostText,
    UnknownPostElement,
    escape,
    read_content,
)

BOLD, ITALIC = PostStyle.BOLD, PostStyle.ITALIC


def test_a_received_mention_is_numbered() -> None:
    at = {"tag": "at", "user_id": "@_user_1", "user_name": "", "style": []}
    post = read_content("post", json.dumps({"title": "", "content": [[at]], "new": 1}))
    assert isinstance(post, Post)
    assert post.content == ((PostMention("@_user_1", ""),),)
    assert post.plain_text == "@_user_1"
    assert PostMention("ou_1", "tom").plain_text == "@tom"
    assert PostMention("@_user_1").plain_text == "@_user_1"
    assert PostMention.everyone().user_id == "all"


def test_typed_text_is_escaped_and_other_text_is_not() -> None:
    typed = '<at user_id="all"></at> [a](https://a.b)'
    assert PostText.of(typed) == PostText(escape(typed))
    assert PostText.of(typed).plain_text == typed
    assert PostText(typed).text == typed


def test_styles_are_members_or_plain_strings() -> None:
    assert PostText.of("x", BOLD, "italic") == PostText("x", (BOLD, ITALIC))
    assert PostLink("x", "https://a.b", ["lineThrough"]).style == (PostStyle.LINE_THROUGH,)
    assert isinstance(PostText("x", ["bold"]).style[0], PostStyle)


def test_the_plain_text_of_each_element() -> None:
    elements = {
        PostLink("label", "https://a.b"): "label",
        PostEmotion("SMILE"): "[SMILE]",
        PostCodeBlock("return 0", "GO"): "return 0",
        PostMarkdown("**x**"): "**x**",
        PostImage("img_1"): "",
        PostMedia("file_1"): "",
        PostDivider(): "",
    }
    for element, text in elements.items():
        assert element.plain_text == text, element


def test_an_unknown_element_is_kept_whole() -> None:
    new = {"tag": "hologram", "text": "?", "inner": {"a": [1]}}
    wire = {"title": "", "content": [[new, {"tag": "text", "text": "x", "style": ["glow"]}]]}
    post = read_content("post", json.dumps(wire))
    assert isinstance(post, Post)
    assert post.content[0][0] == UnknownPostElement(new)
    assert post.plain_text == "?x"
    assert json.loads(post.encoded()) == {"zh_cn": wire}
    assert UnknownPostElement({"tag": "x"}).plain_text == ""


INVALID: list[tuple[Callable[[], object], type[Exception], str]] = [
    (lambda: PostText("x", "bold"), TypeError, "style must be a list of PostStyle"),  # type: ignore[arg-type]
    (lambda: PostText("x", (7,)), TypeError, "style must hold PostStyle, got int"),  # type: ignore[arg-type]
    (lambda: PostText(7), TypeError, "text must be a string"),  # type: ignore[arg-type]
    (lambda: PostText("x", (), 1), TypeError, "un_escape must be True or False"),  # type: ignore[arg-type]
    (lambda: PostMedia("x", 1), TypeError, "image_key must be a string"),  # type: ignore[arg-type]
]


@pytest.mark.parametrize(("build", "error", "message"), INVALID, ids=range(len(INVALID)))
def test_invalid_elements_are_refused(
    build: Callable[[], object], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        build()
