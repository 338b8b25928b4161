"""What can be done to an announcement, whichever format it has."""

from typing import Protocol

import attrs

from ..errors import FeishuError, PartialWriteError
from ..richtext import Document


class Again(Exception):  # noqa: N818  (a signal, and no error yet)
    """Somebody else has edited meanwhile: begin again with what is there now."""


@attrs.define
class Progress:
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


def partial(error: FeishuError, progress: Progress) -> PartialWriteError:
    """Tell of an error what was carried out before it."""
    return PartialWriteError(
        str(error),
        written=progress.written,
        total=progress.total,
        outcome_unknown=error.outcome_unknown,
    )
