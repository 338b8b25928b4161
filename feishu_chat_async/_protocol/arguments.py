"""Arguments that many endpoints take, checked and under their wire names."""

from collections.abc import Iterable
from typing import Final

import attrs

from ..enums import MemberIdType, UserIdType
from .checks import check_member, check_number, check_text, check_texts

MAX_USERS: Final = 50
MAX_BOTS: Final = 5


def by_user(user_id_type: UserIdType) -> dict[str, object]:
    """Say by which ids people are named."""
    return {"user_id_type": check_member("user_id_type", user_id_type, UserIdType)}


def by_member(member_id_type: MemberIdType) -> dict[str, object]:
    """Say by which ids members, people or bots, are named."""
    return {"member_id_type": check_member("member_id_type", member_id_type, MemberIdType)}


def page_of(page_size: int, page_token: str | None, most: int) -> dict[str, object]:
    """Say which page is asked for; an empty `page_token` is the first one."""
    if page_token is not None:
        check_text("page_token", page_token)
    return {
        "page_size": check_number("page_size", page_size, min_value=1, max_value=most),
        "page_token": page_token or None,
    }


def body_of(name: str, value: object, cls: type) -> dict[str, object]:
    """Make a body of the fields of a model."""
    if not isinstance(value, cls):
        raise TypeError(f"{name} must be a {cls.__name__}, got {type(value).__name__}")
    return {field.name: getattr(value, field.name) for field in attrs.fields(cls)}


def max_members(member_id_type: MemberIdType) -> int:
    """Say how many members one request may name."""
    return MAX_BOTS if member_id_type == MemberIdType.APP_ID else MAX_USERS


def members_of(name: str, ids: Iterable[str], member_id_type: MemberIdType) -> tuple[str, ...]:
    """Return the ids that one request names: up to 50 people, or up to 5 bots."""
    return check_texts(name, ids, max_items=max_members(member_id_type))
