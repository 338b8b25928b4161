"""What `FakeFeishu` does with the tabs of a chat."""

from typing import Final

from ...enums import ChatMode, TabType
from ..requests import (
    NO_SUCH_CHAT,
    FakeRequest,
    RefusedError,
    actor_of,
    chat_of,
    check_mode,
    chosen,
    invalid,
    manages,
    text_of,
    texts_of,
)
from ..state import FakeChat, new_number

_MOST: Final = 20
_MAX_NAME: Final = 60
_CUSTOM: Final = (TabType.URL, TabType.DOC)
_CONFIG: Final = {"icon_key": str, "is_built_in": bool}
_WRONG_CHAT: Final = "Operate chat tab unsupported chat type."
_ILLEGAL: Final = "The chat tab content is illegal."


def list_tabs(incoming: FakeRequest) -> dict[str, object]:
    """List the tabs of a chat, from left to right."""
    return _told(_chat(incoming))


def create_tabs(incoming: FakeRequest) -> dict[str, object]:
    """Add tabs behind those that are there."""
    chat = _managed_chat(incoming)
    new = [{"tab_id": new_number(), **_read(tab)} for tab in _sent(incoming)]
    if sum(tab["tab_type"] in _CUSTOM for tab in chat.tabs) + len(new) > _MOST:
        raise RefusedError(232046, "The number of chat tabs has reached the limit.")
    chat.tabs += new
    return _told(chat)


def update_tabs(incoming: FakeRequest) -> dict[str, object]:
    """Change tabs, each as a whole: all or none."""
    chat = _managed_chat(incoming)
    changed = {}
    for tab in _sent(incoming):
        tab_id = text_of("tab_id", tab.get("tab_id"))
        _check_custom(chat, [tab_id], _ILLEGAL)
        changed[tab_id] = {"tab_id": tab_id, **_read(tab)}
    chat.tabs = [changed.get(_id(tab), tab) for tab in chat.tabs]
    return _told(chat)


def sort_tabs(incoming: FakeRequest) -> dict[str, object]:
    """Put all tabs in an order; that of messages stays first."""
    chat, ids = _managed_chat(incoming), texts_of(incoming, "tab_ids")
    tabs = {_id(tab): tab for tab in chat.tabs}
    if set(ids) != set(tabs):
        raise invalid("tab_ids must name all tabs of the chat")
    chat.tabs = [tabs[one] for one in ids]
    chat.tabs.sort(key=lambda tab: tab["tab_type"] != TabType.MESSAGE)
    return _told(chat)


def delete_tabs(incoming: FakeRequest) -> dict[str, object]:
    """Delete tabs: all of them or none."""
    chat, ids = _managed_chat(incoming), texts_of(incoming, "tab_ids")
    if not ids:
        raise invalid("tab_ids is required")
    _check_custom(chat, ids, _WRONG_CHAT)
    chat.tabs = [tab for tab in chat.tabs if tab["tab_id"] not in ids]
    return _told(chat)


def _chat(incoming: FakeRequest) -> FakeChat:
    chat = chat_of(incoming, NO_SUCH_CHAT)
    check_mode(chat, (ChatMode.GROUP, ChatMode.P2P), 232050, _WRONG_CHAT)
    return chat


def _managed_chat(incoming: FakeRequest) -> FakeChat:
    """Find the chat of a request that changes its tabs, and check that the caller may."""
    chat = _chat(incoming)
    check_may_manage(incoming, chat)
    return chat


def check_may_manage(incoming: FakeRequest, chat: FakeChat) -> None:
    """Check that the caller may change tabs and menu of a chat."""
    if chat.only_managers_manage_tabs and not manages(actor_of(incoming), chat):
        msg = "The operator does not have chat tab, chat menu, chat widget manage permission"
        raise RefusedError(232055, msg)


def _told(chat: FakeChat) -> dict[str, object]:
    return {"chat_tabs": chat.tabs}


def _id(tab: dict[str, object]) -> str:
    return str(tab["tab_id"])


def _check_custom(chat: FakeChat, ids: list[str], msg: str) -> None:
    """Check that there are such tabs, and that they are of the kinds that can be changed."""
    kinds = {_id(tab): tab["tab_type"] for tab in chat.tabs}
    for one in ids:
        if one not in kinds:
            raise invalid(f"tab_id {one!r}")
        if kinds[one] not in _CUSTOM:
            raise RefusedError(232049, msg)


def _sent(incoming: FakeRequest) -> list[dict[str, object]]:
    tabs = incoming.field("chat_tabs")
    if not isinstance(tabs, list) or not tabs or not all(isinstance(tab, dict) for tab in tabs):
        raise invalid("chat_tabs is required")
    return tabs


def _read(sent: dict[str, object]) -> dict[str, object]:
    """Check a tab, and keep what there is to keep of it."""
    kind = chosen("tab_type", sent.get("tab_type"), _CUSTOM)
    name, content = sent.get("tab_name"), sent.get("tab_content")
    link = content.get(kind) if isinstance(content, dict) else None
    if not isinstance(link, str) or not link.startswith(("http://", "https://")):
        raise RefusedError(232048, _ILLEGAL)
    tab: dict[str, object] = {"tab_type": kind, "tab_content": {kind: link}}
    if name is not None:
        tab["tab_name"] = text_of("tab_name", name)
        if len(text_of("tab_name", name)) > _MAX_NAME:
            raise RefusedError(232047, "The length of the tab name reaches the limit.")
    if kind == TabType.URL and sent.get("tab_config") is not None:
        tab["tab_config"] = _config(sent["tab_config"])
    return tab


def _config(sent: object) -> dict[str, object]:
    """Check how a tab looks and opens."""
    if not isinstance(sent, dict):
        raise invalid("tab_config must be an object")
    config = {part: sent[part] for part in _CONFIG if sent.get(part) is not None}
    for part, value in config.items():
        if not isinstance(value, _CONFIG[part]):
            raise invalid(part)
    return config
