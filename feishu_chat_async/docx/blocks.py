"""Blocks of the docx format: the base class and all text blocks.

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
    """A block of an announcement; use one of the subclasses."""

    block_id: str | None = None
    """The id of the block. Read-only: set by Feishu."""
    parent_id: str | None = None
    """The id of the parent block; None or empty for the root. Read-only."""
    children: tuple[str, ...] = ()
    """The ids of the child blocks, in order. Read-only."""
    comment_ids: tuple[str, ...] = ()
    """The ids of the comments on the block. Comments cannot be created through the API."""

    variants: ClassVar[Variants] = Variants(
        shared=("block_id", "parent_id", "children", "comment_ids"), number_field="block_type"
    )


@Block.variants.register_fallback
@attrs.frozen(kw_only=True)
class UnknownBlock(Block):
    """A block of a type that is unknown to this version of the package."""

    content: Mapping[str, object]
    """The block as it was received: `block_type` and all fields that `Block` lacks."""


@Block.variants.register("undefined", number=999)
class UndefinedBlock(Block):
    """A block of a type that the API does not support."""

    __slots__ = ()


@attrs.frozen(kw_only=True)
class BaseTextBlock(Block):
    """The base class of all text blocks, such as paragraphs, headings and list items."""

    elements: tuple[TextElement, ...]
    style: TextStyle | None = None

    @classmethod
    def of(cls, *elements: str | TextElement, style: TextStyle | None = None) -> Self:
        """Build a text block.

        Args:
            *elements: The text, in pieces; a string is plain text.
            style: The style of the block; None for the default.
        """
        items = [TextRun(content=item) if isinstance(item, str) else item for item in elements]
        return cls(elements=check_items("elements", items, TextElement, min_items=0), style=style)


@Block.variants.register("page", number=1)
class PageBlock(BaseTextBlock):
    """The root of an announcement. Its text is the title, and its id is the chat's id."""

    __slots__ = ()


@Block.variants.register("text", number=2)
class TextBlock(BaseTextBlock):
    """A paragraph."""

    __slots__ = ()


@Block.variants.register("heading1", number=3)
class Heading1Block(BaseTextBlock):
    """A heading of level 1."""

    __slots__ = ()


@Block.variants.register("heading2", number=4)
class Heading2Block(BaseTextBlock):
    """A heading of level 2."""

    __slots__ = ()


@Block.variants.register("heading3", number=5)
class Heading3Block(BaseTextBlock):
    """A heading of level 3."""

    __slots__ = ()


@Block.variants.register("heading4", number=6)
class Heading4Block(BaseTextBlock):
    """A heading of level 4."""

    __slots__ = ()


@Block.variants.register("heading5", number=7)
class Heading5Block(BaseTextBlock):
    """A heading of level 5."""

    __slots__ = ()


@Block.variants.register("heading6", number=8)
class Heading6Block(BaseTextBlock):
    """A heading of level 6."""

    __slots__ = ()


@Block.variants.register("heading7", number=9)
class Heading7Block(BaseTextBlock):
    """A heading of level 7."""

    __slots__ = ()


@Block.variants.register("heading8", number=10)
class Heading8Block(BaseTextBlock):
    """A heading of level 8."""

    __slots__ = ()


@Block.variants.register("heading9", number=11)
class Heading9Block(BaseTextBlock):
    """A heading of level 9."""

    __slots__ = ()


@Block.variants.register("bullet", number=12)
class BulletBlock(BaseTextBlock):
    """An item of a bulleted list."""

    __slots__ = ()


@Block.variants.register("ordered", number=13)
class OrderedBlock(BaseTextBlock):
    """An item of a numbered list."""

    __slots__ = ()


@Block.variants.register("code", number=14)
class CodeBlock(BaseTextBlock):
    """A code block; its style holds the language."""

    __slots__ = ()


@Block.variants.register("quote", number=15)
class QuoteBlock(BaseTextBlock):
    """A quotation of one paragraph."""

    __slots__ = ()


@Block.variants.register("equation", number=16)
class EquationBlock(BaseTextBlock):
    """A formula on its own line."""

    __slots__ = ()


@Block.variants.register("todo", number=17)
class TodoBlock(BaseTextBlock):
    """An item of a to-do list; its style holds whether it is done."""

    __slots__ = ()
