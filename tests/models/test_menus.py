"""Menus are built from items, and decoded into the same classes."""

from feishu_chat_async import I18nNames, MenuItem, MenuTopLevel, RedirectLink
from feishu_chat_async._protocol.converter import structure, to_wire
from feishu_chat_async.enums import MenuActionType
from feishu_chat_async.models.menus import MenuAnswer, MenuSecondLevel, MenuTree

LINK = "https://example.com"


def test_a_link_item_opens_one_url_or_a_url_per_device() -> None:
    item = MenuItem.link("Board", LINK, image_key="img_1", i18n_names=I18nNames(en_us="B"))
    assert to_wire(item) == {
        "action_type": "REDIRECT_LINK",
        "redirect_link": RedirectLink(common_url=LINK),
        "image_key": "img_1",
        "name": "Board",
        "i18n_names": I18nNames(en_us="B"),
    }
    per_device = RedirectLink(ios_url=LINK, web_url=LINK + "/web")
    assert MenuItem.link("Board", per_device).redirect_link == per_device


def test_a_plain_item_has_no_link() -> None:
    item = MenuItem.plain("More", image_key="img_1")
    assert item == MenuItem(action_type="NONE", name="More", image_key="img_1")
    assert item.redirect_link is None


def test_a_top_level_item_holds_its_submenu_in_order() -> None:
    first, second = MenuItem.plain("a"), MenuItem.link("b", LINK)
    level = MenuTopLevel.of(MenuItem.plain("More"), first, second)
    assert [child.chat_menu_item for child in level.children] == [first, second]
    assert level.chat_menu_top_level_id is None
    assert MenuTopLevel.of(first).children == ()


def test_a_menu_is_read() -> None:
    wire = {
        "menu_tree": {
            "chat_menu_top_levels": [
                {
                    "chat_menu_top_level_id": "7",
                    "chat_menu_item": {"action_type": "NONE", "name": "More"},
                    "children": [{"chat_menu_second_level_id": "8"}],
                }
            ]
        }
    }
    item = MenuItem(action_type=MenuActionType.NONE, name="More")
    child = MenuSecondLevel(chat_menu_second_level_id="8")
    level = MenuTopLevel(chat_menu_top_level_id="7", chat_menu_item=item, children=(child,))
    assert structure(wire, MenuAnswer) == MenuAnswer(
        menu_tree=MenuTree(chat_menu_top_levels=(level,))
    )
