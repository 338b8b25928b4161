"""What must not be left of a client when nobody calls any more, and how much memory it takes."""

import asyncio
import gc
import os
from collections.abc import Iterator
from pathlib import Path

from feishu_chat_async import FeishuChat

_STATM = Path("/proc/self/statm")
_FILES = Path("/proc/self/fd")
_TURNS = 20
_RENEWAL_S = 30.0


async def settled(feishu: FeishuChat) -> None:
    """Wait until it does nothing of itself: a new access token is fetched in the background."""
    renewal = getattr(feishu._session.tokens, "_renewal", None)
    if renewal is not None:
        await asyncio.wait([renewal], timeout=_RENEWAL_S)


def left_open(feishu: FeishuChat) -> Iterator[str]:
    """Say what calls have left behind, while the client is open and nobody uses it."""
    session = feishu._session
    limiter = session.limiter
    for name, queue in [*limiter._queues.items(), ("connections", limiter._connections)]:
        if queue.line is not None:
            yield f"{len(queue.line)} wait for {name}"
        if queue.timer is not None:
            yield f"a timer of {name}"
        if queue.bucket._busy or queue.bucket._held:
            yield f"{queue.bucket._busy} permits for {name}, {queue.bucket._held} of them not sent"
    if session.lifecycle._calls:
        yield f"{len(session.lifecycle._calls)} calls under way"
    for deadlines in (session.deadlines, session.transport._deadlines):
        if deadlines.running:
            yield f"{len(deadlines.running)} deadlines"
    connector = None if session.transport._http is None else session.transport._http.connector
    if connector is not None and connector._acquired:
        yield f"{len(connector._acquired)} connections in use"


async def left_closed(sockets_before: int) -> list[str]:
    """Say what is left when the clients are closed."""
    for _ in range(_TURNS):
        await asyncio.sleep(0.01)
    tasks = asyncio.all_tasks() - {asyncio.current_task()}
    left = [f"the task {task.get_name()} {task.get_coro()}" for task in tasks]
    if (more := sockets() - sockets_before) > 0:
        left.append(f"{more} sockets")
    return left


def sockets() -> int:
    """Count the sockets that this process has; 0 where that cannot be known."""
    found = 0
    for file in _FILES.iterdir() if _FILES.exists() else ():
        try:
            found += file.readlink().name.startswith("socket:")
        except OSError:  # the one with which they are listed
            continue
    return found


class Memory:
    """How much of it is used, once all that can be collected was."""

    def __init__(self) -> None:
        gc.collect()
        self.objects = len(gc.get_objects())
        self.bytes = 0
        if _STATM.exists():
            pages = int(_STATM.read_text(encoding="ascii").split()[1])
            self.bytes = pages * os.sysconf("SC_PAGE_SIZE")
