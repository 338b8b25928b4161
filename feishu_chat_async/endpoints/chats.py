"""Chats: create, read, update, delete, list, search and share them."""

from types import NoneType
from typing import Final

from .._protocol.arguments import model_body, user_id_query
from .._protocol.checks import check_enum
from .._protocol.endpoint import CHAT, Caller, Endpoint, IdempotencyKey
from .._protocol.group_arguments import (
    MAX_PAGE,
    chat_create_query,
    chat_list_query,
    chat_search_query,
)
from .._protocol.paging import Page, PageIterator, pages
from ..enums import ChatSortTypeLike, UserIdTypeLike, ValidityPeriod, ValidityPeriodLike
from ..models.chats import Chat, ChatUpdate, CreatedChat, ListedChat, NewChat, ShareLink

CREATE: Final[Endpoint[CreatedChat]] = Endpoint(
    method="POST",
    path="/open-apis/im/v1/chats",
    returns=CreatedChat,
    idempotent=False,
    key=IdempotencyKey("query", "uuid", valid_for_s=10 * 3600),
)
GET: Final[Endpoint[Chat]] = Endpoint(
    method="GET", path="/open-apis/im/v1/chats/:chat_id", returns=Chat, idempotent=True
)
UPDATE: Final[Endpoint[None]] = Endpoint(
    method="PUT",
    path="/open-apis/im/v1/chats/:chat_id",
    returns=NoneType,
    idempotent=False,
    narrow_limits=(CHAT,),
)
DELETE: Final[Endpoint[None]] = Endpoint(
    method="DELETE", path="/open-apis/im/v1/chats/:chat_id", returns=NoneType, idempotent=False
)
LIST: Final[Endpoint[Page[ListedChat]]] = Endpoint(
    method="GET", path="/open-apis/im/v1/chats", returns=Page[ListedChat], idempotent=True
)
SEARCH: Final[Endpoint[Page[ListedChat]]] = Endpoint(
    method="GET", path="/open-apis/im/v1/chats/search", returns=Page[ListedChat], idempotent=True
)
LINK: Final[Endpoint[ShareLink]] = Endpoint(
    method="POST",
    path="/open-apis/im/v1/chats/:chat_id/link",
    returns=ShareLink,
    idempotent=False,
    narrow_limits=(CHAT,),
)


