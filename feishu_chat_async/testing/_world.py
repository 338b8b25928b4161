"""What exists inside a `FakeFeishu`: apps, users, chats, messages and access tokens."""

import uuid

import attrs

from ..models.top_notice import TopNotice
from ._blocks import BlockTree
from ._document import Document

_REUSED_S = 1800.0
"""A token with this many seconds left is handed out again."""


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


@attrs.define(eq=False)
class FakeUser:
    """A person, who has authorised an app."""

    open_id: str
    union_id: str
    user_id: str
    tenant_key: str
    access_token: str = attrs.field(repr=False)


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
    answers: dict[str, dict[str, object]] = attrs.field(factory=dict, repr=False)
    """What edits were answered, by `client_token`."""


@attrs.define(eq=False)
class FakeChat:
    """A group chat. Change it as you like; the next call sees it."""

    chat_id: str
    name: str
    tenant_key: str
    owner_id: str
    announcement: FakeAnnouncement
    members: set[str] = attrs.field(factory=set)
    """App ids of bots and open ids of users."""
    managers: set[str] = attrs.field(factory=set)
    only_managers_edit: bool = False
    """True: code 232002 for other members who edit the announcement."""
    dissolved: bool = False
    """True: code 232009."""
    messages: set[str] = attrs.field(factory=set)
    top_notice: tuple[TopNotice, ...] = ()
    """What is pinned to the top of the chat."""


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

    def __init__(self, token_lifetime_s: float) -> None:
        self.apps: dict[str, FakeApp] = {}
        self.chats: dict[str, FakeChat] = {}
        self.users: dict[str, FakeUser] = {}
        self.grants: dict[str, Grant] = {}
        self._token_lifetime_s = token_lifetime_s

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
