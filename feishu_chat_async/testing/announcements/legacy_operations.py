"""The operations that `FakeFeishu` is asked for: parsed, and checked against each other.

https://open.feishu.cn/document/ukTMukTMukTM/uYDM2YjL2AjN24iNwYjN
"""

import json
from collections import Counter
from typing import Final, NamedTuple

from .legacy_contents import new_blocks, new_elements
from .positions import EditError, Json

MOST: Final = 10
CONTENT: Final = {"DeleteContentRange", "InsertBlocks", "InsertParagraphElements"}
TABLE: Final = {
    "InsertTableRow",
    "InsertTableColumn",
    "DeleteTableRows",
    "DeleteTableColumns",
    "UpdateTableColumnProperties",
    "MergeTableCells",
    "UnmergeTableCells",
}
_ALONE: Final = {
    "UpdateParagraphStyle",
    "ReplaceAllText",
    "DeleteTableRows",
    "DeleteTableColumns",
}
_ALL: Final = CONTENT | TABLE | _ALONE | {"UpdateTitle"}


class Operation(NamedTuple):
    """One operation: its kind, and what is particular to it."""

    kind: str
    content: Json


def parse(texts: list[object]) -> list[Operation]:
    """Read the operations of one edit, and check that they may stand beside each other."""
    if not 1 <= len(texts) <= MOST:
        raise EditError(f"1 to {MOST} operations make an edit, not {len(texts)}")
    operations = [_parse(text) for text in texts]
    kinds = Counter(operation.kind for operation in operations)
    if kinds["UpdateTitle"] > 1:
        raise EditError("UpdateTitle can stand in an edit once")
    alone = next((kind for kind in kinds if kind in _ALONE), None)
    if alone is not None and len(kinds) > 1:
        raise EditError(f"nothing else can stand beside {alone}")
    tables = Counter(table_of(one) for one in operations if one.kind in TABLE)
    if any(count > 1 for count in tables.values()):
        raise EditError("the structure of a table can be changed once in an edit")
    return operations


def _parse(text: object) -> Operation:
    request = _object(json.loads(text) if isinstance(text, str) else None)
    name = string(request, "requestType")
    kind = name.removesuffix("RequestType")
    if kind not in _ALL or kind == name:
        raise EditError(f"there is no operation of the type {name!r}")
    member = kind[0].lower() + kind[1:] + "Request"
    return Operation(kind, _object(field(request, member)))


def table_of(operation: Operation) -> str:
    """Say which table an operation is about."""
    return string(operation.content, "tableId")


def field(holder: Json, name: str) -> object:
    """Find a field, in small or capital letters: the official examples have both."""
    found = (value for key, value in holder.items() if key.lower() == name.lower())
    return next(found, None)


def string(holder: Json, name: str) -> str:
    """Find a field that must be a string."""
    value = field(holder, name)
    if not isinstance(value, str) or not value:
        raise EditError(f"{name} must be a string, and not an empty one")
    return value


def number(holder: Json, name: str, min_value: int = 0) -> int:
    """Find a field that must be a whole number."""
    value = field(holder, name)
    if not isinstance(value, int) or isinstance(value, bool) or value < min_value:
        raise EditError(f"{name} must be a number of at least {min_value}, got {value!r}")
    return value


def inner(holder: Json, name: str) -> Json:
    """Find a field that must be an object."""
    return _object(field(holder, name))


def payload(holder: Json) -> Json:
    """Read the object that is JSON in a string."""
    return _object(json.loads(string(holder, "payload")))


def _object(value: object) -> Json:
    if not isinstance(value, dict):
        raise EditError("an operation, its content and its payload must be objects")
    return value


def bounds(holder: Json, name: str = "") -> tuple[int, int]:
    """Find a start and an end."""
    start_name, end_name = (f"{name}startIndex", f"{name}endIndex")
    start, end = number(holder, start_name), number(holder, end_name)
    if end <= start:
        raise EditError(f"{end_name} must be above {start_name}, got {start} to {end}")
    return start, end


def title_of(content: Json) -> tuple[str, Json]:
    """Read the text of a new title, and its style."""
    title = payload(content)
    elements = new_elements(title) if title.get("elements") else []
    if any(element["type"] != "textRun" for element in elements):
        raise EditError("a title is plain text")
    align = (title.get("style") or {}).get("align")
    style = {"align": align} if align else {}
    return "".join(element["textRun"]["text"] for element in elements), style


def inserted(operation: Operation, holder: str) -> list[Json]:
    """Read what an operation inserts into a block of a type."""
    content = payload(operation.content)
    is_blocks = operation.kind == "InsertBlocks"
    return new_blocks(content, holder) if is_blocks else new_elements(content)
