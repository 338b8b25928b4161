"""Conversion of cards in a `FakeFeishu` into the simplified content that readers get by default."""

from collections.abc import Iterator
from typing import Final

from ..requests import RefusedError
from .text import Element, Mentions, UnknownUserError, read_inline, read_markdown

_BROKEN: Final = (
    "Failed to create card content, ext=ErrCode: 200621; ErrMsg: parse card json err, please check "
    "whether the card json is correct; ErrorValue: {}"
)
_UNKNOWN_USER: Final = (
    "Failed to create card content, ext=ErrCode: 100290; ErrMsg: There is an invalid user "
    "resource(at/person) in your card; ErrorValue: {}"
)
_STORED: Final = {"template": "template_id", "card": "card_id"}
_PICKERS: Final = ("select_static", "overflow", "date_picker")


def _broken(detail: str) -> RefusedError:
    return RefusedError(230099, _BROKEN.format(detail))


def read_card(card: dict[str, object], mentions: Mentions) -> dict[str, object]:
    """Check a card and return its simplified content: the title, and rows of elements."""
    kind = card.get("type")
    if isinstance(kind, str) and kind in _STORED:
        data = card.get("data")
        stored_id = data.get(_STORED[kind]) if isinstance(data, dict) else None
        if not isinstance(stored_id, str) or not stored_id:
            raise _broken(f"a {kind} needs its {_STORED[kind]}")
        return {"title": "", "elements": [[{"tag": "text", "text": stored_id}]]}
    body = card.get("body") if card.get("schema") == "2.0" else card
    elements = body.get("elements") if isinstance(body, dict) else None
    translated = card.get("i18n_elements")
    if elements is None and isinstance(translated, dict):
        elements = next(iter(translated.values()), None)
    if not isinstance(elements, list):
        raise _broken("elements")
    try:
        rows = [row for element in elements for row in _rows(element, mentions)]
    except UnknownUserError as unknown:
        raise RefusedError(230099, _UNKNOWN_USER.format(unknown.user_id)) from unknown
    return {"title": _title(card), "elements": [[_unstyled(item) for item in row] for row in rows]}


def _title(card: dict[str, object]) -> str:
    header = card.get("header")
    return _content_of(header.get("title")) if isinstance(header, dict) else ""


def _content_of(text: object) -> str:
    content = text.get("content") if isinstance(text, dict) else None
    return content if isinstance(content, str) else ""


def _unstyled(element: Element) -> Element:
    return {name: value for name, value in element.items() if name != "style"}


def _rows(element: object, mentions: Mentions) -> Iterator[list[Element]]:
    if not isinstance(element, dict) or not isinstance(element.get("tag"), str):
        raise _broken(f"{element!r}")
    if element["tag"] == "markdown":
        yield from read_markdown(str(element.get("content", "")), mentions)
    elif row := list(_simplified(element, mentions)):
        yield row


def _simplified(element: object, mentions: Mentions) -> Iterator[Element]:
    """Yield the simplified elements of an element; many types have none."""
    if not isinstance(element, dict):
        return
    tag = element.get("tag")
    if tag in ("plain_text", "lark_md"):
        yield from read_inline(_content_of(element), mentions)
    elif tag == "markdown":
        yield from read_inline(str(element.get("content", "")), mentions)
    elif tag == "hr":
        yield {"tag": "hr"}
    elif tag == "img":
        yield {"tag": "img", "image_key": element.get("img_key")}
    elif tag == "button":
        kind = element.get("type", "default")
        yield {"tag": "button", "text": _content_of(element.get("text")), "type": kind}
    elif tag in _PICKERS:
        options = [_content_of(option.get("text")) for option in _list(element, "options")]
        yield {
            "tag": tag,
            "options": options,
            "placeholder": _content_of(element.get("placeholder")),
        }
    elif tag == "note":
        children = _list(element, "elements")
        inside = [part for child in children for part in _simplified(child, mentions)]
        yield {"tag": "note", "elements": [_unstyled(part) for part in inside]}
    else:
        for inner in (element.get("text"), *_children(element), element.get("extra")):
            yield from _simplified(inner, mentions)


def _children(element: dict[str, object]) -> Iterator[object]:
    for name in ("fields", "actions", "columns", "elements"):
        for inner in _list(element, name):
            yield inner.get("text") if name == "fields" else inner


def _list(element: dict[str, object], name: str) -> list[dict[str, object]]:
    items = element.get(name)
    return [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []
