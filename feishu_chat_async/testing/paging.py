"""Pages of the lists in a `FakeFeishu`."""

import base64
import json
import re
from collections.abc import Callable
from typing import Final, TypeVar

from .requests import FakeRequest, RefusedError, invalid

T = TypeVar("T")

_PAGE_SIZE: Final = re.compile("[0-9]{1,9}")


def page_of(
    request: FakeRequest,
    list_name: str,
    numbered: list[tuple[int, T]],
    *,
    max_size: int = 100,
    default: int = 20,
    error: Callable[[str], RefusedError] = invalid,
) -> tuple[list[T], dict[str, object]]:
    """Return the requested page of a list, and the answer's fields `has_more` and `page_token`.

    A page token holds `list_name` and the number of the last item before the page. It is valid for
    this list only, and remains valid when items are added and removed.

    Args:
        request: The request, with `page_size` and `page_token` in its query.
        list_name: Name of the list, with everything that selects and orders its items.
        numbered: All items with their numbers, which must rise.
        max_size: Largest `page_size` that is accepted.
        default: The `page_size` of requests without one.
        error: Builds the error for an invalid argument.
    """
    size = request.query.get("page_size", str(default))
    if not _PAGE_SIZE.fullmatch(size) or not 1 <= int(size) <= max_size:
        raise error(f"page_size {size!r}")
    token = request.query.get("page_token")
    after = None if not token else _decode_token(token, list_name, error)
    rest = [(number, item) for number, item in numbered if after is None or number > after]
    page = rest[: int(size)]
    fields: dict[str, object] = {"has_more": len(rest) > len(page)}
    if fields["has_more"]:
        fields["page_token"] = _encode_token(page[-1][0], list_name)
    return [item for _, item in page], fields


def _encode_token(number: int, list_name: str) -> str:
    return base64.urlsafe_b64encode(json.dumps([list_name, number]).encode()).decode()


def _decode_token(token: str, list_name: str, error: Callable[[str], RefusedError]) -> int:
    try:
        name, number = json.loads(base64.urlsafe_b64decode(token))
    except (TypeError, ValueError):
        name = number = None
    if name != list_name or not isinstance(number, int):
        raise error("page_token")
    return number
