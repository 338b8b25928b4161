"""Reads Markdown: CommonMark with strikethrough, tables, to-dos, and Feishu's mentions.

Only this file needs markdown-it-py.
"""

import re
from collections.abc import Iterator, Sequence
from html import unescape
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode

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
from .outline import Part, assemble

_TODO: Final = re.compile(r"\[([ xX])\](?:\s+|$)")
_AT: Final = re.compile(r"""<at\s+user_id\s*=\s*(?:"([^"]*)"|'([^']*)')\s*>""")
_TAG: Final = re.compile(r"<(/?)(\w+)\s*>")
_BREAK: Final = re.compile(r"<br\s*/?>", re.IGNORECASE)
_TAGS: Final = {
    **dict.fromkeys(("b", "strong"), "bold"),
    **dict.fromkeys(("i", "em"), "italic"),
    **dict.fromkeys(("s", "del", "strike"), "strike"),
    **dict.fromkeys(("u", "ins"), "underline"),
}
_MARKS: Final = {"strong": "bold", "em": "italic", "s": "strike"}


class _Parser(MarkdownIt):
    """Takes links as they are written: what may be a link, the model says."""

    def normalizeLink(self, url: str) -> str:  # noqa: N802  (the name is markdown-it's)
        return url

    def normalizeLinkText(self, link: str) -> str:  # noqa: N802
        return link

    def validateLink(self, url: str) -> bool:  # noqa: N802
        return True


def _mark_todos(state: StateCore) -> None:
    """Take `[ ]` and `[x]` out of the source of items, where an escaped `[` is still told apart."""
    for item, paragraph, line in zip(
        state.tokens, state.tokens[1:], state.tokens[2:], strict=False
    ):
        if item.type == "list_item_open" and paragraph.type == "paragraph_open":
            found = _TODO.match(line.content)
            if found:
                item.meta["done"] = found[1] != " "
                line.content = line.content[found.end() :]


def _make_parser() -> MarkdownIt:
    # Lists of 16 levels are 32 deep. What is deeper than this, markdown-it leaves out.
    parser = _Parser("commonmark", {"maxNesting": 100}).enable(["strikethrough", "table"])
    parser.core.ruler.before("inline", "todos", _mark_todos)
    return parser


_PARSER: Final = _make_parser()


def read(text: str) -> Document:
    """Return what Markdown says."""
    root = SyntaxTreeNode(_PARSER.parse(text))
    return Document(blocks=assemble(map(_to_part, root.children)))


def _to_part(node: SyntaxTreeNode) -> Part:
    if node.type == "list_item":
        return _to_item(node)
    if node.type == "blockquote":
        return Part(parts=[_quoted(_to_part(one)) for one in node.children])
    block = _to_block(node)
    # Lists are in the tree, and not in a document, like the parts of a table around its rows.
    return Part(block, () if block else [_to_part(one) for one in node.children])


def _to_block(node: SyntaxTreeNode) -> DocumentBlock | None:
    match node.type:
        case "paragraph" | "tr":
            content = _row(node) if node.type == "tr" else _to_content(node)
            return Paragraph(content=content)
        case "heading":
            return Heading(content=_to_content(node), level=int(node.tag[1:]))
        case "fence" | "code_block":
            return Code(text=node.content.removesuffix("\n"), language=_language(node.info))
        case "hr":
            return Divider()
        case "html_block":
            return Paragraph.of(node.content.strip("\n"))
    return None


def _quoted(part: Part) -> Part:
    if isinstance(part.block, Paragraph):
        return Part(Quote(content=part.block.content))
    return part if part.block else Part(parts=[_quoted(one) for one in part.parts])


def _language(info: str) -> str:
    """Return the first word after the fence, unless it names no language."""
    word, *_ = [*info.split(), ""]
    try:
        return Code(text="", language=word).language
    except ValueError:
        return ""


