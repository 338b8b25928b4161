"""The elements in the paragraphs of rich text messages."""

from collections.abc import Iterable, Mapping
from typing import ClassVar, Literal, Self, TypeAlias

import attrs

from .._protocol.fields import optional_flag, optional_text, required_text
from .._protocol.variants import Variants
from ..enums import OpenStrEnum
from .text import escape, unescape


class PostStyle(OpenStrEnum):
    """A style of text. Feishu ignores unknown values."""

    BOLD = "bold"
    UNDERLINE = "underline"
    LINE_THROUGH = "lineThrough"
    ITALIC = "italic"


PostStyleLike: TypeAlias = Literal["bold", "underline", "lineThrough", "italic"] | PostStyle
"""A PostStyle, or its value as a plain string."""


def _to_styles(value: Iterable[PostStyleLike]) -> tuple[PostStyle, ...]:
    if isinstance(value, str | bytes) or not isinstance(value, Iterable):
        raise TypeError(f"style must be a list of PostStyle, got {type(value).__name__}")
    styles = tuple(value)
    for style in styles:
        if not isinstance(style, str):
            raise TypeError(f"style must hold PostStyle, got {type(style).__name__}")
    return tuple(PostStyle(style) for style in styles)


@attrs.frozen
class PostElement:
    """An element of a paragraph; use one of the subclasses."""

    variants: ClassVar[Variants] = Variants(tag_field="tag")
    standalone: ClassVar[bool] = False
    """Whether the element must be alone in its paragraph."""
    required: ClassVar[tuple[str, ...]] = ()
    """The fields that must not be empty when the element is sent."""

    @property
    def plain_text(self) -> str:
        """The text as readers see it, without markup; empty if the element has none."""
        return ""


@PostElement.variants.register("text")
@attrs.frozen
class PostText(PostElement):
    """Text in one style. `PostText.of` builds it from text that a user typed."""

    text: str = required_text()
    """The text as it is sent. Feishu reads `<at user_id="..."></at>` in it as a mention."""
    style: tuple[PostStyle, ...] = attrs.field(default=(), converter=_to_styles)
    un_escape: bool | None = optional_flag()
    """Whether Feishu decodes escape sequences in the text; None means no."""

    @classmethod
    def of(cls, typed: str, *style: PostStyleLike) -> Self:
        """Build an element that shows a text as it was typed, never as markup; see `escape`.

        Args:
            typed: The text.
            *style: The styles of the text.
        """
        return cls(escape(typed), style)

    @property
    def plain_text(self) -> str:
        """The text."""
        return unescape(self.text)


@PostElement.variants.register("a")
@attrs.frozen
class PostLink(PostElement):
    """A link."""

    required: ClassVar[tuple[str, ...]] = ("text", "href")

    text: str = required_text()
    """The displayed text."""
    href: str = required_text()
    """The URL. Feishu rejects the whole message if it is not valid."""
    style: tuple[PostStyle, ...] = attrs.field(default=(), converter=_to_styles)

    @property
    def plain_text(self) -> str:
        """The displayed text."""
        return self.text


@PostElement.variants.register("at")
@attrs.frozen
class PostMention(PostElement):
    """A mention, which notifies the mentioned user."""

    required: ClassVar[tuple[str, ...]] = ("user_id",)

    user_id: str = required_text()
    """An open id, union id or user id, or "all" to mention every member. In a received post, a
    placeholder such as `@_user_1`, which is a `key` in the message's `mentions`."""
    user_name: str | None = optional_text()
    """The user's name; not needed to send a mention."""
    style: tuple[PostStyle, ...] = attrs.field(default=(), converter=_to_styles)

    @classmethod
    def everyone(cls) -> Self:
        """Return a mention of every member of the chat; the chat must allow it."""
        return cls("all")

    @property
    def plain_text(self) -> str:
        """`@` and the user's name, or the id if there is no name."""
        return f"@{self.user_name or self.user_id.removeprefix('@')}"


@PostElement.variants.register("img")
@attrs.frozen
class PostImage(PostElement):
    """An image, alone in its paragraph."""

    standalone: ClassVar[bool] = True
    required: ClassVar[tuple[str, ...]] = ("image_key",)

    image_key: str = required_text()
    """`img_...`: the key that uploading the image returned."""


@PostElement.variants.register("media")
@attrs.frozen
class PostMedia(PostElement):
    """A video, alone in its paragraph."""

    standalone: ClassVar[bool] = True
    required: ClassVar[tuple[str, ...]] = ("file_key",)

    file_key: str = required_text()
    """`file_...`: the key of an uploaded MP4 video."""
    image_key: str | None = optional_text()
    """`img_...`: the key of the cover image; None for no cover."""


@PostElement.variants.register("emotion")
@attrs.frozen
class PostEmotion(PostElement):
    """One of Feishu's own emoji.

    https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/message-reaction/emojis-introduce
    """

    required: ClassVar[tuple[str, ...]] = ("emoji_type",)

    emoji_type: str = required_text()
    """The name of the emoji, such as `SMILE`."""

    @property
    def plain_text(self) -> str:
        """The name of the emoji in square brackets."""
        return f"[{self.emoji_type}]"


@PostElement.variants.register("hr")
class PostDivider(PostElement):
    """A horizontal line."""

    __slots__ = ()


@PostElement.variants.register("code_block")
@attrs.frozen
class PostCodeBlock(PostElement):
    """A code block."""

    text: str = required_text()
    language: str | None = optional_text()
    """The programming language, such as `PYTHON` or `GO`; None for plain text."""

    @property
    def plain_text(self) -> str:
        """The code."""
        return self.text


@PostElement.variants.register("md")
@attrs.frozen
class PostMarkdown(PostElement):
    """Text in Feishu's Markdown, alone in its paragraph.

    A received post never holds it: Feishu converts it to other elements.
    """

    standalone: ClassVar[bool] = True

    text: str = required_text()

    @property
    def plain_text(self) -> str:
        """The Markdown."""
        return self.text


@PostElement.variants.register_fallback
@attrs.frozen
class UnknownPostElement(PostElement):
    """An element that this version of the package does not know, kept as received."""

    content: Mapping[str, object]

    @property
    def plain_text(self) -> str:
        """The element's `text`, if it has one."""
        text = self.content.get("text")
        return text if isinstance(text, str) else ""
