"""Limits that hold for less than an app: for who receives messages, for one message."""

from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

from .._protocol.endpoint import Endpoint
from ..config import Limit
from ..endpoints import pins
from ..endpoints.messages import records as messages
from .messages.recipients import chat_key, known_message, receiver_key
from .requests import FakeRequest


class ScopedLimit(NamedTuple):
    """A limit, what it holds for, and what is answered to a call too many."""

    name: str
    key: Callable[[FakeRequest], str | None]
    """Names what it holds for; None if that is nothing."""
    code: int
    msg: str
    limit: Limit = Limit(5, 1.0)


def _chat_of_reply(incoming: FakeRequest) -> str | None:
    return chat_key(incoming.world, known_message(incoming, incoming.params["message_id"]))


def _message(incoming: FakeRequest) -> str | None:
    message_id = incoming.params.get("message_id", incoming.field("message_id"))
    message = known_message(incoming, message_id)
    return None if message is None else message.message_id


_TOO_MANY: Final = (230020, "This operation triggers the frequency limit.")
_TO_RECEIVER: Final = ScopedLimit("receiver", receiver_key, *_TOO_MANY)
_PIN: Final = ScopedLimit("pin", _message, 230047, "Pin/Unpin message trigger message_id limit.")

SCOPED_LIMITS: Final[Mapping[Endpoint[object], ScopedLimit]] = {
    messages.CREATE: _TO_RECEIVER,
    messages.REPLY: _TO_RECEIVER._replace(key=_chat_of_reply),
    messages.FORWARD: _TO_RECEIVER,
    messages.FORWARD_THREAD: _TO_RECEIVER,
    messages.MERGE_FORWARD: _TO_RECEIVER,
    messages.PATCH: ScopedLimit("card", _message, *_TOO_MANY),
    pins.CREATE: _PIN,
    pins.DELETE: _PIN,
}
"""The limits by endpoint; those with the same name are one and the same."""
