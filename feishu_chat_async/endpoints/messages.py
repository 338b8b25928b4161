"""Messages: send, reply, read, list, edit, recall, forward, download what is in them."""

from collections.abc import Mapping
from datetime import datetime
from types import NoneType
from typing import Final

from .._checks import check_text
from .._endpoint import Endpoint, IdempotencyKey, Scope
from .._paging import PageIterator, pages
from .._receivers import RECEIVER
from ..config import Limit
from ..enums import (
    CardContentType,
    ContainerIdType,
    MessageSortType,
    ReceiveIdType,
    UserIdType,
)
from ..models._content import Content
from ..models.card import Card
from ..models.messages import FollowUp, FoundMessage, FoundMessages, Message, ReadUser
from ..models.page import Page
from ._arguments import by_user, page_of
from ._downloading import RESOURCE, Downloading
from ._forwarding import FORWARD, FORWARD_THREAD, HOUR_S, MERGE_FORWARD, Forwarding
from ._messaging import (
    LARGEST_PAGE,
    MOST_READERS,
    SECOND,
    between,
    edited,
    follow_ups_of,
    history,
    readers,
    receive_id_type_of,
    redrawn,
    replied,
    said,
    telling,
    threaded,
    uuid_of,
)

__all__ = [
    "CREATE",
    "DELETE",
    "FORWARD",
    "FORWARD_THREAD",
    "GET",
    "LIST",
    "MERGE_FORWARD",
    "PATCH",
    "PUSH_FOLLOW_UP",
    "READ_USERS",
    "REPLY",
    "RESOURCE",
    "UPDATE",
    "MessageEndpoints",
]

_KEY: Final = IdempotencyKey("body", "uuid", good_s=HOUR_S)

CREATE: Final[Endpoint[Message]] = Endpoint(
    method="POST",
    path="/open-apis/im/v1/messages",
    returns=Message,
    idempotent=False,
    key=_KEY,
    scopes=(RECEIVER,),
)
REPLY: Final[Endpoint[Message]] = Endpoint(
    method="POST",
    path="/open-apis/im/v1/messages/:message_id/reply",
    returns=Message,
    idempotent=False,
    key=_KEY,
    scopes=(RECEIVER,),
)
GET: Final[Endpoint[FoundMessages]] = Endpoint(
    method="GET",
    path="/open-apis/im/v1/messages/:message_id",
    returns=FoundMessages,
    idempotent=True,
)
LIST: Final[Endpoint[Page[Message]]] = Endpoint(
    method="GET", path="/open-apis/im/v1/messages", returns=Page[Message], idempotent=True
)
UPDATE: Final[Endpoint[Message]] = Endpoint(
    method="PUT",
    path="/open-apis/im/v1/messages/:message_id",
    returns=Message,
    idempotent=True,
    tokens=("tenant",),
    scopes=(Scope("edit", "message_id", codes=(230020,)),),
)
PATCH: Final[Endpoint[None]] = Endpoint(
    method="PATCH",
    path="/open-apis/im/v1/messages/:message_id",
    returns=NoneType,
    idempotent=True,
    scopes=(Scope("card", "message_id", limits=(Limit(5, 1.0),), codes=(230020,)),),
)
DELETE: Final[Endpoint[None]] = Endpoint(
    method="DELETE",
    path="/open-apis/im/v1/messages/:message_id",
    returns=NoneType,
    idempotent=False,
)
READ_USERS: Final[Endpoint[Page[ReadUser]]] = Endpoint(
    method="GET",
    path="/open-apis/im/v1/messages/:message_id/read_users",
    returns=Page[ReadUser],
    idempotent=True,
)
PUSH_FOLLOW_UP: Final[Endpoint[None]] = Endpoint(
    method="POST",
    path="/open-apis/im/v1/messages/:message_id/push_follow_up",
    returns=NoneType,
    idempotent=False,
    tokens=("tenant",),
)


