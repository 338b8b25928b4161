"""Shared chats and users, sent and received."""

import json

import pytest

from feishu_chat_async.contents import Content, ShareChat, ShareUser, read_content


@pytest.mark.parametrize(
    ("content", "wire"),
    [(ShareChat("oc_xxx"), {"chat_id": "oc_xxx"}), (ShareUser("ou_xxx"), {"user_id": "ou_xxx"})],
)
def test_a_shared_chat_or_user_is_sent_as_on_the_official_page(
    content: Content, wire: dict[str, str]
) -> None:
    assert json.loads(content.encoded()) == wire
    assert read_content(content.msg_type, json.dumps(wire)) == content
    assert content.plain_text == ""


def test_an_empty_id_is_refused() -> None:
    with pytest.raises(ValueError, match="user_id must not be empty"):
        ShareUser("").encoded()
    with pytest.raises(ValueError, match="chat_id must not be empty"):
        ShareChat("").encoded()
