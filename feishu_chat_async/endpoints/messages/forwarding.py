"""Forward messages and threads."""

from collections.abc import Iterable

from ...enums import ReceiveIdType
from ...models.messages import MergedForward, Message
from .arguments import forwarding, messages_of
from .base import MessageGroup
from .records import FORWARD, FORWARD_THREAD, MERGE_FORWARD


class Forwarding(MessageGroup):
    """The calls that forward messages."""

    async def forward(
        self,
        message_id: str,
        receive_id: str,
        *,
        receive_id_type: ReceiveIdType | None = None,
        uuid: str | None = None,
    ) -> Message:
        """Forward a message to a chat, a person or a thread; see `create` for the arguments.

        Retried after an unknown outcome, under the same `uuid`.

        Raises:
            InvalidRequestError: code 230061, messages of this type cannot be forwarded.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/message/forward
        """
        query = forwarding(receive_id, receive_id_type, uuid)
        path, body = {"message_id": message_id}, {"receive_id": receive_id}
        return await self._send(FORWARD, receive_id, path=path, query=query, body=body)

    async def forward_thread(
        self,
        thread_id: str,
        receive_id: str,
        *,
        receive_id_type: ReceiveIdType | None = None,
        uuid: str | None = None,
    ) -> Message:
        """Forward a whole thread, as one message, to a chat, a person or another thread.

        See `create` for the arguments. Retried after an unknown outcome, under the same `uuid`.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/thread/forward
        """
        query = forwarding(receive_id, receive_id_type, uuid)
        path, body = {"thread_id": thread_id}, {"receive_id": receive_id}
        return await self._send(FORWARD_THREAD, receive_id, path=path, query=query, body=body)

    async def merge_forward(
        self,
        message_ids: Iterable[str],
        receive_id: str,
        *,
        receive_id_type: ReceiveIdType | None = None,
        uuid: str | None = None,
    ) -> MergedForward:
        """Forward up to 100 messages of one chat as one, to a chat, a person or a thread.

        See `create` for the arguments. Retried after an unknown outcome, under the same `uuid`.

        Raises:
            InvalidRequestError: code 230069, they are from several chats; 230064, none can be used.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/message/merge_forward
        """
        query = forwarding(receive_id, receive_id_type, uuid)
        bucket = self._recipients.bucket(receive_id)
        body = {"receive_id": receive_id, "message_id_list": messages_of(message_ids)}
        merged = await self._call(MERGE_FORWARD, query=query, body=body, bucket_params=bucket)
        self._recipients.learn(merged.message, receive_id)
        return merged
