"""What the workers do: a line for each call, and how often it is made."""

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
from tests.scenarios.test_top_notice_and_announcement import insert

URL = "https://open.feishu.cn/"


@attrs.define
class Room:
    """A chat that is one worker's own, and what he knows of it."""

    chat_id: str
    description: str
    people: tuple[str, ...]
    """Who can be asked in, each once."""
    asked: int = 0
    """How many of them were."""
    is_docx: bool = False
    is_ready_made: bool = False
    """False if a worker has created it: nothing was ever sent to it that could be pinned."""
    is_over: bool = False
    is_unpinned: bool = False
    newest: str | None = None
    """The revision of the announcement, if it is known and was not used."""
    here: list[str] = attrs.field(factory=list)
    sent: list[str] = attrs.field(factory=list)
    tabs: list[str] = attrs.field(factory=list)
    menu: list[str] = attrs.field(factory=list)
    blocks: list[str] = attrs.field(factory=list)
    gone: set[str] = attrs.field(factory=set)
    """Tabs and items of the menu that were told to go, and may still be there."""

    made: "list[Room]" = attrs.field(factory=list)
    """New chats, which the worker takes over."""

    def next_person(self) -> str | None:
        """Choose somebody to ask in."""
        self.asked += 1
        return self.people[self.asked - 1] if self.asked <= len(self.people) else None

    def found(self, ids: list[str], seen: list[str]) -> list[str]:
        """Take note of what there is; return what was never told to go."""
        self.gone -= set(ids) - set(seen)
        return [one for one in seen if one not in self.gone]

    def dismiss(self, ids: list[str]) -> str | None:
        """Choose one to go, which is told so once."""
        if not ids:
            return None
        self.gone.add(ids[-1])
        return ids.pop()


Ask = Callable[[FeishuChat, Room, str], Awaitable[bool]]
"""Makes the call with this mark; says whether the answer is that to what was asked."""

Pick = Callable[[Room], str | None]
"""Chooses the id that marks the call in this room, or says that it cannot be made now."""


class Step(NamedTuple):
    """One line."""

    endpoint: Endpoint[object]
    weight: int
    ask: Ask
    pick: Pick | None = None
    """If there is none, a text that nobody has used marks it."""
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
    room.is_over = True
    return ""


async def is_in_chat(feishu: FeishuChat, room: Room, _: str) -> bool:
    return await feishu.members.is_in_chat(room.chat_id)


async def add_member(feishu: FeishuChat, room: Room, person: str) -> bool:
    done = await feishu.members.add(room.chat_id, [person])
    room.here.append(person)
    return not done.invalid_id_list


async def remove_member(feishu: FeishuChat, room: Room, person: str) -> bool:
    return not (await feishu.members.remove(room.chat_id, [person])).invalid_id_list


async def list_members(feishu: FeishuChat, room: Room, _: str) -> bool:
    page = await feishu.members.list(room.chat_id)
    return page.has_more or {member.member_id for member in page.items} >= set(room.here)


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
    told = await feishu.tabs.create(room.chat_id, Tab.url(mark, URL))
    mine = [str(tab.tab_id) for tab in told if tab.tab_name == mark]
    room.tabs += mine
    return len(mine) == 1


async def update_tab(feishu: FeishuChat, room: Room, mark: str) -> bool:
    told = await feishu.tabs.update(room.chat_id, Tab.url(mark, URL, tab_id=room.tabs[0]))
    return [tab.tab_id for tab in told if tab.tab_name == mark] == room.tabs[:1]


async def list_tabs(feishu: FeishuChat, room: Room, _: str) -> bool:
    first, *own = [str(tab.tab_id) for tab in await feishu.tabs.list(room.chat_id)]
    room.tabs = room.found(room.tabs, own)
    return first != ""


async def delete_tab(feishu: FeishuChat, room: Room, tab_id: str) -> bool:
    return tab_id not in [tab.tab_id for tab in await feishu.tabs.delete(room.chat_id, [tab_id])]


async def create_item(feishu: FeishuChat, room: Room, mark: str) -> bool:
    told = await feishu.menu.create(room.chat_id, MenuTopLevel.of(MenuItem.plain(mark)))
    mine = [
        str(top.chat_menu_top_level_id)
        for top in told.chat_menu_top_levels
        if top.chat_menu_item is not None and top.chat_menu_item.name == mark
    ]
    room.menu += mine
    return len(mine) == 1


