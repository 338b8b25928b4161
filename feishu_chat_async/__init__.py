"""An asyncio client for Feishu (Lark) group chats."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from . import contents as contents
    from . import docx as docx
    from . import legacy as legacy
    from . import richtext as richtext
    from ._protocol.download import Download as Download
    from ._protocol.paging import Page as Page
    from ._protocol.paging import PageIterator as PageIterator
    from ._version import __version__ as __version__
    from .client import FeishuChat as FeishuChat
    from .config import (
        DEFAULT_LIMITS as DEFAULT_LIMITS,
    )
    from .config import (
        FEISHU as FEISHU,
    )
    from .config import (
        LARK as LARK,
    )
    from .config import (
        Limit as Limit,
    )
    from .config import (
        RateLimits as RateLimits,
    )
    from .config import (
        RetryPolicy as RetryPolicy,
    )
    from .docx.responses import DocxAnnouncement as DocxAnnouncement
    from .enums import (
        AnnouncementType as AnnouncementType,
    )
    from .enums import (
        CardContentType as CardContentType,
    )
    from .enums import (
        ChatMode as ChatMode,
    )
    from .enums import (
        ChatPermission as ChatPermission,
    )
    from .enums import (
        ChatSortType as ChatSortType,
    )
    from .enums import (
        ChatStatus as ChatStatus,
    )
    from .enums import (
        ChatTag as ChatTag,
    )
    from .enums import (
        ChatType as ChatType,
    )
    from .enums import (
        ContainerIdType as ContainerIdType,
    )
    from .enums import (
        EditorIdType as EditorIdType,
    )
    from .enums import (
        GroupMessageType as GroupMessageType,
    )
    from .enums import (
        MemberIdType as MemberIdType,
    )
    from .enums import (
        MembershipApproval as MembershipApproval,
    )
    from .enums import (
        MenuActionType as MenuActionType,
    )
    from .enums import (
        MenuItemField as MenuItemField,
    )
    from .enums import (
        MessageLanguage as MessageLanguage,
    )
    from .enums import (
        MessageSortType as MessageSortType,
    )
    from .enums import (
        MessageType as MessageType,
    )
    from .enums import (
        MessageVisibility as MessageVisibility,
    )
    from .enums import (
        ModerationSetting as ModerationSetting,
    )
    from .enums import (
        OpenIntEnum as OpenIntEnum,
    )
    from .enums import (
        OpenStrEnum as OpenStrEnum,
    )
    from .enums import (
        ReactionFailReason as ReactionFailReason,
    )
    from .enums import (
        ReceiveIdType as ReceiveIdType,
    )
    from .enums import (
        ResourceType as ResourceType,
    )
    from .enums import (
        RestrictedPermission as RestrictedPermission,
    )
    from .enums import (
        SenderIdType as SenderIdType,
    )
    from .enums import (
        SenderType as SenderType,
    )
    from .enums import (
        ShareCardPermission as ShareCardPermission,
    )
    from .enums import (
        SucceedType as SucceedType,
    )
    from .enums import (
        TabType as TabType,
    )
    from .enums import (
        TopNoticeType as TopNoticeType,
    )
    from .enums import (
        UserIdType as UserIdType,
    )
    from .enums import (
        ValidityPeriod as ValidityPeriod,
    )
    from .errors import (
        APIError as APIError,
    )
    from .errors import (
        AuthenticationError as AuthenticationError,
    )
    from .errors import (
        ChatDissolvedError as ChatDissolvedError,
    )
    from .errors import (
        ConflictError as ConflictError,
    )
    from .errors import (
        ConnectionFailedError as ConnectionFailedError,
    )
    from .errors import (
        DecodeError as DecodeError,
    )
    from .errors import (
        FeishuError as FeishuError,
    )
    from .errors import (
        InvalidRequestError as InvalidRequestError,
    )
    from .errors import (
        InvalidResponseError as InvalidResponseError,
    )
    from .errors import (
        NotInChatError as NotInChatError,
    )
    from .errors import (
        PartialWriteError as PartialWriteError,
    )
    from .errors import (
        PermissionDeniedError as PermissionDeniedError,
    )
    from .errors import (
        RateLimitError as RateLimitError,
    )
    from .errors import (
        RequestTimeoutError as RequestTimeoutError,
    )
    from .errors import (
        ServerError as ServerError,
    )
    from .errors import (
        SessionStateError as SessionStateError,
    )
    from .errors import (
        TransportError as TransportError,
    )
    from .models.announcements import Announcement as Announcement
    from .models.chats import (
        Chat as Chat,
    )
    from .models.chats import (
        ChatUpdate as ChatUpdate,
    )
    from .models.chats import (
        CreatedChat as CreatedChat,
    )
    from .models.chats import (
        I18nNames as I18nNames,
    )
    from .models.chats import (
        ListedChat as ListedChat,
    )
    from .models.chats import (
        NewChat as NewChat,
    )
    from .models.chats import (
        RestrictedMode as RestrictedMode,
    )
    from .models.chats import (
        ShareLink as ShareLink,
    )
    from .models.members import (
        AddedManyMembers as AddedManyMembers,
    )
    from .models.members import (
        AddedMembers as AddedMembers,
    )
    from .models.members import (
        FailedMembers as FailedMembers,
    )
    from .models.members import (
        Managers as Managers,
    )
    from .models.members import (
        Member as Member,
    )
    from .models.members import (
        MemberPage as MemberPage,
    )
    from .models.members import (
        ModerationPage as ModerationPage,
    )
    from .models.members import (
        Moderator as Moderator,
    )
    from .models.members import (
        RemovedManyMembers as RemovedManyMembers,
    )
    from .models.members import (
        RemovedMembers as RemovedMembers,
    )
    from .models.members import (
        SyncedMembers as SyncedMembers,
    )
    from .models.menus import (
        MenuItem as MenuItem,
    )
    from .models.menus import (
        MenuSecondLevel as MenuSecondLevel,
    )
    from .models.menus import (
        MenuTopLevel as MenuTopLevel,
    )
    from .models.menus import (
        MenuTree as MenuTree,
    )
    from .models.menus import (
        RedirectLink as RedirectLink,
    )
    from .models.messages import (
        FollowUp as FollowUp,
    )
    from .models.messages import (
        FollowUpText as FollowUpText,
    )
    from .models.messages import (
        FoundMessage as FoundMessage,
    )
    from .models.messages import (
        MergedForward as MergedForward,
    )
    from .models.messages import (
        Message as Message,
    )
    from .models.messages import (
        MessageBody as MessageBody,
    )
    from .models.messages import (
        MessageMention as MessageMention,
    )
    from .models.messages import (
        ReadUser as ReadUser,
    )
    from .models.messages import (
        Sender as Sender,
    )
    from .models.pins import Pin as Pin
    from .models.reactions import (
        Emoji as Emoji,
    )
    from .models.reactions import (
        FailedReactionQuery as FailedReactionQuery,
    )
    from .models.reactions import (
        MessageReactionCounts as MessageReactionCounts,
    )
    from .models.reactions import (
        MessageReactions as MessageReactions,
    )
    from .models.reactions import (
        Reaction as Reaction,
    )
    from .models.reactions import (
        ReactionBatch as ReactionBatch,
    )
    from .models.reactions import (
        ReactionCount as ReactionCount,
    )
    from .models.reactions import (
        ReactionDetail as ReactionDetail,
    )
    from .models.reactions import (
        ReactionOperator as ReactionOperator,
    )
    from .models.reactions import (
        ReactionQuery as ReactionQuery,
    )
    from .models.tabs import Tab as Tab
    from .models.tabs import TabConfig as TabConfig
    from .models.tabs import TabContent as TabContent
    from .models.top_notice import TopNotice as TopNotice
    from .richtext import markdown as markdown
else:
    from ._lazy import lazy_names

    __all__, __getattr__, __dir__ = lazy_names(
        __name__,
        {
            "": (
                "contents",
                "docx",
                "legacy",
                "richtext",
            ),
            "_protocol.download": ("Download",),
            "_protocol.paging": (
                "Page",
                "PageIterator",
            ),
            "_version": ("__version__",),
            "client": ("FeishuChat",),
            "config": (
                "DEFAULT_LIMITS",
                "FEISHU",
                "LARK",
                "Limit",
                "RateLimits",
                "RetryPolicy",
            ),
            "docx.responses": ("DocxAnnouncement",),
            "enums": (
                "AnnouncementType",
                "CardContentType",
                "ChatMode",
                "ChatPermission",
                "ChatSortType",
                "ChatStatus",
                "ChatTag",
                "ChatType",
                "ContainerIdType",
                "EditorIdType",
                "GroupMessageType",
                "MemberIdType",
                "MembershipApproval",
                "MenuActionType",
                "MenuItemField",
                "MessageLanguage",
                "MessageSortType",
                "MessageType",
                "MessageVisibility",
                "ModerationSetting",
                "OpenIntEnum",
                "OpenStrEnum",
                "ReactionFailReason",
                "ReceiveIdType",
                "ResourceType",
                "RestrictedPermission",
                "SenderIdType",
                "SenderType",
                "ShareCardPermission",
                "SucceedType",
                "TabType",
                "TopNoticeType",
                "UserIdType",
                "ValidityPeriod",
            ),
            "errors": (
                "APIError",
                "AuthenticationError",
                "ChatDissolvedError",
                "ConflictError",
                "ConnectionFailedError",
                "DecodeError",
                "FeishuError",
                "InvalidRequestError",
                "InvalidResponseError",
                "NotInChatError",
                "PartialWriteError",
                "PermissionDeniedError",
                "RateLimitError",
                "RequestTimeoutError",
                "ServerError",
                "SessionStateError",
                "TransportError",
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
            "models.messages": (
                "FollowUp",
                "FollowUpText",
                "FoundMessage",
                "MergedForward",
                "Message",
                "MessageBody",
                "MessageMention",
                "ReadUser",
                "Sender",
            ),
            "models.pins": ("Pin",),
            "models.reactions": (
                "Emoji",
                "FailedReactionQuery",
                "MessageReactionCounts",
                "MessageReactions",
                "Reaction",
                "ReactionBatch",
                "ReactionCount",
                "ReactionDetail",
                "ReactionOperator",
                "ReactionQuery",
            ),
            "models.tabs": (
                "Tab",
                "TabConfig",
                "TabContent",
            ),
            "models.top_notice": ("TopNotice",),
            "richtext.": ("markdown",),
        },
    )
