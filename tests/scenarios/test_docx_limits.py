"""The rate limits of docx announcements, per app and per announcement, in virtual time."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from feishu_chat_async import DEFAULT_LIMITS, FeishuChat, Limit, RateLimits, docx
from feishu_chat_async.testing import FakeFeishu
from tests.conftest import client
from tests.support.virtual import run_virtual

Edit = Callable[[FeishuChat, str], Awaitable[object]]


async def create(feishu: FeishuChat, chat_id: str) -> object:
    return await feishu.docx_announcement.create_children(chat_id, chat_id, [docx.DividerBlock()])


async def delete(feishu: FeishuChat, chat_id: str) -> object:
    return await feishu.docx_announcement.delete_children(
        chat_id, chat_id, start_index=0, end_index=1
    )


async def update(feishu: FeishuChat, chat_id: str) -> object:
    title = docx.UpdateTextElements(block_id=chat_id, elements=[docx.TextRun(content="Title")])
    return await feishu.docx_announcement.batch_update(chat_id, [title])


def edit_all(chats: int, edits: list[Edit]) -> tuple[float, list[int | None]]:
    """Make all edits of all announcements at once; return the seconds taken and the statuses."""

    async def main() -> tuple[float, list[int | None]]:
        async with FakeFeishu() as fake, client(fake, limits=DEFAULT_LIMITS) as feishu:
            ids = [fake.add_chat(docx=True).chat_id for _ in range(chats)]
            for chat_id in ids:
                tree = fake.chats[chat_id].announcement.tree
                tree.create(chat_id, [{"block_type": 22, "divider": {}}] * 50, None)
            began = asyncio.get_running_loop().time()
            await asyncio.gather(*(edit(feishu, one) for edit in edits for one in ids))
            took_s = asyncio.get_running_loop().time() - began
            return took_s, [one.status for one in fake.requests if one.method != "GET"][1:]

    return run_virtual(main())


def test_edits_of_one_announcement_share_3_a_second() -> None:
    took_s, statuses = edit_all(1, [create, update, delete] * 4)
    assert statuses == [200] * 12
    assert 3.0 <= took_s < 3.5  # at 0, 1, 2 and 3 s


def test_the_limit_of_one_announcement_can_be_changed() -> None:
    wide = RateLimits(overrides={"announcement": (Limit(12, 1.0),)})
    feishu = FeishuChat("cli_1", "s", limits=wide)
    assert feishu._session.limiter._limits == wide
    with pytest.raises(ValueError, match=r"limits\.overrides contains 'members'"):
        FeishuChat("cli_1", "s", limits=RateLimits(overrides={"members": ()}))


def test_edits_of_many_announcements_share_5_a_second_per_call() -> None:
    took_s, statuses = edit_all(10, [create] * 2)
    assert statuses == [200] * 20
    assert 3.0 <= took_s < 3.5


def test_a_rejected_edit_closes_the_gate_of_its_announcement_only() -> None:
    """Without client-side limits, the HTTP status decides which gate is closed."""

    async def main() -> None:
        async with FakeFeishu() as fake, client(fake, limits=None) as feishu:
            busy, idle = (fake.add_chat(docx=True).chat_id for _ in range(2))
            loop = asyncio.get_running_loop()
            began = loop.time()
            edits = [asyncio.ensure_future(create(feishu, busy)) for _ in range(4)]
            await asyncio.wait(edits, return_when=asyncio.FIRST_EXCEPTION, timeout=0.5)
            assert [edit.done() for edit in edits].count(False) == 1
            await create(feishu, idle)
            assert loop.time() - began < 0.6
            await asyncio.gather(*edits)
            assert loop.time() - began >= 1
        assert [request.status for request in fake.requests].count(429) == 1

    run_virtual(main())


def reads(feishu: FeishuChat, chat_id: str) -> dict[str, Callable[[], Awaitable[Any]]]:
    calls = feishu.docx_announcement
    return {
        "get": lambda: calls.get(chat_id),
        "list_blocks": lambda: calls.list_blocks(chat_id),
        "get_block": lambda: calls.get_block(chat_id, chat_id),
        "list_children": lambda: calls.list_children(chat_id, chat_id),
    }


@pytest.mark.parametrize(
    ("name", "per_s"), [("get", 20), ("list_blocks", 10), ("get_block", 10), ("list_children", 10)]
)
def test_reads_respect_their_limits(name: str, per_s: int) -> None:
    async def main() -> tuple[float, set[int | None]]:
        async with FakeFeishu() as fake, client(fake, limits=DEFAULT_LIMITS) as feishu:
            read = reads(feishu, fake.add_chat(docx=True).chat_id)[name]
            began = asyncio.get_running_loop().time()
            await asyncio.gather(*(read() for _ in range(2 * per_s + 1)))
            return asyncio.get_running_loop().time() - began, {
                request.status for request in fake.requests
            }

    took_s, statuses = run_virtual(main())
    assert statuses == {200}
    assert 2.0 <= took_s < 2.6
