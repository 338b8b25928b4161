"""What is done with what comes, and what must hold of it."""

import inspect
import json
import time
from collections.abc import Callable, Iterator
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
from feishu_chat_async.contents.keys import read_content
from feishu_chat_async.legacy import LegacyDocument
from feishu_chat_async.models.announcements import Announcement
from feishu_chat_async.models.messages import Message
from feishu_chat_async.richtext import markdown
from feishu_chat_async.richtext.docx_format import from_docx
from feishu_chat_async.richtext.legacy_format import from_legacy

from .inputs import PAYLOAD, Answer, answers, contents, resets

SLOW_S: Final = 2.0
"""CPU time of one call; a third of it has been seen, on a slow machine."""
_MAX_OBJECTS: Final = 2000


class Target(NamedTuple):
    """Something that reads what comes."""

    name: str
    inputs: st.SearchStrategy[Any]
    read: Callable[[Any], object]
    """Returns what it becomes; an error that is as it must be is nothing."""


def read_answer(answer: Answer) -> object:
    """Read an answer as the pipeline does."""
    endpoint = answer.endpoint
    ids = dict.fromkeys(_names(endpoint.template), "id_1")
    request = build_request(endpoint, ids, {}, None)
    reply = Reply(answer.status, CIMultiDict(answer.headers), answer.body)
    try:
        data = open_envelope(request, reply)
        return decode(request, data, endpoint.returns, reply)
    except FeishuError as error:
        check_error(error, said=_said(answer.body))
        return None


def read_text(text: str) -> object:
    """Read a text as the content of a message of each kind, and of an announcement."""
    read: list[object] = [read_content(kind, text) for kind in MessageType]
    try:
        read.append(Announcement(content=text, revision="1").document())
    except ValueError as error:
        check_error(error)
    return read


def read_reset(text: str) -> None:
    """Read the header that says for how long to wait."""
    seconds = parse_reset_s(text)
    assert seconds is None or 0 <= seconds <= 300


TARGETS: Final = (
    Target("answers", answers(), read_answer),
    Target("contents", contents, read_text),
    Target("resets", resets, read_reset),
)


def check(target: Target, given: Any, max_s: float = SLOW_S) -> None:
    """Check one input: what it becomes, what that says of itself, and how long each takes."""
    ask(_timed(target.read, given, max_s), max_s)


def check_error(error: Exception, said: str = "") -> None:
    """Check that an error is one of ours, and does not repeat what came but for what it `said`."""
    assert isinstance(error, FeishuError) or type(error) in (ValueError, StructureError), error
    if PAYLOAD in said:
        return
    shown = [error, *error.args, *vars(error).values()]
    assert PAYLOAD not in " ".join(f"{one!r} {one}" for one in shown)
    if isinstance(error, FeishuError):
        assert error.__context__ is None


def ask(result: object, max_s: float = SLOW_S) -> None:
    """Ask the models in a result for all that they say of themselves, and write documents out."""
    objects = [one for one, _ in zip(_models(result), range(_MAX_OBJECTS), strict=False)]
    for one in objects:
        for question in _questions(type(one)):
            _answer(question, one, max_s)
        if isinstance(one, LegacyDocument):
            _answer(lambda document: markdown.render(from_legacy(document)), one, max_s)
    blocks = [one for one in objects if isinstance(one, docx.Block)]
    _answer(lambda found: markdown.render(from_docx(found)), blocks, max_s)


def _answer(question: Callable[[Any], object], one: object, max_s: float) -> None:
    try:
        _timed(question, one, max_s)
    except ValueError as error:  # what was decoded need not be a whole document
        check_error(error)


def _timed(call: Callable[[Any], object], given: object, max_s: float) -> object:
    began = time.process_time()
    try:
        return call(given)
    finally:
        took_s = time.process_time() - began
        assert took_s < max_s, f"took {took_s:.1f} s"


def _questions(cls: type) -> Iterator[Callable[[Any], object]]:
    """Find the properties, and the methods that take nothing."""
    for name in dir(cls):
        found = inspect.getattr_static(cls, name)
        if name.startswith("_") or found is Content.encoded:  # most are not there to be sent
            continue
        if isinstance(found, property) and found.fget is not None:
            yield found.fget
        elif isinstance(found, FunctionType) and not inspect.iscoroutinefunction(found):
            _, *others = inspect.signature(found).parameters.values()
            if all(
                one.default is not one.empty or one.kind == one.VAR_POSITIONAL for one in others
            ):
                yield found


def _models(value: object) -> Iterator[object]:
    """Walk all models in a result, without recursion: they may be deep."""
    left = [value]
    while left:
        one = left.pop()
        if isinstance(one, list | tuple):
            left += one
        elif isinstance(one, dict):
            left += one.values()
        else:
            cls: Any = type(one)
            if attrs.has(cls):
                yield one
                left += [getattr(one, field.name) for field in attrs.fields(cls)]
                left += (
                    [one.content] if isinstance(one, Message) else []
                )  # which is read when asked


def _names(template: str) -> list[str]:
    return [part.partition("}")[0] for part in template.split("{")[1:]]


def _said(body: bytes) -> str:
    """Return the part of an answer that an error may repeat."""
    try:
        envelope = json.loads(body)
    except (ValueError, RecursionError):
        return ""
    if not isinstance(envelope, dict):
        return ""
    return f"{envelope.get('msg')} {envelope.get('error')}"
