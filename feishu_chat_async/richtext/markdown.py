"""Documents as Markdown, and back.

::

    from feishu_chat_async import markdown

    document = markdown.parse("# Release 2.1")
    text = markdown.render(document)

`parse` needs the extra `markdown`: `pip install 'feishu-chat-async[markdown]'`.

Supported in addition to CommonMark: `~~strikethrough~~`, to-dos (`- [ ]`, `- [x]`),
`<u>underline</u>`, and mentions as in Feishu's messages: `<at user_id="ou_..."></at>`, with the id
"all" for all members. A hard line break is a line feed in a span. Where Markdown's
delimiters do not work, `render` writes `<b>`, `<i>` and `<s>`; `parse` also reads `<strong>`,
`<em>`, `<del>`, `<ins>` and `<br>`.

What a document cannot represent:

| In Markdown                                    | becomes in a document                         |
| ---------------------------------------------- | --------------------------------------------- |
| a soft line break                              | a space                                       |
| images                                         | a link to them, with their description        |
| links other than http(s)                       | their text                                    |
| titles of links, numbers of lists              | nothing                                       |
| tables                                         | a paragraph per row, "a | b"                  |
| quotations                                     | a quotation for each paragraph; other blocks  |
|                                                | in them are not quoted                        |
| other blocks in list items                     | see `feishu_chat_async.richtext`              |
| other HTML                                     | its source, as text                           |
| anything nested more than 100 deep             | nothing                                       |

What Markdown cannot represent (`normalize_for_markdown` applies these simplifications):

| In a document                                  | becomes in Markdown                           |
| ---------------------------------------------- | --------------------------------------------- |
| the title                                      | a heading of level 1                          |
| headings of levels 7 to 9                      | headings of level 6                           |
| line feeds in headings                         | spaces                                        |
| line feeds at the beginning or end of a block  | nothing                                       |
| paragraphs and quotations without text         | nothing                                       |
| bold or italic spaces at the beginning or end  | plain spaces                                  |
| of such text                                   |                                               |
| line feeds in inline code                      | plain line feeds                              |
| control characters                             | nothing                                       |
"""

from importlib import import_module

from .document import Document
from .markdown_writer import normalize_for_markdown, write


def parse(text: str) -> Document:
    """Convert Markdown to a document.

    Args:
        text: The Markdown source. Any text is valid.

    Raises:
        ImportError: markdown-it-py is not installed.
    """
    try:
        # Imported only here, because everything else works without the extra.
        reader = import_module(".markdown_reader", __package__)
    except ModuleNotFoundError as error:
        raise ImportError(
            "reading Markdown requires markdown-it-py: pip install 'feishu-chat-async[markdown]'",
            name=error.name,
        ) from error
    document: Document = reader.read(text)
    return document


def render(document: Document) -> str:
    """Convert a document to Markdown, which `parse` reads as the same document.

    Args:
        document: The document. What Markdown cannot represent is simplified; see the module's
            docstring.
    """
    return write(document)


__all__ = ["normalize_for_markdown", "parse", "render"]
