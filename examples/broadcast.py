"""Send one card to every chat that a bot is in, and pin it there.

Without credentials it runs on a FakeFeishu inside this process, where some chats refuse messages:

    python examples/broadcast.py

With FEISHU_APP_ID and FEISHU_APP_SECRET in the environment it sends your own card:

    python examples/broadcast.py card.json --journal journal.jsonl

If it is interrupted, or some chats fail, run it again with the same journal to complete it. No
chat gets the card twice, because each message has its own `uuid`, which Feishu remembers for an
hour. If the outcome of a message is still unknown after that, check the chat yourself.

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

CONCURRENCY = 20
"""Chats that are processed at the same time; the client itself observes Feishu's rate limits."""
UUID_VALID_FOR_S = 55 * 60
"""Seconds for which a `uuid` is trusted to prevent a duplicate."""

SAMPLE = {
    "config": {"update_multi": True},
    "header": {"title": {"tag": "plain_text", "content": "Release 2.1"}, "template": "blue"},
    "elements": [{"tag": "markdown", "content": "The freeze is on **Friday**."}],
}


class UnknownOutcomeError(Exception):
    """Whether a chat has the message can no longer be determined."""


class Journal:
    """The progress of a broadcast: a line per step, written before the next step starts."""

    def __init__(self, path: Path, card: Card) -> None:
        self.sent: dict[str, str] = {}
        self.pinned: set[str] = set()
        self.attempted_at: dict[str, float] = {}
        self.broadcast = str(uuid.uuid5(uuid.NAMESPACE_OID, card.encoded()))
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        *lines, incomplete = text.split("\n")
        for line in lines:
            self._read(json.loads(line))
        if incomplete:  # the process was killed; the `uuid` makes the step safe to repeat
            path.write_text(text.removesuffix(incomplete), encoding="utf-8")
        self._path = path
        if not lines:
            self._write(broadcast=self.broadcast)

    def uuid_for(self, chat_id: str) -> str:
        """Return the `uuid` of the message to a chat, which is the same in each run."""
        return str(uuid.uuid5(uuid.UUID(self.broadcast), chat_id))

    def record_attempt(self, chat_id: str) -> None:
        """Record that a message is about to be sent.

        Raises:
            UnknownOutcomeError: An earlier attempt is too old for its `uuid`.
        """
        attempted_at = self.attempted_at.setdefault(chat_id, time.time())
        if time.time() - attempted_at > UUID_VALID_FOR_S:
            raise UnknownOutcomeError("check the chat for the message, and complete the journal")
        self._write(chat_id=chat_id, attempted_at=attempted_at)

    def record_refused(self, chat_id: str) -> None:
        """Record that the message was certainly not sent."""
        del self.attempted_at[chat_id]
        self._write(chat_id=chat_id, refused=True)

    def record_sent(self, chat_id: str, message_id: str) -> None:
        """Record that a chat has its message."""
        self.sent[chat_id] = message_id
        self._write(chat_id=chat_id, message_id=message_id)

    def record_pinned(self, chat_id: str) -> None:
        """Record that the message is pinned."""
        self.pinned.add(chat_id)
        self._write(chat_id=chat_id, pinned=True)

    def _read(self, line: dict[str, Any]) -> None:
        if line.get("broadcast", self.broadcast) != self.broadcast:
            raise ValueError("this journal belongs to another card; start a new one")
        chat_id = line.get("chat_id", "")
        if "attempted_at" in line:
            self.attempted_at[chat_id] = line["attempted_at"]
        if line.get("refused"):
            self.attempted_at.pop(chat_id, None)
        if "message_id" in line:
            self.sent[chat_id] = line["message_id"]
        if line.get("pinned"):
            self.pinned.add(chat_id)

    def _write(self, **line: object) -> None:
        with self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")


async def send_and_pin(feishu: FeishuChat, journal: Journal, chat_id: str, card: Card) -> None:
    """Send the card to one chat and pin it, unless the journal says that it was done."""
    if chat_id not in journal.sent:
        is_first = chat_id not in journal.attempted_at
        journal.record_attempt(chat_id)
        try:
            message = await feishu.messages.create(chat_id, card, uuid=journal.uuid_for(chat_id))
        except FeishuError as error:
            if is_first and not error.outcome_unknown:  # otherwise an earlier one may have arrived
                journal.record_refused(chat_id)
            raise
        journal.record_sent(chat_id, message.message_id)
    if chat_id not in journal.pinned:
        await feishu.top_notice.put(chat_id, TopNotice.message(journal.sent[chat_id]))
        journal.record_pinned(chat_id)


async def broadcast(feishu: FeishuChat, journal: Journal, card: Card) -> int:
    """Send the card to all chats, several at the same time, and return how many failed."""
    failed: list[str] = []
    semaphore = asyncio.Semaphore(CONCURRENCY)
    with Progress(*Progress.get_default_columns(), MofNCompleteColumn()) as progress:
        bar = progress.add_task("Sending", total=None)

        async def process(chat: ListedChat) -> None:
            async with semaphore:
                try:
                    await send_and_pin(feishu, journal, chat.chat_id, card)
                except (FeishuError, UnknownOutcomeError) as error:
                    failed.append(f"{chat.chat_id}  {chat.name or '(no name)'}: {error}")
                progress.advance(bar)

        chats = [chat async for chat in feishu.chats.iter()]
        progress.update(bar, total=len(chats))
        async with asyncio.TaskGroup() as tasks:
            for chat in chats:
                tasks.create_task(process(chat))
    print(f"{len(journal.pinned)} chats have the card pinned, {len(failed)} failed.")
    for line in failed:
        print(line)
    return len(failed)


async def rehearse() -> int:
    """Broadcast on a fake Feishu, where some chats refuse at first; return how many failed."""
    async with FakeFeishu() as fake:
        chats = [fake.add_chat(f"Room {number}") for number in range(1, 31)]
        for chat in chats[::10]:
            chat.moderation_setting = "only_owner"
            chat.owner_id = fake.add_user().open_id
        card = Card(SAMPLE)
        path = Path(await asyncio.to_thread(tempfile.mkdtemp)) / "journal.jsonl"
        async with FeishuChat(fake.app_id, fake.app_secret, base_url=fake.url) as feishu:
            await broadcast(feishu, Journal(path, card), card)
            print("Those chats now accept messages from all members; running again:")
            for chat in chats:
                chat.moderation_setting = "all_members"
            return await broadcast(feishu, Journal(path, card), card)


async def main() -> int:
    """Run on the real Feishu if there are credentials, otherwise on a fake one."""
    parser = argparse.ArgumentParser(description="Send a card to all chats of a bot, and pin it.")
    parser.add_argument("card", nargs="?", type=Path, help="the card's JSON (real Feishu only)")
    parser.add_argument("--journal", type=Path, default="broadcast.jsonl", help="the journal")
    arguments = parser.parse_args()

    if not os.getenv("FEISHU_APP_ID"):
        return min(await rehearse(), 1)
    if not arguments.card:
        parser.error("a card is required when FEISHU_APP_ID is set")
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
