"""Tabs of chats in a FakeFeishu."""

from typing import Any

import aiohttp
import pytest

from feishu_chat_async import (
    FeishuChat,
    InvalidRequestError,
    NotInChatError,
    PermissionDeniedError,
    Tab,
    TabType,
)
from feishu_chat_async.testing import FakeChat, FakeFeishu
from tests.support.refusals import refused

URL = "https://open.feishu.cn/"


def names(tabs: tuple[Tab, ...]) -> list[str | None]:
    return [tab.tab_name for tab in tabs]


def ids(tabs: tuple[Tab, ...]) -> list[str]:
    return [str(tab.tab_id) for tab in tabs]


async def test_tabs_are_created_updated_sorted_and_deleted(
    feishu: FeishuChat, chat: FakeChat
) -> None:
    room, tabs = chat.chat_id, feishu.tabs
    (messages,) = await tabs.list(room)
    assert (messages.tab_type, messages.tab_name) == (TabType.MESSAGE, None)
    link = Tab.url("link", URL, icon_key="img", is_built_in=True)
    created = await tabs.create(room, link, Tab.doc("doc", URL))
    assert names(created) == [None, "link", "doc"]
    assert created[1].tab_config == link.tab_config and created[2].tab_config is None
    assert created[2].tab_content is not None and created[2].tab_content.doc == URL
    assert len(set(ids(created))) == 3
    changed = await tabs.update(room, Tab.doc("new", URL, tab_id=created[1].tab_id))
    assert (ids(changed), names(changed)) == (ids(created), [None, "new", "doc"])
    assert (changed[1].tab_type, changed[1].tab_config) == (TabType.DOC, None)
    last_first = await tabs.sort(room, reversed(ids(created)))
    assert names(last_first) == [None, "doc", "new"]
    left = await tabs.delete(room, ids(created)[2:])
    assert names(left) == names(await tabs.list(room)) == [None, "new"]


async def test_invalid_changes_of_tabs_are_refused(feishu: FeishuChat, chat: FakeChat) -> None:
    room, tabs = chat.chat_id, feishu.tabs
    messages, tab = ids(await tabs.create(room, Tab.url("tab", URL)))
    before = [dict(one) for one in chat.tabs]

    async def invalid(code: int, call: Any) -> None:
        await refused(call, InvalidRequestError, code)

    fixed, unknown = (Tab.url("x", URL, tab_id=one) for one in (messages, "1"))
    await invalid(232049, tabs.update(room, fixed))
    await invalid(232049, tabs.delete(room, [tab, messages]))
    await invalid(232001, tabs.update(room, Tab.url("x", URL, tab_id=tab), unknown))
    await invalid(232001, tabs.delete(room, [tab, "1"]))
    for wrong in ([tab], [messages, tab, "1"], ["1"]):
        await invalid(232001, tabs.sort(room, wrong))
    await invalid(232046, tabs.create(room, *[Tab.url("x", URL)] * 20))
    await invalid(232006, tabs.list("oc_nowhere"))
    assert chat.tabs == before
    await tabs.create(room, *[Tab.url("x", URL)] * 19)
    chat.chat_mode = "topic"
    await invalid(232050, tabs.list(room))


LINK = {"tab_type": "url", "tab_content": {"url": URL}}


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({}, 232001),
        ({"chat_tabs": "x"}, 232001),
        ({"chat_tabs": ["x"]}, 232001),
        ({"chat_tabs": [{**LINK, "tab_type": "pin"}]}, 232001),
        ({"chat_tabs": [{**LINK, "tab_name": 5}]}, 232001),
        ({"chat_tabs": [{**LINK, "tab_name": "x" * 61}]}, 232047),
        ({"chat_tabs": [{**LINK, "tab_type": "doc"}]}, 232048),
        ({"chat_tabs": [{**LINK, "tab_content": {"url": "ftp://x"}}]}, 232048),
        ({"chat_tabs": [{**LINK, "tab_content": None}]}, 232048),
    ],
)
async def test_invalid_tabs_are_refused(fake: FakeFeishu, body: Any, code: int) -> None:
    assert await create(fake, body) == code
    assert len(fake.chats[fake.chat_id].tabs) == 1


async def create(fake: FakeFeishu, body: Any) -> int:
    token = fake.issue_tenant_token()
    headers = {"Authorization": f"Bearer {token}"}
    url = f"{fake.url}/open-apis/im/v1/chats/{fake.chat_id}/chat_tabs"
    async with aiohttp.ClientSession(headers=headers) as http:
        async with http.post(url, json=body) as response:
            return int((await response.json())["code"])


async def test_members_cannot_change_tabs_if_only_managers_can(
    fake: FakeFeishu, feishu: FeishuChat, chat: FakeChat
) -> None:
    member, room = fake.add_user(), chat.chat_id
    chat.members.add(member.open_id)
    as_member = feishu.as_user(member.access_token)
    messages, tab = ids(await as_member.tabs.create(room, Tab.url("x", URL)))
    chat.only_managers_manage_tabs = True
    for call in (
        as_member.tabs.create(room, Tab.url("x", URL)),
        as_member.tabs.update(room, Tab.url("x", URL, tab_id=tab)),
        as_member.tabs.sort(room, [messages, tab]),
        as_member.tabs.delete(room, [tab]),
    ):
        await refused(call, PermissionDeniedError, 232055)
    assert ids(await as_member.tabs.list(room)) == [messages, tab]
    chat.managers.add(member.open_id)
    await as_member.tabs.delete(room, [tab])
    chat.remove(member.open_id)
    await refused(as_member.tabs.list(room), NotInChatError, 232011)
