"""Variants register under their wire names, and are found in objects."""

import attrs
import pytest

from feishu_chat_async._protocol.converter import StructureError, structure, to_wire
from feishu_chat_async._protocol.variants import Variants


@attrs.frozen(kw_only=True)
class Shape:
    shape_id: str | None = None


shapes = Variants(shared=("shape_id",), number_field="shape_type")
setattr(Shape, "variants", shapes)  # noqa: B010  (a ClassVar would be declared in the class)


@shapes.register("circle", number=1)
@attrs.frozen(kw_only=True)
class Circle(Shape):
    radius: int


@shapes.register("square", number=2)
@attrs.frozen(kw_only=True)
class Square(Shape):
    side: int = 0


@shapes.register_fallback
@attrs.frozen(kw_only=True)
class OtherShape(Shape):
    content: object


def test_classes_are_found_by_name_and_number_and_vice_versa() -> None:
    assert (shapes.classes["circle"], shapes.classes["square"]) == (Circle, Square)
    assert (shapes.names[Circle], shapes.names[Square]) == ("circle", "square")
    assert shapes.name_of_number == {1: "circle", 2: "square"}
    assert shapes.number_of_name == {"circle": 1, "square": 2}
    assert shapes.fallback is OtherShape


@pytest.mark.parametrize(
    ("wire", "name"),
    [
        ({"shape_id": "1", "circle": {}}, "circle"),
        ({"circle": None, "square": {}}, "square"),
        ({"circle": {}, "square": {}}, None),
        ({"triangle": {}}, None),
        ({}, None),
    ],
)
def test_the_only_known_member_names_the_variant(wire: dict[str, object], name: str | None) -> None:
    assert shapes.name_in(wire) == name


def test_a_missing_fallback_is_an_error() -> None:
    with pytest.raises(RuntimeError, match="no class is registered for unknown variants"):
        assert Variants().fallback


@pytest.mark.parametrize(
    ("wire", "shape"),
    [
        (
            {"shape_id": "a", "shape_type": 1, "circle": {"radius": 3}},
            Circle(shape_id="a", radius=3),
        ),
        ({"shape_type": 2, "square": {"side": 4}}, Square(side=4)),
        (
            {"shape_id": "a", "shape_type": 9, "blob": {"x": 1}},
            OtherShape(shape_id="a", content={"shape_type": 9, "blob": {"x": 1}}),
        ),
    ],
)
def test_variants_survive_a_round_trip(wire: dict[str, object], shape: Shape) -> None:
    assert structure(wire, Shape) == shape
    assert to_wire(shape) == wire


def test_an_error_inside_a_variant_is_found_inside_its_member() -> None:
    with pytest.raises(StructureError) as caught:
        structure({"shape_id": "a", "shape_type": 1, "circle": {"radius": "x"}}, Shape)
    assert caught.value.field == "data.circle.radius"
    with pytest.raises(StructureError) as caught:
        structure({"shape_id": 5, "shape_type": 1, "circle": {"radius": 3}}, Shape)
    assert caught.value.field == "data.shape_id"
