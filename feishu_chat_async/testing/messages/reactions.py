"""What `FakeFeishu` does with reactions: emojis that people and bots put on messages."""

from typing import Final

import attrs

from ..paging import page_of
from ..requests import FakeRequest, RefusedError, named, user_id_type_of
from ..state import new_number, wall_ms
from .emoji_types import EMOJIS
from .messages import Json
from .recipients import Refusals, known_message, message_of, messenger_of
from .state import FakeMessage, FakeReaction
from .text import wrong

_NO_ACCESS: Final = (231008, "The operator has no access to the message.")
_NO_PERMISSION: Final = (
    231002,
    "The operator has no permission to react on the specific message.",
)
_NOT_FOUND: Final = (231003, "The message is not found, maybe not exist or deleted.")
_INVISIBLE: Final = (231018, "The message is invisible to the operator.")
_UNAVAILABLE: Final = (231022, "Bot has NO availability to this user.")
_ACTING: Final = Refusals(_NOT_FOUND, _NO_PERMISSION, _INVISIBLE, _UNAVAILABLE)
_READING: Final = Refusals(_NOT_FOUND, _NO_ACCESS, _INVISIBLE, _NO_ACCESS)
_FAILED: Final = 0
"""No code: one of several messages cannot be asked about, and the others can."""
_MAX_QUERIES: Final = 20
_MAX_PER_MESSAGE: Final = 10


def create_reaction(incoming: FakeRequest) -> Json:
    """Put an emoji on a message; the same one of the same operator is there once only."""
    grant, message = messenger_of(incoming, _NO_PERMISSION), _message(incoming, _ACTING)
    if message.msg_type == "system":
        raise RefusedError(231017, "This operation is not supported for this message type.")
    asked = incoming.field("reaction_type")
    emoji = _emoji(asked.get("emoji_type") if isinstance(asked, dict) else None)
    for reaction in message.reactions.values():
        if (reaction.operator_id, reaction.emoji_type) == (grant.actor_id, emoji):
            return _told(incoming, reaction)
    time, number = wall_ms(incoming.now), incoming.world.number()
    reaction = FakeReaction(new_number(), emoji, grant.actor_id, time, number)
    message.reactions[reaction.reaction_id] = reaction
    return _told(incoming, reaction)


def delete_reaction(incoming: FakeRequest) -> Json:
    """Take an emoji of one's own away."""
    grant, message = messenger_of(incoming, _NO_PERMISSION), _message(incoming, _ACTING)
    reaction_id = incoming.params["reaction_id"]
    reaction = message.reactions.get(reaction_id)
    if reaction is None:
        elsewhere = any(reaction_id in one.reactions for one in incoming.world.messages.values())
        if elsewhere:
            raise RefusedError(231010, "The reaction does not belong to the message.")
        raise RefusedError(231011, "The request has an invalid reaction_id.")
    if reaction.operator_id != grant.actor_id:
        msg = "The operator has no permission to delete this reaction."
        raise RefusedError(231007, msg)
    del message.reactions[reaction_id]
    return _told(incoming, reaction)


def list_reactions(incoming: FakeRequest) -> Json:
    """List the emojis on a message, all or those of one kind, the oldest first."""
    messenger_of(incoming, _NO_ACCESS)
    message = _message(incoming, _READING)
    kind = user_id_type_of(incoming, _wrong_kind)
    asked = incoming.query.get("reaction_type")
    page, more = _page(incoming, message, None if asked is None else _emoji(asked), max_size=50)
    return {"items": [_told(incoming, one, kind) for one in page], **more}


