"""The client: its creation, its validation of arguments, and the identities that it acts as."""

import subprocess
import sys
from functools import cached_property
from traceback import walk_tb
from typing import Any, Unpack

import aiohttp
import pytest

from feishu_chat_async import (
    FEISHU,
    LARK,
    AuthenticationError,
    FeishuChat,
    RateLimits,
    SessionStateError,
)
from feishu_chat_async.client import Options
from feishu_chat_async.endpoints import announcement
from feishu_chat_async.endpoints.top_notice import TopNoticeEndpoints
from feishu_chat_async.testing import FakeFeishu
from tests.conftest import client


def test_overrides_must_name_an_endpoint() -> None:
    FeishuChat("a", "b", limits=RateLimits(overrides={announcement.GET.name: ()}))
    with pytest.raises(
        ValueError, match=r"contains 'GET /nowhere'; known names are .*announcement"
    ):
        FeishuChat("a", "b", limits=RateLimits(overrides={"GET /nowhere": ()}))


@pytest.mark.parametrize(
    ("app_id", "app_secret", "error", "named"),
    [
        ("", "s", ValueError, "app_id"),
        ("cli_1", "", ValueError, "app_secret"),
        ("cli_1", "two words", ValueError, "app_secret"),
        ("cli_1", "line\nbreak", ValueError, "app_secret"),
        ("cli_é", "s", ValueError, "app_id"),
        (None, "s", TypeError, "app_id"),
        ("cli_1", 5, TypeError, "app_secret"),
    ],
)
def test_credentials_are_checked(
    app_id: Any, app_secret: Any, error: type[Exception], named: str
) -> None:
    with pytest.raises(error, match=named):
        FeishuChat(app_id, app_secret)


@pytest.mark.parametrize(
    ("token", "error"), [("", ValueError), ("u-1", ValueError), ("a b", ValueError), (5, TypeError)]
)
def test_a_tenant_token_is_checked(token: Any, error: type[Exception]) -> None:
    with pytest.raises(error, match="tenant_access_token"):
        FeishuChat.from_token(token)


def test_a_user_token_is_checked() -> None:
    feishu = FeishuChat("cli_1", "s")
    for wrong in ("", "t-1", "a b"):
        with pytest.raises(ValueError, match="user_access_token"):
            feishu.as_user(wrong)


async def test_trust_env_cannot_be_combined_with_a_session() -> None:
    async with aiohttp.ClientSession() as http:
        with pytest.raises(ValueError, match="trust_env"):
            FeishuChat("cli_1", "s", http=http, trust_env=True)
    not_http: Any = "http"
    with pytest.raises(TypeError, match="http must be an aiohttp"):
        FeishuChat("cli_1", "s", http=not_http)


