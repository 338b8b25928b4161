"""The document model: what it accepts and refuses, and when documents are equal."""

from typing import Any

import pytest
from hypothesis import given

from feishu_chat_async.richtext.document import (
    MAX_LIST_DEPTH,
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
    plain_text,
)
from tests.support.documents import documents

WRONG: Any = 5
WRONG_KIND: Any = "x"


def test_adjacent_spans_of_one_style_are_merged() -> None:
    assert Paragraph.of("a", Span("b"), "").content == (Span("ab"),)
    bold = Paragraph.of(Span("a", bold=True), Span(""), Span("b", bold=True), "c")
    assert bold.content == (Span("ab", bold=True), Span("c"))
    assert Paragraph.of("a", UserMention("ou_1"), "b").content == (
        Span("a"),
        UserMention("ou_1"),
        Span("b"),
    )
    paragraph: DocumentBlock = Paragraph.of("a")
    assert paragraph != Quote.of("a")


def test_all_line_endings_become_line_feeds() -> None:
    assert Span("a\r\nb\rc\n").text == "a\nb\nc\n"
    assert Code(text="a\r\nb").text == "a\nb"
    assert Document(title="a\r\nb\nc").title == "a b c"


def test_plain_text_has_a_line_per_block() -> None:
    document = Document(
        title="Release",
        blocks=[
            Heading(content=[Span("Plan")], level=2),
            ListItem(
                content=[Span("a"), MentionAll()], children=[ListItem.of(UserMention("ou_1"))]
            ),
            Divider(),
            Code(text="x = 1\ny"),
        ],
    )
    assert document.plain_text == "Release\nPlan\na@all\n@ou_1\n\nx = 1\ny"


def nested(depth: int) -> ListItem:
    return ListItem(children=[nested(depth - 1)] if depth > 1 else [])


def test_lists_nested_too_deep_are_refused() -> None:
    assert nested(MAX_LIST_DEPTH).depth == MAX_LIST_DEPTH
    with pytest.raises(ValueError, match="nested more than 16 levels deep"):
        nested(MAX_LIST_DEPTH + 1)


@pytest.mark.parametrize(
    ("build", "problem"),
    [
        (lambda: Span(WRONG), "text must be a string"),
        (lambda: Span("a", link="ftp://x"), "link must begin with http"),
        (lambda: UserMention(""), "user_id must be an id such as ou_"),
        (lambda: UserMention("ou 1"), "user_id must be an id such as ou_"),
        (lambda: UserMention("all"), "use MentionAll"),
        (lambda: Paragraph(content="a"), "content must be a list .* use `of`"),
        (lambda: Paragraph.of(WRONG), "content must hold spans and mentions, got int"),
        (lambda: Heading(level=10), "level must be at least 1 and at most 9"),
        (lambda: ListItem(children=[WRONG]), "children must hold ListItem"),
        (lambda: ListItem(done=True), "done must only be set .* todo"),
        (lambda: ListItem(kind=WRONG_KIND), "'x' is not a valid ListKind"),
        (lambda: Code(text=WRONG), "text must be a string"),
        (lambda: Code(text="", language="a b"), "language must be one word"),
        (lambda: Code(text="", language="`"), "language must be one word"),
        (lambda: Document(title=WRONG), "title must be a string"),
        (lambda: Document(blocks=WRONG), "blocks must be a list of blocks"),
        (lambda: Document(blocks="a"), "blocks must be a list of blocks"),  # type: ignore[arg-type]
        (lambda: Document(blocks=[WRONG]), "blocks must hold blocks"),
    ],
)
def test_invalid_values_are_refused(build: Any, problem: str) -> None:
    with pytest.raises((TypeError, ValueError), match=problem):
        build()


@given(documents)
def test_documents_compare_by_value_and_are_hashable(document: Document) -> None:
    copy = Document(title=document.title, blocks=list(document.blocks))
    assert copy == document and hash(copy) == hash(document)
    assert all(
        item.kind is ListKind(item.kind) for item in document.blocks if isinstance(item, ListItem)
    )


def test_the_kind_of_a_list_can_be_a_plain_string() -> None:
    item = ListItem(content=["a"], kind="todo", done=True)
    assert item.kind is ListKind.TODO


def test_plain_text_shows_mentions_by_id() -> None:
    assert plain_text([Span("a ", bold=True), UserMention("ou_1"), MentionAll()]) == "a @ou_1@all"
