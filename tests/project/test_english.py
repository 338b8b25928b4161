"""Docstrings and comments are plain English: an imperative verb first, and no banned words.

The two lists prevent regressions; they do not replace a review. A new verb is
welcome if an engineer would write it in a commit subject; add it here.
"""

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

import feishu_chat_async

ROOT = Path(__file__).parent.parent.parent
PACKAGE = Path(feishu_chat_async.__file__).parent

VERBS = frozenset(
    {
        *("Add", "Append", "Apply", "Build", "Call", "Change", "Check", "Close", "Convert"),
        *("Count", "Create", "Decode", "Delete", "Download", "Edit", "Encode", "Forward", "Grant"),
        *("Interrupt", "Iterate", "Join", "List", "Open", "Parse", "Pin", "Raise", "Read"),
        *("Recall", "Record", "Register", "Release", "Remove", "Replace", "Reply", "Return", "Run"),
        *("Search", "Send", "Set", "Sort", "Split", "Start", "Stop", "Update", "Validate"),
        *("Wait", "Write", "Yield"),
    }
)
"""The verbs with which docstrings of functions and methods begin."""

BANNED = {
    r"\b(?:he|him|his|she|her)\b": "a program is no person: name the task, the call, the caller",
    r"\b(?:who|what|which)(?:so)?ever\b": "say which: any call, every value",
    r"\b(?:some|every|no)body\b": "name who: another client, every caller, no call",
    r"\bheed|\blend(?:s|ing)?\b|\bbehold\b": "an invented verb for what the code does",
    r"\bsurely\b": "certainly, or nothing",
    r"\bthe likes?\b(?! of)": "say what it is like",
    r"\bgo(?:es)? round\b|\bcome to light\b": "a figure of speech",
}
"""Patterns that do not belong in plain technical English, and what to write instead."""


class Text(NamedTuple):
    """A docstring or a comment, and where it is."""

    place: str
    text: str


def sources() -> list[Path]:
    """Return every Python file of the project."""
    folders = (PACKAGE, ROOT / "tests", ROOT / "examples")
    return [path for folder in folders for path in sorted(folder.rglob("*.py"))]


def texts_of(source: str, name: str) -> Iterator[Text]:
    """Yield the docstrings of a source, attributes' too, and its comments."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Expr):
            value = getattr(node.value, "value", None)
            if isinstance(value, str):
                yield Text(f"{name}:{node.lineno}", value)
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            yield Text(f"{name}:{token.start[0]}", token.string)


def banned_in(text: str) -> list[str]:
    """Return the banned words of a text, apart from code in it."""
    prose = re.sub(r"``?[^`]*``?|\"[^\"\n]*\"|https?://\S+", " ", text)
    return [
        found.group() for pattern in BANNED for found in re.finditer(pattern, prose, re.IGNORECASE)
    ]


def functions_of(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Yield the public functions and methods, apart from properties, tests and nested functions."""
    bodies = [tree.body, *(node.body for node in tree.body if isinstance(node, ast.ClassDef))]
    for body in bodies:
        for node in body:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                decorators = {
                    ast.unparse(decorator).partition("(")[0] for decorator in node.decorator_list
                }
                is_property = decorators & {"property", "cached_property"}
                if not node.name.startswith(("_", "test_")) and not is_property:
                    yield node


def first_word(doc: str) -> str:
    """Return the first word of a docstring."""
    return doc.split(maxsplit=1)[0].rstrip(",.:;") if doc.strip() else ""


def test_docstrings_begin_with_a_verb() -> None:
    wrong = [
        f"{path.relative_to(PACKAGE)}:{node.lineno} {node.name}: {doc.splitlines()[0]}"
        for path in sorted(PACKAGE.rglob("*.py"))
        for node in functions_of(ast.parse(path.read_text(encoding="utf-8")))
        if (doc := ast.get_docstring(node)) and first_word(doc) not in VERBS
    ]
    assert wrong == []


def test_every_verb_on_the_list_is_used() -> None:
    used = {
        first_word(ast.get_docstring(node) or "")
        for path in sorted(PACKAGE.rglob("*.py"))
        for node in functions_of(ast.parse(path.read_text(encoding="utf-8")))
    }
    assert VERBS - used == set()


def test_no_docstring_or_comment_has_a_banned_word() -> None:
    found = [
        f"{text.place}: {word}"
        for path in sources()
        if path != Path(__file__)
        for text in texts_of(path.read_text(encoding="utf-8"), str(path.relative_to(ROOT)))
        for word in banned_in(text.text)
    ]
    assert found == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("# the caller has his permit already", ["his"]),
        ("Whoever waits, somebody else pays.", ["Whoever", "somebody"]),
        ("Send `whoever` a message, and her name.", ["her"]),
        ("Return the first caller in the queue.", []),
    ],
)
def test_banned_words_are_found(text: str, words: list[str]) -> None:
    assert sorted(banned_in(text)) == sorted(words)
    assert first_word(text) in {"#", "Whoever", "Send", "Return"}
