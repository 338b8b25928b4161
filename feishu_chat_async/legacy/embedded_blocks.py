"""Blocks of the legacy format that embed other content: images, files, sheets, pages, widgets."""

import attrs

from .._protocol.wire_types import CamelCase, EncodedUrl
from .blocks import LegacyBlock
from .enums import (
    JiraType,
    LegacyAlignLike,
    LegacyBitableViewLike,
    LegacyDiagramType,
    LegacyFileViewLike,
    PageTypeLike,
)


@LegacyBlock.variants.register("embeddedPage")
@attrs.frozen(kw_only=True)
class EmbeddedPage(LegacyBlock):
    """An embedded web page."""

    type: PageTypeLike
    """The site that the page belongs to."""
    url: EncodedUrl
    """The plain URL of the page; percent-encoded when it is sent."""
    width: float | None = None
    """The width of the frame, from which Feishu derives the height; None for the default. The unit
    is not documented."""
    height: float | None = None
    """The height of the frame; None for the default. The unit is not documented."""

    @property
    def plain_text(self) -> str:
        """The URL."""
        return self.url


@LegacyBlock.variants.register("chatGroup")
@attrs.frozen(kw_only=True)
class ChatGroup(LegacyBlock):
    """The card of a chat. Only a member of that chat can insert it."""

    open_chat_id: str
    """The id of the chat; "none" in a copied document if the caller has no access to the chat."""


@LegacyBlock.variants.register("sheet")
@attrs.frozen(kw_only=True)
class Sheet(LegacyBlock):
    """A spreadsheet. Insert it with a token to copy one, or without to create an empty one."""

    token: str | None = None
    """The token of the spreadsheet and the id of the sheet, joined by "_".

    Only spreadsheets inside documents can be copied.
    """
    row_size: int | None = None
    """The number of rows of an empty spreadsheet, 1 to 9."""
    column_size: int | None = None
    """The number of columns of an empty spreadsheet, 1 to 9."""


@LegacyBlock.variants.register("bitable")
@attrs.frozen(kw_only=True)
class Bitable(LegacyBlock):
    """A bitable. Insert it with a token to copy one, or without to create an empty one."""

    token: str | None = None
    """The token of the bitable. Only bitables inside documents can be copied."""
    view_type: LegacyBitableViewLike | None = None
    """The view of the bitable."""


@attrs.frozen(kw_only=True)
class GalleryStyle(CamelCase):
    """The layout of a `Gallery`."""

    align: LegacyAlignLike | None = None
    """The alignment of the image, for galleries of one image; None for centered."""


@attrs.frozen(kw_only=True)
class ImageItem(CamelCase):
    """An uploaded image."""

    file_token: str
    """The token of the image, which is a JPG, BMP, PNG or GIF of at most 20 MB."""
    width: float | None = None
    """The width in pixels; the aspect ratio of the image is kept."""
    height: float | None = None
    """The height in pixels; the aspect ratio of the image is kept."""


@LegacyBlock.variants.register("gallery")
@attrs.frozen(kw_only=True)
class Gallery(LegacyBlock):
    """Images side by side."""

    gallery_style: GalleryStyle | None = None
    """The layout of the images; None for the default."""
    image_list: tuple[ImageItem, ...] = ()
    """The images, 1 to 6."""


@LegacyBlock.variants.register("file")
@attrs.frozen(kw_only=True)
class LegacyFile(LegacyBlock):
    """An uploaded file."""

    file_token: str
    """The token of the file."""
    view_type: LegacyFileViewLike | None = None
    """How the file is displayed."""
    file_name: str | None = None
    """The name of the file. It cannot be changed."""

    @property
    def plain_text(self) -> str:
        """The name of the file."""
        return self.file_name or ""


@LegacyBlock.variants.register("diagram")
@attrs.frozen(kw_only=True)
class Diagram(LegacyBlock):
    """A flowchart or UML diagram. It cannot be inserted."""

    token: str | None = None
    diagram_type: LegacyDiagramType | None = None
    """The type of the diagram."""


@LegacyBlock.variants.register("jira")
@attrs.frozen(kw_only=True)
class Jira(LegacyBlock):
    """A Jira issue or filter. It cannot be inserted."""

    token: str | None = None
    jira_type: JiraType | None = None
    """What is shown: an issue or a filter."""


@LegacyBlock.variants.register("poll")
@attrs.frozen(kw_only=True)
class Poll(LegacyBlock):
    """A poll. It cannot be inserted."""

    token: str | None = None


@LegacyBlock.variants.register("docsApp")
@attrs.frozen(kw_only=True)
class DocsApp(LegacyBlock):
    """A widget inside the document. It cannot be inserted."""

    type_id: str | None = None
    """The id of the widget's type, such as `blk_5f992038c64240015d280958`."""
    instance_id: str | None = None
    """The id of the widget's instance."""
