"""Trees of any shape become the blocks of a document, in which only list items are nested."""

import pytest

from feishu_chat_async.richtext.document import (
    Code,
    Divider,
    DocumentBlock,
    Heading,
    ListItem,
    MentionAll,
    Paragraph,
    Quote,
    Span,
)
from feishu_chat_async.richtext.outline import OutlineNode, build_blocks, inline_content


def node(block: DocumentBlock | None, *children: OutlineNode) -> OutlineNode:
    return OutlineNode(block, children)


def build(*nodes: OutlineNode, max_depth: int = 16) -> list[DocumentBlock]:
    return list(build_blocks(nodes, max_depth))


def test_blocks_inside_other_blocks_follow_them() -> None:
    inner = node(Quote.of("b"), node(Divider()))
    group = node(None, node(Paragraph.of("c")))
    assert build(node(Heading.of("a"), inner), group) == [
        Heading.of("a"),
        Quote.of("b"),
        Divider(),
        Paragraph.of("c"),
    ]


def test_items_stay_nested() -> None:
    outer = node(ListItem.of("a"), node(None, node(ListItem.of("b"), node(ListItem.of("c")))))
    inner = ListItem(content=["b"], children=[ListItem.of("c")])
    assert build(outer) == [ListItem(content=["a"], children=[inner])]


def test_text_before_nested_items_becomes_lines_of_the_item() -> None:
    blocks: list[DocumentBlock] = [
        Paragraph.of("b"),
        Code(text="c"),
        Divider(),
        Heading.of("d"),
    ]
    item = node(ListItem.of("a"), *map(OutlineNode, blocks))
    expected = ListItem(content=["a\nb\n", Span("c", code=True), "\nd"])
    assert build(item) == [expected]


def test_the_first_text_of_an_empty_item_is_its_only_line() -> None:
    assert build(node(ListItem(), node(Paragraph.of("a")))) == [ListItem.of("a")]


def test_text_after_nested_items_becomes_a_nested_item() -> None:
    item = node(ListItem.of("a"), node(ListItem.of("b")), node(Quote.of("c")), node(Paragraph()))
    assert build(item) == [ListItem(content=["a"], children=[ListItem.of("b"), ListItem.of("c")])]


def test_items_nested_too_deep_follow_at_the_last_level() -> None:
    deep = node(
        ListItem.of("a"), node(ListItem.of("b"), node(ListItem.of("c"), node(Code(text="d"))))
    )
    assert build(deep, max_depth=1) == [
        ListItem.of("a"),
        ListItem.of("b"),
        ListItem(content=["c\n", Span("d", code=True)]),
    ]
    nested = build(deep, max_depth=2)
    assert [item.plain_text for item in nested if isinstance(item, ListItem)] == ["a"]
    assert isinstance(nested[0], ListItem) and len(nested[0].children) == 2


@pytest.mark.parametrize(
    ("block", "content"),
    [
        (Divider(), ()),
        (Code(text=""), ()),
        (Code(text="a"), (Span("a", code=True),)),
        (Quote.of("a", MentionAll()), (Span("a"), MentionAll())),
    ],
)
def test_every_block_has_inline_content(block: DocumentBlock, content: tuple[Span, ...]) -> None:
    assert inline_content(block) == content
