"""Announcements that people write: one way for both formats, through a FakeFeishu."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from aiohttp import web
from hypothesis import given, settings

from feishu_chat_async import (
    DEFAULT_LIMITS,
    ConflictError,
    ConnectionFailedError,
    FeishuChat,
    FeishuError,
    PartialWriteError,
    PermissionDeniedError,
)
from feishu_chat_async.richtext import markdown
from feishu_chat_async.richtext.document import (
    Code,
    Document,
    Heading,
    ListItem,
    Paragraph,
    Span,
    UserMention,
)
from feishu_chat_async.richtext.docx_format import degrade_docx
from feishu_chat_async.richtext.legacy_format import degrade_legacy
from feishu_chat_async.testing import FakeChat, FakeFeishu
from feishu_chat_async.testing.faults import Fail, Fault, Reject, ResetAfter, ResetBefore
from tests.conftest import client
from tests.scenarios.test_top_notice_and_announcement import insert
from tests.support.documents import documents
from tests.support.virtual import run_virtual

Answer = Callable[[], Awaitable[web.Response]]


class Pass(Fault):
    """Nothing goes wrong."""

    async def strike(self, request: web.Request, answer: Answer) -> web.StreamResponse:
        return await answer()


class Meddle(Fault):
    """Somebody else edits just before this is carried out."""

    def __init__(self, chat: FakeChat) -> None:
        self._chat = chat

    async def strike(self, request: web.Request, answer: Answer) -> web.StreamResponse:
        self._chat.announcement.revision += 1
        self._chat.announcement.document.apply(insert("meddled"))
        return await answer()


DEGRADE = {"docx": degrade_docx, "legacy": degrade_legacy}
BOTH = pytest.mark.parametrize("kind", ["docx", "legacy"])
TEXT = "# Release 2.1\n\n- freeze: **Friday**\n- owner: [Kim](https://example.com)\n"


@BOTH
async def test_one_line_writes_it(fake: FakeFeishu, feishu: FeishuChat, kind: str) -> None:
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


@BOTH
@settings(max_examples=25)
@given(document=documents)
def test_any_document_is_read_as_it_was_written(kind: str, document: Document) -> None:
    async def main() -> None:
        async with FakeFeishu(counter=None) as fake, client(fake) as feishu:
            chat_id = fake.add_chat(docx=kind == "docx").chat_id
            await feishu.announcement.write(chat_id, document)
            assert await feishu.announcement.read(chat_id) == DEGRADE[kind](document)
            await feishu.announcement.write(chat_id, document)
            assert await feishu.announcement.read(chat_id) == DEGRADE[kind](document)

    run_virtual(main())


async def test_the_format_is_asked_once_and_forgotten_when_it_is_wrong(
    fake: FakeFeishu, feishu: FeishuChat
) -> None:
    chat = fake.add_chat()
    await feishu.announcement.write(chat.chat_id, TEXT)
    asked = [request for request in fake.requests if "docx" in request.path]
    assert len(asked) == 1
    chat.announcement.is_docx = True
    await feishu.announcement.write(chat.chat_id, TEXT)
    assert markdown.render(await feishu.announcement.read(chat.chat_id)) == TEXT
    chat.announcement.is_docx = False
    assert markdown.render(await feishu.announcement.read(chat.chat_id)) == TEXT


@BOTH
def test_two_writers_at_once(kind: str) -> None:
    """Whoever comes last, one of both documents stands there whole."""

    async def main() -> None:
        async with FakeFeishu(counter=None) as fake, client(fake) as one, client(fake) as other:
            chat_id = fake.add_chat(docx=kind == "docx").chat_id
            for turn in range(20):
                count = 3 if turn % 5 else 60  # in one request, or in several
                blocks = [[Paragraph.of(f"{who} {turn} {n}") for n in range(count)] for who in "ab"]
                both = [Document(title=f"{turn}", blocks=some) for some in blocks]
                results = await asyncio.gather(
                    one.announcement.write(chat_id, both[0]),
                    other.announcement.write(chat_id, both[1]),
                    return_exceptions=True,
                )
                assert not [result for result in results if result is not None]
                assert await one.announcement.read(chat_id) in both

    run_virtual(main())


FAULTS = [
    ResetBefore(),
    ResetAfter(),
    Fail(1771001, "server internal error", 500),
    Reject(1, 429),
]


@pytest.mark.parametrize(
    ("kind", "where"),
    [("legacy", "PATCH"), *(("docx", each) for each in ("POST", "DELETE", "PATCH"))],
)
@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: type(fault).__name__)
@pytest.mark.parametrize("times", [1, 9])
def test_faults_in_the_middle_leave_nothing_twice(
    kind: str, where: str, fault: Fault, times: int
) -> None:
    blocks = [ListItem.of(f"item {n}") for n in range(120)]
    document = Document(title="T", blocks=blocks)

    async def main() -> None:
        async with FakeFeishu(counter=None) as fake, client(fake) as feishu:
            chat_id = fake.add_chat(docx=kind == "docx").chat_id
            await feishu.announcement.write(chat_id, "old")
            fake.inject(fault, times=times, where=where)
            try:
                await feishu.announcement.write(chat_id, document)
            except PartialWriteError as error:
                assert error.total == 120 and 0 <= error.written < 120
            except FeishuError:
                pass
            else:
                assert await feishu.announcement.read(chat_id) == document
            assert sum(still.left for still in fake._faults) < times  # it was met
            fake._faults.clear()
            read = await feishu.announcement.read(chat_id)
            texts = [block.plain_text for block in read.blocks]
            assert len(texts) == len(set(texts))
            await feishu.announcement.write(chat_id, document)
            assert await feishu.announcement.read(chat_id) == document

    run_virtual(main())


HARD_TEXTS = [
    "😀 emoji 👩‍👩‍👧 and flags 🇨🇳",
    "مرحبا بالعالم right to left",
    "e\u0301 combining a\u0308\u0323",
    "群公告 𠮷野家",
]


@BOTH
@pytest.mark.parametrize("text", HARD_TEXTS)
async def test_texts_arrive_unharmed(
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


@BOTH
def test_100_kilobytes_within_the_limits(kind: str) -> None:
    blocks = [Paragraph.of("x" * 400) for _ in range(250)]
    document = Document(blocks=blocks)

    async def main() -> None:
        async with FakeFeishu() as fake, client(fake, limits=DEFAULT_LIMITS) as feishu:
            chat_id = fake.add_chat(docx=kind == "docx").chat_id
            await feishu.announcement.write(chat_id, document)
            assert await feishu.announcement.read(chat_id) == document
            assert {request.status for request in fake.requests} == {200}

    run_virtual(main())


@BOTH
async def test_a_failure_in_the_middle_says_what_was_written(
    fake: FakeFeishu, feishu: FeishuChat, kind: str
) -> None:
    chat = fake.add_chat(docx=kind == "docx")
    document = Document(blocks=[Paragraph.of(f"{n}") for n in range(120)])
    where = "POST /open-apis/docx" if kind == "docx" else "PATCH"
    fake.inject(Pass(), Pass(), Fail(1770032, "forbidden", 403), where=where)
    with pytest.raises(PartialWriteError, match="100 of 120 blocks were written") as caught:
        await feishu.announcement.write(chat.chat_id, document)
    assert (caught.value.written, caught.value.total) == (100, 120)
    assert isinstance(caught.value.__cause__, PermissionDeniedError)
    assert not caught.value.outcome_unknown
    left = await feishu.announcement.read(chat.chat_id)
    assert [block.plain_text for block in left.blocks] == [f"{n}" for n in range(100)]
    await feishu.announcement.write(chat.chat_id, document)
    assert await feishu.announcement.read(chat.chat_id) == document


@BOTH
async def test_what_fails_at_once_is_the_error_itself(
    fake: FakeFeishu, feishu: FeishuChat, kind: str
) -> None:
    chat = fake.add_chat(docx=kind == "docx")
    chat.only_managers_edit, chat.owner_id = True, "ou_boss"
    fake.apps[fake.app_id].operates_as_owner = False
    before = await feishu.announcement.read(chat.chat_id)
    for write in (feishu.announcement.write, feishu.announcement.append):
        with pytest.raises(PermissionDeniedError):
            await write(chat.chat_id, Document(blocks=[Paragraph.of("x")]))
    assert await feishu.announcement.read(chat.chat_id) == before


@BOTH
@pytest.mark.parametrize("fault", [ResetBefore(), ResetAfter()], ids=["before", "after"])
async def test_what_was_appended_is_there_once(
    fake: FakeFeishu, feishu: FeishuChat, kind: str, fault: Fault
) -> None:
    chat_id = fake.add_chat(docx=kind == "docx").chat_id
    await feishu.announcement.write(chat_id, "old")
    fake.inject(fault, where="POST /open-apis/docx" if kind == "docx" else "PATCH")
    if kind == "legacy" and isinstance(fault, ResetBefore):
        # Feishu might carry it out at any time, for all that can be seen.
        with pytest.raises(ConnectionFailedError) as caught:
            await feishu.announcement.append(chat_id, "new")
        assert caught.value.outcome_unknown
        return
    await feishu.announcement.append(chat_id, "new")
    assert (await feishu.announcement.read(chat_id)).plain_text == "old\nnew"


@BOTH
def test_somebody_who_never_ceases_to_edit(kind: str) -> None:
    async def main() -> None:
        async with FakeFeishu(counter=None) as fake, client(fake) as feishu:
            chat = fake.add_chat(docx=kind == "docx")
            where = "POST /open-apis/docx" if kind == "docx" else "PATCH"
            fake.inject(Meddle(chat), times=1000, where=where)
            document = Document(blocks=[Paragraph.of(f"{n}") for n in range(120)])
            with pytest.raises((ConflictError, PartialWriteError), match="8 times") as caught:
                await feishu.announcement.write(chat.chat_id, document)
            # The legacy format takes edits of older versions, so that some were carried out.
            assert isinstance(caught.value, PartialWriteError) == (kind == "legacy")

    run_virtual(main())


@BOTH
async def test_texts_are_replaced_from_one_style_to_the_next(
    fake: FakeFeishu, feishu: FeishuChat, kind: str
) -> None:
    chat_id = fake.add_chat(docx=kind == "docx").chat_id
    await feishu.announcement.write(chat_id, "one two one\n\n- two\n\n`one`")
    assert await feishu.announcement.replace_text(chat_id, "one", "1") == 3
    assert markdown.render(await feishu.announcement.read(chat_id)) == "1 two 1\n\n- two\n\n`1`\n"
    assert await feishu.announcement.replace_text(chat_id, "two", "") == 2


async def test_a_text_that_runs_on_looks_as_it_begins(fake: FakeFeishu, feishu: FeishuChat) -> None:
    chat_id = fake.add_chat(docx=True).chat_id
    await feishu.announcement.write(chat_id, "a **bold** word")
    assert await feishu.announcement.replace_text(chat_id, "old wor", "ald hea") == 1
    assert markdown.render(await feishu.announcement.read(chat_id)) == "a **bald hea**d\n"


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
async def test_bad_input_is_refused_before_any_request(
    fake: FakeFeishu, feishu: FeishuChat, call: Any, problem: str
) -> None:
    with pytest.raises((ValueError, TypeError), match=problem):
        await call(feishu.announcement)
    assert not fake.requests


async def test_an_app_without_scopes_for_docx_writes_in_the_legacy_format(
    fake: FakeFeishu, feishu: FeishuChat
) -> None:
    denied = Fail(99991672, "Access denied. One of the following scopes is required: [x:y].")
    fake.inject(denied, where="GET /open-apis/docx/v1/chats/:chat_id/announcement")
    await feishu.announcement.write(fake.chat_id, TEXT)
    assert markdown.render(await feishu.announcement.read(fake.chat_id)) == TEXT
    docx = fake.add_chat(docx=True).chat_id
    fake.inject(denied, where="GET /open-apis/docx/v1/chats/:chat_id/announcement")
    await feishu.announcement.write(docx, TEXT)  # told by 232097, the docx endpoints are tried
    assert markdown.render(await feishu.announcement.read(docx)) == TEXT


def test_answers_that_never_come_are_told_as_such() -> None:
    async def main() -> None:
        async with FakeFeishu(counter=None) as fake, client(fake) as feishu:
            fake.inject(ResetBefore(), times=1000, where="PATCH")
            with pytest.raises(ConnectionFailedError) as caught:
                await feishu.announcement.write(fake.chat_id, TEXT)
            assert caught.value.outcome_unknown

    run_virtual(main())


def test_what_became_of_an_edit_is_not_forgotten_when_reading_fails_too() -> None:
    async def main() -> None:
        async with FakeFeishu(counter=None) as fake, client(fake) as feishu:
            await feishu.announcement.write(fake.chat_id, "old")
            down = Fail(1500, "internal error", 500)
            for edit in (feishu.announcement.append, feishu.announcement.write):
                fake.inject(ResetAfter(), where="PATCH")
                fake.inject(Pass(), where="GET /open-apis/im")
                fake.inject(down, times=4, where="GET /open-apis/im")
                with pytest.raises(ConnectionFailedError) as caught:
                    await edit(fake.chat_id, "new")
                assert caught.value.outcome_unknown
                fake._faults.clear()
            assert (await feishu.announcement.read(fake.chat_id)).plain_text == "new"

    run_virtual(main())


def test_what_was_cleared_is_told_when_beginning_again_fails() -> None:
    async def main() -> None:
        async with FakeFeishu(counter=None) as fake, client(fake) as feishu:
            chat = fake.add_chat(docx=True)
            await feishu.announcement.write(chat.chat_id, "old")
            fake.inject(Meddle(chat), where="POST /open-apis/docx")
            fake.inject(Pass(), where="GET /open-apis/docx/v1/chats/:chat_id/announcement")
            fake.inject(Pass(), where="GET /open-apis/docx/v1/chats/:chat_id/announcement")
            denied = Fail(1770032, "forbidden", 403)
            fake.inject(denied, times=9, where="GET /open-apis/docx/v1/chats/:chat_id/announcement")
            with pytest.raises(PartialWriteError, match="0 of 1 blocks were written"):
                await feishu.announcement.write(chat.chat_id, "new")

    run_virtual(main())


async def test_what_is_no_text_is_not_counted(fake: FakeFeishu, feishu: FeishuChat) -> None:
    document = Document(blocks=[Paragraph.of(UserMention("ou_7d8a"), " is ou_7d")])
    await feishu.announcement.write(fake.chat_id, document)
    assert await feishu.announcement.replace_text(fake.chat_id, "ou_7d", "Kim") == 1


async def test_what_is_appended_in_parts_among_others_is_there_once(
    fake: FakeFeishu, feishu: FeishuChat
) -> None:
    chat = fake.chats[fake.chat_id]
    more = Document(blocks=[Paragraph.of(f"{n}") for n in range(120)])
    fake.inject(Meddle(chat), times=3, where="PATCH")
    await feishu.announcement.append(fake.chat_id, more)
    texts = (await feishu.announcement.read(fake.chat_id)).plain_text.splitlines()
    assert [text for text in texts[2:] if text != "meddled"] == [f"{n}" for n in range(120)]
    assert texts.count("meddled") == 3


async def test_many_replacements_are_not_made_twice(fake: FakeFeishu, feishu: FeishuChat) -> None:
    chat = fake.add_chat(docx=True)
    document = Document(blocks=[Paragraph.of("a") for _ in range(250)])
    await feishu.announcement.write(chat.chat_id, document)
    fake.inject(Pass(), Meddle(chat), where="batch_update")
    with pytest.raises(PartialWriteError, match="200 of 250 blocks were written"):
        await feishu.announcement.replace_text(chat.chat_id, "a", "aa")
    left = await feishu.announcement.read(chat.chat_id)
    assert [block.plain_text for block in left.blocks] == ["aa"] * 200 + ["a"] * 50
