"""Blocks of the legacy format: the base class, and blocks that hold text or other blocks.

https://open.feishu.cn/document/ukTMukTMukTM/ukDM2YjL5AjN24SOwYjN
"""

from collections.abc import Iterator, Mapping
from typing import ClassVar, Self

import attrs

from .._protocol.variants import Variants
from .._protocol.wire_types import CamelCase
from .base_operation import DeleteContentRange, deletion_of
from .positions import BODY, LegacyLocation
from .text import Element, LegacyTextRun, ParagraphStyle, RGBColor, find_location


def _to_elements(elements: tuple[str | Element, ...]) -> tuple[Element, ...]:
    return tuple(LegacyTextRun(text=item) if isinstance(item, str) else item for item in elements)


def _plain_text_of(elements: tuple[Element, ...]) -> str:
    return "".join(element.plain_text for element in elements)


@attrs.frozen(kw_only=True)
class Title(CamelCase):
    """The title of a document: plain text. Of its style, only the alignment has an effect."""

    elements: tuple[Element, ...] = ()
    style: ParagraphStyle = ParagraphStyle()
    location: LegacyLocation | None = None
    """The range of the title; None unless the title was read."""
    line_id: str | None = None
    """The id of the line. Read-only: set by Feishu."""

    @classmethod
    def of(cls, text: str) -> Self:
        """Build a title.

        Args:
            text: The text of the title, without line feeds.
        """
        return cls(elements=_to_elements((text,) if text else ()))

    @property
    def plain_text(self) -> str:
        """The text of the title."""
        return _plain_text_of(self.elements)


@attrs.frozen(kw_only=True)
class LegacyBlock(CamelCase):
    """A block of a document; use one of the subclasses."""

    location: LegacyLocation | None = None
    """The range of the block, without the line feed after it; None unless the block was read."""

    variants: ClassVar[Variants] = Variants(name_field="type")

    @property
    def plain_text(self) -> str:
        """The text of the block in one or more lines; empty for types without text."""
        return ""

    def delete(self) -> DeleteContentRange:
        """Return the operation that deletes the block, including its line feed.

        Raises:
            ValueError: The block was not read from an announcement.
        """
        return deletion_of(self.location, with_line_feed=True)


@LegacyBlock.variants.register_fallback
@attrs.frozen(kw_only=True)
class LegacyUnknownBlock(LegacyBlock):
    """A block of a type that is unknown to this version of the package."""

    content: Mapping[str, object]
    """The block as it was received."""

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "location", find_location(self.content))


@attrs.frozen(kw_only=True)
class Body(CamelCase):
    """A sequence of blocks: a document's body, or the content of a cell, code block or callout."""

    blocks: tuple[LegacyBlock, ...] = ()

    @classmethod
    def of(cls, *blocks: str | LegacyBlock) -> Self:
        """Build a body.

        Args:
            *blocks: The blocks; a string is a paragraph of plain text.
        """
        return cls(blocks=tuple(LegacyParagraph.of(b) if isinstance(b, str) else b for b in blocks))

    @property
    def plain_text(self) -> str:
        """The text of all blocks, each on one or more lines."""
        return "\n".join(block.plain_text for block in self.blocks)


@LegacyBlock.variants.register("paragraph")
@attrs.frozen(kw_only=True)
class LegacyParagraph(LegacyBlock):
    """A line of text: a plain paragraph, heading, quotation or list item."""

    elements: tuple[Element, ...] = ()
    style: ParagraphStyle = ParagraphStyle()
    line_id: str | None = None
    """The id of the line. Read-only: set by Feishu."""

    @classmethod
    def of(cls, *elements: str | Element, style: ParagraphStyle | None = None) -> Self:
        """Build a paragraph.

        Args:
            *elements: The text, in pieces; a string is plain text.
            style: The style of the paragraph; None for a plain one.
        """
        return cls(elements=_to_elements(elements), style=style or ParagraphStyle())

    @property
    def plain_text(self) -> str:
        """The text of the paragraph."""
        return _plain_text_of(self.elements)


@LegacyBlock.variants.register("horizontalLine")
class HorizontalLine(LegacyBlock):
    """A horizontal line."""

    __slots__ = ()


@attrs.frozen(kw_only=True)
class TableCell(CamelCase):
    """A cell of a table. Its content is a separate zone."""

    column_index: int
    """The column, counted from 0."""
    zone_id: str | None = None
    """The zone in which to change the content. Read-only: set by Feishu."""
    body: Body = Body()
    """The content: blocks other than `Table`, `Sheet` and `Bitable`."""


@attrs.frozen(kw_only=True)
class TableRow(CamelCase):
    """A row of a table."""

    row_index: int
    """The row, counted from 0."""
    table_cells: tuple[TableCell, ...] = ()
    """The cells, one for each column."""


