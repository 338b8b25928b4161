"""Changes of text and style in a legacy document of a `FakeFeishu`."""

import re
from collections.abc import Iterator
from itertools import groupby
from typing import Final

from ...legacy.ranges import utf16_length
from .legacy_operations import bounds, field, inner, payload, string
from .positions import (
    Change,
    EditError,
    Json,
    Splice,
    Zone,
    element_length,
    moved_range,
    placeholder_length,
)

_MOST: Final = 1000
_MASKS: Final = {"list", "headingLevel", "align", "quote"}


class Replacement:
    """What ReplaceAllText looks for, and what it writes there."""

    def __init__(self, content: Json) -> None:
        criteria = inner(content, "containsText")
        sought, self._new = string(criteria, "text"), field(content, "replaceText")
        if not isinstance(self._new, str):
            raise EditError("replaceText must be a string")
        for text in (sought, self._new):
            if len(text) > _MOST or set(text) & set("\n\r\t"):
                raise EditError(f"up to {_MOST} characters, and no line feed or tab, are replaced")
        exact = field(criteria, "matchCase") is True
        self._sought = re.compile(re.escape(sought), re.NOFLAG if exact else re.IGNORECASE)

    def in_title(self, title: str) -> tuple[str, list[Splice]]:
        """Replace it in the title."""
        elements: list[Json] = [{"type": "textRun", "textRun": {"text": title, "style": {}}}]
        splices = list(self._in_elements(elements, "0", 0))
        return "".join(one["textRun"]["text"] for one in elements), splices

    def in_zone(self, zone: Zone) -> Iterator[Splice]:
        """Replace it in a zone, from the end."""
        spans = zone.spans()
        for block, (start, _) in reversed(list(zip(zone.blocks, spans, strict=True))):
            if block["type"] == "paragraph":
                at = start + placeholder_length(block)
                yield from self._in_elements(block["paragraph"]["elements"], zone.zone_id, at)

    def _in_elements(self, elements: list[Json], zone_id: str, at: int) -> Iterator[Splice]:
        """Replace it in a line, also where it goes over from one style to another."""
        runs = [list(run) for _, run in groupby(elements, key=_is_text)]
        starts = []
        for run in runs:
            starts.append(at)
            at += sum(map(element_length, run))
        found: list[Json] = []
        for run, start in reversed(list(zip(runs, starts, strict=True))):
            replaced, splices = self._in_run(run, zone_id, start) if _is_text(run[0]) else (run, [])
            yield from splices
            found[:0] = replaced
        elements[:] = found

    def _in_run(self, run: list[Json], zone_id: str, at: int) -> tuple[list[Json], list[Splice]]:
        letters = [(letter, n) for n, one in enumerate(run) for letter in one["textRun"]["text"]]
        text = "".join(letter for letter, _ in letters)
        splices = []
        for match in reversed(list(self._sought.finditer(text))):
            start, end = match.span()
            letters[start:end] = [(letter, letters[start][1]) for letter in str(self._new)]
            where = at + utf16_length(text[:start])
            added = utf16_length(str(self._new))
            splices.append(Splice(zone_id, where, utf16_length(match.group()), added, Change.TEXT))
        if not splices:
            return run, []
        whole = []
        for n, group in groupby(letters, lambda pair: pair[1]):
            content = {**run[n]["textRun"], "text": "".join(letter for letter, _ in group)}
            whole.append({"type": "textRun", "textRun": content})
        return whole, splices


def _is_text(element: Json) -> bool:
    return bool(element["type"] == "textRun")


def restyle(zones: dict[str, Zone], content: Json, past: list[Splice]) -> list[Splice]:
    """Change the style of whole paragraphs."""
    style, where = payload(content), inner(content, "range")
    masks = field(inner(content, "fields"), "masks")
    if not isinstance(masks, list) or not masks or not set(map(str, masks)) <= _MASKS:
        raise EditError(f"masks must hold some of {sorted(_MASKS)}")
    zone = zones.get(string(where, "zoneId"))
    if zone is None:
        raise EditError("there is no such zone")
    ranges = moved_range(*bounds(where), zone.zone_id, past)
    spans = zone.spans()
    starts, ends = [start for start, _ in spans], [end for _, end in spans]
    if len(ranges) != 1 or ranges[0][0] not in starts or ranges[0][1] not in ends:
        raise EditError("a style is that of whole blocks: a range must begin and end with some")
    first, last = starts.index(ranges[0][0]), ends.index(ranges[0][1])
    lines = list(zip(zone.blocks, starts, strict=True))[first : last + 1]
    if not any(block["type"] == "paragraph" for block, _ in lines):
        raise EditError("only paragraphs have a style")
    splices = []
    for block, start in reversed(lines):
        if block["type"] == "paragraph":
            before = placeholder_length(block)
            block["paragraph"]["style"] = _restyled(block["paragraph"]["style"], style, masks)
            after = placeholder_length(block)
            if after != before:
                splices.append(Splice(zone.zone_id, start, before, after, Change.STYLE))
    return splices


def _restyled(old: Json, new: Json, masks: list[str]) -> Json:
    kept = {name: value for name, value in old.items() if name not in masks}
    return kept | {name: new[name] for name in masks if new.get(name)}
