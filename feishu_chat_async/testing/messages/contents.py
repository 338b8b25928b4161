"""Message contents in a `FakeFeishu`: checked, and converted into what readers get."""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Final

from ...enums import ChatMode
from ..requests import RefusedError
from .cards import read_card
from .text import Element, Mentions, at_element, invalid_message_call, read_markdown, read_text

_MAX_BYTES: Final = {"text": 150 * 1024, "post": 30 * 1024, "interactive": 30 * 1024}
_LOCALE: Final = re.compile("[a-z]{2}_[a-z]{2}")
_URL: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+")
_STYLES: Final = ("bold", "underline", "lineThrough", "italic")
_SINGLE: Final = ("img", "media", "md")
_MAX_DIVIDER_WIDTH: Final = 20

Json = dict[str, object]


def read_content(msg_type: str, sent: object, mentions: Mentions) -> str:
    """Check the sent content of a message, and return it as readers get it."""
    try:
        return _read(msg_type, sent, mentions)
    except RecursionError as error:
        raise invalid_message_call("content is nested too deeply") from error


def _read(msg_type: str, sent: object, mentions: Mentions) -> str:
    if msg_type not in _READERS:
        raise invalid_message_call(f"msg_type {msg_type!r}")
    if not isinstance(sent, str):
        raise invalid_message_call("content must be a string")
    if len(sent.encode(errors="surrogatepass")) > _MAX_BYTES.get(msg_type, len(sent) * 4):
        raise RefusedError(230025, "The length of the message content reaches its limit.")
    try:
        content = json.loads(sent)
    except ValueError as error:
        raise invalid_message_call("content is not a string in json format") from error
    if not isinstance(content, dict):
        raise invalid_message_call("content must be an object")
    read = _READERS[msg_type](content, mentions)
    return json.dumps(read, ensure_ascii=False, separators=(",", ":"))


def _text(content: Json, mentions: Mentions) -> Json:
    return {"text": read_text(_filled(content, "text"), mentions)}


def _post(content: Json, mentions: Mentions) -> Json:
    languages = {name: post for name, post in content.items() if _LOCALE.fullmatch(name)}
    if not languages or languages.keys() != content.keys():
        raise invalid_message_call("content of a post must have a key per language, such as zh_cn")
    read = {name: _post_in(post, mentions) for name, post in languages.items()}
    return read.get("zh_cn") or next(iter(read.values()))


def _post_in(post: object, mentions: Mentions) -> Json:
    if not isinstance(post, dict):
        raise invalid_message_call("a post must be an object")
    title, lines = post.get("title", ""), post.get("content")
    if not isinstance(title, str) or not isinstance(lines, list):
        raise invalid_message_call(
            "a post must have a list as content, and a string as title if it has one"
        )
    paragraphs: list[list[Element]] = []
    for line in lines:
        if not isinstance(line, list) or not all(isinstance(element, dict) for element in line):
            raise invalid_message_call("a paragraph must be a list of elements")
        if len(line) > 1 and any(element.get("tag") in _SINGLE for element in line):
            raise invalid_message_call(
                "img, media and md must be the only element of their paragraph"
            )
        if line and line[0].get("tag") == "md":
            paragraphs += read_markdown(_filled(line[0], "text"), mentions)
        else:
            paragraphs.append([_element(element, mentions) for element in line])
    return {"title": title, "content": paragraphs}


def _element(element: Element, mentions: Mentions) -> Element:
    tag, style = element.get("tag"), element.get("style") or []
    if not isinstance(style, list):
        raise invalid_message_call("style must be a list")
    styles = [name for name in style if name in _STYLES]
    if tag == "at":
        return at_element(mentions, _filled(element, "user_id"), styles)
    if not isinstance(tag, str) or tag not in _FIELDS:
        raise invalid_message_call(f"tag {tag!r}")
    required, optional = _FIELDS[tag]
    read: Element = {"tag": tag}
    for name in required:
        read[name] = _string(element, name)
    for name in optional:
        if element.get(name) is not None:
            read[name] = element[name]
    if tag == "a" and not _URL.fullmatch(_string(element, "href")):
        raise invalid_message_call("href must be a URL")
    if "language" in read:
        read["language"] = _string(element, "language").upper()
    return {**read, "style": styles} if tag in ("text", "a") else read


