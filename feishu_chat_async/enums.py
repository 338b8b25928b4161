"""Enumerations of the API. They are open: a value that Feishu adds later is kept, not rejected.

Arguments and fields that callers fill in have the types `...Like`: the member of an enumeration, or
its value as a plain string.
"""

from enum import IntEnum, StrEnum
from typing import Literal, Self, TypeAlias


class OpenStrEnum(StrEnum):
    """A `StrEnum` that keeps unknown values.

    An unknown value becomes a member named `UNKNOWN` with the received string as its value. It is
    equal to that string, also after pickling. Compare it with `==`, not with `is`: every such
    member is a new object.
    """

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        if not isinstance(value, str):
            return None
        member = str.__new__(cls, value)
        member._name_ = "UNKNOWN"
        member._value_ = value
        return member

    @property
    def known(self) -> bool:
        """Whether this version of the package knows the value."""
        return self._name_ in type(self).__members__


class OpenIntEnum(IntEnum):
    """An `IntEnum` that keeps unknown values, as `OpenStrEnum` does."""

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        if not isinstance(value, int) or isinstance(value, bool):
            return None
        member = int.__new__(cls, value)
        member._name_ = "UNKNOWN"
        member._value_ = value
        return member

    @property
    def known(self) -> bool:
        """Whether this version of the package knows the value."""
        return self._name_ in type(self).__members__


class UserIdType(OpenStrEnum):
    """The type of a user's id.

    https://open.feishu.cn/document/home/user-identity-introduction/introduction
    """

    OPEN_ID = "open_id"
    """Identifies a user within one app, `ou_...`; the default everywhere."""
    UNION_ID = "union_id"
    """Identifies a user across all apps of one developer, `on_...`."""
    USER_ID = "user_id"
    """Identifies a user within a tenant; needs the scope `contact:user.employee_id:readonly`."""


UserIdTypeLike: TypeAlias = Literal["open_id", "union_id", "user_id"] | UserIdType
"""A UserIdType, or its value as a plain string."""


class MemberIdType(OpenStrEnum):
    """The type of the ids of a chat's members: a user's id, or a bot's app id."""

    OPEN_ID = "open_id"
    """A user's id within one app, `ou_...`."""
    UNION_ID = "union_id"
    """A user's id across all apps of one developer, `on_...`."""
    USER_ID = "user_id"
    """A user's id within a tenant; needs the scope `contact:user.employee_id:readonly`."""
    APP_ID = "app_id"
    """A bot's app id, `cli_...`."""


MemberIdTypeLike: TypeAlias = Literal["open_id", "union_id", "user_id", "app_id"] | MemberIdType
"""A MemberIdType, or its value as a plain string."""


class EditorIdType(OpenStrEnum):
    """The type of the id of an announcement's owner or last editor."""

    USER_ID = "user_id"
    UNION_ID = "union_id"
    OPEN_ID = "open_id"
    APP_ID = "app_id"
    """The owner or editor is a bot."""


class TopNoticeType(OpenStrEnum):
    """The type of a top notice."""

    MESSAGE = "1"
    """A message of the chat."""
    ANNOUNCEMENT = "2"
    """The chat's announcement."""


TopNoticeTypeLike: TypeAlias = Literal["1", "2"] | TopNoticeType
"""A TopNoticeType, or its value as a plain string."""


class ChatMode(OpenStrEnum):
    """The kind of conversation in a chat."""

    GROUP = "group"
    """A group."""
    TOPIC = "topic"
    """A topic group; only Feishu's own apps can create one."""
    P2P = "p2p"
    """A one-to-one chat; it has no owner and none of a group's settings."""


ChatModeLike: TypeAlias = Literal["group", "topic", "p2p"] | ChatMode
"""A ChatMode, or its value as a plain string."""


class ChatType(OpenStrEnum):
    """Who can find and join a chat."""

    PRIVATE = "private"
    """Only users who are added or get a share link."""
    PUBLIC = "public"
    """All users of the tenant; the chat's name needs at least 2 characters."""


ChatTypeLike: TypeAlias = Literal["private", "public"] | ChatType
"""A ChatType, or its value as a plain string."""


class ChatTag(OpenStrEnum):
    """The purpose of a chat. If several apply, Feishu returns the first one in this order."""

    INNER = "inner"
    """A chat within the tenant."""
    TENANT = "tenant"
    """A chat of the whole tenant."""
    DEPARTMENT = "department"
    """A department's chat."""
    EDU = "edu"
    """An education chat."""
    MEETING = "meeting"
    """A meeting's chat."""
    CUSTOMER_SERVICE = "customer_service"
    """A customer service chat."""


