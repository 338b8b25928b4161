"""The menu of a chat: up to three top-level items, each with a submenu of up to five."""

from typing import Self

import attrs

from ..enums import MenuActionType, MenuActionTypeLike
from .chats import I18nNames


@attrs.frozen(kw_only=True)
class RedirectLink:
    """The link of a menu item, with an optional link for each type of device.

    Links begin with `http://` or `https://`.
    """

    common_url: str | None = None
    """The link for every device without a specific link."""
    ios_url: str | None = None
    """The link on iOS."""
    android_url: str | None = None
    """The link on Android."""
    pc_url: str | None = None
    """The link in the desktop app."""
    web_url: str | None = None
    """The link in the web app."""


@attrs.frozen(kw_only=True)
class MenuItem:
    """The appearance and action of a menu item; build one with `MenuItem.link` or `.plain`."""

    action_type: MenuActionTypeLike | None = None
    """What a click on the item does. It cannot be changed after creation."""
    redirect_link: RedirectLink | None = None
    """The link that a click opens if `action_type` is `REDIRECT_LINK`."""
    image_key: str | None = None
    """The icon: the key of an image that was uploaded for messages. An item with a submenu cannot
    have one."""
    name: str | None = None
    """The text of the item, 1 to 120 characters."""
    i18n_names: I18nNames | None = None
    """The text in several languages, 1 to 120 characters each."""

    @classmethod
    def link(
        cls,
        name: str,
        url: str | RedirectLink,
        *,
        image_key: str | None = None,
        i18n_names: I18nNames | None = None,
    ) -> Self:
        """Build an item that opens a web page.

        Args:
            name: The text of the item, 1 to 120 characters.
            url: The link, beginning with `http://` or `https://`, or one link per type of device.
            image_key: The icon: the key of an image that was uploaded for messages.
            i18n_names: The text in several languages, 1 to 120 characters each.
        """
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
        """Build an item that does nothing, or opens its submenu.

        Args:
            name: The text of the item, 1 to 120 characters.
            image_key: The icon: the key of an image that was uploaded for messages. Must be None
                if the item has a submenu.
            i18n_names: The text in several languages, 1 to 120 characters each.
        """
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
    """The item's id, assigned by Feishu; None until the item is created."""
    chat_menu_item: MenuItem | None = None
    """The appearance and action of the item."""


@attrs.frozen(kw_only=True)
class MenuTopLevel:
    """A top-level item of a menu, with its submenu if it has one."""

    chat_menu_top_level_id: str | None = None
    """The item's id, assigned by Feishu; None until the item is created."""
    chat_menu_item: MenuItem | None = None
    """The appearance and action of the item."""
    children: tuple[MenuSecondLevel, ...] = ()
    """The items of the submenu, at most five."""

    @classmethod
    def of(cls, item: MenuItem, *submenu: MenuItem) -> Self:
        """Build a top-level item with an optional submenu.

        Args:
            item: The top-level item; it must be built with `MenuItem.plain` if there is a submenu.
            *submenu: The items of the submenu, at most five.
        """
        children = tuple(MenuSecondLevel(chat_menu_item=child) for child in submenu)
        return cls(chat_menu_item=item, children=children)


@attrs.frozen(kw_only=True)
class MenuTree:
    """The menu of a chat."""

    chat_menu_top_levels: tuple[MenuTopLevel, ...] = ()
    """The top-level items, from left to right."""


@attrs.frozen(kw_only=True)
class MenuAnswer:
    """The response of the endpoints that read or change a menu."""

    menu_tree: MenuTree | None = None
    """The whole menu after the call."""


@attrs.frozen(kw_only=True)
class MenuItemAnswer:
    """The response to a change of a menu item."""

    chat_menu_item: MenuItem
    """The item after the change."""
