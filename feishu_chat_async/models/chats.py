"""Chats as Feishu returns them, chats to create, and changes to chats."""

from collections.abc import Sequence

import attrs

from .._protocol.checks import check_enum, check_flag
from .._protocol.fields import (
    optional_enum,
    optional_flag,
    optional_model,
    optional_numbers,
    optional_text,
    optional_texts,
)
from .._protocol.wire_types import EpochSeconds, fields_of
from ..enums import (
    ChatMode,
    ChatModeLike,
    ChatPermission,
    ChatPermissionLike,
    ChatStatus,
    ChatTag,
    ChatType,
    ChatTypeLike,
    GroupMessageType,
    GroupMessageTypeLike,
    MembershipApproval,
    MembershipApprovalLike,
    MessageVisibility,
    MessageVisibilityLike,
    ModerationSetting,
    RestrictedPermission,
    RestrictedPermissionLike,
    ShareCardPermission,
    ShareCardPermissionLike,
    UserIdType,
)


@attrs.frozen(kw_only=True)
class I18nNames:
    """A name in several languages; the plain `name` is shown for languages without one."""

    zh_cn: str | None = optional_text()
    """The name in Chinese."""
    en_us: str | None = optional_text()
    """The name in English."""
    ja_jp: str | None = optional_text()
    """The name in Japanese."""


@attrs.frozen(kw_only=True)
class RestrictedMode:
    """What members can do while a chat is in restricted mode; needs Feishu's Enterprise edition."""

    status: bool | None = None
    """Whether restricted mode is on. If True, at least one of the other settings must be
    `NOT_ANYONE`; if False, none can be."""
    screenshot_has_permission_setting: RestrictedPermissionLike | None = None
    """Who can take screenshots and record the screen."""
    download_has_permission_setting: RestrictedPermissionLike | None = None
    """Who can download images, videos and files."""
    message_has_permission_setting: RestrictedPermissionLike | None = None
    """Who can copy and forward messages."""


@attrs.frozen(kw_only=True)
class _ChatSettings:
    """The fields that an existing chat and a newly created one have in common."""

    avatar: str | None = None
    """The URL of the avatar."""
    name: str | None = None
    """The name; None if the chat has none."""
    description: str | None = None
    i18n_names: I18nNames | None = None
    """The name in several languages; None if there are no translations."""
    owner_id_type: UserIdType | None = None
    """The type of `owner_id`; None if `owner_id` is None."""
    owner_id: str | None = None
    """The owner's id; None if the owner is a bot, and in a one-to-one chat."""
    add_member_permission: ChatPermission | None = None
    """Who can add users and bots; None in a one-to-one chat."""
    share_card_permission: ShareCardPermission | None = None
    """Whether members can share the chat; None in a one-to-one chat."""
    at_all_permission: ChatPermission | None = None
    """Who can mention everyone; None in a one-to-one chat."""
    edit_permission: ChatPermission | None = None
    """Who can edit the chat's avatar, names and description."""
    group_message_type: GroupMessageType | None = None
    """How messages are displayed; None in a topic group and in a one-to-one chat."""
    chat_mode: ChatMode | None = None
    """The kind of conversation: a group, a topic group or a one-to-one chat."""
    chat_type: ChatType | None = None
    """Who can find and join the chat; None in a one-to-one chat."""
    chat_tag: ChatTag | None = None
    """The chat's purpose; None in a one-to-one chat."""
    join_message_visibility: MessageVisibility | None = None
    """Who sees the notice when a member joins; None in a one-to-one chat."""
    leave_message_visibility: MessageVisibility | None = None
    """Who sees the notice when a member leaves; None in a one-to-one chat."""
    membership_approval: MembershipApproval | None = None
    """Whether joining needs approval; None in a one-to-one chat."""
    moderation_permission: ModerationSetting | None = None
    """Who can send messages."""
    external: bool | None = None
    """Whether the chat has members of other tenants."""
    tenant_key: str | None = None
    """Feishu's identifier of the chat's tenant."""
    restricted_mode_setting: RestrictedMode | None = None
    """What members can do in restricted mode."""
    urgent_setting: ChatPermission | None = None
    """Who can send urgent notifications."""
    video_conference_setting: ChatPermission | None = None
    """Who can start a video meeting."""
    pin_manage_setting: ChatPermission | None = None
    """Who can pin messages."""
    hide_member_count_setting: ChatPermission | None = None
    """Who sees the number of members."""
    labels: tuple[str, ...] = ()
    """Ids of the chat's labels; needs the scope `im:tag:read`."""
    toolkit_ids: tuple[int, ...] = ()
    """Ids of the chat's toolkits, which Feishu's documentation does not explain."""


