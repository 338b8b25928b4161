"""Any answer is decoded without losing data, or is an error that names the field.

The answers are each endpoint's documented example and a sample with all its fields, changed in one
or a few places.
"""

import json
import re
from collections.abc import Iterator
from copy import deepcopy
from types import NoneType
from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import example, given, settings, strategies as st

from feishu_chat_async import DecodeError
from feishu_chat_async._protocol.converter import StructureError, structure, to_wire
from tests.support.intents import intents, perform
from tests.support.recorder import TOKEN, Recorder
from tests.support.specs import BLOCK_TYPES, RECORDS, SPECS, Fields, data_fields, sample

ANSWERED = [
    name
    for name, record in RECORDS.items()
    if record.returns is not NoneType and not record.streamed and name != TOKEN
]
NOT_ANSWERED = [name for name in SPECS if RECORDS[name].returns is NoneType]

Place = tuple[str | int, ...]

_BLOCKS = ("items", "children", "blocks")


TEXT_TYPES = range(3, 17)
"""Block types with the same fields as type 2: a text and its style."""


def small_samples(name: str) -> list[Any]:
    """Return samples with one block each, since there are many large blocks."""
    whole = sample(data_fields(SPECS[name]))
    if not name.startswith("docx_announcement."):
        return [whole]
    field = next((field for field in _BLOCKS if field in whole), None)
    if field is None:
        return [whole]
    blocks = [block for block in whole[field] if block["block_type"] not in TEXT_TYPES]
    return [{**whole, field: [block]} for block in blocks]


WIRE = {name: [*small_samples(name), SPECS[name]["response_example"]["data"]] for name in ANSWERED}


def places(value: Any, place: Place = ()) -> Iterator[tuple[Place, Any]]:
    """Yield all values at any depth, with the paths to them."""
    yield place, value
    if isinstance(value, dict | list):
        for key, item in value.items() if isinstance(value, dict) else enumerate(value):
            yield from places(item, (*place, key))


def path(place: Place) -> str:
    return "data" + "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in place)


def changed(wire: Any, place: Place, value: Any) -> Any:
    """Return a copy with another value in one place."""
    if not place:
        return value
    copy = deepcopy(wire)
    inner = copy
    for key in place[:-1]:
        inner = inner[key]
    inner[place[-1]] = value
    return copy


def wrong(value: Any) -> tuple[Any, ...]:
    """Return values of types that are wrong where this value is."""
    if isinstance(value, bool):
        return 7, "yes", [], {}
    if isinstance(value, int):
        return "text", True, 0.5, []
    if isinstance(value, float):
        return "text", True, []
    if isinstance(value, str):
        return "text" if value.isdecimal() else 7, True, [], {}
    return "text", 7, {} if isinstance(value, list) else []


# Blocks are the same in all answers that have them, so only one answer is tried with all blocks.
@pytest.mark.parametrize("name", ANSWERED)
def test_a_wrong_type_anywhere_is_an_error_that_names_the_field(name: str) -> None:
    several = name == "docx_announcement.list_blocks"
    for wire in WIRE[name][:-1] if several else WIRE[name][:1]:
        for place, value in places(wire):
            for bad in wrong(value):
                with pytest.raises(StructureError) as caught:
                    structure(changed(wire, place, bad), RECORDS[name].returns)
                assert caught.value.field == path(place)


_TEXTS = [
    "",
    "true",
    "7",
    "0.5",
    "1609296809",
    "99999999999999999999",
    "only_owner",
    "%2F",
    "a:%2F",
]
_NAMES = ["text_run", "block_type", "text", "divider", "chat_id", "items", "url"]
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(10**20), 10**20)
    | st.integers(0, 50)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=5)
    | st.sampled_from(_TEXTS)
)
ANYTHING = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(st.sampled_from(_NAMES) | st.text(max_size=3), inner, max_size=2)
    ),
    max_leaves=4,
)


OF_ITS_TYPE: dict[type, st.SearchStrategy[Any]] = {
    str: st.sampled_from(_TEXTS) | st.text(max_size=5),
    int: st.integers(0, 60) | st.integers(0, 60).map(str),
    bool: st.sampled_from([True, False, "true", "false"]),
}


@st.composite
def answers(draw: st.DrawFn) -> tuple[str, Any]:
    """Draw an answer and change it in one or two places."""
    name = draw(st.sampled_from(ANSWERED))
    wire = draw(st.sampled_from(WIRE[name]))
    for _ in range(draw(st.integers(1, 2))):
        all_places = [place for place, _ in places(wire)]
        place = draw(st.sampled_from(all_places))
        if place and isinstance(place[-1], str) and draw(st.booleans()):
            wire = without(wire, place)
        else:
            fitting = OF_ITS_TYPE.get(type(dict(places(wire))[place]), ANYTHING)
            wire = changed(wire, place, draw(fitting | ANYTHING))
    return name, wire


