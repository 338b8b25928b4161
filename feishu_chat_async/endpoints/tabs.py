"""The tabs of a chat."""

from collections.abc import Iterable
from typing import Final

from .._protocol.checks import check_texts
from .._protocol.endpoint import Caller, Endpoint
from ..models.tab_checks import check_changed_tabs, check_new_tabs
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


class TabEndpoints:
    """Calls that create, update, sort, list and delete the tabs of a chat.

    Each returns all tabs of the chat after the call, from left to right.

    Args:
        call: Calls an endpoint.
    """

    def __init__(self, call: Caller) -> None:
        self._call = call

    async def create(self, chat_id: str, *tabs: Tab) -> tuple[Tab, ...]:
        """Add tabs to a chat, and return all its tabs.

        Not retried after an unknown outcome: that might add the tabs twice.

        Args:
            *tabs: 1 to 20 new tabs, each showing a link or a document. A chat has at most 20 tabs.

        Raises:
            InvalidRequestError: Code 232046: there would be too many tabs.
            PermissionDeniedError: Code 232051: the caller has no access to the document; 232055:
                the caller is not allowed to manage the tabs.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/chat-tab/create
        """
        body = {"chat_tabs": check_new_tabs(tabs)}
        return (await self._call(CREATE, path={"chat_id": chat_id}, body=body)).chat_tabs

    async def update(self, chat_id: str, *tabs: Tab) -> tuple[Tab, ...]:
        """Replace tabs of a chat, and return all its tabs. Not retried after an unknown outcome.

        Args:
            *tabs: The new tabs, each showing a link or a document. Each replaces the whole tab that
                has the same `tab_id`.

        Raises:
            PermissionDeniedError: Code 232051: the caller has no access to the document; 232055:
                the caller is not allowed to manage the tabs.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/chat-tab/update_tabs
        """
        body = {"chat_tabs": check_changed_tabs(tabs)}
        return (await self._call(UPDATE, path={"chat_id": chat_id}, body=body)).chat_tabs

    async def sort(self, chat_id: str, tab_ids: Iterable[str]) -> tuple[Tab, ...]:
        """Sort the tabs of a chat, and return them. Not retried after an unknown outcome.

        Args:
            tab_ids: All tabs of the chat, from left to right. The message tab must be among them,
                and stays first.

        Raises:
            PermissionDeniedError: Code 232055: the caller is not allowed to manage the tabs.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/chat-tab/sort_tabs
        """
        body = {"tab_ids": check_texts("tab_ids", tab_ids)}
        return (await self._call(SORT, path={"chat_id": chat_id}, body=body)).chat_tabs

    async def list(self, chat_id: str) -> tuple[Tab, ...]:
        """Return the tabs of a chat.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/chat-tab/list_tabs
        """
        return (await self._call(LIST, path={"chat_id": chat_id})).chat_tabs

    async def delete(self, chat_id: str, tab_ids: Iterable[str]) -> tuple[Tab, ...]:
        """Delete tabs of a chat, and return the others. Not retried after an unknown outcome.

        Args:
            tab_ids: The tabs to delete, at least one.

        Raises:
            PermissionDeniedError: Code 232055: the caller is not allowed to manage the tabs.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/chat-tab/delete_tabs
        """
        body = {"tab_ids": check_texts("tab_ids", tab_ids)}
        return (await self._call(DELETE, path={"chat_id": chat_id}, body=body)).chat_tabs
