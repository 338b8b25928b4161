"""An asyncio client for Feishu (Lark) group chats."""

from ._version import __version__
from .client import FeishuChat
from .config import DEFAULT, FEISHU, LARK, Limit, RateLimits, RetryPolicy
from .enums import EditorIdType, OpenStrEnum, TopNoticeType, UserIdType
from .errors import (
    APIError,
    AuthenticationError,
    ChatDissolvedError,
    ConnectionFailedError,
    DecodeError,
    FeishuError,
    InvalidRequestError,
    InvalidResponseError,
    NotInChatError,
    PermissionDeniedError,
    RateLimitError,
    RequestTimeoutError,
    ServerError,
    SessionStateError,
    TransportError,
)
from .models.announcements import Announcement
from .models.top_notice import TopNotice

__all__ = [
    "DEFAULT",
    "FEISHU",
    "LARK",
    "APIError",
    "Announcement",
    "AuthenticationError",
    "ChatDissolvedError",
    "ConnectionFailedError",
    "DecodeError",
    "EditorIdType",
    "FeishuChat",
    "FeishuError",
    "InvalidRequestError",
    "InvalidResponseError",
    "Limit",
    "NotInChatError",
    "OpenStrEnum",
    "PermissionDeniedError",
    "RateLimitError",
    "RateLimits",
    "RequestTimeoutError",
    "RetryPolicy",
    "ServerError",
    "SessionStateError",
    "TopNotice",
    "TopNoticeType",
    "TransportError",
    "UserIdType",
    "__version__",
]
