"""Cards: from JSON, from a template, or as card entities."""

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
    """A card, up to 30 KB as JSON; the data of its template, if it has one, counts too.

    A received card has another structure than the one that was sent, unless the call asks for
    `card_msg_content_type="user_card_content"`.

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
            text: The JSON of the card, such as a file that the card builder exported.

        Raises:
            ValueError: The text is not JSON, or not an object.
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
        """Build a card from a template of the card builder.

        Args:
            template_id: The id of the template, such as `AAqigYkzabcef`.
            version_name: A published version, such as `1.0.0`; the newest if not given.
            variables: The values of the template's variables, by their names.
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
        """Build a card that shows a card entity, which can be updated in part and streamed.

        Args:
            card_id: The id that creating the card entity returned.
        """
        return cls({"type": "card", "data": {"card_id": check_not_empty("card_id", card_id)}})

    @property
    def plain_text(self) -> str:
        """The texts in the card, each on a line; Markdown is kept as it is."""
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
    """Yield the texts in a part of a card, at any depth: there is no recursion."""
    stack = [value]
    while stack:
        item = stack.pop()
        if isinstance(item, str):
            yield item
        elif isinstance(item, Mapping):
            stack += [item[name] for name in reversed(_TEXT_FIELDS) if name in item]
        elif isinstance(item, list | tuple):
            stack += reversed(item)
