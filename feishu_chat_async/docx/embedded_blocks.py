"""Blocks of the docx format that embed other content: images, files, sheets, pages, widgets."""

import attrs

from .._protocol.wire_types import EncodedUrl
from .blocks import Block
from .enums import Align, BitableView, DiagramType, FileView, IframeType, LinkTypeLike


@Block.variants.register("bitable", number=18)
@attrs.frozen(kw_only=True)
class BitableBlock(Block):
    """A bitable."""

    token: str | None = None
    """The token of the bitable. Read-only: set by Feishu."""
    view_type: BitableView | None = None
    """The first view of a new bitable."""


@Block.variants.register("chat_card", number=20)
@attrs.frozen(kw_only=True)
class ChatCardBlock(Block):
    """The card of a chat."""

    chat_id: str
    align: Align | None = None
    """The alignment of the card; None for left."""


@Block.variants.register("diagram", number=21)
@attrs.frozen(kw_only=True)
class DiagramBlock(Block):
    """A flowchart or UML diagram."""

    diagram_type: DiagramType | None = None
    """The type of the diagram."""


@Block.variants.register("file", number=23)
@attrs.frozen(kw_only=True)
class FileBlock(Block):
    """A file. Create an empty block, then use `ReplaceFile` to fill it with an uploaded file."""

    token: str | None = None
    """The token of the file; empty until the block is filled."""
    name: str | None = None
    """The name of the file. Read-only."""
    view_type: FileView | None = None
    """How the file is displayed; None for a card. `FileView.INLINE` can only be read."""


@attrs.frozen(kw_only=True)
class IframeComponent:
    """The page shown by an `IframeBlock`."""

    iframe_type: IframeType | None = None
    """The site that the page belongs to."""
    url: EncodedUrl
    """The plain URL of the page; percent-encoded when it is sent."""


@Block.variants.register("iframe", number=26)
@attrs.frozen(kw_only=True)
class IframeBlock(Block):
    """An embedded web page."""

    component: IframeComponent
    """The page."""


@Block.variants.register("image", number=27)
@attrs.frozen(kw_only=True)
class ImageBlock(Block):
    """An image. Create an empty block, then use `ReplaceImage` to fill it with an upload."""

    width: int | None = None
    """The width in pixels."""
    height: int | None = None
    """The height in pixels."""
    token: str | None = None
    """The token of the image; empty until the block is filled."""
    align: Align | None = None
    """The alignment of the image; None for centered."""


@Block.variants.register("isv", number=28)
@attrs.frozen(kw_only=True)
class IsvBlock(Block):
    """A third-party widget of the older type; see also `AddOnsBlock`."""

    component_id: str | None = None
    """The id of the widget's instance."""
    component_type_id: str | None = None
    """The id of the widget's type, such as `blk_5f992038c64240015d280958`."""


@Block.variants.register("mindnote", number=29)
@attrs.frozen(kw_only=True)
class MindnoteBlock(Block):
    """A mind map."""

    token: str | None = None
    """The token of the mind map. Read-only."""


@Block.variants.register("sheet", number=30)
@attrs.frozen(kw_only=True)
class SheetBlock(Block):
    """A spreadsheet."""

    token: str | None = None
    """The token of the spreadsheet and the id of the sheet, joined by "_". Read-only."""
    row_size: int | None = None
    """The number of rows of a new spreadsheet, 1 to 9."""
    column_size: int | None = None
    """The number of columns of a new spreadsheet, 1 to 9."""


@Block.variants.register("task", number=35)
@attrs.frozen(kw_only=True)
class TaskBlock(Block):
    """A task. Create a block, then use `UpdateTask` to choose the task."""

    task_id: str | None = None
    """The id of the task."""
    folded: bool | None = None
    """Whether the details are hidden; None means no."""


@Block.variants.register("add_ons", number=40)
@attrs.frozen(kw_only=True)
class AddOnsBlock(Block):
    """A widget inside the document."""

    component_id: str | None = None
    """The id of the widget's instance."""
    component_type_id: str
    """The id of the widget's type, such as `blk_636a0a6657db8001c8df5488`."""
    record: str | None = None
    """The data of the widget, as JSON in a string."""


@Block.variants.register("jira_issue", number=41)
@attrs.frozen(kw_only=True)
class JiraIssueBlock(Block):
    """A Jira issue."""

    id: str | None = None
    """The id of the issue."""
    key: str | None = None
    """The key of the issue, such as `PROJ-12`."""


@Block.variants.register("wiki_catalog", number=42)
@attrs.frozen(kw_only=True)
class WikiCatalogBlock(Block):
    """A list of the subpages of a wiki page."""

    wiki_token: str | None = None
    """The token of the wiki page."""


@Block.variants.register("board", number=43)
@attrs.frozen(kw_only=True)
class BoardBlock(Block):
    """A whiteboard."""

    token: str | None = None
    """The token of the whiteboard. Read-only: set by Feishu."""
    align: Align | None = None
    """The alignment of the whiteboard; None for left."""
    width: int | None = None
    """The width in pixels, at least 90; None for the width of the document."""
    height: int | None = None
    """The height in pixels, at least 90; None to fit the content."""


@Block.variants.register("link_preview", number=48)
@attrs.frozen(kw_only=True)
class LinkPreviewBlock(Block):
    """A card that shows the target of a link."""

    url: str | None = None
    url_type: LinkTypeLike
    """The type of the target; only links to messages are documented."""
