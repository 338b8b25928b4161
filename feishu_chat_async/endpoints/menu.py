"""The menu of a chat."""

from collections.abc import Iterable
from typing import Final

from .._protocol.checks import check_texts
from .._protocol.endpoint import CHAT, Caller, Endpoint, TokenKind
from ..enums import MenuItemFieldLike
from ..models.menu_checks import MAX_TOP_LEVELS, check_changes, check_new_items
from ..models.menus import MenuAnswer, MenuItem, MenuItemAnswer, MenuTopLevel, MenuTree

_APP_ONLY: Final[tuple[TokenKind, ...]] = ("tenant",)

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

_IDS: Final = "chat_menu_top_level_ids"


class MenuEndpoints:
    """Calls that create, read, update, sort and delete the menu of a chat.

    Only an app can make them, not a user, and only for a chat whose mode is `group`.

    Args:
        call: Calls an endpoint.
    """

    def __init__(self, call: Caller) -> None:
        self._call = call

    async def create(self, chat_id: str, *top_levels: MenuTopLevel) -> MenuTree:
        """Add items to the end of a chat's menu, and return the whole menu.

        A chat has at most 3 top-level items. Not retried after an unknown outcome: that might add
        the items twice.

        Args:
            *top_levels: 1 to 3 top-level items, each with up to 5 items in a submenu. A submenu
                cannot grow later.

        Raises:
            InvalidRequestError: Code 232070 or 232071: there would be too many items.
            PermissionDeniedError: Code 232055: the caller must not manage the menu of this chat.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/chat-menu_tree/create
        """
        body = {"menu_tree": MenuTree(chat_menu_top_levels=check_new_items(top_levels))}
        answer = await self._call(CREATE, path={"chat_id": chat_id}, body=body)
        return answer.menu_tree or MenuTree()

    async def get(self, chat_id: str) -> MenuTree:
        """Return the menu of a chat, which is empty if it has none.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/chat-menu_tree/get
        """
        return (await self._call(GET, path={"chat_id": chat_id})).menu_tree or MenuTree()

    async def delete(self, chat_id: str, chat_menu_top_level_ids: Iterable[str]) -> MenuTree:
        """Delete top-level items with their submenus, and return the remaining menu.

        Not retried after an unknown outcome.

        Args:
            chat_menu_top_level_ids: The 1 to 3 items to delete.

        Raises:
            PermissionDeniedError: Code 232055: the caller must not manage the menu of this chat.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/chat-menu_tree/delete
        """
        body = {_IDS: check_texts(_IDS, chat_menu_top_level_ids, max_items=MAX_TOP_LEVELS)}
        answer = await self._call(DELETE, path={"chat_id": chat_id}, body=body)
        return answer.menu_tree or MenuTree()

    async def sort(self, chat_id: str, chat_menu_top_level_ids: Iterable[str]) -> MenuTree:
        """Sort the top-level items of a chat's menu, and return the menu.

        Not retried after an unknown outcome.

        Args:
            chat_menu_top_level_ids: All top-level items of the menu, from left to right.

        Raises:
            InvalidRequestError: Code 232072: these are not exactly the top-level items.
            PermissionDeniedError: Code 232055: the caller must not manage the menu of this chat.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/chat-menu_tree/sort
        """
        body = {_IDS: check_texts(_IDS, chat_menu_top_level_ids, max_items=MAX_TOP_LEVELS)}
        answer = await self._call(SORT, path={"chat_id": chat_id}, body=body)
        return answer.menu_tree or MenuTree()

    async def update_item(
        self,
        chat_id: str,
        menu_item_id: str,
        item: MenuItem,
        *,
        update_fields: Iterable[MenuItemFieldLike] | None = None,
    ) -> MenuItem:
        """Update a top-level or submenu item, and return it. Not retried after an unknown outcome.

        Args:
            menu_item_id: The item's `chat_menu_top_level_id` or `chat_menu_second_level_id`.
            item: The new values. `action_type` cannot change.
            update_fields: Which fields change; by default, those that are set in `item`.

        Raises:
            PermissionDeniedError: Code 232055: the caller must not manage the menu of this chat.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/chat-menu_item/patch
        """
        path = {"chat_id": chat_id, "menu_item_id": menu_item_id}
        body = {"update_fields": check_changes(item, update_fields), "chat_menu_item": item}
        return (await self._call(UPDATE_ITEM, path=path, body=body)).chat_menu_item
