"""The handler of each endpoint of `FakeFeishu`, with the documented checks, codes and messages."""

from collections.abc import Callable, Mapping
from typing import Final

from .._protocol.endpoint import Endpoint
from ..endpoints import (
    announcement,
    auth,
    chats,
    docx_announcement,
    managers,
    members,
    menu,
    moderation,
    pins,
    reactions,
    tabs,
    top_notice,
)
from ..endpoints.messages import records as messages
from .announcements.docx import (
    batch_update,
    create_children,
    delete_children,
    get_block,
    get_docx_announcement,
    list_blocks,
    list_children,
)
from .announcements.legacy import get_announcement, patch_announcement
from .chats.chats import (
    create_chat,
    delete_chat,
    get_chat,
    get_moderation,
    link_chat,
    list_chats,
    search_chats,
    update_chat,
    update_moderation,
)
from .chats.members import (
    add_managers,
    add_members,
    is_in_chat,
    join_chat,
    list_members,
    remove_managers,
    remove_members,
)
from .chats.menus import create_menu, delete_menu, get_menu, sort_menu, update_menu_item
from .chats.tabs import create_tabs, delete_tabs, list_tabs, sort_tabs, update_tabs
from .chats.top_notices import delete_top_notice, put_top_notice
from .messages.forwards import forward_message, forward_thread, merge_forward
from .messages.messages import (
    create_message,
    delete_message,
    get_message,
    list_messages,
    patch_message,
    reply_message,
    update_message,
)
from .messages.pins import create_pin, delete_pin, list_pins
from .messages.reactions import create_reaction, delete_reaction, list_reactions, query_reactions
from .messages.read_users import list_readers, push_follow_up
from .messages.resources import get_resource
from .messages.state import FakeResource
from .requests import FakeRequest, RefusedError


def tenant_token(request: FakeRequest) -> dict[str, object]:
    """Return a tenant access token."""
    app = request.state.apps.get(str(request.field("app_id")))
    if app is None:
        raise RefusedError(10003, "invalid param", status=200)
    if request.field("app_secret") != app.app_secret:
        raise RefusedError(10015, "wrong app secret", status=200)
    token, expire = request.state.tenant_token(app, request.now)
    return {"tenant_access_token": token, "expire": expire}


Handler = Callable[[FakeRequest], dict[str, object] | FakeResource]
"""Returns the data of the answer to a request, or the file that is the answer."""

HANDLERS: Final[Mapping[Endpoint[object], Handler]] = {
    auth.TENANT_TOKEN: tenant_token,
    chats.CREATE: create_chat,
    chats.GET: get_chat,
    chats.UPDATE: update_chat,
    chats.DELETE: delete_chat,
    chats.LIST: list_chats,
    chats.SEARCH: search_chats,
    chats.LINK: link_chat,
    moderation.GET: get_moderation,
    moderation.UPDATE: update_moderation,
    members.ADD: add_members,
    members.REMOVE: remove_members,
    members.LIST: list_members,
    members.IS_IN_CHAT: is_in_chat,
    members.JOIN: join_chat,
    managers.ADD: add_managers,
    managers.REMOVE: remove_managers,
    tabs.CREATE: create_tabs,
    tabs.UPDATE: update_tabs,
    tabs.SORT: sort_tabs,
    tabs.LIST: list_tabs,
    tabs.DELETE: delete_tabs,
    menu.CREATE: create_menu,
    menu.GET: get_menu,
    menu.DELETE: delete_menu,
    menu.SORT: sort_menu,
    menu.UPDATE_ITEM: update_menu_item,
    messages.CREATE: create_message,
    messages.REPLY: reply_message,
    messages.GET: get_message,
    messages.LIST: list_messages,
    messages.UPDATE: update_message,
    messages.PATCH: patch_message,
    messages.DELETE: delete_message,
    messages.FORWARD: forward_message,
    messages.FORWARD_THREAD: forward_thread,
    messages.MERGE_FORWARD: merge_forward,
    messages.READ_USERS: list_readers,
    messages.PUSH_FOLLOW_UP: push_follow_up,
    messages.RESOURCE: get_resource,
    pins.CREATE: create_pin,
    pins.DELETE: delete_pin,
    pins.LIST: list_pins,
    reactions.CREATE: create_reaction,
    reactions.DELETE: delete_reaction,
    reactions.LIST: list_reactions,
    reactions.BATCH_QUERY: query_reactions,
    top_notice.PUT: put_top_notice,
    top_notice.DELETE: delete_top_notice,
    announcement.GET: get_announcement,
    announcement.PATCH: patch_announcement,
    docx_announcement.BATCH_UPDATE: batch_update,
    docx_announcement.CREATE_CHILDREN: create_children,
    docx_announcement.DELETE_CHILDREN: delete_children,
    docx_announcement.GET: get_docx_announcement,
    docx_announcement.GET_BLOCK: get_block,
    docx_announcement.LIST_BLOCKS: list_blocks,
    docx_announcement.LIST_CHILDREN: list_children,
}

_MEMBERS_CHANGING: Final = (232019, "The request has been rate limited.")
_MENU_CHANGING: Final = (232073, "The group menu is being modified, please try again later.")

ONE_AT_A_TIME: Final[Mapping[Endpoint[object], tuple[int, str]]] = {
    members.ADD: _MEMBERS_CHANGING,
    members.REMOVE: _MEMBERS_CHANGING,
    menu.CREATE: _MENU_CHANGING,
    menu.DELETE: _MENU_CHANGING,
    menu.UPDATE_ITEM: _MENU_CHANGING,
}
"""The endpoints that run one at a time in a chat, and the error of a call during another."""
