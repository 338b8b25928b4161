"""Pins: messages that everybody in a chat finds on a list."""

from datetime import datetime
from types import NoneType
from typing import Final

from .._protocol.arguments import page_of
from .._protocol.checks import check_text
from .._protocol.endpoint import Caller, Endpoint, NarrowLimit
from .._protocol.paging import Page, PageIterator, pages
from ..config import Limit
from ..models.pins import CreatedPin, Pin
from .messages.arguments import MAX_PAGE, MILLISECOND, between

# The pages allow as much for pinning and as much for unpinning; they have one code for both.
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
    """Pin messages in their chat, take pins away, list them."""

    def __init__(self, call: Caller) -> None:
        self._call = call

    async def create(self, message_id: str) -> Pin:
        """Pin a message in its chat; if it is pinned already, return that pin.

        Retried after an unknown outcome, since doing it twice is the same as once.

        Raises:
            PermissionDeniedError: code 230046, the caller may not pin in this chat.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/pin/create
        """
        within = {"message_id": check_text("message_id", message_id, min_length=1)}
        return (await self._call(CREATE, body=within, bucket_params=within)).pin

    async def delete(self, message_id: str) -> None:
        """Unpin a message, if it is pinned.

        Retried after an unknown outcome, since doing it twice is the same as once.

        Raises:
            PermissionDeniedError: code 230046, the caller may not unpin in this chat.

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
        """Return a page of what is pinned in a chat: 1 to 50, those that were pinned last first.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/pin/list
        """
        times = _between(start_time, end_time)
        query = _listing(chat_id, times, page_size, page_token)
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
        """Iterate over all that is pinned in a chat, from `page_token` on; see `list`.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/pin/list
        """
        times = _between(start_time, end_time)
        query = _listing(chat_id, times, page_size, page_token)
        return pages(self._call, LIST, query=query)


def _between(start_time: datetime | None, end_time: datetime | None) -> dict[str, object]:
    times = between(start_time, end_time, MILLISECOND)
    if start_time is not None and times["start_time"] == times["end_time"]:
        raise ValueError("start_time must be at least a millisecond before end_time")
    return times


def _listing(
    chat_id: str, times: dict[str, object], page_size: int, page_token: str | None
) -> dict[str, object]:
    named = {"chat_id": check_text("chat_id", chat_id, min_length=1)}
    return {**named, **times, **page_of(page_size, page_token, MAX_PAGE)}
