"""The base class of the parts of `MessageEndpoints`."""

from collections.abc import Mapping

from ..._core.recipients import Recipients
from ..._protocol.endpoint import NO_PARAMS, Caller, Endpoint
from ...models.messages import Message


class MessageGroup:
    """One part of the endpoints for messages; `MessageEndpoints` inherits from all of the parts.

    Args:
        call: Calls an endpoint.
        recipients: The chats and users that the client has sent to, whose rate limits all parts
            share.
    """

    def __init__(self, call: Caller, recipients: Recipients) -> None:
        self._call = call
        self._recipients = recipients

    async def _send(
        self,
        endpoint: Endpoint[Message],
        recipient_id: str,
        *,
        path: Mapping[str, str] = NO_PARAMS,
        query: Mapping[str, object] = NO_PARAMS,
        body: Mapping[str, object],
    ) -> Message:
        """Call an endpoint that sends, within the rate limit of the recipient.

        `recipient_id` is any id that identifies the recipient: that of a chat or user, or of a
        message or thread in the chat.
        """
        bucket = self._recipients.bucket(recipient_id)
        message = await self._call(
            endpoint, path=path, query=query, body=body, bucket_params=bucket
        )
        self._recipients.learn(message, recipient_id)
        return message
