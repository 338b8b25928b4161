"""Write the announcement of a chat for people: write, read, append, replace.

Without credentials it runs on a FakeFeishu inside this process, on announcements of both formats:

    python examples/announcement.py

With FEISHU_APP_ID and FEISHU_APP_SECRET in the environment it replaces the announcement of a chat
on the real Feishu, whichever format it has:

    python examples/announcement.py --chat-id oc_...

It writes Markdown, which needs the extra `markdown`.
"""

import argparse
import asyncio
import os
import sys

from feishu_chat_async import FeishuChat, FeishuError
from feishu_chat_async.richtext import Document, ListItem, ListKind, Span, markdown
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
    """Do everything once, and tell of it."""
    announcement = feishu.announcement
    await announcement.write(chat_id, PLAN)
    print("1. wrote Markdown")

    done = ListItem(content=[Span("tell support")], kind=ListKind.TODO, done=True)
    await announcement.append(chat_id, Document(blocks=[done]))
    print("2. added something done, as a document of Python objects")

    count = await announcement.replace_text(chat_id, "Friday", "Monday")
    print(f"3. replaced {count} text")

    print("4. and this is what it says now:\n")
    print(markdown.render(await announcement.read(chat_id)))


async def main() -> int:
    """Write on the real Feishu if there are credentials, on a fake one otherwise."""
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
        parser.error("with FEISHU_APP_ID set, --chat-id is needed")
    try:
        async with FeishuChat.from_env() as feishu:
            await tour(feishu, chat_id)
    except (FeishuError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
