"""Documents as blocks of an announcement in the docx format, and back.

What docx cannot represent (`normalize_for_docx` applies these simplifications):

| In a document                                  | becomes in docx                               |
| ---------------------------------------------- | --------------------------------------------- |
| `MentionAll`                                   | the text "@all"                               |
| a language without a number in docx            | code without a language                       |
| an alias of a language, such as py             | its main name, python                         |
| more than 100,000 UTF-16 units or 100 mentions | several blocks of the same kind; an item's    |
| in a block                                     | children are nested in the last of them       |
| more than 100,000 UTF-16 units in the title    | a title, and paragraphs                       |

What a document cannot represent:

| In docx                                        | becomes in a document                         |
| ---------------------------------------------- | --------------------------------------------- |
| colors, alignment, comments, folding, numbers  | nothing                                       |
| links other than http(s)                       | their text                                    |
| formulas                                       | their source, as text                         |
| mentioned documents                            | their title, as a link                        |
| reminders                                      | their time in UTC, as text                    |
| embedded pages, link previews                  | links                                         |
| files                                          | their names                                   |
| tables                                         | a paragraph per row, cells joined by " | "    |
| quotations of several blocks                   | a quotation for each paragraph in them        |
| callouts, columns, views, agendas              | the blocks in them                            |
| nested blocks                                  | see `feishu_chat_async.richtext`              |
| images, sheets, OKRs and everything else       | nothing                                       |
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC
from typing import Final

import attrs

from .. import docx
from .document import (
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
    plain_text,
)
from .languages import language_name, language_number
from .outline import OutlineNode, build_blocks, inline_content

MAX_UNITS: Final = 100_000
"""UTF-16 code units of text in one block, from the page of `batch_update`."""
MAX_MENTIONS: Final = 100
"""Users mentioned in one block, the limit of one update in `batch_update`."""
MAX_BLOCKS_PER_CALL: Final = 50
"""Blocks that one call creates."""
MAX_MENTIONS_PER_CALL: Final = 200
"""Users mentioned in the blocks that one call creates; more cause error 1770035."""

_HEADINGS: Final[tuple[type[docx.BaseTextBlock], ...]] = (
    docx.Heading1Block,
    docx.Heading2Block,
    docx.Heading3Block,
    docx.Heading4Block,
    docx.Heading5Block,
    docx.Heading6Block,
    docx.Heading7Block,
    docx.Heading8Block,
    docx.Heading9Block,
)
_ITEMS: Final[dict[ListKind, type[docx.BaseTextBlock]]] = {
    ListKind.BULLET: docx.BulletBlock,
    ListKind.ORDERED: docx.OrderedBlock,
    ListKind.TODO: docx.TodoBlock,
}


@attrs.frozen
class NewBlock:
    """A block to create, and the blocks to create inside it."""

    block: docx.Block
    children: tuple["NewBlock", ...] = ()

    @property
    def mention_count(self) -> int:
        """The number of users that the block mentions, not counting its children."""
        if not isinstance(self.block, docx.BaseTextBlock):
            return 0
        return sum(isinstance(element, docx.MentionUser) for element in self.block.elements)


def to_docx(document: Document) -> NewBlock:
    """Convert a document to a page block that has the title as its text and the blocks as children.

    Args:
        document: The document. What docx cannot represent is simplified; see the module's
            docstring.
    """
    normalized = normalize_for_docx(document)
    title = docx.PageBlock(elements=_to_elements([Span(normalized.title)]))
    return NewBlock(title, tuple(map(_to_new_block, normalized.blocks)))


def batches(blocks: Iterable[NewBlock]) -> Iterator[tuple[NewBlock, ...]]:
    """Split the children of one block into batches that one call can create.

    Args:
        blocks: The children, in order. Their own children are not counted, as each level takes
            separate calls.
    """
    batch: list[NewBlock] = []
    mentions = 0
    for block in blocks:
        mentions += block.mention_count
        if len(batch) == MAX_BLOCKS_PER_CALL or mentions > MAX_MENTIONS_PER_CALL:
            yield tuple(batch)
            batch, mentions = [], block.mention_count
        batch.append(block)
    if batch:
        yield tuple(batch)


def normalize_for_docx(document: Document) -> Document:
    """Return a document as it is read back after being written in the docx format.

    Args:
        document: The document to simplify to what docx can represent.
    """
    title, *rest = _split_content([Span(document.title)])
    blocks = [Paragraph(content=content) for content in rest]
    return Document(
        title=plain_text(title),
        blocks=[*blocks, *(part for block in document.blocks for part in _normalize_block(block))],
    )


def _normalize_block(block: DocumentBlock) -> Sequence[DocumentBlock]:
    """Split a block into one or more blocks within Feishu's limits."""
    if isinstance(block, ListItem):
        return _normalize_item(block)
    if isinstance(block, Divider):
        return (block,)
    if isinstance(block, Code):
        language = language_name(language_number(block.language))
        parts = _split_content([Span(block.text)])
        return tuple(Code(text=plain_text(part), language=language) for part in parts)
    return tuple(attrs.evolve(block, content=part) for part in _split_content(block.content))


