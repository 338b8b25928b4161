"""Text messages: typed text never becomes markup, and parts become exactly their own markup.

https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/im-v1/message/create_json
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator

import pytest
from hypothesis import example, given, settings, strategies as st

from feishu_chat_async.contents import (
    Image,
    Mention,
    Styled,
    Text,
    TextLink,
    TextPart,
    UnknownContent,
    Vote,
    content_of,
    escape,
    read_content,
)
from tests.support.message_contents import parts, typed

JOINER = "\u2060"

# --- as on the official pages ---------------------------------------------------------------

STYLED = Styled(["bold content", Styled(", bold and italic content", italic=True)], bold=True)
SENT: list[tuple[Text, str]] = [
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
]


@pytest.mark.parametrize(("text", "wire"), SENT)
def test_a_text_is_sent_as_on_the_official_page(text: Text, wire: str) -> None:
    assert json.loads(text.encoded()) == json.loads(wire)


def test_a_received_text_numbers_its_mentions() -> None:
    text = read_content("text", '{"text": "@_user_1 文本消息"}')
    assert text == Text("@_user_1 文本消息")
    assert text.plain_text == "@_user_1 文本消息"


# --- typed text is no markup ----------------------------------------------------------------

# LOOSE finds everything that could be taken for markup, such as tags with spaces; STRICT finds
# markup in the form of the official page.
LOOSE = re.compile(
    r"<\s*/?\s*(?:at(?:\s[^>]*)?|[bius])\s*/?\s*>|\[[^\[\]]*\]\([^()]*\)", re.IGNORECASE
)
STRICT = re.compile(
    r'<at user_id="([^"<>]*)">[^<>]*</at>|<(/?[bius])>|\[([^\[\]]+)\]\(([^()\s<>]+)\)'
)


def parsed(text: str) -> list[tuple[str, ...]]:
    """Return the markup in a text, and the typed text between it."""
    tokens: list[tuple[str, ...]] = []
    end = 0
    for markup in STRICT.finditer(text):
        tokens += [("typed", text[end : markup.start()]), tuple(filter(None, markup.groups()))]
        end = markup.end()
    return [*tokens, ("typed", text[end:])]


def expected(text_parts: Iterable[TextPart]) -> Iterator[tuple[str, ...]]:
    """Yield the tokens that `parsed` should find."""
    for part in text_parts:
        if isinstance(part, str):
            yield ("typed", part)
        elif isinstance(part, Mention):
            yield (part.user_id,)
        elif isinstance(part, TextLink):
            url = part.url.replace("(", "%28").replace(")", "%29")
            yield part.text, url.replace("<", "%3C").replace(">", "%3E")
        else:
            yield from ((tag,) for tag in part.tags)
            yield from expected(part.parts)
            yield from ((f"/{tag}",) for tag in reversed(part.tags))


def joined(tokens: Iterable[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Join adjacent texts, without word joiners, and leave out empty ones."""
    result: list[tuple[str, ...]] = []
    for token in tokens:
        visible = tuple(text.replace(JOINER, "") for text in token)
        if visible[0] != "typed":
            result.append(visible)
        elif visible[1] and result and result[-1][0] == "typed":
            result[-1] = ("typed", result[-1][1] + visible[1])
        elif visible[1]:
            result.append(visible)
    return result


@settings(max_examples=200, deadline=None)
@given(typed)
@example("</ at >")
@example("<AT user_id='all'>x</at>")
@example("[[a](https://a.b)](https://c.d)")
def test_typed_text_has_no_markup_and_looks_the_same(text: str) -> None:
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
def test_parts_become_exactly_their_markup(text_parts: list[TextPart]) -> None:
    text = Text.of(*text_parts).text
    assert joined(parsed(text)) == joined(expected(text_parts))
    ends = {match.end() for match in STRICT.finditer(text)}
    ends |= {text.index(">", match.start()) + 1 for match in STRICT.finditer(text) if match[1]}
    assert {loose.end() for loose in LOOSE.finditer(text)} <= ends


