"""Documents are written as the Markdown that a person would write."""

import pytest

from feishu_chat_async.richtext.document import (
    Code,
    Divider,
    Document,
    DocumentBlock,
    Heading,
    ListItem,
    ListKind,
    MentionAll,
    Paragraph,
    Quote,
    Span,
    UserMention,
)
from feishu_chat_async.richtext.markdown_writer import normalize_for_markdown, write


def todo(text: str, *, done: bool = False) -> ListItem:
    return ListItem(content=[Span(text)], kind=ListKind.TODO, done=done)


def ordered(text: str, *children: ListItem) -> ListItem:
    return ListItem(content=[Span(text)], kind=ListKind.ORDERED, children=children)


WRITTEN: list[tuple[list[DocumentBlock], str]] = [
    ([], ""),
    (
        [Heading(content=[Span("a")], level=2), Paragraph.of("b"), Divider(), Quote.of("c\nd")],
        "## a\n\nb\n\n---\n\n> c\\\n> d\n",
    ),
    ([Code(text="a\n```", language="c++")], "````c++\na\n```\n````\n"),
    (
        [ordered("a", ListItem.of("b"), ListItem.of("c\nd")), ordered("e"), todo("f", done=True)],
        "1. a\n   - b\n   - c\\\n     d\n2. e\n- [x] f\n",
    ),
    ([ListItem(), ListItem(children=[ListItem()])], "-\n\n-\n  -\n"),
    (
        [Paragraph.of("a ", Span("b", bold=True), " ", Span("c", italic=True, bold=True), "d")],
        "a **b** ***c***d\n",
    ),
    ([Paragraph.of("a", Span(" b ", bold=True), "c")], "a **b** c\n"),
    ([Paragraph.of("a", Span('"b"', bold=True), "c")], 'a<b>"b"</b>c\n'),
    ([Paragraph.of(Span("a", bold=True), Span("b", italic=True))], "**a**<i>b</i>\n"),
    (
        [Paragraph.of(Span("a", strike=True), Span(" b ", strike=True, underline=True))],
        "~~a~~<u><s> b </s></u>\n",
    ),
    (
        [Paragraph.of(Span("a ", link="https://a.b"), Span("b", link="https://a.b", bold=True))],
        "[a **b**](https://a.b)\n",
    ),
    ([Paragraph.of(Span("a", link="https://a.b/(c) d"))], "[a](<https://a.b/(c) d>)\n"),
    ([Paragraph.of(Span("a", link="https://a.b?c&lt;=d&e"))], "[a](https://a.b?c&amp;lt;=d&e)\n"),
    ([Paragraph.of(Span("a", code=True), Span("`", code=True))], "`` a` ``\n"),
    ([Paragraph.of(Span(" a ", code=True))], "`  a  `\n"),
    (
        [Paragraph.of(UserMention("ou_1"), MentionAll())],
        '<at user_id="ou_1"></at><at user_id="all"></at>\n',
    ),
    ([Paragraph.of(" a ")], "&#32;a&#32;\n"),
    (
        [Paragraph.of("snake_case _a_ 2 * 3 < 4 & [b] <c> &lt; #d -e")],
        "snake_case \\_a\\_ 2 \\* 3 < 4 & \\[b\\] \\<c> \\&lt; #d -e\n",
    ),
    (
        [Paragraph.of("1. a\n- b\n# c\n> d\n---\n=\n1.5\n#e\n-f")],
        "1\\. a\\\n\\- b\\\n\\# c\\\n\\> d\\\n\\---\\\n\\=\\\n1.5\\\n#e\\\n-f\n",
    ),
    ([Paragraph.of("a\n|-|"), Paragraph.of("a\n:-")], "a\\\n\\|-|\n\na\\\n\\:-\n"),
    ([Heading.of("a #"), Heading()], "# a \\#\n\n#\n"),
]


@pytest.mark.parametrize(("blocks", "source"), WRITTEN)
def test_documents_are_written_as_usual_markdown(blocks: list[DocumentBlock], source: str) -> None:
    assert write(Document(blocks=blocks)) == source


def test_content_that_markdown_cannot_represent_is_simplified() -> None:
    document = Document(
        title="T\x00",
        blocks=[
            Heading(content=[Span("a\nb")], level=9),
            Paragraph(),
            Quote.of("\n"),
            Paragraph.of("\nc\n", Span("\n d ", bold=True), Span("\n")),
            Paragraph.of(Span("e\nf", code=True, strike=True)),
            Code(text="g\x1b\t", language="py"),
        ],
    )
    assert normalize_for_markdown(document) == Document(
        blocks=[
            Heading.of("T"),
            Heading(content=[Span("a b")], level=6),
            Paragraph.of("c\n\n ", Span("d", bold=True), " "),
            Paragraph.of(
                Span("e", code=True, strike=True),
                Span("\n", strike=True),
                Span("f", code=True, strike=True),
            ),
            Code(text="g\t", language="py"),
        ]
    )