class ChatStatus(OpenStrEnum):
    """Whether a chat still exists."""

    NORMAL = "normal"
    """The chat exists."""
    DISSOLVED = "dissolved"
    """The chat was dissolved."""
    DISSOLVED_SAVE = "dissolved_save"
    """The chat was dissolved, and its messages are kept."""


class GroupMessageType(OpenStrEnum):
    """How messages are displayed in a chat."""

    CHAT = "chat"
    """As one conversation."""
    THREAD = "thread"
    """As threads."""


GroupMessageTypeLike: TypeAlias = Literal["chat", "thread"] | GroupMessageType
"""A GroupMessageType, or its value as a plain string."""


class ChatPermission(OpenStrEnum):
    """Who can do something in a chat."""

    ONLY_OWNER = "only_owner"
    """The owner and the managers."""
    ALL_MEMBERS = "all_members"
    """All members."""


ChatPermissionLike: TypeAlias = Literal["only_owner", "all_members"] | ChatPermission
"""A ChatPermission, or its value as a plain string."""


class ShareCardPermission(OpenStrEnum):
    """Whether members can share a chat."""

    ALLOWED = "allowed"
    """Members can share the chat."""
    NOT_ALLOWED = "not_allowed"
    """Members cannot share the chat."""


ShareCardPermissionLike: TypeAlias = Literal["allowed", "not_allowed"] | ShareCardPermission
"""A ShareCardPermission, or its value as a plain string."""


class MessageVisibility(OpenStrEnum):
    """Who sees the notice when a member joins or leaves a chat."""

    ONLY_OWNER = "only_owner"
    """The owner and the managers."""
    ALL_MEMBERS = "all_members"
    """All members."""
    NOT_ANYONE = "not_anyone"
    """No one."""


MessageVisibilityLike: TypeAlias = (
    Literal["only_owner", "all_members", "not_anyone"] | MessageVisibility
)
"""A MessageVisibility, or its value as a plain string."""


class MembershipApproval(OpenStrEnum):
    """Whether joining a chat needs approval."""

    NO_APPROVAL_REQUIRED = "no_approval_required"
    """Users join at once."""
    APPROVAL_REQUIRED = "approval_required"
    """The owner or a manager must approve first."""


MembershipApprovalLike: TypeAlias = (
    Literal["no_approval_required", "approval_required"] | MembershipApproval
)
"""A MembershipApproval, or its value as a plain string."""


class ModerationSetting(OpenStrEnum):
    """Who can send messages to a chat."""

    ONLY_OWNER = "only_owner"
    """The owner and the managers."""
    ALL_MEMBERS = "all_members"
    """All members."""
    MODERATOR_LIST = "moderator_list"
    """The members in the list of moderators."""


ModerationSettingLike: TypeAlias = (
    Literal["only_owner", "all_members", "moderator_list"] | ModerationSetting
)
"""A ModerationSetting, or its value as a plain string."""


class RestrictedPermission(OpenStrEnum):
    """Who can do something in a chat in restricted mode."""

    ALL_MEMBERS = "all_members"
    """All members."""
    NOT_ANYONE = "not_anyone"
    """No one."""


RestrictedPermissionLike: TypeAlias = Literal["all_members", "not_anyone"] | RestrictedPermission
"""A RestrictedPermission, or its value as a plain string."""


class ChatSortType(OpenStrEnum):
    """The order in which chats are listed."""

    BY_CREATE_TIME_ASC = "ByCreateTimeAsc"
    """Oldest chats first."""
    BY_ACTIVE_TIME_DESC = "ByActiveTimeDesc"
    """Most recently active chats first. The order changes between pages, so chats can be
    missed."""


ChatSortTypeLike: TypeAlias = Literal["ByCreateTimeAsc", "ByActiveTimeDesc"] | ChatSortType
"""A ChatSortType, or its value as a plain string."""


class ValidityPeriod(OpenStrEnum):
    """How long a share link is valid."""

    WEEK = "week"
    """7 days."""
    YEAR = "year"
    """One year."""
    PERMANENTLY = "permanently"
    """No expiry."""


ValidityPeriodLike: TypeAlias = Literal["week", "year", "permanently"] | ValidityPeriod
"""A ValidityPeriod, or its value as a plain string."""


