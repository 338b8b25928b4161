"""What exists inside a `FakeFeishu`: apps, users, chats, messages and access tokens."""

import time
import uuid
from collections.abc import Iterable, Iterator, MutableSet
from itertools import count

import attrs

from ..enums import ChatMode, ChatPermission, ChatType, MembershipApproval, ModerationSetting
from ..models.top_notice import TopNotice
from .announcements.docx_blocks import BlockTree
from .announcements.legacy_document import Document
from .messages.state import FakeMessage

_EPOCH_S = time.time() - time.monotonic()
MAX_DOWNLOAD = 100 * 1024 * 1024
"""Bytes of a file in a message."""
_REUSED_S = 1800.0
"""A token with this many seconds left is handed out again."""


class Ids(MutableSet[str]):
    """A set of ids that keeps them in the order in which they were added, and numbers them.

    An id keeps its number however many others are added and removed, so that a page of a list
    can begin behind it.
    """

    def __init__(self, ids: Iterable[str] = ()) -> None:
        self._numbers: dict[str, int] = {}
        self._count = count()
        for one in ids:
            self.add(one)

    def __contains__(self, one: object) -> bool:
        return one in self._numbers

    def __iter__(self) -> Iterator[str]:
        return iter(self._numbers)

    def __len__(self) -> int:
        return len(self._numbers)

    def __repr__(self) -> str:
        return f"Ids({list(self)!r})"

    def add(self, value: str) -> None:
        """Put an id at the end, unless it is there already."""
        self._numbers.setdefault(value, next(self._count))

    def discard(self, value: str) -> None:
        """Take an id away, if it is there."""
        self._numbers.pop(value, None)

    def numbered(self) -> list[tuple[int, str]]:
        """Return the ids with their numbers, which rise."""
        return [(number, one) for one, number in self._numbers.items()]


def _to_ids(ids: Iterable[str]) -> Ids:
    return ids if isinstance(ids, Ids) else Ids(ids)


@attrs.define(eq=False)
class FakeApp:
    """An app with a bot, installed in a tenant."""

    app_id: str
    app_secret: str = attrs.field(repr=False)
    tenant_key: str
    has_bot: bool = True
    """False: code 232025."""
    missing_scopes: tuple[str, ...] = ()
    """Scopes that the app would need: code 99991672."""
    operates_as_owner: bool = True
    """Whether it has the scope `im:chat:operate_as_owner`: in chats that it created, it may then
    do most of what the owner may."""


@attrs.define(eq=False)
class FakeUser:
    """A person, who has authorised an app."""

    open_id: str
    union_id: str
    user_id: str
    tenant_key: str
    access_token: str = attrs.field(repr=False)
    name: str = "Somebody"
    resigned: bool = False
    """True: cannot be added to chats, see `SucceedType`."""
    visible: bool = True
    """False: outside the app's range of availability, code 232024 or, for messages, 230013."""
    email: str = ""
    takes_messages: bool = True
    """False: wants nothing from bots, code 230053."""


@attrs.define(eq=False)
class FakeAnnouncement:
    """The announcement of a chat."""

    document: Document
    owner_id: str
    modifier_id: str
    create_time: int
    update_time: int
    tree: BlockTree
    """The blocks of one of the newer kind."""
    revision: int = 0
    is_docx: bool = False
    """True: the newer kind, which the legacy endpoints refuse with code 232097."""
    rebases: bool = False
    """True: blocks of versions up to 1000 older can be read and edited, and an edit goes to where
    the blocks that it was made for are now. False: such an edit is refused with code 1770021."""
    versions: dict[int, BlockTree] = attrs.field(factory=dict, repr=False)
    """The blocks of older versions, made since `rebases` was set."""
    answers: dict[str, dict[str, object]] = attrs.field(factory=dict, repr=False)
    """What edits were answered, by `client_token`."""


