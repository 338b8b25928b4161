"""The managers of a chat."""

from collections.abc import Iterable
from typing import Final

from .._protocol.arguments import check_members, member_id_query
from .._protocol.endpoint import CHAT, Caller, Endpoint
from ..enums import MemberIdTypeLike
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
    """Calls that add and remove the managers of a chat; only its owner can make them.

    Args:
        call: Calls an endpoint.
    """

    def __init__(self, call: Caller) -> None:
        self._call = call

    async def add(
        self,
        chat_id: str,
        manager_ids: Iterable[str],
        *,
        member_id_type: MemberIdTypeLike = "open_id",
    ) -> Managers:
        """Add managers to a chat, and return all its managers.

        A chat can have 10 managers, and a very large one 20. Not retried after an unknown outcome.

        Args:
            manager_ids: Up to 50 users or 5 bots, all of them members of the chat.

        Raises:
            PermissionDeniedError: Code 232038: the caller is not the owner.
            InvalidRequestError: Code 232040: there would be too many managers.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/chat-managers/add_managers
        """
        body = {"manager_ids": check_members("manager_ids", manager_ids, member_id_type)}
        query = member_id_query(member_id_type)
        return await self._call(ADD, path={"chat_id": chat_id}, query=query, body=body)

    async def remove(
        self,
        chat_id: str,
        manager_ids: Iterable[str],
        *,
        member_id_type: MemberIdTypeLike = "open_id",
    ) -> Managers:
        """Remove managers, who stay members of the chat, and return the remaining ones.

        Not retried after an unknown outcome.

        Args:
            manager_ids: Up to 50 users or 5 bots.

        Raises:
            PermissionDeniedError: Code 232038: the caller is not the owner.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/chat-managers/delete_managers
        """
        body = {"manager_ids": check_members("manager_ids", manager_ids, member_id_type)}
        query = member_id_query(member_id_type)
        return await self._call(REMOVE, path={"chat_id": chat_id}, query=query, body=body)
