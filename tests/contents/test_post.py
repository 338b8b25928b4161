"""Rich text messages, sent in one or several languages, and received in one.

https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/im-v1/message/create_json
"""

import json
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from feishu_chat_async import contents
from feishu_chat_async.contents import (
    Post,
    PostBody,
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
    UnknownContent,
    read_content,
)

IMAGE = "img_7ea74629-9191-4176-998c-2e603c9c5e8g"
VIDEO = "file_v2_0dcdd7d9-fib0-4432-a519-41d25aca542j"
BOLD, UNDERLINE, ITALIC = PostStyle.BOLD, PostStyle.UNDERLINE, PostStyle.ITALIC
MARKDOWN = '**mention user:**<at user_id="ou_xxxxxx">Tom</at>\n> quote content\n\n1. item1'
CODE = "func main() int64 {\n    return 0\n}"

OFFICIAL = Post.of(
    "我是一个标题",
    [
        PostText("第一行:", (BOLD, UNDERLINE)),
        PostLink("超链接", "http://www.feishu.cn", (BOLD, ITALIC)),
        PostMention("ou_1avnmsbv3k45jnk34j5", style=(PostStyle.LINE_THROUGH,)),
    ],
    PostImage(IMAGE),
    [PostText("第二行:", (BOLD, UNDERLINE)), "文本测试"],
    PostMedia(VIDEO, IMAGE),
    PostEmotion("SMILE"),
    PostDivider(),
    PostCodeBlock(CODE, "GO"),
    PostMarkdown(MARKDOWN),
)
WIRE: dict[str, Any] = {
    "title": "我是一个标题",
    "content": [
        [
            {"tag": "text", "text": "第一行:", "style": ["bold", "underline"]},
            {
                "tag": "a",
                "href": "http://www.feishu.cn",
                "text": "超链接",
                "style": ["bold", "italic"],
            },
            {"tag": "at", "user_id": "ou_1avnmsbv3k45jnk34j5", "style": ["lineThrough"]},
        ],
        [{"tag": "img", "image_key": IMAGE}],
        [
            {"tag": "text", "text": "第二行:", "style": ["bold", "underline"]},
            {"tag": "text", "text": "文本测试"},
        ],
        [{"tag": "media", "file_key": VIDEO, "image_key": IMAGE}],
        [{"tag": "emotion", "emoji_type": "SMILE"}],
        [{"tag": "hr"}],
        [{"tag": "code_block", "language": "GO", "text": CODE}],
        [{"tag": "md", "text": MARKDOWN}],
    ],
}


def test_the_official_example_is_sent_and_received() -> None:
    assert json.loads(OFFICIAL.encoded()) == {"zh_cn": WIRE}
    assert read_content("post", json.dumps({"zh_cn": WIRE})) == OFFICIAL
    assert read_content("post", json.dumps(WIRE)) == OFFICIAL
    lines = ["我是一个标题", "第一行:超链接@ou_1avnmsbv3k45jnk34j5", "", "第二行:文本测试", ""]
    assert OFFICIAL.plain_text == "\n".join([*lines, "[SMILE]", "", CODE, MARKDOWN])


def test_translations_are_sent_and_read_in_their_order() -> None:
    translations = {"en_us": PostBody.of("Title", "text"), "ja_jp": PostBody.of("", [])}
    post = Post.of("标题", "正文")
    post = Post(title=post.title, content=post.content, translations=translations)
    wire = json.loads(post.encoded())
    assert list(wire) == ["zh_cn", "en_us", "ja_jp"]
    assert wire["en_us"] == {"title": "Title", "content": [[{"tag": "text", "text": "text"}]]}
    assert read_content("post", post.encoded()) == post
    english = read_content("post", json.dumps({"en_us": wire["en_us"]}))
    assert english == Post(content=translations["en_us"].content, title="Title", language="en_us")


