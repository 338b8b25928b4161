"""Sending what goes to a receiver, and forwarding what was sent before."""

from collections.abc import Iterable, Mapping
from typing import Final

from .._endpoint import NO_PARAMS, NOTHING, Caller, Endpoint, IdempotencyKey
from .._receivers import RECEIVER, Receivers
from ..enums import ReceiveIdType
from ..models.messages import MergedForward, Message
from ._messaging import forwarding, messages_of

HOUR_S: Final = 3600.0
_KEY: Final = IdempotencyKey("query", "uuid", good_s=HOUR_S)

FORWARD: Final[Endpoint[Message]] = Endpoint(
    method="POST",
    path="/open-apis/im/v1/messages/:message_id/forward",
    returns=Message,
    idempotent=False,
    key=_KEY,
    scopes=(RECEIVER,),
)
FORWARD_THREAD: Final[Endpoint[Message]] = Endpoint(
    method="POST",
    path="/open-apis/im/v1/threads/:thread_id/forward",
    returns=Message,
    idempotent=False,
    key=_KEY,
    scopes=(RECEIVER,),
)
MERGE_FORWARD: Final[Endpoint[MergedForward]] = Endpoint(
    method="POST",
    path="/open-apis/im/v1/messages/merge_forward",
    returns=MergedForward,
    idempotent=False,
    key=_KEY,
    tokens=("tenant",),
    scopes=(RECEIVER,),
)


class Forwarding:
    """The calls that forward messages."""

    def __init__(self, call: Caller, receivers: Receivers) -> None:
        self._call = call
        self._receivers = receivers

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
        bucket = self._receivers.bucket(receive_id)
        body = {"receive_id": receive_id, "message_id_list": messages_of(message_ids)}
        merged = await self._call(MERGE_FORWARD, query=query, body=body, within=bucket)
        self._receivers.learn(merged.message, receive_id)
        return merged

    async def _send(
        self,
        endpoint: Endpoint[Message],
        to: str,
        *,
        path: Mapping[str, str] = NO_PARAMS,
        query: Mapping[str, object] = NOTHING,
        body: Mapping[str, object],
    ) -> Message:
        """Send something to a receiver, who is named by any id that belongs to it."""
        bucket = self._receivers.bucket(to)
        message = await self._call(endpoint, path=path, query=query, body=body, within=bucket)
        self._receivers.learn(message, to)
        return message