def without(wire: Any, place: Place) -> Any:
    copy = changed(wire, place, None)
    inner = copy
    for key in place[:-1]:
        inner = inner[key]
    del inner[place[-1]]
    return copy


def blocks(*items: dict[str, Any]) -> tuple[str, Any]:
    return "docx_announcement.list_blocks", {"items": list(items)}


LINK = {"iframe_type": 1, "url": "https://open.feishu.cn/%2F"}
TWO = {"text_run": {"content": "a"}, "equation": {"content": "b"}}


@settings(max_examples=250, deadline=None)
@given(answers())
@example(blocks({"block_type": 60, "text": {"elements": []}}))
@example(blocks({"block_type": 26, "iframe": {"component": LINK}}))
@example(blocks({"block_type": 2, "text": {"elements": [TWO]}}))
def test_a_changed_answer_is_an_error_with_a_path_or_loses_nothing(answer: tuple[str, Any]) -> None:
    name, wire = answer
    try:
        decoded = structure(wire, RECORDS[name].returns)
    except StructureError as error:
        assert re.match(r"data\b", error.field)
        return
    again = json.loads(json.dumps(decoded, default=to_wire))
    fields = data_fields(SPECS[name])
    assert plain(known(again, fields)) == plain(known(wire, fields))


def known(value: Any, fields: Fields | None, kind: str = "") -> Any:
    """Leave out fields that the page does not document, as decoding does."""
    if isinstance(value, list):
        return [known(item, fields, kind) for item in value]
    if not isinstance(value, dict):
        return value
    if kind == "block":
        value = of_its_kind(value)
    return {
        field["name"]: known(
            value[field["name"]], field.get("fields"), field["type"].removesuffix("[]")
        )
        for field in fields or ()
        if field["name"] in value
    }


def of_its_kind(block: dict[str, Any]) -> dict[str, Any]:
    """Leave out members that belong to other types than the block's own."""
    kinds = {number: name for name, number in BLOCK_TYPES.items()}
    kind = kinds.get(int(block["block_type"]))
    if kind is None:
        return block
    kept = {name: value for name, value in block.items() if name == kind or name not in BLOCK_TYPES}
    return kept | {kind: kept.get(kind) or {}}


def plain(value: Any, name: str = "") -> Any:
    """Undo the documented conversions, and leave out empty values."""
    if isinstance(value, dict):
        inner = {key: plain(item, key) for key, item in value.items()}
        return {key: item for key, item in inner.items() if item not in (None, [])}
    if isinstance(value, list):
        return [plain(item) for item in value]
    if value in ("true", "false"):
        value = value == "true"
    if (name == "has_more" and value is False) or ("time" in name and value == ""):
        return None
    if name == "url" and isinstance(value, str) and not {":", "/"} & set(value):
        return unquote(value)
    if isinstance(value, str) and re.fullmatch(r"-?[0-9]{1,19}", value):
        value = int(value)
    return value if isinstance(value, bool | str | None) else repr(float(value))


@settings(max_examples=50, deadline=None)
@given(st.sampled_from(NOT_ANSWERED), ANYTHING)
def test_an_answer_without_documented_data_is_none(name: str, data: Any) -> None:
    assert structure(data, RECORDS[name].returns) is None


BROKEN: list[tuple[str, Place, Any]] = [
    ("chats.get", ("restricted_mode_setting", "status"), "yes"),
    ("chats.get", ("user_count",), "many"),
    ("chats.list", ("items", 0, "chat_id"), None),
    ("members.is_in_chat", (), []),
    ("members.list", ("items",), {}),
    ("tabs.list", ("chat_tabs", 0, "tab_type"), 7),
    ("menu.get", ("menu_tree", "chat_menu_top_levels", 0, "chat_menu_item"), "text"),
    ("docx_announcement.list_blocks", ("items", 0, "block_type"), "page"),
    ("messages.create", ("message_id",), None),
    ("messages.get", (), {"items": []}),
    ("messages.list", ("items", 0, "body"), "text"),
    ("messages.merge_forward", ("message",), None),
    ("pins.create", ("pin", "create_time"), "yesterday"),
    ("reactions.list", ("items", 0, "operator"), "ou_1"),
]


@pytest.mark.parametrize(("name", "place", "bad"), BROKEN)
async def test_a_call_ends_with_an_error_that_names_the_field(
    name: str, place: Place, bad: Any
) -> None:
    async with Recorder() as server, server.client() as feishu:
        server.answers[name] = {"code": 0, "data": changed(WIRE[name][0], place, bad)}
        with pytest.raises(DecodeError) as caught:
            await perform(feishu, intents(name)[0])
    assert caught.value.field == path(place)
    assert len(server.requests) == 1
