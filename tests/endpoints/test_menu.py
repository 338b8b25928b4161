"""The menu of a chat is created, read, sorted, updated and deleted."""

from typing import Any

import pytest

from feishu_chat_async import FeishuChat, MenuItem, MenuItemField, MenuTopLevel, MenuTree
from feishu_chat_async.endpoints import menu
from feishu_chat_async.testing import FakeChat, FakeFeishu

URL = "https://open.feishu.cn/"


def ids_of(tree: MenuTree) -> list[str]:
    return [str(top.chat_menu_top_level_id) for top in tree.chat_menu_top_levels]


def names_of(tree: MenuTree) -> list[str | None]:
    items = [top.chat_menu_item for top in tree.chat_menu_top_levels]
    return [None if item is None else item.name for item in items]


async def test_a_menu_is_created_read_sorted_and_deleted(
    fake: FakeFeishu, feishu: FeishuChat, chat: FakeChat
) -> None:
    assert await feishu.menu.get(chat.chat_id) == MenuTree()
    assert fake.requests[-1].endpoint == menu.GET.name
    unfolds = MenuTopLevel.of(MenuItem.plain("More"), MenuItem.link("Help", URL))
    tree = await feishu.menu.create(
        chat.chat_id, unfolds, MenuTopLevel.of(MenuItem.link("Plan", URL))
    )
    request = fake.requests[-1]
    assert request.endpoint == menu.CREATE.name
    link = {"action_type": "REDIRECT_LINK", "redirect_link": {"common_url": URL}}
    submenu = [{"chat_menu_item": {**link, "name": "Help"}}]
    assert request.body == {
        "menu_tree": {
            "chat_menu_top_levels": [
                {
                    "chat_menu_item": {"action_type": "NONE", "name": "More"},
                    "children": submenu,
                },
                {"chat_menu_item": {**link, "name": "Plan"}},
            ]
        }
    }
    assert names_of(tree) == ["More", "Plan"]
    ids = ids_of(tree)
    sorted_tree = await feishu.menu.sort(chat.chat_id, reversed(ids))
    assert names_of(sorted_tree) == ["Plan", "More"]
    request = fake.requests[-1]
    assert request.endpoint == menu.SORT.name
    assert request.body == {"chat_menu_top_level_ids": ids[::-1]}
    rest = await feishu.menu.delete(chat.chat_id, ids[:1])
    assert rest == await feishu.menu.get(chat.chat_id)
    assert names_of(rest) == ["Plan"]
    assert fake.requests[-2].endpoint == menu.DELETE.name
    assert fake.requests[-2].body == {"chat_menu_top_level_ids": ids[:1]}


@pytest.mark.parametrize(
    ("update_fields", "sent", "image_key"),
    [
        (None, ["ICON", "NAME"], "new"),
        (["NAME"], ["NAME"], "old"),
        ([MenuItemField.NAME, "ICON"], ["NAME", "ICON"], "new"),
    ],
)
async def test_an_item_is_updated(
    feishu: FeishuChat, fake: FakeFeishu, update_fields: Any, sent: list[str], image_key: str
) -> None:
    old = MenuTopLevel.of(MenuItem.link("Old", URL, image_key="old"))
    (item_id,) = ids_of(await feishu.menu.create(fake.chat_id, old))
    item = MenuItem(name="New", image_key="new")
    updated = await feishu.menu.update_item(
        fake.chat_id, item_id, item, update_fields=update_fields
    )
    request = fake.requests[-1]
    assert request.endpoint == menu.UPDATE_ITEM.name and request.path.endswith(item_id)
    assert request.body == {
        "update_fields": sent,
        "chat_menu_item": {"name": "New", "image_key": "new"},
    }
    assert (updated.name, updated.image_key) == ("New", image_key)
    assert updated.redirect_link is not None and updated.redirect_link.common_url == URL


@pytest.mark.parametrize(
    ("call", "error", "problem"),
    [
        (lambda m: m.create("oc_1"), ValueError, "top_levels must hold at least 1"),
        (lambda m: m.create("oc_1", "More"), TypeError, "top_levels must hold MenuTopLevel"),
        (lambda m: m.get(""), ValueError, "chat_id must be an id"),
        (lambda m: m.delete("oc_1", []), ValueError, "chat_menu_top_level_ids must hold at least"),
        (lambda m: m.sort("oc_1", ["1"] * 4), ValueError, "chat_menu_top_level_ids must .* most 3"),
        (lambda m: m.update_item("oc_1", "7", {}), TypeError, "item must be a MenuItem, got dict"),
        (
            lambda m: m.update_item("oc_1", "", MenuItem(name="a")),
            ValueError,
            "menu_item_id must be an id",
        ),
    ],
)
async def test_invalid_arguments_are_refused_before_any_request(
    fake: FakeFeishu, feishu: FeishuChat, call: Any, error: type[Exception], problem: str
) -> None:
    with pytest.raises(error, match=problem):
        await call(feishu.menu)
    assert not fake.requests
