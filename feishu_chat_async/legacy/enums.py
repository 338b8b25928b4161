"""Enumerations of the legacy format."""

from typing import Literal, TypeAlias

from ..enums import OpenStrEnum


class LegacyAlign(OpenStrEnum):
    """The horizontal alignment of a line or an image."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


LegacyAlignLike: TypeAlias = Literal["left", "center", "right"] | LegacyAlign
"""A LegacyAlign, or its value as a plain string."""


class ListType(OpenStrEnum):
    """The type of a list item."""

    NUMBER = "number"
    BULLET = "bullet"
    CHECK_BOX = "checkBox"
    """A to-do that is not done."""
    CHECKED_BOX = "checkedBox"
    """A to-do that is done."""
    CODE = "code"
    """A line of code in old documents; insert a `LegacyCode` block instead."""


ListTypeLike: TypeAlias = Literal["number", "bullet", "checkBox", "checkedBox", "code"] | ListType
"""A ListType, or its value as a plain string."""


class StyleField(OpenStrEnum):
    """A field of `ParagraphStyle` that an operation can change."""

    LIST = "list"
    HEADING_LEVEL = "headingLevel"
    ALIGN = "align"
    QUOTE = "quote"


StyleFieldLike: TypeAlias = Literal["list", "headingLevel", "align", "quote"] | StyleField
"""A StyleField, or its value as a plain string."""


class LegacyFileView(OpenStrEnum):
    """How a file is displayed."""

    PREVIEW = "preview"
    CARD = "card"
    INLINE = "inline"
    """Inside a line of text, by its name."""


LegacyFileViewLike: TypeAlias = Literal["preview", "card", "inline"] | LegacyFileView
"""A LegacyFileView, or its value as a plain string."""


class PageType(OpenStrEnum):
    """The site that an embedded page belongs to."""

    BILIBILI = "bilibili"
    XIGUA = "xigua"
    YOUKU = "youku"
    AIRTABLE = "airtable"
    BAIDUMAP = "baidumap"
    """Baidu Maps."""


PageTypeLike: TypeAlias = Literal["bilibili", "xigua", "youku", "airtable", "baidumap"] | PageType
"""A PageType, or its value as a plain string."""


class LegacyBitableView(OpenStrEnum):
    """The view of a bitable."""

    GRID = "grid"
    KANBAN = "kanban"


LegacyBitableViewLike: TypeAlias = Literal["grid", "kanban"] | LegacyBitableView
"""A LegacyBitableView, or its value as a plain string."""


class LegacyDiagramType(OpenStrEnum):
    """The type of a diagram."""

    FLOWCHART = "flowchart"
    UML = "uml"


class JiraType(OpenStrEnum):
    """What a Jira block or element shows."""

    FILTER = "filter"
    ISSUE = "issue"
