"""What `FakeFeishu` makes of cards: how they are read by those who do not ask for their JSON."""

from collections.abc import Iterator
from typing import Final

from ..requests import RefusedError
from .text import Element, Mentions, UnknownUserError, read_inline, read_markdown

_BROKEN: Final = (
    "Failed to create card content, ext=ErrCode: 200621; ErrMsg: parse card json err, please check "
    "whether the card json is correct; ErrorValue: {}"
)
_NOBODY: Final = (
    "Failed to create card content, ext=ErrCode: 100290; ErrMsg: There is an invalid user "
    "resource(at/person) in your card; ErrorValue: {}"
)
_MADE_ELSEWHERE: Final = {"template": "template_id", "card": "card_id"}
_PICKERS: Final = ("select_static", "overflow", "date_picker")


def _broken(what: str) -> RefusedError:
    return RefusedError(230099, _BROKEN.format(what))


def read_card(card: dict[str, object], mentions: Mentions) -> dict[str, object]:
    """Check a card, and say how it is read: its title, and rows of simple elements."""
    kind = card.get("type")
    if isinstance(kind, str) and kind in _MADE_ELSEWHERE:
        data = card.get("data")
        made = data.get(_MADE_ELSEWHERE[kind]) if isinstance(data, dict) else None
        if not isinstance(made, str) or not made:
            raise _broken(f"a {kind} needs its {_MADE_ELSEWHERE[kind]}")
        return {"title": "", "elements": [[{"tag": "text", "text": made}]]}
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
        raise RefusedError(230099, _NOBODY.format(unknown.user_id)) from unknown
    return {"title": _title(card), "elements": [[_bare(one) for one in row] for row in rows]}


def _title(card: dict[str, object]) -> str:
    header = card.get("header")
    return _words(header.get("title")) if isinstance(header, dict) else ""


def _words(text: object) -> str:
    content = text.get("content") if isinstance(text, dict) else None
    return content if isinstance(content, str) else ""


def _bare(element: Element) -> Element:
    return {name: value for name, value in element.items() if name != "style"}


def _rows(element: object, mentions: Mentions) -> Iterator[list[Element]]:
    if not isinstance(element, dict) or not isinstance(element.get("tag"), str):
        raise _broken(f"{element!r}")
    if element["tag"] == "markdown":
        yield from read_markdown(str(element.get("content", "")), mentions)
    elif row := list(_parts(element, mentions)):
        yield row


def _parts(element: object, mentions: Mentions) -> Iterator[Element]:
    """Say as which simple elements one of a card is read; many kinds are left out."""
    if not isinstance(element, dict):
        return
    tag = element.get("tag")
    if tag in ("plain_text", "lark_md"):
        yield from read_inline(_words(element), mentions)
    elif tag == "markdown":
        yield from read_inline(str(element.get("content", "")), mentions)
    elif tag == "hr":
        yield {"tag": "hr"}
    elif tag == "img":
        yield {"tag": "img", "image_key": element.get("img_key")}
    elif tag == "button":
        kind = element.get("type", "default")
        yield {"tag": "button", "text": _words(element.get("text")), "type": kind}
    elif tag in _PICKERS:
        options = [_words(one.get("text")) for one in _list(element, "options")]
        yield {"tag": tag, "options": options, "placeholder": _words(element.get("placeholder"))}
    elif tag == "note":
        inside = [part for one in _list(element, "elements") for part in _parts(one, mentions)]
        yield {"tag": "note", "elements": [_bare(one) for one in inside]}
    else:
        for inner in (element.get("text"), *_inside(element), element.get("extra")):
            yield from _parts(inner, mentions)


def _inside(element: dict[str, object]) -> Iterator[object]:
    for name in ("fields", "actions", "columns", "elements"):
        for inner in _list(element, name):
            yield inner.get("text") if name == "fields" else inner


def _list(element: dict[str, object], name: str) -> list[dict[str, object]]:
    inside = element.get(name)
    return [one for one in inside if isinstance(one, dict)] if isinstance(inside, list) else []
