"""Message contents: as the official page's examples show them, and as our classes build them."""

import json
from typing import Any

from feishu_chat_async import contents
from feishu_chat_async.contents import Content, PostStyle

_BOLD_UNDERLINE = (PostStyle.BOLD, PostStyle.UNDERLINE)
_MAIN = "func main() int64 {\n    return 0\n}"
_MARKDOWN = '**for:** <at user_id="ou_1">Tom</at>\n> quoted\n\n1. item\n    1. item'
_CARD = {
    "schema": "2.0",
    "config": {"update_multi": True},
    "header": {"title": {"tag": "plain_text", "content": "Today"}, "template": "blue"},
    "body": {"elements": [{"tag": "markdown", "content": "🌞 *é*", "text_size": "normal_v2"}]},
}
_TEMPLATE = {
    "type": "template",
    "data": {
        "template_id": "AAq",
        "template_version_name": "1.0.0",
        "template_variable": {"key1": "value1", "key2": "value2"},
    },
}
_DIVIDER = {
    "type": "divider",
    "params": {"divider_text": {"text": "新会话", "i18n_text": {"en_US": "New Session"}}},
    "options": {"need_rollup": True},
}
_POST = {
    "zh_cn": {
        "title": "Title",
        "content": [
            [
                {"tag": "text", "text": "Line 1:", "style": ["bold", "underline"]},
                {"tag": "text", "text": "plain", "un_escape": True},
                {
                    "tag": "a",
                    "href": "http://www.feishu.cn",
                    "text": "link",
                    "style": ["bold", "italic"],
                },
                {"tag": "at", "user_id": "ou_1", "style": ["lineThrough"]},
                {"tag": "at", "user_id": "ou_2", "user_name": "tom"},
            ],
            [{"tag": "img", "image_key": "img_7ea74629"}],
            [{"tag": "media", "file_key": "file_v2_0dcdd7d9", "image_key": "img_7ea74629"}],
            [{"tag": "emotion", "emoji_type": "SMILE"}],
            [{"tag": "hr"}],
            [{"tag": "code_block", "language": "GO", "text": _MAIN}],
            [{"tag": "md", "text": _MARKDOWN}],
        ],
    },
    "en_us": {"title": "", "content": [[{"tag": "text", "text": "Line 1"}]]},
}

_EXAMPLES: list[tuple[str, dict[str, Any], Content]] = [
    ("text", {"text": "test content"}, contents.Text("test content")),
    (
        "post",
        _POST,
        contents.Post(
            title="Title",
            content=[
                [
                    contents.PostText("Line 1:", _BOLD_UNDERLINE),
                    contents.PostText("plain", un_escape=True),
                    contents.PostLink(
                        "link", "http://www.feishu.cn", (PostStyle.BOLD, PostStyle.ITALIC)
                    ),
                    contents.PostMention("ou_1", style=(PostStyle.LINE_THROUGH,)),
                    contents.PostMention("ou_2", "tom"),
                ],
                [contents.PostImage("img_7ea74629")],
                [contents.PostMedia("file_v2_0dcdd7d9", "img_7ea74629")],
                [contents.PostEmotion("SMILE")],
                [contents.PostDivider()],
                [contents.PostCodeBlock(_MAIN, "GO")],
                [contents.PostMarkdown(_MARKDOWN)],
            ],
            translations={"en_us": contents.PostBody.of("", "Line 1")},
        ),
    ),
    (
        "text",
        {"text": '<at user_id="ou_1">Tom</at> <b>bold<i>, both</i></b> [Docs](https://a.cn)'},
        contents.Text.of(
            contents.Mention("ou_1", "Tom"),
            " ",
            contents.Styled(["bold", contents.Styled(", both", italic=True)], bold=True),
            " ",
            contents.TextLink("Docs", "https://a.cn"),
        ),
    ),
    ("interactive", _CARD, contents.Card(_CARD)),
    (
        "interactive",
        _TEMPLATE,
        contents.Card.template("AAq", "1.0.0", {"key1": "value1", "key2": "value2"}),
    ),
    (
        "interactive",
        {"type": "card", "data": {"card_id": "7371713483664506900"}},
        contents.Card.entity("7371713483664506900"),
    ),
    ("image", {"image_key": "img_v2_1"}, contents.Image("img_v2_1")),
    ("file", {"file_key": "file_v2_1"}, contents.File("file_v2_1")),
    ("audio", {"file_key": "file_v2_1"}, contents.Audio("file_v2_1")),
    (
        "media",
        {"file_key": "file_v2_1", "image_key": "img_v2_1"},
        contents.Media("file_v2_1", "img_v2_1"),
    ),
    ("sticker", {"file_key": "file_v2_1"}, contents.Sticker("file_v2_1")),
    ("share_chat", {"chat_id": "oc_1"}, contents.ShareChat("oc_1")),
    ("share_user", {"user_id": "ou_1"}, contents.ShareUser("ou_1")),
    (
        "system",
        _DIVIDER,
        contents.System.divider("新会话", i18n_text={"en_US": "New Session"}, need_rollup=True),
    ),
]

ContentFields = dict[str, Any]
"""The fields of a request body that hold a message's content: `msg_type` and `content`."""

_CONTENTS: dict[tuple[str, str], Content] = {
    (msg_type, json.dumps(wire)): content for msg_type, wire, content in _EXAMPLES
}


def _fields(*msg_types: str) -> list[ContentFields]:
    return [
        {"msg_type": msg_type, "content": content}
        for msg_type, content in _CONTENTS
        if not msg_types or msg_type in msg_types
    ]


SENT_CONTENTS: dict[str, list[ContentFields]] = {
    "messages.create": _fields(),
    "messages.reply": [fields for fields in _fields() if fields["msg_type"] != "system"],
    "messages.update": _fields("text", "post"),
    "messages.patch": [{"content": fields["content"]} for fields in _fields("interactive")],
}
"""By the call that can send them."""


def content_in(body: ContentFields) -> Content:
    """Return the content of a request body as one of our classes."""
    return _CONTENTS[body.get("msg_type", "interactive"), body["content"]]


def parse_nested(value: Any) -> Any:
    """Parse JSON inside strings too, since clients differ in how they space and escape it."""
    if isinstance(value, dict):
        return {name: parse_nested(item) for name, item in value.items()}
    if isinstance(value, list):
        return [parse_nested(item) for item in value]
    return json.loads(value) if isinstance(value, str) and value.startswith("{") else value
