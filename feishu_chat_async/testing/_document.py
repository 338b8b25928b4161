"""An announcement in the legacy format, as far as `FakeFeishu` edits one.

https://open.feishu.cn/document/ukTMukTMukTM/uYDM2YjL2AjN24iNwYjN
"""

import json

import attrs


class EditError(Exception):
    """An operation that cannot be applied."""


@attrs.define
class Document:
    """A title and the blocks below it."""

    title: str = ""
    blocks: list[dict[str, object]] = attrs.field(factory=list)

    @classmethod
    def of_text(cls, title: str, *lines: str) -> "Document":
        """Make a document of plain paragraphs."""
        return cls(title, [_paragraph(line) for line in lines])

    def to_json(self) -> str:
        """Write it down as `content` has it, with the positions of its blocks."""
        ends = len(self.title)
        title = _located(_paragraph(self.title)["paragraph"], 0, ends)
        blocks = []
        for block in self.blocks:
            starts = ends + 1
            ends = starts + _length(block)
            kind = str(block["type"])
            blocks.append({**block, kind: _located(block[kind], starts, ends)})
        return json.dumps({"title": title, "body": {"blocks": blocks}}, ensure_ascii=False)

    def apply(self, operation: str) -> None:
        """Carry out one operation, or raise an `EditError`."""
        try:
            request = json.loads(operation)
            kind = request.get("requestType") or request.get("RequestType")
            if kind == "UpdateTitleRequestType":
                title = json.loads(request["updateTitleRequest"]["payload"])
                self.title = _text(title["elements"])
            elif kind == "InsertBlocksRequestType":
                insert = request["insertBlocksRequest"]
                blocks = json.loads(insert["payload"])["blocks"]
                at = self._index(insert["location"])
                self.blocks[at:at] = [_checked(block) for block in blocks]
            else:
                raise EditError(
                    f"FakeFeishu applies UpdateTitle and InsertBlocks requests, not {kind}"
                )
            self.to_json()  # what cannot be written down was no valid operation
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise EditError(f"not a valid operation ({type(error).__name__}: {error})") from error

    def _index(self, location: dict[str, object]) -> int:
        if location.get("zoneId") != "0":
            raise EditError(f"there is no zone {location.get('zoneId')!r}")
        if location.get("startOfZone"):
            return 0
        if location.get("endOfZone"):
            return len(self.blocks)
        position = len(self.title) + 1
        for at, block in enumerate(self.blocks):
            if position == location.get("index"):
                return at
            position += _length(block) + 1
        if position == location.get("index"):
            return len(self.blocks)
        raise EditError(f"no block begins at index {location.get('index')!r}")


def _checked(block: dict[str, object]) -> dict[str, object]:
    kind = block["type"]
    if not isinstance(kind, str) or not isinstance(block[kind], dict):
        raise EditError(f"a block of type {kind!r} needs an object of this name")
    return block


def _paragraph(text: str) -> dict[str, object]:
    run = {"type": "textRun", "textRun": {"text": text, "style": {}}}
    return {"type": "paragraph", "paragraph": {"elements": [run] if text else [], "style": {}}}


def _located(part: object, starts: int, ends: int) -> object:
    location = {"zoneId": "0", "startIndex": starts, "endIndex": ends}
    return {**part, "location": location} if isinstance(part, dict) else part


def _length(block: dict[str, object]) -> int:
    paragraph = block.get("paragraph")
    return len(_text(paragraph.get("elements") or [])) if isinstance(paragraph, dict) else 1


def _text(elements: list[dict[str, dict[str, str]]]) -> str:
    return "".join(item["textRun"]["text"] if "textRun" in item else "\ufffc" for item in elements)
