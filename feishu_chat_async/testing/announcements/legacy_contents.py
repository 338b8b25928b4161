"""What `FakeFeishu` takes into a legacy document, and what it adds: ids, and cells of tables."""

import uuid
from typing import Final

from .positions import EditError, Json, inside

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
"""What can be inserted, and the strings that it needs."""
_ELEMENTS: Final = {"textRun", "docsLink", "person", "equation", "reminder", "file"}
_BLOCKS: Final = set(_FIELDS) - (_ELEMENTS - {"file"})
_MOST: Final = (
    (("person",), 100),
    (("docsLink",), 100),
    (("chatGroup",), 5),
    (("file", "image"), 50),
)
_INSIDE: Final = {
    "": _BLOCKS,
    "callout": {"paragraph", "horizontalLine"},
    "code": {"paragraph"},
    "table": _BLOCKS - {"table", "sheet", "bitable"},
}
"""What can stand in a block of this type; the body is in none."""
_GIVEN: Final = {"location", "lineId"}


def new_blocks(body: Json, holder: str) -> list[Json]:
    """Check blocks that are to be inserted into a block of a type, and make them whole."""
    blocks = [_block(block, _INSIDE[holder]) for block in _list(body, "blocks")]
    if not 1 <= len(blocks) <= MAX_BLOCKS:
        raise EditError(f"1 to {MAX_BLOCKS} blocks can be inserted, not {len(blocks)}")
    _count(_kinds(blocks))
    return blocks


def new_elements(paragraph: Json) -> list[Json]:
    """Check elements that are to be inserted."""
    elements = [_element(element) for element in _list(paragraph, "elements")]
    if not elements:
        raise EditError("there is nothing to insert")
    _count([element["type"] for element in elements])
    return elements


def empty_line() -> Json:
    """Make a paragraph of nothing."""
    return {"type": "paragraph", "paragraph": {"elements": [], "style": {}}}


def new_cell() -> Json:
    """Make an empty cell."""
    return {"zoneId": uuid.uuid4().hex, "body": {"blocks": [empty_line()]}}


def number_cells(table: Json) -> None:
    """Write down which row and column each cell is in, and how many there are."""
    rows = table["tableRows"]
    for at, row in enumerate(rows):
        row["rowIndex"] = at
        for column, cell in enumerate(row["tableCells"]):
            cell["columnIndex"] = column
    table["rowSize"], table["columnSize"] = len(rows), len(rows[0]["tableCells"])


def _block(block: object, allowed: set[str]) -> Json:
    kind, content = _content(block, allowed)
    if kind == "paragraph":
        content["elements"] = [_element(one) for one in _list(content, "elements")]
        content["style"] = content.get("style") or {}
    elif kind == "table":
        _fill(content)
    elif kind in {"code", "callout"}:
        _give_zone(content, kind)
    elif kind == "gallery" and not 1 <= len(_list(content, "imageList")) <= 6:
        raise EditError("1 to 6 pictures stand in a line")
    elif content.get("openChatId") == "none":
        raise EditError("this chat cannot be shown")
    return {"type": kind, kind: content}


def _element(element: object) -> Json:
    kind, content = _content(element, _ELEMENTS)
    if kind == "textRun":
        if "\n" in content["text"]:  # not documented: it may be that Feishu begins a line
            raise EditError("a line feed cannot stand in a text")
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
    return kind, {name: value for name, value in content.items() if name not in _GIVEN}


def _list(holder: Json, name: str) -> list[object]:
    found = holder.get(name) or []
    if not isinstance(found, list):
        raise EditError(f"{name} must be a list")
    return found


def _give_zone(holder: Json, kind: str) -> None:
    inner = [_block(block, _INSIDE[kind]) for block in _list(holder.get("body") or {}, "blocks")]
    holder["zoneId"] = uuid.uuid4().hex
    holder["body"] = {"blocks": inner or [empty_line()]}


def _fill(table: Json) -> None:
    """Give a table its cells, and ids."""
    height, width = table.get("rowSize"), table.get("columnSize")
    if not isinstance(height, int) or not isinstance(width, int) or height < 1 or width < 1:
        raise EditError("a table needs rowSize and columnSize")
    rows = table.get("tableRows") or []
    if not rows and max(height, width) > 9:
        raise EditError("an empty table has up to 9 rows and columns")
    if rows and [len(row["tableCells"]) for row in rows] != [width] * height:
        raise EditError("tableRows must be as many as rowSize and columnSize say")
    cells = [dict(cell) for row in rows for cell in row["tableCells"]]
    for cell in cells:
        _give_zone(cell, "table")
    cells = cells or [new_cell() for _ in range(height * width)]
    table["tableRows"] = [
        {"tableCells": cells[at : at + width]} for at in range(0, height * width, width)
    ]
    number_cells(table)
    table["tableId"] = uuid.uuid4().hex
    columns = (table.get("tableStyle") or {}).get("tableColumnProperties")
    columns = columns or [{"width": 100} for _ in range(width)]
    table["tableStyle"] = {"tableColumnProperties": columns}
    merged = table.get("mergedCells") or []
    table["mergedCells"] = [{**one, "mergedCellId": uuid.uuid4().hex} for one in merged]


def _kinds(blocks: list[Json]) -> list[str]:
    kinds = []
    for block in blocks:
        content = block[block["type"]]
        kinds += [block["type"], *["image"] * len(content.get("imageList") or ())]
        kinds += [element["type"] for element in content.get("elements") or ()]
        for holder in inside(block):
            kinds += _kinds(holder["body"]["blocks"])
    return kinds


def _count(kinds: list[str]) -> None:
    for names, most in _MOST:
        if sum(kind in names for kind in kinds) > most:
            raise EditError(f"more than {most} parts of the type {names[0]!r} in one insertion")
