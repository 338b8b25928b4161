"""A file on its way: an answer that is handed on piece by piece and never held whole."""

from collections.abc import Awaitable, Callable
from typing import Protocol, Self

from ..errors import FeishuError, SessionStateError


class Source(Protocol):
    """Where the pieces of a file come from."""

    def read(self) -> Awaitable[bytes]:
        """Return the next piece, empty at the end; one of our errors if it breaks off before."""

    def close(self) -> None:
        """Give up the connection if there is more to come."""


class Download:
    """A file that is being downloaded: iterate over it for its pieces, once.

    ::

        async with feishu.messages.resource(message_id, file_key, type="file") as download:
            async for piece in download:
                digest.update(piece)

    Pieces are bytes, at most some 100 KB each. If the last one has come, the file is whole;
    otherwise there is an error.
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
        """Bytes, None if Feishu does not say."""
        self.content_type: str | None = content_type
        """Its media type, such as `image/png`."""
        self.file_name: str | None = file_name
        """Its name, without any folders."""
        self.received: int = 0
        """Bytes that have been handed on so far."""

    @property
    def on_wire(self) -> bool:
        """Whether more of it is awaited."""
        return not self._is_closed

    def __aiter__(self) -> Self:
        """Hand on the pieces in order."""
        return self

    async def __anext__(self) -> bytes:
        """Return the next piece. Who gives up waiting for it may ask again: none gets lost."""
        if piece := await self._next():
            return piece
        raise StopAsyncIteration

    def close(self) -> None:
        """Be done with it, whether or not it has come to its end."""
        if not self._is_closed:
            self._is_closed = True
            self._source.close()
            for note in self._on_close:
                note()

    def when_closed(self, note: Callable[[], None]) -> None:
        """Have a function called when it is over."""
        self._on_close.append(note)

    def interrupt(self) -> None:
        """Let whoever reads it find that the client was closed."""
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
