"""Reading contents: every type has a reader, and nothing that is received is lost."""

import json
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from feishu_chat_async import MessageType
from feishu_chat_async.contents import Image, Text, UnknownContent, read_content
from tests.support.message_contents import json_values, typed


def test_the_type_decides_how_a_content_is_read() -> None:
    assert read_content("text", '{"text": "x", "new": 1}') == Text("x")
    assert read_content("image", '{"image_key": "img_1"}') == Image("img_1")
    assert read_content("merge_forward", "not JSON").msg_type == "merge_forward"


BROKEN = [
    ("text", '{"text": 7}'),
    ("text", '{"text": null}'),
    ("text", "{}"),
    ("text", "[]"),
    ("text", '"text"'),
    ("text", "recalled"),
    ("text", ""),
    ("interactive", "[]"),
    ("interactive", '"card"'),
    ("post", "{}"),
    ("post", '{"zh_cn": {"title": "t"}}'),
    ("post", '{"content": {"content": []}}'),
    ("text", "[" * 100_000),
    ("interactive", '{"a":' * 100_000),
    ("post", '{"content":' * 900 + "[]" + "}" * 900),
    ("interactive", "9" * 5000),
    ("interactive", '{"a": NaN}'),
    ("hologram", '{"text": "x"}'),
    ("", ""),
]


@pytest.mark.parametrize(("msg_type", "text"), BROKEN, ids=range(len(BROKEN)))
def test_an_undocumented_content_is_kept_as_it_was_received(msg_type: str, text: str) -> None:
    content = read_content(msg_type, text)
    assert content == UnknownContent(msg_type=msg_type, text=text)
    assert content.plain_text == ""


_NAMES = st.sampled_from(
    [
        *("text", "title", "content", "tag", "zh_cn", "file_key", "image_key", "duration", "style"),
        *("summary", "start_time", "template", "from_user", "divider_text", "i18n_text", "type"),
        *("params", "options", "user_id", "href", "topic", "task_id", "due_time", "elements"),
    ]
)
_WIRE: st.SearchStrategy[Any] = st.recursive(
    st.one_of(json_values, st.sampled_from(["text", "a", "at", "img", "hr", "divider", "1", ""])),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(_NAMES, inner, max_size=4)
    ),
    max_leaves=8,
)


@pytest.mark.parametrize("msg_type", MessageType)
@settings(max_examples=40, deadline=None)
@given(text=st.one_of(_WIRE.map(json.dumps), typed))
def test_every_content_is_read_or_kept(msg_type: str, text: str) -> None:
    content = read_content(msg_type, text)
    assert content.msg_type == msg_type
    assert isinstance(content.plain_text, str)
    if isinstance(content, UnknownContent):
        assert content.text == text
