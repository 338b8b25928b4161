"""Enumerations of the docx format; most of their values are numbers."""

from typing import Literal, TypeAlias

from ..enums import OpenIntEnum, OpenStrEnum


class Align(OpenIntEnum):
    """The horizontal alignment of a block's content."""

    LEFT = 1
    CENTER = 2
    RIGHT = 3


class TextColor(OpenIntEnum):
    """A color of text, or of the border of a callout."""

    RED = 1
    ORANGE = 2
    YELLOW = 3
    GREEN = 4
    BLUE = 5
    PURPLE = 6
    GRAY = 7


class BackgroundColor(OpenIntEnum):
    """A background color of text or of a callout."""

    LIGHT_RED = 1
    LIGHT_ORANGE = 2
    LIGHT_YELLOW = 3
    LIGHT_GREEN = 4
    LIGHT_BLUE = 5
    LIGHT_PURPLE = 6
    MEDIUM_GRAY = 7
    RED = 8
    ORANGE = 9
    YELLOW = 10
    GREEN = 11
    BLUE = 12
    PURPLE = 13
    GRAY = 14
    LIGHT_GRAY = 15


class BlockColor(OpenStrEnum):
    """A background color of a whole text block."""

    LIGHT_GRAY = "LightGrayBackground"
    LIGHT_RED = "LightRedBackground"
    LIGHT_ORANGE = "LightOrangeBackground"
    LIGHT_YELLOW = "LightYellowBackground"
    LIGHT_GREEN = "LightGreenBackground"
    LIGHT_BLUE = "LightBlueBackground"
    LIGHT_PURPLE = "LightPurpleBackground"
    PALE_GRAY = "PaleGrayBackground"
    DARK_GRAY = "DarkGrayBackground"
    DARK_RED = "DarkRedBackground"
    DARK_ORANGE = "DarkOrangeBackground"
    DARK_YELLOW = "DarkYellowBackground"
    DARK_GREEN = "DarkGreenBackground"
    DARK_BLUE = "DarkBlueBackground"
    DARK_PURPLE = "DarkPurpleBackground"


BlockColorLike: TypeAlias = (
    Literal[
        "LightGrayBackground",
        "LightRedBackground",
        "LightOrangeBackground",
        "LightYellowBackground",
        "LightGreenBackground",
        "LightBlueBackground",
        "LightPurpleBackground",
        "PaleGrayBackground",
        "DarkGrayBackground",
        "DarkRedBackground",
        "DarkOrangeBackground",
        "DarkYellowBackground",
        "DarkGreenBackground",
        "DarkBlueBackground",
        "DarkPurpleBackground",
    ]
    | BlockColor
)
"""A BlockColor, or its value as a plain string."""


class Indentation(OpenStrEnum):
    """The indentation of the first line of a paragraph."""

    NONE = "NoIndent"
    ONE_LEVEL = "OneLevelIndent"


IndentationLike: TypeAlias = Literal["NoIndent", "OneLevelIndent"] | Indentation
"""An Indentation, or its value as a plain string."""


class DocumentType(OpenIntEnum):
    """The type of a mentioned document."""

    DOC = 1
    """A document in the legacy format."""
    SHEET = 3
    BITABLE = 8
    MINDNOTE = 11
    FILE = 12
    SLIDE = 15
    WIKI = 16
    DOCX = 22


class BitableView(OpenIntEnum):
    """The first view of a new bitable."""

    TABLE = 1
    BOARD = 2
    """A Kanban board."""


class DiagramType(OpenIntEnum):
    """The type of a diagram."""

    FLOWCHART = 1
    UML = 2


class FileView(OpenIntEnum):
    """How a file is displayed."""

    CARD = 1
    PREVIEW = 2
    INLINE = 3
    """Inside a line of text. Such files can be read, but not created."""


