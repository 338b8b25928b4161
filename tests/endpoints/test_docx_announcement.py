"""Announcements in the docx format are read and edited as trees of blocks."""

from typing import Any

import attrs
import pytest

from feishu_chat_async import (
    AnnouncementType,
    APIError,
    FeishuChat,
    InvalidRequestError,
    NotInChatError,
    PermissionDeniedError,
    docx,
)
from feishu_chat_async.testing import FakeFeishu
from feishu_chat_async.testing.faults import ResetAfter
from tests.conftest import client


@pytest.fixture
def chat_id(fake: FakeFeishu) -> str:
    return fake.add_chat("Docx", docx=True).chat_id


def text_of(block: docx.Block) -> str:
    assert isinstance(block, docx.BaseTextBlock)
    return "".join(item.content for item in block.elements if isinstance(item, docx.TextRun))


async def texts(feishu: FeishuChat, chat_id: str) -> list[str]:
    children = feishu.docx_announcement.iter_children(chat_id, chat_id)
    return [text_of(block) async for block in children]


async def test_blocks_are_created_read_updated_and_deleted(
    feishu: FeishuChat, chat_id: str
) -> None:
    calls = feishu.docx_announcement
    before = await calls.get(chat_id)
    assert before.announcement_type == AnnouncementType.DOCX
    bold = docx.TextRun(content="Friday", text_element_style=docx.TextElementStyle(bold=True))
    made = await calls.create_children(
        chat_id,
        chat_id,
        [docx.Heading1Block.of("Release 2.1"), docx.BulletBlock.of("freeze: ", bold)],
    )
    assert made.newest_revision == before.revision_id + 1
    assert [type(block) for block in made.children] == [docx.Heading1Block, docx.BulletBlock]
    await calls.create_children(chat_id, chat_id, [docx.TextBlock.of("first")], index=0)
    assert await texts(feishu, chat_id) == ["first", "Release 2.1", "freeze: Friday"]

    heading = made.children[0].block_id
    assert heading is not None
    changed = await calls.batch_update(
        chat_id,
        [docx.UpdateTextElements(block_id=heading, elements=[docx.TextRun(content="2.2")])],
    )
    assert [text_of(block) for block in changed.blocks] == ["2.2"]
    assert text_of(await calls.get_block(chat_id, heading)) == "2.2"

    await calls.delete_children(chat_id, chat_id, start_index=0, end_index=1)
    assert await texts(feishu, chat_id) == ["2.2", "freeze: Friday"]
    after = await calls.get(chat_id)
    assert after.revision_id == before.revision_id + 4
    blocks = [block async for block in calls.iter_blocks(chat_id)]
    assert isinstance(blocks[0], docx.PageBlock)
    assert blocks[0].block_id == chat_id and blocks[0].children == (heading, blocks[2].block_id)


async def test_blocks_that_were_read_can_be_created_in_another_chat(
    fake: FakeFeishu, feishu: FeishuChat, chat_id: str
) -> None:
    calls = feishu.docx_announcement
    code = docx.CodeBlock.of("print()", style=docx.TextStyle(language=docx.Language.PYTHON))
    await calls.create_children(chat_id, chat_id, [code, docx.DividerBlock()])
    read = [block async for block in calls.iter_children(chat_id, chat_id)]
    other = fake.add_chat("Other", docx=True).chat_id
    copied = (await calls.create_children(other, other, read)).children
    ids = [block.block_id for block in read]
    assert not {block.block_id for block in copied} & set(ids)
    assert isinstance(copied[0], docx.CodeBlock) and copied[0].style == code.style
    assert isinstance(copied[1], docx.DividerBlock)


