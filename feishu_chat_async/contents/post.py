"""Rich text messages: paragraphs of elements, in one or several languages."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import ClassVar, Final, Self, TypeAlias

import attrs

from .._protocol.checks import check_text
from .._protocol.converter import read_json
from .base import KB, Sendable, check_not_empty
from .post_elements import PostElement, PostText

_LANGUAGE: Final = re.compile(r"[a-z]{2,3}_[a-z]{2,4}")

Paragraphs: TypeAlias = tuple[tuple[PostElement, ...], ...]


def _to_paragraphs(value: Iterable[Iterable[PostElement]]) -> Paragraphs:
    if isinstance(value, str | bytes | PostElement) or not isinstance(value, Iterable):
        name = type(value).__name__
        raise TypeError(f"content must be a list of paragraphs, got {name}; see Post.of")
    return tuple(map(_to_paragraph, value))


def _to_paragraph(value: Iterable[PostElement]) -> tuple[PostElement, ...]:
    if isinstance(value, str | bytes) or not isinstance(value, Iterable):
        name = type(value).__name__
        raise TypeError(f"content must hold lists of elements, got {name}; see Post.of")
    elements = tuple(value)
    for element in elements:
        if not isinstance(element, PostElement):
            name = type(element).__name__
            raise TypeError(f"content must hold elements, got {name}; see Post.of")
    return elements


@attrs.frozen(kw_only=True)
class PostBody:
    """A title and paragraphs in one language."""

    title: str = attrs.field(default="")
    content: Paragraphs = attrs.field(converter=_to_paragraphs)
    """The paragraphs, each a list of elements."""

    @title.validator
    def _check_title(self, _: object, value: str) -> None:
        check_text("title", value)

    @classmethod
    def of(cls, title: str, *paragraphs: str | PostElement | Sequence[str | PostElement]) -> Self:
        """Build a body from a title and paragraphs.

        Args:
            title: The title; can be empty.
            *paragraphs: One argument per paragraph: a string, an element, or a list of both.
                Strings are shown as they were typed, never as markup.
        """
        return cls(title=title, content=_build_paragraphs(paragraphs))

    @property
    def plain_text(self) -> str:
        """The title, if there is one, followed by one line per paragraph."""
        lines = ["".join(element.plain_text for element in paragraph) for paragraph in self.content]
        return "\n".join([self.title, *lines] if self.title else lines)


def _build_paragraphs(
    paragraphs: Iterable[str | PostElement | Sequence[str | PostElement]],
) -> Iterator[Iterable[PostElement]]:
    for paragraph in paragraphs:
        parts = [paragraph] if isinstance(paragraph, str | PostElement) else paragraph
        if not isinstance(parts, Iterable):
            name = type(paragraph).__name__
            raise TypeError(f"paragraphs must be strings, elements or lists of them, got {name}")
        yield [PostText.of(part) if isinstance(part, str) else part for part in parts]


def _to_translations(value: Mapping[str, PostBody]) -> Mapping[str, PostBody]:
    if not isinstance(value, Mapping):
        raise TypeError(f"translations must be a mapping, got {type(value).__name__}")
    for body in value.values():
        if not isinstance(body, PostBody):
            raise TypeError(f"translations must hold PostBody, got {type(body).__name__}")
    return dict(value)


@attrs.frozen(kw_only=True)
class Post(PostBody, Sendable):
    """A rich text message, up to 30 KB as JSON. `Post.of` builds one from strings and elements.

    It can be sent in several languages, of which each reader sees one. A received post has only
    one, and its `language` is a guess, because Feishu does not return it.
    """

    msg_type: ClassVar[str] = "post"
    max_bytes: ClassVar[int | None] = 30 * KB

    language: str = attrs.field(default="zh_cn")
    """The language of the title and the content: `zh_cn`, `en_us`, ..."""
    translations: Mapping[str, PostBody] = attrs.field(factory=dict, converter=_to_translations)
    """The same post in other languages, by language: `zh_cn`, `en_us`, ..."""

    def __attrs_post_init__(self) -> None:
        for language in (self.language, *self.translations):
            if not _LANGUAGE.fullmatch(check_text("language", language)):
                raise ValueError(f"language must be a code such as zh_cn, got {language[:64]!r}")
        if self.language in self.translations:
            raise ValueError(
                f"translations must not contain the language {self.language} of the post itself"
            )

    def _body(self) -> object:
        own = PostBody(title=self.title, content=self.content)
        bodies = {self.language: own, **self.translations}
        for language, body in bodies.items():
            _check_body(language, body)
        return bodies


def _check_body(language: str, body: PostBody) -> None:
    """Validate one language of a post to be sent."""
    if not body.content:
        raise ValueError(f"{language}.content must hold at least 1 paragraph")
    for number, paragraph in enumerate(body.content):
        for position, element in enumerate(paragraph):
            name = f"{language}.content[{number}][{position}]"
            if element.standalone and len(paragraph) > 1:
                kind = type(element).__name__
                raise ValueError(f"{name} must be alone in its paragraph: it is a {kind}")
            for field in element.required:
                check_not_empty(f"{name}.{field}", getattr(element, field))


def read_post(text: str) -> Post:
    """Parse a post as Feishu returns it, in one language, or as it is sent, in all languages."""
    try:
        body = read_json(text, PostBody, "content")
    except ValueError:  # a post to be sent has the languages at the top level
        bodies = read_json(text, dict[str, PostBody], "content")
    else:
        return Post(title=body.title, content=body.content)
    if not bodies:
        raise ValueError("content: must hold at least one language")
    (language, own), *others = bodies.items()
    return Post(title=own.title, content=own.content, language=language, translations=dict(others))
