"""Requests of other clients for the announcement of a FakeFeishu in the legacy format."""

import json
from typing import Any

import aiohttp
import pytest

from feishu_chat_async import FeishuChat, InvalidRequestError
from feishu_chat_async.testing import FakeFeishu
from feishu_chat_async.testing.announcements.legacy_document import EditError, FakeDocument
from tests.support.legacy_requests import insert


def text_of(document: FakeDocument) -> list[str]:
    blocks = json.loads(document.to_json())["body"]["blocks"]
    return [
        "".join(element["textRun"]["text"] for element in block["paragraph"]["elements"])
        for block in blocks
    ]


@pytest.mark.parametrize(
    "body",
    [{}, {"revision": "0"}, {"revision": 0, "requests": ["{}"]}, {"revision": "x", "requests": []}],
)
async def test_wrong_edits_are_refused(fake: FakeFeishu, body: Any) -> None:
    headers = {"Authorization": f"Bearer {fake.issue_tenant_token()}"}
    url = f"{fake.url}/open-apis/im/v1/chats/{fake.chat_id}/announcement"
    async with aiohttp.ClientSession(headers=headers) as http:
        async with http.patch(url, json=body) as response:
            assert (await response.json())["code"] == 232001
        async with http.get(url, params={"user_id_type": "nick"}) as response:
            assert (await response.json())["code"] == 232001


async def test_an_edit_applies_all_operations_or_none(fake: FakeFeishu, feishu: FeishuChat) -> None:
    unfit = json.dumps({"requestType": "DeleteContentRangeRequestType"})
    with pytest.raises(InvalidRequestError, match="232018"):
        await feishu.announcement.patch(
            fake.chat_id, revision="0", requests=[insert("first"), unfit]
        )
    announcement = await feishu.announcement.get(fake.chat_id)
    assert announcement.revision == "0"
    assert "first" not in announcement.content


def test_blocks_are_inserted_at_their_location() -> None:
    document = FakeDocument.of_text("Title", "one", "two")
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
    content = json.loads(FakeDocument.of_text("announcement", "Announcement.", "").to_json())
    spans = [content["title"]["location"]]
    spans += [block["paragraph"]["location"] for block in content["body"]["blocks"]]
    assert [(span["startIndex"], span["endIndex"]) for span in spans] == [
        (0, 12),
        (13, 26),
        (27, 27),
    ]
    assert {span["zoneId"] for span in spans} == {"0"}


def test_titles_are_changed_and_other_blocks_kept() -> None:
    document = FakeDocument.of_text("old", "text")
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


async def test_a_revision_of_too_many_digits_is_refused(
    fake: FakeFeishu, feishu: FeishuChat
) -> None:
    with pytest.raises(InvalidRequestError, match="232001"):
        await feishu.announcement.patch(fake.chat_id, revision="1" * 5000, requests=[insert("x")])
