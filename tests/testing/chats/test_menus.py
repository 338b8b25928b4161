"""Menus of chats in a FakeFeishu, and the permission to change tabs and menus."""

import asyncio
from typing import Any

import aiohttp
import pytest

from feishu_chat_async import (
    FeishuChat,
    I18nNames,
    InvalidRequestError,
    MenuActionType,
    MenuItem,
    MenuItemField,
    MenuTopLevel,
    MenuTree,
    NotInChatError,
    PermissionDeniedError,
    RateLimitError,
    RedirectLink,
    Tab,
    TabType,
)
from feishu_chat_async.testing import FakeChat, FakeFeishu
from tests.conftest import client
from tests.support.refusals import refused
from tests.support.virtual import run_virtual

URL = "https://open.feishu.cn/"


def ids(tabs: tuple[Tab, ...]) -> list[str]:
    return [str(tab.tab_id) for tab in tabs]


def top_ids(tree: MenuTree) -> list[str]:
    return [str(top.chat_menu_top_level_id) for top in tree.chat_menu_top_levels]


def titles(tree: MenuTree) -> list[str | None]:
    items = [top.chat_menu_item for top in tree.chat_menu_top_levels]
    return [None if item is None else item.name for item in items]


async def test_menus_are_created_sorted_updated_and_deleted(
    feishu: FeishuChat, chat: FakeChat
) -> None:
    room, menu = chat.chat_id, feishu.menu
    assert await menu.get(room) == MenuTree()
    sign_up = MenuItem.link("Sign up", RedirectLink(pc_url=URL), image_key="img")
    submenu = MenuTopLevel.of(MenuItem.plain("More"), MenuItem.link("a", URL), MenuItem.plain("b"))
    tree = await menu.create(room, MenuTopLevel.of(sign_up), submenu)
    assert titles(tree) == ["Sign up", "More"]
    assert tree.chat_menu_top_levels[0].chat_menu_item == sign_up
    second_levels = tree.chat_menu_top_levels[1].children
    assert [second_level.chat_menu_item for second_level in second_levels] == [
        second_level.chat_menu_item for second_level in submenu.children
    ]
    tree = await menu.create(room, MenuTopLevel.of(MenuItem.plain("Help")))
    assert titles(tree) == ["Sign up", "More", "Help"]
    tops = top_ids(tree)
    assert titles(await menu.sort(room, tops[::-1])) == ["Help", "More", "Sign up"]
    second = str(second_levels[0].chat_menu_second_level_id)
    renamed = MenuItem(name="A", i18n_names=I18nNames(ja_jp="あ"))
    item = await menu.update_item(room, second, renamed)
    assert (item.name, item.i18n_names) == ("A", I18nNames(ja_jp="あ"))
    assert item.redirect_link == RedirectLink(common_url=URL)
    only_name = MenuItem(name="Join", image_key="ignored")
    fields = [MenuItemField.NAME]
    item = await menu.update_item(room, tops[0], only_name, update_fields=fields)
    assert (item.name, item.image_key) == ("Join", "img")
    fields = [MenuItemField.ICON]
    item = await menu.update_item(room, tops[0], MenuItem(name="x"), update_fields=fields)
    assert (item.name, item.image_key) == ("Join", None)
    tree = await menu.delete(room, [tops[1]])
    assert titles(tree) == titles(await menu.get(room)) == ["Help", "Join"]


