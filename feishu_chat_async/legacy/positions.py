"""Positions in documents of the legacy format.

Positions are counted in **UTF-16 code units**, as the official page says: a character outside
the Basic Multilingual Plane, such as most emoji, counts as 2. The title begins at 0. Each line,
including the title, is followed by one line feed, which counts as 1 and is not part of any block's
range. Table cells, code blocks and callouts are separate zones, which count from 0 and have no
title.
"""

from collections.abc import Callable
from typing import Final, Self

import attrs

from .._protocol.checks import check_number, check_text
from .._protocol.wire_types import CamelCase

BODY: Final = "0"
"""The id of the zone that holds the title and the blocks of the body."""

# The official pages show that a line feed counts as 1 and that a styled line begins with a
# placeholder, but not what the placeholder and anything other than text count as: 1 is assumed.
NOT_TEXT_LENGTH: Final = 1
"""The length of an element that is not text, and of a block that is not a paragraph. Assumed."""
PLACEHOLDER_LENGTH: Final = 1
"""The length of the placeholder that begins a heading, quotation or list item. Assumed."""


def utf16_length(text: str) -> int:
    """Return the length of a text in UTF-16 code units, the unit of positions.

    Args:
        text: The text to measure.
    """
    return len(text) + sum(character > "\uffff" for character in text)


def number_between(
    min_value: int, max_value: int | None = None
) -> Callable[[object, "attrs.Attribute[int]", int], None]:
    """Return an attrs validator for whole numbers in a range."""

    def check(_: object, field: "attrs.Attribute[int]", value: int) -> None:
        check_number(field.name, value, min_value=min_value, max_value=max_value)

    return check


def not_empty(_: object, field: "attrs.Attribute[str]", value: str) -> None:
    """Check that a string is not empty; an attrs validator."""
    check_text(field.name, value, min_length=1)


def check_range(start_name: str, start: int, end_name: str, end: int) -> None:
    """Check that a range is not empty; the names are for the error message."""
    if end <= start:
        raise ValueError(f"{end_name} must be greater than {start_name}, got {start} to {end}")


@attrs.frozen(kw_only=True)
class LegacyLocation(CamelCase):
    """The range of a part of a document that was read."""

    zone_id: str
    """The zone: `BODY`, or the id of a table cell, code block or callout."""
    start_index: int
    """The position of the first code unit, counted from 0."""
    end_index: int
    """The position after the last code unit."""


@attrs.frozen(kw_only=True)
class Range(CamelCase):
    """A range to be changed."""

    zone_id: str = attrs.field(default=BODY, validator=not_empty)
    """The zone: `BODY`, or the id of a table cell, code block or callout."""
    start_index: int = attrs.field(validator=number_between(0))
    """The position of the first code unit, counted from 0."""
    end_index: int = attrs.field(validator=number_between(1))
    """The position after the last code unit."""

    def __attrs_post_init__(self) -> None:
        check_range("start_index", self.start_index, "end_index", self.end_index)


@attrs.frozen(kw_only=True)
class InsertLocation(CamelCase):
    """A position to insert at; see `at`, `start` and `end`."""

    zone_id: str = attrs.field(default=BODY, validator=not_empty)
    """The zone: `BODY`, or the id of a table cell, code block or callout."""
    index: int = attrs.field(default=0, validator=number_between(0))
    """The position, counted from 0. Ignored with `start_of_zone` or `end_of_zone`."""
    start_of_zone: bool | None = None
    """Whether to insert blocks at the start of the zone, which in the body is after the title."""
    end_of_zone: bool | None = None
    """Whether to insert blocks at the end of the zone."""

    def __attrs_post_init__(self) -> None:
        if self.start_of_zone and self.end_of_zone:
            raise ValueError("start_of_zone and end_of_zone must not both be set")

    @classmethod
    def at(cls, index: int, zone_id: str = BODY) -> Self:
        """Return the location at a position.

        Args:
            index: The position, counted from 0 in UTF-16 code units.
            zone_id: The zone: `BODY`, or the id of a table cell, code block or callout.
        """
        return cls(zone_id=zone_id, index=index)

    @classmethod
    def start(cls, zone_id: str = BODY) -> Self:
        """Return the location before all blocks of a zone; only `InsertBlocks` accepts it.

        Args:
            zone_id: The zone: `BODY`, or the id of a table cell, code block or callout.
        """
        return cls(zone_id=zone_id, start_of_zone=True)

    @classmethod
    def end(cls, zone_id: str = BODY) -> Self:
        """Return the location after all blocks of a zone; only `InsertBlocks` accepts it.

        Args:
            zone_id: The zone: `BODY`, or the id of a table cell, code block or callout.
        """
        return cls(zone_id=zone_id, end_of_zone=True)


def known_location(location: LegacyLocation | None) -> LegacyLocation:
    """Return a location, or raise a `ValueError` if it is None."""
    if location is None:
        raise ValueError("only a part that was read from an announcement has a location")
    return location
