"""Updates of docx blocks, for `docx_announcement.batch_update`.

Rows and columns are numbered from 0. An end index is exclusive: 0 to 2 are the first two rows.
"""

from collections.abc import Callable, Sequence
from typing import ClassVar

import attrs

from .._protocol.checks import check_count, check_items, check_number, check_text
from .._protocol.variants import Variants
from .enums import Align, TextStyleField
from .text import MentionDoc, MentionUser, Reminder, TextElement, TextStyle

_MAX_ELEMENTS = ((Reminder, 30), (MentionDoc, 50), (MentionUser, 100))
"""The maximum number of elements of a class in one update."""


def _number_from(min_value: int) -> "Callable[[object, attrs.Attribute[int], int], None]":
    def check(_: object, field: "attrs.Attribute[int]", value: int) -> None:
        check_number(field.name, value, min_value=min_value)

    return check


def _optional_number_from(min_value: int) -> int | None:
    return attrs.field(default=None, validator=attrs.validators.optional(_number_from(min_value)))


def _to_elements(value: Sequence[TextElement]) -> tuple[TextElement, ...]:
    elements = check_items("elements", value, TextElement)
    for cls, max_items in _MAX_ELEMENTS:
        found = tuple(item for item in elements if isinstance(item, cls))
        check_count(f"elements of type {cls.__name__}", found, min_items=0, max_items=max_items)
    return elements


def _to_fields(value: Sequence[TextStyleField]) -> tuple[TextStyleField, ...]:
    return check_items("fields", value, TextStyleField)


def _to_ratios(value: Sequence[int]) -> tuple[int, ...]:
    return check_items("width_ratios", value, int, max_items=99)


def _check_range(name: str, start: int, end: int) -> None:
    if start >= end:
        raise ValueError(
            f"{name}_end_index must be greater than {name}_start_index, got {start} to {end}"
        )


def _not_empty(_: object, field: "attrs.Attribute[str]", value: str) -> None:
    check_text(field.name, value, min_length=1)


@attrs.frozen(kw_only=True)
class BlockUpdate:
    """An update of one block; use one of the subclasses."""

    block_id: str = attrs.field(validator=_not_empty)
    """The id of the block to change; a call can change each block only once."""

    variants: ClassVar[Variants] = Variants(shared=("block_id",))


@BlockUpdate.variants.register_fallback
@attrs.frozen(kw_only=True)
class UnknownBlockUpdate(BlockUpdate):
    """An update of a type that is unknown to this version of the package, sent as given."""

    content: dict[str, object]
    """The update by its name, such as `{"update_task": {"folded": True}}`."""


@BlockUpdate.variants.register("update_text_elements")
@attrs.frozen(kw_only=True)
class UpdateTextElements(BlockUpdate):
    """An update that replaces the text of a block."""

    elements: Sequence[TextElement] = attrs.field(converter=_to_elements)
    """The new text: at least 1 element, and at most 30 `Reminder`, 50 `MentionDoc` and 100
    `MentionUser`."""


@BlockUpdate.variants.register("update_text_style")
@attrs.frozen(kw_only=True)
class UpdateTextStyle(BlockUpdate):
    """An update that changes the style of a text block or a task."""

    style: TextStyle
    fields: Sequence[TextStyleField] = attrs.field(converter=_to_fields)
    """The fields of `style` to apply, at least 1; the others are left unchanged."""


@BlockUpdate.variants.register("update_text")
@attrs.frozen(kw_only=True)
class UpdateText(BlockUpdate):
    """An update that replaces the text of a block and changes its style."""

    elements: Sequence[TextElement] = attrs.field(converter=_to_elements)
    """The new text: at least 1 element, and at most 30 `Reminder`, 50 `MentionDoc` and 100
    `MentionUser`."""
    style: TextStyle
    fields: Sequence[TextStyleField] = attrs.field(converter=_to_fields)
    """The fields of `style` to apply, at least 1; the others are left unchanged."""


@BlockUpdate.variants.register("update_table_property")
@attrs.frozen(kw_only=True)
class UpdateTableProperty(BlockUpdate):
    """An update that changes a column's width, or the header row or column, of a table."""

    column_width: int | None = _optional_number_from(50)
    """The new width of the column `column_index`, in pixels, at least 50."""
    column_index: int | None = _optional_number_from(0)
    """The column whose width is changed, counted from 0."""
    header_row: bool | None = None
    """Whether the first row is a header; None leaves it unchanged."""
    header_column: bool | None = None
    """Whether the first column is a header; None leaves it unchanged."""


@BlockUpdate.variants.register("insert_table_row")
@attrs.frozen(kw_only=True)
class InsertTableRow(BlockUpdate):
    """An update that inserts a row into a table."""

    row_index: int = attrs.field(validator=_number_from(-1))
    """The index of the new row, counted from 0; -1 to add it after the last one."""