def _to_item(node: SyntaxTreeNode) -> Part:
    below = list(node.children)
    line = below.pop(0) if below and below[0].type == "paragraph" else None
    ordered = node.parent is not None and node.parent.type == "ordered_list"
    kind = ListKind.ORDERED if ordered else ListKind.BULLET
    item = ListItem(
        content=_to_content(line) if line else (),
        kind=ListKind.TODO if "done" in node.meta else kind,
        done=bool(node.meta.get("done")),
    )
    return Part(item, [_to_part(one) for one in below])


def _row(node: SyntaxTreeNode) -> list[Inline]:
    row: list[Inline] = []
    for number, cell in enumerate(node.children):
        row += [Span(" | ")] if number else []
        row += _to_content(cell)
    return row


# --- what stands in a line ------------------------------------------------------------------


def _to_content(node: SyntaxTreeNode) -> list[Inline]:
    """Return the text of a node whose one child is its line."""
    (line,) = node.children
    return list(_to_inlines((line.token and line.token.children) or []))


def _to_inlines(tokens: Sequence[Token]) -> Iterator[Inline]:
    tags = _paired_tags(tokens)
    mentions, names = _mentions(tokens)
    styles = dict.fromkeys(("bold", "italic", "strike", "underline"), 0)
    links: list[str] = []
    for place, token in enumerate(tokens):
        mark = _MARKS.get(token.type.partition("_")[0]) if token.nesting else None
        if place in mentions:
            yield mentions[place]
        elif mark or place in tags:
            style, change = (mark, token.nesting) if mark else tags[place]
            styles[style] += change
        elif token.type == "link_open":
            links.append(str(token.attrGet("href")))
        elif token.type == "link_close":
            links.pop()
        elif place not in names:
            picture = [str(token.attrGet("src"))] if token.type == "image" else []
            yield Span(
                _text_of(token),
                bold=styles["bold"] > 0,
                italic=styles["italic"] > 0,
                strike=styles["strike"] > 0,
                underline=styles["underline"] > 0,
                code=token.type == "code_inline",
                link=next(filter(_is_web, [*links, *picture]), None),
            )


def _is_web(url: str) -> bool:
    return url.startswith(("http://", "https://"))


def _text_of(token: Token) -> str:
    if token.type == "softbreak":
        return " "
    if token.type == "hardbreak" or _BREAK.fullmatch(_html_of(token)):
        return "\n"
    if token.type == "image":
        return "".join(map(_text_of, token.children or [])) or str(token.attrGet("src"))
    return token.content


def _html_of(token: Token) -> str:
    return token.content if token.type == "html_inline" else ""


def _paired_tags(tokens: Sequence[Token]) -> dict[int, tuple[str, int]]:
    """Return where HTML tags begin (1) and end (-1) a style; those without the other are text."""
    begun: dict[str, list[int]] = {}
    found: dict[int, tuple[str, int]] = {}
    for place, token in enumerate(tokens):
        tag = _TAG.fullmatch(_html_of(token))
        name = tag[2].lower() if tag else ""
        if tag is None or name not in _TAGS:
            continue
        if not tag[1]:
            begun.setdefault(name, []).append(place)
        elif begun.get(name):
            found[begun[name].pop()] = (_TAGS[name], 1)
            found[place] = (_TAGS[name], -1)
    return found


def _mentions(tokens: Sequence[Token]) -> tuple[dict[int, Inline], set[int]]:
    """Return where mentions stand, and where the names of those who are mentioned."""
    mentions: dict[int, Inline] = {}
    names: set[int] = set()
    begun, someone = 0, None
    for place, token in enumerate(tokens):
        tag = _AT.fullmatch(_html_of(token))
        if tag:
            begun, someone = place, _someone(unescape(tag[1] or tag[2] or ""))
        elif someone and _html_of(token) == "</at>":
            mentions[begun] = someone
            names |= set(range(begun + 1, place + 1))
            someone = None
    return mentions, names


def _someone(user_id: str) -> Inline | None:
    try:
        return MentionAll() if user_id == "all" else UserMention(user_id)
    except ValueError:  # no id of a person
        return None
