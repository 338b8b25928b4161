"""Audit all chats that a bot is in: their owners, their members, and their permissions.

Without credentials it runs on a FakeFeishu inside this process:

    python examples/audit_chats.py

With FEISHU_APP_ID and FEISHU_APP_SECRET in the environment it audits the chats of that app's bot.
"""

import asyncio
import os
import sys

from feishu_chat_async import APIError, FeishuChat, FeishuError, ListedChat
from feishu_chat_async.testing import FakeFeishu

CONCURRENCY = 10
"""Chats that are audited at the same time; the client itself observes Feishu's rate limits."""


async def findings(feishu: FeishuChat, listed: ListedChat) -> list[str]:
    """Return what an administrator should know about a chat."""
    chat = await feishu.chats.get(listed.chat_id)
    found = []
    if chat.external:
        found.append("it has members of other tenants")
    if chat.chat_type == "public":
        found.append("anyone in the tenant can find and join it")
    if chat.add_member_permission == "all_members":
        found.append("every member can add others")
    if chat.moderation_permission == "moderator_list":
        moderators = [moderator async for moderator in feishu.moderation.iter(listed.chat_id)]
        found.append(f"{len(moderators)} members can send messages")
    users = {member.member_id async for member in feishu.members.iter(listed.chat_id)}
    if chat.owner_id is not None and chat.owner_id not in users:
        found.append("its owner is not a member")
    if not users:
        found.append("all its members are bots")
    return found


async def audit(feishu: FeishuChat) -> None:
    """Audit all chats, several at the same time, and print a line for each."""
    semaphore = asyncio.Semaphore(CONCURRENCY)

    async def audit_one(chat: ListedChat) -> str:
        async with semaphore:
            try:
                found = await findings(feishu, chat)
            except APIError as error:
                found = [f"could not be read: {error}"]
        return f"{chat.chat_id}  {chat.name or '(no name)'}: {'; '.join(found) or 'ok'}"

    chats = [chat async for chat in feishu.chats.iter()]
    for line in await asyncio.gather(*map(audit_one, chats)):
        print(line)
    print(f"Audited {len(chats)} chat{'' if len(chats) == 1 else 's'}.")


async def main() -> int:
    """Run on the real Feishu if there are credentials, otherwise on a fake one."""
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
