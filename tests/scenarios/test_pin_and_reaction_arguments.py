"""Pages of messages, pins and reactions follow one rule, and invalid ids are refused."""

from typing import Any

import pytest

from feishu_chat_async import FeishuChat, ReactionQuery
from feishu_chat_async.testing import FakeFeishu

NUMBER: Any = 5

PAGES: list[tuple[Any, int]] = [
    (lambda f, **arguments: f.messages.list("oc_1", **arguments), 50),
    (lambda f, **arguments: f.messages.iter("oc_1", **arguments), 50),
    (lambda f, **arguments: f.messages.read_users("om_1", **arguments), 100),
    (lambda f, **arguments: f.messages.iter_read_users("om_1", **arguments), 100),
    (lambda f, **arguments: f.pins.list("oc_1", **arguments), 50),
    (lambda f, **arguments: f.pins.iter("oc_1", **arguments), 50),
    (lambda f, **arguments: f.reactions.list("om_1", **arguments), 50),
    (lambda f, **arguments: f.reactions.iter("om_1", **arguments), 50),
]


@pytest.mark.parametrize(("call", "max_size"), PAGES)
async def test_the_size_of_a_page_is_limited(
    fake: FakeFeishu, feishu: FeishuChat, call: Any, max_size: int
) -> None:
    for size in (0, max_size + 1):
        problem = f"page_size must be at least 1 and at most {max_size}, got {size}"
        with pytest.raises(ValueError, match=problem):
            await call(feishu, page_size=size)
    for arguments, problem in (
        ({"page_size": True}, "page_size must be a whole number"),
        ({"page_token": 5}, "page_token must be a string"),
    ):
        with pytest.raises(TypeError, match=problem):
            await call(feishu, **arguments)
    assert not fake.requests


@pytest.mark.parametrize(
    ("call", "problem"),
    [
        (lambda f: f.pins.create(""), "message_id must have at least 1"),
        (lambda f: f.pins.create(5), "message_id must be a string"),
        (lambda f: f.pins.delete(""), "message_id must be an id"),
        (lambda f: f.pins.list(""), "chat_id must have at least 1"),
        (lambda f: f.pins.iter(5), "chat_id must be a string"),
        (lambda f: f.reactions.create("", "SMILE"), "message_id must be an id"),
        (lambda f: f.reactions.create("om_1", ""), "emoji_type must have at least 1"),
        (lambda f: f.reactions.create("om_1", 5), "emoji_type must be a string"),
        (lambda f: f.reactions.delete("", "r"), "message_id must be an id"),
        (lambda f: f.reactions.delete("om_1", ""), "reaction_id must be an id"),
        (lambda f: f.reactions.list(""), "message_id must be an id"),
        (lambda f: f.reactions.list("om_1", reaction_type=""), "reaction_type must have at least"),
        (lambda f: f.reactions.iter("om_1", user_id_type="nick"), "user_id_type must be one of"),
        (lambda f: f.reactions.batch_query([]), "queries must hold at least 1"),
        (lambda f: f.reactions.batch_query(["om"] * 21), "queries must hold .* at most 20"),
        (lambda f: f.reactions.batch_query("om_1"), "queries must be a list of message ids"),
        (lambda f: f.reactions.batch_query([5]), "queries must hold message ids or Reaction"),
        (lambda f: f.reactions.batch_query([""]), "queries must have at least 1"),
        (
            lambda f: f.reactions.batch_query([ReactionQuery(message_id="", page_token="7")]),
            "queries must have at least 1",
        ),
        (
            lambda f: f.reactions.batch_query([ReactionQuery(message_id="a", page_token=NUMBER)]),
            "page_token must be a string",
        ),
        (
            lambda f: f.reactions.batch_query(["om_1"], page_size_per_message=11),
            "page_size_per_message must be at least 1 and at most 10, got 11",
        ),
        (
            lambda f: f.reactions.batch_query(["om_1"], page_size_per_message=0),
            "page_size_per_message must be at least 1",
        ),
        (lambda f: f.reactions.batch_query(["om_1"], reaction_type=""), "reaction_type must have"),
        (lambda f: f.reactions.batch_query(["om_1"], user_id_type="nick"), "user_id_type must be"),
    ],
)
async def test_invalid_arguments_are_refused_before_any_request(
    fake: FakeFeishu, feishu: FeishuChat, call: Any, problem: str
) -> None:
    with pytest.raises((ValueError, TypeError), match=problem):
        await call(feishu)
    assert not fake.requests
