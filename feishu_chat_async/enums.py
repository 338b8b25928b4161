"""Enumerations of the wire. They are open: a value that Feishu adds later is kept, not refused."""

from enum import StrEnum
from typing import Self, TypeVar


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


E = TypeVar("E", bound=OpenStrEnum)


def check_member(name: str, value: str, cls: type[E]) -> E:
    """Return `value` as a member that can be sent; `name` is what the error calls the argument."""
    if not isinstance(value, str):
        raise TypeError(f"{name} must be a {cls.__name__}, got {type(value).__name__}")
    member = cls(value)
    if not member.known:
        raise ValueError(f"{name} must be one of {', '.join(cls)}, got {str(value)!r}")
    return member


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
