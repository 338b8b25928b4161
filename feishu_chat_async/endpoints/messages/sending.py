"""Send, reply to, edit and recall messages."""

from ..._protocol.checks import check_text
from ...contents.base import Content
from ...contents.card import Card
from ...enums import ReceiveIdTypeLike
from ...models.messages import FollowUp, Message
from .arguments import (
    card_body,
    content_body,
    edit_body,
    find_receive_id_type,
    follow_ups_body,
    reply_body,
    thread_body,
    uuid_param,
)
from .base import MessageGroup
from .records import CREATE, DELETE, PATCH, PUSH_FOLLOW_UP, REPLY, UPDATE


class Sending(MessageGroup):
    """The endpoints that send messages, and edit or recall sent ones."""

    async def create(
        self,
        receive_id: str,
        content: Content | str,
        *,
        receive_id_type: ReceiveIdTypeLike | None = None,
        uuid: str | None = None,
    ) -> Message:
        """Send a message to a chat or a user.

        Retried after an unknown outcome, with the same `uuid`.

        Args:
            receive_id: A chat that the bot is in, or a user in the app's availability range.
            content: An object of `feishu_chat_async.contents`, or a string, sent as it was typed.
            receive_id_type: The type of `receive_id`. By default, its format decides: `oc_...`,
                `ou_...`, `on_...` or an email address. Required for a `user_id`.

        Raises:
            PermissionDeniedError: Code 230018: the chat does not let the caller send messages;
                230013: the user is outside the app's availability range.
            InvalidRequestError: Code 230025: the message is too long, its template and markup
                included; 230034: there is no such recipient.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/message/create
        """
        query = {"receive_id_type": find_receive_id_type(receive_id, receive_id_type)}
        body = {"receive_id": receive_id, **content_body(content), **uuid_param(uuid)}
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
        """Reply to a message.

        Retried after an unknown outcome, with the same `uuid`.

        Args:
            content: An object of `feishu_chat_async.contents` other than `System`, or a string,
                sent as it was typed.
            reply_in_thread: Whether to open a thread with the reply; False by default. A reply to a
                message in a thread is always in the thread.
            chat_id: The chat of the message, for the limit of 5 messages a second. Pass it if the
                message came from an event: the client knows only the chats of messages that it has
                sent or read.

        Raises:
            InvalidRequestError: Code 230011: the message was recalled; 230071: this chat has no
                threads.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/message/reply
        """
        body = {**reply_body(content), **thread_body(reply_in_thread), **uuid_param(uuid)}
        path = {"message_id": message_id}
        to = message_id if chat_id is None else check_text("chat_id", chat_id, min_length=1)
        return await self._send(REPLY, to, path=path, body=body)

    async def update(self, message_id: str, content: Content | str) -> Message:
        """Edit a text or rich text message that the bot sent, up to 20 times.

        The tenant's administrator sets a time limit. Retried after an unknown outcome: editing
        twice is the same as once.

        Args:
            content: The new content: a `Text`, a `Post`, or a string, sent as it was typed.

        Raises:
            InvalidRequestError: Code 230072: it was edited 20 times; 230075: it is too old.
            PermissionDeniedError: Code 230071: the bot did not send it.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/message/update
        """
        return await self._call(UPDATE, path={"message_id": message_id}, body=edit_body(content))

    async def patch(self, message_id: str, card: Card) -> None:
        """Replace a card that the caller sent in the last 14 days, up to 5 times a second.

        Retried after an unknown outcome: replacing twice is the same as once.

        Args:
            card: The new card. Both cards need `"update_multi": true` in `config`.

        Raises:
            InvalidRequestError: Code 230031: the message is too old; 230099: the card is invalid.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/message/patch
        """
        await self._call(PATCH, path={"message_id": message_id}, body=card_body(card))

    async def delete(self, message_id: str) -> None:
        """Recall a message.

        A bot can recall its own messages, and any message of the last year in a group that it owns,
        manages or created. Not retried after an unknown outcome: a second call would fail.

        Raises:
            PermissionDeniedError: Code 230026: the caller is not allowed to recall it.
            InvalidRequestError: Code 230009: it is older than the tenant's administrator allows;
                230110: it was already recalled.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/message/delete
        """
        await self._call(DELETE, path={"message_id": message_id})

    async def push_follow_up(self, message_id: str, *follow_ups: FollowUp | str) -> None:
        """Add 1 to 3 bubbles below the newest message of the chat between the bot and a user.

        Clicking a bubble sends its text as the user's message. The bubbles disappear when one is
        clicked or a new message arrives. The bot must have sent the message, in the last 10
        minutes. Not retried after an unknown outcome.

        Args:
            *follow_ups: The texts of the bubbles, 1 to 200 characters each, or `FollowUp` objects
                with translations.

        Raises:
            InvalidRequestError: Code 230003: this is not a chat between the bot and one user;
                230006: there is a newer message; 230008: the message already has follow-ups.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/message/push_follow_up
        """
        body = follow_ups_body(follow_ups)
        await self._call(PUSH_FOLLOW_UP, path={"message_id": message_id}, body=body)
