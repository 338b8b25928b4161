"""What stands in the paragraphs of rich text messages."""

from collections.abc import Iterable, Mapping
from typing import ClassVar, Self

import attrs

from .._protocol.fields import flag, needed
from .._protocol.fields import text as optional
from .._protocol.variants import Variants
from ..enums import OpenStrEnum
from .text import escape, unescape


class PostStyle(OpenStrEnum):
    """How a piece of text looks. Feishu ignores values that it does not know."""

    BOLD = "bold"
    UNDERLINE = "underline"
    LINE_THROUGH = "lineThrough"
    ITALIC = "italic"


def _to_styles(value: Iterable[PostStyle | str]) -> tuple[PostStyle, ...]:
    if isinstance(value, str | bytes) or not isinstance(value, Iterable):
        raise TypeError(f"style must be a list of PostStyle, got {type(value).__name__}")
    styles = tuple(value)
    for style in styles:
        if not isinstance(style, str):
            raise TypeError(f"style must hold PostStyle, got {type(style).__name__}")
    return tuple(PostStyle(style) for style in styles)


def _style() -> tuple[PostStyle, ...]:
    return attrs.field(default=(), converter=_to_styles)


@attrs.frozen
class PostElement:
    """A part of a paragraph: one of the classes below."""

    variants: ClassVar[Variants] = Variants(tag_field="tag")
    alone: ClassVar[bool] = False
    """Whether nothing else may stand in its paragraph."""
    never_empty: ClassVar[tuple[str, ...]] = ()
    """The fields that must say something in an element that is sent."""

    @property
    def plain_text(self) -> str:
        """What a person reads in it."""
        return ""


@PostElement.variants.register("text")
@attrs.frozen
class PostText(PostElement):
    """Text of one style. `PostText.of` makes one of what somebody typed."""

    text: str = needed()
    """As it is sent: Feishu reads `<at user_id="..."></at>` inside it as a mention."""
    style: tuple[PostStyle, ...] = _style()
    un_escape: bool | None = flag()
    """Whether Feishu decodes what is escaped in the text; False if not given."""

    @classmethod
    def of(cls, typed: str, *style: PostStyle) -> Self:
        """Make one that shows a text as it was typed, whatever it holds; see `escape`."""
        return cls(escape(typed), style)

    @property
    def plain_text(self) -> str:
        """The text."""
        return unescape(self.text)


@PostElement.variants.register("a")
@attrs.frozen
class PostLink(PostElement):
    """A link, shown by its text."""

    never_empty: ClassVar[tuple[str, ...]] = ("text", "href")

    text: str = needed()
    href: str = needed()
    """Feishu refuses the whole message if this is no valid link."""
    style: tuple[PostStyle, ...] = _style()

    @property
    def plain_text(self) -> str:
        """The text."""
        return self.text


@PostElement.variants.register("at")
@attrs.frozen
class PostMention(PostElement):
    """Somebody who is mentioned, and told so."""

    never_empty: ClassVar[tuple[str, ...]] = ("user_id",)

    user_id: str = needed()
    """An open id, union id or user id; "all" for everybody. In a post that was received it is
    `@_user_1`, numbered as in the message's `mentions`."""
    user_name: str | None = optional()
    style: tuple[PostStyle, ...] = _style()

    @classmethod
    def everyone(cls) -> Self:
        """Mention everybody in the chat."""
        return cls("all")

    @property
    def plain_text(self) -> str:
        """The name, or else the id, after an @."""
        return f"@{self.user_name or self.user_id.removeprefix('@')}"


@PostElement.variants.register("img")
@attrs.frozen
class PostImage(PostElement):
    """An uploaded picture, alone in its paragraph."""

    alone: ClassVar[bool] = True
    never_empty: ClassVar[tuple[str, ...]] = ("image_key",)

    image_key: str = needed()


@PostElement.variants.register("media")
@attrs.frozen
class PostMedia(PostElement):
    """An uploaded video, alone in its paragraph."""

    alone: ClassVar[bool] = True
    never_empty: ClassVar[tuple[str, ...]] = ("file_key",)

    file_key: str = needed()
    image_key: str | None = optional()
    """Its cover."""


@PostElement.variants.register("emotion")
@attrs.frozen
class PostEmotion(PostElement):
    """One of Feishu's own emoji.

    https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/message-reaction/emojis-introduce
    """

    never_empty: ClassVar[tuple[str, ...]] = ("emoji_type",)

    emoji_type: str = needed()

    @property
    def plain_text(self) -> str:
        """The name, in square brackets."""
        return f"[{self.emoji_type}]"


@PostElement.variants.register("hr")
class PostDivider(PostElement):
    """A horizontal line."""

    __slots__ = ()


@PostElement.variants.register("code_block")
@attrs.frozen
class PostCodeBlock(PostElement):
    """Lines of code."""

    text: str = needed()
    language: str | None = optional()
    """As `PYTHON` or `GO`, in whichever case; plain text if not given."""

    @property
    def plain_text(self) -> str:
        """The code."""
        return self.text


@PostElement.variants.register("md")
@attrs.frozen
class PostMarkdown(PostElement):
    """Text in Feishu's Markdown, alone in its paragraph.

    It is only sent: whoever receives the post finds other elements instead.
    """

    alone: ClassVar[bool] = True

    text: str = needed()

    @property
    def plain_text(self) -> str:
        """The Markdown."""
        return self.text


@PostElement.variants.register_fallback
@attrs.frozen
class UnknownPostElement(PostElement):
    """An element of a kind that this version of the package does not know, kept as it came."""

    content: Mapping[str, object]

    @property
    def plain_text(self) -> str:
        """What stands where others have their text."""
        found = self.content.get("text")
        return found if isinstance(found, str) else ""
