"""Enumerations of the wire. They are open: a value that Feishu adds later is kept, not refused."""

from enum import IntEnum, StrEnum
from typing import Literal, Self, TypeAlias


class OpenStrEnum(StrEnum):
    """A `StrEnum` that keeps values it does not know.

    Such a value is a member named `UNKNOWN` with the received string as its value. It is equal to
    that string, and to itself after pickling; compare with `==`, since each is a new object.
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
    """An `IntEnum` that keeps values it does not know, as `OpenStrEnum` does."""

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
    """Which of a user's ids to use.

    https://open.feishu.cn/document/home/user-identity-introduction/introduction
    """

    OPEN_ID = "open_id"
    """Identifies a user inside one app: the default everywhere."""
    UNION_ID = "union_id"
    """Identifies a user across all apps of one developer."""
    USER_ID = "user_id"
    """Identifies a user inside a tenant; needs the scope `contact:user.employee_id:readonly`."""


UserIdTypeLike: TypeAlias = Literal["open_id", "union_id", "user_id"] | UserIdType
"""An UserIdType, or its value as a plain string."""


class MemberIdType(OpenStrEnum):
    """By which id the members of a chat are named: users by one of theirs, bots by their app's."""

    OPEN_ID = "open_id"
    UNION_ID = "union_id"
    USER_ID = "user_id"
    APP_ID = "app_id"
    """The members are bots."""


MemberIdTypeLike: TypeAlias = Literal["open_id", "union_id", "user_id", "app_id"] | MemberIdType
"""A MemberIdType, or its value as a plain string."""


class EditorIdType(OpenStrEnum):
    """What kind of id names the owner or the last editor of an announcement."""

    USER_ID = "user_id"
    UNION_ID = "union_id"
    OPEN_ID = "open_id"
    APP_ID = "app_id"
    """The owner or editor is a bot."""


class TopNoticeType(OpenStrEnum):
    """What is pinned to the top of a chat."""

    MESSAGE = "1"
    ANNOUNCEMENT = "2"


TopNoticeTypeLike: TypeAlias = Literal["1", "2"] | TopNoticeType
"""A TopNoticeType, or its value as a plain string."""


class ChatMode(OpenStrEnum):
    """What kind of conversation a chat is."""

    GROUP = "group"
    TOPIC = "topic"
    """A topic group, which only Feishu's own apps can create."""
    P2P = "p2p"
    """Between two; it has no owner and none of a group's settings."""


ChatModeLike: TypeAlias = Literal["group", "topic", "p2p"] | ChatMode
"""A ChatMode, or its value as a plain string."""


class ChatType(OpenStrEnum):
    """Who can find and join a chat."""

    PRIVATE = "private"
    PUBLIC = "public"
    """Anybody in the tenant; its name must have two characters."""


ChatTypeLike: TypeAlias = Literal["private", "public"] | ChatType
"""A ChatType, or its value as a plain string."""


class ChatTag(OpenStrEnum):
    """What a chat is for; the first that fits, in this order."""

    INNER = "inner"
    TENANT = "tenant"
    DEPARTMENT = "department"
    EDU = "edu"
    MEETING = "meeting"
    CUSTOMER_SERVICE = "customer_service"


class ChatStatus(OpenStrEnum):
    """Whether a chat still exists."""

    NORMAL = "normal"
    DISSOLVED = "dissolved"
    DISSOLVED_SAVE = "dissolved_save"
    """Dissolved, but its messages are kept."""


class GroupMessageType(OpenStrEnum):
    """How messages appear in a chat."""

    CHAT = "chat"
    THREAD = "thread"


GroupMessageTypeLike: TypeAlias = Literal["chat", "thread"] | GroupMessageType
"""A GroupMessageType, or its value as a plain string."""


class ChatPermission(OpenStrEnum):
    """Who may do something in a chat."""

    ONLY_OWNER = "only_owner"
    """The owner and the managers."""
    ALL_MEMBERS = "all_members"


ChatPermissionLike: TypeAlias = Literal["only_owner", "all_members"] | ChatPermission
"""A ChatPermission, or its value as a plain string."""


class ShareCardPermission(OpenStrEnum):
    """Whether members may share the chat."""

    ALLOWED = "allowed"
    NOT_ALLOWED = "not_allowed"


