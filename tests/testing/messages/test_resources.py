"""Files in messages of a FakeFeishu, as they are downloaded."""

import aiohttp
import pytest

from feishu_chat_async.testing import FakeChat, FakeFeishu, faults
from feishu_chat_async.testing.messages.resources import resource_keys
from tests.support.wire import Wire


async def download(wire: Wire, message_id: str, key: str, kind: str = "file") -> tuple[bytes, str]:
    url = f"{wire.fake.url}/open-apis/im/v1/messages/{message_id}/resources/{key}?type={kind}"
    async with wire.http.get(url, headers=wire.headers()) as response:
        assert response.status == 200
        disposition = response.content_disposition
        assert disposition is not None and disposition.filename is not None
        assert int(response.headers["Content-Length"]) > 0
        return await response.read(), f"{response.content_type} {disposition.filename}"


async def test_files_are_downloaded_by_their_keys(
    fake: FakeFeishu, wire: Wire, chat: FakeChat
) -> None:
    image = fake.add_message(chat.chat_id, content=("image", {"image_key": "img"})).message_id
    data, headers = await download(wire, image, "img", "image")
    assert (len(data), headers) == (1024, "image/png img")
    key = fake.add_resource(image, b"PNG", name="ü.png", content_type="image/x", kind="image")
    assert key == "img"
    assert await download(wire, image, key, "image") == (b"PNG", "image/x ü.png")
    plain = fake.add_resource(fake.message_id, size=200_000)
    data, _ = await download(wire, fake.message_id, plain)
    assert data == (bytes(range(256)) * 800)[:200_000]
    line = [{"tag": "media", "file_key": "f", "image_key": "i"}]
    post = fake.add_message(
        chat.chat_id, content=("post", {"zh_cn": {"content": [line]}})
    ).message_id
    await download(wire, post, "f")
    await download(wire, post, "i", "image")

    async def refused(code: int, message_id: str, key: str, kind: str = "file") -> None:
        await wire.refused(code, "GET", f"/messages/{message_id}/resources/{key}", type=kind)

    await refused(234001, fake.message_id, plain, "video")
    await refused(234001, "om_none", plain)
    await refused(234003, fake.message_id, "other")
    await refused(234003, image, "img")
    card = fake.add_message(chat.chat_id, content=("interactive", {"elements": []})).message_id
    await refused(234043, card, "img")
    large = fake.add_resource(fake.message_id, size=100 * 1024 * 1024 + 1)
    await refused(234037, fake.message_id, large)
    chat.restricted_mode_setting["status"] = True
    await refused(234038, image, "img", "image")
    chat.members.discard(fake.app_id)
    await refused(234004, image, "img", "image")


async def test_without_a_limit_any_file_can_be_downloaded() -> None:
    async with FakeFeishu(max_download_bytes=None) as fake, aiohttp.ClientSession() as http:
        wire, key = Wire(fake, http), fake.add_resource(fake.message_id, size=200 * 1024 * 1024)
        url = f"{fake.url}/open-apis/im/v1/messages/{fake.message_id}/resources/{key}?type=file"
        async with http.get(url, headers=wire.headers()) as response:
            assert response.headers["Content-Length"] == str(200 * 1024 * 1024)
            assert await response.content.readexactly(512) == bytes(range(256)) * 2


@pytest.mark.parametrize("reset", [True, False])
async def test_a_download_can_be_cut_off(fake: FakeFeishu, wire: Wire, *, reset: bool) -> None:
    key = fake.add_resource(fake.message_id, size=2_000_000)
    fake.inject(faults.Cut(100_000, reset), where="resources")
    with pytest.raises(aiohttp.ClientPayloadError) as caught:
        await download(wire, fake.message_id, key)
    assert ("ConnectionResetError" in str(caught.value)) == reset
    data, _ = await download(wire, fake.message_id, key)
    assert len(data) == 2_000_000


async def test_keys_are_found_in_every_type_of_message(fake: FakeFeishu) -> None:
    line = [{"tag": "media", "file_key": "f", "image_key": "i"}]
    contents: list[tuple[str, dict[str, object], dict[str, str]]] = [
        ("image", {"image_key": "k"}, {"k": "image"}),
        ("audio", {"file_key": "k"}, {"k": "file"}),
        ("media", {"file_key": "f", "image_key": "i"}, {"f": "file", "i": "image"}),
        ("post", {"zh_cn": {"content": [line]}}, {"f": "file", "i": "image"}),
        ("sticker", {"file_key": "k"}, {}),
        ("text", {"text": "file_key"}, {}),
    ]
    for msg_type, content, keys in contents:
        message = fake.add_message(fake.chat_id, content=(msg_type, content))
        assert dict(resource_keys(message)) == keys, msg_type


async def test_files_take_the_unused_keys_of_their_kind(fake: FakeFeishu) -> None:
    content = ("media", {"file_key": "f", "image_key": "i"})
    message = fake.add_message(fake.chat_id, content=content)
    assert fake.add_resource(message.message_id, b"a", kind="image") == "i"
    assert fake.add_resource(message.message_id, b"b") == "f"
    assert fake.add_resource(message.message_id, b"c").startswith("file_")
    assert fake.add_resource(message.message_id, b"d", kind="image").startswith("img_")
    assert [file.data for file in message.resources.values()] == [b"a", b"b", b"c", b"d"]