async def test_tables_and_grids_are_changed(feishu: FeishuChat, chat_id: str) -> None:
    calls = feishu.docx_announcement
    size = docx.TableProperty(row_size=2, column_size=2)
    made = await calls.create_children(
        chat_id, chat_id, [docx.TableBlock(property=size), docx.GridBlock(column_size=2)]
    )
    table, grid = made.children
    assert isinstance(table, docx.TableBlock) and len(table.cells) == 4 == len(table.children)
    assert table.block_id and grid.block_id
    table_id, grid_id = table.block_id, grid.block_id

    async def update(*updates: docx.BlockUpdate) -> docx.Block:
        return (await calls.batch_update(chat_id, updates)).blocks[0]

    async def table_size() -> tuple[int, int, int]:
        block = await calls.get_block(chat_id, table_id)
        assert isinstance(block, docx.TableBlock) and block.cells == block.children
        return block.property.row_size, block.property.column_size, len(block.cells)

    first_cell = table.cells[0]
    await update(docx.InsertTableRow(block_id=table_id, row_index=0))
    assert await table_size() == (3, 2, 6)
    await update(docx.InsertTableColumn(block_id=table_id, column_index=-1))
    assert await table_size() == (3, 3, 9)
    block = await calls.get_block(chat_id, table_id)
    assert isinstance(block, docx.TableBlock) and block.cells.index(first_cell) == 3
    await update(
        docx.DeleteTableRows(block_id=table_id, row_start_index=0, row_end_index=1),
    )
    await update(
        docx.DeleteTableColumns(block_id=table_id, column_start_index=1, column_end_index=2)
    )
    assert await table_size() == (2, 2, 4)
    merged = await update(
        docx.MergeTableCells(
            block_id=table_id,
            row_start_index=0,
            row_end_index=1,
            column_start_index=0,
            column_end_index=2,
        )
    )
    assert isinstance(merged, docx.TableBlock)
    assert merged.property.merge_info[0] == docx.TableMergeInfo(row_span=1, col_span=2)
    await update(docx.UnmergeTableCells(block_id=table_id, row_index=0, column_index=0))
    wide = await update(
        docx.UpdateTableProperty(
            block_id=table_id, column_width=120, column_index=1, header_row=True
        )
    )
    assert isinstance(wide, docx.TableBlock)
    assert wide.property.column_width == (100, 120) and wide.property.header_row

    await update(docx.InsertGridColumn(block_id=grid_id, column_index=1))
    await update(docx.UpdateGridColumnWidthRatio(block_id=grid_id, width_ratios=[20, 30, 50]))
    columns = [block async for block in calls.iter_children(chat_id, grid_id)]
    ratios = [block.width_ratio for block in columns if isinstance(block, docx.GridColumnBlock)]
    assert ratios == [20, 30, 50]
    await update(docx.DeleteGridColumn(block_id=grid_id, column_index=-1))
    narrower = await calls.get_block(chat_id, grid_id)
    assert isinstance(narrower, docx.GridBlock) and narrower.column_size == 2


async def test_styles_images_files_and_tasks_are_changed(feishu: FeishuChat, chat_id: str) -> None:
    calls = feishu.docx_announcement
    made = await calls.create_children(
        chat_id,
        chat_id,
        [docx.TodoBlock.of("do it"), docx.ImageBlock(), docx.FileBlock(), docx.TaskBlock()],
    )
    todo, image, file, task = (block.block_id or "" for block in made.children)
    done = docx.TextStyle(done=True, align=docx.Align.CENTER)
    fields = [docx.TextStyleField.DONE]
    changed = await calls.batch_update(
        chat_id,
        [
            docx.UpdateTextStyle(block_id=todo, style=done, fields=fields),
            docx.ReplaceImage(block_id=image, token="box1", width=10),
            docx.ReplaceFile(block_id=file, token="box2"),
            docx.UpdateTask(block_id=task, task_id="t1", folded=True),
        ],
    )
    assert isinstance(changed.blocks[0], docx.TodoBlock)
    assert changed.blocks[0].style == docx.TextStyle(done=True)  # and the alignment is unchanged
    assert [attrs.asdict(block).get("token") for block in changed.blocks[1:3]] == ["box1", "box2"]
    assert isinstance(changed.blocks[3], docx.TaskBlock) and changed.blocks[3].folded
    new = docx.UpdateText(
        block_id=todo,
        elements=[docx.MentionUser(user_id="ou_1")],
        style=done,
        fields=[docx.TextStyleField.ALIGN],
    )
    (both,) = (await calls.batch_update(chat_id, [new])).blocks
    assert isinstance(both, docx.TodoBlock)
    assert both.style == done and both.elements == (docx.MentionUser(user_id="ou_1"),)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (docx.ReplaceFile(block_id="TEXT", token="t"), 1770025),
        (docx.UpdateTask(block_id="doxcnone"), 1770002),
        (docx.InsertTableRow(block_id="TABLE", row_index=9), 1770026),
        (docx.InsertTableColumn(block_id="TABLE", column_index=9), 1770027),
        (docx.UpdateTableProperty(block_id="TABLE", column_width=50, column_index=9), 1770027),
    ],
)
async def test_an_update_that_does_not_fit_its_block_changes_nothing(
    feishu: FeishuChat, chat_id: str, change: docx.BlockUpdate, code: int
) -> None:
    calls = feishu.docx_announcement
    size = docx.TableProperty(row_size=1, column_size=1)
    made = await calls.create_children(
        chat_id, chat_id, [docx.TextBlock.of("old"), docx.TableBlock(property=size)]
    )
    text, table = (block.block_id or "" for block in made.children)
    target = {"TEXT": text, "TABLE": table}.get(change.block_id, change.block_id)
    changes = [attrs.evolve(change, block_id=target)]
    if target != text:
        new = docx.TextRun(content="new")
        changes.insert(0, docx.UpdateTextElements(block_id=text, elements=[new]))
    with pytest.raises(InvalidRequestError) as caught:
        await calls.batch_update(chat_id, changes)
    assert caught.value.code == code
    assert text_of(await calls.get_block(chat_id, text)) == "old"
    assert (await calls.get(chat_id)).revision_id == made.newest_revision


