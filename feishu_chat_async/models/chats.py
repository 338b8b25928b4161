"""Chats: what Feishu says of them, and what they can be told."""

from collections.abc import Sequence

import attrs

from .._protocol.checks import check_flag, check_member
from .._protocol.fields import choice, flag, model, numbers, text, texts
from .._protocol.wire_types import EpochSeconds
from ..enums import (
    ChatMode,
    ChatPermission,
    ChatStatus,
    ChatTag,
    ChatType,
    GroupMessageType,
    MembershipApproval,
    MessageVisibility,
    ModerationSetting,
    RestrictedPermission,
    ShareCardPermission,
    UserIdType,
)


@attrs.frozen(kw_only=True)
class I18nNames:
    """A name in the languages that Feishu knows; one that is not set is shown as the plain name."""

    zh_cn: str | None = text()
    en_us: str | None = text()
    ja_jp: str | None = text()


@attrs.frozen(kw_only=True)
class RestrictedMode:
    """What is forbidden in a chat in restricted mode; needs Feishu's largest edition."""

    status: bool | None = None
    """Whether it is on: then at least one of the others is `NOT_ANYONE`, otherwise none is."""
    screenshot_has_permission_setting: RestrictedPermission | None = None
    download_has_permission_setting: RestrictedPermission | None = None
    message_has_permission_setting: RestrictedPermission | None = None
    """Copying and forwarding of messages."""


@attrs.frozen(kw_only=True)
class _ChatSettings:
    """What Feishu says of a chat when it is read and when it is created."""

    avatar: str | None = None
    """URL of its picture."""
    name: str | None = None
    """None if it was never given one."""
    description: str | None = None
    i18n_names: I18nNames | None = None
    owner_id_type: UserIdType | None = None
    """None, like `owner_id`, if the owner is a bot or the chat is between two."""
    owner_id: str | None = None
    add_member_permission: ChatPermission | None = None
    share_card_permission: ShareCardPermission | None = None
    at_all_permission: ChatPermission | None = None
    edit_permission: ChatPermission | None = None
    group_message_type: GroupMessageType | None = None
    chat_mode: ChatMode | None = None
    chat_type: ChatType | None = None
    chat_tag: ChatTag | None = None
    join_message_visibility: MessageVisibility | None = None
    leave_message_visibility: MessageVisibility | None = None
    membership_approval: MembershipApproval | None = None
    moderation_permission: ModerationSetting | None = None
    external: bool | None = None
    """Whether people of other tenants are in it."""
    tenant_key: str | None = None
    restricted_mode_setting: RestrictedMode | None = None
    urgent_setting: ChatPermission | None = None
    video_conference_setting: ChatPermission | None = None
    pin_manage_setting: ChatPermission | None = None
    hide_member_count_setting: ChatPermission | None = None
    labels: tuple[str, ...] = ()
    toolkit_ids: tuple[int, ...] = ()


@attrs.frozen(kw_only=True)
class Chat(_ChatSettings):
    """A chat. Who is not in it is told only name, picture, counts and status."""

    user_manager_id_list: tuple[str, ...] = ()
    bot_manager_id_list: tuple[str, ...] = ()
    """App ids."""
    user_count: int | None = None
    bot_count: int | None = None
    chat_status: ChatStatus | None = None


@attrs.frozen(kw_only=True)
class CreatedChat(_ChatSettings):
    """A chat that has just been created."""

    chat_id: str


@attrs.frozen(kw_only=True)
class ListedChat:
    """A chat, in short: what lists and searches say of it."""

    chat_id: str
    avatar: str | None = None
    """URL of its picture."""
    name: str | None = None
    description: str | None = None
    owner_id: str | None = None
    """None if the owner is a bot."""
    owner_id_type: UserIdType | None = None
    external: bool | None = None
    tenant_key: str | None = None
    chat_status: ChatStatus | None = None
    chat_mode: ChatMode | None = None
    labels: tuple[str, ...] = ()
    p2p_target_type: str | None = None
    p2p_target_id: str | None = None
    """The other one, if the chat is between two."""


@attrs.frozen(kw_only=True)
class ShareLink:
    """A link by which others join a chat; it ends with the bot's being in the chat."""

    share_link: str
    expire_time: EpochSeconds | None = None
    is_permanent: bool | None = None


