"""Markdown is read as the documents that it describes."""

import pytest

from feishu_chat_async.richtext.document import (
    MAX_LIST_DEPTH,
    Code,
    Divider,
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
from feishu_chat_async.richtext.markdown_reader import read


def todo(text: str, *, done: bool = False) -> ListItem:
    return ListItem(content=[Span(text)], kind=ListKind.TODO, done=done)


def ordered(text: str, *children: ListItem) -> ListItem:
    return ListItem(content=[Span(text)], kind=ListKind.ORDERED, children=children)


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
def test_blocks_are_read(source: str, blocks: list[DocumentBlock]) -> None:
    assert list(read(source).blocks) == blocks


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
def test_inline_content_is_read(source: str, content: list[Inline]) -> None:
    assert read(source).blocks == (Paragraph(content=content),)


def test_nesting_is_limited() -> None:
    (item,) = read("- " * 20 + "a\n").blocks
    assert isinstance(item, ListItem) and item.depth == MAX_LIST_DEPTH
    assert read("> " * 1000 + "a").blocks == ()
