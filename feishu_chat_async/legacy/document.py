"""A document in the legacy format as a whole, and the operations that it makes of its parts."""

import attrs

from .._protocol.wire_types import CamelCase
from .blocks import Body, LegacyBlock, LegacyParagraph, Title, zones_in
from .enums import StyleField
from .operations import InsertBlocks, InsertParagraphElements, UpdateParagraphStyle, UpdateTitle
from .ranges import DeleteContentRange, InsertLocation, Operation, Range, located
from .text import Element, ParagraphStyle


@attrs.frozen(kw_only=True)
class LegacyDocument(CamelCase):
    """A document that was read: a title, and blocks below it.

    All operations refer to the document as it was read, also when several go into one call, and
    are made for `announcement.patch` with the revision that came with it.
    """

    title: Title = Title()
    body: Body = Body()

    @property
    def blocks(self) -> tuple[LegacyBlock, ...]:
        """The blocks below the title."""
        return self.body.blocks

    @property
    def plain_text(self) -> str:
        """What it says, a line for each block, the title first if there is one."""
        title = self.title.plain_text
        lines = [title] if title else []
        return "\n".join([*lines, *(block.plain_text for block in self.blocks)])

    def set_title(self, text: str) -> UpdateTitle:
        """Make the operation that replaces the title."""
        return UpdateTitle(title=Title.of(text))

    def prepend(self, *blocks: LegacyBlock | str) -> InsertBlocks:
        """Make the operation that inserts blocks below the title."""
        return InsertBlocks(blocks=blocks, location=InsertLocation.start())

    def append(self, *blocks: LegacyBlock | str) -> InsertBlocks:
        """Make the operation that inserts blocks behind all others."""
        return InsertBlocks(blocks=blocks, location=InsertLocation.end())

    def insert_before(self, block: LegacyBlock, *blocks: LegacyBlock | str) -> InsertBlocks:
        """Make the operation that inserts blocks before one of the document."""
        place = located(block.location)
        location = InsertLocation.at(place.start_index, place.zone_id)
        return InsertBlocks(blocks=blocks, location=location)

    def insert_after(self, block: LegacyBlock, *blocks: LegacyBlock | str) -> InsertBlocks:
        """Make the operation that inserts blocks behind one of the document."""
        place = located(block.location)
        location = InsertLocation.at(place.end_index + 1, place.zone_id)
        if self._is_last(block):  # no index is behind the last line feed
            location = InsertLocation.end(place.zone_id)
        return InsertBlocks(blocks=blocks, location=location)

    def replace(self, element: Element, *elements: Element | str) -> tuple[Operation, ...]:
        """Make the operations that put other elements into the place of one."""
        place = located(element.location)
        location = InsertLocation.at(place.start_index, place.zone_id)
        inserted = InsertParagraphElements(elements=elements, location=location)
        return element.delete(), inserted

    def restyle(
        self, paragraph: LegacyParagraph, style: ParagraphStyle, *fields: StyleField
    ) -> UpdateParagraphStyle:
        """Make the operation that changes the named parts of a paragraph's style."""
        place = located(paragraph.location)
        whole = Range(
            zone_id=place.zone_id, start_index=place.start_index, end_index=place.end_index
        )
        return UpdateParagraphStyle(style=style, range=whole, fields=fields)

    def clear(self) -> tuple[DeleteContentRange, ...]:
        """Make the operations that delete all below the title, but for one empty line.

        There are none if nothing but an empty line is there.
        """
        if not self.blocks:
            return ()
        first, last = located(self.blocks[0].location), located(self.blocks[-1].location)
        if first.start_index == last.end_index:
            return ()
        whole = Range(
            zone_id=first.zone_id, start_index=first.start_index, end_index=last.end_index
        )
        return (DeleteContentRange(delete_range=whole),)

    def _is_last(self, block: LegacyBlock) -> bool:
        return any(body.blocks[-1:] == (block,) for _, body in zones_in(self.blocks))
