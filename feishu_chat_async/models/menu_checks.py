"""Validation of menu items before they are sent."""

from collections.abc import Iterable
from typing import Final

import attrs

from .._protocol.checks import check_enum, check_items, check_text, check_texts, check_url
from ..enums import MenuActionType, MenuItemField, MenuItemFieldLike
from .chats import I18nNames
from .menus import MenuItem, MenuSecondLevel, MenuTopLevel, RedirectLink

MAX_TOP_LEVELS: Final = 3
MAX_SECOND_LEVELS: Final = 5
MAX_NAME: Final = 120

_FIELDS: Final = (
    ("image_key", MenuItemField.ICON),
    ("name", MenuItemField.NAME),
    ("i18n_names", MenuItemField.I18N_NAME),
    ("redirect_link", MenuItemField.REDIRECT_LINK),
)
"""The attributes of a menu item that can be changed, and their names in requests."""


def check_new_items(top_levels: tuple[MenuTopLevel, ...]) -> tuple[MenuTopLevel, ...]:
    """Validate items to add to the menu of a chat, and return them."""
    for top in check_items("top_levels", top_levels, MenuTopLevel, max_items=MAX_TOP_LEVELS):
        if top.chat_menu_top_level_id is not None:
            raise ValueError("chat_menu_top_level_id must not be given: Feishu assigns it")
        submenu = check_items(
            "children", top.children, MenuSecondLevel, min_items=0, max_items=MAX_SECOND_LEVELS
        )
        item = _check_new_item(top.chat_menu_item)
        if submenu and item.action_type != MenuActionType.NONE:
            raise ValueError("action_type must be NONE if there is a submenu: see MenuItem.plain")
        if submenu and item.image_key is not None:
            raise ValueError("image_key must not be given if there is a submenu")
        for second in submenu:
            _check_new_item(second.chat_menu_item)
    return top_levels


def check_changes(
    item: MenuItem, update_fields: Iterable[MenuItemFieldLike] | None
) -> tuple[MenuItemField, ...]:
    """Return the fields of a menu item to change: those named, or all that are set.

    Raises:
        ValueError: The item holds a value that cannot be sent, or there is nothing to change.
    """
    if not isinstance(item, MenuItem):
        raise TypeError(f"item must be a MenuItem, got {type(item).__name__}")
    _check_item(item)
    if update_fields is None:
        update_fields = [field for name, field in _FIELDS if getattr(item, name) is not None]
        if not update_fields:
            raise ValueError("item must set a field to change, or update_fields must name one")
    named = check_texts("update_fields", update_fields)
    return tuple(check_enum("update_fields", field, MenuItemField) for field in named)


def _check_new_item(item: MenuItem | None) -> MenuItem:
    if not isinstance(item, MenuItem) or item.action_type is None or item.name is None:
        raise ValueError("chat_menu_item must have a name and an action_type: see MenuItem.link")
    check_enum("action_type", item.action_type, MenuActionType)
    if item.action_type == MenuActionType.REDIRECT_LINK and item.redirect_link is None:
        raise ValueError("redirect_link must be given if action_type is REDIRECT_LINK")
    return _check_item(item)


def _check_item(item: MenuItem) -> MenuItem:
    for name, cls in (("i18n_names", I18nNames), ("redirect_link", RedirectLink)):
        value = getattr(item, name)
        if value is not None and not isinstance(value, cls):
            raise TypeError(f"{name} must be a {cls.__name__}, got {type(value).__name__}")
    if item.image_key is not None:
        check_text("image_key", item.image_key)
    for name, text in {"name": item.name, **_set_fields(item.i18n_names)}.items():
        if text is not None:
            check_text(name, text, min_length=1, max_length=MAX_NAME)
    if item.redirect_link is not None:
        links = _set_fields(item.redirect_link)
        if not links:
            raise ValueError("redirect_link must contain at least one link")
        for name, link in links.items():
            check_url(name, link)
    return item


def _set_fields(model: I18nNames | RedirectLink | None) -> dict[str, str]:
    """Return the fields of a model that are not None."""
    if model is None:
        return {}
    values = {field.name: getattr(model, field.name) for field in attrs.fields(type(model))}
    return {name: value for name, value in values.items() if value is not None}
