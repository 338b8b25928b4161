"""Checks for what a client must not leave behind when no call is running, and its memory use."""

import asyncio
import gc
import os
from collections.abc import Iterator
from pathlib import Path

from feishu_chat_async import FeishuChat
from feishu_chat_async._core.auth import TenantTokens

_STATM = Path("/proc/self/statm")
_FILES = Path("/proc/self/fd")
_TURNS = 20
_REFRESH_S = 30.0


async def wait_for_refresh(feishu: FeishuChat) -> None:
    """Wait for the access token that is being refreshed in the background, if there is one."""
    tokens = feishu._session.tokens
    if isinstance(tokens, TenantTokens) and tokens._refresh_task is not None:
        await asyncio.wait([tokens._refresh_task], timeout=_REFRESH_S)


def left_open(feishu: FeishuChat) -> Iterator[str]:
    """Yield a line for everything that calls left behind in an open client that is idle."""
    session = feishu._session
    limiter = session.limiter
    for name, queue in [*limiter._queues.items(), ("connections", limiter._connections)]:
        if queue.waiters is not None:
            yield f"{len(queue.waiters)} waiting for {name}"
        if queue.timer is not None:
            yield f"a timer of {name}"
        in_use, unsent = queue.bucket._in_use, queue.bucket._unsent
        if in_use or unsent:
            yield f"{in_use} permits for {name}, {unsent} of them not sent"
    if session.lifecycle._calls:
        yield f"{len(session.lifecycle._calls)} running calls"
    for timeouts in (session.timeouts, session.transport._timeouts):
        if timeouts.active:
            yield f"{len(timeouts.active)} timeouts"
    connector = None if session.transport._http is None else session.transport._http.connector
    if connector is not None and connector._acquired:
        yield f"{len(connector._acquired)} connections in use"


async def left_closed(sockets_before: int) -> list[str]:
    """Return a line for everything that is left after the clients are closed."""
    for _ in range(_TURNS):
        await asyncio.sleep(0.01)
    tasks = asyncio.all_tasks() - {asyncio.current_task()}
    left = [f"the task {task.get_name()} {task.get_coro()}" for task in tasks]
    if (added := sockets() - sockets_before) > 0:
        left.append(f"{added} sockets")
    return left


def sockets() -> int:
    """Return how many sockets this process has open; 0 on systems without /proc."""
    found = 0
    for file in _FILES.iterdir() if _FILES.exists() else ():
        try:
            found += file.readlink().name.startswith("socket:")
        except OSError:  # the descriptor through which this folder is read
            continue
    return found


class Memory:
    """The memory in use after garbage collection: objects, and bytes where /proc exists."""

    def __init__(self) -> None:
        gc.collect()
        self.objects = len(gc.get_objects())
        self.bytes = 0
        if _STATM.exists():
            pages = int(_STATM.read_text(encoding="ascii").split()[1])
            self.bytes = pages * os.sysconf("SC_PAGE_SIZE")
