"""Errors of edits report the progress and the request."""

import pytest

from feishu_chat_async import RateLimitError, RequestTimeoutError
from feishu_chat_async.announcements.edits import EditProgress, decode_error, partial_write_error
from feishu_chat_async.endpoints import announcement, docx_announcement


@pytest.mark.parametrize("outcome_unknown", [True, False])
def test_a_partial_write_reports_the_progress_and_the_outcome(*, outcome_unknown: bool) -> None:
    error = RequestTimeoutError(
        "took too long", method="PATCH", path="/x", outcome_unknown=outcome_unknown
    )
    partial = partial_write_error(error, EditProgress(changed=True, written=2, total=5))
    assert (partial.written, partial.total) == (2, 5)
    assert partial.outcome_unknown == outcome_unknown
    assert "2 of 5 blocks were written" in str(partial) and "took too long" in str(partial)
    assert not isinstance(partial, RateLimitError)


def test_a_decode_error_names_the_request_and_the_field() -> None:
    error = decode_error("no", "data.x", docx_announcement.CREATE_CHILDREN, "oc_1", "b1")
    assert error.path.endswith("/chats/oc_1/announcement/blocks/b1/children")
    assert (error.method, error.field) == ("POST", "data.x")
    assert error.outcome_unknown  # the request was carried out


def test_a_decode_error_of_a_read_has_no_unknown_outcome() -> None:
    error = decode_error("no", "data.revision", announcement.GET, "oc_1")
    assert error.path.endswith("/chats/oc_1/announcement")
    assert not error.outcome_unknown
