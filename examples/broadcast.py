"""Send one card to every chat that a bot is in, and pin it there.

Without credentials it runs on a FakeFeishu inside this process, in which some chats refuse:

    python examples/broadcast.py

With FEISHU_APP_ID and FEISHU_APP_SECRET in the environment it sends a card of yours:

    python examples/broadcast.py card.json --journal journal.jsonl

It may be interrupted, and some chats may fail: run again with the same journal, it does what is
left. No chat gets the card twice, since each has a `uuid` of its own, by which Feishu knows for an
hour what it has sent; where it is not known for longer than that, somebody must look.

It needs rich, for the progress bar: pip install rich
"""

import argparse
import asyncio
import json
import os
import sys
import tempfile
import time
import uuid
from pathlib import Path
from typing import Any

from rich.progress import MofNCompleteColumn, Progress

from feishu_chat_async import FeishuChat, FeishuError, ListedChat, TopNotice
from feishu_chat_async.contents import Card
from feishu_chat_async.testing import FakeFeishu

AT_ONCE = 20
"""Chats that are served side by side; the client keeps to Feishu's limits by itself."""
KNOWN_S = 55 * 60
"""Seconds for which a `uuid` is relied on."""

SAMPLE = {
    "config": {"update_multi": True},
    "header": {"title": {"tag": "plain_text", "content": "Release 2.1"}, "template": "blue"},
    "elements": [{"tag": "markdown", "content": "The freeze is on **Friday**."}],
}


class UnsureError(Exception):
    """Nobody knows any more whether a chat has its message."""


class Journal:
    """What was done so far: a line for each step, written before the next one is begun."""

    def __init__(self, path: Path, card: Card) -> None:
        self.sent: dict[str, str] = {}
        self.pinned: set[str] = set()
        self.tried_at: dict[str, float] = {}
        self.broadcast = str(uuid.uuid5(uuid.NAMESPACE_OID, card.encoded()))
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        *lines, torn = text.split("\n")
        for line in lines:
            self._read(json.loads(line))
        if torn:  # it was cut off; the `uuid` tells whether what it was about was done
            path.write_text(text.removesuffix(torn), encoding="utf-8")
        self._path = path
        if not lines:
            self._write(broadcast=self.broadcast)

    def uuid_for(self, chat_id: str) -> str:
        """Name the one message that a chat is to get."""
        return str(uuid.uuid5(uuid.UUID(self.broadcast), chat_id))

    def try_to_send(self, chat_id: str) -> None:
        """Note that a message may be on its way, unless it was for too long to be sure of it."""
        began_at = self.tried_at.setdefault(chat_id, time.time())
        if time.time() - began_at > KNOWN_S:
            raise UnsureError("was it sent? look, and add a line to the journal that says so")
        self._write(chat_id=chat_id, tried_at=began_at)

    def note_refused(self, chat_id: str) -> None:
        """Note that nothing was sent after all."""
        del self.tried_at[chat_id]
        self._write(chat_id=chat_id, refused=True)

    def note_sent(self, chat_id: str, message_id: str) -> None:
        """Note that a chat has its message."""
        self.sent[chat_id] = message_id
        self._write(chat_id=chat_id, message_id=message_id)

    def note_pinned(self, chat_id: str) -> None:
        """Note that the message is pinned."""
        self.pinned.add(chat_id)
        self._write(chat_id=chat_id, pinned=True)

    def _read(self, line: dict[str, Any]) -> None:
        if line.get("broadcast", self.broadcast) != self.broadcast:
            raise ValueError("this journal is of another card; begin another one")
        chat_id = line.get("chat_id", "")
        if "tried_at" in line:
            self.tried_at[chat_id] = line["tried_at"]
        if line.get("refused"):
            self.tried_at.pop(chat_id, None)
        if "message_id" in line:
            self.sent[chat_id] = line["message_id"]
        if line.get("pinned"):
            self.pinned.add(chat_id)

    def _write(self, **line: object) -> None:
        with self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")


async def serve(feishu: FeishuChat, journal: Journal, chat_id: str, card: Card) -> None:
    """Let one chat have the card, and have it pinned."""
    if chat_id not in journal.sent:
        is_first = chat_id not in journal.tried_at
        journal.try_to_send(chat_id)
        try:
            message = await feishu.messages.create(chat_id, card, uuid=journal.uuid_for(chat_id))
        except FeishuError as error:
            if is_first and not error.outcome_unknown:  # an earlier one may still have arrived
                journal.note_refused(chat_id)
            raise
        journal.note_sent(chat_id, message.message_id)
    if chat_id not in journal.pinned:
        await feishu.top_notice.put(chat_id, TopNotice.message(journal.sent[chat_id]))
        journal.note_pinned(chat_id)


async def broadcast(feishu: FeishuChat, journal: Journal, card: Card) -> int:
    """Serve all chats, some of them side by side; return how many could not be served."""
    failed: list[str] = []
    places = asyncio.Semaphore(AT_ONCE)
    with Progress(*Progress.get_default_columns(), MofNCompleteColumn()) as progress:
        bar = progress.add_task("Sending", total=None)

        async def serve_one(chat: ListedChat) -> None:
            async with places:
                try:
                    await serve(feishu, journal, chat.chat_id, card)
                except (FeishuError, UnsureError) as error:
                    failed.append(f"{chat.chat_id}  {chat.name or '(no name)'}: {error}")
                progress.advance(bar)

        chats = [chat async for chat in feishu.chats.iter()]
        progress.update(bar, total=len(chats))
        async with asyncio.TaskGroup() as tasks:
            for chat in chats:
                tasks.create_task(serve_one(chat))
    print(f"{len(journal.pinned)} chats have the card pinned, {len(failed)} failed.")
    for line in failed:
        print(line)
    return len(failed)


async def rehearse() -> int:
    """Do it on a fake Feishu: some chats refuse, and at the second time they do not."""
    async with FakeFeishu() as fake:
        chats = [fake.add_chat(f"Room {number}") for number in range(1, 31)]
        for chat in chats[::10]:
            chat.moderation_setting = "only_owner"
            chat.owner_id = fake.add_user().open_id
        card = Card(SAMPLE)
        path = Path(await asyncio.to_thread(tempfile.mkdtemp)) / "journal.jsonl"
        async with FeishuChat(fake.app_id, fake.app_secret, base_url=fake.url) as feishu:
            await broadcast(feishu, Journal(path, card), card)
            print("Now everybody may speak in those chats; once more:")
            for chat in chats:
                chat.moderation_setting = "all_members"
            return await broadcast(feishu, Journal(path, card), card)


async def main() -> int:
    """Broadcast on the real Feishu if there are credentials, on a fake one otherwise."""
    parser = argparse.ArgumentParser(description="Send a card to all chats of a bot, and pin it.")
    parser.add_argument("card", nargs="?", type=Path, help="JSON of the card (real Feishu only)")
    parser.add_argument("--journal", type=Path, default="broadcast.jsonl", help="what was done")
    arguments = parser.parse_args()

    if not os.getenv("FEISHU_APP_ID"):
        return min(await rehearse(), 1)
    if not arguments.card:
        parser.error("with FEISHU_APP_ID set, a card is needed")
    try:
        card = Card.parse(arguments.card.read_text(encoding="utf-8"))
        journal = Journal(arguments.journal, card)
        async with FeishuChat.from_env() as feishu:
            return min(await broadcast(feishu, journal, card), 1)
    except (FeishuError, OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
