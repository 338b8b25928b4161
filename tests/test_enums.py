"""Enumerations are open, and have types that also take plain strings."""

import copy
import json
import pickle
import typing
from enum import Enum
from typing import Any, Literal, get_args, get_origin

import pytest

from feishu_chat_async import EditorIdType, SucceedType, UserIdType, enums
from feishu_chat_async.contents import post_elements
from feishu_chat_async.docx import enums as docx_enums
from feishu_chat_async.legacy import enums as legacy_enums
from feishu_chat_async.richtext import document

MODULES = (enums, docx_enums, legacy_enums, post_elements, document)
ALIASES = {
    (module.__name__, name): (kind, getattr(module, name.removesuffix("Like")))
    for module in MODULES
    for name, kind in vars(module).items()
    if name.endswith("Like")
}


def test_an_unknown_string_is_kept_as_an_open_member() -> None:
    value = EditorIdType("robot_id")
    assert value == "robot_id" and not value.known and EditorIdType.APP_ID.known
    assert json.dumps([value]) == '["robot_id"]'
    assert hash(value) == hash("robot_id")
    for twin in (pickle.loads(pickle.dumps(value)), copy.deepcopy(value), copy.copy(value)):
        assert twin == value and type(twin) is EditorIdType
    assert str(value) == "robot_id" and "robot_id" in repr(value)
    assert EditorIdType("open_id") is EditorIdType.OPEN_ID
    assert "robot_id" not in list(EditorIdType)


def test_an_unknown_number_is_kept_as_an_open_member() -> None:
    value = SucceedType(7)
    assert value == 7 and not value.known and SucceedType.ALL_OR_NOTHING.known
    assert type(value) is SucceedType and value.name == "UNKNOWN"
    assert json.dumps([value]) == "[7]"
    for twin in (pickle.loads(pickle.dumps(value)), copy.deepcopy(value), copy.copy(value)):
        assert twin == value and type(twin) is SucceedType
    assert SucceedType(2) is SucceedType.ALL_OR_NOTHING
    assert 7 not in list(SucceedType)


def test_only_values_of_the_right_type_are_kept() -> None:
    odd: Any
    for odd in (5, None, b"open_id"):
        with pytest.raises(ValueError, match="is not a valid UserIdType"):
            UserIdType(odd)
    for odd in ("7", None, 0.5):
        with pytest.raises(ValueError, match="is not a valid SucceedType"):
            SucceedType(odd)


@pytest.mark.parametrize("where", ALIASES, ids=lambda where: where[1])
def test_an_alias_takes_exactly_the_values_of_its_enumeration(where: tuple[str, str]) -> None:
    alias, enum = ALIASES[where]
    literal, member_type = get_args(alias)
    assert get_origin(alias) is typing.Union
    assert get_origin(literal) is Literal
    assert issubclass(enum, Enum) and member_type is enum
    assert sorted(get_args(literal)) == sorted(member.value for member in enum)


def test_aliases_are_found_in_every_module() -> None:
    assert {module for module, _ in ALIASES} == {module.__name__ for module in MODULES}
