"""Rich text messages: paragraphs of elements, in one language or several."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import ClassVar, Final, Self, TypeAlias

import attrs

from .._protocol.checks import check_text
from .._protocol.converter import read_json
from .base import KB, Sendable, not_empty
from .post_elements import PostElement, PostText

_LANGUAGE: Final = re.compile(r"[a-z]{2,3}_[a-z]{2,4}")

Paragraphs: TypeAlias = tuple[tuple[PostElement, ...], ...]


def _to_paragraphs(value: Iterable[Iterable[PostElement]]) -> Paragraphs:
    if isinstance(value, str | bytes | PostElement) or not isinstance(value, Iterable):
        raise TypeError(f"content must be a list of paragraphs, got {type(value).__name__}; see of")
    return tuple(map(_to_paragraph, value))


def _to_paragraph(value: Iterable[PostElement]) -> tuple[PostElement, ...]:
    if isinstance(value, str | bytes) or not isinstance(value, Iterable):
        raise TypeError(f"content must hold lists of elements, got {type(value).__name__}; see of")
    elements = tuple(value)
    for element in elements:
        if not isinstance(element, PostElement):
            raise TypeError(f"content must hold elements, got {type(element).__name__}; see of")
    return elements


@attrs.frozen(kw_only=True)
class PostBody:
    """A title, and paragraphs below it, in one language."""

    title: str = attrs.field(default="")
    content: Paragraphs = attrs.field(converter=_to_paragraphs)

    @title.validator
    def _check_title(self, _: object, value: str) -> None:
        check_text("title", value)

    @classmethod
    def of(cls, title: str, *paragraphs: str | PostElement | Sequence[str | PostElement]) -> Self:
        """Make one of a title, which may be empty, and paragraphs.

        A paragraph is an element or a list of them; strings are shown as they were typed.
        """
        return cls(title=title, content=_made(paragraphs))

    @property
    def plain_text(self) -> str:
        """What it says, a line for each paragraph, the title first if there is one."""
        lines = ["".join(element.plain_text for element in one) for one in self.content]
        return "\n".join([self.title, *lines] if self.title else lines)


def _made(
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
    """A rich text message, up to 30 KB: in one language, or more, of which readers see theirs.

    One that was received is in one language, and does not say in which.
    """

    msg_type: ClassVar[str] = "post"
    max_bytes: ClassVar[int | None] = 30 * KB

    language: str = attrs.field(default="zh_cn")
    """Of the title and the content: `zh_cn`, `en_us`, ..."""
    translations: Mapping[str, PostBody] = attrs.field(factory=dict, converter=_to_translations)
    """The same in other languages, by their names."""

    def __attrs_post_init__(self) -> None:
        for language in (self.language, *self.translations):
            if not _LANGUAGE.fullmatch(check_text("language", language)):
                raise ValueError(f"language must be one such as zh_cn, got {language[:64]!r}")
        if self.language in self.translations:
            raise ValueError(f"translations must be in other languages than {self.language}")

    def _body(self) -> object:
        own = PostBody(title=self.title, content=self.content)
        bodies = {self.language: own, **self.translations}
        for language, body in bodies.items():
            _check_sent(language, body)
        return bodies


def _check_sent(language: str, body: PostBody) -> None:
    if not body.content:
        raise ValueError(f"{language}.content must hold at least 1 paragraph")
    for number, paragraph in enumerate(body.content):
        for place, element in enumerate(paragraph):
            name = f"{language}.content[{number}][{place}]"
            if element.alone and len(paragraph) > 1:
                raise ValueError(f"{name} must be alone: a {type(element).__name__} always is")
            for field in element.never_empty:
                not_empty(f"{name}.{field}", getattr(element, field))


def read_post(text: str) -> Post:
    """Read a post as Feishu sends it, in one language, or as it is sent, in all of them."""
    try:
        flat = read_json(text, PostBody, "content")
    except ValueError:  # what is sent names the languages first
        bodies = read_json(text, dict[str, PostBody], "content")
    else:
        return Post(title=flat.title, content=flat.content)
    if not bodies:
        raise ValueError("content: has no language")
    (language, own), *others = bodies.items()
    return Post(title=own.title, content=own.content, language=language, translations=dict(others))
