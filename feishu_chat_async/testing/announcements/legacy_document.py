"""An announcement in the legacy format, as `FakeFeishu` stores and edits it.

Where the official page is silent, `FakeFeishu` assumes:

- `ReplaceAllText` finds text in the title and in all zones, also across several styles.
- A line feed inside a text is refused.
- Blocks inserted at the end are added after an empty last line.
- Edits of tables are not rebased on what others changed in the table.
- The deletion of a line into which others have written is refused.

https://open.feishu.cn/document/ukTMukTMukTM/uYDM2YjL2AjN24iNwYjN
"""

import json
from copy import deepcopy
from typing import Final

import attrs

from ...legacy.positions import utf16_length
from .legacy_edits import (
    BODY,
    Edit,
    check_overlaps,
    delete_blocks,
    deleted_blocks,
    rebased_edits,
)
from .legacy_operations import (
    CONTENT_KINDS,
    TABLE_KINDS,
    Operation,
    parse,
    table_id_of,
    title_of,
)
from .legacy_restyling import Replacement, restyle
from .legacy_tables import change_table, locked_zones
from .positions import (
    Change,
    EditError,
    Json,
    Splice,
    Zone,
    located_elements,
    location,
    tables_in,
    zones_in,
)

MAX_REVISION_GAP: Final = 100
"""How many revisions old the document that an edit refers to can be."""

__all__ = ["MAX_REVISION_GAP", "EditError", "FakeDocument"]


@attrs.define
class FakeDocument:
    """A title and the blocks after it."""

    title: str = ""
    blocks: list[Json] = attrs.field(factory=list)
    title_style: Json = attrs.field(factory=dict)
    """The style of the title as JSON."""
    history: list[list[Splice]] = attrs.field(factory=list, repr=False)
    """How each of the last 100 edits moved positions."""

    @classmethod
    def of_text(cls, title: str, *lines: str) -> "FakeDocument":
        """Build a document of plain paragraphs.

        Args:
            title: The title.
            *lines: The text of each paragraph.
        """
        return cls(title, [_paragraph(line) for line in lines])

    def to_json(self) -> str:
        """Return the document as the JSON of the field `content`, with locations."""
        elements = _paragraph(self.title)["paragraph"]["elements"]
        title = {
            "elements": located_elements(elements, BODY, 0),
            "style": self.title_style,
            "location": location(BODY, 0, utf16_length(self.title)),
        }
        body = {"blocks": self.zones()[BODY].located_blocks()}
        return json.dumps({"title": title, "body": body}, ensure_ascii=False)

    def zones(self) -> dict[str, Zone]:
        """Return the body and all cells, blocks of code and callouts, by zone id."""
        body = Zone(BODY, self.blocks, utf16_length(self.title) + 1)
        return {BODY: body} | {zone.zone_id: zone for zone in zones_in(self.blocks)}

    def apply(self, *operations: object, revisions_behind: int = 0) -> None:
        """Apply all operations of an edit, or none.

        Args:
            *operations: The operations, each as JSON in a string.
            revisions_behind: How many edits were made since the revision that they refer to.

        Raises:
            EditError: an operation is invalid, or cannot be combined with the others.
        """
        edited = attrs.evolve(self, blocks=deepcopy(self.blocks))
        newer = self.history[-revisions_behind:] if revisions_behind else []
        splices = [splice for edit in newer for splice in edit]
        try:
            applied = edited._apply(parse(list(operations)), splices)  # noqa: SLF001  (same class)
            edited.to_json()  # fails if an operation was invalid
        except (AttributeError, IndexError, KeyError, RecursionError, TypeError) as error:
            raise EditError(f"not a valid operation ({type(error).__name__}: {error})") from error
        except ValueError as error:
            raise EditError(f"not valid JSON ({error})") from error
        self.title, self.title_style = edited.title, edited.title_style
        self.blocks = edited.blocks
        self.history = [*self.history, applied][-MAX_REVISION_GAP:]

    def _apply(self, operations: list[Operation], splices: list[Splice]) -> list[Splice]:
        """Apply operations for an older revision; `splices` are the edits made since then."""
        zones = self.zones()
        edits = [
            edit
            for number, operation in enumerate(operations)
            if operation.kind in CONTENT_KINDS
            for edit in rebased_edits(operation, number, zones, splices)
        ]
        check_overlaps(edits)
        self._check_tables(operations, edits)
        applied = [edit.apply() for edit in sorted(edits, key=lambda edit: edit.sort_key)]
        for operation in operations:
            if operation.kind in TABLE_KINDS:
                applied += self._change_table(operation)
            elif operation.kind == "ReplaceAllText":
                applied += self._replace(Replacement(operation.content))
            elif operation.kind == "UpdateParagraphStyle":
                applied += restyle(self.zones(), operation.content, splices)
        for operation in operations:
            if operation.kind == "UpdateTitle":
                old, (self.title, self.title_style) = self.title, title_of(operation.content)
                lengths = utf16_length(old), utf16_length(self.title)
                applied.append(Splice(BODY, 0, *lengths, Change.TEXT))
        return applied

    def _check_tables(self, operations: list[Operation], edits: list[Edit]) -> None:
        """Check that no edit changes what the same request deletes, merges or unmerges."""
        changes = [operation for operation in operations if operation.kind in TABLE_KINDS]
        ids = {table_id_of(operation) for operation in changes}
        for edit in edits:
            deleted = deleted_blocks(edit)
            deleted_zones = {zone.zone_id for zone in zones_in(deleted)}
            if any(other.zone.zone_id in deleted_zones for other in edits):
                raise EditError("the content of a deleted table, code or callout cannot be changed")
            if any(table["tableId"] in ids for table in tables_in(deleted)):
                raise EditError("the structure of a deleted table cannot be changed")
        for operation in changes:
            zones = locked_zones(self._table(operation), operation)
            if any(edit.zone.zone_id in zones for edit in edits):
                raise EditError("the content of merged or unmerged cells cannot be changed")

    def _table(self, operation: Operation) -> Json:
        table_id = table_id_of(operation)
        table = next((one for one in tables_in(self.blocks) if one["tableId"] == table_id), None)
        if table is None:
            raise EditError(f"there is no table {table_id!r}")
        return table

    def _change_table(self, operation: Operation) -> list[Splice]:
        table = self._table(operation)
        if change_table(table, operation):
            return []
        at = next(n for n, block in enumerate(self.blocks) if block.get("table") is table)
        return [delete_blocks(self.zones()[BODY], at, at, with_line_feed=True)]

    def _replace(self, replacement: Replacement) -> list[Splice]:
        splices = [one for zone in self.zones().values() for one in replacement.in_zone(zone)]
        self.title, title_splices = replacement.in_title(self.title)
        return splices + title_splices


def _paragraph(text: str) -> Json:
    run = {"type": "textRun", "textRun": {"text": text, "style": {}}}
    return {"type": "paragraph", "paragraph": {"elements": [run] if text else [], "style": {}}}
