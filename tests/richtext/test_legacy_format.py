"""Documents in the legacy format: written, read back, and simplified where necessary."""

import json
from itertools import pairwise
from typing import Any

import attrs
import pytest
from hypothesis import example, given, strategies as st

from feishu_chat_async import Announcement, legacy
from feishu_chat_async._protocol.converter import to_wire
from feishu_chat_async.legacy.content_checks import batches
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
)
from feishu_chat_async.richtext.docx_format import normalize_for_docx
from feishu_chat_async.richtext.languages import language_name, language_number
from feishu_chat_async.richtext.legacy_format import (
    _LANGUAGES,
    MAX_MENTIONS,
    from_legacy,
    normalize_for_legacy,
    to_legacy,
)
from tests.support.documents import documents


@given(documents)
@example(Document(blocks=[Paragraph(), Paragraph()]))
@example(Document(blocks=[Paragraph.of("a\n\n")]))
@example(Document(blocks=[Paragraph.of(*[UserMention("ou_1")] * (2 * MAX_MENTIONS + 1))]))
def test_a_document_is_read_back_as_normalized(document: Document) -> None:
    written = to_legacy(document)
    assert from_legacy(written) == normalize_for_legacy(document)
    text = json.dumps(to_wire(written), default=to_wire)
    assert from_legacy(Announcement(content=text, revision="0").document()) == normalize_for_legacy(
        document
    )


@given(documents)
def test_normalizing_is_idempotent(document: Document) -> None:
    normalized = normalize_for_legacy(document)
    assert normalize_for_legacy(normalized) == normalized


@given(documents)
def test_every_block_that_is_written_can_be_inserted(document: Document) -> None:
    written = to_legacy(document)
    for block in written.blocks:
        legacy.InsertBlocks(blocks=[block], location=legacy.InsertLocation.end())
    legacy.UpdateTitle(title=written.title)


MANY_MENTIONS = Paragraph.of(*[UserMention("ou_1")] * 60)


@given(st.lists(st.sampled_from([Paragraph.of("x"), MANY_MENTIONS, Divider()]), max_size=130))
@example([MANY_MENTIONS, Divider(), MANY_MENTIONS])
@example([Paragraph.of("x")] * 101)
def test_batches_are_as_large_as_one_insertion_can_be(blocks: list[DocumentBlock]) -> None:
    written = to_legacy(Document(blocks=[*blocks, Divider()])).blocks
    found = list(batches(written))
    assert tuple(block for batch in found for block in batch) == written
    for batch in found:
        legacy.InsertBlocks(blocks=batch, location=legacy.InsertLocation.end())
    for batch, following in pairwise(found):  # none could be larger
        with pytest.raises(ValueError, match="at most"):
            legacy.InsertBlocks(blocks=[*batch, following[0]], location=legacy.InsertLocation.end())


def words(document: Document) -> str:
    return "".join(document.plain_text.split())


@given(documents)
def test_no_word_is_lost(document: Document) -> None:
    assert words(normalize_for_legacy(document)) == words(document)


def deep(levels: int) -> ListItem:
    found = ListItem.of(f"level {levels}")
    for level in range(levels - 1, 0, -1):
        found = ListItem(content=[f"level {level}"], children=[found])
    return found


NORMALIZED: list[tuple[Document, Document]] = [
    (Document(title="two\r\nlines\nhere\r!"), Document(title="two lines here !")),
    (
        Document(blocks=[Heading(content=["a\nb"], level=2)]),
        Document(blocks=[Heading(content=["a"], level=2), Heading(content=["b"], level=2)]),
    ),
    (
        Document(blocks=[Paragraph.of("a", Span("b\nc", bold=True), "d")]),
        Document(
            blocks=[
                Paragraph.of("a", Span("b", bold=True)),
                Paragraph.of(Span("c", bold=True), "d"),
            ]
        ),
    ),
    (
        Document(blocks=[ListItem(content=["a\nb"], children=[ListItem.of("below")])]),
        Document(
            blocks=[
                ListItem.of("a"),
                ListItem(content=["b"], children=[ListItem.of("below")]),
            ]
        ),
    ),
    (
        Document(blocks=[Paragraph.of("hi ", MentionAll(), "!")]),
        Document(blocks=[Paragraph.of("hi @all!")]),
    ),
    (
        Document(blocks=[Code(text="x", language="py"), Code(text="y", language="brainfuck")]),
        Document(blocks=[Code(text="x", language="python"), Code(text="y")]),
    ),
    (
        Document(blocks=[Paragraph(), Paragraph.of("a"), Paragraph(), Paragraph()]),
        Document(blocks=[Paragraph(), Paragraph.of("a")]),
    ),
    (
        Document(blocks=[Quote.of(*[UserMention("ou_1")] * (MAX_MENTIONS + 1))]),
        Document(
            blocks=[Quote.of(*[UserMention("ou_1")] * MAX_MENTIONS), Quote.of(UserMention("ou_1"))]
        ),
    ),
    (Document(blocks=[deep(MAX_LIST_DEPTH)]), Document(blocks=[deep(MAX_LIST_DEPTH)])),
]


