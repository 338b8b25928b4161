"""Arguments that many endpoints take: each is checked and returned under its wire name."""

from collections.abc import Iterable
from typing import Final

from ..enums import MemberIdType, MemberIdTypeLike, UserIdType, UserIdTypeLike
from .checks import check_enum, check_number, check_text, check_texts
from .wire_types import fields_of

MAX_USERS: Final = 50
MAX_BOTS: Final = 5


def user_id_query(user_id_type: UserIdTypeLike) -> dict[str, object]:
    """Return the query parameter for the type of user ids."""
    return {"user_id_type": check_enum("user_id_type", user_id_type, UserIdType)}


def member_id_query(member_id_type: MemberIdTypeLike) -> dict[str, object]:
    """Return the query parameter for the type of the ids of members, users or bots."""
    return {"member_id_type": check_enum("member_id_type", member_id_type, MemberIdType)}


def page_query(page_size: int, page_token: str | None, max_page_size: int) -> dict[str, object]:
    """Return the query parameters for one page; an empty `page_token` means the first page."""
    if page_token is not None:
        check_text("page_token", page_token)
    return {
        "page_size": check_number("page_size", page_size, min_value=1, max_value=max_page_size),
        "page_token": page_token or None,
    }


def model_body(name: str, value: object, cls: type) -> dict[str, object]:
    """Return the fields of a model as a request body; `name` is the argument's name in errors."""
    if not isinstance(value, cls):
        raise TypeError(f"{name} must be a {cls.__name__}, got {type(value).__name__}")
    return {field.name: getattr(value, field.name) for field in fields_of(cls)}


def max_members(member_id_type: MemberIdTypeLike) -> int:
    """Return the maximum number of members in one request."""
    return MAX_BOTS if member_id_type == MemberIdType.APP_ID else MAX_USERS


def check_members(
    name: str, ids: Iterable[str], member_id_type: MemberIdTypeLike
) -> tuple[str, ...]:
    """Return the ids for one request as a tuple: 1 to 50 users, or 1 to 5 bots."""
    return check_texts(name, ids, max_items=max_members(member_id_type))
