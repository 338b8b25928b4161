"""Pages of long lists, and the iterator over all of them."""

from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import Generic, Self, TypeVar

import attrs

from .endpoint import NO_PARAMS, Caller, Endpoint

T = TypeVar("T")


@attrs.frozen(kw_only=True)
class Page(Generic[T]):
    """One page of a list; the `iter` methods read all pages.

    A page can be short, or empty, without being the last: Feishu splits a list into pages before
    it filters them.
    """

    items: tuple[T, ...] = ()
    page_token: str | None = None
    """Pass it to the same method to read the next page; None if there is none."""
    has_more: bool = False
    """Whether there is another page."""


class PageIterator(AsyncIterator[T], Generic[T]):
    """An iterator over all items of a paged list; a page is read when its items are needed.

    ::

        async for chat in feishu.chats.iter():
            ...

    The loop can be left at any time: between two items, nothing is open or in progress. After an
    error, asking for the next item reads the same page again. Another iterator, in this or another
    process, continues from here if it is given this one's `page_token`.

    Args:
        read: Called with a page token to read a page, and with None to read the first one.
        page_token: The page to start with; None for the first one.
    """

    def __init__(
        self, read: Callable[[str | None], Awaitable[Page[T]]], page_token: str | None = None
    ) -> None:
        self.page_token = page_token
        """The token of the page that the last item was on, or that could not be read. Continuing
        from it can repeat items of that page but never skips any. None for the first page, and
        at the end."""
        self._read = read
        self._items: deque[T] = deque()
        self._next: str | None = page_token
        self._seen: set[str] = set() if page_token is None else {page_token}
        self._ended = False
        self._reading = False

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> T:
        while not self._items:
            self.page_token = None if self._ended else self._next
            if self._ended:
                raise StopAsyncIteration
            await self._read_page()
        return self._items.popleft()

    async def aclose(self) -> None:
        """Stop the iteration. Not needed after a loop; `contextlib.aclosing` calls it."""
        self._ended = True
        self._items.clear()

    async def _read_page(self) -> None:
        if self._reading:
            raise RuntimeError("two tasks must not read from one iterator at the same time")
        self._reading = True
        try:
            page = await self._read(self._next)
        finally:
            self._reading = False
        if self._ended:  # closed while the page was read
            return
        self._items.extend(page.items)
        token = page.page_token
        # A short page is not the end: Feishu filters after splitting the list into pages.
        if not page.has_more or not token or token in self._seen:
            self._ended = True
        else:
            self._seen.add(token)
            self._next = token


def pages(
    call: Caller,
    endpoint: Endpoint[Page[T]],
    *,
    path: Mapping[str, str] = NO_PARAMS,
    query: Mapping[str, object],
) -> PageIterator[T]:
    """Return an iterator over the items that an endpoint lists, from `query["page_token"]` on."""

    def read(page_token: str | None) -> Awaitable[Page[T]]:
        return call(endpoint, path=path, query={**query, "page_token": page_token})

    first = query.get("page_token")
    return PageIterator(read, first if isinstance(first, str) else None)