def test_from_env_reads_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("FEISHU_APP_ID", "FEISHU_APP_SECRET", "FEISHU_BASE_URL"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(ValueError, match="FEISHU_APP_ID and FEISHU_APP_SECRET"):
        FeishuChat.from_env()
    monkeypatch.setenv("FEISHU_APP_ID", "cli_1")
    with pytest.raises(ValueError, match=r"^set FEISHU_APP_SECRET in the environment$"):
        FeishuChat.from_env()
    monkeypatch.setenv("FEISHU_APP_SECRET", "s")
    assert FeishuChat.from_env()._session.transport._base == FEISHU
    monkeypatch.setenv("FEISHU_BASE_URL", LARK + "/")
    assert FeishuChat.from_env(timeout_s=5)._session.transport._base == LARK
    assert FeishuChat.from_env(base_url=FEISHU)._session.transport._base == FEISHU


async def test_from_env_takes_a_session(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FEISHU_APP_ID", "cli_1")
    monkeypatch.setenv("FEISHU_APP_SECRET", "s")
    async with aiohttp.ClientSession() as http:
        assert FeishuChat.from_env(http=http)._session.transport._http is http


# --- ready-made tokens ----------------------------------------------------------------------


class Bot(FeishuChat):
    """A subclass with attributes of its own, of every kind."""

    __slots__ = ("__private", "never_assigned", "public")

    def __init__(self, app_id: str, app_secret: str, **options: Unpack[Options]) -> None:
        super().__init__(app_id, app_secret, **options)
        self.greeting = "hello"
        self.greeted: list[str] = []
        self.public = "slot"
        self.__private = "mangled slot"

    @property
    def private(self) -> str:
        return self.__private

    @cached_property
    def notices(self) -> TopNoticeEndpoints:
        return TopNoticeEndpoints(self._session.call)


async def issue_token(fake: FakeFeishu) -> str:
    async with client(fake) as feishu:
        await feishu.top_notice.delete(fake.chat_id)
        token = feishu._session.tokens.current()
    assert token is not None
    return token.value


@pytest.mark.parametrize("cls", [FeishuChat, Bot])
async def test_a_ready_made_token_is_used_unchanged(
    fake: FakeFeishu, cls: type[FeishuChat]
) -> None:
    token = await issue_token(fake)
    fake.requests.clear()
    async with cls.from_token(token, app_id="cli_9", base_url=fake.url) as feishu:
        assert type(feishu) is cls
        await feishu.top_notice.delete(fake.chat_id)
        assert feishu._session.tokens.quota_owner == "cli_9"
        fake.revoke_tenant_tokens()
        with pytest.raises(AuthenticationError):  # it is never refreshed
            await feishu.top_notice.delete(fake.chat_id)
    sent = [request.headers["Authorization"] for request in fake.requests]
    assert sent == [f"Bearer {token}"] * 2


def test_a_subclass_with_a_ready_made_token_keeps_its_attributes() -> None:
    bot = Bot.from_token("t-1", timeout_s=5)
    assert (bot.greeting, bot.public, bot.private) == ("hello", "slot", "mangled slot")


class Careless(FeishuChat):
    """A subclass that fails while it holds its arguments."""

    def __init__(self, app_id: str, app_secret: str, **options: Unpack[Options]) -> None:
        super().__init__(app_id, app_secret, **options)
        raise LookupError("no such thing")


@pytest.mark.parametrize("options", [{}, {"timeout_s": -1}], ids=["subclass", "base class"])
def test_a_ready_made_token_is_in_no_traceback(options: Options) -> None:
    with pytest.raises((LookupError, ValueError)) as caught:
        Careless.from_token("t-s3cret", **options)
    frames = [frame for frame, _ in walk_tb(caught.value.__traceback__)][1:]  # without this test
    shown = [repr(frame.f_locals) for frame in frames]
    assert not [text for text in shown if "s3cret" in text]
    assert [text for text in shown if "ReadyToken()" in text]


# --- acting as a user -----------------------------------------------------------------------


async def test_a_user_client_keeps_the_attributes_of_a_subclass(fake: FakeFeishu) -> None:
    async with Bot(fake.app_id, fake.app_secret, base_url=fake.url) as bot:
        bot.greeted.append("Kim")
        user = bot.as_user(fake.add_user().access_token)
        assert type(user) is Bot
        assert (user.greeting, user.public, user.private) == ("hello", "slot", "mangled slot")
        assert user.greeted is bot.greeted
        assert not hasattr(user, "never_assigned")
        user.greeting = "hi"
        assert bot.greeting == "hello"


async def test_cached_groups_of_the_app_are_not_those_of_the_user(fake: FakeFeishu) -> None:
    person = fake.add_user()
    fake.chats[fake.chat_id].members.add(person.open_id)
    async with Bot(fake.app_id, fake.app_secret, base_url=fake.url) as bot:
        for group in (bot.messages, bot.notices, bot.top_notice):
            assert group
        user = bot.as_user(person.access_token)
        assert user.messages is not bot.messages
        assert user.messages is user.messages
        for sender in (bot, user, bot):
            await sender.messages.create(fake.chat_id, "hello")
            await sender.notices.delete(fake.chat_id)
    users = f"Bearer {person.access_token}"
    sent = [request.headers.get("Authorization") == users for request in fake.requests]
    assert sent == [False, False, False, True, True, False, False]  # the first one got the token


async def test_a_user_client_shares_everything_and_closes_nothing(fake: FakeFeishu) -> None:
    async with client(fake) as feishu:
        user = feishu.as_user(fake.add_user().access_token)
        for name in ("timeouts", "lifecycle", "limiter", "transport", "retrier"):
            assert getattr(user._session, name) is getattr(feishu._session, name)
        async with user:
            pass
        await feishu.top_notice.delete(fake.chat_id)
        again = user.as_user(fake.add_user().access_token)
    with pytest.raises(SessionStateError):
        await again.top_notice.delete(fake.chat_id)


def test_recipients_are_separated_by_user_not_by_client() -> None:
    feishu = FeishuChat("cli_1", "s")
    first, same, other = (feishu.as_user(token) for token in ("u-1", "u-1", "u-2"))
    ids = [first, same, other, feishu]
    kim, sam, eve, app = (each._recipients.bucket("ou_1")["recipient"] for each in ids)
    assert kim == sam
    assert len({kim, eve, app}) == 3
    assert "u-1" not in kim


# --- groups ---------------------------------------------------------------------------------


def test_every_group_exists_and_is_cached() -> None:
    feishu = FeishuChat("cli_1", "s")
    groups = [name for name, value in vars(FeishuChat).items() if type(value) is cached_property]
    assert len(groups) >= 12
    for name in groups:
        assert getattr(feishu, name) is getattr(feishu, name)


def test_a_client_imports_no_group_before_it_is_used() -> None:
    script = (
        "import sys; from feishu_chat_async import FeishuChat; FeishuChat('cli_1', 's');"
        "print('feishu_chat_async.endpoints.chats' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == "False"
