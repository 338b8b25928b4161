"""Decoding: a documented value, or an error that names the field; never a guess."""

from datetime import UTC, datetime
from types import NoneType
from typing import Any, ClassVar, Literal

import attrs
import pytest
from cattrs import BaseValidationError, Converter
from hypothesis import example, given, strategies as st

from feishu_chat_async import (
    Announcement,
    MenuActionType,
    MenuItem,
    OpenIntEnum,
    OpenStrEnum,
    Tab,
    TabType,
    TopNotice,
)
from feishu_chat_async._protocol.converter import (
    StructureError,
    _detailed,
    _fast,
    read_json,
    structure,
    to_wire,
    write_json,
)
from feishu_chat_async._protocol.secret import Secret
from feishu_chat_async._protocol.variants import Variants
from feishu_chat_async._protocol.wire_types import (
    CamelCase,
    EpochMilliseconds,
    EpochSeconds,
    JsonText,
)
from feishu_chat_async.models.auth import IssuedToken


class Colour(OpenStrEnum):
    RED = "red"


class Size(OpenIntEnum):
    SMALL = 1


ColourLike = Literal["red"] | Colour
SizeLike = Literal[1] | Size


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
    since: EpochSeconds = datetime(2020, 1, 1, tzinfo=UTC)
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
        ("since", "", "expected a time in seconds, got a string"),
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
def test_only_an_object_is_read_as_a_model(data: object) -> None:
    error = refused(data)
    assert error.field == "data"
    assert error.problem.startswith("expected an object, got ")


def test_errors_never_show_values() -> None:
    error = refused({"text": ["s3cret"], "number": "s3cret", "parts": [{"name": {"s3cret": 1}}]})
    assert "s3cret" not in repr(error) + str(error)


def test_to_wire_leaves_out_none() -> None:
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
def test_any_json_is_decoded_exactly_or_refused_with_a_path(data: Any) -> None:
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
def test_the_fast_converter_accepts_and_refuses_what_the_detailed_one_does(data: Any) -> None:
    def outcome(converter: Converter) -> object:
        try:
            return converter.structure(data, Whole)
        except (BaseValidationError, LookupError, TypeError, ValueError):
            return "refused"

    assert outcome(_fast()) == outcome(_detailed())


@pytest.mark.parametrize("number", [10**400, -(10**400), float("inf"), 1e301])
def test_numbers_that_no_float_can_hold_are_refused(number: float) -> None:
    assert refused({"ratio": number}).field == "data.ratio"


def test_validators_of_models_run() -> None:
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
def test_a_mutated_announcement_is_decoded_or_refused(field: str, value: Any) -> None:
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
def test_a_missing_field_of_an_announcement_is_an_error(field: str) -> None:
    error = refused({name: x for name, x in EXAMPLE.items() if name != field}, Announcement)
    assert (error.field, error.problem) == (f"data.{field}", "is missing")


@attrs.frozen(kw_only=True)
class Strict:
    """Enumerations as they are."""

    needed: Colour
    given: Colour | None = None
    number: Size = Size.SMALL
    listed: tuple[Colour, ...] = ()


@attrs.frozen(kw_only=True)
class Lenient:
    """The same fields with types that also take plain strings."""

    needed: ColourLike
    given: ColourLike | None = None
    number: SizeLike = Size.SMALL
    listed: tuple[ColourLike, ...] = ()


@pytest.mark.parametrize("converter", [_fast(), _detailed()])
@pytest.mark.parametrize("value", ["red", "mauve", 1, "1", 7, None, True, [], "absent"])
@pytest.mark.parametrize("field", ["needed", "given", "number", "listed"])
def test_a_field_that_takes_plain_strings_is_read_as_its_enumeration(
    field: str, value: object, converter: Converter
) -> None:
    def outcome(cls: type) -> object:
        data = {"needed": "red", field: [value] if field == "listed" else value}
        if value == "absent":
            del data[field]
        try:
            model: Any = converter.structure(data, cls)
        except (BaseValidationError, LookupError, TypeError, ValueError):
            return "refused"
        values = attrs.astuple(model)
        return values, [type(item) for item in (*values, *values[-1])]

    assert outcome(Lenient) == outcome(Strict)


@pytest.mark.parametrize("converter", [_fast(), _detailed()])
def test_unknown_values_of_such_fields_are_open_members(converter: Converter) -> None:
    read = converter.structure({"needed": "mauve", "given": "red", "number": 9}, Lenient)
    assert isinstance(read.needed, Colour) and not read.needed.known
    assert read.needed == "mauve"
    assert read.given is Colour.RED
    assert isinstance(read.number, Size) and read.number == 9


@pytest.mark.parametrize("converter", [_fast(), _detailed()])
def test_models_that_callers_fill_in_can_be_decoded(converter: Converter) -> None:
    tab = converter.structure({"tab_id": "7", "tab_type": "url"}, Tab)
    assert tab.tab_type is TabType.URL
    item = converter.structure({"action_type": "OPEN_APP", "name": "x"}, MenuItem)
    assert item == MenuItem(action_type=MenuActionType("OPEN_APP"), name="x")
    assert isinstance(item.action_type, MenuActionType)


# --- variants, JSON in strings, and names on the wire -----------------------------------------


@attrs.frozen(kw_only=True)
class Element:
    variants: ClassVar = Variants(tag_field="tag")


