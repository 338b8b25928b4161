"""Contents of messages: sent as documented, read as documented, and whatever comes is kept.

https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/im-v1/message/create_json
https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/im-v1/message/events/message_content
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import attrs
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from feishu_chat_async import contents
from feishu_chat_async.contents import (
    Audio,
    Calendar,
    Card,
    Content,
    DividerText,
    File,
    Folder,
    GeneralCalendar,
    Hongbao,
    Image,
    Location,
    Media,
    Mention,
    MergeForward,
    PostBody,
    PostMention,
    ShareCalendarEvent,
    ShareChat,
    ShareUser,
    Sticker,
    Styled,
    System,
    Text,
    TextLink,
    TextPart,
    Todo,
    UnknownContent,
    VideoChat,
    Vote,
    content_of,
    escape,
    read_content,
)
from tests.support.message_contents import json_values, parts, sendable, typed

JOINER = "\u2060"
FILE = "75235e0c-4f92-430a-a99b-8446610223cg"
IMAGE = "img_7ea74629-9191-4176-998c-2e603c9c5e8g"

# --- sending: as on the official page -------------------------------------------------------

STYLED = Styled(["bold content", Styled(", bold and italic content", italic=True)], bold=True)
TEMPLATE = Card.template("xxxxxxxxxxxx", "1.0.0", {"key1": "value1", "key2": "value2"})
SENT: list[tuple[Content, str]] = [
    (Text.of("test content"), '{"text":"test content"}'),
    (Text.of("firstline \n secondline "), r'{"text":"firstline \n secondline "}'),
    (
        Text.of(Mention("ou_xxxxxxx", "Tom"), " text content"),
        r'{"text":"<at user_id=\"ou_xxxxxxx\">Tom</at> text content"}',
    ),
    (Text.of(Mention.everyone()), r'{"text":"<at user_id=\"all\"></at>"}'),
    (Text.of(STYLED), '{"text":"<b>bold content<i>, bold and italic content</i></b>"}'),
    (
        Text.of(TextLink("Feishu Open Platform", "https://open.feishu.cn")),
        '{"text":"[Feishu Open Platform](https://open.feishu.cn)"}',
    ),
    (Image("img_v2_xxx"), '{"image_key": "img_v2_xxx"}'),
    (File("file_v2_xxx"), '{"file_key":"file_v2_xxx"}'),
    (Audio("file_v2_xxx"), '{"file_key":"file_v2_xxx"}'),
    (
        Media("file_v2_xxx", "img_v2_xxx"),
        '{"file_key":"file_v2_xxx","image_key":"img_v2_xxx"}',
    ),
    (Sticker("file_v2_xxx"), '{"file_key":"file_v2_xxx"}'),
    (ShareChat("oc_xxx"), '{"chat_id":"oc_xxx"}'),
    (ShareUser("ou_xxx"), '{"user_id":"ou_xxx"}'),
    (
        System.divider(
            "新会话", i18n_text={"zh_CN": "新会话", "en_US": "New Session"}, need_rollup=True
        ),
        (
            '{"type":"divider","params":{"divider_text":{"text":"新会话","i18n_text":{"zh_CN":"新会话",'
            '"en_US":"New Session"}}},"options":{"need_rollup":true}}'
        ),
    ),
    (
        Card.entity("7371713483664506900"),
        '{"type":"card","data":{"card_id":"7371713483664506900"}}',
    ),
    (
        TEMPLATE,
        (
            '{"type":"template","data":{"template_id":"xxxxxxxxxxxx","template_version_name":"1.0.0",'
            '"template_variable":{"key1":"value1","key2":"value2"}}}'
        ),
    ),
    (
        Card({"schema": "2.0", "config": {"update_multi": True}, "body": {"elements": []}}),
        '{"schema":"2.0","config":{"update_multi":true},"body":{"elements":[]}}',
    ),
]


@pytest.mark.parametrize(("content", "wire"), SENT)
def test_what_is_sent_is_what_the_page_shows(content: Content, wire: str) -> None:
    assert json.loads(content.encoded()) == json.loads(wire)


def test_what_feishu_gives_is_not_sent() -> None:
    second = timedelta(seconds=1)
    assert File("f", "plan.txt").encoded() == '{"file_key":"f"}'
    assert Audio("f", second).encoded() == '{"file_key":"f"}'
    assert Media("f", "i", "v.mp4", second).encoded() == '{"file_key":"f","image_key":"i"}'
    assert Media("f", "").encoded() == '{"file_key":"f"}'  # as one without a cover is received


@pytest.mark.parametrize("msg_type", sendable)
@settings(max_examples=30, deadline=None)
@given(data=st.data())
def test_what_is_sent_can_be_read(msg_type: str, data: st.DataObject) -> None:
    content = data.draw(sendable[msg_type])
    assert content.msg_type == msg_type
    assert content_of(content) is content
    assert read_content(msg_type, content.encoded()) == content
    assert isinstance(content.plain_text, str)


# --- receiving: as on the official page -----------------------------------------------------

START = datetime(2020, 12, 18, 4, 23, 15, tzinfo=UTC)
END = datetime(2020, 12, 18, 4, 50, 15, tzinfo=UTC)
EVENT = '{"summary": "日程", "start_time": "1608265395000", "end_time": "1608267015000"}'
CARD = """{"title":"卡片标题","elements":[[{"tag":"button","text":"主按钮","type":"primary"}],
[{"tag":"a","href":"https://www.feishu.cn","text":"飞书"},{"tag":"text","text":"整合"},
{"tag":"at","user_id":"@_user_1","user_name":""},{"tag":"text","text":"更高效"}],[{"tag":"hr"}],
[{"tag":"note","elements":[{"tag":"img","image_key":"i"},{"tag":"text","text":"备注信息"}]}]]}"""
RECEIVED: list[tuple[Content, str, str]] = [
    (Text("@_user_1 文本消息"), '{"text": "@_user_1 文本消息"}', "@_user_1 文本消息"),
    (Image(IMAGE), json.dumps({"image_key": IMAGE}), ""),
    (File(FILE, "test.txt"), json.dumps({"file_key": FILE, "file_name": "test.txt"}), "test.txt"),
    (Folder(FILE, "folder"), json.dumps({"file_key": FILE, "file_name": "folder"}), "folder"),
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
    (Card(json.loads(CARD)), CARD, "卡片标题\n主按钮\n飞书整合更高效\n备注信息"),
    (Hongbao("[红包]"), '{"text": "[红包]"}', "[红包]"),
    (ShareCalendarEvent("日程", START, END), EVENT, "日程"),
    (Calendar("日程", START, END), EVENT, "日程"),
    (GeneralCalendar("日程", START, None), EVENT.replace("1608267015000", ""), "日程"),
    (ShareChat("oc_0dd"), '{"chat_id": "oc_0dd"}', ""),
    (ShareUser("ou_0dd"), '{"user_id": "ou_0dd"}', ""),
    (
        System(
            template="{from_user} invited {to_chatters} to {this} chat {that}.",
            from_user=("botName",),
            to_chatters=("小明", "小王"),
            variables={"this": "the", "other": [1]},
        ),
        (
            '{"template": "{from_user} invited {to_chatters} to {this} chat {that}.",'
            '"this": "the", "from_user": ["botName"], "to_chatters": ["小明", "小王"],'
            '"other": [1]}'
        ),
        "botName invited 小明, 小王 to the chat {that}.",
    ),
    (
        System(
            divider_text=DividerText(
                text="新会话", i18n_text={"zh_cn": "新话题", "en_us": "New Session"}
            )
        ),
        (
            '{"template": "{divider_text}", "from_user": [], "to_chatters": null, "divider_text": '
            '{"text": "新会话", "i18n_text": {"zh_cn": "新话题", "en_us": "New Session"}}}'
        ),
        "新会话",
    ),
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
def test_what_is_received_is_read_as_the_page_says(content: Content, wire: str, text: str) -> None:
    assert read_content(content.msg_type, wire) == content
    assert content.plain_text == text


MSG_TYPES = sorted({content.msg_type for content, _, _ in RECEIVED} | {"post"})

BROKEN = [
    ("text", '{"text": 7}'),
    ("text", '{"text": null}'),
    ("text", "{}"),
    ("text", "[]"),
    ("text", '"text"'),
    ("text", "recalled"),
    ("text", ""),
    ("image", '{"image_key": ["img_1"]}'),
    ("audio", '{"file_key": "f", "duration": "long"}'),
    ("audio", '{"file_key": "f", "duration": 1000000000000000000}'),
    ("calendar", '{"summary": "s", "start_time": "tomorrow"}'),
    ("todo", '{"task_id": "t", "summary": "text"}'),
    ("vote", '{"topic": "t", "options": ["a", 2]}'),
    ("system", '{"template": "{from_user}", "from_user": "Tom"}'),
    ("system", '{"type": "banner", "params": {"divider_text": {"text": "x"}}}'),
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
    ("system", '{"template": "{x}", "x": [-Infinity]}'),
    ("hologram", '{"text": "x"}'),
    ("", ""),
]


@pytest.mark.parametrize(("msg_type", "text"), BROKEN, ids=range(len(BROKEN)))
def test_what_is_not_as_documented_is_kept_as_it_came(msg_type: str, text: str) -> None:
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


@pytest.mark.parametrize("msg_type", MSG_TYPES)
@settings(max_examples=40, deadline=None)
@given(text=st.one_of(_WIRE.map(json.dumps), typed))
def test_whatever_comes_is_read_or_kept(msg_type: str, text: str) -> None:
    content = read_content(msg_type, text)
    assert content.msg_type == msg_type
    assert isinstance(content.plain_text, str)
    if isinstance(content, UnknownContent):
        assert content.text == text


def test_a_deep_card_is_read_and_shown() -> None:
    card = read_content("interactive", '{"elements":[' * 200 + '"x"' + "]}" * 200)
    assert isinstance(card, Card)
    assert card.plain_text == "x"


# --- what is refused ------------------------------------------------------------------------

LOOP: dict[str, Any] = {}
LOOP["self"] = LOOP
REFUSED: list[tuple[Callable[[], object], type[Exception], str]] = [
    (lambda: Image(7), TypeError, "image_key must be a string, got int"),  # type: ignore[arg-type]
    (lambda: Media("f", 7), TypeError, "image_key must be a string"),  # type: ignore[arg-type]
    (lambda: Text(None), TypeError, "text must be a string"),  # type: ignore[arg-type]
    (lambda: Text.of(7), TypeError, "strings, Mention, TextLink and Styled, got int"),  # type: ignore[arg-type]
    (lambda: Styled(None), TypeError, "must be made of parts"),  # type: ignore[arg-type]
    (lambda: Styled("x", bold=1), TypeError, "bold must be True or False"),  # type: ignore[arg-type]
    (lambda: Mention(""), ValueError, "user_id must be an id"),
    (lambda: Mention('ou_1"><b>'), ValueError, "user_id must be an id"),
    (lambda: Mention("ou_1", 7), TypeError, "name must be a string"),  # type: ignore[arg-type]
    (lambda: TextLink("", "https://a.b"), ValueError, "text must not be empty"),
    (lambda: TextLink("[WIP]", "https://a.b"), ValueError, r"must not hold \[ or \]"),
    (lambda: TextLink("x", ""), ValueError, "url must not be empty"),
    (lambda: TextLink("x", "https://a.b c"), ValueError, "url must not hold spaces"),
    (lambda: Card([]), TypeError, "card must be a mapping"),  # type: ignore[arg-type]
    (lambda: Card.parse("[]"), ValueError, "card must be an object"),
    (lambda: Card.parse("{"), ValueError, "card: is not JSON"),
    (lambda: Card.parse('{"a": NaN}'), ValueError, "card: is not JSON"),
    (lambda: Card.template(""), ValueError, "template_id must not be empty"),
    (lambda: Card.template("t", variables=[]), TypeError, "variables"),  # type: ignore[arg-type]
    (lambda: Card.entity(""), ValueError, "card_id must not be empty"),
    (lambda: Card({}).encoded(), ValueError, "card must not be empty"),
    (lambda: Card({"a": float("nan")}).encoded(), ValueError, "a Card must be valid JSON"),
    (lambda: Card({"a": object()}).encoded(), TypeError, "a Card must be made of what JSON has"),
    (lambda: Card(LOOP).encoded(), ValueError, "a Card must be valid JSON"),
    (lambda: Text("").encoded(), ValueError, "text must not be empty"),
    (lambda: Text("\ud800").encoded(), ValueError, "half of a surrogate pair"),
    (lambda: Image("").encoded(), ValueError, "image_key must not be empty"),
    (lambda: Sticker("").encoded(), ValueError, "file_key must not be empty"),
    (lambda: ShareUser("").encoded(), ValueError, "user_id must not be empty"),
    (lambda: System.divider("").encoded(), ValueError, "text must not be empty"),
    (lambda: System().encoded(), ValueError, "must be a divider"),
    (
        lambda: System.divider("x", i18n_text={"en_us": "x"}).encoded(),
        ValueError,
        "i18n_text must name languages of .*en_US",
    ),
    (
        lambda: System.divider("x", i18n_text={"en_US": ""}).encoded(),
        ValueError,
        "i18n_text.en_US must not be empty",
    ),
    (lambda: Hongbao("x").encoded(), TypeError, "content must be .* a Hongbao is only received"),
    (lambda: content_of(Vote()), TypeError, "content must be .* a Vote is only received"),
    (
        lambda: content_of(UnknownContent(msg_type="text", text="{}")),
        TypeError,
        "content must be .* an? UnknownContent is only received",
    ),
    (lambda: content_of({"text": "x"}), TypeError, "content must be a Content or a string"),  # type: ignore[arg-type]
    (lambda: escape(7), TypeError, "text must be a string"),  # type: ignore[arg-type]
]


@pytest.mark.parametrize(("make", "kind", "said"), REFUSED, ids=range(len(REFUSED)))
def test_what_is_refused(make: Callable[[], object], kind: type[Exception], said: str) -> None:
    with pytest.raises(kind, match=said):
        make()


def wrapped(content: Callable[[str], Content]) -> int:
    """Count the bytes of JSON around a text."""
    return len(content("x").encoded()) - 1


@pytest.mark.parametrize(
    ("make", "most"),
    [
        (Text, 150 * 1024),
        (lambda text: Card({"a": text}), 30 * 1024),
        (lambda text: contents.Post.of("", text), 30 * 1024),
    ],
)
def test_limits_count_bytes_of_the_encoded_content(
    make: Callable[[str], Content], most: int
) -> None:
    room = most - wrapped(make)
    wide = "你" * (room // 3) + "a" * (room % 3)
    for text in ("a" * room, wide, "\n" * (room // 2)):
        assert len(make(text).encoded().encode()) <= most
        with pytest.raises(ValueError, match=rf"at most {most} bytes \({most // 1024} KB\)"):
            make(text + "\n").encoded()


@pytest.mark.parametrize("text", ["x" * 20, "汉" * 10, "汉" * 9 + "ab", "か" * 20])
def test_the_text_of_a_divider_may_be_so_long(text: str) -> None:
    assert System.divider(text, i18n_text={"ja_JP": text}).encoded()
    with pytest.raises(ValueError, match=r"^text must have at most 20 characters, or 10 Chinese"):
        System.divider(text + "x").encoded()
    with pytest.raises(ValueError, match=r"^i18n_text.ja_JP must have at most 20 characters"):
        System.divider("x", i18n_text={"ja_JP": text + "x"}).encoded()


def test_contents_are_frozen_and_have_slots() -> None:
    for name in contents.__all__:
        cls = getattr(contents, name)
        if isinstance(cls, type) and attrs.has(cls):
            assert not hasattr(object.__new__(cls), "__dict__"), name
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        Image("i").image_key = "j"  # type: ignore[misc]


# --- text: what somebody typed stays what it is ---------------------------------------------

# Markup as the page shows it; what it does not show, such as spaces in a tag, is taken for it too.
LOOSE = re.compile(
    r"<\s*/?\s*(?:at(?:\s[^>]*)?|[bius])\s*/?\s*>|\[[^\[\]]*\]\([^()]*\)", re.IGNORECASE
)
STRICT = re.compile(
    r'<at user_id="([^"<>]*)">[^<>]*</at>|<(/?[bius])>|\[([^\[\]]+)\]\(([^()\s<>]+)\)'
)


def parsed(text: str) -> list[tuple[str, ...]]:
    """Find markup and what stands between it."""
    found: list[tuple[str, ...]] = []
    place = 0
    for markup in STRICT.finditer(text):
        found += [("typed", text[place : markup.start()]), tuple(filter(None, markup.groups()))]
        place = markup.end()
    return [*found, ("typed", text[place:])]


def asked_for(some: Iterable[TextPart]) -> Iterator[tuple[str, ...]]:
    """Walk what `parsed` should find."""
    for part in some:
        if isinstance(part, str):
            yield ("typed", part)
        elif isinstance(part, Mention):
            yield (part.user_id,)
        elif isinstance(part, TextLink):
            url = part.url.replace("(", "%28").replace(")", "%29")
            yield part.text, url.replace("<", "%3C").replace(">", "%3E")
        else:
            yield from ((tag,) for tag in part.tags)
            yield from asked_for(part.parts)
            yield from ((f"/{tag}",) for tag in reversed(part.tags))


def joined(found: Iterable[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Put texts side by side together, without what nobody sees, and leave out empty ones."""
    whole: list[tuple[str, ...]] = []
    for one in found:
        seen = tuple(text.replace(JOINER, "") for text in one)
        if seen[0] != "typed":
            whole.append(seen)
        elif seen[1] and whole and whole[-1][0] == "typed":
            whole[-1] = ("typed", whole[-1][1] + seen[1])
        elif seen[1]:
            whole.append(seen)
    return whole


