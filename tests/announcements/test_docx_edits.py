"""Edits of an announcement in the docx format, among the edits of others."""

from collections.abc import Callable
from typing import Any

import pytest

from feishu_chat_async import (
    DecodeError,
    FeishuChat,
    InvalidRequestError,
    PartialWriteError,
    docx,
)
from feishu_chat_async.announcements.docx_edits import replace_in_elements
from feishu_chat_async.richtext import markdown
from feishu_chat_async.richtext.document import Document, ListItem, Paragraph, Span
from feishu_chat_async.testing import FakeFeishu
from feishu_chat_async.testing.faults import Fail, ResetAfter
from tests.conftest import client
from tests.support.announcements import (
    CREATE,
    After,
    ChangeAnswer,
    EditByOther,
    NoFault,
    numbered,
)


async def test_a_replacement_has_the_style_of_the_first_character(
    fake: FakeFeishu, feishu: FeishuChat
) -> None:
    chat_id = fake.add_chat(docx=True).chat_id
    await feishu.announcement.write(chat_id, "a **bold** word")
    assert await feishu.announcement.replace_text(chat_id, "old wor", "ald hea") == 1
    assert markdown.render(await feishu.announcement.read(chat_id)) == "a **bald hea**d\n"


def run(content: str, *, bold: bool | None = None) -> docx.TextRun:
    style = docx.TextElementStyle(bold=bold) if bold else None
    return docx.TextRun(content=content, text_element_style=style)


MENTION = docx.MentionUser(user_id="ou_1")


@pytest.mark.parametrize(
    ("elements", "replaced", "count"),
    [
        ([], [run("")], 0),
        ([run("ab")], [run("ab")], 0),
        ([run("xo"), run("xo", bold=True)], [run("yo"), run("yo", bold=True)], 2),
        ([run("a"), run("x", bold=True), run("b")], [run("a"), run("y", bold=True), run("b")], 1),
        ([run("xx"), MENTION, run("x")], [run("yy"), MENTION, run("y")], 3),
        ([MENTION], [MENTION], 0),
    ],
)
def test_occurrences_are_replaced_in_runs_of_text(
    elements: list[docx.TextElement], replaced: list[docx.TextElement], count: int
) -> None:
    assert replace_in_elements(elements, "x", "y") == (tuple(replaced), count)


def test_an_occurrence_ends_at_a_mention() -> None:
    elements = [run("old"), MENTION, run("er")]
    assert replace_in_elements(elements, "older", "new") == (tuple(elements), 0)


def test_replaced_text_that_is_empty_leaves_one_empty_run() -> None:
    assert replace_in_elements([run("a"), run("b", bold=True)], "ab", "") == ((run(""),), 1)


async def test_replacements_are_not_repeated_after_an_edit_by_others(
    fake: FakeFeishu, feishu: FeishuChat
) -> None:
    chat = fake.add_chat(docx=True)
    document = Document(blocks=[Paragraph.of("a") for _ in range(250)])
    await feishu.announcement.write(chat.chat_id, document)
    fake.inject(NoFault(), EditByOther(chat), where="batch_update")
    with pytest.raises(PartialWriteError, match="200 of 250 blocks were written"):
        await feishu.announcement.replace_text(chat.chat_id, "a", "aa")
    left = await feishu.announcement.read(chat.chat_id)
    assert [block.plain_text for block in left.blocks] == ["aa"] * 200 + ["a"] * 50


