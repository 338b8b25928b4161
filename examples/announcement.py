"""Write, read and edit the announcement of a chat, in either of the two formats.

Without credentials it runs on a FakeFeishu inside this process, on announcements in both formats:

    python examples/announcement.py

With FEISHU_APP_ID and FEISHU_APP_SECRET in the environment it replaces the announcement of a chat
on the real Feishu:

    python examples/announcement.py --chat-id oc_...

It writes Markdown, which needs the extra: pip install "feishu-chat-async[markdown]"
"""

import argparse
import asyncio
import os
import sys

from feishu_chat_async import FeishuChat, FeishuError
from feishu_chat_async.richtext import Document, ListItem, Span, markdown
from feishu_chat_async.testing import FakeFeishu

PLAN = """\
# Release 2.1

- freeze: **Friday**
- owner: [Kim](https://example.com/kim)

1. build
2. test
3. ship
"""


async def tour(feishu: FeishuChat, chat_id: str) -> None:
    """Run each call once, and print what it did."""
    announcement = feishu.announcement
    await announcement.write(chat_id, PLAN)
    print("1. wrote the announcement in Markdown")

    done = ListItem(content=[Span("inform support")], kind="todo", done=True)
    await announcement.append(chat_id, Document(blocks=[done]))
    print("2. appended a completed to-do, built from Python objects")

    count = await announcement.replace_text(chat_id, "Friday", "Monday")
    print(f"3. replaced {count} occurrence of Friday")

    print("4. read the announcement, which is now:\n")
    print(markdown.render(await announcement.read(chat_id)))


async def main() -> int:
    """Run on the real Feishu if there are credentials, otherwise on a fake one."""
    parser = argparse.ArgumentParser(description="Write an announcement.")
    parser.add_argument("--chat-id", help="a chat that the app's bot is in (real Feishu only)")
    chat_id = parser.parse_args().chat_id

    if not os.getenv("FEISHU_APP_ID"):
        async with FakeFeishu() as fake:
            print(f"No FEISHU_APP_ID: this is a FakeFeishu at {fake.url}.")
            async with FeishuChat(fake.app_id, fake.app_secret, base_url=fake.url) as feishu:
                print("\nThe legacy format:")
                await tour(feishu, fake.chat_id)
                print("The docx format:")
                await tour(feishu, fake.add_chat(docx=True).chat_id)
        return 0

    if not chat_id:
        parser.error("--chat-id is required when FEISHU_APP_ID is set")
    try:
        async with FeishuChat.from_env() as feishu:
            await tour(feishu, chat_id)
    except (FeishuError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
