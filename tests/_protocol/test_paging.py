"""Lists are read page by page: to the end, from the middle, and again after an error."""

import asyncio
import gc
from contextlib import aclosing
from typing import Any

import pytest

from feishu_chat_async import DecodeError, FeishuChat, PageIterator, ServerError
from feishu_chat_async._protocol.paging import Page, pages
from feishu_chat_async.endpoints import chats
from feishu_chat_async.testing import FakeFeishu
from feishu_chat_async.testing.faults import Fail, Garbage, Hang
from tests.conftest import client


class Book:
    """A list of pages by token that records which of them were read."""

    def __init__(self, **book: Page[int]) -> None:
        self.book = book
        self.read: list[str | None] = []
        self.broken: set[str | None] = set()

    async def __call__(self, token: str | None) -> Page[int]:
        self.read.append(token)
        await asyncio.sleep(0)
        if token in self.broken:
            self.broken.remove(token)
            raise OSError("broken")
        return self.book[token or "first"]


def page(*items: int, then: str | None = None, has_more: bool = True) -> Page[int]:
    return Page(items=items, page_token=then, has_more=has_more and then is not None)


THREE = {"first": page(1, 2, then="b"), "b": page(then="c"), "c": page(3)}


async def test_all_pages_are_read_even_after_an_empty_one() -> None:
    book = Book(**THREE)
    assert [item async for item in PageIterator(book)] == [1, 2, 3]
    assert book.read == [None, "b", "c"]


async def test_a_page_is_only_read_when_needed() -> None:
    book = Book(**THREE)
    iterator = PageIterator(book)
    assert not book.read
    assert [await anext(iterator), await anext(iterator)] == [1, 2]
    assert book.read == [None]


@pytest.mark.parametrize(
    "last",
    [
        page(9, then="b"),  # the token that was just used
        page(9, then="a"),  # one before that
        page(9, then="z", has_more=False),  # nothing is left, despite the token
        Page(items=(9,), page_token="", has_more=True),
        Page(items=(9,), has_more=True),
    ],
)
async def test_a_page_that_leads_nowhere_ends_the_iteration(last: Page[int]) -> None:
    book = Book(first=page(1, then="a"), a=page(2, then="b"), b=last)
    assert [item async for item in PageIterator(book)] == [1, 2, 9]
    assert book.read == [None, "a", "b"]


async def test_an_ended_iterator_stays_ended() -> None:
    iterator = PageIterator(Book(first=page(1)))
    assert [item async for item in iterator] == [1]
    assert iterator.page_token is None
    for _ in range(2):
        with pytest.raises(StopAsyncIteration):
            await anext(iterator)


async def test_another_iterator_can_continue_from_a_page_token() -> None:
    book = Book(first=page(1, 2, then="b"), b=page(3, 4, then="c"), c=page(5))
    broken = PageIterator(book)
    seen = [await anext(broken) for _ in range(3)]
    assert broken.page_token == "b"
    rest = [item async for item in PageIterator(book, broken.page_token)]
    assert (seen, rest) == ([1, 2, 3], [3, 4, 5])  # some again, none left out


async def test_a_token_between_two_pages_continues_with_the_next_page() -> None:
    book = Book(first=page(1, 2, then="b"), b=page(3, 4))
    iterator = PageIterator(book)
    assert [await anext(iterator), await anext(iterator)] == [1, 2]
    assert iterator.page_token is None  # the last item was on the first page
    assert await anext(iterator) == 3
    assert iterator.page_token == "b"


async def test_after_an_error_the_same_page_is_read_again() -> None:
    book = Book(**THREE)
    book.broken = {"b"}
    iterator = PageIterator(book)
    assert [await anext(iterator), await anext(iterator)] == [1, 2]
    with pytest.raises(OSError, match="broken"):
        await anext(iterator)
    assert iterator.page_token == "b"
    assert [item async for item in iterator] == [3]
    assert book.read == [None, "b", "b", "c"]


