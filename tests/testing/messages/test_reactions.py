"""Reactions to messages in a FakeFeishu."""

from typing import Any

from feishu_chat_async.testing import FakeChat, FakeFeishu
from tests.support.wire import Wire


def emoji(kind: object) -> dict[str, object]:
    return {"reaction_type": {"emoji_type": kind}}


async def test_reactions_are_added_listed_and_removed(
    fake: FakeFeishu, wire: Wire, chat: FakeChat
) -> None:
    path = f"/messages/{fake.message_id}/reactions"
    smile = await wire.ok("POST", path, emoji("SMILE"))
    assert smile["operator"] == {"operator_id": fake.app_id, "operator_type": "app"}
    assert await wire.ok("POST", path, emoji("SMILE")) == smile
    user = wire.user = fake.add_user()
    await wire.refused(231002, "POST", path, emoji("OK"))
    chat.members.add(user.open_id)
    other = await wire.ok("POST", path, emoji("SMILE"))
    assert other["operator"] == {"operator_id": user.open_id, "operator_type": "user"}
    ok = await wire.ok("POST", path, emoji("OK"))
    await wire.refused(231007, "DELETE", f"{path}/{smile['reaction_id']}")
    page = await wire.ok("GET", path, page_size="2")
    assert page["items"] == [smile, other]
    rest = await wire.ok("GET", path, page_token=page["page_token"], user_id_type="union_id")
    assert [item["operator"]["operator_id"] for item in rest["items"]] == [user.union_id]
    assert (await wire.ok("GET", path, reaction_type="OK"))["items"] == [ok]
    assert await wire.ok("DELETE", f"{path}/{ok['reaction_id']}") == ok
    await wire.refused(231011, "DELETE", f"{path}/{ok['reaction_id']}")
    another = f"/messages/{fake.add_message(chat.chat_id).message_id}/reactions"
    await wire.refused(231010, "DELETE", f"{another}/{other['reaction_id']}")
    await wire.refused(231003, "POST", "/messages/om_none/reactions", emoji("OK"))
    for wrong in (emoji("NOPE"), emoji(5), {}):
        await wire.refused(231001, "POST", path, wrong)
    await wire.refused(231001, "GET", path, reaction_type="NOPE")
    await wire.refused(231012, "GET", path, page_token="x")
    await wire.refused(231014, "GET", path, user_id_type="email")
    chat.members.discard(user.open_id)
    await wire.refused(231008, "GET", path)


async def test_reactions_to_several_messages_are_queried_at_once(
    fake: FakeFeishu, wire: Wire, chat: FakeChat
) -> None:
    user, first = fake.add_user(), fake.message_id
    chat.members.add(user.open_id)
    second, hidden = (
        fake.add_message(chat.chat_id).message_id,
        fake.add_message(chat.chat_id).message_id,
    )
    fake.messages[hidden].invisible_to.add(fake.app_id)
    for kind in ("SMILE", "OK"):
        for wire.user in (None, user):
            await wire.ok("POST", f"/messages/{first}/reactions", emoji(kind))
    wire.user = None

    async def query(*queries: dict[str, str], **more: object) -> Any:
        body = {"queries": queries, **more}
        found = await wire.ok("POST", "/messages/reactions/batch_query", body)
        return [
            found[f"{name}_msg_reaction_{what}"]
            for name, what in (("success", "details"), ("success", "counts"), ("fail", "details"))
        ]

    details, counts, failed = await query(
        {"message_id": first},
        {"message_id": second},
        {"message_id": hidden},
        {"message_id": "om_none"},
        {"message_id": first, "page_token": "x"},
        {},
        page_size_per_message=3,
    )
    assert [len(one["message_reaction_items"]) for one in details] == [3, 0]
    assert details[0]["message_reaction_items"][0].keys() == {
        "reaction_id",
        "operator",
        "action_time",
        "emoji_type",
    }
    both = [{"reaction_type": "SMILE", "count": "2"}, {"reaction_type": "OK", "count": "2"}]
    assert counts == [
        {"message_id": first, "reaction_count": both},
        {"message_id": second, "reaction_count": []},
    ]
    assert [(one["message_id"], one["fail_reason"]) for one in failed] == [
        (hidden, "no_permission"),
        ("om_none", "invalid"),
        (first, "invalid_page_token"),
        ("", "invalid"),
    ]
    token = details[0]["page_token"]
    (rest,), _, _ = await query({"message_id": first, "page_token": token}, page_size_per_message=3)
    assert len(rest["message_reaction_items"]) == 1 and not rest["has_more"]
    (of_one_kind,), _, _ = await query({"message_id": first}, reaction_type="OK")
    assert {one["emoji_type"] for one in of_one_kind["message_reaction_items"]} == {"OK"}
    one = [{"message_id": first}]
    for wrong in (
        {},
        {"queries": one * 21},
        {"queries": one, "page_size_per_message": 11},
        {"queries": one, "reaction_type": "NOPE"},
    ):
        await wire.refused(230001, "POST", "/messages/reactions/batch_query", wrong)
