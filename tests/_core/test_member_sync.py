"""The changes that synchronize the users in a chat are planned, reduced and merged."""

import pytest

from feishu_chat_async import AddedManyMembers, AddedMembers, FeishuError
from feishu_chat_async._core.member_sync import merge_added, merge_removed, plan_changes
from feishu_chat_async.models.members import FailedMembers, RemovedManyMembers, RemovedMembers

FAILED = (FailedMembers(ids=("x",), error=FeishuError("busy")),)


def test_the_owner_is_kept_and_duplicates_are_merged() -> None:
    plan = plan_changes(["new", "both", "new"], ["owner", "both", "old", "old"], "owner")
    assert plan == (("new",), ("old",), ("owner",), 2)


def test_an_owner_who_is_on_the_list_is_not_reported_as_kept() -> None:
    assert plan_changes(["owner"], ["owner"], "owner") == ((), (), (), 0)


@pytest.mark.parametrize(
    ("added", "is_reduced"),
    [
        (AddedManyMembers(), False),
        (AddedManyMembers(invalid_id_list=("a",)), False),
        (AddedManyMembers(invalid_id_list=("a",), not_existed_id_list=("b",)), True),
        (AddedManyMembers(pending_approval_id_list=("a", "b")), False),
        (AddedManyMembers(failed=FAILED), True),
    ],
)
def test_no_member_is_removed_if_adding_failed_or_added_none(
    added: AddedManyMembers,
    is_reduced: bool,  # noqa: FBT001
) -> None:
    plan = plan_changes(["a", "b"], ["owner", "old"], "owner")
    rest = plan.after_adding(added)
    if is_reduced:
        assert rest == (("a", "b"), (), ("owner", "old"), 3)
    else:
        assert rest == plan


def test_members_are_removed_if_there_was_none_to_add() -> None:
    plan = plan_changes(["stays"], ["stays", "old"], None)
    assert plan.after_adding(AddedManyMembers()).to_remove == ("old",)


def test_progress_counts_all_changes() -> None:
    reports: list[tuple[int, int]] = []

    def report(done: int, total: int) -> None:
        reports.append((done, total))

    plan = plan_changes(["a", "b"], ["c"], None)
    adding, removing = plan.adding(report), plan.removing(report)
    assert adding is not None and removing is not None
    adding(2, 2)
    removing(1, 1)
    assert reports == [(2, 3), (3, 3)]
    assert plan.adding(None) is None and plan.removing(None) is None


def test_answers_are_merged_in_order() -> None:
    added = merge_added(
        [
            AddedMembers(invalid_id_list=("a",), not_existed_id_list=("b",)),
            AddedMembers(invalid_id_list=("c",), pending_approval_id_list=("d",)),
        ],
        FAILED,
    )
    assert added == AddedManyMembers(
        invalid_id_list=("a", "c"),
        not_existed_id_list=("b",),
        pending_approval_id_list=("d",),
        failed=FAILED,
    )
    removed = merge_removed([RemovedMembers(invalid_id_list=("a",)), RemovedMembers()], ())
    assert removed == RemovedManyMembers(invalid_id_list=("a",))


def test_the_result_names_the_plan_and_both_outcomes() -> None:
    plan = plan_changes(["new"], ["owner", "old"], "owner")
    added, removed = AddedManyMembers(), RemovedManyMembers(invalid_id_list=("old",))
    result = plan.result(added, removed)
    assert (result.to_add, result.to_remove, result.kept) == (("new",), ("old",), ("owner",))
    assert (result.added, result.removed) == (added, removed)
