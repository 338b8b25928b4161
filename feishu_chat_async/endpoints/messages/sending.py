"""Send, reply to, edit and recall messages."""

from ..._protocol.checks import check_text
from ...contents.base import Content
from ...contents.card import Card
from ...enums import ReceiveIdType
from ...models.messages import FollowUp, Message
from .arguments import (
    card_body,
    content_body,
    edited,
    follow_ups_of,
    receive_id_type_of,
    replied,
    thread_body,
    uuid_of,
)
from .base import MessageGroup
from .records import CREATE, DELETE, PATCH, PUSH_FOLLOW_UP, REPLY, UPDATE


class Sending(MessageGroup):
    """The calls that send messages and change sent ones."""

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
        body = {"receive_id": receive_id, **content_body(content), **uuid_of(uuid)}
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
        body = {**replied(content), **thread_body(reply_in_thread), **uuid_of(uuid)}
        path = {"message_id": message_id}
        to = message_id if chat_id is None else check_text("chat_id", chat_id, min_length=1)
        return await self._send(REPLY, to, path=path, body=body)

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
        await self._call(PATCH, path={"message_id": message_id}, body=card_body(card))

    async def delete(self, message_id: str) -> None:
        """Recall a message: one's own, or as owner or manager of a group anybody's, for a year.

        Not retried after an unknown outcome: the second time would fail.

        Raises:
            PermissionDeniedError: code 230026, the caller may not recall it.
            InvalidRequestError: code 230009, it is too old; 230110, it was recalled already.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/message/delete
        """
        await self._call(DELETE, path={"message_id": message_id})

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
