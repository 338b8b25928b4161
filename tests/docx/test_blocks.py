"""Blocks of the docx format: built from strings, decoded, and sent."""

import json
from typing import Any

import pytest

from feishu_chat_async import docx
from feishu_chat_async._protocol.converter import StructureError, structure, to_wire


def wire(value: object) -> Any:
    return json.loads(json.dumps(value, default=to_wire))


def test_every_block_type_has_its_own_class() -> None:
    assert len(docx.Block.variants.classes) == 49 == len(set(docx.Block.variants.classes.values()))
    for name, cls in docx.Block.variants.classes.items():
        assert cls.__name__ in docx.__all__
        assert cls.__name__.lower() == f"{name.replace('_', '')}block"


def test_a_block_is_sent_and_decoded() -> None:
    block = docx.Heading2Block.of(
        "a", docx.Equation(content="E"), style=docx.TextStyle(folded=True)
    )
    elements = [{"text_run": {"content": "a"}}, {"equation": {"content": "E"}}]
    assert wire(block) == {
        "block_type": 4,
        "heading2": {"elements": elements, "style": {"folded": True}},
    }
    assert structure(wire(block), docx.Block) == block


def test_a_block_of_text_holds_only_text() -> None:
    assert docx.TextBlock.of() == docx.TextBlock(elements=())
    mention = docx.MentionUser(user_id="ou_1")
    assert docx.TodoBlock.of("a", mention).elements == (docx.TextRun(content="a"), mention)
    number: Any = 5
    with pytest.raises(TypeError, match="elements must hold TextElement, got int"):
        docx.TextBlock.of(number)


@pytest.mark.parametrize(
    "unknown",
    [
        {"block_type": 52, "block_id": "b", "parent_id": "p", "ai_template": {"x": [1, None]}},
        {"block_type": 49, "source_synced": {"elements": []}, "children": ["c"]},
        {"block_type": 777},
    ],
)
def test_a_block_of_an_unknown_type_is_kept(unknown: dict[str, Any]) -> None:
    block = structure(unknown, docx.Block)
    assert isinstance(block, docx.UnknownBlock)
    assert block.block_id == unknown.get("block_id")
    assert wire(block) == unknown


def test_unknown_values_of_enumerations_are_kept() -> None:
    block = structure({"block_type": 27, "image": {"align": 9}}, docx.Block)
    assert isinstance(block, docx.ImageBlock)
    assert block.align == 9 and block.align is not None and not block.align.known
    assert wire(block) == {"block_type": 27, "image": {"align": 9}}


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"block_type": 2, "text": 5}, "data.text"),
        ({"block_type": 2, "text": {"elements": {}}}, "data.text.elements"),
        ({"block_type": 2, "text": {}}, "data.text.elements"),
        ({"block_type": "x"}, "data.block_type"),
        ({}, "data.block_type"),
        ([], "data"),
        ({"block_type": 22, "children": "c"}, "data.children"),
        (
            {"block_type": 12, "bullet": {"elements": [{"text_run": {"content": None}}]}},
            "data.bullet.elements[0].text_run.content",
        ),
        (
            {"block_type": 31, "table": {"property": {"row_size": 1, "column_size": "two"}}},
            "data.table.property.column_size",
        ),
    ],
)
def test_a_wrong_type_is_named_with_its_path(data: object, field: str) -> None:
    with pytest.raises(StructureError) as caught:
        structure(data, docx.Block)
    assert caught.value.field == field
