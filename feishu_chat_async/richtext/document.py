"""The document model: blocks and their inline content."""

import re
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Literal, Self, TypeAlias

import attrs

from .._protocol.checks import check_items, check_number, check_text, check_url, check_user_id

MAX_LIST_DEPTH: int = 16
"""How many levels deep lists can be nested, including the outermost."""

_LANGUAGE = re.compile(r"[\w+#.-]*")


def _normalize_newlines(text: str) -> str:
    return check_text("text", text).replace("\r\n", "\n").replace("\r", "\n")


@attrs.frozen
class Span:
    """Text in one style. All line endings become line feeds."""

    text: str = attrs.field(converter=_normalize_newlines)
    bold: bool = attrs.field(default=False, kw_only=True)
    italic: bool = attrs.field(default=False, kw_only=True)
    strike: bool = attrs.field(default=False, kw_only=True)
    """Whether the text is struck through."""
    underline: bool = attrs.field(default=False, kw_only=True)
    code: bool = attrs.field(default=False, kw_only=True)
    """Whether the text is inline code."""
    link: str | None = attrs.field(default=None, kw_only=True)
    """The URL that the text links to, beginning with http:// or https://."""

    @link.validator
    def _check_link(self, _: object, value: str | None) -> None:
        if value is not None:
            check_url("link", value)


@attrs.frozen
class UserMention:
    """A mention of one user, by open id."""

    user_id: str = attrs.field()
    """The user's open id, `ou_...`."""

    @user_id.validator
    def _check_user_id(self, _: object, value: str) -> None:
        if check_user_id("user_id", value) == "all":
            raise ValueError("user_id must be the id of one user; use MentionAll to mention all")


@attrs.frozen
class MentionAll:
    """A mention of all members of the chat."""


Inline: TypeAlias = Span | UserMention | MentionAll
"""A piece of a block's text: a span or a mention."""


def _to_title(text: str) -> str:
    return _normalize_newlines(check_text("title", text)).replace("\n", " ")


def _to_content(value: Iterable[Inline | str]) -> tuple[Inline, ...]:
    """Merge adjacent spans in the same style, and drop empty ones."""
    if isinstance(value, str):
        raise TypeError("content must be a list of spans and mentions, got str; use `of`")
    content: list[Inline] = []
    for item in value:
        piece = Span(item) if isinstance(item, str) else item
        if not isinstance(piece, Span | UserMention | MentionAll):
            raise TypeError(f"content must hold spans and mentions, got {type(item).__name__}")
        last = content[-1] if content else None
        if isinstance(piece, Span) and not piece.text:
            continue
        if isinstance(piece, Span) and isinstance(last, Span):
            joined = attrs.evolve(last, text=last.text + piece.text)
            if joined == attrs.evolve(piece, text=joined.text):
                content[-1] = joined
                continue
        content.append(piece)
    return tuple(content)


@attrs.frozen(kw_only=True)
class _ContentBlock:
    content: Sequence[Inline] = attrs.field(default=(), converter=_to_content)
    """The text: spans and mentions. Strings become spans without a style."""

    @classmethod
    def of(cls, *content: Inline | str) -> Self:
        """Build a block from spans, mentions and strings.

        Args:
            *content: The text of the block. Strings become spans without a style.
        """
        return cls(content=content)

    @property
    def plain_text(self) -> str:
        """The text without styles; a mention is `@` and the open id, or `@all`."""
        return plain_text(self.content)


def plain_text(content: Iterable[Inline]) -> str:
    """Return the text of content without styles; a mention is `@` and the open id, or `@all`.

    Args:
        content: Spans and mentions, such as the `content` of a block.
    """
    return "".join(map(_plain, content))


def _plain(item: Inline) -> str:
    if isinstance(item, Span):
        return item.text
    return f"@{item.user_id}" if isinstance(item, UserMention) else "@all"


class Paragraph(_ContentBlock):
    """A paragraph of text."""

    __slots__ = ()


class Quote(_ContentBlock):
    """A quotation."""

    __slots__ = ()


