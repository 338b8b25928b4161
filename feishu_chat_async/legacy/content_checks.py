"""Validation of content to insert: the documented limits, and removal of read-only fields."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from copy import copy
from typing import Final, TypeVar

import attrs

from .._protocol.checks import check_count, check_items, check_number
from .._protocol.wire_types import fields_of
from .blocks import (
    Callout,
    HorizontalLine,
    LegacyBlock,
    LegacyCode,
    LegacyParagraph,
    LegacyUndefinedBlock,
    Table,
    TableCell,
    TableColumnProperties,
    Title,
)
from .embedded_blocks import (
    Bitable,
    ChatGroup,
    Diagram,
    DocsApp,
    Gallery,
    ImageItem,
    Jira,
    LegacyFile,
    Poll,
    Sheet,
)
from .positions import number_between
from .text import (
    BACKGROUND_COLORS,
    TEXT_COLORS,
    DocsLink,
    Element,
    InlineJira,
    LegacyInlineFile,
    LegacyTextRun,
    LegacyTextStyle,
    LegacyUndefinedElement,
    List,
    ParagraphStyle,
    Person,
)

T = TypeVar("T")

_MAX_BLOCKS: Final = 50
_MAX_COUNTS: Final[tuple[tuple[str, tuple[type, ...], int], ...]] = (
    ("Person", (Person,), 100),
    ("DocsLink", (DocsLink,), 100),
    ("ChatGroup", (ChatGroup,), 5),
    ("file or image", (LegacyFile, ImageItem, LegacyInlineFile), 50),
)
"""The maximum numbers of blocks and elements of some types in one insertion."""
_NOT_INSERTABLE: Final = (
    Diagram,
    DocsApp,
    InlineJira,
    Jira,
    Poll,
    LegacyUndefinedBlock,
    LegacyUndefinedElement,
)
"""Blocks and elements that can be read, but not inserted."""
_READ_ONLY_FIELDS: Final = {"line_id", "location", "merged_cell_id", "table_id", "zone_id"}
"""Fields that Feishu sets and does not accept in requests."""
_NESTING_RULES: Final[tuple[tuple[type, tuple[type, ...], bool], ...]] = (
    (TableCell, (Table, Sheet, Bitable), False),
    (LegacyCode, (LegacyParagraph,), True),
    (Callout, (LegacyParagraph, HorizontalLine), True),
)
"""The only blocks that a container can hold (True), or the blocks that it cannot hold (False)."""

column_width: Final = number_between(50, 1300)
"""The validator for the width of a column."""


def _check_style(part: ParagraphStyle) -> None:
    if part.heading_level is not None:
        check_number("heading_level", part.heading_level, min_value=1, max_value=9)


def _check_list(part: List) -> None:
    if part.indent_level is not None:
        check_number("indent_level", part.indent_level, min_value=1, max_value=16)


def _check_text(part: LegacyTextRun) -> None:
    if "\n" in part.text or "\r" in part.text:
        raise ValueError("text must not hold a line feed: a paragraph is one line")


def _check_colors(part: LegacyTextStyle) -> None:
    for name, color, palette_name, palette in (
        ("text_color", part.text_color, "TEXT_COLORS", TEXT_COLORS),
        ("back_color", part.back_color, "BACKGROUND_COLORS", BACKGROUND_COLORS),
    ):
        if color is not None and color.rgb not in {known.rgb for known in palette}:
            raise ValueError(f"{name} must be one of {palette_name}, got {color.rgb}")


def _check_chat(part: ChatGroup) -> None:
    if part.open_chat_id in {"", "none"}:
        raise ValueError(f"open_chat_id must be the id of a chat, got {part.open_chat_id!r}")


def _check_sizes(part: Table | Sheet) -> None:
    if isinstance(part, Table) and part.table_rows:
        rows = part.table_rows
        if len(rows) != part.row_size or {len(r.table_cells) for r in rows} != {part.column_size}:
            raise ValueError("table_rows must match row_size and column_size")
        return
    for name, size in (("row_size", part.row_size), ("column_size", part.column_size)):
        if size is not None:
            check_number(name, size, min_value=1, max_value=9)


def _check_column(part: TableColumnProperties) -> None:
    check_number("width", part.width, min_value=50, max_value=1300)


def _check_gallery(part: Gallery) -> None:
    check_count("image_list", part.image_list, max_items=6)


def _check_nesting(part: TableCell | LegacyCode | Callout) -> None:
    for block in part.body.blocks:
        for cls, kinds, allowed in _NESTING_RULES:
            if isinstance(part, cls) and isinstance(block, kinds) != allowed:
                name = type(block).__name__
                raise ValueError(f"a {type(part).__name__} must not hold a {name}")


_RULES: Final[tuple[tuple[type, Callable[..., None]], ...]] = (
    (Callout, _check_nesting),
    (ChatGroup, _check_chat),
    (LegacyCode, _check_nesting),
    (Gallery, _check_gallery),
    (List, _check_list),
    (ParagraphStyle, _check_style),
    (Sheet, _check_sizes),
    (Table, _check_sizes),
    (TableCell, _check_nesting),
    (TableColumnProperties, _check_column),
    (LegacyTextRun, _check_text),
    (LegacyTextStyle, _check_colors),
)


def to_blocks(value: Sequence[LegacyBlock | str]) -> tuple[LegacyBlock, ...]:
    """Validate blocks to insert, and return them; a string becomes a paragraph of plain text."""
    items = check_items(
        "blocks", _convert_strings(value, LegacyParagraph.of), LegacyBlock, max_items=_MAX_BLOCKS
    )
    return _prepare("blocks", items)


def batches(blocks: Iterable[LegacyBlock]) -> Iterator[tuple[LegacyBlock, ...]]:
    """Split blocks into batches that each fit into one insertion."""
    batch: list[LegacyBlock] = []
    totals = [0] * len(_MAX_COUNTS)
    for block in blocks:
        parts = list(_walk(block))
        counts = [sum(isinstance(part, kinds) for part in parts) for _, kinds, _ in _MAX_COUNTS]
        sums = [total + count for total, count in zip(totals, counts, strict=True)]
        too_many = any(
            total > max_count for total, (_, _, max_count) in zip(sums, _MAX_COUNTS, strict=True)
        )
        if batch and (too_many or len(batch) == _MAX_BLOCKS):
            yield tuple(batch)
            batch, sums = [], counts
        batch.append(block)
        totals = sums
    if batch:
        yield tuple(batch)


def to_elements(value: Sequence[Element | str]) -> tuple[Element, ...]:
    """Validate elements to insert, and return them; a string becomes plain text."""
    items = check_items(
        "elements", _convert_strings(value, lambda text: LegacyTextRun(text=text)), Element
    )
    return _prepare("elements", items)


def _convert_strings(value: Iterable[T | str], convert: Callable[[str], T]) -> Iterable[T]:
    """Convert the strings in a list; any other value is returned for `check_items` to reject."""
    if isinstance(value, str) or not isinstance(value, Iterable):
        return value  # type: ignore[return-value]
    return [convert(item) if isinstance(item, str) else item for item in value]


def to_title(value: Title | str) -> Title:
    """Validate a title and return it; a string becomes its text."""
    title = Title.of(value) if isinstance(value, str) else value
    if not isinstance(title, Title):
        raise TypeError(f"title must be a Title or a string, got {type(value).__name__}")
    check_items("title.elements", title.elements, LegacyTextRun, min_items=0)
    return _prepare("title", (title,))[0]


def to_style(value: ParagraphStyle) -> ParagraphStyle:
    """Validate the style of a paragraph and return it."""
    if not isinstance(value, ParagraphStyle):
        raise TypeError(f"style must be a ParagraphStyle, got {type(value).__name__}")
    return _prepare("style", (value,))[0]


def _prepare(name: str, parts: tuple[T, ...]) -> tuple[T, ...]:
    """Validate parts and everything inside them, and return them without read-only fields."""
    nested = [inner for part in parts for inner in _walk(part)]
    for part in nested:
        for cls, check in _RULES:
            if isinstance(part, cls):
                check(part)
    refused = next((part for part in nested if isinstance(part, _NOT_INSERTABLE)), None)
    if refused is not None:
        raise ValueError(f"{name} must not hold a {type(refused).__name__}: it cannot be inserted")
    for type_name, classes, max_count in _MAX_COUNTS:
        found = tuple(part for part in nested if isinstance(part, classes))
        check_count(f"{name} of type {type_name}", found, min_items=0, max_items=max_count)
    return tuple(_without_read_only(part) for part in parts)


def _walk(part: object) -> Iterator[object]:
    if isinstance(part, tuple):
        for item in part:
            yield from _walk(item)
    elif attrs.has(type(part)):
        yield part
        for field in fields_of(type(part)):
            yield from _walk(getattr(part, field.name))


def _without_read_only(part: T) -> T:
    if isinstance(part, tuple):
        return type(part)(_without_read_only(item) for item in part)
    if not attrs.has(type(part)):
        return part
    stripped = copy(part)
    for field in fields_of(type(part)):
        value = getattr(part, field.name)
        kept = None if field.name in _READ_ONLY_FIELDS else _without_read_only(value)
        object.__setattr__(stripped, field.name, kept)
    return stripped
