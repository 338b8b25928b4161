"""What callers may not pass to calls about messages, pins and reactions."""

from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from typing import Any

import pytest

from feishu_chat_async import (
    FeishuChat,
    FeishuError,
    FollowUp,
    FollowUpText,
    MessageLanguage,
    ReactionQuery,
    contents,
)
from feishu_chat_async.contents.base import Sendable
from feishu_chat_async.testing import FakeFeishu
from tests.scenarios.test_argument_checks import odd

from .test_resources import files_in

NOW = datetime(2026, 1, 1, tzinfo=UTC)
NAIVE = NOW.replace(tzinfo=None)
THEN = NOW + timedelta(seconds=1)
LONG = "x" * 51
CARD = contents.Card({"elements": []})

RECEIVERS: list[tuple[Any, str]] = [
    (lambda f, to: f.messages.create(to, "x"), ""),
    (lambda f, to: f.messages.forward("om_1", to), "t"),
    (lambda f, to: f.messages.forward_thread("omt_1", to), "t"),
    (lambda f, to: f.messages.merge_forward(["om_1"], to), "t"),
]


@pytest.mark.parametrize(
    ("receiver", "problem"),
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
async def test_who_cannot_be_told_is_no_receiver(
    fake: FakeFeishu, feishu: FeishuChat, receiver: Any, problem: str
) -> None:
    for send, _ in RECEIVERS:
        with pytest.raises((ValueError, TypeError), match=problem):
            await send(feishu, receiver)
    assert not fake.requests


LISTS: list[Any] = [
    lambda f, **named: f.messages.list("oc_1", **named),
    lambda f, **named: f.messages.iter("oc_1", **named),
    lambda f, **named: f.pins.list("oc_1", **named),
    lambda f, **named: f.pins.iter("oc_1", **named),
]
PAGES: list[tuple[Any, int]] = [
    *((listing, 50) for listing in LISTS),
    (lambda f, **named: f.messages.read_users("om_1", **named), 100),
    (lambda f, **named: f.messages.iter_read_users("om_1", **named), 100),
    (lambda f, **named: f.reactions.list("om_1", **named), 50),
    (lambda f, **named: f.reactions.iter("om_1", **named), 50),
]


@pytest.mark.parametrize(("call", "most"), PAGES)
async def test_pages_have_a_size(
    fake: FakeFeishu, feishu: FeishuChat, call: Any, most: int
) -> None:
    for size in (0, most + 1):
        problem = f"page_size must be at least 1 and at most {most}, got {size}"
        with pytest.raises(ValueError, match=problem):
            await call(feishu, page_size=size)
    for named, problem in (
        ({"page_size": True}, "page_size must be a whole number"),
        ({"page_token": 5}, "page_token must be a string"),
    ):
        with pytest.raises(TypeError, match=problem):
            await call(feishu, **named)
    assert not fake.requests


@pytest.mark.parametrize("call", LISTS)
async def test_times_have_a_zone_and_an_order(
    fake: FakeFeishu, feishu: FeishuChat, call: Any
) -> None:
    for name, time in (("start_time", NAIVE), ("end_time", NAIVE), ("end_time", 1609296809)):
        with pytest.raises(TypeError, match=f"{name} must be a datetime with a time zone"):
            await call(feishu, **{name: time})
    with pytest.raises(ValueError, match="start_time must not be after end_time"):
        await call(feishu, start_time=THEN, end_time=NOW)
    assert not fake.requests


async def test_pins_are_of_some_time(fake: FakeFeishu, feishu: FeishuChat) -> None:
    later = NOW + timedelta(milliseconds=1)
    for call in LISTS[2:]:
        with pytest.raises(ValueError, match="start_time must be at least a millisecond before"):
            await call(feishu, start_time=NOW, end_time=later - timedelta(microseconds=1))
    assert not fake.requests
    assert not (await feishu.pins.list(fake.chat_id, start_time=NOW, end_time=later)).items


class PutBack(tzinfo):
    """Clocks that are put back by an hour: what they say then, they say twice."""

    def utcoffset(self, when: datetime | None) -> timedelta:
        return timedelta(hours=1 if when is not None and when.fold else 2)

    def dst(self, when: datetime | None) -> None:
        return None

    def tzname(self, when: datetime | None) -> None:
        return None


@pytest.mark.parametrize("call", LISTS[::2])
async def test_times_are_compared_as_they_are_sent(
    fake: FakeFeishu, feishu: FeishuChat, call: Any
) -> None:
    before = datetime(2026, 10, 25, 2, 45, tzinfo=PutBack())
    after = before.replace(minute=15, fold=1)
    with pytest.raises(ValueError, match="start_time must not be after end_time"):
        await call(feishu, start_time=after, end_time=before)
    assert not fake.requests
    with pytest.raises(FeishuError):  # there is no such chat
        await call(feishu, start_time=before, end_time=after)
    query = list(fake.requests)[-1].query
    assert int(query["end_time"]) - int(query["start_time"]) in (1800, 1_800_000)


SAYING: list[Any] = [
    lambda f, content: f.messages.create("oc_1", content),
    lambda f, content: f.messages.reply("om_1", content),
    lambda f, content: f.messages.update("om_1", content),
]


@pytest.mark.parametrize("say", SAYING)
@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("", "text must not be empty"),
        (contents.Text(""), "text must not be empty"),
        ("é" * 80_000, "at most 153600 bytes .150 KB. as JSON, got 160011"),
        (contents.Post(content=[]), "zh_cn.content must hold at least 1 paragraph"),
        (contents.Post.of("", "x" * 30_720), "at most 30720 bytes"),
        ("\ud83d", "half of a surrogate pair"),
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
async def test_what_cannot_be_said(
    fake: FakeFeishu, feishu: FeishuChat, say: Any, content: Any, problem: str
) -> None:
    with pytest.raises((ValueError, TypeError), match=problem):
        await say(feishu, content)
    assert not fake.requests


async def test_only_text_and_rich_text_are_edited(fake: FakeFeishu, feishu: FeishuChat) -> None:
    others = {cls for cls in vars(contents).values() if isinstance(cls, type)}
    sendable = {cls for cls in others if issubclass(cls, Sendable)}
    edited = {contents.Text, contents.Post}
    assert len(sendable - edited) == 9
    for cls in sendable - edited:
        problem = f"content must be text, a Text or a Post, got {cls.__name__}"
        with pytest.raises(TypeError, match=problem):
            await feishu.messages.update("om_1", cls.__new__(cls))
    assert not fake.requests


@pytest.mark.parametrize(
    ("call", "problem"),
    [
        (lambda f: f.messages.create("omt_1", "x"), "receive_id must not be a thread's: reply"),
        (
            lambda f: f.messages.create("oc_1", "x", receive_id_type="thread_id"),
            "receive_id must not be a thread's",
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
        (lambda f: f.messages.read_users(""), "message_id must be an id"),
        (lambda f: f.messages.read_users("om_1", user_id_type="nick"), "user_id_type must be one"),
        (lambda f: f.messages.push_follow_up("om_1"), "follow_ups must be 1 to 3, got 0"),
        (lambda f: f.messages.push_follow_up("om_1", *"abcd"), "follow_ups must be 1 to 3, got 4"),
        (lambda f: f.messages.push_follow_up("om_1", "x" * 201), "content must .* at most 200"),
        (lambda f: f.messages.push_follow_up("om_1", ""), "content must have at least 1"),
        (lambda f: f.messages.push_follow_up("om_1", 5), "follow_ups must be FollowUp or strings"),
        (lambda f: f.messages.push_follow_up("", "x"), "message_id must be an id"),
        (
            lambda f: f.messages.resource("om_1", "img_1", type="video").__aenter__(),
            "type must be one of image, file, got 'video'",
        ),
        (lambda f: f.messages.resource("", "f", type="file").__aenter__(), "message_id must be"),
        (lambda f: f.messages.resource("om_1", "a/b", type="file").__aenter__(), "file_key must"),
        (lambda f: f.pins.create(""), "message_id must have at least 1"),
        (lambda f: f.pins.create(5), "message_id must be a string"),
        (lambda f: f.pins.delete(""), "message_id must be an id"),
        (lambda f: f.pins.list(""), "chat_id must have at least 1"),
        (lambda f: f.pins.iter(5), "chat_id must be a string"),
        (lambda f: f.reactions.create("", "SMILE"), "message_id must be an id"),
        (lambda f: f.reactions.create("om_1", ""), "emoji_type must have at least 1"),
        (lambda f: f.reactions.create("om_1", 5), "emoji_type must be a string"),
        (lambda f: f.reactions.delete("", "r"), "message_id must be an id"),
        (lambda f: f.reactions.delete("om_1", ""), "reaction_id must be an id"),
        (lambda f: f.reactions.list(""), "message_id must be an id"),
        (lambda f: f.reactions.list("om_1", reaction_type=""), "reaction_type must have at least"),
        (lambda f: f.reactions.iter("om_1", user_id_type="nick"), "user_id_type must be one of"),
        (lambda f: f.reactions.batch_query([]), "queries must hold at least 1"),
        (lambda f: f.reactions.batch_query(["om"] * 21), "queries must hold .* at most 20"),
        (lambda f: f.reactions.batch_query("om_1"), "queries must be a list of message ids"),
        (lambda f: f.reactions.batch_query([5]), "queries must hold message ids or Reaction"),
        (lambda f: f.reactions.batch_query([""]), "queries must have at least 1"),
        (
            lambda f: f.reactions.batch_query([ReactionQuery(message_id="", page_token="7")]),
            "queries must have at least 1",
        ),
        (
            lambda f: f.reactions.batch_query([ReactionQuery(message_id="a", page_token=odd(5))]),
            "page_token must be a string",
        ),
        (
            lambda f: f.reactions.batch_query(["om_1"], page_size_per_message=11),
            "page_size_per_message must be at least 1 and at most 10, got 11",
        ),
        (
            lambda f: f.reactions.batch_query(["om_1"], page_size_per_message=0),
            "page_size_per_message must be at least 1",
        ),
        (lambda f: f.reactions.batch_query(["om_1"], reaction_type=""), "reaction_type must have"),
        (lambda f: f.reactions.batch_query(["om_1"], user_id_type="nick"), "user_id_type must be"),
    ],
)
async def test_calls_refuse_before_any_request(
    fake: FakeFeishu, feishu: FeishuChat, call: Any, problem: str
) -> None:
    with pytest.raises((ValueError, TypeError), match=problem):
        await call(feishu)
    assert not fake.requests


async def test_what_cannot_be_downloaded_leaves_no_file(
    fake: FakeFeishu, feishu: FeishuChat, tmp_path: Path
) -> None:
    with pytest.raises(ValueError, match="type must be one of image, file"):
        await feishu.messages.download("om_1", "img_1", tmp_path / "a", type=odd("video"))
    assert not fake.requests
    assert not files_in(tmp_path)


@pytest.mark.parametrize(
    ("make", "problem"),
    [
        (lambda _: FollowUp(content="x" * 201), "content must .* at most 200 characters"),
        (lambda text: FollowUp(content="x", i18n_contents=[text] * 51), "i18n_contents .* most 50"),
        (lambda _: FollowUp(content="x", i18n_contents=[odd("x")]), "must hold FollowUpText"),
        (
            lambda _: FollowUpText(content="x" * 201, language=MessageLanguage.EN_US),
            "content must have .* at most 200",
        ),
        (lambda _: FollowUpText(content="x", language=odd("tlh")), "language must be one of en_us"),
    ],
)
def test_follow_ups_check_themselves(make: Any, problem: str) -> None:
    text = FollowUpText(content="x", language=MessageLanguage.EN_US)
    with pytest.raises((ValueError, TypeError), match=problem):
        make(text)


async def test_nobody_replies_as_the_system(fake: FakeFeishu, feishu: FeishuChat) -> None:
    with pytest.raises(TypeError, match="content must be no System"):
        await feishu.messages.reply(fake.message_id, contents.System.divider("later"))
    assert not fake.requests
