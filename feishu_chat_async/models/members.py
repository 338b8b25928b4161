"""The members of a chat, its managers, and what became of adding or removing some."""

import attrs

from .._protocol.paging import Page
from ..enums import MemberIdType, ModerationSetting, UserIdType
from ..errors import FeishuError


@attrs.frozen(kw_only=True)
class Member:
    """A person in a chat; bots are not listed."""

    member_id: str
    member_id_type: MemberIdType | None = None
    name: str | None = None
    tenant_key: str | None = None


@attrs.frozen(kw_only=True)
class MemberPage(Page[Member]):
    """One page of the people in a chat."""

    member_total: int | None = None
    """How many there are in all."""


@attrs.frozen(kw_only=True)
class AddedMembers:
    """Which of the ids that were to be added were not, or not yet."""

    invalid_id_list: tuple[str, ...] = ()
    """Resigned or, unless that fails the call, out of the app's sight."""
    not_existed_id_list: tuple[str, ...] = ()
    pending_approval_id_list: tuple[str, ...] = ()
    """The owner or a manager must agree first."""


@attrs.frozen(kw_only=True)
class RemovedMembers:
    """Which of the ids that were to be removed were not."""

    invalid_id_list: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class FailedMembers:
    """Some ids that were sent together, and the error that this ended with."""

    ids: tuple[str, ...]
    error: FeishuError


@attrs.frozen(kw_only=True)
class AddedManyMembers(AddedMembers):
    """What became of any number of ids that were to be added."""

    failed: tuple[FailedMembers, ...] = ()
    """What was not carried out, or not surely: see `outcome_unknown` of each error."""


@attrs.frozen(kw_only=True)
class RemovedManyMembers(RemovedMembers):
    """What became of any number of ids that were to be removed."""

    failed: tuple[FailedMembers, ...] = ()
    """What was not carried out, or not surely: see `outcome_unknown` of each error."""


@attrs.frozen(kw_only=True)
class SyncedMembers:
    """What was done to make the people in a chat equal to a given set."""

    to_add: tuple[str, ...]
    """Those who were not in the chat."""
    to_remove: tuple[str, ...]
    """Those who were in the chat and should not be, but for `kept`."""
    kept: tuple[str, ...]
    """Those who should not be in the chat and were left in it: the owner, and everybody if adding
    failed."""
    added: AddedManyMembers
    """Who of `to_add` was not added after all."""
    removed: RemovedManyMembers
    """Who of `to_remove` was not removed after all."""


@attrs.frozen(kw_only=True)
class Membership:
    """Whether the caller is in a chat."""

    is_in_chat: bool


@attrs.frozen(kw_only=True)
class Managers:
    """All managers that a chat has now."""

    chat_managers: tuple[str, ...] = ()
    """People, by ids of the kind that was used in the call; by open ids if that was app ids."""
    chat_bot_managers: tuple[str, ...] = ()
    """App ids."""


@attrs.frozen(kw_only=True)
class Moderator:
    """A person who may send messages to a moderated chat."""

    user_id: str
    user_id_type: UserIdType | None = None
    tenant_key: str | None = None


@attrs.frozen(kw_only=True)
class ModerationPage(Page[Moderator]):
    """Who may send messages to a chat, and one page of the list of moderators."""

    moderation_setting: ModerationSetting | None = None
    """The list holds something only if this is `MODERATOR_LIST`."""