async def update_item(feishu: FeishuChat, room: Room, mark: str) -> bool:
    item = MenuItem(name=mark)
    return (await feishu.menu.update_item(room.chat_id, room.menu[0], item)).name == mark


async def get_menu(feishu: FeishuChat, room: Room, _: str) -> bool:
    tree = await feishu.menu.get(room.chat_id)
    seen = [str(top.chat_menu_top_level_id) for top in tree.chat_menu_top_levels]
    room.menu = room.found(room.menu, seen)
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
    told = await calls.create_children(chat_id, chat_id, [docx.TextBlock.of(mark)], index=0)
    [block] = told.children
    room.blocks = [str(block.block_id)]
    return mark in str(block)


async def update_block(feishu: FeishuChat, room: Room, mark: str) -> bool:
    text = docx.UpdateTextElements(block_id=room.blocks[0], elements=[docx.TextRun(content=mark)])
    told = await feishu.docx_announcement.batch_update(room.chat_id, [text])
    return mark in str(told.blocks)


async def create_chat(feishu: FeishuChat, room: Room, mark: str) -> bool:
    told = await feishu.chats.create(NewChat(name="A room", description=mark))
    room.made.append(Room(told.chat_id, mark, room.people))
    return told.description == mark


def _is_legacy(room: Room) -> bool:
    return not room.is_docx


def _has_tabs(room: Room) -> bool:
    return bool(room.tabs)


def _has_menu(room: Room) -> bool:
    return bool(room.menu)


MIX: tuple[Step, ...] = (
    Step(top_notice.PUT, 30, put_notice, fits=lambda room: room.is_ready_made),
    Step(top_notice.DELETE, 2, delete_notice, unpin),
    Step(chats.GET, 24, get_chat),
    Step(chats.LIST, 4, list_chats),
    Step(chats.CREATE, 6, create_chat),
    Step(chats.UPDATE, 8, update_chat),
    Step(chats.DELETE, 2, delete_chat, dissolve, fits=lambda room: not room.is_ready_made),
    Step(members.IS_IN_CHAT, 6, is_in_chat),
    Step(members.ADD, 10, add_member, Room.next_person),
    Step(members.REMOVE, 5, remove_member, lambda room: room.here.pop() if room.here else None),
    Step(members.LIST, 4, list_members),
    Step(messages.CREATE, 16, send),
    Step(messages.REPLY, 6, reply, fits=lambda room: room.sent),
    Step(messages.LIST, 4, list_messages),
    Step(tabs.CREATE, 10, create_tab, fits=lambda room: len(room.tabs) < 15),
    Step(tabs.UPDATE, 5, update_tab, fits=_has_tabs),
    Step(tabs.LIST, 4, list_tabs),
    Step(tabs.DELETE, 6, delete_tab, lambda room: room.dismiss(room.tabs)),
    Step(menu.CREATE, 8, create_item, fits=lambda room: len(room.menu) < 3),
    Step(menu.UPDATE_ITEM, 5, update_item, fits=_has_menu),
    Step(menu.GET, 4, get_menu),
    Step(menu.DELETE, 6, delete_item, lambda room: room.dismiss(room.menu)),
    Step(announcement.GET, 8, get_announcement, fits=_is_legacy),
    Step(announcement.PATCH, 8, patch_announcement, fits=lambda room: room.newest is not None),
    Step(docx_announcement.GET, 3, get_docx, fits=lambda room: room.is_docx),
    Step(docx_announcement.LIST_BLOCKS, 3, list_blocks, fits=lambda room: room.is_docx),
    Step(docx_announcement.CREATE_CHILDREN, 2, create_block, fits=lambda room: room.is_docx),
    Step(docx_announcement.BATCH_UPDATE, 2, update_block, fits=lambda room: room.blocks),
)

BUSY: tuple[Step, ...] = tuple(step for step in MIX if step.endpoint in (top_notice.PUT, chats.GET))
"""What some workers do all the time, up to the limits."""

REPEATABLE = frozenset({top_notice.PUT.name, top_notice.DELETE.name})
"""What is pinned is replaced by the same, and what is not there cannot be taken away."""
