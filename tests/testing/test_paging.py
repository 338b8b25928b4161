"""Pages of lists in a FakeFeishu: sizes, tokens, and items added or removed meanwhile."""

import base64
import json

import aiohttp
import pytest

from feishu_chat_async import ChatSortType, FeishuChat, InvalidRequestError
from feishu_chat_async.testing import FakeFeishu, RefusedError
from feishu_chat_async.testing.paging import page_of
from feishu_chat_async.testing.requests import FakeRequest
from feishu_chat_async.testing.state import State
from tests.support.refusals import refused


async def test_a_page_token_is_valid_for_one_list_only(
    fake: FakeFeishu, feishu: FeishuChat
) -> None:
    fake.add_chat("Another")
    token = (await feishu.chats.list(page_size=1)).page_token
    assert token is not None
    for call in (
        feishu.chats.list(page_token="nonsense"),
        feishu.chats.list(page_token="e30="),
        feishu.chats.list(page_token=token, sort_type=ChatSortType.BY_ACTIVE_TIME_DESC),
        feishu.chats.search("Another", page_token=token),
        feishu.members.list(fake.chat_id, page_token=token),
    ):
        await refused(call, InvalidRequestError, 232001)


@pytest.mark.parametrize("size", ["0", "101", "-1", "x", "5.0", "", "٣", "9" * 5000])
async def test_invalid_page_sizes_are_refused(fake: FakeFeishu, size: str) -> None:
    token = fake.issue_tenant_token()
    headers = {"Authorization": f"Bearer {token}"}
    url = f"{fake.url}/open-apis/im/v1/chats"
    async with aiohttp.ClientSession(headers=headers) as http:
        async with http.get(url, params={"page_size": size}) as response:
            assert (await response.json())["code"] == 232001


def page(items: list[str], *, list_name: str = "list", **query: str) -> tuple[list[str], object]:
    """Return a page of a list, and the token of the next one if there is one."""
    request = FakeRequest(State(7200), None, {}, query, None, 0.0)
    found, fields = page_of(request, list_name, list(enumerate(items)), default=3, max_size=5)
    assert fields["has_more"] == ("page_token" in fields)
    return found, fields.get("page_token")


def test_pages_hold_every_item_once() -> None:
    items = list("abcdefgh")
    first, token = page(items)
    second, token = page(items, page_token=str(token))
    third, end = page(items, page_token=str(token))
    assert (first, second, third, end) == (list("abc"), list("def"), list("gh"), None)
    assert page(items, page_size="5")[0] == list("abcde")
    assert page([]) == ([], None)
    assert page(list("abc")) == (list("abc"), None)


def test_a_page_begins_after_the_last_item_of_the_one_before() -> None:
    request = FakeRequest(State(7200), None, {}, {"page_size": "2"}, None, 0.0)
    numbered = [(1, "a"), (4, "b"), (9, "c"), (12, "d")]
    _, fields = page_of(request, "list", numbered)
    query = {"page_token": str(fields["page_token"])}
    rest = FakeRequest(State(7200), None, {}, query, None, 0.0)
    assert page_of(rest, "list", [(2, "new"), (9, "c"), (12, "d")])[0] == ["c", "d"]


@pytest.mark.parametrize("number", ["1", None, [1]])
def test_a_forged_token_is_refused(number: object) -> None:
    token = base64.urlsafe_b64encode(json.dumps(["list", number]).encode()).decode()
    with pytest.raises(RefusedError, match="page_token"):
        page(list("abc"), page_token=token)
    with pytest.raises(RefusedError, match="page_token"):
        page(list("abc"), page_token="x")


def test_each_list_has_its_own_error_and_largest_page_size() -> None:
    request = FakeRequest(State(7200), None, {}, {"page_size": "6"}, None, 0.0)
    with pytest.raises(RefusedError) as caught:
        page_of(request, "list", [], max_size=5, error=lambda detail: RefusedError(7, detail))
    assert (caught.value.code, caught.value.msg) == (7, "page_size '6'")