@attrs.define(eq=False, kw_only=True)
class FakeChat:
    """A group chat. Change it as you like; the next call sees it."""

    chat_id: str
    name: str
    """Empty if it was never given one."""
    tenant_key: str
    owner_id: str
    """App id or open id."""
    creator_id: str
    """App id or open id: who created it, even if no longer in it."""
    announcement: FakeAnnouncement
    members: Ids = attrs.field(factory=Ids, converter=_to_ids)
    """App ids of bots and open ids of users, in the order in which they joined."""
    managers: Ids = attrs.field(factory=Ids, converter=_to_ids)
    pending: Ids = attrs.field(factory=Ids, converter=_to_ids)
    """Whom members wanted to add, if the owner or a manager must agree first."""
    moderators: Ids = attrs.field(factory=Ids, converter=_to_ids)
    """Open ids of users who may send messages, if `moderation_setting` is `moderator_list`."""
    messages: dict[str, FakeMessage] = attrs.field(factory=dict, repr=False)
    """By message id, oldest first."""
    top_notice: tuple[TopNotice, ...] = ()
    """What is pinned to the top of the chat."""
    tabs: list[dict[str, object]] = attrs.field(factory=lambda: [_message_tab()])
    """As they travel; the first one shows the messages, and is always there."""
    menu: list[dict[str, object]] = attrs.field(factory=list)
    """The items at the top of the menu, as they travel."""
    activity: int = 0
    """The larger, the later something was sent to it."""
    dissolved: bool = False
    """True: code 232009."""

    avatar: str = "default-avatar"
    description: str = ""
    i18n_names: dict[str, str] = attrs.field(factory=dict)
    chat_mode: str = ChatMode.GROUP
    chat_type: str = ChatType.PRIVATE
    chat_tag: str = "inner"
    external: bool = False
    """True: people of other tenants can be added."""
    group_message_type: str = "chat"
    join_message_visibility: str = "all_members"
    leave_message_visibility: str = "all_members"
    membership_approval: str = MembershipApproval.NO_APPROVAL_REQUIRED
    moderation_setting: str = ModerationSetting.ALL_MEMBERS
    add_member_permission: str = ChatPermission.ALL_MEMBERS
    share_card_permission: str = "allowed"
    at_all_permission: str = ChatPermission.ALL_MEMBERS
    edit_permission: str = ChatPermission.ALL_MEMBERS
    urgent_setting: str = ChatPermission.ALL_MEMBERS
    video_conference_setting: str = ChatPermission.ALL_MEMBERS
    pin_manage_setting: str = ChatPermission.ALL_MEMBERS
    hide_member_count_setting: str = ChatPermission.ALL_MEMBERS
    restricted_mode_setting: dict[str, object] = attrs.field(
        factory=lambda: {
            "status": False,
            "screenshot_has_permission_setting": "all_members",
            "download_has_permission_setting": "all_members",
            "message_has_permission_setting": "all_members",
        }
    )
    labels: list[str] = attrs.field(factory=list)
    toolkit_ids: list[int] = attrs.field(factory=list)

    only_managers_manage_tabs: bool = False
    """True: code 232055 for other members who change tabs or menu."""
    max_users: int = 5000
    """More: code 232013."""
    admin_max_users: int | None = None
    """More: code 232044."""
    max_bots: int = 15
    """More: code 232013."""
    max_managers: int = 10
    """More: code 232040."""

    @property
    def only_managers_edit(self) -> bool:
        """True: code 232002 for other members who edit the chat or its announcement."""
        return self.edit_permission == ChatPermission.ONLY_OWNER

    @only_managers_edit.setter
    def only_managers_edit(self, value: bool) -> None:
        self.edit_permission = ChatPermission.ONLY_OWNER if value else ChatPermission.ALL_MEMBERS

    def remove(self, member_id: str) -> None:
        """Take a member out, and with it whatever it was here."""
        for ids in (self.members, self.managers, self.moderators):
            ids.discard(member_id)


def _message_tab() -> dict[str, object]:
    return {"tab_id": new_number(), "tab_type": "message"}


@attrs.define(eq=False)
class Grant:
    """What an access token stands for."""

    app: FakeApp
    user: FakeUser | None
    expires_at: float

    @property
    def actor_id(self) -> str:
        """The member id of whoever acts."""
        return self.app.app_id if self.user is None else self.user.open_id


class World:
    """Everything there is."""

    def __init__(
        self, token_lifetime_s: float, max_download_bytes: int | None = MAX_DOWNLOAD
    ) -> None:
        self.apps: dict[str, FakeApp] = {}
        self.chats: dict[str, FakeChat] = {}
        self.users: dict[str, FakeUser] = {}
        self.grants: dict[str, Grant] = {}
        self.created: dict[tuple[str, str, str], tuple[str, float]] = {}
        """Which chat an app created under a uuid for an owner, and until when that counts."""
        self.messages: dict[str, FakeMessage] = {}
        """All messages, those inside merged ones too."""
        self.threads: dict[str, str] = {}
        """The message that is the root, by thread id."""
        self.answered: dict[tuple[str, ...], tuple[dict[str, object], float]] = {}
        """What was answered to something sent under a uuid, and until when that counts."""
        self.max_download_bytes = max_download_bytes
        self._activity = count(1)
        self._numbers = count(1)
        self._token_lifetime_s = token_lifetime_s

    def number(self) -> int:
        """Make a number that is larger than all before."""
        return next(self._numbers)

    def use(self, chat: FakeChat) -> None:
        """Let a chat be the one in which something happened last."""
        chat.activity = next(self._activity)

    def count(self, chat: FakeChat) -> tuple[int, int]:
        """Say how many users and how many bots are in a chat."""
        users = sum(one in self.users for one in chat.members)
        return users, len(chat.members) - users

    def tenant_token(self, app: FakeApp, now: float) -> tuple[str, int]:
        """Hand out a token and the seconds it is good for."""
        for token, grant in self.grants.items():
            left_s = grant.expires_at - now
            if grant.app is app and grant.user is None and left_s >= _REUSED_S:
                return token, int(left_s)
        token = f"t-{uuid.uuid4().hex}"
        self.grants[token] = Grant(app, None, now + self._token_lifetime_s)
        return token, int(self._token_lifetime_s)

    def revoke_tenant_tokens(self) -> None:
        """Make all tenant tokens of all apps invalid."""
        self.grants = {k: grant for k, grant in self.grants.items() if grant.user is not None}


def new_id(prefix: str) -> str:
    """Make an id of the kind that begins with `prefix`."""
    return f"{prefix}_{uuid.uuid4().hex}"


def wall_ms(now: float) -> int:
    """Say what time it is, in milliseconds, when the clock of the event loop shows `now`.

    Both clocks run alike, also where a test lets that of the event loop jump.
    """
    return int((_EPOCH_S + now) * 1000)


def new_number() -> str:
    """Make an id of the kind that is a number."""
    return str(10**18 + uuid.uuid4().int % 10**18)


def new_chat(world: World, name: str, tenant_key: str, *, owner_id: str) -> FakeChat:
    """Create a chat with nobody in it."""
    now = int(time.time())
    chat_id = new_id("oc")
    announcement = FakeAnnouncement(
        tree=BlockTree(chat_id),
        document=Document.of_text(name, "Welcome."),
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
    world.chats[chat.chat_id] = chat
    world.use(chat)
    return chat
