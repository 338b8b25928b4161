"""Send a message to a chat, pin it, edit the chat's announcement, and unpin the message.

Without credentials it runs on a FakeFeishu inside this process:

    python examples/quickstart.py

With FEISHU_APP_ID and FEISHU_APP_SECRET in the environment it runs on the real Feishu; the app's
bot must be in the chat:

    python examples/quickstart.py --chat-id oc_...
"""

import argparse
import asyncio
import os
import sys

from feishu_chat_async import FeishuChat, FeishuError, TopNotice
from feishu_chat_async.richtext import Document, Paragraph
from feishu_chat_async.testing import FakeFeishu

TEXT = "Hello from feishu_chat_async."
LINE = "Edited by feishu_chat_async."


async def tour(feishu: FeishuChat, chat_id: str) -> None:
    """Run each of the main calls once, and print what it does."""
    print(f"1. send a message to chat {chat_id}: {TEXT!r}")
    message = await feishu.messages.create(chat_id, TEXT)

    print(f"2. pin message {message.message_id} to the top of the chat")
    await feishu.top_notice.put(chat_id, TopNotice.message(message.message_id))
    try:
        await edit(feishu, chat_id)
    finally:
        print("6. unpin the message")
        await feishu.top_notice.delete(chat_id)
    print("Done.")


async def edit(feishu: FeishuChat, chat_id: str) -> None:
    """Read the announcement, append a line to it, and read it again."""
    announcement = await feishu.announcement.read(chat_id)
    print(f"3. read the announcement: {announcement.plain_text.splitlines()}")

    print(f"4. append a line to it: {LINE!r}")
    await feishu.announcement.append(chat_id, Document(blocks=[Paragraph.of(LINE)]))

    announcement = await feishu.announcement.read(chat_id)
    print(f"5. read it again: {announcement.plain_text.splitlines()}")


async def main() -> int:
    """Run the tour on the real Feishu if there are credentials, otherwise on a fake one."""
    parser = argparse.ArgumentParser(description="Send, pin, read, edit, unpin.")
    parser.add_argument("--chat-id", help="a chat that the app's bot is in (real Feishu only)")
    chat_id = parser.parse_args().chat_id

    if not os.getenv("FEISHU_APP_ID"):
        async with FakeFeishu() as fake:
            print(f"No FEISHU_APP_ID: this is a FakeFeishu at {fake.url}.")
            async with FeishuChat(fake.app_id, fake.app_secret, base_url=fake.url) as feishu:
                await tour(feishu, fake.chat_id)
        return 0

    if not chat_id:
        parser.error("--chat-id is required when FEISHU_APP_ID is set")
    try:
        async with FeishuChat.from_env() as feishu:
            await tour(feishu, chat_id)
    except (FeishuError, ValueError) as error:  # ValueError: an argument is invalid
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
