"""After any sequence of steps, the fake, read through the client, agrees with a simple model.

The model consists of dicts and lists, and implements the effect of each step independently.
"""

import asyncio
from collections.abc import Awaitable, Coroutine
from contextlib import AsyncExitStack
from typing import Any, TypeVar

import attrs
from hypothesis import Phase, settings, strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    multiple,
    precondition,
    rule,
)

from feishu_chat_async import (
    APIError,
    ChatDissolvedError,
    ChatStatus,
    ChatUpdate,
    InvalidRequestError,
    MenuItem,
    MenuTopLevel,
    ModerationSetting,
    NewChat,
    PermissionDeniedError,
    SucceedType,
    Tab,
    TopNotice,
)
from feishu_chat_async.testing import FakeFeishu
from tests.conftest import client
from tests.support.refusals import refused

T = TypeVar("T")

URL = "https://open.feishu.cn/"
UNKNOWN_USER = "ou_unknown"
USERS = 12

chats = Bundle("chats")
names = st.text(st.characters(codec="utf-8"), max_size=8)
titles = st.text(st.characters(codec="utf-8"), min_size=1, max_size=8)
people = st.lists(st.integers(0, USERS - 1), min_size=1, max_size=USERS, unique=True)
one = st.integers(0, USERS - 1)
seldom = st.sampled_from([False, False, False, True])


@attrs.define
class Room:
    """The expected state of a chat with the bot in it; `owner` is None if the bot owns it."""

    name: str
    owner: str | None
    members: list[str]
    description: str = ""
    managers: list[str] = attrs.field(factory=list)
    setting: ModerationSetting = ModerationSetting.ALL_MEMBERS
    moderators: list[str] = attrs.field(factory=list)
    tabs: dict[str, tuple[str, str]] = attrs.field(factory=dict)
    menu: dict[str, tuple[str, int]] = attrs.field(factory=dict)
    """The name and the number of children of each top-level item, by its id."""
    notices: tuple[TopNotice, ...] = ()
    message: str = ""

    def remove(self, user: str) -> None:
        for ids in (self.members, self.managers, self.moderators):
            if user in ids:
                ids.remove(user)