@Element.variants.register("link")
@attrs.frozen(kw_only=True)
class LinkElement(Element):
    href: str


@Element.variants.register_fallback
@attrs.frozen(kw_only=True)
class OtherElement(Element):
    content: object


@attrs.frozen(kw_only=True)
class Mention:
    variants: ClassVar = Variants(shared=("key",), name_field="type")
    key: str | None = None


@Mention.variants.register("person")
@attrs.frozen(kw_only=True)
class PersonMention(Mention):
    person_id: str


@Mention.variants.register_fallback
@attrs.frozen(kw_only=True)
class OtherMention(Mention):
    content: object


@attrs.frozen(kw_only=True)
class Piece:
    variants: ClassVar = Variants(shared=("piece_id",))
    piece_id: str | None = None


@Piece.variants.register("text_run")
@attrs.frozen(kw_only=True)
class TextPiece(Piece):
    text: str = ""


@Piece.variants.register_fallback
@attrs.frozen(kw_only=True)
class OtherPiece(Piece):
    content: object


@pytest.mark.parametrize(
    ("cls", "wire", "model"),
    [
        (Element, {"tag": "link", "href": "x"}, LinkElement(href="x")),
        (
            Mention,
            {"key": "@1", "type": "person", "person": {"person_id": "ou_1"}},
            PersonMention(key="@1", person_id="ou_1"),
        ),
        (Piece, {"piece_id": "1", "text_run": {"text": "a"}}, TextPiece(piece_id="1", text="a")),
        (Piece, {"formula": {"x": 1}}, OtherPiece(content={"formula": {"x": 1}})),
        (
            Mention,
            {"key": "@1", "type": "robot"},
            OtherMention(key="@1", content={"type": "robot"}),
        ),
    ],
)
def test_variants_are_read_and_sent(cls: type, wire: object, model: object) -> None:
    assert structure(wire, cls) == model
    assert to_wire(model) == wire


def test_an_unknown_tag_keeps_everything() -> None:
    wire = {"tag": "hologram", "depth": 3}
    assert structure(wire, Element) == OtherElement(content=wire)
    assert to_wire(OtherElement(content="no object")) == {}


@pytest.mark.parametrize(
    ("cls", "data", "field", "problem"),
    [
        (Element, [], "data", "expected an object, got a list"),
        (Element, {"href": "x"}, "data.tag", "is missing"),
        (Element, {"tag": 5}, "data.tag", "expected a string, got a number"),
        (Element, {"tag": "link"}, "data.href", "is missing"),
        (Mention, {"type": "person", "person": []}, "data.person", "expected an object"),
        (Mention, {"type": "person"}, "data.person.person_id", "is missing"),
        (Mention, {"type": "person", "person": {"person_id": 5}}, "data.person.person_id", "a str"),
        (Mention, {"type": "person", "key": 5, "person": {"person_id": "x"}}, "data.key", "a str"),
    ],
)
def test_errors_in_variants_name_the_field_on_the_wire(
    cls: type, data: object, field: str, problem: str
) -> None:
    error = refused(data, cls)
    assert error.field == field
    assert problem in error.problem


@attrs.frozen(kw_only=True)
class Zone(CamelCase):
    zone_id: str
    created_at: EpochMilliseconds | None = None
    inner_zones: tuple[Part, ...] = ()


def test_names_are_camel_case_on_the_wire() -> None:
    zone = Zone(zone_id="1", created_at=datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC))
    wire = {"zoneId": "1", "createdAt": "1000"}
    assert structure(wire, Zone) == zone
    assert to_wire(zone) == wire  # an empty list that is the default is not sent
    error = refused({"zoneId": 5, "createdAt": "soon", "innerZones": [{}]}, Zone)
    assert error.field == "data.zoneId"
    assert "data.createdAt" in error.problem and "data.innerZones[0].name" in error.problem
    assert refused([], Zone).problem == "expected an object, got a list"


def test_json_in_a_string_is_read_and_written() -> None:
    part = Part(name="é", count=1)
    assert write_json([part, {"a": None}]) == '[{"name":"é","count":1},{"a":null}]'
    assert to_wire(JsonText(part)) == '{"name":"é","count":1}'
    assert read_json('{"name":"é","count":1}', Part, "content") == part
    with pytest.raises(StructureError, match=r"content\.count: expected a whole number"):
        read_json('{"name":"a","count":"x"}', Part, "content")
    with pytest.raises(ValueError, match="not JSON compliant"):
        write_json(float("nan"))


@pytest.mark.parametrize("text", ["", "{", "NaN", '{"name": Infinity}', "[" * 100_000])
def test_invalid_json_is_refused(text: str) -> None:
    with pytest.raises(StructureError) as caught:
        read_json(text, Part, "content")
    assert (caught.value.field, caught.value.problem) == ("content", "is not JSON")


def test_data_that_is_nested_too_deeply_is_refused() -> None:
    @attrs.frozen(kw_only=True)
    class Tree:
        variants: ClassVar = Variants()

    @Tree.variants.register("node")
    @attrs.frozen(kw_only=True)
    class Node(Tree):
        inside: Tree | None = None

    data: object = None
    for _ in range(5000):
        data = {"node": {"inside": data}}
    error = refused(data, Tree)
    assert (error.field, error.problem) == ("data", "is nested too deeply")
    assert structure(data, NoneType) is None
