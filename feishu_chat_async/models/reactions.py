"""Reactions: emoji that users and apps add to a message."""

from collections.abc import Iterable
from typing import Final

import attrs

from .._protocol.checks import check_count, check_text
from .._protocol.wire_types import EpochMilliseconds
from ..enums import ReactionFailReason, SenderType

MAX_QUERIES: Final = 20


@attrs.frozen
class Emoji:
    """The type of an emoji."""

    emoji_type: str
    """A name such as `SMILE`. https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/message-reaction/emojis-introduce"""


@attrs.frozen(kw_only=True)
class ReactionOperator:
    """The user or app that added a reaction."""

    operator_id: str
    """The id of the user, of the call's `user_id_type`, or of the app."""
    operator_type: SenderType | None = None
    """`USER` or `APP`."""


@attrs.frozen(kw_only=True)
class Reaction:
    """An emoji that a user or an app added to a message."""

    reaction_id: str
    """The id that `reactions.delete` takes."""
    operator: ReactionOperator | None = None
    """The user or app that added the emoji."""
    action_time: EpochMilliseconds | None = None
    """When the emoji was added."""
    reaction_type: Emoji | None = None
    """The emoji."""


@attrs.frozen(kw_only=True)
class ReactionQuery:
    """A message whose reactions `reactions.batch_query` returns."""

    message_id: str
    page_token: str | None = None
    """The `page_token` of an earlier response for this message; None for the first page."""


@attrs.frozen(kw_only=True)
class ReactionDetail:
    """An emoji that a user or an app added to a message, as `reactions.batch_query` returns it."""

    reaction_id: str
    """The id that `reactions.delete` takes."""
    operator: ReactionOperator | None = None
    """The user or app that added the emoji."""
    action_time: EpochMilliseconds | None = None
    """When the emoji was added."""
    emoji_type: str | None = None
    """The emoji, such as `SMILE`."""


@attrs.frozen(kw_only=True)
class MessageReactions:
    """A page of the reactions to a message."""

    message_id: str
    message_reaction_items: tuple[ReactionDetail, ...] = ()
    """The reactions on this page, at most 10."""
    has_more: bool = False
    """Whether there are more pages."""
    page_token: str | None = None
    """The token to pass in a `ReactionQuery` for the next page."""


@attrs.frozen(kw_only=True)
class ReactionCount:
    """How often an emoji was added to a message."""

    reaction_type: str
    """The emoji, such as `SMILE`."""
    count: int
    """How many users and apps added the emoji."""


@attrs.frozen(kw_only=True)
class MessageReactionCounts:
    """How often each emoji was added to a message."""

    message_id: str
    reaction_count: tuple[ReactionCount, ...] = ()
    """One count per emoji."""


@attrs.frozen(kw_only=True)
class FailedReactionQuery:
    """A message whose reactions could not be returned."""

    message_id: str
    fail_reason: ReactionFailReason | None = None
    """Why the reactions could not be returned."""


@attrs.frozen(kw_only=True)
class ReactionBatch:
    """The reactions to several messages."""

    success_msg_reaction_details: tuple[MessageReactions, ...] = ()
    """A page of reactions for each message."""
    success_msg_reaction_counts: tuple[MessageReactionCounts, ...] = ()
    """The number of reactions, per emoji, for each message."""
    fail_msg_reaction_details: tuple[FailedReactionQuery, ...] = ()
    """The messages whose reactions could not be returned."""


def reaction_queries(queries: Iterable[str | ReactionQuery]) -> tuple[ReactionQuery, ...]:
    """Convert 1 to 20 message ids or queries to queries that can be sent."""
    if isinstance(queries, str | bytes) or not isinstance(queries, Iterable):
        kind = type(queries).__name__
        raise TypeError(f"queries must be a list of message ids or ReactionQuery, got {kind}")
    converted = [
        ReactionQuery(message_id=query) if isinstance(query, str) else query for query in queries
    ]
    for query in converted:
        if not isinstance(query, ReactionQuery):
            kind = type(query).__name__
            raise TypeError(f"queries must hold message ids or ReactionQuery, got {kind}")
        check_text("queries", query.message_id, min_length=1)
        if query.page_token is not None:
            check_text("page_token", query.page_token)
    return check_count("queries", tuple(converted), min_items=1, max_items=MAX_QUERIES)
