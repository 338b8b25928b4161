"""The Markdown writer, whose output is parsed as the same document.

HTML is used where Markdown's delimiters do not work: `**` between a letter and a quotation mark
does not begin bold text, but `<b>` does, and a space at the edge of a line is dropped unless it is
written as `&#32;`.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from string import punctuation
from typing import Final

import attrs

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
)

_CONTROLS: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


# --- what Markdown cannot represent ---------------------------------------------------------


def normalize_for_markdown(document: Document) -> Document:
    """Return a document as it is read back after being written as Markdown.

    Args:
        document: The document to simplify to what Markdown can represent.
    """
    title = _CONTROLS.sub("", document.title)
    blocks = [Heading.of(title)] if title else []
    return Document(blocks=_normalize_blocks([*blocks, *document.blocks]))


def _normalize_blocks(blocks: Iterable[DocumentBlock]) -> Iterator[DocumentBlock]:
    for block in blocks:
        if isinstance(block, Divider):
            yield block
        elif isinstance(block, Code):
            yield attrs.evolve(block, text=_CONTROLS.sub("", block.text))
        elif isinstance(block, Heading):
            content = _normalize_content(block.content, newline=" ")
            yield Heading(content=content, level=min(block.level, 6))
        elif isinstance(block, ListItem):
            yield _normalize_item(block)
        else:
            content = _normalize_content(block.content)
            if content:
                yield attrs.evolve(block, content=content)


def _normalize_item(item: ListItem) -> ListItem:
    children = tuple(map(_normalize_item, item.children))
    return attrs.evolve(item, content=_normalize_content(item.content), children=children)


def _normalize_content(content: Iterable[Inline], newline: str = "\n") -> Sequence[Inline]:
    pieces: list[Inline] = []
    for item in content:
        pieces += _normalize_span(item, newline) if isinstance(item, Span) else [item]
    pieces = [*Paragraph(content=pieces).content]
    # A line feed at the beginning or end of a block does not break a line.
    for edge, strip in ((0, str.lstrip), (-1, str.rstrip)):
        while pieces and isinstance(piece := pieces[edge], Span):
            pieces[edge] = stripped = attrs.evolve(piece, text=strip(piece.text, "\n"))
            if stripped.text:
                break
            del pieces[edge]
    return pieces


def _normalize_span(item: Span, newline: str) -> Iterator[Span]:
    text = _CONTROLS.sub("", item.text).replace("\n", newline)
    link = item.link and re.sub(r"[\x00-\x1f\x7f-\x9f]", "", item.link)
    styled = attrs.evolve(item, text=text, link=link)
    unmarked = attrs.evolve(styled, bold=False, italic=False, code=False)
    if item.code:
        for part in re.split(r"(\n+)", text):
            yield attrs.evolve(unmarked if part.startswith("\n") else styled, text=part)
    elif item.bold or item.italic:
        inner = text.strip()
        before, _, after = text.partition(inner) if inner else (text, "", "")
        yield attrs.evolve(unmarked, text=before)
        yield attrs.evolve(styled, text=inner)
        yield attrs.evolve(unmarked, text=after)
    else:
        yield styled


# --- blocks ---------------------------------------------------------------------------------


def write(document: Document) -> str:
    """Convert a document to Markdown."""
    text = _write_blocks(normalize_for_markdown(document).blocks)
    return f"{text}\n" if text else ""


def _write_blocks(blocks: Iterable[DocumentBlock]) -> str:
    text = ""
    last: DocumentBlock | None = None
    number = 1
    for block in blocks:
        is_next_item = isinstance(block, ListItem) and isinstance(last, ListItem)
        # An item without text does not end the paragraph of the item before it.
        is_tight = isinstance(block, ListItem) and is_next_item and block.content
        number = number + 1 if is_next_item and _is_ordered(block) and _is_ordered(last) else 1
        text += ("\n" if is_tight else "\n\n") if last else ""
        text += _write_block(block, number)
        last = block
    return text


def _is_ordered(block: DocumentBlock | None) -> bool:
    return isinstance(block, ListItem) and block.kind == ListKind.ORDERED


def _write_block(block: DocumentBlock, number: int) -> str:
    if isinstance(block, Divider):
        return "---"
    if isinstance(block, Code):
        fence = _build_fence("`", block.text, min_length=3)
        return f"{fence}{block.language}\n{block.text}\n{fence}"
    line = _write_content(block.content)
    if isinstance(block, Heading):
        line = re.sub(r"(^|\s)(#+)$", r"\1\\\2", line)  # or the marks would close the heading
        return f"{'#' * block.level} {line}".rstrip(" ")
    if isinstance(block, ListItem):
        return _write_item(block, line, f"{number}." if _is_ordered(block) else "-")
    return _indent(line, "> ", "> ") if isinstance(block, Quote) else line


def _write_item(item: ListItem, line: str, marker: str) -> str:
    if item.kind == ListKind.TODO:
        line = f"[{'x' if item.done else ' '}] {line}".rstrip(" ")
    first = f"{marker} " if line else marker
    rest = " " * (len(marker) + 1)
    text = _indent(line, first, rest)
    if not item.children:
        return text
    # A lone dash on the line after text would turn the text into a heading.
    gap = "\n\n" if line and not item.children[0].content else "\n"
    return text + gap + _indent(_write_blocks(item.children), rest, rest)


def _indent(text: str, first: str, rest: str) -> str:
    head, *lines = text.split("\n")
    return "\n".join([first + head, *(rest + line if line else "" for line in lines)])


def _build_fence(mark: str, text: str, min_length: int) -> str:
    longest = max(map(len, re.findall(f"{mark}+", text)), default=0)
    return mark * max(longest + 1, min_length)


# --- inline content -------------------------------------------------------------------------

_SPECIAL: Final = re.compile(
    r"""
      [\\`*\[\]~]                           # anywhere
    | (?<![^\W_]) _ | _ (?![^\W_])          # not between letters, as in snake_case
    | < (?= [A-Za-z/!?] )                   # begins a tag
    | & (?= \#?\w+; )                       # begins an entity
    """,
    re.VERBOSE,
)
_LINE_START: Final = re.compile(
    r"""
      \#{1,6} (?= \s | $ )                  # a heading
    | [-+] (?= [-\s] | $ )                  # an item, a divider
    | [>=]                                  # a quotation, the line after a heading
    | [-:|] (?= [-:|\s]* $ )                # the line after the head of a table
    | \d{1,9} (?= [.)] (?: \s | $ ) )       # an item with a number
    """,
    re.VERBOSE,
)
_BARE_URL: Final = re.compile(r"[A-Za-z0-9/:?#@!$'*+,;=%._~&-]+")
_BOUNDARIES: Final = frozenset(punctuation + " \t\n")


def _write_content(content: Sequence[Inline]) -> str:
    lines = _write_linked(content).split("\n")  # each but the last ends in a backslash
    lines = [_write_line_start(line) for line in lines]
    if lines[-1][-1:].isspace():
        lines[-1] = lines[-1][:-1] + _entity(lines[-1][-1])
    return "\n".join(lines)


def _write_line_start(line: str) -> str:
    if line[:1].isspace():
        return _entity(line[0]) + line[1:]
    found = _LINE_START.match(line)
    if not found:
        return line
    at = found.end() if line[0].isdigit() else 0
    return f"{line[:at]}\\{line[at:]}"


def _entity(char: str) -> str:
    return f"&#{ord(char)};"


def _write_linked(content: Iterable[Inline]) -> str:
    text = ""
    for url, items in groupby(content, lambda item: getattr(item, "link", None)):
        if url is None:
            text += _write_underlined(items)
            continue
        if text.endswith("!"):  # before a bracket, the "!" would begin an image
            text = f"{text[:-1]}\\!"
        text += f"[{_write_underlined(items)}]({_write_url(url)})"
    return text


def _write_url(url: str) -> str:
    url = re.sub(r"&(?=#?\w+;)", "&amp;", url)
    escaped = re.sub(r"[\\<>]", r"\\\g<0>", url)
    return url if _BARE_URL.fullmatch(url) else f"<{escaped}>"


def _write_underlined(content: Iterable[Inline]) -> str:
    groups = groupby(content, lambda item: getattr(item, "underline", False))
    written = ((is_set, _write_struck(items)) for is_set, items in groups)
    return "".join(f"<u>{text}</u>" if is_set else text for is_set, text in written)


def _write_struck(content: Iterable[Inline]) -> str:
    groups = groupby(content, lambda item: getattr(item, "strike", False))
    return _write_marked(
        [("~~" if is_set else "", _write_emphasized(items)) for is_set, items in groups]
    )


def _write_emphasized(content: Iterable[Inline]) -> str:
    return _write_marked([(_emphasis(item), _write_plain(item)) for item in content])


def _emphasis(item: Inline) -> str:
    return (
        ("**" if item.bold else "") + ("*" if item.italic else "") if isinstance(item, Span) else ""
    )


def _write_plain(item: Inline) -> str:
    if isinstance(item, UserMention):
        return f'<at user_id="{item.user_id}"></at>'
    if isinstance(item, MentionAll):
        return '<at user_id="all"></at>'
    if not item.code:
        return _SPECIAL.sub(r"\\\g<0>", item.text).replace("\n", "\\\n")
    fence = _build_fence("`", item.text, min_length=1)
    # Markdown strips a space at each end, unless there are only spaces.
    ticks = item.text.startswith("`") or item.text.endswith("`")
    spaces = item.text.startswith(" ") and item.text.endswith(" ") and item.text.strip()
    pad = " " if ticks or spaces else ""
    return f"{fence}{pad}{item.text}{pad}{fence}"


_TAGS: Final = {"~~": ("s",), "**": ("b",), "*": ("i",), "***": ("b", "i")}


def _write_marked(pieces: Sequence[tuple[str, str]]) -> str:
    """Surround texts with their delimiters where these work, and with HTML tags elsewhere."""
    written = ""
    for index, (mark, text) in enumerate(pieces):
        last_mark, before = pieces[index - 1] if index else ("", "")
        _, after = pieces[index + 1] if index + 1 < len(pieces) else ("", "")
        if not mark:
            written += text
        elif not last_mark and _can_mark(text[0], before[-1:]) and _can_mark(text[-1], after[:1]):
            written += f"{mark}{text}{mark}"
        else:
            written += "".join(f"<{tag}>" for tag in _TAGS[mark]) + text
            written += "".join(f"</{tag}>" for tag in reversed(_TAGS[mark]))
    return written


def _can_mark(inside: str, outside: str) -> bool:
    """Return whether a delimiter between these two characters opens or closes emphasis.

    https://spec.commonmark.org/0.31.2/#left-flanking-delimiter-run
    """
    is_boundary = not outside or outside in _BOUNDARIES
    return inside.isalnum() or (is_boundary and not inside.isspace())
