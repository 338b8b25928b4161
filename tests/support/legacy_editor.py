"""An editor of an announcement in the legacy format, and builders of its operations."""

import json
from typing import Any, Final, TypeAlias

import pytest

from feishu_chat_async import FeishuChat, InvalidRequestError, legacy
from feishu_chat_async._protocol.converter import to_wire
from feishu_chat_async.testing import FakeFeishu
from feishu_chat_async.testing.announcements.legacy_document import FakeDocument
from feishu_chat_async.testing.announcements.positions import Json

EMOJI: Final = "\U0001f600"
HEBREW: Final = "\u05e9\u05dc\u05d5\u05dd"
PERSON: Final = legacy.Person(open_id="ou_1")

Request: TypeAlias = legacy.Operation | str


class LegacyEditor:
    """A chat's announcement, edited and read through the client."""

    def __init__(self, fake: FakeFeishu, feishu: FeishuChat) -> None:
        self._fake, self._feishu = fake, feishu
        self.revision = "0"

    def start(self, title: str, *lines: str) -> None:
        """Set the announcement, which otherwise is "Welcome."."""
        chat = self._fake.chats[self._fake.chat_id]
        chat.announcement.document = FakeDocument.of_text(title, *lines)

    async def start_sample(self) -> None:
        """Set a title "T" and the lines "aa" from 2, a heading "bb" from 5 and "cc" from 9."""
        self.start("T")
        end = legacy.InsertLocation.end()
        await self.edit(legacy.InsertBlocks(blocks=["aa", heading("bb"), "cc"], location=end))

    async def read(self) -> legacy.LegacyDocument:
        """Return the announcement, and remember its revision."""
        announcement = await self._feishu.announcement.get(self._fake.chat_id)
        self.revision = announcement.revision
        return announcement.document()

    async def edit(self, *requests: Request, revision: str | None = None) -> legacy.LegacyDocument:
        """Edit the announcement, by default in the last revision read, and return it."""
        await self._feishu.announcement.patch(
            self._fake.chat_id, revision=revision or self.revision, requests=requests
        )
        return await self.read()

    async def refuses(self, *requests: Request, because: str, revision: str | None = None) -> None:
        """Check that an edit is refused and changes nothing."""
        before = await self.read()
        with pytest.raises(InvalidRequestError, match=because) as caught:
            await self._feishu.announcement.patch(
                self._fake.chat_id, revision=revision or self.revision, requests=requests
            )
        assert caught.value.code == 232018
        revision_before = self.revision
        assert await self.read() == before and self.revision == revision_before


def texts(document: legacy.LegacyDocument) -> list[str]:
    """Return the text of each block."""
    return [block.plain_text for block in document.blocks]


def line(document: legacy.LegacyDocument, at: int) -> legacy.LegacyParagraph:
    """Return a block that must be a paragraph."""
    block = document.blocks[at]
    assert isinstance(block, legacy.LegacyParagraph)
    return block


def location(start: int, end: int, zone_id: str = "0") -> legacy.LegacyLocation:
    """Return a location."""
    return legacy.LegacyLocation(zone_id=zone_id, start_index=start, end_index=end)


def heading(text: str, level: int = 1) -> legacy.LegacyParagraph:
    """Return a heading."""
    return legacy.LegacyParagraph.of(text, style=legacy.ParagraphStyle(heading_level=level))


def delete(start: int, end: int, zone_id: str = "0") -> legacy.DeleteContentRange:
    """Return an operation that deletes a range."""
    span = legacy.Range(zone_id=zone_id, start_index=start, end_index=end)
    return legacy.DeleteContentRange(delete_range=span)


def insert_blocks(
    index: int, *blocks: legacy.LegacyBlock | str, zone_id: str = "0"
) -> legacy.InsertBlocks:
    """Return an operation that inserts blocks."""
    return legacy.InsertBlocks(blocks=blocks, location=legacy.InsertLocation.at(index, zone_id))


def insert_elements(
    index: int, *elements: legacy.Element | str, zone_id: str = "0"
) -> legacy.InsertParagraphElements:
    """Return an operation that inserts elements into a paragraph."""
    where = legacy.InsertLocation.at(index, zone_id)
    return legacy.InsertParagraphElements(elements=elements, location=where)


def quote(start: int, end: int) -> str:
    """Return an operation that makes paragraphs quotations, for every range."""
    style = legacy.UpdateParagraphStyle(
        style=legacy.ParagraphStyle(quote=True),
        range=legacy.Range(start_index=0, end_index=1),
        fields=[legacy.StyleField.QUOTE],
    )
    return raw(style, range={"zoneId": "0", "startIndex": start, "endIndex": end})


def raw(operation: legacy.Operation, **changes: Any) -> str:
    """Return an operation as JSON, with changes that the models would refuse."""
    request = json.loads(str(to_wire(operation)))
    (member,) = set(request) - {"requestType"}
    return json.dumps({**request, member: {**request[member], **changes}})


def raw_blocks(*blocks: Json) -> str:
    """Return an operation that inserts blocks at the end, given as JSON."""
    operation = legacy.InsertBlocks(blocks=["x"], location=legacy.InsertLocation.end())
    return raw(operation, payload=json.dumps({"blocks": blocks}))


def raw_element(kind: str, **content: Any) -> str:
    """Return an operation that inserts an element at 3, given as JSON."""
    payload = json.dumps({"elements": [{"type": kind, kind: content}]})
    return raw(insert_elements(3, "x"), payload=payload)


# --- tables ---------------------------------------------------------------------------------


def new_table(height: int, width: int) -> legacy.Table:
    """Return a table with the row and the column in the text of each cell."""
    rows = tuple(
        legacy.TableRow(
            row_index=row,
            table_cells=tuple(
                legacy.TableCell(column_index=column, body=legacy.Body.of(f"{row}{column}"))
                for column in range(width)
            ),
        )
        for row in range(height)
    )
    return legacy.Table(row_size=height, column_size=width, table_rows=rows)


async def add_table(editor: LegacyEditor, height: int, width: int) -> legacy.LegacyDocument:
    """Add a table and a line after it."""
    return await editor.edit((await editor.read()).append(new_table(height, width), "after it"))


def table(document: legacy.LegacyDocument) -> legacy.Table:
    """Return the only table."""
    (found,) = [block for block in document.blocks if isinstance(block, legacy.Table)]
    return found


def cell_texts(document: legacy.LegacyDocument) -> list[list[str]]:
    """Return the text of each cell, row by row."""
    rows = table(document).table_rows
    return [[cell.body.plain_text for cell in row.table_cells] for row in rows]


def cell_zone(document: legacy.LegacyDocument, row: int, column: int) -> str:
    """Return the zone id of a cell."""
    return table(document).table_rows[row].table_cells[column].zone_id or ""


def merge(
    table_id: str, rows: tuple[int, int], columns: tuple[int, int]
) -> legacy.LegacyMergeTableCells:
    """Return an operation that merges cells."""
    return legacy.LegacyMergeTableCells(
        table_id=table_id,
        row_start_index=rows[0],
        row_end_index=rows[1],
        column_start_index=columns[0],
        column_end_index=columns[1],
    )


def merged_area(document: legacy.LegacyDocument) -> tuple[int, int, int, int]:
    """Return the rows and columns of the only merged cell."""
    (merged,) = table(document).merged_cells
    rows = merged.row_start_index, merged.row_end_index
    return *rows, merged.column_start_index, merged.column_end_index
