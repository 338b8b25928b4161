"""Calls to a FakeFeishu without the client, so that the tests of one do not rely on the other."""

import json
from collections.abc import Mapping
from typing import Any

import aiohttp

from feishu_chat_async.testing import FakeApp, FakeFeishu, FakeUser

from .refusals import documented

Json = dict[str, Any]


class Wire:
    """Calls endpoints under `/open-apis/im/v1` as a user, or as an app, by default the first."""

    def __init__(self, fake: FakeFeishu, http: aiohttp.ClientSession) -> None:
        self.fake = fake
        self.http = http
        self.user: FakeUser | None = None
        self.app: FakeApp | None = None

    def headers(self) -> dict[str, str]:
        """Return the headers with the access token of the caller."""
        if self.user is not None:
            return {"Authorization": f"Bearer {self.user.access_token}"}
        token = self.fake.issue_tenant_token(None if self.app is None else self.app.app_id)
        return {"Authorization": f"Bearer {token}"}

    async def call(
        self, method: str, path: str, body: object = None, **query: str
    ) -> tuple[int, Json]:
        """Make a call, and return the HTTP status and the decoded answer."""
        url = f"{self.fake.url}/open-apis/im/v1{path}"
        async with self.http.request(
            method, url, params=query, json=body, headers=self.headers()
        ) as response:
            return response.status, await response.json()

    async def ok(self, method: str, path: str, body: object = None, **query: str) -> Json:
        """Make a call that has to succeed, and return the data of its answer."""
        status, answer = await self.call(method, path, body, **query)
        assert (status, answer["code"]) == (200, 0), answer
        data: Json = answer["data"]
        return data

    async def refused(
        self, code: int, method: str, path: str, body: object = None, **query: str
    ) -> None:
        """Make a call that has to be refused with a code and the message documented for it."""
        status, answer = await self.call(method, path, body, **query)
        assert (status, answer["code"]) == (400, code), answer
        assert answer["msg"].startswith(documented(method, f"/open-apis/im/v1{path}", code))

    async def send(self, content: Mapping[str, object], kind: str = "text", **more: object) -> Json:
        """Send a message to the first chat."""
        chat_id = self.fake.chat_id
        body = {"receive_id": chat_id, **content_body(content, kind), **more}
        return await self.ok("POST", "/messages", body, receive_id_type="chat_id")


def content_body(content: Mapping[str, object], kind: str = "text") -> Json:
    """Return the body fields of a message with this content."""
    return {"msg_type": kind, "content": json.dumps(content)}


def text_body(text: str = "hi") -> Json:
    """Return the body fields of a text message."""
    return content_body({"text": text})


def content_of(message: Json) -> Json:
    """Decode the content of a message in an answer."""
    content: Json = json.loads(message["body"]["content"])
    return content
