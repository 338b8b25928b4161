"""The data of a `FakeFeishu`: apps, users, chats, messages and access tokens."""

import time
import uuid
from collections.abc import Iterable, Iterator, MutableSet
from itertools import count

import attrs

from ..enums import ChatMode, ChatPermission, ChatType, MembershipApproval, ModerationSetting
from ..models.top_notice import TopNotice
from .announcements.docx_blocks import BlockTree
from .announcements.legacy_document import FakeDocument
from .messages.state import FakeMessage

_EPOCH_S = time.time() - time.monotonic()
MAX_DOWNLOAD = 100 * 1024 * 1024
"""The largest file in a message that can be downloaded, in bytes."""
_MIN_REUSED_S = 1800.0
"""A token that is valid for at least this many more seconds is issued again."""


class Ids(MutableSet[str]):
    """A set of ids in the order in which they were added.

    An id keeps its number when others are added and removed, so that a page token can name the id
    after which the next page begins.
    """

    def __init__(self, ids: Iterable[str] = ()) -> None:
        self._numbers: dict[str, int] = {}
        self._count = count()
        for value in ids:
            self.add(value)

    def __contains__(self, value: object) -> bool:
        return value in self._numbers

    def __iter__(self) -> Iterator[str]:
        return iter(self._numbers)

    def __len__(self) -> int:
        return len(self._numbers)

    def __repr__(self) -> str:
        return f"Ids({list(self)!r})"

    def add(self, value: str) -> None:
        """Append an id, unless it is in the set already."""
        self._numbers.setdefault(value, next(self._count))

    def discard(self, value: str) -> None:
        """Remove an id if it is in the set."""
        self._numbers.pop(value, None)

    def numbered(self) -> list[tuple[int, str]]:
        """Return the ids with their numbers, in rising order."""
        return [(number, value) for value, number in self._numbers.items()]


def _to_ids(ids: Iterable[str]) -> Ids:
    return ids if isinstance(ids, Ids) else Ids(ids)


@attrs.define(eq=False)
class FakeApp:
    """An app with a bot, installed in a tenant. Changes take effect with the next call."""

    app_id: str
    """Also the bot's member id in chats."""
    app_secret: str = attrs.field(repr=False)
    """The secret that the app logs in with; a wrong one is refused with code 10015."""
    tenant_key: str
    """The tenant in which the app is installed."""
    has_bot: bool = True
    """If False, calls that need a bot are refused, mostly with code 232025."""
    missing_scopes: tuple[str, ...] = ()
    """Scopes that the app lacks: if there are any, every call is refused with code 99991672."""
    operates_as_owner: bool = True
    """Whether the app has the scope `im:chat:operate_as_owner`, with which its bot can do most of
    what an owner can in the chats that it created."""


@attrs.define(eq=False)
class FakeUser:
    """A user who has authorized an app. Changes take effect with the next call."""

    open_id: str
    union_id: str
    """The id across the apps of one developer, of `user_id_type` "union_id"."""
    user_id: str
    tenant_key: str
    """The tenant that the user belongs to."""
    access_token: str = attrs.field(repr=False)
    """A user access token for `FeishuChat.as_user`; it does not expire."""
    name: str = "Somebody"
    resigned: bool = False
    """Whether the user has left the tenant, and can no longer be added to chats."""
    visible: bool = True
    """Whether the app's range of availability includes the user. If False, members cannot be added
    (code 232024) and messages cannot be sent (code 230013)."""
    email: str = ""
    """The address that messages can be sent to; empty if the user has none."""
    takes_messages: bool = True
    """Whether the user accepts messages from bots; if False, they are refused with code 230053."""


@attrs.define(eq=False)
class FakeAnnouncement:
    """The announcement of a chat, in both formats. Changes take effect with the next call."""

    document: FakeDocument
    """The content in the legacy format."""
    owner_id: str
    """App id or open id of the first author."""
    modifier_id: str
    """App id or open id of the last editor."""
    create_time: int
    """Unix time in seconds."""
    update_time: int
    """Unix time in seconds."""
    tree: BlockTree
    """The blocks in the docx format."""
    revision: int = 0
    """The number of edits so far."""
    is_docx: bool = False
    """Whether the announcement is in the docx format, which the legacy endpoints refuse with code
    232097."""
    rebases: bool = False
    """Whether docx edits of older revisions are rebased. If True, revisions up to 1000 older can
    be read and edited, and an edit is applied to the current positions of its blocks. If False,
    such an edit is refused with code 1770021."""
    versions: dict[int, BlockTree] = attrs.field(factory=dict, repr=False)
    """The blocks of older revisions, kept while `rebases` is True."""
    answers: dict[str, dict[str, object]] = attrs.field(factory=dict, repr=False)
    """The answers to docx edits by `client_token`; a repeated token gets the same answer."""


