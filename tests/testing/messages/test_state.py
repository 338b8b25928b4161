"""The messages that a FakeFeishu holds, and the bytes of their files."""

from feishu_chat_async.testing import FakeFeishu, FakeResource
from feishu_chat_async.testing.messages.state import ResourceBody


async def read(file: FakeResource) -> list[bytes]:
    return [piece async for piece in file.pieces()]


async def test_a_file_holds_the_given_bytes() -> None:
    file = FakeResource("x", "text/plain", data=b"ab" * 50_000)
    pieces = await read(file)
    assert file.size == 100_000 and b"".join(pieces) == file.data
    assert [len(piece) for piece in pieces] == [65_536, 34_464]
    assert "abab" not in repr(file)


async def test_generated_bytes_repeat_and_take_no_memory() -> None:
    file = FakeResource("x", "text/plain", length=200_000)
    assert b"".join(await read(file)) == (bytes(range(256)) * 782)[:200_000]
    assert await read(FakeResource("x", "text/plain")) == []
    huge = FakeResource("x", "text/plain", length=1 << 40)
    assert huge.size == 1 << 40
    async for piece in huge.pieces():
        assert len(piece) == 65_536
        break


async def test_the_answer_names_the_file() -> None:
    plain = ResourceBody(FakeResource("plan.pdf", "application/pdf", data=b"x"))
    assert plain.headers["Content-Disposition"] == 'attachment; filename="plan.pdf"'
    assert (plain.content_type, plain.size) == ("application/pdf", 1)
    other = ResourceBody(FakeResource("ü.pdf", "application/pdf", data=b""))
    assert other.headers["Content-Disposition"] == "attachment; filename*=UTF-8''%C3%BC.pdf"


def test_the_repr_of_a_message_hides_its_content() -> None:
    fake = FakeFeishu()
    message = fake.add_message(fake.chat_id, "secret")
    assert "secret" in message.content and "secret" not in repr(message)
