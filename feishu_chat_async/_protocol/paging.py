"""Reading all pages of a list, one after the other."""

from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import Generic, Self, TypeVar

import attrs

from .endpoint import NO_PARAMS, Caller, Endpoint

T = TypeVar("T")


@attrs.frozen(kw_only=True)
class Page(Generic[T]):
    """One page of a longer list; the `iter` methods read all of them.

    A page may be short, or empty, and not be the last: Feishu filters after it has cut the pages.
    """

    items: tuple[T, ...] = ()
    page_token: str | None = None
    """Hand it to the same method for the next page."""
    has_more: bool = False


class PageIterator(AsyncIterator[T], Generic[T]):
    """All items of a list that comes in pages; the next page is read when it is needed.

    ::

        async for chat in feishu.chats.iter():
            ...

    It may be left at any time: between items nothing is open or under way. After an error, asking
    for the next item reads the same page again; `page_token` lets another iterator, also in
    another process, go on where this one was.
    """

    def __init__(
        self, read: Callable[[str | None], Awaitable[Page[T]]], page_token: str | None = None
    ) -> None:
        self.page_token = page_token
        """Of the page that the last item was on, or that was read in vain: going on from it may
        repeat some items of this page and leaves none out. None for the first page, and at the
        end."""
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
        """End it: there are no further items. Not needed, but `contextlib.aclosing` calls it."""
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
        if self._ended:  # closed meanwhile
            return
        self._items.extend(page.items)
        token = page.page_token
        # Never because a page is short: Feishu filters after it has cut the pages.
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
    """Iterate over what an endpoint lists, from the `page_token` in `query` on."""

    def read(page_token: str | None) -> Awaitable[Page[T]]:
        return call(endpoint, path=path, query={**query, "page_token": page_token})

    begin = query.get("page_token")
    return PageIterator(read, begin if isinstance(begin, str) else None)