class Rooms(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.stack = AsyncExitStack()
        self.rooms: dict[str, Room] = {}
        self.touched = ""

    def do(self, call: Awaitable[T]) -> T:
        async def make() -> T:
            return await call

        return self.runner.run(make())

    def fail(self, call: Coroutine[Any, Any, object], error: type[APIError], code: int) -> None:
        self.do(refused(call, error, code))

    def room(self, chat: str) -> Room:
        self.touched = chat
        return self.rooms[chat]

    def ids(self, numbers: list[int]) -> list[str]:
        return [self.users[number] for number in numbers]

    @initialize(target=chats)
    def start(self) -> object:
        self.fake = self.do(self.stack.enter_async_context(FakeFeishu(counter=None)))
        self.feishu = self.do(self.stack.enter_async_context(client(self.fake)))
        self.users = [self.fake.add_user().open_id for _ in range(USERS)]
        chat = self.fake.chats[self.fake.chat_id]
        self.rooms[chat.chat_id] = Room(chat.name, None, [], message=self.fake.message_id)
        return chat.chat_id

    def teardown(self) -> None:
        for chat in self.rooms:
            self.check(chat)
        self.do(self.stack.aclose())
        self.runner.close()

    # Chats.

    @rule(target=chats, name=names, owner=st.none() | one, invited=people)
    def create(self, name: str, owner: int | None, invited: list[int]) -> object:
        if len(self.rooms) == 3:
            return multiple()
        owner_id = None if owner is None else self.users[owner]
        new = NewChat(name=name, owner_id=owner_id, user_id_list=self.ids(invited))
        created = self.do(self.feishu.chats.create(new))
        members = self.ids(invited) if owner is None else self.ids([owner, *invited])
        room = Room(name, owner_id, list(dict.fromkeys(members)))
        room.message = self.fake.add_message(created.chat_id).message_id
        self.rooms[created.chat_id] = room
        self.touched = created.chat_id
        return created.chat_id

    @rule(chat=chats, name=names, description=st.none() | names)
    def rename(self, chat: str, name: str, description: str | None) -> None:
        room, change = self.room(chat), ChatUpdate(name=name, description=description)
        self.do(self.feishu.chats.update(chat, change))
        room.name = name
        room.description = room.description if description is None else description

    @rule(chat=chats, to=one)
    def hand_over(self, chat: str, to: int) -> None:
        room, user = self.room(chat), self.users[to]
        call = self.feishu.chats.update(chat, ChatUpdate(owner_id=user, name="taken over"))
        if user not in room.members:
            self.fail(call, InvalidRequestError, 232012)
            return
        self.do(call)
        room.owner, room.name = user, "taken over"
        if user in room.managers:
            room.managers.remove(user)

    @precondition(lambda self: len(self.rooms) > 1)
    @rule(chat=consumes(chats))
    def dissolve(self, chat: str) -> None:
        self.do(self.feishu.chats.delete(chat))
        del self.rooms[chat]
        self.fail(self.feishu.tabs.list(chat), ChatDissolvedError, 232009)
        seen = self.do(self.feishu.chats.get(chat))
        assert (seen.chat_status, seen.description) == (ChatStatus.DISSOLVED, None)

    # Members and managers.

    @rule(chat=chats, new=people)
    def add(self, chat: str, new: list[int]) -> None:
        room = self.room(chat)
        self.do(self.feishu.members.add(chat, self.ids(new)))
        room.members += [user for user in self.ids(new) if user not in room.members]

    @rule(chat=chats, new=people, how=st.sampled_from(SucceedType))
    def add_with_an_unknown(self, chat: str, new: list[int], how: SucceedType) -> None:
        room, ids = self.room(chat), [*self.ids(new), UNKNOWN_USER]
        call = self.feishu.members.add(chat, ids, succeed_type=how)
        if how == SucceedType.SKIP_UNAVAILABLE:
            assert self.do(call).not_existed_id_list == (UNKNOWN_USER,)
            room.members += [user for user in self.ids(new) if user not in room.members]
        else:
            code = 232043 if how == SucceedType.ALL_OR_NOTHING else 99992351
            self.fail(call, InvalidRequestError, code)

    @rule(chat=chats, users=people)
    def remove(self, chat: str, users: list[int]) -> None:
        room, ids = self.room(chat), self.ids(users)
        leaving = [user for user in ids if user in room.members]
        call = self.feishu.members.remove(chat, ids)
        if not leaving:
            self.fail(call, InvalidRequestError, 232027)
        elif room.owner in leaving:
            self.fail(call, InvalidRequestError, 232076)
        else:
            result = self.do(call)
            assert result.invalid_id_list == tuple(user for user in ids if user not in leaving)
            for user in leaving:
                room.remove(user)

    @rule(chat=chats, wanted=people)
    def sync(self, chat: str, wanted: list[int]) -> None:
        room, ids = self.room(chat), self.ids(wanted)
        done = self.do(self.feishu.members.sync(chat, ids))
        assert set(done.to_add) == set(ids) - set(room.members)
        assert set(done.to_remove) == set(room.members) - set(ids) - {room.owner}
        room.members += done.to_add
        for user in done.to_remove:
            room.remove(user)

    @rule(chat=chats, users=people, appoint=st.booleans())
    def change_managers(self, chat: str, users: list[int], *, appoint: bool) -> None:
        room, ids = self.room(chat), self.ids(users)
        managers = self.feishu.managers
        call = managers.add(chat, ids) if appoint else managers.remove(chat, ids)
        present = [user for user in ids if user in room.members]
        new = [user for user in present if user not in room.managers]
        if room.owner is not None:
            self.fail(call, PermissionDeniedError, 232038)
        elif not present:
            self.fail(call, InvalidRequestError, 232027)
        elif appoint and len(room.managers + new) > 10:
            self.fail(call, InvalidRequestError, 232040)
        else:
            result = self.do(call)
            kept = [user for user in room.managers if user not in present]
            room.managers = room.managers + new if appoint else kept
            assert list(result.chat_managers) == room.managers

    @rule(chat=chats, setting=st.sampled_from(ModerationSetting))
    def moderate(self, chat: str, setting: ModerationSetting) -> None:
        room = self.room(chat)
        self.do(self.feishu.moderation.update(chat, moderation_setting=setting))
        room.setting = setting

    @rule(chat=chats, users=people, split=st.integers(0, USERS))
    def change_moderators(self, chat: str, users: list[int], split: int) -> None:
        room, added, removed = self.room(chat), self.ids(users[:split]), self.ids(users[split:])
        self.do(
            self.feishu.moderation.update(
                chat,
                moderation_setting=ModerationSetting.MODERATOR_LIST,
                moderator_added_list=added,
                moderator_removed_list=removed,
            )
        )
        room.setting = ModerationSetting.MODERATOR_LIST
        kept = [user for user in room.moderators if user not in removed]
        new = [user for user in added if user in room.members and user not in kept]
        room.moderators = kept + new

    # Tabs, menu, top notices.

    @rule(chat=chats, new=st.lists(titles, min_size=1, max_size=9))
    def create_tabs(self, chat: str, new: list[str]) -> None:
        room = self.room(chat)
        call = self.feishu.tabs.create(chat, *(Tab.url(name, URL) for name in new))
        if len(room.tabs) + len(new) > 20:
            self.fail(call, InvalidRequestError, 232046)
            return
        created = self.do(call)[-len(new) :]
        room.tabs |= {
            str(tab.tab_id): (name, "url") for tab, name in zip(created, new, strict=True)
        }

    @rule(chat=chats, data=st.data(), name=titles)
    def change_tab(self, chat: str, data: st.DataObject, name: str) -> None:
        room = self.room(chat)
        tab_id = data.draw(st.sampled_from([*room.tabs, "1"]))
        call = self.feishu.tabs.update(chat, Tab.doc(name, URL, tab_id=tab_id))
        if tab_id == "1":
            self.fail(call, InvalidRequestError, 232001)
            return
        self.do(call)
        room.tabs[tab_id] = (name, "doc")

    @rule(chat=chats, data=st.data(), forget=seldom)
    def sort_tabs(self, chat: str, data: st.DataObject, *, forget: bool) -> None:
        room = self.room(chat)
        order = data.draw(st.permutations(list(room.tabs)))
        messages = str(self.do(self.feishu.tabs.list(chat))[0].tab_id)
        if forget:
            call = self.feishu.tabs.sort(chat, order or ["1"])
            self.fail(call, InvalidRequestError, 232001)
            return
        self.do(self.feishu.tabs.sort(chat, [*order, messages]))
        room.tabs = {tab: room.tabs[tab] for tab in order}

    @rule(chat=chats, data=st.data())
    def delete_tabs(self, chat: str, data: st.DataObject) -> None:
        room = self.room(chat)
        ids = data.draw(st.lists(st.sampled_from([*room.tabs, "1"]), min_size=1, unique=True))
        call = self.feishu.tabs.delete(chat, ids)
        if "1" in ids:
            self.fail(call, InvalidRequestError, 232001)
            return
        self.do(call)
        room.tabs = {tab: what for tab, what in room.tabs.items() if tab not in ids}

    @rule(chat=chats, new=st.lists(st.tuples(titles, st.integers(0, 5)), min_size=1, max_size=3))
    def create_menu(self, chat: str, new: list[tuple[str, int]]) -> None:
        room, below = self.room(chat), MenuItem.link("below", URL)
        tops = [MenuTopLevel.of(MenuItem.plain(name), *[below] * count) for name, count in new]
        call = self.feishu.menu.create(chat, *tops)
        if len(room.menu) + len(new) > 3:
            self.fail(call, InvalidRequestError, 232070)
            return
        created = self.do(call).chat_menu_top_levels[-len(new) :]
        ids = [str(top.chat_menu_top_level_id) for top in created]
        room.menu |= dict(zip(ids, new, strict=True))

    @rule(chat=chats, data=st.data(), name=titles)
    def rename_item(self, chat: str, data: st.DataObject, name: str) -> None:
        room = self.room(chat)
        item = data.draw(st.sampled_from([*room.menu, "1"]))
        call = self.feishu.menu.update_item(chat, item, MenuItem(name=name))
        if item == "1":
            self.fail(call, InvalidRequestError, 232001)
            return
        assert self.do(call).name == name
        room.menu[item] = (name, room.menu[item][1])

    @rule(chat=chats, data=st.data(), forget=seldom)
    def sort_menu(self, chat: str, data: st.DataObject, *, forget: bool) -> None:
        room = self.room(chat)
        order = data.draw(st.permutations(list(room.menu)))
        if forget or not order:
            call = self.feishu.menu.sort(chat, order[1:] or ["1"])
            self.fail(call, InvalidRequestError, 232072)
            return
        self.do(self.feishu.menu.sort(chat, order))
        room.menu = {item: room.menu[item] for item in order}

    @rule(chat=chats, data=st.data())
    def delete_item(self, chat: str, data: st.DataObject) -> None:
        room = self.room(chat)
        item = data.draw(st.sampled_from([*room.menu, "1"]))
        call = self.feishu.menu.delete(chat, [item])
        if item == "1":
            self.fail(call, InvalidRequestError, 232001)
            return
        self.do(call)
        del room.menu[item]

    @rule(chat=chats, what=st.sampled_from(["message", "announcement", "nothing", "wrong"]))
    def pin(self, chat: str, what: str) -> None:
        room, top = self.room(chat), self.feishu.top_notice
        if what == "wrong":
            call = top.put(chat, TopNotice.message("om_nowhere"))
            self.fail(call, InvalidRequestError, 232001)
        elif what == "nothing":
            self.do(top.delete(chat))
            room.notices = ()
        else:
            message = TopNotice.message(room.message)
            notice = message if what == "message" else TopNotice.announcement()
            self.do(top.put(chat, notice))
            room.notices = (notice,)

    # Compare both.

    @invariant()
    def agree(self) -> None:
        async def ids() -> list[str]:
            return [chat.chat_id async for chat in self.feishu.chats.iter(page_size=2)]

        assert self.do(ids()) == list(self.rooms)
        if self.touched in self.rooms:
            self.check(self.touched)

    def check(self, chat_id: str) -> None:
        async def read() -> None:
            feishu, room = self.feishu, self.rooms[chat_id]
            chat = await feishu.chats.get(chat_id)
            assert (chat.name or "", chat.description) == (room.name, room.description)
            assert (chat.owner_id, chat.user_count, chat.bot_count) == (
                room.owner,
                len(room.members),
                1,
            )
            assert list(chat.user_manager_id_list) == room.managers
            assert chat.moderation_permission == room.setting
            members = feishu.members.iter(chat_id, page_size=3)
            assert [one.member_id async for one in members] == room.members
            moderators = feishu.moderation.iter(chat_id, page_size=3)
            listed = room.setting == ModerationSetting.MODERATOR_LIST
            found = [one.user_id async for one in moderators]
            assert found == (room.moderators if listed else [])
            _, *tabs = await feishu.tabs.list(chat_id)
            assert {str(tab.tab_id): (tab.tab_name, tab.tab_type) for tab in tabs} == room.tabs
            assert [tab.tab_id for tab in tabs] == list(room.tabs)
            menu = (await feishu.menu.get(chat_id)).chat_menu_top_levels
            found_menu = [
                (top.chat_menu_item and top.chat_menu_item.name, len(top.children)) for top in menu
            ]
            assert found_menu == list(room.menu.values())
            assert [top.chat_menu_top_level_id for top in menu] == list(room.menu)
            assert self.fake.chats[chat_id].top_notice == room.notices
            assert await feishu.members.is_in_chat(chat_id)

        self.do(read())


TestRooms = Rooms.TestCase
TestRooms.settings = settings(
    max_examples=12,
    stateful_step_count=60,
    phases=(Phase.reuse, Phase.generate),  # shrinking so many calls would take minutes
    deadline=None,
)
