"""Rate limits of a `FakeFeishu` that apply per recipient or per message, and not per app."""

from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

from .._protocol.endpoint import Endpoint
from ..config import Limit
from ..endpoints import pins
from ..endpoints.messages import records as messages
from .messages.recipients import chat_key, find_message, recipient_key
from .requests import FakeRequest


class ScopedLimit(NamedTuple):
    """A limit, what it applies to, and the error of a call that exceeds it."""

    name: str
    """Limits of several endpoints with the same name share their counters."""
    key: Callable[[FakeRequest], str | None]
    """Returns what the limit applies to in a request; None if that does not exist."""
    code: int
    msg: str
    limit: Limit = Limit(5, 1.0)


def _chat_of_reply(request: FakeRequest) -> str | None:
    return chat_key(request.state, find_message(request, request.path["message_id"]))


def _message(request: FakeRequest) -> str | None:
    message_id = request.path.get("message_id", request.field("message_id"))
    message = find_message(request, message_id)
    return None if message is None else message.message_id


_TOO_MANY: Final = (230020, "This operation triggers the frequency limit.")
_PER_RECIPIENT: Final = ScopedLimit("recipient", recipient_key, *_TOO_MANY)
_PER_PIN: Final = ScopedLimit(
    "pin", _message, 230047, "Pin/Unpin message trigger message_id limit."
)

SCOPED_LIMITS: Final[Mapping[Endpoint[object], ScopedLimit]] = {
    messages.CREATE: _PER_RECIPIENT,
    messages.REPLY: _PER_RECIPIENT._replace(key=_chat_of_reply),
    messages.FORWARD: _PER_RECIPIENT,
    messages.FORWARD_THREAD: _PER_RECIPIENT,
    messages.MERGE_FORWARD: _PER_RECIPIENT,
    messages.PATCH: ScopedLimit("card", _message, *_TOO_MANY),
    pins.CREATE: _PER_PIN,
    pins.DELETE: _PER_PIN,
}
