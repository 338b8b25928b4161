"""Marks, which identify a call on the server: a text that only one call sends, or the ids in it."""

import json
import re

_CHAT = re.compile(r"/chats/([^/]+)")
MARK = re.compile(r"mark_[0-9]+")


def text_mark(number: int) -> str:
    """Return the mark of a call that carries a text."""
    return f"mark_{number}"


def id_mark(chat_id: str, item_id: str = "") -> str:
    """Return the mark of a call that names a chat and at most one id in a list."""
    return f"{chat_id} {item_id}"


def chat_in(path: str) -> str:
    """Return the chat of a received request, empty if it names none."""
    found = _CHAT.search(path)
    return "" if found is None else found[1]


def mark_in(path: str, body: object) -> str:
    """Return the mark of a received request."""
    found = MARK.search(json.dumps(body))
    if found is not None:
        return found[0]
    values = list(body.values()) if isinstance(body, dict) else []
    ids = [item for value in values if isinstance(value, list) for item in value]
    return id_mark(chat_in(path), *map(str, ids[:1]))