@BlockUpdate.variants.register("insert_table_column")
@attrs.frozen(kw_only=True)
class InsertTableColumn(BlockUpdate):
    """An update that inserts a column into a table."""

    column_index: int = attrs.field(validator=_number_from(-1))
    """The index of the new column, counted from 0; -1 to add it after the last one."""


@BlockUpdate.variants.register("delete_table_rows")
@attrs.frozen(kw_only=True)
class DeleteTableRows(BlockUpdate):
    """An update that deletes rows of a table."""

    row_start_index: int = attrs.field(validator=_number_from(0))
    """The first row, counted from 0."""
    row_end_index: int = attrs.field(validator=_number_from(1))
    """The row after the last one."""

    def __attrs_post_init__(self) -> None:
        _check_range("row", self.row_start_index, self.row_end_index)


@BlockUpdate.variants.register("delete_table_columns")
@attrs.frozen(kw_only=True)
class DeleteTableColumns(BlockUpdate):
    """An update that deletes columns of a table."""

    column_start_index: int = attrs.field(validator=_number_from(0))
    """The first column, counted from 0."""
    column_end_index: int = attrs.field(validator=_number_from(1))
    """The column after the last one."""

    def __attrs_post_init__(self) -> None:
        _check_range("column", self.column_start_index, self.column_end_index)


@BlockUpdate.variants.register("merge_table_cells")
@attrs.frozen(kw_only=True)
class MergeTableCells(BlockUpdate):
    """An update that merges a range of a table's cells.

    A previously merged cell must lie either entirely inside the range or entirely outside it.
    """

    row_start_index: int = attrs.field(validator=_number_from(0))
    """The first row, counted from 0."""
    row_end_index: int = attrs.field(validator=_number_from(1))
    """The row after the last one."""
    column_start_index: int = attrs.field(validator=_number_from(0))
    """The first column, counted from 0."""
    column_end_index: int = attrs.field(validator=_number_from(1))
    """The column after the last one."""

    def __attrs_post_init__(self) -> None:
        _check_range("row", self.row_start_index, self.row_end_index)
        _check_range("column", self.column_start_index, self.column_end_index)


@BlockUpdate.variants.register("unmerge_table_cells")
@attrs.frozen(kw_only=True)
class UnmergeTableCells(BlockUpdate):
    """An update that splits a merged cell of a table into its original cells."""

    row_index: int = attrs.field(validator=_number_from(0))
    """The row of the merged cell, counted from 0."""
    column_index: int = attrs.field(validator=_number_from(0))
    """The column of the merged cell, counted from 0."""


@BlockUpdate.variants.register("insert_grid_column")
@attrs.frozen(kw_only=True)
class InsertGridColumn(BlockUpdate):
    """An update that inserts a column into a grid."""

    column_index: int = attrs.field(validator=_number_from(-1))
    """The number of the column to insert after, counted from 1; -1 for the last one."""

    @column_index.validator
    def _check_not_zero(self, _: object, value: int) -> None:
        if value == 0:
            raise ValueError(
                "column_index must be at least 1, or -1 to insert after the last column"
            )


@BlockUpdate.variants.register("delete_grid_column")
@attrs.frozen(kw_only=True)
class DeleteGridColumn(BlockUpdate):
    """An update that deletes a column of a grid."""

    column_index: int = attrs.field(validator=_number_from(-1))
    """The index of the column, counted from 0; -1 for the last one."""


@BlockUpdate.variants.register("update_grid_column_width_ratio")
@attrs.frozen(kw_only=True)
class UpdateGridColumnWidthRatio(BlockUpdate):
    """An update that changes the widths of all columns of a grid."""

    width_ratios: Sequence[int] = attrs.field(converter=_to_ratios)
    """The width of every column, in percent of the grid's width."""


@BlockUpdate.variants.register("replace_image")
@attrs.frozen(kw_only=True)
class ReplaceImage(BlockUpdate):
    """An update that puts an uploaded image into an `ImageBlock`, or replaces its image."""

    token: str = attrs.field(validator=_not_empty)
    """The token of an image that was uploaded as a media file for this block."""
    width: int | None = _optional_number_from(1)
    """The width in pixels.

    None keeps the width of the previous image. For the first image, it means the image's actual
    width, or 100 if Feishu cannot detect it.
    """
    height: int | None = _optional_number_from(1)
    """The height in pixels; None has the same meaning as for `width`."""
    align: Align | None = None
    """The alignment of the image; None leaves it unchanged."""


@BlockUpdate.variants.register("replace_file")
@attrs.frozen(kw_only=True)
class ReplaceFile(BlockUpdate):
    """An update that puts an uploaded file into a `FileBlock`, or replaces its file."""

    token: str = attrs.field(validator=_not_empty)
    """The token of a file that was uploaded as a media file for this block."""


@BlockUpdate.variants.register("update_task")
@attrs.frozen(kw_only=True)
class UpdateTask(BlockUpdate):
    """An update of a `TaskBlock`."""

    task_id: str | None = None
    """The id of the task to show. Ignored if the block already shows a task."""
    folded: bool | None = None
    """Whether to hide the details; None leaves it unchanged."""
