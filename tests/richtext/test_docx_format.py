"""Documents in the docx format: written, read back, and what is lost."""

import json
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from itertools import count
from typing import Any

import attrs
import pytest
from hypothesis import example, given, settings, strategies as st

from feishu_chat_async import FeishuChat, docx
from feishu_chat_async._protocol.converter import structure, to_wire
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
from feishu_chat_async.richtext.docx_format import (
    MAX_MENTIONS,
    MAX_UNITS,
    NewBlock,
    batches,
    from_docx,
    normalize_for_docx,
    to_docx,
)
from feishu_chat_async.testing import FakeFeishu
from tests.support.documents import documents

LONG = "\U0001f600" * 60_000
"""120,000 UTF-16 units."""


def stored(page: NewBlock) -> list[docx.Block]:
    """Return the blocks as Feishu returns them: with ids and complete styles, decoded from JSON."""
    return [structure(block, docx.Block) for block in _stored(page, "", count(1))]


def _stored(node: NewBlock, parent: str, ids: Iterator[int]) -> list[dict[str, Any]]:
    block = json.loads(json.dumps(node.block, default=to_wire))
    block |= {"block_id": f"b{next(ids)}", "parent_id": parent, "children": []}
    below = [_stored(child, block["block_id"], ids) for child in node.children]
    block["children"] = [child[0]["block_id"] for child in below]
    for content in block.values():
        for element in content.get("elements", ()) if isinstance(content, dict) else ():
            (piece,) = element.values()
            names = ("bold", "italic", "strikethrough", "underline", "inline_code")
            given = piece.get("text_element_style") or {}
            piece["text_element_style"] = {**dict.fromkeys(names, False), **given}
    return [block, *(inner for child in below for inner in child)]


@settings(max_examples=150)
@given(documents, st.randoms(use_true_random=False))
@example(Document(title=LONG), random.Random(0))
@example(Document(blocks=[Paragraph.of("a" * 99_999, Span(LONG, bold=True))]), random.Random(0))
@example(Document(blocks=[Quote(content=[UserMention("ou_1"), Span("x")] * 250)]), random.Random(0))
@example(Document(blocks=[Code(text=LONG, language="py")]), random.Random(0))
def test_a_document_is_read_back_as_normalized(document: Document, order: random.Random) -> None:
    blocks = stored(to_docx(document))
    order.shuffle(blocks)
    assert from_docx(blocks) == normalize_for_docx(document)
    assert normalize_for_docx(normalize_for_docx(document)) == normalize_for_docx(document)


def written(*blocks: DocumentBlock) -> list[docx.Block]:
    return [node.block for node in to_docx(Document(blocks=blocks)).children]


def test_each_block_has_its_docx_counterpart() -> None:
    assert written(
        Paragraph.of("a"),
        Paragraph(),
        Heading(content=[Span("b")], level=9),
        Quote.of("c"),
        Code(text="d", language="c++"),
        Divider(),
        ListItem.of("e"),
        ListItem(content=[Span("f")], kind=ListKind.ORDERED),
        ListItem(content=[Span("g")], kind=ListKind.TODO, done=True),
    ) == [
        docx.TextBlock.of("a"),
        docx.TextBlock.of(""),
        docx.Heading9Block.of("b"),
        docx.QuoteBlock.of("c"),
        docx.CodeBlock.of("d", style=docx.TextStyle(language=docx.Language.CPP)),
        docx.DividerBlock(),
        docx.BulletBlock.of("e"),
        docx.OrderedBlock.of("f"),
        docx.TodoBlock.of("g", style=docx.TextStyle(done=True)),
    ]


def test_each_style_has_its_docx_counterpart() -> None:
    style = docx.TextElementStyle
    assert written(
        Paragraph.of(
            Span("a", bold=True, italic=True),
            Span("b", strike=True, underline=True),
            Span("c", code=True, link="https://a.b"),
            UserMention("ou_1"),
            MentionAll(),
        )
    ) == [
        docx.TextBlock.of(
            docx.TextRun(content="a", text_element_style=style(bold=True, italic=True)),
            docx.TextRun(content="b", text_element_style=style(strikethrough=True, underline=True)),
            docx.TextRun(
                content="c",
                text_element_style=style(inline_code=True, link=docx.Link(url="https://a.b")),
            ),
            docx.MentionUser(user_id="ou_1"),
            "@all",
        )
    ]


