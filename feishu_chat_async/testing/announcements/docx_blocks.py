"""An announcement in the docx format, as far as `FakeFeishu` keeps and changes one."""

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
"""A block as JSON has it."""

_TEXTS: Final = {
    name for name, cls in Block.variants.classes.items() if issubclass(cls, BaseTextBlock)
}
_CREATED: Final = _TEXTS - {"page"} | {
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
_PARENTS: Final = _TEXTS - {"code", "equation"} | {
    "callout",
    "quote_container",
    "table_cell",
    "grid_column",
}
_FIXED: Final = {"table", "grid"}
"""Their children are cells and columns, which only changes of the whole add and remove."""
_STYLES: Final = (
    "align",
    "done",
    "folded",
    "language",
    "wrap",
    "background_color",
    "indentation_level",
)


class BlockError(Exception):
    """Something that cannot be done to the blocks."""

    def __init__(self, code: int, msg: str, status: int = 400) -> None:
        super().__init__(msg)
        self.code = code
        self.msg = msg
        self.status = status


def _invalid(detail: str) -> BlockError:
    return BlockError(1770001, f"invalid param, {detail}")


@attrs.define(eq=False)
class BlockTree:
    """The blocks of an announcement; the root has the id of the chat."""

    root_id: str
    blocks: dict[str, Wire] = attrs.field(factory=dict)

    def __attrs_post_init__(self) -> None:
        if not self.blocks:
            root = {"elements": [{"text_run": {"content": ""}}], "style": {"align": 1}}
            self._add("page", root, self.root_id, "")

    def copy(self) -> "BlockTree":
        """Return a tree that can be changed without this one's being changed."""
        return BlockTree(self.root_id, copy.deepcopy(self.blocks))

    def get(self, block_id: str) -> Wire:
        """Return a block."""
        if block_id not in self.blocks:
            raise BlockError(1770002, "not found", 404)
        return self.blocks[block_id]

    def walk(self, block_id: str) -> Iterator[Wire]:
        """Return a block and all below it, parents before children."""
        block = self.get(block_id)
        yield block
        for child in block.get("children", []):
            yield from self.walk(child)

    def create(
        self,
        parent_id: str,
        children: object,
        index: object,
        older: "BlockTree | None" = None,
    ) -> list[Wire]:
        """Create blocks below another one, before the child that an older tree has at an index."""
        parent = self.get(parent_id)
        if _kind(parent) not in _PARENTS:
            raise BlockError(1770028, "block not support create children")
        if not isinstance(children, list) or not 1 <= len(children) <= 50:
            raise _invalid("children must be 1 to 50 blocks")
        present: list[str] = parent.setdefault("children", [])
        known: list[str] = (older or self).get(parent_id).get("children", [])
        at = len(known) if index in (None, -1) else index
        if isinstance(at, bool) or not isinstance(at, int) or not 0 <= at <= len(known):
            raise _invalid("index")
        at = next((present.index(one) for one in known[at:] if one in present), len(present))
        created = [self._create(child, parent_id) for child in children]
        present[at:at] = [block["block_id"] for block in created]
        return created

    def delete(
        self, parent_id: str, start: object, end: object, older: "BlockTree | None" = None
    ) -> None:
        """Delete the children of a block that an older tree has there, and all below them."""
        parent = self.get(parent_id)
        if _kind(parent) in _FIXED:
            raise BlockError(1770031, "block not support to delete children")
        known: list[str] = (older or self).get(parent_id).get("children", [])
        if not isinstance(start, int) or not isinstance(end, int):
            raise _invalid("start_index and end_index are required")
        if not 0 <= start < end <= len(known):
            raise _invalid("start_index or end_index is over range")
        for child in known[start:end]:
            if child in (present := parent.get("children", [])):
                self._delete(parent, present.index(child), present.index(child) + 1)

    def update(self, request: object) -> Wire:
        """Carry out one change, and return the block as it is then."""
        try:
            update = structure(request, BlockUpdate, "request")
        except StructureError as error:
            raise _invalid(str(error)) from None
        block = self.get(update.block_id)
        name = BlockUpdate.variants.names.get(type(update))
        if name is None:
            raise _invalid("this update is not known")
        kinds = _UPDATED[name]
        kind = _kind(block)
        if kind not in kinds:
            raise BlockError(1770025, "operation and block not match")
        asked = _as_json(update)[name]
        if kind == "table" and name != "update_table_property":
            self._update_table(block, name, asked)
        elif kind == "grid":
            self._update_grid(block, name, asked)
        else:
            _set(block[kind], name, asked)
        return block

    def _create(self, child: object, parent_id: str) -> Wire:
        try:
            model = structure(child, Block, "children")
        except StructureError as error:
            raise _invalid(str(error)) from None
        kind = Block.variants.names.get(type(model))
        if kind not in _CREATED:
            raise BlockError(1770029, "block not support to create")
        block = self._add(kind, _as_json(model)[kind], _new_id(), parent_id)
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

    def _update_table(self, block: Wire, name: str, asked: Wire) -> None:
        table = block["table"]["property"]
        rows, columns = table["row_size"], table["column_size"]
        by_row = "row" in name
        size, code = (rows, 1770026) if by_row else (columns, 1770027)
        word = "row" if by_row else "column"
        if name.startswith("insert"):
            at = asked[f"{word}_index"]
            at = size if at == -1 else at
            if at > size:
                raise BlockError(code, f"{word} operation over range")
            places = range(at * columns, (at + 1) * columns)
            if not by_row:
                places = range(at, rows * (columns + 1), columns + 1)
            for place in places:
                self._add_cell(block, "table_cell", place)
            table[f"{word}_size"] += 1
        elif name.startswith("delete"):
            start, end = asked[f"{word}_start_index"], asked[f"{word}_end_index"]
            if end > size or end - start == size:
                raise BlockError(code, f"{word} operation over range")
            doomed = [
                place
                for place in range(rows * columns)
                if start <= (place // columns if by_row else place % columns) < end
            ]
            for place in reversed(doomed):
                self._delete(block, place, place + 1)
            table[f"{word}_size"] -= end - start
        else:
            self._merge(table, name, asked)

    @staticmethod
    def _merge(table: Wire, name: str, asked: Wire) -> None:
        rows, columns = table["row_size"], table["column_size"]
        single = [{"row_span": 1, "col_span": 1} for _ in range(rows * columns)]
        info = table.setdefault("merge_info", single)
        if name == "merge_table_cells":
            row, row_end = asked["row_start_index"], asked["row_end_index"]
            column, column_end = asked["column_start_index"], asked["column_end_index"]
        else:
            row, column = asked["row_index"], asked["column_index"]
            row_end, column_end = row + 1, column + 1
        if row_end > rows:
            raise BlockError(1770026, "row operation over range")
        if column_end > columns:
            raise BlockError(1770027, "column operation over range")
        spans = {"row_span": row_end - row, "col_span": column_end - column}
        info[row * columns + column] = spans

    def _update_grid(self, block: Wire, name: str, asked: Wire) -> None:
        children: list[str] = block["children"]
        if name == "update_grid_column_width_ratio":
            if len(asked["width_ratios"]) != len(children):
                raise _invalid("width_ratios must be as many as there are columns")
            for child, ratio in zip(children, asked["width_ratios"], strict=True):
                self.blocks[child]["grid_column"]["width_ratio"] = ratio
            return
        at: int = asked["column_index"]
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


def _set(content: Wire, name: str, asked: Wire) -> None:
    """Change the content of a block that stands for itself."""
    if name == "update_table_property":
        table = content["property"]
        if (width := asked.get("column_width")) is not None:
            widths = table.setdefault("column_width", [100] * table["column_size"])
            at = asked.get("column_index", 0)
            if at >= len(widths):
                raise BlockError(1770027, "column operation over range")
            widths[at] = width
        content = table
        asked = {key: asked[key] for key in ("header_row", "header_column") if key in asked}
    if "fields" in asked:
        style = content.setdefault("style", {})
        for field in asked["fields"]:
            if not 1 <= field <= len(_STYLES):
                raise _invalid(f"fields must not hold {field}")
            key = _STYLES[field - 1]
            style.pop(key, None)
            style.update({key: asked["style"][key]} if key in asked["style"] else {})
    content.update({k: v for k, v in asked.items() if k not in ("fields", "style")})


_UPDATED: Final[Mapping[str, set[str]]] = {
    "update_text_elements": _TEXTS,
    "update_text_style": _TEXTS,
    "update_text": _TEXTS,
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


def _as_json(model: object) -> Wire:
    """Return what a model was read from, with numbers where numbers belong."""
    wire: Wire = json.loads(json.dumps(model, default=to_wire))
    return wire


def _kind(block: Wire) -> str:
    return Block.variants.name_of_number[block["block_type"]]


def _new_id() -> str:
    return f"doxcn{uuid.uuid4().hex[:22]}"
