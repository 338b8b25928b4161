"""Emoji are added to messages, removed, listed and counted."""

from typing import Any

import pytest

from feishu_chat_async import FeishuChat, ReactionFailReason, ReactionQuery, SenderType
from feishu_chat_async.endpoints import reactions
from feishu_chat_async.testing import FakeChat, FakeFeishu

OPEN_ID = {"user_id_type": "open_id"}


async def test_an_emoji_is_added_listed_and_removed(
    fake: FakeFeishu, feishu: FeishuChat, chat: FakeChat
) -> None:
    added = await feishu.reactions.create(fake.message_id, "SMILE")
    assert fake.requests[-1].endpoint == reactions.CREATE.name
    assert fake.requests[-1].body == {"reaction_type": {"emoji_type": "SMILE"}}
    assert added.reaction_type is not None and added.reaction_type.emoji_type == "SMILE"
    assert added.operator is not None and added.operator.operator_type == SenderType.APP
    await feishu.reactions.create(fake.message_id, "THUMBSUP")
    page = await feishu.reactions.list(fake.message_id, reaction_type="SMILE")
    request = fake.requests[-1]
    assert request.endpoint == reactions.LIST.name
    assert request.query == {**OPEN_ID, "reaction_type": "SMILE", "page_size": "20"}
    assert page.items == (added,)
    every = feishu.reactions.iter(fake.message_id, page_size=1, user_id_type="union_id")
    found = [reaction.reaction_type async for reaction in every]
    assert {emoji.emoji_type for emoji in found if emoji} == {"SMILE", "THUMBSUP"}
    assert fake.requests[-1].query["user_id_type"] == "union_id"
    assert await feishu.reactions.delete(fake.message_id, added.reaction_id) == added
    assert fake.requests[-1].endpoint == reactions.DELETE.name
    assert (await feishu.reactions.list(fake.message_id, reaction_type="SMILE")).items == ()


async def test_the_reactions_to_several_messages_are_returned_and_counted(
    fake: FakeFeishu, feishu: FeishuChat, chat: FakeChat
) -> None:
    user = fake.add_user()
    chat.members.add(user.open_id)
    for caller in (feishu, feishu.as_user(user.access_token)):
        await caller.reactions.create(fake.message_id, "SMILE")
    batch = await feishu.reactions.batch_query(
        [fake.message_id, "om_none"], reaction_type="SMILE", page_size_per_message=1
    )
    request = fake.requests[-1]
    assert (request.endpoint, request.query) == (reactions.BATCH_QUERY.name, OPEN_ID)
    assert request.body == {
        "queries": [{"message_id": fake.message_id}, {"message_id": "om_none"}],
        "reaction_type": "SMILE",
        "page_size_per_message": 1,
    }
    (page,) = batch.success_msg_reaction_details
    (counts,) = batch.success_msg_reaction_counts
    (failed,) = batch.fail_msg_reaction_details
    assert len(page.message_reaction_items) == 1 and page.has_more
    assert [(count.reaction_type, count.count) for count in counts.reaction_count] == [("SMILE", 2)]
    assert (failed.message_id, failed.fail_reason) == ("om_none", ReactionFailReason.INVALID)
    query = ReactionQuery(message_id=fake.message_id, page_token=page.page_token)
    rest = await feishu.reactions.batch_query([query], reaction_type="SMILE")
    (last,) = rest.success_msg_reaction_details
    assert len(last.message_reaction_items) == 1 and not last.has_more


@pytest.mark.parametrize(
    ("call", "error", "problem"),
    [
        (lambda r: r.create("om_1", ""), ValueError, "emoji_type must have at least 1"),
        (lambda r: r.create("", "SMILE"), ValueError, "message_id must be an id"),
        (lambda r: r.delete("om_1", ""), ValueError, "reaction_id must be an id"),
        (lambda r: r.list("om_1", page_size=51), ValueError, "page_size must .* at most 50"),
        (lambda r: r.list("om_1", reaction_type=""), ValueError, "reaction_type must have"),
        (lambda r: r.batch_query([]), ValueError, "queries must hold at least 1"),
        (lambda r: r.batch_query(["om_1"] * 21), ValueError, "queries must hold .* at most 20"),
        (lambda r: r.batch_query([5]), TypeError, "queries must hold message ids or ReactionQuery"),
        (
            lambda r: r.batch_query(["om_1"], page_size_per_message=11),
            ValueError,
            "page_size_per_message must be at least 1 and at most 10",
        ),
    ],
)
async def test_invalid_arguments_are_refused_before_any_request(
    fake: FakeFeishu, feishu: FeishuChat, call: Any, error: type[Exception], problem: str
) -> None:
    with pytest.raises(error, match=problem):
        await call(feishu.reactions)
    assert not fake.requests
