"""Documents as Markdown, and back.

::

    from feishu_chat_async import markdown

    document = markdown.parse("# Release 2.1")
    text = markdown.render(document)

`parse` needs the extra: `pip install 'feishu-chat-async[markdown]'`.

Beside CommonMark, both ways: `~~strikethrough~~`, to-dos (`- [ ]`, `- [x]`), `<u>underline</u>`,
and mentions as Feishu's messages have them: `<at user_id="ou_..."></at>`, and "all" for everybody.
A hard break is a line feed in a text. Where a mark would not work, `render` writes `<b>`, `<i>` and
`<s>`, which `parse` reads like `<strong>`, `<em>`, `<del>`, `<ins>` and `<br>`.

What a document cannot hold:

| In Markdown                                    | becomes in a document                         |
| ---------------------------------------------- | --------------------------------------------- |
| a line break that is not hard                  | a space                                       |
| pictures                                       | a link to them, with what describes them      |
| links to anything but http(s)                  | their text                                    |
| titles of links, numbers of lists              | nothing                                       |
| tables                                         | a paragraph for each row, "a | b"             |
| quotations                                     | a quotation for each paragraph; what else is  |
|                                                | in them stands by itself                      |
| what is in an item beside text and items       | lines of its text, or see `_outline`          |
| other HTML                                     | its source, as text                           |
| what is nested more than 100 deep              | nothing                                       |

What Markdown cannot hold, and what becomes of it (`degrade_markdown`):

| In a document                                  | becomes in Markdown                           |
| ---------------------------------------------- | --------------------------------------------- |
| the title                                      | a heading of the first level                  |
| headings of the levels 7 to 9                  | headings of the sixth                         |
| line feeds in headings                         | spaces                                        |
| line feeds where a block begins or ends        | nothing                                       |
| paragraphs and quotations without text         | nothing                                       |
| bold or italic spaces where such text begins   | plain spaces                                  |
| or ends                                        |                                               |
| line feeds in code inside a text               | plain line feeds                              |
| control characters                             | nothing                                       |
"""

from importlib import import_module

from .document import Document
from .markdown_writer import degrade_markdown, write


def parse(text: str) -> Document:
    """Read Markdown.

    Raises:
        ImportError: markdown-it-py is not installed.
    """
    try:
        # Imported here because all the rest works without the extra.
        reader = import_module(".markdown_reader", __package__)
    except ModuleNotFoundError as error:
        raise ImportError(
            "Markdown is read with markdown-it-py: pip install 'feishu-chat-async[markdown]'",
            name=error.name,
        ) from error
    document: Document = reader.read(text)
    return document


def render(document: Document) -> str:
    """Write Markdown that `parse` reads as the same document, up to the table above."""
    return write(document)


__all__ = ["degrade_markdown", "parse", "render"]
