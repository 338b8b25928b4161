"""FakeFeishu itself: what it keeps, counts, records and says."""

import asyncio
import json
import logging
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import aiohttp
import pytest

from feishu_chat_async import APIError, FeishuChat, InvalidRequestError, Limit
from feishu_chat_async.testing import FakeFeishu
from feishu_chat_async.testing.announcements.legacy_document import Document, EditError
from feishu_chat_async.testing.faults import Hang, SlowBody
from feishu_chat_async.testing.limits import (
    Counter,
    CounterFactory,
    FixedWindow,
    SlidingWindow,
    TokenBucket,
    WeightedCounter,
)
from tests.conftest import client
from tests.scenarios.test_top_notice_and_announcement import insert
from tests.support.virtual import run_virtual


def unpin(fake: FakeFeishu) -> str:
    return f"{fake.url}/open-apis/im/v1/chats/{fake.chat_id}/top_notice/delete_top_notice"


async def ask(url: str, **options: Any) -> tuple[int, Any, Any]:
    """Call it as anybody may, without our client."""
    async with aiohttp.ClientSession() as http, http.post(url, **options) as response:
        return response.status, await response.json(), response.headers


async def token_of(fake: FakeFeishu) -> str:
    body = {"app_id": fake.app_id, "app_secret": fake.app_secret}
    url = f"{fake.url}/open-apis/auth/v3/tenant_access_token/internal"
    status, answer, _ = await ask(url, json=body)
    assert (status, answer["code"], answer["expire"]) == (200, 0, 7200)
    return str(answer["tenant_access_token"])


@pytest.mark.parametrize(
    ("authorization", "code"),
    [("", 99991661), ("Bearer x-1", 99991671), ("Bearer t-1", 99991663), ("Bearer u-1", 99991668)],
)
async def test_tokens_that_are_no_good(fake: FakeFeishu, authorization: str, code: int) -> None:
    headers = {"Authorization": authorization} if authorization else {}
    status, answer, head = await ask(unpin(fake), headers=headers)
    assert (status, answer["code"]) == (400, code)
    assert answer["error"]["log_id"] == head["X-Tt-Logid"] == fake.requests[0].log_id


async def test_the_same_token_while_half_an_hour_is_left() -> None:
    async def scenario() -> None:
        async with FakeFeishu() as fake:
            now = asyncio.get_running_loop().time
            app, began = fake.apps[fake.app_id], now()
            first, _ = fake._world.tenant_token(app, began)
            assert fake._world.tenant_token(app, began + 5400) == (first, 1800)
            second, left = fake._world.tenant_token(app, began + 5401)
            assert (second != first, left) == (True, 7200)
            assert {first, second} <= set(fake._world.grants)  # both are good for a while
            await asyncio.sleep(7201)
            status, answer, _ = await ask(unpin(fake), headers={"Authorization": f"Bearer {first}"})
            assert (status, answer["code"]) == (400, 99991663)

    await asyncio.to_thread(run_virtual, scenario())


async def test_limits_hold_per_endpoint_and_app() -> None:
    async with FakeFeishu() as fake:
        headers = {"Authorization": f"Bearer {await token_of(fake)}"}
        async with aiohttp.ClientSession(headers=headers) as http:

            async def status() -> int:
                async with http.post(unpin(fake)) as response:
                    if response.status == 429:
                        answer = await response.json()
                        assert answer["code"] == 99991400
                        assert answer["msg"] == "request trigger frequency limit"
                        assert response.headers["x-ogw-ratelimit-reset"] == "1"
                    return response.status

            codes = await asyncio.gather(*[status() for _ in range(60)])
            assert sorted(codes) == [200] * 50 + [429] * 10
            url = f"{fake.url}/open-apis/im/v1/chats/{fake.chat_id}/announcement"
            async with http.get(url) as response:
                assert response.status == 200
    assert [request.status for request in fake.requests].count(429) == 10


