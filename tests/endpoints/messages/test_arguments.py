"""Arguments of calls about messages are checked before any request, and sent as they are meant."""

from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from typing import Any

import pytest

from feishu_chat_async import (
    FeishuChat,
    FeishuError,
    contents,
)
from feishu_chat_async.contents.base import Sendable
from feishu_chat_async.endpoints.messages.arguments import find_receive_id_type
from feishu_chat_async.testing import FakeFeishu

from .test_resources import files_in

NOW = datetime(2026, 1, 1, tzinfo=UTC)
NAIVE = NOW.replace(tzinfo=None)
THEN = NOW + timedelta(seconds=1)
LONG = "x" * 51
CARD = contents.Card({"elements": []})
VIDEO: Any = "video"

SENDS: list[Any] = [
    lambda f, to: f.messages.create(to, "x"),
    lambda f, to: f.messages.forward("om_1", to),
    lambda f, to: f.messages.forward_thread("omt_1", to),
    lambda f, to: f.messages.merge_forward(["om_1"], to),
]


@pytest.mark.parametrize(
    ("receive_id", "id_type"),
    [
        ("oc_1", "chat_id"),
        ("ou_1", "open_id"),
        ("on_1", "union_id"),
        ("kim@example.com", "email"),
        ("on_call@example.com", "email"),
        ("omt_1", "thread_id"),
    ],
)
def test_the_type_of_an_id_is_recognized_by_its_form(receive_id: str, id_type: str) -> None:
    assert find_receive_id_type(receive_id, None, allow_thread=True) == id_type
    assert find_receive_id_type(receive_id, "user_id") == "user_id"


@pytest.mark.parametrize(
    ("receive_id", "problem"),
    [
        ("", "receive_id must have at least 1"),
        (5, "receive_id must be a string, got int"),
        (None, "receive_id must be a string, got NoneType"),
        ("7be5fg9a", "receive_id_type must be given, .*: '7be5fg9a'"),
        ("om_1", "receive_id_type must be given"),
        ("@b.cn", "receive_id_type must be given"),
        ("a@", "receive_id_type must be given"),
    ],
)
async def test_an_id_of_unknown_type_is_refused(
    fake: FakeFeishu, feishu: FeishuChat, receive_id: Any, problem: str
) -> None:
    for send in SENDS:
        with pytest.raises((ValueError, TypeError), match=problem):
            await send(feishu, receive_id)
    assert not fake.requests


LISTS: list[Any] = [
    lambda f, **arguments: f.messages.list("oc_1", **arguments),
    lambda f, **arguments: f.messages.iter("oc_1", **arguments),
    lambda f, **arguments: f.pins.list("oc_1", **arguments),
    lambda f, **arguments: f.pins.iter("oc_1", **arguments),
]


@pytest.mark.parametrize("call", LISTS)
async def test_times_need_a_time_zone_and_an_order(
    fake: FakeFeishu, feishu: FeishuChat, call: Any
) -> None:
    for name, time in (("start_time", NAIVE), ("end_time", NAIVE), ("end_time", 1609296809)):
        with pytest.raises(TypeError, match=f"{name} must be a datetime with a time zone"):
            await call(feishu, **{name: time})
    with pytest.raises(ValueError, match="start_time must not be after end_time"):
        await call(feishu, start_time=THEN, end_time=NOW)
    assert not fake.requests


async def test_the_period_of_pins_is_at_least_a_millisecond(
    fake: FakeFeishu, feishu: FeishuChat
) -> None:
    later = NOW + timedelta(milliseconds=1)
    for call in LISTS[2:]:
        with pytest.raises(ValueError, match="start_time must be at least a millisecond before"):
            await call(feishu, start_time=NOW, end_time=later - timedelta(microseconds=1))
    assert not fake.requests
    assert not (await feishu.pins.list(fake.chat_id, start_time=NOW, end_time=later)).items


class SetBack(tzinfo):
    """A time zone in which clocks were set back by an hour, so that one hour occurs twice."""

    def utcoffset(self, when: datetime | None) -> timedelta:
        return timedelta(hours=1 if when is not None and when.fold else 2)

    def dst(self, when: datetime | None) -> None:
        return None

    def tzname(self, when: datetime | None) -> None:
        return None


@pytest.mark.parametrize("call", LISTS[::2])
async def test_times_are_compared_in_utc(fake: FakeFeishu, feishu: FeishuChat, call: Any) -> None:
    before = datetime(2026, 10, 25, 2, 45, tzinfo=SetBack())
    after = before.replace(minute=15, fold=1)
    with pytest.raises(ValueError, match="start_time must not be after end_time"):
        await call(feishu, start_time=after, end_time=before)
    assert not fake.requests
    with pytest.raises(FeishuError):  # there is no such chat
        await call(feishu, start_time=before, end_time=after)
    query = list(fake.requests)[-1].query
    assert int(query["end_time"]) - int(query["start_time"]) in (1800, 1_800_000)


