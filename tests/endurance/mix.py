"""The mix of calls that workers make: a step for each call, with its weight."""

from collections.abc import Awaitable, Callable
from typing import NamedTuple

import attrs

from feishu_chat_async import (
    ChatUpdate,
    FeishuChat,
    MenuItem,
    MenuTopLevel,
    NewChat,
    Tab,
    TopNotice,
    docx,
)
from feishu_chat_async._protocol.endpoint import Endpoint
from feishu_chat_async.endpoints import (
    announcement,
    chats,
    docx_announcement,
    members,
    menu,
    tabs,
    top_notice,
)
from feishu_chat_async.endpoints.messages import records as messages
from tests.support.legacy_requests import insert

URL = "https://open.feishu.cn/"


@attrs.define
class Room:
    """A chat that belongs to one worker, and what the worker knows about it."""

    chat_id: str
    description: str
    people: tuple[str, ...]
    """The users who can be added, each once."""
    added: int = 0
    """How many of them were added."""
    is_docx: bool = False
    is_existing: bool = False
    """False if a worker created it: it has no message that could be pinned."""
    is_dissolved: bool = False
    is_unpinned: bool = False
    newest: str | None = None
    """The newest revision of the announcement, None if it is not known or was used."""
    members: list[str] = attrs.field(factory=list)
    sent: list[str] = attrs.field(factory=list)
    tabs: list[str] = attrs.field(factory=list)
    menu: list[str] = attrs.field(factory=list)
    blocks: list[str] = attrs.field(factory=list)
    deleting: set[str] = attrs.field(factory=set)
    """Tabs and menu items that a call tried to delete, and that may still exist."""

    created: "list[Room]" = attrs.field(factory=list)
    """New chats, for the worker to take over."""

    def next_person(self) -> str | None:
        """Return the next user to add, None after the last."""
        self.added += 1
        return self.people[self.added - 1] if self.added <= len(self.people) else None

    def keep_listed(self, known: list[str], listed: list[str]) -> list[str]:
        """Return the listed ids that no call tried to delete, and forget completed deletions."""
        self.deleting -= set(known) - set(listed)
        return [item for item in listed if item not in self.deleting]

    def next_deletion(self, ids: list[str]) -> str | None:
        """Take an id from the list to delete it, each once; None if the list is empty."""
        if not ids:
            return None
        self.deleting.add(ids[-1])
        return ids.pop()


MakeCall = Callable[[FeishuChat, Room, str], Awaitable[bool]]
"""Makes the call with this argument; returns whether the answer fits the request."""

Pick = Callable[[Room], str | None]
"""Picks the id that marks the call in this room; None if the call cannot be made now."""


class Step(NamedTuple):
    """A call, and how often it is made."""

    endpoint: Endpoint[object]
    weight: int
    call: MakeCall
    pick: Pick | None = None
    """None if the call carries a text of its own, which marks it."""
    fits: Callable[[Room], object] = lambda _: True


async def put_notice(feishu: FeishuChat, room: Room, mark: str) -> bool:
    await feishu.top_notice.put(room.chat_id, TopNotice.message(mark))
    return True


async def delete_notice(feishu: FeishuChat, room: Room, _: str) -> bool:
    await feishu.top_notice.delete(room.chat_id)
    return True


def unpin(room: Room) -> str | None:
    if room.is_unpinned:
        return None
    room.is_unpinned = True
    return ""


async def get_chat(feishu: FeishuChat, room: Room, _: str) -> bool:
    return (await feishu.chats.get(room.chat_id)).description == room.description


async def list_chats(feishu: FeishuChat, room: Room, _: str) -> bool:
    return len((await feishu.chats.list(page_size=5)).items) == 5


async def update_chat(feishu: FeishuChat, room: Room, mark: str) -> bool:
    await feishu.chats.update(room.chat_id, ChatUpdate(name=mark))
    return True


async def delete_chat(feishu: FeishuChat, room: Room, _: str) -> bool:
    await feishu.chats.delete(room.chat_id)
    return True


def dissolve(room: Room) -> str | None:
    room.is_dissolved = True
    return ""