def test_content_too_long_for_one_block_is_split() -> None:
    """The length is counted in UTF-16 units, and no character is cut in half."""
    item = ListItem(content=[Span("a" + LONG)], children=[ListItem.of("below")])
    first, second = to_docx(Document(blocks=[item])).children
    texts = [docx_text(node.block) for node in (first, second)]
    assert "".join(texts) == "a" + LONG
    assert len(texts[0].encode("utf-16-le")) // 2 == MAX_UNITS - 1
    assert not first.children and len(second.children) == 1
    people = written(Paragraph.of(*[UserMention("ou_1")] * (2 * MAX_MENTIONS + 1)))
    assert [NewBlock(block).mention_count for block in people] == [100, 100, 1]
    titled = normalize_for_docx(Document(title="t" * MAX_UNITS + "rest"))
    assert titled == Document(title="t" * MAX_UNITS, blocks=[Paragraph.of("rest")])


def docx_text(block: docx.Block) -> str:
    assert isinstance(block, docx.BaseTextBlock)
    return "".join(item.content for item in block.elements if isinstance(item, docx.TextRun))


def test_batches_are_within_the_limits_of_one_call() -> None:
    empty = NewBlock(docx.TextBlock.of("a"))
    full = NewBlock(docx.TextBlock.of(*[docx.MentionUser(user_id="ou_1")] * MAX_MENTIONS))
    assert [len(batch) for batch in batches([empty] * 120)] == [50, 50, 20]
    assert [len(batch) for batch in batches([full, empty, full, empty, full, empty])] == [4, 2]
    assert [len(batch) for batch in batches([full] * 5)] == [2, 2, 1]
    assert list(batches([])) == []
    assert NewBlock(docx.DividerBlock()).mention_count == 0


async def test_a_document_is_created_level_by_level(fake: FakeFeishu, feishu: FeishuChat) -> None:
    deep = ListItem.of("3", UserMention("ou_1"))
    for text in "21":
        deep = ListItem(kind=ListKind.ORDERED, content=[Span(text)], children=[deep] * 2)
    document = Document(title="T", blocks=[*[Paragraph.of("p")] * 60, deep, Divider()])
    chat_id = fake.add_chat(docx=True).chat_id
    calls = feishu.docx_announcement

    async def create(parent: str, nodes: tuple[NewBlock, ...]) -> None:
        for batch in batches(nodes):
            blocks = [node.block for node in batch]
            made = await calls.create_children(chat_id, parent, blocks)
            for block, node in zip(made.children, batch, strict=True):
                assert block.block_id
                await create(block.block_id, node.children)

    page = to_docx(document)
    assert isinstance(page.block, docx.PageBlock)
    title = docx.UpdateTextElements(block_id=chat_id, elements=page.block.elements)
    await calls.batch_update(chat_id, [title])
    await create(chat_id, page.children)
    blocks = [block async for block in calls.iter_blocks(chat_id)]
    assert from_docx(blocks) == document == normalize_for_docx(document)


# --- what a document cannot represent ---------------------------------------------------------


def tree(*blocks: tuple[docx.Block, list[Any]]) -> list[docx.Block]:
    """Return a page, and the given blocks with their children inside it."""
    ids = (f"b{number}" for number in count())
    made: list[docx.Block] = []

    def add(block: docx.Block, below: list[Any]) -> str:
        block_id = next(ids)
        children = tuple(add(*pair) for pair in below)
        made.append(attrs.evolve(block, block_id=block_id, children=children))
        return block_id

    add(docx.PageBlock.of("T"), list(blocks))
    return made


def read(*blocks: tuple[docx.Block, list[Any]]) -> list[DocumentBlock]:
    return list(from_docx(tree(*blocks)).blocks)


def text(content: str) -> tuple[docx.Block, list[Any]]:
    return docx.TextBlock.of(content), []


def test_elements_without_a_counterpart_become_text_or_links_or_are_dropped() -> None:
    noon = datetime(2026, 1, 1, 20, tzinfo=timezone(timedelta(hours=8)))
    elements = [
        docx.TextRun(
            content="a",
            text_element_style=docx.TextElementStyle(
                text_color=docx.TextColor.RED, link=docx.Link(url="mailto:a@b.c")
            ),
        ),
        docx.Equation(content="E=mc^2\n"),
        docx.MentionDoc(
            token="t", obj_type=docx.DocumentType.DOCX, url="https://a.b/d", title="Plan"
        ),
        docx.MentionDoc(token="t", obj_type=docx.DocumentType.DOCX, url="https://a.b/e"),
        docx.Reminder(create_user_id="ou_1", expire_time=noon, notify_time=noon),
        docx.MentionUser(user_id="no id"),
        docx.InlineFile(file_token="f"),
        docx.UndefinedElement(),
    ]
    assert read((docx.TextBlock(elements=tuple(elements)), [])) == [
        Paragraph.of(
            "aE=mc^2",
            Span("Plan", link="https://a.b/d"),
            Span("https://a.b/e", link="https://a.b/e"),
            "2026-01-01 12:00 UTC@no id",
        )
    ]
    assert noon.astimezone(UTC).hour == 12


