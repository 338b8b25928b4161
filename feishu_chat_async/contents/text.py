"""Text messages, and how what somebody typed gets into one and stays what it is.

Markup stands in the text itself: `<at user_id="ou_...">Tom</at>`, `<b>`, `<i>`, `<u>` and `<s>`,
and `[label](link)`. No way to write these literally is documented. What does it is a character that
nobody sees, behind the `<` or between `]` and `(`: a tag that begins with anything but its name is
none, and neither is a link whose halves do not touch.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby, pairwise
from operator import itemgetter
from typing import ClassVar, Final, Literal, Self, TypeAlias
from urllib.parse import quote

import attrs

from .._protocol.checks import check_flag, check_text, check_user_id
from .._protocol.fields import needed
from .base import KB, Sendable, not_empty

WORD_JOINER: Final = "\u2060"

_ALL: Final = "all"
_TAG_START: Final = re.compile(
    r"<(?=/?(?:at|[bius])(?:[\s/<>]|$)"  # what follows may come from somewhere else
    r"|\s*+/?\s*+a?$"
    r"|\s*+/\s*+(?:at|[bius])(?:[\s/<>]|$)"
    r"|\s+(?:at(?:[\s/<>]|$)|[bius]\s*+/?\s*+>))",  # but "a < b" begins no tag
    re.IGNORECASE,
)
_LINK_MIDDLE: Final = re.compile(r"\](?=\()")
_AT: Final = re.compile(r"""<at user_id=(?:"([^"]*)"|'([^']*)')>([^<]*)</at>""")
_STYLE: Final = re.compile(r"<(/?)([bius])>")
_LINK: Final = re.compile(r"\[([^\[\]]+)\]\([^()\s]+\)")
_NO_URL: Final = re.compile(r"[\s\x00-\x1f\x7f-\x9f]")


def escape(text: str) -> str:
    """Make text that Feishu shows as it was typed, and never reads as markup.

    A word joiner (U+2060), which nobody sees, goes behind a `<` that would begin one of the tags
    of text messages, and between `]` and `(`. All other text stays as it is. What will stand side
    by side is to be escaped as one: `[a]` and `(b)` are a link only when they meet.
    """
    return _put_into(text, [(place, WORD_JOINER) for place in _breaks(check_text("text", text))])


def _breaks(text: str) -> list[int]:
    """Say where word joiners go, so that nothing in a text is markup."""
    starts = (*_TAG_START.finditer(text), *_LINK_MIDDLE.finditer(text))
    return sorted(found.end() for found in starts)


def _put_into(text: str, pieces: Iterable[tuple[int, str]]) -> str:
    """Put pieces into a text, each at its place; the places rise."""
    made, end = [], 0
    for place, piece in pieces:
        made += [text[end:place], piece]
        end = place
    return "".join([*made, text[end:]])


def unescape(text: str) -> str:
    """Take out what `escape` puts in."""
    return text.replace(f"<{WORD_JOINER}", "<").replace(f"]{WORD_JOINER}(", "](")


@attrs.frozen
class Mention:
    """Somebody who is mentioned, and told so."""

    user_id: str = attrs.field()
    """An open id, union id or user id; "all" for everybody, where the chat allows that."""
    name: str = attrs.field(default="")
    """What is shown; it need not be given. It comes without angle brackets and line breaks."""

    @user_id.validator
    def _check_user_id(self, _: object, value: str) -> None:
        check_user_id("user_id", value)

    @name.validator
    def _check_name(self, _: object, value: str) -> None:
        check_text("name", value)

    @classmethod
    def everyone(cls) -> Self:
        """Mention everybody in the chat."""
        return cls(_ALL)


@attrs.frozen
class TextLink:
    """A link, shown by its text."""

    text: str = attrs.field()
    """Not empty, and without `[` and `]`: nothing documented could stand for them."""
    url: str = attrs.field()
    """Brackets in it are percent-encoded, since they would end it."""

    @text.validator
    def _check_text(self, _: object, value: str) -> None:
        not_empty("text", value)
        if "[" in value or "]" in value:
            raise ValueError("text of a link must not hold [ or ]: a post has links that may")

    @url.validator
    def _check_url(self, _: object, value: str) -> None:
        if _NO_URL.search(not_empty("url", value)):
            raise ValueError("url must not hold spaces and control characters")


