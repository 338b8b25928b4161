"""The process of the servers, `python -m tests.endurance.server`; `run` starts it."""

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

from .faults import FaultInjector
from .journal import Journal, record_stalls
from .marks import MARK, chat_in, mark_in
from .mix import MIX

PEOPLE = 100
_LIFETIMES_S = (2.0, 7200.0)
"""Of access tokens, alternating between servers."""
_SETTLED_S = 15.0
"""The longest time until the record of a request no longer changes."""
_WRITE_S = 0.1

_CREATING = {chats.CREATE.name, messages.CREATE.name, messages.REPLY.name}
"""Calls whose effects are read from the final state: one idempotency key creates one object."""
_WRITES = {step.endpoint.name for step in MIX if step.endpoint.writes} - _CREATING
_EDITS = {step.endpoint.name for step in MIX if EDITS in step.endpoint.narrow_limits}


class _Messages(dict[str, FakeMessage]):
    """The messages of a chat, which also claims to contain every mark, so that it can be pinned."""

    def __contains__(self, message_id: object) -> bool:
        is_mark = isinstance(message_id, str) and MARK.fullmatch(message_id) is not None
        return is_mark or super().__contains__(message_id)


class Site:
    """A server with chats and users."""

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

    def as_json(self) -> dict[str, object]:
        """Return what clients need to know."""
        return {
            "number": self.number,
            "url": self.fake.url,
            "app_id": self.fake.app_id,
            "app_secret": self.fake.app_secret,
            "people": self.people,
            "rooms": self.rooms,
        }

    def record_requests(self, journal: Journal, before_s: float) -> None:
        """Record and forget the requests that arrived before a time."""
        requests = self.fake.requests
        while requests and requests[0].at_s < before_s:
            self._record(journal, requests.popleft())

    def _record(self, journal: Journal, request: RecordedRequest) -> None:
        endpoint = request.endpoint
        if endpoint is None:
            return
        journal.write("received", f"{endpoint}, server {self.number}", endpoint, request.at_s)
        if endpoint in _EDITS:
            chat_id = chat_in(request.path)
            journal.write("received", f"{EDITS.name} {chat_id}", EDITS.name, request.at_s)
        recipient = self._recipient(request)
        if recipient is not None:
            journal.write("received", f"{RECIPIENT.name} {recipient}", RECIPIENT.name, request.at_s)
        if request.carried_out and endpoint in _WRITES:
            name = request.query.get("client_token", request.log_id)
            journal.write("effect", endpoint, mark_in(request.path, request.body), name)

    def _recipient(self, request: RecordedRequest) -> str | None:
        """Return the chat that a message was sent to; None for other requests."""
        if request.endpoint == messages.CREATE.name and isinstance(request.body, dict):
            return str(request.body["receive_id"])
        if request.endpoint == messages.REPLY.name:
            message_id = request.path.split("/")[-2]
            return self.fake.messages[message_id].chat_id
        return None

    def record_created(self, journal: Journal) -> None:
        """Record the chats and messages that calls created."""
        for chat in self.fake.chats.values():
            if MARK.fullmatch(chat.description):
                journal.write("effect", chats.CREATE.name, chat.description, chat.chat_id)
        for message in self.fake.messages.values():
            mark = MARK.search(message.content)
            if mark is not None:
                call = messages.REPLY if message.parent_id else messages.CREATE
                journal.write("effect", call.name, mark[0], message.message_id)


async def record_requests(journal: Journal, sites: list[Site]) -> None:
    """Record the requests that arrive, until cancelled."""
    while True:
        await asyncio.sleep(_WRITE_S)
        for site in sites:
            site.record_requests(journal, asyncio.get_running_loop().time() - _SETTLED_S)


async def serve(seed: int, workers: list[int], path: Path) -> None:
    """Serve and inject faults until stdin is written to or closed."""
    sites = [Site(number, count) for number, count in enumerate(workers)]
    injectors = [FaultInjector(site.fake, random.Random(f"{seed} {site.number}")) for site in sites]
    journal = Journal(path)
    stopped = asyncio.Event()
    asyncio.get_running_loop().add_reader(sys.stdin, stopped.set)
    async with AsyncExitStack() as stack:
        for site in sites:
            await stack.enter_async_context(site.fake)
        print(json.dumps([site.as_json() for site in sites]), flush=True)
        jobs = [asyncio.create_task(injector.run()) for injector in injectors]
        jobs += map(asyncio.create_task, (record_requests(journal, sites), record_stalls(journal)))
        await stopped.wait()
        for job in jobs:
            job.cancel()
            with suppress(asyncio.CancelledError):
                await job
    injected: Counter[str] = Counter()
    for site, injector in zip(sites, injectors, strict=True):
        site.record_requests(journal, float("inf"))
        site.record_created(journal)
        injected += injector.injected
    journal.close()
    print(json.dumps(injected), flush=True)


def _is_wanted(record: logging.LogRecord) -> bool:
    return record.getMessage() != "Unhandled exception"


def main() -> None:
    """Serve as the command line says."""
    parser = argparse.ArgumentParser(prog="python -m tests.endurance.server")
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument(
        "--workers", type=int, nargs="+", required=True, help="number of workers of each server"
    )
    parser.add_argument("--journal", type=Path, required=True)
    arguments = parser.parse_args()
    random.seed(arguments.seed)
    # aiohttp logs this for a handler that ends after its server stopped waiting for it.
    logging.getLogger("aiohttp.server").addFilter(_is_wanted)
    asyncio.run(serve(arguments.seed, arguments.workers, arguments.journal))


if __name__ == "__main__":
    main()