@settings(max_examples=200, deadline=None)
@given(typed)
@example("</ at >")
@example("<AT user_id='all'>x</at>")
@example("[[a](https://a.b)](https://c.d)")
def test_what_is_typed_holds_no_markup_and_looks_the_same(text: str) -> None:
    escaped = escape(text)
    assert LOOSE.search(escaped) is None
    assert escaped.replace(JOINER, "") == text.replace(JOINER, "")
    assert escape(escaped) == escaped
    assert Text.of(text) == content_of(text) == Text(escaped)
    assert Text.of(text).plain_text.replace(JOINER, "") == text.replace(JOINER, "")


@settings(max_examples=100, deadline=None)
@given(st.lists(parts, max_size=5))
@example(["<", "b>x</", "b>"])
@example(["[a]", "(https://a.b)"])
@example(["<", Styled("b>")])
@example(["<a", Styled([], bold=True), "t>"])
@example(["<at x", TextLink("y>", "https://a.b")])
@example([Mention("ou_1", "</at><at user_id='all'>\n[a](b)")])
def test_parts_are_the_markup_that_was_asked_for_and_no_other(some: list[TextPart]) -> None:
    text = Text.of(*some).text
    assert joined(parsed(text)) == joined(asked_for(some))
    ends = {match.end() for match in STRICT.finditer(text)}
    ends |= {text.index(">", match.start()) + 1 for match in STRICT.finditer(text) if match[1]}
    assert {loose.end() for loose in LOOSE.finditer(text)} <= ends


