"""All contents together: each that can be sent can be read again, and all are immutable."""

import attrs
import pytest
from hypothesis import given, settings, strategies as st

from feishu_chat_async import contents
from feishu_chat_async.contents import Image, content_of, read_content
from tests.support.message_contents import sendable


@pytest.mark.parametrize("msg_type", sendable)
@settings(max_examples=30, deadline=None)
@given(data=st.data())
def test_a_sent_content_can_be_read_again(msg_type: str, data: st.DataObject) -> None:
    content = data.draw(sendable[msg_type])
    assert content.msg_type == msg_type
    assert content_of(content) is content
    assert read_content(msg_type, content.encoded()) == content
    assert isinstance(content.plain_text, str)


def test_contents_are_frozen_and_have_slots() -> None:
    for name in contents.__all__:
        cls = getattr(contents, name)
        if isinstance(cls, type) and attrs.has(cls):
            assert not hasattr(object.__new__(cls), "__dict__"), name
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        Image("i").image_key = "j"  # type: ignore[misc]
