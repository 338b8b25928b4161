"""Handlers of `FakeFeishu` for top notices."""

from ...enums import TopNoticeType
from ...models.top_notice import TopNotice
from ..requests import FakeRequest, chat_of, invalid
from ..state import FakeChat


def put_top_notice(request: FakeRequest) -> dict[str, object]:
    """Pin a message or the announcement to the top of a chat."""
    chat = chat_of(request)
    notices = request.field("chat_top_notice")
    if not isinstance(notices, list) or not notices:
        raise invalid("chat_top_notice is required")
    chat.top_notice = tuple(_top_notice(chat, notice) for notice in notices)
    return {}


def _top_notice(chat: FakeChat, notice: object) -> TopNotice:
    if not isinstance(notice, dict):
        raise invalid("chat_top_notice must hold objects")
    kind, message_id = notice.get("action_type", "2"), notice.get("message_id")
    if kind not in list(TopNoticeType):
        raise invalid(f"action_type {kind!r}")
    if not isinstance(message_id, str | None):
        raise invalid("message_id must be a string")
    if kind == TopNoticeType.MESSAGE and message_id not in chat.messages:
        raise invalid("message_id is not a message of this chat")
    return TopNotice(action_type=kind, message_id=message_id)


def delete_top_notice(request: FakeRequest) -> dict[str, object]:
    """Remove the top notices of a chat."""
    chat_of(request).top_notice = ()
    return {}
