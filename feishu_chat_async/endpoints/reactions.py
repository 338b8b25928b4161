"""Reactions: emoji that people and apps put below a message."""

from collections.abc import Iterable
from typing import Final

from .._protocol.arguments import by_user, page_of
from .._protocol.checks import check_count, check_number, check_text
from .._protocol.endpoint import Caller, Endpoint, NarrowLimit
from .._protocol.paging import Page, PageIterator, pages
from ..enums import UserIdType
from ..models.reactions import Emoji, Reaction, ReactionBatch, ReactionQuery

# Two changes of one reaction at the same time draw code 231015.
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

MAX_PAGE: Final = 50
MAX_QUERIES: Final = 20
MAX_PER_MESSAGE: Final = 10


class ReactionEndpoints:
    """Put emoji below messages, take them away, list and count them."""

    def __init__(self, call: Caller) -> None:
        self._call = call

    async def create(self, message_id: str, emoji_type: str) -> Reaction:
        """Put an emoji, such as `SMILE`, below a message. Not retried after an unknown outcome.

        Raises:
            InvalidRequestError: code 231001, there is no such emoji; 231003, no such message.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/message-reaction/create
        """
        emoji = Emoji(emoji_type=check_text("emoji_type", emoji_type, min_length=1))
        body = {"reaction_type": emoji}
        return await self._call(CREATE, path={"message_id": message_id}, body=body)

    async def delete(self, message_id: str, reaction_id: str) -> Reaction:
        """Take away an emoji that the caller has put below a message, and return what it was.

        Not retried after an unknown outcome.

        Raises:
            PermissionDeniedError: code 231007, somebody else has put it there.
            InvalidRequestError: code 231011, there is no such reaction.

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
        user_id_type: UserIdType = UserIdType.OPEN_ID,
    ) -> Page[Reaction]:
        """Return a page of the reactions to a message: 1 to 50; of one emoji, or of all.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/message-reaction/list
        """
        query = _listing(reaction_type, page_size, page_token, user_id_type)
        return await self._call(LIST, path={"message_id": message_id}, query=query)

    def iter(
        self,
        message_id: str,
        *,
        reaction_type: str | None = None,
        page_size: int = MAX_PAGE,
        page_token: str | None = None,
        user_id_type: UserIdType = UserIdType.OPEN_ID,
    ) -> PageIterator[Reaction]:
        """Iterate over all reactions to a message, from `page_token` on; see `list`.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/message-reaction/list
        """
        query = _listing(reaction_type, page_size, page_token, user_id_type)
        return pages(self._call, LIST, path={"message_id": message_id}, query=query)

    async def batch_query(
        self,
        queries: Iterable[str | ReactionQuery],
        *,
        reaction_type: str | None = None,
        page_size_per_message: int = MAX_PER_MESSAGE,
        user_id_type: UserIdType = UserIdType.OPEN_ID,
    ) -> ReactionBatch:
        """Return the first reactions to each of 1 to 20 messages, and how many there are of each.

        Of each message come up to 10; a `ReactionQuery` with a `page_token` asks for the next ones.
        Which messages could not be told is in the result, and no error.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/message-reaction/batch_query
        """
        name, most = "page_size_per_message", MAX_PER_MESSAGE
        size = {name: check_number(name, page_size_per_message, min_value=1, max_value=most)}
        body = {"queries": _queries(queries), "reaction_type": _emoji(reaction_type), **size}
        return await self._call(BATCH_QUERY, query=by_user(user_id_type), body=body)


def _listing(
    reaction_type: str | None, page_size: int, page_token: str | None, user_id_type: UserIdType
) -> dict[str, object]:
    return {
        **by_user(user_id_type),
        "reaction_type": _emoji(reaction_type),
        **page_of(page_size, page_token, MAX_PAGE),
    }


def _emoji(reaction_type: str | None) -> str | None:
    return (
        None if reaction_type is None else check_text("reaction_type", reaction_type, min_length=1)
    )


def _queries(queries: Iterable[str | ReactionQuery]) -> tuple[ReactionQuery, ...]:
    if isinstance(queries, str | bytes) or not isinstance(queries, Iterable):
        kind = type(queries).__name__
        raise TypeError(f"queries must be a list of message ids or ReactionQuery, got {kind}")
    made = [ReactionQuery(message_id=one) if isinstance(one, str) else one for one in queries]
    for one in made:
        if not isinstance(one, ReactionQuery):
            kind = type(one).__name__
            raise TypeError(f"queries must hold message ids or ReactionQuery, got {kind}")
        check_text("queries", one.message_id, min_length=1)
        if one.page_token is not None:
            check_text("page_token", one.page_token)
    return check_count("queries", tuple(made), min_items=1, max_items=MAX_QUERIES)