ShareCardPermissionLike: TypeAlias = Literal["allowed", "not_allowed"] | ShareCardPermission
"""A ShareCardPermission, or its value as a plain string."""


class MessageVisibility(OpenStrEnum):
    """Who sees that somebody joined or left a chat."""

    ONLY_OWNER = "only_owner"
    """The owner and the managers."""
    ALL_MEMBERS = "all_members"
    NOT_ANYONE = "not_anyone"


MessageVisibilityLike: TypeAlias = (
    Literal["only_owner", "all_members", "not_anyone"] | MessageVisibility
)
"""A MessageVisibility, or its value as a plain string."""


class MembershipApproval(OpenStrEnum):
    """Whether somebody must agree before a person joins."""

    NO_APPROVAL_REQUIRED = "no_approval_required"
    APPROVAL_REQUIRED = "approval_required"


MembershipApprovalLike: TypeAlias = (
    Literal["no_approval_required", "approval_required"] | MembershipApproval
)
"""A MembershipApproval, or its value as a plain string."""


class ModerationSetting(OpenStrEnum):
    """Who may send messages to a chat."""

    ONLY_OWNER = "only_owner"
    """The owner and the managers."""
    ALL_MEMBERS = "all_members"
    MODERATOR_LIST = "moderator_list"
    """Those on the list of moderators."""


ModerationSettingLike: TypeAlias = (
    Literal["only_owner", "all_members", "moderator_list"] | ModerationSetting
)
"""A ModerationSetting, or its value as a plain string."""


class RestrictedPermission(OpenStrEnum):
    """Who may do something in a chat in restricted mode."""

    ALL_MEMBERS = "all_members"
    NOT_ANYONE = "not_anyone"


RestrictedPermissionLike: TypeAlias = Literal["all_members", "not_anyone"] | RestrictedPermission
"""A RestrictedPermission, or its value as a plain string."""


class ChatSortType(OpenStrEnum):
    """In which order chats are listed."""

    BY_CREATE_TIME_ASC = "ByCreateTimeAsc"
    BY_ACTIVE_TIME_DESC = "ByActiveTimeDesc"
    """Chats move while pages are read, so that one may be missed."""


ChatSortTypeLike: TypeAlias = Literal["ByCreateTimeAsc", "ByActiveTimeDesc"] | ChatSortType
"""A ChatSortType, or its value as a plain string."""


class ValidityPeriod(OpenStrEnum):
    """For how long a share link can be used."""

    WEEK = "week"
    YEAR = "year"
    PERMANENTLY = "permanently"


ValidityPeriodLike: TypeAlias = Literal["week", "year", "permanently"] | ValidityPeriod
"""A ValidityPeriod, or its value as a plain string."""


class SucceedType(OpenIntEnum):
    """What happens if some of the ids cannot be added to a chat."""

    SKIP_RESIGNED = 0
    """People who have resigned are left out and reported; any other problem fails the call."""
    SKIP_UNAVAILABLE = 1
    """Whoever can be added is added, the others are reported."""
    ALL_OR_NOTHING = 2


class TabType(OpenStrEnum):
    """What a tab of a chat shows. Only `URL` and `DOC` can be created and changed."""

    MESSAGE = "message"
    DOC_LIST = "doc_list"
    DOC = "doc"
    PIN = "pin"
    MEETING_MINUTE = "meeting_minute"
    CHAT_ANNOUNCEMENT = "chat_announcement"
    URL = "url"
    FILE = "file"
    FILES_RESOURCES = "files_resources"
    """Files, documents and links together."""
    IMAGES_VIDEOS = "images_videos"
    TASK = "task"


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
    """What an item of a chat's menu does when it is clicked."""

    NONE = "NONE"
    """Nothing; an item that has a submenu must be of this kind."""
    REDIRECT_LINK = "REDIRECT_LINK"


MenuActionTypeLike: TypeAlias = Literal["NONE", "REDIRECT_LINK"] | MenuActionType
"""A MenuActionType, or its value as a plain string."""


class MenuItemField(OpenStrEnum):
    """A part of a menu item that can be changed."""

    ICON = "ICON"
    NAME = "NAME"
    I18N_NAME = "I18N_NAME"
    REDIRECT_LINK = "REDIRECT_LINK"


MenuItemFieldLike: TypeAlias = Literal["ICON", "NAME", "I18N_NAME", "REDIRECT_LINK"] | MenuItemField
"""A MenuItemField, or its value as a plain string."""


