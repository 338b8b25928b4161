"""Reactions: emoji below a message."""

import attrs

from .._protocol.wire_types import EpochMilliseconds
from ..enums import ReactionFailReason, SenderType


@attrs.frozen(kw_only=True)
class Emoji:
    """Which emoji it is."""

    emoji_type: str
    """Such as `SMILE`. https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/message-reaction/emojis-introduce"""


@attrs.frozen(kw_only=True)
class ReactionOperator:
    """Who reacted: a person by an open id, or an app by its id."""

    operator_id: str
    operator_type: SenderType | None = None


@attrs.frozen(kw_only=True)
class Reaction:
    """An emoji that somebody put below a message."""

    reaction_id: str
    """What `reactions.delete` wants."""
    operator: ReactionOperator | None = None
    action_time: EpochMilliseconds | None = None
    reaction_type: Emoji | None = None


@attrs.frozen(kw_only=True)
class ReactionQuery:
    """A message whose reactions are asked for, from `page_token` on."""

    message_id: str
    page_token: str | None = None


@attrs.frozen(kw_only=True)
class ReactionDetail:
    """An emoji that somebody put below a message."""

    reaction_id: str
    operator: ReactionOperator | None = None
    action_time: EpochMilliseconds | None = None
    emoji_type: str | None = None


@attrs.frozen(kw_only=True)
class MessageReactions:
    """A page of the reactions to a message."""

    message_id: str
    message_reaction_items: tuple[ReactionDetail, ...] = ()
    has_more: bool = False
    page_token: str | None = None
    """Hand it to `ReactionQuery` for the next page."""


@attrs.frozen(kw_only=True)
class ReactionCount:
    """How often an emoji was put below a message."""

    reaction_type: str
    count: int


@attrs.frozen(kw_only=True)
class MessageReactionCounts:
    """How often each emoji was put below a message."""

    message_id: str
    reaction_count: tuple[ReactionCount, ...] = ()


@attrs.frozen(kw_only=True)
class FailedReactionQuery:
    """A message whose reactions could not be told."""

    message_id: str
    fail_reason: ReactionFailReason | None = None


@attrs.frozen(kw_only=True)
class ReactionBatch:
    """The reactions to several messages: what each has, how many, and what could not be told."""

    success_msg_reaction_details: tuple[MessageReactions, ...] = ()
    success_msg_reaction_counts: tuple[MessageReactionCounts, ...] = ()
    fail_msg_reaction_details: tuple[FailedReactionQuery, ...] = ()
