"""What all contents of messages have in common."""

from typing import ClassVar, Final

import attrs

from .._protocol.checks import check_text
from .._protocol.converter import write_json

KB: Final = 1024
"""Bytes; Feishu does not say whether its KB are these, and the larger ones refuse nothing."""


@attrs.frozen
class Content:
    """What a message says or shows: one of the classes of `feishu_chat_async.contents`."""

    @property
    def msg_type(self) -> str:
        """The name of this kind, as Feishu has it: `text`, `post`, ..."""
        raise NotImplementedError

    @property
    def plain_text(self) -> str:
        """What a person reads in it; nothing if that is no text."""
        return ""

    def encoded(self) -> str:
        """Make the string that is sent, JSON with all that the official page asks for.

        Raises:
            TypeError: Contents of this kind are only received.
            ValueError: Something is missing, or longer than Feishu takes.
        """
        raise TypeError(f"content must be one that can be sent: {self._kind} is only received")

    @property
    def _kind(self) -> str:
        name = type(self).__name__
        return f"{'an' if name[0] in 'AEIOU' else 'a'} {name}"


@attrs.frozen
class Sendable(Content):
    """A content that can be sent."""

    max_bytes: ClassVar[int | None] = None
    """How long the string that is sent may be, in UTF-8; None where no limit is documented."""

    def encoded(self) -> str:
        """Make the string that is sent, JSON with all that the official page asks for.

        Raises:
            TypeError: Something that cannot be JSON is in it.
            ValueError: Something is missing, or longer than Feishu takes.
        """
        body = self._body()
        try:
            text = write_json(body)
            size = len(text.encode())
        except UnicodeEncodeError:
            raise ValueError(f"{self._kind} must not hold half of a surrogate pair") from None
        except TypeError as error:
            raise TypeError(f"{self._kind} must be made of what JSON has: {error}") from None
        except (RecursionError, ValueError) as error:
            raise ValueError(f"{self._kind} must be valid JSON: {error}") from None
        if self.max_bytes is not None and size > self.max_bytes:
            raise ValueError(
                f"{self._kind} must have at most {self.max_bytes} bytes "
                f"({self.max_bytes // KB} KB) as JSON, got {size}"
            )
        return text

    def _body(self) -> object:
        """Check it and make what is sent of it."""
        raise NotImplementedError


def not_empty(name: str, value: str) -> str:
    """Return a string that is sent and must say something."""
    if not check_text(name, value):
        raise ValueError(f"{name} must not be empty")
    return value
