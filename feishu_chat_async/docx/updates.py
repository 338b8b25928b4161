"""Changes to the blocks of documents in the docx format, as `batch_update` takes them.

Rows and columns are counted from 0, and what begins at 0 and ends at 2 are the first two.
"""

from collections.abc import Callable, Sequence
from typing import ClassVar

import attrs

from .._protocol.checks import check_count, check_items, check_number, check_text
from .._protocol.variants import Variants
from .enums import Align, TextStyleField
from .text import MentionDoc, MentionUser, Reminder, TextElement, TextStyle

_MOST = ((Reminder, 30), (MentionDoc, 50), (MentionUser, 100))


def _at_least(least: int) -> "Callable[[object, attrs.Attribute[int], int], None]":
    def check(_: object, field: "attrs.Attribute[int]", value: int) -> None:
        check_number(field.name, value, min_value=least)

    return check


def _optional_index(*, least: int = 0) -> int | None:
    return attrs.field(default=None, validator=attrs.validators.optional(_at_least(least)))


def _to_elements(value: Sequence[TextElement]) -> tuple[TextElement, ...]:
    elements = check_items("elements", value, TextElement)
    for kind, most in _MOST:
        found = tuple(item for item in elements if isinstance(item, kind))
        check_count(f"elements of the kind {kind.__name__}", found, min_items=0, max_items=most)
    return elements


def _to_fields(value: Sequence[TextStyleField]) -> tuple[TextStyleField, ...]:
    return check_items("fields", value, TextStyleField)


def _to_ratios(value: Sequence[int]) -> tuple[int, ...]:
    return check_items("width_ratios", value, int, max_items=99)


def _check_range(name: str, start: int, end: int) -> None:
    if start >= end:
        raise ValueError(f"{name}_end_index must be above {name}_start_index, got {start} to {end}")


def _not_empty(_: object, field: "attrs.Attribute[str]", value: str) -> None:
    check_text(field.name, value, min_length=1)


@attrs.frozen(kw_only=True)
class BlockUpdate:
    """A change of one block: one of the classes below."""

    block_id: str = attrs.field(validator=_not_empty)

    variants: ClassVar[Variants] = Variants(shared=("block_id",))


@BlockUpdate.variants.register_fallback
@attrs.frozen(kw_only=True)
class UnknownBlockUpdate(BlockUpdate):
    """A change that this version of the package does not know, sent as it is given."""

    content: dict[str, object]
    """The name of the change and its content, such as `{"update_task": {"folded": True}}`."""


@BlockUpdate.variants.register("update_text_elements")
@attrs.frozen(kw_only=True)
class UpdateTextElements(BlockUpdate):
    """Replace the text of a block: at most 30 reminders, 50 documents and 100 people in it."""

    elements: Sequence[TextElement] = attrs.field(converter=_to_elements)


@BlockUpdate.variants.register("update_text_style")
@attrs.frozen(kw_only=True)
class UpdateTextStyle(BlockUpdate):
    """Change the style of a block, in the named fields."""

    style: TextStyle
    fields: Sequence[TextStyleField] = attrs.field(converter=_to_fields)


@BlockUpdate.variants.register("update_text")
@attrs.frozen(kw_only=True)
class UpdateText(BlockUpdate):
    """Replace the text of a block, and change the named fields of its style."""

    elements: Sequence[TextElement] = attrs.field(converter=_to_elements)
    style: TextStyle
    fields: Sequence[TextStyleField] = attrs.field(converter=_to_fields)


@BlockUpdate.variants.register("update_table_property")
@attrs.frozen(kw_only=True)
class UpdateTableProperty(BlockUpdate):
    """Change the width of a column, or whether the first row or column is a heading."""

    column_width: int | None = _optional_index(least=50)
    """Pixels."""
    column_index: int | None = _optional_index()
    header_row: bool | None = None
    header_column: bool | None = None


@BlockUpdate.variants.register("insert_table_row")
@attrs.frozen(kw_only=True)
class InsertTableRow(BlockUpdate):
    """Insert a row; at -1, below the last one."""

    row_index: int = attrs.field(validator=_at_least(-1))


