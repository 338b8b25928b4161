"""The data of a FakeFeishu: sets of ids, chats, and issued tokens."""

import time

from feishu_chat_async.enums import ChatPermission
from feishu_chat_async.testing.state import (
    FakeApp,
    FakeUser,
    Grant,
    Ids,
    State,
    new_chat,
    new_id,
    new_numeric_id,
    wall_ms,
)

APP = FakeApp("cli_1", "secret", "tenant_1")


def test_a_token_is_issued_again_while_half_an_hour_is_left() -> None:
    state = State(7200)
    first, left_s = state.tenant_token(APP, 1000.0)
    assert left_s == 7200
    assert state.tenant_token(APP, 1000.0 + 5400) == (first, 1800)
    second, left_s = state.tenant_token(APP, 1000.0 + 5401)
    assert (second != first, left_s) == (True, 7200)
    assert set(state.grants) == {first, second}  # both are valid for a while
    other, _ = state.tenant_token(FakeApp("cli_2", "secret", "tenant_1"), 1000.0 + 5401)
    assert other not in {first, second}


def test_revoking_tenant_tokens_keeps_those_of_users() -> None:
    state, user = State(7200), FakeUser("ou_1", "on_1", "1", "tenant_1", "u-1")
    state.grants["u-1"] = Grant(APP, user, 1e9)
    state.tenant_token(APP, 0.0)
    state.revoke_tenant_tokens()
    assert list(state.grants) == ["u-1"]
    assert state.grants["u-1"].actor_id == "ou_1"
    assert Grant(APP, None, 0.0).actor_id == "cli_1"


def test_ids_keep_their_order_and_numbers() -> None:
    ids = Ids(["c", "a", "b", "a"])
    assert (list(ids), len(ids), "a" in ids, "x" in ids) == (["c", "a", "b"], 3, True, False)
    ids.discard("a")
    ids.discard("x")
    ids.add("d")
    ids.add("c")
    numbers = {value: number for number, value in ids.numbered()}
    assert list(numbers) == ["c", "b", "d"]
    assert numbers["c"] < numbers["b"] < numbers["d"]
    ids.add("a")
    assert list(ids) == ["c", "b", "d", "a"]
    assert ids.numbered()[-1][0] > numbers["d"]
    assert repr(ids) == "Ids(['c', 'b', 'd', 'a'])"
    assert ids | {"e"} == {"a", "b", "c", "d", "e"}


def test_a_new_chat_has_no_members_and_an_announcement() -> None:
    state = State(7200)
    chat = new_chat(state, "Room", "tenant_1", owner_id="cli_1")
    assert state.chats == {chat.chat_id: chat}
    assert (list(chat.members), chat.owner_id, chat.creator_id) == ([], "cli_1", "cli_1")
    assert chat.announcement.owner_id == "cli_1" and not chat.announcement.is_docx
    assert [tab["tab_type"] for tab in chat.tabs] == ["message"]
    later = new_chat(state, "Another", "tenant_1", owner_id="cli_1")
    assert later.activity > chat.activity
    state.touch(chat)
    assert chat.activity > later.activity


def test_members_of_a_chat_are_counted_and_removed() -> None:
    state = State(7200)
    chat = new_chat(state, "Room", "tenant_1", owner_id="cli_1")
    state.users["ou_1"] = FakeUser("ou_1", "on_1", "1", "tenant_1", "u-1")
    chat.members = Ids(["cli_1", "ou_1", "cli_2"])
    chat.managers.add("ou_1")
    chat.moderators.add("ou_1")
    assert state.count_members(chat) == (1, 2)
    chat.remove("ou_1")
    assert state.count_members(chat) == (0, 2)
    assert not chat.managers and not chat.moderators


def test_a_chat_converts_sets_of_ids() -> None:
    chat = new_chat(State(7200), "Room", "tenant_1", owner_id="cli_1")
    kept = chat.members = Ids(["a"])
    assert chat.members is kept
    setattr(chat, "members", ["b", "a"])  # noqa: B010 - as untyped code may
    assert isinstance(chat.members, Ids) and list(chat.members) == ["b", "a"]


def test_the_permission_to_edit_can_be_set_as_a_flag() -> None:
    chat = new_chat(State(7200), "Room", "tenant_1", owner_id="cli_1")
    assert not chat.only_managers_edit
    chat.only_managers_edit = True
    assert chat.edit_permission == ChatPermission.ONLY_OWNER
    chat.only_managers_edit = False
    assert chat.edit_permission == ChatPermission.ALL_MEMBERS


def test_numbers_rise_and_ids_are_unique() -> None:
    state = State(7200)
    assert state.next_number() < state.next_number()
    assert new_id("oc") != new_id("oc") and new_id("oc").startswith("oc_")
    assert new_numeric_id() != new_numeric_id() and new_numeric_id().isdecimal()


def test_the_clock_of_the_loop_is_converted_into_unix_time() -> None:
    assert abs(wall_ms(time.monotonic()) - time.time() * 1000) < 60_000
    assert wall_ms(5.0) - wall_ms(2.0) == 3000
