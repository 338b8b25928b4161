"""Messages read their content by type, merged messages stay together, follow-ups are checked."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from feishu_chat_async import FollowUp, FollowUpText, Message, MessageBody, MessageLanguage
from feishu_chat_async._protocol.converter import read_json
from feishu_chat_async.contents import Text, UnknownContent
from feishu_chat_async.models.messages import FoundMessages

ODD: Any = "tlh"


def test_a_message_is_read_as_documented() -> None:
    # https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/message/intro
    wire = """{"message_id": "om_1", "root_id": "om_2", "msg_type": "text", "deleted": false,
        "create_time": "1615380573411", "sender": {"id": "cli_1", "id_type": "app_id",
        "sender_type": "app"}, "body": {"content": "{\\"text\\":\\"@_user_1 test content\\"}"},
        "mentions": [{"key": "@_user_1", "id": "ou_1", "id_type": "open_id", "name": "Tom"}]}"""
    message = read_json(wire, Message, "message")
    assert message.content == Text("@_user_1 test content")
    assert message.content is message.content
    assert message.create_time == datetime(2021, 3, 10, 12, 49, 33, 411_000, UTC)
    assert message.sender is not None and message.sender.sender_type == "app"
    assert [mention.name for mention in message.mentions] == ["Tom"]


@pytest.mark.parametrize(
    ("message", "text"),
    [
        (Message(message_id="om_1"), ""),
        (Message(message_id="om_1", body=MessageBody()), ""),
        (Message(message_id="om_1", body=MessageBody(content="x")), "x"),
    ],
)
def test_a_message_without_a_readable_content_has_an_unknown_one(
    message: Message, text: str
) -> None:
    assert message.content == UnknownContent(msg_type="", text=text)


def test_merged_messages_belong_to_the_first() -> None:
    first, *merged = messages = [Message(message_id=f"om_{number}") for number in range(3)]
    found = FoundMessages(items=tuple(messages)).message
    assert (found.message_id, found.merged) == (first.message_id, tuple(merged))
    assert FoundMessages(items=(first,)).message.merged == ()
    with pytest.raises(ValueError, match="items"):
        FoundMessages(items=())


def test_a_follow_up_takes_languages_as_members_or_plain_strings() -> None:
    texts = [FollowUpText(content="x", language="en_us")]
    follow_up = FollowUp(content="x" * 200, i18n_contents=texts)
    assert follow_up.i18n_contents == (FollowUpText(content="x", language=MessageLanguage.EN_US),)


TEXT = FollowUpText(content="x", language="en_us")


@pytest.mark.parametrize(
    ("build", "problem"),
    [
        (lambda: FollowUp(content=""), "content must have at least 1"),
        (lambda: FollowUp(content="x" * 201), "content must .* at most 200 characters"),
        (lambda: FollowUp(content="x", i18n_contents=[TEXT] * 51), "i18n_contents .* most 50"),
        (lambda: FollowUp(content="x", i18n_contents=[ODD]), "must hold FollowUpText"),
        (
            lambda: FollowUpText(content="x" * 201, language="en_us"),
            "content must have .* at most 200",
        ),
        (lambda: FollowUpText(content="x", language=ODD), "language must be one of en_us"),
    ],
)
def test_invalid_follow_ups_are_refused(build: Callable[[], object], problem: str) -> None:
    with pytest.raises((ValueError, TypeError), match=problem):
        build()
