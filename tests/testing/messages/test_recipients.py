"""Recipients in a FakeFeishu: their ids, and the permission to send to them."""

import pytest

from feishu_chat_async.testing import FakeChat, FakeFeishu, RefusedError
from feishu_chat_async.testing.messages.recipients import (
    chat_key,
    chat_of_message,
    check_may_speak,
    private_chat,
    recipient_key,
)
from feishu_chat_async.testing.requests import FakeRequest
from feishu_chat_async.testing.state import Grant, State, new_chat
from tests.support.wire import Wire, content_body, content_of, text_body


async def test_a_user_can_be_addressed_by_every_type_of_id(fake: FakeFeishu, wire: Wire) -> None:
    user = fake.add_user(email="tom@example.org")
    ids = {
        "open_id": user.open_id,
        "union_id": user.union_id,
        "user_id": user.user_id,
        "email": "tom@example.org",
    }
    rooms = set()
    for kind, receive_id in ids.items():
        body = {"receive_id": receive_id, **text_body()}
        rooms.add((await wire.ok("POST", "/messages", body, receive_id_type=kind))["chat_id"])
    (room,) = rooms
    assert fake.chats[room].chat_mode == "p2p"
    assert set(fake.chats[room].members) == {user.open_id, fake.app_id}
    divider = {"text": "new", "i18n_text": {"zh_CN": "新会话"}}
    system = content_body({"type": "divider", "params": {"divider_text": divider}}, "system")
    by_id = {"receive_id_type": "chat_id"}
    message = await wire.ok("POST", "/messages", {"receive_id": room, **system}, **by_id)
    assert content_of(message)["divider_text"] == {"text": "new", "i18n_text": {"zh_cn": "新会话"}}

    async def refused(code: int) -> None:
        body = {"receive_id": user.open_id, **text_body()}
        await wire.refused(code, "POST", "/messages", body, receive_id_type="open_id")

    user.takes_messages = False
    await refused(230053)
    user.visible = False
    await refused(230013)
    user.resigned = True
    await refused(230029)
    user.tenant_key = "another"
    await refused(230038)
    assert len(fake.chats[room].messages) == 5


async def test_senders_must_be_members_with_permission_to_speak(
    fake: FakeFeishu, wire: Wire, chat: FakeChat
) -> None:
    async def refused(code: int, receive_id: object = chat.chat_id, **query: str) -> None:
        query = {"receive_id_type": "chat_id", **query}
        await wire.refused(
            code, "POST", "/messages", {"receive_id": receive_id, **text_body()}, **query
        )

    await refused(230034, "oc_nowhere")
    await refused(230034, receive_id_type="open_id")
    await refused(230001, receive_id_type="thread_id")
    await refused(230001, None)
    chat.at_all_permission = chat.moderation_setting = "only_owner"
    everybody = {"text": '<at user_id="all"></at>'}
    await wire.send(everybody)
    user = wire.user = fake.add_user()
    await refused(230002)
    chat.members.add(user.open_id)
    await refused(230018)
    chat.moderation_setting = "moderator_list"
    await refused(230018)
    chat.moderators.add(user.open_id)
    message = await wire.send({"text": "x"})
    assert message["sender"]["id"] == user.open_id and message["sender"]["sender_type"] == "user"
    body = {"receive_id": chat.chat_id, **content_body(everybody)}
    await wire.refused(230018, "POST", "/messages", body, receive_id_type="chat_id")
    chat.dissolved = True
    await refused(232009)
    fake.apps[fake.app_id].has_bot = False
    await refused(230006)


async def test_every_id_of_a_recipient_has_the_same_key(fake: FakeFeishu) -> None:
    user, state = fake.add_user(email="kim@example.org"), fake._state
    grant = Grant(fake.apps[fake.app_id], None, 1e9)

    def key(id_type: str, receive_id: object) -> str | None:
        query, body = {"receive_id_type": id_type}, {"receive_id": receive_id}
        return recipient_key(FakeRequest(state, grant, {}, query, body, 0.0))

    ids = {"open_id": user.open_id, "union_id": user.union_id, "email": user.email}
    (of_user,) = {key(id_type, given) for id_type, given in ids.items()}
    private = private_chat(state, grant, user)
    assert private_chat(state, grant, user) is private
    assert key("chat_id", private.chat_id) == key("user_id", user.user_id) == of_user
    root = fake.add_message(fake.chat_id)
    fake.add_message(fake.chat_id, reply_to=root.message_id, in_thread=True)
    assert key("thread_id", root.thread_id) == key("chat_id", fake.chat_id) == fake.chat_id
    assert chat_key(state, root) == fake.chat_id
    nothing = [key("chat_id", "oc_none"), key("open_id", 5), key("nick", "x"), key("email", "")]
    assert nothing == [None] * 4 and chat_key(state, None) is None


async def test_a_message_inside_a_merged_one_is_in_the_same_chat(fake: FakeFeishu) -> None:
    outer, inner = fake.add_message(fake.add_chat().chat_id), fake.add_message(fake.chat_id)
    inner.upper_message_id = outer.message_id
    assert chat_of_message(fake._state, inner).chat_id == outer.chat_id


@pytest.mark.parametrize(
    ("setting", "speakers"),
    [
        ("all_members", ["owner", "manager", "moderator", "member"]),
        ("only_owner", ["owner", "manager"]),
        ("moderator_list", ["owner", "moderator"]),
    ],
)
def test_the_moderation_setting_decides_who_can_speak(setting: str, speakers: list[str]) -> None:
    fake = FakeFeishu()
    app = fake.add_app()
    users = {name: fake.add_user() for name in ("owner", "manager", "moderator", "member")}
    chat = new_chat(State(7200), "Room", "tenant_1", owner_id=users["owner"].open_id)
    chat.managers.add(users["manager"].open_id)
    chat.moderators.add(users["moderator"].open_id)
    chat.moderation_setting = setting
    found = []
    for name, user in users.items():
        try:
            check_may_speak(Grant(app, user, 1e9), chat)
        except RefusedError as error:
            assert error.code == 230018
        else:
            found.append(name)
    assert found == speakers
