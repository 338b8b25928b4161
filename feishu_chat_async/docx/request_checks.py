"""Validation of blocks and updates before they are sent."""

from collections.abc import Iterable
from typing import Final

import attrs

from .._protocol.checks import check_count, check_items, check_number
from .._protocol.variants import Variants
from .blocks import BaseTextBlock, Block
from .embedded_blocks import BitableBlock, ImageBlock, IsvBlock, SheetBlock
from .layout_blocks import GridBlock, TableBlock
from .text import TextElement
from .updates import BlockUpdate

MAX_CHILDREN: Final = 50
MAX_CHILDREN_OF_TYPE: Final = ((SheetBlock, 5), (BitableBlock, 5), (ImageBlock, 20), (IsvBlock, 20))
MAX_UPDATES: Final = 200


def check_children(children: Iterable[Block]) -> tuple[Block, ...]:
    """Validate blocks to create, and return them without their read-only fields."""
    blocks = check_items("children", children, Block, max_items=MAX_CHILDREN)
    for cls, max_items in MAX_CHILDREN_OF_TYPE:
        found = tuple(block for block in blocks if type(block) is cls)
        check_count(f"children of type {cls.__name__}", found, min_items=0, max_items=max_items)
    _check_registered("children", blocks, Block.variants)
    return tuple(map(_check_new_block, blocks))


def _check_new_block(block: Block) -> Block:
    """Validate a block to create, and return it without its read-only fields."""
    new = attrs.evolve(block, block_id=None, parent_id=None, children=())
    if isinstance(new, BaseTextBlock):
        elements = check_items("elements", new.elements, TextElement, min_items=0)
        _check_registered("elements", elements, TextElement.variants)
    if isinstance(new, GridBlock):
        check_number("column_size", new.column_size, min_value=2, max_value=5)
    if isinstance(new, SheetBlock):
        for name in ("row_size", "column_size"):
            if (size := getattr(new, name)) is not None:
                check_number(name, size, min_value=1, max_value=9)
    if isinstance(new, TableBlock):
        check_number("row_size", new.property.row_size, min_value=1)
        check_number("column_size", new.property.column_size, min_value=1)
        return attrs.evolve(new, cells=())
    return new


def _check_registered(name: str, items: Iterable[object], variants: Variants) -> None:
    for item in items:
        if type(item) not in variants.names and type(item) is not variants.fallback:
            raise TypeError(f"{name} must not hold the base class {type(item).__name__}")


def check_updates(requests: Iterable[BlockUpdate]) -> tuple[BlockUpdate, ...]:
    """Validate the updates of one call, at most one per block, and return them."""
    updates = check_items("requests", requests, BlockUpdate, max_items=MAX_UPDATES)
    _check_registered("requests", updates, BlockUpdate.variants)
    seen: set[str] = set()
    for update in updates:
        if update.block_id in seen:
            raise ValueError(f"requests must change each block once, got two for {update.block_id}")
        seen.add(update.block_id)
    return updates
