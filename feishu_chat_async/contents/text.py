"""Text messages, and the escaping that keeps typed text from being read as markup.

Markup is part of the text: `<at user_id="ou_...">Tom</at>`, `<b>`, `<i>`, `<u>` and `<s>`, and
`[label](link)`. Feishu documents no way to escape it, but an invisible character works: a `<`
begins a tag only if the tag's name follows directly, and `]` and `(` form a link only if they are
adjacent.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby, pairwise
from operator import itemgetter
from typing import ClassVar, Final, Literal, Self, TypeAlias
from urllib.parse import quote

import attrs

from .._protocol.checks import check_flag, check_text, check_user_id
from .._protocol.fields import required_text
from .base import KB, Content, Sendable, check_not_empty

WORD_JOINER: Final = "\u2060"

_ALL: Final = "all"
_TAG_START: Final = re.compile(
    r"<(?=/?(?:at|[bius])(?:[\s/<>]|$)"  # the text after this one can complete the tag
    r"|\s*+/?\s*+a?$"
    r"|\s*+/\s*+(?:at|[bius])(?:[\s/<>]|$)"
    r"|\s+(?:at(?:[\s/<>]|$)|[bius]\s*+/?\s*+>))",  # but "a < b" begins no tag
    re.IGNORECASE,
)
_LINK_MIDDLE: Final = re.compile(r"\](?=\()")
_MENTION_TAG: Final = re.compile(r"""<at user_id=(?:"([^"]*)"|'([^']*)')>([^<]*)</at>""")
_STYLE_TAG: Final = re.compile(r"<(/?)([bius])>")
_LINK: Final = re.compile(r"\[([^\[\]]+)\]\([^()\s]+\)")
_INVALID_IN_URL: Final = re.compile(r"[\s\x00-\x1f\x7f-\x9f]")


def escape(text: str) -> str:
    """Return a text so that Feishu shows it as it was typed and does not read it as markup.

    An invisible word joiner (U+2060) is inserted after each `<` that would begin a tag of text
    messages, and between `]` and `(`. All other text is unchanged. Escape adjacent texts as one:
    `[a]` and `(b)` form a link only when joined.

    Args:
        text: The text as it was typed.
    """
    return _insert(text, [(end, WORD_JOINER) for end in _markup_ends(check_text("text", text))])


def _markup_ends(text: str) -> list[int]:
    """Return the positions at which a word joiner prevents markup."""
    starts = (*_TAG_START.finditer(text), *_LINK_MIDDLE.finditer(text))
    return sorted(found.end() for found in starts)


def _insert(text: str, pieces: Iterable[tuple[int, str]]) -> str:
    """Insert pieces into a text, each at its position; the positions must be sorted."""
    result, end = [], 0
    for position, piece in pieces:
        result += [text[end:position], piece]
        end = position
    return "".join([*result, text[end:]])


def unescape(text: str) -> str:
    """Remove the word joiners that `escape` inserts."""
    return text.replace(f"<{WORD_JOINER}", "<").replace(f"]{WORD_JOINER}(", "](")


@attrs.frozen
class Mention:
    """A mention in a text message, which notifies the mentioned user."""

    user_id: str = attrs.field()
    """An open id, union id or user id; "all" mentions every member, if the chat allows it."""
    name: str = attrs.field(default="")
    """The name to show; optional. Angle brackets are removed, and line breaks become spaces."""

    @user_id.validator
    def _check_user_id(self, _: object, value: str) -> None:
        check_user_id("user_id", value)

    @name.validator
    def _check_name(self, _: object, value: str) -> None:
        check_text("name", value)

    @classmethod
    def everyone(cls) -> Self:
        """Return a mention of every member of the chat; the chat must allow it."""
        return cls(_ALL)


@attrs.frozen
class TextLink:
    """A link in a text message."""

    text: str = attrs.field()
    """The displayed text: not empty, without `[` and `]`, which cannot be escaped here."""
    url: str = attrs.field()
    """The URL. Parentheses and angle brackets are percent-encoded, as they would end the link."""

    @text.validator
    def _check_text(self, _: object, value: str) -> None:
        check_not_empty("text", value)
        if "[" in value or "]" in value:
            raise ValueError("text of a TextLink must not contain [ or ]: use a PostLink in a Post")

    @url.validator
    def _check_url(self, _: object, value: str) -> None:
        if _INVALID_IN_URL.search(check_not_empty("url", value)):
            raise ValueError("url must not contain spaces or control characters")


def _to_parts(value: "TextPart | Iterable[TextPart]") -> "tuple[TextPart, ...]":
    """Convert one or several parts to a tuple, and check their types."""
    parts = (value,) if isinstance(value, str | Mention | TextLink | Styled) else value
    if isinstance(parts, bytes) or not isinstance(parts, Iterable):
        raise TypeError(f"text must be a part or a list of parts, got {type(value).__name__}")
    checked = tuple(parts)
    for part in checked:
        if not isinstance(part, str | Mention | TextLink | Styled):
            raise TypeError(
                "text must be made of strings, Mention, TextLink and Styled, "
                f"got {type(part).__name__}"
            )
    return checked


def _check_style(_: object, field: "attrs.Attribute[bool]", value: bool) -> None:  # noqa: FBT001
    check_flag(field.name, value)