COUNTERS: list[tuple[CounterFactory, list[float]]] = [
    (SlidingWindow, [0, 0.5, 0.9, 10, 10.5]),
    (FixedWindow, [0, 0.5, 0.9, 10, 10, 10]),
    (TokenBucket, [0, 0.5, 0.9, 3.4, 6.7]),
    (WeightedCounter, [0, 0.5, 0.9, 13.4]),
]


@pytest.mark.parametrize(("make", "admitted"), COUNTERS)
def test_counters_count_as_their_names_say(make: CounterFactory, admitted: list[float]) -> None:
    counter: Counter = make(Limit(3, 10))
    for at in admitted:
        assert counter.wait_s(at) <= 1e-9, at
        counter.add(at)
    assert 0 < counter.wait_s(admitted[-1]) <= 10


async def test_what_came_in_is_recorded(fake: FakeFeishu, feishu: FeishuChat) -> None:
    await feishu.top_notice.delete(fake.chat_id)
    await ask(f"{fake.url}/nowhere", data=b"\xff\x00", params={"a": "b"})
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
    assert (nowhere.path, nowhere.query, nowhere.body) == ("/nowhere", {"a": "b"}, b"\xff\x00")
    assert (nowhere.endpoint, nowhere.status, nowhere.code) == (None, 404, 99991201)
    assert nowhere.at_s >= unpinned.at_s >= token.at_s


@pytest.mark.parametrize(
    "body",
    [
        None,
        {},
        {"chat_top_notice": []},
        {"chat_top_notice": "x"},
        {"chat_top_notice": ["x"]},
        {"chat_top_notice": [{"action_type": "9"}]},
        {"chat_top_notice": [{"action_type": "1"}]},
    ],
)
async def test_wrong_bodies_are_refused(fake: FakeFeishu, body: Any) -> None:
    headers = {"Authorization": f"Bearer {await token_of(fake)}"}
    url = unpin(fake).replace("delete_top_notice", "put_top_notice")
    status, answer, _ = await ask(url, json=body, headers=headers)
    assert (status, answer["code"]) == (400, 232001)


async def test_the_documented_default_pins_the_announcement(fake: FakeFeishu) -> None:
    headers = {"Authorization": f"Bearer {await token_of(fake)}"}
    url = unpin(fake).replace("delete_top_notice", "put_top_notice")
    status, _, _ = await ask(url, json={"chat_top_notice": [{}]}, headers=headers)
    assert status == 200
    (notice,) = fake.chats[fake.chat_id].top_notice
    assert notice.action_type == "2"


@pytest.mark.parametrize(
    "body",
    [{}, {"revision": "0"}, {"revision": 0, "requests": ["{}"]}, {"revision": "x", "requests": []}],
)
async def test_wrong_edits_are_refused(fake: FakeFeishu, body: Any) -> None:
    headers = {"Authorization": f"Bearer {await token_of(fake)}"}
    url = f"{fake.url}/open-apis/im/v1/chats/{fake.chat_id}/announcement"
    async with aiohttp.ClientSession(headers=headers) as http:
        async with http.patch(url, json=body) as response:
            assert (await response.json())["code"] == 232001
        async with http.get(url, params={"user_id_type": "nick"}) as response:
            assert (await response.json())["code"] == 232001


async def test_edits_are_all_or_nothing(fake: FakeFeishu, feishu: FeishuChat) -> None:
    unfit = json.dumps({"requestType": "DeleteContentRangeRequestType"})
    with pytest.raises(InvalidRequestError, match="232018"):
        await feishu.announcement.patch(
            fake.chat_id, revision="0", requests=[insert("first"), unfit]
        )
    announcement = await feishu.announcement.get(fake.chat_id)
    assert announcement.revision == "0"
    assert "first" not in announcement.content


def text_of(document: Document) -> list[str]:
    blocks = json.loads(document.to_json())["body"]["blocks"]
    return [
        "".join(element["textRun"]["text"] for element in block["paragraph"]["elements"])
        for block in blocks
    ]


