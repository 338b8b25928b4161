"""Queries for the reactions to several messages are checked before they are sent."""

from typing import Any

import pytest

from feishu_chat_async import ReactionQuery
from feishu_chat_async.models.reactions import reaction_queries


def test_message_ids_and_queries_become_queries() -> None:
    query = ReactionQuery(message_id="om_2", page_token="next")
    found = reaction_queries(item for item in ("om_1", query))
    assert found == (ReactionQuery(message_id="om_1"), query)


@pytest.mark.parametrize(
    ("queries", "error", "problem"),
    [
        ([], ValueError, "queries must hold at least 1 and at most 20"),
        (["om_1"] * 21, ValueError, "queries must hold at least 1 and at most 20"),
        ("om_1", TypeError, "queries must be a list of message ids or ReactionQuery, got str"),
        (5, TypeError, "queries must be a list of message ids or ReactionQuery, got int"),
        ([5], TypeError, "queries must hold message ids or ReactionQuery, got int"),
        ([""], ValueError, "queries must have at least 1"),
        ([ReactionQuery(message_id="om_1", page_token=5)], TypeError, "page_token must be"),  # type: ignore[arg-type]
    ],
)
def test_invalid_queries_are_refused(queries: Any, error: type[Exception], problem: str) -> None:
    with pytest.raises(error, match=problem):
        reaction_queries(queries)
