"""The blocks that documents in the legacy format are made of, each a line of its own.

https://open.feishu.cn/document/ukTMukTMukTM/ukDM2YjL5AjN24SOwYjN
"""

from collections.abc import Iterator, Mapping
from typing import ClassVar, Self

import attrs

from .._protocol.variants import Variants
from .._protocol.wire_types import CamelCase, EncodedUrl
from .enums import (
    JiraType,
    LegacyAlign,
    LegacyBitableView,
    LegacyDiagramType,
    LegacyFileView,
    PageType,
)
from .ranges import BODY, DeleteContentRange, LegacyLocation, deletion
from .text import Element, LegacyTextRun, ParagraphStyle, RGBColor, location_in


def _elements_of(elements: tuple[str | Element, ...]) -> tuple[Element, ...]:
    return tuple(LegacyTextRun(text=item) if isinstance(item, str) else item for item in elements)


def _text_of(elements: tuple[Element, ...]) -> str:
    return "".join(element.plain_text for element in elements)


@attrs.frozen(kw_only=True)
class Title(CamelCase):
    """The title: plain text, whose style is only where it stands."""

    elements: tuple[Element, ...] = ()
    style: ParagraphStyle = ParagraphStyle()
    location: LegacyLocation | None = None
    line_id: str | None = None

    @classmethod
    def of(cls, text: str) -> Self:
        """Make a title of this text."""
        return cls(elements=_elements_of((text,) if text else ()))

    @property
    def plain_text(self) -> str:
        """What it says."""
        return _text_of(self.elements)


@attrs.frozen(kw_only=True)
class LegacyBlock(CamelCase):
    """A block: one of the classes below."""

    location: LegacyLocation | None = None
    """Where it stands, if it was read; without the line feed behind it."""

    variants: ClassVar[Variants] = Variants(name_field="type")

    @property
    def plain_text(self) -> str:
        """What it says, in one or more lines."""
        return ""

    def delete(self) -> DeleteContentRange:
        """Make the operation that deletes it, with its line."""
        return deletion(self.location, with_line_feed=True)


@LegacyBlock.variants.register_fallback
@attrs.frozen(kw_only=True)
class LegacyUnknownBlock(LegacyBlock):
    """A block of a kind that this version of the package does not know, kept as it came."""

    content: Mapping[str, object]

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "location", location_in(self.content))


@attrs.frozen(kw_only=True)
class Body(CamelCase):
    """Blocks below each other."""

    blocks: tuple[LegacyBlock, ...] = ()

    @classmethod
    def of(cls, *blocks: str | LegacyBlock) -> Self:
        """Make one of these blocks, strings being plain paragraphs."""
        return cls(blocks=tuple(LegacyParagraph.of(b) if isinstance(b, str) else b for b in blocks))

    @property
    def plain_text(self) -> str:
        """What it says, a line for each block, or several."""
        return "\n".join(block.plain_text for block in self.blocks)


@LegacyBlock.variants.register("paragraph")
@attrs.frozen(kw_only=True)
class LegacyParagraph(LegacyBlock):
    """A line of text: plain, a heading, a quotation or an item of a list."""

    elements: tuple[Element, ...] = ()
    style: ParagraphStyle = ParagraphStyle()
    line_id: str | None = None
    """Given by Feishu."""

    @classmethod
    def of(cls, *elements: str | Element, style: ParagraphStyle | None = None) -> Self:
        """Make one of these pieces, strings being plain text."""
        return cls(elements=_elements_of(elements), style=style or ParagraphStyle())

    @property
    def plain_text(self) -> str:
        """What it says."""
        return _text_of(self.elements)


@LegacyBlock.variants.register("horizontalLine")
class HorizontalLine(LegacyBlock):
    """A line across."""

    __slots__ = ()


@LegacyBlock.variants.register("embeddedPage")
@attrs.frozen(kw_only=True)
class EmbeddedPage(LegacyBlock):
    """A page of another site."""

    type: PageType
    url: EncodedUrl
    """The link as it is; percent-encoding it for the way is done for you."""
    width: float | None = None
    height: float | None = None

    @property
    def plain_text(self) -> str:
        """The link."""
        return self.url


@LegacyBlock.variants.register("chatGroup")
@attrs.frozen(kw_only=True)
class ChatGroup(LegacyBlock):
    """The card of a chat; whoever inserts it must be a member."""

    open_chat_id: str


@attrs.frozen(kw_only=True)
class TableCell(CamelCase):
    """A cell: a zone of its own."""

    column_index: int
    zone_id: str | None = None
    """Given by Feishu: what stands in the cell is changed in this zone."""
    body: Body = Body()


@attrs.frozen(kw_only=True)
class TableRow(CamelCase):
    """A row of a table."""

    row_index: int
    table_cells: tuple[TableCell, ...] = ()


@attrs.frozen(kw_only=True)
class TableColumnProperties(CamelCase):
    """How a column looks."""

    width: int
    """50 to 1300 pixels."""


@attrs.frozen(kw_only=True)
class TableStyle(CamelCase):
    """How a table looks."""

    table_column_properties: tuple[TableColumnProperties, ...] = ()


@attrs.frozen(kw_only=True)
class MergedCell(CamelCase):
    """Cells that are one: rows and columns from a first up to, without, an end."""

    merged_cell_id: str | None = None
    """Given by Feishu."""
    row_start_index: int
    row_end_index: int
    column_start_index: int
    column_end_index: int


