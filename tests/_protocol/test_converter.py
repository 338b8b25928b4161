"""Decoding: a documented value, or an error that names the field; never a guess."""

import copy
import json
import pickle
from datetime import UTC, datetime
from typing import Any

import attrs
import pytest
from cattrs import BaseValidationError, Converter
from hypothesis import example, given
from hypothesis import strategies as st

from feishu_chat_async import Announcement, EditorIdType, OpenStrEnum, TopNotice, UserIdType
from feishu_chat_async._protocol.converter import (
    StructureError,
    _fast,
    _telling,
    structure,
    to_wire,
)
from feishu_chat_async._protocol.secret import Secret
from feishu_chat_async._protocol.wire_types import EpochSeconds
from feishu_chat_async.models.auth import IssuedToken


class Colour(OpenStrEnum):
    RED = "red"


@attrs.frozen(kw_only=True)
class Part:
    name: str
    count: int = 0


@attrs.frozen(kw_only=True)
class Whole:
    text: str = ""
    flag: bool = False
    number: int = 0
    ratio: float = 0.0
    colour: Colour | None = None
    at: EpochSeconds | None = None
    sure: EpochSeconds = datetime(2020, 1, 1, tzinfo=UTC)
    parts: tuple[Part, ...] = ()
    names: tuple[str, ...] = ()


def refused(data: object, cls: type = Whole) -> StructureError:
    with pytest.raises(StructureError) as caught:
        structure(data, cls)
    return caught.value


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("flag", True, True),
        ("flag", "true", True),
        ("flag", "false", False),
        ("number", 3, 3),
        ("number", "12", 12),
        ("number", "-4", -4),
        ("ratio", 1, 1.0),
        ("ratio", 1.5, 1.5),
        ("colour", "red", Colour.RED),
        ("colour", "mauve", "mauve"),
        ("colour", None, None),
        ("at", "0", datetime(1970, 1, 1, tzinfo=UTC)),
        ("at", 1609296809, datetime(2020, 12, 30, 2, 53, 29, tzinfo=UTC)),
        ("at", None, None),
        ("at", "", None),
        ("parts", None, ()),
        ("parts", [], ()),
        ("parts", [{"name": "a", "more": 1}], (Part(name="a"),)),
        ("names", ["a", "b"], ("a", "b")),
        ("unknown", {"what": "ever"}, None),
    ],
)
def test_documented_values(field: str, value: object, expected: object) -> None:
    assert getattr(structure({field: value}, Whole), field, None) == expected


@pytest.mark.parametrize(
    ("field", "value", "problem"),
    [
        ("text", None, "expected a string, got null"),
        ("text", 5, "expected a string, got a number"),
        ("text", {"a": 1}, "expected a string, got an object"),
        ("flag", "yes", "expected true or false, got a string"),
        ("flag", 1, "expected true or false, got a number"),
        ("flag", None, "expected true or false, got null"),
        ("number", 1.0, "expected a whole number, got a number"),
        ("number", True, "expected a whole number, got a boolean"),
        ("number", "", "expected a whole number, got a string"),
        ("number", "1e3", "expected a whole number, got a string"),
        ("number", "9" * 30, "expected a whole number, got a string"),
        ("ratio", "1.5", "expected a number, got a string"),
        ("ratio", False, "expected a number, got a boolean"),
        ("colour", 7, "expected a string, got a number"),
        ("at", "soon", "expected a time in seconds, got a string"),
        ("at", 10**18, "expected a time in seconds, got a number"),
        ("sure", "", "expected a time in seconds, got a string"),
        ("parts", "abc", "expected a list, got a string"),
        ("parts", {"0": {}}, "expected a list, got an object"),
        ("names", "abc", "expected a list, got a string"),
    ],
)
def test_wrong_types_are_errors_that_name_the_field(
    field: str, value: object, problem: str
) -> None:
    error = refused({field: value})
    assert (error.field, error.problem) == (f"data.{field}", problem)


def test_paths_lead_into_lists() -> None:
    error = refused({"parts": [{"name": "a"}, {"name": "b", "count": "many"}, {}]})
    assert error.field == "data.parts[1].count"
    assert "data.parts[2].name" in error.problem
    assert refused({"names": ["a", None]}).field == "data.names[1]"
    assert refused({"parts": [[]]}).field == "data.parts[0]"


def test_many_problems_are_summed_up() -> None:
    error = refused({"text": 1, "flag": 1, "number": None, "ratio": None, "colour": 1})
    assert error.field == "data.text"
    assert error.problem.endswith("and 2 more")


