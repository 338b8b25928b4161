"""Plans the changes that make the users in a chat equal to a list, and merges their results."""

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import NamedTuple

from ..models.members import (
    AddedManyMembers,
    AddedMembers,
    FailedMembers,
    RemovedManyMembers,
    RemovedMembers,
    SyncedMembers,
)
from .batching import ProgressCallback, offset_progress


class MemberChanges(NamedTuple):
    """The members to add, to remove, and to keep although they are not on the list."""

    to_add: tuple[str, ...]
    to_remove: tuple[str, ...]
    kept: tuple[str, ...]
    total: int
    """The number of changes that were planned at first."""

    def adding(self, progress: ProgressCallback | None) -> ProgressCallback | None:
        """Return a callback that reports additions as a part of all changes."""
        return offset_progress(progress, 0, self.total)

    def removing(self, progress: ProgressCallback | None) -> ProgressCallback | None:
        """Return a callback that reports removals as a part of all changes."""
        return offset_progress(progress, len(self.to_add), self.total)

    def after_adding(self, added: AddedManyMembers) -> "MemberChanges":
        """Return the remaining changes: no removal if adding failed or every id was refused.

        Ids of the wrong type, or a full chat, would otherwise empty the chat.
        """
        refused = {*added.invalid_id_list, *added.not_existed_id_list}
        is_none_added = bool(self.to_add) and refused.issuperset(self.to_add)
        if added.failed or is_none_added:
            return self._replace(kept=(*self.kept, *self.to_remove), to_remove=())
        return self

    def result(self, added: AddedManyMembers, removed: RemovedManyMembers) -> SyncedMembers:
        """Return the result of the whole synchronization."""
        return SyncedMembers(
            to_add=self.to_add,
            to_remove=self.to_remove,
            kept=self.kept,
            added=added,
            removed=removed,
        )


def plan_changes(
    wanted: Iterable[str], present: Iterable[str], owner_id: str | None
) -> MemberChanges:
    """Return the changes that lead from `present` to `wanted`; the owner is never removed."""
    wanted, present = dict.fromkeys(wanted), dict.fromkeys(present)
    to_add = tuple(member for member in wanted if member not in present)
    surplus = [member for member in present if member not in wanted]
    kept = tuple(member for member in surplus if member == owner_id)
    to_remove = tuple(member for member in surplus if member != owner_id)
    return MemberChanges(to_add, to_remove, kept, len(to_add) + len(to_remove))


def merge_added(
    answers: Sequence[AddedMembers], failed: tuple[FailedMembers, ...]
) -> AddedManyMembers:
    """Return the answers to several additions as one, with the chunks that failed."""
    return AddedManyMembers(
        invalid_id_list=_joined(answer.invalid_id_list for answer in answers),
        not_existed_id_list=_joined(answer.not_existed_id_list for answer in answers),
        pending_approval_id_list=_joined(answer.pending_approval_id_list for answer in answers),
        failed=failed,
    )


def merge_removed(
    answers: Sequence[RemovedMembers], failed: tuple[FailedMembers, ...]
) -> RemovedManyMembers:
    """Return the answers to several removals as one, with the chunks that failed."""
    invalid = _joined(answer.invalid_id_list for answer in answers)
    return RemovedManyMembers(invalid_id_list=invalid, failed=failed)


def _joined(lists: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(chain.from_iterable(lists))
