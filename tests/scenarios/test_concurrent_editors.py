"""Announcements that others edit too, and edits that Feishu carries out late."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from aiohttp import web

from feishu_chat_async import (
    ConnectionFailedError,
    DecodeError,
    FeishuChat,
    FeishuError,
    InvalidRequestError,
    PartialWriteError,
)
from feishu_chat_async.docx import TextBlock
from feishu_chat_async.richtext.document import Document, ListItem, Span
from feishu_chat_async.testing import FakeFeishu
from feishu_chat_async.testing.faults import Fail, Fault, Garbage, ResetAfter, ResetBefore
from tests.announcements.test_writer import BOTH, Pass
from tests.conftest import client
from tests.support.virtual import run_virtual

Answer = Callable[[], Awaitable[web.Response]]

CREATE = "POST /open-apis/docx"


class Late(Fault):
    """The client is told this, and only then, or when it has given up, it is carried out."""

    def __init__(self, told: Fault | None, seconds: float = 1.0) -> None:
        self._told = told
        self._seconds = seconds

    async def strike(self, request: web.Request, answer: Answer) -> web.StreamResponse:
        async def nothing() -> web.Response:
            return web.Response()

        response: web.StreamResponse = await nothing()
        if self._told is not None:
            response = await self._told.strike(request, nothing)
            if request.transport is not None and not request.transport.is_closing():
                response.force_close()  # or what comes next would wait behind it
                await response.prepare(request)
                await response.write_eof()
        await asyncio.sleep(self._seconds)
        await answer()
        return response


class Answers(Fault):
    """The answer is changed on its way."""

    def __init__(self, change: Callable[[dict[str, Any]], None]) -> None:
        self._change = change

    async def strike(self, request: web.Request, answer: Answer) -> web.StreamResponse:
        body = json.loads((await answer()).text or "")
        self._change(body["data"])
        return web.json_response(body)


class Edits(Fault):
    """Somebody else edits first; then this is refused, or carried out after all."""

    def __init__(self, edit: Callable[[], Awaitable[object]], then: Fault | None = None) -> None:
        self._edit = edit
        self._then = then

    async def strike(self, request: web.Request, answer: Answer) -> web.StreamResponse:
        await self._edit()
        return await (self._then.strike(request, answer) if self._then else answer())


def numbered(count: int, name: str = "item") -> Document:
    return Document(title="T", blocks=[ListItem.of(f"{name} {n}") for n in range(count)])


LATE = pytest.mark.parametrize(
    "told",
    [ResetBefore(), Fail(1500, "internal error", 500), Garbage(status=504), None],
    ids=["reset", "5xx", "gateway", "timeout"],
)


@BOTH
@LATE
def test_what_is_carried_out_late_is_not_there_twice(kind: str, told: Fault | None) -> None:
    async def main() -> None:
        options = {"attempt_timeout_s": 5.0, "timeout_s": 20.0}
        async with FakeFeishu(counter=None) as fake, client(fake, **options) as feishu:
            chat_id = fake.add_chat(docx=kind == "docx").chat_id
            for edit in (feishu.announcement.append, feishu.announcement.write):
                await feishu.announcement.write(chat_id, "old")
                late = Late(told, 1.0 if told else 30.0)
                fake.inject(late, where=CREATE if kind == "docx" else "PATCH")
                try:
                    await edit(chat_id, "new")
                except FeishuError as error:
                    assert error.outcome_unknown
                await asyncio.sleep(60)
                lines = (await feishu.announcement.read(chat_id)).plain_text.splitlines()
                assert lines.count("new") == 1 and lines.count("old") <= 1

    run_virtual(main())


async def test_an_edit_that_was_carried_out_is_seen(fake: FakeFeishu, feishu: FeishuChat) -> None:
    """And what comes after it is written too, unlike after an edit that was not."""
    document = numbered(120)
    fake.inject(ResetAfter(), Pass(), ResetAfter(), where="PATCH")
    await feishu.announcement.write(fake.chat_id, document)
    fake.inject(Pass(), ResetAfter(), where="PATCH")
    await feishu.announcement.append(fake.chat_id, numbered(120, "more"))
    texts = (await feishu.announcement.read(fake.chat_id)).plain_text.splitlines()
    assert texts == ["T", *(f"{name} {n}" for name in ("item", "more") for n in range(120))]
    fake.inject(Pass(), ResetBefore(), where="PATCH")
    with pytest.raises(PartialWriteError, match="50 of 120") as caught:
        await feishu.announcement.append(fake.chat_id, document)
    assert caught.value.outcome_unknown
    assert isinstance(caught.value.__cause__, ConnectionFailedError)


async def test_others_who_changed_nothing_to_see_do_not_vouch_for_an_edit(
    fake: FakeFeishu, feishu: FeishuChat
) -> None:
    """A newer version is no proof, nor is the text if it was there before and looked otherwise."""
    chat = fake.chats[fake.chat_id]

    async def touch() -> None:
        chat.announcement.revision += 1

    fake.inject(Edits(touch, ResetBefore()), where="PATCH")
    with pytest.raises(ConnectionFailedError) as caught:
        await feishu.announcement.write(fake.chat_id, "# Release room\n\n**Welcome.**")
    assert caught.value.outcome_unknown


@pytest.mark.parametrize("skip", [0, 1])
async def test_versions_that_are_too_old_are_read_again(
    fake: FakeFeishu, feishu: FeishuChat, skip: int
) -> None:
    """The legacy format takes no edits of what is more than 100 versions older."""
    chat = fake.chats[fake.chat_id]

    async def many() -> None:
        chat.announcement.revision += 101

    document, more = numbered(120), numbered(120, "more")
    for edit in (
        lambda: feishu.announcement.write(fake.chat_id, document),
        lambda: feishu.announcement.append(fake.chat_id, more),
        lambda: feishu.announcement.replace_text(fake.chat_id, "item", "thing"),
    ):
        fake.inject(*[Pass()] * skip, Edits(many), where="PATCH")
        await edit()
        fake._faults.clear()
    texts = (await feishu.announcement.read(fake.chat_id)).plain_text.splitlines()
    assert texts == ["T", *(f"{name} {n}" for name in ("thing", "more") for n in range(120))]


@pytest.mark.parametrize(
    ("code", "requests"),
    [(1770001, ["DELETE", CREATE, "batch_update"]), (232018, ["PATCH"] * 3)],
    ids=["docx", "legacy"],
)
async def test_what_is_refused_for_itself_is_told(
    fake: FakeFeishu, feishu: FeishuChat, code: int, requests: list[str]
) -> None:
    """Nobody else has edited, so that to begin again would be of no use."""
    chat_id = fake.add_chat(docx=code != 232018).chat_id
    edits = feishu.announcement
    await edits.write(chat_id, numbered(120))
    calls: list[Callable[[], Awaitable[object]]] = [
        lambda: edits.write(chat_id, "new"),
        lambda: edits.append(chat_id, "new"),
        lambda: edits.replace_text(chat_id, "item", "thing"),
    ]
    for where, edit in zip(requests, calls, strict=True):
        fake.inject(Fail(code), where=where)
        with pytest.raises(InvalidRequestError) as caught:
            await edit()
        assert caught.value.code == code
    assert await edits.read(chat_id) == numbered(120)
    fake.inject(Pass(), Fail(code), where=requests[1])
    with pytest.raises(PartialWriteError, match="50 of 120"):
        await edits.append(chat_id, numbered(120))


@pytest.mark.parametrize("kind", ["refused", "rebased"])
async def test_blocks_that_others_have_deleted(
    fake: FakeFeishu, feishu: FeishuChat, kind: str
) -> None:
    chat = fake.add_chat(docx=True)
    chat.announcement.rebases = kind == "rebased"
    nested = ListItem(content=[Span("outer")], children=[ListItem.of("inner")])
    document = Document(title="T", blocks=[nested])
    async with client(fake) as other:

        async def clear() -> None:
            await other.announcement.write(chat.chat_id, Document(title="T"))

        fake.inject(Pass(), Edits(clear), where=CREATE)  # the item is there, and what is in it not
        await feishu.announcement.write(chat.chat_id, document)
        assert await feishu.announcement.read(chat.chat_id) == document
        fake.inject(Edits(clear), where="batch_update")
        assert await feishu.announcement.replace_text(chat.chat_id, "outer", "x") == 0
        await feishu.announcement.write(chat.chat_id, document)
        fake.inject(Pass(), Edits(clear), where=CREATE)
        with pytest.raises(PartialWriteError, match="1 of 2 blocks"):
            await feishu.announcement.append(chat.chat_id, document)
        assert (await feishu.announcement.read(chat.chat_id)).blocks == ()


async def test_edits_of_older_versions_go_where_the_blocks_are(
    fake: FakeFeishu, feishu: FeishuChat
) -> None:
    chat = fake.add_chat(docx=True)
    chat.announcement.rebases = True
    await feishu.announcement.write(chat.chat_id, numbered(4))
    docx = feishu.docx_announcement
    known = (await docx.get(chat.chat_id)).revision_id
    before = await feishu.announcement.read(chat.chat_id)

    async def old_and_new(number: int) -> str:
        made = await docx.create_children(
            chat.chat_id,
            chat.chat_id,
            [TextBlock.of(f"new {number}")],
            index=number,
            revision_id=known,
        )
        return str(made.revision_id)

    await docx.delete_children(
        chat.chat_id, chat.chat_id, start_index=1, end_index=3, revision_id=known
    )
    await old_and_new(2)  # before item 2, which has gone
    await old_and_new(0)
    made = await docx.delete_children(
        chat.chat_id, chat.chat_id, start_index=2, end_index=4, revision_id=known
    )
    assert made.newest_revision == known + 4
    after = await feishu.announcement.read(chat.chat_id)
    assert [one.plain_text for one in after.blocks] == ["new 0", "item 0", "new 2"]
    pages = docx.iter_blocks(chat.chat_id, revision_id=known)
    assert len([block async for block in pages]) == len(before.blocks) + 1
    chat.announcement.revision += 1000
    with pytest.raises(InvalidRequestError, match="too old"):
        await old_and_new(0)


@pytest.mark.parametrize("kind", ["docx", "rebased", "legacy"])
def test_two_slow_writers_at_once(kind: str) -> None:
    async def main() -> None:
        async with FakeFeishu(counter=None, latency_s=0.5) as fake:
            chat = fake.add_chat(docx=kind != "legacy")
            chat.announcement.rebases = kind == "rebased"
            async with client(fake) as one, client(fake) as other:
                for turn in range(20):
                    both = [numbered(3 if turn % 5 else 60, f"{who} {turn}") for who in "ab"]
                    await asyncio.gather(
                        one.announcement.write(chat.chat_id, both[0]),
                        other.announcement.write(chat.chat_id, both[1]),
                    )
                    assert await one.announcement.read(chat.chat_id) in both

    run_virtual(main())


def lose_a_child(data: dict[str, Any]) -> None:
    del data["children"][-1]


def lose_an_id(data: dict[str, Any]) -> None:
    del data["children"][0]["block_id"]


@pytest.mark.parametrize(
    ("change", "written", "problem"),
    [(lose_a_child, 0, "1 blocks are there of 2"), (lose_an_id, 2, "without its block_id")],
)
async def test_answers_that_do_not_fit_what_was_asked(
    fake: FakeFeishu,
    feishu: FeishuChat,
    change: Callable[[dict[str, Any]], None],
    written: int,
    problem: str,
) -> None:
    chat = fake.add_chat(docx=True)
    nested = ListItem(content=[Span("a")], children=[ListItem.of("b")])
    document = Document(blocks=[nested, ListItem.of("c")])
    for edit in (feishu.announcement.append, feishu.announcement.write):
        fake.inject(Answers(change), where=CREATE)
        with pytest.raises(PartialWriteError, match=problem) as caught:
            await edit(chat.chat_id, document)
        assert (caught.value.written, caught.value.total) == (written, 3)
        assert caught.value.outcome_unknown
        assert isinstance(caught.value.__cause__, DecodeError)
        assert chat.chat_id in caught.value.__cause__.path


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        ({"revision": "Welcome"}, "data.revision: expected a number in a string"),
        ({"content": "<p>Welcome</p>"}, "data.content: is not JSON"),
    ],
)
async def test_announcements_that_cannot_be_read(
    fake: FakeFeishu, feishu: FeishuChat, answer: dict[str, str], problem: str
) -> None:
    for call in (
        lambda: feishu.announcement.read(fake.chat_id),
        lambda: feishu.announcement.write(fake.chat_id, "new"),
    ):
        fake.inject(Answers(lambda data: data.update(answer)), where="GET /open-apis/im")
        with pytest.raises(DecodeError, match=problem) as caught:
            await call()
        assert "Welcome" not in str(caught.value)


async def test_readers_who_may_not_edit_read_the_newest_version(
    fake: FakeFeishu, feishu: FeishuChat
) -> None:
    """Older ones are only for those who may, and any version may have become an older one."""
    chat_id = fake.add_chat(docx=True).chat_id
    await feishu.announcement.write(chat_id, numbered(3))
    blocks = "GET /open-apis/docx/v1/chats/:chat_id/announcement/blocks"
    fake.inject(Fail(1770032, "forbidden", 403), where=blocks)
    assert await feishu.announcement.read(chat_id) == numbered(3)
    asked = [one.query["revision_id"] for one in fake.requests if one.endpoint == blocks]
    assert asked == ["2", "-1"]


@BOTH
async def test_a_format_that_changes_in_the_middle(
    fake: FakeFeishu, feishu: FeishuChat, kind: str
) -> None:
    """What was written may have been carried over: it is told, and not written again."""
    chat = fake.add_chat(docx=kind == "docx")
    await feishu.announcement.write(chat.chat_id, "old")

    async def change() -> None:
        chat.announcement.is_docx = not chat.announcement.is_docx

    where = CREATE if kind == "docx" else "PATCH"
    fake.inject(Pass(), Edits(change), where=where)
    with pytest.raises(PartialWriteError, match="50 of 120"):
        await feishu.announcement.append(chat.chat_id, numbered(120))
    fake.inject(Edits(change), where="PATCH" if kind == "docx" else CREATE)
    await feishu.announcement.append(chat.chat_id, "new")  # nothing was written before it
    assert (await feishu.announcement.read(chat.chat_id)).plain_text.splitlines().count("new") == 1


async def test_an_edit_that_may_have_been_made_is_not_begun_again(
    fake: FakeFeishu, feishu: FeishuChat
) -> None:
    """Not even if it is refused when it is sent again: the first time, it was carried out."""
    chat = fake.add_chat(docx=True)
    await feishu.announcement.write(chat.chat_id, "a")
    fake.inject(ResetAfter(), Fail(1770021, "too old document"), where="batch_update")
    with pytest.raises(InvalidRequestError) as caught:
        await feishu.announcement.replace_text(chat.chat_id, "a", "aa")
    assert caught.value.outcome_unknown
    assert (await feishu.announcement.read(chat.chat_id)).plain_text == "aa"

    async def change() -> None:
        chat.announcement.is_docx = False

    fake.inject(ResetAfter(), Edits(change), where=CREATE)
    with pytest.raises(InvalidRequestError) as caught:
        await feishu.announcement.append(chat.chat_id, "new")
    assert caught.value.outcome_unknown
    assert "new" not in (await feishu.announcement.read(chat.chat_id)).plain_text


@BOTH
def test_cancelled_in_the_middle_it_leaves_the_way_free(kind: str) -> None:
    async def main() -> None:
        async with FakeFeishu(counter=None, latency_s=0.1) as fake, client(fake) as feishu:
            chat_id = fake.add_chat(docx=kind == "docx").chat_id
            for cancelled_after_s in (0.05, 0.15, 0.25, 0.35, 0.45):
                with pytest.raises(TimeoutError):
                    async with asyncio.timeout(cancelled_after_s):
                        await feishu.announcement.write(chat_id, numbered(120, "first"))
                await asyncio.sleep(1)
                await feishu.announcement.write(chat_id, numbered(120))
                assert await feishu.announcement.read(chat_id) == numbered(120)

    run_virtual(main())
