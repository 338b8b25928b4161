"""Enumerations of documents in the legacy format."""

from ..enums import OpenStrEnum


class LegacyAlign(OpenStrEnum):
    """Where a line stands."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


class ListType(OpenStrEnum):
    """What stands before an item of a list."""

    NUMBER = "number"
    BULLET = "bullet"
    CHECK_BOX = "checkBox"
    CHECKED_BOX = "checkedBox"
    CODE = "code"
    """A line of code, as old documents have it; new ones have the block `LegacyCode`."""


class StyleField(OpenStrEnum):
    """A part of the style of a paragraph."""

    LIST = "list"
    HEADING_LEVEL = "headingLevel"
    ALIGN = "align"
    QUOTE = "quote"


class LegacyFileView(OpenStrEnum):
    """How a file is shown."""

    PREVIEW = "preview"
    CARD = "card"
    INLINE = "inline"


class PageType(OpenStrEnum):
    """Where an embedded page comes from."""

    BILIBILI = "bilibili"
    XIGUA = "xigua"
    YOUKU = "youku"
    AIRTABLE = "airtable"
    BAIDUMAP = "baidumap"


class LegacyBitableView(OpenStrEnum):
    """How a base is shown."""

    GRID = "grid"
    KANBAN = "kanban"


class LegacyDiagramType(OpenStrEnum):
    """What a diagram shows."""

    FLOWCHART = "flowchart"
    UML = "uml"


class JiraType(OpenStrEnum):
    """What is shown of Jira."""

    FILTER = "filter"
    ISSUE = "issue"