def test_blocks_are_inserted_where_they_are_told_to() -> None:
    document = Document.of_text("Title", "one", "two")
    document.apply(insert("start", endOfZone=False, startOfZone=True))
    document.apply(insert("end"))
    assert text_of(document) == ["start", "one", "two", "end"]
    document.apply(insert("at 6", endOfZone=False, index=6))
    document.apply(insert("at 11", endOfZone=False, index=11))
    assert text_of(document) == ["at 6", "at 11", "start", "one", "two", "end"]
    length = len("Title at 6 at 11 start one two end ")
    for where in ({"index": 7}, {"index": length}, {"zoneId": "x", "endOfZone": True}):
        with pytest.raises(EditError):
            document.apply(insert("nowhere", **{"endOfZone": False, **where}))


def test_positions_are_those_of_the_official_example() -> None:
    content = json.loads(Document.of_text("announcement", "Announcement.", "").to_json())
    spans = [content["title"]["location"]]
    spans += [block["paragraph"]["location"] for block in content["body"]["blocks"]]
    assert [(span["startIndex"], span["endIndex"]) for span in spans] == [
        (0, 12),
        (13, 26),
        (27, 27),
    ]
    assert {span["zoneId"] for span in spans} == {"0"}


def test_titles_are_changed_and_other_blocks_kept() -> None:
    document = Document.of_text("old", "text")
    payload = json.dumps({"elements": [{"type": "textRun", "textRun": {"text": "new"}}]})
    update = {"requestType": "UpdateTitleRequestType", "updateTitleRequest": {"payload": payload}}
    document.apply(json.dumps(update))
    divider = {"type": "horizontalLine", "horizontalLine": {}}
    person = {"type": "person", "person": {"openId": "ou_1"}}
    mention = {"type": "paragraph", "paragraph": {"elements": [person]}}
    request = {
        "payload": json.dumps({"blocks": [divider, mention]}),
        "location": {"zoneId": "0", "endOfZone": True},
    }
    document.apply(
        json.dumps({"requestType": "InsertBlocksRequestType", "insertBlocksRequest": request})
    )
    content = json.loads(document.to_json())
    assert content["title"]["elements"][0]["textRun"]["text"] == "new"
    kinds = [block["type"] for block in content["body"]["blocks"]]
    assert kinds == ["paragraph", "horizontalLine", "paragraph"]
    for nonsense in ("[]", "{}", '"x"', "5", '{"requestType": "InsertBlocksRequestType"}'):
        with pytest.raises(EditError):
            document.apply(nonsense)


async def test_several_apps_chats_and_users(fake: FakeFeishu) -> None:
    other = fake.add_app()
    theirs = fake.add_chat("Theirs", app_id=other.app_id)
    user = fake.add_user(other.app_id)
    theirs.members.add(user.open_id)
    message_id = fake.add_message(theirs.chat_id)
    assert message_id in theirs.messages
    async with FeishuChat(other.app_id, other.app_secret, base_url=fake.url) as feishu:
        await feishu.as_user(user.access_token).top_notice.delete(theirs.chat_id)
        with pytest.raises(APIError, match="232011"):
            await feishu.top_notice.delete(fake.chat_id)


async def test_latency_is_that_of_every_request() -> None:
    async def scenario() -> None:
        async with FakeFeishu(latency_s=0.5, jitter_s=0.2) as fake, client(fake) as feishu:
            began = asyncio.get_running_loop().time()
            await feishu.top_notice.delete(fake.chat_id)
            assert 1 <= asyncio.get_running_loop().time() - began <= 1.5

    await asyncio.to_thread(run_virtual, scenario())


