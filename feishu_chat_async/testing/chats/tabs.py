"""The handlers of `FakeFeishu` for the tabs of a chat."""

from typing import Final

from ...enums import ChatMode, TabType
from ..requests import (
    NO_SUCH_CHAT,
    FakeRequest,
    RefusedError,
    actor_of,
    chat_of,
    check_mode,
    choice_of,
    invalid,
    manages,
    text_of,
    texts_of,
)
from ..state import FakeChat, new_numeric_id

_MAX_CUSTOM: Final = 20
_MAX_NAME: Final = 60
_CUSTOM: Final = (TabType.URL, TabType.DOC)
_CONFIG: Final = {"icon_key": str, "is_built_in": bool}
_WRONG_CHAT: Final = "Operate chat tab unsupported chat type."
_ILLEGAL: Final = "The chat tab content is illegal."


def list_tabs(request: FakeRequest) -> dict[str, object]:
    """List the tabs of a chat, from left to right."""
    return _tabs_json(_chat(request))


def create_tabs(request: FakeRequest) -> dict[str, object]:
    """Append tabs to those of a chat."""
    chat = _managed_chat(request)
    new = [{"tab_id": new_numeric_id(), **_parse_tab(tab)} for tab in _tabs_of(request)]
    if sum(tab["tab_type"] in _CUSTOM for tab in chat.tabs) + len(new) > _MAX_CUSTOM:
        raise RefusedError(232046, "The number of chat tabs has reached the limit.")
    chat.tabs += new
    return _tabs_json(chat)


def update_tabs(request: FakeRequest) -> dict[str, object]:
    """Replace tabs by their ids, all or none."""
    chat = _managed_chat(request)
    changed = {}
    for tab in _tabs_of(request):
        tab_id = text_of("tab_id", tab.get("tab_id"))
        _check_custom(chat, [tab_id], _ILLEGAL)
        changed[tab_id] = {"tab_id": tab_id, **_parse_tab(tab)}
    chat.tabs = [changed.get(_id(tab), tab) for tab in chat.tabs]
    return _tabs_json(chat)


def sort_tabs(request: FakeRequest) -> dict[str, object]:
    """Sort all tabs of a chat; the messages tab stays first."""
    chat, ids = _managed_chat(request), texts_of(request, "tab_ids")
    tabs = {_id(tab): tab for tab in chat.tabs}
    if set(ids) != set(tabs):
        raise invalid("tab_ids must name all tabs of the chat")
    chat.tabs = [tabs[tab_id] for tab_id in ids]
    chat.tabs.sort(key=lambda tab: tab["tab_type"] != TabType.MESSAGE)
    return _tabs_json(chat)


def delete_tabs(request: FakeRequest) -> dict[str, object]:
    """Delete tabs, all or none."""
    chat, ids = _managed_chat(request), texts_of(request, "tab_ids")
    if not ids:
        raise invalid("tab_ids is required")
    _check_custom(chat, ids, _WRONG_CHAT)
    chat.tabs = [tab for tab in chat.tabs if tab["tab_id"] not in ids]
    return _tabs_json(chat)


def _chat(request: FakeRequest) -> FakeChat:
    chat = chat_of(request, NO_SUCH_CHAT)
    check_mode(chat, (ChatMode.GROUP, ChatMode.P2P), 232050, _WRONG_CHAT)
    return chat


def _managed_chat(request: FakeRequest) -> FakeChat:
    """Return the chat of a request, if the caller can change its tabs."""
    chat = _chat(request)
    check_may_manage(request, chat)
    return chat


def check_may_manage(request: FakeRequest, chat: FakeChat) -> None:
    """Check that the caller can change the tabs and the menu of a chat."""
    if chat.only_managers_manage_tabs and not manages(actor_of(request), chat):
        msg = "The operator does not have chat tab, chat menu, chat widget manage permission"
        raise RefusedError(232055, msg)


def _tabs_json(chat: FakeChat) -> dict[str, object]:
    return {"chat_tabs": chat.tabs}


def _id(tab: dict[str, object]) -> str:
    return str(tab["tab_id"])


def _check_custom(chat: FakeChat, ids: list[str], msg: str) -> None:
    """Check that the tabs exist, and that their types can be changed."""
    types = {_id(tab): tab["tab_type"] for tab in chat.tabs}
    for tab_id in ids:
        if tab_id not in types:
            raise invalid(f"tab_id {tab_id!r}")
        if types[tab_id] not in _CUSTOM:
            raise RefusedError(232049, msg)


def _tabs_of(request: FakeRequest) -> list[dict[str, object]]:
    tabs = request.field("chat_tabs")
    if not isinstance(tabs, list) or not tabs or not all(isinstance(tab, dict) for tab in tabs):
        raise invalid("chat_tabs is required")
    return tabs


def _parse_tab(sent: dict[str, object]) -> dict[str, object]:
    """Check a tab and return the fields that are stored."""
    tab_type = choice_of("tab_type", sent.get("tab_type"), _CUSTOM)
    name, content = sent.get("tab_name"), sent.get("tab_content")
    link = content.get(tab_type) if isinstance(content, dict) else None
    if not isinstance(link, str) or not link.startswith(("http://", "https://")):
        raise RefusedError(232048, _ILLEGAL)
    tab: dict[str, object] = {"tab_type": tab_type, "tab_content": {tab_type: link}}
    if name is not None:
        tab["tab_name"] = text_of("tab_name", name)
        if len(text_of("tab_name", name)) > _MAX_NAME:
            raise RefusedError(232047, "The length of the tab name reaches the limit.")
    if tab_type == TabType.URL and sent.get("tab_config") is not None:
        tab["tab_config"] = _config(sent["tab_config"])
    return tab


def _config(sent: object) -> dict[str, object]:
    """Check the icon and the display options of a tab."""
    if not isinstance(sent, dict):
        raise invalid("tab_config must be an object")
    config = {name: sent[name] for name in _CONFIG if sent.get(name) is not None}
    for name, value in config.items():
        if not isinstance(value, _CONFIG[name]):
            raise invalid(name)
    return config
