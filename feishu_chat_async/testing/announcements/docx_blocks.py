"""The blocks of an announcement in the docx format, as `FakeFeishu` keeps and edits them."""

import copy
import json
import uuid
from collections.abc import Iterator, Mapping
from typing import Any, Final

import attrs

from ..._protocol.converter import StructureError, structure, to_wire
from ...docx.blocks import BaseTextBlock, Block
from ...docx.updates import BlockUpdate

Wire = dict[str, Any]
"""A block as decoded JSON."""

_TEXT_BLOCKS: Final = {
    name for name, cls in Block.variants.classes.items() if issubclass(cls, BaseTextBlock)
}
_CREATABLE: Final = _TEXT_BLOCKS - {"page"} | {
    "bitable",
    "callout",
    "chat_card",
    "divider",
    "file",
    "grid",
    "iframe",
    "image",
    "isv",
    "add_ons",
    "sheet",
    "table",
    "quote_container",
    "task",
    "okr",
    "wiki_catalog",
    "board",
    "link_preview",
}
_PARENTS: Final = _TEXT_BLOCKS - {"code", "equation"} | {
    "callout",
    "quote_container",
    "table_cell",
    "grid_column",
}
_FIXED: Final = {"table", "grid"}
"""Blocks whose children, cells and columns, are added and removed only by updates of the block."""
_STYLE_FIELDS: Final = (
    "align",
    "done",
    "folded",
    "language",
    "wrap",
    "background_color",
    "indentation_level",
)


class BlockError(Exception):
    """An edit that the blocks do not allow.

    Args:
        code: The error code in the answer.
        msg: The message in the answer.
        status: The HTTP status of the answer.
    """

    def __init__(self, code: int, msg: str, status: int = 400) -> None:
        super().__init__(msg)
        self.code = code
        self.msg = msg
        self.status = status


def _invalid(detail: str) -> BlockError:
    return BlockError(1770001, f"invalid param, {detail}")


