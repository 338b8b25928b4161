"""The handler of `FakeFeishu` that returns the files in messages."""

import json
from collections.abc import Iterator
from typing import Final

from ..requests import FakeRequest, RefusedError
from .messages import MERGED
from .recipients import chat_of_message, find_message, messaging_bot_of
from .state import FakeMessage, FakeResource

_KINDS: Final = ("image", "file")
_KINDS_BY_FIELD: Final = {"image_key": "image", "file_key": "file"}
_WITHOUT_RESOURCES: Final = (MERGED, "interactive", "sticker")
_DEFAULT_SIZE: Final = 1024


def get_resource(request: FakeRequest) -> FakeResource:
    """Return a file of a message."""
    grant = messaging_bot_of(request, (234009, "Lack of necessary permissions."))
    kind = request.query.get("type")
    message = find_message(request, request.path["message_id"])
    if kind not in _KINDS or message is None:
        raise RefusedError(234001, "Invalid request param.")
    if message.removed or message.deleted:
        msg = "Action unavailable as the message has been deleted."
        raise RefusedError(230110, msg)
    chat = chat_of_message(request.state, message)
    if grant.actor_id not in chat.members or chat.dissolved:
        raise RefusedError(234004, "App not in chat.")
    if grant.actor_id in message.invisible_to:
        raise RefusedError(234040, "The message is invisible to the operator.")
    if message.upper_message_id or message.msg_type in _WITHOUT_RESOURCES:
        raise RefusedError(234043, "Unsupported message type.")
    if chat.restricted_mode_setting.get("status"):
        raise RefusedError(
            234038, "Do not allow downloading of message resources in restricted mode."
        )
    resource = _resource(message, request.path["file_key"])
    if resource is None or resource.kind != kind:
        raise RefusedError(234003, "File not in message.")
    max_bytes = request.state.max_download_bytes
    if max_bytes is not None and resource.size > max_bytes:
        raise RefusedError(234037, "Downloaded file size exceeds limit.")
    return resource


def _resource(message: FakeMessage, key: str) -> FakeResource | None:
    """Return the file of a key; a key that is only in the content belongs to a small file."""
    if key in message.resources:
        return message.resources[key]
    kind = dict(resource_keys(message)).get(key)
    if kind is None:
        return None
    content_type = "image/png" if kind == "image" else "application/octet-stream"
    return FakeResource(key, content_type, kind, length=_DEFAULT_SIZE)


def resource_keys(message: FakeMessage) -> Iterator[tuple[str, str]]:
    """Yield the keys in a message's content with the kinds of their files."""
    if message.msg_type in _WITHOUT_RESOURCES:
        return
    content = json.loads(message.content)
    lines = content.get("content", []) if message.msg_type == "post" else [[content]]
    for element in (element for line in lines for element in line):
        for field, kind in _KINDS_BY_FIELD.items():
            if isinstance(element.get(field), str):
                yield element[field], kind
