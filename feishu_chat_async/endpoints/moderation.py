"""Moderation: who can send messages in a chat."""

from collections.abc import Iterable
from types import NoneType
from typing import Final

from .._protocol.arguments import page_query, user_id_query
from .._protocol.endpoint import CHAT, Caller, Endpoint
from .._protocol.group_arguments import MAX_PAGE, moderation_body
from .._protocol.paging import PageIterator, pages
from ..enums import ModerationSettingLike, UserIdTypeLike
from ..models.members import ModerationPage, Moderator

GET: Final[Endpoint[ModerationPage]] = Endpoint(
    method="GET",
    path="/open-apis/im/v1/chats/:chat_id/moderation",
    returns=ModerationPage,
    idempotent=True,
)
UPDATE: Final[Endpoint[None]] = Endpoint(
    method="PUT",
    path="/open-apis/im/v1/chats/:chat_id/moderation",
    returns=NoneType,
    idempotent=False,
    narrow_limits=(CHAT,),
)


class ModerationEndpoints:
    """Calls that read and update who can send messages in a chat.

    Args:
        call: Calls an endpoint.
    """

    def __init__(self, call: Caller) -> None:
        self._call = call

    async def get(
        self,
        chat_id: str,
        *,
        page_size: int = 20,
        page_token: str | None = None,
        user_id_type: UserIdTypeLike = "open_id",
    ) -> ModerationPage:
        """Return who can send messages in a chat, with a page of its list of moderators.

        Args:
            page_size: Moderators per page, 1 to 100.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/chat-moderation/get
        """
        query = {**user_id_query(user_id_type), **page_query(page_size, page_token, MAX_PAGE)}
        return await self._call(GET, path={"chat_id": chat_id}, query=query)

    def iter(
        self,
        chat_id: str,
        *,
        page_size: int = MAX_PAGE,
        page_token: str | None = None,
        user_id_type: UserIdTypeLike = "open_id",
    ) -> PageIterator[Moderator]:
        """Iterate over the moderators of a chat.

        Args:
            page_size: Moderators per request, 1 to 100.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/chat-moderation/get
        """
        query = {**user_id_query(user_id_type), **page_query(page_size, page_token, MAX_PAGE)}
        return pages(self._call, GET, path={"chat_id": chat_id}, query=query)

    async def update(
        self,
        chat_id: str,
        *,
        moderation_setting: ModerationSettingLike | None = None,
        moderator_added_list: Iterable[str] = (),
        moderator_removed_list: Iterable[str] = (),
        user_id_type: UserIdTypeLike = "open_id",
    ) -> None:
        """Update who can send messages in a chat. Not retried after an unknown outcome.

        Args:
            moderation_setting: Who can send messages: `only_owner` (the owner and managers),
                `all_members`, or `moderator_list`; None leaves it unchanged. At least this or one
                of the two lists must be given.
            moderator_added_list: Users to add to the list of moderators. Users who are not in the
                chat are ignored.
            moderator_removed_list: Users to remove from the list of moderators. No user can be in
                both lists.

        Raises:
            PermissionDeniedError: Code 232017: the caller is neither the owner nor the bot that
                created the chat, with the scope `im:chat:operate_as_owner`.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/chat-moderation/update
        """
        body = moderation_body(moderation_setting, moderator_added_list, moderator_removed_list)
        query = user_id_query(user_id_type)
        await self._call(UPDATE, path={"chat_id": chat_id}, query=query, body=body)