async def test_a_cancelled_iterator_can_continue() -> None:
    gate = asyncio.Event()

    async def read(_: str | None) -> Page[int]:
        await gate.wait()
        return page(1)

    iterator = PageIterator(read)
    task = asyncio.ensure_future(anext(iterator))
    await asyncio.sleep(0)
    with pytest.raises(RuntimeError, match="two tasks must not read"):
        await anext(iterator)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    gate.set()
    assert [item async for item in iterator] == [1]


async def test_an_iterator_can_be_closed() -> None:
    book = Book(**THREE)
    async with aclosing(PageIterator(book)) as iterator:
        async for _ in iterator:
            break
    assert [item async for item in iterator] == []
    assert book.read == [None]


async def test_an_iterator_closed_while_it_reads_a_page_ends() -> None:
    gate = asyncio.Event()

    async def read(_: str | None) -> Page[int]:
        await gate.wait()
        return page(1)

    iterator = PageIterator(read)
    task = asyncio.ensure_future(anext(iterator))
    await asyncio.sleep(0)
    await iterator.aclose()
    gate.set()
    with pytest.raises(StopAsyncIteration):
        await task


# --- through a client -------------------------------------------------------------------------


@pytest.fixture
def long_list(fake: FakeFeishu) -> dict[str, Any]:
    tree = fake.add_chat("Docx", docx=True).announcement.tree
    tree.create(tree.root_id, [{"block_type": 22, "divider": {}}] * 50, None)
    return {"chat_id": tree.root_id, "page_size": 20}


async def test_a_broken_loop_leaves_nothing_behind(
    fake: FakeFeishu, feishu: FeishuChat, long_list: dict[str, Any]
) -> None:
    await feishu.docx_announcement.get(long_list["chat_id"])  # the server has its task by now
    before = len(asyncio.all_tasks())
    async for _ in feishu.docx_announcement.iter_blocks(**long_list):
        break
    gc.collect()
    assert len(asyncio.all_tasks()) == before
    assert not feishu._session.lifecycle._calls
    assert len(fake.requests) == 3  # a token, and twice this announcement


async def test_a_cancelled_loop_leaves_nothing_behind(
    fake: FakeFeishu, feishu: FeishuChat, long_list: dict[str, Any]
) -> None:
    seen = []

    async def read() -> None:
        async for block in feishu.docx_announcement.iter_blocks(**long_list):
            seen.append(block)
            if len(seen) == 20:
                fake.inject(Hang(30), where="announcement")

    task = asyncio.ensure_future(read())
    while len(fake.requests) < 3:  # noqa: ASYNC110  (the fake has no event to wait for)
        await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert len(seen) == 20
    assert not feishu._session.lifecycle._calls
    assert len([b async for b in feishu.docx_announcement.iter_blocks(**long_list)]) == 51


async def test_errors_of_a_page_are_raised_and_the_iterator_can_continue(
    fake: FakeFeishu, long_list: dict[str, Any]
) -> None:
    garbage = Garbage(b'{"code": 0, "data": {"items": [{}]}}', 200, "application/json")
    async with client(fake, retry=None) as feishu:
        iterator = feishu.docx_announcement.iter_blocks(**long_list)
        found = [await anext(iterator) for _ in range(20)]
        fake.inject(Fail(1771001, "server internal error", 500), garbage, where="announcement")
        with pytest.raises(ServerError):
            await anext(iterator)
        with pytest.raises(DecodeError) as caught:
            await anext(iterator)
        assert caught.value.field == "data.items[0].block_type"
        found += [block async for block in iterator]
    assert len(found) == 51 == len({block.block_id for block in found})


async def test_wrong_arguments_are_refused_when_the_iterator_is_created(
    fake: FakeFeishu, feishu: FeishuChat
) -> None:
    with pytest.raises(ValueError, match="page_size must be at least 1 and at most 100"):
        feishu.chats.iter(page_size=101)
    with pytest.raises(TypeError, match="page_token must be a string"):
        feishu.chats.iter(page_token=5)  # type: ignore[arg-type]
    assert not fake.requests


async def test_an_empty_page_token_is_the_first_page(feishu: FeishuChat) -> None:
    assert feishu.chats.iter(page_token="").page_token is None
    assert pages(feishu._session.call, chats.LIST, query={}).page_token is None
