"""The blocks that announcements in the docx format are made of.

https://open.feishu.cn/document/ukTMukTMukTM/uUDN04SN0QjL1QDN/document-docx/docx-v1/data-structure/block
"""

from collections.abc import Mapping
from typing import ClassVar, Self

import attrs

from .._protocol.checks import check_items
from .._protocol.variants import Variants
from .text import TextElement, TextRun, TextStyle


@attrs.frozen(kw_only=True)
class Block:
    """A block: one of the classes below."""

    block_id: str | None = None
    """Given by Feishu, like the ids of the parent and of the children."""
    parent_id: str | None = None
    children: tuple[str, ...] = ()
    comment_ids: tuple[str, ...] = ()

    variants: ClassVar[Variants] = Variants(
        shared=("block_id", "parent_id", "children", "comment_ids"), number_field="block_type"
    )


@Block.variants.register_fallback
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
        return cls(elements=check_items("elements", pieces, TextElement, min_items=0), style=style)


@Block.variants.register("page", number=1)
class PageBlock(BaseTextBlock):
    """The root of an announcement, and its title."""

    __slots__ = ()


@Block.variants.register("text", number=2)
class TextBlock(BaseTextBlock):
    """A paragraph."""

    __slots__ = ()


@Block.variants.register("heading1", number=3)
class Heading1Block(BaseTextBlock):
    """A heading of the first level."""

    __slots__ = ()


@Block.variants.register("heading2", number=4)
class Heading2Block(BaseTextBlock):
    """A heading of the second level."""

    __slots__ = ()


@Block.variants.register("heading3", number=5)
class Heading3Block(BaseTextBlock):
    """A heading of the third level."""

    __slots__ = ()


@Block.variants.register("heading4", number=6)
class Heading4Block(BaseTextBlock):
    """A heading of the fourth level."""

    __slots__ = ()


@Block.variants.register("heading5", number=7)
class Heading5Block(BaseTextBlock):
    """A heading of the fifth level."""

    __slots__ = ()


@Block.variants.register("heading6", number=8)
class Heading6Block(BaseTextBlock):
    """A heading of the sixth level."""

    __slots__ = ()


@Block.variants.register("heading7", number=9)
class Heading7Block(BaseTextBlock):
    """A heading of the seventh level."""

    __slots__ = ()


@Block.variants.register("heading8", number=10)
class Heading8Block(BaseTextBlock):
    """A heading of the eighth level."""

    __slots__ = ()


@Block.variants.register("heading9", number=11)
class Heading9Block(BaseTextBlock):
    """A heading of the ninth level."""

    __slots__ = ()


@Block.variants.register("bullet", number=12)
class BulletBlock(BaseTextBlock):
    """An item of a list with bullets."""

    __slots__ = ()


@Block.variants.register("ordered", number=13)
class OrderedBlock(BaseTextBlock):
    """An item of a list with numbers."""

    __slots__ = ()


@Block.variants.register("code", number=14)
class CodeBlock(BaseTextBlock):
    """Code, in the language that its style names."""

    __slots__ = ()


@Block.variants.register("quote", number=15)
class QuoteBlock(BaseTextBlock):
    """A quotation."""

    __slots__ = ()


@Block.variants.register("equation", number=16)
class EquationBlock(BaseTextBlock):
    """A formula by itself."""

    __slots__ = ()


@Block.variants.register("todo", number=17)
class TodoBlock(BaseTextBlock):
    """Something to do; whether it is done is in its style."""

    __slots__ = ()


# --- what holds other blocks, and nothing of its own -----------------------------------------


@Block.variants.register("divider", number=22)
class DividerBlock(Block):
    """A line across."""

    __slots__ = ()


@Block.variants.register("table_cell", number=32)
class TableCellBlock(Block):
    """A cell of a table."""

    __slots__ = ()


@Block.variants.register("quote_container", number=34)
class QuoteContainerBlock(Block):
    """A quotation of several blocks."""

    __slots__ = ()


@Block.variants.register("okr_progress", number=39)
class OkrProgressBlock(Block):
    """Where the progress of an OKR is told."""

    __slots__ = ()


@Block.variants.register("agenda", number=44)
class AgendaBlock(Block):
    """An agenda."""

    __slots__ = ()


@Block.variants.register("agenda_item", number=45)
class AgendaItemBlock(Block):
    """An item of an agenda."""

    __slots__ = ()


@Block.variants.register("agenda_item_content", number=47)
class AgendaItemContentBlock(Block):
    """What there is to an item of an agenda."""

    __slots__ = ()


@Block.variants.register("undefined", number=999)
class UndefinedBlock(Block):
    """A block of a kind that the API does not show."""

    __slots__ = ()
