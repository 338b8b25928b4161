"""Programming languages: the numbers of docx and the names of Markdown."""

import pytest

from feishu_chat_async import docx
from feishu_chat_async.richtext import Code
from feishu_chat_async.richtext.languages import language_name, language_number


def test_every_language_has_a_unique_name() -> None:
    names = [language_name(language) for language in docx.Language]
    assert len(set(names)) == len(names) == 75
    assert [language_number(name) for name in names] == list(docx.Language)
    assert all(Code(text="", language=name).language == name for name in names)


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("python", 49),
        ("PY", 49),
        ("bash", 7),
        ("sh", 60),
        ("c++", 9),
        ("cpp", 9),
        ("c#", 8),
        ("js", 30),
        ("yml", 67),
        ("text", 1),
        ("", 1),
        ("klingon", 1),
    ],
)
def test_languages_are_found_by_name_and_alias(name: str, number: int) -> None:
    assert language_number(name) == number


def test_plain_text_and_unknown_languages_have_no_name() -> None:
    for language in (None, docx.Language.PLAIN_TEXT, docx.Language(999)):
        assert language_name(language) == ""
