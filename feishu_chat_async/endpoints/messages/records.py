"""The endpoints for messages, as their official pages describe them."""

from types import NoneType
from typing import Final

from ..._core.recipients import RECIPIENT
from ..._protocol.download import Download
from ..._protocol.endpoint import Endpoint, IdempotencyKey, NarrowLimit
from ..._protocol.paging import Page
from ...config import Limit
from ...models.messages import FoundMessages, MergedForward, Message, ReadUser

_HOUR_S: Final = 3600.0
_BODY_KEY: Final = IdempotencyKey("body", "uuid", valid_for_s=_HOUR_S)
_QUERY_KEY: Final = IdempotencyKey("query", "uuid", valid_for_s=_HOUR_S)

CREATE: Final[Endpoint[Message]] = Endpoint(
    method="POST",
    path="/open-apis/im/v1/messages",
    returns=Message,
    idempotent=False,
    key=_BODY_KEY,
    narrow_limits=(RECIPIENT,),
)
REPLY: Final[Endpoint[Message]] = Endpoint(
    method="POST",
    path="/open-apis/im/v1/messages/:message_id/reply",
    returns=Message,
    idempotent=False,
    key=_BODY_KEY,
    narrow_limits=(RECIPIENT,),
)
GET: Final[Endpoint[FoundMessages]] = Endpoint(
    method="GET",
    path="/open-apis/im/v1/messages/:message_id",
    returns=FoundMessages,
    idempotent=True,
)
LIST: Final[Endpoint[Page[Message]]] = Endpoint(
    method="GET", path="/open-apis/im/v1/messages", returns=Page[Message], idempotent=True
)
UPDATE: Final[Endpoint[Message]] = Endpoint(
    method="PUT",
    path="/open-apis/im/v1/messages/:message_id",
    returns=Message,
    idempotent=True,
    tokens=("tenant",),
    narrow_limits=(NarrowLimit("edit", "message_id", codes=(230020,)),),
)
PATCH: Final[Endpoint[None]] = Endpoint(
    method="PATCH",
    path="/open-apis/im/v1/messages/:message_id",
    returns=NoneType,
    idempotent=True,
    narrow_limits=(NarrowLimit("card", "message_id", limits=(Limit(5, 1.0),), codes=(230020,)),),
)
DELETE: Final[Endpoint[None]] = Endpoint(
    method="DELETE",
    path="/open-apis/im/v1/messages/:message_id",
    returns=NoneType,
    idempotent=False,
)
READ_USERS: Final[Endpoint[Page[ReadUser]]] = Endpoint(
    method="GET",
    path="/open-apis/im/v1/messages/:message_id/read_users",
    returns=Page[ReadUser],
    idempotent=True,
)
PUSH_FOLLOW_UP: Final[Endpoint[None]] = Endpoint(
    method="POST",
    path="/open-apis/im/v1/messages/:message_id/push_follow_up",
    returns=NoneType,
    idempotent=False,
    tokens=("tenant",),
)
FORWARD: Final[Endpoint[Message]] = Endpoint(
    method="POST",
    path="/open-apis/im/v1/messages/:message_id/forward",
    returns=Message,
    idempotent=False,
    key=_QUERY_KEY,
    narrow_limits=(RECIPIENT,),
)
FORWARD_THREAD: Final[Endpoint[Message]] = Endpoint(
    method="POST",
    path="/open-apis/im/v1/threads/:thread_id/forward",
    returns=Message,
    idempotent=False,
    key=_QUERY_KEY,
    narrow_limits=(RECIPIENT,),
)
MERGE_FORWARD: Final[Endpoint[MergedForward]] = Endpoint(
    method="POST",
    path="/open-apis/im/v1/messages/merge_forward",
    returns=MergedForward,
    idempotent=False,
    key=_QUERY_KEY,
    tokens=("tenant",),
    narrow_limits=(RECIPIENT,),
)
RESOURCE: Final[Endpoint[Download]] = Endpoint(
    method="GET",
    path="/open-apis/im/v1/messages/:message_id/resources/:file_key",
    returns=Download,
    idempotent=True,
    streamed=True,
)
