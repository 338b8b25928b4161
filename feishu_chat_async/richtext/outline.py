"""The conversion of a tree of any shape to the blocks of a document.

In Markdown and docx, any block can contain others. The docstring of `feishu_chat_async.richtext`
lists how such blocks are rearranged.
"""

from collections.abc import Iterable, Iterator, Sequence

import attrs

from .document import MAX_LIST_DEPTH, Code, Divider, DocumentBlock, Inline, ListItem, Span


@attrs.frozen
class OutlineNode:
    """A block of the tree and its children; without a block, a group of children."""

    block: DocumentBlock | None = None
    children: Sequence["OutlineNode"] = ()


def build_blocks(
    nodes: Iterable[OutlineNode], max_depth: int = MAX_LIST_DEPTH
) -> Iterator[DocumentBlock]:
    """Yield the blocks of a document, with lists at most `max_depth` levels deep."""
    for node in nodes:
        if isinstance(node.block, ListItem):
            yield from _build_items(node.block, node.children, max_depth)
            continue
        if node.block is not None:
            yield node.block
        yield from build_blocks(node.children, max_depth)


def _build_items(
    item: ListItem, nodes: Iterable[OutlineNode], max_depth: int
) -> Iterator[ListItem]:
    """Yield the item with its children nested in it, or after it at the deepest level."""
    content = [*item.content]
    children: list[ListItem] = []
    for block in build_blocks(nodes, max(max_depth - 1, 1)):
        if isinstance(block, ListItem):
            children.append(block)
            continue
        line = inline_content(block)
        if line and children:
            children.append(ListItem(content=line))
        elif line:
            content += [Span("\n"), *line] if content else line
    yield attrs.evolve(item, content=content, children=children if max_depth > 1 else ())
    if max_depth == 1:
        yield from children


def inline_content(block: DocumentBlock) -> Sequence[Inline]:
    """Return the text of a block as inline content for another block."""
    if isinstance(block, Divider):
        return ()
    if isinstance(block, Code):
        return (Span(block.text, code=True),) if block.text else ()
    return block.content
