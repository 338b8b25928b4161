"""A streamed download: a response that is read in pieces and never held in memory as a whole."""

from collections.abc import Awaitable, Callable
from typing import Protocol, Self

from ..errors import FeishuError, SessionStateError


class Source(Protocol):
    """A source of the pieces of a file."""

    def read(self) -> Awaitable[bytes]:
        """Return the next piece, empty at the end, or raise a `FeishuError` if reading fails."""

    def close(self) -> None:
        """Close the connection if the file was not read to its end."""


class Download:
    """A file that is being downloaded; iterate over it once to read its pieces.

    ::

        async with feishu.messages.resource(message_id, file_key, type="file") as download:
            async for piece in download:
                digest.update(piece)

    Pieces are `bytes` of at most about 100 KB each. If the iteration ends without an error, the
    file is complete.

    Args:
        source: Where the pieces come from.
        size: The size in bytes, if Feishu sent it.
        content_type: The media type, if Feishu sent it.
        file_name: The file's name without any folders, if Feishu sent it.
    """

    def __init__(
        self,
        source: Source,
        *,
        size: int | None,
        content_type: str | None,
        file_name: str | None,
    ) -> None:
        self._source = source
        self._on_close: list[Callable[[], None]] = []
        self._failure: FeishuError | None = None
        self._is_closed = False
        self.size: int | None = size
        """The size in bytes; None if Feishu does not send it."""
        self.content_type: str | None = content_type
        """The media type, such as `image/png`; None if Feishu does not send it."""
        self.file_name: str | None = file_name
        """The file's name without any folders; None if Feishu does not send it."""
        self.received: int = 0
        """The number of bytes read so far."""

    @property
    def on_wire(self) -> bool:
        """Whether the connection is still in use."""
        return not self._is_closed

    def __aiter__(self) -> Self:
        """Return the iterator over the pieces: the download itself."""
        return self

    async def __anext__(self) -> bytes:
        """Return the next piece. After a cancelled wait, the next call returns the same piece."""
        if piece := await self._next():
            return piece
        raise StopAsyncIteration

    def close(self) -> None:
        """Close the download, complete or not. Closing it again has no effect."""
        if not self._is_closed:
            self._is_closed = True
            self._source.close()
            for callback in self._on_close:
                callback()

    def add_close_callback(self, callback: Callable[[], None]) -> None:
        """Register a function to call once when the download ends.

        Args:
            callback: Called without arguments.
        """
        self._on_close.append(callback)

    def interrupt(self) -> None:
        """Interrupt the download because the client is closing; reading on raises an error."""
        if not self._is_closed:
            self._failure = SessionStateError("the client was closed during the download")
            self.close()

    async def _next(self) -> bytes:
        if self._failure is not None:
            raise self._failure
        if self._is_closed:
            raise ValueError("the download is closed; read it inside its `async with`")
        try:
            piece = await self._source.read()
        except FeishuError as error:
            failure = self._failure or error
            self.close()
        else:
            self.received += len(piece)
            return piece
        raise failure