async def is_in_chat(feishu: FeishuChat, room: Room, _: str) -> bool:
    return await feishu.members.is_in_chat(room.chat_id)


async def add_member(feishu: FeishuChat, room: Room, person: str) -> bool:
    done = await feishu.members.add(room.chat_id, [person])
    room.members.append(person)
    return not done.invalid_id_list


async def remove_member(feishu: FeishuChat, room: Room, person: str) -> bool:
    return not (await feishu.members.remove(room.chat_id, [person])).invalid_id_list


async def list_members(feishu: FeishuChat, room: Room, _: str) -> bool:
    page = await feishu.members.list(room.chat_id)
    return page.has_more or {member.member_id for member in page.items} >= set(room.members)


async def send(feishu: FeishuChat, room: Room, mark: str) -> bool:
    message = await feishu.messages.create(room.chat_id, mark)
    room.sent = [message.message_id]
    return message.content.plain_text == mark


async def reply(feishu: FeishuChat, room: Room, mark: str) -> bool:
    message = await feishu.messages.reply(room.sent[0], mark)
    return message.parent_id == room.sent[0] and message.content.plain_text == mark


async def list_messages(feishu: FeishuChat, room: Room, _: str) -> bool:
    page = await feishu.messages.list(room.chat_id, page_size=5)
    return {message.chat_id for message in page.items} <= {room.chat_id}


async def create_tab(feishu: FeishuChat, room: Room, mark: str) -> bool:
    listed = await feishu.tabs.create(room.chat_id, Tab.url(mark, URL))
    new = [str(tab.tab_id) for tab in listed if tab.tab_name == mark]
    room.tabs += new
    return len(new) == 1


async def update_tab(feishu: FeishuChat, room: Room, mark: str) -> bool:
    listed = await feishu.tabs.update(room.chat_id, Tab.url(mark, URL, tab_id=room.tabs[0]))
    return [tab.tab_id for tab in listed if tab.tab_name == mark] == room.tabs[:1]


async def list_tabs(feishu: FeishuChat, room: Room, _: str) -> bool:
    first, *own = [str(tab.tab_id) for tab in await feishu.tabs.list(room.chat_id)]
    room.tabs = room.keep_listed(room.tabs, own)
    return first != ""


async def delete_tab(feishu: FeishuChat, room: Room, tab_id: str) -> bool:
    return tab_id not in [tab.tab_id for tab in await feishu.tabs.delete(room.chat_id, [tab_id])]


async def create_item(feishu: FeishuChat, room: Room, mark: str) -> bool:
    tree = await feishu.menu.create(room.chat_id, MenuTopLevel.of(MenuItem.plain(mark)))
    new = [
        str(top.chat_menu_top_level_id)
        for top in tree.chat_menu_top_levels
        if top.chat_menu_item is not None and top.chat_menu_item.name == mark
    ]
    room.menu += new
    return len(new) == 1


async def update_item(feishu: FeishuChat, room: Room, mark: str) -> bool:
    item = MenuItem(name=mark)
    return (await feishu.menu.update_item(room.chat_id, room.menu[0], item)).name == mark


async def get_menu(feishu: FeishuChat, room: Room, _: str) -> bool:
    tree = await feishu.menu.get(room.chat_id)
    listed = [str(top.chat_menu_top_level_id) for top in tree.chat_menu_top_levels]
    room.menu = room.keep_listed(room.menu, listed)
    return True


async def delete_item(feishu: FeishuChat, room: Room, item_id: str) -> bool:
    left = (await feishu.menu.delete(room.chat_id, [item_id])).chat_menu_top_levels
    return item_id not in [top.chat_menu_top_level_id for top in left]


async def get_announcement(feishu: FeishuChat, room: Room, _: str) -> bool:
    room.newest = (await feishu.announcement.get(room.chat_id)).revision
    return room.newest is not None


async def patch_announcement(feishu: FeishuChat, room: Room, mark: str) -> bool:
    newest, room.newest = str(room.newest), None
    await feishu.announcement.patch(room.chat_id, revision=newest, requests=[insert(mark)])
    return True


