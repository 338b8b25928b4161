"""The members of a chat."""

from collections.abc import Iterable
from functools import partial
from itertools import chain
from types import NoneType
from typing import Final

from .._core.batching import ProgressCallback, check_progress, distinct, in_chunks, shifted
from .._protocol.arguments import by_member, by_user, max_members, members_of, page_of
from .._protocol.checks import check_member, check_number_member
from .._protocol.endpoint import CHAT, Caller, Endpoint, NarrowLimit
from .._protocol.paging import PageIterator, pages
from ..enums import MemberIdType, SucceedType, UserIdType
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

# Two at a time on one chat draw code 232019, so the pages of both say: one after the other.
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

MAX_PAGE: Final = 100


class MemberEndpoints:
    """Add, remove and list the members of a chat.

    On one chat, additions and removals are made one after the other, as Feishu wants it.
    """

    def __init__(self, call: Caller) -> None:
        self._call = call

    async def add(
        self,
        chat_id: str,
        id_list: Iterable[str],
        *,
        member_id_type: MemberIdType = MemberIdType.OPEN_ID,
        succeed_type: SucceedType = SucceedType.SKIP_RESIGNED,
    ) -> AddedMembers:
        """Add up to 50 people, or up to 5 bots, and return who was not added.

        `succeed_type` says what happens then. A chat holds up to 5000 people and 15 bots. Not
        retried after an unknown outcome.

        Raises:
            PermissionDeniedError: code 232017, only owner and managers may add to this chat.
            InvalidRequestError: code 232013 or 232044, the chat is full; 232027, 232043 or
                99992360, ids that cannot be added.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/chat-members/create
        """
        body = {"id_list": members_of("id_list", id_list, member_id_type)}
        query = {**by_member(member_id_type), **_succeeding(succeed_type)}
        return await self._call(ADD, path={"chat_id": chat_id}, query=query, body=body)

    async def add_many(
        self,
        chat_id: str,
        id_list: Iterable[str],
        *,
        member_id_type: MemberIdType = MemberIdType.OPEN_ID,
        succeed_type: SucceedType = SucceedType.SKIP_UNAVAILABLE,
        progress: ProgressCallback | None = None,
    ) -> AddedManyMembers:
        """Add any number of people or bots, as many at a time as `add` can; errors are data.

        Unlike for `add`, whoever can be added is added. After each request, `progress` is called
        with the number of ids done and of all ids; what it raises ends the call. No request is
        retried after an unknown outcome.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/chat-members/create
        """
        check_progress(progress)
        ids, size = distinct("id_list", id_list), max_members(member_id_type)
        add = partial(self.add, chat_id, member_id_type=member_id_type, succeed_type=succeed_type)
        added, failed = await in_chunks(ids, size, add, progress)
        return AddedManyMembers(
            invalid_id_list=_joined(one.invalid_id_list for one in added),
            not_existed_id_list=_joined(one.not_existed_id_list for one in added),
            pending_approval_id_list=_joined(one.pending_approval_id_list for one in added),
            failed=failed,
        )

    async def remove(
        self,
        chat_id: str,
        id_list: Iterable[str],
        *,
        member_id_type: MemberIdType = MemberIdType.OPEN_ID,
    ) -> RemovedMembers:
        """Remove up to 50 people, or up to 5 bots, and return who was not removed.

        Anybody may remove themselves. Not retried after an unknown outcome.

        Raises:
            PermissionDeniedError: code 232014, only owner and managers may remove others.
            InvalidRequestError: code 232076, the owner cannot be removed.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/chat-members/delete
        """
        body = {"id_list": members_of("id_list", id_list, member_id_type)}
        query = by_member(member_id_type)
        return await self._call(REMOVE, path={"chat_id": chat_id}, query=query, body=body)

    async def remove_many(
        self,
        chat_id: str,
        id_list: Iterable[str],
        *,
        member_id_type: MemberIdType = MemberIdType.OPEN_ID,
        progress: ProgressCallback | None = None,
    ) -> RemovedManyMembers:
        """Remove any number of people or bots, as many at a time as `remove` can; errors are data.

        After each request, `progress` is called with the number of ids done and of all ids; what
        it raises ends the call. No request is retried after an unknown outcome.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/chat-members/delete
        """
        check_progress(progress)
        ids, size = distinct("id_list", id_list), max_members(member_id_type)
        remove = partial(self.remove, chat_id, member_id_type=member_id_type)
        removed, failed = await in_chunks(ids, size, remove, progress)
        invalid = _joined(one.invalid_id_list for one in removed)
        return RemovedManyMembers(invalid_id_list=invalid, failed=failed)

    async def sync(
        self,
        chat_id: str,
        id_list: Iterable[str],
        *,
        member_id_type: MemberIdType = MemberIdType.OPEN_ID,
        progress: ProgressCallback | None = None,
    ) -> SyncedMembers:
        """Make the people in a chat equal to `id_list`, at least one: add some, then remove some.

        Bots are left alone, and so is the owner, who cannot be removed. Nobody is removed if a
        request to add failed, or if nobody could be added: ids of the wrong kind, or a chat that is
        full, would else leave it empty. A user who acts here and is not in `id_list` is removed
        like others, and can then remove no more.

        `progress` is called after each request with the number of changes done and of all changes;
        what it raises ends the call. No request is retried after an unknown outcome.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/chat-members/get
        """
        check_progress(progress)
        query = by_user(_of_people(member_id_type))
        wanted = dict.fromkeys(distinct("id_list", id_list))
        owner = (await self._call(chats.GET, path={"chat_id": chat_id}, query=query)).owner_id
        people = self.iter(chat_id, member_id_type=member_id_type)
        present = dict.fromkeys([one.member_id async for one in people if one.member_id])
        to_add = tuple(one for one in wanted if one not in present)
        kept = tuple(one for one in present if one not in wanted and one == owner)
        to_remove = tuple(one for one in present if one not in wanted and one != owner)
        total = len(to_add) + len(to_remove)
        added, removed = AddedManyMembers(), RemovedManyMembers()
        if to_add:
            added = await self.add_many(
                chat_id,
                to_add,
                member_id_type=member_id_type,
                progress=shifted(progress, 0, total),
            )
        if added.failed or _is_nobody_added(to_add, added):
            kept, to_remove = (*kept, *to_remove), ()
        if to_remove:
            removed = await self.remove_many(
                chat_id,
                to_remove,
                member_id_type=member_id_type,
                progress=shifted(progress, len(to_add), total),
            )
        return SyncedMembers(
            to_add=to_add, to_remove=to_remove, kept=kept, added=added, removed=removed
        )

    async def list(
        self,
        chat_id: str,
        *,
        member_id_type: MemberIdType = MemberIdType.OPEN_ID,
        page_size: int = 20,
        page_token: str | None = None,
    ) -> MemberPage:
        """Return a page of the people in a chat: 1 to 100, or more if they joined at the same time.

        Bots are not listed, and are cut out of pages, so that a page may hold fewer.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/chat-members/get
        """
        query = _listing(member_id_type, page_size, page_token)
        return await self._call(LIST, path={"chat_id": chat_id}, query=query)

    def iter(
        self,
        chat_id: str,
        *,
        member_id_type: MemberIdType = MemberIdType.OPEN_ID,
        page_size: int = MAX_PAGE,
        page_token: str | None = None,
    ) -> PageIterator[Member]:
        """Iterate over all people in a chat, from `page_token` on; see `list`.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/chat-members/get
        """
        query = _listing(member_id_type, page_size, page_token)
        return pages(self._call, LIST, path={"chat_id": chat_id}, query=query)

    async def is_in_chat(self, chat_id: str) -> bool:
        """Return whether the caller, bot or user, is in a chat.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/chat-members/is_in_chat
        """
        return (await self._call(IS_IN_CHAT, path={"chat_id": chat_id})).is_in_chat

    async def join(self, chat_id: str) -> None:
        """Let the caller, bot or user, join a public chat. Not retried after an unknown outcome.

        Raises:
            InvalidRequestError: code 232008, the chat is not public; 232075, the owner or a
                manager must agree, which a bot cannot ask for.

        https://open.feishu.cn/document/uAjLw4CM/ukTMukTMukTM/reference/im-v1/chat-members/me_join
        """
        await self._call(JOIN, path={"chat_id": chat_id})


def _succeeding(succeed_type: SucceedType) -> dict[str, object]:
    return {"succeed_type": int(check_number_member("succeed_type", succeed_type, SucceedType))}


def _joined(lists: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(chain.from_iterable(lists))


def _is_nobody_added(to_add: tuple[str, ...], added: AddedMembers) -> bool:
    refused = {*added.invalid_id_list, *added.not_existed_id_list}
    return bool(to_add) and refused.issuperset(to_add)


def _of_people(member_id_type: MemberIdType) -> UserIdType:
    if check_member("member_id_type", member_id_type, MemberIdType) == MemberIdType.APP_ID:
        raise ValueError("member_id_type must not be app_id: Feishu lists the people, not the bots")
    return UserIdType(str(member_id_type))


def _listing(
    member_id_type: MemberIdType, page_size: int, page_token: str | None
) -> dict[str, object]:
    _of_people(member_id_type)
    return {**by_member(member_id_type), **page_of(page_size, page_token, MAX_PAGE)}
