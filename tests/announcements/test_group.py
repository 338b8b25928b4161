"""`feishu.announcement` reads and edits announcements in both formats."""

from typing import Any

import pytest
from hypothesis import given, settings

from feishu_chat_async import DEFAULT_LIMITS, FeishuChat
from feishu_chat_async.richtext import markdown
from feishu_chat_async.richtext.document import (
    Code,
    Document,
    Heading,
    ListItem,
    Paragraph,
    Span,
)
from feishu_chat_async.richtext.docx_format import normalize_for_docx
from feishu_chat_async.richtext.legacy_format import normalize_for_legacy
from feishu_chat_async.testing import FakeFeishu
from tests.conftest import client
from tests.support.announcements import both_formats
from tests.support.documents import documents
from tests.support.virtual import run_virtual

TEXT = "# Release 2.1\n\n- freeze: **Friday**\n- owner: [Kim](https://example.com)\n"
NORMALIZE = {"docx": normalize_for_docx, "legacy": normalize_for_legacy}


@both_formats
async def test_write_append_and_replace_text_edit_an_announcement(
    fake: FakeFeishu, feishu: FeishuChat, kind: str
) -> None:
    chat_id = fake.add_chat(docx=kind == "docx").chat_id
    await feishu.announcement.write(chat_id, TEXT)
    assert markdown.render(await feishu.announcement.read(chat_id)) == TEXT
    await feishu.announcement.append(chat_id, "The end.")
    assert markdown.render(await feishu.announcement.read(chat_id)) == TEXT + "\nThe end.\n"
    assert await feishu.announcement.replace_text(chat_id, "Friday", "Monday") == 1
    assert "**Monday**" in markdown.render(await feishu.announcement.read(chat_id))
    assert await feishu.announcement.replace_text(chat_id, "nowhere", "x") == 0
    await feishu.announcement.write(chat_id, Document(title="New"))
    assert await feishu.announcement.read(chat_id) == Document(title="New")


@both_formats
@settings(max_examples=25)
@given(document=documents)
def test_any_document_is_read_as_it_was_written(kind: str, document: Document) -> None:
    async def main() -> None:
        async with FakeFeishu(counter=None) as fake, client(fake) as feishu:
            chat_id = fake.add_chat(docx=kind == "docx").chat_id
            await feishu.announcement.write(chat_id, document)
            assert await feishu.announcement.read(chat_id) == NORMALIZE[kind](document)
            await feishu.announcement.write(chat_id, document)
            assert await feishu.announcement.read(chat_id) == NORMALIZE[kind](document)

    run_virtual(main())


UNUSUAL_TEXTS = [
    "😀 emoji 👩‍👩‍👧 and flags 🇨🇳",
    "مرحبا بالعالم right to left",
    "e\u0301 combining a\u0308\u0323",
    "群公告 𠮷野家",
]


@both_formats
@pytest.mark.parametrize("text", UNUSUAL_TEXTS)
async def test_unusual_text_is_not_changed(
    fake: FakeFeishu, feishu: FeishuChat, kind: str, text: str
) -> None:
    chat_id = fake.add_chat(docx=kind == "docx").chat_id
    document = Document(
        title=text,
        blocks=[
            Heading.of(text),
            Paragraph.of(text, Span(text, bold=True), text),
            ListItem(content=[Span(text)], children=[ListItem.of(text)]),
            Code(text=text),
        ],
    )
    await feishu.announcement.write(chat_id, document)
    assert await feishu.announcement.read(chat_id) == document
    await feishu.announcement.append(chat_id, Document(blocks=[Paragraph.of(text)]))
    assert (await feishu.announcement.read(chat_id)).blocks[-1] == Paragraph.of(text)
    assert await feishu.announcement.replace_text(chat_id, text[-3:], "X") >= 5


@both_formats
def test_100_kilobytes_are_written_within_the_rate_limits(kind: str) -> None:
    document = Document(blocks=[Paragraph.of("x" * 400) for _ in range(250)])

    async def main() -> None:
        async with FakeFeishu() as fake, client(fake, limits=DEFAULT_LIMITS) as feishu:
            chat_id = fake.add_chat(docx=kind == "docx").chat_id
            await feishu.announcement.write(chat_id, document)
            assert await feishu.announcement.read(chat_id) == document
            assert {request.status for request in fake.requests} == {200}

    run_virtual(main())


@both_formats
async def test_an_occurrence_can_be_in_any_block(
    fake: FakeFeishu, feishu: FeishuChat, kind: str
) -> None:
    chat_id = fake.add_chat(docx=kind == "docx").chat_id
    await feishu.announcement.write(chat_id, "one two one\n\n- two\n\n`one`")
    assert await feishu.announcement.replace_text(chat_id, "one", "1") == 3
    assert markdown.render(await feishu.announcement.read(chat_id)) == "1 two 1\n\n- two\n\n`1`\n"
    assert await feishu.announcement.replace_text(chat_id, "two", "") == 2


@pytest.mark.parametrize(
    ("call", "problem"),
    [
        (lambda a: a.write("oc_1", 5), "document must be a richtext.Document or Markdown"),
        (lambda a: a.append("oc_1", ""), "document must hold at least one block"),
        (lambda a: a.replace_text("oc_1", "", "x"), "old must have at least 1"),
        (lambda a: a.replace_text("oc_1", "a\nb", "x"), "old must not hold a line feed"),
        (lambda a: a.replace_text("oc_1", "a", "\t"), "new must not hold a line feed or a tab"),
        (lambda a: a.replace_text("oc_1", "a" * 1001, ""), "old must have .* at most 1000"),
        (lambda a: a.read(""), "chat_id must be an id"),
    ],
)
async def test_invalid_arguments_are_refused_before_any_request(
    fake: FakeFeishu, feishu: FeishuChat, call: Any, problem: str
) -> None:
    with pytest.raises((ValueError, TypeError), match=problem):
        await call(feishu.announcement)
    assert not fake.requests
