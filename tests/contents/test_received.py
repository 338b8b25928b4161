"""Contents that bots can only receive, read as documented.

https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/im-v1/message/events/message_content
"""

import json
from datetime import UTC, datetime

import pytest

from feishu_chat_async.contents import (
    Calendar,
    Content,
    Folder,
    GeneralCalendar,
    Hongbao,
    Location,
    MergeForward,
    PostBody,
    ShareCalendarEvent,
    Todo,
    UnknownContent,
    VideoChat,
    Vote,
    read_content,
)

FILE = "75235e0c-4f92-430a-a99b-8446610223cg"
START = datetime(2020, 12, 18, 4, 23, 15, tzinfo=UTC)
END = datetime(2020, 12, 18, 4, 50, 15, tzinfo=UTC)
EVENT = '{"summary": "日程", "start_time": "1608265395000", "end_time": "1608267015000"}'
RECEIVED: list[tuple[Content, str, str]] = [
    (Folder(FILE, "folder"), json.dumps({"file_key": FILE, "file_name": "folder"}), "folder"),
    (ShareCalendarEvent("日程", START, END), EVENT, "日程"),
    (Calendar("日程", START, END), EVENT, "日程"),
    (GeneralCalendar("日程", START, None), EVENT.replace("1608267015000", ""), "日程"),
    (Hongbao("[红包]"), '{"text": "[红包]"}', "[红包]"),
    (
        Location("xx省xx市", "116.4", "39.9"),
        '{"name": "xx省xx市", "longitude": "116.4", "latitude": "39.9"}',
        "xx省xx市",
    ),
    (
        VideoChat("视频通话消息", datetime(2021, 6, 8, 3, 55, 23, 829000, tzinfo=UTC)),
        '{"topic": "视频通话消息", "start_time": "1623124523829"}',
        "视频通话消息",
    ),
    (
        Todo(
            "acd096a5",
            PostBody.of("", "多吃水果"),
            datetime(2021, 6, 8, 3, 51, 58, tzinfo=UTC),
        ),
        (
            '{"task_id": "acd096a5", "summary": {"title":"","content":[[{"tag":"text","text":'
            '"多吃水果"}]]}, "due_time": "1623124318000"}'
        ),
        "多吃水果",
    ),
    (
        Vote("投票测试", ("选项1", "选项2")),
        '{"topic": "投票测试", "options": ["选项1","选项2"]}',
        "投票测试\n选项1\n选项2",
    ),
    (MergeForward(), "Merged and Forwarded Message", ""),
]


@pytest.mark.parametrize(("content", "wire", "text"), RECEIVED)
def test_a_received_content_is_read_as_documented(content: Content, wire: str, text: str) -> None:
    assert read_content(content.msg_type, wire) == content
    assert content.plain_text == text
    with pytest.raises(TypeError, match="can only be received"):
        content.encoded()


@pytest.mark.parametrize(
    "content",
    [Folder("f"), Calendar(), Location(), VideoChat(), Todo("t"), Vote()],
    ids=lambda content: content.msg_type,
)
def test_a_content_without_its_optional_fields_has_no_text(content: Content) -> None:
    assert content.plain_text == ""


@pytest.mark.parametrize(
    ("msg_type", "wire"),
    [
        ("calendar", '{"summary": "s", "start_time": "tomorrow"}'),
        ("todo", '{"task_id": "t", "summary": "text"}'),
        ("vote", '{"topic": "t", "options": ["a", 2]}'),
    ],
)
def test_a_wrong_type_is_kept_as_unknown(msg_type: str, wire: str) -> None:
    assert read_content(msg_type, wire) == UnknownContent(msg_type=msg_type, text=wire)
