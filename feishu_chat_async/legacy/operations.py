"""Operations that change documents in the legacy format.

Rows and columns are numbered from 0. An end index is exclusive: 0 to 2 are the first two rows.

https://open.feishu.cn/document/ukTMukTMukTM/uYDM2YjL2AjN24iNwYjN
"""

from collections.abc import Sequence
from typing import ClassVar

import attrs

from .._protocol.checks import check_enum, check_flag, check_items, check_text
from .._protocol.wire_types import JsonText
from .base_operation import Operation
from .blocks import LegacyBlock, Title
from .content_checks import column_width, to_blocks, to_elements, to_style, to_title
from .enums import StyleField, StyleFieldLike
from .positions import InsertLocation, Range, check_range, not_empty, number_between
from .text import Element, ParagraphStyle

_MAX_CHARACTERS = 1000


def _to_fields(value: Sequence[StyleFieldLike]) -> tuple[StyleField, ...]:
    if isinstance(value, str):
        raise TypeError("fields must be a list of StyleField, got str")
    fields = check_items("fields", value, str)
    return tuple(check_enum("fields", field, StyleField) for field in fields)


def _one_line(_: object, field: "attrs.Attribute[str]", value: str) -> None:
    check_text(field.name, value, max_length=_MAX_CHARACTERS)
    if set(value) & set("\n\r\t"):
        raise ValueError(f"{field.name} must not hold a line feed or a tab")


@attrs.frozen
class UpdateTitle(Operation):
    """An operation that replaces the title. A call can contain at most one."""

    request_name: ClassVar[str] = "updateTitleRequest"

    title: Title = attrs.field(converter=to_title)
    """The new title; a string is its text."""

    def content(self) -> dict[str, object]:
        """Return the title as JSON in a string."""
        return {"payload": JsonText(self.title)}


@attrs.frozen(kw_only=True)
class InsertBlocks(Operation):
    """An operation that inserts blocks.

    All blocks together can contain at most 100 `Person`, 100 `DocsLink` and 5 `ChatGroup`, and 50
    files and images.
    """

    request_name: ClassVar[str] = "insertBlocksRequest"

    blocks: Sequence[LegacyBlock] = attrs.field(converter=to_blocks)
    """1 to 50 blocks; a string is a paragraph of plain text."""
    location: InsertLocation = attrs.field(validator=attrs.validators.instance_of(InsertLocation))
    """The position at which to insert: the beginning of a line."""

    def content(self) -> dict[str, object]:
        """Return the blocks as JSON in a string, and the position."""
        return {"payload": JsonText({"blocks": self.blocks}), "location": self.location}


@attrs.frozen(kw_only=True)
class InsertParagraphElements(Operation):
    """An operation that inserts inline elements into a line.

    All elements together can contain at most 100 `Person`, 100 `DocsLink` and 50 files.
    """

    request_name: ClassVar[str] = "insertParagraphElementsRequest"

    elements: Sequence[Element] = attrs.field(converter=to_elements)
    """At least 1 element; a string is plain text."""
    location: InsertLocation = attrs.field(validator=attrs.validators.instance_of(InsertLocation))
    """The position at which to insert: before or after an element, but not inside one.

    It cannot be before the placeholder of a styled line, nor at the last line feed of the document.
    """

    @location.validator
    def _check_location(self, _: object, value: InsertLocation) -> None:
        if value.start_of_zone or value.end_of_zone:
            raise ValueError(
                "location must be an index: only InsertBlocks can use the start or end of a zone"
            )

    def content(self) -> dict[str, object]:
        """Return the elements as JSON in a string, and the position."""
        payload = {"elements": self.elements, "style": {}}
        return {"payload": JsonText(payload), "location": self.location}


@attrs.frozen(kw_only=True)
class _TableOperation(Operation):
    table_id: str = attrs.field(validator=not_empty)
    """The `table_id` of the `Table`; a call can change the structure of each table only once."""


@attrs.frozen(kw_only=True)
class LegacyInsertTableRow(_TableOperation):
    """An operation that inserts a row into a table."""

    request_name: ClassVar[str] = "insertTableRowRequest"

    row_index: int = attrs.field(validator=number_between(0))
    """The index of the new row, counted from 0."""


@attrs.frozen(kw_only=True)
class LegacyInsertTableColumn(_TableOperation):
    """An operation that inserts a column into a table."""

    request_name: ClassVar[str] = "insertTableColumnRequest"

    column_index: int = attrs.field(validator=number_between(0))
    """The index of the new column, counted from 0."""


