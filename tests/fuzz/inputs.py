"""What could come over the wire: documented answers and a corpus, changed in all kinds of ways."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

from hypothesis import strategies as st

from feishu_chat_async._protocol.endpoint import Endpoint
from feishu_chat_async.endpoints.all import ALL
from tests.scenarios.test_decoding_fuzz import (
    ANYTHING,
    OF_ITS_TYPE,
    Place,
    changed,
    places,
    small_samples,
)
from tests.support.sent_contents import SAID
from tests.support.specs import RECORDS, SPECS

PAYLOAD: Final = "Zq9pAyLoAd"
"""Stands in what is answered, and must not stand in an error."""

_FILE: Final = Path(__file__).parent.parent / "data" / "fuzz.json"
_ERRORS: Final[list[Any]] = [None, {}, {"helps": [{}]}, {"permission_violations": [7]}, [7]]
_HERE: Final = "here"
_DEPTHS: Final = (3, 30, 100, 150, 200, 250, 300, 1000)
_MAX_TEXT: Final = 5_000_000
"""Repeated; twice as much is not read at all."""
_MAX_BYTES: Final = 40


class Answer(NamedTuple):
    """What a server answers to a request."""

    endpoint: Endpoint[object]
    status: int
    headers: dict[str, str]
    body: bytes


class _Seeds(NamedTuple):
    bodies: list[bytes]
    headers: list[dict[str, str]]
    contents: list[str]
    documents: list[Any]
    """Of the contents, those that are JSON objects."""


def _seeds() -> _Seeds:
    file = json.loads(_FILE.read_text(encoding="utf-8"))
    # A character for each byte, so that bytes that are no text can stand there too.
    bodies = [body.encode("latin-1") for body in file["bodies"]]
    deep = [part * times for part, times in file["deep"]]
    said = [*file["contents"], *(one["content"] for one in SAID["messages.create"])]
    return _Seeds(
        [*bodies, *(text.encode("latin-1") for text in deep)],
        file["headers"],
        [*said, *deep],
        [json.loads(one) for one in said if one.startswith("{")],
    )


SEEDS: Final = _seeds()
STATUSES: Final = (200, 201, 204, 302, 400, 401, 403, 404, 429, 500, 502, 504)


def corpus() -> Iterator[Answer]:
    """Answer every endpoint with all that is in the corpus."""
    for endpoint in ALL:
        for body in SEEDS.bodies:
            for status in (200, 400, 502):
                yield Answer(endpoint, status, {}, body)
        for headers in SEEDS.headers:
            yield Answer(endpoint, 429, headers, b'{"code":99991400,"msg":"too many"}')


def _wires(endpoint: Endpoint[object]) -> list[Any]:
    """Return what documented answers carry; endpoints that have no page yet carry nothing."""
    return next(
        (
            [SPECS[name].get("response_example", {}).get("data", {}), *small_samples(name)]
            for name, record in RECORDS.items()
            if record is endpoint
        ),
        [{}],
    )


WIRES: Final = {endpoint: _wires(endpoint) for endpoint in ALL}

_texts = st.sampled_from([PAYLOAD, f'{{"a": "{PAYLOAD}"}}', "\ud800", "\x00", "0" * 5000, "1e999"])
_contents = st.sampled_from(SEEDS.contents)


@st.composite
def datas(draw: st.DrawFn, wires: list[Any]) -> str:
    """JSON that could stand in an answer: one of these, with some changes."""
    wire = draw(st.sampled_from(wires))
    for _ in range(draw(st.integers(0, 3))):
        everything = dict(places(wire))
        place = draw(st.sampled_from(list(everything)))
        how = draw(st.sampled_from(["fitting", "anything", "text", "content", "deeper"]))
        if how == "deeper":
            place = draw(st.sampled_from([one for one in everything if _cut(one)] or [place]))
            return _deeper(wire, place, draw(st.sampled_from(_DEPTHS)))
        strategies = {
            "fitting": OF_ITS_TYPE.get(type(everything[place]), ANYTHING),
            "anything": ANYTHING,
            "text": _texts,
            "content": _contents,
        }
        wire = changed(wire, place, draw(strategies[how]))
    return json.dumps(wire)


def _cut(place: Place) -> int:
    """Find what the same name stands for further out, so that the one may stand for the other."""
    if not place or isinstance(place[-1], int):
        return 0
    return next((end for end in range(1, len(place)) if place[end - 1] == place[-1]), 0)


def _deeper(wire: Any, place: Place, times: int) -> str:
    """Put something that stands there into itself, again and again, and all of it into JSON.

    The text is repeated and not the value, which could be too deep to be written.
    """
    cut, outer = _cut(place), wire
    for key in place[:cut]:
        outer = outer[key]
    head, _, tail = json.dumps(changed(outer, place[cut:], _HERE)).partition(json.dumps(_HERE))
    times = min(times, _MAX_TEXT // max(1, len(head + tail)))
    deep = head * times + json.dumps(outer) + tail * times
    return json.dumps(changed(wire, place[:cut], _HERE)).replace(json.dumps(_HERE), deep)


@st.composite
def answers(draw: st.DrawFn) -> Answer:
    """Any answer: of an envelope around something, some byte may be another one."""
    endpoint = draw(st.sampled_from(ALL))
    status = draw(st.sampled_from([200, 200, 200, *STATUSES]))
    headers = draw(
        st.sampled_from([{}, *SEEDS.headers])
        | st.fixed_dictionaries({"x-ogw-ratelimit-reset": st.text(max_size=12)})
    )
    if draw(st.integers(0, 9)) == 0:
        body = draw(st.sampled_from(SEEDS.bodies) | st.binary(max_size=_MAX_BYTES))
    else:
        code = draw(st.sampled_from([0, 0, 0, 99991400, 99991663, 99991672, 232011, 7, -1, True]))
        data = draw(datas(WIRES[endpoint]))
        if not endpoint.enveloped and data.startswith('{"'):
            data = f"null, {data[1:-1]}"
        error = draw(st.sampled_from(_ERRORS))
        head = json.dumps({"code": code, "msg": "said", "error": error})
        body = f'{head[:-1]}, "data": {data}}}'.encode()
    for _ in range(draw(st.sampled_from([0, 0, 0, 1, 2]))):
        start = draw(st.integers(0, len(body)))
        end = draw(st.integers(start, min(len(body), start + _MAX_BYTES)))
        body = body[:start] + draw(st.binary(max_size=4)) + body[end:]
    return Answer(endpoint, status, headers, body)


contents = _contents | st.text(max_size=_MAX_BYTES) | datas(SEEDS.documents)
"""Any text in which JSON should stand, such as the content of an announcement."""

resets = st.text(max_size=20) | st.floats().map(str) | st.from_regex(r"[0-9.eE+-]{1,12}")
