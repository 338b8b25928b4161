"""Chats: create, read, change, dissolve, list, search, share."""

from types import NoneType
from typing import Final

from .._protocol.arguments import body_of, by_user, page_of
from .._protocol.checks import check_flag, check_member, check_text
from .._protocol.endpoint import CHAT, Caller, Endpoint, IdempotencyKey
from .._protocol.paging import Page, PageIterator, pages
from ..enums import ChatSortType, UserIdType, ValidityPeriod
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

MAX_PAGE: Final = 100
MAX_UUID: Final = 50
MAX_QUERY: Final = 64


class ChatEndpoints:
    """Create, read, change, dissolve, list, search and share chats."""

    def __init__(self, call: Caller) -> None:
        self._call = call

    async def create(
        self,
        chat: NewChat,
        *,
        set_bot_manager: bool | None = None,
        uuid: str | None = None,
        user_id_type: UserIdType = UserIdType.OPEN_ID,
    ) -> CreatedChat:
        """Create a chat, with the calling bot in it.

        `user_id_type` says by which ids `chat` names people; `set_bot_manager` makes the bot a
        manager if `chat` names another owner. Feishu creates one chat for one `uuid`, up to 50
        characters, in 10 hours. Retried after an unknown outcome, under the same `uuid`, which is
        made if none is given.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/chat/create
        """
        query = {**by_user(user_id_type), **_creation(set_bot_manager, uuid)}
        return await self._call(CREATE, query=query, body=body_of("chat", chat, NewChat))

    async def get(self, chat_id: str, *, user_id_type: UserIdType = UserIdType.OPEN_ID) -> Chat:
        """Return what a chat is, and how it is set; who is not in it is told little of it.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/chat/get
        """
        return await self._call(GET, path={"chat_id": chat_id}, query=by_user(user_id_type))

    async def update(
        self,
        chat_id: str,
        update: ChatUpdate,
        *,
        user_id_type: UserIdType = UserIdType.OPEN_ID,
    ) -> None:
        """Change a chat: its name, its settings, its owner; `user_id_type` is that of `owner_id`.

        Members may change at most picture, names and description; owner, managers and the bot that
        created the chat, with the scope `im:chat:operate_as_owner`, everything. Not retried after
        an unknown outcome.

        Raises:
            PermissionDeniedError: code 232002 or 232016, the caller may not change this.
            InvalidRequestError: code 232012, the new owner is not in the chat.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/chat/update
        """
        body = body_of("update", update, ChatUpdate)
        query = by_user(user_id_type)
        await self._call(UPDATE, path={"chat_id": chat_id}, query=query, body=body)

    async def delete(self, chat_id: str) -> None:
        """Dissolve a chat, which cannot be undone. Not retried after an unknown outcome.

        Raises:
            PermissionDeniedError: code 232017, the caller is neither the owner nor the bot that
                created the chat, with the scope `im:chat:operate_as_owner`.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/chat/delete
        """
        await self._call(DELETE, path={"chat_id": chat_id})

    async def list(
        self,
        *,
        sort_type: ChatSortType = ChatSortType.BY_CREATE_TIME_ASC,
        types: str | None = None,
        page_size: int = 20,
        page_token: str | None = None,
        user_id_type: UserIdType = UserIdType.OPEN_ID,
    ) -> Page[ListedChat]:
        """Return a page of the chats that the caller is in: 1 to 100, none between two people.

        `types` is passed on as it is: the official SDK knows it, the official page does not.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/chat/list
        """
        query = _listing(sort_type, types, page_size, page_token, user_id_type)
        return await self._call(LIST, query=query)

    def iter(
        self,
        *,
        sort_type: ChatSortType = ChatSortType.BY_CREATE_TIME_ASC,
        types: str | None = None,
        page_size: int = MAX_PAGE,
        page_token: str | None = None,
        user_id_type: UserIdType = UserIdType.OPEN_ID,
    ) -> PageIterator[ListedChat]:
        """Iterate over all chats that the caller is in, from `page_token` on; see `list`.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/chat/list
        """
        query = _listing(sort_type, types, page_size, page_token, user_id_type)
        return pages(self._call, LIST, query=query)

    async def search(
        self,
        query: str,
        *,
        page_size: int = 20,
        page_token: str | None = None,
        user_id_type: UserIdType = UserIdType.OPEN_ID,
    ) -> Page[ListedChat]:
        """Return a page of the chats that the caller can see and that fit `query`: 1 to 100.

        `query`, 1 to 64 characters, is looked for in the names of chats and of their members; put
        it in double quotes if there is a hyphen in it.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/chat/search
        """
        asked = _search(query, page_size, page_token, user_id_type)
        return await self._call(SEARCH, query=asked)

    def iter_search(
        self,
        query: str,
        *,
        page_size: int = MAX_PAGE,
        page_token: str | None = None,
        user_id_type: UserIdType = UserIdType.OPEN_ID,
    ) -> PageIterator[ListedChat]:
        """Iterate over all chats that fit `query`, from `page_token` on; see `search`.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/chat/search
        """
        asked = _search(query, page_size, page_token, user_id_type)
        return pages(self._call, SEARCH, query=asked)

    async def link(
        self, chat_id: str, *, validity_period: ValidityPeriod = ValidityPeriod.WEEK
    ) -> ShareLink:
        """Return a new link by which others can join; it ends when the calling bot leaves.

        Not retried after an unknown outcome.

        Raises:
            PermissionDeniedError: code 232064, only owner and managers may share this chat.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/chat/link
        """
        body = {"validity_period": check_member("validity_period", validity_period, ValidityPeriod)}
        return await self._call(LINK, path={"chat_id": chat_id}, body=body)


def _creation(set_bot_manager: bool | None, uuid: str | None) -> dict[str, object]:  # noqa: FBT001
    if set_bot_manager is not None:
        check_flag("set_bot_manager", set_bot_manager)
    if uuid is not None:
        check_text("uuid", uuid, min_length=1, max_length=MAX_UUID)
    return {"set_bot_manager": set_bot_manager, "uuid": uuid}


def _listing(
    sort_type: ChatSortType,
    types: str | None,
    page_size: int,
    page_token: str | None,
    user_id_type: UserIdType,
) -> dict[str, object]:
    if types is not None:
        check_text("types", types, min_length=1)
    return {
        **by_user(user_id_type),
        "sort_type": check_member("sort_type", sort_type, ChatSortType),
        "types": types,
        **page_of(page_size, page_token, MAX_PAGE),
    }


def _search(
    query: str, page_size: int, page_token: str | None, user_id_type: UserIdType
) -> dict[str, object]:
    return {
        **by_user(user_id_type),
        "query": check_text("query", query, min_length=1, max_length=MAX_QUERY),
        **page_of(page_size, page_token, MAX_PAGE),
    }
