"""Helpers that look into models and types."""

from enum import Enum
from typing import Generic, Literal, Optional, TypeVar, Union

import attrs
import pytest

from feishu_chat_async import ChatType
from feishu_chat_async._protocol.converter import to_wire
from feishu_chat_async._protocol.wire_types import (
    CamelCase,
    CustomWire,
    JsonText,
    fields_of,
    wire_name,
    without_literals,
)
from feishu_chat_async.enums import ChatTypeLike

T = TypeVar("T")


@attrs.frozen(kw_only=True)
class Place(CamelCase):
    zone_id: str
    start_index_of_it: int = 0


@attrs.frozen(kw_only=True)
class Holder(Generic[T]):
    item: T


def test_only_models_that_request_it_use_camel_case() -> None:
    assert wire_name(Place, "start_index_of_it") == "startIndexOfIt"
    assert wire_name(Holder, "start_index_of_it") == "start_index_of_it"
    assert to_wire(Place(zone_id="0")) == {"zoneId": "0", "startIndexOfIt": 0}


def test_fields_are_those_of_attrs_classes() -> None:
    assert [field.name for field in fields_of(Place)] == ["zone_id", "start_index_of_it"]
    assert [field.name for field in fields_of(Holder)] == ["item"]
    assert fields_of(str) == ()


@pytest.mark.parametrize(
    ("kind", "read"),
    [
        (ChatTypeLike, ChatType),
        (ChatTypeLike | None, ChatType | None),
        (ChatType | Literal["public"] | None, ChatType | None),
        (Optional[ChatTypeLike], Optional[ChatType]),  # noqa: UP045
        (ChatType, ChatType),
        (ChatType | None, ChatType | None),
        (Literal["public"], Literal["public"]),
        (Literal["public"] | None, Literal["public"] | None),
        (Literal["public"] | int, Literal["public"] | int),
        (Union[str, int], Union[str, int]),  # noqa: UP007
        (str, str),
        (Holder[int], Holder[int]),
    ],
)
def test_literals_are_removed_from_unions_with_enums(kind: object, read: object) -> None:
    assert without_literals(kind) == read


def test_a_type_without_plain_strings_stays_the_same_object() -> None:
    class Color(Enum):
        RED = "red"

    for kind in (Color | None, str | None, tuple[str, ...]):
        assert without_literals(kind) is kind


def test_a_model_can_replace_its_wire_value() -> None:
    @attrs.frozen
    class Wrapped(CustomWire):
        place: Place

        def wire_value(self) -> JsonText:
            return JsonText(self.place)

    wrapped = Wrapped(Place(zone_id="0"))
    assert to_wire(wrapped) == '{"zoneId":"0","startIndexOfIt":0}'
    with pytest.raises(NotImplementedError):
        CustomWire().wire_value()
