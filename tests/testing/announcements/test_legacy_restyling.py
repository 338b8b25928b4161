"""Text is replaced and paragraphs are restyled in the legacy format."""

import pytest

from feishu_chat_async import legacy
from tests.support.legacy_editor import (
    EMOJI,
    PERSON,
    LegacyEditor,
    heading,
    line,
    location,
    quote,
    raw,
    texts,
)

REPLACE = legacy.ReplaceAllText(text="a", replace_text="b")
STYLE = legacy.UpdateParagraphStyle(
    style=legacy.ParagraphStyle(quote=True),
    range=legacy.Range(start_index=2, end_index=4),
    fields=[legacy.StyleField.QUOTE],
)


async def test_only_the_given_fields_of_a_style_are_changed(editor: LegacyEditor) -> None:
    editor.start("T", "one", "two", "three")
    current = await editor.read()
    item = legacy.List(type=legacy.ListType.CHECK_BOX, indent_level=2)
    style = legacy.ParagraphStyle(list=item, quote=True, align=legacy.LegacyAlign.CENTER)
    whole = legacy.Range(start_index=2, end_index=9)
    fields = [legacy.StyleField.LIST, legacy.StyleField.ALIGN]
    current = await editor.edit(
        legacy.UpdateParagraphStyle(style=style, range=whole, fields=fields)
    )
    expected = legacy.ParagraphStyle(list=item, align=legacy.LegacyAlign.CENTER)
    assert [line(current, at).style for at in range(3)] == [
        expected,
        expected,
        legacy.ParagraphStyle(),
    ]
    assert current.blocks[2].location == location(12, 17)
    current = await editor.edit(current.restyle(line(current, 0), legacy.ParagraphStyle(), *fields))
    assert line(current, 0).style == legacy.ParagraphStyle()
    assert current.blocks[2].location == location(11, 16)


async def test_text_is_replaced_everywhere(editor: LegacyEditor) -> None:
    editor.start(f"{EMOJI}api", "an API, and apiapi", "none")
    bold = legacy.LegacyTextRun(text="A", style=legacy.LegacyTextStyle(bold=True))
    code = legacy.LegacyCode.of("call(api)")
    current = await editor.edit(
        legacy.LegacyDocument().append(
            legacy.LegacyParagraph.of("x", bold, "PI", PERSON, "api"), heading("api"), code
        )
    )
    current = await editor.edit(legacy.ReplaceAllText(text="api", replace_text=f"T{EMOJI}"))
    new = f"T{EMOJI}"
    assert current.title.plain_text == f"{EMOJI}{new}"
    assert texts(current) == [
        f"an {new}, and {new}{new}",
        "none",
        f"x{new}@ou_1{new}",
        new,
        f"call({new})",
    ]
    styles = [
        e.style.bold for e in line(current, 2).elements if isinstance(e, legacy.LegacyTextRun)
    ]
    assert styles == [None, True, None]
    current = await editor.edit(
        legacy.ReplaceAllText(text="t", replace_text="", match_case=True),
        legacy.ReplaceAllText(text="None", replace_text="", match_case=True),
    )
    assert texts(current)[:2] == [f"an {new}, and {new}{new}", "none"]
    current = await editor.edit(legacy.ReplaceAllText(text="NONE", replace_text=""))
    assert texts(current)[1] == "" and line(current, 1).elements == ()


async def test_the_text_to_replace_is_not_a_pattern(editor: LegacyEditor) -> None:
    editor.start("T", "a.c abc")
    current = await editor.edit(legacy.ReplaceAllText(text="a.c", replace_text=r"\1"))
    assert texts(current) == [r"\1 abc"]


REFUSED = [
    (raw(REPLACE, containsText={"text": ""}), "text must be a string"),
    (raw(REPLACE, containsText={"text": "a\tb"}), "no line feed or tab"),
    (raw(REPLACE, containsText={"text": "a" * 1001}), "up to 1000"),
    (raw(REPLACE, replaceText="a\nb"), "no line feed or tab"),
    (raw(REPLACE, replaceText=None), "replaceText must be a string"),
    (quote(2, 3), "whole blocks"),
    (quote(3, 4), "whole blocks"),
    (quote(2, 5), "whole blocks"),
    (raw(STYLE, fields={"masks": []}), "masks"),
    (raw(STYLE, fields={"masks": ["bold"]}), "masks"),
    (raw(STYLE, range={"zoneId": "x", "startIndex": 0, "endIndex": 1}), "no such zone"),
]


@pytest.mark.parametrize(("request_", "because"), REFUSED)
async def test_invalid_replacements_and_styles_are_refused(
    editor: LegacyEditor, request_: str, because: str
) -> None:
    await editor.start_sample()
    await editor.refuses(request_, because=because)
