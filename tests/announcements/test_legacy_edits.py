"""Edits of an announcement in the legacy format, concurrent with edits by others."""

import pytest

from feishu_chat_async import (
    ConnectionFailedError,
    DecodeError,
    FeishuChat,
    PartialWriteError,
)
from feishu_chat_async.richtext.document import Document, Paragraph, UserMention
from feishu_chat_async.testing import FakeFeishu
from feishu_chat_async.testing.faults import Fail, ResetAfter, ResetBefore
from tests.conftest import client
from tests.support.announcements import After, ChangeAnswer, EditByOther, NoFault, numbered
from tests.support.virtual import run_virtual


async def test_ids_in_mentions_are_not_counted_as_text(
    fake: FakeFeishu, feishu: FeishuChat
) -> None:
    document = Document(blocks=[Paragraph.of(UserMention("ou_7d8a"), " is ou_7d")])
    await feishu.announcement.write(fake.chat_id, document)
    assert await feishu.announcement.replace_text(fake.chat_id, "ou_7d", "Kim") == 1


async def test_append_writes_each_batch_once_despite_edits_by_others(
    fake: FakeFeishu, feishu: FeishuChat
) -> None:
    chat = fake.chats[fake.chat_id]
    document = Document(blocks=[Paragraph.of(f"{n}") for n in range(120)])
    fake.inject(EditByOther(chat), times=3, where="PATCH")
    await feishu.announcement.append(fake.chat_id, document)
    texts = (await feishu.announcement.read(fake.chat_id)).plain_text.splitlines()
    assert [text for text in texts[2:] if text != "by another"] == [f"{n}" for n in range(120)]
    assert texts.count("by another") == 3


async def test_an_unchanged_document_is_not_written_again(
    fake: FakeFeishu, feishu: FeishuChat
) -> None:
    await feishu.announcement.write(fake.chat_id, numbered(3))
    fake.requests.clear()
    await feishu.announcement.write(fake.chat_id, numbered(3))
    assert {request.method for request in fake.requests} == {"GET"}


async def test_writing_continues_if_a_lost_edit_was_carried_out(
    fake: FakeFeishu, feishu: FeishuChat
) -> None:
    """It stops with an error if the edit was not carried out."""
    document = numbered(120)
    fake.inject(ResetAfter(), NoFault(), ResetAfter(), where="PATCH")
    await feishu.announcement.write(fake.chat_id, document)
    fake.inject(NoFault(), ResetAfter(), where="PATCH")
    await feishu.announcement.append(fake.chat_id, numbered(120, "more"))
    texts = (await feishu.announcement.read(fake.chat_id)).plain_text.splitlines()
    assert texts == ["T", *(f"{name} {n}" for name in ("item", "more") for n in range(120))]
    fake.inject(NoFault(), ResetBefore(), where="PATCH")
    with pytest.raises(PartialWriteError, match="50 of 120") as caught:
        await feishu.announcement.append(fake.chat_id, document)
    assert caught.value.outcome_unknown
    assert isinstance(caught.value.__cause__, ConnectionFailedError)


async def test_neither_a_newer_revision_nor_old_text_proves_that_an_edit_was_carried_out(
    fake: FakeFeishu, feishu: FeishuChat
) -> None:
    chat = fake.chats[fake.chat_id]

    async def add_revision() -> None:
        chat.announcement.revision += 1

    fake.inject(After(add_revision, ResetBefore()), where="PATCH")
    with pytest.raises(ConnectionFailedError) as caught:
        await feishu.announcement.write(fake.chat_id, "# Release room\n\n**Welcome.**")
    assert caught.value.outcome_unknown


def test_a_write_without_any_answer_fails_with_an_unknown_outcome() -> None:
    async def main() -> None:
        async with FakeFeishu(counter=None) as fake, client(fake) as feishu:
            fake.inject(ResetBefore(), times=1000, where="PATCH")
            with pytest.raises(ConnectionFailedError) as caught:
                await feishu.announcement.write(fake.chat_id, "new")
            assert caught.value.outcome_unknown

    run_virtual(main())


def test_an_unknown_outcome_stays_unknown_if_reading_fails_too() -> None:
    async def main() -> None:
        async with FakeFeishu(counter=None) as fake, client(fake) as feishu:
            await feishu.announcement.write(fake.chat_id, "old")
            for edit in (feishu.announcement.append, feishu.announcement.write):
                fake.inject(ResetAfter(), where="PATCH")
                fake.inject(NoFault(), where="GET /open-apis/im")
                fake.inject(Fail(1500, "internal error", 500), times=4, where="GET /open-apis/im")
                with pytest.raises(ConnectionFailedError) as caught:
                    await edit(fake.chat_id, "new")
                assert caught.value.outcome_unknown
                fake.clear_faults()
            assert (await feishu.announcement.read(fake.chat_id)).plain_text == "new"

    run_virtual(main())


@pytest.mark.parametrize("skip", [0, 1])
async def test_edits_restart_if_their_revision_is_too_old(
    fake: FakeFeishu, feishu: FeishuChat, skip: int
) -> None:
    """The legacy format refuses edits of revisions that are more than 100 older."""
    chat = fake.chats[fake.chat_id]

    async def add_revisions() -> None:
        chat.announcement.revision += 101

    for edit in (
        lambda: feishu.announcement.write(fake.chat_id, numbered(120)),
        lambda: feishu.announcement.append(fake.chat_id, numbered(120, "more")),
        lambda: feishu.announcement.replace_text(fake.chat_id, "item", "thing"),
    ):
        fake.inject(*[NoFault()] * skip, After(add_revisions), where="PATCH")
        await edit()
        fake.clear_faults()
    texts = (await feishu.announcement.read(fake.chat_id)).plain_text.splitlines()
    assert texts == ["T", *(f"{name} {n}" for name in ("thing", "more") for n in range(120))]


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        ({"revision": "Welcome"}, "data.revision: expected a number in a string"),
        ({"content": "<p>Welcome</p>"}, "data.content: is not JSON"),
    ],
)
async def test_an_announcement_that_cannot_be_decoded_is_an_error_without_its_content(
    fake: FakeFeishu, feishu: FeishuChat, answer: dict[str, str], problem: str
) -> None:
    for call in (
        lambda: feishu.announcement.read(fake.chat_id),
        lambda: feishu.announcement.write(fake.chat_id, "new"),
    ):
        fake.inject(ChangeAnswer(lambda data: data.update(answer)), where="GET /open-apis/im")
        with pytest.raises(DecodeError, match=problem) as caught:
            await call()
        assert "Welcome" not in str(caught.value)