@attrs.frozen
class Styled:
    """Parts of a text message that share a style. Styles can be nested."""

    parts: "tuple[TextPart, ...]" = attrs.field(converter=_to_parts)
    """The parts: a string, shown as it was typed, or a list of parts of any type."""
    bold: bool = attrs.field(default=False, kw_only=True, validator=_check_style)
    italic: bool = attrs.field(default=False, kw_only=True, validator=_check_style)
    underline: bool = attrs.field(default=False, kw_only=True, validator=_check_style)
    strikethrough: bool = attrs.field(default=False, kw_only=True, validator=_check_style)

    @property
    def tags(self) -> str:
        """The names of the style's tags, from the outermost inwards."""
        flags = (self.bold, self.italic, self.underline, self.strikethrough)
        return "".join(tag for flag, tag in zip(flags, "bius", strict=True) if flag)


TextPart: TypeAlias = str | Mention | TextLink | Styled
"""A part of a text message; a string is shown as it was typed."""

_Piece: TypeAlias = tuple[Literal["typed", "style", "markup"], str]
"""Typed text, a style tag, or complete markup."""


def _pieces(parts: Iterable[TextPart]) -> Iterator[_Piece]:
    """Yield the pieces of a text in order, with nested styles flattened."""
    for part in parts:
        if isinstance(part, str):
            yield "typed", part
        elif isinstance(part, Mention):
            name = escape(re.sub(r"\s+", " ", re.sub("[<>]", "", part.name)))
            yield "markup", f'<at user_id="{part.user_id}">{name}</at>'
        elif isinstance(part, TextLink):
            url = re.sub("[()<>]", lambda found: quote(found[0]), part.url)
            yield "markup", f"[{escape(part.text)}]({url})"
        else:
            yield from (("style", f"<{tag}>") for tag in part.tags)
            yield from _pieces(part.parts)
            yield from (("style", f"</{tag}>") for tag in reversed(part.tags))


def _join_styled(pieces: Iterable[_Piece]) -> str:
    """Join typed text and style tags, and escape the text so that the tags are its only markup."""
    typed = ""
    tags: list[tuple[int, str]] = []
    for kind, text in pieces:
        if kind == "typed":
            typed += text
        else:
            tags.append((len(typed), text))
    # Adjacent strings are escaped as one: "<" and "b>" form a tag when joined. That includes
    # strings with a style tag in between, since received texts have no style tags. Each text
    # between two tags is also escaped by itself, as the tag after it could complete its markup.
    ends = set(_markup_ends(typed))
    for start, end in pairwise([0, *(position for position, _ in tags), len(typed)]):
        ends.update(start + position for position in _markup_ends(typed[start:end]))
    joiners = [(position, WORD_JOINER) for position in ends]
    return _insert(typed, sorted([*joiners, *tags], key=itemgetter(0)))


@attrs.frozen
class Text(Sendable):
    """A text message, up to 150 KB as JSON. `Text.of` builds one from text that a user typed."""

    msg_type: ClassVar[str] = "text"
    max_bytes: ClassVar[int | None] = 150 * KB

    text: str = required_text()
    """The text with its markup, as it is sent. A received text has no styles, and placeholders such
    as `@_user_1` for mentions, which are a `key` in the message's `mentions`."""

    @classmethod
    def of(cls, *parts: TextPart) -> Self:
        """Build a text message from parts.

        ::

            Text.of("Ready, ", Mention("ou_1"), "? ", Styled(title, bold=True), " is due")

        Args:
            *parts: Strings, which are shown as they were typed, never as markup (see `escape`), and
                `Mention`, `TextLink` and `Styled` parts.
        """
        return cls(
            "".join(
                "".join(text for _, text in group) if is_markup else _join_styled(group)
                for is_markup, group in groupby(
                    _pieces(_to_parts(parts)), lambda piece: piece[0] == "markup"
                )
            )
        )

    @property
    def plain_text(self) -> str:
        """The text without markup: mentions as `@` and a name or id, links as their text."""
        return unescape(_LINK.sub(r"\1", _strip_styles(_MENTION_TAG.sub(_mention_text, self.text))))

    def _body(self) -> object:
        return {"text": check_not_empty("text", self.text)}


def _mention_text(found: re.Match[str]) -> str:
    double_quoted, single_quoted, name = found.groups()
    return f"@{name or double_quoted or single_quoted}"


def _strip_styles(text: str) -> str:
    """Remove style tags, or keep all of them if they are not nested properly, as Feishu does."""
    opened: list[str] = []
    for closing, tag in _STYLE_TAG.findall(text):
        if not closing:
            opened.append(tag)
        elif not opened or opened.pop() != tag:
            return text
    return text if opened else _STYLE_TAG.sub("", text)


def content_of(content: Content | str) -> Content:
    """Return content that can be sent, built from a string if necessary.

    Args:
        content: Content that can be sent, or a string, which becomes a `Text` that is shown as it
            was typed.

    Raises:
        TypeError: The content can only be received, or is neither a `Content` nor a string.
    """
    if isinstance(content, str):
        return Text.of(content)
    if not isinstance(content, Content):
        raise TypeError(f"content must be a Content or a string, got {type(content).__name__}")
    if not isinstance(content, Sendable):
        name = type(content).__name__
        raise TypeError(f"content must be sendable, and {name} can only be received")
    return content
