"""The base of the groups that `MessageEndpoints` is made of."""

from collections.abc import Mapping

from ..._core.recipients import Recipients
from ..._protocol.endpoint import NO_PARAMS, Caller, Endpoint
from ...models.messages import Message


class MessageGroup:
    """Some of the endpoints for messages: `MessageEndpoints` inherits from each of these groups.

    Args:
        call: Calls an endpoint.
        recipients: The chats and users that the client has sent to, whose rate limits all groups
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

        `recipient_id` is any id that leads to the recipient: a chat's, a user's, or that of a
        message or thread in the chat.
        """
        bucket = self._recipients.bucket(recipient_id)
        message = await self._call(
            endpoint, path=path, query=query, body=body, bucket_params=bucket
        )
        self._recipients.learn(message, recipient_id)
        return message