async def test_blocks_that_do_not_fit_into_the_tree_are_refused(
    feishu: FeishuChat, chat_id: str
) -> None:
    calls = feishu.docx_announcement
    (divider,) = (await calls.create_children(chat_id, chat_id, [docx.DividerBlock()])).children
    assert divider.block_id
    for parent, child, code in (
        (divider.block_id, docx.TextBlock.of("x"), 1770028),
        (chat_id, docx.TableCellBlock(), 1770029),
        ("doxcnone", docx.TextBlock.of("x"), 1770002),
        (chat_id, docx.UnknownBlock(content={"block_type": 49, "source_synced": {}}), 1770029),
    ):
        with pytest.raises(InvalidRequestError) as caught:
            await calls.create_children(chat_id, parent, [child])
        assert caught.value.code == code
    with pytest.raises(InvalidRequestError) as over:
        await calls.delete_children(chat_id, chat_id, start_index=0, end_index=9)
    assert over.value.code == 1770001
    with pytest.raises(InvalidRequestError):
        await calls.create_children(chat_id, chat_id, [docx.DividerBlock()], index=5)


async def test_callers_without_access_are_refused(
    fake: FakeFeishu, feishu: FeishuChat, chat_id: str
) -> None:
    calls, chat = feishu.docx_announcement, fake.chats[chat_id]
    legacy = await calls.get(fake.chat_id)
    assert legacy.announcement_type == AnnouncementType.DOC
    with pytest.raises(InvalidRequestError, match="1772006"):
        await calls.list_blocks(fake.chat_id)
    with pytest.raises(InvalidRequestError, match="232097"):
        await feishu.announcement.get(chat_id)
    chat.only_managers_edit, chat.owner_id = True, "ou_boss"
    await calls.create_children(chat_id, chat_id, [docx.DividerBlock()])  # the bot created the chat
    fake.apps[fake.app_id].operates_as_owner = False
    with pytest.raises(PermissionDeniedError, match="1772005"):
        await calls.create_children(chat_id, chat_id, [docx.DividerBlock()])
    assert (await calls.list_blocks(chat_id)).items
    chat.members.clear()
    with pytest.raises(NotInChatError, match="1772003"):
        await calls.get(chat_id)
    with pytest.raises(InvalidRequestError, match="1770002"):
        await calls.get("oc_none")


async def test_blocks_are_created_once_for_each_client_token(
    fake: FakeFeishu, feishu: FeishuChat, chat_id: str
) -> None:
    calls = feishu.docx_announcement
    fake.inject(ResetAfter(), where="children")
    made = await calls.create_children(chat_id, chat_id, [docx.TextBlock.of("once")])
    assert await texts(feishu, chat_id) == ["once"]
    sent = [request for request in fake.requests if request.method == "POST"][-2:]
    assert sent[0].query == sent[1].query
    assert made.client_token == sent[0].query["client_token"]
    again = await calls.create_children(
        chat_id, chat_id, [docx.TextBlock.of("twice")], client_token=made.client_token
    )
    assert again == made and await texts(feishu, chat_id) == ["once"]


async def test_an_edit_of_an_older_revision_is_refused(feishu: FeishuChat, chat_id: str) -> None:
    calls = feishu.docx_announcement
    first = await calls.create_children(chat_id, chat_id, [docx.TextBlock.of("one")])
    second = await calls.create_children(
        chat_id, chat_id, [docx.TextBlock.of("two")], revision_id=first.newest_revision
    )
    assert second.newest_revision == first.newest_revision + 1
    with pytest.raises(InvalidRequestError, match="1770021"):
        await calls.create_children(
            chat_id, chat_id, [docx.TextBlock.of("three")], revision_id=first.newest_revision
        )
    assert await texts(feishu, chat_id) == ["one", "two"]
    assert (await calls.list_blocks(chat_id, revision_id=first.newest_revision)).items


async def test_many_blocks_are_read_in_pages(feishu: FeishuChat, chat_id: str) -> None:
    calls = feishu.docx_announcement
    for number in range(3):
        blocks = [docx.TextBlock.of(f"{number}-{place}") for place in range(50)]
        await calls.create_children(chat_id, chat_id, blocks)
    iterator = calls.iter_blocks(chat_id, page_size=40)
    found = [block async for block in iterator]
    assert len(found) == 151 == len({block.block_id for block in found})
    page = await calls.list_children(chat_id, chat_id, page_size=100)
    assert page.has_more and len(page.items) == 100
    rest = calls.iter_children(chat_id, chat_id, page_token=page.page_token)
    assert [text_of(block) async for block in rest][-1] == "2-49"


