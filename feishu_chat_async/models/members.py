"""Members, managers and moderators of a chat, and the results of adding and removing members."""

import attrs

from .._protocol.paging import Page
from ..enums import MemberIdType, ModerationSetting, UserIdType
from ..errors import FeishuError


@attrs.frozen(kw_only=True)
class Member:
    """A user in a chat; bots are not listed."""

    member_id: str
    """The user's id, of the call's `member_id_type`."""
    member_id_type: MemberIdType | None = None
    """The type of `member_id`."""
    name: str | None = None
    tenant_key: str | None = None
    """Feishu's identifier of the user's tenant."""


@attrs.frozen(kw_only=True)
class MemberPage(Page[Member]):
    """One page of the users in a chat."""

    member_total: int | None = None
    """The number of users in the chat."""


@attrs.frozen(kw_only=True)
class AddedMembers:
    """The ids that were not added to a chat, or not yet."""

    invalid_id_list: tuple[str, ...] = ()
    """Ids of users who have resigned and, with `SucceedType.SKIP_UNAVAILABLE`, of users and bots
    that the app cannot see or that are not enabled."""
    not_existed_id_list: tuple[str, ...] = ()
    """Ids that do not exist."""
    pending_approval_id_list: tuple[str, ...] = ()
    """Ids that await approval by the owner or a manager."""


@attrs.frozen(kw_only=True)
class RemovedMembers:
    """The ids that were not removed from a chat."""

    invalid_id_list: tuple[str, ...] = ()
    """Ids that are not valid."""


@attrs.frozen(kw_only=True)
class FailedMembers:
    """The ids in one failed request, and its error."""

    ids: tuple[str, ...]
    """The ids in the failed request."""
    error: FeishuError
    """The request's error; its `outcome_unknown` is True if the request may have taken effect."""


@attrs.frozen(kw_only=True)
class AddedManyMembers(AddedMembers):
    """The ids that were not added to a chat by a call that made several requests."""

    failed: tuple[FailedMembers, ...] = ()
    """The requests that failed; see the `outcome_unknown` of each error."""


@attrs.frozen(kw_only=True)
class RemovedManyMembers(RemovedMembers):
    """The ids that were not removed from a chat by a call that made several requests."""

    failed: tuple[FailedMembers, ...] = ()
    """The requests that failed; see the `outcome_unknown` of each error."""


@attrs.frozen(kw_only=True)
class SyncedMembers:
    """The changes that made the users in a chat equal to a given set."""

    to_add: tuple[str, ...]
    """Ids of the given users who were not in the chat."""
    to_remove: tuple[str, ...]
    """Ids of the users to remove from the chat: those not given, except `kept`."""
    kept: tuple[str, ...]
    """Ids of users who were not given but stay in the chat: the owner, or all of them if adding
    members failed."""
    added: AddedManyMembers
    """Which of `to_add` were not added."""
    removed: RemovedManyMembers
    """Which of `to_remove` were not removed."""


@attrs.frozen(kw_only=True)
class Membership:
    """The response that reports whether the caller is in a chat."""

    is_in_chat: bool
    """Whether the caller is in the chat."""


@attrs.frozen(kw_only=True)
class Managers:
    """All managers of a chat after a change."""

    chat_managers: tuple[str, ...] = ()
    """Ids of users, of the call's `member_id_type`, or open ids if that is `app_id`."""
    chat_bot_managers: tuple[str, ...] = ()
    """App ids of bots."""


@attrs.frozen(kw_only=True)
class Moderator:
    """A user who can send messages to a moderated chat."""

    user_id: str
    user_id_type: UserIdType | None = None
    """The type of `user_id`."""
    tenant_key: str | None = None
    """Feishu's identifier of the user's tenant."""


@attrs.frozen(kw_only=True)
class ModerationPage(Page[Moderator]):
    """Who can send messages to a chat, and one page of its list of moderators."""

    moderation_setting: ModerationSetting | None = None
    """Who can send messages. The list has items only for `MODERATOR_LIST`."""