@pytest.mark.parametrize(("document", "expected"), NORMALIZED)
def test_content_that_the_format_cannot_represent_is_simplified(
    document: Document, expected: Document
) -> None:
    assert normalize_for_legacy(document) == expected


def line(*elements: str | legacy.Element, **style: Any) -> legacy.LegacyParagraph:
    return legacy.LegacyParagraph.of(*elements, style=legacy.ParagraphStyle(**style))


def listed(text: str, level: int | None, kind: legacy.ListType, number: Any = None) -> Any:
    return line(text, list=legacy.List(type=kind, indent_level=level, number=number))


def test_each_block_has_its_legacy_counterpart() -> None:
    bold = legacy.LegacyTextRun(text="Friday", style=legacy.LegacyTextStyle(bold=True))
    link = legacy.LegacyTextStyle(link=legacy.LegacyLink(url="https://x/y"))
    document = Document(
        title="Release",
        blocks=[
            Heading.of("2.1"),
            Paragraph.of("freeze: ", Span("Friday", bold=True), UserMention("ou_1")),
            Quote.of(Span("why", link="https://x/y")),
            ListItem(
                content=["a"],
                kind=ListKind.ORDERED,
                children=[ListItem.of("b"), ListItem(content=["c"], kind=ListKind.TODO)],
            ),
            ListItem(content=["d"], kind=ListKind.ORDERED),
            ListItem(content=["e"], kind=ListKind.TODO, done=True),
            ListItem(content=["f"], kind=ListKind.ORDERED),
            Divider(),
            Code(text="x = 1\n\ny = 2", language="python"),
        ],
    )
    kinds = legacy.ListType
    assert to_legacy(document) == legacy.LegacyDocument(
        title=legacy.Title.of("Release"),
        body=legacy.Body.of(
            line("2.1", heading_level=1),
            line("freeze: ", bold, legacy.Person(open_id="ou_1")),
            line(legacy.LegacyTextRun(text="why", style=link), quote=True),
            listed("a", 1, kinds.NUMBER, 1),
            listed("b", 2, kinds.BULLET),
            listed("c", 2, kinds.CHECK_BOX),
            listed("d", 1, kinds.NUMBER, 2),
            listed("e", 1, kinds.CHECKED_BOX),
            listed("f", 1, kinds.NUMBER, 1),
            legacy.HorizontalLine(),
            legacy.LegacyCode.of("x = 1\n\ny = 2", "Python"),
        ),
    )


def read(*blocks: legacy.LegacyBlock | str) -> list[DocumentBlock]:
    return list(from_legacy(legacy.LegacyDocument(body=legacy.Body.of(*blocks))).blocks)


def table() -> legacy.Table:
    cells = tuple(
        legacy.TableCell(column_index=n, body=legacy.Body.of(text, "more"))
        for n, text in enumerate("ab")
    )
    rows = tuple(legacy.TableRow(row_index=n, table_cells=cells) for n in range(2))
    return legacy.Table(row_size=2, column_size=2, table_rows=rows)


@pytest.mark.parametrize("name", ["py", "PYTHON", "cpp", "C++", "asm", "objc", "abl", "c#", "vb"])
def test_a_language_has_one_name_in_both_formats(name: str) -> None:
    document = Document(blocks=[Code(text="x", language=name)])
    assert normalize_for_legacy(document) == normalize_for_docx(document)


def test_every_language_is_known_by_its_markdown_name() -> None:
    assert all(language_name(language_number(name)) == name for name in _LANGUAGES)


