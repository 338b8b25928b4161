"""Images, files, audio, videos and stickers: sent by key, received with what Feishu adds."""

import json
from collections.abc import Callable
from datetime import timedelta

import pytest

from feishu_chat_async.contents import (
    Audio,
    Content,
    File,
    Image,
    Media,
    Sticker,
    UnknownContent,
    read_content,
)

FILE = "75235e0c-4f92-430a-a99b-8446610223cg"
IMAGE = "img_7ea74629-9191-4176-998c-2e603c9c5e8g"
SENT: list[tuple[Content, str]] = [
    (Image("img_v2_xxx"), '{"image_key": "img_v2_xxx"}'),
    (File("file_v2_xxx"), '{"file_key":"file_v2_xxx"}'),
    (Audio("file_v2_xxx"), '{"file_key":"file_v2_xxx"}'),
    (
        Media("file_v2_xxx", "img_v2_xxx"),
        '{"file_key":"file_v2_xxx","image_key":"img_v2_xxx"}',
    ),
    (Sticker("file_v2_xxx"), '{"file_key":"file_v2_xxx"}'),
]


@pytest.mark.parametrize(("content", "wire"), SENT)
def test_a_content_is_sent_as_on_the_official_page(content: Content, wire: str) -> None:
    assert json.loads(content.encoded()) == json.loads(wire)


def test_fields_that_feishu_fills_in_are_not_sent() -> None:
    second = timedelta(seconds=1)
    assert File("f", "plan.txt").encoded() == '{"file_key":"f"}'
    assert Audio("f", second).encoded() == '{"file_key":"f"}'
    assert Media("f", "i", "v.mp4", second).encoded() == '{"file_key":"f","image_key":"i"}'
    assert Media("f", "").encoded() == '{"file_key":"f"}'  # received without a cover


RECEIVED: list[tuple[Content, str, str]] = [
    (Image(IMAGE), json.dumps({"image_key": IMAGE}), ""),
    (File(FILE, "test.txt"), json.dumps({"file_key": FILE, "file_name": "test.txt"}), "test.txt"),
    (
        Audio(FILE, timedelta(seconds=2)),
        json.dumps({"file_key": FILE, "duration": 2000, "new": 1}),
        "",
    ),
    (
        Media(FILE, "img_xxxxxx", "测试视频.mp4", timedelta(milliseconds=2001)),
        json.dumps(
            {
                "file_key": FILE,
                "image_key": "img_xxxxxx",
                "file_name": "测试视频.mp4",
                "duration": 2001,
            }
        ),
        "测试视频.mp4",
    ),
    (Sticker(FILE), json.dumps({"file_key": FILE}), ""),
]


@pytest.mark.parametrize(("content", "wire", "text"), RECEIVED)
def test_a_received_content_is_read_as_documented(content: Content, wire: str, text: str) -> None:
    assert read_content(content.msg_type, wire) == content
    assert content.plain_text == text


def test_a_media_without_a_name_has_no_text() -> None:
    assert File("f").plain_text == Media("f").plain_text == ""


@pytest.mark.parametrize(
    ("msg_type", "wire"),
    [
        ("image", '{"image_key": ["img_1"]}'),
        ("audio", '{"file_key": "f", "duration": "long"}'),
        ("audio", '{"file_key": "f", "duration": 1000000000000000000}'),
    ],
)
def test_a_wrong_type_is_kept_as_unknown(msg_type: str, wire: str) -> None:
    assert read_content(msg_type, wire) == UnknownContent(msg_type=msg_type, text=wire)


INVALID: list[tuple[Callable[[], object], type[Exception], str]] = [
    (lambda: Image(7), TypeError, "image_key must be a string, got int"),  # type: ignore[arg-type]
    (lambda: Media("f", 7), TypeError, "image_key must be a string"),  # type: ignore[arg-type]
    (lambda: Image("").encoded(), ValueError, "image_key must not be empty"),
    (lambda: Sticker("").encoded(), ValueError, "file_key must not be empty"),
]


@pytest.mark.parametrize(("build", "error", "message"), INVALID, ids=range(len(INVALID)))
def test_invalid_keys_are_refused(
    build: Callable[[], object], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        build()