@LegacyBlock.variants.register("table")
@attrs.frozen(kw_only=True)
class Table(LegacyBlock):
    """A table: an empty one is made of its sizes, of up to 9, and another one with its rows."""

    table_id: str | None = None
    """Given by Feishu: what the operations on tables take."""
    row_size: int
    column_size: int
    table_rows: tuple[TableRow, ...] = ()
    table_style: TableStyle | None = None
    merged_cells: tuple[MergedCell, ...] = ()

    @property
    def plain_text(self) -> str:
        """A line for each row, with tabs between the cells, whose own lines become one."""
        return "\n".join(
            "\t".join(cell.body.plain_text.replace("\n", " ") for cell in row.table_cells)
            for row in self.table_rows
        )


@LegacyBlock.variants.register("sheet")
@attrs.frozen(kw_only=True)
class Sheet(LegacyBlock):
    """A spreadsheet: an empty one is made of its sizes, of up to 9, and a copy of a token."""

    token: str | None = None
    row_size: int | None = None
    column_size: int | None = None


@LegacyBlock.variants.register("bitable")
@attrs.frozen(kw_only=True)
class Bitable(LegacyBlock):
    """A base; with the token of one inside a document, a copy of it."""

    token: str | None = None
    view_type: LegacyBitableView | None = None


@attrs.frozen(kw_only=True)
class GalleryStyle(CamelCase):
    """Where a picture stands; only if there is one in the line."""

    align: LegacyAlign | None = None


@attrs.frozen(kw_only=True)
class ImageItem(CamelCase):
    """An uploaded picture."""

    file_token: str
    width: float | None = None
    height: float | None = None


@LegacyBlock.variants.register("gallery")
@attrs.frozen(kw_only=True)
class Gallery(LegacyBlock):
    """Up to 6 pictures in a line."""

    gallery_style: GalleryStyle | None = None
    image_list: tuple[ImageItem, ...] = ()


@LegacyBlock.variants.register("file")
@attrs.frozen(kw_only=True)
class LegacyFile(LegacyBlock):
    """An uploaded file."""

    file_token: str
    view_type: LegacyFileView | None = None
    file_name: str | None = None

    @property
    def plain_text(self) -> str:
        """The name."""
        return self.file_name or ""


@LegacyBlock.variants.register("diagram")
@attrs.frozen(kw_only=True)
class Diagram(LegacyBlock):
    """A diagram; it cannot be inserted."""

    token: str | None = None
    diagram_type: LegacyDiagramType | None = None


@LegacyBlock.variants.register("jira")
@attrs.frozen(kw_only=True)
class Jira(LegacyBlock):
    """An issue or a filter of Jira; it cannot be inserted."""

    token: str | None = None
    jira_type: JiraType | None = None


@LegacyBlock.variants.register("poll")
@attrs.frozen(kw_only=True)
class Poll(LegacyBlock):
    """A poll; it cannot be inserted."""

    token: str | None = None


@LegacyBlock.variants.register("docsApp")
@attrs.frozen(kw_only=True)
class DocsApp(LegacyBlock):
    """An app inside the document; it cannot be inserted."""

    type_id: str | None = None
    instance_id: str | None = None


@LegacyBlock.variants.register("code")
@attrs.frozen(kw_only=True)
class LegacyCode(LegacyBlock):
    """Lines of code: a zone of its own, of plain paragraphs."""

    language: str | None = None
    """As the official page writes it: `Python`, `C++`, `Plain Text`, ..."""
    wrap_content: bool | None = None
    """Whether long lines are broken."""
    body: Body = Body()
    zone_id: str | None = None
    """Given by Feishu: the lines are changed in this zone."""

    @classmethod
    def of(cls, text: str, language: str = "Plain Text") -> Self:
        """Make one of a text, whose line feeds part the lines."""
        lines = [
            LegacyParagraph.of(line) if line else LegacyParagraph() for line in text.split("\n")
        ]
        return cls(language=language, body=Body(blocks=tuple(lines)))

    @property
    def plain_text(self) -> str:
        """The lines."""
        return self.body.plain_text


@LegacyBlock.variants.register("callout")
@attrs.frozen(kw_only=True)
class Callout(LegacyBlock):
    """Highlighted paragraphs and horizontal lines: a zone of their own."""

    callout_emoji_id: str | None = None
    callout_background_color: RGBColor | None = None
    callout_border_color: RGBColor | None = None
    callout_text_color: RGBColor | None = None
    body: Body = Body()
    zone_id: str | None = None
    """Given by Feishu: the paragraphs are changed in this zone."""

    @property
    def plain_text(self) -> str:
        """What stands in it."""
        return self.body.plain_text


@LegacyBlock.variants.register("undefinedBlock")
class LegacyUndefinedBlock(LegacyBlock):
    """A block of a kind that the API does not show."""

    __slots__ = ()


def zones_in(blocks: tuple[LegacyBlock, ...], zone_id: str = BODY) -> Iterator[tuple[str, Body]]:
    """Walk the zones of a document, the innermost too."""
    yield zone_id, Body(blocks=blocks)
    for block in blocks:
        if isinstance(block, Table):
            for row in block.table_rows:
                for cell in row.table_cells:
                    yield from zones_in(cell.body.blocks, cell.zone_id or "")
        elif isinstance(block, LegacyCode | Callout):
            yield from zones_in(block.body.blocks, block.zone_id or "")
