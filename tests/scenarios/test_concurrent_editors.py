"""Announcements edited by several clients at once, and edits that fail or are carried out late."""

import asyncio

import pytest

from feishu_chat_async import FeishuError, PartialWriteError
from feishu_chat_async.testing import FakeFeishu
from feishu_chat_async.testing.faults import (
    Fail,
    Fault,
    Garbage,
    Reject,
    ResetAfter,
    ResetBefore,
)
from tests.conftest import client
from tests.support.announcements import ExecuteLate, both_formats, first_write, numbered
from tests.support.virtual import run_virtual


@pytest.mark.parametrize("kind", ["docx", "rebased", "legacy"])
def test_one_of_two_slow_writes_ends_up_complete(kind: str) -> None:
    async def main() -> None:
        async with FakeFeishu(counter=None, latency_s=0.5) as fake:
            chat = fake.add_chat(docx=kind != "legacy")
            chat.announcement.rebases = kind == "rebased"
            async with client(fake) as first, client(fake) as second:
                for turn in range(20):
                    documents = [numbered(3 if turn % 5 else 60, f"{name} {turn}") for name in "ab"]
                    await asyncio.gather(
                        first.announcement.write(chat.chat_id, documents[0]),
                        second.announcement.write(chat.chat_id, documents[1]),
                    )
                    assert await first.announcement.read(chat.chat_id) in documents

    run_virtual(main())


@both_formats
@pytest.mark.parametrize(
    "failure",
    [ResetBefore(), Fail(1500, "internal error", 500), Garbage(status=504), None],
    ids=["reset", "5xx", "gateway", "timeout"],
)
def test_a_request_that_is_carried_out_late_has_its_effect_once(
    kind: str, failure: Fault | None
) -> None:
    async def main() -> None:
        options = {"attempt_timeout_s": 5.0, "timeout_s": 20.0}
        async with FakeFeishu(counter=None) as fake, client(fake, **options) as feishu:
            chat_id = fake.add_chat(docx=kind == "docx").chat_id
            for edit in (feishu.announcement.append, feishu.announcement.write):
                await feishu.announcement.write(chat_id, "old")
                late = ExecuteLate(failure, 1.0 if failure else 30.0)
                fake.inject(late, where=first_write(kind))
                try:
                    await edit(chat_id, "new")
                except FeishuError as error:
                    assert error.outcome_unknown
                await asyncio.sleep(60)
                lines = (await feishu.announcement.read(chat_id)).plain_text.splitlines()
                assert lines.count("new") == 1 and lines.count("old") <= 1

    run_virtual(main())


FAULTS = [
    ResetBefore(),
    ResetAfter(),
    Fail(1771001, "server internal error", 500),
    Reject(1, 429),
]


@pytest.mark.parametrize(
    ("kind", "where"),
    [("legacy", "PATCH"), *(("docx", method) for method in ("POST", "DELETE", "PATCH"))],
)
@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: type(fault).__name__)
@pytest.mark.parametrize("times", [1, 9])
def test_a_failure_midway_duplicates_no_block(
    kind: str, where: str, fault: Fault, times: int
) -> None:
    document = numbered(120)

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
            assert sum(pending.left for pending in fake._faults) < times  # it occurred
            fake.clear_faults()
            read = await feishu.announcement.read(chat_id)
            texts = [block.plain_text for block in read.blocks]
            assert len(texts) == len(set(texts))
            await feishu.announcement.write(chat_id, document)
            assert await feishu.announcement.read(chat_id) == document

    run_virtual(main())
