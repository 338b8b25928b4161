"""Cards, built from JSON, a template or a card entity."""

from collections.abc import Iterator, Mapping
from typing import ClassVar, Final, Self

import attrs

from .._protocol.converter import read_json
from .base import KB, Sendable, check_not_empty

_TEXT_FIELDS: Final = (
    *("header", "title", "subtitle", "text", "content", "body"),
    *("elements", "columns", "fields", "actions", "extra"),
)
"""The fields of a card that lead to visible text, in reading order."""


def _to_card(value: Mapping[str, object]) -> Mapping[str, object]:
    if not isinstance(value, Mapping):
        raise TypeError(f"card must be a mapping, got {type(value).__name__}; see Card.parse")
    return dict(value)


@attrs.frozen
class Card(Sendable):
    """A card, up to 30 KB as JSON, including the card data of its template.

    A received card is structured differently from the card that was sent, unless it was requested
    with `card_msg_content_type="user_card_content"`.

    https://open.feishu.cn/document/uAjLw4CM/ukzMukzMukzM/feishu-cards/card-json-v2-structure
    """

    msg_type: ClassVar[str] = "interactive"
    max_bytes: ClassVar[int | None] = 30 * KB

    card: Mapping[str, object] = attrs.field(converter=_to_card)
    """The card's JSON, as the card builder shows it."""

    @classmethod
    def parse(cls, text: str) -> Self:
        """Parse a card from JSON.

        Args:
            text: The card's JSON, such as a file exported from the card builder.

        Raises:
            ValueError: The text is not a JSON object.
        """
        card = read_json(text, object, "card")
        if not isinstance(card, dict):
            raise ValueError("card must be a JSON object")  # noqa: TRY004  (the text is at fault)
        return cls(card)

    @classmethod
    def template(
        cls,
        template_id: str,
        version_name: str | None = None,
        variables: Mapping[str, object] | None = None,
    ) -> Self:
        """Build a card from a template of the card builder.

        Args:
            template_id: The id of the template, such as `AAqigYkzabcef`.
            version_name: A published version, such as `1.0.0`; None for the latest.
            variables: The values of the template's variables, by name.
        """
        data: dict[str, object] = {"template_id": check_not_empty("template_id", template_id)}
        if version_name is not None:
            data["template_version_name"] = check_not_empty("version_name", version_name)
        if variables is not None:
            if not isinstance(variables, Mapping):
                raise TypeError(f"variables must be a mapping, got {type(variables).__name__}")
            data["template_variable"] = dict(variables)
        return cls({"type": "template", "data": data})

    @classmethod
    def entity(cls, card_id: str) -> Self:
        """Build a card that shows a card entity, which allows partial updates and streaming.

        Args:
            card_id: The id that was returned when the card entity was created.
        """
        return cls({"type": "card", "data": {"card_id": check_not_empty("card_id", card_id)}})

    @property
    def plain_text(self) -> str:
        """The texts of the card, one per line; Markdown is not converted."""
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
    """Yield the texts in a part of a card, without recursion, so that any depth is safe."""
    stack = [value]
    while stack:
        item = stack.pop()
        if isinstance(item, str):
            yield item
        elif isinstance(item, Mapping):
            stack += [item[name] for name in reversed(_TEXT_FIELDS) if name in item]
        elif isinstance(item, list | tuple):
            stack += reversed(item)