@pytest.mark.parametrize("rebases", [False, True], ids=["refused", "rebased"])
async def test_edits_restart_if_others_deleted_their_blocks(
    fake: FakeFeishu, feishu: FeishuChat, *, rebases: bool
) -> None:
    chat = fake.add_chat(docx=True)
    chat.announcement.rebases = rebases
    nested = ListItem(content=[Span("outer")], children=[ListItem.of("inner")])
    document = Document(title="T", blocks=[nested])
    async with client(fake) as other:

        async def clear() -> None:
            await other.announcement.write(chat.chat_id, Document(title="T"))

        fake.inject(NoFault(), After(clear), where=CREATE)  # between the outer and the inner item
        await feishu.announcement.write(chat.chat_id, document)
        assert await feishu.announcement.read(chat.chat_id) == document
        fake.inject(After(clear), where="batch_update")
        assert await feishu.announcement.replace_text(chat.chat_id, "outer", "x") == 0
        await feishu.announcement.write(chat.chat_id, document)
        fake.inject(NoFault(), After(clear), where=CREATE)
        with pytest.raises(PartialWriteError, match="1 of 2 blocks"):
            await feishu.announcement.append(chat.chat_id, document)
        assert (await feishu.announcement.read(chat.chat_id)).blocks == ()


async def test_an_edit_with_an_unknown_outcome_is_not_restarted(
    fake: FakeFeishu, feishu: FeishuChat
) -> None:
    """A retry is refused because the first request was carried out."""
    chat = fake.add_chat(docx=True)
    await feishu.announcement.write(chat.chat_id, "a")
    fake.inject(ResetAfter(), Fail(1770021, "too old document"), where="batch_update")
    with pytest.raises(InvalidRequestError) as caught:
        await feishu.announcement.replace_text(chat.chat_id, "a", "aa")
    assert caught.value.outcome_unknown
    assert (await feishu.announcement.read(chat.chat_id)).plain_text == "aa"

    async def change_format() -> None:
        chat.announcement.is_docx = False

    fake.inject(ResetAfter(), After(change_format), where=CREATE)
    with pytest.raises(InvalidRequestError) as caught:
        await feishu.announcement.append(chat.chat_id, "new")
    assert caught.value.outcome_unknown
    assert "new" not in (await feishu.announcement.read(chat.chat_id)).plain_text


def lose_a_child(data: dict[str, Any]) -> None:
    del data["children"][-1]


def lose_an_id(data: dict[str, Any]) -> None:
    del data["children"][0]["block_id"]


@pytest.mark.parametrize(
    ("change", "written", "problem"),
    [
        (lose_a_child, 0, "expected 2 blocks, got 1"),
        (lose_an_id, 2, "expected a block with a block_id"),
    ],
)
async def test_an_answer_that_contradicts_the_request_is_an_error(
    fake: FakeFeishu,
    feishu: FeishuChat,
    change: Callable[[dict[str, Any]], None],
    written: int,
    problem: str,
) -> None:
    chat = fake.add_chat(docx=True)
    nested = ListItem(content=[Span("a")], children=[ListItem.of("b")])
    document = Document(blocks=[nested, ListItem.of("c")])
    for edit in (feishu.announcement.append, feishu.announcement.write):
        fake.inject(ChangeAnswer(change), where=CREATE)
        with pytest.raises(PartialWriteError, match=problem) as caught:
            await edit(chat.chat_id, document)
        assert (caught.value.written, caught.value.total) == (written, 3)
        assert caught.value.outcome_unknown
        assert isinstance(caught.value.__cause__, DecodeError)
        assert chat.chat_id in caught.value.__cause__.path


async def test_readers_without_permission_to_edit_read_the_newest_revision(
    fake: FakeFeishu, feishu: FeishuChat
) -> None:
    """Only editors can read older revisions, and any revision may have become an older one."""
    chat_id = fake.add_chat(docx=True).chat_id
    await feishu.announcement.write(chat_id, numbered(3))
    blocks = "GET /open-apis/docx/v1/chats/:chat_id/announcement/blocks"
    fake.inject(Fail(1770032, "forbidden", 403), where=blocks)
    assert await feishu.announcement.read(chat_id) == numbered(3)
    revisions = [
        request.query["revision_id"] for request in fake.requests if request.endpoint == blocks
    ]
    assert revisions == ["2", "-1"]
