"""Blocks of documents in the docx format that have content of their own, other than text."""

import attrs

from .._protocol.wire_types import EncodedUrl
from .blocks import Block
from .enums import (
    Align,
    BackgroundColor,
    BitableView,
    DiagramType,
    FileView,
    IframeType,
    LinkType,
    TextColor,
)
from .text import TextElement


@Block.variants.register("bitable", number=18)
@attrs.frozen(kw_only=True)
class BitableBlock(Block):
    """A bitable."""

    token: str | None = None
    view_type: BitableView | None = None


@Block.variants.register("callout", number=19)
@attrs.frozen(kw_only=True)
class CalloutBlock(Block):
    """A coloured box around other blocks."""

    background_color: BackgroundColor | None = None
    border_color: TextColor | None = None
    text_color: TextColor | None = None
    emoji_id: str | None = None


@Block.variants.register("chat_card", number=20)
@attrs.frozen(kw_only=True)
class ChatCardBlock(Block):
    """The card of a chat."""

    chat_id: str
    align: Align | None = None


@Block.variants.register("diagram", number=21)
@attrs.frozen(kw_only=True)
class DiagramBlock(Block):
    """A flowchart or UML diagram."""

    diagram_type: DiagramType | None = None


@Block.variants.register("file", number=23)
@attrs.frozen(kw_only=True)
class FileBlock(Block):
    """A file; `FileView.INLINE` cannot be made here."""

    token: str | None = None
    name: str | None = None
    view_type: FileView | None = None


@Block.variants.register("grid", number=24)
@attrs.frozen(kw_only=True)
class GridBlock(Block):
    """Columns, 2 to 5."""

    column_size: int


@Block.variants.register("grid_column", number=25)
@attrs.frozen(kw_only=True)
class GridColumnBlock(Block):
    """One column of a grid."""

    width_ratio: int | None = None
    """Percent."""


@attrs.frozen(kw_only=True)
class IframeComponent:
    """The page that is embedded."""

    iframe_type: IframeType | None = None
    url: EncodedUrl


@Block.variants.register("iframe", number=26)
@attrs.frozen(kw_only=True)
class IframeBlock(Block):
    """An embedded web page."""

    component: IframeComponent


@Block.variants.register("image", number=27)
@attrs.frozen(kw_only=True)
class ImageBlock(Block):
    """A picture. Made empty; `ReplaceImage` then puts an uploaded one into it."""

    width: int | None = None
    """Pixels."""
    height: int | None = None
    """Pixels."""
    token: str | None = None
    align: Align | None = None


@Block.variants.register("isv", number=28)
@attrs.frozen(kw_only=True)
class IsvBlock(Block):
    """A widget of a third party, of the older kind."""

    component_id: str | None = None
    component_type_id: str | None = None


@Block.variants.register("add_ons", number=40)
@attrs.frozen(kw_only=True)
class AddOnsBlock(Block):
    """A widget."""

    component_id: str | None = None
    component_type_id: str
    record: str | None = None
    """Its data, JSON in a string."""


@Block.variants.register("mindnote", number=29)
@attrs.frozen(kw_only=True)
class MindnoteBlock(Block):
    """A mind map."""

    token: str | None = None


@Block.variants.register("sheet", number=30)
@attrs.frozen(kw_only=True)
class SheetBlock(Block):
    """A spreadsheet; 1 to 9 rows and columns when it is made."""

    token: str | None = None
    row_size: int | None = None
    column_size: int | None = None


@attrs.frozen(kw_only=True)
class TableMergeInfo:
    """How far a cell of a table reaches."""

    row_span: int | None = None
    col_span: int | None = None


@attrs.frozen(kw_only=True)
class TableProperty:
    """Size and looks of a table."""

    row_size: int
    column_size: int
    column_width: tuple[int, ...] = ()
    """Pixels, for each column."""
    merge_info: tuple[TableMergeInfo, ...] = ()
    """Given by Feishu, for each cell; change it with `MergeTableCells`."""
    header_row: bool | None = None
    header_column: bool | None = None


@Block.variants.register("table", number=31)
@attrs.frozen(kw_only=True)
class TableBlock(Block):
    """A table."""

    cells: tuple[str, ...] = ()
    """Ids of the cells, row by row; given by Feishu."""
    property: TableProperty


@Block.variants.register("view", number=33)
@attrs.frozen(kw_only=True)
class ViewBlock(Block):
    """Around a file: how it is shown."""

    view_type: FileView | None = None


@Block.variants.register("task", number=35)
@attrs.frozen(kw_only=True)
class TaskBlock(Block):
    """A task."""

    task_id: str | None = None
    folded: bool | None = None


@Block.variants.register("jira_issue", number=41)
@attrs.frozen(kw_only=True)
class JiraIssueBlock(Block):
    """An issue in Jira."""

    id: str | None = None
    key: str | None = None


@Block.variants.register("wiki_catalog", number=42)
@attrs.frozen(kw_only=True)
class WikiCatalogBlock(Block):
    """The pages below a page of a wiki."""

    wiki_token: str | None = None


@Block.variants.register("board", number=43)
@attrs.frozen(kw_only=True)
class BoardBlock(Block):
    """A whiteboard."""

    token: str | None = None
    align: Align | None = None
    width: int | None = None
    """Pixels, at least 90."""
    height: int | None = None
    """Pixels, at least 90."""


@Block.variants.register("agenda_item_title", number=46)
@attrs.frozen(kw_only=True)
class AgendaItemTitleBlock(Block):
    """The title of an item of an agenda."""

    elements: tuple[TextElement, ...] = ()
    align: Align | None = None


@Block.variants.register("link_preview", number=48)
@attrs.frozen(kw_only=True)
class LinkPreviewBlock(Block):
    """A card that shows what a link leads to."""

    url: str | None = None
    url_type: LinkType
