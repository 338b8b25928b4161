"""Responses of the docx announcement endpoints, in their documented and their actual form."""

from typing import Any

import pytest

from feishu_chat_async import docx
from feishu_chat_async._protocol.converter import StructureError, structure
from feishu_chat_async.docx.responses import BlockResponse

DIVIDER = {"block_id": "b", "block_type": 22, "divider": {}}


@pytest.mark.parametrize("response", [{"block": DIVIDER}, {"items": [DIVIDER]}])
def test_the_requested_block_is_read_from_either_documented_field(response: Any) -> None:
    block = structure(response, BlockResponse).requested_block
    assert isinstance(block, docx.DividerBlock) and block.block_id == "b"


@pytest.mark.parametrize("response", [{}, {"items": []}, {"items": [DIVIDER, DIVIDER]}])
def test_a_response_without_exactly_one_block_is_an_error(response: Any) -> None:
    with pytest.raises(StructureError):
        structure(response, BlockResponse)


@pytest.mark.parametrize(
    ("response", "revision"),
    [
        ({"revision_id": 7}, 7),
        ({"document_revision_id": 7}, 7),
        ({"revision_id": 0, "document_revision_id": 7}, 0),
        ({}, -1),
    ],
)
@pytest.mark.parametrize("cls", [docx.CreatedBlocks, docx.UpdatedBlocks, docx.DeletedBlocks])
def test_the_new_revision_is_read_under_either_documented_name(
    cls: Any, response: dict[str, int], revision: int
) -> None:
    assert structure(response, cls).newest_revision == revision
