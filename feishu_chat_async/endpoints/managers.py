"""The managers of a chat."""

from collections.abc import Iterable
from typing import Final

from .._protocol.arguments import by_member, members_of
from .._protocol.endpoint import CHAT, Caller, Endpoint
from ..enums import MemberIdType
from ..models.members import Managers

ADD: Final[Endpoint[Managers]] = Endpoint(
    method="POST",
    path="/open-apis/im/v1/chats/:chat_id/managers/add_managers",
    returns=Managers,
    idempotent=False,
    narrow_limits=(CHAT,),
)
REMOVE: Final[Endpoint[Managers]] = Endpoint(
    method="POST",
    path="/open-apis/im/v1/chats/:chat_id/managers/delete_managers",
    returns=Managers,
    idempotent=False,
    narrow_limits=(CHAT,),
)


class ManagerEndpoints:
    """Appoint and dismiss the managers of a chat, which only its owner may."""

    def __init__(self, call: Caller) -> None:
        self._call = call

    async def add(
        self,
        chat_id: str,
        manager_ids: Iterable[str],
        *,
        member_id_type: MemberIdType = MemberIdType.OPEN_ID,
    ) -> Managers:
        """Appoint up to 50 people or 5 bots, who are in the chat, and return all managers.

        A chat has at most 10 managers, a very large one 20. Not retried after an unknown outcome.

        Raises:
            PermissionDeniedError: code 232038, the caller is not the owner.
            InvalidRequestError: code 232040, that would be too many managers.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/chat-managers/add_managers
        """
        body = {"manager_ids": members_of("manager_ids", manager_ids, member_id_type)}
        query = by_member(member_id_type)
        return await self._call(ADD, path={"chat_id": chat_id}, query=query, body=body)

    async def remove(
        self,
        chat_id: str,
        manager_ids: Iterable[str],
        *,
        member_id_type: MemberIdType = MemberIdType.OPEN_ID,
    ) -> Managers:
        """Dismiss up to 50 people or 5 bots as managers, and return those that are left.

        They stay in the chat. Not retried after an unknown outcome.

        Raises:
            PermissionDeniedError: code 232038, the caller is not the owner.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/chat-managers/delete_managers
        """
        body = {"manager_ids": members_of("manager_ids", manager_ids, member_id_type)}
        query = by_member(member_id_type)
        return await self._call(REMOVE, path={"chat_id": chat_id}, query=query, body=body)
