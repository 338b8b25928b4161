"""Faults for tests of announcements: edits by others, late execution, changed answers."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any, Final

import pytest
from aiohttp import web

from feishu_chat_async.richtext import Document, ListItem
from feishu_chat_async.testing import FakeChat
from feishu_chat_async.testing.faults import Fault

from .legacy_requests import insert

Answer = Callable[[], Awaitable[web.Response]]

CREATE: Final = "POST /open-apis/docx"
"""The requests that create blocks in the docx format."""

both_formats: Final = pytest.mark.parametrize("kind", ["docx", "legacy"])


def first_write(kind: str) -> str:
    """Return which requests insert the blocks of a document, as `FakeFeishu.inject` names them."""
    return CREATE if kind == "docx" else "PATCH"


def numbered(count: int, name: str = "item") -> Document:
    """Return a document of list items: item 0, item 1, ..."""
    return Document(title="T", blocks=[ListItem.of(f"{name} {n}") for n in range(count)])


class NoFault(Fault):
    """A fault that changes nothing: it lets one request pass before the next fault."""

    async def apply(self, request: web.Request, answer: Answer) -> web.StreamResponse:
        return await answer()


class EditByOther(Fault):
    """Edits the announcement as another client, just before the request is carried out."""

    def __init__(self, chat: FakeChat) -> None:
        self._chat = chat

    async def apply(self, request: web.Request, answer: Answer) -> web.StreamResponse:
        self._chat.announcement.revision += 1
        self._chat.announcement.document.apply(insert("by another"))
        return await answer()


class After(Fault):
    """Runs an action first; then applies another fault, or returns the regular answer."""

    def __init__(self, action: Callable[[], Awaitable[object]], then: Fault | None = None) -> None:
        self._action = action
        self._then = then or NoFault()

    async def apply(self, request: web.Request, answer: Answer) -> web.StreamResponse:
        await self._action()
        return await self._then.apply(request, answer)


class ExecuteLate(Fault):
    """Carries out the request only after it has failed for the client."""

    def __init__(self, failure: Fault | None, delay_s: float = 1.0) -> None:
        self._failure = failure
        self._delay_s = delay_s

    async def apply(self, request: web.Request, answer: Answer) -> web.StreamResponse:
        async def empty() -> web.Response:
            return web.Response()

        response: web.StreamResponse = await empty()
        if self._failure is not None:
            response = await self._failure.apply(request, empty)
            if request.transport is not None and not request.transport.is_closing():
                response.force_close()  # or the next request would wait for this one
                await response.prepare(request)
                await response.write_eof()
        await asyncio.sleep(self._delay_s)
        await answer()
        return response


class ChangeAnswer(Fault):
    """Returns the regular answer with changed data."""

    def __init__(self, change: Callable[[dict[str, Any]], None]) -> None:
        self._change = change

    async def apply(self, request: web.Request, answer: Answer) -> web.StreamResponse:
        body = json.loads((await answer()).text or "")
        self._change(body["data"])
        return web.json_response(body)
