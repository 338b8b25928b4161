"""Hypothesis strategies for richtext documents: all that the model allows, kept small."""

from hypothesis import strategies as st

from feishu_chat_async.richtext.document import (
    Code,
    Divider,
    Document,
    DocumentBlock,
    Heading,
    Inline,
    ListItem,
    ListKind,
    MentionAll,
    Paragraph,
    Quote,
    Span,
    UserMention,
)

_PIECES = [
    *"abz019 *_`[]()<>#!|~&\\-+=.:;\"'\n\t/",
    *("  ", "**", "~~", "---", "===", "```", "~~~", "1. ", "- ", "> ", "# ", "[ ] ", "[x] ", "|-|"),
    *(
        "<u>",
        "</u>",
        "<b>",
        "<br>",
        '<at user_id="all"></at>',
        "<!-- c -->",
        "<p>",
        "&amp;",
        "&#9;",
    ),
    *("![", "](x)", "[a]: /b", "https://a.b/c_d", "    ", "\n\n", "\\\n", "  \n", "\r\n"),
    *(
        "e\u0301",
        "\u00e9",
        "\u4f60\u597d",
        "\u201c",
        "\u3002",
        "\U0001f600",
        "\U0001f468\u200d\U0001f469",
    ),
    *("\u05d0\u05d1", "\u200f", "\u00a0", "\u3000", "\u2028", "\ufeff", "\x00", "\x1c", "\x85"),
]
"""Strings that are special in Markdown or Unicode, or that a conversion could lose."""

texts = st.one_of(
    st.lists(st.sampled_from(_PIECES), max_size=8).map("".join),
    st.text(max_size=12),
    st.sampled_from(["word", "two words", "snake_case", "2 * 3", " before", "after ", "C:\\dir"]),
)
links = st.one_of(
    st.none(),
    st.sampled_from(
        [
            "https://open.feishu.cn",
            "http://a.b/c?d=e&f=g&amp;#h",
            "https://a.b/(c)_d*e*",
            "https://a.b/\u4f60 <x>\\y%20",
        ]
    ),
    texts.map("https://".__add__),
)
user_ids = st.text("abcXYZ0189_-.@", min_size=1, max_size=12).map("ou_".__add__)


def styled(*, link: st.SearchStrategy[str | None] = links) -> st.SearchStrategy[Span]:
    """Return a strategy for texts in any style."""
    flag = st.booleans()
    return st.builds(
        Span, texts, bold=flag, italic=flag, strike=flag, underline=flag, code=flag, link=link
    )


inlines: st.SearchStrategy[Inline] = st.one_of(
    st.builds(Span, texts), styled(), st.builds(UserMention, user_ids), st.builds(MentionAll)
)
contents = st.lists(inlines, max_size=5)
languages = st.one_of(
    st.sampled_from(
        ["", "python", "py", "c++", "C#", "sh", "vb", "text", "brainfuck", "yaml", "_x_"]
    ),
    st.text("abcXYZ019+#.-_", max_size=6),
)


def _items(children: st.SearchStrategy[list[ListItem]]) -> st.SearchStrategy[ListItem]:
    kinds = st.sampled_from(
        [
            (ListKind.BULLET, False),
            (ListKind.ORDERED, False),
            (ListKind.TODO, False),
            (ListKind.TODO, True),
        ]
    )
    return st.builds(
        lambda content, kind, nested: ListItem(
            content=content, kind=kind[0], done=kind[1], children=nested
        ),
        contents,
        kinds,
        children,
    )


_leaf_items = _items(st.builds(list[ListItem]))
list_items = st.recursive(
    _leaf_items, lambda inner: _items(st.lists(inner, max_size=3)), max_leaves=6
)
blocks: st.SearchStrategy[DocumentBlock] = st.one_of(
    st.builds(Paragraph, content=contents),
    st.builds(Heading, content=contents, level=st.integers(1, 9)),
    list_items,
    st.builds(Quote, content=contents),
    st.builds(Code, text=texts, language=languages),
    st.builds(Divider),
)
documents = st.builds(Document, title=st.just("") | texts, blocks=st.lists(blocks, max_size=5))
