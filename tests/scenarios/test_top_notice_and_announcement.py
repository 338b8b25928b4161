"""The four endpoints, through real sockets to a FakeFeishu, and what they refuse before any I/O."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import attrs
import pytest

from feishu_chat_async import (
    APIError,
    AuthenticationError,
    ChatDissolvedError,
    FeishuChat,
    InvalidRequestError,
    MenuItem,
    MenuTopLevel,
    NotInChatError,
    PermissionDeniedError,
    TopNotice,
    TopNoticeType,
    UserIdType,
)
from feishu_chat_async.endpoints import announcement, auth
from feishu_chat_async.testing import FakeFeishu
from feishu_chat_async.testing.faults import Fail
from tests.conftest import client


def insert(text: str, **location: Any) -> str:
    run = {"type": "textRun", "textRun": {"text": text, "style": {}}}
    block = {"type": "paragraph", "paragraph": {"elements": [run], "style": {}}}
    where = {"zoneId": "0", "index": 0, "endOfZone": True} | location
    request = {"payload": json.dumps({"blocks": [block]}), "location": where}
    return json.dumps({"requestType": "InsertBlocksRequestType", "insertBlocksRequest": request})


async def test_pin_and_unpin_a_message(fake: FakeFeishu, feishu: FeishuChat) -> None:
    chat = fake.chats[fake.chat_id]
    await feishu.top_notice.put(fake.chat_id, TopNotice.message(fake.message_id))
    assert chat.top_notice == (TopNotice.message(fake.message_id),)
    await feishu.top_notice.put(fake.chat_id, TopNotice.announcement())
    assert chat.top_notice == (TopNotice(action_type=TopNoticeType.ANNOUNCEMENT),)
    await feishu.top_notice.delete(fake.chat_id)
    assert not chat.top_notice


async def test_read_and_edit_the_announcement(fake: FakeFeishu, feishu: FeishuChat) -> None:
    before = await feishu.announcement.get(fake.chat_id)
    assert before.revision == "0"
    assert before.owner_id == fake.app_id and before.owner_id_type == "app_id"
    assert before.update_time is not None
    assert datetime.now(UTC) - before.update_time < timedelta(minutes=1)
    await feishu.announcement.patch(
        fake.chat_id, revision=before.revision, requests=[insert("line 1"), insert("line 2")]
    )
    after = await feishu.announcement.get(fake.chat_id)
    assert after.revision == "1"
    places = [after.content.index(text) for text in ("Welcome.", "line 1", "line 2")]
    assert places == sorted(places)


async def test_a_user_is_named_by_the_id_that_is_asked_for(
    fake: FakeFeishu, feishu: FeishuChat
) -> None:
    user = fake.add_user()
    chat = fake.chats[fake.chat_id]
    chat.members.add(user.open_id)
    as_user = feishu.as_user(user.access_token)
    await as_user.announcement.patch(fake.chat_id, revision="0", requests=[insert("hi")])
    for kind, expected in (
        (UserIdType.OPEN_ID, user.open_id),
        (UserIdType.UNION_ID, user.union_id),
        (UserIdType.USER_ID, user.user_id),
    ):
        read = await feishu.announcement.get(fake.chat_id, user_id_type=kind)
        assert read.modifier_id_type == kind.value
        assert read.modifier_id == expected


async def test_as_user_shares_everything_but_the_identity(
    fake: FakeFeishu, feishu: FeishuChat
) -> None:
    user = fake.add_user()
    as_user = feishu.as_user(user.access_token)
    assert as_user._session.limiter is feishu._session.limiter
    assert as_user._session.transport is feishu._session.transport
    with pytest.raises(NotInChatError):
        await as_user.top_notice.delete(fake.chat_id)
    fake.chats[fake.chat_id].members.add(user.open_id)
    async with as_user:
        await as_user.top_notice.delete(fake.chat_id)
    await as_user.top_notice.delete(fake.chat_id)  # leaving `async with` closed nothing
    assert [request.endpoint for request in fake.requests if "tenant" in request.path] == []


async def test_a_ready_made_tenant_token(fake: FakeFeishu) -> None:
    token, _ = fake._world.tenant_token(fake.apps[fake.app_id], 0.0 + 1e9)
    async with FeishuChat(tenant_access_token=token, base_url=fake.url) as feishu:
        await feishu.top_notice.delete(fake.chat_id)
        fake.revoke_tenant_tokens()
        with pytest.raises(AuthenticationError) as caught:
            await feishu.top_notice.delete(fake.chat_id)
    assert caught.value.code == 99991663
    assert len(fake.requests) == 2  # nothing to replay it with


async def test_mistakes_are_refused_before_any_io(fake: FakeFeishu, feishu: FeishuChat) -> None:
    any_notice: Any = "om_1"
    nothing: Any = None
    wrong: Any = 5
    number: Any = 5
    with pytest.raises(ValueError, match="message_id must not be empty"):
        TopNotice.message("")
    with pytest.raises(ValueError, match="message_id must not be empty"):
        TopNotice.message(nothing)
    with pytest.raises(ValueError, match="message_id must not be empty"):
        TopNotice(action_type=TopNoticeType.MESSAGE)
    with pytest.raises(TypeError, match="message_id must be a string"):
        TopNotice.message(number)
    with pytest.raises(TypeError, match="action_type must be"):
        TopNotice(action_type=number)
    for call, error, named in (
        (feishu.top_notice.put(fake.chat_id), ValueError, "notices"),
        (feishu.top_notice.put(fake.chat_id, any_notice), TypeError, "notices"),
        (feishu.top_notice.put("", TopNotice.announcement()), ValueError, "chat_id"),
        (feishu.top_notice.delete(""), ValueError, "chat_id"),
        (feishu.top_notice.delete("../x"), ValueError, "chat_id"),
        (feishu.announcement.get(""), ValueError, "chat_id"),
        (feishu.announcement.get(nothing), TypeError, "chat_id"),
        (
            feishu.announcement.get("oc_1", user_id_type=UserIdType("nick")),
            ValueError,
            "user_id_type must be one of open_id, union_id, user_id, got 'nick'",
        ),
        (feishu.announcement.get("oc_1", user_id_type=nothing), TypeError, "user_id_type"),
        (feishu.announcement.patch("", revision="1", requests=["{}"]), ValueError, "chat_id"),
        (feishu.announcement.patch("oc_1", revision="", requests=["{}"]), ValueError, "revision"),
        (feishu.announcement.patch("oc_1", revision="1a", requests=["{}"]), ValueError, "revision"),
        (feishu.announcement.patch("oc_1", revision="٣", requests=["{}"]), ValueError, "revision"),
        (
            feishu.announcement.patch("oc_1", revision=nothing, requests=["{}"]),
            TypeError,
            "revision",
        ),
        (feishu.announcement.patch("oc_1", revision="1", requests=[]), ValueError, "requests"),
        (feishu.announcement.patch("oc_1", revision="1", requests=[""]), ValueError, "requests"),
        (feishu.announcement.patch("oc_1", revision="1", requests="{}"), TypeError, "requests"),
        (feishu.announcement.patch("oc_1", revision="1", requests=wrong), TypeError, "requests"),
        (
            feishu.announcement.patch("oc_1", revision="1", requests=[nothing]),
            TypeError,
            "requests",
        ),
    ):
        with pytest.raises(error, match=named):
            await call
    assert not fake.requests


async def test_feishus_answers_to_mistakes(fake: FakeFeishu, feishu: FeishuChat) -> None:
    chat = fake.chats[fake.chat_id]

    async def code_of(call: Any, error: type[APIError]) -> int | None:
        with pytest.raises(error) as caught:
            await call
        assert type(caught.value) is error
        assert caught.value.log_id
        assert not caught.value.outcome_unknown
        return caught.value.code

    unpin = feishu.top_notice.delete
    pin = feishu.top_notice.put
    read = feishu.announcement.get
    edit = feishu.announcement.patch

    assert await code_of(unpin("oc_unknown"), InvalidRequestError) == 232001
    unknown = TopNotice.message("om_unknown")
    assert await code_of(pin(fake.chat_id, unknown), InvalidRequestError) == 232001
    odd = TopNotice(action_type=TopNoticeType("3"))
    assert await code_of(pin(fake.chat_id, odd), InvalidRequestError) == 232001

    chat.members.clear()
    assert await code_of(unpin(fake.chat_id), NotInChatError) == 232011
    chat.members.add(fake.app_id)

    chat.only_managers_edit = True
    chat.owner_id = "ou_somebody"
    fake.apps[fake.app_id].operates_as_owner = False
    edited = edit(fake.chat_id, revision="0", requests=[insert("x")])
    assert await code_of(edited, PermissionDeniedError) == 232002
    chat.managers.add(fake.app_id)
    await edit(fake.chat_id, revision="0", requests=[insert("x")])

    chat.announcement.revision = 101
    edited = edit(fake.chat_id, revision="0", requests=[insert("x")])
    assert await code_of(edited, InvalidRequestError) == 232018
    edited = edit(fake.chat_id, revision="102", requests=[insert("x")])
    assert await code_of(edited, InvalidRequestError) == 232018
    await edit(fake.chat_id, revision="1", requests=[insert("x")])
    edited = edit(fake.chat_id, revision="101", requests=["not json"])
    assert await code_of(edited, InvalidRequestError) == 232018

    chat.announcement.is_docx = True
    assert await code_of(read(fake.chat_id), InvalidRequestError) == 232097
    chat.announcement.is_docx = False

    fake.apps[fake.app_id].has_bot = False
    assert await code_of(read(fake.chat_id), PermissionDeniedError) == 232025
    fake.apps[fake.app_id].has_bot = True

    other = fake.add_chat("elsewhere", app_id=fake.add_app(tenant_key="tenant_2").app_id)
    assert await code_of(read(other.chat_id), PermissionDeniedError) == 232010

    fake.apps[fake.app_id].missing_scopes = ("im:chat", "im:chat:readonly")
    with pytest.raises(PermissionDeniedError) as caught:
        await read(fake.chat_id)
    assert caught.value.missing_scopes == ("im:chat", "im:chat:readonly")
    fake.apps[fake.app_id].missing_scopes = ()

    chat.dissolved = True
    assert await code_of(pin(fake.chat_id, unknown), ChatDissolvedError) == 232009

    fake.inject(Fail(232033, "external"))
    assert await code_of(read(fake.chat_id), PermissionDeniedError) == 232033


async def test_wrong_credentials_are_told_apart(fake: FakeFeishu) -> None:
    async with FeishuChat(fake.app_id, "wrong", base_url=fake.url) as feishu:
        with pytest.raises(AuthenticationError, match="app secret is wrong") as caught:
            await feishu.top_notice.delete(fake.chat_id)
    assert caught.value.code == 10015
    async with FeishuChat("cli_nobody", "wrong", base_url=fake.url) as feishu:
        with pytest.raises(InvalidRequestError, match="Check app_id"):
            await feishu.top_notice.delete(fake.chat_id)
    assert len(fake.requests) == 2


async def test_a_path_below_the_base_url_and_a_missing_one(fake: FakeFeishu) -> None:
    async with client(fake, base_url=fake.url + "/elsewhere/") as feishu:
        with pytest.raises(InvalidRequestError, match="check base_url") as caught:
            await feishu.top_notice.delete(fake.chat_id)
    assert caught.value.http_status == 404
    assert fake.requests[0].path.startswith("/elsewhere/open-apis/auth")


async def test_the_wrong_kind_of_token_is_a_local_error(fake: FakeFeishu) -> None:
    for_apps = attrs.evolve(announcement.GET, tokens=("tenant",))
    async with client(fake) as feishu:
        as_user = feishu.as_user(fake.add_user().access_token)._session
        with pytest.raises(ValueError, match="cannot be called as a user, only as the app"):
            await as_user.call(for_apps, path={"chat_id": fake.chat_id})
        with pytest.raises(ValueError, match="as the app, only without an access token"):
            await feishu._session.call(auth.TENANT_TOKEN)
    assert not fake.requests


@pytest.mark.parametrize(
    "call",
    [
        lambda user: user.menu.create("oc_1", MenuTopLevel.of(MenuItem.plain("a"))),
        lambda user: user.menu.get("oc_1"),
        lambda user: user.menu.delete("oc_1", ["1"]),
        lambda user: user.menu.sort("oc_1", ["1"]),
        lambda user: user.menu.update_item("oc_1", "1", MenuItem(name="b")),
        lambda user: user.messages.update("om_1", "x"),
        lambda user: user.messages.merge_forward(["om_1"], "oc_1"),
        lambda user: user.messages.push_follow_up("om_1", "x"),
    ],
)
async def test_what_only_apps_may_do_is_refused_to_users_before_any_request(
    fake: FakeFeishu, feishu: FeishuChat, call: Any
) -> None:
    as_user = feishu.as_user(fake.add_user().access_token)
    with pytest.raises(ValueError, match="cannot be called as a user, only as the app"):
        await call(as_user)
    assert not fake.requests


def test_a_user_has_groups_of_their_own(fake: FakeFeishu, feishu: FeishuChat) -> None:
    as_user = feishu.as_user("u-1")
    assert as_user.chats is as_user.chats is not feishu.chats
