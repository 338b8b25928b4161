"""The changes that make the users in a chat match a list, and their merged results."""

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
    target_ids: Iterable[str], current_ids: Iterable[str], owner_id: str | None
) -> MemberChanges:
    """Return the changes from the current ids to the target ids; the owner is never removed."""
    target, current = dict.fromkeys(target_ids), dict.fromkeys(current_ids)
    to_add = tuple(member for member in target if member not in current)
    surplus = [member for member in current if member not in target]
    kept = tuple(member for member in surplus if member == owner_id)
    to_remove = tuple(member for member in surplus if member != owner_id)
    return MemberChanges(to_add, to_remove, kept, len(to_add) + len(to_remove))


def merge_added(
    responses: Sequence[AddedMembers], failed: tuple[FailedMembers, ...]
) -> AddedManyMembers:
    """Return the merged responses to several additions, with the chunks that failed."""
    return AddedManyMembers(
        invalid_id_list=_concat(response.invalid_id_list for response in responses),
        not_existed_id_list=_concat(response.not_existed_id_list for response in responses),
        pending_approval_id_list=_concat(
            response.pending_approval_id_list for response in responses
        ),
        failed=failed,
    )


def merge_removed(
    responses: Sequence[RemovedMembers], failed: tuple[FailedMembers, ...]
) -> RemovedManyMembers:
    """Return the merged responses to several removals, with the chunks that failed."""
    invalid = _concat(response.invalid_id_list for response in responses)
    return RemovedManyMembers(invalid_id_list=invalid, failed=failed)


def _concat(lists: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(chain.from_iterable(lists))
