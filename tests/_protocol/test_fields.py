"""Fields of models that callers fill in check their values, and name themselves in errors."""

from collections.abc import Sequence
from typing import Any

import attrs
import pytest

from feishu_chat_async._protocol.fields import (
    optional_enum,
    optional_flag,
    optional_model,
    optional_numbers,
    optional_text,
    optional_texts,
    required_text,
)
from feishu_chat_async.enums import ChatType, ChatTypeLike


@attrs.frozen(kw_only=True)
class Owner:
    name: str = required_text()


@attrs.frozen(kw_only=True)
class Room:
    kind: ChatTypeLike | None = optional_enum(ChatType)  # noqa: RUF009
    title: str | None = optional_text(min_length=2, max_length=4)
    members: Sequence[str] | None = optional_texts(max_items=2)
    floors: Sequence[int] | None = optional_numbers()
    is_open: bool | None = optional_flag()
    owner: Owner | None = optional_model(Owner)  # noqa: RUF009


BUILD: Any = Room


def test_omitted_fields_are_none() -> None:
    assert set(attrs.astuple(Room())) == {None}


def test_plain_strings_become_members_and_lists_become_tuples() -> None:
    room = Room(kind="public", members=["a", "b"], floors=[1, -1])
    assert room.kind is ChatType.PUBLIC
    assert (room.members, room.floors) == (("a", "b"), (1, -1))
    assert Room(kind=ChatType.PRIVATE).kind is ChatType.PRIVATE


def test_valid_values_are_kept() -> None:
    owner = Owner(name="")
    room = Room(title="four", is_open=False, owner=owner, members=[])
    assert (room.title, room.is_open, room.owner, room.members) == ("four", False, owner, ())


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({"kind": "secret"}, "kind must be one of private, public, got 'secret'"),
        ({"kind": 1}, "kind must be a ChatType, got int"),
        ({"title": "x"}, "title must have at least 2 and at most 4 characters, got 1"),
        ({"title": 5}, "title must be a string, got int"),
        ({"members": "ab"}, "members must be a list of strings, got str"),
        ({"members": ["a", "b", "c"]}, "members must hold .* at most 2 items, got 3"),
        ({"floors": ["1"]}, "floors must hold int, got str"),
        ({"is_open": 1}, "is_open must be True or False, got int"),
        ({"owner": {"name": "x"}}, "owner must be a Owner, got dict"),
    ],
)
def test_wrong_values_are_refused_by_name(given: dict[str, Any], problem: str) -> None:
    with pytest.raises((TypeError, ValueError), match=problem):
        BUILD(**given)


def test_a_required_text_must_be_given() -> None:
    build: Any = Owner
    with pytest.raises(TypeError, match="name must be a string, got NoneType"):
        build(name=None)
    with pytest.raises(TypeError, match="missing"):
        build()
