"""What can be done to an announcement, whichever format it has."""

from typing import Protocol

from ..errors import FeishuError, PartialWriteError
from ..richtext import Document


class Again(Exception):  # noqa: N818  (a signal, and no error yet)
    """Somebody else has edited meanwhile: begin again with what is there now."""


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


def partial(error: FeishuError, written: int, total: int) -> PartialWriteError:
    """Tell of an error what was carried out before it."""
    unknown = error.outcome_unknown
    return PartialWriteError(str(error), written=written, total=total, outcome_unknown=unknown)
