"""An asyncio client for Feishu (Lark) group chats."""

from importlib import import_module
from typing import TYPE_CHECKING, Final

from ._version import __version__
from .client import FeishuChat
from .config import DEFAULT, FEISHU, LARK, Limit, RateLimits, RetryPolicy
from .errors import (
    APIError,
    AuthenticationError,
    ChatDissolvedError,
    ConflictError,
    ConnectionFailedError,
    DecodeError,
    FeishuError,
    InvalidRequestError,
    InvalidResponseError,
    NotInChatError,
    PartialWriteError,
    PermissionDeniedError,
    RateLimitError,
    RequestTimeoutError,
    ServerError,
    SessionStateError,
    TransportError,
)

if TYPE_CHECKING:
    from . import contents, docx, legacy, markdown, richtext
    from ._paging import PageIterator
    from .enums import (
        AnnouncementType,
        ChatMode,
        ChatPermission,
        ChatSortType,
        ChatStatus,
        ChatTag,
        ChatType,
        EditorIdType,
        GroupMessageType,
        MemberIdType,
        MembershipApproval,
        MenuActionType,
        MenuItemField,
        MessageVisibility,
        ModerationSetting,
        OpenIntEnum,
        OpenStrEnum,
        RestrictedPermission,
        ShareCardPermission,
        SucceedType,
        TabType,
        TopNoticeType,
        UserIdType,
        ValidityPeriod,
    )
    from .models.announcements import Announcement
    from .models.chats import (
        Chat,
        ChatUpdate,
        CreatedChat,
        I18nNames,
        ListedChat,
        NewChat,
        RestrictedMode,
        ShareLink,
    )
    from .models.docx_announcements import DocxAnnouncement
    from .models.members import (
        AddedManyMembers,
        AddedMembers,
        FailedMembers,
        Managers,
        Member,
        MemberPage,
        ModerationPage,
        Moderator,
        RemovedManyMembers,
        RemovedMembers,
        SyncedMembers,
    )
    from .models.menus import MenuItem, MenuSecondLevel, MenuTopLevel, MenuTree, RedirectLink
    from .models.page import Page
    from .models.tabs import Tab, TabConfig, TabContent
    from .models.top_notice import TopNotice

# A bot uses few of the models, and each takes its time to import: they come when asked for.
_LATER: Final = {
    "_paging": ("PageIterator",),
    "enums": (
        "AnnouncementType",
        "ChatMode",
        "ChatPermission",
        "ChatSortType",
        "ChatStatus",
        "ChatTag",
        "ChatType",
        "EditorIdType",
        "GroupMessageType",
        "MemberIdType",
        "MembershipApproval",
        "MenuActionType",
        "MenuItemField",
        "MessageVisibility",
        "ModerationSetting",
        "OpenIntEnum",
        "OpenStrEnum",
        "RestrictedPermission",
        "ShareCardPermission",
        "SucceedType",
        "TabType",
        "TopNoticeType",
        "UserIdType",
        "ValidityPeriod",
    ),
    "models.announcements": ("Announcement",),
    "models.chats": (
        "Chat",
        "ChatUpdate",
        "CreatedChat",
        "I18nNames",
        "ListedChat",
        "NewChat",
        "RestrictedMode",
        "ShareLink",
    ),
    "models.docx_announcements": ("DocxAnnouncement",),
    "models.members": (
        "AddedManyMembers",
        "AddedMembers",
        "FailedMembers",
        "Managers",
        "Member",
        "MemberPage",
        "ModerationPage",
        "Moderator",
        "RemovedManyMembers",
        "RemovedMembers",
        "SyncedMembers",
    ),
    "models.menus": (
        "MenuItem",
        "MenuSecondLevel",
        "MenuTopLevel",
        "MenuTree",
        "RedirectLink",
    ),
    "models.page": ("Page",),
    "models.tabs": (
        "Tab",
        "TabConfig",
        "TabContent",
    ),
    "models.top_notice": ("TopNotice",),
}
_MODULES: Final = frozenset({"contents", "docx", "legacy", "markdown", "richtext"})
_HOME: Final = {name: module for module, names in _LATER.items() for name in names}

__all__ = [
    "DEFAULT",
    "FEISHU",
    "LARK",
    "APIError",
    "AddedManyMembers",
    "AddedMembers",
    "Announcement",
    "AnnouncementType",
    "AuthenticationError",
    "Chat",
    "ChatDissolvedError",
    "ChatMode",
    "ChatPermission",
    "ChatSortType",
    "ChatStatus",
    "ChatTag",
    "ChatType",
    "ChatUpdate",
    "ConflictError",
    "ConnectionFailedError",
    "CreatedChat",
    "DecodeError",
    "DocxAnnouncement",
    "EditorIdType",
    "FailedMembers",
    "FeishuChat",
    "FeishuError",
    "GroupMessageType",
    "I18nNames",
    "InvalidRequestError",
    "InvalidResponseError",
    "Limit",
    "ListedChat",
    "Managers",
    "Member",
    "MemberIdType",
    "MemberPage",
    "MembershipApproval",
    "MenuActionType",
    "MenuItem",
    "MenuItemField",
    "MenuSecondLevel",
    "MenuTopLevel",
    "MenuTree",
    "MessageVisibility",
    "ModerationPage",
    "ModerationSetting",
    "Moderator",
    "NewChat",
    "NotInChatError",
    "OpenIntEnum",
    "OpenStrEnum",
    "Page",
    "PageIterator",
    "PartialWriteError",
    "PermissionDeniedError",
    "RateLimitError",
    "RateLimits",
    "RedirectLink",
    "RemovedManyMembers",
    "RemovedMembers",
    "RequestTimeoutError",
    "RestrictedMode",
    "RestrictedPermission",
    "RetryPolicy",
    "ServerError",
    "SessionStateError",
    "ShareCardPermission",
    "ShareLink",
    "SucceedType",
    "SyncedMembers",
    "Tab",
    "TabConfig",
    "TabContent",
    "TabType",
    "TopNotice",
    "TopNoticeType",
    "TransportError",
    "UserIdType",
    "ValidityPeriod",
    "__version__",
    "contents",
    "docx",
    "legacy",
    "markdown",
    "richtext",
]


def __getattr__(name: str) -> object:
    if name in _MODULES:
        return import_module(f".{name}", __name__)
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(f".{_HOME[name]}", __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
