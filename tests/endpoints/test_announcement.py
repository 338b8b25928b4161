"""Announcements in the legacy format are read and edited."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from feishu_chat_async import (
    ChatDissolvedError,
    FeishuChat,
    InvalidRequestError,
    PermissionDeniedError,
    UserIdType,
    legacy,
)
from feishu_chat_async.testing import FakeChat, FakeFeishu
from feishu_chat_async.testing.faults import Fail
from tests.legacy.samples import encoded
from tests.support.legacy_requests import insert
from tests.support.refusals import refused


async def test_an_announcement_is_read_and_edited(fake: FakeFeishu, feishu: FeishuChat) -> None:
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


async def test_users_are_returned_by_the_requested_type_of_id(
    fake: FakeFeishu, feishu: FeishuChat, chat: FakeChat
) -> None:
    user = fake.add_user()
    chat.members.add(user.open_id)
    as_user = feishu.as_user(user.access_token)
    await as_user.announcement.patch(fake.chat_id, revision="0", requests=[insert("hi")])
    for id_type, expected in (
        (UserIdType.OPEN_ID, user.open_id),
        (UserIdType.UNION_ID, user.union_id),
        (UserIdType.USER_ID, user.user_id),
    ):
        read = await feishu.announcement.get(fake.chat_id, user_id_type=id_type)
        assert read.modifier_id_type == id_type.value
        assert read.modifier_id == expected


OK: Any = ["{}"]
EXTERNAL = (
    "The operator or invited bots does NOT have the authority to manage external chats without the "
    "scope."
)


@pytest.mark.parametrize(
    ("call", "error", "problem"),
    [
        (lambda a: a.get(""), ValueError, "chat_id"),
        (lambda a: a.get(None), TypeError, "chat_id"),
        (
            lambda a: a.get("oc_1", user_id_type="nick"),
            ValueError,
            "user_id_type must be one of open_id, union_id, user_id, got 'nick'",
        ),
        (lambda a: a.get("oc_1", user_id_type=None), TypeError, "user_id_type"),
        (lambda a: a.patch("", revision="1", requests=OK), ValueError, "chat_id"),
        (lambda a: a.patch("oc_1", revision="", requests=OK), ValueError, "revision"),
        (lambda a: a.patch("oc_1", revision="1a", requests=OK), ValueError, "revision"),
        (lambda a: a.patch("oc_1", revision="٣", requests=OK), ValueError, "revision"),
        (lambda a: a.patch("oc_1", revision=None, requests=OK), TypeError, "revision"),
        (lambda a: a.patch("oc_1", revision="1", requests=[]), ValueError, "requests"),
        (lambda a: a.patch("oc_1", revision="1", requests=[""]), ValueError, "requests"),
        (lambda a: a.patch("oc_1", revision="1", requests="{}"), TypeError, "requests"),
        (lambda a: a.patch("oc_1", revision="1", requests=5), TypeError, "requests"),
        (lambda a: a.patch("oc_1", revision="1", requests=[None]), TypeError, "requests"),
    ],
)
async def test_invalid_arguments_are_refused_before_any_request(
    fake: FakeFeishu, feishu: FeishuChat, call: Any, error: type[Exception], problem: str
) -> None:
    with pytest.raises(error, match=problem):
        await call(feishu.announcement)
    assert not fake.requests


async def test_members_cannot_edit_if_only_managers_can(
    fake: FakeFeishu, feishu: FeishuChat, chat: FakeChat
) -> None:
    chat.only_managers_edit = True
    chat.owner_id = "ou_somebody"
    fake.apps[fake.app_id].operates_as_owner = False
    edit = feishu.announcement.patch(fake.chat_id, revision="0", requests=[insert("x")])
    await refused(edit, PermissionDeniedError, 232002)
    chat.managers.add(fake.app_id)
    await feishu.announcement.patch(fake.chat_id, revision="0", requests=[insert("x")])


@pytest.mark.parametrize(("revision", "request_"), [("0", None), ("102", None), ("101", "no JSON")])
async def test_an_edit_of_a_wrong_revision_or_with_a_wrong_operation_is_refused(
    feishu: FeishuChat, chat: FakeChat, revision: str, request_: str | None
) -> None:
    chat.announcement.revision = 101
    requests = [request_ or insert("x")]
    edit = feishu.announcement.patch(chat.chat_id, revision=revision, requests=requests)
    await refused(edit, InvalidRequestError, 232018)


async def test_a_revision_up_to_100_edits_old_can_be_edited(
    feishu: FeishuChat, chat: FakeChat
) -> None:
    chat.announcement.revision = 101
    await feishu.announcement.patch(chat.chat_id, revision="1", requests=[insert("x")])
    assert "x" in (await feishu.announcement.get(chat.chat_id)).content


async def test_callers_without_access_cannot_read_an_announcement(
    fake: FakeFeishu, feishu: FeishuChat, chat: FakeChat
) -> None:
    app, read = fake.apps[fake.app_id], feishu.announcement.get
    chat.announcement.is_docx = True
    await refused(read(chat.chat_id), InvalidRequestError, 232097)
    chat.announcement.is_docx = False
    app.has_bot = False
    await refused(read(chat.chat_id), PermissionDeniedError, 232025)
    app.has_bot = True
    other = fake.add_chat("elsewhere", app_id=fake.add_app(tenant_key="tenant_2").app_id)
    await refused(read(other.chat_id), PermissionDeniedError, 232010)
    fake.inject(Fail(232033, EXTERNAL))
    await refused(read(chat.chat_id), PermissionDeniedError, 232033)
    chat.dissolved = True
    await refused(read(chat.chat_id), ChatDissolvedError, 232009)


async def test_missing_scopes_are_named(fake: FakeFeishu, feishu: FeishuChat) -> None:
    fake.apps[fake.app_id].missing_scopes = ("im:chat", "im:chat:readonly")
    with pytest.raises(PermissionDeniedError) as caught:
        await feishu.announcement.get(fake.chat_id)
    assert caught.value.missing_scopes == ("im:chat", "im:chat:readonly")
    assert caught.value.log_id and not caught.value.outcome_unknown


async def test_operations_and_json_strings_can_be_sent_in_one_call(
    fake: FakeFeishu, feishu: FeishuChat
) -> None:
    raw = encoded(legacy.LegacyDocument().append("second"))
    first = legacy.LegacyDocument().append("first \U0001f600")
    await feishu.announcement.patch(fake.chat_id, revision="0", requests=[first, raw])
    sent = fake.requests[-1].body
    assert isinstance(sent, dict)
    assert sent["requests"] == [encoded(first), raw]
    assert (await feishu.announcement.get(fake.chat_id)).plain_text.endswith(
        "first \U0001f600\nsecond"
    )


async def test_operations_that_cannot_be_combined_are_refused_before_any_request(
    fake: FakeFeishu, feishu: FeishuChat
) -> None:
    titles = [legacy.UpdateTitle(title="x"), legacy.UpdateTitle(title="y")]
    with pytest.raises(ValueError, match="requests must hold at most one UpdateTitle"):
        await feishu.announcement.patch(fake.chat_id, revision="0", requests=titles)
    assert not fake.requests


async def test_the_type_of_user_ids_can_be_a_plain_string(
    fake: FakeFeishu, feishu: FeishuChat
) -> None:
    await feishu.announcement.get(fake.chat_id, user_id_type="union_id")
    assert fake.requests[-1].query == {"user_id_type": "union_id"}
