"""The document: blocks of lines, and what stands in a line."""

import re
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Self, TypeAlias

import attrs

from .._protocol.checks import check_items, check_number, check_text, check_url, check_user_id

MAX_LIST_DEPTH: int = 16
"""How deep lists can be nested, the outermost one counted."""

_LANGUAGE = re.compile(r"[\w+#.-]*")


def _one_line_feed(text: str) -> str:
    return check_text("text", text).replace("\r\n", "\n").replace("\r", "\n")


@attrs.frozen
class Span:
    """Text of one style."""

    text: str = attrs.field(converter=_one_line_feed)
    bold: bool = attrs.field(default=False, kw_only=True)
    italic: bool = attrs.field(default=False, kw_only=True)
    strike: bool = attrs.field(default=False, kw_only=True)
    underline: bool = attrs.field(default=False, kw_only=True)
    code: bool = attrs.field(default=False, kw_only=True)
    link: str | None = attrs.field(default=None, kw_only=True)
    """Where it leads: begins with http:// or https://."""

    @link.validator
    def _check_link(self, _: object, value: str | None) -> None:
        if value is not None:
            check_url("link", value)


@attrs.frozen
class UserMention:
    """A person, by open id."""

    user_id: str = attrs.field()

    @user_id.validator
    def _check_user_id(self, _: object, value: str) -> None:
        if check_user_id("user_id", value) == "all":
            raise ValueError("user_id must be that of one person; see MentionAll for everybody")


@attrs.frozen
class MentionAll:
    """Everybody in the chat."""


Inline: TypeAlias = Span | UserMention | MentionAll
"""What stands in a line."""


def _to_title(text: str) -> str:
    return _one_line_feed(check_text("title", text)).replace("\n", " ")


def _to_content(value: Iterable[Inline | str]) -> tuple[Inline, ...]:
    """Put neighbouring texts of one style together, and leave empty ones out."""
    if isinstance(value, str):
        raise TypeError("content must be a list of texts and mentions, got str; see `of`")
    content: list[Inline] = []
    for item in value:
        piece = Span(item) if isinstance(item, str) else item
        if not isinstance(piece, Span | UserMention | MentionAll):
            raise TypeError(f"content must hold texts and mentions, got {type(item).__name__}")
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
class _Line:
    content: Sequence[Inline] = attrs.field(default=(), converter=_to_content)

    @classmethod
    def of(cls, *content: Inline | str) -> Self:
        """Make one of these texts and mentions."""
        return cls(content=content)

    @property
    def plain_text(self) -> str:
        """What it says, without styles; people as @ and their ids."""
        return plain_text(self.content)


def plain_text(content: Iterable[Inline]) -> str:
    """Return what texts and mentions say, without styles; people as @ and their ids."""
    return "".join(map(_plain, content))


def _plain(item: Inline) -> str:
    if isinstance(item, Span):
        return item.text
    return f"@{item.user_id}" if isinstance(item, UserMention) else "@all"


class Paragraph(_Line):
    """Plain text."""

    __slots__ = ()


class Quote(_Line):
    """A quotation."""

    __slots__ = ()


@attrs.frozen(kw_only=True)
class Heading(_Line):
    """A heading."""

    level: int = attrs.field(default=1)
    """1 to 9; Markdown knows 6."""

    @level.validator
    def _check_level(self, _: object, value: int) -> None:
        check_number("level", value, min_value=1, max_value=9)


class ListKind(StrEnum):
    """What stands before an item of a list."""

    BULLET = "bullet"
    ORDERED = "ordered"
    TODO = "todo"


@attrs.frozen(kw_only=True)
class ListItem(_Line):
    """An item of a list, and the items below it."""

    kind: ListKind = attrs.field(default=ListKind.BULLET, converter=ListKind)
    done: bool = False
    """Whether what was to do is done."""
    children: Sequence["ListItem"] = attrs.field(default=())

    def __attrs_post_init__(self) -> None:
        children = check_items("children", self.children, ListItem, min_items=0)
        object.__setattr__(self, "children", children)
        if self.depth > MAX_LIST_DEPTH:
            raise ValueError(f"children must not be nested more than {MAX_LIST_DEPTH} deep")
        if self.done and self.kind != ListKind.TODO:
            raise ValueError("done must only be set for an item of the kind todo")

    @property
    def depth(self) -> int:
        """How many levels there are, this one counted."""
        return 1 + max((child.depth for child in self.children), default=0)


@attrs.frozen(kw_only=True)
class Code:
    """Lines of code."""

    text: str = attrs.field(converter=_one_line_feed)
    language: str = attrs.field(default="")
    """As Markdown names it, in one word: `python`, `c++`, ..."""

    @language.validator
    def _check_language(self, _: object, value: str) -> None:
        if not _LANGUAGE.fullmatch(check_text("language", value)):
            raise ValueError(
                f"language must be one word of letters, digits, + # . - and _, got {value[:64]!r}"
            )

    @property
    def plain_text(self) -> str:
        """The lines."""
        return self.text


@attrs.frozen(kw_only=True)
class Divider:
    """A line across."""

    @property
    def plain_text(self) -> str:
        """Nothing."""
        return ""


DocumentBlock: TypeAlias = Paragraph | Heading | ListItem | Quote | Code | Divider
"""What stands by itself."""

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
    """A title and the blocks below it."""

    title: str = attrs.field(default="", converter=_to_title)
    """One line: line feeds in it become spaces."""
    blocks: Sequence[DocumentBlock] = attrs.field(default=(), converter=_to_blocks)

    @property
    def plain_text(self) -> str:
        """What it says, a line for each block."""
        lines = [self.title] if self.title else []
        return "\n".join([*lines, *_lines(self.blocks)])


def _lines(blocks: Iterable[DocumentBlock]) -> Iterable[str]:
    for block in blocks:
        yield block.plain_text
        if isinstance(block, ListItem):
            yield from _lines(block.children)
