"""The base classes of all message contents."""

from typing import ClassVar, Final

import attrs

from .._protocol.checks import check_text
from .._protocol.converter import write_json

KB: Final = 1024
"""Bytes per KB. Feishu does not say whether it means 1000 or 1024; 1024 rejects nothing valid."""


@attrs.frozen
class Content:
    """The content of a message; use one of the subclasses in `feishu_chat_async.contents`."""

    @property
    def msg_type(self) -> str:
        """Feishu's name for this type of message: `text`, `post`, ..."""
        raise NotImplementedError

    @property
    def plain_text(self) -> str:
        """The text as readers see it, without markup; empty if the content has none."""
        return ""

    def encoded(self) -> str:
        """Return the JSON string that is sent.

        Raises:
            TypeError: Contents of this type can only be received.
            ValueError: A required field is empty, or the content is too long for Feishu.
        """
        raise TypeError(f"content must be sendable: {self._described} can only be received")

    @property
    def _described(self) -> str:
        """The class name with an indefinite article, for error messages."""
        name = type(self).__name__
        return f"{'an' if name[0] in 'AEIOU' else 'a'} {name}"


@attrs.frozen
class Sendable(Content):
    """Content that can be sent."""

    max_bytes: ClassVar[int | None] = None
    """The size limit of the JSON string in UTF-8 bytes; None if none is documented."""

    def encoded(self) -> str:
        """Return the JSON string that is sent.

        Raises:
            TypeError: The content contains an object that JSON cannot represent.
            ValueError: A required field is empty, or the content is too long for Feishu.
        """
        body = self._body()
        try:
            text = write_json(body)
            size = len(text.encode())
        except UnicodeEncodeError:
            raise ValueError(f"{self._described} must not contain a lone surrogate") from None
        except TypeError as error:
            raise TypeError(f"{self._described} must contain only JSON types: {error}") from None
        except (RecursionError, ValueError) as error:
            raise ValueError(f"{self._described} must be valid JSON: {error}") from None
        if self.max_bytes is not None and size > self.max_bytes:
            raise ValueError(
                f"{self._described} must have at most {self.max_bytes} bytes "
                f"({self.max_bytes // KB} KB) as JSON, got {size}"
            )
        return text

    def _body(self) -> object:
        """Validate the fields and return the object that is sent as JSON."""
        raise NotImplementedError


@attrs.frozen
class KeyContent(Sendable):
    """Content that is sent as ids or keys only; Feishu adds the other fields."""

    sent_fields: ClassVar[tuple[str, ...]]
    """The fields that are sent: the first is required, the others are omitted if empty."""

    def _body(self) -> object:
        required, *optional = self.sent_fields
        body = {required: check_not_empty(required, getattr(self, required))}
        for name in optional:
            value = getattr(self, name)
            if value:
                body[name] = value
        return body


def check_not_empty(name: str, value: str) -> str:
    """Return a string, or raise an error that names it `name` if it is empty."""
    if not check_text(name, value):
        raise ValueError(f"{name} must not be empty")
    return value