@settings(max_examples=100, deadline=None)
@given(st.lists(parts, max_size=5))
@example(["Tom<", Styled('at user_id="all">hi', bold=True), Mention("ou_1")])
@example(["[x", Styled("]", bold=True), "(https://a.b)"])
@example(["<", Styled("/a", bold=True), Styled("t>", italic=True)])
def test_what_is_typed_is_no_markup_once_the_styles_are_taken_out(some: list[TextPart]) -> None:
    def unstyled(part: TextPart) -> list[TextPart]:
        if not isinstance(part, Styled):
            return [part]
        return [inner for one in part.parts for inner in unstyled(one)]

    plain = re.sub("</?[bius]>", "", Text.of(*some).text)
    expected = [one for part in some for inner in unstyled(part) for one in asked_for([inner])]
    assert joined(parsed(plain)) == joined(expected)
    found = (match[0].split(">")[0] for match in STRICT.finditer(plain))
    allowed = sum(1 + one.startswith("<at") for one in found)  # a mention has two tags
    assert len(LOOSE.findall(plain)) <= allowed
    shown = Text.of(*some).plain_text.replace(JOINER, "")
    assert shown == Text.of(*(one for part in some for one in unstyled(part))).plain_text.replace(
        JOINER, ""
    )


def test_texts_that_were_escaped_can_stand_before_others() -> None:
    for first, second in (("a <", "b>"), ("</", "at>"), ("<a", "t user_id='all'>"), ("< /", "B>")):
        assert LOOSE.search(escape(first) + second) is None
        assert Text.of(first).plain_text == first