@attrs.define(eq=False)
class BlockTree:
    """The blocks of an announcement in the docx format."""

    root_id: str
    """The id of the page block, which is that of the chat."""
    blocks: dict[str, Wire] = attrs.field(factory=dict)
    """All blocks by id, as decoded JSON."""

    def __attrs_post_init__(self) -> None:
        if not self.blocks:
            root = {"elements": [{"text_run": {"content": ""}}], "style": {"align": 1}}
            self._add("page", root, self.root_id, "")

    def copy(self) -> "BlockTree":
        """Return an independent copy."""
        return BlockTree(self.root_id, copy.deepcopy(self.blocks))

    def get(self, block_id: str) -> Wire:
        """Return a block.

        Args:
            block_id: The id of the block.

        Raises:
            BlockError: code 1770002, there is no such block.
        """
        if block_id not in self.blocks:
            raise BlockError(1770002, "not found", 404)
        return self.blocks[block_id]

    def walk(self, block_id: str) -> Iterator[Wire]:
        """Iterate over a block and all blocks inside it, parents before children.

        Args:
            block_id: The id of the outermost block.

        Raises:
            BlockError: code 1770002, there is no such block.
        """
        block = self.get(block_id)
        yield block
        for child in block.get("children", []):
            yield from self.walk(child)

    def create(
        self,
        parent_id: str,
        children: object,
        index: object,
        base: "BlockTree | None" = None,
    ) -> list[Wire]:
        """Create blocks inside another one and return them.

        Args:
            parent_id: The id of the block in which to create the others.
            children: The field `children` of the request: 1 to 50 blocks.
            index: The field `index` of the request: the child of the parent before which to
                insert; None or -1 for the end.
            base: The tree that `index` refers to, if it is an older one.

        Raises:
            BlockError: the blocks cannot be created there.
        """
        parent = self.get(parent_id)
        if _kind(parent) not in _PARENTS:
            raise BlockError(1770028, "block not support create children")
        if not isinstance(children, list) or not 1 <= len(children) <= 50:
            raise _invalid("children must be 1 to 50 blocks")
        siblings: list[str] = parent.setdefault("children", [])
        old: list[str] = (base or self).get(parent_id).get("children", [])
        at = len(old) if index in (None, -1) else index
        if isinstance(at, bool) or not isinstance(at, int) or not 0 <= at <= len(old):
            raise _invalid("index")
        at = next((siblings.index(child) for child in old[at:] if child in siblings), len(siblings))
        created = [self._create(child, parent_id) for child in children]
        siblings[at:at] = [block["block_id"] for block in created]
        return created

    def delete(
        self, parent_id: str, start: object, end: object, base: "BlockTree | None" = None
    ) -> None:
        """Delete children of a block, with all blocks inside them.

        Args:
            parent_id: The id of the block with the children.
            start: The field `start_index` of the request: the first child to delete.
            end: The field `end_index` of the request: the child after the last one to delete.
            base: The tree that `start` and `end` refer to, if it is an older one.

        Raises:
            BlockError: the children cannot be deleted.
        """
        parent = self.get(parent_id)
        if _kind(parent) in _FIXED:
            raise BlockError(1770031, "block not support to delete children")
        old: list[str] = (base or self).get(parent_id).get("children", [])
        if not isinstance(start, int) or not isinstance(end, int):
            raise _invalid("start_index and end_index are required")
        if not 0 <= start < end <= len(old):
            raise _invalid("start_index or end_index is over range")
        for child in old[start:end]:
            if child in (siblings := parent.get("children", [])):
                self._delete(parent, siblings.index(child), siblings.index(child) + 1)

    def update(self, request: object) -> Wire:
        """Change a block and return it.

        Args:
            request: An item of the field `requests` of the request.

        Raises:
            BlockError: the change is not valid for the block.
        """
        try:
            update = structure(request, BlockUpdate, "request")
        except StructureError as error:
            raise _invalid(str(error)) from None
        block = self.get(update.block_id)
        name = BlockUpdate.variants.names.get(type(update))
        if name is None:
            raise _invalid("unknown update")
        kind = _kind(block)
        if kind not in _UPDATABLE[name]:
            raise BlockError(1770025, "operation and block not match")
        change = _to_json(update)[name]
        if kind == "table" and name != "update_table_property":
            self._update_table(block, name, change)
        elif kind == "grid":
            self._update_grid(block, name, change)
        else:
            _set(block[kind], name, change)
        return block

    def _create(self, child: object, parent_id: str) -> Wire:
        try:
            model = structure(child, Block, "children")
        except StructureError as error:
            raise _invalid(str(error)) from None
        kind = Block.variants.names.get(type(model))
        if kind not in _CREATABLE:
            raise BlockError(1770029, "block not support to create")
        block = self._add(kind, _to_json(model)[kind], _new_id(), parent_id)
        if kind == "table":
            table = block["table"]["property"]
            if not 1 <= table["row_size"] <= 100 or not 1 <= table["column_size"] <= 100:
                raise BlockError(1770010, "too many table column")
            for _ in range(table["row_size"] * table["column_size"]):
                self._add_cell(block, "table_cell")
            block["table"]["cells"] = block["children"]
        if kind == "grid":
            if not 2 <= block["grid"]["column_size"] <= 5:
                raise BlockError(1770012, "too many grid column")
            for _ in range(block["grid"]["column_size"]):
                self._add_cell(block, "grid_column")
        return block

    def _add(self, kind: str, content: Wire, block_id: str, parent_id: str) -> Wire:
        number = Block.variants.number_of_name[kind]
        block = {"block_id": block_id, "parent_id": parent_id, "block_type": number, kind: content}
        self.blocks[block_id] = block
        return block

    def _add_cell(self, parent: Wire, kind: str, at: int | None = None) -> None:
        """Add a cell with an empty paragraph in it."""
        cell = self._add(kind, {}, _new_id(), parent["block_id"])
        text = self._add("text", {"elements": []}, _new_id(), cell["block_id"])
        cell["children"] = [text["block_id"]]
        children: list[str] = parent.setdefault("children", [])
        children.insert(len(children) if at is None else at, cell["block_id"])

    def _delete(self, parent: Wire, start: int, end: int) -> None:
        for child in parent["children"][start:end]:
            for block in list(self.walk(child)):
                del self.blocks[block["block_id"]]
        del parent["children"][start:end]

    def _update_table(self, block: Wire, name: str, change: Wire) -> None:
        table = block["table"]["property"]
        rows, columns = table["row_size"], table["column_size"]
        by_row = "row" in name
        size, code = (rows, 1770026) if by_row else (columns, 1770027)
        word = "row" if by_row else "column"
        if name.startswith("insert"):
            at = change[f"{word}_index"]
            at = size if at == -1 else at
            if at > size:
                raise BlockError(code, f"{word} operation over range")
            positions = range(at * columns, (at + 1) * columns)
            if not by_row:
                positions = range(at, rows * (columns + 1), columns + 1)
            for position in positions:
                self._add_cell(block, "table_cell", position)
            table[f"{word}_size"] += 1
        elif name.startswith("delete"):
            start, end = change[f"{word}_start_index"], change[f"{word}_end_index"]
            if end > size or end - start == size:
                raise BlockError(code, f"{word} operation over range")
            removed = [
                position
                for position in range(rows * columns)
                if start <= (position // columns if by_row else position % columns) < end
            ]
            for position in reversed(removed):
                self._delete(block, position, position + 1)
            table[f"{word}_size"] -= end - start
        else:
            self._merge(table, name, change)

    @staticmethod
    def _merge(table: Wire, name: str, change: Wire) -> None:
        rows, columns = table["row_size"], table["column_size"]
        single = [{"row_span": 1, "col_span": 1} for _ in range(rows * columns)]
        info = table.setdefault("merge_info", single)
        if name == "merge_table_cells":
            row, row_end = change["row_start_index"], change["row_end_index"]
            column, column_end = change["column_start_index"], change["column_end_index"]
        else:
            row, column = change["row_index"], change["column_index"]
            row_end, column_end = row + 1, column + 1
        if row_end > rows:
            raise BlockError(1770026, "row operation over range")
        if column_end > columns:
            raise BlockError(1770027, "column operation over range")
        spans = {"row_span": row_end - row, "col_span": column_end - column}
        info[row * columns + column] = spans

    def _update_grid(self, block: Wire, name: str, change: Wire) -> None:
        children: list[str] = block["children"]
        if name == "update_grid_column_width_ratio":
            if len(change["width_ratios"]) != len(children):
                raise _invalid("width_ratios must have one number per column")
            for child, ratio in zip(children, change["width_ratios"], strict=True):
                self.blocks[child]["grid_column"]["width_ratio"] = ratio
            return
        at: int = change["column_index"]
        if name == "insert_grid_column":
            if len(children) == 5:
                raise BlockError(1770012, "too many grid column")
            self._add_cell(block, "grid_column", len(children) if at == -1 else at)
        else:
            at = len(children) - 1 if at == -1 else at
            if at >= len(children) or len(children) == 2:
                raise BlockError(1770027, "column operation over range")
            self._delete(block, at, at + 1)
        block["grid"]["column_size"] = len(children)


def _set(content: Wire, name: str, change: Wire) -> None:
    """Change the content of a block, but not its children."""
    if name == "update_table_property":
        table = content["property"]
        if (width := change.get("column_width")) is not None:
            widths = table.setdefault("column_width", [100] * table["column_size"])
            at = change.get("column_index", 0)
            if at >= len(widths):
                raise BlockError(1770027, "column operation over range")
            widths[at] = width
        content = table
        change = {key: change[key] for key in ("header_row", "header_column") if key in change}
    if "fields" in change:
        style = content.setdefault("style", {})
        for field in change["fields"]:
            if not 1 <= field <= len(_STYLE_FIELDS):
                raise _invalid(f"fields must not hold {field}")
            key = _STYLE_FIELDS[field - 1]
            style.pop(key, None)
            style.update({key: change["style"][key]} if key in change["style"] else {})
    content.update({k: v for k, v in change.items() if k not in ("fields", "style")})


_UPDATABLE: Final[Mapping[str, set[str]]] = {
    "update_text_elements": _TEXT_BLOCKS,
    "update_text_style": _TEXT_BLOCKS,
    "update_text": _TEXT_BLOCKS,
    "update_table_property": {"table"},
    "insert_table_row": {"table"},
    "insert_table_column": {"table"},
    "delete_table_rows": {"table"},
    "delete_table_columns": {"table"},
    "merge_table_cells": {"table"},
    "unmerge_table_cells": {"table"},
    "insert_grid_column": {"grid"},
    "delete_grid_column": {"grid"},
    "update_grid_column_width_ratio": {"grid"},
    "replace_image": {"image"},
    "replace_file": {"file"},
    "update_task": {"task"},
}


def _to_json(model: object) -> Wire:
    """Return a model as decoded JSON."""
    wire: Wire = json.loads(json.dumps(model, default=to_wire))
    return wire


def _kind(block: Wire) -> str:
    return Block.variants.name_of_number[block["block_type"]]


def _new_id() -> str:
    return f"doxcn{uuid.uuid4().hex[:22]}"