async def test_invalid_changes_of_menus_are_refused(feishu: FeishuChat, chat: FakeChat) -> None:
    room, menu = chat.chat_id, feishu.menu
    plain = MenuTopLevel.of(MenuItem.plain("x"))
    first, second = top_ids(await menu.create(room, plain, plain))
    unfolds = MenuTopLevel.of(MenuItem.plain("y"), MenuItem.plain("z"))
    before = [dict(item) for item in chat.menu]

    async def invalid(code: int, call: Any) -> None:
        await refused(call, InvalidRequestError, code)

    await invalid(232070, menu.create(room, plain, plain))
    for wrong in ([first], [first, second, "1"], [second, "1"]):
        await invalid(232072, menu.sort(room, wrong))
    await invalid(232001, menu.delete(room, [first, "1"]))
    await invalid(232001, menu.update_item(room, "1", MenuItem(name="x")))
    no_name = menu.update_item(
        room, first, MenuItem(image_key="img"), update_fields=[MenuItemField.NAME]
    )
    await invalid(232078, no_name)
    await invalid(232001, menu.get("oc_nowhere"))
    assert chat.menu == before
    tree = await menu.create(room, unfolds)
    icon = menu.update_item(room, top_ids(tree)[2], MenuItem(image_key="img"))
    await invalid(232078, icon)
    chat.chat_mode = "topic"
    await invalid(232008, menu.create(room, plain))


async def test_changing_tabs_and_menus_needs_permission(
    fake: FakeFeishu, feishu: FeishuChat, chat: FakeChat
) -> None:
    room, other = chat.chat_id, fake.add_app()
    chat.members.add(other.app_id)
    plain = MenuTopLevel.of(MenuItem.plain("x"))
    (messages,) = ids(await feishu.tabs.list(room))
    async with FeishuChat(other.app_id, other.app_secret, base_url=fake.url) as theirs:
        (top,) = top_ids(await theirs.menu.create(room, plain))
        _, tab = ids(await theirs.tabs.create(room, Tab.url("x", URL)))

        def calls() -> list[Any]:
            return [
                theirs.tabs.create(room, Tab.url("x", URL)),
                theirs.tabs.update(room, Tab.url("x", URL, tab_id=tab)),
                theirs.tabs.sort(room, [messages, tab]),
                theirs.tabs.delete(room, [tab]),
                theirs.menu.create(room, plain),
                theirs.menu.update_item(room, top, MenuItem(name="x")),
                theirs.menu.sort(room, [top]),
                theirs.menu.delete(room, [top]),
            ]

        chat.only_managers_manage_tabs = True
        for call in calls():
            await refused(call, PermissionDeniedError, 232055)
        await theirs.tabs.list(room)
        await theirs.menu.get(room)
        chat.managers.add(other.app_id)
        await theirs.menu.sort(room, [top])
        await theirs.tabs.delete(room, [tab])
        chat.members.discard(other.app_id)
        for call in [*calls(), theirs.tabs.list(room), theirs.menu.get(room)]:
            await refused(call, NotInChatError, 232011)


async def test_only_apps_can_use_menus(fake: FakeFeishu, feishu: FeishuChat) -> None:
    user = fake.add_user()
    fake.chats[fake.chat_id].members.add(user.open_id)
    as_user = feishu.as_user(user.access_token)
    with pytest.raises(ValueError, match="cannot be called as a user"):
        await as_user.menu.get(fake.chat_id)
    assert not fake.requests
    url = f"{fake.url}/open-apis/im/v1/chats/{fake.chat_id}/menu_tree"
    headers = {"Authorization": f"Bearer {user.access_token}"}
    async with aiohttp.ClientSession(headers=headers) as http, http.get(url) as response:
        assert (response.status, (await response.json())["code"]) == (400, 99991668)
    assert len(await as_user.tabs.list(fake.chat_id)) == 1


def test_a_menu_is_changed_one_call_at_a_time() -> None:
    async def scenario() -> None:
        async with FakeFeishu(counter=None, latency_s=1.0) as fake:
            plain = MenuTopLevel.of(MenuItem.plain("x"))
            async with client(fake, retry=None) as feishu:
                await feishu.menu.get(fake.chat_id)
                results = await asyncio.gather(
                    *(feishu.menu.create(fake.chat_id, plain) for _ in range(2)),
                    feishu.menu.get(fake.chat_id),
                    feishu.members.add(fake.chat_id, [fake.add_user().open_id]),
                    return_exceptions=True,
                )
            errors = [result for result in results if isinstance(result, Exception)]
            assert [type(error) for error in errors] == [RateLimitError]
            assert [request.code for request in fake.requests].count(232073) == 1
            assert len(fake.chats[fake.chat_id].menu) == 1

    run_virtual(scenario())


