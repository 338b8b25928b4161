"""The members of a chat."""

from collections.abc import Iterable
from functools import partial
from types import NoneType
from typing import Final

from .._core.batching import ProgressCallback, check_progress, send_in_chunks, unique_ids
from .._core.member_sync import merge_added, merge_removed, plan_changes
from .._protocol.arguments import check_members, max_members, member_id_query, user_id_query
from .._protocol.endpoint import CHAT, Caller, Endpoint, NarrowLimit
from .._protocol.group_arguments import (
    MAX_PAGE,
    member_add_query,
    member_list_query,
    person_id_type,
)
from .._protocol.paging import PageIterator, pages
from ..enums import MemberIdTypeLike, SucceedType, SucceedTypeLike
from ..models.members import (
    AddedManyMembers,
    AddedMembers,
    Member,
    MemberPage,
    Membership,
    RemovedManyMembers,
    RemovedMembers,
    SyncedMembers,
)
from . import chats

# Two concurrent changes of one chat's members fail with code 232019: both pages ask for one at a
# time.
ONE_BY_ONE: Final = NarrowLimit("members", "chat_id", one_at_a_time=True)

ADD: Final[Endpoint[AddedMembers]] = Endpoint(
    method="POST",
    path="/open-apis/im/v1/chats/:chat_id/members",
    returns=AddedMembers,
    idempotent=False,
    narrow_limits=(ONE_BY_ONE, CHAT),
)
REMOVE: Final[Endpoint[RemovedMembers]] = Endpoint(
    method="DELETE",
    path="/open-apis/im/v1/chats/:chat_id/members",
    returns=RemovedMembers,
    idempotent=False,
    narrow_limits=(ONE_BY_ONE, CHAT),
)
LIST: Final[Endpoint[MemberPage]] = Endpoint(
    method="GET",
    path="/open-apis/im/v1/chats/:chat_id/members",
    returns=MemberPage,
    idempotent=True,
)
IS_IN_CHAT: Final[Endpoint[Membership]] = Endpoint(
    method="GET",
    path="/open-apis/im/v1/chats/:chat_id/members/is_in_chat",
    returns=Membership,
    idempotent=True,
)
JOIN: Final[Endpoint[None]] = Endpoint(
    method="PATCH",
    path="/open-apis/im/v1/chats/:chat_id/members/me_join",
    returns=NoneType,
    idempotent=False,
    narrow_limits=(CHAT,),
)