def _normalize_item(item: ListItem) -> tuple[ListItem, ...]:
    children = tuple(part for child in item.children for part in _normalize_item(child))
    *before, last = _split_content(item.content)
    return (
        *(attrs.evolve(item, content=part, children=()) for part in before),
        attrs.evolve(item, content=last, children=children),
    )


def _split_content(content: Iterable[Inline]) -> list[list[Inline]]:
    """Split content that is too long for one block."""
    parts: list[list[Inline]] = [[]]
    units = mentions = 0
    for item in content:
        if isinstance(item, UserMention):
            if mentions == MAX_MENTIONS:
                parts.append([])
                units = mentions = 0
            parts[-1].append(item)
            mentions += 1
            continue
        span = _as_span(item)
        rest = span.text
        while rest:
            prefix = _prefix(rest, MAX_UNITS - units)
            parts[-1].append(attrs.evolve(span, text=prefix))
            units += _utf16_length(prefix)
            rest = rest[len(prefix) :]
            if rest:
                parts.append([])
                units = mentions = 0
    return parts


def _utf16_length(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _prefix(text: str, max_units: int) -> str:
    """Return the longest prefix of a text that has at most `max_units` UTF-16 code units."""
    prefix = text[:max_units]
    while (excess := _utf16_length(prefix) - max_units) > 0:
        prefix = prefix[: -((excess + 1) // 2)]
    return prefix


def _as_span(item: Span | MentionAll) -> Span:
    return item if isinstance(item, Span) else Span("@all")


# --- a document as blocks -------------------------------------------------------------------


def _to_new_block(block: DocumentBlock) -> NewBlock:
    if isinstance(block, Divider):
        return NewBlock(docx.DividerBlock())
    if isinstance(block, Code):
        style = docx.TextStyle(language=language_number(block.language))
        return NewBlock(docx.CodeBlock(elements=_to_elements([Span(block.text)]), style=style))
    elements = _to_elements(block.content)
    if isinstance(block, ListItem):
        is_todo = block.kind == ListKind.TODO
        done = docx.TextStyle(done=block.done) if is_todo else None
        item = _ITEMS[block.kind](elements=elements, style=done)
        return NewBlock(item, tuple(map(_to_new_block, block.children)))
    if isinstance(block, Heading):
        return NewBlock(_HEADINGS[block.level - 1](elements=elements))
    cls = docx.QuoteBlock if isinstance(block, Quote) else docx.TextBlock
    return NewBlock(cls(elements=elements))


def _to_elements(content: Sequence[Inline]) -> tuple[docx.TextElement, ...]:
    # Feishu requires at least one element, and returns empty text in this form.
    return tuple(map(_to_element, content)) or (docx.TextRun(content=""),)


def _to_element(item: Inline) -> docx.TextElement:
    if isinstance(item, UserMention):
        return docx.MentionUser(user_id=item.user_id)
    span = _as_span(item)
    style = docx.TextElementStyle(
        bold=span.bold or None,
        italic=span.italic or None,
        strikethrough=span.strike or None,
        underline=span.underline or None,
        inline_code=span.code or None,
        link=docx.Link(url=span.link) if span.link else None,
    )
    is_plain = style == docx.TextElementStyle()
    return docx.TextRun(content=span.text, text_element_style=None if is_plain else style)


# --- blocks as a document -------------------------------------------------------------------


def from_docx(blocks: Iterable[docx.Block]) -> Document:
    """Convert the blocks of an announcement to a document.

    Args:
        blocks: All blocks of the announcement, in any order.

    Raises:
        ValueError: The page block is missing.
    """
    unused = {block.block_id: block for block in blocks}
    page = next((block for block in unused.values() if isinstance(block, docx.PageBlock)), None)
    if page is None:
        raise ValueError("blocks must hold the PageBlock of the announcement")
    del unused[page.block_id]
    nodes = tuple(_to_nodes(page.children, unused))
    return Document(title=plain_text(_to_content(page.elements)), blocks=build_blocks(nodes))


def _to_nodes(ids: Iterable[str], unused: dict[str | None, docx.Block]) -> Iterator[OutlineNode]:
    for block_id in ids:
        # Removed, so that a block that is the child of several others is used only once.
        block = unused.pop(block_id, None)
        if block is not None:
            yield _to_node(block, tuple(_to_nodes(block.children, unused)))


def _to_node(block: docx.Block, children: tuple[OutlineNode, ...]) -> OutlineNode:
    if isinstance(block, docx.QuoteContainerBlock):
        return OutlineNode(children=tuple(map(_to_quote, children)))
    if isinstance(block, docx.TableBlock):
        width = max(block.property.column_size, 1)
        rows = (children[start : start + width] for start in range(0, len(children), width))
        paragraphs = (Paragraph(content=_row_content(cells)) for cells in rows)
        return OutlineNode(children=tuple(map(OutlineNode, paragraphs)))
    return OutlineNode(_to_block(block), children)


def _to_quote(node: OutlineNode) -> OutlineNode:
    if isinstance(node.block, Paragraph):
        return OutlineNode(Quote(content=node.block.content), node.children)
    return node


def _row_content(cells: Iterable[OutlineNode]) -> list[Inline]:
    row: list[Inline] = []
    for cell_index, cell in enumerate(cells):
        row += [Span(" | ")] if cell_index else []
        for line_index, line in enumerate(_lines(cell)):
            row += [Span(" "), *line] if line_index else line
    return row


def _lines(node: OutlineNode) -> Iterator[Sequence[Inline]]:
    if node.block is not None:
        yield inline_content(node.block)
    for child in node.children:
        yield from _lines(child)


def _to_block(block: docx.Block) -> DocumentBlock | None:
    if isinstance(block, docx.DividerBlock):
        return Divider()
    if isinstance(block, docx.BaseTextBlock):
        return _to_text_block(block, _to_content(block.elements))
    content = _content_of_other(block)
    return Paragraph(content=content) if content else None


def _content_of_other(block: docx.Block) -> tuple[Inline, ...]:
    """Return the text of a block that is not a text block; empty if it has none."""
    if isinstance(block, docx.AgendaItemTitleBlock):
        return _to_content(block.elements)
    if isinstance(block, docx.IframeBlock):
        return (_to_link(block.component.url),)
    if isinstance(block, docx.LinkPreviewBlock) and block.url:
        return (_to_link(block.url),)
    if isinstance(block, docx.FileBlock) and block.name:
        return (Span(block.name),)
    return ()


def _to_text_block(block: docx.BaseTextBlock, content: Sequence[Inline]) -> DocumentBlock:
    style = block.style or docx.TextStyle()
    if type(block) in _HEADINGS:
        return Heading(content=content, level=_HEADINGS.index(type(block)) + 1)
    for kind, cls in _ITEMS.items():
        if isinstance(block, cls):
            done = kind == ListKind.TODO and bool(style.done)
            return ListItem(content=content, kind=kind, done=done)
    if isinstance(block, docx.CodeBlock):
        return Code(text=plain_text(content), language=language_name(style.language))
    return (
        Quote(content=content) if isinstance(block, docx.QuoteBlock) else Paragraph(content=content)
    )


def _to_content(elements: Iterable[docx.TextElement]) -> tuple[Inline, ...]:
    return tuple(item for element in elements for item in _to_inline(element))


def _to_inline(element: docx.TextElement) -> Iterator[Inline]:
    if isinstance(element, docx.TextRun):
        yield _to_span(element)
    elif isinstance(element, docx.MentionUser):
        yield _to_mention(element.user_id)
    elif isinstance(element, docx.MentionDoc):
        yield _to_link(element.url, element.title)
    elif isinstance(element, docx.Reminder):
        yield Span(f"{element.expire_time.astimezone(UTC):%Y-%m-%d %H:%M} UTC")
    elif isinstance(element, docx.Equation):
        yield Span(element.content.rstrip("\n"))


def _to_span(run: docx.TextRun) -> Span:
    style = run.text_element_style or docx.TextElementStyle()
    return Span(
        run.content,
        bold=bool(style.bold),
        italic=bool(style.italic),
        strike=bool(style.strikethrough),
        underline=bool(style.underline),
        code=bool(style.inline_code),
        link=_to_link(style.link.url).link if style.link else None,
    )


def _to_mention(user_id: str) -> Inline:
    try:
        return UserMention(user_id)
    except ValueError:  # not the id of a user
        return Span(f"@{user_id}")


def _to_link(url: str, title: str | None = None) -> Span:
    is_web_url = url.startswith(("http://", "https://"))
    return Span(title or url, link=url if is_web_url else None)
