"""Rich text documents that are independent of the format of an announcement.

::

    from feishu_chat_async.richtext import Document, Heading, ListItem, Span

    Document(
        blocks=[
            Heading.of("Release 2.1"),
            ListItem.of("freeze: ", Span("Friday", bold=True)),
        ]
    )

`feishu.announcement` writes and reads documents in both formats of announcements;
`feishu_chat_async.richtext.markdown` converts them to and from Markdown.

Documents compare by content: adjacent spans in the same style are merged, and empty spans dropped.
A line feed in a span is a line break inside its block.

No format can represent everything. The docstrings of these modules list what is simplified or lost
in each direction:

- `feishu_chat_async.richtext.markdown`
- `feishu_chat_async.richtext.docx_format`
- `feishu_chat_async.richtext.legacy_format`

In a document, only list items contain other blocks, which are list items too. Other nested blocks
of Markdown and docx are rearranged:

| In Markdown or docx                            | becomes in a document                         |
| ---------------------------------------------- | --------------------------------------------- |
| a block inside anything but a list item        | a block after it                              |
| text, a heading, a quotation, code in an item  | lines of the item's text, code in code style  |
| the same after nested items                    | a nested item                                 |
| a divider in an item                           | nothing                                       |
| items nested more than 16 deep                 | items of the 16th level                       |
"""

from .document import (
    MAX_LIST_DEPTH,
    Code,
    Divider,
    Document,
    DocumentBlock,
    Heading,
    Inline,
    ListItem,
    ListKind,
    ListKindLike,
    MentionAll,
    Paragraph,
    Quote,
    Span,
    UserMention,
    plain_text,
)

__all__ = [
    "MAX_LIST_DEPTH",
    "Code",
    "Divider",
    "Document",
    "DocumentBlock",
    "Heading",
    "Inline",
    "ListItem",
    "ListKind",
    "ListKindLike",
    "MentionAll",
    "Paragraph",
    "Quote",
    "Span",
    "UserMention",
    "plain_text",
]
