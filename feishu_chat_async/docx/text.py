"""Text in the docx format: inline elements and their styles."""

from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar

import attrs

from .._protocol.variants import Variants
from .._protocol.wire_types import EncodedUrl, EpochMilliseconds
from .enums import (
    Align,
    BackgroundColor,
    BlockColorLike,
    DocumentType,
    IndentationLike,
    Language,
    TextColor,
)


@attrs.frozen
class Link:
    """The target of a hyperlink."""

    url: EncodedUrl
    """The plain URL; it is percent-encoded when it is sent and decoded when it is read."""


@attrs.frozen(kw_only=True)
class TextElementStyle:
    """The style of a piece of text."""

    bold: bool | None = None
    italic: bool | None = None
    strikethrough: bool | None = None
    underline: bool | None = None
    inline_code: bool | None = None
    """Whether the text is shown as code."""
    background_color: BackgroundColor | None = None
    """The background color; None for none."""
    text_color: TextColor | None = None
    """The color of the text; None for the default."""
    link: Link | None = None
    """The target of the text if it is a hyperlink."""
    comment_ids: tuple[str, ...] = ()
    """Ids of the comments on this text.

    An update can move existing comments within a block; comments cannot be created here.
    """


@attrs.frozen(kw_only=True)
class TextElement:
    """An inline element of a text block; use one of the subclasses."""

    variants: ClassVar[Variants] = Variants()


@TextElement.variants.register("text_run")
@attrs.frozen(kw_only=True)
class TextRun(TextElement):
    """A run of text in one style.

    A line feed is a soft break: it breaks the line without ending the paragraph. All runs of one
    block together hold at most 100,000 UTF-16 code units.
    """

    content: str
    text_element_style: TextElementStyle | None = None
    """The style of the text; None for the default."""


@TextElement.variants.register("mention_user")
@attrs.frozen(kw_only=True)
class MentionUser(TextElement):
    """A mention of a user. A mention that is created through the API does not notify the user."""

    user_id: str
    """The id of the user, of the call's `user_id_type`."""
    text_element_style: TextElementStyle | None = None
    """The style of the mention; None for the default."""


@TextElement.variants.register("mention_doc")
@attrs.frozen(kw_only=True)
class MentionDoc(TextElement):
    """A mention of a cloud document."""

    token: str
    obj_type: DocumentType
    """The type of the document."""
    url: EncodedUrl
    """The plain URL of the document; percent-encoded when it is sent."""
    title: str | None = None
    """The title of the document, up to 800 characters. Read-only: set by Feishu."""
    text_element_style: TextElementStyle | None = None
    """The style of the mention; None for the default."""


def _check_aware(_: object, field: "attrs.Attribute[datetime]", value: datetime) -> None:
    if not isinstance(value, datetime):
        raise TypeError(f"{field.name} must be a datetime, got {type(value).__name__}")
    if value.tzinfo is None:
        raise ValueError(f"{field.name} must be a datetime with a time zone, such as UTC")


@TextElement.variants.register("reminder")
@attrs.frozen(kw_only=True)
class Reminder(TextElement):
    """A date with a reminder."""

    create_user_id: str
    """The id of the creator, of the call's `user_id_type`."""
    is_notify: bool | None = None
    """Whether a notification is sent; None means no."""
    is_whole_day: bool | None = None
    """Whether the reminder is for the whole day, without a time; None means no."""
    expire_time: EpochMilliseconds = attrs.field(validator=_check_aware)
    """When the event takes place: a datetime with a time zone."""
    notify_time: EpochMilliseconds = attrs.field(validator=_check_aware)
    """When to send the notification: a datetime with a time zone."""
    text_element_style: TextElementStyle | None = None
    """The style of the date; None for the default."""


@TextElement.variants.register("file")
@attrs.frozen(kw_only=True)
class InlineFile(TextElement):
    """A file inside the text. It can be moved and removed, but not created through the API."""

    file_token: str | None = None
    """The token of the file."""
    source_block_id: str | None = None
    """The id of the block that holds the file."""
    text_element_style: TextElementStyle | None = None
    """The style of the file's name; None for the default."""


@TextElement.variants.register("inline_block")
@attrs.frozen(kw_only=True)
class InlineBlock(TextElement):
    """A block inside the text. It can be moved and removed, but not created through the API."""

    block_id: str
    text_element_style: TextElementStyle | None = None
    """The style of the block; None for the default."""


@TextElement.variants.register("equation")
@attrs.frozen(kw_only=True)
class Equation(TextElement):
    """A formula inside the text."""

    content: str
    """The formula in KaTeX syntax, 1 to 10,000 characters."""
    text_element_style: TextElementStyle | None = None
    """The style of the formula; None for the default."""


@TextElement.variants.register("undefined")
class UndefinedElement(TextElement):
    """An element of a type that the API does not support."""

    __slots__ = ()


@TextElement.variants.register_fallback
@attrs.frozen(kw_only=True)
class UnknownElement(TextElement):
    """An element of a type that is unknown to this version of the package."""

    content: Mapping[str, object]
    """The element as it was received."""


@attrs.frozen(kw_only=True)
class TextStyle:
    """The style of a whole text block."""

    align: Align | None = None
    """The alignment of the text; None for left."""
    done: bool | None = None
    """Whether a to-do is done. Only for `TodoBlock`."""
    folded: bool | None = None
    """Whether the children are hidden.

    For headings, and for paragraphs, list items and to-dos that have children.
    """
    language: Language | None = None
    """The programming language. Only for `CodeBlock`."""
    wrap: bool | None = None
    """Whether long lines are wrapped. Only for `CodeBlock`."""
    background_color: BlockColorLike | None = None
    """The background color of the whole block; None for none."""
    indentation_level: IndentationLike | None = None
    """The indentation of the first line. Only for `TextBlock`."""
    sequence: str | None = None
    """The number of an item in an ordered list, or "auto" to continue counting.

    None for some old items and for items created through the API.
    """
