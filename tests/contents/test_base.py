"""Contents in general: which can be sent, and how large and how valid they must be."""

from collections.abc import Callable

import pytest

from feishu_chat_async.contents import Card, Content, Hongbao, Post, Text
from feishu_chat_async.contents.base import KeyContent, Sendable


def test_a_content_that_can_only_be_received_is_not_encoded() -> None:
    with pytest.raises(TypeError, match="content must be sendable: a Hongbao can only be received"):
        Hongbao("x").encoded()


@pytest.mark.parametrize(
    ("content", "error", "message"),
    [
        (Text("\ud800"), ValueError, "a Text must not contain a lone surrogate"),
        (Card({"a": object()}), TypeError, "a Card must contain only JSON types"),
        (Card({"a": float("nan")}), ValueError, "a Card must be valid JSON"),
    ],
)
def test_a_content_that_is_not_valid_json_is_refused(
    content: Content, error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        content.encoded()


def bytes_around(content: Callable[[str], Content]) -> int:
    """Return the number of bytes of JSON around a text."""
    return len(content("x").encoded()) - 1


@pytest.mark.parametrize(
    ("build", "max_bytes"),
    [
        (Text, 150 * 1024),
        (lambda text: Card({"a": text}), 30 * 1024),
        (lambda text: Post.of("", text), 30 * 1024),
    ],
)
def test_limits_count_the_bytes_of_the_encoded_content(
    build: Callable[[str], Content], max_bytes: int
) -> None:
    room = max_bytes - bytes_around(build)
    wide = "你" * (room // 3) + "a" * (room % 3)
    for text in ("a" * room, wide, "\n" * (room // 2)):
        assert len(build(text).encoded().encode()) <= max_bytes
        problem = rf"at most {max_bytes} bytes \({max_bytes // 1024} KB\)"
        with pytest.raises(ValueError, match=problem):
            build(text + "\n").encoded()


def test_base_classes_leave_their_content_to_their_subclasses() -> None:
    with pytest.raises(NotImplementedError):
        str(Content().msg_type)
    with pytest.raises(NotImplementedError):
        Sendable().encoded()
    assert Content().plain_text == ""
    assert not hasattr(KeyContent, "sent_fields")
