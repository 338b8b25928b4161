"""Arguments of the calls about chats, members and reactions, checked and under their wire names."""

from collections.abc import Iterable
from typing import Final

from ..enums import (
    ChatSortType,
    ChatSortTypeLike,
    MemberIdType,
    MemberIdTypeLike,
    ModerationSetting,
    ModerationSettingLike,
    SucceedType,
    SucceedTypeLike,
    UserIdType,
    UserIdTypeLike,
)
from .arguments import member_id_query, page_query, user_id_query
from .checks import check_enum, check_flag, check_int_enum, check_text, check_texts

MAX_PAGE: Final = 100
MAX_REACTION_PAGE: Final = 50
MAX_UUID: Final = 50
MAX_QUERY: Final = 64


def chat_create_query(
    set_bot_manager: bool | None,  # noqa: FBT001
    uuid: str | None,
    user_id_type: UserIdTypeLike,
) -> dict[str, object]:
    """Return the query parameters of a call that creates a chat."""
    if set_bot_manager is not None:
        check_flag("set_bot_manager", set_bot_manager)
    if uuid is not None:
        check_text("uuid", uuid, min_length=1, max_length=MAX_UUID)
    return {**user_id_query(user_id_type), "set_bot_manager": set_bot_manager, "uuid": uuid}


def chat_list_query(
    sort_type: ChatSortTypeLike,
    types: str | None,
    page_size: int,
    page_token: str | None,
    user_id_type: UserIdTypeLike,
) -> dict[str, object]:
    """Return the query parameters of a call that lists the caller's chats."""
    if types is not None:
        check_text("types", types, min_length=1)
    return {
        **user_id_query(user_id_type),
        "sort_type": check_enum("sort_type", sort_type, ChatSortType),
        "types": types,
        **page_query(page_size, page_token, MAX_PAGE),
    }


def chat_search_query(
    query: str, page_size: int, page_token: str | None, user_id_type: UserIdTypeLike
) -> dict[str, object]:
    """Return the query parameters of a call that searches for chats."""
    return {
        **user_id_query(user_id_type),
        "query": check_text("query", query, min_length=1, max_length=MAX_QUERY),
        **page_query(page_size, page_token, MAX_PAGE),
    }


def member_add_query(
    member_id_type: MemberIdTypeLike, succeed_type: SucceedTypeLike
) -> dict[str, object]:
    """Return the query parameters of a call that adds members to a chat."""
    how = check_int_enum("succeed_type", succeed_type, SucceedType)
    return {**member_id_query(member_id_type), "succeed_type": int(how)}


def person_id_type(member_id_type: MemberIdTypeLike) -> UserIdType:
    """Return a type of member id as a type of user id; raise a ValueError for app ids."""
    if check_enum("member_id_type", member_id_type, MemberIdType) == MemberIdType.APP_ID:
        raise ValueError("member_id_type must not be app_id: Feishu lists only users, not bots")
    return UserIdType(str(member_id_type))


def member_list_query(
    member_id_type: MemberIdTypeLike, page_size: int, page_token: str | None
) -> dict[str, object]:
    """Return the query parameters of a call that lists the users in a chat."""
    person_id_type(member_id_type)
    return {**member_id_query(member_id_type), **page_query(page_size, page_token, MAX_PAGE)}


def moderation_body(
    setting: ModerationSettingLike | None, added: Iterable[str], removed: Iterable[str]
) -> dict[str, object]:
    """Return the body of a call that changes who can send messages to a chat."""
    if setting is not None:
        setting = check_enum("moderation_setting", setting, ModerationSetting)
    added = check_texts("moderator_added_list", added, min_items=0)
    removed = check_texts("moderator_removed_list", removed, min_items=0)
    if setting is None and not added and not removed:
        raise ValueError("moderation_setting or one of the lists of moderators must be given")
    without_list = (ModerationSetting.ALL_MEMBERS, ModerationSetting.ONLY_OWNER)
    if setting in without_list and (added or removed):
        raise ValueError("moderation_setting must be moderator_list to change the moderators")
    if both := sorted(set(added) & set(removed)):
        raise ValueError(
            f"moderator_added_list and moderator_removed_list must not both hold {both[0]!r}"
        )
    return {
        "moderation_setting": setting,
        "moderator_added_list": added or None,
        "moderator_removed_list": removed or None,
    }


def reaction_filter(reaction_type: str | None) -> dict[str, object]:
    """Return the field that limits reactions to one emoji; None for all of them."""
    if reaction_type is not None:
        check_text("reaction_type", reaction_type, min_length=1)
    return {"reaction_type": reaction_type}


def reaction_list_query(
    reaction_type: str | None,
    page_size: int,
    page_token: str | None,
    user_id_type: UserIdTypeLike,
) -> dict[str, object]:
    """Return the query parameters of a call that lists the reactions to a message."""
    page = page_query(page_size, page_token, MAX_REACTION_PAGE)
    return {**user_id_query(user_id_type), **reaction_filter(reaction_type), **page}
