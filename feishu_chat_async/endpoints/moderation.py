"""Who may send messages to a chat."""

from collections.abc import Iterable
from types import NoneType
from typing import Final

from .._protocol.arguments import by_user, page_of
from .._protocol.checks import check_member, check_texts
from .._protocol.endpoint import CHAT, Caller, Endpoint
from .._protocol.paging import PageIterator, pages
from ..enums import ModerationSetting, UserIdType
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

MAX_PAGE: Final = 100


class ModerationEndpoints:
    """Read and change who may send messages to a chat."""

    def __init__(self, call: Caller) -> None:
        self._call = call

    async def get(
        self,
        chat_id: str,
        *,
        page_size: int = 20,
        page_token: str | None = None,
        user_id_type: UserIdType = UserIdType.OPEN_ID,
    ) -> ModerationPage:
        """Return who may send messages, and a page of the list of moderators, 1 to 100 of them.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/chat-moderation/get
        """
        query = {**by_user(user_id_type), **page_of(page_size, page_token, MAX_PAGE)}
        return await self._call(GET, path={"chat_id": chat_id}, query=query)

    def iter(
        self,
        chat_id: str,
        *,
        page_size: int = MAX_PAGE,
        page_token: str | None = None,
        user_id_type: UserIdType = UserIdType.OPEN_ID,
    ) -> PageIterator[Moderator]:
        """Iterate over all moderators, from `page_token` on; see `get`.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/chat-moderation/get
        """
        query = {**by_user(user_id_type), **page_of(page_size, page_token, MAX_PAGE)}
        return pages(self._call, GET, path={"chat_id": chat_id}, query=query)

    async def update(
        self,
        chat_id: str,
        *,
        moderation_setting: ModerationSetting | None = None,
        moderator_added_list: Iterable[str] = (),
        moderator_removed_list: Iterable[str] = (),
        user_id_type: UserIdType = UserIdType.OPEN_ID,
    ) -> None:
        """Change who may send messages; with `MODERATOR_LIST`, also who is on the list.

        Who is not in the chat is left out silently. Not retried after an unknown outcome.

        Raises:
            PermissionDeniedError: code 232017, the caller is neither the owner nor the bot that
                created the chat, with the scope `im:chat:operate_as_owner`.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/chat-moderation/update
        """
        body = _change(moderation_setting, moderator_added_list, moderator_removed_list)
        query = by_user(user_id_type)
        await self._call(UPDATE, path={"chat_id": chat_id}, query=query, body=body)


def _change(
    setting: ModerationSetting | None, added: Iterable[str], removed: Iterable[str]
) -> dict[str, object]:
    if setting is not None:
        setting = check_member("moderation_setting", setting, ModerationSetting)
    more = check_texts("moderator_added_list", added, min_items=0)
    fewer = check_texts("moderator_removed_list", removed, min_items=0)
    if setting is None and not more and not fewer:
        raise ValueError("moderation_setting or one of the lists of moderators must be given")
    if setting in (ModerationSetting.ALL_MEMBERS, ModerationSetting.ONLY_OWNER) and (more or fewer):
        raise ValueError("moderation_setting must be moderator_list if moderators are to change")
    if both := sorted(set(more) & set(fewer)):
        raise ValueError(
            f"moderator_added_list and moderator_removed_list must not both hold {both[0]!r}"
        )
    return {
        "moderation_setting": setting,
        "moderator_added_list": more or None,
        "moderator_removed_list": fewer or None,
    }