class IframeType(OpenIntEnum):
    """The site that an embedded page belongs to."""

    BILIBILI = 1
    XIGUA = 2
    YOUKU = 3
    AIRTABLE = 4
    BAIDU_MAP = 5
    AMAP = 6
    UNDEFINED = 7
    FIGMA = 8
    MODAO = 9
    CANVA = 10
    CODEPEN = 11
    FEISHU_SURVEY = 12
    JINSHUJU = 13
    UNDEFINED_14 = 14
    """Documented as undefined, like 7 and 15."""
    UNDEFINED_15 = 15
    OTHER = 99


class LinkType(OpenStrEnum):
    """The type of the target of a link preview."""

    MESSAGE = "MessageLink"
    UNDEFINED = "Undefined"


LinkTypeLike: TypeAlias = Literal["MessageLink", "Undefined"] | LinkType
"""A LinkType, or its value as a plain string."""


class OkrPeriodStatus(OpenStrEnum):
    """The status of an OKR's period."""

    DEFAULT = "default"
    NORMAL = "normal"
    INVALID = "invalid"
    HIDDEN = "hidden"


class OkrProgressMode(OpenStrEnum):
    """How the progress of an objective or key result is measured."""

    SIMPLE = "simple"
    """As a percentage."""
    ADVANCED = "advanced"
    """From a start value over a current value to a target value."""


class OkrProgressStatus(OpenStrEnum):
    """The status of an objective's or key result's progress."""

    UNSET = "unset"
    NORMAL = "normal"
    RISK = "risk"
    EXTENDED = "extended"
    """Overdue."""


class OkrStatusType(OpenStrEnum):
    """How the status of an objective is determined."""

    DEFAULT = "default"
    """The status of the key result most at risk."""
    CUSTOM = "custom"


class TextStyleField(OpenIntEnum):
    """A field of `TextStyle` that an update can change."""

    ALIGN = 1
    DONE = 2
    """Only for to-dos and tasks."""
    FOLDED = 3
    """Only for headings and tasks, and for paragraphs, list items and to-dos with children."""
    LANGUAGE = 4
    """Only for code blocks."""
    WRAP = 5
    """Only for code blocks."""
    BACKGROUND_COLOR = 6
    INDENTATION_LEVEL = 7
    """Only for paragraphs, of the class `TextBlock`."""


class Language(OpenIntEnum):
    """The programming language of a code block."""

    PLAIN_TEXT = 1
    ABAP = 2
    ADA = 3
    APACHE = 4
    APEX = 5
    ASSEMBLY = 6
    BASH = 7
    C_SHARP = 8
    CPP = 9
    C = 10
    COBOL = 11
    CSS = 12
    COFFEE_SCRIPT = 13
    D = 14
    DART = 15
    DELPHI = 16
    DJANGO = 17
    DOCKERFILE = 18
    ERLANG = 19
    FORTRAN = 20
    FOX_PRO = 21
    GO = 22
    GROOVY = 23
    HTML = 24
    HTML_BARS = 25
    HTTP = 26
    HASKELL = 27
    JSON = 28
    JAVA = 29
    JAVA_SCRIPT = 30
    JULIA = 31
    KOTLIN = 32
    LATEX = 33
    LISP = 34
    LOGO = 35
    LUA = 36
    MATLAB = 37
    MAKEFILE = 38
    MARKDOWN = 39
    NGINX = 40
    OBJECTIVE_C = 41
    OPEN_EDGE_ABL = 42
    PHP = 43
    PERL = 44
    POST_SCRIPT = 45
    POWER_SHELL = 46
    PROLOG = 47
    PROTO_BUF = 48
    PYTHON = 49
    R = 50
    RPG = 51
    RUBY = 52
    RUST = 53
    SAS = 54
    SCSS = 55
    SQL = 56
    SCALA = 57
    SCHEME = 58
    SCRATCH = 59
    SHELL = 60
    SWIFT = 61
    THRIFT = 62
    TYPE_SCRIPT = 63
    VBSCRIPT = 64
    VISUAL_BASIC = 65
    XML = 66
    YAML = 67
    CMAKE = 68
    DIFF = 69
    GHERKIN = 70
    GRAPHQL = 71
    OPENGL_SHADING_LANGUAGE = 72
    PROPERTIES = 73
    SOLIDITY = 74
    TOML = 75