def test_strings_become_typed_text() -> None:
    typed = '<at user_id="all"></at> [a](https://a.b)'
    post = Post.of("", typed, [typed, PostText("x")])
    assert post.content[0] == (PostText(contents.escape(typed)),)
    assert "<at" not in post.encoded()
    assert post.plain_text == f"{typed}\n{typed}x"


def with_value(path: tuple[str | int, ...], value: Any) -> str:
    """Return the post of the page with another value at a path."""
    wire: Any = deepcopy(WIRE)
    inner = wire
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = value
    return json.dumps(wire)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("title",), 7),
        (("content",), "text"),
        (("content", 0), {}),
        (("content", 0, 0), "text"),
        (("content", 0, 0), {"text": "no tag"}),
        (("content", 0, 0, "tag"), 7),
        (("content", 0, 0, "text"), None),
        (("content", 0, 0, "style"), "bold"),
        (("content", 0, 0, "style"), [7]),
        (("content", 0, 0, "un_escape"), "maybe"),
        (("content", 0, 1, "href"), {}),
        (("content", 0, 2, "user_id"), 7),
        (("content", 1, 0, "image_key"), None),
        (("content", 6, 0, "language"), 3),
    ],
)
def test_a_wrong_type_anywhere_keeps_the_post_as_unknown(
    path: tuple[str | int, ...], value: Any
) -> None:
    text = with_value(path, value)
    assert read_content("post", text) == UnknownContent(msg_type="post", text=text)


INVALID: list[tuple[Callable[[], object], type[Exception], str]] = [
    (lambda: Post.of("t").encoded(), ValueError, "zh_cn.content must hold at least 1 paragraph"),
    (
        lambda: Post.of("t", ["x", PostImage("i")]).encoded(),
        ValueError,
        r"zh_cn.content\[0\]\[1\] must be alone",
    ),
    (lambda: Post.of("t", [PostMedia("f"), "x"]).encoded(), ValueError, "must be alone"),
    (lambda: Post.of("t", [PostMarkdown("f"), "x"]).encoded(), ValueError, "must be alone"),
    (
        lambda: Post.of("t", "x", PostImage("")).encoded(),
        ValueError,
        r"zh_cn.content\[1\]\[0\].image_key must not be empty",
    ),
    (lambda: Post.of("t", PostMention("")).encoded(), ValueError, "user_id must not be empty"),
    (lambda: Post.of("t", PostLink("x", "")).encoded(), ValueError, "href must not be empty"),
    (
        lambda: Post(content=[["x"]]),  # type: ignore[list-item]
        TypeError,
        "content must hold elements, got str",
    ),
    (lambda: Post(content=["x"]), TypeError, "content must hold lists of elements"),  # type: ignore[list-item]
    (lambda: Post(content="x"), TypeError, "content must be a list of paragraphs"),  # type: ignore[arg-type]
    (lambda: Post(content=PostDivider()), TypeError, "content must be a list"),  # type: ignore[arg-type]
    (lambda: Post.of("t", 7), TypeError, "paragraphs must be strings, elements"),  # type: ignore[arg-type]
    (lambda: Post.of(7, "x"), TypeError, "title must be a string"),  # type: ignore[arg-type]
    (lambda: Post(content=(), language="english"), ValueError, "language must be a code such as"),
    (lambda: Post(content=(), translations=[]), TypeError, "translations must be a mapping"),  # type: ignore[arg-type]
    (
        lambda: Post(content=(), translations={"en_us": "x"}),  # type: ignore[dict-item]
        TypeError,
        "translations must hold PostBody",
    ),
    (
        lambda: Post(content=(), translations={"zh_cn": PostBody.of("")}),
        ValueError,
        "must not contain the language zh_cn",
    ),
    (
        lambda: Post(content=((),), translations={"en_us": PostBody.of("")}).encoded(),
        ValueError,
        "en_us.content must hold at least 1 paragraph",
    ),
]


@pytest.mark.parametrize(("build", "error", "message"), INVALID, ids=range(len(INVALID)))
def test_invalid_posts_are_refused(
    build: Callable[[], object], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        build()
