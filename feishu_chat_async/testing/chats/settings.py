"""The settings of a chat in a `FakeFeishu`: how they are checked, changed and returned."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Final

from ...enums import (
    ChatPermission,
    ChatType,
    GroupMessageType,
    MembershipApproval,
    MessageVisibility,
    RestrictedPermission,
    ShareCardPermission,
)
from ..requests import FakeRequest, RefusedError, choice_of, invalid, text_of
from ..state import FakeChat

_Check = Callable[[object], object]
_LANGUAGES: Final = ("zh_cn", "en_us", "ja_jp")
_RESTRICTED: Final = (
    "screenshot_has_permission_setting",
    "download_has_permission_setting",
    "message_has_permission_setting",
)
_MIN_PUBLIC_NAME: Final = 2
_NOT_PUBLIC: Final = (232069, "current chat type unsupported to set public.")


def _texts(name: str, value: object) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise invalid(f"{name} must be a list of strings")
    return value


def _numbers(name: str, value: object) -> list[int]:
    if not isinstance(value, list) or not all(type(item) is int for item in value):
        raise invalid(f"{name} must be a list of numbers")
    return value


def _names(value: object) -> dict[str, str]:
    if not isinstance(value, dict):
        raise invalid("i18n_names must be an object")
    given = {name: value[name] for name in _LANGUAGES if value.get(name) is not None}
    return {name: text_of(name, text) for name, text in given.items()}


def _restricted(value: object) -> dict[str, object]:
    if not isinstance(value, dict):
        raise invalid("restricted_mode_setting must be an object")
    status = value.get("status") or False
    if not isinstance(status, bool):
        raise invalid("status must be a boolean")
    forbidden = {
        name: choice_of(name, value.get(name) or "all_members", RestrictedPermission)
        for name in _RESTRICTED
    }
    if status != ("not_anyone" in forbidden.values()):
        raise invalid(
            "restricted_mode_setting must forbid something if its status is true, and only then"
        )
    return {"status": status, **forbidden}


MEMBER_EDITABLE: Final = ("avatar", "name", "description", "i18n_names")
"""What members other than the owner and managers can change."""

CREATE_CHECKS: Final[Mapping[str, _Check]] = {
    **{name: partial(text_of, name) for name in ("avatar", "name", "description")},
    "i18n_names": _names,
    "chat_type": partial(choice_of, "chat_type", choices=ChatType),
    "group_message_type": partial(choice_of, "group_message_type", choices=GroupMessageType),
    "membership_approval": partial(choice_of, "membership_approval", choices=MembershipApproval),
    **{
        name: partial(choice_of, name, choices=MessageVisibility)
        for name in ("join_message_visibility", "leave_message_visibility")
    },
    **{
        name: partial(choice_of, name, choices=ChatPermission)
        for name in (
            "urgent_setting",
            "video_conference_setting",
            "edit_permission",
            "hide_member_count_setting",
            "pin_manage_setting",
        )
    },
    "restricted_mode_setting": _restricted,
    "labels": partial(_texts, "labels"),
    "toolkit_ids": partial(_numbers, "toolkit_ids"),
}
"""The settings that can be sent for a new chat, with the check of each."""

UPDATE_CHECKS: Final[Mapping[str, _Check]] = {
    **CREATE_CHECKS,
    "add_member_permission": partial(choice_of, "add_member_permission", choices=ChatPermission),
    "share_card_permission": partial(
        choice_of, "share_card_permission", choices=ShareCardPermission
    ),
    "at_all_permission": partial(choice_of, "at_all_permission", choices=ChatPermission),
}
"""The settings that can be sent in an update, with the check of each."""

_PERMISSION_PAIRS: Final = ((None, None), ("only_owner", "not_allowed"), ("all_members", "allowed"))
_PUBLIC: Final = ("avatar", "name")
_RETURNED: Final = {*UPDATE_CHECKS, "chat_mode", "chat_tag", "external", "tenant_key"}.difference(
    _PUBLIC
)


def read_settings(request: FakeRequest, checks: Mapping[str, _Check]) -> dict[str, object]:
    """Return the settings in a request's body, after checking each."""
    given = {name: request.field(name) for name in checks}
    settings = {name: checks[name](value) for name, value in given.items() if value is not None}
    pair = (settings.get("add_member_permission"), settings.get("share_card_permission"))
    if pair not in _PERMISSION_PAIRS:
        raise invalid("add_member_permission and share_card_permission do not fit")
    return settings


def check_new_public(settings: Mapping[str, object], *, external: bool) -> None:
    """Check the settings of a new chat against the requirements of public chats, if it is one."""
    name = str(settings.get("name", ""))
    if settings.get("chat_type") != ChatType.PUBLIC:
        return
    if external:
        raise RefusedError(*_NOT_PUBLIC)
    if not name:
        raise RefusedError(232042, "Public group chat's name should not be empty.")
    if len(name) < _MIN_PUBLIC_NAME:
        raise RefusedError(232020, "Name can NOT be less than two characters for public chats.")


def check_public(
    chat: FakeChat, settings: Mapping[str, object], all_chats: Iterable[FakeChat]
) -> None:
    """Check a changed chat against the requirements of public chats, if it will be one."""
    name = settings.get("name", chat.name)
    if settings.get("chat_type", chat.chat_type) != ChatType.PUBLIC:
        return
    if chat.external:
        raise RefusedError(*_NOT_PUBLIC)
    if len(str(name)) < _MIN_PUBLIC_NAME:
        raise invalid("name")
    taken = {
        other.name
        for other in all_chats
        if other.chat_type == ChatType.PUBLIC
        and not other.dissolved
        and other is not chat
        and other.tenant_key == chat.tenant_key
    }
    if name in taken:
        raise RefusedError(
            232026,
            "This name is already used in an existing public chat. Names of public chats are "
            "supposed to be different.",
        )


def apply_settings(chat: FakeChat, settings: Mapping[str, object]) -> None:
    """Update the settings of a chat."""
    for name, value in settings.items():
        setattr(chat, name, value)


def settings_json(chat: FakeChat) -> dict[str, object]:
    """Return the settings of a chat, in wire format."""
    settings = {name: getattr(chat, name) for name in _RETURNED}
    return {**settings, **public_profile(chat), "moderation_permission": chat.moderation_setting}


def public_profile(chat: FakeChat) -> dict[str, object]:
    """Return what non-members see of a chat: its avatar, and its name if it has one."""
    profile = {"avatar": f"https://avatar.invalid/{chat.avatar}.jpg", "name": chat.name}
    return {name: value for name, value in profile.items() if value}