# --- refused before any I/O -----------------------------------------------------------------

TEXT = docx.TextBlock.of("x")
STRING: Any = "x"


@pytest.mark.parametrize(
    ("call", "problem"),
    [
        (lambda c: c.create_children("oc_1", "oc_1", []), "children must hold at least 1"),
        (lambda c: c.create_children("oc_1", "oc_1", [TEXT] * 51), "children .* at most 50"),
        (lambda c: c.create_children("oc_1", "oc_1", TEXT), "children must be a list of Block"),
        (lambda c: c.create_children("oc_1", "oc_1", ["x"]), "children must hold Block"),
        (
            lambda c: c.create_children("oc_1", "oc_1", [docx.Block()]),
            "children must not hold the base class Block",
        ),
        (
            lambda c: c.create_children("oc_1", "oc_1", [docx.TextBlock(elements=STRING)]),
            "elements",
        ),
        (
            lambda c: c.create_children(
                "oc_1", "oc_1", [docx.TextBlock(elements=(docx.TextElement(),))]
            ),
            "elements must not hold the base class TextElement",
        ),
        (
            lambda c: c.batch_update("oc_1", [docx.BlockUpdate(block_id="b")]),
            "requests must not hold the base class BlockUpdate",
        ),
        (
            lambda c: c.create_children(
                "oc_1",
                "oc_1",
                [docx.TableBlock(property=docx.TableProperty(row_size=0, column_size=1))],
            ),
            "row_size must be at least 1",
        ),
        (lambda c: c.create_children("oc_1", "oc_1", [TEXT], index=-2), "index must be"),
        (lambda c: c.create_children("oc_1", "../x", [TEXT]), "block_id must be an id"),
        (lambda c: c.create_children("oc_1", "oc_1", [docx.SheetBlock()] * 6), "at most 5"),
        (lambda c: c.create_children("oc_1", "oc_1", [docx.ImageBlock()] * 21), "at most 20"),
        (lambda c: c.create_children("oc_1", "oc_1", [docx.GridBlock(column_size=6)]), "at most 5"),
        (lambda c: c.create_children("oc_1", "oc_1", [docx.SheetBlock(row_size=10)]), "row_size"),
        (lambda c: c.create_children("oc_1", "oc_1", [TEXT], client_token=""), "client_token"),
        (lambda c: c.batch_update("oc_1", []), "requests must hold at least 1"),
        (lambda c: c.batch_update("oc_1", [docx.UpdateTask(block_id="a")] * 2), "each block once"),
        (lambda c: c.batch_update("oc_1", [TEXT]), "requests must hold BlockUpdate"),
        (
            lambda c: c.batch_update(
                "oc_1", [docx.UpdateTask(block_id=str(n)) for n in range(201)]
            ),
            "at most 200",
        ),
        (lambda c: c.delete_children("oc_1", "b", start_index=-1, end_index=1), "start_index"),
        (lambda c: c.delete_children("oc_1", "b", start_index=3, end_index=3), "end_index"),
        (lambda c: c.list_blocks("oc_1", page_size=501), "page_size"),
        (lambda c: c.list_blocks("oc_1", revision_id=-2), "revision_id"),
        (lambda c: c.list_children("oc_1", "b", page_size=0), "page_size"),
        (lambda c: c.get_block("oc_1", ""), "block_id must be an id"),
        (lambda c: c.get("oc_1", user_id_type="app_id"), "user_id_type must be one of"),
    ],
)
async def test_invalid_arguments_are_refused_before_any_request(
    fake: FakeFeishu, feishu: FeishuChat, call: Any, problem: str
) -> None:
    with pytest.raises((ValueError, TypeError), match=problem):
        await call(feishu.docx_announcement)
    assert not fake.requests


async def test_the_limits_of_an_announcement_and_of_the_app_are_distinguished(chat_id: str) -> None:
    """Only the HTTP status shows which limit was exceeded."""
    async with FakeFeishu() as fake:
        first, second = (fake.add_chat(docx=True).chat_id for _ in range(2))
        async with client(fake, retry=None) as feishu:
            codes: list[tuple[str, int | None]] = []
            for chat in [first] * 4 + [second] * 3:
                try:
                    await feishu.docx_announcement.create_children(
                        chat, chat, [docx.DividerBlock()]
                    )
                except APIError as error:
                    codes.append((chat, error.http_status))
    assert codes == [(first, 429), (second, 400)]