def _to_parts(value: "TextPart | Iterable[TextPart]") -> "tuple[TextPart, ...]":
    """Check parts of a text; a single one need not be in a list."""
    parts = (value,) if isinstance(value, str | Mention | TextLink | Styled) else value
    if isinstance(parts, bytes) or not isinstance(parts, Iterable):
        raise TypeError(f"text must be made of parts, got {type(value).__name__}")
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
    """Parts of a text in a style: a string, as somebody typed it, or any parts in a list."""

    parts: "tuple[TextPart, ...]" = attrs.field(converter=_to_parts)
    bold: bool = attrs.field(default=False, kw_only=True, validator=_check_style)
    italic: bool = attrs.field(default=False, kw_only=True, validator=_check_style)
    underline: bool = attrs.field(default=False, kw_only=True, validator=_check_style)
    strikethrough: bool = attrs.field(default=False, kw_only=True, validator=_check_style)

    @property
    def tags(self) -> str:
        """The letters of the tags for its style, the outermost first."""
        flags = (self.bold, self.italic, self.underline, self.strikethrough)
        return "".join(tag for flag, tag in zip(flags, "bius", strict=True) if flag)


TextPart: TypeAlias = str | Mention | TextLink | Styled
"""What a text is made of; a string arrives as it was typed."""

_Piece: TypeAlias = tuple[Literal["typed", "style", "whole"], str]
"""What somebody typed, a tag for a style, or markup that stands for itself; and its text."""


def _pieces(parts: Iterable[TextPart]) -> Iterator[_Piece]:
    for part in parts:
        if isinstance(part, str):
            yield "typed", part
        elif isinstance(part, Mention):
            name = escape(re.sub(r"\s+", " ", re.sub("[<>]", "", part.name)))
            yield "whole", f'<at user_id="{part.user_id}">{name}</at>'
        elif isinstance(part, TextLink):
            url = re.sub("[()<>]", lambda found: quote(found[0]), part.url)
            yield "whole", f"[{escape(part.text)}]({url})"
        else:
            yield from (("style", f"<{tag}>") for tag in part.tags)
            yield from _pieces(part.parts)
            yield from (("style", f"</{tag}>") for tag in reversed(part.tags))


def _flow(pieces: Iterable[_Piece]) -> str:
    """Put together what somebody typed and the tags for its style, which are its only markup."""
    typed = ""
    tags: list[tuple[int, str]] = []
    for kind, text in pieces:
        if kind == "typed":
            typed += text
        else:
            tags.append((len(typed), text))
    # Strings that stand side by side are one: "<" and "b>" are a tag when they meet. So they do if
    # there is a style in between, once its tags are taken out; and the text up to a tag is checked
    # by itself, as it is found if they are not.
    breaks = set(_breaks(typed))
    for start, end in pairwise([0, *(place for place, _ in tags), len(typed)]):
        breaks.update(start + place for place in _breaks(typed[start:end]))
    joiners = [(place, WORD_JOINER) for place in breaks]
    return _put_into(typed, sorted([*joiners, *tags], key=itemgetter(0)))


@attrs.frozen
class Text(Sendable):
    """A text message, up to 150 KB. `Text.of` makes one of what somebody typed."""

    msg_type: ClassVar[str] = "text"
    max_bytes: ClassVar[int | None] = 150 * KB

    text: str = needed()
    """As it is sent, markup and all. In one that was received a mention is `@_user_1`, numbered as
    in the message's `mentions`, and styles are gone."""

    @classmethod
    def of(cls, *parts: TextPart) -> Self:
        """Make one of parts: strings arrive as they were typed, whatever they hold; see `escape`.

        ::

            Text.of("Ready, ", Mention("ou_1"), "? ", Styled(title, bold=True), " is due")
        """
        return cls(
            "".join(
                "".join(text for _, text in group) if is_whole else _flow(group)
                for is_whole, group in groupby(
                    _pieces(_to_parts(parts)), lambda piece: piece[0] == "whole"
                )
            )
        )

    @property
    def plain_text(self) -> str:
        """The text without markup: people as @ and their names or ids, links as their labels."""
        return unescape(_LINK.sub(r"\1", _without_styles(_AT.sub(_name, self.text))))

    def _body(self) -> object:
        return {"text": not_empty("text", self.text)}


def _name(found: re.Match[str]) -> str:
    double, single, name = found.groups()
    return f"@{name or double or single}"


def _without_styles(text: str) -> str:
    """Take out the tags for styles; unless all fit together, Feishu shows all of them too."""
    opened: list[str] = []
    for closing, tag in _STYLE.findall(text):
        if not closing:
            opened.append(tag)
        elif not opened or opened.pop() != tag:
            return text
    return text if opened else _STYLE.sub("", text)
