"""The functions that read input, and the rules that must hold for every input."""

import inspect
import json
import time
from collections.abc import Callable, Iterator
from itertools import islice
from types import FunctionType
from typing import Any, Final, NamedTuple

import attrs
from hypothesis import strategies as st
from multidict import CIMultiDict

from feishu_chat_async import FeishuError, MessageType, docx
from feishu_chat_async._protocol.converter import StructureError
from feishu_chat_async._protocol.wire import (
    Reply,
    build_request,
    decode,
    open_envelope,
    parse_reset_s,
)
from feishu_chat_async.contents.base import Content
from feishu_chat_async.contents.reading import read_content
from feishu_chat_async.legacy import LegacyDocument
from feishu_chat_async.models.announcements import Announcement
from feishu_chat_async.models.messages import Message
from feishu_chat_async.richtext import markdown
from feishu_chat_async.richtext.docx_format import from_docx
from feishu_chat_async.richtext.legacy_format import from_legacy

from .inputs import PAYLOAD, Answer, answers, contents, resets

SLOW_S: Final = 2.0
"""The limit of CPU time for one call; a third of it was measured on a slow machine."""
_MAX_OBJECTS: Final = 2000


class Target(NamedTuple):
    """A function that reads input."""

    name: str
    inputs: st.SearchStrategy[Any]
    read: Callable[[Any], object]
    """Returns the result, None for an error that follows the rules."""


def read_answer(answer: Answer) -> object:
    """Read an answer as the session does."""
    endpoint = answer.endpoint
    ids = dict.fromkeys(_names(endpoint.template), "id_1")
    request = build_request(endpoint, ids, {}, None)
    reply = Reply(answer.status, CIMultiDict(answer.headers), answer.body)
    try:
        data = open_envelope(request, reply)
        return decode(request, data, endpoint.returns, reply)
    except FeishuError as error:
        check_error(error, allowed=_quotable(answer.body))
        return None


def read_text(text: str) -> object:
    """Read a text as the content of a message of each type, and of an announcement."""
    read: list[object] = [read_content(kind, text) for kind in MessageType]
    try:
        read.append(Announcement(content=text, revision="1").document())
    except ValueError as error:
        check_error(error)
    return read


def read_reset(text: str) -> None:
    """Read the header with the time to wait."""
    seconds = parse_reset_s(text)
    assert seconds is None or 0 <= seconds <= 300


TARGETS: Final = (
    Target("answers", answers(), read_answer),
    Target("contents", contents, read_text),
    Target("resets", resets, read_reset),
)


def check(target: Target, given: Any, max_s: float = SLOW_S) -> None:
    """Check one input: its result, the result's properties, and the time that each takes."""
    check_result(_timed(target.read, given, max_s), max_s)


def check_error(error: Exception, allowed: str = "") -> None:
    """Check that an error is one of ours, and quotes only the allowed part of the input."""
    assert isinstance(error, FeishuError) or type(error) in (ValueError, StructureError), error
    if PAYLOAD in allowed:
        return
    shown = [error, *error.args, *vars(error).values()]
    assert PAYLOAD not in " ".join(f"{value!r} {value}" for value in shown)
    if isinstance(error, FeishuError):
        assert error.__context__ is None


def check_result(result: object, max_s: float = SLOW_S) -> None:
    """Check the properties of the models in a result, and render documents as Markdown."""
    models = list(islice(_models(result), _MAX_OBJECTS))
    for model in models:
        for read in _readers(type(model)):
            _check_reader(read, model, max_s)
        if isinstance(model, LegacyDocument):
            _check_reader(lambda document: markdown.render(from_legacy(document)), model, max_s)
    blocks = [model for model in models if isinstance(model, docx.Block)]
    _check_reader(lambda found: markdown.render(from_docx(found)), blocks, max_s)


def _check_reader(read: Callable[[Any], object], value: object, max_s: float) -> None:
    try:
        _timed(read, value, max_s)
    except ValueError as error:  # a decoded part need not be a whole document
        check_error(error)


def _timed(call: Callable[[Any], object], given: object, max_s: float) -> object:
    began = time.process_time()
    try:
        return call(given)
    finally:
        took_s = time.process_time() - began
        assert took_s < max_s, f"took {took_s:.1f} s"


def _readers(cls: type) -> Iterator[Callable[[Any], object]]:
    """Yield the properties of a class, and the methods that need no argument."""
    for name in dir(cls):
        found = inspect.getattr_static(cls, name)
        if (
            name.startswith("_") or found is Content.encoded
        ):  # received contents need not be sendable
            continue
        if isinstance(found, property) and found.fget is not None:
            yield found.fget
        elif isinstance(found, FunctionType) and not inspect.iscoroutinefunction(found):
            _, *others = inspect.signature(found).parameters.values()
            if all(
                parameter.default is not parameter.empty
                or parameter.kind == parameter.VAR_POSITIONAL
                for parameter in others
            ):
                yield found


def _models(result: object) -> Iterator[object]:
    """Yield all models in a result, without recursion: they can be deeply nested."""
    left = [result]
    while left:
        value = left.pop()
        if isinstance(value, list | tuple):
            left += value
        elif isinstance(value, dict):
            left += value.values()
        else:
            cls: Any = type(value)
            if attrs.has(cls):
                yield value
                left += [getattr(value, field.name) for field in attrs.fields(cls)]
                if isinstance(value, Message):
                    left.append(value.content)  # is decoded on access


def _names(template: str) -> list[str]:
    return [part.partition("}")[0] for part in template.split("{")[1:]]


def _quotable(body: bytes) -> str:
    """Return the part of an answer that an error may quote."""
    try:
        envelope = json.loads(body)
    except (ValueError, RecursionError):
        return ""
    if not isinstance(envelope, dict):
        return ""
    return f"{envelope.get('msg')} {envelope.get('error')}"