class ChatEndpoints:
    """Calls that create, read, update, delete, list, search and share chats.

    Args:
        call: Calls an endpoint.
    """

    def __init__(self, call: Caller) -> None:
        self._call = call

    async def create(
        self,
        chat: NewChat,
        *,
        set_bot_manager: bool | None = None,
        uuid: str | None = None,
        user_id_type: UserIdTypeLike = "open_id",
    ) -> CreatedChat:
        """Create a chat; the calling bot is always a member.

        Within 10 hours, Feishu creates only one chat for the same `uuid` and owner. Retried after
        an unknown outcome, with the same `uuid`, which is generated if None.

        Args:
            chat: The new chat's members and settings. Its user ids are of `user_id_type`.
            set_bot_manager: Whether the calling bot becomes a manager if `chat` names a user as
                the owner. Feishu's default is False.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/chat/create
        """
        query = chat_create_query(set_bot_manager, uuid, user_id_type)
        return await self._call(CREATE, query=query, body=model_body("chat", chat, NewChat))

    async def get(self, chat_id: str, *, user_id_type: UserIdTypeLike = "open_id") -> Chat:
        """Return a chat's profile and settings.

        Non-members get only its name, avatar, counts and status.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/chat/get
        """
        return await self._call(GET, path={"chat_id": chat_id}, query=user_id_query(user_id_type))

    async def update(
        self, chat_id: str, update: ChatUpdate, *, user_id_type: UserIdTypeLike = "open_id"
    ) -> None:
        """Update a chat's profile, settings or owner.

        Ordinary members can change at most the avatar, the names and the description. The owner,
        managers, and the bot that created the chat (with the scope `im:chat:operate_as_owner`) can
        change everything. Not retried after an unknown outcome.

        Args:
            update: The new values; None leaves a value unchanged. Its `owner_id` is of
                `user_id_type`.

        Raises:
            PermissionDeniedError: Code 232002 or 232016: the caller is not allowed to change this.
            InvalidRequestError: Code 232012: the new owner is not in the chat.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/chat/update
        """
        body = model_body("update", update, ChatUpdate)
        query = user_id_query(user_id_type)
        await self._call(UPDATE, path={"chat_id": chat_id}, query=query, body=body)

    async def delete(self, chat_id: str) -> None:
        """Delete a chat permanently, for all members. Not retried after an unknown outcome.

        Raises:
            PermissionDeniedError: Code 232017: the caller is neither the owner nor the bot that
                created the chat, with the scope `im:chat:operate_as_owner`.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/chat/delete
        """
        await self._call(DELETE, path={"chat_id": chat_id})

    async def list(
        self,
        *,
        sort_type: ChatSortTypeLike = "ByCreateTimeAsc",
        types: str | None = None,
        page_size: int = 20,
        page_token: str | None = None,
        user_id_type: UserIdTypeLike = "open_id",
    ) -> Page[ListedChat]:
        """Return a page of the group chats that the caller is in; p2p chats are not listed.

        Args:
            sort_type: The order: `ByCreateTimeAsc` or `ByActiveTimeDesc`. The latter can change
                between two pages, so that chats are missed.
            types: The types of chats to list. Only the official SDK has this parameter, and no
                documentation; it is sent unchanged.
            page_size: Chats per page, 1 to 100.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/chat/list
        """
        query = chat_list_query(sort_type, types, page_size, page_token, user_id_type)
        return await self._call(LIST, query=query)

    def iter(
        self,
        *,
        sort_type: ChatSortTypeLike = "ByCreateTimeAsc",
        types: str | None = None,
        page_size: int = MAX_PAGE,
        page_token: str | None = None,
        user_id_type: UserIdTypeLike = "open_id",
    ) -> PageIterator[ListedChat]:
        """Iterate over the group chats that the caller is in; p2p chats are not listed.

        Args:
            sort_type: The order: `ByCreateTimeAsc` or `ByActiveTimeDesc`. The latter can change
                between two pages, so that chats are missed.
            types: The types of chats to list. Only the official SDK has this parameter, and no
                documentation; it is sent unchanged.
            page_size: Chats per request, 1 to 100.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/chat/list
        """
        query = chat_list_query(sort_type, types, page_size, page_token, user_id_type)
        return pages(self._call, LIST, query=query)

    async def search(
        self,
        query: str,
        *,
        page_size: int = 20,
        page_token: str | None = None,
        user_id_type: UserIdTypeLike = "open_id",
    ) -> Page[ListedChat]:
        """Search the chats that the caller can see, and return a page of them.

        Args:
            query: The text to find in the names of chats and of their members, 1 to 64 characters.
                A query that contains a hyphen must be enclosed in double quotes.
            page_size: Chats per page, 1 to 100.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/chat/search
        """
        parameters = chat_search_query(query, page_size, page_token, user_id_type)
        return await self._call(SEARCH, query=parameters)

    def iter_search(
        self,
        query: str,
        *,
        page_size: int = MAX_PAGE,
        page_token: str | None = None,
        user_id_type: UserIdTypeLike = "open_id",
    ) -> PageIterator[ListedChat]:
        """Iterate over the chats that the caller can see and that match a query.

        Args:
            query: The text to find in the names of chats and of their members, 1 to 64 characters.
                A query that contains a hyphen must be enclosed in double quotes.
            page_size: Chats per request, 1 to 100.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/chat/search
        """
        parameters = chat_search_query(query, page_size, page_token, user_id_type)
        return pages(self._call, SEARCH, query=parameters)

    async def link(
        self, chat_id: str, *, validity_period: ValidityPeriodLike = "week"
    ) -> ShareLink:
        """Create a link for others to join a chat. Not retried after an unknown outcome.

        The link also expires when the calling bot leaves the chat or is disabled.

        Args:
            validity_period: How long the link is valid: `week` (7 days), `year` or `permanently`.

        Raises:
            PermissionDeniedError: Code 232064: only the owner and managers can share this chat.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/chat/link
        """
        body = {"validity_period": check_enum("validity_period", validity_period, ValidityPeriod)}
        return await self._call(LINK, path={"chat_id": chat_id}, body=body)