@settings(max_examples=100, deadline=None)
@given(st.lists(parts, max_size=5))
@example(["Tom<", Styled('at user_id="all">hi', bold=True), Mention("ou_1")])
@example(["[x", Styled("]", bold=True), "(https://a.b)"])
@example(["<", Styled("/a", bold=True), Styled("t>", italic=True)])
def test_removing_style_tags_creates_no_markup(text_parts: list[TextPart]) -> None:
    def unstyled(part: TextPart) -> list[TextPart]:
        if not isinstance(part, Styled):
            return [part]
        return [inner for nested in part.parts for inner in unstyled(nested)]

    plain = re.sub("</?[bius]>", "", Text.of(*text_parts).text)
    tokens = [
        token for part in text_parts for inner in unstyled(part) for token in expected([inner])
    ]
    assert joined(parsed(plain)) == joined(tokens)
    tags = (match[0].split(">")[0] for match in STRICT.finditer(plain))
    allowed = sum(1 + tag.startswith("<at") for tag in tags)  # a mention has two tags
    assert len(LOOSE.findall(plain)) <= allowed
    shown = Text.of(*text_parts).plain_text.replace(JOINER, "")
    without_styles = Text.of(*(inner for part in text_parts for inner in unstyled(part)))
    assert shown == without_styles.plain_text.replace(JOINER, "")


def test_joining_an_escaped_text_with_another_creates_no_markup() -> None:
    for first, second in (("a <", "b>"), ("</", "at>"), ("<a", "t user_id='all'>"), ("< /", "B>")):
        assert LOOSE.search(escape(first) + second) is None
        assert Text.of(first).plain_text == first


def test_long_runs_of_spaces_are_escaped_in_linear_time() -> None:
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
def test_ordinary_text_is_unchanged(text: str) -> None:
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
def test_plain_text_is_what_readers_see(text: str, shown: str) -> None:
    assert Text(text).plain_text == shown


def test_parts_have_a_plain_text() -> None:
    text = Text.of("<b> ", Mention("ou_1", "T<o>m"), TextLink("a<b>", "https://a.b"), STYLED)
    assert text.plain_text == "<b> @Toma<b>bold content, bold and italic content"


# --- invalid arguments ----------------------------------------------------------------------

INVALID: list[tuple[Callable[[], object], type[Exception], str]] = [
    (lambda: Text(None), TypeError, "text must be a string"),  # type: ignore[arg-type]
    (lambda: Text.of(7), TypeError, "strings, Mention, TextLink and Styled, got int"),  # type: ignore[arg-type]
    (lambda: Styled(None), TypeError, "must be a part or a list of parts"),  # type: ignore[arg-type]
    (lambda: Styled("x", bold=1), TypeError, "bold must be True or False"),  # type: ignore[arg-type]
    (lambda: Mention(""), ValueError, "user_id must be an id"),
    (lambda: Mention('ou_1"><b>'), ValueError, "user_id must be an id"),
    (lambda: Mention("ou_1", 7), TypeError, "name must be a string"),  # type: ignore[arg-type]
    (lambda: TextLink("", "https://a.b"), ValueError, "text must not be empty"),
    (lambda: TextLink("[WIP]", "https://a.b"), ValueError, r"must not contain \[ or \]"),
    (lambda: TextLink("x", ""), ValueError, "url must not be empty"),
    (lambda: TextLink("x", "https://a.b c"), ValueError, "url must not contain spaces"),
    (lambda: Text("").encoded(), ValueError, "text must not be empty"),
    (lambda: escape(7), TypeError, "text must be a string"),  # type: ignore[arg-type]
    (lambda: content_of(Vote()), TypeError, "must be sendable, and Vote can only be received"),
    (
        lambda: content_of(UnknownContent(msg_type="text", text="{}")),
        TypeError,
        "must be sendable, and UnknownContent can only be received",
    ),
    (lambda: content_of({"text": "x"}), TypeError, "content must be a Content or a string"),  # type: ignore[arg-type]
]


@pytest.mark.parametrize(("build", "error", "message"), INVALID, ids=range(len(INVALID)))
def test_invalid_parts_are_refused(
    build: Callable[[], object], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        build()


def test_a_string_becomes_a_text_and_a_content_is_unchanged() -> None:
    image = Image("img_1")
    assert content_of(image) is image
    assert content_of("<b>") == Text.of("<b>")