class AnnouncementType(OpenStrEnum):
    """In which format a chat's announcement is kept."""

    DOCX = "docx"
    """The newer one, made of blocks: see `docx_announcement`."""
    DOC = "doc"
    """The legacy one: see `announcement`."""


class MessageType(OpenStrEnum):
    """What kind of message it is; the later ones can only be received."""

    TEXT = "text"
    POST = "post"
    """Rich text."""
    IMAGE = "image"
    FILE = "file"
    AUDIO = "audio"
    MEDIA = "media"
    """Video."""
    STICKER = "sticker"
    INTERACTIVE = "interactive"
    """A card."""
    SHARE_CHAT = "share_chat"
    SHARE_USER = "share_user"
    SYSTEM = "system"
    FOLDER = "folder"
    HONGBAO = "hongbao"
    """A gift of money."""
    SHARE_CALENDAR_EVENT = "share_calendar_event"
    CALENDAR = "calendar"
    GENERAL_CALENDAR = "general_calendar"
    LOCATION = "location"
    VIDEO_CHAT = "video_chat"
    TODO = "todo"
    VOTE = "vote"
    MERGE_FORWARD = "merge_forward"
    """Several messages, forwarded as one."""


class ReceiveIdType(OpenStrEnum):
    """What kind of id says who is to receive a message."""

    OPEN_ID = "open_id"
    """A person, `ou_...`."""
    UNION_ID = "union_id"
    """A person, `on_...`."""
    USER_ID = "user_id"
    """A person; must be named, since such ids have no prefix."""
    EMAIL = "email"
    """A person, by the address in the tenant's directory."""
    CHAT_ID = "chat_id"
    """A chat, `oc_...`."""
    THREAD_ID = "thread_id"
    """A thread, `omt_...`: only for forwarding."""


ReceiveIdTypeLike: TypeAlias = (
    Literal["open_id", "union_id", "user_id", "email", "chat_id", "thread_id"] | ReceiveIdType
)
"""A ReceiveIdType, or its value as a plain string."""


class ContainerIdType(OpenStrEnum):
    """Where messages are listed from."""

    CHAT = "chat"
    """A chat, `oc_...`: of a thread in it, only the message at its root."""
    THREAD = "thread"
    """A thread, `omt_...`."""


ContainerIdTypeLike: TypeAlias = Literal["chat", "thread"] | ContainerIdType
"""A ContainerIdType, or its value as a plain string."""


class MessageSortType(OpenStrEnum):
    """In which order messages are listed."""

    BY_CREATE_TIME_ASC = "ByCreateTimeAsc"
    BY_CREATE_TIME_DESC = "ByCreateTimeDesc"


MessageSortTypeLike: TypeAlias = Literal["ByCreateTimeAsc", "ByCreateTimeDesc"] | MessageSortType
"""A MessageSortType, or its value as a plain string."""


class CardContentType(OpenStrEnum):
    """How the cards among messages are told."""

    USER_CARD_CONTENT = "user_card_content"
    """As they were sent."""


CardContentTypeLike: TypeAlias = Literal["user_card_content"] | CardContentType
"""A CardContentType, or its value as a plain string."""


class ResourceType(OpenStrEnum):
    """What kind of resource of a message is meant."""

    IMAGE = "image"
    """A picture, also one in rich text."""
    FILE = "file"
    """A file, an audio or a video; stickers cannot be downloaded."""


ResourceTypeLike: TypeAlias = Literal["image", "file"] | ResourceType
"""A ResourceType, or its value as a plain string."""


class SenderType(OpenStrEnum):
    """Who did something."""

    USER = "user"
    APP = "app"
    ANONYMOUS = "anonymous"
    UNKNOWN_SENDER = "unknown"


class SenderIdType(OpenStrEnum):
    """By which id it is told who did something."""

    OPEN_ID = "open_id"
    APP_ID = "app_id"
    UNION_ID = "union_id"
    USER_ID = "user_id"


class MessageLanguage(OpenStrEnum):
    """A language that follow-ups can be in."""

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
    """Why the reactions to a message could not be told."""

    INVALID = "invalid"
    """There is no such message."""
    INVALID_PAGE_TOKEN = "invalid_page_token"  # noqa: S105  (no secret)
    NO_PERMISSION = "no_permission"
