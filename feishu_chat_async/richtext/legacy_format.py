"""Documents as announcements in the legacy format, and back.

What the legacy format cannot represent (`normalize_for_legacy` applies these simplifications):

| In a document                                  | becomes in the legacy format                  |
| ---------------------------------------------- | --------------------------------------------- |
| a line feed in the title                       | a space                                       |
| a line feed in other text                      | another block of the same kind; an item's     |
|                                                | children are nested in the last of them       |
| more than 100 mentions in a line               | another block of the same kind                |
| `MentionAll`                                   | the text "@all"                               |
| an alias of a language, such as py             | its main name, python                         |
| a language that the format does not have       | code without a language                       |
| empty paragraphs at the end                    | nothing: a document ends with an empty line   |

What a document cannot represent:

| In the legacy format                           | becomes in a document                         |
| ---------------------------------------------- | --------------------------------------------- |
| colors, alignment, folding                     | nothing                                       |
| several styles of one line                     | one of them: list, else heading, else quote   |
| adjacent lines in the old code style           | one block of code                             |
| links to documents                             | their URL, as a link                          |
| embedded pages                                 | a paragraph with their URL, as a link         |
| links other than http(s)                       | their text                                    |
| formulas, inline files                         | their text                                    |
| tables                                         | a paragraph per row, cells joined by tabs     |
| callouts                                       | the blocks in them                            |
| items nested more than 16 deep                 | items of the 16th level                       |
| other blocks and elements                      | their type in brackets, such as "[sheet]"     |
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Final, TypeAlias

import attrs

from ..legacy import blocks, embedded_blocks, text as texts
from ..legacy.document import LegacyDocument
from ..legacy.enums import ListType
from .document import (
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
from .languages import language_name, language_number

MAX_MENTIONS: Final = 100
"""Users mentioned in one line, the limit of one insertion."""
_MENTION_ALL: Final = Span("@all")
_PLAIN_TEXT: Final = "Plain Text"
_NAMES: Final = (
    "ABAP Ada Apache Apex Bash C COBOL CSS CoffeeScript D Dart Delphi Dockerfile Django Erlang "
    "Fortran FoxPro Go Groovy HTML HTMLBars HTTP Haskell JSON Java JavaScript Julia Kotlin LaTeX "
    "Lisp Logo Lua MATLAB Makefile Markdown Nginx PHP Perl PostScript PowerShell Prolog ProtoBuf "
    "Python R RPG Ruby Rust SAS SCSS SQL Scala Scheme Scratch Shell Swift Thrift TypeScript "
    "VBScript XML YAML"
)
_LANGUAGES: Final = {
    "": _PLAIN_TEXT,
    **{name.lower(): name for name in _NAMES.split()},
    "assembly": "Assembly language",
    "c++": "C++",
    "csharp": "C#",
    "objective-c": "Objective-C",
    "openedgeabl": "OpenEdge ABL",
    "vb": "Visual Basic",
}
"""The legacy format's name of each language, by its Markdown name."""
_MARKDOWN_NAMES: Final = {language: name for name, language in _LANGUAGES.items()}


def _language(name: str) -> str:
    """Return the main Markdown name of a language; empty if the legacy format lacks it."""
    name = language_name(language_number(name))
    return name if name in _LANGUAGES else ""


# --- what the format cannot represent -------------------------------------------------------


def normalize_for_legacy(document: Document) -> Document:
    """Return a document as it is read back after being written in the legacy format.

    Args:
        document: The document to simplify to what the legacy format can represent.
    """
    normalized = [part for block in document.blocks for part in _normalize_block(block)]
    return Document(title=_one_line(document.title), blocks=_strip_empty_end(normalized))


def _normalize_block(block: DocumentBlock) -> Iterable[DocumentBlock]:
    if isinstance(block, Code):
        return [attrs.evolve(block, language=_language(block.language))]
    if isinstance(block, Divider):
        return [block]
    if not isinstance(block, ListItem):
        return [attrs.evolve(block, content=line) for line in _split_lines(block.content)]
    return _normalize_item(block)


def _normalize_item(item: ListItem) -> list[ListItem]:
    *before, last = _split_lines(item.content)
    children = [part for child in item.children for part in _normalize_item(child)]
    return [
        *(attrs.evolve(item, content=line, children=()) for line in before),
        attrs.evolve(item, content=last, children=children),
    ]