@attrs.frozen(kw_only=True)
class TableColumnProperties(CamelCase):
    """The layout of a table column."""

    width: int
    """The width in pixels, 50 to 1300; 100 is Feishu's default."""


@attrs.frozen(kw_only=True)
class TableStyle(CamelCase):
    """The layout of a table."""

    table_column_properties: tuple[TableColumnProperties, ...] = ()
    """The layout of each column."""


@attrs.frozen(kw_only=True)
class MergedCell(CamelCase):
    """A range of table cells that are merged into one."""

    merged_cell_id: str | None = None
    """The id of the merged cell. Read-only: set by Feishu."""
    row_start_index: int
    """The first row, counted from 0."""
    row_end_index: int
    """The row after the last one."""
    column_start_index: int
    """The first column, counted from 0."""
    column_end_index: int
    """The column after the last one."""


@LegacyBlock.variants.register("table")
@attrs.frozen(kw_only=True)
class Table(LegacyBlock):
    """A table. Insert it with its rows, or only with its size to create an empty one."""

    table_id: str | None = None
    """The id that the operations on tables take. Read-only: set by Feishu."""
    row_size: int
    """The number of rows; at most 9 for an empty table."""
    column_size: int
    """The number of columns; at most 9 for an empty table."""
    table_rows: tuple[TableRow, ...] = ()
    """The rows, `row_size` of them, or none for an empty table."""
    table_style: TableStyle | None = None
    """The layout of the columns; None for the default."""
    merged_cells: tuple[MergedCell, ...] = ()
    """The merged cells."""

    @property
    def plain_text(self) -> str:
        """The text of the table: one line per row, with tabs between the cells.

        Line feeds inside cells are replaced by spaces.
        """
        return "\n".join(
            "\t".join(cell.body.plain_text.replace("\n", " ") for cell in row.table_cells)
            for row in self.table_rows
        )


@LegacyBlock.variants.register("code")
@attrs.frozen(kw_only=True)
class LegacyCode(LegacyBlock):
    """A code block. Its lines are a separate zone."""

    language: str | None = None
    """The programming language as spelled on the official page: `Python`, `C++`, `Plain Text`."""
    wrap_content: bool | None = None
    """Whether long lines are wrapped."""
    body: Body = Body()
    """The lines: blocks of the class `LegacyParagraph` without styles."""
    zone_id: str | None = None
    """The zone in which to change the lines. Read-only: set by Feishu."""

    @classmethod
    def of(cls, text: str, language: str = "Plain Text") -> Self:
        """Build a code block.

        Args:
            text: The code; line feeds separate the lines.
            language: The programming language as spelled on the official page, such as `Python`.
        """
        lines = [
            LegacyParagraph.of(line) if line else LegacyParagraph() for line in text.split("\n")
        ]
        return cls(language=language, body=Body(blocks=tuple(lines)))

    @property
    def plain_text(self) -> str:
        """The lines of code."""
        return self.body.plain_text


@LegacyBlock.variants.register("callout")
@attrs.frozen(kw_only=True)
class Callout(LegacyBlock):
    """A colored box around paragraphs. Its content is a separate zone.

    The official page lists the colors of callouts, which differ from those of text.
    """

    callout_emoji_id: str | None = None
    """The id of the box's emoji."""
    callout_background_color: RGBColor | None = None
    """The color of the box; must be from the same palette, light or dark, as the border."""
    callout_border_color: RGBColor | None = None
    """The color of the border; must be from the same palette, light or dark, as the box."""
    callout_text_color: RGBColor | None = None
    """The color of the text inside."""
    body: Body = Body()
    """The content: blocks of the classes `LegacyParagraph` and `HorizontalLine`."""
    zone_id: str | None = None
    """The zone in which to change the content. Read-only: set by Feishu."""

    @property
    def plain_text(self) -> str:
        """The text inside the box."""
        return self.body.plain_text


@LegacyBlock.variants.register("undefinedBlock")
class LegacyUndefinedBlock(LegacyBlock):
    """A block of a type that the API does not support. It cannot be inserted."""

    __slots__ = ()


def iter_zones(blocks: tuple[LegacyBlock, ...], zone_id: str = BODY) -> Iterator[tuple[str, Body]]:
    """Yield the id and the blocks of each zone, including the zones nested in others."""
    yield zone_id, Body(blocks=blocks)
    for block in blocks:
        if isinstance(block, Table):
            for row in block.table_rows:
                for cell in row.table_cells:
                    yield from iter_zones(cell.body.blocks, cell.zone_id or "")
        elif isinstance(block, LegacyCode | Callout):
            yield from iter_zones(block.body.blocks, block.zone_id or "")
