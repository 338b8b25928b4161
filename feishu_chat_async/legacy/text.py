"""Text in the legacy format: inline elements, and the styles of elements and paragraphs."""

from collections.abc import Mapping
from typing import ClassVar, Final

import attrs

from .._protocol.variants import Variants
from .._protocol.wire_types import CamelCase, EncodedUrl
from .base_operation import DeleteContentRange, deletion_of
from .enums import JiraType, LegacyAlignLike, LegacyFileViewLike, ListTypeLike
from .positions import LegacyLocation


@attrs.frozen(kw_only=True)
class RGBColor(CamelCase):
    """A color. Text can have only the `TEXT_COLORS` and `BACKGROUND_COLORS`."""

    red: int
    """0 to 255."""
    green: int
    """0 to 255."""
    blue: int
    """0 to 255."""
    alpha: float | None = None
    """The opacity, 0 to 1."""

    @property
    def rgb(self) -> tuple[int, int, int]:
        """The color as a tuple of red, green and blue, without the opacity."""
        return self.red, self.green, self.blue


def _colors(*values: int) -> tuple[RGBColor, ...]:
    return tuple(
        RGBColor(red=value >> 16, green=value >> 8 & 255, blue=value & 255) for value in values
    )


TEXT_COLORS: Final[tuple[RGBColor, ...]] = _colors(
    0xD83931, 0xDE7802, 0xDC9B04, 0x2EA121, 0x245BDB, 0x6425D0, 0x8F959E
)
"""The colors that text can have: red, orange, yellow, green, blue, purple and gray."""
BACKGROUND_COLORS: Final[tuple[RGBColor, ...]] = _colors(
    *(0xFBBFBC, 0xFED4A4, 0xFFF67A, 0xB7EDB1, 0xBACEFD, 0xCDB2FA, 0xDEE0E3),
    *(0xF76964, 0xFFA53D, 0xFFE928, 0x62D256, 0x4E83FD, 0x935AF6, 0xBBBFC4),
)
"""The background colors that text can have: the light ones in the order of `TEXT_COLORS`, then the
strong ones."""


@attrs.frozen
class LegacyLink(CamelCase):
    """The target of a hyperlink."""

    url: EncodedUrl
    """The plain URL; it is percent-encoded when it is sent and decoded when it is read."""


@attrs.frozen(kw_only=True)
class LegacyTextStyle(CamelCase):
    """The style of a piece of text."""

    bold: bool | None = None
    italic: bool | None = None
    strike_through: bool | None = None
    """Whether the text is struck through."""
    under_line: bool | None = None
    """Whether the text is underlined."""
    code_inline: bool | None = None
    """Whether the text is shown as code."""
    back_color: RGBColor | None = None
    """The background color, one of `BACKGROUND_COLORS`; None for none."""
    text_color: RGBColor | None = None
    """The color of the text, one of `TEXT_COLORS`; None for the default."""
    link: LegacyLink | None = None
    """The target of the text if it is a hyperlink."""


@attrs.frozen(kw_only=True)
class Element(CamelCase):
    """An inline element of a paragraph; use one of the subclasses."""

    location: LegacyLocation | None = None
    """The range of the element; None unless the element was read."""

    variants: ClassVar[Variants] = Variants(name_field="type")

    @property
    def plain_text(self) -> str:
        """The text of the element; empty for types without text."""
        return ""

    def delete(self) -> DeleteContentRange:
        """Return the operation that deletes the element.

        Raises:
            ValueError: The element was not read from an announcement.
        """
        return deletion_of(self.location, with_line_feed=False)


@Element.variants.register("textRun")
@attrs.frozen(kw_only=True)
class LegacyTextRun(Element):
    """A run of text in one style. It cannot contain line feeds."""

    text: str
    style: LegacyTextStyle = LegacyTextStyle()
    line_id: str | None = None
    """The anchor of a heading, for links to it. Read-only: set by Feishu."""

    @property
    def plain_text(self) -> str:
        """The text."""
        return self.text


@Element.variants.register("docsLink")
@attrs.frozen(kw_only=True)
class DocsLink(Element):
    """A link to a cloud document, displayed as the document's title."""

    url: str

    @property
    def plain_text(self) -> str:
        """The URL."""
        return self.url


