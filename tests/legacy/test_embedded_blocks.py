"""Blocks of the legacy format that embed other content."""

import json

import pytest

from feishu_chat_async import legacy
from feishu_chat_async._protocol.converter import structure, to_wire

from .samples import BLOCKS, block


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("embeddedPage", "https://www.baidu.com/maps?key=1"),
        ("file", "plan.txt"),
        ("chatGroup", ""),
        ("sheet", ""),
        ("gallery", ""),
        ("poll", ""),
    ],
)
def test_an_embedded_block_has_its_plain_text(kind: str, text: str) -> None:
    assert structure(block(kind), legacy.LegacyBlock).plain_text == text


def test_images_are_decoded() -> None:
    gallery = structure(block("gallery"), legacy.LegacyBlock)
    assert isinstance(gallery, legacy.Gallery)
    assert gallery.gallery_style == legacy.GalleryStyle(align="left")
    image = legacy.ImageItem(file_token="boxcn1", width=10.5, height=7.0)
    assert gallery.image_list == (image,)


def test_a_file_without_a_name_has_no_text() -> None:
    assert legacy.LegacyFile(file_token="boxcn1").plain_text == ""
    assert BLOCKS["file"]["fileName"]


def test_plain_strings_are_accepted_in_place_of_enumerations() -> None:
    page = legacy.EmbeddedPage(type="youku", url="https://youku.com")
    assert json.loads(json.dumps(to_wire(page), default=to_wire))["embeddedPage"]["type"] == "youku"
    read_again = structure(to_wire(page), legacy.LegacyBlock)
    assert isinstance(read_again, legacy.EmbeddedPage)
    assert read_again.type is legacy.PageType.YOUKU
