"""Read messages, and who has read them."""

from collections.abc import Mapping
from datetime import datetime

from ..._protocol.arguments import by_user, page_of
from ..._protocol.paging import Page, PageIterator, pages
from ...enums import CardContentType, ContainerIdType, MessageSortType, UserIdType
from ...models.messages import FoundMessage, Message, ReadUser
from .arguments import MAX_PAGE, MAX_READERS, SECOND, between, history, read_options, readers
from .base import MessageGroup
from .records import GET, LIST, READ_USERS


class Reading(MessageGroup):
    """The calls that read messages."""

    async def get(
        self,
        message_id: str,
        *,
        card_msg_content_type: CardContentType | None = None,
        with_sender_name: bool | None = None,
        user_id_type: UserIdType = UserIdType.OPEN_ID,
    ) -> FoundMessage:
        """Return a message; `merged` holds those that were forwarded in it as one.

        Without `card_msg_content_type`, a card is told as an outline of what it shows.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/message/get
        """
        query = {**by_user(user_id_type), **read_options(card_msg_content_type, with_sender_name)}
        found = await self._call(GET, path={"message_id": message_id}, query=query)
        self._recipients.learn(found.message)
        return found.message

    async def list(
        self,
        container_id: str,
        *,
        container_id_type: ContainerIdType | None = None,
        start_time: datetime | None = None,
        end_time: datetime | None = None,
        sort_type: MessageSortType = MessageSortType.BY_CREATE_TIME_ASC,
        card_msg_content_type: CardContentType | None = None,
        with_sender_name: bool | None = None,
        page_size: int = 20,
        page_token: str | None = None,
    ) -> Page[Message]:
        """Return a page of the messages in a chat or a thread: 1 to 50, the oldest first.

        A thread in a chat stands there by the message at its root. Times, in whole seconds, are for
        chats only. Reading the messages of a group takes the scope `im:message.group_msg`.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/message/list
        """
        times = between(start_time, end_time, SECOND)
        told = read_options(card_msg_content_type, with_sender_name)
        page = page_of(page_size, page_token, MAX_PAGE)
        query = {**history(container_id, container_id_type, sort_type, times), **told, **page}
        return await self._listed(query)

    def iter(
        self,
        container_id: str,
        *,
        container_id_type: ContainerIdType | None = None,
        start_time: datetime | None = None,
        end_time: datetime | None = None,
        sort_type: MessageSortType = MessageSortType.BY_CREATE_TIME_ASC,
        card_msg_content_type: CardContentType | None = None,
        with_sender_name: bool | None = None,
        page_size: int = MAX_PAGE,
        page_token: str | None = None,
    ) -> PageIterator[Message]:
        """Iterate over all messages in a chat or a thread, from `page_token` on; see `list`.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/message/list
        """
        times = between(start_time, end_time, SECOND)
        told = read_options(card_msg_content_type, with_sender_name)
        page = page_of(page_size, page_token, MAX_PAGE)
        query = {**history(container_id, container_id_type, sort_type, times), **told, **page}
        return PageIterator(lambda token: self._listed({**query, "page_token": token}), page_token)

    async def read_users(
        self,
        message_id: str,
        *,
        page_size: int = 20,
        page_token: str | None = None,
        user_id_type: UserIdType = UserIdType.OPEN_ID,
    ) -> Page[ReadUser]:
        """Return a page of those who have read a message that the bot has sent: 1 to 100.

        It must be at most 7 days old.

        Raises:
            PermissionDeniedError: code 230012, somebody else has sent it.
            InvalidRequestError: code 230033, it is too old.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/message/read_users
        """
        query = readers(user_id_type, page_size, page_token)
        return await self._call(READ_USERS, path={"message_id": message_id}, query=query)

    def iter_read_users(
        self,
        message_id: str,
        *,
        page_size: int = MAX_READERS,
        page_token: str | None = None,
        user_id_type: UserIdType = UserIdType.OPEN_ID,
    ) -> PageIterator[ReadUser]:
        """Iterate over all who have read a message, from `page_token` on; see `read_users`.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/message/read_users
        """
        query = readers(user_id_type, page_size, page_token)
        return pages(self._call, READ_USERS, path={"message_id": message_id}, query=query)

    async def _listed(self, query: Mapping[str, object]) -> Page[Message]:
        page = await self._call(LIST, query=query)
        for message in page.items:
            self._recipients.learn(message)
        return page
