"""Build a room for a project: chat, members, managers, rules, tabs, menu, announcement, pin.

Without credentials it runs on a FakeFeishu inside this process:

    python examples/project_room.py

With FEISHU_APP_ID and FEISHU_APP_SECRET in the environment it creates the room on the real Feishu,
for the people whose open ids are given; the first one is to help manage it:

    python examples/project_room.py ou_... ou_...

What is pinned is a message on the fake Feishu, and the announcement on the real one, where nobody
has written a message yet.
"""

import argparse
import asyncio
import json
import os
import sys

from feishu_chat_async import (
    AnnouncementType,
    ChatPermission,
    ChatUpdate,
    FeishuChat,
    FeishuError,
    MenuItem,
    MenuTopLevel,
    ModerationSetting,
    NewChat,
    ShareCardPermission,
    Tab,
    TopNotice,
    docx,
)
from feishu_chat_async.testing import FakeFeishu


async def announce(feishu: FeishuChat, chat_id: str) -> None:
    """Write the announcement, whichever of the two formats the chat has it in."""
    found = await feishu.docx_announcement.get(chat_id)
    if found.announcement_type == AnnouncementType.DOCX:
        await feishu.docx_announcement.create_children(
            chat_id,
            chat_id,
            [
                docx.Heading1Block.of("Release 2.1"),
                docx.TodoBlock.of("freeze: Friday"),
                docx.TodoBlock.of("tell support"),
            ],
        )
        return
    lines = ["Release 2.1", "freeze: Friday", "tell support"]
    runs = [{"type": "textRun", "textRun": {"text": line, "style": {}}} for line in lines]
    blocks = [{"type": "paragraph", "paragraph": {"elements": [run], "style": {}}} for run in runs]
    insert = {
        "payload": json.dumps({"blocks": blocks}),
        "location": {"zoneId": "0", "index": 0, "endOfZone": True},
    }
    operation = {"requestType": "InsertBlocksRequestType", "insertBlocksRequest": insert}
    await feishu.announcement.patch(
        chat_id, revision=str(found.revision_id), requests=[json.dumps(operation)]
    )


async def build(feishu: FeishuChat, people: list[str]) -> str:
    """Create the room, and return its chat_id."""
    chat = await feishu.chats.create(NewChat(name="Release 2.1", description="Until it is out."))
    chat_id = chat.chat_id
    print(f"1. created chat {chat_id}")

    result = await feishu.members.sync(
        chat_id, people, progress=lambda n, of: print(f"   {n}/{of}")
    )
    added = result.added
    lost = (*added.invalid_id_list, *added.not_existed_id_list, *added.pending_approval_id_list)
    failed = sum(len(failure.ids) for failure in added.failed)
    print(f"2. {len(result.to_add)} people to add, {len(lost) + failed} of them not added yet")

    managers = await feishu.managers.add(chat_id, people[:1])
    print(f"3. managers: {', '.join(managers.chat_managers)}")

    await feishu.chats.update(
        chat_id,
        ChatUpdate(
            add_member_permission=ChatPermission.ONLY_OWNER,
            share_card_permission=ShareCardPermission.NOT_ALLOWED,
            edit_permission=ChatPermission.ONLY_OWNER,
        ),
    )
    await feishu.moderation.update(
        chat_id,
        moderation_setting=ModerationSetting.MODERATOR_LIST,
        moderator_added_list=people[:1],
    )
    print("4. only managers add people and edit; only moderators write")

    tabs = await feishu.tabs.create(
        chat_id,
        Tab.url("Board", "https://example.com/board"),
        Tab.url("Builds", "https://example.com/builds", is_built_in=True),
    )
    print(f"5. tabs: {', '.join(tab.tab_name or tab.tab_type for tab in tabs)}")

    tree = await feishu.menu.create(
        chat_id,
        MenuTopLevel.of(MenuItem.link("Board", "https://example.com/board")),
        MenuTopLevel.of(
            MenuItem.plain("Docs"),
            MenuItem.link("Plan", "https://example.com/plan"),
            MenuItem.link("Notes", "https://example.com/notes"),
        ),
    )
    print(f"6. a menu of {len(tree.chat_menu_top_levels)} items")

    await announce(feishu, chat_id)
    print("7. wrote the announcement")
    return chat_id


async def main() -> int:
    """Build the room on the real Feishu if there are credentials, on a fake one otherwise."""
    parser = argparse.ArgumentParser(description="Build a room for a project.")
    parser.add_argument("people", nargs="*", help="open ids (real Feishu only)")
    people: list[str] = parser.parse_args().people

    if not os.getenv("FEISHU_APP_ID"):
        async with FakeFeishu() as fake:
            print(f"No FEISHU_APP_ID: this is a FakeFeishu at {fake.url}.")
            people = [fake.add_user().open_id for _ in range(60)]
            async with FeishuChat(fake.app_id, fake.app_secret, base_url=fake.url) as feishu:
                chat_id = await build(feishu, people)
                await feishu.top_notice.put(chat_id, TopNotice.message(fake.add_message(chat_id)))
                print("8. pinned a message")
        return 0

    if not people:
        parser.error("with FEISHU_APP_ID set, the open ids of some people are needed")
    try:
        async with FeishuChat.from_env() as feishu:
            chat_id = await build(feishu, people)
            await feishu.top_notice.put(chat_id, TopNotice.announcement())
            print("8. pinned the announcement")
    except (FeishuError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
