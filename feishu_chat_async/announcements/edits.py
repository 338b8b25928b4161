"""The interface for editing an announcement in either format."""

from typing import Protocol, TypeVar

import attrs

from .._protocol.endpoint import Endpoint
from ..errors import DecodeError, FeishuError, PartialWriteError
from ..richtext.document import Document

T = TypeVar("T")


class StaleRevisionError(Exception):
    """Someone else has edited the announcement: the edit must restart from the newest revision.

    Raised only if the outcome of every request so far is known: if Feishu carried out a request
    after the restart, its text could end up next to the text that the restarted edit writes.
    """


@attrs.define
class EditProgress:
    """The progress of an edit, including attempts before a restart."""

    changed: bool = False
    """Whether anything has certainly changed."""
    written: int = 0
    """Blocks written or changed so far; `write` resets it to 0 when it restarts."""
    total: int = 0
    """Blocks to write or change."""


class Edits(Protocol):
    """The edits of one announcement. Each raises `StaleRevisionError` if it must restart."""

    async def read(self) -> Document:
        """Return the announcement as a document."""

    async def write(self, document: Document) -> None:
        """Replace the whole announcement with a document."""

    async def append(self, document: Document) -> None:
        """Add the blocks of a document at the end."""

    async def replace_text(self, old: str, new: str) -> int:
        """Replace every occurrence of a text and return their number."""


def partial_write_error(error: FeishuError, progress: EditProgress) -> PartialWriteError:
    """Build an error that reports how much had been written when `error` was raised."""
    return PartialWriteError(
        str(error),
        written=progress.written,
        total=progress.total,
        outcome_unknown=error.outcome_unknown,
    )


def decode_error(
    problem: str, field: str, endpoint: Endpoint[T], chat_id: str, block_id: str = ""
) -> DecodeError:
    """Build an error for a response that is well-formed but contradicts the request."""
    return DecodeError(
        problem,
        field=field,
        method=endpoint.method,
        path=endpoint.template.format(chat_id=chat_id, block_id=block_id),
        log_id=None,
        outcome_unknown=endpoint.writes,
    )
