"""What `FakeFeishu` does with pins."""

import re
from typing import Final

from ...enums import ChatPermission
from ..paging import page_of
from ..requests import FakeRequest, RefusedError, actor_of, manages, named, text_of
from ..state import wall_ms
from .messages import Json
from .recipients import IF_RECALLED, check_chat, message_of, messenger_of
from .state import FakeMessage, FakePin
from .text import wrong

_TIME: Final = re.compile("[0-9]{1,15}")


def create_pin(incoming: FakeRequest) -> Json:
    """Pin a message, or tell of the pin that is there."""
    grant = messenger_of(incoming)
    message = message_of(incoming, text_of("message_id", incoming.field("message_id"), wrong))
    _check_may_pin(incoming, message)
    if message.pin is None:
        number = incoming.world.number()
        message.pin = FakePin(grant.actor_id, wall_ms(incoming.now), number)
    return {"pin": _told(incoming, message, message.pin)}


def delete_pin(incoming: FakeRequest) -> Json:
    """Take the pin of a message away, if it has one."""
    messenger_of(incoming)
    message = message_of(incoming, refusals=IF_RECALLED)
    _check_may_pin(incoming, message)
    message.pin = None
    return {}


def _check_may_pin(incoming: FakeRequest, message: FakeMessage) -> None:
    chat = incoming.world.chats[message.chat_id]
    only_managers = chat.pin_manage_setting == ChatPermission.ONLY_OWNER
    if only_managers and not manages(actor_of(incoming), chat):
        raise RefusedError(230046, "No Permission to Pin/Unpin messages in the chat.")


def _told(incoming: FakeRequest, message: FakeMessage, pin: FakePin) -> Json:
    id_type, operator_id = named(incoming.world, pin.operator_id, "open_id")
    return {
        "message_id": message.message_id,
        "chat_id": message.chat_id,
        "operator_id": operator_id,
        "operator_id_type": id_type,
        "create_time": str(pin.create_time),
    }


def list_pins(incoming: FakeRequest) -> Json:
    """List the pins of a chat, the newest first."""
    messenger_of(incoming)
    chat = incoming.world.chats.get(incoming.query.get("chat_id", ""))
    if chat is None or chat.tenant_key != actor_of(incoming).app.tenant_key:
        raise wrong("chat_id")
    check_chat(incoming, chat)
    start, end = (incoming.query.get(name) for name in ("start_time", "end_time"))
    for time in (start, end):
        if time and not _TIME.fullmatch(time):
            raise wrong("start_time and end_time are milliseconds")
    if start and end and int(start) >= int(end):
        raise wrong("start_time must be before end_time")
    pins = [
        (-message.pin.number, (message, message.pin))
        for message in chat.messages.values()
        if message.pin is not None
        and int(start or 0) <= message.pin.create_time
        and (not end or message.pin.create_time <= int(end))
    ]
    pins.sort(key=lambda one: one[0])
    page, more = page_of(incoming, f"pins {chat.chat_id}", pins, max_size=50, refused=wrong)
    return {"items": [_told(incoming, message, pin) for message, pin in page], **more}