def test_blocks_without_a_counterpart_become_text_or_links_or_are_dropped() -> None:
    iframe = docx.IframeComponent(url="https://a.b")
    preview = docx.LinkPreviewBlock(url="https://c.d", url_type=docx.LinkType.MESSAGE)
    assert read(
        (docx.EquationBlock.of(docx.Equation(content="x")), []),
        (docx.IframeBlock(component=iframe), []),
        (preview, []),
        (docx.ViewBlock(), [(docx.FileBlock(name="plan.pdf"), [])]),
        (docx.FileBlock(), []),
        (docx.ImageBlock(token="t"), []),
        (docx.UnknownBlock(content={"block_type": 777}), []),
        (docx.AgendaBlock(), [(docx.AgendaItemTitleBlock(elements=text_elements("item")), [])]),
        (docx.CodeBlock.of("x", style=docx.TextStyle(language=docx.Language(999))), []),
        (docx.CodeBlock.of("x"), []),
    ) == [
        Paragraph.of("x"),
        Paragraph.of(Span("https://a.b", link="https://a.b")),
        Paragraph.of(Span("https://c.d", link="https://c.d")),
        Paragraph.of("plan.pdf"),
        Paragraph.of("item"),
        Code(text="x"),
        Code(text="x"),
    ]


def text_elements(content: str) -> tuple[docx.TextElement, ...]:
    return (docx.TextRun(content=content),)


def test_a_table_becomes_a_paragraph_per_row() -> None:
    table = docx.TableBlock(property=docx.TableProperty(row_size=2, column_size=2))
    cells = [
        (docx.TableCellBlock(), [text("a")]),
        (docx.TableCellBlock(), [text("b"), (docx.BulletBlock.of("c"), [text("d")])]),
        (docx.TableCellBlock(), []),
        (docx.TableCellBlock(), [(docx.TextBlock.of(docx.MentionUser(user_id="ou_1")), [])]),
    ]
    assert read((table, cells)) == [
        Paragraph.of("a | b c d"),
        Paragraph.of(" | ", UserMention("ou_1")),
    ]


def test_nested_blocks_are_rearranged() -> None:
    item = docx.BulletBlock
    assert read(
        (docx.CalloutBlock(), [text("a"), (docx.DividerBlock(), [])]),
        (docx.QuoteContainerBlock(), [text("b"), (item.of("c"), [text("d")])]),
        (docx.Heading1Block.of("e"), [text("f")]),
        (
            item.of("g"),
            [
                text("h"),
                (docx.CodeBlock.of("i"), []),
                (docx.DividerBlock(), []),
                (item.of("j"), []),
                text("k"),
            ],
        ),
        (item.of(""), [text("l")]),
    ) == [
        Paragraph.of("a"),
        Divider(),
        Quote.of("b"),
        ListItem.of("c\nd"),
        Heading.of("e"),
        Paragraph.of("f"),
        ListItem(
            content=[Span("g\nh\n"), Span("i", code=True)],
            children=[ListItem.of("j"), ListItem.of("k")],
        ),
        ListItem.of("l"),
    ]


def test_items_nested_too_deep_stay_at_the_last_level() -> None:
    deep: tuple[docx.Block, list[Any]] = (docx.BulletBlock.of("18"), [])
    for number in range(17, 0, -1):
        deep = (docx.BulletBlock.of(str(number)), [deep, (docx.BulletBlock.of("z"), [])])
    (item,) = read(deep)
    assert isinstance(item, ListItem) and item.depth == 16
    for _ in range(14):
        item = item.children[0]
    assert [below.plain_text for below in item.children] == ["16", "17", "18", "z", "z", "z"]


def test_contradictory_children_are_tolerated() -> None:
    """Neither a missing child nor a child of two parents is an error."""
    page = docx.PageBlock(block_id="p", elements=(), children=("a", "gone", "b", "a"))
    first = docx.TextBlock(block_id="a", elements=text_elements("a"), children=("b", "a", "p"))
    second = docx.TextBlock(block_id="b", elements=text_elements("b"), children=("a",))
    assert from_docx([second, first, page]) == Document(
        blocks=[Paragraph.of("a"), Paragraph.of("b")]
    )
    with pytest.raises(ValueError, match="must hold the PageBlock"):
        from_docx([first, second])
