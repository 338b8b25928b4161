"""Rich text as a document in the legacy format, and back.

`to_legacy` writes a document down, `from_legacy` reads any that Feishu may give, and
`degrade_legacy` says what of a document the format can hold: what comes back of what was written.

=============================  ===================================================================
Rich text                      In the legacy format
=============================  ===================================================================
line feed in a title           a space
line feed in another text      the end of the line: the rest is a block of the same kind, such as
                               another item; the items below an item stand below its last line
more than 100 people in a      the rest is a block of the same kind, since one call takes no more
line
`MentionAll`                   the text `@all`
language of code               the one of the format that is meant, `py` being `python`; without a
                               language if it has none such
empty paragraphs at the end    left out: a document always ends with an empty line
=============================  ===================================================================

And what a document in the legacy format may hold beyond rich text:

=============================  ===================================================================
Legacy format                  Rich text
=============================  ===================================================================
colours, alignment, collapse   left out
several styles of a line       one of them: list, else heading, else quotation
old lines of code              one block of code for all that follow each other
links to documents             their address, as text with a link
embedded pages                 a paragraph, of the address as text with a link
links of other schemes         text without a link
formulas, inline files         their text
table                          a paragraph for each row, with tabs between the cells
callout                        what stands in it
block or element of another    its kind in brackets, such as `[sheet]`
kind
=============================  ===================================================================
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Final

import attrs

from ..legacy import blocks
from ..legacy import text as texts
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

MAX_PEOPLE: Final = 100
_EVERYONE: Final = Span("@all")
_PLAIN: Final = "Plain Text"
_NAMES: Final = (
    "ABAP Ada Apache Apex Bash C COBOL CSS CoffeeScript D Dart Delphi Dockerfile Django Erlang "
    "Fortran FoxPro Go Groovy HTML HTMLBars HTTP Haskell JSON Java JavaScript Julia Kotlin LaTeX "
    "Lisp Logo Lua MATLAB Makefile Markdown Nginx PHP Perl PostScript PowerShell Prolog ProtoBuf "
    "Python R RPG Ruby Rust SAS SCSS SQL Scala Scheme Scratch Shell Swift Thrift TypeScript "
    "VBScript XML YAML"
)
_LANGUAGES: Final = {
    "": _PLAIN,
    **{name.lower(): name for name in _NAMES.split()},
    "assembly": "Assembly language",
    "c++": "C++",
    "csharp": "C#",
    "objective-c": "Objective-C",
    "openedgeabl": "OpenEdge ABL",
    "vb": "Visual Basic",
}
"""What the format has for a language, by the name that Markdown has; see `_languages`."""
_MARKDOWN: Final = {name: language for language, name in _LANGUAGES.items()}


def _language(name: str) -> str:
    name = language_name(language_number(name))
    return name if name in _LANGUAGES else ""


# --- what the format can hold ---------------------------------------------------------------


def degrade_legacy(document: Document) -> Document:
    """Say what of a document is there again after it was written and read."""
    found = [one for block in document.blocks for one in _degraded(block)]
    return Document(title=_one_line(document.title), blocks=_without_empty_end(found))


def _degraded(block: DocumentBlock) -> Iterable[DocumentBlock]:
    if isinstance(block, Code):
        return [attrs.evolve(block, language=_language(block.language))]
    if isinstance(block, Divider):
        return [block]
    if not isinstance(block, ListItem):
        return [attrs.evolve(block, content=line) for line in _split(block.content)]
    return _degraded_item(block)


def _degraded_item(item: ListItem) -> list[ListItem]:
    *first, last = _split(item.content)
    children = [one for child in item.children for one in _degraded_item(child)]
    return [
        *(attrs.evolve(item, content=line, children=()) for line in first),
        attrs.evolve(item, content=last, children=children),
    ]


def _split(content: Iterable[Inline]) -> list[list[Inline]]:
    """Part texts at their line feeds, and lines of many people."""
    lines: list[list[Inline]] = [[]]
    for item in content:
        if isinstance(item, UserMention):
            if sum(isinstance(one, UserMention) for one in lines[-1]) == MAX_PEOPLE:
                lines.append([])
            lines[-1].append(item)
            continue
        if isinstance(item, MentionAll):
            lines[-1].append(_EVERYONE)
            continue
        first, *rest = (attrs.evolve(item, text=text) for text in item.text.split("\n"))
        lines[-1].append(first)
        lines += [[text] for text in rest]
    return lines


def _one_line(title: str) -> str:
    return title.replace("\r\n", " ").replace("\r", " ").replace("\n", " ")


def _without_empty_end(found: list[DocumentBlock]) -> list[DocumentBlock]:
    while found and found[-1] == Paragraph():
        found.pop()
    return found


# --- writing --------------------------------------------------------------------------------


def to_legacy(document: Document) -> LegacyDocument:
    """Write a document down: the title, and blocks to insert."""
    document = degrade_legacy(document)
    written = tuple(_written(document.blocks))
    title = blocks.Title.of(document.title)
    return LegacyDocument(title=title, body=blocks.Body(blocks=written))


def _written(found: Iterable[DocumentBlock]) -> Iterator[blocks.LegacyBlock]:
    number = 0
    for block in found:
        is_numbered = isinstance(block, ListItem) and block.kind == ListKind.ORDERED
        number = number + 1 if is_numbered else 0
        if isinstance(block, ListItem):
            yield from _written_item(block, 1, number)
        elif isinstance(block, Code):
            yield blocks.LegacyCode.of(block.text, _LANGUAGES[block.language])
        elif isinstance(block, Divider):
            yield blocks.HorizontalLine()
        else:
            yield _line(block.content, _STYLES[type(block)](block))


_STYLES: Final[dict[type, Callable[..., texts.ParagraphStyle]]] = {
    Heading: lambda block: texts.ParagraphStyle(heading_level=block.level),
    Paragraph: lambda _: texts.ParagraphStyle(),
    Quote: lambda _: texts.ParagraphStyle(quote=True),
}


def _written_item(item: ListItem, level: int, number: int) -> Iterator[blocks.LegacyParagraph]:
    kind = ListType.CHECKED_BOX if item.done else _LIST_TYPES[item.kind]
    style = texts.List(type=kind, indent_level=level, number=number or None)
    yield _line(item.content, texts.ParagraphStyle(list=style))
    number = 0
    for child in item.children:
        number = number + 1 if child.kind == ListKind.ORDERED else 0
        yield from _written_item(child, level + 1, number)


_LIST_TYPES: Final = {
    ListKind.BULLET: ListType.BULLET,
    ListKind.ORDERED: ListType.NUMBER,
    ListKind.TODO: ListType.CHECK_BOX,
}


def _line(content: Iterable[Inline], style: texts.ParagraphStyle) -> blocks.LegacyParagraph:
    elements = tuple(_element(item) for item in content)
    return blocks.LegacyParagraph(elements=elements, style=style)


def _element(item: Inline) -> texts.Element:
    if isinstance(item, UserMention):
        return texts.Person(open_id=item.user_id)
    text = item if isinstance(item, Span) else _EVERYONE
    style = texts.LegacyTextStyle(
        bold=text.bold or None,
        italic=text.italic or None,
        strike_through=text.strike or None,
        under_line=text.underline or None,
        code_inline=text.code or None,
        link=texts.LegacyLink(url=text.link) if text.link else None,
    )
    return texts.LegacyTextRun(text=text.text, style=style)


# --- reading --------------------------------------------------------------------------------


def from_legacy(document: LegacyDocument) -> Document:
    """Read a document, whatever is in it."""
    found = [one for block in document.blocks for one in _read(block)]
    title = _one_line(document.title.plain_text)
    return Document(title=title, blocks=_without_empty_end(_nested(_joined(found))))


@attrs.frozen
class _Item:
    """An item that has not found the one that it stands below."""

    level: int
    item: ListItem


@attrs.frozen
class _CodeLine:
    text: str


_Found = DocumentBlock | _Item | _CodeLine


def _read(block: blocks.LegacyBlock) -> Iterable[_Found]:
    if isinstance(block, blocks.LegacyParagraph):
        return [_read_line(block)]
    if isinstance(block, blocks.LegacyCode):
        return [Code(text=block.plain_text, language=_MARKDOWN.get(block.language or "", ""))]
    if isinstance(block, blocks.HorizontalLine):
        return [Divider()]
    if isinstance(block, blocks.Callout):
        return [one for inner in block.body.blocks for one in _read(inner)]
    if isinstance(block, blocks.EmbeddedPage):
        return [Paragraph(content=[_linked(block.url)])]
    text = block.plain_text if isinstance(block, blocks.Table | blocks.LegacyFile) else ""
    return [Paragraph.of(line) for line in (text or _bracketed(block)).split("\n")]


def _read_line(line: blocks.LegacyParagraph) -> _Found:
    style = line.style
    content = [_inline(element) for element in line.elements]
    if style.list is not None and style.list.type == ListType.CODE:
        return _CodeLine(line.plain_text)
    if style.list is not None:
        kind = _LIST_KINDS.get(style.list.type, ListKind.BULLET)
        done = style.list.type == ListType.CHECKED_BOX
        item = ListItem(content=content, kind=kind, done=done)
        return _Item(style.list.indent_level or 1, item)
    if style.heading_level:
        return Heading(content=content, level=max(1, min(9, style.heading_level)))
    return Quote(content=content) if style.quote else Paragraph(content=content)


_LIST_KINDS: Final = {
    ListType.NUMBER: ListKind.ORDERED,
    ListType.CHECK_BOX: ListKind.TODO,
    ListType.CHECKED_BOX: ListKind.TODO,
}


def _inline(element: texts.Element) -> Inline:
    if isinstance(element, texts.Person):
        return _mention(element)
    if isinstance(element, texts.DocsLink):
        return _linked(element.url)
    if not isinstance(element, texts.LegacyTextRun):
        return Span(element.plain_text or _bracketed(element))
    style = element.style
    text = Span(
        element.text,
        bold=bool(style.bold),
        italic=bool(style.italic),
        strike=bool(style.strike_through),
        underline=bool(style.under_line),
        code=bool(style.code_inline),
    )
    return (
        attrs.evolve(text, link=style.link.url) if style.link and _leads(style.link.url) else text
    )


def _mention(person: texts.Person) -> Inline:
    try:
        return UserMention(person.open_id)
    except ValueError:  # no id of a person
        return Span(person.plain_text)


def _leads(url: str) -> bool:
    return url.startswith(("http://", "https://"))


def _linked(url: str) -> Span:
    return Span(url, link=url) if _leads(url) else Span(url)


def _bracketed(part: blocks.LegacyBlock | texts.Element) -> str:
    """Name what is there and cannot be said."""
    if isinstance(part, blocks.LegacyUnknownBlock | texts.LegacyUnknownElement):
        return f"[{part.content.get('type')}]"
    return f"[{part.variants.names[type(part)]}]"


def _joined(found: Iterable[_Found]) -> Iterator[DocumentBlock | _Item]:
    """Make one block of old lines of code that follow each other."""
    lines: list[str] = []
    for one in found:
        if isinstance(one, _CodeLine):
            lines.append(one.text)
            continue
        if lines:
            yield Code(text="\n".join(lines))
            lines = []
        yield one
    if lines:
        yield Code(text="\n".join(lines))


def _nested(found: Iterable[DocumentBlock | _Item]) -> list[DocumentBlock]:
    """Put items below those that they are indented below."""
    whole: list[DocumentBlock] = []
    run: list[_Item] = []
    for one in found:
        if isinstance(one, _Item):
            run.append(one)
            continue
        whole += _tree(run)
        run = []
        whole.append(one)
    return [*whole, *_tree(run)]


def _tree(run: list[_Item], depth: int = 1) -> list[ListItem]:
    """Make a list of its lines, in which the first one need not be the least indented."""
    items: list[ListItem] = []
    while run:
        first, *rest = run
        end = next((n for n, one in enumerate(rest) if one.level <= first.level), len(rest))
        children = rest[:end] if depth < MAX_LIST_DEPTH else []  # else they stand beside it
        items.append(attrs.evolve(first.item, children=_tree(children, depth + 1)))
        run = rest[len(children) :]
    return items
