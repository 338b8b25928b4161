"""Text in documents of the docx format: pieces of it, and how they look."""

from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar

import attrs

from .._protocol.variants import Variants
from .._protocol.wire_types import EncodedUrl, EpochMilliseconds
from .enums import (
    Align,
    BackgroundColor,
    BlockColor,
    DocumentType,
    Indentation,
    Language,
    TextColor,
)


@attrs.frozen(kw_only=True)
class Link:
    """Where a piece of text leads."""

    url: EncodedUrl
    """The link as it is; percent-encoding it for the way is done for you."""


@attrs.frozen(kw_only=True)
class TextElementStyle:
    """How a piece of text looks."""

    bold: bool | None = None
    italic: bool | None = None
    strikethrough: bool | None = None
    underline: bool | None = None
    inline_code: bool | None = None
    background_color: BackgroundColor | None = None
    text_color: TextColor | None = None
    link: Link | None = None
    comment_ids: tuple[str, ...] = ()
    """Comments on it; they can be moved inside a block, and not be made here."""


@attrs.frozen(kw_only=True)
class TextElement:
    """A piece of the text of a block: one of the classes below."""

    variants: ClassVar[Variants] = Variants()


@TextElement.variants.register("text_run")
@attrs.frozen(kw_only=True)
class TextRun(TextElement):
    """Plain text; a line feed in it breaks the line without ending the paragraph."""

    content: str
    text_element_style: TextElementStyle | None = None


@TextElement.variants.register("mention_user")
@attrs.frozen(kw_only=True)
class MentionUser(TextElement):
    """A person who is mentioned; through the API, without being told of it."""

    user_id: str
    """An id of the kind that the call is told."""
    text_element_style: TextElementStyle | None = None


@TextElement.variants.register("mention_doc")
@attrs.frozen(kw_only=True)
class MentionDoc(TextElement):
    """A document that is mentioned."""

    token: str
    obj_type: DocumentType
    url: EncodedUrl
    title: str | None = None
    """Given by Feishu."""
    text_element_style: TextElementStyle | None = None


def _check_aware(_: object, field: "attrs.Attribute[datetime]", value: datetime) -> None:
    if not isinstance(value, datetime):
        raise TypeError(f"{field.name} must be a datetime, got {type(value).__name__}")
    if value.tzinfo is None:
        raise ValueError(f"{field.name} must be a datetime with a time zone, such as UTC")


@TextElement.variants.register("reminder")
@attrs.frozen(kw_only=True)
class Reminder(TextElement):
    """A date, and when somebody is reminded of it."""

    create_user_id: str
    is_notify: bool | None = None
    is_whole_day: bool | None = None
    expire_time: EpochMilliseconds = attrs.field(validator=_check_aware)
    """When it happens."""
    notify_time: EpochMilliseconds = attrs.field(validator=_check_aware)
    """When to remind of it."""
    text_element_style: TextElementStyle | None = None


@TextElement.variants.register("file")
@attrs.frozen(kw_only=True)
class InlineFile(TextElement):
    """A file inside the text; it can be moved and removed, and not be made here."""

    file_token: str | None = None
    source_block_id: str | None = None
    text_element_style: TextElementStyle | None = None


@TextElement.variants.register("inline_block")
@attrs.frozen(kw_only=True)
class InlineBlock(TextElement):
    """A block inside the text; it can be moved and removed, and not be made here."""

    block_id: str
    text_element_style: TextElementStyle | None = None


@TextElement.variants.register("equation")
@attrs.frozen(kw_only=True)
class Equation(TextElement):
    """A formula in KaTeX, 1 to 10,000 characters."""

    content: str
    text_element_style: TextElementStyle | None = None


@TextElement.variants.register("undefined")
class UndefinedElement(TextElement):
    """A piece of a kind that the API does not show."""

    __slots__ = ()


@TextElement.variants.register_fallback
@attrs.frozen(kw_only=True)
class UnknownElement(TextElement):
    """A piece of a kind that this version of the package does not know, kept as it came."""

    content: Mapping[str, object]


@attrs.frozen(kw_only=True)
class TextStyle:
    """How a block of text looks, as a whole."""

    align: Align | None = None
    done: bool | None = None
    """Whether a to-do is done."""
    folded: bool | None = None
    language: Language | None = None
    """Of code."""
    wrap: bool | None = None
    """Whether long lines of code are broken."""
    background_color: BlockColor | None = None
    indentation_level: Indentation | None = None
    """Of plain text."""
    sequence: str | None = None
    """Number of an item in an ordered list: a number, or "auto" for the next one."""