class MemberEndpoints:
    """Calls that add, remove and list the members of a chat.

    Additions to and removals from one chat are made one at a time, as Feishu requires.

    Args:
        call: Calls an endpoint.
    """

    def __init__(self, call: Caller) -> None:
        self._call = call

    async def add(
        self,
        chat_id: str,
        id_list: Iterable[str],
        *,
        member_id_type: MemberIdTypeLike = "open_id",
        succeed_type: SucceedTypeLike = SucceedType.SKIP_RESIGNED,
    ) -> AddedMembers:
        """Add members to a chat, and return the ids that were not added.

        A chat holds up to 5000 users and 15 bots. Not retried after an unknown outcome.

        Args:
            id_list: Up to 50 users, or up to 5 bots.
            succeed_type: What happens if some of the ids cannot be added.

        Raises:
            PermissionDeniedError: Code 232017: only the owner and managers can add to this chat.
            InvalidRequestError: Code 232013 or 232044: the chat is full; 232027, 232043 or
                99992360: ids that cannot be added.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/chat-members/create
        """
        body = {"id_list": check_members("id_list", id_list, member_id_type)}
        query = member_add_query(member_id_type, succeed_type)
        return await self._call(ADD, path={"chat_id": chat_id}, query=query, body=body)

    async def add_many(
        self,
        chat_id: str,
        id_list: Iterable[str],
        *,
        member_id_type: MemberIdTypeLike = "open_id",
        succeed_type: SucceedTypeLike = SucceedType.SKIP_UNAVAILABLE,
        progress: ProgressCallback | None = None,
    ) -> AddedManyMembers:
        """Add any number of members to a chat, with as many requests as that takes.

        A failed request does not end the call; its error is in the result. No request is retried
        after an unknown outcome.

        Args:
            id_list: Users or bots, at least one. Duplicates are sent once.
            succeed_type: What happens if some of the ids of a request cannot be added. Unlike for
                `add`, the others are added by default.
            progress: Called after each request with the number of ids done and of all ids. An
                exception raised in it ends the call.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/chat-members/create
        """
        check_progress(progress)
        ids = unique_ids("id_list", id_list)
        return await self._add_all(chat_id, ids, member_id_type, progress, succeed_type)

    async def remove(
        self,
        chat_id: str,
        id_list: Iterable[str],
        *,
        member_id_type: MemberIdTypeLike = "open_id",
    ) -> RemovedMembers:
        """Remove members from a chat, and return the ids that were not removed.

        Every member, user or bot, can remove itself. Not retried after an unknown outcome.

        Args:
            id_list: Up to 50 users, or up to 5 bots.

        Raises:
            PermissionDeniedError: Code 232014: only the owner and managers can remove others.
            InvalidRequestError: Code 232076: the owner cannot be removed.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/chat-members/delete
        """
        body = {"id_list": check_members("id_list", id_list, member_id_type)}
        query = member_id_query(member_id_type)
        return await self._call(REMOVE, path={"chat_id": chat_id}, query=query, body=body)

    async def remove_many(
        self,
        chat_id: str,
        id_list: Iterable[str],
        *,
        member_id_type: MemberIdTypeLike = "open_id",
        progress: ProgressCallback | None = None,
    ) -> RemovedManyMembers:
        """Remove any number of members from a chat, with as many requests as that takes.

        A failed request does not end the call; its error is in the result. No request is retried
        after an unknown outcome.

        Args:
            id_list: Users or bots, at least one. Duplicates are sent once.
            progress: Called after each request with the number of ids done and of all ids. An
                exception raised in it ends the call.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/chat-members/delete
        """
        check_progress(progress)
        ids = unique_ids("id_list", id_list)
        return await self._remove_all(chat_id, ids, member_id_type, progress)

    async def sync(
        self,
        chat_id: str,
        id_list: Iterable[str],
        *,
        member_id_type: MemberIdTypeLike = "open_id",
        progress: ProgressCallback | None = None,
    ) -> SyncedMembers:
        """Update the users in a chat to be exactly those listed: add some, then remove some.

        Bots are left alone, and so is the owner, who cannot be removed. No user is removed if a
        request to add failed, or if none of the new users could be added: otherwise ids of the
        wrong type, or a full chat, would leave the chat empty. A user who makes this call and is
        not on the list is removed like the others, and can then remove no more.

        No request is retried after an unknown outcome.

        Args:
            id_list: The users who are to be in the chat, at least one.
            member_id_type: The type of the ids, any but `app_id`.
            progress: Called after each request with the number of changes done and of all changes.
                An exception raised in it ends the call.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/chat-members/get
        """
        check_progress(progress)
        query = user_id_query(person_id_type(member_id_type))
        wanted = unique_ids("id_list", id_list)
        owner_id = (await self._call(chats.GET, path={"chat_id": chat_id}, query=query)).owner_id
        users = self.iter(chat_id, member_id_type=member_id_type)
        present = [user.member_id async for user in users if user.member_id]
        plan = plan_changes(wanted, present, owner_id)
        added = await self._add_all(chat_id, plan.to_add, member_id_type, plan.adding(progress))
        plan = plan.after_adding(added)
        report = plan.removing(progress)
        removed = await self._remove_all(chat_id, plan.to_remove, member_id_type, report)
        return plan.result(added, removed)

    async def list(
        self,
        chat_id: str,
        *,
        member_id_type: MemberIdTypeLike = "open_id",
        page_size: int = 20,
        page_token: str | None = None,
    ) -> MemberPage:
        """Return a page of the users in a chat; bots are not listed.

        A page can hold fewer users than `page_size`, since bots are filtered out of it, and more,
        since users who joined at the same time are returned together.

        Args:
            member_id_type: The type of the returned ids, any but `app_id`.
            page_size: Users per page, 1 to 100.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/chat-members/get
        """
        query = member_list_query(member_id_type, page_size, page_token)
        return await self._call(LIST, path={"chat_id": chat_id}, query=query)

    def iter(
        self,
        chat_id: str,
        *,
        member_id_type: MemberIdTypeLike = "open_id",
        page_size: int = MAX_PAGE,
        page_token: str | None = None,
    ) -> PageIterator[Member]:
        """Iterate over the users in a chat; bots are not listed.

        Args:
            member_id_type: The type of the returned ids, any but `app_id`.
            page_size: Users per request, 1 to 100.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/chat-members/get
        """
        query = member_list_query(member_id_type, page_size, page_token)
        return pages(self._call, LIST, path={"chat_id": chat_id}, query=query)

    async def is_in_chat(self, chat_id: str) -> bool:
        """Return whether the caller, bot or user, is in a chat.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/chat-members/is_in_chat
        """
        return (await self._call(IS_IN_CHAT, path={"chat_id": chat_id})).is_in_chat

    async def join(self, chat_id: str) -> None:
        """Join a public chat, as the calling bot or user. Not retried after an unknown outcome.

        Raises:
            InvalidRequestError: Code 232008: the chat is not public; 232075: the owner or a
                manager must approve new members, and approval cannot be requested with this call.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/chat-members/me_join
        """
        await self._call(JOIN, path={"chat_id": chat_id})

    async def _add_all(
        self,
        chat_id: str,
        ids: tuple[str, ...],
        member_id_type: MemberIdTypeLike,
        progress: ProgressCallback | None,
        succeed_type: SucceedTypeLike = SucceedType.SKIP_UNAVAILABLE,
    ) -> AddedManyMembers:
        add = partial(self.add, chat_id, member_id_type=member_id_type, succeed_type=succeed_type)
        size = max_members(member_id_type)
        return merge_added(*await send_in_chunks(ids, size, add, progress))

    async def _remove_all(
        self,
        chat_id: str,
        ids: tuple[str, ...],
        member_id_type: MemberIdTypeLike,
        progress: ProgressCallback | None,
    ) -> RemovedManyMembers:
        remove = partial(self.remove, chat_id, member_id_type=member_id_type)
        size = max_members(member_id_type)
        return merge_removed(*await send_in_chunks(ids, size, remove, progress))
