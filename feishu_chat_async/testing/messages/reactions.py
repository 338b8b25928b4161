"""The handlers of `FakeFeishu` for reactions: emojis that users and bots add to messages."""

from typing import Final

import attrs

from ..paging import page_of
from ..requests import FakeRequest, RefusedError, typed_id_of, user_id_type_of
from ..state import new_numeric_id, wall_ms
from .emoji_types import EMOJIS
from .messages import Json
from .recipients import Refusals, find_message, message_of, messaging_bot_of
from .state import FakeMessage, FakeReaction
from .text import invalid_message_call

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
"""Not an API code: marks one message that cannot be queried while others can."""
_MAX_QUERIES: Final = 20
_MAX_PER_MESSAGE: Final = 10


def create_reaction(request: FakeRequest) -> Json:
    """Add an emoji to a message; a second one of the same type by the same operator is ignored."""
    grant, message = messaging_bot_of(request, _NO_PERMISSION), _message(request, _ACTING)
    if message.msg_type == "system":
        raise RefusedError(231017, "This operation is not supported for this message type.")
    given = request.field("reaction_type")
    emoji = _emoji_of(given.get("emoji_type") if isinstance(given, dict) else None)
    for reaction in message.reactions.values():
        if (reaction.operator_id, reaction.emoji_type) == (grant.actor_id, emoji):
            return _reaction_json(request, reaction)
    time, number = wall_ms(request.now), request.state.next_number()
    reaction = FakeReaction(new_numeric_id(), emoji, grant.actor_id, time, number)
    message.reactions[reaction.reaction_id] = reaction
    return _reaction_json(request, reaction)


def delete_reaction(request: FakeRequest) -> Json:
    """Remove an emoji that the caller added."""
    grant, message = messaging_bot_of(request, _NO_PERMISSION), _message(request, _ACTING)
    reaction_id = request.path["reaction_id"]
    reaction = message.reactions.get(reaction_id)
    if reaction is None:
        messages = request.state.messages.values()
        if any(reaction_id in other.reactions for other in messages):
            raise RefusedError(231010, "The reaction does not belong to the message.")
        raise RefusedError(231011, "The request has an invalid reaction_id.")
    if reaction.operator_id != grant.actor_id:
        msg = "The operator has no permission to delete this reaction."
        raise RefusedError(231007, msg)
    del message.reactions[reaction_id]
    return _reaction_json(request, reaction)


def list_reactions(request: FakeRequest) -> Json:
    """List the reactions to a message, oldest first; if an emoji is given, only those."""
    messaging_bot_of(request, _NO_ACCESS)
    message = _message(request, _READING)
    id_type = user_id_type_of(request, _invalid_id_type)
    given = request.query.get("reaction_type")
    emoji = None if given is None else _emoji_of(given)
    page, paging = _page(request, message, emoji, max_size=50)
    return {"items": [_reaction_json(request, item, id_type) for item in page], **paging}


def query_reactions(request: FakeRequest) -> Json:
    """List and count the reactions to several messages, and return which failed and why."""
    messaging_bot_of(request)
    id_type, queries = user_id_type_of(request, invalid_message_call), request.field("queries")
    size = request.field("page_size_per_message")
    size = _MAX_PER_MESSAGE if size is None else size
    if not isinstance(queries, list) or not 1 <= len(queries) <= _MAX_QUERIES:
        raise invalid_message_call("queries must hold 1 to 20 objects")
    if not isinstance(size, int) or not 1 <= size <= _MAX_PER_MESSAGE:
        raise invalid_message_call("page_size_per_message must be 1 to 10")
    emoji = request.field("reaction_type")
    if not (emoji is None or (isinstance(emoji, str) and emoji in EMOJIS)):
        raise invalid_message_call("reaction_type")
    details: list[Json] = []
    counts: list[Json] = []
    failed: list[Json] = []
    for query in queries:
        if not isinstance(query, dict):
            raise invalid_message_call("queries must hold objects")
        message_id, token = query.get("message_id"), query.get("page_token") or ""
        try:
            message = _queried(request, message_id)
            page_query = {"page_size": str(size), "page_token": str(token)}
            page_request = attrs.evolve(request, query=page_query)
            page, paging = _page(page_request, message, emoji, max_size=size)
        except RefusedError as error:
            reason = error.msg if error.code == _FAILED else "invalid_page_token"
            failed.append({"message_id": message_id or "", "fail_reason": reason})
            continue
        items = [_flattened(_reaction_json(request, item, id_type)) for item in page]
        details.append({"message_id": message_id, "message_reaction_items": items, **paging})
        counts.append({"message_id": message_id, "reaction_count": _counts(message)})
    return {
        "success_msg_reaction_details": details,
        "success_msg_reaction_counts": counts,
        "fail_msg_reaction_details": failed,
    }


def _queried(request: FakeRequest, message_id: object) -> FakeMessage:
    message = find_message(request, message_id)
    if message is None or message.upper_message_id or message.deleted or message.removed:
        raise RefusedError(_FAILED, "invalid")
    try:
        return message_of(request, message.message_id)
    except RefusedError as error:
        raise RefusedError(_FAILED, "no_permission") from error


def _flattened(reaction: Json) -> Json:
    nested = reaction.pop("reaction_type")
    return {**reaction, **(nested if isinstance(nested, dict) else {})}


def _counts(message: FakeMessage) -> list[Json]:
    emojis = [reaction.emoji_type for reaction in message.reactions.values()]
    return [
        {"reaction_type": emoji, "count": str(emojis.count(emoji))}
        for emoji in dict.fromkeys(emojis)
    ]


def _page(
    request: FakeRequest, message: FakeMessage, emoji: object, *, max_size: int
) -> tuple[list[FakeReaction], Json]:
    numbered = [
        (reaction.number, reaction)
        for reaction in message.reactions.values()
        if emoji is None or reaction.emoji_type == emoji
    ]
    list_name = f"reactions {message.message_id} {emoji}"
    return page_of(request, list_name, numbered, max_size=max_size, error=_invalid_page)


def _invalid_page(detail: str) -> RefusedError:
    return RefusedError(231012, f"The request has an invalid pageToken. ext={detail}")


def _invalid_id_type(detail: str) -> RefusedError:
    return RefusedError(231014, f"user_id_type is invalid. ext={detail}")


def _message(request: FakeRequest, refusals: Refusals) -> FakeMessage:
    found = find_message(request, request.path["message_id"])
    if found is None or found.upper_message_id:
        raise RefusedError(*_NOT_FOUND)
    return message_of(request, found.message_id, refusals)


def _emoji_of(given: object) -> str:
    if not isinstance(given, str) or given not in EMOJIS:
        raise RefusedError(231001, "reaction type is invalid.")
    return given


def _reaction_json(
    request: FakeRequest, reaction: FakeReaction, user_id_type: str = "open_id"
) -> Json:
    id_type, operator_id = typed_id_of(request.state, reaction.operator_id, user_id_type)
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
