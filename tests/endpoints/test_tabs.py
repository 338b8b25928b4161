"""The tabs of a chat are created, updated, sorted, listed and deleted."""

from typing import Any

import pytest

from feishu_chat_async import FeishuChat, Tab, TabType
from feishu_chat_async.endpoints import tabs
from feishu_chat_async.testing import FakeChat, FakeFeishu

URL = "https://open.feishu.cn/"


def names_of(found: tuple[Tab, ...]) -> list[str | None]:
    return [tab.tab_name for tab in found]


async def test_tabs_are_created_updated_sorted_and_deleted(
    fake: FakeFeishu, feishu: FeishuChat, chat: FakeChat
) -> None:
    (messages,) = await feishu.tabs.list(chat.chat_id)
    assert fake.requests[-1].endpoint == tabs.LIST.name
    assert messages.tab_type == TabType.MESSAGE
    created = await feishu.tabs.create(
        chat.chat_id, Tab.url("Plan", URL, icon_key="img"), Tab.doc("Notes", URL)
    )
    request = fake.requests[-1]
    assert request.endpoint == tabs.CREATE.name
    assert request.body == {
        "chat_tabs": [
            {
                "tab_name": "Plan",
                "tab_type": "url",
                "tab_content": {"url": URL},
                "tab_config": {"icon_key": "img"},
            },
            {"tab_name": "Notes", "tab_type": "doc", "tab_content": {"doc": URL}},
        ]
    }
    assert names_of(created) == [None, "Plan", "Notes"]
    ids = [str(tab.tab_id) for tab in created]
    updated = await feishu.tabs.update(chat.chat_id, Tab.url("Plans", URL, tab_id=ids[1]))
    assert names_of(updated) == [None, "Plans", "Notes"]
    assert updated[1].tab_config is None
    assert fake.requests[-1].endpoint == tabs.UPDATE.name
    order = [ids[0], ids[2], ids[1]]
    assert names_of(await feishu.tabs.sort(chat.chat_id, order)) == [None, "Notes", "Plans"]
    assert (fake.requests[-1].endpoint, fake.requests[-1].body) == (
        tabs.SORT.name,
        {"tab_ids": order},
    )
    assert names_of(await feishu.tabs.delete(chat.chat_id, iter(ids[1:2]))) == [None, "Notes"]
    assert (fake.requests[-1].endpoint, fake.requests[-1].body) == (
        tabs.DELETE.name,
        {"tab_ids": ids[1:2]},
    )


@pytest.mark.parametrize(
    ("call", "error", "problem"),
    [
        (lambda t: t.create("oc_1"), ValueError, "tabs must hold at least 1"),
        (lambda t: t.create("oc_1", Tab.url("a", "a.cn")), ValueError, "url must begin with http"),
        (lambda t: t.create("", Tab.url("a", URL)), ValueError, "chat_id must be an id"),
        (lambda t: t.update("oc_1", Tab.url("a", URL)), ValueError, "tab_id must name the tab"),
        (lambda t: t.update("oc_1", "Plan"), TypeError, "tabs must hold Tab, got str"),
        (lambda t: t.sort("oc_1", []), ValueError, "tab_ids must hold at least 1"),
        (lambda t: t.sort("oc_1", "1"), TypeError, "tab_ids must be a list of strings"),
        (lambda t: t.list(""), ValueError, "chat_id must be an id"),
        (lambda t: t.delete("oc_1", [""]), ValueError, "tab_ids must not hold an empty string"),
    ],
)
async def test_invalid_arguments_are_refused_before_any_request(
    fake: FakeFeishu, feishu: FeishuChat, call: Any, error: type[Exception], problem: str
) -> None:
    with pytest.raises(error, match=problem):
        await call(feishu.tabs)
    assert not fake.requests