@attrs.frozen(kw_only=True)
class Heading(_ContentBlock):
    """A heading."""

    level: int = attrs.field(default=1)
    """The level, 1 to 9; Markdown has only 1 to 6."""

    @level.validator
    def _check_level(self, _: object, value: int) -> None:
        check_number("level", value, min_value=1, max_value=9)


class ListKind(StrEnum):
    """The marker of a list item."""

    BULLET = "bullet"
    ORDERED = "ordered"
    """A number; items are numbered from 1."""
    TODO = "todo"
    """A checkbox."""


ListKindLike: TypeAlias = Literal["bullet", "ordered", "todo"] | ListKind
"""A ListKind, or its value as a plain string."""


def _to_list_kind(value: ListKindLike) -> ListKind:
    return ListKind(value)


@attrs.frozen(kw_only=True)
class ListItem(_ContentBlock):
    """An item of a list, and the items nested in it."""

    kind: ListKind = attrs.field(default=ListKind.BULLET, converter=_to_list_kind)
    """The marker: a bullet, a number or a checkbox."""
    done: bool = False
    """Whether the checkbox is ticked; only for the kind `todo`."""
    children: Sequence["ListItem"] = attrs.field(default=())
    """The nested items, up to 16 levels including this one."""

    def __attrs_post_init__(self) -> None:
        children = check_items("children", self.children, ListItem, min_items=0)
        object.__setattr__(self, "children", children)
        if self.depth > MAX_LIST_DEPTH:
            raise ValueError(f"children must not be nested more than {MAX_LIST_DEPTH} levels deep")
        if self.done and self.kind != ListKind.TODO:
            raise ValueError("done must only be set for an item of the kind todo")

    @property
    def depth(self) -> int:
        """The number of levels, including that of this item."""
        return 1 + max((child.depth for child in self.children), default=0)


@attrs.frozen(kw_only=True)
class Code:
    """A block of code."""

    text: str = attrs.field(converter=_normalize_newlines)
    language: str = attrs.field(default="")
    """The language in one word, as in Markdown: `python`, `c++`, ...; empty for none."""

    @language.validator
    def _check_language(self, _: object, value: str) -> None:
        if not _LANGUAGE.fullmatch(check_text("language", value)):
            raise ValueError(
                f"language must be one word of letters, digits, + # . - and _, got {value[:64]!r}"
            )

    @property
    def plain_text(self) -> str:
        """The code; the same as `text`."""
        return self.text


@attrs.frozen(kw_only=True)
class Divider:
    """A horizontal line."""

    @property
    def plain_text(self) -> str:
        """An empty string."""
        return ""


DocumentBlock: TypeAlias = Paragraph | Heading | ListItem | Quote | Code | Divider
"""A block of a document."""

_BLOCKS = (Paragraph, Heading, ListItem, Quote, Code, Divider)


def _to_blocks(value: Iterable[DocumentBlock]) -> tuple[DocumentBlock, ...]:
    if isinstance(value, str) or not isinstance(value, Iterable):
        raise TypeError(f"blocks must be a list of blocks, got {type(value).__name__}")
    blocks = tuple(value)
    for block in blocks:
        if not isinstance(block, _BLOCKS):
            raise TypeError(f"blocks must hold blocks, got {type(block).__name__}")
    return blocks


@attrs.frozen(kw_only=True)
class Document:
    """A title and the blocks after it."""

    title: str = attrs.field(default="", converter=_to_title)
    """The title, one line: line feeds become spaces."""
    blocks: Sequence[DocumentBlock] = attrs.field(default=(), converter=_to_blocks)

    @property
    def plain_text(self) -> str:
        """The text without styles: the title if there is one, then the lines of each block."""
        lines = [self.title] if self.title else []
        return "\n".join([*lines, *_lines(self.blocks)])


def _lines(blocks: Iterable[DocumentBlock]) -> Iterable[str]:
    for block in blocks:
        yield block.plain_text
        if isinstance(block, ListItem):
            yield from _lines(block.children)
