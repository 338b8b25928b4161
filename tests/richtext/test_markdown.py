"""Documents as Markdown: what is read, what is written, and that one undoes the other."""

import json
import os
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from feishu_chat_async.richtext.document import (
    MAX_LIST_DEPTH,
    Code,
    Divider,
    Document,
    DocumentBlock,
    Heading,
    Inline,
    ListItem,
    ListKind,
    MentionAll,
    Paragraph,
    Quote,
    Span,
    UserMention,
)
from feishu_chat_async.richtext.markdown import degrade_markdown, parse, render
from tests.support.documents import documents, texts

ROOT = Path(__file__).parent.parent.parent
EXAMPLES: list[dict[str, Any]] = json.loads(
    (ROOT / "tests/data/commonmark.json").read_text(encoding="utf-8")
)


def todo(text: str, *, done: bool = False) -> ListItem:
    return ListItem(content=[Span(text)], kind=ListKind.TODO, done=done)


def ordered(text: str, *children: ListItem) -> ListItem:
    return ListItem(content=[Span(text)], kind=ListKind.ORDERED, children=children)


# --- for every document, and for every text ---------------------------------------------------


@settings(max_examples=200)
@given(documents)
@example(Document(blocks=[ListItem.of("a"), ListItem(), ListItem(children=[ListItem()])]))
@example(Document(blocks=[ListItem(content=[Span("a")], children=[ListItem(), todo("")])]))
@example(Document(blocks=[Paragraph.of(Span('"a"', bold=True), "b", Span("c", italic=True))]))
@example(Document(blocks=[Paragraph.of("\n\n", Span("\n a \n", bold=True), " \n")]))
@example(Document(blocks=[Paragraph.of("<br></at>"), Heading.of("a\nb #"), Heading.of("##")]))
@example(Document(blocks=[Paragraph.of("a | b\n--- | ---"), Paragraph.of("|-|\n: -")]))
@example(Document(blocks=[Paragraph.of("a\n|-|"), Paragraph.of("a\n:-")]))
@example(Document(blocks=[Paragraph.of("wow!", Span("a", link="https://a.b"))]))
def test_what_is_written_is_read(document: Document) -> None:
    left = degrade_markdown(document)
    assert parse(render(document)) == left
    assert degrade_markdown(left) == left


sources = st.one_of(
    texts,
    st.text(),
    st.lists(
        texts | st.sampled_from(["\n", "\n\n", "\n- ", "\n  1. ", "\n> ", "*", "**", "</b>"]),
        max_size=12,
    ).map("".join),
)


def is_stable(source: str) -> None:
    once = render(parse(source))
    assert render(parse(once)) == once
    assert parse(once) == degrade_markdown(parse(source))


@settings(max_examples=200)
@given(sources)
def test_markdown_is_stable_after_one_pass(source: str) -> None:
    is_stable(source)


def test_the_examples_of_commonmark() -> None:
    assert len(EXAMPLES) == 652
    for one in EXAMPLES:
        is_stable(one["markdown"])


# --- blocks -------------------------------------------------------------------------------------

BLOCKS: list[tuple[str, list[DocumentBlock]]] = [
    ("a\nb", [Paragraph.of("a b")]),
    ("a\n\nb", [Paragraph.of("a"), Paragraph.of("b")]),
    ("# a\n###### b #", [Heading.of("a"), Heading(content=[Span("b")], level=6)]),
    ("a\nb\n===", [Heading.of("a b")]),
    ("***", [Divider()]),
    ("```py title=x\na\n\nb\n```", [Code(text="a\n\nb", language="py")]),
    ("```{x}\n```", [Code(text="")]),
    ("    a\n     b", [Code(text="a\n b")]),
    ("- a\n- b", [ListItem.of("a"), ListItem.of("b")]),
    ("7. a\n8. b", [ordered("a"), ordered("b")]),
    ("- [ ] a\n- [x] b\n- [X] c", [todo("a"), todo("b", done=True), todo("c", done=True)]),
    ("1. [ ]\n   a", [todo("a")]),
    ("- \\[ ] a\n- [ ]a", [ListItem.of("[ ] a"), ListItem.of("[ ]a")]),
    ("- a\n\n  b\n      c", [ListItem.of("a\nb c")]),
    ("1. a\n   - b", [ordered("a", ListItem.of("b"))]),
    (
        "- a\n  ```\n  b\n  ```\n  ***\n  - c\n\n  # d",
        [
            ListItem(
                content=[Span("a\n"), Span("b", code=True)],
                children=[ListItem.of("c"), ListItem.of("d")],
            )
        ],
    ),
    ("- # a\n- > b", [ListItem.of("a"), ListItem.of("b")]),
    ("> a\n>\n> > b", [Quote.of("a"), Quote.of("b")]),
    ("> # a\n> - b", [Heading.of("a"), ListItem.of("b")]),
    (
        "a | b\n--|--\n1 | *2*",
        [Paragraph.of("a | b"), Paragraph.of("1 | ", Span("2", italic=True))],
    ),
    ("> a | b\n> --|--", [Quote.of("a | b")]),
    ("<div>\n *a*\n</div>", [Paragraph.of("<div>\n *a*\n</div>")]),
    ("  <div>\n", [Paragraph.of("  <div>")]),
    ("[a]: https://b.c", []),
    ("", []),
]