async def get_docx(feishu: FeishuChat, room: Room, _: str) -> bool:
    return (await feishu.docx_announcement.get(room.chat_id)).revision_id is not None


async def list_blocks(feishu: FeishuChat, room: Room, _: str) -> bool:
    page = await feishu.docx_announcement.list_blocks(room.chat_id, page_size=20)
    return page.items[0].block_id == room.chat_id


async def create_block(feishu: FeishuChat, room: Room, mark: str) -> bool:
    calls, chat_id = feishu.docx_announcement, room.chat_id
    result = await calls.create_children(chat_id, chat_id, [docx.TextBlock.of(mark)], index=0)
    [block] = result.children
    room.blocks = [str(block.block_id)]
    return mark in str(block)


async def update_block(feishu: FeishuChat, room: Room, mark: str) -> bool:
    text = docx.UpdateTextElements(block_id=room.blocks[0], elements=[docx.TextRun(content=mark)])
    result = await feishu.docx_announcement.batch_update(room.chat_id, [text])
    return mark in str(result.blocks)


async def create_chat(feishu: FeishuChat, room: Room, mark: str) -> bool:
    chat = await feishu.chats.create(NewChat(name="A room", description=mark))
    room.created.append(Room(chat.chat_id, mark, room.people))
    return chat.description == mark


def _is_legacy(room: Room) -> bool:
    return not room.is_docx


def _has_tabs(room: Room) -> bool:
    return bool(room.tabs)


def _has_menu(room: Room) -> bool:
    return bool(room.menu)


MIX: tuple[Step, ...] = (
    Step(top_notice.PUT, 30, put_notice, fits=lambda room: room.is_existing),
    Step(top_notice.DELETE, 2, delete_notice, unpin),
    Step(chats.GET, 24, get_chat),
    Step(chats.LIST, 4, list_chats),
    Step(chats.CREATE, 6, create_chat),
    Step(chats.UPDATE, 8, update_chat),
    Step(chats.DELETE, 2, delete_chat, dissolve, fits=lambda room: not room.is_existing),
    Step(members.IS_IN_CHAT, 6, is_in_chat),
    Step(members.ADD, 10, add_member, Room.next_person),
    Step(
        members.REMOVE, 5, remove_member, lambda room: room.members.pop() if room.members else None
    ),
    Step(members.LIST, 4, list_members),
    Step(messages.CREATE, 16, send),
    Step(messages.REPLY, 6, reply, fits=lambda room: room.sent),
    Step(messages.LIST, 4, list_messages),
    Step(tabs.CREATE, 10, create_tab, fits=lambda room: len(room.tabs) < 15),
    Step(tabs.UPDATE, 5, update_tab, fits=_has_tabs),
    Step(tabs.LIST, 4, list_tabs),
    Step(tabs.DELETE, 6, delete_tab, lambda room: room.next_deletion(room.tabs)),
    Step(menu.CREATE, 8, create_item, fits=lambda room: len(room.menu) < 3),
    Step(menu.UPDATE_ITEM, 5, update_item, fits=_has_menu),
    Step(menu.GET, 4, get_menu),
    Step(menu.DELETE, 6, delete_item, lambda room: room.next_deletion(room.menu)),
    Step(announcement.GET, 8, get_announcement, fits=_is_legacy),
    Step(announcement.PATCH, 8, patch_announcement, fits=lambda room: room.newest is not None),
    Step(docx_announcement.GET, 3, get_docx, fits=lambda room: room.is_docx),
    Step(docx_announcement.LIST_BLOCKS, 3, list_blocks, fits=lambda room: room.is_docx),
    Step(docx_announcement.CREATE_CHILDREN, 2, create_block, fits=lambda room: room.is_docx),
    Step(docx_announcement.BATCH_UPDATE, 2, update_block, fits=lambda room: room.blocks),
)

BUSY: tuple[Step, ...] = tuple(step for step in MIX if step.endpoint in (top_notice.PUT, chats.GET))
"""The calls that some workers make all the time, up to the rate limits."""

REPEATABLE = frozenset({top_notice.PUT.name, top_notice.DELETE.name})
"""Putting the same notice again, or deleting none, changes nothing."""
