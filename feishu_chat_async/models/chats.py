"""Chats: the answers of Feishu, new chats, and changes to chats."""

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
    """A name in several languages; the plain name is shown where a language has none."""

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
    """The fields that are common to a chat that is read and to one that was just created."""

    avatar: str | None = None
    """The URL of the avatar."""
    name: str | None = None
    """The name; None if the chat has none."""
    description: str | None = None
    i18n_names: I18nNames | None = None
    """The name in several languages; None if there are no translations."""
    owner_id_type: UserIdType | None = None
    """The type of `owner_id`; None where that is None."""
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
    """Ids of the users who are managers, of the type that the call asked for."""
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
    """The type of `owner_id`; None where that is None."""
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
    """What the other side of a one-to-one chat is, such as `user`; None in other chats."""
    p2p_target_id: str | None = None
    """The id of the other side of a one-to-one chat; None in other chats."""


@attrs.frozen(kw_only=True)
class ShareLink:
    """A link to join a chat; it stops working when the bot that created it leaves the chat."""

    share_link: str
    """The URL."""
    expire_time: EpochSeconds | None = None
    """When the link expires; None for a permanent link."""
    is_permanent: bool | None = None
    """Whether the link never expires."""


@attrs.frozen(kw_only=True)
class _SentSettings:
    """The settings that can be sent both when a chat is created and later; None is not sent."""

    avatar: str | None = optional_text(min_length=1)
    """The key of an image that was uploaded as an avatar."""
    name: str | None = optional_text()
    """The name. Feishu recommends at most 60 characters; a public chat needs at least 2."""
    description: str | None = optional_text()
    """The description. Feishu recommends at most 100 characters."""
    i18n_names: I18nNames | None = optional_model(I18nNames)
    """The name in several languages. Feishu recommends at most 60 characters each."""
    owner_id: str | None = optional_text(min_length=1)
    """The owner's id, of the type `user_id_type` of the call. None: the bot that creates the chat
    becomes its owner, and an update keeps the owner."""
    group_message_type: GroupMessageTypeLike | None = optional_enum(GroupMessageType)
    """How messages are displayed; `chat` by default."""
    chat_type: ChatTypeLike | None = optional_enum(ChatType)
    """Who can find and join the chat; `private` by default."""
    join_message_visibility: MessageVisibilityLike | None = optional_enum(MessageVisibility)
    """Who sees the notice when a member joins; `all_members` by default."""
    leave_message_visibility: MessageVisibilityLike | None = optional_enum(MessageVisibility)
    """Who sees the notice when a member leaves; `all_members` by default."""
    membership_approval: MembershipApprovalLike | None = optional_enum(MembershipApproval)
    """Whether joining needs approval; `no_approval_required` by default."""
    restricted_mode_setting: RestrictedMode | None = optional_model(RestrictedMode)
    """What members can do in restricted mode, which is off by default; needs Feishu's Enterprise
    edition."""
    urgent_setting: ChatPermissionLike | None = optional_enum(ChatPermission)
    """Who can send urgent notifications; `all_members` by default."""
    video_conference_setting: ChatPermissionLike | None = optional_enum(ChatPermission)
    """Who can start a video meeting; `all_members` by default."""
    edit_permission: ChatPermissionLike | None = optional_enum(ChatPermission)
    """Who can edit the chat's avatar, names and description; `all_members` by default."""
    hide_member_count_setting: ChatPermissionLike | None = optional_enum(ChatPermission)
    """Who sees the number of members; `all_members` by default. Not every edition of Feishu
    includes this setting."""
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

    A field that is None is not sent, so that Feishu's default applies. The bot that creates the
    chat is always a member.
    """

    user_id_list: Sequence[str] | None = optional_texts(max_items=50)
    """Ids of up to 50 users to invite, of the type `user_id_type` of the call."""
    bot_id_list: Sequence[str] | None = optional_texts(max_items=5)
    """App ids of up to 5 other bots to invite. A chat can have 15 bots."""
    chat_mode: ChatModeLike | None = optional_enum(ChatMode)
    """The kind of conversation. Only `group` can be created, which is also the default."""
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
    """A change to a chat; what is None stays as it is.

    Ordinary members can change only avatar, names and description, and only if `edit_permission`
    allows it.
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
    # Not when the model is built: an answer of Feishu can hold values that are not known yet.
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
            "restricted_mode_setting must forbid something to not_anyone if its status is True"
        )
    if mode.status is False and forbidden:
        raise ValueError("restricted_mode_setting must not hold not_anyone if its status is False")
