"""Download the files in messages: piece by piece, or to a file."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

from ..._core.files import check_target, save
from ..._protocol.checks import check_enum
from ..._protocol.download import Download
from ...enums import ResourceType, ResourceTypeLike
from .base import MessageGroup
from .records import RESOURCE


class Resources(MessageGroup):
    """The endpoint that downloads the files in messages."""

    @asynccontextmanager
    async def resource(
        self,
        message_id: str,
        file_key: str,
        *,
        type: ResourceTypeLike,  # noqa: A002
    ) -> AsyncIterator[Download]:
        """Download an image, file, audio or video in a message, piece by piece.

        Files can have up to 100 MB. Stickers, and files in cards or merged messages, cannot be
        downloaded. The download has no deadline, but each piece must arrive within
        `attempt_timeout_s`. An interrupted download is not retried. An open download uses one of
        `max_connections`.

        Args:
            file_key: The `file_key` or `image_key` in the content of the message.
            type: `image` for an image, even in rich text; `file` for a file, audio or video.

        Raises:
            InvalidRequestError: Code 234003: the file is not in this message; 234037: it is too
                large; 234043: messages of this type have no files to download.
            NotInChatError: Code 234004: the bot is not in the chat of the message.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/message-resource/get
        """
        path = {"message_id": message_id, "file_key": file_key}
        query = {"type": check_enum("type", type, ResourceType)}
        download = await self._call(RESOURCE, path=path, query=query)
        with closing(download):
            yield download

    async def download(
        self,
        message_id: str,
        file_key: str,
        to: str | os.PathLike[str],
        *,
        type: ResourceTypeLike,  # noqa: A002
    ) -> Path:
        """Download an image, file, audio or video in a message to a file, and return its path.

        The limits are those of `resource`.

        Args:
            file_key: The `file_key` or `image_key` in the content of the message.
            to: The path to write to. An existing file is replaced once the download is complete,
                and left unchanged if it fails.
            type: `image` for an image, even in rich text; `file` for a file, audio or video.

        Raises:
            OSError: The file cannot be written, such as when its folder does not exist.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/message-resource/get
        """
        path = await check_target(to)
        async with self.resource(message_id, file_key, type=type) as download:
            return await save(download, path)
