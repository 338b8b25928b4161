"""Download the files in messages: piece by piece, or to a file."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

from ..._core.files import checked_target, save
from ..._protocol.checks import check_member
from ..._protocol.download import Download
from ...enums import ResourceType
from .base import MessageGroup
from .records import RESOURCE


class Resources(MessageGroup):
    """The calls that download what is in messages."""

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
        path = await checked_target(to)
        async with self.resource(message_id, file_key, type=type) as download:
            return await save(download, path)