def query_reactions(incoming: FakeRequest) -> Json:
    """List and count the emojis on several messages, and say where that failed, and why."""
    messenger_of(incoming)
    kind, queries = user_id_type_of(incoming, wrong), incoming.field("queries")
    size = incoming.field("page_size_per_message")
    size = _MAX_PER_MESSAGE if size is None else size
    if not isinstance(queries, list) or not 1 <= len(queries) <= _MAX_QUERIES:
        raise wrong("queries must hold 1 to 20 objects")
    if not isinstance(size, int) or not 1 <= size <= _MAX_PER_MESSAGE:
        raise wrong("page_size_per_message must be 1 to 10")
    asked = incoming.field("reaction_type")
    if not (asked is None or (isinstance(asked, str) and asked in EMOJIS)):
        raise wrong("reaction_type")
    details: list[Json] = []
    counts: list[Json] = []
    failed: list[Json] = []
    for query in queries:
        if not isinstance(query, dict):
            raise wrong("queries must hold objects")
        message_id, token = query.get("message_id"), query.get("page_token") or ""
        try:
            message = _queried(incoming, message_id)
            at = {"page_size": str(size), "page_token": str(token)}
            page, more = _page(attrs.evolve(incoming, query=at), message, asked, max_size=size)
        except RefusedError as error:
            reason = error.msg if error.code == _FAILED else "invalid_page_token"
            failed.append({"message_id": message_id or "", "fail_reason": reason})
            continue
        items = [_flat(_told(incoming, one, kind)) for one in page]
        details.append({"message_id": message_id, "message_reaction_items": items, **more})
        counts.append({"message_id": message_id, "reaction_count": _counts(message)})
    return {
        "success_msg_reaction_details": details,
        "success_msg_reaction_counts": counts,
        "fail_msg_reaction_details": failed,
    }


def _queried(incoming: FakeRequest, message_id: object) -> FakeMessage:
    message = known_message(incoming, message_id)
    if message is None or message.upper_message_id or message.deleted or message.removed:
        raise RefusedError(_FAILED, "invalid")
    try:
        return message_of(incoming, message.message_id)
    except RefusedError as error:
        raise RefusedError(_FAILED, "no_permission") from error


def _flat(reaction: Json) -> Json:
    kind = reaction.pop("reaction_type")
    return {**reaction, **(kind if isinstance(kind, dict) else {})}


def _counts(message: FakeMessage) -> list[Json]:
    kinds = [one.emoji_type for one in message.reactions.values()]
    return [
        {"reaction_type": kind, "count": str(kinds.count(kind))} for kind in dict.fromkeys(kinds)
    ]


def _page(
    incoming: FakeRequest, message: FakeMessage, emoji: object, *, max_size: int
) -> tuple[list[FakeReaction], Json]:
    numbered = [
        (one.number, one)
        for one in message.reactions.values()
        if emoji is None or one.emoji_type == emoji
    ]
    of = f"reactions {message.message_id} {emoji}"
    return page_of(incoming, of, numbered, max_size=max_size, refused=_wrong_page)


def _wrong_page(detail: str) -> RefusedError:
    return RefusedError(231012, f"The request has an invalid pageToken. ext={detail}")


def _wrong_kind(detail: str) -> RefusedError:
    return RefusedError(231014, f"user_id_type is invalid. ext={detail}")


def _message(incoming: FakeRequest, refusals: Refusals) -> FakeMessage:
    found = known_message(incoming, incoming.params["message_id"])
    if found is None or found.upper_message_id:
        raise RefusedError(*_NOT_FOUND)
    return message_of(incoming, found.message_id, refusals)


def _emoji(asked: object) -> str:
    if not isinstance(asked, str) or asked not in EMOJIS:
        raise RefusedError(231001, "reaction type is invalid.")
    return asked


def _told(incoming: FakeRequest, reaction: FakeReaction, kind: str = "open_id") -> Json:
    id_type, operator_id = named(incoming.world, reaction.operator_id, kind)
    operator = {
        "operator_id": operator_id,
        "operator_type": "app" if id_type == "app_id" else "user",
    }
    return {
        "reaction_id": reaction.reaction_id,
        "operator": operator,
        "action_time": str(reaction.action_time),
        "reaction_type": {"emoji_type": reaction.emoji_type},
    }
