"""Announcements in the docx format, through real sockets to a FakeFeishu."""

import contextlib
import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from feishu_chat_async import (
    AnnouncementType,
    APIError,
    FeishuChat,
    InvalidRequestError,
    NotInChatError,
    PermissionDeniedError,
    docx,
)
from feishu_chat_async._protocol.converter import StructureError, structure, to_wire
from feishu_chat_async.testing import FakeFeishu
from feishu_chat_async.testing.announcements.docx_blocks import BlockError, BlockTree
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


async def test_write_read_change_delete(feishu: FeishuChat, chat_id: str) -> None:
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


async def test_blocks_that_were_read_can_be_created_elsewhere(
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


async def test_tables_and_grids(feishu: FeishuChat, chat_id: str) -> None:
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

    async def table_now() -> tuple[int, int, int]:
        block = await calls.get_block(chat_id, table_id)
        assert isinstance(block, docx.TableBlock) and block.cells == block.children
        return block.property.row_size, block.property.column_size, len(block.cells)

    first_cell = table.cells[0]
    await update(docx.InsertTableRow(block_id=table_id, row_index=0))
    assert await table_now() == (3, 2, 6)
    await update(docx.InsertTableColumn(block_id=table_id, column_index=-1))
    assert await table_now() == (3, 3, 9)
    block = await calls.get_block(chat_id, table_id)
    assert isinstance(block, docx.TableBlock) and block.cells.index(first_cell) == 3
    await update(
        docx.DeleteTableRows(block_id=table_id, row_start_index=0, row_end_index=1),
    )
    await update(
        docx.DeleteTableColumns(block_id=table_id, column_start_index=1, column_end_index=2)
    )
    assert await table_now() == (2, 2, 4)
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


async def test_styles_pictures_and_tasks(feishu: FeishuChat, chat_id: str) -> None:
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
    assert changed.blocks[0].style == docx.TextStyle(done=True)  # and not the alignment
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
async def test_changes_that_do_not_fit_change_nothing(
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


async def test_what_cannot_be_created(feishu: FeishuChat, chat_id: str) -> None:
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


async def test_who_may_not(fake: FakeFeishu, feishu: FeishuChat, chat_id: str) -> None:
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


async def test_the_same_client_token_creates_once(
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


async def test_an_edit_of_an_older_version_is_refused(feishu: FeishuChat, chat_id: str) -> None:
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


async def test_many_blocks_come_in_pages(feishu: FeishuChat, chat_id: str) -> None:
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


# --- what is refused before any I/O ---------------------------------------------------------

TEXT = docx.TextBlock.of("x")
NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
NO_ELEMENT: Any = "x"


@pytest.mark.parametrize(
    ("call", "problem"),
    [
        (lambda c: c.create_children("oc_1", "oc_1", []), "children must hold at least 1"),
        (lambda c: c.create_children("oc_1", "oc_1", [TEXT] * 51), "children .* at most 50"),
        (lambda c: c.create_children("oc_1", "oc_1", TEXT), "children must be a list of Block"),
        (lambda c: c.create_children("oc_1", "oc_1", ["x"]), "children must hold Block"),
        (lambda c: c.create_children("oc_1", "oc_1", [docx.Block()]), "children must be of a kind"),
        (
            lambda c: c.create_children("oc_1", "oc_1", [docx.TextBlock(elements=NO_ELEMENT)]),
            "elements",
        ),
        (
            lambda c: c.create_children(
                "oc_1", "oc_1", [docx.TextBlock(elements=(docx.TextElement(),))]
            ),
            "elements must be of a kind",
        ),
        (lambda c: c.batch_update("oc_1", [docx.BlockUpdate(block_id="b")]), "requests must be of"),
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
async def test_bad_input_is_refused_before_any_request(
    fake: FakeFeishu, feishu: FeishuChat, call: Any, problem: str
) -> None:
    with pytest.raises((ValueError, TypeError), match=problem):
        await call(feishu.docx_announcement)
    assert not fake.requests


@pytest.mark.parametrize(
    ("make", "problem"),
    [
        (lambda: docx.UpdateTask(block_id=""), "block_id must have at least 1"),
        (lambda: docx.UpdateTextElements(block_id="b", elements=[]), "elements must hold"),
        (lambda: docx.UpdateTextElements(block_id="b", elements=[NO_ELEMENT]), "hold TextElement"),
        (
            lambda: docx.UpdateTextElements(
                block_id="b", elements=[docx.MentionUser(user_id="u")] * 101
            ),
            "MentionUser must hold .* at most 100",
        ),
        (lambda: docx.UpdateTableProperty(block_id="b", column_width=49), "at least 50"),
        (lambda: docx.InsertTableRow(block_id="b", row_index=-2), "row_index must be at least -1"),
        (lambda: docx.InsertGridColumn(block_id="b", column_index=0), "at least 1, or -1"),
        (
            lambda: docx.DeleteTableRows(block_id="b", row_start_index=2, row_end_index=2),
            "row_end_index must be above",
        ),
        (
            lambda: docx.MergeTableCells(
                block_id="b",
                row_start_index=0,
                row_end_index=1,
                column_start_index=2,
                column_end_index=1,
            ),
            "column_end_index must be above",
        ),
        (lambda: docx.ReplaceImage(block_id="b", token=""), "token must have at least 1"),
        (lambda: docx.ReplaceImage(block_id="b", token="t", width=0), "width must be at least 1"),
        (lambda: docx.UpdateGridColumnWidthRatio(block_id="b", width_ratios=[]), "width_ratios"),
        (
            lambda: docx.Reminder(
                create_user_id="ou_1", expire_time=NOON.replace(tzinfo=None), notify_time=NOON
            ),
            "expire_time must be a datetime with a time zone",
        ),
    ],
)
def test_parts_check_themselves(make: Any, problem: str) -> None:
    with pytest.raises((ValueError, TypeError), match=problem):
        make()


FIELDS = [
    field.name
    for cls in [*docx.Block.variants.classes.values(), *docx.BlockUpdate.variants.classes.values()]
    for field in attrs.fields(cls)
]


# --- how the parts travel -------------------------------------------------------------------


def wire(value: object) -> Any:
    return json.loads(json.dumps(value, default=to_wire))


def test_every_kind_has_a_class_of_its_own() -> None:
    assert len(docx.Block.variants.classes) == 49 == len(set(docx.Block.variants.classes.values()))
    for name, cls in docx.Block.variants.classes.items():
        assert cls.__name__ in docx.__all__
        assert cls.__name__.lower() == f"{name.replace('_', '')}block"


def test_a_block_on_the_wire() -> None:
    block = docx.Heading2Block.of(
        "a", docx.Equation(content="E"), style=docx.TextStyle(folded=True)
    )
    elements = [{"text_run": {"content": "a"}}, {"equation": {"content": "E"}}]
    assert wire(block) == {
        "block_type": 4,
        "heading2": {"elements": elements, "style": {"folded": True}},
    }
    assert structure(wire(block), docx.Block) == block


@pytest.mark.parametrize(
    "unknown",
    [
        {"block_type": 52, "block_id": "b", "parent_id": "p", "ai_template": {"x": [1, None]}},
        {"block_type": 49, "source_synced": {"elements": []}, "children": ["c"]},
        {"block_type": 777},
    ],
)
def test_unknown_kinds_survive_a_round_trip(unknown: dict[str, Any]) -> None:
    block = structure(unknown, docx.Block)
    assert isinstance(block, docx.UnknownBlock)
    assert block.block_id == unknown.get("block_id")
    assert wire(block) == unknown
    for element in ({"emoji": {"id": "x"}}, {"text_run": None}, {}, {"a": 1}):
        piece = structure(element, docx.TextElement)
        assert isinstance(piece, docx.UnknownElement) and wire(piece) == element
    run = structure({"text_run": {"content": "hi"}, "brand_new": 1}, docx.TextElement)
    assert run == docx.TextRun(content="hi")
    strange = {"block_id": "b", "paint_it": {"color": 3}}
    update = structure(strange, docx.BlockUpdate)
    assert isinstance(update, docx.UnknownBlockUpdate) and wire(update) == strange


def test_unknown_values_are_kept() -> None:
    block = structure({"block_type": 27, "image": {"align": 9}}, docx.Block)
    assert isinstance(block, docx.ImageBlock)
    assert block.align == 9 and block.align is not None and not block.align.known
    assert wire(block) == {"block_type": 27, "image": {"align": 9}}


def test_links_are_encoded_on_their_way_and_plain_for_callers() -> None:
    link = docx.Link(url="https://open.feishu.cn/a b?c=d%20e")
    sent = wire(link)
    assert sent == {"url": "https%3A%2F%2Fopen.feishu.cn%2Fa%20b%3Fc%3Dd%2520e"}
    assert structure(sent, docx.Link) == link
    plain = {"url": "https://open.feishu.cn/d%20e"}  # as some answers have it
    assert structure(plain, docx.Link).url == plain["url"]


def test_times_are_milliseconds_on_their_way() -> None:
    beijing = timezone(timedelta(hours=8))
    reminder = docx.Reminder(
        create_user_id="ou_1",
        expire_time=NOON.astimezone(beijing),
        notify_time=NOON - timedelta(milliseconds=1),
    )
    sent = wire(reminder)
    assert sent["reminder"]["expire_time"] == "1767268800000"
    assert sent["reminder"]["notify_time"] == "1767268799999"
    assert structure(sent, docx.TextElement) == reminder


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"block_type": 2, "text": 5}, "data.text"),
        ({"block_type": 2, "text": {"elements": {}}}, "data.text.elements"),
        ({"block_type": 2, "text": {}}, "data.text.elements"),
        ({"block_type": "x"}, "data.block_type"),
        ({}, "data.block_type"),
        ([], "data"),
        ({"block_type": 22, "children": "c"}, "data.children"),
        (
            {"block_type": 12, "bullet": {"elements": [{"text_run": {"content": None}}]}},
            "data.bullet.elements[0].text_run.content",
        ),
        (
            {"block_type": 31, "table": {"property": {"row_size": 1, "column_size": "two"}}},
            "data.table.property.column_size",
        ),
    ],
)
def test_wrong_types_are_named_where_they_stand(data: object, field: str) -> None:
    with pytest.raises(StructureError) as caught:
        structure(data, docx.Block)
    assert caught.value.field == field


async def test_the_limits_of_edits_and_of_the_app_are_told_apart(chat_id: str) -> None:
    """Feishu says which limit it was by the HTTP status alone."""
    async with FakeFeishu() as fake:
        one, two = (fake.add_chat(docx=True).chat_id for _ in range(2))
        async with client(fake, retry=None) as feishu:
            codes: list[tuple[str, int | None]] = []
            for chat in [one] * 4 + [two] * 3:
                try:
                    await feishu.docx_announcement.create_children(
                        chat, chat, [docx.DividerBlock()]
                    )
                except APIError as error:
                    codes.append((chat, error.http_status))
    assert codes == [(one, 429), (two, 400)]


BODIES = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 12) | st.sampled_from(["1", "2", "x", "", "b"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [*docx.Block.variants.classes, *docx.BlockUpdate.variants.classes, *FIELDS]
            ),
            inner,
        )
    ),
    max_leaves=8,
)


