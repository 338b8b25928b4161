"""Possible answers of a server: documented ones and a corpus, changed in many ways."""

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
from tests.support.sent_contents import SENT_CONTENTS
from tests.support.specs import RECORDS, SPECS

PAYLOAD: Final = "Zq9pAyLoAd"
"""A text in answers that must not appear in an error."""

_FILE: Final = Path(__file__).parent.parent / "data" / "fuzz.json"
_ERRORS: Final[list[Any]] = [None, {}, {"helps": [{}]}, {"permission_violations": [7]}, [7]]
_PLACEHOLDER: Final = "here"
_DEPTHS: Final = (3, 30, 100, 150, 200, 250, 300, 1000)
_MAX_TEXT: Final = 5_000_000
"""The size of a nested text; the client reads no answer twice as large."""
_MAX_BYTES: Final = 40


class Answer(NamedTuple):
    """A server's answer to a request."""

    endpoint: Endpoint[object]
    status: int
    headers: dict[str, str]
    body: bytes


class _Seeds(NamedTuple):
    bodies: list[bytes]
    headers: list[dict[str, str]]
    contents: list[str]
    documents: list[Any]
    """The contents that are JSON objects."""


def _seeds() -> _Seeds:
    file = json.loads(_FILE.read_text(encoding="utf-8"))
    # One character for each byte, so that the file can hold bytes that are not valid text.
    bodies = [body.encode("latin-1") for body in file["bodies"]]
    deep = [part * times for part, times in file["deep"]]
    texts = [*file["contents"], *(body["content"] for body in SENT_CONTENTS["messages.create"])]
    return _Seeds(
        [*bodies, *(text.encode("latin-1") for text in deep)],
        file["headers"],
        [*texts, *deep],
        [json.loads(text) for text in texts if text.startswith("{")],
    )


SEEDS: Final = _seeds()
STATUSES: Final = (200, 201, 204, 302, 400, 401, 403, 404, 429, 500, 502, 504)


def corpus() -> Iterator[Answer]:
    """Yield every answer of the corpus for every endpoint."""
    for endpoint in ALL:
        for body in SEEDS.bodies:
            for status in (200, 400, 502):
                yield Answer(endpoint, status, {}, body)
        for headers in SEEDS.headers:
            yield Answer(endpoint, 429, headers, b'{"code":99991400,"msg":"too many"}')


def _wires(endpoint: Endpoint[object]) -> list[Any]:
    """Return the data of an endpoint's documented answers; endpoints without a page have none."""
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
    """Draw one of these values, make some changes to it, and return it as JSON."""
    wire = draw(st.sampled_from(wires))
    for _ in range(draw(st.integers(0, 3))):
        everything = dict(places(wire))
        place = draw(st.sampled_from(list(everything)))
        how = draw(st.sampled_from(["fitting", "anything", "text", "content", "deeper"]))
        if how == "deeper":
            place = draw(st.sampled_from([found for found in everything if _cut(found)] or [place]))
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
    """Return the length of the path to an outer value of the same name, 0 if there is none."""
    if not place or isinstance(place[-1], int):
        return 0
    return next((end for end in range(1, len(place)) if place[end - 1] == place[-1]), 0)


def _deeper(wire: Any, place: Place, times: int) -> str:
    """Nest the value at a place into itself many times, and return all of it as JSON.

    The JSON text is repeated instead of the value, which could be too deep to encode.
    """
    cut, outer = _cut(place), wire
    for key in place[:cut]:
        outer = outer[key]
    head, _, tail = json.dumps(changed(outer, place[cut:], _PLACEHOLDER)).partition(
        json.dumps(_PLACEHOLDER)
    )
    times = min(times, _MAX_TEXT // max(1, len(head + tail)))
    deep = head * times + json.dumps(outer) + tail * times
    return json.dumps(changed(wire, place[:cut], _PLACEHOLDER)).replace(
        json.dumps(_PLACEHOLDER), deep
    )


@st.composite
def answers(draw: st.DrawFn) -> Answer:
    """Draw an answer: an envelope around some data, possibly with bytes replaced."""
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
        head = json.dumps({"code": code, "msg": "a message", "error": error})
        body = f'{head[:-1]}, "data": {data}}}'.encode()
    for _ in range(draw(st.sampled_from([0, 0, 0, 1, 2]))):
        start = draw(st.integers(0, len(body)))
        end = draw(st.integers(start, min(len(body), start + _MAX_BYTES)))
        body = body[:start] + draw(st.binary(max_size=4)) + body[end:]
    return Answer(endpoint, status, headers, body)


contents = _contents | st.text(max_size=_MAX_BYTES) | datas(SEEDS.documents)
"""Texts where JSON is expected, such as the content of an announcement."""

resets = st.text(max_size=20) | st.floats().map(str) | st.from_regex(r"[0-9.eE+-]{1,12}")
