"""Downloading what is in a message: piece by piece, or to a file that is whole or not there."""

import asyncio
import os
import uuid
from collections.abc import AsyncIterator, Callable
from contextlib import ExitStack, asynccontextmanager, closing, suppress
from functools import partial
from pathlib import Path
from typing import Final, ParamSpec, TypeVar

from .._checks import check_member
from .._download import Download
from .._endpoint import Caller, Endpoint
from ..enums import ResourceType

P = ParamSpec("P")
T = TypeVar("T")

RESOURCE: Final[Endpoint[Download]] = Endpoint(
    method="GET",
    path="/open-apis/im/v1/messages/:message_id/resources/:file_key",
    returns=Download,
    idempotent=True,
    streamed=True,
)


class Downloading:
    """The calls that download what is in messages."""

    _call: Caller

    @asynccontextmanager
    async def resource(
        self,
        message_id: str,
        file_key: str,
        *,
        type: ResourceType,  # noqa: A002
    ) -> AsyncIterator[Download]:
        """Download a picture, file, audio or video in a message, piece by piece.

        Up to 100 MB; not stickers, nor what is in cards and in merged messages. The pieces may take
        as long as they need, but each must come within `attempt_timeout_s`. What breaks off is not
        begun again. While it is open it is one of the client's `max_connections`.

        Raises:
            InvalidRequestError: code 234003, the file is not in this message; 234037, it is too
                large; 234043, it cannot be downloaded from a message of this type.
            NotInChatError: code 234004, the bot is not in the chat of the message.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/message-resource/get
        """
        path = {"message_id": message_id, "file_key": file_key}
        query = {"type": check_member("type", type, ResourceType)}
        download = await self._call(RESOURCE, path=path, query=query)
        with closing(download):
            yield download

    async def download(
        self,
        message_id: str,
        file_key: str,
        to: str | os.PathLike[str],
        *,
        type: ResourceType,  # noqa: A002
    ) -> Path:
        """Download a picture, file, audio or video in a message to a file, and return its path.

        A file that is there is replaced once all has come; if anything fails, it is left as it is.
        See `resource`. That the disk is full, or there is no such folder, is an `OSError`.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/message-resource/get
        """
        path = await _target(to)
        async with self.resource(message_id, file_key, type=type) as download:
            return await _save(download, path)


async def _target(to: str | os.PathLike[str]) -> Path:
    """Return where a file is to be saved, if a file can be there."""
    path = Path(to)
    if not path.name or await _in_thread(path.is_dir):
        raise ValueError(f"to must be the path of a file, and this is a folder: {str(path)!r}")
    return path


async def _save(download: Download, path: Path) -> Path:
    """Write a download to a file, in place of one that is there; it gets its name when whole."""
    part = path.with_name(f".{uuid.uuid4().hex}.part")
    opened = ExitStack()
    try:
        file = await _in_thread(lambda: opened.enter_context(part.open("xb")))
        async for piece in download:
            await _in_thread(file.write, piece)
        await _in_thread(opened.close)
        await _in_thread(part.replace, path)
    except BaseException:
        await _in_thread(_discard, part, opened)
        raise
    return path


def _discard(part: Path, opened: ExitStack) -> None:
    with suppress(OSError):  # the disk may be full
        opened.close()
    part.unlink(missing_ok=True)


async def _in_thread(job: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Do something that may block; it is over when this ends, however often it is cancelled."""
    done = asyncio.get_running_loop().run_in_executor(None, partial(job, *args, **kwargs))
    cancelled: asyncio.CancelledError | None = None
    while not done.done():
        try:
            await asyncio.wait([done])
        except asyncio.CancelledError as error:
            cancelled = error
    if cancelled is not None:
        done.exception()  # nobody else asks for it
        raise cancelled
    return done.result()
