"""Conversion of text in messages of a `FakeFeishu`: mentions, style tags and Markdown."""

import re
from collections.abc import Iterator
from typing import Final

import attrs

from ...enums import ChatPermission
from ..requests import RefusedError, manages
from ..state import FakeChat, FakeUser, Grant, State

EVERYONE: Final = "all"
_INVALID: Final = (230001, "Your request contains an invalid request parameter.")
_FORBIDDEN: Final = (230018, "These operations are NOT allowed at current group settings.")

_AT: Final = re.compile(
    r"""<at\s+(?:user_id|id)\s*=\s*["']([^"']*)["']\s*>(?:.*?)</at>""", re.DOTALL
)
_STYLE_TAG: Final = re.compile("<(/?)([bius])>")
_FENCE: Final = re.compile(r"```[ \t]*(\w*)[ \t]*\n(.*?)\n?```", re.DOTALL)
_RULE: Final = re.compile(r"\s*-{3,}\s*")
_QUOTE: Final = re.compile(r"\s*> ")
_INLINE: Final = re.compile(
    rf"(?P<at>{_AT.pattern})"
    r"|\[(?P<link>[^\[\]]*)\]\((?P<href>[^()\s]+)\)"
    r"|(?P<mark>\*{1,3}|~{1,2})(?P<styled>\S|\S.*?\S)(?P=mark)",
    re.DOTALL,
)
_STYLES: Final = {
    "*": ["italic"],
    "**": ["bold"],
    "***": ["bold", "italic"],
    "~": ["underline"],
    "~~": ["lineThrough"],
}

Element = dict[str, object]


def invalid_message_call(detail: str) -> RefusedError:
    """Return the error for an invalid argument of a message endpoint."""
    code, msg = _INVALID
    return RefusedError(code, f"{msg} ext={detail}")


class UnknownUserError(RefusedError):
    """Raised if a message mentions a user that does not exist."""

    def __init__(self, user_id: object) -> None:
        code, msg = _INVALID
        super().__init__(code, f"{msg} ext=there is no user {user_id!r} to mention")
        self.user_id = user_id


@attrs.define
class Mentions:
    """The users that a message mentions, numbered in the order of their first mention."""

    state: State
    chat: FakeChat
    sender: Grant
    open_ids: list[str] = attrs.field(factory=list)

    def key(self, user_id: object) -> tuple[str, str]:
        """Return the placeholder that stands for a user in the content, and the user's name."""
        if user_id == EVERYONE:
            only_some = self.chat.at_all_permission == ChatPermission.ONLY_OWNER
            if only_some and not manages(self.sender, self.chat):
                raise RefusedError(*_FORBIDDEN)
            return "@_all", ""
        user = next((user for user in self.state.users.values() if user_id in _ids(user)), None)
        if user is None:
            raise UnknownUserError(user_id)
        if user.open_id not in self.open_ids:
            self.open_ids.append(user.open_id)
        return f"@_user_{self.open_ids.index(user.open_id) + 1}", user.name


def _ids(user: FakeUser) -> tuple[str, ...]:
    return user.open_id, user.union_id, user.user_id


def read_text(text: str, mentions: Mentions) -> str:
    """Convert a text that was sent: remove style tags, and replace mentions by placeholders."""
    return _AT.sub(lambda found: mentions.key(found[1])[0], _without_styles(text))


def _without_styles(text: str) -> str:
    """Remove style tags, unless one of them is not closed."""
    unclosed: list[str] = []
    for closes, tag in _STYLE_TAG.findall(text):
        if not closes:
            unclosed.append(tag)
        elif not unclosed or unclosed.pop() != tag:
            return text
    return text if unclosed else _STYLE_TAG.sub("", text)


def at_element(mentions: Mentions, user_id: object, style: list[str]) -> Element:
    """Convert a mention in rich text."""
    key, name = mentions.key(user_id)
    return {"tag": "at", "user_id": key, "user_name": name, "style": style}


def read_markdown(text: str, mentions: Mentions) -> Iterator[list[Element]]:
    """Convert Markdown into paragraphs; lists and quotes become plain text."""
    end = 0
    for fence in _FENCE.finditer(text):
        yield from _lines(text[end : fence.start()], mentions)
        language = {"language": fence[1].upper()} if fence[1] else {}
        yield [{"tag": "code_block", **language, "text": fence[2]}]
        end = fence.end()
    yield from _lines(text[end:], mentions)


def _lines(text: str, mentions: Mentions) -> Iterator[list[Element]]:
    for line in text.splitlines():
        if _RULE.fullmatch(line):
            yield [{"tag": "hr"}]
        elif line.strip():
            yield list(read_inline(_QUOTE.sub("", line, count=1), mentions))


def read_inline(text: str, mentions: Mentions) -> Iterator[Element]:
    """Convert a line of Markdown into elements."""
    end = 0
    for found in _INLINE.finditer(text):
        if found.start() > end:
            yield _plain(text[end : found.start()])
        end = found.end()
        if found["at"]:
            yield at_element(mentions, found[2], [])
        elif found["mark"]:
            yield _plain(found["styled"], _STYLES[found["mark"]])
        else:
            yield {"tag": "a", "href": found["href"], "text": found["link"], "style": []}
    if end < len(text):
        yield _plain(text[end:])


def _plain(text: str, style: list[str] | None = None) -> Element:
    return {"tag": "text", "text": text, "style": style or []}
