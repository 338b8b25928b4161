"""The base class of operations in the legacy format, and the operation that deletes."""

from typing import ClassVar

import attrs

from .._protocol.wire_types import CamelCase, CustomWire, JsonText, fields_of, wire_name
from .positions import LegacyLocation, Range, known_location


class Operation(CamelCase, CustomWire):
    """An operation that changes a document; use one of the subclasses."""

    __slots__ = ()

    request_name: ClassVar[str]
    """The name of the operation's field in a request, such as `insertBlocksRequest`."""
    exclusive: ClassVar[bool] = False
    """Whether a call with this operation cannot contain operations of other types."""

    def wire_value(self) -> JsonText:
        """Return the operation as JSON in a string."""
        request_type = self.request_name[0].upper() + self.request_name[1:] + "Type"
        return JsonText({"requestType": request_type, self.request_name: self.content()})

    def content(self) -> dict[str, object]:
        """Return the operation's fields under their wire names."""
        cls = type(self)
        return {wire_name(cls, field.name): getattr(self, field.name) for field in fields_of(cls)}


@attrs.frozen(kw_only=True)
class DeleteContentRange(Operation):
    """An operation that deletes whole blocks, or whole elements inside one paragraph.

    Blocks and elements cannot be split. A range of blocks can end before the line feed of the
    last block, which leaves an empty line, or after it. The last line feed of a document is never
    deleted.
    """

    request_name: ClassVar[str] = "deleteContentRangeRequest"

    delete_range: Range = attrs.field(validator=attrs.validators.instance_of(Range))
    """The range to delete."""


def deletion_of(location: LegacyLocation | None, *, with_line_feed: bool) -> DeleteContentRange:
    """Return the operation that deletes the part of a document at a location."""
    known = known_location(location)
    end = known.end_index + 1 if with_line_feed else known.end_index
    return DeleteContentRange(
        delete_range=Range(zone_id=known.zone_id, start_index=known.start_index, end_index=end)
    )
