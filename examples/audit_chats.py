"""Audit all chats that a bot is in: who owns them, how many are in them, who may do what.

Without credentials it runs on a FakeFeishu inside this process:

    python examples/audit_chats.py

With FEISHU_APP_ID and FEISHU_APP_SECRET in the environment it audits the chats of that app's bot.
"""

import asyncio
import os
import sys

from feishu_chat_async import (
    APIError,
    ChatPermission,
    ChatType,
    FeishuChat,
    FeishuError,
    ListedChat,
    ModerationSetting,
)
from feishu_chat_async.testing import FakeFeishu

AT_ONCE = 10
"""Chats that are looked at side by side; the client keeps to Feishu's limits by itself."""


async def findings(feishu: FeishuChat, listed: ListedChat) -> list[str]:
    """Look at one chat, and say what deserves attention."""
    chat = await feishu.chats.get(listed.chat_id)
    found = []
    if chat.external:
        found.append("people of other tenants are in it")
    if chat.chat_type == ChatType.PUBLIC:
        found.append("everybody can find and join it")
    if chat.add_member_permission == ChatPermission.ALL_MEMBERS:
        found.append("every member may add others")
    if chat.moderation_permission == ModerationSetting.MODERATOR_LIST:
        moderators = [one.user_id async for one in feishu.moderation.iter(listed.chat_id)]
        found.append(f"{len(moderators)} may write")
    people = {member.member_id async for member in feishu.members.iter(listed.chat_id)}
    if chat.owner_id is not None and chat.owner_id not in people:
        found.append("its owner is not in it")
    if not people:
        found.append("nobody but bots is in it")
    return found


async def audit(feishu: FeishuChat) -> None:
    """Look at all chats, some of them side by side, and print what was found."""
    places = asyncio.Semaphore(AT_ONCE)

    async def look_at(chat: ListedChat) -> str:
        async with places:
            try:
                found = await findings(feishu, chat)
            except APIError as error:
                found = [f"could not be read: {error}"]
        return f"{chat.chat_id}  {chat.name or '(no name)'}: {'; '.join(found) or 'fine'}"

    chats = [chat async for chat in feishu.chats.iter()]
    for line in await asyncio.gather(*map(look_at, chats)):
        print(line)
    print(f"Looked at {len(chats)} chats.")


async def main() -> int:
    """Audit on the real Feishu if there are credentials, on a fake one otherwise."""
    if not os.getenv("FEISHU_APP_ID"):
        async with FakeFeishu() as fake:
            print(f"No FEISHU_APP_ID: this is a FakeFeishu at {fake.url}.")
            for number in range(1, 26):
                chat = fake.add_chat(f"Project {number}")
                for _ in range(number % 3):
                    chat.members.add(fake.add_user().open_id)
            async with FeishuChat(fake.app_id, fake.app_secret, base_url=fake.url) as feishu:
                await audit(feishu)
        return 0
    try:
        async with FeishuChat.from_env() as feishu:
            await audit(feishu)
    except (FeishuError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
