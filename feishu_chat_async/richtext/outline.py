"""Makes the blocks of a document from a tree of any shape.

Other formats let anything stand below anything. In a document only list items hold other blocks,
and only other list items, so that

| Of the tree                                    | becomes in the document                       |
| ---------------------------------------------- | --------------------------------------------- |
| what stands below anything but a list item     | blocks behind it                              |
| text, a heading, a quotation, code in an item  | lines of the item's text, code in its style   |
| the same behind the item's own items           | an item of its own                            |
| a divider in an item                           | nothing                                       |
| items nested more than 16 deep                 | items of the 16th level                       |
"""

from collections.abc import Iterable, Iterator, Sequence

import attrs

from .document import MAX_LIST_DEPTH, Code, Divider, DocumentBlock, Inline, ListItem, Span


@attrs.frozen
class Part:
    """A block, or nothing, and what stands below it."""

    block: DocumentBlock | None = None
    parts: Sequence["Part"] = ()


def assemble(parts: Iterable[Part], room: int = MAX_LIST_DEPTH) -> Iterator[DocumentBlock]:
    """Return the blocks, with lists at most `room` deep."""
    for part in parts:
        if isinstance(part.block, ListItem):
            yield from _items(part.block, part.parts, room)
            continue
        if part.block is not None:
            yield part.block
        yield from assemble(part.parts, room)


def _items(item: ListItem, parts: Iterable[Part], room: int) -> Iterator[ListItem]:
    """Return the item with what is below it, or behind it where there is no room."""
    content = [*item.content]
    below: list[ListItem] = []
    for block in assemble(parts, max(room - 1, 1)):
        if isinstance(block, ListItem):
            below.append(block)
            continue
        line = as_line(block)
        if line and below:
            below.append(ListItem(content=line))
        elif line:
            content += [Span("\n"), *line] if content else line
    yield attrs.evolve(item, content=content, children=below if room > 1 else ())
    if room == 1:
        yield from below


def as_line(block: DocumentBlock) -> Sequence[Inline]:
    """Return what a block says, as the text of another one."""
    if isinstance(block, Divider):
        return ()
    if isinstance(block, Code):
        return (Span(block.text, code=True),) if block.text else ()
    return block.content
