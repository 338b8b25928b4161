"""Updates of blocks of the docx format are checked, sent, and decoded."""

import json
from typing import Any

import pytest

from feishu_chat_async import docx
from feishu_chat_async._protocol.converter import structure, to_wire

TEXT: Any = "x"


def wire(value: object) -> Any:
    return json.loads(json.dumps(value, default=to_wire))


@pytest.mark.parametrize(
    ("update", "sent"),
    [
        (
            docx.UpdateTextElements(block_id="b", elements=[docx.TextRun(content="x")]),
            {"update_text_elements": {"elements": [{"text_run": {"content": "x"}}]}},
        ),
        (
            docx.UpdateTextStyle(
                block_id="b",
                style=docx.TextStyle(done=True),
                fields=[docx.TextStyleField.DONE],
            ),
            {"update_text_style": {"style": {"done": True}, "fields": [2]}},
        ),
        (
            docx.InsertTableRow(block_id="b", row_index=-1),
            {"insert_table_row": {"row_index": -1}},
        ),
        (
            docx.UpdateGridColumnWidthRatio(block_id="b", width_ratios=[40, 60]),
            {"update_grid_column_width_ratio": {"width_ratios": [40, 60]}},
        ),
        (docx.ReplaceImage(block_id="b", token="t"), {"replace_image": {"token": "t"}}),
        (docx.UpdateTask(block_id="b", folded=False), {"update_task": {"folded": False}}),
    ],
)
def test_an_update_is_sent_under_its_wire_name(
    update: docx.BlockUpdate, sent: dict[str, Any]
) -> None:
    assert wire(update) == {"block_id": "b", **sent}


def test_an_update_of_an_unknown_type_is_kept() -> None:
    wire_update = {"block_id": "b", "paint_it": {"color": 3}}
    update = structure(wire_update, docx.BlockUpdate)
    assert isinstance(update, docx.UnknownBlockUpdate) and wire(update) == wire_update


@pytest.mark.parametrize(
    ("build", "problem"),
    [
        (lambda: docx.UpdateTask(block_id=""), "block_id must have at least 1"),
        (lambda: docx.UpdateTextElements(block_id="b", elements=[]), "elements must hold"),
        (
            lambda: docx.UpdateTextElements(block_id="b", elements=[TEXT]),
            "hold TextElement",
        ),
        (
            lambda: docx.UpdateTextElements(
                block_id="b", elements=[docx.MentionUser(user_id="u")] * 101
            ),
            "MentionUser must hold .* at most 100",
        ),
        (lambda: docx.UpdateTableProperty(block_id="b", column_width=49), "at least 50"),
        (lambda: docx.InsertTableRow(block_id="b", row_index=-2), "row_index must be at least -1"),
        (lambda: docx.InsertGridColumn(block_id="b", column_index=0), "at least 1, or -1"),
        (
            lambda: docx.DeleteTableRows(block_id="b", row_start_index=2, row_end_index=2),
            "row_end_index must be greater than",
        ),
        (
            lambda: docx.MergeTableCells(
                block_id="b",
                row_start_index=0,
                row_end_index=1,
                column_start_index=2,
                column_end_index=1,
            ),
            "column_end_index must be greater than",
        ),
        (lambda: docx.ReplaceImage(block_id="b", token=""), "token must have at least 1"),
        (lambda: docx.ReplaceImage(block_id="b", token="t", width=0), "width must be at least 1"),
        (lambda: docx.UpdateGridColumnWidthRatio(block_id="b", width_ratios=[]), "width_ratios"),
    ],
)
def test_a_wrong_value_is_refused_when_the_update_is_built(build: Any, problem: str) -> None:
    with pytest.raises((ValueError, TypeError), match=problem):
        build()


@pytest.mark.parametrize(
    "build",
    [
        lambda: docx.DeleteTableRows(block_id="b", row_start_index=0, row_end_index=1),
        lambda: docx.DeleteTableColumns(block_id="b", column_start_index=1, column_end_index=3),
        lambda: docx.UnmergeTableCells(block_id="b", row_index=0, column_index=0),
        lambda: docx.InsertGridColumn(block_id="b", column_index=-1),
        lambda: docx.UpdateTableProperty(block_id="b", column_width=50, column_index=0),
        lambda: docx.UpdateTextElements(
            block_id="b", elements=[docx.MentionUser(user_id="u")] * 100
        ),
    ],
)
def test_values_at_the_limits_are_accepted(build: Any) -> None:
    assert build().block_id == "b"
