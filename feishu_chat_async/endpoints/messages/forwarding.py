"""Forward messages and threads."""

from collections.abc import Iterable

from ...enums import ReceiveIdTypeLike
from ...models.messages import MergedForward, Message
from .arguments import check_message_ids, forward_query
from .base import MessageGroup
from .records import FORWARD, FORWARD_THREAD, MERGE_FORWARD


class Forwarding(MessageGroup):
    """The endpoints that forward messages."""

    async def forward(
        self,
        message_id: str,
        receive_id: str,
        *,
        receive_id_type: ReceiveIdTypeLike | None = None,
        uuid: str | None = None,
    ) -> Message:
        """Forward a message to a chat, a user or a thread.

        Red packets, polls, voice messages, transferred calendar events and system messages cannot
        be forwarded, nor can messages inside a merged one. Retried after an unknown outcome, with
        the same `uuid`.

        Args:
            receive_id: A chat that the bot is in, a user in the app's availability range, or a
                thread.
            receive_id_type: The type of `receive_id`. By default, its format decides: `oc_...`,
                `ou_...`, `on_...`, `omt_...` or an email address. Required for a `user_id`.

        Raises:
            InvalidRequestError: Code 230061: messages of this type cannot be forwarded.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/message/forward
        """
        query = forward_query(receive_id, receive_id_type, uuid)
        path, body = {"message_id": message_id}, {"receive_id": receive_id}
        return await self._send(FORWARD, receive_id, path=path, query=query, body=body)

    async def forward_thread(
        self,
        thread_id: str,
        receive_id: str,
        *,
        receive_id_type: ReceiveIdTypeLike | None = None,
        uuid: str | None = None,
    ) -> Message:
        """Forward a whole thread, as one message, to a chat, a user or another thread.

        `messages.get` returns the messages of the thread in `merged`. Retried after an unknown
        outcome, with the same `uuid`.

        Args:
            thread_id: The thread, `omt_...`; the bot must be in its chat.
            receive_id: A chat that the bot is in, a user in the app's availability range, or a
                thread.
            receive_id_type: The type of `receive_id`. By default, its format decides: `oc_...`,
                `ou_...`, `on_...`, `omt_...` or an email address. Required for a `user_id`.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/thread/forward
        """
        query = forward_query(receive_id, receive_id_type, uuid)
        path, body = {"thread_id": thread_id}, {"receive_id": receive_id}
        return await self._send(FORWARD_THREAD, receive_id, path=path, query=query, body=body)

    async def merge_forward(
        self,
        message_ids: Iterable[str],
        receive_id: str,
        *,
        receive_id_type: ReceiveIdTypeLike | None = None,
        uuid: str | None = None,
    ) -> MergedForward:
        """Forward several messages as one, to a chat, a user or a thread.

        Messages that cannot be forwarded are left out, and listed in the result. Retried after an
        unknown outcome, with the same `uuid`.

        Args:
            message_ids: 1 to 100 messages of one chat.
            receive_id: A chat that the bot is in, a user in the app's availability range, or a
                thread.
            receive_id_type: The type of `receive_id`. By default, its format decides: `oc_...`,
                `ou_...`, `on_...`, `omt_...` or an email address. Required for a `user_id`.

        Raises:
            InvalidRequestError: Code 230069: the messages are from several chats; 230064: none of
                them can be forwarded.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/message/merge_forward
        """
        query = forward_query(receive_id, receive_id_type, uuid)
        bucket = self._recipients.bucket(receive_id)
        body = {"receive_id": receive_id, "message_id_list": check_message_ids(message_ids)}
        merged = await self._call(MERGE_FORWARD, query=query, body=body, bucket_params=bucket)
        self._recipients.learn(merged.message, receive_id)
        return merged
