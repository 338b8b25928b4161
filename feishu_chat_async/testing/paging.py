"""How `FakeFeishu` cuts a list into pages."""

import base64
import json
import re
from collections.abc import Callable
from typing import Final, TypeVar

from .requests import FakeRequest, RefusedError, invalid

T = TypeVar("T")

_PAGE_SIZE: Final = re.compile("[0-9]{1,9}")


def page_of(
    incoming: FakeRequest,
    of: str,
    numbered: list[tuple[int, T]],
    *,
    max_size: int = 100,
    default: int = 20,
    refused: Callable[[str], RefusedError] = invalid,
) -> tuple[list[T], dict[str, object]]:
    """Cut a page out of a list whose items have rising numbers; return it, and what is behind it.

    A `page_token` holds the number of the last item before the page, and `of`, the name of the
    list: it is good for this list only, and stays good when items come and go.
    """
    size = incoming.query.get("page_size", str(default))
    if not _PAGE_SIZE.fullmatch(size) or not 1 <= int(size) <= max_size:
        raise refused(f"page_size {size!r}")
    token = incoming.query.get("page_token")
    after = None if not token else _opened(token, of, refused)
    rest = [(number, item) for number, item in numbered if after is None or number > after]
    page = rest[: int(size)]
    more: dict[str, object] = {"has_more": len(rest) > len(page)}
    if more["has_more"]:
        more["page_token"] = _sealed(page[-1][0], of)
    return [item for _, item in page], more


def _sealed(number: int, of: str) -> str:
    return base64.urlsafe_b64encode(json.dumps([of, number]).encode()).decode()


def _opened(token: str, of: str, refused: Callable[[str], RefusedError]) -> int:
    try:
        name, number = json.loads(base64.urlsafe_b64decode(token))
    except (TypeError, ValueError):
        name = number = None
    if name != of or not isinstance(number, int):
        raise refused("page_token")
    return number
