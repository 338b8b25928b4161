"""Pins and reactions: what FakeFeishu does, on the wire."""

import asyncio
from typing import Any

import aiohttp

from feishu_chat_async.testing import FakeChat, FakeFeishu
from tests.support.virtual import run_virtual
from tests.support.wire import Wire


async def test_pins(fake: FakeFeishu, wire: Wire, chat: FakeChat) -> None:
    ids = [fake.message_id, *(fake.add_message(chat.chat_id) for _ in range(2))]
    pins = [(await wire.ok("POST", "/pins", {"message_id": one}))["pin"] for one in ids]
    assert {name: pins[0][name] for name in ("message_id", "chat_id", "operator_id")} == {
        "message_id": ids[0],
        "chat_id": chat.chat_id,
        "operator_id": fake.app_id,
    }
    assert pins[0]["operator_id_type"] == "app_id"
    wire.user = fake.add_user()
    chat.members.add(wire.user.open_id)
    assert (await wire.ok("POST", "/pins", {"message_id": ids[0]}))["pin"] == pins[0]
    where = {"chat_id": chat.chat_id}
    page = await wire.ok("GET", "/pins", **where, page_size="2")
    assert page["items"] == pins[:0:-1] and page["has_more"]
    rest = await wire.ok("GET", "/pins", **where, page_token=page["page_token"])
    assert rest == {"items": [pins[0]], "has_more": False}
    for number, one in enumerate(ids):
        pin = fake.messages[one].pin
        assert pin is not None
        pin.create_time = 1000 + number
    between = await wire.ok("GET", "/pins", **where, start_time="1001", end_time="1002")
    assert [one["message_id"] for one in between["items"]] == [ids[2], ids[1]]
    for _ in range(2):
        assert await wire.ok("DELETE", f"/pins/{ids[0]}") == {}
    wire.user = None
    await wire.ok("DELETE", f"/messages/{ids[1]}")
    left = await wire.ok("GET", "/pins", **where)
    assert [one["message_id"] for one in left["items"]] == [ids[2]]
    assert await wire.ok("DELETE", f"/pins/{ids[1]}") == {}


async def test_pins_that_cannot_be(fake: FakeFeishu, wire: Wire, chat: FakeChat) -> None:
    body = {"message_id": fake.message_id}
    await wire.refused(230001, "POST", "/pins", {"message_id": "om_none"})
    await wire.refused(230001, "POST", "/pins", {})
    where = {"chat_id": chat.chat_id}
    for wrong in ({"chat_id": "oc_none"}, {"start_time": "x"}, {"page_size": "51"}):
        await wire.refused(230001, "GET", "/pins", **{**where, **wrong})
    await wire.refused(230001, "GET", "/pins", **where, start_time="2", end_time="2")
    chat.pin_manage_setting, chat.owner_id = "only_owner", fake.add_user().open_id
    await wire.refused(230046, "POST", "/pins", body)
    await wire.refused(230046, "DELETE", f"/pins/{fake.message_id}")
    await wire.ok("DELETE", f"/messages/{fake.message_id}")
    await wire.refused(230011, "POST", "/pins", body)
    chat.members.discard(fake.app_id)
    await wire.refused(230002, "GET", "/pins", **where)
    await wire.refused(230002, "DELETE", f"/pins/{fake.message_id}")
    chat.dissolved = True
    await wire.refused(232009, "POST", "/pins", body)


def test_one_message_is_pinned_or_unpinned_5_times_a_second() -> None:
    async def scenario() -> None:
        async with FakeFeishu() as fake, aiohttp.ClientSession() as http:
            wire, body = Wire(fake, http), {"message_id": fake.message_id}
            for _ in range(5):
                await wire.ok("POST", "/pins", body)
            await wire.refused(230047, "DELETE", f"/pins/{fake.message_id}")
            await wire.ok("POST", "/pins", {"message_id": fake.add_message(fake.chat_id)})
            await asyncio.sleep(1)
            await wire.ok("DELETE", f"/pins/{fake.message_id}")

    run_virtual(scenario())


def emoji(kind: object) -> dict[str, object]:
    return {"reaction_type": {"emoji_type": kind}}


async def test_reactions(fake: FakeFeishu, wire: Wire, chat: FakeChat) -> None:
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
    assert [one["operator"]["operator_id"] for one in rest["items"]] == [user.union_id]
    assert (await wire.ok("GET", path, reaction_type="OK"))["items"] == [ok]
    assert await wire.ok("DELETE", f"{path}/{ok['reaction_id']}") == ok
    await wire.refused(231011, "DELETE", f"{path}/{ok['reaction_id']}")
    another = f"/messages/{fake.add_message(chat.chat_id)}/reactions"
    await wire.refused(231010, "DELETE", f"{another}/{other['reaction_id']}")
    await wire.refused(231003, "POST", "/messages/om_none/reactions", emoji("OK"))
    for wrong in (emoji("NOPE"), emoji(5), {}):
        await wire.refused(231001, "POST", path, wrong)
    await wire.refused(231001, "GET", path, reaction_type="NOPE")
    await wire.refused(231012, "GET", path, page_token="x")
    await wire.refused(231014, "GET", path, user_id_type="email")
    chat.members.discard(user.open_id)
    await wire.refused(231008, "GET", path)


async def test_reactions_on_several_messages(fake: FakeFeishu, wire: Wire, chat: FakeChat) -> None:
    user, first = fake.add_user(), fake.message_id
    chat.members.add(user.open_id)
    second, hidden = fake.add_message(chat.chat_id), fake.add_message(chat.chat_id)
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
