"""Generated decoders: which models get one, what they accept, and what their tracebacks show."""

import linecache
import traceback
from collections.abc import Callable
from typing import Generic, Literal, TypeVar

import attrs
import pytest
from cattrs import BaseValidationError, Converter

from feishu_chat_async import OpenIntEnum, OpenStrEnum
from feishu_chat_async._protocol.compiled import compile_decoder
from feishu_chat_async._protocol.converter import _detailed, _fast
from feishu_chat_async._protocol.wire_types import CamelCase

T = TypeVar("T")


class Color(OpenStrEnum):
    RED = "red"


class Level(OpenIntEnum):
    HIGH = 1


@attrs.frozen(kw_only=True)
class Lamp(CamelCase):
    lamp_id: str
    is_on: bool = False
    color: Literal["red"] | Color | None = None
    level: Level = Level.HIGH
    names: tuple[str, ...] = ()


def decoder(cls: type[T]) -> Callable[[object, object], T]:
    decode = compile_decoder(cls, _fast())
    assert decode
    return decode


def test_a_decoder_fills_a_model_with_values_and_defaults() -> None:
    decode = decoder(Lamp)
    assert decode({"lampId": "1"}, Lamp) == Lamp(lamp_id="1")
    wire = {"lampId": "1", "isOn": "true", "color": "red", "level": 1, "names": ["a"], "more": 5}
    lamp = decode(wire, Lamp)
    assert lamp == Lamp(lamp_id="1", is_on=True, color=Color.RED, names=("a",))
    assert (lamp.color, lamp.level) == (Color.RED, Level.HIGH)
    assert type(lamp.color) is Color


def test_unknown_values_become_open_members() -> None:
    lamp = decoder(Lamp)({"lampId": "1", "color": "blue", "level": "7"}, Lamp)
    assert (lamp.color, type(lamp.color), lamp.level, type(lamp.level)) == ("blue", Color, 7, Level)


@pytest.mark.parametrize(
    "wire",
    [
        [],
        None,
        {},
        {"lampId": 1},
        {"lampId": "1", "level": True},
        {"lampId": "1", "color": 5},
        {"lampId": "1", "names": "abc"},
    ],
)
def test_a_decoder_refuses_what_the_detailed_converter_refuses(wire: object) -> None:
    for decode in (decoder(Lamp), _detailed().structure):
        with pytest.raises((LookupError, TypeError, ValueError, BaseValidationError)):
            decode(wire, Lamp)


@attrs.frozen(slots=False)
class WithoutSlots:
    name: str


@attrs.frozen
class Converted:
    name: str = attrs.field(converter=str)


@attrs.frozen
class Validated:
    name: str = attrs.field(validator=attrs.validators.min_len(1))


@attrs.frozen
class WithFactory:
    names: list[str] = attrs.field(factory=list)


@attrs.frozen
class Checked:
    name: str

    def __attrs_post_init__(self) -> None:
        if not self.name:
            raise ValueError("name must not be empty")


@attrs.frozen
class Box(Generic[T]):
    inside: T


@attrs.frozen
class OfBox(Generic[T]):
    box: Box[T]


@pytest.mark.parametrize(
    "cls",
    [WithoutSlots, Converted, Validated, WithFactory, Checked, OfBox, Box[int], str],
)
def test_models_that_do_more_than_set_fields_have_no_decoder(cls: type) -> None:
    assert compile_decoder(cls, Converter()) is None


def raised_by(decode: Callable[[object, object], object], wire: object) -> str:
    with pytest.raises(KeyError) as caught:
        decode(wire, None)
    return "".join(traceback.format_exception(caught.value, limit=10))


def test_a_traceback_shows_the_generated_line() -> None:
    shown = raised_by(decoder(Lamp), {})
    assert 'File "<feishu_chat_async decoder Lamp>", line ' in shown
    assert "    value = data['lampId']\n" in shown
    linecache.checkcache()
    assert raised_by(decoder(Lamp), {}) == shown


def entries() -> set[str]:
    return {name for name in linecache.cache if name.startswith("<feishu_chat_async decoder")}


def test_a_class_has_one_source_however_often_it_is_compiled() -> None:
    decoder(Lamp)
    before = entries()
    for _ in range(5):
        decoder(Lamp)
    assert entries() == before


def test_classes_of_the_same_name_keep_their_own_sources() -> None:
    def lamp(name: str) -> type:
        return attrs.make_class("Lantern", {name: attrs.field(type=str)}, slots=True, frozen=True)

    for _ in range(2):
        assert "data['wick']" in raised_by(decoder(lamp("wick")), {})
        assert "data['flame']" in raised_by(decoder(lamp("flame")), {})
    assert {name for name in entries() if "Lantern" in name} == {
        "<feishu_chat_async decoder Lantern>",
        "<feishu_chat_async decoder Lantern 2>",
    }
