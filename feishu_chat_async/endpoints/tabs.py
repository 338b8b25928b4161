"""The tabs of a chat."""

from collections.abc import Iterable
from typing import Final

from .._protocol.checks import (
    check_flag,
    check_items,
    check_member,
    check_text,
    check_texts,
    check_url,
)
from .._protocol.endpoint import Caller, Endpoint
from ..enums import TabType
from ..models.tabs import Tab, TabList

CREATE: Final[Endpoint[TabList]] = Endpoint(
    method="POST",
    path="/open-apis/im/v1/chats/:chat_id/chat_tabs",
    returns=TabList,
    idempotent=False,
)
UPDATE: Final[Endpoint[TabList]] = Endpoint(
    method="POST",
    path="/open-apis/im/v1/chats/:chat_id/chat_tabs/update_tabs",
    returns=TabList,
    idempotent=False,
)
SORT: Final[Endpoint[TabList]] = Endpoint(
    method="POST",
    path="/open-apis/im/v1/chats/:chat_id/chat_tabs/sort_tabs",
    returns=TabList,
    idempotent=False,
)
LIST: Final[Endpoint[TabList]] = Endpoint(
    method="GET",
    path="/open-apis/im/v1/chats/:chat_id/chat_tabs/list_tabs",
    returns=TabList,
    idempotent=True,
)
DELETE: Final[Endpoint[TabList]] = Endpoint(
    method="DELETE",
    path="/open-apis/im/v1/chats/:chat_id/chat_tabs/delete_tabs",
    returns=TabList,
    idempotent=False,
)

MAX_TABS: Final = 20
MAX_NAME: Final = 60


class TabEndpoints:
    """Create, change, sort, list and delete the tabs of a chat; each returns all that are there."""

    def __init__(self, call: Caller) -> None:
        self._call = call

    async def create(self, chat_id: str, *tabs: Tab) -> tuple[Tab, ...]:
        """Add tabs that show links or documents; a chat can have 20 of them.

        Not retried after an unknown outcome: that might add them twice.

        Raises:
            InvalidRequestError: code 232046, there would be too many tabs.
            PermissionDeniedError: code 232051, the caller has no rights to the document; 232055,
                the caller may not manage tabs in this chat.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/chat-tab/create
        """
        body = {"chat_tabs": _checked(tabs, new=True)}
        return (await self._call(CREATE, path={"chat_id": chat_id}, body=body)).chat_tabs

    async def update(self, chat_id: str, *tabs: Tab) -> tuple[Tab, ...]:
        """Change tabs that show links or documents, each as a whole; `tab_id` says which.

        Not retried after an unknown outcome.

        Raises:
            PermissionDeniedError: code 232051 or 232055, as for `create`.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/chat-tab/update_tabs
        """
        body = {"chat_tabs": _checked(tabs, new=False)}
        return (await self._call(UPDATE, path={"chat_id": chat_id}, body=body)).chat_tabs

    async def sort(self, chat_id: str, tab_ids: Iterable[str]) -> tuple[Tab, ...]:
        """Put all tabs of a chat in this order, from left to right; that of messages stays first.

        Not retried after an unknown outcome.

        Raises:
            PermissionDeniedError: code 232055, the caller may not manage tabs in this chat.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/chat-tab/sort_tabs
        """
        body = {"tab_ids": check_texts("tab_ids", tab_ids)}
        return (await self._call(SORT, path={"chat_id": chat_id}, body=body)).chat_tabs

    async def list(self, chat_id: str) -> tuple[Tab, ...]:
        """Return the tabs of a chat, from left to right.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/chat-tab/list_tabs
        """
        return (await self._call(LIST, path={"chat_id": chat_id})).chat_tabs

    async def delete(self, chat_id: str, tab_ids: Iterable[str]) -> tuple[Tab, ...]:
        """Delete tabs, and return those that are left. Not retried after an unknown outcome.

        Raises:
            PermissionDeniedError: code 232055, the caller may not manage tabs in this chat.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/chat-tab/delete_tabs
        """
        body = {"tab_ids": check_texts("tab_ids", tab_ids)}
        return (await self._call(DELETE, path={"chat_id": chat_id}, body=body)).chat_tabs


def _checked(tabs: tuple[Tab, ...], *, new: bool) -> tuple[Tab, ...]:
    for tab in check_items("tabs", tabs, Tab, max_items=MAX_TABS):
        kind = check_member("tab_type", tab.tab_type, TabType)
        if kind not in (TabType.URL, TabType.DOC):
            raise ValueError(f"tab_type must be url or doc, others are fixed; got {kind}")
        if new and tab.tab_id is not None:
            raise ValueError("tab_id must not be given for a new tab: Feishu gives it one")
        if not new and not tab.tab_id:
            raise ValueError("tab_id must say which tab is to change: tabs.list() tells the ids")
        if tab.tab_name is not None:
            check_text("tab_name", tab.tab_name, min_length=1, max_length=MAX_NAME)
        link = getattr(tab.tab_content, kind.value, None)
        if link is None:
            raise ValueError(f"tab_content must have a {kind} if that is the tab_type")
        check_url(kind, link)
        if tab.tab_config is not None and tab.tab_config.is_built_in is not None:
            check_flag("is_built_in", tab.tab_config.is_built_in)
    return tabs