class SucceedType(OpenIntEnum):
    """What happens if some of the ids cannot be added to a chat."""

    SKIP_RESIGNED = 0
    """Users who have resigned are skipped and reported; any other invalid id fails the call."""
    SKIP_UNAVAILABLE = 1
    """All ids that cannot be added are skipped and reported."""
    ALL_OR_NOTHING = 2
    """Any id that cannot be added fails the call."""


SucceedTypeLike: TypeAlias = Literal[0, 1, 2] | SucceedType
"""A SucceedType, or its value as a plain number."""


class TabType(OpenStrEnum):
    """What a tab of a chat shows. Only tabs of type `URL` and `DOC` can be created and changed."""

    MESSAGE = "message"
    """The messages."""
    DOC_LIST = "doc_list"
    """The list of documents."""
    DOC = "doc"
    """One document."""
    PIN = "pin"
    """The pinned messages."""
    MEETING_MINUTE = "meeting_minute"
    """Meeting minutes."""
    CHAT_ANNOUNCEMENT = "chat_announcement"
    """The chat's announcement."""
    URL = "url"
    """A web page."""
    FILE = "file"
    """The files."""
    FILES_RESOURCES = "files_resources"
    """Files, documents and links together."""
    IMAGES_VIDEOS = "images_videos"
    """Images and videos together."""
    TASK = "task"
    """The tasks."""


TabTypeLike: TypeAlias = (
    Literal[
        "message",
        "doc_list",
        "doc",
        "pin",
        "meeting_minute",
        "chat_announcement",
        "url",
        "file",
        "files_resources",
        "images_videos",
        "task",
    ]
    | TabType
)
"""A TabType, or its value as a plain string."""


class MenuActionType(OpenStrEnum):
    """What a click on an item of a chat's menu does."""

    NONE = "NONE"
    """Nothing, or open the submenu; required for an item with a submenu."""
    REDIRECT_LINK = "REDIRECT_LINK"
    """Open a link."""


MenuActionTypeLike: TypeAlias = Literal["NONE", "REDIRECT_LINK"] | MenuActionType
"""A MenuActionType, or its value as a plain string."""


class MenuItemField(OpenStrEnum):
    """A field of a menu item that can be changed."""

    ICON = "ICON"
    """The field `image_key`."""
    NAME = "NAME"
    """The field `name`."""
    I18N_NAME = "I18N_NAME"
    """The field `i18n_names`."""
    REDIRECT_LINK = "REDIRECT_LINK"
    """The field `redirect_link`."""


MenuItemFieldLike: TypeAlias = Literal["ICON", "NAME", "I18N_NAME", "REDIRECT_LINK"] | MenuItemField
"""A MenuItemField, or its value as a plain string."""


class AnnouncementType(OpenStrEnum):
    """The format of a chat's announcement."""

    DOCX = "docx"
    """The docx format, which consists of blocks; see `docx_announcement`."""
    DOC = "doc"
    """The legacy format; see `announcement`."""


class MessageType(OpenStrEnum):
    """The type of a message. Those from `FOLDER` on can only be received."""

    TEXT = "text"
    """Plain text."""
    POST = "post"
    """Rich text."""
    IMAGE = "image"
    """An image."""
    FILE = "file"
    """A file."""
    AUDIO = "audio"
    """A voice message."""
    MEDIA = "media"
    """A video."""
    STICKER = "sticker"
    """A sticker."""
    INTERACTIVE = "interactive"
    """A card."""
    SHARE_CHAT = "share_chat"
    """A chat's business card."""
    SHARE_USER = "share_user"
    """A user's business card."""
    SYSTEM = "system"
    """A system message, such as a divider in a one-to-one chat."""
    FOLDER = "folder"
    """A folder."""
    HONGBAO = "hongbao"
    """A red packet: a gift of money."""
    SHARE_CALENDAR_EVENT = "share_calendar_event"
    """A shared calendar event."""
    CALENDAR = "calendar"
    """An invitation to a calendar event."""
    GENERAL_CALENDAR = "general_calendar"
    """A notice about a calendar event, such as its transfer."""
    LOCATION = "location"
    """A location."""
    VIDEO_CHAT = "video_chat"
    """A video call."""
    TODO = "todo"
    """A task."""
    VOTE = "vote"
    """A poll."""
    MERGE_FORWARD = "merge_forward"
    """Several messages that were forwarded as one."""


