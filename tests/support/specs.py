"""The official pages in machine-readable form, from `spec/`, and sample values built from them."""

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from feishu_chat_async._protocol.endpoint import Endpoint
from feishu_chat_async.endpoints.all import ALL

Spec = dict[str, Any]
Fields = list[dict[str, Any]]

# Union types, and the fields that all their variants have.
UNION_TYPES: dict[str, set[str]] = {
    "block": {"block_id", "parent_id", "children", "block_type", "comment_ids"},
    "text_element": set(),
    "agenda_title_element": set(),
    "update_block_request": {"block_id"},
}


def _expanded(fields: Fields, types: dict[str, Fields]) -> Fields:
    """Insert the fields of named types, which a file defines once, where they are used."""
    expanded = []
    for field in fields:
        named = types.get(field["type"].removesuffix("[]"))
        inner = field.get("fields", named)
        expanded.append(field if inner is None else {**field, "fields": _expanded(inner, types)})
    return expanded


def _load(path: Path) -> Spec:
    spec: Spec = json.loads(path.read_text(encoding="utf-8"))
    for part in ("body", "response"):
        if part in spec:
            spec[part] = _expanded(spec[part], spec.pop(f"{part}_types", {}))
    if "unparsed" in spec.get("response_example", {}):
        spec["response_example"] = _repaired(spec["response_example"]["unparsed"])
    return spec


def _repaired(example: str) -> Any:
    """Parse an example that is not quite JSON: it has a comma too many, or a bracket too few."""
    plain = re.sub(r",(\s*[}\]])", r"\1", example)
    return json.loads(plain + "}" * (plain.count("{") - plain.count("}")))


SPECS: dict[str, Spec] = {
    path.stem: _load(path)
    for path in sorted((Path(__file__).parent.parent / "spec").glob("*.json"))
}
"""By the name of the call, such as `chats.create`."""


_HOMES = {"messages": "messages.records"}
"""The modules whose names differ from the names of their groups."""


def _record(name: str) -> Endpoint[object]:
    group, _, call = name.partition(".")
    module = __import__(f"feishu_chat_async.endpoints.{_HOMES.get(group, group)}", fromlist=[call])
    record = vars(module)[call.upper()]
    assert record in ALL
    return record  # type: ignore[no-any-return]


RECORDS: dict[str, Endpoint[object]] = {name: _record(name) for name in SPECS}


def data_fields(spec: Spec) -> Fields:
    """Return the payload fields of an answer: those in `data`, or next to `code`."""
    fields = {field["name"]: field for field in spec.get("response", [])}
    if "data" in fields:
        return fields["data"].get("fields") or []
    return [field for name, field in fields.items() if name not in {"code", "msg"}]


def leaves(fields: Fields, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield all fields without subfields, each with its path."""
    for field in fields:
        here = f"{path}.{field['name']}" if path else field["name"]
        if field.get("fields"):
            yield from leaves(field["fields"], here)
        else:
            yield here, field


def samples(field: dict[str, Any], turn: int = 0) -> list[Any]:
    """Return values for a field that together contain every documented subfield.

    An enumeration takes its value number `turn`, modulo the number of values.
    """
    kind: str = field["type"].removesuffix("[]")
    if field.get("fields"):
        return _objects(field["fields"], UNION_TYPES.get(kind), turn)
    if "enum" in field:
        value = field["enum"][turn % len(field["enum"])].strip()
        return [int(value) if kind == "int" else value]
    return [SAMPLES[kind] if kind != "string" else TEXTS.get(field["name"], "a sample")]


def sample(fields: Fields, turn: int = 0) -> dict[str, Any]:
    """Return an object with every documented field."""
    return {field["name"]: _value(field, turn) for field in fields}


def sample_turns(fields: Fields) -> range:
    """Return the turns that together contain every value of every enumeration."""
    return range(max((len(field.get("enum", "x")) for _, field in leaves(fields)), default=1))


def _value(field: dict[str, Any], turn: int) -> Any:
    values = samples(field, turn)
    return values if field["type"].endswith("[]") else values[0]


def _objects(fields: Fields, shared: set[str] | None, turn: int) -> list[dict[str, Any]]:
    if shared is None:
        return [sample(fields, turn)]
    common = sample([field for field in fields if field["name"] in shared], turn)
    return [
        {**common, **_number(field["name"], common), field["name"]: samples(field, turn)[0]}
        for field in fields
        if field["name"] not in shared
    ]


def _number(kind: str, common: dict[str, Any]) -> dict[str, int]:
    return {"block_type": BLOCK_TYPES[kind]} if "block_type" in common else {}


TEXTS = {
    "create_time": "1609296809",
    "update_time": "1609296809",
    "create_time_v2": "1609296809",
    "update_time_v2": "1609296809",
    "expire_time": "1609296809",
    "notify_time": "1609296809",
    "owner_id_type": "open_id",
    "user_id_type": "open_id",
    "member_id_type": "open_id",
    "moderation_setting": "moderator_list",
    "tenant_access_token": "t-sample",
    "user_count": "12",
    "bot_count": "12",
    "url": "https%3A%2F%2Fopen.feishu.cn%2F",
    "start_time": "1608594809",
    "end_time": "1609296809",
    "action_time": "1609296809",
    "timestamp": "1609296809",
    "msg_type": "text",
    "id_type": "open_id",
    "sender_type": "user",
    "operator_id_type": "open_id",
    "card_msg_content_type": "user_card_content",
    "count": "12",
}
SAMPLES: defaultdict[str, Any] = defaultdict(dict, {"int": 7, "float": 0.5, "boolean": True})
"""By type; a type without fields is an empty object."""
_KINDS = """
    page text heading1 heading2 heading3 heading4 heading5 heading6 heading7 heading8 heading9
    bullet ordered code quote equation todo bitable callout chat_card diagram divider file grid
    grid_column iframe image isv mindnote sheet table table_cell view quote_container task okr
    okr_objective okr_key_result okr_progress add_ons jira_issue wiki_catalog board agenda
    agenda_item agenda_item_title agenda_item_content link_preview
"""
BLOCK_TYPES = {name: number for number, name in enumerate(_KINDS.split(), start=1)}
BLOCK_TYPES["undefined"] = 999
