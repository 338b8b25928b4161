"""Calls to a fake Feishu without the client, so that mistakes on either side come to light."""

import json
from collections.abc import Mapping
from typing import Any

import aiohttp

from feishu_chat_async.testing import FakeApp, FakeFeishu, FakeUser

from .refusals import documented

Json = dict[str, Any]


class Wire:
    """Calls what is below `/open-apis/im/v1`, as an app of a fake Feishu or as a user."""

    def __init__(self, fake: FakeFeishu, http: aiohttp.ClientSession) -> None:
        self.fake = fake
        self.http = http
        self.user: FakeUser | None = None
        self.app: FakeApp | None = None

    def headers(self) -> dict[str, str]:
        """Say who calls."""
        if self.user is not None:
            return {"Authorization": f"Bearer {self.user.access_token}"}
        app = self.app or self.fake.apps[self.fake.app_id]
        token, _ = self.fake._world.tenant_token(app, 1e9)
        return {"Authorization": f"Bearer {token}"}

    async def call(
        self, method: str, path: str, body: object = None, **query: str
    ) -> tuple[int, Json]:
        """Make a call, and return what was answered."""
        url = f"{self.fake.url}/open-apis/im/v1{path}"
        async with self.http.request(
            method, url, params=query, json=body, headers=self.headers()
        ) as response:
            return response.status, await response.json()

    async def ok(self, method: str, path: str, body: object = None, **query: str) -> Json:
        """Make a call that must succeed, and return the data."""
        status, answer = await self.call(method, path, body, **query)
        assert (status, answer["code"]) == (200, 0), answer
        data: Json = answer["data"]
        return data

    async def refused(
        self, code: int, method: str, path: str, body: object = None, **query: str
    ) -> None:
        """Make a call that must be refused with this code, and the text that its page has."""
        status, answer = await self.call(method, path, body, **query)
        assert (status, answer["code"]) == (400, code), answer
        assert answer["msg"].startswith(documented(method, f"/open-apis/im/v1{path}", code))

    async def send(self, content: Mapping[str, object], kind: str = "text", **more: object) -> Json:
        """Send a message to the first chat."""
        chat_id = self.fake.chat_id
        body = {"receive_id": chat_id, **sent(content, kind), **more}
        return await self.ok("POST", "/messages", body, receive_id_type="chat_id")


def sent(content: Mapping[str, object], kind: str = "text") -> Json:
    """Write a content down as it travels."""
    return {"msg_type": kind, "content": json.dumps(content)}


def said(text: str = "hi") -> Json:
    """Write a text down as it travels."""
    return sent({"text": text})


def content_of(message: Json) -> Json:
    """Read the content of a message."""
    content: Json = json.loads(message["body"]["content"])
    return content
