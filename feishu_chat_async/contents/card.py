"""Cards: whatever JSON they are made of, and those that Feishu keeps."""

from collections.abc import Iterator, Mapping
from typing import ClassVar, Final, Self

import attrs

from .._protocol.converter import read_json
from .base import KB, Sendable, not_empty

_SHOWN: Final = (
    *("header", "title", "subtitle", "text", "content", "body"),
    *("elements", "columns", "fields", "actions", "extra"),
)
"""Where a card has what is read, in the order of reading."""


def _to_card(value: Mapping[str, object]) -> Mapping[str, object]:
    if not isinstance(value, Mapping):
        raise TypeError(f"card must be a mapping, got {type(value).__name__}; see Card.parse")
    return dict(value)


@attrs.frozen
class Card(Sendable):
    """A card, up to 30 KB as JSON, with its template if it has one.

    One that was received has another structure than what was sent, unless the call asks for that.

    https://open.feishu.cn/document/uAjLw4CM/ukzMukzMukzM/feishu-cards/card-json-v2-structure
    """

    msg_type: ClassVar[str] = "interactive"
    max_bytes: ClassVar[int | None] = 30 * KB

    card: Mapping[str, object] = attrs.field(converter=_to_card)
    """The JSON, as the editor for cards shows it."""

    @classmethod
    def parse(cls, text: str) -> Self:
        """Make one of JSON in a string.

        Raises:
            ValueError: It is not JSON, or is no object.
        """
        card = read_json(text, object, "card")
        if not isinstance(card, dict):
            raise ValueError("card must be an object in JSON")  # noqa: TRY004  (of the text)
        return cls(card)

    @classmethod
    def template(
        cls,
        template_id: str,
        version_name: str | None = None,
        variables: Mapping[str, object] | None = None,
    ) -> Self:
        """Make one of a template: of its newest version, unless one such as `1.0.0` is given."""
        data: dict[str, object] = {"template_id": not_empty("template_id", template_id)}
        if version_name is not None:
            data["template_version_name"] = not_empty("version_name", version_name)
        if variables is not None:
            if not isinstance(variables, Mapping):
                raise TypeError(f"variables must be a mapping, got {type(variables).__name__}")
            data["template_variable"] = dict(variables)
        return cls({"type": "template", "data": data})

    @classmethod
    def entity(cls, card_id: str) -> Self:
        """Make one that shows a card entity, which can be changed while it is shown."""
        return cls({"type": "card", "data": {"card_id": not_empty("card_id", card_id)}})

    @property
    def plain_text(self) -> str:
        """The texts in it, each on a line; Markdown is left as it is."""
        rows = self.card.get("elements")
        if isinstance(rows, list) and all(isinstance(row, list) for row in rows):  # received
            lines = [*_texts(self.card.get("title")), *("".join(_texts(row)) for row in rows)]
        else:
            lines = list(_texts(self.card))
        return "\n".join(line for line in lines if line)

    def _body(self) -> object:
        if not self.card:
            raise ValueError("card must not be empty")
        return self.card


def _texts(value: object) -> Iterator[str]:
    """Walk the texts of a card, however deep they are."""
    waiting = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, str):
            yield item
        elif isinstance(item, Mapping):
            waiting += [item[name] for name in reversed(_SHOWN) if name in item]
        elif isinstance(item, list | tuple):
            waiting += reversed(item)
