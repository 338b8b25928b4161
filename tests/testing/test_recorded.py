"""The record that a FakeFeishu keeps of each request."""

import aiohttp
import pytest

from feishu_chat_async import FeishuChat
from feishu_chat_async.testing import FakeFeishu
from feishu_chat_async.testing.recorded import decode_body


async def test_every_request_is_recorded(fake: FakeFeishu, feishu: FeishuChat) -> None:
    await feishu.top_notice.delete(fake.chat_id)
    query = [("a", "b"), ("a", "c")]
    async with aiohttp.ClientSession() as http:
        async with http.post(f"{fake.url}/no%20where", data=b"\xff\x00", params=query) as response:
            log_id = response.headers["X-Tt-Logid"]
    token, unpinned, nowhere = fake.requests
    assert isinstance(token.body, dict)
    assert set(token.body) == {"app_id", "app_secret"}
    assert unpinned.endpoint is not None
    assert unpinned.endpoint.endswith("/chats/:chat_id/top_notice/delete_top_notice")
    assert (unpinned.method, unpinned.status, unpinned.code, unpinned.body) == (
        "POST",
        200,
        0,
        None,
    )
    assert (nowhere.path, nowhere.query, nowhere.body) == ("/no%20where", {"a": "b"}, b"\xff\x00")
    assert (nowhere.endpoint, nowhere.status, nowhere.code) == (None, 404, 99991201)
    assert nowhere.at_s >= unpinned.at_s >= token.at_s
    assert nowhere.log_id == log_id != unpinned.log_id
    assert "Authorization" in unpinned.headers and "Bearer" not in repr(unpinned)


@pytest.mark.parametrize(
    ("raw", "decoded"),
    [
        (b'{"a": [1]}', {"a": [1]}),
        (bytearray(b"[]"), []),
        (b"null", None),
        (b"", None),
        (None, None),
        (b"{", b"{"),
        (b"\xff", b"\xff"),
    ],
)
def test_bodies_are_decoded_if_they_are_json(raw: object, decoded: object) -> None:
    assert decode_body(raw) == decoded