@attrs.frozen(kw_only=True)
class LegacyDeleteTableRows(_TableOperation):
    """An operation that deletes rows of a table, or the whole table if none remain."""

    request_name: ClassVar[str] = "deleteTableRowsRequest"
    exclusive: ClassVar[bool] = True

    row_start_index: int = attrs.field(validator=number_between(0))
    """The first row, counted from 0."""
    row_end_index: int = attrs.field(validator=number_between(1))
    """The row after the last one."""

    def __attrs_post_init__(self) -> None:
        check_range("row_start_index", self.row_start_index, "row_end_index", self.row_end_index)


@attrs.frozen(kw_only=True)
class LegacyDeleteTableColumns(_TableOperation):
    """An operation that deletes columns of a table, or the whole table if none remain."""

    request_name: ClassVar[str] = "deleteTableColumnsRequest"
    exclusive: ClassVar[bool] = True

    column_start_index: int = attrs.field(validator=number_between(0))
    """The first column, counted from 0."""
    column_end_index: int = attrs.field(validator=number_between(1))
    """The column after the last one."""

    def __attrs_post_init__(self) -> None:
        start, end = self.column_start_index, self.column_end_index
        check_range("column_start_index", start, "column_end_index", end)


@attrs.frozen(kw_only=True)
class UpdateTableColumnProperties(_TableOperation):
    """An operation that changes the width of a table column."""

    request_name: ClassVar[str] = "updateTableColumnPropertiesRequest"

    column_index: int = attrs.field(validator=number_between(0))
    """The column, counted from 0."""
    column_width: int = attrs.field(validator=column_width)
    """The new width in pixels, 50 to 1300."""


@attrs.frozen(kw_only=True)
class LegacyMergeTableCells(_TableOperation):
    """An operation that merges a range of table cells."""

    request_name: ClassVar[str] = "mergeTableCellsRequest"

    row_start_index: int = attrs.field(validator=number_between(0))
    """The first row, counted from 0."""
    row_end_index: int = attrs.field(validator=number_between(1))
    """The row after the last one."""
    column_start_index: int = attrs.field(validator=number_between(0))
    """The first column, counted from 0."""
    column_end_index: int = attrs.field(validator=number_between(1))
    """The column after the last one."""

    def __attrs_post_init__(self) -> None:
        check_range("row_start_index", self.row_start_index, "row_end_index", self.row_end_index)
        start, end = self.column_start_index, self.column_end_index
        check_range("column_start_index", start, "column_end_index", end)


@attrs.frozen(kw_only=True)
class LegacyUnmergeTableCells(_TableOperation):
    """An operation that splits a merged cell of a table into its original cells."""

    request_name: ClassVar[str] = "unmergeTableCellsRequest"

    merged_cell_id: str = attrs.field(validator=not_empty)
    """The `merged_cell_id` of the `MergedCell`."""


@attrs.frozen(kw_only=True)
class ReplaceAllText(Operation):
    """An operation that replaces every occurrence of a text."""

    request_name: ClassVar[str] = "replaceAllTextRequest"
    exclusive: ClassVar[bool] = True

    text: str = attrs.field(validator=[not_empty, _one_line])
    """The text to find: 1 to 1000 characters, without line feeds or tabs."""
    replace_text: str = attrs.field(validator=_one_line)
    """The replacement: up to 1000 characters, without line feeds or tabs."""
    match_case: bool = attrs.field(default=False)
    """Whether to distinguish uppercase and lowercase letters."""

    @match_case.validator
    def _check_match_case(self, _: object, value: bool) -> None:  # noqa: FBT001
        check_flag("match_case", value)

    def content(self) -> dict[str, object]:
        """Return the text to find and its replacement."""
        criteria = {"text": self.text, "matchCase": self.match_case}
        return {"containsText": criteria, "replaceText": self.replace_text}


@attrs.frozen(kw_only=True)
class UpdateParagraphStyle(Operation):
    """An operation that changes the style of whole blocks."""

    request_name: ClassVar[str] = "updateParagraphStyleRequest"
    exclusive: ClassVar[bool] = True

    style: ParagraphStyle = attrs.field(converter=to_style)
    """The new values; a field that is named in `fields` but None here is reset."""
    range: Range = attrs.field(validator=attrs.validators.instance_of(Range))
    """The blocks to style: from the start of one to the end of the same or a later one, without its
    line feed."""
    fields: Sequence[StyleFieldLike] = attrs.field(converter=_to_fields)
    """The fields of `style` to change, at least 1; the others are left unchanged."""

    def content(self) -> dict[str, object]:
        """Return the style as JSON in a string, the range, and the fields to change."""
        masks = {"masks": self.fields}
        return {"payload": JsonText(self.style), "range": self.range, "fields": masks}
