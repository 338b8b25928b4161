"""What `FakeFeishu` does to hand out the files in messages."""

import json
from collections.abc import Iterator
from typing import Final

from ..requests import FakeRequest, RefusedError
from .messages import MERGED
from .recipients import chat_with, known_message, messenger_of
from .state import FakeMessage, FakeResource

_KINDS: Final = ("image", "file")
_KINDS_BY_FIELD: Final = {"image_key": "image", "file_key": "file"}
_WITHOUT: Final = (MERGED, "interactive", "sticker")
_SMALL: Final = 1024


def get_resource(incoming: FakeRequest) -> FakeResource:
    """Hand out a file of a message, a piece at a time."""
    grant = messenger_of(incoming, (234009, "Lack of necessary permissions."))
    kind = incoming.query.get("type")
    message = known_message(incoming, incoming.params["message_id"])
    if kind not in _KINDS or message is None:
        raise RefusedError(234001, "Invalid request param.")
    if message.removed or message.deleted:
        msg = "Action unavailable as the message has been deleted."
        raise RefusedError(230110, msg)
    chat = chat_with(incoming.world, message)
    if grant.actor_id not in chat.members or chat.dissolved:
        raise RefusedError(234004, "App not in chat.")
    if grant.actor_id in message.invisible_to:
        raise RefusedError(234040, "The message is invisible to the operator.")
    if message.upper_message_id or message.msg_type in _WITHOUT:
        raise RefusedError(234043, "Unsupported message type.")
    if chat.restricted_mode_setting.get("status"):
        raise RefusedError(
            234038, "Do not allow downloading of message resources in restricted mode."
        )
    resource = _resource(message, incoming.params["file_key"])
    if resource is None or resource.kind != kind:
        raise RefusedError(234003, "File not in message.")
    largest = incoming.world.max_download_bytes
    if largest is not None and resource.size > largest:
        raise RefusedError(234037, "Downloaded file size exceeds limit.")
    return resource


def _resource(message: FakeMessage, key: str) -> FakeResource | None:
    """Find a file: what is only named in the content is a small one."""
    if key in message.resources:
        return message.resources[key]
    kind = dict(keys_in(message)).get(key)
    if kind is None:
        return None
    content_type = "image/png" if kind == "image" else "application/octet-stream"
    return FakeResource(key, content_type, kind, length=_SMALL)


def keys_in(message: FakeMessage) -> Iterator[tuple[str, str]]:
    """Find the keys in a content, and say of which kinds their files are."""
    if message.msg_type in _WITHOUT:
        return
    content = json.loads(message.content)
    lines = content.get("content", []) if message.msg_type == "post" else [[content]]
    for element in (element for line in lines for element in line):
        for field, kind in _KINDS_BY_FIELD.items():
            if isinstance(element.get(field), str):
                yield element[field], kind
