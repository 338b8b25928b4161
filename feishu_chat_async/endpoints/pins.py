"""Pins: messages that a chat keeps in a list for all its members."""

from datetime import datetime
from types import NoneType
from typing import Final

from .._protocol.checks import check_text
from .._protocol.endpoint import Caller, Endpoint, NarrowLimit
from .._protocol.paging import Page, PageIterator, pages
from ..config import Limit
from ..models.pins import CreatedPin, Pin
from .messages.arguments import MAX_PAGE, pin_list_query

# The pages allow 5 requests a second for pinning a message and 5 for unpinning it, with the same
# error code, so both share one limit.
_PIN: Final = NarrowLimit("pin", "message_id", limits=(Limit(5, 1.0),), codes=(230047,))

CREATE: Final[Endpoint[CreatedPin]] = Endpoint(
    method="POST",
    path="/open-apis/im/v1/pins",
    returns=CreatedPin,
    idempotent=True,
    narrow_limits=(_PIN,),
)
DELETE: Final[Endpoint[None]] = Endpoint(
    method="DELETE",
    path="/open-apis/im/v1/pins/:message_id",
    returns=NoneType,
    idempotent=True,
    narrow_limits=(_PIN,),
)
LIST: Final[Endpoint[Page[Pin]]] = Endpoint(
    method="GET", path="/open-apis/im/v1/pins", returns=Page[Pin], idempotent=True
)


class PinEndpoints:
    """Calls that pin and unpin messages in their chat, and list the pins.

    Args:
        call: Calls an endpoint.
    """

    def __init__(self, call: Caller) -> None:
        self._call = call

    async def create(self, message_id: str) -> Pin:
        """Pin a message in its chat, and return the pin, or the one that the message already has.

        Retried after an unknown outcome, since pinning twice is the same as once.

        Raises:
            PermissionDeniedError: Code 230046: the caller is not allowed to pin in this chat.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/pin/create
        """
        body = {"message_id": check_text("message_id", message_id, min_length=1)}
        return (await self._call(CREATE, body=body, bucket_params=body)).pin

    async def delete(self, message_id: str) -> None:
        """Remove the pin of a message, if it has one.

        Retried after an unknown outcome, since unpinning twice is the same as once.

        Raises:
            PermissionDeniedError: Code 230046: the caller is not allowed to unpin in this chat.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/pin/delete
        """
        await self._call(DELETE, path={"message_id": message_id})

    async def list(
        self,
        chat_id: str,
        *,
        start_time: datetime | None = None,
        end_time: datetime | None = None,
        page_size: int = 20,
        page_token: str | None = None,
    ) -> Page[Pin]:
        """Return a page of the pinned messages of a chat, the latest pin first.

        Args:
            start_time: Return only pins created at or after this time, an aware datetime. It must
                be at least a millisecond before `end_time`.
            end_time: Return only pins created up to this time, an aware datetime.
            page_size: Pins per page, 1 to 50.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/pin/list
        """
        query = pin_list_query(chat_id, start_time, end_time, page_size, page_token)
        return await self._call(LIST, query=query)

    def iter(
        self,
        chat_id: str,
        *,
        start_time: datetime | None = None,
        end_time: datetime | None = None,
        page_size: int = MAX_PAGE,
        page_token: str | None = None,
    ) -> PageIterator[Pin]:
        """Iterate over the pinned messages of a chat, the latest pin first.

        Args:
            start_time: Return only pins created at or after this time, an aware datetime. It must
                be at least a millisecond before `end_time`.
            end_time: Return only pins created up to this time, an aware datetime.
            page_size: Pins per request, 1 to 50.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/pin/list
        """
        query = pin_list_query(chat_id, start_time, end_time, page_size, page_token)
        return pages(self._call, LIST, query=query)