@attrs.frozen(kw_only=True)
class Chat(_ChatSettings):
    """A chat's profile and settings. Non-members get only its name, avatar, counts and status."""

    user_manager_id_list: tuple[str, ...] = ()
    """Ids of the users who are managers, of the call's `user_id_type`."""
    bot_manager_id_list: tuple[str, ...] = ()
    """App ids of the bots that are managers."""
    user_count: int | None = None
    """The number of users in the chat."""
    bot_count: int | None = None
    """The number of bots in the chat."""
    chat_status: ChatStatus | None = None
    """Whether the chat still exists."""


@attrs.frozen(kw_only=True)
class CreatedChat(_ChatSettings):
    """A chat that was just created."""

    chat_id: str


@attrs.frozen(kw_only=True)
class ListedChat:
    """A short description of a chat, as lists and searches return it."""

    chat_id: str
    avatar: str | None = None
    """The URL of the avatar."""
    name: str | None = None
    description: str | None = None
    owner_id: str | None = None
    """The owner's id; None if the owner is a bot."""
    owner_id_type: UserIdType | None = None
    """The type of `owner_id`; None if `owner_id` is None."""
    external: bool | None = None
    """Whether the chat has members of other tenants."""
    tenant_key: str | None = None
    """Feishu's identifier of the chat's tenant."""
    chat_status: ChatStatus | None = None
    """Whether the chat still exists."""
    chat_mode: ChatMode | None = None
    """The kind of conversation: a group, a topic group or a one-to-one chat."""
    labels: tuple[str, ...] = ()
    """Ids of the chat's labels; needs the scope `im:tag:read`."""
    p2p_target_type: str | None = None
    """The type of the other party in a one-to-one chat, such as `user`; None in other chats."""
    p2p_target_id: str | None = None
    """The id of the other party in a one-to-one chat; None in other chats."""


@attrs.frozen(kw_only=True)
class ShareLink:
    """A link to join a chat. It stops working when the bot that created it leaves the chat."""

    share_link: str
    """The URL."""
    expire_time: EpochSeconds | None = None
    """When the link expires; None for a permanent link."""
    is_permanent: bool | None = None
    """Whether the link never expires."""


@attrs.frozen(kw_only=True)
class _SentSettings:
    """The settings of both new and existing chats. A field that is None is not sent."""

    avatar: str | None = optional_text(min_length=1)
    """The key of an image that was uploaded as an avatar."""
    name: str | None = optional_text()
    """The name. Feishu recommends at most 60 characters; a public chat needs at least 2."""
    description: str | None = optional_text()
    """The description. Feishu recommends at most 100 characters."""
    i18n_names: I18nNames | None = optional_model(I18nNames)
    """The name in several languages. Feishu recommends at most 60 characters each."""
    owner_id: str | None = optional_text(min_length=1)
    """The owner's id, of the call's `user_id_type`. With None, the owner of a new chat is the bot
    that creates it, and an update keeps the owner."""
    group_message_type: GroupMessageTypeLike | None = optional_enum(GroupMessageType)
    """How messages are displayed; new chats default to `chat`."""
    chat_type: ChatTypeLike | None = optional_enum(ChatType)
    """Who can find and join the chat; new chats default to `private`."""
    join_message_visibility: MessageVisibilityLike | None = optional_enum(MessageVisibility)
    """Who sees the notice when a member joins; new chats default to `all_members`."""
    leave_message_visibility: MessageVisibilityLike | None = optional_enum(MessageVisibility)
    """Who sees the notice when a member leaves; new chats default to `all_members`."""
    membership_approval: MembershipApprovalLike | None = optional_enum(MembershipApproval)
    """Whether joining needs approval; new chats default to `no_approval_required`."""
    restricted_mode_setting: RestrictedMode | None = optional_model(RestrictedMode)
    """What members can do in restricted mode, which is off in new chats by default; needs Feishu's
    Enterprise edition."""
    urgent_setting: ChatPermissionLike | None = optional_enum(ChatPermission)
    """Who can send urgent notifications; new chats default to `all_members`."""
    video_conference_setting: ChatPermissionLike | None = optional_enum(ChatPermission)
    """Who can start a video meeting; new chats default to `all_members`."""
    edit_permission: ChatPermissionLike | None = optional_enum(ChatPermission)
    """Who can edit the chat's avatar, names and description; new chats default to
    `all_members`."""
    hide_member_count_setting: ChatPermissionLike | None = optional_enum(ChatPermission)
    """Who sees the number of members; new chats default to `all_members`. Not every edition of
    Feishu includes this setting."""
    pin_manage_setting: ChatPermissionLike | None = optional_enum(ChatPermission)
    """Who can pin messages."""
    labels: Sequence[str] | None = optional_texts()
    """Ids of labels for the chat; needs the scope `im:tag:write`."""
    toolkit_ids: Sequence[int] | None = optional_numbers()
    """Ids of toolkits for the chat, which Feishu's documentation does not explain."""

    def __attrs_post_init__(self) -> None:
        if self.restricted_mode_setting is not None:
            _check_restricted_mode(self.restricted_mode_setting)


