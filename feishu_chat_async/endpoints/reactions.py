"""Reactions: emoji that users and apps add to a message."""

from collections.abc import Iterable
from typing import Final

from .._protocol.arguments import user_id_query
from .._protocol.checks import check_number, check_text
from .._protocol.endpoint import Caller, Endpoint, NarrowLimit
from .._protocol.group_arguments import MAX_REACTION_PAGE, reaction_filter, reaction_list_query
from .._protocol.paging import Page, PageIterator, pages
from ..enums import UserIdTypeLike
from ..models.reactions import Emoji, Reaction, ReactionBatch, ReactionQuery, reaction_queries

# Concurrent changes of one reaction fail with code 231015.
_REACTION: Final = NarrowLimit("reaction", "message_id", codes=(231015,))

CREATE: Final[Endpoint[Reaction]] = Endpoint(
    method="POST",
    path="/open-apis/im/v1/messages/:message_id/reactions",
    returns=Reaction,
    idempotent=False,
    narrow_limits=(_REACTION,),
)
DELETE: Final[Endpoint[Reaction]] = Endpoint(
    method="DELETE",
    path="/open-apis/im/v1/messages/:message_id/reactions/:reaction_id",
    returns=Reaction,
    idempotent=False,
    narrow_limits=(_REACTION,),
)
LIST: Final[Endpoint[Page[Reaction]]] = Endpoint(
    method="GET",
    path="/open-apis/im/v1/messages/:message_id/reactions",
    returns=Page[Reaction],
    idempotent=True,
)
BATCH_QUERY: Final[Endpoint[ReactionBatch]] = Endpoint(
    method="POST",
    path="/open-apis/im/v1/messages/reactions/batch_query",
    returns=ReactionBatch,
    idempotent=True,
    writes=False,
)

MAX_PER_MESSAGE: Final = 10
_SIZE: Final = "page_size_per_message"


class ReactionEndpoints:
    """Calls that add, remove, list and count emoji reactions to messages.

    Args:
        call: Calls an endpoint.
    """

    def __init__(self, call: Caller) -> None:
        self._call = call

    async def create(self, message_id: str, emoji_type: str) -> Reaction:
        """Add an emoji reaction to a message. Not retried after an unknown outcome.

        Args:
            emoji_type: The emoji, such as `SMILE`. The official page links to a list of them.

        Raises:
            InvalidRequestError: Code 231001: there is no such emoji; 231003: no such message;
                231017: the message is a system message.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/message-reaction/create
        """
        emoji = Emoji(emoji_type=check_text("emoji_type", emoji_type, min_length=1))
        body = {"reaction_type": emoji}
        return await self._call(CREATE, path={"message_id": message_id}, body=body)

    async def delete(self, message_id: str, reaction_id: str) -> Reaction:
        """Remove a reaction that the caller added to a message, and return it.

        Not retried after an unknown outcome.

        Args:
            reaction_id: The reaction's id, which `create` and `list` return.

        Raises:
            PermissionDeniedError: Code 231007: the caller did not add this reaction.
            InvalidRequestError: Code 231011: there is no such reaction.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/message-reaction/delete
        """
        return await self._call(DELETE, path={"message_id": message_id, "reaction_id": reaction_id})

    async def list(
        self,
        message_id: str,
        *,
        reaction_type: str | None = None,
        page_size: int = 20,
        page_token: str | None = None,
        user_id_type: UserIdTypeLike = "open_id",
    ) -> Page[Reaction]:
        """Return a page of the reactions to a message.

        Args:
            reaction_type: Only reactions with this emoji, such as `SMILE`; all by default.
            page_size: Reactions per page, 1 to 50.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/message-reaction/list
        """
        query = reaction_list_query(reaction_type, page_size, page_token, user_id_type)
        return await self._call(LIST, path={"message_id": message_id}, query=query)

    def iter(
        self,
        message_id: str,
        *,
        reaction_type: str | None = None,
        page_size: int = MAX_REACTION_PAGE,
        page_token: str | None = None,
        user_id_type: UserIdTypeLike = "open_id",
    ) -> PageIterator[Reaction]:
        """Iterate over the reactions to a message.

        Args:
            reaction_type: Only reactions with this emoji, such as `SMILE`; all by default.
            page_size: Reactions per request, 1 to 50.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/message-reaction/list
        """
        query = reaction_list_query(reaction_type, page_size, page_token, user_id_type)
        return pages(self._call, LIST, path={"message_id": message_id}, query=query)

    async def batch_query(
        self,
        queries: Iterable[str | ReactionQuery],
        *,
        reaction_type: str | None = None,
        page_size_per_message: int = MAX_PER_MESSAGE,
        user_id_type: UserIdTypeLike = "open_id",
    ) -> ReactionBatch:
        """Return the first reactions to several messages, and the number of each emoji.

        A message whose reactions cannot be read is listed in the result; the call does not fail.

        Args:
            queries: 1 to 20 message ids. To get the next reactions to a message, pass a
                `ReactionQuery` with a `page_token`.
            reaction_type: Only reactions with this emoji, such as `SMILE`; all by default.
            page_size_per_message: Reactions per message, 1 to 10.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/message-reaction/batch_query
        """
        size = check_number(_SIZE, page_size_per_message, min_value=1, max_value=MAX_PER_MESSAGE)
        body = {"queries": reaction_queries(queries), **reaction_filter(reaction_type), _SIZE: size}
        return await self._call(BATCH_QUERY, query=user_id_query(user_id_type), body=body)
