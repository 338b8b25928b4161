"""One page of a longer list."""

from typing import Generic, TypeVar

import attrs

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
