"""The endpoints of a `FakeFeishu` for announcements in the docx format."""

import pytest

from feishu_chat_async import (
    APIError,
    FeishuChat,
    InvalidRequestError,
    NotInChatError,
    PermissionDeniedError,
)
from feishu_chat_async.docx import BulletBlock, TextBlock, TextRun, UpdateTextElements
from feishu_chat_async.testing import FakeChat, FakeFeishu
from tests.support.announcements import numbered


@pytest.fixture
def chat(fake: FakeFeishu) -> FakeChat:
    return fake.add_chat("Docx", docx=True)


async def test_announcements_in_either_format_have_properties(
    fake: FakeFeishu, feishu: FeishuChat, chat: FakeChat
) -> None:
    user = fake.add_user()
    chat.announcement.modifier_id = user.open_id
    found = await feishu.docx_announcement.get(chat.chat_id, user_id_type="user_id")
    assert (found.announcement_type, found.revision_id) == ("docx", 0)
    assert (found.owner_id_type, found.owner_id) == ("app_id", fake.app_id)
    assert (found.modifier_id_type, found.modifier_id) == ("user_id", user.user_id)
    assert (await feishu.docx_announcement.get(fake.chat_id)).announcement_type == "doc"


async def test_blocks_are_created_updated_deleted_and_read_in_pages(
    feishu: FeishuChat, chat: FakeChat
) -> None:
    calls, chat_id = feishu.docx_announcement, chat.chat_id
    items = [BulletBlock.of(f"{n}") for n in range(5)]
    created = await calls.create_children(chat_id, chat_id, items)
    assert created.newest_revision == 1
    first, *_, last = (block.block_id or "" for block in created.children)
    update = UpdateTextElements(block_id=last, elements=[TextRun(content="end")])
    await calls.batch_update(chat_id, [update])
    assert await calls.get_block(chat_id, last) == (await calls.list_blocks(chat_id)).items[-1]
    await calls.delete_children(chat_id, chat_id, start_index=0, end_index=1)
    with pytest.raises(InvalidRequestError, match="1770002"):
        await calls.get_block(chat_id, first)
    page = await calls.list_children(chat_id, chat_id, page_size=3)
    assert page.has_more and len(page.items) == 3
    rest = await calls.list_children(chat_id, chat_id, page_token=page.page_token)
    assert not rest.has_more and [block.block_id for block in rest.items] == [last]
    assert chat.announcement.revision == 3


async def test_an_edit_is_made_once_for_each_client_token(
    feishu: FeishuChat, chat: FakeChat
) -> None:
    calls, chat_id = feishu.docx_announcement, chat.chat_id
    first = await calls.create_children(
        chat_id, chat_id, [TextBlock.of("a")], client_token="token-1"
    )
    second = await calls.create_children(
        chat_id, chat_id, [TextBlock.of("b")], client_token="token-1"
    )
    assert second == first
    assert len((await calls.list_children(chat_id, chat_id)).items) == 1


async def test_a_refused_edit_creates_no_revision(feishu: FeishuChat, chat: FakeChat) -> None:
    calls, chat_id = feishu.docx_announcement, chat.chat_id
    with pytest.raises(InvalidRequestError, match="1770001"):
        await calls.delete_children(chat_id, chat_id, start_index=0, end_index=1)
    with pytest.raises(InvalidRequestError, match="1770002"):
        await calls.create_children(chat_id, "doxcnnone", [TextBlock.of("a")])
    assert chat.announcement.revision == 0


async def test_edits_of_older_revisions_are_refused_or_rebased(
    feishu: FeishuChat, chat: FakeChat
) -> None:
    calls, chat_id = feishu.docx_announcement, chat.chat_id
    await calls.create_children(chat_id, chat_id, [TextBlock.of("a")])
    with pytest.raises(InvalidRequestError, match="1770021"):
        await calls.create_children(chat_id, chat_id, [TextBlock.of("b")], revision_id=0)
    chat.announcement.rebases = True
    await calls.create_children(chat_id, chat_id, [TextBlock.of("c")], revision_id=0)
    with pytest.raises(InvalidRequestError, match="1770001"):
        await calls.list_blocks(chat_id, revision_id=3)
    chat.announcement.revision = 1001
    with pytest.raises(InvalidRequestError, match="too old"):
        await calls.list_blocks(chat_id, revision_id=0)


async def test_rebased_edits_refer_to_the_blocks_of_their_revision(
    feishu: FeishuChat, chat: FakeChat
) -> None:
    chat.announcement.rebases = True
    await feishu.announcement.write(chat.chat_id, numbered(4))
    calls = feishu.docx_announcement
    base = (await calls.get(chat.chat_id)).revision_id
    before = await feishu.announcement.read(chat.chat_id)

    async def insert_before(index: int) -> None:
        blocks = [TextBlock.of(f"new {index}")]
        await calls.create_children(
            chat.chat_id, chat.chat_id, blocks, index=index, revision_id=base
        )

    await calls.delete_children(
        chat.chat_id, chat.chat_id, start_index=1, end_index=3, revision_id=base
    )
    await insert_before(2)  # item 2 has been deleted
    await insert_before(0)
    deleted = await calls.delete_children(
        chat.chat_id, chat.chat_id, start_index=2, end_index=4, revision_id=base
    )
    assert deleted.newest_revision == base + 4
    after = await feishu.announcement.read(chat.chat_id)
    assert [block.plain_text for block in after.blocks] == ["new 0", "item 0", "new 2"]
    pages = calls.iter_blocks(chat.chat_id, revision_id=base)
    assert len([block async for block in pages]) == len(before.blocks) + 1
    chat.announcement.revision += 1000
    with pytest.raises(InvalidRequestError, match="too old"):
        await insert_before(0)


async def test_members_cannot_edit_if_only_managers_can(
    fake: FakeFeishu, feishu: FeishuChat, chat: FakeChat
) -> None:
    calls = feishu.docx_announcement
    chat.only_managers_edit, chat.owner_id = True, "ou_boss"
    fake.apps[fake.app_id].operates_as_owner = False
    with pytest.raises(PermissionDeniedError, match="1772005"):
        await calls.create_children(chat.chat_id, chat.chat_id, [TextBlock.of("a")])
    chat.managers.add(fake.app_id)
    await calls.create_children(chat.chat_id, chat.chat_id, [TextBlock.of("a")])


async def test_callers_outside_the_chat_and_other_formats_are_refused(
    fake: FakeFeishu, feishu: FeishuChat, chat: FakeChat
) -> None:
    async def code_of(chat_id: str, error: type[APIError]) -> int | None:
        with pytest.raises(error) as caught:
            await feishu.docx_announcement.list_blocks(chat_id)
        return caught.value.code

    assert await code_of("oc_none", InvalidRequestError) == 1770002
    assert await code_of(fake.chat_id, InvalidRequestError) == 1772006
    other = fake.add_chat(app_id=fake.add_app(tenant_key="tenant_2").app_id, docx=True)
    assert await code_of(other.chat_id, APIError) == 1772002
    chat.members.clear()
    assert await code_of(chat.chat_id, NotInChatError) == 1772003
    fake.apps[fake.app_id].has_bot = False
    assert await code_of(chat.chat_id, APIError) == 1772025