@BlockUpdate.variants.register("insert_table_column")
@attrs.frozen(kw_only=True)
class InsertTableColumn(BlockUpdate):
    """Insert a column; at -1, behind the last one."""

    column_index: int = attrs.field(validator=_at_least(-1))


@BlockUpdate.variants.register("delete_table_rows")
@attrs.frozen(kw_only=True)
class DeleteTableRows(BlockUpdate):
    """Delete rows."""

    row_start_index: int = attrs.field(validator=_at_least(0))
    row_end_index: int = attrs.field(validator=_at_least(1))

    def __attrs_post_init__(self) -> None:
        _check_range("row", self.row_start_index, self.row_end_index)


@BlockUpdate.variants.register("delete_table_columns")
@attrs.frozen(kw_only=True)
class DeleteTableColumns(BlockUpdate):
    """Delete columns."""

    column_start_index: int = attrs.field(validator=_at_least(0))
    column_end_index: int = attrs.field(validator=_at_least(1))

    def __attrs_post_init__(self) -> None:
        _check_range("column", self.column_start_index, self.column_end_index)


@BlockUpdate.variants.register("merge_table_cells")
@attrs.frozen(kw_only=True)
class MergeTableCells(BlockUpdate):
    """Make one cell of several; cells merged before must be in it with all they were merged of."""

    row_start_index: int = attrs.field(validator=_at_least(0))
    row_end_index: int = attrs.field(validator=_at_least(1))
    column_start_index: int = attrs.field(validator=_at_least(0))
    column_end_index: int = attrs.field(validator=_at_least(1))

    def __attrs_post_init__(self) -> None:
        _check_range("row", self.row_start_index, self.row_end_index)
        _check_range("column", self.column_start_index, self.column_end_index)


@BlockUpdate.variants.register("unmerge_table_cells")
@attrs.frozen(kw_only=True)
class UnmergeTableCells(BlockUpdate):
    """Make several cells again of one that was merged."""

    row_index: int = attrs.field(validator=_at_least(0))
    column_index: int = attrs.field(validator=_at_least(0))


@BlockUpdate.variants.register("insert_grid_column")
@attrs.frozen(kw_only=True)
class InsertGridColumn(BlockUpdate):
    """Insert a column into a grid: behind column 1, 2, ..., or at -1 behind the last one."""

    column_index: int = attrs.field(validator=_at_least(-1))

    @column_index.validator
    def _check_not_zero(self, _: object, value: int) -> None:
        if value == 0:
            raise ValueError("column_index must be at least 1, or -1 for behind the last column")


@BlockUpdate.variants.register("delete_grid_column")
@attrs.frozen(kw_only=True)
class DeleteGridColumn(BlockUpdate):
    """Delete a column of a grid; -1 is the last one."""

    column_index: int = attrs.field(validator=_at_least(-1))


@BlockUpdate.variants.register("update_grid_column_width_ratio")
@attrs.frozen(kw_only=True)
class UpdateGridColumnWidthRatio(BlockUpdate):
    """Change the widths of all columns of a grid."""

    width_ratios: Sequence[int] = attrs.field(converter=_to_ratios)
    """Percent, for each column."""


@BlockUpdate.variants.register("replace_image")
@attrs.frozen(kw_only=True)
class ReplaceImage(BlockUpdate):
    """Put an uploaded picture into an image block."""

    token: str = attrs.field(validator=_not_empty)
    width: int | None = _optional_index(least=1)
    """Pixels; if None, what it was, or what the picture has if it is the first one."""
    height: int | None = _optional_index(least=1)
    align: Align | None = None


@BlockUpdate.variants.register("replace_file")
@attrs.frozen(kw_only=True)
class ReplaceFile(BlockUpdate):
    """Put an uploaded file into a file block."""

    token: str = attrs.field(validator=_not_empty)


@BlockUpdate.variants.register("update_task")
@attrs.frozen(kw_only=True)
class UpdateTask(BlockUpdate):
    """Say which task a task block shows, which is possible once, and whether it is folded."""

    task_id: str | None = None
    folded: bool | None = None
