"""Pin a message to a chat, read and edit the chat's announcement, take the pin away.

Without credentials it runs on a FakeFeishu inside this process:

    python examples/quickstart.py

With FEISHU_APP_ID and FEISHU_APP_SECRET in the environment it runs on the real Feishu; the app's
bot must be in the chat, and the message must be in it too:

    python examples/quickstart.py --chat-id oc_... --message-id om_...
"""

import argparse
import asyncio
import json
import os
import sys

from feishu_chat_async import FeishuChat, FeishuError, InvalidRequestError, TopNotice
from feishu_chat_async.testing import FakeFeishu

LINE = "Edited by feishu_chat_async."
DOCX = 232097
"""The code by which Feishu says that an announcement is of the docx kind."""


def append_line(text: str) -> str:
    """Write the operation that adds a paragraph at the end of an announcement."""
    run = {"type": "textRun", "textRun": {"text": text, "style": {}}}
    paragraph = {"type": "paragraph", "paragraph": {"elements": [run], "style": {}}}
    insert = {
        "payload": json.dumps({"blocks": [paragraph]}),
        "location": {"zoneId": "0", "index": 0, "endOfZone": True},
    }
    return json.dumps({"requestType": "InsertBlocksRequestType", "insertBlocksRequest": insert})


def lines_of(content: str) -> list[str]:
    """Return the text of an announcement, the title first."""
    document = json.loads(content)
    blocks = [block.get("paragraph") or {} for block in document["body"]["blocks"]]
    return [
        "".join(item.get("textRun", {}).get("text", "") for item in block.get("elements", []))
        for block in (document["title"], *blocks)
    ]


async def tour(feishu: FeishuChat, chat_id: str, message_id: str) -> None:
    """Do the main things once, and tell of each."""
    print(f"1. pin message {message_id} to the top of chat {chat_id}")
    await feishu.top_notice.put(chat_id, TopNotice.message(message_id))
    try:
        await edit(feishu, chat_id)
    except InvalidRequestError as error:
        if error.code != DOCX:
            raise
        print("   this chat's announcement is of the newer docx kind: it is left as it is")
    finally:
        print("5. take the pin away")
        await feishu.top_notice.delete(chat_id)
    print("Done.")


async def edit(feishu: FeishuChat, chat_id: str) -> None:
    """Read the announcement, add a line to it, and read it again."""
    announcement = await feishu.announcement.get(chat_id)
    print(f"2. read the announcement: {lines_of(announcement.content)}")
    print(f"   revision {announcement.revision}, last edited {announcement.update_time}")

    print(f"3. add a line to it: {LINE!r}")
    await feishu.announcement.patch(
        chat_id, revision=announcement.revision, requests=[append_line(LINE)]
    )

    announcement = await feishu.announcement.get(chat_id)
    print(f"4. read it again: {lines_of(announcement.content)}")
    print(f"   revision {announcement.revision}, last edited {announcement.update_time}")


async def main() -> int:
    """Run the tour on the real Feishu if there are credentials, on a fake one otherwise."""
    parser = argparse.ArgumentParser(description="Pin, read, edit, unpin.")
    parser.add_argument("--chat-id", help="a chat that the app's bot is in (real Feishu only)")
    parser.add_argument("--message-id", help="a message in that chat (real Feishu only)")
    arguments = parser.parse_args()

    if not os.getenv("FEISHU_APP_ID"):
        async with FakeFeishu() as fake:
            print(f"No FEISHU_APP_ID: this is a FakeFeishu at {fake.url}.")
            async with FeishuChat(fake.app_id, fake.app_secret, base_url=fake.url) as feishu:
                await tour(feishu, fake.chat_id, fake.message_id)
        return 0

    if not arguments.chat_id or not arguments.message_id:
        parser.error("with FEISHU_APP_ID set, --chat-id and --message-id are needed")
    try:
        async with FeishuChat.from_env() as feishu:
            await tour(feishu, arguments.chat_id, arguments.message_id)
    except (FeishuError, ValueError) as error:  # ValueError: an argument cannot be right
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
