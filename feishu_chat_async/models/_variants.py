"""Objects that are one of many kinds, where a member's name says which kind and holds the rest.

::

    {"block_id": "doxcn1", "block_type": 2, "text": {"elements": [...]}}

is a `TextBlock` with both `block_id` and `elements`: what all kinds share stands beside the member
`text`, and what only this kind has stands in it. Kinds that are not known keep all they came with.
A number, or the name again, may say the kind as well: `{"type": "person", "person": {...}}`. Where
a tag alone says it, all that the kind has stands beside it: `{"tag": "img", "image_key": ...}`.
"""

from collections.abc import Mapping
from typing import Final


class Variants:
    """The kinds of one such object: a table from the name of the member to the class."""

    def __init__(
        self,
        classes: Mapping[str, type],
        *,
        unknown: type,
        shared: tuple[str, ...] = (),
        number_field: str | None = None,
        numbers: Mapping[int, str] | None = None,
        name_field: str | None = None,
        tag_field: str | None = None,
    ) -> None:
        self.classes: Final = classes
        self.names: Final = {cls: name for name, cls in classes.items()}
        self.unknown: Final = unknown
        """A class with the field `content`: all that came, but what is shared."""
        self.shared: Final = shared
        """The fields that stand beside the member."""
        self.number_field: Final = number_field
        """The field that says the kind by a number as well."""
        self.numbers: Final = numbers or {}
        self.number_of: Final = {name: number for number, name in self.numbers.items()}
        self.name_field: Final = name_field
        """The field that repeats the name of the member."""
        self.tag_field: Final = tag_field
        """The field that names the kind beside its fields; then there is no member that does."""

    def name_in(self, wire: Mapping[str, object]) -> str | None:
        """Say which member tells the kind of an object; None if it is not a known one."""
        found = [name for name in wire if name in self.classes and wire[name] is not None]
        return found[0] if len(found) == 1 else None
