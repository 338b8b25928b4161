"""The menu of a chat."""

from collections.abc import Iterable
from typing import Final

import attrs

from .._protocol.checks import check_items, check_member, check_text, check_texts, check_url
from .._protocol.endpoint import CHAT, Caller, Endpoint, TokenKind
from ..enums import MenuActionType, MenuItemField
from ..models.chats import I18nNames
from ..models.menus import (
    MenuAnswer,
    MenuItem,
    MenuItemAnswer,
    MenuSecondLevel,
    MenuTopLevel,
    MenuTree,
    RedirectLink,
)

_APP_ONLY: Final[tuple[TokenKind, ...]] = ("tenant",)

# Code 232073: somebody else is changing the menu at this moment.
CREATE: Final[Endpoint[MenuAnswer]] = Endpoint(
    method="POST",
    path="/open-apis/im/v1/chats/:chat_id/menu_tree",
    returns=MenuAnswer,
    idempotent=False,
    tokens=_APP_ONLY,
    narrow_limits=(CHAT,),
)
GET: Final[Endpoint[MenuAnswer]] = Endpoint(
    method="GET",
    path="/open-apis/im/v1/chats/:chat_id/menu_tree",
    returns=MenuAnswer,
    idempotent=True,
    tokens=_APP_ONLY,
)
DELETE: Final[Endpoint[MenuAnswer]] = Endpoint(
    method="DELETE",
    path="/open-apis/im/v1/chats/:chat_id/menu_tree",
    returns=MenuAnswer,
    idempotent=False,
    tokens=_APP_ONLY,
    narrow_limits=(CHAT,),
)
SORT: Final[Endpoint[MenuAnswer]] = Endpoint(
    method="POST",
    path="/open-apis/im/v1/chats/:chat_id/menu_tree/sort",
    returns=MenuAnswer,
    idempotent=False,
    tokens=_APP_ONLY,
    narrow_limits=(CHAT,),
)
UPDATE_ITEM: Final[Endpoint[MenuItemAnswer]] = Endpoint(
    method="PATCH",
    path="/open-apis/im/v1/chats/:chat_id/menu_items/:menu_item_id",
    returns=MenuItemAnswer,
    idempotent=False,
    tokens=_APP_ONLY,
    narrow_limits=(CHAT,),
)

MAX_TOP_LEVELS: Final = 3
MAX_SECOND_LEVELS: Final = 5
MAX_NAME: Final = 120


class MenuEndpoints:
    """Create, read, change, sort and delete the menu of a chat; only apps can, not users."""

    def __init__(self, call: Caller) -> None:
        self._call = call

    async def create(self, chat_id: str, *top_levels: MenuTopLevel) -> MenuTree:
        """Add 1 to 3 items, each with up to 5 below it, behind those that are there; return all.

        A chat has at most 3 items at the top. Not retried after an unknown outcome: that might
        add them twice.

        Raises:
            InvalidRequestError: code 232070 or 232071, there would be too many items.
            PermissionDeniedError: code 232055, the caller may not manage the menu of this chat.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/chat-menu_tree/create
        """
        body = {"menu_tree": MenuTree(chat_menu_top_levels=_checked(top_levels))}
        return _tree(await self._call(CREATE, path={"chat_id": chat_id}, body=body))

    async def get(self, chat_id: str) -> MenuTree:
        """Return the menu of a chat, empty if it has none.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/chat-menu_tree/get
        """
        return _tree(await self._call(GET, path={"chat_id": chat_id}))

    async def delete(self, chat_id: str, chat_menu_top_level_ids: Iterable[str]) -> MenuTree:
        """Delete items at the top, with what is below them, and return what is left.

        Not retried after an unknown outcome.

        Raises:
            PermissionDeniedError: code 232055, the caller may not manage the menu of this chat.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/chat-menu_tree/delete
        """
        body = _top_levels(chat_menu_top_level_ids)
        return _tree(await self._call(DELETE, path={"chat_id": chat_id}, body=body))

    async def sort(self, chat_id: str, chat_menu_top_level_ids: Iterable[str]) -> MenuTree:
        """Put all items at the top in this order, from left to right, and return the menu.

        Not retried after an unknown outcome.

        Raises:
            InvalidRequestError: code 232072, these are not exactly the items of the menu.
            PermissionDeniedError: code 232055, the caller may not manage the menu of this chat.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/chat-menu_tree/sort
        """
        body = _top_levels(chat_menu_top_level_ids)
        return _tree(await self._call(SORT, path={"chat_id": chat_id}, body=body))

    async def update_item(
        self,
        chat_id: str,
        menu_item_id: str,
        item: MenuItem,
        *,
        update_fields: Iterable[MenuItemField] | None = None,
    ) -> MenuItem:
        """Change an item, at the top or below, and return it; `action_type` cannot be changed.

        `update_fields` says what is changed: by default, what is set in `item`. Not retried after
        an unknown outcome.

        Raises:
            PermissionDeniedError: code 232055, the caller may not manage the menu of this chat.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/chat-menu_item/patch
        """
        path = {"chat_id": chat_id, "menu_item_id": menu_item_id}
        body = {"update_fields": _changes(item, update_fields), "chat_menu_item": item}
        return (await self._call(UPDATE_ITEM, path=path, body=body)).chat_menu_item


