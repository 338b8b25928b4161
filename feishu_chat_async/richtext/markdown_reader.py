"""The Markdown parser: CommonMark with strikethrough, tables, to-dos and Feishu's mentions.

This is the only module that needs markdown-it-py.
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
from .outline import OutlineNode, build_blocks

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
    """A parser that keeps URLs as written; the document model decides which become links."""

    def normalizeLink(self, url: str) -> str:  # noqa: N802  (the name is markdown-it's)
        return url

    def normalizeLinkText(self, link: str) -> str:  # noqa: N802
        return link

    def validateLink(self, url: str) -> bool:  # noqa: N802
        return True


def _mark_todos(state: StateCore) -> None:
    """Remove `[ ]` and `[x]` from the source of items, where an escaped `[` is still visible."""
    for item, paragraph, line in zip(
        state.tokens, state.tokens[1:], state.tokens[2:], strict=False
    ):
        if item.type == "list_item_open" and paragraph.type == "paragraph_open":
            found = _TODO.match(line.content)
            if found:
                item.meta["done"] = found[1] != " "
                line.content = line.content[found.end() :]


def _build_parser() -> MarkdownIt:
    # Lists of 16 levels are 32 deep. markdown-it drops anything deeper than `maxNesting`.
    parser = _Parser("commonmark", {"maxNesting": 100}).enable(["strikethrough", "table"])
    parser.core.ruler.before("inline", "todos", _mark_todos)
    return parser


_PARSER: Final = _build_parser()


def read(text: str) -> Document:
    """Convert Markdown to a document."""
    root = SyntaxTreeNode(_PARSER.parse(text))
    return Document(blocks=build_blocks(map(_to_node, root.children)))


def _to_node(node: SyntaxTreeNode) -> OutlineNode:
    if node.type == "list_item":
        return _to_item(node)
    if node.type == "blockquote":
        return OutlineNode(children=[_to_quote(_to_node(child)) for child in node.children])
    block = _to_block(node)
    # The list around items, and the table around rows, are nodes without a block.
    return OutlineNode(block, () if block else [_to_node(child) for child in node.children])


def _to_block(node: SyntaxTreeNode) -> DocumentBlock | None:
    match node.type:
        case "paragraph" | "tr":
            content = _row_content(node) if node.type == "tr" else _to_content(node)
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


def _to_quote(node: OutlineNode) -> OutlineNode:
    if isinstance(node.block, Paragraph):
        return OutlineNode(Quote(content=node.block.content))
    return node if node.block else OutlineNode(children=list(map(_to_quote, node.children)))


def _language(info: str) -> str:
    """Return the first word after the fence if it can name a language, or an empty string."""
    word, *_ = [*info.split(), ""]
    try:
        return Code(text="", language=word).language
    except ValueError:
        return ""


def _to_item(node: SyntaxTreeNode) -> OutlineNode:
    children = list(node.children)
    line = children.pop(0) if children and children[0].type == "paragraph" else None
    ordered = node.parent is not None and node.parent.type == "ordered_list"
    kind = ListKind.ORDERED if ordered else ListKind.BULLET
    item = ListItem(
        content=_to_content(line) if line else (),
        kind=ListKind.TODO if "done" in node.meta else kind,
        done=bool(node.meta.get("done")),
    )
    return OutlineNode(item, list(map(_to_node, children)))


def _row_content(node: SyntaxTreeNode) -> list[Inline]:
    row: list[Inline] = []
    for number, cell in enumerate(node.children):
        row += [Span(" | ")] if number else []
        row += _to_content(cell)
    return row


# --- inline content -------------------------------------------------------------------------


def _to_content(node: SyntaxTreeNode) -> list[Inline]:
    """Return the content of a node whose only child is an inline node."""
    (line,) = node.children
    return list(_to_inlines((line.token and line.token.children) or []))


def _to_inlines(tokens: Sequence[Token]) -> Iterator[Inline]:
    tags = _paired_tags(tokens)
    mentions, names = _mentions(tokens)
    styles: dict[str, int] = dict.fromkeys(("bold", "italic", "strike", "underline"), 0)
    links: list[str] = []
    for index, token in enumerate(tokens):
        mark = _MARKS.get(token.type.partition("_")[0]) if token.nesting else None
        if index in mentions:
            yield mentions[index]
        elif mark or index in tags:
            style, change = (mark, token.nesting) if mark else tags[index]
            styles[style] += change
        elif token.type == "link_open":
            links.append(str(token.attrGet("href")))
        elif token.type == "link_close":
            links.pop()
        elif index not in names:
            image = [str(token.attrGet("src"))] if token.type == "image" else []
            yield Span(
                _text_of(token),
                bold=styles["bold"] > 0,
                italic=styles["italic"] > 0,
                strike=styles["strike"] > 0,
                underline=styles["underline"] > 0,
                code=token.type == "code_inline",
                link=next(filter(_is_web_url, [*links, *image]), None),
            )


def _is_web_url(url: str) -> bool:
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
    """Return the style that each paired HTML tag opens (1) or closes (-1), by token index.

    A tag without a counterpart is not included; it remains text.
    """
    open_tags: dict[str, list[int]] = {}
    paired: dict[int, tuple[str, int]] = {}
    for index, token in enumerate(tokens):
        tag = _TAG.fullmatch(_html_of(token))
        name = tag[2].lower() if tag else ""
        if tag is None or name not in _TAGS:
            continue
        if not tag[1]:
            open_tags.setdefault(name, []).append(index)
        elif open_tags.get(name):
            paired[open_tags[name].pop()] = (_TAGS[name], 1)
            paired[index] = (_TAGS[name], -1)
    return paired


def _mentions(tokens: Sequence[Token]) -> tuple[dict[int, Inline], set[int]]:
    """Return mentions by token index, and the indexes of the tokens inside them, to be skipped."""
    mentions: dict[int, Inline] = {}
    names: set[int] = set()
    start, mention = 0, None
    for index, token in enumerate(tokens):
        tag = _AT.fullmatch(_html_of(token))
        if tag:
            start, mention = index, _to_mention(unescape(tag[1] or tag[2] or ""))
        elif mention and _html_of(token) == "</at>":
            mentions[start] = mention
            names |= set(range(start + 1, index + 1))
            mention = None
    return mentions, names


def _to_mention(user_id: str) -> Inline | None:
    try:
        return MentionAll() if user_id == "all" else UserMention(user_id)
    except ValueError:  # not the id of a user
        return None
