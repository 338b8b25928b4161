"""Format-independent announcements: read, write, append and replace text."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from . import group as group
else:
    from .._lazy import lazy_names

    __all__, __getattr__, __dir__ = lazy_names(__name__, {"": ("group",)})