class MessageEndpoints(Forwarding, Downloading):
    """Send messages, reply, read, list, edit, recall and forward them, download what is in them.

    What is said is one of `feishu_chat_async.contents`, or a string, which arrives as it was typed.
    To one chat or person go 5 messages a second, whichever of these calls sends them.
    """

    async def create(
        self,
        receive_id: str,
        content: Content | str,
        *,
        receive_id_type: ReceiveIdType | None = None,
        uuid: str | None = None,
    ) -> Message:
        """Send a message to a chat that the bot is in, or to a person who may use the app.

        `receive_id_type` is told by how `receive_id` looks, but for a `user_id`. Feishu sends one
        message for one `uuid`, up to 50 characters, in an hour. Retried after an unknown outcome,
        under the same `uuid`, which is made if none is given.

        Raises:
            PermissionDeniedError: code 230018, the chat does not let the caller speak; 230013, the
                person is outside the app's range of availability.
            InvalidRequestError: code 230025, the message is too long after all; 230034, there is no
                such receiver.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/message/create
        """
        query = {"receive_id_type": receive_id_type_of(receive_id, receive_id_type)}
        body = {"receive_id": receive_id, **said(content), **uuid_of(uuid)}
        return await self._send(CREATE, receive_id, query=query, body=body)

    async def reply(
        self,
        message_id: str,
        content: Content | str,
        *,
        reply_in_thread: bool | None = None,
        uuid: str | None = None,
        chat_id: str | None = None,
    ) -> Message:
        """Reply to a message; `reply_in_thread` opens a thread below it, if there is none yet.

        `chat_id`, the chat that the message is in, is for the limit of 5 a second: give it where
        this client has neither sent nor read the message, but had it from an event. Feishu sends
        one reply for one `uuid` in an hour. Retried after an unknown outcome, under the same
        `uuid`, which is made if none is given.

        Raises:
            InvalidRequestError: code 230011, the message was recalled; 230071, this chat does not
                have threads.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/message/reply
        """
        body = {**replied(content), **threaded(reply_in_thread), **uuid_of(uuid)}
        path = {"message_id": message_id}
        to = message_id if chat_id is None else check_text("chat_id", chat_id, least=1)
        return await self._send(REPLY, to, path=path, body=body)

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
        query = {**by_user(user_id_type), **telling(card_msg_content_type, with_sender_name)}
        found = await self._call(GET, path={"message_id": message_id}, query=query)
        self._receivers.learn(found.message)
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
        told = telling(card_msg_content_type, with_sender_name)
        page = page_of(page_size, page_token, LARGEST_PAGE)
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
        page_size: int = LARGEST_PAGE,
        page_token: str | None = None,
    ) -> PageIterator[Message]:
        """Iterate over all messages in a chat or a thread, from `page_token` on; see `list`.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/message/list
        """
        times = between(start_time, end_time, SECOND)
        told = telling(card_msg_content_type, with_sender_name)
        page = page_of(page_size, page_token, LARGEST_PAGE)
        query = {**history(container_id, container_id_type, sort_type, times), **told, **page}
        return PageIterator(lambda token: self._listed({**query, "page_token": token}), page_token)

    async def update(self, message_id: str, content: Content | str) -> Message:
        """Edit a text or rich text that the bot has sent; up to 20 times.

        Retried after an unknown outcome, since doing it twice is the same as once.

        Raises:
            InvalidRequestError: code 230072, it was edited 20 times; 230075, it is too old.
            PermissionDeniedError: code 230071, somebody else has sent it.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/message/update
        """
        return await self._call(UPDATE, path={"message_id": message_id}, body=edited(content))

    async def patch(self, message_id: str, card: Card) -> None:
        """Change a card that the caller has sent in the last 14 days; 5 times a second at the most.

        The card must have `update_multi: true` in its `config`, before and after. Retried after an
        unknown outcome, since doing it twice is the same as once.

        Raises:
            InvalidRequestError: code 230031, it is too old; 230099, the card is wrong.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/message/patch
        """
        await self._call(PATCH, path={"message_id": message_id}, body=redrawn(card))

    async def delete(self, message_id: str) -> None:
        """Recall a message: one's own, or as owner or manager of a group anybody's, for a year.

        Not retried after an unknown outcome: the second time would fail.

        Raises:
            PermissionDeniedError: code 230026, the caller may not recall it.
            InvalidRequestError: code 230009, it is too old; 230110, it was recalled already.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/message/delete
        """
        await self._call(DELETE, path={"message_id": message_id})

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
        page_size: int = MOST_READERS,
        page_token: str | None = None,
        user_id_type: UserIdType = UserIdType.OPEN_ID,
    ) -> PageIterator[ReadUser]:
        """Iterate over all who have read a message, from `page_token` on; see `read_users`.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/message/read_users
        """
        query = readers(user_id_type, page_size, page_token)
        return pages(self._call, READ_USERS, path={"message_id": message_id}, query=query)

    async def push_follow_up(self, message_id: str, *follow_ups: FollowUp | str) -> None:
        """Put 1 to 3 bubbles below the newest message of the chat between the bot and a person.

        Whoever clicks one sends its text. The message must be the bot's own, and at most 10 minutes
        old. Not retried after an unknown outcome.

        Raises:
            InvalidRequestError: code 230003, this is no chat between two; 230006, there is a newer
                message; 230008, this one has follow-ups already.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/message/push_follow_up
        """
        body = follow_ups_of(follow_ups)
        await self._call(PUSH_FOLLOW_UP, path={"message_id": message_id}, body=body)

    async def _listed(self, query: Mapping[str, object]) -> Page[Message]:
        page = await self._call(LIST, query=query)
        for message in page.items:
            self._receivers.learn(message)
        return page
