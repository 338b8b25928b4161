"""The menu of a chat: up to three items at the top, with up to five below each."""

from typing import Self

import attrs

from ..enums import MenuActionType
from .chats import I18nNames


@attrs.frozen(kw_only=True)
class RedirectLink:
    """Where a menu item leads; `common_url` where nothing is set for the kind of device."""

    common_url: str | None = None
    ios_url: str | None = None
    android_url: str | None = None
    pc_url: str | None = None
    web_url: str | None = None


@attrs.frozen(kw_only=True)
class MenuItem:
    """What a menu shows and does in one place; made with `MenuItem.link` or `MenuItem.plain`."""

    action_type: MenuActionType | None = None
    """Cannot be changed later."""
    redirect_link: RedirectLink | None = None
    image_key: str | None = None
    """Icon: key of a picture that was uploaded for messages. Not above a submenu."""
    name: str | None = None
    """1 to 120 characters."""
    i18n_names: I18nNames | None = None
    """1 to 120 characters each."""

    @classmethod
    def link(
        cls,
        name: str,
        url: str | RedirectLink,
        *,
        image_key: str | None = None,
        i18n_names: I18nNames | None = None,
    ) -> Self:
        """Open a web page."""
        link = RedirectLink(common_url=url) if isinstance(url, str) else url
        return cls(
            action_type=MenuActionType.REDIRECT_LINK,
            redirect_link=link,
            image_key=image_key,
            name=name,
            i18n_names=i18n_names,
        )

    @classmethod
    def plain(
        cls, name: str, *, image_key: str | None = None, i18n_names: I18nNames | None = None
    ) -> Self:
        """Do nothing, or unfold a submenu."""
        return cls(
            action_type=MenuActionType.NONE,
            image_key=image_key,
            name=name,
            i18n_names=i18n_names,
        )


@attrs.frozen(kw_only=True)
class MenuSecondLevel:
    """An item of a submenu."""

    chat_menu_second_level_id: str | None = None
    """Given by Feishu."""
    chat_menu_item: MenuItem | None = None


@attrs.frozen(kw_only=True)
class MenuTopLevel:
    """An item of the menu, and what is in its submenu if it has one."""

    chat_menu_top_level_id: str | None = None
    """Given by Feishu."""
    chat_menu_item: MenuItem | None = None
    children: tuple[MenuSecondLevel, ...] = ()

    @classmethod
    def of(cls, item: MenuItem, *submenu: MenuItem) -> Self:
        """Put an item at the top and, below it, up to five others."""
        children = tuple(MenuSecondLevel(chat_menu_item=below) for below in submenu)
        return cls(chat_menu_item=item, children=children)


@attrs.frozen(kw_only=True)
class MenuTree:
    """The menu of a chat, from left to right."""

    chat_menu_top_levels: tuple[MenuTopLevel, ...] = ()


@attrs.frozen(kw_only=True)
class MenuAnswer:
    """What the endpoints of the menu answer."""

    menu_tree: MenuTree | None = None


@attrs.frozen(kw_only=True)
class MenuItemAnswer:
    """What changing a menu item answers."""

    chat_menu_item: MenuItem
