"""New blocks and elements of a legacy document: `FakeFeishu` checks them and adds ids and cells."""

import uuid
from typing import Final

from .positions import EditError, Json, zone_holders

MAX_BLOCKS: Final = 50
_FIELDS: Final[dict[str, tuple[str, ...]]] = {
    "paragraph": (),
    "horizontalLine": (),
    "embeddedPage": ("type", "url"),
    "chatGroup": ("openChatId",),
    "table": (),
    "sheet": (),
    "bitable": (),
    "gallery": (),
    "file": ("fileToken",),
    "code": (),
    "callout": (),
    "textRun": ("text",),
    "docsLink": ("url",),
    "person": ("openId",),
    "equation": ("equation",),
    "reminder": (),
}
"""The types that can be inserted, with their required string fields."""
_ELEMENTS: Final = {"textRun", "docsLink", "person", "equation", "reminder", "file"}
_BLOCKS: Final = set(_FIELDS) - (_ELEMENTS - {"file"})
_MAX_PARTS: Final = (
    (("person",), 100),
    (("docsLink",), 100),
    (("chatGroup",), 5),
    (("file", "image"), 50),
)
"""How many parts of these types one insertion can hold, counted together."""
_ALLOWED_IN: Final = {
    "": _BLOCKS,
    "callout": {"paragraph", "horizontalLine"},
    "code": {"paragraph"},
    "table": _BLOCKS - {"table", "sheet", "bitable"},
}
"""The block types that each container can hold; the empty string is the body."""
_READ_ONLY: Final = {"location", "lineId"}
"""Fields that Feishu assigns."""


def new_blocks(body: Json, parent_type: str) -> list[Json]:
    """Check and complete the blocks to insert into a block of type `parent_type`."""
    blocks = [_block(block, _ALLOWED_IN[parent_type]) for block in _list(body, "blocks")]
    if not 1 <= len(blocks) <= MAX_BLOCKS:
        raise EditError(f"1 to {MAX_BLOCKS} blocks can be inserted, not {len(blocks)}")
    _check_counts(_kinds(blocks))
    return blocks


def new_elements(paragraph: Json) -> list[Json]:
    """Check and complete elements to insert."""
    elements = [_element(element) for element in _list(paragraph, "elements")]
    if not elements:
        raise EditError("there is nothing to insert")
    _check_counts([element["type"] for element in elements])
    return elements


def empty_paragraph() -> Json:
    """Return a paragraph without text."""
    return {"type": "paragraph", "paragraph": {"elements": [], "style": {}}}


def new_cell() -> Json:
    """Return a cell with an empty paragraph."""
    return {"zoneId": uuid.uuid4().hex, "body": {"blocks": [empty_paragraph()]}}


def number_cells(table: Json) -> None:
    """Set the row and column indexes of all cells, and the size of the table."""
    rows = table["tableRows"]
    for row_index, row in enumerate(rows):
        row["rowIndex"] = row_index
        for column_index, cell in enumerate(row["tableCells"]):
            cell["columnIndex"] = column_index
    table["rowSize"], table["columnSize"] = len(rows), len(rows[0]["tableCells"])


def _block(block: object, allowed: set[str]) -> Json:
    kind, content = _content(block, allowed)
    if kind == "paragraph":
        content["elements"] = [_element(element) for element in _list(content, "elements")]
        content["style"] = content.get("style") or {}
    elif kind == "table":
        _complete_table(content)
    elif kind in {"code", "callout"}:
        _add_zone(content, kind)
    elif kind == "gallery" and not 1 <= len(_list(content, "imageList")) <= 6:
        raise EditError("a gallery holds 1 to 6 images")
    elif content.get("openChatId") == "none":
        raise EditError("this chat cannot be shown")
    return {"type": kind, kind: content}


def _element(element: object) -> Json:
    kind, content = _content(element, _ELEMENTS)
    if kind == "textRun":
        if "\n" in content["text"]:  # undocumented; Feishu may start a new line instead
            raise EditError("text must not hold a line feed")
        content["style"] = content.get("style") or {}
    return {"type": kind, kind: content}


def _content(part: object, allowed: set[str]) -> tuple[str, Json]:
    kind = part.get("type") if isinstance(part, dict) else None
    if not isinstance(part, dict) or not isinstance(kind, str) or kind not in allowed:
        raise EditError(f"a part of type {kind!r} cannot be inserted here")
    content = part.get(kind)
    if not isinstance(content, dict):
        raise EditError(f"a part of type {kind!r} needs an object of this name")
    for name in _FIELDS[kind]:
        if not isinstance(content.get(name), str):
            raise EditError(f"a part of type {kind!r} needs the string {name!r}")
    return kind, {name: value for name, value in content.items() if name not in _READ_ONLY}


def _list(holder: Json, name: str) -> list[object]:
    items = holder.get(name) or []
    if not isinstance(items, list):
        raise EditError(f"{name} must be a list")
    return items


def _add_zone(holder: Json, kind: str) -> None:
    inner = [
        _block(block, _ALLOWED_IN[kind]) for block in _list(holder.get("body") or {}, "blocks")
    ]
    holder["zoneId"] = uuid.uuid4().hex
    holder["body"] = {"blocks": inner or [empty_paragraph()]}


def _complete_table(table: Json) -> None:
    """Add ids to a table, and empty cells unless it has some."""
    height, width = table.get("rowSize"), table.get("columnSize")
    if not isinstance(height, int) or not isinstance(width, int) or height < 1 or width < 1:
        raise EditError("a table needs rowSize and columnSize")
    rows = table.get("tableRows") or []
    if not rows and max(height, width) > 9:
        raise EditError("an empty table has up to 9 rows and columns")
    if rows and [len(row["tableCells"]) for row in rows] != [width] * height:
        raise EditError("tableRows must match rowSize and columnSize")
    cells = [dict(cell) for row in rows for cell in row["tableCells"]]
    for cell in cells:
        _add_zone(cell, "table")
    cells = cells or [new_cell() for _ in range(height * width)]
    table["tableRows"] = [
        {"tableCells": cells[start : start + width]} for start in range(0, height * width, width)
    ]
    number_cells(table)
    table["tableId"] = uuid.uuid4().hex
    columns = (table.get("tableStyle") or {}).get("tableColumnProperties")
    columns = columns or [{"width": 100} for _ in range(width)]
    table["tableStyle"] = {"tableColumnProperties": columns}
    merged = table.get("mergedCells") or []
    table["mergedCells"] = [{**area, "mergedCellId": uuid.uuid4().hex} for area in merged]


def _kinds(blocks: list[Json]) -> list[str]:
    """Return the types of blocks, elements and images, at any depth."""
    kinds = []
    for block in blocks:
        content = block[block["type"]]
        kinds += [block["type"], *["image"] * len(content.get("imageList") or ())]
        kinds += [element["type"] for element in content.get("elements") or ()]
        for holder in zone_holders(block):
            kinds += _kinds(holder["body"]["blocks"])
    return kinds


def _check_counts(kinds: list[str]) -> None:
    for names, max_parts in _MAX_PARTS:
        if sum(kind in names for kind in kinds) > max_parts:
            raise EditError(
                f"more than {max_parts} parts of the type {names[0]!r} in one insertion"
            )
