"""Validation of tabs before they are sent."""

from typing import Final

from .._protocol.checks import check_enum, check_flag, check_items, check_text, check_url
from ..enums import TabType
from .tabs import Tab

MAX_TABS: Final = 20
MAX_NAME: Final = 60


def check_new_tabs(tabs: tuple[Tab, ...]) -> tuple[Tab, ...]:
    """Validate tabs to add to a chat, and return them."""
    for tab in check_items("tabs", tabs, Tab, max_items=MAX_TABS):
        _check_tab(tab)
        if tab.tab_id is not None:
            raise ValueError("tab_id must not be given for a new tab: Feishu assigns it")
    return tabs


def check_changed_tabs(tabs: tuple[Tab, ...]) -> tuple[Tab, ...]:
    """Validate changed tabs of a chat, and return them."""
    for tab in check_items("tabs", tabs, Tab, max_items=MAX_TABS):
        _check_tab(tab)
        if not tab.tab_id:
            raise ValueError("tab_id must name the tab to change: tabs.list() returns the ids")
    return tabs


def _check_tab(tab: Tab) -> None:
    tab_type = check_enum("tab_type", tab.tab_type, TabType)
    if tab_type not in (TabType.URL, TabType.DOC):
        raise ValueError(
            f"tab_type must be url or doc, the only types that can be sent; got {tab_type}"
        )
    if tab.tab_name is not None:
        check_text("tab_name", tab.tab_name, min_length=1, max_length=MAX_NAME)
    link = getattr(tab.tab_content, tab_type.value, None)
    if link is None:
        raise ValueError(f"tab_content must have a {tab_type} if tab_type is {tab_type}")
    check_url(tab_type, link)
    if tab.tab_config is not None and tab.tab_config.is_built_in is not None:
        check_flag("is_built_in", tab.tab_config.is_built_in)