@pytest.mark.parametrize("data", [None, [], "text", 5, True])
def test_what_is_no_object_is_no_model(data: object) -> None:
    error = refused(data)
    assert error.field == "data"
    assert error.problem.startswith("expected an object, got ")


def test_values_never_show_in_errors() -> None:
    error = refused({"text": ["s3cret"], "number": "s3cret", "parts": [{"name": {"s3cret": 1}}]})
    assert "s3cret" not in repr(error) + str(error)


def test_to_wire_leaves_out_what_is_none() -> None:
    assert to_wire(Part(name="a")) == {"name": "a", "count": 0}
    assert to_wire(TopNotice.announcement()) == {"action_type": "2"}
    assert to_wire(Secret("x")) == "x"
    assert "x" not in repr(Secret("x"))
    with pytest.raises(TypeError, match="object cannot be sent"):
        to_wire(object())


json_values: st.SearchStrategy[Any] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text(max_size=10)
    | st.sampled_from(["red", "true", "12", "1609296809"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from([*attrs.fields_dict(Whole), "name", "count"]), inner)
    ),
    max_leaves=20,
)


@given(st.dictionaries(st.sampled_from(list(attrs.fields_dict(Whole))), json_values) | json_values)
def test_any_json_is_a_true_value_or_an_error_with_a_path(data: Any) -> None:
    try:
        whole = structure(data, Whole)
    except StructureError as error:
        assert error.field.startswith("data")
        return
    assert isinstance(data, dict)
    assert type(whole.text) is str
    assert type(whole.flag) is bool
    assert type(whole.number) is int
    assert type(whole.ratio) is float
    assert whole.colour is None or isinstance(whole.colour, Colour)
    assert whole.text == data.get("text", "")
    assert whole.names == tuple(data.get("names") or ())


@given(st.dictionaries(st.sampled_from(list(attrs.fields_dict(Whole))), json_values) | json_values)
@example({"text": "a", "flag": 1})
@example({"number": True})
@example({"colour": True})
@example({"parts": [{"name": "a", "count": "7"}]})
def test_the_fast_converter_accepts_and_refuses_what_the_telling_one_does(data: Any) -> None:
    def outcome(converter: Converter) -> object:
        try:
            return converter.structure(data, Whole)
        except (BaseValidationError, LookupError, TypeError, ValueError):
            return "refused"

    assert outcome(_fast()) == outcome(_telling())


@pytest.mark.parametrize("number", [10**400, -(10**400), float("inf"), 1e301])
def test_numbers_that_no_float_can_hold_are_refused(number: float) -> None:
    assert refused({"ratio": number}).field == "data.ratio"


def test_models_that_check_themselves_are_checked() -> None:
    error = refused({"tenant_access_token": "t-1", "expire": 0}, IssuedToken)
    assert error.field == "data"


EXAMPLE = {
    "content": "{}",
    "revision": "12",
    "create_time": "1609296809",
    "update_time": "1609296809",
    "owner_id_type": "open_id",
    "owner_id": "ou_1",
    "modifier_id_type": "app_id",
    "modifier_id": "cli_1",
}


@given(st.sampled_from(sorted(EXAMPLE)), json_values)
def test_a_mutated_announcement_is_right_or_refused(field: str, value: Any) -> None:
    data = {**EXAMPLE, field: value}
    try:
        announcement = structure(data, Announcement)
    except StructureError as error:
        assert error.field.startswith(f"data.{field}")
        return
    kept = getattr(announcement, field)
    if isinstance(kept, datetime):
        assert int(kept.timestamp()) == int(value)
    else:
        assert kept == value or (kept is None and value == "")


@pytest.mark.parametrize("field", ["content", "revision"])
def test_what_an_announcement_cannot_do_without(field: str) -> None:
    error = refused({name: x for name, x in EXAMPLE.items() if name != field}, Announcement)
    assert (error.field, error.problem) == (f"data.{field}", "is missing")


def test_open_enumerations_keep_what_they_do_not_know() -> None:
    value = EditorIdType("robot_id")
    assert value == "robot_id" and not value.known and EditorIdType.APP_ID.known
    assert json.dumps([value]) == '["robot_id"]'
    assert hash(value) == hash("robot_id")
    for twin in (pickle.loads(pickle.dumps(value)), copy.deepcopy(value), copy.copy(value)):
        assert twin == value and type(twin) is EditorIdType
    assert str(value) == "robot_id" and "robot_id" in repr(value)
    assert EditorIdType("open_id") is EditorIdType.OPEN_ID
    assert "robot_id" not in list(EditorIdType)
    number: Any = 5
    with pytest.raises(ValueError, match="5"):
        UserIdType(number)
