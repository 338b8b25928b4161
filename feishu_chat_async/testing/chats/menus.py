"""The handlers of `FakeFeishu` for the menu of a chat."""

from typing import Final

from ...enums import MenuActionType, MenuItemField
from ..requests import FakeRequest, RefusedError, chat_of, check_group, choice_of, invalid, texts_of
from ..state import FakeChat, new_numeric_id
from .tabs import check_may_manage

_Item = dict[str, object]

_MAX_TOP_LEVELS: Final = 3
_MAX_SECOND_LEVELS: Final = 5
_MAX_NAME: Final = 120
_LANGUAGES: Final = ("zh_cn", "en_us", "ja_jp")
_LINKS: Final = ("common_url", "ios_url", "android_url", "pc_url", "web_url")
_SCHEMES: Final = ("http://", "https://")
_FIELDS: Final = {
    MenuItemField.ICON: "image_key",
    MenuItemField.NAME: "name",
    MenuItemField.I18N_NAME: "i18n_names",
    MenuItemField.REDIRECT_LINK: "redirect_link",
}


def get_menu(request: FakeRequest) -> dict[str, object]:
    """Return the menu of a chat."""
    chat = chat_of(request)
    check_group(chat)
    return _menu_json(chat)


def create_menu(request: FakeRequest) -> dict[str, object]:
    """Append top-level items to the menu, all or none."""
    chat, tree = _managed_chat(request), request.field("menu_tree")
    new = [_top_level(top) for top in _objects(tree, "chat_menu_top_levels")]
    if not new:
        raise invalid("menu_tree is required")
    if len(chat.menu) + len(new) > _MAX_TOP_LEVELS:
        raise RefusedError(232070, "The number of chat_menu_top_level has reached the limit.")
    chat.menu += new
    return _menu_json(chat)


def delete_menu(request: FakeRequest) -> dict[str, object]:
    """Delete top-level items with their children, all or none."""
    chat, ids = _managed_chat(request), texts_of(request, "chat_menu_top_level_ids")
    if not ids or not set(ids) <= {_top_id(top) for top in chat.menu}:
        raise invalid("chat_menu_top_level_ids")
    chat.menu = [top for top in chat.menu if _top_id(top) not in ids]
    return _menu_json(chat)


def sort_menu(request: FakeRequest) -> dict[str, object]:
    """Sort all top-level items."""
    chat, ids = _managed_chat(request), texts_of(request, "chat_menu_top_level_ids")
    tops = {_top_id(top): top for top in chat.menu}
    if set(ids) != set(tops):
        raise RefusedError(232072, "Sort chat_menu_top_level's param is invalid.")
    chat.menu = [tops[item_id] for item_id in ids]
    return _menu_json(chat)


def update_menu_item(request: FakeRequest) -> dict[str, object]:
    """Update fields of one item, at either level."""
    chat, sent = _managed_chat(request), request.field("chat_menu_item")
    level = _find_item(chat, request.path["menu_item_id"])
    old = level["chat_menu_item"]
    fields = texts_of(request, "update_fields")
    if not fields or not isinstance(sent, dict) or not isinstance(old, dict):
        raise invalid("update_fields and chat_menu_item are required")
    names = [
        _FIELDS[MenuItemField(choice_of("update_fields", field, MenuItemField))] for field in fields
    ]
    changed = {**old, **{name: sent.get(name) for name in names}}
    level["chat_menu_item"] = _item(changed, has_children=bool(level.get("children")))
    return {"chat_menu_item": level["chat_menu_item"]}


def _managed_chat(request: FakeRequest) -> FakeChat:
    """Return the chat of a request, if the caller can change its menu."""
    chat = chat_of(request)
    check_group(chat)
    check_may_manage(request, chat)
    return chat


def _menu_json(chat: FakeChat) -> dict[str, object]:
    return {"menu_tree": {"chat_menu_top_levels": chat.menu}}


def _top_id(top: _Item) -> str:
    return str(top["chat_menu_top_level_id"])


def _find_item(chat: FakeChat, item_id: str) -> _Item:
    """Return the object of either level that holds the item with this id."""
    for top in chat.menu:
        if _top_id(top) == item_id:
            return top
        for second in _objects(top, "children"):
            if second["chat_menu_second_level_id"] == item_id:
                return second
    raise invalid("menu_item_id")


def _objects(holder: object, name: str) -> list[_Item]:
    """Return a field that is a list of objects; empty if it is absent."""
    items = (holder.get(name) or []) if isinstance(holder, dict) else None
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise invalid(f"{name} must be a list of objects")
    return items


def _top_level(sent: _Item) -> _Item:
    children = _objects(sent, "children")
    if len(children) > _MAX_SECOND_LEVELS:
        raise RefusedError(232071, "The number of chat_menu_second_level has reached the limit.")
    return {
        "chat_menu_top_level_id": new_numeric_id(),
        "chat_menu_item": _item(sent.get("chat_menu_item"), has_children=bool(children)),
        "children": [
            {
                "chat_menu_second_level_id": new_numeric_id(),
                "chat_menu_item": _item(second.get("chat_menu_item"), has_children=False),
            }
            for second in children
        ],
    }


def _item(sent: object, *, has_children: bool) -> _Item:
    """Check an item and return the fields that are stored."""
    stored = ("action_type", "image_key", "name", "i18n_names", "redirect_link")
    given = sent if isinstance(sent, dict) else {}
    item = {name: given[name] for name in stored if given.get(name) is not None}
    names = [item.get("name"), *_values(item.get("i18n_names"), _LANGUAGES)]
    links = _values(item.get("redirect_link"), _LINKS)
    redirects = item.get("action_type") == MenuActionType.REDIRECT_LINK
    if (
        item.get("action_type") not in list(MenuActionType)
        or not all(isinstance(name, str) and 0 < len(name) <= _MAX_NAME for name in names)
        or not all(isinstance(url, str) and url.startswith(_SCHEMES) for url in links)
        or not isinstance(item.get("image_key", ""), str)
        or (redirects and not links)
        or (has_children and (redirects or "image_key" in item))
    ):
        raise RefusedError(232078, "The chat menu is illegal.")
    return item


def _values(sent: object, names: tuple[str, ...]) -> list[object]:
    """Return the values of an object; for other types, a list of None, which is never valid."""
    if sent is None:
        return []
    if not isinstance(sent, dict):
        return [None]
    return [sent[name] for name in names if sent.get(name) is not None]
