"""The blocks that documents in the legacy format are made of, each a line of its own.

https://open.feishu.cn/document/ukTMukTMukTM/ukDM2YjL5AjN24SOwYjN
"""

from collections.abc import Iterator, Mapping
from typing import ClassVar, Self

import attrs

from ._types import CamelCase, EncodedUrl
from ._variants import Variants
from .legacy_enums import Align, BitableView, DiagramType, FileView, JiraType, PageType
from .legacy_ranges import BODY, DeleteContentRange, Location, deletion
from .legacy_text import Element, ParagraphStyle, RGBColor, TextRun, location_in


def _elements_of(elements: tuple[str | Element, ...]) -> tuple[Element, ...]:
    return tuple(TextRun(text=item) if isinstance(item, str) else item for item in elements)


def _text_of(elements: tuple[Element, ...]) -> str:
    return "".join(element.plain_text for element in elements)


@attrs.frozen(kw_only=True)
class Title(CamelCase):
    """The title: plain text, whose style is only where it stands."""

    elements: tuple[Element, ...] = ()
    style: ParagraphStyle = ParagraphStyle()
    location: Location | None = None
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
class Block(CamelCase):
    """A block: one of the classes below."""

    location: Location | None = None
    """Where it stands, if it was read; without the line feed behind it."""

    variants: ClassVar[Variants]

    @property
    def plain_text(self) -> str:
        """What it says, in one or more lines."""
        return ""

    def delete(self) -> DeleteContentRange:
        """Make the operation that deletes it, with its line."""
        return deletion(self.location, with_line_feed=True)


@attrs.frozen(kw_only=True)
class UnknownBlock(Block):
    """A block of a kind that this version of the package does not know, kept as it came."""

    content: Mapping[str, object]

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "location", location_in(self.content))


@attrs.frozen(kw_only=True)
class Body(CamelCase):
    """Blocks below each other."""

    blocks: tuple[Block, ...] = ()

    @classmethod
    def of(cls, *blocks: str | Block) -> Self:
        """Make one of these blocks, strings being plain paragraphs."""
        return cls(blocks=tuple(Paragraph.of(b) if isinstance(b, str) else b for b in blocks))

    @property
    def plain_text(self) -> str:
        """What it says, a line for each block, or several."""
        return "\n".join(block.plain_text for block in self.blocks)


@attrs.frozen(kw_only=True)
class Paragraph(Block):
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


class HorizontalLine(Block):
    """A line across."""

    __slots__ = ()


@attrs.frozen(kw_only=True)
class EmbeddedPage(Block):
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


@attrs.frozen(kw_only=True)
class ChatGroup(Block):
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


@attrs.frozen(kw_only=True)
class Table(Block):
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


@attrs.frozen(kw_only=True)
class Sheet(Block):
    """A spreadsheet: an empty one is made of its sizes, of up to 9, and a copy of a token."""

    token: str | None = None
    row_size: int | None = None
    column_size: int | None = None


@attrs.frozen(kw_only=True)
class Bitable(Block):
    """A base; with the token of one inside a document, a copy of it."""

    token: str | None = None
    view_type: BitableView | None = None


@attrs.frozen(kw_only=True)
class GalleryStyle(CamelCase):
    """Where a picture stands; only if there is one in the line."""

    align: Align | None = None


@attrs.frozen(kw_only=True)
class ImageItem(CamelCase):
    """An uploaded picture."""

    file_token: str
    width: float | None = None
    height: float | None = None


@attrs.frozen(kw_only=True)
class Gallery(Block):
    """Up to 6 pictures in a line."""

    gallery_style: GalleryStyle | None = None
    image_list: tuple[ImageItem, ...] = ()


@attrs.frozen(kw_only=True)
class File(Block):
    """An uploaded file."""

    file_token: str
    view_type: FileView | None = None
    file_name: str | None = None

    @property
    def plain_text(self) -> str:
        """The name."""
        return self.file_name or ""


@attrs.frozen(kw_only=True)
class Diagram(Block):
    """A diagram; it cannot be inserted."""

    token: str | None = None
    diagram_type: DiagramType | None = None


@attrs.frozen(kw_only=True)
class Jira(Block):
    """An issue or a filter of Jira; it cannot be inserted."""

    token: str | None = None
    jira_type: JiraType | None = None


@attrs.frozen(kw_only=True)
class Poll(Block):
    """A poll; it cannot be inserted."""

    token: str | None = None


@attrs.frozen(kw_only=True)
class DocsApp(Block):
    """An app inside the document; it cannot be inserted."""

    type_id: str | None = None
    instance_id: str | None = None


@attrs.frozen(kw_only=True)
class Code(Block):
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
        lines = [Paragraph.of(line) if line else Paragraph() for line in text.split("\n")]
        return cls(language=language, body=Body(blocks=tuple(lines)))

    @property
    def plain_text(self) -> str:
        """The lines."""
        return self.body.plain_text


@attrs.frozen(kw_only=True)
class Callout(Block):
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


class UndefinedBlock(Block):
    """A block of a kind that the API does not show."""

    __slots__ = ()


Block.variants = Variants(
    {
        "paragraph": Paragraph,
        "horizontalLine": HorizontalLine,
        "embeddedPage": EmbeddedPage,
        "chatGroup": ChatGroup,
        "table": Table,
        "sheet": Sheet,
        "bitable": Bitable,
        "gallery": Gallery,
        "file": File,
        "diagram": Diagram,
        "jira": Jira,
        "poll": Poll,
        "code": Code,
        "docsApp": DocsApp,
        "callout": Callout,
        "undefinedBlock": UndefinedBlock,
    },
    unknown=UnknownBlock,
    name_field="type",
)


def zones_in(blocks: tuple[Block, ...], zone_id: str = BODY) -> Iterator[tuple[str, Body]]:
    """Walk the zones of a document, the innermost too."""
    yield zone_id, Body(blocks=blocks)
    for block in blocks:
        if isinstance(block, Table):
            for row in block.table_rows:
                for cell in row.table_cells:
                    yield from zones_in(cell.body.blocks, cell.zone_id or "")
        elif isinstance(block, Code | Callout):
            yield from zones_in(block.body.blocks, block.zone_id or "")
