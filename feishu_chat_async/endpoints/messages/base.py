"""What the groups of message calls have in common."""

from collections.abc import Mapping

from ..._core.recipients import Recipients
from ..._protocol.endpoint import NO_PARAMS, Caller, Endpoint
from ...models.messages import Message


class MessageGroup:
    """A group of calls about messages.

    Args:
        call: Makes one call of an endpoint.
        receivers: The recipients that this client knows, shared by all that send.
    """

    def __init__(self, call: Caller, receivers: Recipients) -> None:
        self._call = call
        self._recipients = receivers

    async def _send(
        self,
        endpoint: Endpoint[Message],
        to: str,
        *,
        path: Mapping[str, str] = NO_PARAMS,
        query: Mapping[str, object] = NO_PARAMS,
        body: Mapping[str, object],
    ) -> Message:
        """Send something to a receiver, who is named by any id that belongs to it."""
        bucket = self._recipients.bucket(to)
        message = await self._call(
            endpoint, path=path, query=query, body=body, bucket_params=bucket
        )
        self._recipients.learn(message, to)
        return message
