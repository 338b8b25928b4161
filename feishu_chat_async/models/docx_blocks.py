"""The blocks that announcements in the docx format are made of.

https://open.feishu.cn/document/ukTMukTMukTM/uUDN04SN0QjL1QDN/document-docx/docx-v1/data-structure/block
"""

from collections.abc import Mapping
from typing import ClassVar, Self

import attrs

from .._checks import check_items
from ._variants import Variants
from .docx_text import TextElement, TextRun, TextStyle


@attrs.frozen(kw_only=True)
class Block:
    """A block: one of the classes below."""

    block_id: str | None = None
    """Given by Feishu, like the ids of the parent and of the children."""
    parent_id: str | None = None
    children: tuple[str, ...] = ()
    comment_ids: tuple[str, ...] = ()

    variants: ClassVar[Variants]


@attrs.frozen(kw_only=True)
class UnknownBlock(Block):
    """A block of a kind that this version of the package does not know, kept as it came."""

    content: Mapping[str, object]
    """`block_type` and whatever else there is."""


# --- text -----------------------------------------------------------------------------------


@attrs.frozen(kw_only=True)
class BaseTextBlock(Block):
    """A block of text, of whatever kind."""

    elements: tuple[TextElement, ...]
    style: TextStyle | None = None

    @classmethod
    def of(cls, *elements: str | TextElement, style: TextStyle | None = None) -> Self:
        """Make one of these pieces, strings being plain text."""
        pieces = [TextRun(content=item) if isinstance(item, str) else item for item in elements]
        return cls(elements=check_items("elements", pieces, TextElement, least=0), style=style)


class PageBlock(BaseTextBlock):
    """The root of an announcement, and its title."""

    __slots__ = ()


class TextBlock(BaseTextBlock):
    """A paragraph."""

    __slots__ = ()


class Heading1Block(BaseTextBlock):
    """A heading of the first level."""

    __slots__ = ()


class Heading2Block(BaseTextBlock):
    """A heading of the second level."""

    __slots__ = ()


class Heading3Block(BaseTextBlock):
    """A heading of the third level."""

    __slots__ = ()


class Heading4Block(BaseTextBlock):
    """A heading of the fourth level."""

    __slots__ = ()


class Heading5Block(BaseTextBlock):
    """A heading of the fifth level."""

    __slots__ = ()


class Heading6Block(BaseTextBlock):
    """A heading of the sixth level."""

    __slots__ = ()


class Heading7Block(BaseTextBlock):
    """A heading of the seventh level."""

    __slots__ = ()


class Heading8Block(BaseTextBlock):
    """A heading of the eighth level."""

    __slots__ = ()


class Heading9Block(BaseTextBlock):
    """A heading of the ninth level."""

    __slots__ = ()


class BulletBlock(BaseTextBlock):
    """An item of a list with bullets."""

    __slots__ = ()


class OrderedBlock(BaseTextBlock):
    """An item of a list with numbers."""

    __slots__ = ()


class CodeBlock(BaseTextBlock):
    """Code, in the language that its style names."""

    __slots__ = ()


class QuoteBlock(BaseTextBlock):
    """A quotation."""

    __slots__ = ()


class EquationBlock(BaseTextBlock):
    """A formula by itself."""

    __slots__ = ()


class TodoBlock(BaseTextBlock):
    """Something to do; whether it is done is in its style."""

    __slots__ = ()


# --- what holds other blocks, and nothing of its own -----------------------------------------


class DividerBlock(Block):
    """A line across."""

    __slots__ = ()


class TableCellBlock(Block):
    """A cell of a table."""

    __slots__ = ()


class QuoteContainerBlock(Block):
    """A quotation of several blocks."""

    __slots__ = ()


class OkrProgressBlock(Block):
    """Where the progress of an OKR is told."""

    __slots__ = ()


class AgendaBlock(Block):
    """An agenda."""

    __slots__ = ()


class AgendaItemBlock(Block):
    """An item of an agenda."""

    __slots__ = ()


class AgendaItemContentBlock(Block):
    """What there is to an item of an agenda."""

    __slots__ = ()


class UndefinedBlock(Block):
    """A block of a kind that the API does not show."""

    __slots__ = ()