@attrs.frozen(kw_only=True)
class _SentSettings:
    """What a chat can be told both when it is created and later; None is not sent."""

    avatar: str | None = text(min_length=1)
    """Key of a picture that was uploaded as an avatar."""
    name: str | None = text()
    """Feishu advises at most 60 characters; a public chat needs at least 2."""
    description: str | None = text()
    """Feishu advises at most 100 characters."""
    i18n_names: I18nNames | None = model(I18nNames)
    owner_id: str | None = text(min_length=1)
    group_message_type: GroupMessageType | None = choice(GroupMessageType)
    chat_type: ChatType | None = choice(ChatType)
    join_message_visibility: MessageVisibility | None = choice(MessageVisibility)
    leave_message_visibility: MessageVisibility | None = choice(MessageVisibility)
    membership_approval: MembershipApproval | None = choice(MembershipApproval)
    restricted_mode_setting: RestrictedMode | None = model(RestrictedMode)
    urgent_setting: ChatPermission | None = choice(ChatPermission)
    video_conference_setting: ChatPermission | None = choice(ChatPermission)
    edit_permission: ChatPermission | None = choice(ChatPermission)
    hide_member_count_setting: ChatPermission | None = choice(ChatPermission)
    pin_manage_setting: ChatPermission | None = choice(ChatPermission)
    labels: Sequence[str] | None = texts()
    toolkit_ids: Sequence[int] | None = numbers()

    def __attrs_post_init__(self) -> None:
        if self.restricted_mode_setting is not None:
            _check_restricted_mode(self.restricted_mode_setting)


@attrs.frozen(kw_only=True)
class NewChat(_SentSettings):
    """A chat to be created. Whatever is None, Feishu decides; the creating bot is always in it."""

    user_id_list: Sequence[str] | None = texts(max_items=50)
    """Up to 50 people to invite, named by ids of the kind that `create` is told."""
    bot_id_list: Sequence[str] | None = texts(max_items=5)
    """App ids of up to 5 other bots to invite."""
    chat_mode: ChatMode | None = choice(ChatMode)
    """`GROUP` is all that can be created so."""
    external: bool | None = flag()
    chat_tags: Sequence[str] | None = texts()

    def __attrs_post_init__(self) -> None:
        super().__attrs_post_init__()
        if self.chat_mode not in (None, ChatMode.GROUP):
            raise ValueError(f"chat_mode must be group, got {self.chat_mode}")
        if self.chat_type == ChatType.PUBLIC and len(self.name or "") < 2:
            raise ValueError("name must have at least 2 characters if the chat is public")


@attrs.frozen(kw_only=True)
class ChatUpdate(_SentSettings):
    """What is to change in a chat; whatever is None stays as it is."""

    add_member_permission: ChatPermission | None = choice(ChatPermission)
    """Set together with `share_card_permission`: `ONLY_OWNER` with `NOT_ALLOWED`, or `ALL_MEMBERS`
    with `ALLOWED`."""
    share_card_permission: ShareCardPermission | None = choice(ShareCardPermission)
    at_all_permission: ChatPermission | None = choice(ChatPermission)

    def __attrs_post_init__(self) -> None:
        super().__attrs_post_init__()
        if self.chat_type == ChatType.PUBLIC and self.name is not None and len(self.name) < 2:
            raise ValueError("name must have at least 2 characters if the chat is public")
        pair = (self.add_member_permission, self.share_card_permission)
        if pair not in _PAIRS:
            raise ValueError(
                "add_member_permission and share_card_permission must be set together: "
                "only_owner with not_allowed, or all_members with allowed"
            )
        if all(value is None for value in attrs.astuple(self, recurse=False)):
            raise ValueError("a ChatUpdate must change something: give at least one argument")


_PAIRS = (
    (None, None),
    (ChatPermission.ONLY_OWNER, ShareCardPermission.NOT_ALLOWED),
    (ChatPermission.ALL_MEMBERS, ShareCardPermission.ALLOWED),
)


def _check_restricted_mode(mode: RestrictedMode) -> None:
    # Not when it is made: what Feishu answers may hold values that are new.
    for field in attrs.fields(RestrictedMode):
        value = getattr(mode, field.name)
        if value is not None and field.name == "status":
            check_flag(field.name, value)
        elif value is not None:
            check_member(field.name, value, RestrictedPermission)
    forbidden = RestrictedPermission.NOT_ANYONE in (
        mode.screenshot_has_permission_setting,
        mode.download_has_permission_setting,
        mode.message_has_permission_setting,
    )
    if mode.status is True and not forbidden:
        raise ValueError(
            "restricted_mode_setting must forbid something to not_anyone if its status is True"
        )
    if mode.status is False and forbidden:
        raise ValueError("restricted_mode_setting must not hold not_anyone if its status is False")
