"""The endpoints of a `FakeFeishu` for announcements in the legacy format."""

import pytest

from feishu_chat_async import FeishuChat, PermissionDeniedError, legacy
from feishu_chat_async.testing import FakeFeishu
from tests.support.legacy_editor import LegacyEditor, insert_blocks, insert_elements, texts
from tests.support.wire import Wire

INSERT = legacy.InsertBlocks(blocks=["x"], location=legacy.InsertLocation.end())


async def test_a_revision_that_is_too_old_or_does_not_exist_is_refused(
    editor: LegacyEditor,
) -> None:
    editor.start("T", "aa", "bb")
    await editor.edit(legacy.ReplaceAllText(text="a", replace_text="a"))
    await editor.edit(insert_blocks(2, "new"))
    for _ in range(99):
        await editor.edit(legacy.ReplaceAllText(text="a", replace_text="a"))
    assert editor.revision == "101"
    await editor.refuses(INSERT, revision="0", because="revision 0 is refused")
    await editor.refuses(INSERT, revision="102", because="revision 102 is refused")
    assert texts(await editor.edit(insert_elements(4, "!"), revision="1")) == ["new", "aa!", "bb"]


async def test_an_announcement_has_an_owner_and_a_modifier(
    fake: FakeFeishu, feishu: FeishuChat
) -> None:
    user = fake.add_user()
    fake.chats[fake.chat_id].members.add(user.open_id)
    as_user = feishu.as_user(user.access_token)
    await as_user.announcement.patch(fake.chat_id, revision="0", requests=[INSERT])
    read = await feishu.announcement.get(fake.chat_id, user_id_type="union_id")
    assert (read.owner_id_type, read.owner_id) == ("app_id", fake.app_id)
    assert (read.modifier_id_type, read.modifier_id) == ("union_id", user.union_id)


async def test_members_cannot_edit_if_only_managers_can(
    fake: FakeFeishu, feishu: FeishuChat
) -> None:
    chat = fake.chats[fake.chat_id]
    chat.only_managers_edit, chat.owner_id = True, "ou_boss"
    fake.apps[fake.app_id].operates_as_owner = False
    with pytest.raises(PermissionDeniedError, match="232002"):
        await feishu.announcement.patch(fake.chat_id, revision="0", requests=[INSERT])
    chat.managers.add(fake.app_id)
    await feishu.announcement.patch(fake.chat_id, revision="0", requests=[INSERT])


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"revision": 0, "requests": ["{}"]},
        {"revision": "-1", "requests": ["{}"]},
        {"revision": "0"},
        {"revision": "0", "requests": []},
        {"revision": "0", "requests": "{}"},
    ],
)
async def test_a_request_without_revision_or_operations_is_refused(
    wire: Wire, body: dict[str, object]
) -> None:
    path = f"/chats/{wire.fake.chat_id}/announcement"
    await wire.refused(232001, "PATCH", path, body)
