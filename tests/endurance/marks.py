"""By what a call is known at the server: a text that nobody else has sent, or the ids in it."""

import json
import re

_CHAT = re.compile(r"/chats/([^/]+)")
MARK = re.compile(r"mark_[0-9]+")


def text_of(number: int) -> str:
    """Make the mark of a call that carries a text."""
    return f"mark_{number}"


def ids_of(chat_id: str, one: str = "") -> str:
    """Make the mark of a call that names a chat and, in a list, at most one thing in it."""
    return f"{chat_id} {one}"


def chat_in(path: str) -> str:
    """Find the chat of a request that came in; empty if there is none."""
    found = _CHAT.search(path)
    return "" if found is None else found[1]


def mark_in(path: str, body: object) -> str:
    """Find the mark of a request that came in."""
    found = MARK.search(json.dumps(body))
    if found is not None:
        return found[0]
    values = list(body.values()) if isinstance(body, dict) else []
    ids = [one for value in values if isinstance(value, list) for one in value]
    return ids_of(chat_in(path), *map(str, ids[:1]))
