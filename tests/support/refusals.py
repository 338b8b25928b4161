"""Refusals by FakeFeishu: the error's class, its code, and the text of the endpoint's page."""

import re
from collections.abc import Awaitable

import pytest

from feishu_chat_async import APIError

from .specs import SPECS

GENERAL = {232009, 232010}
"""Codes about the state of a chat and its tenant, which also endpoints return whose pages do not
list them."""


def _pattern(path: str) -> re.Pattern[str]:
    return re.compile(re.sub(r":\w+", "[^/]+", path))


# Fixed paths come first, so that the "search" in "chats/search" is not taken for a chat's id.
_TEXTS = [
    (spec["method"], _pattern(spec["path"]), {row["code"]: row["msg"] for row in spec["errors"]})
    for spec in sorted(SPECS.values(), key=lambda spec: str(spec["path"]).count(":"))
]
_ALL_TEXTS = {code: msg for _, _, texts in _TEXTS for code, msg in texts.items()}


async def refused(call: Awaitable[object], error: type[APIError], code: int) -> APIError:
    """Await a call that must fail with this class and code, and return the error."""
    with pytest.raises(APIError) as caught:
        await call
    found = caught.value
    assert (type(found), found.code) == (error, code)
    assert not found.outcome_unknown
    assert found.msg.startswith(documented(found.method, found.path, code))
    return found


def documented(method: str, path: str, code: int) -> str:
    """Return the beginning of the text that an endpoint's page has for a code."""
    texts = next(texts for verb, known, texts in _TEXTS if verb == method and known.fullmatch(path))
    msg = str((_ALL_TEXTS if code in GENERAL else texts)[code])
    return msg.partition("%v")[0].rstrip(".")
