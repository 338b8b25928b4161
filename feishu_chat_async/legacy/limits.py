"""What the official pages rule out for content that is sent, and what of it is only read."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from copy import copy
from typing import Final, TypeVar

import attrs

from .._protocol.checks import check_count, check_items, check_number
from .blocks import (
    Bitable,
    Callout,
    ChatGroup,
    Diagram,
    DocsApp,
    Gallery,
    HorizontalLine,
    ImageItem,
    Jira,
    LegacyBlock,
    LegacyCode,
    LegacyFile,
    LegacyParagraph,
    LegacyUndefinedBlock,
    Poll,
    Sheet,
    Table,
    TableCell,
    TableColumnProperties,
    Title,
)
from .ranges import at_least
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
_MOST: Final[tuple[tuple[str, tuple[type, ...], int], ...]] = (
    ("Person", (Person,), 100),
    ("DocsLink", (DocsLink,), 100),
    ("ChatGroup", (ChatGroup,), 5),
    ("files and pictures", (LegacyFile, ImageItem, LegacyInlineFile), 50),
)
"""In one insertion."""
_NEVER: Final = (
    Diagram,
    DocsApp,
    InlineJira,
    Jira,
    Poll,
    LegacyUndefinedBlock,
    LegacyUndefinedElement,
)
"""What cannot be inserted."""
_ONLY_READ: Final = {"line_id", "location", "merged_cell_id", "table_id", "zone_id"}
"""Fields that Feishu gives, and does not take."""
_INSIDE: Final[tuple[tuple[type, tuple[type, ...], bool], ...]] = (
    (TableCell, (Table, Sheet, Bitable), False),
    (LegacyCode, (LegacyParagraph,), True),
    (Callout, (LegacyParagraph, HorizontalLine), True),
)
"""Which blocks alone can stand inside something, or, where it says False, which cannot."""

column_width: Final = at_least(50, 1300)
"""Check the width of a column."""


def _check_style(part: ParagraphStyle) -> None:
    if part.heading_level is not None:
        check_number("heading_level", part.heading_level, min_value=1, max_value=9)


def _check_list(part: List) -> None:
    if part.indent_level is not None:
        check_number("indent_level", part.indent_level, min_value=1, max_value=16)


def _check_text(part: LegacyTextRun) -> None:
    if "\n" in part.text or "\r" in part.text:
        raise ValueError("text must not hold a line feed: it is one line of a paragraph")


def _check_colors(part: LegacyTextStyle) -> None:
    for name, color, known in (
        ("text_color", part.text_color, TEXT_COLORS),
        ("back_color", part.back_color, BACKGROUND_COLORS),
    ):
        if color is not None and color.rgb not in {one.rgb for one in known}:
            raise ValueError(f"{name} must be one of the colours for it, got {color.rgb}")


def _check_chat(part: ChatGroup) -> None:
    if part.open_chat_id in {"", "none"}:
        raise ValueError(f"open_chat_id must name a chat, got {part.open_chat_id!r}")


def _check_sizes(part: Table | Sheet) -> None:
    if isinstance(part, Table) and part.table_rows:
        rows = part.table_rows
        if len(rows) != part.row_size or {len(r.table_cells) for r in rows} != {part.column_size}:
            raise ValueError("table_rows must be as many as row_size and column_size say")
        return
    for name, size in (("row_size", part.row_size), ("column_size", part.column_size)):
        if size is not None:
            check_number(name, size, min_value=1, max_value=9)


def _check_column(part: TableColumnProperties) -> None:
    check_number("width", part.width, min_value=50, max_value=1300)


def _check_gallery(part: Gallery) -> None:
    check_count("image_list", part.image_list, max_items=6)


def _check_inside(part: TableCell | LegacyCode | Callout) -> None:
    for block in part.body.blocks:
        for cls, kinds, allowed in _INSIDE:
            if isinstance(part, cls) and isinstance(block, kinds) != allowed:
                name = type(block).__name__
                raise ValueError(f"a {name} must not stand in a {type(part).__name__}")


_RULES: Final[tuple[tuple[type, Callable[..., None]], ...]] = (
    (Callout, _check_inside),
    (ChatGroup, _check_chat),
    (LegacyCode, _check_inside),
    (Gallery, _check_gallery),
    (List, _check_list),
    (ParagraphStyle, _check_style),
    (Sheet, _check_sizes),
    (Table, _check_sizes),
    (TableCell, _check_inside),
    (TableColumnProperties, _check_column),
    (LegacyTextRun, _check_text),
    (LegacyTextStyle, _check_colors),
)


def to_blocks(value: Sequence[LegacyBlock | str]) -> tuple[LegacyBlock, ...]:
    """Check blocks that are to be inserted; strings are plain paragraphs."""
    items = check_items(
        "blocks", _made(value, LegacyParagraph.of), LegacyBlock, max_items=_MAX_BLOCKS
    )
    return _checked("blocks", items)


def batches(blocks: Iterable[LegacyBlock]) -> Iterator[tuple[LegacyBlock, ...]]:
    """Part blocks into as many as one insertion may hold."""
    batch: list[LegacyBlock] = []
    held = [0] * len(_MOST)
    for block in blocks:
        more = [sum(isinstance(one, kinds) for one in _walk(block)) for _, kinds, _ in _MOST]
        sums = [have + add for have, add in zip(held, more, strict=True)]
        too_many = any(total > most for total, (_, _, most) in zip(sums, _MOST, strict=True))
        if batch and (too_many or len(batch) == _MAX_BLOCKS):
            yield tuple(batch)
            batch, sums = [], more
        batch.append(block)
        held = sums
    if batch:
        yield tuple(batch)


def to_elements(value: Sequence[Element | str]) -> tuple[Element, ...]:
    """Check elements that are to be inserted; strings are plain text."""
    items = check_items("elements", _made(value, lambda text: LegacyTextRun(text=text)), Element)
    return _checked("elements", items)


def _made(value: Iterable[T | str], make: Callable[[str], T]) -> Iterable[T]:
    """Make parts of strings; what is no list at all is left for others to tell."""
    if isinstance(value, str) or not isinstance(value, Iterable):
        return value  # type: ignore[return-value]
    return [make(item) if isinstance(item, str) else item for item in value]


def to_title(value: Title | str) -> Title:
    """Check a title; a string is its text."""
    title = Title.of(value) if isinstance(value, str) else value
    if not isinstance(title, Title):
        raise TypeError(f"title must be a Title or a string, got {type(value).__name__}")
    check_items("title.elements", title.elements, LegacyTextRun, min_items=0)
    return _checked("title", (title,))[0]


def to_style(value: ParagraphStyle) -> ParagraphStyle:
    """Check the style of a paragraph."""
    if not isinstance(value, ParagraphStyle):
        raise TypeError(f"style must be a ParagraphStyle, got {type(value).__name__}")
    return _checked("style", (value,))[0]


def _checked(name: str, parts: tuple[T, ...]) -> tuple[T, ...]:
    whole = [inner for part in parts for inner in _walk(part)]
    for part in whole:
        for cls, check in _RULES:
            if isinstance(part, cls):
                check(part)
    never = next((part for part in whole if isinstance(part, _NEVER)), None)
    if never is not None:
        raise ValueError(f"{name} must not hold a {type(never).__name__}: it is only read")
    for kind, classes, most in _MOST:
        found = tuple(part for part in whole if isinstance(part, classes))
        check_count(f"{name} of the kind {kind}", found, min_items=0, max_items=most)
    return tuple(_without_read_only(part) for part in parts)


def _walk(part: object) -> Iterator[object]:
    if isinstance(part, tuple):
        for item in part:
            yield from _walk(item)
    elif attrs.has(type(part)):
        yield part
        for name in _fields(part):
            yield from _walk(getattr(part, name))


def _without_read_only(part: T) -> T:
    if isinstance(part, tuple):
        return type(part)(_without_read_only(item) for item in part)
    if not attrs.has(type(part)):
        return part
    made = copy(part)
    for name in _fields(part):
        value = getattr(part, name)
        kept = None if name in _ONLY_READ else _without_read_only(value)
        object.__setattr__(made, name, kept)
    return made


def _fields(part: object) -> list[str]:
    found: tuple[attrs.Attribute[object], ...] = getattr(type(part), "__attrs_attrs__", ())
    return [field.name for field in found]
