"""The checks that the handlers of a FakeFeishu share."""

from collections.abc import Callable

import pytest

from feishu_chat_async.enums import ChatMode
from feishu_chat_async.testing import FakeApp, FakeChat, FakeFeishu, FakeRequest, RefusedError
from feishu_chat_async.testing.requests import (
    actor_of,
    acts_as_owner,
    bot_of,
    chat_of,
    check_group,
    choice_of,
    flag_of,
    found_chat,
    manages,
    member_id_type_of,
    text_of,
    texts_of,
    typed_id_of,
    user_id_type_of,
    users_by,
)
from feishu_chat_async.testing.state import Grant


@pytest.fixture
def fake() -> FakeFeishu:
    return FakeFeishu()


def request(
    fake: FakeFeishu, *, chat_id: str = "", body: object = None, app: FakeApp | None = None
) -> FakeRequest:
    """Build a request of an app, by default the first, about a chat, by default the first."""
    grant = Grant(app or fake.apps[fake.app_id], None, 1e9)
    return FakeRequest(fake._state, grant, {"chat_id": chat_id or fake.chat_id}, {}, body, 0.0)


def query(**parameters: str) -> FakeRequest:
    return FakeRequest(FakeFeishu()._state, None, {}, parameters, None, 0.0)


def code_of(call: Callable[[], object]) -> int:
    with pytest.raises(RefusedError) as caught:
        call()
    return caught.value.code


def test_an_error_holds_the_fields_of_the_answer() -> None:
    error = RefusedError(7, "no", details={"a": 1})
    assert (error.code, error.msg, error.status, error.details) == (7, "no", 400, {"a": 1})
    assert (RefusedError(7, "no", 404).status, RefusedError(7, "no").details) == (404, {})
    assert str(error) == "no"


@pytest.mark.parametrize(
    ("body", "value"), [({"a": 1}, 1), ({"b": 1}, None), ([], None), (None, None), (b"a", None)]
)
def test_a_body_that_is_not_an_object_has_no_fields(
    fake: FakeFeishu, body: object, value: object
) -> None:
    assert request(fake, body=body).field("a") == value


def test_the_caller_needs_a_token_and_a_bot(fake: FakeFeishu) -> None:
    assert actor_of(request(fake)).actor_id == fake.app_id
    assert code_of(lambda: actor_of(query())) == 99991661
    app = fake.add_app()
    assert bot_of(request(fake, app=app)).app is app
    app.has_bot = False
    assert actor_of(request(fake, app=app)).app is app
    assert code_of(lambda: bot_of(request(fake, app=app))) == 232025


def test_a_chat_is_found_by_callers_of_its_tenant(fake: FakeFeishu) -> None:
    member, outsider = fake.apps[fake.app_id], fake.add_app()
    chat = fake.chats[fake.chat_id]
    assert found_chat(request(fake, app=outsider)) is chat
    assert chat_of(request(fake, app=member)) is chat
    assert code_of(lambda: chat_of(request(fake, app=outsider))) == 232011
    abroad = fake.add_app(tenant_key="tenant_2")
    assert code_of(lambda: found_chat(request(fake, app=abroad))) == 232010
    nowhere = request(fake, chat_id="oc_none")
    assert code_of(lambda: found_chat(nowhere)) == 232006
    assert code_of(lambda: found_chat(nowhere, None)) == 232001
    chat.announcement.is_docx = True
    assert code_of(lambda: chat_of(request(fake), legacy_announcement=True)) == 232097
    chat.dissolved = True
    assert found_chat(request(fake)) is chat
    assert code_of(lambda: chat_of(request(fake))) == 232009


@pytest.mark.parametrize(("mode", "is_group"), [("group", True), ("topic", False), ("p2p", False)])
def test_only_plain_groups_are_groups(fake: FakeFeishu, mode: str, *, is_group: bool) -> None:
    chat = fake.chats[fake.chat_id]
    chat.chat_mode = ChatMode(mode)
    if is_group:
        check_group(chat)
    else:
        assert code_of(lambda: check_group(chat)) == 232008


def test_owners_managers_and_creating_bots_are_distinguished(fake: FakeFeishu) -> None:
    app, user = fake.add_app(), fake.add_user()
    chat: FakeChat = fake.add_chat(app_id=app.app_id)
    bot, person = Grant(app, None, 1e9), Grant(app, user, 1e9)
    assert manages(bot, chat) and acts_as_owner(bot, chat)
    assert not manages(person, chat) and not acts_as_owner(person, chat)
    chat.managers.add(user.open_id)
    assert manages(person, chat) and not acts_as_owner(person, chat)
    chat.owner_id = user.open_id
    assert not manages(bot, chat) and acts_as_owner(bot, chat)
    app.operates_as_owner = False
    assert not acts_as_owner(bot, chat)


def test_ids_are_returned_in_the_requested_type(fake: FakeFeishu) -> None:
    user, state = fake.add_user(), fake._state
    assert typed_id_of(state, user.open_id, "union_id") == ("union_id", user.union_id)
    assert typed_id_of(state, fake.app_id, "union_id") == ("app_id", fake.app_id)
    assert users_by(state, "user_id") == {user.user_id: user}
    assert user_id_type_of(query()) == member_id_type_of(query()) == "open_id"
    assert member_id_type_of(query(member_id_type="app_id")) == "app_id"
    assert code_of(lambda: user_id_type_of(query(user_id_type="app_id"))) == 232001


def test_arguments_are_checked(fake: FakeFeishu) -> None:
    assert choice_of("sort", "a", ("a", "b")) == "a"
    assert code_of(lambda: choice_of("sort", "c", ("a", "b"))) == 232001
    assert code_of(lambda: choice_of("sort", 1, ("a", "b"))) == 232001
    assert code_of(lambda: choice_of("sort", "c", (), lambda text: RefusedError(7, text))) == 7
    assert text_of("name", "") == ""
    assert code_of(lambda: text_of("name", None)) == 232001
    assert flag_of(query(flag="True"), "flag") and not flag_of(query(), "flag")
    assert code_of(lambda: flag_of(query(flag="yes"), "flag")) == 232001
    assert texts_of(request(fake, body={"ids": ["b", "a", "b"]}), "ids") == ["b", "a"]
    assert texts_of(request(fake), "ids", 2) == []


@pytest.mark.parametrize("wrong", ["a", [1], ["a", "b", "c"]])
def test_lists_of_strings_are_checked(fake: FakeFeishu, wrong: object) -> None:
    body = {"ids": wrong}
    assert code_of(lambda: texts_of(request(fake, body=body), "ids", 2)) == 232001
