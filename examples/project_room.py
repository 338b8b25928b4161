"""Set up a project's chat: members, managers, permissions, tabs, menu, announcement and pin.

Without credentials it runs on a FakeFeishu inside this process:

    python examples/project_room.py

With FEISHU_APP_ID and FEISHU_APP_SECRET in the environment it creates the chat on the real Feishu,
for the users with the given open ids; the first of them becomes a manager:

    python examples/project_room.py ou_... ou_...

On the fake Feishu it pins a message; on the real one, where the new chat has no message yet, it
pins the announcement.
"""

import argparse
import asyncio
import json
import os
import sys

from feishu_chat_async import (
    ChatUpdate,
    FeishuChat,
    FeishuError,
    MenuItem,
    MenuTopLevel,
    NewChat,
    Tab,
    TopNotice,
    docx,
)
from feishu_chat_async.testing import FakeFeishu


async def announce(feishu: FeishuChat, chat_id: str) -> None:
    """Write the announcement in the format that it has."""
    found = await feishu.docx_announcement.get(chat_id)
    if found.announcement_type == "docx":
        await feishu.docx_announcement.create_children(
            chat_id,
            chat_id,
            [
                docx.Heading1Block.of("Release 2.1"),
                docx.TodoBlock.of("freeze: Friday"),
                docx.TodoBlock.of("inform support"),
            ],
        )
        return
    lines = ["Release 2.1", "freeze: Friday", "inform support"]
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


async def build(feishu: FeishuChat, user_ids: list[str]) -> str:
    """Create the chat and set it up, and return its chat_id."""
    chat = await feishu.chats.create(NewChat(name="Release 2.1", description="Release planning"))
    chat_id = chat.chat_id
    print(f"1. created chat {chat_id}")

    result = await feishu.members.sync(
        chat_id, user_ids, progress=lambda done, total: print(f"   {done}/{total}")
    )
    added = result.added
    missing = (*added.invalid_id_list, *added.not_existed_id_list, *added.pending_approval_id_list)
    failed = sum(len(failure.ids) for failure in added.failed)
    count = len(result.to_add)
    print(f"2. added {count - len(missing) - failed} of {count} members")

    managers = await feishu.managers.add(chat_id, user_ids[:1])
    print(f"3. managers: {', '.join(managers.chat_managers)}")

    await feishu.chats.update(
        chat_id,
        ChatUpdate(
            add_member_permission="only_owner",
            share_card_permission="not_allowed",
            edit_permission="only_owner",
        ),
    )
    await feishu.moderation.update(
        chat_id, moderation_setting="moderator_list", moderator_added_list=user_ids[:1]
    )
    print("4. only managers can add members and edit the chat, only moderators can send messages")

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
    print(f"6. a menu with {len(tree.chat_menu_top_levels)} items")

    await announce(feishu, chat_id)
    print("7. wrote the announcement")
    return chat_id


async def main() -> int:
    """Run on the real Feishu if there are credentials, otherwise on a fake one."""
    parser = argparse.ArgumentParser(description="Set up a project's chat.")
    parser.add_argument("user_ids", nargs="*", help="open ids (real Feishu only)")
    user_ids: list[str] = parser.parse_args().user_ids

    if not os.getenv("FEISHU_APP_ID"):
        async with FakeFeishu() as fake:
            print(f"No FEISHU_APP_ID: this is a FakeFeishu at {fake.url}.")
            user_ids = [fake.add_user().open_id for _ in range(60)]
            async with FeishuChat(fake.app_id, fake.app_secret, base_url=fake.url) as feishu:
                chat_id = await build(feishu, user_ids)
                message = fake.add_message(chat_id)
                await feishu.top_notice.put(chat_id, TopNotice.message(message.message_id))
                print("8. pinned a message")
        return 0

    if not user_ids:
        parser.error("at least one open id is required when FEISHU_APP_ID is set")
    try:
        async with FeishuChat.from_env() as feishu:
            chat_id = await build(feishu, user_ids)
            await feishu.top_notice.put(chat_id, TopNotice.announcement())
            print("8. pinned the announcement")
    except (FeishuError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
