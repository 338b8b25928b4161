"""What can be done to an announcement, whichever format it has."""

from typing import Protocol, TypeVar

import attrs

from .._protocol.endpoint import Endpoint
from ..errors import DecodeError, FeishuError, PartialWriteError
from ..richtext.document import Document

T = TypeVar("T")


class Again(Exception):  # noqa: N818  (a signal, and no error yet)
    """Somebody else has edited meanwhile: begin again with what is there now.

    Only where all requests so far are known to have been carried out, or not: one that Feishu
    carried out later could leave its text beside the one that is written then.
    """


@attrs.define
class EditProgress:
    """What an edit has done so far, also if it began again meanwhile."""

    changed: bool = False
    """Whether anything was surely changed."""
    written: int = 0
    total: int = 0


class Edits(Protocol):
    """Edits of one announcement; each raises `Again` if it is to begin again."""

    async def read(self) -> Document:
        """Return what it says."""

    async def write(self, document: Document) -> None:
        """Put a document into the place of all that is there."""

    async def append(self, document: Document) -> None:
        """Add a document below all that is there."""

    async def replace_text(self, old: str, new: str) -> int:
        """Replace a text wherever it stands, and return how often it did."""


def partial_write_error(error: FeishuError, progress: EditProgress) -> PartialWriteError:
    """Tell of an error what was carried out before it."""
    return PartialWriteError(
        str(error),
        written=progress.written,
        total=progress.total,
        outcome_unknown=error.outcome_unknown,
    )


def unreadable(
    problem: str, field: str, endpoint: Endpoint[T], chat_id: str, block_id: str = ""
) -> DecodeError:
    """Tell that an answer has the right shape, and yet cannot be what was asked for."""
    return DecodeError(
        problem,
        field=field,
        method=endpoint.method,
        path=endpoint.template.format(chat_id=chat_id, block_id=block_id),
        log_id=None,
        outcome_unknown=endpoint.writes,
    )
