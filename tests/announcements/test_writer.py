"""Edits in either format: the format is remembered, conflicts restart, failures are reported."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeAlias

import pytest

from feishu_chat_async import (
    ConflictError,
    ConnectionFailedError,
    FeishuChat,
    InvalidRequestError,
    PartialWriteError,
    PermissionDeniedError,
)
from feishu_chat_async.richtext import markdown
from feishu_chat_async.richtext.document import Document, Paragraph
from feishu_chat_async.testing import FakeFeishu
from feishu_chat_async.testing.faults import Fail, Fault, ResetAfter, ResetBefore
from tests.conftest import client
from tests.support.announcements import (
    CREATE,
    After,
    EditByOther,
    NoFault,
    both_formats,
    first_write,
    numbered,
)
from tests.support.virtual import run_virtual

TEXT = "# Release 2.1\n\n- freeze: **Friday**\n"
Call: TypeAlias = Callable[[], Awaitable[object]]

GET_DOCX = "GET /open-apis/docx/v1/chats/:chat_id/announcement"


async def test_the_format_is_requested_again_only_after_it_changed(
    fake: FakeFeishu, feishu: FeishuChat
) -> None:
    chat = fake.add_chat()
    await feishu.announcement.write(chat.chat_id, TEXT)
    docx_requests = [request for request in fake.requests if "docx" in request.path]
    assert len(docx_requests) == 1
    chat.announcement.is_docx = True
    await feishu.announcement.write(chat.chat_id, TEXT)
    assert markdown.render(await feishu.announcement.read(chat.chat_id)) == TEXT
    chat.announcement.is_docx = False
    assert markdown.render(await feishu.announcement.read(chat.chat_id)) == TEXT


async def test_an_app_without_docx_scopes_uses_the_legacy_format(
    fake: FakeFeishu, feishu: FeishuChat
) -> None:
    denied = Fail(99991672, "Access denied. One of the following scopes is required: [x:y].")
    fake.inject(denied, where=GET_DOCX)
    await feishu.announcement.write(fake.chat_id, TEXT)
    assert markdown.render(await feishu.announcement.read(fake.chat_id)) == TEXT
    docx = fake.add_chat(docx=True).chat_id
    fake.inject(denied, where=GET_DOCX)
    await feishu.announcement.write(docx, TEXT)  # code 232097 shows that it is docx after all
    assert markdown.render(await feishu.announcement.read(docx)) == TEXT


@both_formats
def test_one_of_two_simultaneous_writes_ends_up_complete(kind: str) -> None:
    async def main() -> None:
        async with FakeFeishu(counter=None) as fake, client(fake) as first, client(fake) as second:
            chat_id = fake.add_chat(docx=kind == "docx").chat_id
            for turn in range(20):
                count = 3 if turn % 5 else 60  # in one request, or in several
                documents = [
                    Document(
                        title=f"{turn}",
                        blocks=[Paragraph.of(f"{name} {turn} {n}") for n in range(count)],
                    )
                    for name in "ab"
                ]
                results = await asyncio.gather(
                    first.announcement.write(chat_id, documents[0]),
                    second.announcement.write(chat_id, documents[1]),
                    return_exceptions=True,
                )
                assert not [result for result in results if result is not None]
                assert await first.announcement.read(chat_id) in documents

    run_virtual(main())


@both_formats
def test_a_write_gives_up_if_others_edit_during_every_attempt(kind: str) -> None:
    async def main() -> None:
        async with FakeFeishu(counter=None) as fake, client(fake) as feishu:
            chat = fake.add_chat(docx=kind == "docx")
            fake.inject(EditByOther(chat), times=1000, where=first_write(kind))
            document = Document(blocks=numbered(120).blocks)
            with pytest.raises((ConflictError, PartialWriteError), match="all 8 att") as caught:
                await feishu.announcement.write(chat.chat_id, document)
            # The legacy format accepts edits of older revisions, so some were carried out.
            assert isinstance(caught.value, PartialWriteError) == (kind == "legacy")

    run_virtual(main())


@both_formats
async def test_a_failure_midway_reports_how_much_was_written(
    fake: FakeFeishu, feishu: FeishuChat, kind: str
) -> None:
    chat = fake.add_chat(docx=kind == "docx")
    document = Document(blocks=[Paragraph.of(f"{n}") for n in range(120)])
    fake.inject(NoFault(), NoFault(), Fail(1770032, "forbidden", 403), where=first_write(kind))
    with pytest.raises(PartialWriteError, match="100 of 120 blocks were written") as caught:
        await feishu.announcement.write(chat.chat_id, document)
    assert (caught.value.written, caught.value.total) == (100, 120)
    assert isinstance(caught.value.__cause__, PermissionDeniedError)
    assert not caught.value.outcome_unknown
    left = await feishu.announcement.read(chat.chat_id)
    assert [block.plain_text for block in left.blocks] == [f"{n}" for n in range(100)]
    await feishu.announcement.write(chat.chat_id, document)
    assert await feishu.announcement.read(chat.chat_id) == document


@both_formats
async def test_a_failure_before_any_change_is_raised_unchanged(
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


def test_a_failed_restart_reports_what_was_deleted_before_it() -> None:
    async def main() -> None:
        async with FakeFeishu(counter=None) as fake, client(fake) as feishu:
            chat = fake.add_chat(docx=True)
            await feishu.announcement.write(chat.chat_id, "old")
            fake.inject(EditByOther(chat), where=CREATE)
            fake.inject(NoFault(), NoFault(), where=GET_DOCX)
            fake.inject(Fail(1770032, "forbidden", 403), times=9, where=GET_DOCX)
            with pytest.raises(PartialWriteError, match="0 of 1 blocks were written"):
                await feishu.announcement.write(chat.chat_id, "new")

    run_virtual(main())


@both_formats
@pytest.mark.parametrize("fault", [ResetBefore(), ResetAfter()], ids=["before", "after"])
async def test_append_writes_blocks_once(
    fake: FakeFeishu, feishu: FeishuChat, kind: str, fault: Fault
) -> None:
    chat_id = fake.add_chat(docx=kind == "docx").chat_id
    await feishu.announcement.write(chat_id, "old")
    fake.inject(fault, where=first_write(kind))
    if kind == "legacy" and isinstance(fault, ResetBefore):
        # For all that the client can see, Feishu may still carry out the request.
        with pytest.raises(ConnectionFailedError) as caught:
            await feishu.announcement.append(chat_id, "new")
        assert caught.value.outcome_unknown
        return
    await feishu.announcement.append(chat_id, "new")
    assert (await feishu.announcement.read(chat_id)).plain_text == "old\nnew"


@both_formats
async def test_nothing_is_rewritten_after_the_format_changed_midway(
    fake: FakeFeishu, feishu: FeishuChat, kind: str
) -> None:
    """The conversion to the other format may have kept what was written."""
    chat = fake.add_chat(docx=kind == "docx")
    await feishu.announcement.write(chat.chat_id, "old")

    async def change_format() -> None:
        chat.announcement.is_docx = not chat.announcement.is_docx

    fake.inject(NoFault(), After(change_format), where=first_write(kind))
    with pytest.raises(PartialWriteError, match="50 of 120"):
        await feishu.announcement.append(chat.chat_id, numbered(120))
    fake.inject(After(change_format), where="PATCH" if kind == "docx" else CREATE)
    await feishu.announcement.append(chat.chat_id, "new")  # nothing was written before the change
    assert (await feishu.announcement.read(chat.chat_id)).plain_text.splitlines().count("new") == 1


@pytest.mark.parametrize(
    ("code", "requests"),
    [(1770001, ["DELETE", CREATE, "batch_update"]), (232018, ["PATCH"] * 3)],
    ids=["docx", "legacy"],
)
async def test_a_refused_edit_is_not_restarted_without_edits_by_others(
    fake: FakeFeishu, feishu: FeishuChat, code: int, requests: list[str]
) -> None:
    chat_id = fake.add_chat(docx=code != 232018).chat_id
    edits = feishu.announcement
    await edits.write(chat_id, numbered(120))
    calls: list[Call] = [
        lambda: edits.write(chat_id, "new"),
        lambda: edits.append(chat_id, "new"),
        lambda: edits.replace_text(chat_id, "item", "thing"),
    ]
    for where, call in zip(requests, calls, strict=True):
        fake.inject(Fail(code), where=where)
        with pytest.raises(InvalidRequestError) as caught:
            await call()
        assert caught.value.code == code
    assert await edits.read(chat_id) == numbered(120)
    fake.inject(NoFault(), Fail(code), where=requests[1])
    with pytest.raises(PartialWriteError, match="50 of 120"):
        await edits.append(chat_id, numbered(120))


@both_formats
def test_a_cancelled_write_does_not_block_the_next_one(kind: str) -> None:
    async def main() -> None:
        async with FakeFeishu(counter=None, latency_s=0.1) as fake, client(fake) as feishu:
            chat_id = fake.add_chat(docx=kind == "docx").chat_id
            for cancelled_after_s in (0.05, 0.15, 0.25, 0.35, 0.45):
                with pytest.raises(TimeoutError):
                    async with asyncio.timeout(cancelled_after_s):
                        await feishu.announcement.write(chat_id, numbered(120, "first"))
                await asyncio.sleep(1)
                await feishu.announcement.write(chat_id, numbered(120))
                assert await feishu.announcement.read(chat_id) == numbered(120)

    run_virtual(main())
