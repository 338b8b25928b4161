"""Hypothesis strategies for message contents: everything that can be sent, but small."""

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from feishu_chat_async.contents import (
    Audio,
    Card,
    Content,
    File,
    Image,
    Media,
    Mention,
    Post,
    PostBody,
    PostCodeBlock,
    PostDivider,
    PostElement,
    PostEmotion,
    PostImage,
    PostLink,
    PostMarkdown,
    PostMedia,
    PostMention,
    PostStyle,
    PostText,
    ShareChat,
    ShareUser,
    Sticker,
    Styled,
    System,
    Text,
    TextLink,
    TextPart,
    UnknownPostElement,
)

_PIECES = [
    *"abiustAB01 <>/[]()=\"'\n\t\\",
    *("<b>", "</b>", "<B", "< i >", "</ s>", "<u/>", "</", "at", "<at", "< at ", "](", "a < b"),
    *('<at user_id="all"></at>', "[x](https://a.b)", "mailto:a@b.c", "\u2060", "\u00a0"),
    *("\u4f60\u597d", "\U0001f600", "\u017f", "&lt;b&gt;"),
]
"""Characters and strings that are markup in a text message, or become markup when joined."""

typed = st.one_of(
    st.lists(st.sampled_from(_PIECES), max_size=8).map("".join),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=12),
)
ids = st.sampled_from(["ou_1", "on_2", "all", "7be"])
keys = st.sampled_from(["img_1", "file_v2_1", "75235e0c-4f92-430a-a99b-8446610223cg"])
links = st.sampled_from(["https://a.b/(c)?d=<e>", "http://a.b", "mailto:a@b.c", "https://a/[b](c)"])
labels = typed.map(lambda text: "label" + text.replace("[", "").replace("]", ""))


def _styled(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Styled]:
    flags = {name: st.booleans() for name in ("bold", "italic", "underline", "strikethrough")}
    return st.builds(Styled, st.one_of(typed, st.lists(inner, max_size=3)), **flags)


parts: st.SearchStrategy[TextPart] = st.recursive(
    st.one_of(typed, st.builds(Mention, ids, typed), st.builds(TextLink, labels, links)),
    _styled,
    max_leaves=6,
)

_styles = st.lists(st.sampled_from([*PostStyle, PostStyle("glow")]), max_size=2).map(tuple)
_inline: st.SearchStrategy[PostElement] = st.one_of(
    st.builds(PostText, typed, _styles, st.sampled_from([None, True, False])),
    st.builds(PostLink, labels, links, _styles),
    st.builds(PostMention, ids, st.one_of(st.none(), typed), _styles),
    st.builds(PostEmotion, st.just("SMILE")),
    st.just(PostDivider()),
    st.builds(PostCodeBlock, typed, st.sampled_from([None, "GO", "python"])),
    st.just(UnknownPostElement({"tag": "new", "text": "?", "other": [1, None]})),
)
_standalone: st.SearchStrategy[PostElement] = st.one_of(
    st.builds(PostImage, keys),
    st.builds(PostMedia, keys, st.one_of(st.none(), keys)),
    st.builds(PostMarkdown, typed),
)
_paragraphs = st.lists(
    st.one_of(st.lists(_inline, max_size=3), _standalone.map(lambda element: [element])),
    min_size=1,
    max_size=3,
)
_bodies = st.builds(PostBody, title=typed, content=_paragraphs)
posts = st.builds(
    Post,
    title=typed,
    content=_paragraphs,
    language=st.sampled_from(["zh_cn", "zh_hk"]),
    translations=st.dictionaries(st.sampled_from(["en_us", "ja_jp"]), _bodies, max_size=2),
)

json_values: st.SearchStrategy[Any] = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(allow_nan=False, allow_infinity=False),
        typed,
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.sampled_from("abcd"), inner, max_size=3)
    ),
    max_leaves=5,
)
_objects = st.dictionaries(typed, json_values, min_size=1, max_size=3)
_short = st.text("ab\u4f60\u3042 ", min_size=1, max_size=10)
_dividers = st.builds(
    System.divider,
    _short,
    i18n_text=st.one_of(st.none(), st.dictionaries(st.just("en_US"), _short)),
    need_rollup=st.sampled_from([None, True, False]),
)


def _with_key(cls: Callable[[str], Content]) -> st.SearchStrategy[Content]:
    return st.builds(cls, keys)


sendable: dict[str, st.SearchStrategy[Content]] = {
    "text": st.lists(parts, min_size=1, max_size=4)
    .map(lambda some: Text.of(*some))
    .filter(lambda content: content.text != ""),
    "post": posts,
    "image": _with_key(Image),
    "file": _with_key(File),
    "audio": _with_key(Audio),
    "media": st.builds(Media, keys, st.one_of(st.none(), keys)),
    "sticker": _with_key(Sticker),
    "share_chat": _with_key(ShareChat),
    "share_user": _with_key(ShareUser),
    "system": _dividers,
    "interactive": st.one_of(
        st.builds(Card, _objects),
        st.builds(Card.template, keys, st.sampled_from([None, "1.0.0"]), _objects),
        st.builds(Card.entity, keys),
    ),
}
"""By message type."""