@attrs.frozen(kw_only=True)
class NewChat(_SentSettings):
    """A chat to create.

    A field that is None is not sent, so Feishu's default applies. The bot that creates the chat is
    always a member.
    """

    user_id_list: Sequence[str] | None = optional_texts(max_items=50)
    """Ids of up to 50 users to invite, of the call's `user_id_type`."""
    bot_id_list: Sequence[str] | None = optional_texts(max_items=5)
    """App ids of up to 5 other bots to invite. A chat can have 15 bots."""
    chat_mode: ChatModeLike | None = optional_enum(ChatMode)
    """The kind of conversation. Only `group`, the default, can be created."""
    external: bool | None = optional_flag()
    """Whether members of other tenants can be in the chat."""
    chat_tags: Sequence[str] | None = optional_texts()
    """Tags of the chat; some of them need an additional scope."""

    def __attrs_post_init__(self) -> None:
        super().__attrs_post_init__()
        if self.chat_mode not in (None, ChatMode.GROUP):
            raise ValueError(f"chat_mode must be group, got {self.chat_mode}")
        if self.chat_type == ChatType.PUBLIC and len(self.name or "") < 2:
            raise ValueError("name must have at least 2 characters if the chat is public")


@attrs.frozen(kw_only=True)
class ChatUpdate(_SentSettings):
    """A change to a chat; a field that is None is left unchanged.

    Ordinary members can change only the avatar, names and description, and only if
    `edit_permission` allows it.
    """

    add_member_permission: ChatPermissionLike | None = optional_enum(ChatPermission)
    """Who can add users and bots. Must be set together with `share_card_permission`: `only_owner`
    with `not_allowed`, or `all_members` with `allowed`."""
    share_card_permission: ShareCardPermissionLike | None = optional_enum(ShareCardPermission)
    """Whether members can share the chat; see `add_member_permission`."""
    at_all_permission: ChatPermissionLike | None = optional_enum(ChatPermission)
    """Who can mention everyone."""

    def __attrs_post_init__(self) -> None:
        super().__attrs_post_init__()
        if self.chat_type == ChatType.PUBLIC and self.name is not None and len(self.name) < 2:
            raise ValueError("name must have at least 2 characters if the chat is public")
        pair = (self.add_member_permission, self.share_card_permission)
        if pair not in _PERMISSION_PAIRS:
            raise ValueError(
                "add_member_permission and share_card_permission must be set together: "
                "only_owner with not_allowed, or all_members with allowed"
            )
        if all(value is None for value in attrs.astuple(self, recurse=False)):
            raise ValueError("a ChatUpdate must change something: set at least one field")


_PERMISSION_PAIRS = (
    (None, None),
    (ChatPermission.ONLY_OWNER, ShareCardPermission.NOT_ALLOWED),
    (ChatPermission.ALL_MEMBERS, ShareCardPermission.ALLOWED),
)


def _check_restricted_mode(mode: RestrictedMode) -> None:
    # Not checked when the model is built, as Feishu can return values that are not known yet.
    for field in fields_of(RestrictedMode):
        value = getattr(mode, field.name)
        if value is not None and field.name == "status":
            check_flag(field.name, value)
        elif value is not None:
            check_enum(field.name, value, RestrictedPermission)
    forbidden = RestrictedPermission.NOT_ANYONE in (
        mode.screenshot_has_permission_setting,
        mode.download_has_permission_setting,
        mode.message_has_permission_setting,
    )
    if mode.status is True and not forbidden:
        raise ValueError(
            "restricted_mode_setting must set a permission to not_anyone if its status is True"
        )
    if mode.status is False and forbidden:
        raise ValueError("restricted_mode_setting must not hold not_anyone if its status is False")
