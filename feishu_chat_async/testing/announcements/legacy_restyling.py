"""Changes of text and style in a legacy document of a `FakeFeishu`."""

import re
from collections.abc import Iterator
from itertools import groupby
from typing import Final

from ...legacy.positions import utf16_length
from .legacy_operations import field, index_range, object_field, payload_of, string_field
from .positions import (
    Change,
    EditError,
    Json,
    Splice,
    Zone,
    element_length,
    placeholder_length,
    rebase_range,
)

_MAX_TEXT_LENGTH: Final = 1000
_MASKS: Final = {"list", "headingLevel", "align", "quote"}


class Replacement:
    """The text that a `ReplaceAllText` finds, and the text that it writes instead."""

    def __init__(self, content: Json) -> None:
        criteria = object_field(content, "containsText")
        old, new = string_field(criteria, "text"), field(content, "replaceText")
        if not isinstance(new, str):
            raise EditError("replaceText must be a string")
        for text in (old, new):
            if len(text) > _MAX_TEXT_LENGTH or set(text) & set("\n\r\t"):
                raise EditError(
                    f"a text must have up to {_MAX_TEXT_LENGTH} characters, no line feed or tab"
                )
        is_exact = field(criteria, "matchCase") is True
        self._old = re.compile(re.escape(old), re.NOFLAG if is_exact else re.IGNORECASE)
        self._new = new

    def in_title(self, title: str) -> tuple[str, list[Splice]]:
        """Replace the text in a title, and return the new title and its splices."""
        elements: list[Json] = [{"type": "textRun", "textRun": {"text": title, "style": {}}}]
        splices = list(self._in_elements(elements, "0", 0))
        return "".join(element["textRun"]["text"] for element in elements), splices

    def in_zone(self, zone: Zone) -> Iterator[Splice]:
        """Replace the text in a zone, from its end to its beginning."""
        spans = zone.spans()
        for block, (start, _) in reversed(list(zip(zone.blocks, spans, strict=True))):
            if block["type"] == "paragraph":
                at = start + placeholder_length(block)
                yield from self._in_elements(block["paragraph"]["elements"], zone.zone_id, at)

    def _in_elements(self, elements: list[Json], zone_id: str, at: int) -> Iterator[Splice]:
        """Replace the text in a line, also across several styles."""
        runs = [list(run) for _, run in groupby(elements, key=_is_text)]
        starts = []
        for run in runs:
            starts.append(at)
            at += sum(map(element_length, run))
        replaced: list[Json] = []
        for run, start in reversed(list(zip(runs, starts, strict=True))):
            new, splices = self._in_run(run, zone_id, start) if _is_text(run[0]) else (run, [])
            yield from splices
            replaced[:0] = new
        elements[:] = replaced

    def _in_run(self, run: list[Json], zone_id: str, at: int) -> tuple[list[Json], list[Splice]]:
        chars = [
            (char, index)
            for index, element in enumerate(run)
            for char in element["textRun"]["text"]
        ]
        text = "".join(char for char, _ in chars)
        splices = []
        for match in reversed(list(self._old.finditer(text))):
            start, end = match.span()
            chars[start:end] = [(char, chars[start][1]) for char in self._new]
            position = at + utf16_length(text[:start])
            removed, added = utf16_length(match.group()), utf16_length(self._new)
            splices.append(Splice(zone_id, position, removed, added, Change.TEXT))
        if not splices:
            return run, []
        replaced = []
        for index, group in groupby(chars, lambda pair: pair[1]):
            content = {**run[index]["textRun"], "text": "".join(char for char, _ in group)}
            replaced.append({"type": "textRun", "textRun": content})
        return replaced, splices


def _is_text(element: Json) -> bool:
    return bool(element["type"] == "textRun")


def restyle(zones: dict[str, Zone], content: Json, splices: list[Splice]) -> list[Splice]:
    """Change the style of whole paragraphs, whose range refers to an older revision."""
    style, where = payload_of(content), object_field(content, "range")
    masks = field(object_field(content, "fields"), "masks")
    if not isinstance(masks, list) or not masks or not set(map(str, masks)) <= _MASKS:
        raise EditError(f"masks must hold some of {sorted(_MASKS)}")
    zone = zones.get(string_field(where, "zoneId"))
    if zone is None:
        raise EditError("there is no such zone")
    ranges = rebase_range(*index_range(where), zone.zone_id, splices)
    spans = zone.spans()
    starts, ends = [start for start, _ in spans], [end for _, end in spans]
    if len(ranges) != 1 or ranges[0][0] not in starts or ranges[0][1] not in ends:
        raise EditError("the range of a style must begin and end with whole blocks")
    first, last = starts.index(ranges[0][0]), ends.index(ranges[0][1])
    lines = list(zip(zone.blocks, starts, strict=True))[first : last + 1]
    if not any(block["type"] == "paragraph" for block, _ in lines):
        raise EditError("only paragraphs have a style")
    applied = []
    for block, start in reversed(lines):
        if block["type"] == "paragraph":
            before = placeholder_length(block)
            block["paragraph"]["style"] = _restyled(block["paragraph"]["style"], style, masks)
            after = placeholder_length(block)
            if after != before:
                applied.append(Splice(zone.zone_id, start, before, after, Change.STYLE))
    return applied


def _restyled(old: Json, new: Json, masks: list[str]) -> Json:
    kept = {name: value for name, value in old.items() if name not in masks}
    return kept | {name: new[name] for name in masks if new.get(name)}