def test_it_runs_by_itself() -> None:
    command = [sys.executable, "-W", "error", "-m", "feishu_chat_async.testing", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        told = dict(process.stdout.readline().strip().split("=", 1) for _ in range(5))

        async def use() -> None:
            async with FeishuChat(
                told["FEISHU_APP_ID"], told["FEISHU_APP_SECRET"], base_url=told["FEISHU_BASE_URL"]
            ) as feishu:
                await feishu.top_notice.delete(told["CHAT_ID"])

        try:
            asyncio.run(use())
            os.kill(process.pid, signal.SIGINT)
            assert process.wait(timeout=10) == 0
        finally:
            process.kill()  # or a failure would wait for it for ever
    assert told["MESSAGE_ID"].startswith("om_")


def test_a_fake_that_was_not_started_can_be_closed() -> None:
    asyncio.run(FakeFeishu().close())


async def test_an_ipv6_address(fake: FakeFeishu) -> None:
    async with FakeFeishu(host="::1", counter=None) as six, client(six) as feishu:
        await feishu.top_notice.delete(six.chat_id)


@pytest.mark.parametrize(
    "make",
    [
        lambda: FakeFeishu(token_lifetime_s=0.5),
        lambda: FakeFeishu().inject(Hang(1), times=0),
    ],
)
def test_what_cannot_be_meant(make: Callable[[], object]) -> None:
    with pytest.raises(ValueError, match="must be at least 1, got"):
        make()


@pytest.mark.parametrize(
    ("authorization", "code"),
    [
        ("t-1", 99991661),
        ("Basic t-1", 99991661),
        ("Bearer", 99991661),
        ("Bearer x-1", 99991671),
        ("Bearer t-1", 99991663),
        ("Bearer u-1", 99991668),
    ],
)
async def test_how_a_token_must_come(fake: FakeFeishu, authorization: str, code: int) -> None:
    _, answer, _ = await ask(unpin(fake), headers={"Authorization": authorization})
    assert answer["code"] == code


async def test_a_slow_body_is_recorded_whole(fake: FakeFeishu, feishu: FeishuChat) -> None:
    fake.inject(SlowBody(0.01), where="delete")
    await feishu.top_notice.delete(fake.chat_id)
    assert (fake.requests[-1].status, fake.requests[-1].code) == (200, 0)


@pytest.mark.parametrize(
    "block",
    [{"type": "paragraph"}, {"type": "paragraph", "paragraph": {"elements": [{"textRun": {}}]}}],
)
async def test_a_block_that_cannot_be_kept_is_refused(
    fake: FakeFeishu, feishu: FeishuChat, block: dict[str, Any]
) -> None:
    operation = json.loads(insert("x"))
    operation["insertBlocksRequest"]["payload"] = json.dumps({"blocks": [block]})
    with pytest.raises(InvalidRequestError, match="232018"):
        await feishu.announcement.patch(
            fake.chat_id, revision="0", requests=[json.dumps(operation)]
        )
    await feishu.announcement.get(fake.chat_id)


async def test_bodies_that_make_no_sense_are_refused(fake: FakeFeishu, feishu: FeishuChat) -> None:
    await feishu.top_notice.delete(fake.chat_id)
    token = feishu._session.tokens.current()
    assert token is not None
    url = unpin(fake).replace("delete_top_notice", "put_top_notice")
    nonsense: list[object] = [[], 5, {}]
    for message_id in nonsense:
        body = {"chat_top_notice": [{"action_type": "1", "message_id": message_id}]}
        _, answer, _ = await ask(url, json=body, headers=token.headers())
        assert answer["code"] == 232001
    with pytest.raises(InvalidRequestError, match="232001"):
        await feishu.announcement.patch(fake.chat_id, revision="1" * 5000, requests=[insert("x")])


async def test_a_client_that_leaves_while_its_body_is_read(
    fake: FakeFeishu, caplog: pytest.LogCaptureFixture
) -> None:
    host, _, port = fake.url.removeprefix("http://").rpartition(":")
    _, writer = await asyncio.open_connection(host, int(port))
    writer.write(b"POST /open-apis/x HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{")
    await writer.drain()
    async with asyncio.timeout(10):
        while not fake.requests:  # noqa: ASYNC110 - the fake is not told to tell
            await asyncio.sleep(0.001)
    writer.transport.abort()
    await fake.close()
    (request,) = fake.requests
    assert (request.status, request.body) == (None, None)
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]