@attrs.define(eq=False, kw_only=True)
class FakeChat:
    """A group chat. Changes take effect with the next call."""

    chat_id: str
    name: str
    """Empty if the chat was created without a name."""
    tenant_key: str
    """The tenant that the chat belongs to."""
    owner_id: str
    """App id or open id."""
    creator_id: str
    """App id or open id; the creator need not be a member any more."""
    announcement: FakeAnnouncement
    """The chat's announcement; every chat has one."""
    members: Ids = attrs.field(factory=Ids, converter=_to_ids)
    """App ids of bots and open ids of users, in the order in which they joined."""
    managers: Ids = attrs.field(factory=Ids, converter=_to_ids)
    """App ids and open ids of the managers, without the owner."""
    pending: Ids = attrs.field(factory=Ids, converter=_to_ids)
    """Ids that members asked to add, and that the owner or a manager has not approved yet."""
    moderators: Ids = attrs.field(factory=Ids, converter=_to_ids)
    """Open ids of users who can send messages if `moderation_setting` is `moderator_list`."""
    messages: dict[str, FakeMessage] = attrs.field(factory=dict, repr=False)
    """By message id, oldest first."""
    top_notice: tuple[TopNotice, ...] = ()
    """What is pinned to the top of the chat."""
    tabs: list[dict[str, object]] = attrs.field(factory=lambda: [_message_tab()])
    """In wire format, from left to right; the first one shows the messages and always exists."""
    menu: list[dict[str, object]] = attrs.field(factory=list)
    """The top-level menu items, in wire format."""
    activity: int = 0
    """Orders chats by their last message; higher is more recent."""
    dissolved: bool = False
    """If True, calls are refused with code 232009."""

    avatar: str = "default-avatar"
    """The image key of the avatar."""
    description: str = ""
    i18n_names: dict[str, str] = attrs.field(factory=dict)
    """Names by language: `zh_cn`, `en_us` or `ja_jp`."""
    chat_mode: str = ChatMode.GROUP
    """`group`, `topic` or `p2p`; a private chat of two is `p2p`."""
    chat_type: str = ChatType.PRIVATE
    """`private` or `public`; any bot or user of the tenant can find and join a public chat."""
    chat_tag: str = "inner"
    """The purpose of the chat, such as `inner`, `tenant`, `department` or `edu`."""
    external: bool = False
    """Whether users of other tenants can be added."""
    group_message_type: str = "chat"
    """`chat`, or `thread` if every message begins a thread."""
    join_message_visibility: str = "all_members"
    """Who sees that a member joined: `all_members`, `only_owner` or `not_anyone`."""
    leave_message_visibility: str = "all_members"
    """Who sees that a member left: `all_members`, `only_owner` or `not_anyone`."""
    membership_approval: str = MembershipApproval.NO_APPROVAL_REQUIRED
    """Whether the owner or a manager approves new members."""
    moderation_setting: str = ModerationSetting.ALL_MEMBERS
    """Who can send messages: `all_members`, `only_owner` or `moderator_list`."""
    add_member_permission: str = ChatPermission.ALL_MEMBERS
    """Who can add members: `all_members` or `only_owner`, which includes managers."""
    share_card_permission: str = "allowed"
    """Whether members can share the chat: `allowed` or `not_allowed`."""
    at_all_permission: str = ChatPermission.ALL_MEMBERS
    """Who can mention all members: `all_members` or `only_owner`, which includes managers."""
    edit_permission: str = ChatPermission.ALL_MEMBERS
    """Who can edit the chat's profile: `all_members` or `only_owner`, which includes managers."""
    urgent_setting: str = ChatPermission.ALL_MEMBERS
    """Who can send urgent messages: `all_members` or `only_owner`, which includes managers."""
    video_conference_setting: str = ChatPermission.ALL_MEMBERS
    """Who can start a video call: `all_members` or `only_owner`, which includes managers."""
    pin_manage_setting: str = ChatPermission.ALL_MEMBERS
    """Who can pin messages: `all_members` or `only_owner`, which includes managers."""
    hide_member_count_setting: str = ChatPermission.ALL_MEMBERS
    """Who sees the number of members: `all_members` or `only_owner`, which includes managers."""
    restricted_mode_setting: dict[str, object] = attrs.field(
        factory=lambda: {
            "status": False,
            "screenshot_has_permission_setting": "all_members",
            "download_has_permission_setting": "all_members",
            "message_has_permission_setting": "all_members",
        }
    )
    """The restricted mode in wire format; while its `status` is True, messages cannot be forwarded
    or listed, and their files cannot be downloaded."""
    labels: list[str] = attrs.field(factory=list)
    """Ids of the chat's labels."""
    toolkit_ids: list[int] = attrs.field(factory=list)
    """Ids of the chat's shortcut widgets."""

    only_managers_manage_tabs: bool = False
    """Whether other members who change tabs or the menu are refused with code 232055."""
    max_users: int = 5000
    """Users that the chat can hold; more are refused with code 232013."""
    admin_max_users: int | None = None
    """Users that the tenant's admin permits, None for no limit; more are refused with code
    232044."""
    max_bots: int = 15
    """Bots that the chat can hold; more are refused with code 232013."""
    max_managers: int = 10
    """Managers that the chat can have; more are refused with code 232040."""

    @property
    def only_managers_edit(self) -> bool:
        """Whether other members who edit the chat or its announcement get code 232002."""
        return self.edit_permission == ChatPermission.ONLY_OWNER

    @only_managers_edit.setter
    def only_managers_edit(self, value: bool) -> None:
        self.edit_permission = ChatPermission.ONLY_OWNER if value else ChatPermission.ALL_MEMBERS

    def remove(self, member_id: str) -> None:
        """Remove a member, also from the managers and moderators.

        Args:
            member_id: App id or open id.
        """
        for ids in (self.members, self.managers, self.moderators):
            ids.discard(member_id)