def _tree(answer: MenuAnswer) -> MenuTree:
    return answer.menu_tree or MenuTree()


def _top_levels(ids: Iterable[str]) -> dict[str, object]:
    name = "chat_menu_top_level_ids"
    return {name: check_texts(name, ids, max_items=MAX_TOP_LEVELS)}


_PARTS: Final = (
    ("image_key", MenuItemField.ICON),
    ("name", MenuItemField.NAME),
    ("i18n_names", MenuItemField.I18N_NAME),
    ("redirect_link", MenuItemField.REDIRECT_LINK),
)


def _changes(
    item: MenuItem, update_fields: Iterable[MenuItemField] | None
) -> tuple[MenuItemField, ...]:
    if not isinstance(item, MenuItem):
        raise TypeError(f"item must be a MenuItem, got {type(item).__name__}")
    _check_item(item)
    if update_fields is None:
        update_fields = [field for name, field in _PARTS if getattr(item, name) is not None]
        if not update_fields:
            raise ValueError("item must have something to change, or update_fields must say what")
    named = check_texts("update_fields", update_fields)
    return tuple(check_member("update_fields", one, MenuItemField) for one in named)


def _checked(top_levels: tuple[MenuTopLevel, ...]) -> tuple[MenuTopLevel, ...]:
    for top in check_items("top_levels", top_levels, MenuTopLevel, max_items=MAX_TOP_LEVELS):
        if top.chat_menu_top_level_id is not None:
            raise ValueError("chat_menu_top_level_id must not be given: Feishu gives new items one")
        below = check_items(
            "children", top.children, MenuSecondLevel, min_items=0, max_items=MAX_SECOND_LEVELS
        )
        item = _new_item(top.chat_menu_item)
        if below and item.action_type != MenuActionType.NONE:
            raise ValueError("action_type must be NONE if there is a submenu: see MenuItem.plain")
        if below and item.image_key is not None:
            raise ValueError("image_key must not be given if there is a submenu")
        for second in below:
            _new_item(second.chat_menu_item)
    return top_levels


def _new_item(item: MenuItem | None) -> MenuItem:
    if not isinstance(item, MenuItem) or item.action_type is None or item.name is None:
        raise ValueError("chat_menu_item must have a name and an action_type: see MenuItem.link")
    check_member("action_type", item.action_type, MenuActionType)
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
    for name, text in {"name": item.name, **_given(item.i18n_names)}.items():
        if text is not None:
            check_text(name, text, min_length=1, max_length=MAX_NAME)
    if item.redirect_link is not None:
        links = _given(item.redirect_link)
        if not links:
            raise ValueError("redirect_link must have at least one link in it")
        for name, link in links.items():
            check_url(name, link)
    return item


def _given(model: I18nNames | RedirectLink | None) -> dict[str, str]:
    """Return the fields of a model that are set."""
    if model is None:
        return {}
    values = {field.name: getattr(model, field.name) for field in attrs.fields(type(model))}
    return {name: value for name, value in values.items() if value is not None}
