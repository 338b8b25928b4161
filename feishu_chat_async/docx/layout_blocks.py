"""Blocks of the docx format that arrange other blocks: tables, grids, callouts and agendas."""

import attrs

from .blocks import Block
from .enums import Align, BackgroundColor, FileView, TextColor
from .text import TextElement


@Block.variants.register("divider", number=22)
class DividerBlock(Block):
    """A horizontal line."""

    __slots__ = ()


@Block.variants.register("quote_container", number=34)
class QuoteContainerBlock(Block):
    """A quotation of several blocks, which are its children."""

    __slots__ = ()


@Block.variants.register("callout", number=19)
@attrs.frozen(kw_only=True)
class CalloutBlock(Block):
    """A colored box around other blocks, which are its children."""

    background_color: BackgroundColor | None = None
    """The color of the box."""
    border_color: TextColor | None = None
    """The color of the border."""
    text_color: TextColor | None = None
    """The color of the text inside."""
    emoji_id: str | None = None
    """The id of the box's emoji, such as "gift"."""


@Block.variants.register("grid", number=24)
@attrs.frozen(kw_only=True)
class GridBlock(Block):
    """Columns side by side; the children are of the class `GridColumnBlock`."""

    column_size: int
    """The number of columns: 2 to 5 when the grid is created."""


@Block.variants.register("grid_column", number=25)
@attrs.frozen(kw_only=True)
class GridColumnBlock(Block):
    """One column of a grid."""

    width_ratio: int | None = None
    """The column's share of the grid's width, in percent."""


@attrs.frozen(kw_only=True)
class TableMergeInfo:
    """How many rows and columns a cell of a table spans."""

    row_span: int | None = None
    """The number of rows; 1 if the cell is not merged with the ones below."""
    col_span: int | None = None
    """The number of columns; 1 if the cell is not merged with the ones to the right."""


@attrs.frozen(kw_only=True)
class TableProperty:
    """The size and layout of a table."""

    row_size: int
    """The number of rows, at least 1."""
    column_size: int
    """The number of columns, at least 1. A table has at most 100 columns and 2000 cells."""
    column_width: tuple[int, ...] = ()
    """The width of each column in pixels; empty for 100 each."""
    merge_info: tuple[TableMergeInfo, ...] = ()
    """The spans of each cell, row by row. Read-only: use `MergeTableCells` to merge cells."""
    header_row: bool | None = None
    """Whether the first row is a header; None means no."""
    header_column: bool | None = None
    """Whether the first column is a header; None means no."""


@Block.variants.register("table", number=31)
@attrs.frozen(kw_only=True)
class TableBlock(Block):
    """A table; the children are of the class `TableCellBlock`."""

    cells: tuple[str, ...] = ()
    """The ids of the cells, row by row. Read-only: set by Feishu."""
    property: TableProperty
    """The size and layout of the table."""


@Block.variants.register("table_cell", number=32)
class TableCellBlock(Block):
    """A cell of a table. Cells are created together with their table."""

    __slots__ = ()


@Block.variants.register("view", number=33)
@attrs.frozen(kw_only=True)
class ViewBlock(Block):
    """The frame around a file; the child is the file."""

    view_type: FileView | None = None
    """How the file is displayed."""


@Block.variants.register("agenda", number=44)
class AgendaBlock(Block):
    """An agenda; the children are of the class `AgendaItemBlock`."""

    __slots__ = ()


@Block.variants.register("agenda_item", number=45)
class AgendaItemBlock(Block):
    """An item of an agenda; the children are the title and the content."""

    __slots__ = ()


@Block.variants.register("agenda_item_title", number=46)
@attrs.frozen(kw_only=True)
class AgendaItemTitleBlock(Block):
    """The title of an agenda item."""

    elements: tuple[TextElement, ...] = ()
    align: Align | None = None
    """The alignment of the title; None for left."""


@Block.variants.register("agenda_item_content", number=47)
class AgendaItemContentBlock(Block):
    """The content of an agenda item, which is in its children."""

    __slots__ = ()