@pytest.mark.parametrize(("source", "blocks"), BLOCKS)
def test_blocks_that_are_read(source: str, blocks: list[DocumentBlock]) -> None:
    assert list(parse(source).blocks) == blocks


LINES: list[tuple[str, list[Inline]]] = [
    ("a  \nb\\\nc<br>d<BR/>e", [Span("a\nb\nc\nd\ne")]),
    ("**a *b***", [Span("a ", bold=True), Span("b", bold=True, italic=True)]),
    ("~~a~~ ~b~", [Span("a", strike=True), Span(" ~b~")]),
    ("`a*`", [Span("a*", code=True)]),
    ("<u>a **b**</u>", [Span("a ", underline=True), Span("b", underline=True, bold=True)]),
    ("<INS>a</ins><Strong>b</STRONG>", [Span("a", underline=True), Span("b", bold=True)]),
    ("<em>a</em><del>b</del>", [Span("a", italic=True), Span("b", strike=True)]),
    ("<b>a <i>b</b>", [Span("a <i>b", bold=True)]),
    ("a</u> <u>b", [Span("a</u> <u>b")]),
    (
        "**a <u>b** c</u>",
        [
            Span("a ", bold=True),
            Span("b", bold=True, underline=True),
            Span(" c", underline=True),
        ],
    ),
    ('<at user_id="ou_1"></at>', [UserMention("ou_1")]),
    ("<at user_id='ou_1'>**T** K</at>!", [UserMention("ou_1"), Span("!")]),
    ('**<at user_id="all">a</at>** b', [MentionAll(), Span(" b")]),
    ('<at user_id="ou_1">a</at> b</at>', [UserMention("ou_1"), Span(" b</at>")]),
    ('<at user_id="a b">T</at>', [Span('<at user_id="a b">T</at>')]),
    ('<at user_id="ou_1"> a', [Span('<at user_id="ou_1"> a')]),
    ("[a](https://b.c/%20d 'e')", [Span("a", link="https://b.c/%20d")]),
    ("[a](<http://b.c/d e>)", [Span("a", link="http://b.c/d e")]),
    ("<https://b.c/\u4f60>", [Span("https://b.c/\u4f60", link="https://b.c/\u4f60")]),
    ("<https://b.c/%41>", [Span("https://b.c/%41", link="https://b.c/%41")]),
    ("<at user_id='ou&#95;1'></at>", [UserMention("ou_1")]),
    ("[a](/b) [c](javascript:d) <e@f.g>", [Span("a c e@f.g")]),
    ("![a *b*](https://c.d)", [Span("a b", link="https://c.d")]),
    ("![](https://c.d) ![](e.png)", [Span("https://c.d", link="https://c.d"), Span(" e.png")]),
    ("[![a](https://b.c)](https://d.e)", [Span("a", link="https://d.e")]),
    ("a <!-- b --> <x>", [Span("a <!-- b --> <x>")]),
    ("&amp; &#42; \\* \\a", [Span("& * * \\a")]),
]


@pytest.mark.parametrize(("source", "content"), LINES)
def test_lines_that_are_read(source: str, content: list[Inline]) -> None:
    assert parse(source).blocks == (Paragraph(content=content),)


def test_depth_has_an_end() -> None:
    (item,) = parse("- " * 20 + "a\n").blocks
    assert isinstance(item, ListItem) and item.depth == MAX_LIST_DEPTH
    assert parse("> " * 1000 + "a").blocks == ()


# --- what is written ----------------------------------------------------------------------------

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
def test_what_is_written_is_what_people_write(blocks: list[DocumentBlock], source: str) -> None:
    assert render(Document(blocks=blocks)) == source


def test_what_is_lost() -> None:
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
    assert degrade_markdown(document) == Document(
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


# --- without the extra --------------------------------------------------------------------------


def test_without_the_extra_documents_are_written_and_reading_names_it(tmp_path: Path) -> None:
    """In a Python that sees every package but markdown-it-py."""
    for place in {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}:
        for entry in Path(place).iterdir():
            if not entry.name.startswith("markdown_it"):
                (tmp_path / entry.name).symlink_to(entry)
    script = """
from feishu_chat_async import markdown, richtext
print(markdown.render(richtext.Document(title="T")), end="")
try:
    markdown.parse("# T")
except ImportError as error:
    print(error.name, error)
"""
    done = subprocess.run(
        [sys.executable, "-S", "-W", "error", "-c", script],
        check=True,
        timeout=60,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(tmp_path)])},
    )
    assert done.stdout == (
        "# T\nmarkdown_it Markdown is read with markdown-it-py: "
        "pip install 'feishu-chat-async[markdown]'\n"
    )
