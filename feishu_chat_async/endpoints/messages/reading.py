"""Read messages, and list the users who have read them."""

from collections.abc import Mapping
from datetime import datetime

from ..._protocol.arguments import page_query, user_id_query
from ..._protocol.paging import Page, PageIterator, pages
from ...enums import CardContentTypeLike, ContainerIdTypeLike, MessageSortTypeLike, UserIdTypeLike
from ...models.messages import FoundMessage, Message, ReadUser
from .arguments import (
    MAX_PAGE,
    MAX_READERS,
    SECOND,
    history_query,
    read_options,
    read_users_query,
    time_range,
)
from .base import MessageGroup
from .records import GET, LIST, READ_USERS


class Reading(MessageGroup):
    """The endpoints that read messages."""

    async def get(
        self,
        message_id: str,
        *,
        card_msg_content_type: CardContentTypeLike | None = None,
        with_sender_name: bool | None = None,
        user_id_type: UserIdTypeLike = "open_id",
    ) -> FoundMessage:
        """Return a message. If it was merged from several, `merged` holds them.

        Args:
            card_msg_content_type: `user_card_content` to return cards as they were sent; by
                default they are reduced to what they show.
            with_sender_name: Whether to return `sender.sender_name`; False by default.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/message/get
        """
        options = read_options(card_msg_content_type, with_sender_name)
        query = {**user_id_query(user_id_type), **options}
        found = await self._call(GET, path={"message_id": message_id}, query=query)
        self._recipients.learn(found.message)
        return found.message

    async def list(
        self,
        container_id: str,
        *,
        container_id_type: ContainerIdTypeLike | None = None,
        start_time: datetime | None = None,
        end_time: datetime | None = None,
        sort_type: MessageSortTypeLike = "ByCreateTimeAsc",
        card_msg_content_type: CardContentTypeLike | None = None,
        with_sender_name: bool | None = None,
        page_size: int = 20,
        page_token: str | None = None,
    ) -> Page[Message]:
        """Return a page of the messages in a chat or a thread.

        A chat's list has only the root message of each thread; list the thread for its replies.
        Reading the messages of a group needs the scope `im:message.group_msg`.

        Args:
            container_id: A chat (`oc_...`) or a thread (`omt_...`).
            container_id_type: The type of `container_id`; by default, its prefix decides.
            start_time: The earliest time, an aware datetime; rounded down to a second. Not
                allowed for threads.
            end_time: The latest time, like `start_time`.
            sort_type: The order: `ByCreateTimeAsc` or `ByCreateTimeDesc`, the same for all pages.
            card_msg_content_type: `user_card_content` to return cards as they were sent; by
                default they are reduced to what they show.
            with_sender_name: Whether to return `sender.sender_name`; False by default.
            page_size: Messages per page, 1 to 50.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/message/list
        """
        times = time_range(start_time, end_time, SECOND)
        options = read_options(card_msg_content_type, with_sender_name)
        page = page_query(page_size, page_token, MAX_PAGE)
        history = history_query(container_id, container_id_type, sort_type, times)
        return await self._fetch({**history, **options, **page})

    def iter(
        self,
        container_id: str,
        *,
        container_id_type: ContainerIdTypeLike | None = None,
        start_time: datetime | None = None,
        end_time: datetime | None = None,
        sort_type: MessageSortTypeLike = "ByCreateTimeAsc",
        card_msg_content_type: CardContentTypeLike | None = None,
        with_sender_name: bool | None = None,
        page_size: int = MAX_PAGE,
        page_token: str | None = None,
    ) -> PageIterator[Message]:
        """Iterate over the messages in a chat or a thread.

        A chat's list has only the root message of each thread; list the thread for its replies.
        Reading the messages of a group needs the scope `im:message.group_msg`.

        Args:
            container_id: A chat (`oc_...`) or a thread (`omt_...`).
            container_id_type: The type of `container_id`; by default, its prefix decides.
            start_time: The earliest time, an aware datetime; rounded down to a second. Not
                allowed for threads.
            end_time: The latest time, like `start_time`.
            sort_type: The order: `ByCreateTimeAsc` or `ByCreateTimeDesc`.
            card_msg_content_type: `user_card_content` to return cards as they were sent; by
                default they are reduced to what they show.
            with_sender_name: Whether to return `sender.sender_name`; False by default.
            page_size: Messages per request, 1 to 50.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/message/list
        """
        times = time_range(start_time, end_time, SECOND)
        options = read_options(card_msg_content_type, with_sender_name)
        page = page_query(page_size, page_token, MAX_PAGE)
        history = history_query(container_id, container_id_type, sort_type, times)
        query = {**history, **options, **page}
        return PageIterator(lambda token: self._fetch({**query, "page_token": token}), page_token)

    async def read_users(
        self,
        message_id: str,
        *,
        page_size: int = 20,
        page_token: str | None = None,
        user_id_type: UserIdTypeLike = "open_id",
    ) -> Page[ReadUser]:
        """Return a page of the users who have read a message.

        The bot must have sent the message, in the last 7 days.

        Args:
            page_size: Users per page, 1 to 100.

        Raises:
            PermissionDeniedError: Code 230012: the bot did not send the message.
            InvalidRequestError: Code 230033: the message is too old.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/message/read_users
        """
        query = read_users_query(user_id_type, page_size, page_token)
        return await self._call(READ_USERS, path={"message_id": message_id}, query=query)

    def iter_read_users(
        self,
        message_id: str,
        *,
        page_size: int = MAX_READERS,
        page_token: str | None = None,
        user_id_type: UserIdTypeLike = "open_id",
    ) -> PageIterator[ReadUser]:
        """Iterate over the users who have read a message.

        The bot must have sent the message, in the last 7 days.

        Args:
            page_size: Users per request, 1 to 100.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/message/read_users
        """
        query = read_users_query(user_id_type, page_size, page_token)
        return pages(self._call, READ_USERS, path={"message_id": message_id}, query=query)

    async def _fetch(self, query: Mapping[str, object]) -> Page[Message]:
        page = await self._call(LIST, query=query)
        for message in page.items:
            self._recipients.learn(message)
        return page