OTHERS: list[tuple[legacy.LegacyBlock, DocumentBlock]] = [
    (line("x", list=legacy.List(type=legacy.ListType("star"))), ListItem.of("x")),
    (line("x", heading_level=12), Heading(content=["x"], level=9)),
    (line("x", heading_level=2, quote=True), Heading(content=["x"], level=2)),
    (line("x", align=legacy.LegacyAlign.CENTER), Paragraph.of("x")),
    (
        line(legacy.DocsLink(url="https://x/docs/1")),
        Paragraph.of(Span("https://x/docs/1", link="https://x/docs/1")),
    ),
    (line(legacy.DocsLink(url="docs/1")), Paragraph.of("docs/1")),
    (
        line(
            legacy.LegacyTextRun(
                text="x", style=legacy.LegacyTextStyle(link=legacy.LegacyLink(url="mailto:x"))
            )
        ),
        Paragraph.of("x"),
    ),
    (
        line(
            legacy.LegacyTextRun(
                text="x", style=legacy.LegacyTextStyle(bold=True, text_color=legacy.TEXT_COLORS[0])
            )
        ),
        Paragraph.of(Span("x", bold=True)),
    ),
    (line(legacy.Person(open_id="")), Paragraph.of("@")),
    (line(legacy.LegacyEquation(equation="E=mc^2")), Paragraph.of("E=mc^2")),
    (line(legacy.LegacyInlineFile(file_name="a.txt")), Paragraph.of("a.txt")),
    (line(legacy.LegacyReminder(timestamp=1)), Paragraph.of("[reminder]")),
    (line(legacy.LegacyUnknownElement(content={"type": "smell"})), Paragraph.of("[smell]")),
    (legacy.LegacyUnknownBlock(content={"type": "hologram"}), Paragraph.of("[hologram]")),
    (legacy.Sheet(token="x"), Paragraph.of("[sheet]")),
    (legacy.LegacyFile(file_token="x", file_name="a.txt"), Paragraph.of("a.txt")),
    (legacy.LegacyFile(file_token="x"), Paragraph.of("[file]")),
    (
        legacy.EmbeddedPage(type=legacy.PageType.YOUKU, url="https://v.youku.com/1"),
        Paragraph.of(Span("https://v.youku.com/1", link="https://v.youku.com/1")),
    ),
    (legacy.LegacyCode(language="Klingon"), Code(text="")),
    (legacy.Callout(body=legacy.Body.of("mind")), Paragraph.of("mind")),
]


@pytest.mark.parametrize(("block", "expected"), OTHERS)
def test_blocks_that_a_document_cannot_represent_are_simplified(
    block: legacy.LegacyBlock, expected: DocumentBlock
) -> None:
    assert read(block) == [expected]


def test_tables_and_callouts_become_several_blocks() -> None:
    rows = [Paragraph.of("a more\tb more")] * 2
    assert read(table()) == rows
    callout = legacy.Callout(body=legacy.Body.of("x", legacy.HorizontalLine()))
    assert read(callout) == [Paragraph.of("x"), Divider()]


def test_lines_in_the_old_code_style_become_one_block() -> None:
    code = legacy.ListType.CODE
    found = read(listed("a", None, code), listed("b", None, code), "x", listed("c", None, code))
    assert found == [Code(text="a\nb"), Paragraph.of("x"), Code(text="c")]


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        ([1, 3, 2], "a(b c)"),
        ([3, 1, 2], "a b(c)"),
        ([2, 2, 3], "a b(c)"),
        ([1, 2, 3], "a(b(c))"),
        ([None, 2, None], "a(b) c"),
        (range(1, 19), "a(b(c(d(e(f(g(h(i(j(k(l(m(n(o(p q r)))))))))))))))"),
    ],
)
def test_items_are_nested_by_their_indentation(levels: Any, expected: str) -> None:
    lines = [
        listed(chr(ord("a") + n), level, legacy.ListType.BULLET) for n, level in enumerate(levels)
    ]
    assert " ".join(map(shape, read(*lines))) == expected


def shape(block: DocumentBlock) -> str:
    assert isinstance(block, ListItem)
    below = f"({' '.join(map(shape, block.children))})" if block.children else ""
    return block.plain_text + below


def test_a_title_of_several_runs_is_one_line() -> None:
    title = legacy.Title(
        elements=(legacy.LegacyTextRun(text="a\nb"), legacy.LegacyTextRun(text="c"))
    )
    document = from_legacy(legacy.LegacyDocument(title=title))
    assert document == Document(title="a bc")
    assert attrs.evolve(document, title="") == Document()
