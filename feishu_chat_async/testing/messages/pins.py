"""The handlers of `FakeFeishu` for pinned messages."""

import re
from typing import Final

from ...enums import ChatPermission
from ..paging import page_of
from ..requests import FakeRequest, RefusedError, actor_of, manages, text_of, typed_id_of
from ..state import wall_ms
from .messages import Json
from .recipients import IF_RECALLED, check_chat, message_of, messaging_bot_of
from .state import FakeMessage, FakePin
from .text import invalid_message_call

_TIME: Final = re.compile("[0-9]{1,15}")


def create_pin(request: FakeRequest) -> Json:
    """Pin a message, or return its existing pin."""
    grant = messaging_bot_of(request)
    message = message_of(
        request, text_of("message_id", request.field("message_id"), invalid_message_call)
    )
    _check_may_pin(request, message)
    if message.pin is None:
        number = request.state.next_number()
        message.pin = FakePin(grant.actor_id, wall_ms(request.now), number)
    return {"pin": _pin_json(request, message, message.pin)}


def delete_pin(request: FakeRequest) -> Json:
    """Remove the pin of a message, if it has one."""
    messaging_bot_of(request)
    message = message_of(request, refusals=IF_RECALLED)
    _check_may_pin(request, message)
    message.pin = None
    return {}


def _check_may_pin(request: FakeRequest, message: FakeMessage) -> None:
    chat = request.state.chats[message.chat_id]
    only_managers = chat.pin_manage_setting == ChatPermission.ONLY_OWNER
    if only_managers and not manages(actor_of(request), chat):
        raise RefusedError(230046, "No Permission to Pin/Unpin messages in the chat.")


def _pin_json(request: FakeRequest, message: FakeMessage, pin: FakePin) -> Json:
    id_type, operator_id = typed_id_of(request.state, pin.operator_id, "open_id")
    return {
        "message_id": message.message_id,
        "chat_id": message.chat_id,
        "operator_id": operator_id,
        "operator_id_type": id_type,
        "create_time": str(pin.create_time),
    }


def list_pins(request: FakeRequest) -> Json:
    """List the pins of a chat, newest first."""
    messaging_bot_of(request)
    chat = request.state.chats.get(request.query.get("chat_id", ""))
    if chat is None or chat.tenant_key != actor_of(request).app.tenant_key:
        raise invalid_message_call("chat_id")
    check_chat(request, chat)
    start, end = (request.query.get(name) for name in ("start_time", "end_time"))
    for time in (start, end):
        if time and not _TIME.fullmatch(time):
            raise invalid_message_call("start_time and end_time must be in milliseconds")
    if start and end and int(start) >= int(end):
        raise invalid_message_call("start_time must be before end_time")
    pins = [
        (-message.pin.number, (message, message.pin))
        for message in chat.messages.values()
        if message.pin is not None
        and int(start or 0) <= message.pin.create_time
        and (not end or message.pin.create_time <= int(end))
    ]
    pins.sort(key=lambda item: item[0])
    page, paging = page_of(
        request, f"pins {chat.chat_id}", pins, max_size=50, error=invalid_message_call
    )
    return {"items": [_pin_json(request, message, pin) for message, pin in page], **paging}
