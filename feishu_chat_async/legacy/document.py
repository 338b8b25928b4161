"""A whole document in the legacy format, with methods that build operations on its parts."""

import attrs

from .._protocol.wire_types import CamelCase
from .base_operation import DeleteContentRange, Operation
from .blocks import Body, LegacyBlock, LegacyParagraph, Title, iter_zones
from .enums import StyleFieldLike
from .operations import InsertBlocks, InsertParagraphElements, UpdateParagraphStyle, UpdateTitle
from .positions import InsertLocation, Range, known_location
from .text import Element, ParagraphStyle


@attrs.frozen(kw_only=True)
class LegacyDocument(CamelCase):
    """A document: a title and a body of blocks.

    The methods return operations for `announcement.patch`; they do not change the document. All
    positions refer to the document as it was read, even if one call contains several operations, so
    pass the revision that was read together with it.
    """

    title: Title = Title()
    body: Body = Body()
    """The blocks after the title."""

    @property
    def blocks(self) -> tuple[LegacyBlock, ...]:
        """The blocks after the title."""
        return self.body.blocks

    @property
    def plain_text(self) -> str:
        """The text of the document: the title if there is one, then the lines of each block."""
        title = self.title.plain_text
        lines = [title] if title else []
        return "\n".join([*lines, *(block.plain_text for block in self.blocks)])

    def set_title(self, text: str) -> UpdateTitle:
        """Return the operation that replaces the title.

        Args:
            text: The new title, without line feeds; it can be empty.
        """
        return UpdateTitle(title=Title.of(text))

    def prepend(self, *blocks: LegacyBlock | str) -> InsertBlocks:
        """Return the operation that inserts blocks directly after the title.

        Args:
            *blocks: 1 to 50 blocks; a string is a paragraph of plain text.
        """
        return InsertBlocks(blocks=blocks, location=InsertLocation.start())

    def append(self, *blocks: LegacyBlock | str) -> InsertBlocks:
        """Return the operation that inserts blocks after all others.

        Args:
            *blocks: 1 to 50 blocks; a string is a paragraph of plain text.
        """
        return InsertBlocks(blocks=blocks, location=InsertLocation.end())

    def insert_before(self, block: LegacyBlock, *blocks: LegacyBlock | str) -> InsertBlocks:
        """Return the operation that inserts blocks before a block of the document.

        Args:
            block: A block of this document.
            *blocks: 1 to 50 blocks to insert; a string is a paragraph of plain text.

        Raises:
            ValueError: The block was not read from an announcement.
        """
        found = known_location(block.location)
        location = InsertLocation.at(found.start_index, found.zone_id)
        return InsertBlocks(blocks=blocks, location=location)

    def insert_after(self, block: LegacyBlock, *blocks: LegacyBlock | str) -> InsertBlocks:
        """Return the operation that inserts blocks after a block of the document.

        Args:
            block: A block of this document.
            *blocks: 1 to 50 blocks to insert; a string is a paragraph of plain text.

        Raises:
            ValueError: The block was not read from an announcement.
        """
        found = known_location(block.location)
        location = InsertLocation.at(found.end_index + 1, found.zone_id)
        if self._is_last(block):  # no index refers to the position after the last line feed
            location = InsertLocation.end(found.zone_id)
        return InsertBlocks(blocks=blocks, location=location)

    def replace(self, element: Element, *elements: Element | str) -> tuple[Operation, ...]:
        """Return the operations that replace an element.

        Args:
            element: An element of this document.
            *elements: The elements to insert instead, at least 1; a string is plain text.

        Raises:
            ValueError: The element was not read from an announcement.
        """
        found = known_location(element.location)
        location = InsertLocation.at(found.start_index, found.zone_id)
        inserted = InsertParagraphElements(elements=elements, location=location)
        return element.delete(), inserted

    def restyle(
        self, paragraph: LegacyParagraph, style: ParagraphStyle, *fields: StyleFieldLike
    ) -> UpdateParagraphStyle:
        """Return the operation that changes the style of a paragraph.

        It cannot be combined with operations of other types in one call.

        Args:
            paragraph: A paragraph of this document.
            style: The new values; a field that is named in `fields` but None here is reset.
            *fields: The fields of `style` to change, at least 1; the others are left unchanged.

        Raises:
            ValueError: The paragraph was not read from an announcement.
        """
        found = known_location(paragraph.location)
        whole = Range(
            zone_id=found.zone_id, start_index=found.start_index, end_index=found.end_index
        )
        return UpdateParagraphStyle(style=style, range=whole, fields=fields)

    def clear(self) -> tuple[DeleteContentRange, ...]:
        """Return the operations that delete the body, which leaves one empty line.

        There are none if the body is already empty.
        """
        if not self.blocks:
            return ()
        first = known_location(self.blocks[0].location)
        last = known_location(self.blocks[-1].location)
        if first.start_index == last.end_index:
            return ()
        whole = Range(
            zone_id=first.zone_id, start_index=first.start_index, end_index=last.end_index
        )
        return (DeleteContentRange(delete_range=whole),)

    def _is_last(self, block: LegacyBlock) -> bool:
        return any(body.blocks[-1:] == (block,) for _, body in iter_zones(self.blocks))