ITEM = {"action_type": "REDIRECT_LINK", "name": "x", "redirect_link": {"common_url": URL}}
PLAIN = {"chat_menu_item": {"action_type": "NONE", "name": "x"}}


@pytest.mark.parametrize(
    ("top", "code"),
    [
        ("x", 232001),
        ({"children": "x"}, 232001),
        ({"chat_menu_item": None}, 232078),
        ({"chat_menu_item": {**ITEM, "name": None}}, 232078),
        ({"chat_menu_item": {**ITEM, "name": 5}}, 232078),
        ({"chat_menu_item": {**ITEM, "name": "x" * 121}}, 232078),
        ({"chat_menu_item": {**ITEM, "i18n_names": {"en_us": ""}}}, 232078),
        ({"chat_menu_item": {**ITEM, "i18n_names": "x"}}, 232078),
        ({"chat_menu_item": {**ITEM, "action_type": "JUMP"}}, 232078),
        ({"chat_menu_item": {**ITEM, "redirect_link": {}}}, 232078),
        ({"chat_menu_item": {**ITEM, "redirect_link": {"pc_url": "ftp://x"}}}, 232078),
        ({"chat_menu_item": ITEM, "children": [PLAIN]}, 232078),
        ({**PLAIN, "children": [PLAIN] * 6}, 232071),
    ],
)
async def test_invalid_menus_are_refused(fake: FakeFeishu, top: Any, code: int) -> None:
    body = {"menu_tree": {"chat_menu_top_levels": [PLAIN, top]}}
    assert await post(fake, "menu_tree", body) == code
    assert fake.chats[fake.chat_id].menu == []


@pytest.mark.parametrize("body", [{}, {"menu_tree": {}}, {"menu_tree": "x"}])
async def test_a_body_without_a_menu_is_refused(fake: FakeFeishu, body: Any) -> None:
    assert await post(fake, "menu_tree", body) == 232001


async def post(fake: FakeFeishu, what: str, body: Any) -> int:
    token = fake.issue_tenant_token()
    headers = {"Authorization": f"Bearer {token}"}
    url = f"{fake.url}/open-apis/im/v1/chats/{fake.chat_id}/{what}"
    async with aiohttp.ClientSession(headers=headers) as http:
        async with http.post(url, json=body) as response:
            return int((await response.json())["code"])


async def test_invalid_arguments_are_refused_before_any_io(
    fake: FakeFeishu, feishu: FeishuChat
) -> None:
    room, plain = fake.chat_id, MenuTopLevel.of(MenuItem.plain("x"))
    icon = MenuTopLevel.of(MenuItem.plain("x", image_key="img"), MenuItem.plain("y"))
    for call in (
        feishu.tabs.create(room),
        feishu.tabs.create(room, Tab.url("x" * 61, URL)),
        feishu.tabs.create(room, Tab.url("x", "feishu.cn")),
        feishu.tabs.create(room, Tab.url("x", URL, tab_id="1")),
        feishu.tabs.create(room, Tab(tab_type=TabType.PIN)),
        feishu.tabs.update(room, Tab.url("x", URL)),
        feishu.tabs.sort(room, []),
        feishu.tabs.delete(room, [""]),
        feishu.menu.create(room, *[plain] * 4),
        feishu.menu.create(room, icon),
        feishu.menu.create(room, MenuTopLevel.of(MenuItem.plain("x"), *[MenuItem.plain("y")] * 6)),
        feishu.menu.create(room, MenuTopLevel.of(MenuItem.link("x", URL), MenuItem.plain("y"))),
        feishu.menu.create(room, MenuTopLevel.of(MenuItem.plain("x" * 121))),
        feishu.menu.create(
            room, MenuTopLevel.of(MenuItem(action_type=MenuActionType.REDIRECT_LINK, name="x"))
        ),
        feishu.menu.sort(room, []),
        feishu.menu.delete(room, ["1"] * 4),
        feishu.menu.update_item(room, "1", MenuItem()),
    ):
        with pytest.raises(ValueError, match="must"):
            await call
    assert not fake.requests
