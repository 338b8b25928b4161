"""Hover help: every parameter of a public callable, and every public field, is explained."""

import attrs
import pytest

from feishu_chat_async import FeishuChat

from .help import Callable, documented_fields, explained_in, public_callables, public_classes

EVERYWHERE = frozenset(
    {
        "chat_id",
        "client_token",
        "member_id_type",
        "message_id",
        "page_token",
        "user_id_type",
        "uuid",
    }
)
"""Arguments that mean the same in every call: the docstring of FeishuChat explains them once."""

SELF_EXPLANATORY = frozenset(
    {
        *("name", "title", "text", "url", "content", "description", "token"),
        *("items", "elements", "blocks", "children", "style"),
        *("bold", "italic", "underline", "strikethrough"),
        *("user_id", "open_id", "chat_id", "message_id", "block_id"),
    }
)
"""Fields whose name and type say everything, unless something about them is surprising."""

CALLABLES = public_callables()


@pytest.mark.parametrize("function", CALLABLES, ids=lambda function: function.name)
def test_every_parameter_is_explained(function: Callable) -> None:
    assert function.unexplained(EVERYWHERE) == []


def test_the_client_explains_common_arguments_that_are_really_common() -> None:
    assert explained_in(FeishuChat.__doc__ or "") >= EVERYWHERE
    for name in EVERYWHERE:
        assert sum(name in function.parameters for function in CALLABLES) > 1, name


@pytest.mark.parametrize(
    "cls", [cls for cls in public_classes() if attrs.has(cls)], ids=lambda cls: cls.__qualname__
)
def test_every_field_is_explained(cls: type) -> None:
    names = {field.name for field in attrs.fields(cls) if not field.name.startswith("_")}
    assert sorted(names - SELF_EXPLANATORY - documented_fields(cls)) == []


def test_a_missing_explanation_is_found() -> None:
    def bare(given: int, missing: int) -> None:
        """Add two numbers.

        Args:
            given: A number, explained in
                two lines: with a colon.
            unused (int): Another one.

        Raises:
            ValueError: missing: too large.
        """

    doc = bare.__doc__ or ""
    assert explained_in(doc) == {"given", "unused"}
    assert Callable("bare", ("given", "missing"), (doc,), frozenset()).unexplained(frozenset()) == [
        "missing"
    ]