def test_much_of_nothing_is_escaped_at_once() -> None:
    for start in ("<", "< b", "</", "<a"):
        text = start + " " * 150_000 + "x"
        assert escape(text).replace(JOINER, "") == text


@pytest.mark.parametrize(
    "text",
    [
        *("a < b", "x[1] (y)", "a<b2", "<bold>", "<https://a.b>", "i < s and u > b", "List<S, T>"),
        *("f(x)[0]", "5 < 7 > 3", "<>", "<3", "at <noon>", "[]", "]["),
    ],
)
def test_ordinary_text_stays_as_it_is(text: str) -> None:
    assert escape(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("<b>bold <i>both</i></b>", "bold both"),
        ("<b>never closed", "<b>never closed"),
        ("<b><i>crossed</b></i>", "<b><i>crossed</b></i>"),
        ("</b>", "</b>"),
        ("<at user_id=\"ou_1\">Tom</at>, <at user_id='all'></at>", "@Tom, @all"),
        ("[Feishu](https://open.feishu.cn) [x] (y)", "Feishu [x] (y)"),
        ("[mail](mailto:a@b.c)", "mail"),
    ],
)
def test_a_text_reads_as_people_see_it(text: str, shown: str) -> None:
    assert Text(text).plain_text == shown


def test_parts_read_as_people_see_them() -> None:
    text = Text.of("<b> ", Mention("ou_1", "T<o>m"), TextLink("a<b>", "https://a.b"), STYLED)
    assert text.plain_text == "<b> @Toma<b>bold content, bold and italic content"
    assert PostMention("@_user_1").plain_text == "@_user_1"