_FIELDS: Final[Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    "text": (("text",), ("un_escape",)),
    "a": (("href", "text"), ()),
    "img": (("image_key",), ()),
    "media": (("file_key",), ("image_key",)),
    "emotion": (("emoji_type",), ()),
    "hr": ((), ()),
    "code_block": (("text",), ("language",)),
}
"""The required and the optional fields of an element by its tag."""


def _file_reader(added: Mapping[str, object], *keys: str) -> Callable[[Json, Mentions], Json]:
    """Return a reader of contents that are one or two files; Feishu adds fields about them."""

    def read(content: Json, _: Mentions) -> Json:
        first, *others = keys
        found = {first: _filled(content, first)}
        found |= {name: _filled(content, name) for name in others if content.get(name) is not None}
        return {**found, **added}

    return read


def _share_chat(content: Json, mentions: Mentions) -> Json:
    chat_id = _filled(content, "chat_id")
    chat = mentions.state.chats.get(chat_id)
    if chat is None:
        raise invalid_message_call("chat_id")
    if chat.chat_mode == ChatMode.P2P:
        raise RefusedError(230015, "P2P chat can NOT be shared.")
    if mentions.sender.actor_id not in chat.members:
        raise RefusedError(230002, "The bot can not be outside the group.")
    return {"chat_id": chat_id}


def _share_user(content: Json, mentions: Mentions) -> Json:
    user = mentions.state.users.get(_filled(content, "user_id"))
    if user is None:
        raise invalid_message_call("user_id must be the open_id of a user")
    if not user.visible:
        raise RefusedError(230013, "Bot has NO availability to this user.")
    return {"user_id": user.open_id}


def _system(content: Json, mentions: Mentions) -> Json:
    if mentions.chat.chat_mode != ChatMode.P2P or mentions.sender.user is not None:
        raise invalid_message_call("system messages are for the chats of a bot and a user")
    params = content.get("params")
    divider = params.get("divider_text") if isinstance(params, dict) else None
    if content.get("type") != "divider" or not isinstance(divider, dict):
        raise invalid_message_call("a system message must be a divider, with its divider_text")
    others = divider.get("i18n_text") or {}
    if not isinstance(others, dict):
        raise invalid_message_call("i18n_text must be an object")
    _check_dividers([divider.get("text"), *others.values()])
    texts = {"text": divider["text"], "i18n_text": {k.lower(): v for k, v in others.items()}}
    names: Json = {"from_user": [], "to_chatters": []}
    return {"template": "{divider_text}", **names, "divider_text": texts}


def _check_dividers(texts: Iterable[object]) -> None:
    for text in texts:
        if not isinstance(text, str) or not text:
            raise invalid_message_call("the text of a divider must not be empty")
        if sum(1 if character.isascii() else 2 for character in text) > _MAX_DIVIDER_WIDTH:
            raise invalid_message_call("the text of a divider is too long")


def _string(content: Json, name: str) -> str:
    value = content.get(name)
    if not isinstance(value, str):
        raise invalid_message_call(f"{name} must be a string")
    return value


def _filled(content: Json, name: str) -> str:
    value = _string(content, name)
    if not value:
        raise invalid_message_call(f"{name} must not be empty")
    return value


_READERS: Final[Mapping[str, Callable[[Json, Mentions], Json]]] = {
    "text": _text,
    "post": _post,
    "image": _file_reader({}, "image_key"),
    "file": _file_reader({"file_name": "file.bin"}, "file_key"),
    "audio": _file_reader({"duration": 2000}, "file_key"),
    "media": _file_reader({"file_name": "video.mp4", "duration": 2000}, "file_key", "image_key"),
    "sticker": _file_reader({}, "file_key"),
    "interactive": read_card,
    "share_chat": _share_chat,
    "share_user": _share_user,
    "system": _system,
}
