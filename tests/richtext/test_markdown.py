"""Markdown: reading it undoes writing it, and writing needs no extra."""

import json
import os
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings, strategies as st

from feishu_chat_async.richtext.document import (
    Document,
    Heading,
    ListItem,
    Paragraph,
    Span,
)
from feishu_chat_async.richtext.markdown import normalize_for_markdown, parse, render
from tests.support.documents import documents, texts

ROOT = Path(__file__).parent.parent.parent
EXAMPLES: list[dict[str, Any]] = json.loads(
    (ROOT / "tests/data/commonmark.json").read_text(encoding="utf-8")
)


# --- for every document, and for every text ---------------------------------------------------


@settings(max_examples=200)
@given(documents)
@example(Document(blocks=[ListItem.of("a"), ListItem(), ListItem(children=[ListItem()])]))
@example(
    Document(blocks=[ListItem(content=[Span("a")], children=[ListItem(), ListItem(kind="todo")])])
)
@example(Document(blocks=[Paragraph.of(Span('"a"', bold=True), "b", Span("c", italic=True))]))
@example(Document(blocks=[Paragraph.of("\n\n", Span("\n a \n", bold=True), " \n")]))
@example(Document(blocks=[Paragraph.of("<br></at>"), Heading.of("a\nb #"), Heading.of("##")]))
@example(Document(blocks=[Paragraph.of("a | b\n--- | ---"), Paragraph.of("|-|\n: -")]))
@example(Document(blocks=[Paragraph.of("a\n|-|"), Paragraph.of("a\n:-")]))
@example(Document(blocks=[Paragraph.of("wow!", Span("a", link="https://a.b"))]))
def test_a_document_is_read_back_as_normalized(document: Document) -> None:
    normalized = normalize_for_markdown(document)
    assert parse(render(document)) == normalized
    assert normalize_for_markdown(normalized) == normalized


sources = st.one_of(
    texts,
    st.text(),
    st.lists(
        texts | st.sampled_from(["\n", "\n\n", "\n- ", "\n  1. ", "\n> ", "*", "**", "</b>"]),
        max_size=12,
    ).map("".join),
)


def check_stable(source: str) -> None:
    rendered = render(parse(source))
    assert render(parse(rendered)) == rendered
    assert parse(rendered) == normalize_for_markdown(parse(source))


@settings(max_examples=200)
@given(sources)
def test_markdown_is_stable_after_one_pass(source: str) -> None:
    check_stable(source)


def test_the_examples_of_commonmark_are_stable() -> None:
    assert len(EXAMPLES) == 652
    for example_ in EXAMPLES:
        check_stable(example_["markdown"])


# --- without the extra --------------------------------------------------------------------------


@pytest.mark.skipif(sys.platform == "win32", reason="symbolic links need a privilege")
def test_without_the_extra_writing_works_and_reading_names_the_extra(tmp_path: Path) -> None:
    """Runs in a Python that sees every package except markdown-it-py."""
    for place in {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}:
        for entry in Path(place).iterdir():
            if not entry.name.startswith("markdown_it"):
                (tmp_path / entry.name).symlink_to(entry)
    script = """
from feishu_chat_async import markdown, richtext
print(markdown.render(richtext.Document(title="T")), end="")
try:
    markdown.parse("# T")
except ImportError as error:
    print(error.name, error)
"""
    done = subprocess.run(
        [sys.executable, "-S", "-W", "error", "-c", script],
        check=True,
        timeout=60,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(tmp_path)])},
    )
    assert done.stdout == (
        "# T\nmarkdown_it reading Markdown requires markdown-it-py: "
        "pip install 'feishu-chat-async[markdown]'\n"
    )
