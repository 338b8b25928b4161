"""Text in documents of the legacy format: pieces of it, and how they look."""

from collections.abc import Mapping
from typing import ClassVar, Final

import attrs

from .._protocol.variants import Variants
from .._protocol.wire_types import CamelCase, EncodedUrl
from .enums import JiraType, LegacyAlign, LegacyFileView, ListType
from .ranges import DeleteContentRange, LegacyLocation, deletion


@attrs.frozen(kw_only=True)
class RGBColor(CamelCase):
    """A colour; for text, one of `TEXT_COLORS` or `BACKGROUND_COLORS`."""

    red: int
    green: int
    blue: int
    alpha: float | None = None
    """0 to 1."""

    @property
    def rgb(self) -> tuple[int, int, int]:
        """The colour without alpha."""
        return self.red, self.green, self.blue


def _colors(*values: int) -> tuple[RGBColor, ...]:
    return tuple(
        RGBColor(red=value >> 16, green=value >> 8 & 255, blue=value & 255) for value in values
    )


TEXT_COLORS: Final[tuple[RGBColor, ...]] = _colors(
    0xD83931, 0xDE7802, 0xDC9B04, 0x2EA121, 0x245BDB, 0x6425D0, 0x8F959E
)
"""Red, orange, yellow, green, blue, purple and grey."""
BACKGROUND_COLORS: Final[tuple[RGBColor, ...]] = _colors(
    *(0xFBBFBC, 0xFED4A4, 0xFFF67A, 0xB7EDB1, 0xBACEFD, 0xCDB2FA, 0xDEE0E3),
    *(0xF76964, 0xFFA53D, 0xFFE928, 0x62D256, 0x4E83FD, 0x935AF6, 0xBBBFC4),
)
"""The light ones, as `TEXT_COLORS` has them, then the strong ones."""


@attrs.frozen(kw_only=True)
class LegacyLink(CamelCase):
    """Where a piece of text leads."""

    url: EncodedUrl
    """The link as it is; percent-encoding it for the way is done for you."""


@attrs.frozen(kw_only=True)
class LegacyTextStyle(CamelCase):
    """How a piece of text looks."""

    bold: bool | None = None
    italic: bool | None = None
    strike_through: bool | None = None
    under_line: bool | None = None
    code_inline: bool | None = None
    back_color: RGBColor | None = None
    text_color: RGBColor | None = None
    link: LegacyLink | None = None


@attrs.frozen(kw_only=True)
class Element(CamelCase):
    """A piece of a line: one of the classes below."""

    location: LegacyLocation | None = None
    """Where it stands, if it was read."""

    variants: ClassVar[Variants] = Variants(name_field="type")

    @property
    def plain_text(self) -> str:
        """What it says."""
        return ""

    def delete(self) -> DeleteContentRange:
        """Make the operation that takes it out of its line."""
        return deletion(self.location, with_line_feed=False)


@Element.variants.register("textRun")
@attrs.frozen(kw_only=True)
class LegacyTextRun(Element):
    """Text of one style, on one line."""

    text: str
    style: LegacyTextStyle = LegacyTextStyle()
    line_id: str | None = None
    """Given by Feishu: the anchor of a heading."""

    @property
    def plain_text(self) -> str:
        """The text."""
        return self.text


@Element.variants.register("docsLink")
@attrs.frozen(kw_only=True)
class DocsLink(Element):
    """A link to a document, shown by its title."""

    url: str

    @property
    def plain_text(self) -> str:
        """The link."""
        return self.url


@Element.variants.register("person")
@attrs.frozen(kw_only=True)
class Person(Element):
    """A person who is mentioned."""

    open_id: str

    @property
    def plain_text(self) -> str:
        """The id, after an @."""
        return f"@{self.open_id}"


@Element.variants.register("equation")
@attrs.frozen(kw_only=True)
class LegacyEquation(Element):
    """A formula in LaTeX."""

    equation: str

    @property
    def plain_text(self) -> str:
        """The formula."""
        return self.equation


@Element.variants.register("reminder")
@attrs.frozen(kw_only=True)
class LegacyReminder(Element):
    """When something is due; only in the lines of a to-do list."""

    is_whole_day: bool | None = None
    timestamp: int | None = None
    should_notify: bool | None = None
    notify_type: int | None = None


@Element.variants.register("file")
@attrs.frozen(kw_only=True)
class LegacyInlineFile(Element):
    """A file, shown by its name."""

    file_token: str | None = None
    view_type: LegacyFileView | None = None
    file_name: str | None = None

    @property
    def plain_text(self) -> str:
        """The name."""
        return self.file_name or ""


@Element.variants.register("jira")
@attrs.frozen(kw_only=True)
class InlineJira(Element):
    """An issue in Jira; it cannot be inserted."""

    token: str | None = None
    jira_type: JiraType | None = None


@Element.variants.register("undefinedElement")
class LegacyUndefinedElement(Element):
    """A piece of a kind that the API does not show."""

    __slots__ = ()


@Element.variants.register_fallback
@attrs.frozen(kw_only=True)
class LegacyUnknownElement(Element):
    """A piece of a kind that this version of the package does not know, kept as it came."""

    content: Mapping[str, object]

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "location", location_in(self.content))


def location_in(content: Mapping[str, object]) -> LegacyLocation | None:
    """Find where something of an unknown kind stands."""
    inner = content.get(str(content.get("type")))
    found = inner.get("location") if isinstance(inner, Mapping) else None
    if not isinstance(found, Mapping):
        return None
    zone, start, end = (found.get(name) for name in ("zoneId", "startIndex", "endIndex"))
    if not isinstance(zone, str) or not isinstance(start, int) or not isinstance(end, int):
        return None
    return LegacyLocation(zone_id=zone, start_index=start, end_index=end)


@attrs.frozen(kw_only=True)
class List(CamelCase):
    """That a line is an item of a list."""

    type: ListType
    indent_level: int | None = None
    """1 to 16."""
    number: int | None = None
    """The number of the line, for numbered items and code."""


@attrs.frozen(kw_only=True)
class ParagraphStyle(CamelCase):
    """How a line looks."""

    heading_level: int | None = None
    """1 to 9."""
    collapse: bool | None = None
    """Whether what stands below a heading is folded away."""
    list: List | None = None
    quote: bool | None = None
    align: LegacyAlign | None = None
