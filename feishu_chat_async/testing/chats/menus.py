"""What `FakeFeishu` does with the menu of a chat."""

from typing import Final

from ...enums import MenuActionType, MenuItemField
from ..requests import FakeRequest, RefusedError, chat_of, check_group, chosen, invalid, texts_of
from ..state import FakeChat, new_number
from .tabs import check_may_manage

_Item = dict[str, object]

_MAX_TOP_LEVELS: Final = 3
_MAX_SECOND_LEVELS: Final = 5
_MAX_NAME: Final = 120
_LANGUAGES: Final = ("zh_cn", "en_us", "ja_jp")
_LINKS: Final = ("common_url", "ios_url", "android_url", "pc_url", "web_url")
_SCHEMES: Final = ("http://", "https://")
_PARTS: Final = {
    MenuItemField.ICON: "image_key",
    MenuItemField.NAME: "name",
    MenuItemField.I18N_NAME: "i18n_names",
    MenuItemField.REDIRECT_LINK: "redirect_link",
}


def get_menu(incoming: FakeRequest) -> dict[str, object]:
    """Read the menu."""
    chat = chat_of(incoming)
    check_group(chat)
    return _told(chat)


def create_menu(incoming: FakeRequest) -> dict[str, object]:
    """Add items behind those that are there: all or none."""
    chat, tree = _managed_chat(incoming), incoming.field("menu_tree")
    new = [_top_level(top) for top in _objects(tree, "chat_menu_top_levels")]
    if not new:
        raise invalid("menu_tree is required")
    if len(chat.menu) + len(new) > _MAX_TOP_LEVELS:
        raise RefusedError(232070, "The number of chat_menu_top_level has reached the limit.")
    chat.menu += new
    return _told(chat)


def delete_menu(incoming: FakeRequest) -> dict[str, object]:
    """Delete items at the top, with what is below them: all or none."""
    chat, ids = _managed_chat(incoming), texts_of(incoming, "chat_menu_top_level_ids")
    if not ids or not set(ids) <= {_top_id(top) for top in chat.menu}:
        raise invalid("chat_menu_top_level_ids")
    chat.menu = [top for top in chat.menu if _top_id(top) not in ids]
    return _told(chat)


def sort_menu(incoming: FakeRequest) -> dict[str, object]:
    """Put all items at the top in an order."""
    chat, ids = _managed_chat(incoming), texts_of(incoming, "chat_menu_top_level_ids")
    tops = {_top_id(top): top for top in chat.menu}
    if set(ids) != set(tops):
        raise RefusedError(232072, "Sort chat_menu_top_level's param is invalid.")
    chat.menu = [tops[one] for one in ids]
    return _told(chat)


def update_menu_item(incoming: FakeRequest) -> dict[str, object]:
    """Change some parts of one item, at the top or below."""
    chat, sent = _managed_chat(incoming), incoming.field("chat_menu_item")
    holder = _holder(chat, incoming.params["menu_item_id"])
    old = holder["chat_menu_item"]
    fields = texts_of(incoming, "update_fields")
    if not fields or not isinstance(sent, dict) or not isinstance(old, dict):
        raise invalid("update_fields and chat_menu_item are required")
    parts = [_PARTS[MenuItemField(chosen("update_fields", one, MenuItemField))] for one in fields]
    changed = {**old, **{part: sent.get(part) for part in parts}}
    holder["chat_menu_item"] = _item(changed, unfolds=bool(holder.get("children")))
    return {"chat_menu_item": holder["chat_menu_item"]}


def _managed_chat(incoming: FakeRequest) -> FakeChat:
    """Find the chat of a request that changes its menu, and check that the caller may."""
    chat = chat_of(incoming)
    check_group(chat)
    check_may_manage(incoming, chat)
    return chat


def _told(chat: FakeChat) -> dict[str, object]:
    return {"menu_tree": {"chat_menu_top_levels": chat.menu}}


def _top_id(top: _Item) -> str:
    return str(top["chat_menu_top_level_id"])


def _holder(chat: FakeChat, item_id: str) -> _Item:
    """Find the place of an item, by its id, at the top or below."""
    for top in chat.menu:
        if _top_id(top) == item_id:
            return top
        for second in _objects(top, "children"):
            if second["chat_menu_second_level_id"] == item_id:
                return second
    raise invalid("menu_item_id")


def _objects(holder: object, name: str) -> list[_Item]:
    """Return a list of objects that stands in another object; empty if it is not there."""
    items = (holder.get(name) or []) if isinstance(holder, dict) else None
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise invalid(f"{name} must be a list of objects")
    return items


def _top_level(sent: _Item) -> _Item:
    below = _objects(sent, "children")
    if len(below) > _MAX_SECOND_LEVELS:
        raise RefusedError(232071, "The number of chat_menu_second_level has reached the limit.")
    return {
        "chat_menu_top_level_id": new_number(),
        "chat_menu_item": _item(sent.get("chat_menu_item"), unfolds=bool(below)),
        "children": [
            {
                "chat_menu_second_level_id": new_number(),
                "chat_menu_item": _item(second.get("chat_menu_item"), unfolds=False),
            }
            for second in below
        ],
    }


def _item(sent: object, *, unfolds: bool) -> _Item:
    """Check an item, and keep what there is to keep of it; `unfolds` if there are others below."""
    kept = ("action_type", "image_key", "name", "i18n_names", "redirect_link")
    given = sent if isinstance(sent, dict) else {}
    item = {part: given[part] for part in kept if given.get(part) is not None}
    names = [item.get("name"), *_values(item.get("i18n_names"), _LANGUAGES)]
    links = _values(item.get("redirect_link"), _LINKS)
    leads = item.get("action_type") == MenuActionType.REDIRECT_LINK
    if (
        item.get("action_type") not in list(MenuActionType)
        or not all(isinstance(name, str) and 0 < len(name) <= _MAX_NAME for name in names)
        or not all(isinstance(url, str) and url.startswith(_SCHEMES) for url in links)
        or not isinstance(item.get("image_key", ""), str)
        or (leads and not links)
        or (unfolds and (leads or "image_key" in item))
    ):
        raise RefusedError(232078, "The chat menu is illegal.")
    return item


def _values(sent: object, names: tuple[str, ...]) -> list[object]:
    """Return what is set in an object; something that cannot be right if it is no object."""
    if sent is None:
        return []
    if not isinstance(sent, dict):
        return [None]
    return [sent[name] for name in names if sent.get(name) is not None]