def _split_lines(content: Iterable[Inline]) -> list[list[Inline]]:
    """Split content at line feeds and where a line would have too many mentions."""
    lines: list[list[Inline]] = [[]]
    for item in content:
        if isinstance(item, UserMention):
            if sum(isinstance(piece, UserMention) for piece in lines[-1]) == MAX_MENTIONS:
                lines.append([])
            lines[-1].append(item)
            continue
        if isinstance(item, MentionAll):
            lines[-1].append(_MENTION_ALL)
            continue
        first, *rest = (attrs.evolve(item, text=text) for text in item.text.split("\n"))
        lines[-1].append(first)
        lines += [[span] for span in rest]
    return lines


def _one_line(title: str) -> str:
    return title.replace("\r\n", " ").replace("\r", " ").replace("\n", " ")


def _strip_empty_end(document_blocks: list[DocumentBlock]) -> list[DocumentBlock]:
    while document_blocks and document_blocks[-1] == Paragraph():
        document_blocks.pop()
    return document_blocks


# --- writing --------------------------------------------------------------------------------


def to_legacy(document: Document) -> LegacyDocument:
    """Convert a document to the title and blocks of the legacy format.

    Args:
        document: The document. What the format cannot represent is simplified; see the
            module's docstring.
    """
    document = normalize_for_legacy(document)
    written = tuple(_to_legacy_blocks(document.blocks))
    title = blocks.Title.of(document.title)
    return LegacyDocument(title=title, body=blocks.Body(blocks=written))


def _to_legacy_blocks(document_blocks: Iterable[DocumentBlock]) -> Iterator[blocks.LegacyBlock]:
    number = 0
    for block in document_blocks:
        is_numbered = isinstance(block, ListItem) and block.kind == ListKind.ORDERED
        number = number + 1 if is_numbered else 0
        if isinstance(block, ListItem):
            yield from _to_legacy_items(block, 1, number)
        elif isinstance(block, Code):
            yield blocks.LegacyCode.of(block.text, _LANGUAGES[block.language])
        elif isinstance(block, Divider):
            yield blocks.HorizontalLine()
        else:
            yield _to_paragraph(block.content, _STYLES[type(block)](block))


_STYLES: Final[dict[type, Callable[..., texts.ParagraphStyle]]] = {
    Heading: lambda block: texts.ParagraphStyle(heading_level=block.level),
    Paragraph: lambda _: texts.ParagraphStyle(),
    Quote: lambda _: texts.ParagraphStyle(quote=True),
}


def _to_legacy_items(item: ListItem, level: int, number: int) -> Iterator[blocks.LegacyParagraph]:
    kind = ListType.CHECKED_BOX if item.done else _LIST_TYPES[item.kind]
    style = texts.List(type=kind, indent_level=level, number=number or None)
    yield _to_paragraph(item.content, texts.ParagraphStyle(list=style))
    number = 0
    for child in item.children:
        number = number + 1 if child.kind == ListKind.ORDERED else 0
        yield from _to_legacy_items(child, level + 1, number)


_LIST_TYPES: Final = {
    ListKind.BULLET: ListType.BULLET,
    ListKind.ORDERED: ListType.NUMBER,
    ListKind.TODO: ListType.CHECK_BOX,
}


def _to_paragraph(content: Iterable[Inline], style: texts.ParagraphStyle) -> blocks.LegacyParagraph:
    elements = tuple(_to_element(item) for item in content)
    return blocks.LegacyParagraph(elements=elements, style=style)


def _to_element(item: Inline) -> texts.Element:
    if isinstance(item, UserMention):
        return texts.Person(open_id=item.user_id)
    span = item if isinstance(item, Span) else _MENTION_ALL
    style = texts.LegacyTextStyle(
        bold=span.bold or None,
        italic=span.italic or None,
        strike_through=span.strike or None,
        under_line=span.underline or None,
        code_inline=span.code or None,
        link=texts.LegacyLink(url=span.link) if span.link else None,
    )
    return texts.LegacyTextRun(text=span.text, style=style)


# --- reading --------------------------------------------------------------------------------


def from_legacy(document: LegacyDocument) -> Document:
    """Convert an announcement in the legacy format to a document.

    Args:
        document: The announcement, as `Announcement.document` returns it.
    """
    lines = [line for block in document.blocks for line in _read_block(block)]
    title = _one_line(document.title.plain_text)
    return Document(title=title, blocks=_strip_empty_end(_nest_items(_join_code(lines))))


@attrs.frozen
class _ItemLine:
    """A list item that is not nested yet."""

    level: int
    item: ListItem


@attrs.frozen
class _CodeLine:
    """A line of a code block in the old style, in which each line is a paragraph."""

    text: str


_Line: TypeAlias = DocumentBlock | _ItemLine | _CodeLine


