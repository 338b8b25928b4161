"""Changes of documents in the legacy format.

Rows and columns are counted from 0, and what begins at 0 and ends at 2 are the first two.

https://open.feishu.cn/document/ukTMukTMukTM/uYDM2YjL2AjN24iNwYjN
"""

from collections.abc import Sequence
from typing import ClassVar

import attrs

from .._protocol.checks import check_flag, check_items, check_member, check_text
from .._protocol.wire_types import JsonText
from .blocks import LegacyBlock, Title
from .enums import StyleField
from .limits import column_width, to_blocks, to_elements, to_style, to_title
from .ranges import InsertLocation, Operation, Range, at_least, check_range, not_empty
from .text import Element, ParagraphStyle

_MAX_LETTERS = 1000


def _to_fields(value: Sequence[StyleField]) -> tuple[StyleField, ...]:
    if isinstance(value, str):
        raise TypeError("fields must be a list of StyleField, got str")
    fields = check_items("fields", value, str)
    return tuple(check_member("fields", field, StyleField) for field in fields)


def _one_line(_: object, field: "attrs.Attribute[str]", value: str) -> None:
    check_text(field.name, value, max_length=_MAX_LETTERS)
    if set(value) & set("\n\r\t"):
        raise ValueError(f"{field.name} must not hold a line feed or a tab")


@attrs.frozen(kw_only=True)
class UpdateTitle(Operation):
    """Replace the title; a string is its text. Once per call."""

    title: Title = attrs.field(converter=to_title)

    def content(self) -> dict[str, object]:
        """Return the title as JSON in a string."""
        return {"payload": JsonText(self.title)}


@attrs.frozen(kw_only=True)
class InsertBlocks(Operation):
    """Insert up to 50 blocks where a line begins; strings are plain paragraphs.

    In all there may be 100 people, 100 links to documents, 5 chats, and 50 files and pictures.
    """

    blocks: Sequence[LegacyBlock] = attrs.field(converter=to_blocks)
    location: InsertLocation = attrs.field(validator=attrs.validators.instance_of(InsertLocation))

    def content(self) -> dict[str, object]:
        """Return the blocks as JSON in a string, and where they go."""
        return {"payload": JsonText({"blocks": self.blocks}), "location": self.location}


@attrs.frozen(kw_only=True)
class InsertParagraphElements(Operation):
    """Insert text and the like into a line, between elements; strings are plain text.

    Not before the placeholder of a styled line, and not at the last line feed of the document.
    """

    elements: Sequence[Element] = attrs.field(converter=to_elements)
    location: InsertLocation = attrs.field(validator=attrs.validators.instance_of(InsertLocation))

    @location.validator
    def _check_location(self, _: object, value: InsertLocation) -> None:
        if value.start_of_zone or value.end_of_zone:
            raise ValueError("location must be an index: only blocks go to the start or the end")

    def content(self) -> dict[str, object]:
        """Return the elements as JSON in a string, and where they go."""
        payload = {"elements": self.elements, "style": {}}
        return {"payload": JsonText(payload), "location": self.location}


@attrs.frozen(kw_only=True)
class _TableOperation(Operation):
    table_id: str = attrs.field(validator=not_empty)


@attrs.frozen(kw_only=True)
class LegacyInsertTableRow(_TableOperation):
    """Insert a row above another one."""

    row_index: int = attrs.field(validator=at_least(0))


@attrs.frozen(kw_only=True)
class LegacyInsertTableColumn(_TableOperation):
    """Insert a column before another one."""

    column_index: int = attrs.field(validator=at_least(0))


@attrs.frozen(kw_only=True)
class LegacyDeleteTableRows(_TableOperation):
    """Delete rows; with all of them, the table."""

    exclusive: ClassVar[bool] = True

    row_start_index: int = attrs.field(validator=at_least(0))
    row_end_index: int = attrs.field(validator=at_least(1))

    def __attrs_post_init__(self) -> None:
        check_range("row_start_index", self.row_start_index, "row_end_index", self.row_end_index)


@attrs.frozen(kw_only=True)
class LegacyDeleteTableColumns(_TableOperation):
    """Delete columns; with all of them, the table."""

    exclusive: ClassVar[bool] = True

    column_start_index: int = attrs.field(validator=at_least(0))
    column_end_index: int = attrs.field(validator=at_least(1))

    def __attrs_post_init__(self) -> None:
        start, end = self.column_start_index, self.column_end_index
        check_range("column_start_index", start, "column_end_index", end)


@attrs.frozen(kw_only=True)
class UpdateTableColumnProperties(_TableOperation):
    """Change the width of a column."""

    column_index: int = attrs.field(validator=at_least(0))
    column_width: int = attrs.field(validator=column_width)
    """50 to 1300 pixels."""


@attrs.frozen(kw_only=True)
class LegacyMergeTableCells(_TableOperation):
    """Make one cell of several."""

    row_start_index: int = attrs.field(validator=at_least(0))
    row_end_index: int = attrs.field(validator=at_least(1))
    column_start_index: int = attrs.field(validator=at_least(0))
    column_end_index: int = attrs.field(validator=at_least(1))

    def __attrs_post_init__(self) -> None:
        check_range("row_start_index", self.row_start_index, "row_end_index", self.row_end_index)
        start, end = self.column_start_index, self.column_end_index
        check_range("column_start_index", start, "column_end_index", end)


@attrs.frozen(kw_only=True)
class LegacyUnmergeTableCells(_TableOperation):
    """Make several cells again of one that was merged."""

    merged_cell_id: str = attrs.field(validator=not_empty)


@attrs.frozen(kw_only=True)
class ReplaceAllText(Operation):
    """Replace a text wherever it stands."""

    exclusive: ClassVar[bool] = True

    text: str = attrs.field(validator=[not_empty, _one_line])
    """What to look for: 1 to 1000 characters."""
    replace_text: str = attrs.field(validator=_one_line)
    """What to write there: up to 1000 characters."""
    match_case: bool = attrs.field(default=False)
    """Whether capital letters are others than small ones."""

    @match_case.validator
    def _check_match_case(self, _: object, value: bool) -> None:  # noqa: FBT001
        check_flag("match_case", value)

    def content(self) -> dict[str, object]:
        """Return what to look for, and what to write there."""
        found = {"text": self.text, "matchCase": self.match_case}
        return {"containsText": found, "replaceText": self.replace_text}


@attrs.frozen(kw_only=True)
class UpdateParagraphStyle(Operation):
    """Change the named parts of the style of whole blocks; those that `style` leaves out go."""

    exclusive: ClassVar[bool] = True

    style: ParagraphStyle = attrs.field(converter=to_style)
    range: Range = attrs.field(validator=attrs.validators.instance_of(Range))
    """From the beginning of a block up to the end of one, without its line feed."""
    fields: Sequence[StyleField] = attrs.field(converter=_to_fields)

    def content(self) -> dict[str, object]:
        """Return the style as JSON in a string, the range and the names of the parts."""
        masks = {"masks": self.fields}
        return {"payload": JsonText(self.style), "range": self.range, "fields": masks}