class ReceiveIdType(OpenStrEnum):
    """The type of the id of a message's recipient."""

    OPEN_ID = "open_id"
    """A user, `ou_...`."""
    UNION_ID = "union_id"
    """A user, `on_...`."""
    USER_ID = "user_id"
    """A user. This type must be passed explicitly, since such ids have no prefix."""
    EMAIL = "email"
    """A user, by the email address in the tenant's directory."""
    CHAT_ID = "chat_id"
    """A chat, `oc_...`."""
    THREAD_ID = "thread_id"
    """A thread, `omt_...`; accepted only when forwarding."""


ReceiveIdTypeLike: TypeAlias = (
    Literal["open_id", "union_id", "user_id", "email", "chat_id", "thread_id"] | ReceiveIdType
)
"""A ReceiveIdType, or its value as a plain string."""


class ContainerIdType(OpenStrEnum):
    """The type of the conversation whose messages are listed."""

    CHAT = "chat"
    """A chat, `oc_...`; of each thread in it, only the first message is listed."""
    THREAD = "thread"
    """A thread, `omt_...`."""


ContainerIdTypeLike: TypeAlias = Literal["chat", "thread"] | ContainerIdType
"""A ContainerIdType, or its value as a plain string."""


class MessageSortType(OpenStrEnum):
    """The order in which messages are listed."""

    BY_CREATE_TIME_ASC = "ByCreateTimeAsc"
    """Oldest messages first."""
    BY_CREATE_TIME_DESC = "ByCreateTimeDesc"
    """Newest messages first."""


MessageSortTypeLike: TypeAlias = Literal["ByCreateTimeAsc", "ByCreateTimeDesc"] | MessageSortType
"""A MessageSortType, or its value as a plain string."""


class CardContentType(OpenStrEnum):
    """How the content of a card is returned when messages are read."""

    USER_CARD_CONTENT = "user_card_content"
    """As the card was sent."""


CardContentTypeLike: TypeAlias = Literal["user_card_content"] | CardContentType
"""A CardContentType, or its value as a plain string."""


class ResourceType(OpenStrEnum):
    """The type of a file to download from a message."""

    IMAGE = "image"
    """An image, including one in rich text."""
    FILE = "file"
    """A file, an audio or a video. Stickers cannot be downloaded."""


ResourceTypeLike: TypeAlias = Literal["image", "file"] | ResourceType
"""A ResourceType, or its value as a plain string."""


class SenderType(OpenStrEnum):
    """The type of the sender of a message, or of the operator of a change."""

    USER = "user"
    """A user."""
    APP = "app"
    """A bot."""
    ANONYMOUS = "anonymous"
    """An anonymous user."""
    UNKNOWN_SENDER = "unknown"
    """A sender whose type Feishu does not know."""


class SenderIdType(OpenStrEnum):
    """The type of the id of a sender or an operator."""

    OPEN_ID = "open_id"
    APP_ID = "app_id"
    UNION_ID = "union_id"
    USER_ID = "user_id"


class MessageLanguage(OpenStrEnum):
    """A language that follow-ups can be translated into."""

    EN_US = "en_us"
    ZH_CN = "zh_cn"
    ZH_HK = "zh_hk"
    ZH_TW = "zh_tw"
    JA_JP = "ja_jp"
    ID_ID = "id_id"
    VI_VN = "vi_vn"
    TH_TH = "th_th"
    PT_BR = "pt_br"
    ES_ES = "es_es"
    KO_KR = "ko_kr"
    DE_DE = "de_de"
    FR_FR = "fr_fr"
    IT_IT = "it_it"
    RU_RU = "ru_ru"
    MS_MY = "ms_my"


MessageLanguageLike: TypeAlias = (
    Literal[
        "en_us",
        "zh_cn",
        "zh_hk",
        "zh_tw",
        "ja_jp",
        "id_id",
        "vi_vn",
        "th_th",
        "pt_br",
        "es_es",
        "ko_kr",
        "de_de",
        "fr_fr",
        "it_it",
        "ru_ru",
        "ms_my",
    ]
    | MessageLanguage
)
"""A MessageLanguage, or its value as a plain string."""


class ReactionFailReason(OpenStrEnum):
    """Why the reactions to a message could not be returned."""

    INVALID = "invalid"
    """The message does not exist."""
    INVALID_PAGE_TOKEN = "invalid_page_token"  # noqa: S105  (no secret)
    """The page token is not valid for this message."""
    NO_PERMISSION = "no_permission"
    """The caller cannot see the message."""
