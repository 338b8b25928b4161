"""Writes Markdown such that reading it gives the same document.

Two ways lead around what Markdown cannot say with its marks: `**` beside a letter does not begin
bold text that itself begins with a quotation mark, where `<b>` does; and spaces at the edges of a
line, which are no part of it, stay as `&#32;`.
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


# --- what Markdown cannot say ---------------------------------------------------------------


def degrade_markdown(document: Document) -> Document:
    """Return what is left of a document when it was written as Markdown and is read again."""
    title = _CONTROLS.sub("", document.title)
    blocks = [Heading.of(title)] if title else []
    return Document(blocks=_degraded([*blocks, *document.blocks]))


def _degraded(blocks: Iterable[DocumentBlock]) -> Iterator[DocumentBlock]:
    for block in blocks:
        if isinstance(block, Divider):
            yield block
        elif isinstance(block, Code):
            yield attrs.evolve(block, text=_CONTROLS.sub("", block.text))
        elif isinstance(block, Heading):
            content = _degraded_content(block.content, feed=" ")
            yield Heading(content=content, level=min(block.level, 6))
        elif isinstance(block, ListItem):
            yield _degraded_item(block)
        else:
            content = _degraded_content(block.content)
            if content:
                yield attrs.evolve(block, content=content)


def _degraded_item(item: ListItem) -> ListItem:
    children = tuple(map(_degraded_item, item.children))
    return attrs.evolve(item, content=_degraded_content(item.content), children=children)


def _degraded_content(content: Iterable[Inline], feed: str = "\n") -> Sequence[Inline]:
    pieces: list[Inline] = []
    for item in content:
        pieces += _degraded_text(item, feed) if isinstance(item, Span) else [item]
    pieces = [*Paragraph(content=pieces).content]
    # A line feed at the beginning or the end of a block breaks no line.
    for edge, strip in ((0, str.lstrip), (-1, str.rstrip)):
        while pieces and isinstance(piece := pieces[edge], Span):
            pieces[edge] = stripped = attrs.evolve(piece, text=strip(piece.text, "\n"))
            if stripped.text:
                break
            del pieces[edge]
    return pieces


def _degraded_text(item: Span, feed: str) -> Iterator[Span]:
    text = _CONTROLS.sub("", item.text).replace("\n", feed)
    link = item.link and re.sub(r"[\x00-\x1f\x7f-\x9f]", "", item.link)
    whole = attrs.evolve(item, text=text, link=link)
    blank = attrs.evolve(whole, bold=False, italic=False, code=False)
    if item.code:
        for part in re.split(r"(\n+)", text):
            yield attrs.evolve(blank if part.startswith("\n") else whole, text=part)
    elif item.bold or item.italic:
        inner = text.strip()
        before, _, after = text.partition(inner) if inner else (text, "", "")
        yield attrs.evolve(blank, text=before)
        yield attrs.evolve(whole, text=inner)
        yield attrs.evolve(blank, text=after)
    else:
        yield whole


# --- blocks ---------------------------------------------------------------------------------


def write(document: Document) -> str:
    """Write a document as Markdown."""
    text = _write_blocks(degrade_markdown(document).blocks)
    return f"{text}\n" if text else ""


def _write_blocks(blocks: Iterable[DocumentBlock]) -> str:
    text = ""
    last: DocumentBlock | None = None
    number = 1
    for block in blocks:
        item = isinstance(block, ListItem) and isinstance(last, ListItem)
        # An item without text does not end the paragraph of the one before it.
        close = isinstance(block, ListItem) and item and block.content
        number = number + 1 if item and _is_ordered(block) and _is_ordered(last) else 1
        text += ("\n" if close else "\n\n") if last else ""
        text += _write_block(block, number)
        last = block
    return text


def _is_ordered(block: DocumentBlock | None) -> bool:
    return isinstance(block, ListItem) and block.kind == ListKind.ORDERED


def _write_block(block: DocumentBlock, number: int) -> str:
    if isinstance(block, Divider):
        return "---"
    if isinstance(block, Code):
        fence = _longer_than_any("`", block.text, least=3)
        return f"{fence}{block.language}\n{block.text}\n{fence}"
    line = _write_content(block.content)
    if isinstance(block, Heading):
        line = re.sub(r"(^|\s)(#+)$", r"\1\\\2", line)  # these would close the heading
        return f"{'#' * block.level} {line}".rstrip(" ")
    if isinstance(block, ListItem):
        return _write_item(block, line, f"{number}." if _is_ordered(block) else "-")
    return _indented(line, "> ", "> ") if isinstance(block, Quote) else line


def _write_item(item: ListItem, line: str, marker: str) -> str:
    if item.kind == ListKind.TODO:
        line = f"[{'x' if item.done else ' '}] {line}".rstrip(" ")
    first = f"{marker} " if line else marker
    rest = " " * (len(marker) + 1)
    text = _indented(line, first, rest)
    if not item.children:
        return text
    # A dash alone below text would make a heading of it.
    gap = "\n\n" if line and not item.children[0].content else "\n"
    return text + gap + _indented(_write_blocks(item.children), rest, rest)


def _indented(text: str, first: str, rest: str) -> str:
    head, *lines = text.split("\n")
    return "\n".join([first + head, *(rest + line if line else "" for line in lines)])


def _longer_than_any(mark: str, text: str, least: int) -> str:
    longest = max(map(len, re.findall(f"{mark}+", text)), default=0)
    return mark * max(longest + 1, least)


# --- what stands in a line ------------------------------------------------------------------

_SPECIAL: Final = re.compile(
    r"""
      [\\`*\[\]~]                           # wherever they stand
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
    | [>=]                                  # a quotation, the line below a heading
    | [-:|] (?= [-:|\s]* $ )                # the line below the head of a table
    | \d{1,9} (?= [.)] (?: \s | $ ) )       # an item with a number
    """,
    re.VERBOSE,
)
_BARE_URL: Final = re.compile(r"[A-Za-z0-9/:?#@!$'*+,;=%._~&-]+")
_BESIDE_MARKS: Final = frozenset(punctuation + " \t\n")


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
    place = found.end() if line[0].isdigit() else 0
    return f"{line[:place]}\\{line[place:]}"


def _entity(char: str) -> str:
    return f"&#{ord(char)};"


def _write_linked(content: Iterable[Inline]) -> str:
    text = ""
    for url, items in groupby(content, lambda item: getattr(item, "link", None)):
        if url is None:
            text += _write_underlined(items)
            continue
        if text.endswith("!"):  # with a bracket behind it, it would begin a picture
            text = f"{text[:-1]}\\!"
        text += f"[{_write_underlined(items)}]({_write_url(url)})"
    return text


def _write_url(url: str) -> str:
    url = re.sub(r"&(?=#?\w+;)", "&amp;", url)
    escaped = re.sub(r"[\\<>]", r"\\\g<0>", url)
    return url if _BARE_URL.fullmatch(url) else f"<{escaped}>"


def _write_underlined(content: Iterable[Inline]) -> str:
    groups = groupby(content, lambda item: getattr(item, "underline", False))
    written = ((yes, _write_struck(items)) for yes, items in groups)
    return "".join(f"<u>{text}</u>" if yes else text for yes, text in written)


def _write_struck(content: Iterable[Inline]) -> str:
    groups = groupby(content, lambda item: getattr(item, "strike", False))
    return _write_marked([("~~" if yes else "", _write_emphasized(items)) for yes, items in groups])


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
    fence = _longer_than_any("`", item.text, least=1)
    # One space at each end is taken off, unless there is nothing between them.
    ticks = item.text.startswith("`") or item.text.endswith("`")
    spaces = item.text.startswith(" ") and item.text.endswith(" ") and item.text.strip()
    pad = " " if ticks or spaces else ""
    return f"{fence}{pad}{item.text}{pad}{fence}"


_TAGS: Final = {"~~": ("s",), "**": ("b",), "*": ("i",), "***": ("b", "i")}


def _write_marked(pieces: Sequence[tuple[str, str]]) -> str:
    """Put marks around texts where they work, and tags where they do not."""
    written = ""
    for place, (mark, text) in enumerate(pieces):
        last_mark, before = pieces[place - 1] if place else ("", "")
        _, after = pieces[place + 1] if place + 1 < len(pieces) else ("", "")
        if not mark:
            written += text
        elif not last_mark and _works(text[0], before[-1:]) and _works(text[-1], after[:1]):
            written += f"{mark}{text}{mark}"
        else:
            written += "".join(f"<{tag}>" for tag in _TAGS[mark]) + text
            written += "".join(f"</{tag}>" for tag in reversed(_TAGS[mark]))
    return written


def _works(inside: str, outside: str) -> bool:
    """Whether a mark between these two characters begins or ends something.

    https://spec.commonmark.org/0.31.2/#left-flanking-delimiter-run
    """
    beside = not outside or outside in _BESIDE_MARKS
    return inside.isalnum() or (beside and not inside.isspace())