@given(st.lists(BODIES, min_size=1, max_size=3), st.data())
def test_whatever_is_asked_of_the_fake_is_done_or_refused(items: list[Any], data: Any) -> None:
    tree = BlockTree("oc_1")
    made = tree.create(
        "oc_1",
        [
            {"block_type": 2, "text": {"elements": []}},
            {"block_type": 31, "table": {"property": {"row_size": 2, "column_size": 2}}},
            {"block_type": 24, "grid": {"column_size": 2}},
        ],
        None,
    )
    for item in items:
        number = data.draw(st.sampled_from(list(docx.Block.variants.name_of_number)))
        block = {"block_type": number, docx.Block.variants.name_of_number[number]: item}
        name = data.draw(st.sampled_from(list(docx.BlockUpdate.variants.classes)))
        update = {"block_id": data.draw(st.sampled_from(made))["block_id"], name: item}
        for change in (
            lambda block=block: tree.create("oc_1", [block], None),
            lambda update=update: tree.update(update),
            lambda item=item: tree.create("oc_1", [item], item),
            lambda item=item: tree.delete("oc_1", item, item),
        ):
            with contextlib.suppress(BlockError):
                change()
        for left in tree.walk("oc_1"):
            structure(left, docx.Block)  # nothing that nobody could read
