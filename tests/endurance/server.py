"""The servers, in a process of their own: `python -m tests.endurance.server`, started by `run`."""

import argparse
import asyncio
import json
import logging
import random
import sys
from collections import Counter
from contextlib import AsyncExitStack, suppress
from pathlib import Path

from feishu_chat_async._core.recipients import RECIPIENT
from feishu_chat_async.endpoints import chats
from feishu_chat_async.endpoints.docx_announcement import EDITS
from feishu_chat_async.endpoints.messages import records as messages
from feishu_chat_async.testing import FakeFeishu, FakeMessage, RecordedRequest

from .journal import Journal, watch_time
from .marks import MARK, chat_in, mark_in
from .mix import MIX
from .trouble import Trouble

PEOPLE = 100
_LIFETIMES_S = (2.0, 7200.0)
"""Of access tokens, by turns."""
_SETTLED_S = 15.0
"""After so long nothing more happens to a request."""
_WRITE_S = 0.1

_MADE = {chats.CREATE.name, messages.CREATE.name, messages.REPLY.name}
"""What is told by the state in the end: there one key must have made one thing."""
_WRITES = {step.endpoint.name for step in MIX if step.endpoint.writes} - _MADE
_EDITS = {step.endpoint.name for step in MIX if EDITS in step.endpoint.narrow_limits}


class _Messages(dict[str, FakeMessage]):
    """All messages that anybody may think of, and those that there are."""

    def __contains__(self, one: object) -> bool:
        is_thought_of = isinstance(one, str) and MARK.fullmatch(one) is not None
        return is_thought_of or super().__contains__(one)


class Site:
    """One server, with chats and people."""

    def __init__(self, number: int, workers: int) -> None:
        lifetime_s = _LIFETIMES_S[number % len(_LIFETIMES_S)]
        self.fake = FakeFeishu(token_lifetime_s=lifetime_s)
        self.number = number
        self.people = [self.fake.add_user().open_id for _ in range(PEOPLE)]
        self.rooms = [self._rooms() for _ in range(workers)]

    def _rooms(self) -> list[tuple[str, bool]]:
        rooms = [self.fake.add_chat(docx=docx) for docx in (False, True)]
        for room in rooms:
            room.description = room.chat_id
            room.messages = _Messages()
        return [(room.chat_id, room.announcement.is_docx) for room in rooms]

    def told(self) -> dict[str, object]:
        """Say what a client must know."""
        return {
            "number": self.number,
            "url": self.fake.url,
            "app_id": self.fake.app_id,
            "app_secret": self.fake.app_secret,
            "people": self.people,
            "rooms": self.rooms,
        }

    def write_down(self, journal: Journal, before_s: float) -> None:
        """Write down, and forget, what has come in until then."""
        requests = self.fake.requests
        while requests and requests[0].at_s < before_s:
            self._write_down(journal, requests.popleft())

    def _write_down(self, journal: Journal, request: RecordedRequest) -> None:
        endpoint = request.endpoint
        if endpoint is None:
            return
        journal.write("received", f"{endpoint}, server {self.number}", endpoint, request.at_s)
        if endpoint in _EDITS:
            chat_id = chat_in(request.path)
            journal.write("received", f"{EDITS.name} {chat_id}", EDITS.name, request.at_s)
        receiver = self._receiver(request)
        if receiver is not None:
            journal.write("received", f"{RECIPIENT.name} {receiver}", RECIPIENT.name, request.at_s)
        if request.carried_out and endpoint in _WRITES:
            name = request.query.get("client_token", request.log_id)
            journal.write("effect", endpoint, mark_in(request.path, request.body), name)

    def _receiver(self, request: RecordedRequest) -> str | None:
        """Find the chat that a message was for."""
        if request.endpoint == messages.CREATE.name and isinstance(request.body, dict):
            return str(request.body["receive_id"])
        if request.endpoint == messages.REPLY.name:
            message_id = request.path.split("/")[-2]
            return self.fake.messages[message_id].chat_id
        return None

    def write_down_what_was_made(self, journal: Journal) -> None:
        """Write down which chats and messages were made."""
        for chat in self.fake.chats.values():
            if MARK.fullmatch(chat.description):
                journal.write("effect", chats.CREATE.name, chat.description, chat.chat_id)
        for message in self.fake.messages.values():
            mark = MARK.search(message.content)
            if mark is not None:
                call = messages.REPLY if message.parent_id else messages.CREATE
                journal.write("effect", call.name, mark[0], message.message_id)


async def keep_books(journal: Journal, sites: list[Site]) -> None:
    """Write down what comes in, until cancelled."""
    while True:
        await asyncio.sleep(_WRITE_S)
        for site in sites:
            site.write_down(journal, asyncio.get_running_loop().time() - _SETTLED_S)


async def serve(seed: int, workers: list[int], path: Path) -> None:
    """Serve and make trouble until somebody writes to stdin, or closes it."""
    sites = [Site(number, count) for number, count in enumerate(workers)]
    troubles = [Trouble(site.fake, random.Random(f"{seed} {site.number}")) for site in sites]
    journal = Journal(path)
    stopped = asyncio.Event()
    asyncio.get_running_loop().add_reader(sys.stdin, stopped.set)
    async with AsyncExitStack() as stack:
        for site in sites:
            await stack.enter_async_context(site.fake)
        print(json.dumps([site.told() for site in sites]), flush=True)
        jobs = [asyncio.create_task(trouble.make()) for trouble in troubles]
        jobs += map(asyncio.create_task, (keep_books(journal, sites), watch_time(journal)))
        await stopped.wait()
        for job in jobs:
            job.cancel()
            with suppress(asyncio.CancelledError):
                await job
    made: Counter[str] = Counter()
    for site, trouble in zip(sites, troubles, strict=True):
        site.write_down(journal, float("inf"))
        site.write_down_what_was_made(journal)
        made += trouble.made
    journal.close()
    print(json.dumps(made), flush=True)


def _is_news(record: logging.LogRecord) -> bool:
    return record.getMessage() != "Unhandled exception"


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.endurance.server")
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--workers", type=int, nargs="+", required=True, help="of each server")
    parser.add_argument("--journal", type=Path, required=True)
    arguments = parser.parse_args()
    random.seed(arguments.seed)
    # aiohttp says so of a handler that ends after its server has ceased to wait for it.
    logging.getLogger("aiohttp.server").addFilter(_is_news)
    asyncio.run(serve(arguments.seed, arguments.workers, arguments.journal))


if __name__ == "__main__":
    main()
