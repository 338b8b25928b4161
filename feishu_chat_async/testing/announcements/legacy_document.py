"""An announcement in the legacy format, as `FakeFeishu` keeps and edits it.

Where the official page is silent: `ReplaceAllText` finds text in the title and in all zones, and
where it goes over from one style to another; a line feed inside a text is refused; what is inserted
at the end stands behind an empty last line; edits of tables are not moved along with what others
changed of the table; and the deletion of a line into which others wrote is refused.

https://open.feishu.cn/document/ukTMukTMukTM/uYDM2YjL2AjN24iNwYjN
"""

import json
from copy import deepcopy
from typing import Final

import attrs

from ...legacy.ranges import utf16_length
from .legacy_edits import BODY, Edit, check_overlaps, delete_blocks, deleted_blocks, edits_of
from .legacy_operations import CONTENT, TABLE, Operation, parse, table_of, title_of
from .legacy_restyling import Replacement, restyle
from .legacy_tables import change_table, changed_zones
from .positions import (
    Change,
    EditError,
    Json,
    Splice,
    Zone,
    place,
    tables,
    written_elements,
    zones_in,
)

MAX_REVISION_GAP: Final = 100
"""How much older the document may be that an edit refers to."""

__all__ = ["MAX_REVISION_GAP", "Document", "EditError"]


@attrs.define
class Document:
    """A title and the blocks below it."""

    title: str = ""
    blocks: list[Json] = attrs.field(factory=list)
    title_style: Json = attrs.field(factory=dict)
    history: list[list[Splice]] = attrs.field(factory=list, repr=False)
    """What the newest edits did to positions."""

    @classmethod
    def of_text(cls, title: str, *lines: str) -> "Document":
        """Make a document of plain paragraphs."""
        return cls(title, [_paragraph(line) for line in lines])

    def to_json(self) -> str:
        """Write it down as `content` has it, with the positions of its parts."""
        elements = _paragraph(self.title)["paragraph"]["elements"]
        title = {
            "elements": written_elements(elements, BODY, 0),
            "style": self.title_style,
            "location": place(BODY, 0, utf16_length(self.title)),
        }
        body = {"blocks": self.zones()[BODY].written()}
        return json.dumps({"title": title, "body": body}, ensure_ascii=False)

    def zones(self) -> dict[str, Zone]:
        """Return the body, and all cells, code and callouts."""
        found = {BODY: Zone(BODY, self.blocks, utf16_length(self.title) + 1)}
        return found | {zone.zone_id: zone for zone in zones_in(self.blocks)}

    def apply(self, *operations: object, behind: int = 0) -> None:
        """Carry out all operations of an edit, or raise an `EditError` and change nothing.

        The edit was made for the document of so many revisions ago as `behind` says.
        """
        edited = attrs.evolve(self, blocks=deepcopy(self.blocks))
        newer = self.history[-behind:] if behind else []
        past = [splice for one in newer for splice in one]
        try:
            splices = edited._apply(parse(list(operations)), past)  # noqa: SLF001  (its own kind)
            edited.to_json()  # what cannot be written down was no valid operation
        except (AttributeError, IndexError, KeyError, RecursionError, TypeError) as error:
            raise EditError(f"not a valid operation ({type(error).__name__}: {error})") from error
        except ValueError as error:
            raise EditError(f"not valid JSON ({error})") from error
        self.title, self.title_style = edited.title, edited.title_style
        self.blocks = edited.blocks
        self.history = [*self.history, splices][-MAX_REVISION_GAP:]

    def _apply(self, operations: list[Operation], past: list[Splice]) -> list[Splice]:
        zones = self.zones()
        edits = [
            edit
            for turn, operation in enumerate(operations)
            if operation.kind in CONTENT
            for edit in edits_of(operation, turn, zones, past)
        ]
        check_overlaps(edits)
        self._check_tables(operations, edits)
        splices = [edit.apply() for edit in sorted(edits, key=lambda edit: edit.turn)]
        for operation in operations:
            if operation.kind in TABLE:
                splices += self._change_table(operation)
            elif operation.kind == "ReplaceAllText":
                splices += self._replace(Replacement(operation.content))
            elif operation.kind == "UpdateParagraphStyle":
                splices += restyle(self.zones(), operation.content, past)
        for operation in operations:
            if operation.kind == "UpdateTitle":
                old, (self.title, self.title_style) = self.title, title_of(operation.content)
                lengths = utf16_length(old), utf16_length(self.title)
                splices.append(Splice(BODY, 0, *lengths, Change.TEXT))
        return splices

    def _check_tables(self, operations: list[Operation], edits: list[Edit]) -> None:
        """Refuse edits of what the same request deletes, merges or splits."""
        changed = [operation for operation in operations if operation.kind in TABLE]
        ids = {table_of(operation) for operation in changed}
        for edit in edits:
            gone = deleted_blocks(edit)
            lost = {zone.zone_id for zone in zones_in(gone)}
            if any(other.zone.zone_id in lost for other in edits):
                raise EditError("what stands in a deleted table or code cannot be changed")
            if any(table["tableId"] in ids for table in tables(gone)):
                raise EditError("the structure of a deleted table cannot be changed")
        for operation in changed:
            zones = changed_zones(self._table(operation), operation)
            if any(edit.zone.zone_id in zones for edit in edits):
                raise EditError("what stands in cells that are merged or split cannot be changed")

    def _table(self, operation: Operation) -> Json:
        sought = table_of(operation)
        found = next((one for one in tables(self.blocks) if one["tableId"] == sought), None)
        if found is None:
            raise EditError(f"there is no table {sought!r}")
        return found

    def _change_table(self, operation: Operation) -> list[Splice]:
        table = self._table(operation)
        if change_table(table, operation):
            return []
        at = next(n for n, block in enumerate(self.blocks) if block.get("table") is table)
        return [delete_blocks(self.zones()[BODY], at, at, with_line_feed=True)]

    def _replace(self, replacement: Replacement) -> list[Splice]:
        splices = [one for zone in self.zones().values() for one in replacement.in_zone(zone)]
        self.title, more = replacement.in_title(self.title)
        return splices + more


def _paragraph(text: str) -> Json:
    run = {"type": "textRun", "textRun": {"text": text, "style": {}}}
    return {"type": "paragraph", "paragraph": {"elements": [run] if text else [], "style": {}}}
