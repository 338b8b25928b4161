"""Menu items are checked before they are sent."""

from typing import Any

import pytest

from feishu_chat_async import (
    I18nNames,
    MenuActionType,
    MenuItem,
    MenuItemField,
    MenuSecondLevel,
    MenuTopLevel,
    RedirectLink,
)
from feishu_chat_async.models.menu_checks import check_changes, check_new_items

URL = "https://example.com"
PLAIN = MenuItem.plain("a")
# Values that a type checker refuses are passed through these.
ITEM: Any = MenuItem
TOP: Any = MenuTopLevel


def test_new_items_are_returned_unchanged() -> None:
    items = (
        MenuTopLevel.of(MenuItem.link("x" * 120, URL, image_key="img")),
        MenuTopLevel.of(MenuItem.plain("a"), *[MenuItem.link("b", RedirectLink(pc_url=URL))] * 5),
        MenuTopLevel.of(MenuItem.plain("c", i18n_names=I18nNames(en_us="c"))),
    )
    assert check_new_items(items) is items


@pytest.mark.parametrize(
    ("items", "problem"),
    [
        ((), "top_levels must hold at least 1"),
        ((MenuTopLevel.of(PLAIN),) * 4, "top_levels must hold .* at most 3"),
        ((MenuTopLevel.of(PLAIN, *[PLAIN] * 6),), "children must hold .* at most 5"),
        ((TOP(chat_menu_item=PLAIN, children=(PLAIN,)),), "children must hold MenuSecondLevel"),
        ((MenuTopLevel(),), "chat_menu_item must have a name"),
        ((TOP(chat_menu_item={}),), "chat_menu_item must have a name"),
        ((MenuTopLevel.of(MenuItem(name="a")),), "chat_menu_item must have a name"),
        (
            (MenuTopLevel(chat_menu_item=PLAIN, children=(MenuSecondLevel(),)),),
            "chat_menu_item must have a name",
        ),
        (
            (MenuTopLevel(chat_menu_top_level_id="7", chat_menu_item=PLAIN),),
            "chat_menu_top_level_id must not be given",
        ),
        (
            (MenuTopLevel.of(MenuItem.link("a", URL), PLAIN),),
            "action_type must be NONE if there is a submenu",
        ),
        (
            (MenuTopLevel.of(MenuItem.plain("a", image_key="img"), PLAIN),),
            "image_key must not be given if there is a submenu",
        ),
        (
            (MenuTopLevel.of(MenuItem(name="a", action_type=MenuActionType("JUMP"))),),
            "action_type must be one of NONE, REDIRECT_LINK",
        ),
        (
            (MenuTopLevel.of(MenuItem(name="a", action_type=MenuActionType.REDIRECT_LINK)),),
            "redirect_link must be given",
        ),
        ((MenuTopLevel.of(MenuItem.plain("x" * 121)),), "name must have .* at most 120"),
        ((MenuTopLevel.of(MenuItem.plain("")),), "name must have at least 1"),
        (
            (
                MenuTopLevel.of(
                    MenuItem.plain("a", i18n_names=I18nNames(ja_jp="")),
                ),
            ),
            "ja_jp must have at least 1",
        ),
        ((MenuTopLevel.of(MenuItem.link("a", RedirectLink())),), "must contain at least one link"),
        ((MenuTopLevel.of(MenuItem.link("a", "ftp://x")),), "common_url must begin with http"),
    ],
)
def test_invalid_new_items_are_refused(items: Any, problem: str) -> None:
    with pytest.raises((ValueError, TypeError), match=problem):
        check_new_items(items)


@pytest.mark.parametrize(
    ("item", "update_fields", "expected"),
    [
        (MenuItem(name="a"), None, (MenuItemField.NAME,)),
        (
            MenuItem(
                image_key="i", i18n_names=I18nNames(), redirect_link=RedirectLink(web_url=URL)
            ),
            None,
            (MenuItemField.ICON, MenuItemField.I18N_NAME, MenuItemField.REDIRECT_LINK),
        ),
        (MenuItem(), iter(["ICON"]), (MenuItemField.ICON,)),
        (MenuItem(name="a"), ["ICON", MenuItemField.NAME], ("ICON", "NAME")),
    ],
)
def test_the_fields_to_change_are_the_named_or_the_set_ones(
    item: MenuItem, update_fields: Any, expected: tuple[str, ...]
) -> None:
    assert check_changes(item, update_fields) == expected


@pytest.mark.parametrize(
    ("item", "update_fields", "problem"),
    [
        (MenuItem(), None, "item must set a field to change"),
        (MenuItem(action_type=MenuActionType.NONE), None, "item must set a field to change"),
        (MenuItem(), [], "update_fields must hold at least 1"),
        ({"name": "a"}, None, "item must be a MenuItem, got dict"),
        (MenuItem(name="a"), ["COLOR"], "update_fields must be one of ICON"),
        (ITEM(image_key=5), None, "image_key must be a string"),
        (ITEM(redirect_link=URL), None, "redirect_link must be a RedirectLink, got str"),
        (ITEM(i18n_names={}), None, "i18n_names must be a I18nNames, got dict"),
    ],
)
def test_invalid_changes_are_refused(item: Any, update_fields: Any, problem: str) -> None:
    with pytest.raises((ValueError, TypeError), match=problem):
        check_changes(item, update_fields)
