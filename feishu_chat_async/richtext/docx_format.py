"""Documents for people as blocks of an announcement in the docx format, and back.

What docx cannot hold, and what becomes of it (`degrade_docx`):

| In a document                                  | becomes in docx                               |
| ---------------------------------------------- | --------------------------------------------- |
| `MentionAll`                                   | the text "@all"                               |
| a language that Feishu has no number for       | code in no language                           |
| other names of a language, such as py          | the first one, python                         |
| more than 100,000 UTF-16 units, or 100 people, | several blocks of its kind; the items below   |
| in a block                                     | an item stand below the last of them          |
| more than 100,000 UTF-16 units in the title    | a title, and paragraphs                       |

What a document cannot hold, and what becomes of it:

| In docx                                        | becomes in a document                         |
| ---------------------------------------------- | --------------------------------------------- |
| colours, alignment, comments, folding, numbers | nothing                                       |
| links to anything but http(s)                  | their text                                    |
| formulas                                       | their source, as text                         |
| documents that are mentioned                   | their title, as a link                        |
| reminders                                      | their time in UTC, as text                    |
| embedded pages, previews of links              | links                                         |
| files                                          | their names                                   |
| tables                                         | a paragraph for each row, cells parted by " | " |
| quotations of several blocks                   | a quotation for each paragraph in them        |
| boxes, columns, views, agendas                 | the blocks in them                            |
| blocks below others                            | see `_outline`                                |
| pictures, sheets, OKRs and everything else     | nothing                                       |
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
from .outline import Part, as_line, assemble

MAX_UNITS: Final = 100_000
"""UTF-16 units of text in one block: so says `text_run.content` on the page of `batch_update`."""
MAX_PEOPLE: Final = 100
"""People mentioned in one block: so many can `batch_update` set at once."""
MAX_BLOCKS: Final = 50
"""Blocks that one call creates."""
MAX_PEOPLE_CREATED: Final = 200
"""People mentioned in the blocks that one call creates: see its error 1770035."""

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
class Node:
    """A block to be made, and those to be made below it."""

    block: docx.Block
    children: tuple["Node", ...] = ()

    @property
    def people(self) -> int:
        """How many people its block mentions."""
        text = self.block
        if not isinstance(text, docx.BaseTextBlock):
            return 0
        return sum(isinstance(element, docx.MentionUser) for element in text.elements)


def to_docx(document: Document) -> Node:
    """Return the page, whose text is the title, and below it the blocks to be made."""
    fitting = degrade_docx(document)
    title = docx.PageBlock(elements=_to_elements([Span(fitting.title)]))
    return Node(title, tuple(map(_to_node, fitting.blocks)))


def batches(nodes: Iterable[Node]) -> Iterator[tuple[Node, ...]]:
    """Part the children of one block into as many as one call may create, without their own."""
    batch: list[Node] = []
    people = 0
    for node in nodes:
        people += node.people
        if len(batch) == MAX_BLOCKS or people > MAX_PEOPLE_CREATED:
            yield tuple(batch)
            batch, people = [], node.people
        batch.append(node)
    if batch:
        yield tuple(batch)


def degrade_docx(document: Document) -> Document:
    """Return what is left of a document when it was written as docx and is read again."""
    title, *rest = _portions([Span(document.title)])
    blocks = [Paragraph(content=portion) for portion in rest]
    return Document(
        title=plain_text(title),
        blocks=[*blocks, *(part for block in document.blocks for part in _fitting(block))],
    )


def _fitting(block: DocumentBlock) -> Sequence[DocumentBlock]:
    """Return a block as blocks that Feishu takes."""
    if isinstance(block, ListItem):
        return _fitting_items(block)
    if isinstance(block, Divider):
        return (block,)
    if isinstance(block, Code):
        language = language_name(language_number(block.language))
        parts = _portions([Span(block.text)])
        return tuple(Code(text=plain_text(part), language=language) for part in parts)
    return tuple(attrs.evolve(block, content=part) for part in _portions(block.content))


def _fitting_items(item: ListItem) -> tuple[ListItem, ...]:
    children = tuple(part for child in item.children for part in _fitting_items(child))
    *before, last = _portions(item.content)
    return (
        *(attrs.evolve(item, content=part, children=()) for part in before),
        attrs.evolve(item, content=last, children=children),
    )


def _portions(content: Iterable[Inline]) -> list[list[Inline]]:
    """Part a text where it is too long for one block."""
    portions: list[list[Inline]] = [[]]
    units = people = 0
    for item in content:
        if isinstance(item, UserMention):
            if people == MAX_PEOPLE:
                portions.append([])
                units = people = 0
            portions[-1].append(item)
            people += 1
            continue
        piece = _as_text(item)
        rest = piece.text
        while rest:
            head = _head(rest, MAX_UNITS - units)
            portions[-1].append(attrs.evolve(piece, text=head))
            units += _units(head)
            rest = rest[len(head) :]
            if rest:
                portions.append([])
                units = people = 0
    return portions


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _head(text: str, room: int) -> str:
    """Return as much of the beginning as there is room for."""
    head = text[:room]
    while (over := _units(head) - room) > 0:
        head = head[: -((over + 1) // 2)]
    return head


def _as_text(item: Span | MentionAll) -> Span:
    return item if isinstance(item, Span) else Span("@all")


# --- a document as blocks -------------------------------------------------------------------


def _to_node(block: DocumentBlock) -> Node:
    if isinstance(block, Divider):
        return Node(docx.DividerBlock())
    if isinstance(block, Code):
        style = docx.TextStyle(language=language_number(block.language))
        return Node(docx.CodeBlock(elements=_to_elements([Span(block.text)]), style=style))
    elements = _to_elements(block.content)
    if isinstance(block, ListItem):
        todo = block.kind == ListKind.TODO
        done = docx.TextStyle(done=block.done) if todo else None
        made = _ITEMS[block.kind](elements=elements, style=done)
        return Node(made, tuple(map(_to_node, block.children)))
    if isinstance(block, Heading):
        return Node(_HEADINGS[block.level - 1](elements=elements))
    quote = isinstance(block, Quote)
    return Node(docx.QuoteBlock(elements=elements) if quote else docx.TextBlock(elements=elements))


def _to_elements(content: Sequence[Inline]) -> tuple[docx.TextElement, ...]:
    # Feishu wants at least one, and itself writes no text so.
    return tuple(map(_to_element, content)) or (docx.TextRun(content=""),)


def _to_element(item: Inline) -> docx.TextElement:
    if isinstance(item, UserMention):
        return docx.MentionUser(user_id=item.user_id)
    text = _as_text(item)
    style = docx.TextElementStyle(
        bold=text.bold or None,
        italic=text.italic or None,
        strikethrough=text.strike or None,
        underline=text.underline or None,
        inline_code=text.code or None,
        link=docx.Link(url=text.link) if text.link else None,
    )
    plain = style == docx.TextElementStyle()
    return docx.TextRun(content=text.text, text_element_style=None if plain else style)


# --- blocks as a document -------------------------------------------------------------------


def from_docx(blocks: Iterable[docx.Block]) -> Document:
    """Return what all blocks of an announcement say, in whatever order they come.

    Raises:
        ValueError: the page is not among them.
    """
    known = {block.block_id: block for block in blocks}
    page = next((block for block in known.values() if isinstance(block, docx.PageBlock)), None)
    if page is None:
        raise ValueError("blocks must hold the PageBlock of the announcement")
    del known[page.block_id]
    parts = tuple(_parts(page.children, known))
    return Document(title=plain_text(_to_content(page.elements)), blocks=assemble(parts))


def _parts(ids: Iterable[str], known: dict[str | None, docx.Block]) -> Iterator[Part]:
    for one in ids:
        # Taken out, so that no block comes twice, whoever may claim it as a child.
        block = known.pop(one, None)
        if block is not None:
            yield _to_part(block, tuple(_parts(block.children, known)))


def _to_part(block: docx.Block, below: tuple[Part, ...]) -> Part:
    if isinstance(block, docx.QuoteContainerBlock):
        return Part(parts=tuple(map(_quoted, below)))
    if isinstance(block, docx.TableBlock):
        width = max(block.property.column_size, 1)
        rows = (below[at : at + width] for at in range(0, len(below), width))
        return Part(parts=tuple(Part(Paragraph(content=_row(cells))) for cells in rows))
    return Part(_to_block(block), below)


def _quoted(part: Part) -> Part:
    if isinstance(part.block, Paragraph):
        return Part(Quote(content=part.block.content), part.parts)
    return part


def _row(cells: Iterable[Part]) -> list[Inline]:
    row: list[Inline] = []
    for number, cell in enumerate(cells):
        row += [Span(" | ")] if number else []
        for place, line in enumerate(_lines(cell)):
            row += [Span(" "), *line] if place else line
    return row


def _lines(part: Part) -> Iterator[Sequence[Inline]]:
    if part.block is not None:
        yield as_line(part.block)
    for one in part.parts:
        yield from _lines(one)


def _to_block(block: docx.Block) -> DocumentBlock | None:
    if isinstance(block, docx.DividerBlock):
        return Divider()
    if isinstance(block, docx.BaseTextBlock):
        return _to_text_block(block, _to_content(block.elements))
    content = _said(block)
    return Paragraph(content=content) if content else None


def _said(block: docx.Block) -> tuple[Inline, ...]:
    """Return what a block that is no text says all the same."""
    if isinstance(block, docx.AgendaItemTitleBlock):
        return _to_content(block.elements)
    if isinstance(block, docx.IframeBlock):
        return (_linked(block.component.url),)
    if isinstance(block, docx.LinkPreviewBlock) and block.url:
        return (_linked(block.url),)
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
        yield _to_text(element)
    elif isinstance(element, docx.MentionUser):
        yield _to_mention(element.user_id)
    elif isinstance(element, docx.MentionDoc):
        yield _linked(element.url, element.title)
    elif isinstance(element, docx.Reminder):
        yield Span(f"{element.expire_time.astimezone(UTC):%Y-%m-%d %H:%M} UTC")
    elif isinstance(element, docx.Equation):
        yield Span(element.content.rstrip("\n"))


def _to_text(run: docx.TextRun) -> Span:
    style = run.text_element_style or docx.TextElementStyle()
    return Span(
        run.content,
        bold=bool(style.bold),
        italic=bool(style.italic),
        strike=bool(style.strikethrough),
        underline=bool(style.underline),
        code=bool(style.inline_code),
        link=_linked(style.link.url).link if style.link else None,
    )


def _to_mention(user_id: str) -> Inline:
    try:
        return UserMention(user_id)
    except ValueError:  # no id of a person
        return Span(f"@{user_id}")


def _linked(url: str, title: str | None = None) -> Span:
    leads = url.startswith(("http://", "https://"))
    return Span(title or url, link=url if leads else None)