@Element.variants.register("person")
@attrs.frozen(kw_only=True)
class Person(Element):
    """A mention of a user, who must be in the editor's tenant or among the editor's contacts."""

    open_id: str

    @property
    def plain_text(self) -> str:
        """`@` and the open id, such as `@ou_1`."""
        return f"@{self.open_id}"


@Element.variants.register("equation")
@attrs.frozen(kw_only=True)
class LegacyEquation(Element):
    """A formula in LaTeX."""

    equation: str
    """The formula, such as `E=mc^2`."""

    @property
    def plain_text(self) -> str:
        """The formula."""
        return self.equation


@Element.variants.register("reminder")
@attrs.frozen(kw_only=True)
class LegacyReminder(Element):
    """The due date of a to-do; only effective in a line of the type `ListType.CHECK_BOX`."""

    is_whole_day: bool | None = None
    """Whether the reminder is for the whole day, without a time."""
    timestamp: int | None = None
    """The time in seconds since 1970: on the hour or half hour, unless `is_whole_day`."""
    should_notify: bool | None = None
    """Whether a notification is sent."""
    notify_type: int | None = None
    """When the notification is sent.

    0 to 7: at the due time, or 5, 15 or 30 minutes, 1 or 2 hours, or 1 or 2 days earlier. With
    `is_whole_day`, 50 to 53: at 9:00 on that day, or 1 day, 2 days or 1 week earlier.
    """


@Element.variants.register("file")
@attrs.frozen(kw_only=True)
class LegacyInlineFile(Element):
    """A file inside the text, displayed by its name."""

    file_token: str | None = None
    """The token of the uploaded file."""
    view_type: LegacyFileViewLike | None = None
    """How the file is displayed."""
    file_name: str | None = None
    """The name of the file. It cannot be changed."""

    @property
    def plain_text(self) -> str:
        """The name of the file."""
        return self.file_name or ""


@Element.variants.register("jira")
@attrs.frozen(kw_only=True)
class InlineJira(Element):
    """A Jira issue inside the text. It cannot be inserted."""

    token: str | None = None
    jira_type: JiraType | None = None
    """What is shown: an issue."""


@Element.variants.register("undefinedElement")
class LegacyUndefinedElement(Element):
    """An element of a type that the API does not support. It cannot be inserted."""

    __slots__ = ()


@Element.variants.register_fallback
@attrs.frozen(kw_only=True)
class LegacyUnknownElement(Element):
    """An element of a type that is unknown to this version of the package."""

    content: Mapping[str, object]
    """The element as it was received."""

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "location", find_location(self.content))


def find_location(content: Mapping[str, object]) -> LegacyLocation | None:
    """Return the location of an element or block of an unknown type, or None if it has none."""
    inner = content.get(str(content.get("type")))
    location = inner.get("location") if isinstance(inner, Mapping) else None
    if not isinstance(location, Mapping):
        return None
    zone, start, end = (location.get(name) for name in ("zoneId", "startIndex", "endIndex"))
    if not isinstance(zone, str) or not isinstance(start, int) or not isinstance(end, int):
        return None
    return LegacyLocation(zone_id=zone, start_index=start, end_index=end)


@attrs.frozen(kw_only=True)
class List(CamelCase):
    """The list style of a list item."""

    type: ListTypeLike
    """The type of the list item."""
    indent_level: int | None = None
    """The indentation, 1 to 16. Not for code."""
    number: int | None = None
    """The number of the item. Only for numbered items and code."""


@attrs.frozen(kw_only=True)
class ParagraphStyle(CamelCase):
    """The style of a paragraph."""

    heading_level: int | None = None
    """The level of a heading, 1 to 9; None for other paragraphs."""
    collapse: bool | None = None
    """Whether the content below a heading is collapsed. Only for headings."""
    list: List | None = None
    """The list style if the paragraph is a list item; None otherwise."""
    quote: bool | None = None
    """Whether the paragraph is a quotation."""
    align: LegacyAlignLike | None = None
    """The alignment of the line; None for left."""
