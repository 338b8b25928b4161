"""Where things stand in documents of the legacy format, and the root of what changes them.

Positions are counted in **UTF-16 code units**, as the official page says: an emoji outside the
Basic Multilingual Plane takes two. The title begins at 0, and each line, the title too, is followed
by one line feed, which counts 1 and belongs to the range of no block. Cells of tables, blocks of
code and callouts are zones of their own, which count from 0 and have no title.
"""

from collections.abc import Callable
from typing import ClassVar, Final, Self

import attrs

from .._protocol.checks import check_number, check_text
from .._protocol.wire_types import CamelCase, Composed, JsonText, wire_name

BODY: Final = "0"
"""The zone of the title and of what stands below it."""

# The pages show that a line feed is 1, and that a styled line begins with a placeholder, but not
# what the placeholder and other things than text count: these are taken to be 1 as well.
NOT_TEXT_LENGTH: Final = 1
"""What an element that is not text counts, and a block that is not a paragraph. Assumed."""
PLACEHOLDER_LENGTH: Final = 1
"""What the placeholder counts with which a heading, a quotation or a list item begins. Assumed."""


def utf16_length(text: str) -> int:
    """Count a text as positions do, in UTF-16 code units."""
    return len(text) + sum(character > "\uffff" for character in text)


def at_least(
    least: int, most: int | None = None
) -> Callable[[object, "attrs.Attribute[int]", int], None]:
    """Make a validator for whole numbers."""

    def check(_: object, field: "attrs.Attribute[int]", value: int) -> None:
        check_number(field.name, value, min_value=least, max_value=most)

    return check


def not_empty(_: object, field: "attrs.Attribute[str]", value: str) -> None:
    """Check that there is an id."""
    check_text(field.name, value, min_length=1)


def check_range(start_name: str, start: int, end_name: str, end: int) -> None:
    """Check that a range holds something."""
    if end <= start:
        raise ValueError(f"{end_name} must be above {start_name}, got {start} to {end}")


@attrs.frozen(kw_only=True)
class LegacyLocation(CamelCase):
    """Where something stands that was read: from `start_index` up to, without, `end_index`."""

    zone_id: str
    start_index: int
    end_index: int


@attrs.frozen(kw_only=True)
class Range(CamelCase):
    """A range to change: from `start_index` up to, without, `end_index`."""

    zone_id: str = attrs.field(default=BODY, validator=not_empty)
    start_index: int = attrs.field(validator=at_least(0))
    end_index: int = attrs.field(validator=at_least(1))

    def __attrs_post_init__(self) -> None:
        check_range("start_index", self.start_index, "end_index", self.end_index)


@attrs.frozen(kw_only=True)
class InsertLocation(CamelCase):
    """Where to insert; see `at`, `start` and `end`."""

    zone_id: str = attrs.field(default=BODY, validator=not_empty)
    index: int = attrs.field(default=0, validator=at_least(0))
    """Means nothing with `start_of_zone` or `end_of_zone`."""
    start_of_zone: bool | None = None
    """Below the title, or at the beginning of a cell."""
    end_of_zone: bool | None = None

    def __attrs_post_init__(self) -> None:
        if self.start_of_zone and self.end_of_zone:
            raise ValueError("start_of_zone and end_of_zone must not be set both")

    @classmethod
    def at(cls, index: int, zone_id: str = BODY) -> Self:
        """Insert at a position."""
        return cls(zone_id=zone_id, index=index)

    @classmethod
    def start(cls, zone_id: str = BODY) -> Self:
        """Insert blocks before all others of a zone."""
        return cls(zone_id=zone_id, start_of_zone=True)

    @classmethod
    def end(cls, zone_id: str = BODY) -> Self:
        """Insert blocks behind all others of a zone."""
        return cls(zone_id=zone_id, end_of_zone=True)


class Operation(CamelCase, Composed):
    """A change of a document: one of the classes of this kind."""

    __slots__ = ()

    exclusive: ClassVar[bool] = False
    """Whether operations of other kinds cannot stand beside it."""

    def composed(self) -> JsonText:
        """Make what the API takes: JSON in a string, named after the class."""
        name = type(self).__name__.removeprefix("Legacy")
        member = name[0].lower() + name[1:] + "Request"
        return JsonText({"requestType": f"{name}RequestType", member: self.content()})

    def content(self) -> dict[str, object]:
        """Return what is particular to the operation, under the names of the wire."""
        cls = type(self)
        found: tuple[attrs.Attribute[object], ...] = getattr(cls, "__attrs_attrs__", ())
        return {wire_name(cls, field.name): getattr(self, field.name) for field in found}


@attrs.frozen(kw_only=True)
class DeleteContentRange(Operation):
    """Delete whole blocks, or whole elements inside one paragraph; nothing can be cut in two.

    A range of blocks may end with the line feed of the last one, or before it: then an empty line
    stays. The line feed at the end of a document stays in any case.
    """

    delete_range: Range = attrs.field(validator=attrs.validators.instance_of(Range))


def deletion(location: LegacyLocation | None, *, with_line_feed: bool) -> DeleteContentRange:
    """Make the operation that deletes what stands somewhere."""
    found = located(location)
    end = found.end_index + 1 if with_line_feed else found.end_index
    return DeleteContentRange(
        delete_range=Range(zone_id=found.zone_id, start_index=found.start_index, end_index=end)
    )


def located(location: LegacyLocation | None) -> LegacyLocation:
    """Return where something stands that was read."""
    if location is None:
        raise ValueError("only what was read from an announcement has a location")
    return location