def _message_tab() -> dict[str, object]:
    return {"tab_id": new_numeric_id(), "tab_type": "message"}


@attrs.define(eq=False)
class Grant:
    """The app and user that an access token belongs to."""

    app: FakeApp
    user: FakeUser | None
    """None for a tenant access token."""
    expires_at: float
    """By the clock of the event loop."""

    @property
    def actor_id(self) -> str:
        """The caller's member id: an open id, or the app id of a bot."""
        return self.app.app_id if self.user is None else self.user.open_id


class State:
    """The data of one `FakeFeishu`."""

    def __init__(
        self, token_lifetime_s: float, max_download_bytes: int | None = MAX_DOWNLOAD
    ) -> None:
        self.apps: dict[str, FakeApp] = {}
        self.chats: dict[str, FakeChat] = {}
        self.users: dict[str, FakeUser] = {}
        """By open id."""
        self.grants: dict[str, Grant] = {}
        """By access token."""
        self.chats_by_uuid: dict[tuple[str, str, str], tuple[str, float]] = {}
        """The chat id by creating app, `uuid` and owner, and when the `uuid` expires."""
        self.messages: dict[str, FakeMessage] = {}
        """All messages by id, including those inside merged ones."""
        self.threads: dict[str, str] = {}
        """The message id of the root by thread id."""
        self.answers_by_uuid: dict[tuple[str, ...], tuple[dict[str, object], float]] = {}
        """The answer to a message that was sent with a `uuid`, and when the `uuid` expires."""
        self.max_download_bytes = max_download_bytes
        self._activity = count(1)
        self._numbers = count(1)
        self._token_lifetime_s = token_lifetime_s

    def next_number(self) -> int:
        """Return a number that is higher than every number returned before."""
        return next(self._numbers)

    def touch(self, chat: FakeChat) -> None:
        """Update a chat to be the most recently active one."""
        chat.activity = next(self._activity)

    def count_members(self, chat: FakeChat) -> tuple[int, int]:
        """Return the numbers of users and of bots in a chat."""
        users = sum(member_id in self.users for member_id in chat.members)
        return users, len(chat.members) - users

    def tenant_token(self, app: FakeApp, now: float) -> tuple[str, int]:
        """Return a tenant access token of an app, and its remaining lifetime in seconds.

        A token that is valid for at least 30 more minutes is returned again.
        """
        for token, grant in self.grants.items():
            left_s = grant.expires_at - now
            if grant.app is app and grant.user is None and left_s >= _MIN_REUSED_S:
                return token, int(left_s)
        token = f"t-{uuid.uuid4().hex}"
        self.grants[token] = Grant(app, None, now + self._token_lifetime_s)
        return token, int(self._token_lifetime_s)

    def revoke_tenant_tokens(self) -> None:
        """Remove all tenant access tokens of all apps."""
        self.grants = {k: grant for k, grant in self.grants.items() if grant.user is not None}


def new_id(prefix: str) -> str:
    """Return a new id that begins with `prefix`."""
    return f"{prefix}_{uuid.uuid4().hex}"


def wall_ms(now: float) -> int:
    """Convert a time of the event loop's clock into Unix time in milliseconds.

    The result follows the event loop's clock even in tests that make that clock jump.
    """
    return int((_EPOCH_S + now) * 1000)


def new_numeric_id() -> str:
    """Return a new id that consists of digits."""
    return str(10**18 + uuid.uuid4().int % 10**18)


def new_chat(state: State, name: str, tenant_key: str, *, owner_id: str) -> FakeChat:
    """Create a chat without members."""
    now = int(time.time())
    chat_id = new_id("oc")
    announcement = FakeAnnouncement(
        tree=BlockTree(chat_id),
        document=FakeDocument.of_text(name, "Welcome."),
        owner_id=owner_id,
        modifier_id=owner_id,
        create_time=now,
        update_time=now,
    )
    chat = FakeChat(
        chat_id=chat_id,
        name=name,
        tenant_key=tenant_key,
        owner_id=owner_id,
        creator_id=owner_id,
        announcement=announcement,
    )
    state.chats[chat.chat_id] = chat
    state.touch(chat)
    return chat