CONTENT_CALLS: list[Any] = [
    lambda f, content: f.messages.create("oc_1", content),
    lambda f, content: f.messages.reply("om_1", content),
    lambda f, content: f.messages.update("om_1", content),
]


@pytest.mark.parametrize("send", CONTENT_CALLS)
@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("", "text must not be empty"),
        (contents.Text(""), "text must not be empty"),
        ("é" * 80_000, "at most 153600 bytes .150 KB. as JSON, got 160011"),
        (contents.Post(content=[]), "zh_cn.content must hold at least 1 paragraph"),
        (contents.Post.of("", "x" * 30_720), "at most 30720 bytes"),
        ("\ud83d", "must not contain a lone surrogate"),
        (5, "content must be .*, got int"),
        (None, "content must be .*, got NoneType"),
        ({"text": "x"}, "content must be .*, got dict"),
        (contents.Folder("file_1"), "content must be .*Folder"),
        (contents.MergeForward(), "content must be .*MergeForward"),
        (
            contents.UnknownContent(msg_type="text", text='{"text":"x"}'),
            "content must be .*UnknownContent",
        ),
    ],
)
async def test_a_content_that_cannot_be_sent_is_refused(
    fake: FakeFeishu, feishu: FeishuChat, send: Any, content: Any, problem: str
) -> None:
    with pytest.raises((ValueError, TypeError), match=problem):
        await send(feishu, content)
    assert not fake.requests


async def test_only_text_and_rich_text_can_be_edited(fake: FakeFeishu, feishu: FeishuChat) -> None:
    classes = {cls for cls in vars(contents).values() if isinstance(cls, type)}
    sendable = {cls for cls in classes if issubclass(cls, Sendable)}
    others = sendable - {contents.Text, contents.Post}
    assert len(others) == 9
    for cls in others:
        problem = f"content must be a string, a Text or a Post, got {cls.__name__}"
        with pytest.raises(TypeError, match=problem):
            await feishu.messages.update("om_1", cls.__new__(cls))
    assert not fake.requests