def _read_block(block: blocks.LegacyBlock) -> Iterable[_Line]:
    if isinstance(block, blocks.LegacyParagraph):
        return [_read_paragraph(block)]
    if isinstance(block, blocks.LegacyCode):
        language = _MARKDOWN_NAMES.get(block.language or "", "")
        return [Code(text=block.plain_text, language=language)]
    if isinstance(block, blocks.HorizontalLine):
        return [Divider()]
    if isinstance(block, blocks.Callout):
        return [line for inner in block.body.blocks for line in _read_block(inner)]
    if isinstance(block, embedded_blocks.EmbeddedPage):
        return [Paragraph(content=[_to_link(block.url)])]
    text = block.plain_text if isinstance(block, blocks.Table | embedded_blocks.LegacyFile) else ""
    return [Paragraph.of(line) for line in (text or _bracketed_type(block)).split("\n")]


def _read_paragraph(paragraph: blocks.LegacyParagraph) -> _Line:
    style = paragraph.style
    content = [_to_inline(element) for element in paragraph.elements]
    if style.list is not None and style.list.type == ListType.CODE:
        return _CodeLine(paragraph.plain_text)
    if style.list is not None:
        kind = _LIST_KINDS.get(style.list.type, ListKind.BULLET)
        done = style.list.type == ListType.CHECKED_BOX
        item = ListItem(content=content, kind=kind, done=done)
        return _ItemLine(style.list.indent_level or 1, item)
    if style.heading_level:
        return Heading(content=content, level=max(1, min(9, style.heading_level)))
    return Quote(content=content) if style.quote else Paragraph(content=content)


_LIST_KINDS: Final[dict[str, ListKind]] = {
    ListType.NUMBER: ListKind.ORDERED,
    ListType.CHECK_BOX: ListKind.TODO,
    ListType.CHECKED_BOX: ListKind.TODO,
}


def _to_inline(element: texts.Element) -> Inline:
    if isinstance(element, texts.Person):
        return _to_mention(element)
    if isinstance(element, texts.DocsLink):
        return _to_link(element.url)
    if not isinstance(element, texts.LegacyTextRun):
        return Span(element.plain_text or _bracketed_type(element))
    style = element.style
    span = Span(
        element.text,
        bold=bool(style.bold),
        italic=bool(style.italic),
        strike=bool(style.strike_through),
        underline=bool(style.under_line),
        code=bool(style.code_inline),
    )
    if style.link and _is_web_url(style.link.url):
        return attrs.evolve(span, link=style.link.url)
    return span


def _to_mention(person: texts.Person) -> Inline:
    try:
        return UserMention(person.open_id)
    except ValueError:  # not the id of a user
        return Span(person.plain_text)


def _is_web_url(url: str) -> bool:
    return url.startswith(("http://", "https://"))


def _to_link(url: str) -> Span:
    return Span(url, link=url) if _is_web_url(url) else Span(url)


def _bracketed_type(part: blocks.LegacyBlock | texts.Element) -> str:
    """Return the type of a block or element that has no text, such as `[sheet]`."""
    if isinstance(part, blocks.LegacyUnknownBlock | texts.LegacyUnknownElement):
        return f"[{part.content.get('type')}]"
    return f"[{part.variants.names[type(part)]}]"


def _join_code(lines: Iterable[_Line]) -> Iterator[DocumentBlock | _ItemLine]:
    """Join adjacent lines of code in the old style into one block."""
    code: list[str] = []
    for line in lines:
        if isinstance(line, _CodeLine):
            code.append(line.text)
            continue
        if code:
            yield Code(text="\n".join(code))
            code = []
        yield line
    if code:
        yield Code(text="\n".join(code))


def _nest_items(lines: Iterable[DocumentBlock | _ItemLine]) -> list[DocumentBlock]:
    """Nest list items by their indentation."""
    nested: list[DocumentBlock] = []
    run: list[_ItemLine] = []
    for line in lines:
        if isinstance(line, _ItemLine):
            run.append(line)
            continue
        nested += _item_tree(run)
        run = []
        nested.append(line)
    return [*nested, *_item_tree(run)]


def _item_tree(run: list[_ItemLine], depth: int = 1) -> list[ListItem]:
    """Build the tree of adjacent items; the first need not be the least indented."""
    items: list[ListItem] = []
    while run:
        first, *rest = run
        end = next((n for n, line in enumerate(rest) if line.level <= first.level), len(rest))
        children = rest[:end] if depth < MAX_LIST_DEPTH else []  # deeper items become siblings
        items.append(attrs.evolve(first.item, children=_item_tree(children, depth + 1)))
        run = rest[len(children) :]
    return items
