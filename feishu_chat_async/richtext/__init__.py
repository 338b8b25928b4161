"""Rich text for people to write: one document for both kinds of announcement.

::

    from feishu_chat_async.richtext import Document, Heading, ListItem, Span

    Document(
        blocks=[
            Heading.of("Release 2.1"),
            ListItem.of("freeze: ", Span("Friday", bold=True)),
        ]
    )

Documents are compared by what they say: neighbouring texts of one style are one text, and empty
ones are none. A line feed in a text breaks the line inside its block.
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
    "MentionAll",
    "Paragraph",
    "Quote",
    "Span",
    "UserMention",
    "plain_text",
]
