"""How `FakeFeishu` cuts a list into pages."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence

from ._incoming import Incoming, RefusedError, invalid


def page_of(
    incoming: Incoming,
    items: Sequence[object],
    *,
    most: int = 100,
    default: int = 20,
    refused: Callable[[str], RefusedError] = invalid,
) -> dict[str, object]:
    """Return the page of `items` that was asked for."""
    asked = incoming.query.get("page_size", str(default))
    if not asked.isdecimal() or not 1 <= int(asked) <= most:
        raise refused("page_size")
    start = _start(incoming.query.get("page_token", ""))
    if start is None:
        raise refused("page_token")
    end = start + int(asked)
    page: dict[str, object] = {"items": list(items[start:end]), "has_more": end < len(items)}
    if end < len(items):
        page["page_token"] = urlsafe_b64encode(f"from {end}".encode()).decode()
    return page


def _start(page_token: str) -> int | None:
    if not page_token:
        return 0
    try:
        word, _, number = urlsafe_b64decode(page_token).decode().partition(" ")
        return int(number) if word == "from" else None
    except ValueError:
        return None