@pytest.mark.parametrize(
    ("call", "problem"),
    [
        (lambda f: f.messages.create("omt_1", "x"), "receive_id must not be a thread; reply"),
        (
            lambda f: f.messages.create("oc_1", "x", receive_id_type="thread_id"),
            "receive_id must not be a thread;",
        ),
        (
            lambda f: f.messages.create("oc_1", "x", receive_id_type="nick"),
            "receive_id_type must be one of open_id, union_id, user_id, email, chat_id",
        ),
        (
            lambda f: f.messages.forward("om_1", "oc_1", receive_id_type=5),
            "receive_id_type must be a ReceiveIdType, got int",
        ),
        (lambda f: f.messages.create("oc_1", "x", uuid=""), "uuid must have at least 1"),
        (lambda f: f.messages.create("oc_1", "x", uuid=LONG), "uuid must have .* at most 50"),
        (lambda f: f.messages.reply("om_1", "x", uuid=LONG), "uuid must have .* at most 50"),
        (lambda f: f.messages.forward("om_1", "oc_1", uuid=LONG), "uuid must have .* most 50"),
        (lambda f: f.messages.forward_thread("omt_1", "oc_1", uuid=LONG), "uuid must have"),
        (lambda f: f.messages.merge_forward(["om_1"], "oc_1", uuid=5), "uuid must be a string"),
        (lambda f: f.messages.reply("", "x"), "message_id must be an id"),
        (lambda f: f.messages.reply("../x", "x"), "message_id must be an id"),
        (lambda f: f.messages.reply("om_1", "x", reply_in_thread=1), "reply_in_thread must be Tr"),
        (lambda f: f.messages.reply("om_1", "x", chat_id=""), "chat_id must have at least 1"),
        (lambda f: f.messages.reply("om_1", "x", chat_id=5), "chat_id must be a string"),
        (lambda f: f.messages.get(""), "message_id must be an id"),
        (
            lambda f: f.messages.get("om_1", card_msg_content_type="raw"),
            "card_msg_content_type must be one of user_card_content, got 'raw'",
        ),
        (lambda f: f.messages.get("om_1", with_sender_name=1), "with_sender_name must be True"),
        (lambda f: f.messages.get("om_1", user_id_type="nick"), "user_id_type must be one of"),
        (lambda f: f.messages.list(""), "container_id must have at least 1"),
        (lambda f: f.messages.list(5), "container_id must be a string"),
        (lambda f: f.messages.list("ou_1"), "container_id_type must be given, .*: 'ou_1'"),
        (
            lambda f: f.messages.list("oc_1", container_id_type="room"),
            "container_id_type must be one of chat, thread",
        ),
        (
            lambda f: f.messages.list("omt_1", start_time=NOW),
            "start_time and end_time must not be given for a thread",
        ),
        (
            lambda f: f.messages.iter("7", container_id_type="thread", end_time=NOW),
            "start_time and end_time must not be given for a thread",
        ),
        (lambda f: f.messages.list("oc_1", sort_type="ByName"), "sort_type must be one of ByCr"),
        (
            lambda f: f.messages.iter("oc_1", card_msg_content_type="raw"),
            "card_msg_content_type must be one of",
        ),
        (lambda f: f.messages.list("oc_1", with_sender_name="yes"), "with_sender_name must be"),
        (lambda f: f.messages.update("", "x"), "message_id must be an id"),
        (lambda f: f.messages.patch("", CARD), "message_id must be an id"),
        (lambda f: f.messages.patch("om_1", contents.Text("x")), "must be a Card, got Text"),
        (lambda f: f.messages.patch("om_1", "x"), "card must be a Card, got str"),
        (lambda f: f.messages.patch("om_1", {"elements": []}), "card must be a Card, got dict"),
        (lambda f: f.messages.patch("om_1", contents.Card({})), "card must not be empty"),
        (
            lambda f: f.messages.patch("om_1", contents.Card({"x": "x" * 30_720})),
            "at most 30720 bytes .30 KB.",
        ),
        (lambda f: f.messages.delete(""), "message_id must be an id"),
        (lambda f: f.messages.forward("", "oc_1"), "message_id must be an id"),
        (lambda f: f.messages.forward_thread("", "oc_1"), "thread_id must be an id"),
        (lambda f: f.messages.merge_forward([], "oc_1"), "message_ids must hold at least 1"),
        (lambda f: f.messages.merge_forward(["om"] * 101, "oc_1"), "message_ids .* at most 100"),
        (lambda f: f.messages.merge_forward("om_1", "oc_1"), "message_ids must be a list"),
        (lambda f: f.messages.merge_forward([""], "oc_1"), "message_ids must not hold an empty"),
        (lambda f: f.messages.merge_forward([5], "oc_1"), "message_ids must hold strings"),
        (
            lambda f: f.messages.list("oc_1", page_size=51),
            "page_size must be .* at most 50, got 51",
        ),
        (lambda f: f.messages.iter("oc_1", page_token=5), "page_token must be a string"),
        (lambda f: f.messages.read_users(""), "message_id must be an id"),
        (lambda f: f.messages.read_users("om_1", page_size=101), "page_size must be .* most 100"),
        (lambda f: f.messages.iter_read_users("om_1", page_size=0), "page_size must be at least 1"),
        (lambda f: f.messages.read_users("om_1", user_id_type="nick"), "user_id_type must be one"),
        (lambda f: f.messages.push_follow_up("om_1"), "follow_ups must hold 1 to 3 items, got 0"),
        (
            lambda f: f.messages.push_follow_up("om_1", *"abcd"),
            "follow_ups must hold 1 to 3 items, got 4",
        ),
        (lambda f: f.messages.push_follow_up("om_1", "x" * 201), "content must .* at most 200"),
        (lambda f: f.messages.push_follow_up("om_1", ""), "content must have at least 1"),
        (
            lambda f: f.messages.push_follow_up("om_1", 5),
            "follow_ups must hold FollowUp or strings",
        ),
        (lambda f: f.messages.push_follow_up("", "x"), "message_id must be an id"),
        (
            lambda f: f.messages.resource("om_1", "img_1", type="video").__aenter__(),
            "type must be one of image, file, got 'video'",
        ),
        (lambda f: f.messages.resource("", "f", type="file").__aenter__(), "message_id must be"),
        (lambda f: f.messages.resource("om_1", "a/b", type="file").__aenter__(), "file_key must"),
    ],
)
async def test_invalid_arguments_are_refused_before_any_request(
    fake: FakeFeishu, feishu: FeishuChat, call: Any, problem: str
) -> None:
    with pytest.raises((ValueError, TypeError), match=problem):
        await call(feishu)
    assert not fake.requests


async def test_an_invalid_download_leaves_no_file(
    fake: FakeFeishu, feishu: FeishuChat, tmp_path: Path
) -> None:
    with pytest.raises(ValueError, match="type must be one of image, file"):
        await feishu.messages.download("om_1", "img_1", tmp_path / "a", type=VIDEO)
    assert not fake.requests
    assert not files_in(tmp_path)


async def test_a_reply_cannot_be_a_system_message(fake: FakeFeishu, feishu: FeishuChat) -> None:
    with pytest.raises(TypeError, match="content must not be a System"):
        await feishu.messages.reply(fake.message_id, contents.System.divider("later"))
    assert not fake.requests
