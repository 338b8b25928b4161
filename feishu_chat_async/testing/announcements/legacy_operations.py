"""The operations of an edit of a legacy document: parsed, and checked against each other.

https://open.feishu.cn/document/ukTMukTMukTM/uYDM2YjL2AjN24iNwYjN
"""

import json
from collections import Counter
from typing import Final, NamedTuple

from .legacy_contents import new_blocks, new_elements
from .positions import EditError, Json

MAX_OPERATIONS: Final = 10
CONTENT_KINDS: Final = {"DeleteContentRange", "InsertBlocks", "InsertParagraphElements"}
TABLE_KINDS: Final = {
    "InsertTableRow",
    "InsertTableColumn",
    "DeleteTableRows",
    "DeleteTableColumns",
    "UpdateTableColumnProperties",
    "MergeTableCells",
    "UnmergeTableCells",
}
_EXCLUSIVE_KINDS: Final = {
    "UpdateParagraphStyle",
    "ReplaceAllText",
    "DeleteTableRows",
    "DeleteTableColumns",
}
"""Kinds that cannot be combined with others in one edit."""
_ALL_KINDS: Final = CONTENT_KINDS | TABLE_KINDS | _EXCLUSIVE_KINDS | {"UpdateTitle"}


class Operation(NamedTuple):
    """An operation: its kind, and the content of its request."""

    kind: str
    content: Json


def parse(texts: list[object]) -> list[Operation]:
    """Parse the operations of an edit, and check that they can be combined."""
    if not 1 <= len(texts) <= MAX_OPERATIONS:
        raise EditError(f"1 to {MAX_OPERATIONS} operations make an edit, not {len(texts)}")
    operations = [_parse(text) for text in texts]
    kinds = Counter(operation.kind for operation in operations)
    if kinds["UpdateTitle"] > 1:
        raise EditError("an edit can contain UpdateTitle once")
    exclusive = next((kind for kind in kinds if kind in _EXCLUSIVE_KINDS), None)
    if exclusive is not None and len(kinds) > 1:
        raise EditError(f"{exclusive} cannot be combined with other operations")
    tables = Counter(
        table_id_of(operation) for operation in operations if operation.kind in TABLE_KINDS
    )
    if any(count > 1 for count in tables.values()):
        raise EditError("the structure of a table can be changed once in an edit")
    return operations


def _parse(text: object) -> Operation:
    request = _object(json.loads(text) if isinstance(text, str) else None)
    name = string_field(request, "requestType")
    kind = name.removesuffix("RequestType")
    if kind not in _ALL_KINDS or kind == name:
        raise EditError(f"there is no operation of the type {name!r}")
    member = kind[0].lower() + kind[1:] + "Request"
    return Operation(kind, _object(field(request, member)))


def table_id_of(operation: Operation) -> str:
    """Return the id of the table that an operation changes."""
    return string_field(operation.content, "tableId")


def field(holder: Json, name: str) -> object:
    """Return a field, None if it is absent.

    Names are compared without regard to case, because the official examples differ in it.
    """
    return next((value for key, value in holder.items() if key.lower() == name.lower()), None)


def string_field(holder: Json, name: str) -> str:
    """Return a field that must be a string."""
    value = field(holder, name)
    if not isinstance(value, str) or not value:
        raise EditError(f"{name} must be a string that is not empty")
    return value


def number_field(holder: Json, name: str, min_value: int = 0) -> int:
    """Return a field that must be a whole number."""
    value = field(holder, name)
    if not isinstance(value, int) or isinstance(value, bool) or value < min_value:
        raise EditError(f"{name} must be a number of at least {min_value}, got {value!r}")
    return value


def object_field(holder: Json, name: str) -> Json:
    """Return a field that must be an object."""
    return _object(field(holder, name))


def payload_of(holder: Json) -> Json:
    """Return the payload, an object as JSON in a string."""
    return _object(json.loads(string_field(holder, "payload")))


def _object(value: object) -> Json:
    if not isinstance(value, dict):
        raise EditError("an operation, its content and its payload must be objects")
    return value


def index_range(holder: Json, prefix: str = "") -> tuple[int, int]:
    """Return a start index and an end index."""
    start_name, end_name = (f"{prefix}startIndex", f"{prefix}endIndex")
    start, end = number_field(holder, start_name), number_field(holder, end_name)
    if end <= start:
        raise EditError(f"{end_name} must be above {start_name}, got {start} to {end}")
    return start, end


def title_of(content: Json) -> tuple[str, Json]:
    """Return the text of a new title, and its style."""
    title = payload_of(content)
    elements = new_elements(title) if title.get("elements") else []
    if any(element["type"] != "textRun" for element in elements):
        raise EditError("a title must be plain text")
    align = (title.get("style") or {}).get("align")
    style = {"align": align} if align else {}
    return "".join(element["textRun"]["text"] for element in elements), style


def inserted_parts(operation: Operation, parent_type: str) -> list[Json]:
    """Return the blocks or elements that an operation inserts into a block of a type."""
    content = payload_of(operation.content)
    is_blocks = operation.kind == "InsertBlocks"
    return new_blocks(content, parent_type) if is_blocks else new_elements(content)
